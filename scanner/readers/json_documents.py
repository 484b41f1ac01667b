"""JSON documents, parsed leniently where Meta's own writer errs, large ones entry by entry.

Meta's writer is known to leave a BOM, NaN, Infinity and halves of surrogate pairs.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import orjson

from scanner.readers.record import TooMuchError, UnreadableError

PARSER_DEPTH: Final = 1_024
"""Nesting that the parser allows (orjson's own limit), which costs no check of ours."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""Parsed at once. A text may take four times its bytes: four for each character."""
MOST_VALUES: Final = 750_000
"""Parsed at once. An object of one key takes 232 bytes of memory, and six in a document."""
COUNTED_FROM: Final = 1024 * 1024
"""Bytes; fewer have no room for so many values that memory would feel it."""
MOST_ENTRIES: Final = 4_000_000
"""In one list. The largest document that is read, 256 MiB, has half as many entries if they are likes."""
MOST_KEYS: Final = 100_000
"""In one object that is split; a wrapper of records has a few dozen."""
TOP_LEVEL_BYTES: Final = 1024 * 1024
"""Of an object's small values together, which are parsed while the large ones stay slices."""
SPLIT_AT_ONCE: Final = 400_000_000
"""Bytes of memory for a list and what msgspec splits it into in one call; a larger one is scanned."""
_ENTRY_BYTES: Final = 56
"""Of memory, for each entry that msgspec splits off."""
_PIECE: Final = 1024 * 1024
"""Bytes that are copied at a time to count commas in."""

_SPACE: Final = rb"[ \t\n\r]*+"
_STRING: Final = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'


def _nested(levels: int) -> bytes:
    """Return a pattern of lists and objects so deep at most; which bracket closes which is not checked.

    No repeat backtracks, so that the time is linear, whatever the input.
    """
    inner = b"|" + _nested(levels - 1) if levels > 1 else b""
    return rb'[\[{][^"\[\]{}]*+(?:(?:' + _STRING + inner + rb')[^"\[\]{}]*+)*+[\]}]'


_VALUE: Final = _STRING + b"|" + _nested(32) + rb"|true|false|null|NaN|-?Infinity|[-+.\deE]++"
_END: Final = re.compile(_SPACE + b"(?:" + _VALUE + b")" + _SPACE, re.DOTALL)
_BLANK: Final = re.compile(_SPACE)
_BRACKET: Final = re.compile(rb'(?:[^"\[\]{}]++|' + _STRING + rb")*+([\[\]{}])", re.DOTALL)
_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:]', re.DOTALL)
_OBJECT: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_OPENING: Final = (b"{", b"[")
_CLOSING: Final = (b"}", b"]")
_SPLITTER: Final = msgspec.json.Decoder(list[msgspec.Raw])


def parse(raw: bytes | memoryview, depth: int = PARSER_DEPTH) -> Any:
    """Return the value that JSON holds.

    Raises UnreadableError if it is not JSON or nested deeper than `depth`: the kind of fault, no content.
    """
    try:
        document, is_measured = orjson.loads(raw), depth >= PARSER_DEPTH
    except orjson.JSONDecodeError as error:
        document, is_measured = _parse_leniently(bytes(raw), error, depth), False
    if not is_measured and is_deeper(document, depth):
        raise _too_deep(depth)
    return document


def check_size(raw: bytes | memoryview) -> None:
    """Raise TooMuchError if JSON is too much to be parsed at once: `{"":1},` grows thirtyfold."""
    if len(raw) < COUNTED_FROM:
        return
    if len(raw) > MOST_BYTES:
        raise TooMuchError(f"more to be read at once than the limit of {MOST_BYTES:,} bytes")
    text = bytes(raw)
    if text.count(b",") + text.count(b"[") + text.count(b"{") > MOST_VALUES:
        raise TooMuchError(f"more values to be read at once than the limit of {MOST_VALUES:,}")


def is_deeper(document: Any, limit: int) -> bool:
    """Return whether lists and objects are nested deeper than `limit`; a bare value has depth 0.

    Level by level, so that nothing recurses. It takes half as long as parsing, so it is done only where the
    limit is below the parser's.
    """
    level = [document] if isinstance(document, dict | list) else []
    for _ in range(limit):
        level = [
            value
            for container in level
            for value in (container.values() if type(container) is dict else container)
            if type(value) is dict or type(value) is list
        ]
        if not level:
            return False
    return bool(level)


def top_keys(start: bytes) -> frozenset[str]:
    """Return the keys of the object that JSON begins with, as far as these first bytes of it show them."""
    keys: list[str] = []
    depth, previous = 0, b""
    for token in _TOKEN.findall(start):
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
        elif token == b":" and depth == 1 and previous.startswith(b'"'):
            keys.append(previous[1:-1].decode("utf-8", "replace"))
        previous = token
    return frozenset(keys) if _OBJECT.match(start) else frozenset()


class JsonSlice(msgspec.Struct, frozen=True):
    """The bytes of one JSON value, not yet parsed; iterating over a list parses its entries one by one."""

    raw: memoryview
    depth: int = PARSER_DEPTH
    """The nesting that it may have."""
    offset: int = 0
    """Where in its member it begins."""

    @classmethod
    def of(cls, raw: bytes, depth: int = PARSER_DEPTH) -> "JsonSlice":
        """Return the slice of a member's bytes, without its BOM."""
        start = len(BOM_UTF8) if raw.startswith(BOM_UTF8) else 0
        return cls(memoryview(raw)[start:], depth, start)

    @property
    def opening(self) -> bytes:
        """Its first character: `[` of a list, `{` of an object."""
        return self._at(self._past_space(0))

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.opening == b"["

    @property
    def is_container(self) -> bool:
        """Whether it is a list or an object."""
        return self.opening in _OPENING

    def parse(self) -> Any:
        """Return its value. Raises UnreadableError, TooMuchError if it is more than may be parsed at once."""
        check_size(self.raw)
        return parse(self.raw, self.depth)

    def __iter__(self) -> Iterator[Any]:
        """Yield each entry of a list parsed; in place of one that is too much, the TooMuchError.

        Raises UnreadableError.
        """
        for entry in self.entries():
            try:
                yield entry.parse()
            except TooMuchError as error:
                yield error
            except UnreadableError:
                raise UnreadableError("a record in it is no valid JSON") from None

    def entries(self) -> Iterator["JsonSlice"]:
        """Yield each entry of a list. Raises UnreadableError, TooMuchError if there are too many."""
        split = self._split()
        if split is None:
            yield from self._scan()
            return
        if len(split) > MOST_ENTRIES:
            raise _too_many_records()
        depth = self._inner_depth
        for entry in split:
            yield JsonSlice(memoryview(entry), depth, self.offset)

    def members(self) -> dict[str, "JsonSlice"]:
        """Return the values of an object by their keys; of a key that is there twice, the last.

        Raises UnreadableError, TooMuchError if there are too many.
        """
        members: dict[str, JsonSlice] = {}
        at = self._first(b"}")
        while at is not None:
            colon = self._end(at)
            key = self._inner(at, colon).parse()
            if not isinstance(key, str) or self._at(colon) != b":":
                raise self._broken(colon)
            end = self._end(colon + 1)
            members[key] = self._inner(colon + 1, end)
            if len(members) > MOST_KEYS:
                raise TooMuchError(f"more keys than the limit of {MOST_KEYS:,}")
            at = self._next(end, b"}")
        return members

    def top_level(self) -> Any:
        """Return an object with its small values parsed and the large ones as slices; a list as it is.

        Raises UnreadableError.
        """
        if self.opening != b"{":
            return self if self.is_list else self.parse()
        budget, values = TOP_LEVEL_BYTES, dict[str, Any]()
        for key, member in self.members().items():
            if len(member.raw) <= budget:
                budget -= len(member.raw)
                values[key] = member.parse()
            else:
                values[key] = member
        return values

    def _split(self) -> list[msgspec.Raw] | None:
        """Return the entries of a list, if it is valid JSON throughout and memory is bounded; else None."""
        size = len(self.raw)
        pieces = (self.raw[start : start + _PIECE] for start in range(0, size, _PIECE))
        if size + _ENTRY_BYTES * sum(bytes(piece).count(b",") for piece in pieces) > SPLIT_AT_ONCE:
            return None
        try:
            return _SPLITTER.decode(self.raw)
        except (msgspec.DecodeError, RecursionError):
            return None

    def _scan(self) -> Iterator["JsonSlice"]:
        """Yield each entry of any list, however long, also of one that only the lenient parser accepts."""
        at, number = self._first(b"]"), 0
        while at is not None:
            if number == MOST_ENTRIES:
                raise _too_many_records()
            end = self._end(at)
            yield self._inner(at, end)
            at, number = self._next(end, b"]"), number + 1

    @property
    def _inner_depth(self) -> int:
        """The nesting that a part of this value may have; the parser holds its own limit by itself."""
        return self.depth if self.depth >= PARSER_DEPTH else self.depth - 1

    def _inner(self, start: int, end: int) -> "JsonSlice":
        """Return a part of this value."""
        return JsonSlice(self.raw[start:end], self._inner_depth, self.offset + start)

    def _first(self, closing: bytes) -> int | None:
        """Return where the first entry begins; None if there is none."""
        start = self._past_space(0) + 1
        inside = self._past_space(start)
        return self._next(inside, closing) if self._at(inside) == closing else start

    def _next(self, end: int, closing: bytes) -> int | None:
        """Return where the entry after the one that ends here begins; None after the last."""
        if self._at(end) == b",":
            return end + 1
        if self._at(end) != closing or self._past_space(end + 1) < len(self.raw):
            raise self._broken(end)
        return None

    def _end(self, start: int) -> int:
        """Return where the value that begins here, and the space after it, ends."""
        if match := _END.match(self.raw, start):
            return match.end()
        start = self._past_space(start)
        if self._at(start) not in _OPENING:
            raise self._broken(start)
        return self._end_by_brackets(start)

    def _end_by_brackets(self, start: int) -> int:
        """Return where a list or object ends that is nested deeper than the pattern of a value."""
        at, depth = start, 0
        while match := _BRACKET.match(self.raw, at):
            at, depth = match.end(), depth + (1 if match[1] in _OPENING else -1)
            if depth == 0:
                return self._past_space(at)
            if depth > self.depth:
                raise _too_deep(self.depth)
        raise self._broken(len(self.raw))

    def _at(self, place: int) -> bytes:
        """Return one character; none past the end."""
        return bytes(self.raw[place : place + 1])

    def _past_space(self, place: int) -> int:
        """Return where the next character is that is no space."""
        match = _BLANK.match(self.raw, place)
        return match.end() if match else place

    def _broken(self, place: int) -> UnreadableError:
        """Return the error that says where it stops being JSON."""
        size = memoryview(self.raw.obj).nbytes
        return UnreadableError(_not_json(self.offset + place, size))


def _parse_leniently(raw: bytes, error: orjson.JSONDecodeError, depth: int) -> Any:
    """Return the value of what the strict parser refused. Raises UnreadableError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise _too_deep(min(depth, PARSER_DEPTH)) from None
    except UnicodeDecodeError as undecodable:
        raise UnreadableError(f"no UTF-8 text (byte {undecodable.start:,} of {len(raw):,})") from None
    except ValueError:
        raise UnreadableError(_reason(raw, error)) from None


def _too_many_records() -> TooMuchError:
    """Return the error that says that a list is too long."""
    return TooMuchError(f"more records than the limit of {MOST_ENTRIES:,}")


def _too_deep(depth: int) -> UnreadableError:
    """Return the error that says that JSON is nested too deep."""
    return UnreadableError(f"JSON nested deeper than the limit of {depth:,}")


def _not_json(byte: int, size: int) -> str:
    """Return the reason that says where something stops being JSON."""
    return f"no valid JSON (byte {byte:,} of {size:,})"


def _reason(raw: bytes, error: orjson.JSONDecodeError) -> str:
    """Return what is wrong with a member that is no JSON."""
    if not raw.strip():
        return "empty file"
    if raw.strip().startswith(b"[object Object]"):
        return "Meta wrote '[object Object]' in place of the content"
    return _not_json(error.pos, len(raw))
