"""A large document taken apart without being parsed, so that of all its entries one alone is held at a time.

Asked for one value, msgspec says at which byte it ends and something follows: there the next one begins.
"""

import json
import re
from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from scanner.readers.faults import TooMuchError, UnreadableError
from scanner.readers.parsing import PARSED_DEEPEST, check_size, no_json, parsed, too_deep

MOST_ENTRIES: Final = 4_000_000
"""Of one list. The largest document that is read, 256 MiB, holds half of it where it is of likes."""
MOST_KEYS: Final = 100_000
"""Of one object that is taken apart; a wrapper of records has a few dozen."""
SHALLOW_BYTES: Final = 1024 * 1024
"""Of the small values of an object, which are parsed to stand beside its large ones."""

_VALUE: Final = msgspec.json.Decoder(msgspec.Raw)
_FOLLOWED: Final = re.compile(r"trailing characters \(byte (\d+)\)")
"""What msgspec says of a value that is followed by more: the number of the byte past which it stopped."""
_SPACE: Final = re.compile(rb"[ \t\n\r]*")
_FORGIVING: Final = json.JSONDecoder()
_WINDOWS: Final = (1024, 64 * 1024, 4 * 1024 * 1024)
"""Bytes in which the forgiving parser is to find an entry's end; a larger value is looked into."""
WRAPPERS: Final = 4
"""Levels of wrappers in which what the strict parser refuses is looked for."""
_HOLDERS: Final = (b"[", b"{")


class Unparsed(msgspec.Struct, frozen=True):
    """A JSON value, not yet parsed; iterating over a list gives its entries parsed, one by one."""

    raw: memoryview
    deepest: int = PARSED_DEEPEST
    """The nesting that it may have."""
    offset: int = 0
    """Where in its member it begins."""

    @classmethod
    def of(cls, raw: bytes, deepest: int = PARSED_DEEPEST) -> "Unparsed":
        """Take the bytes of a member."""
        start = len(BOM_UTF8) if raw.startswith(BOM_UTF8) else 0
        return cls(memoryview(raw)[start:], deepest, start)

    @property
    def opening(self) -> bytes:
        """Its first character: `[` of a list, `{` of an object."""
        return self._at(self._past_space(0))

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.opening == b"["

    @property
    def is_holder(self) -> bool:
        """Whether it is a list or an object."""
        return self.opening in _HOLDERS

    @property
    def is_filled(self) -> bool:
        """Whether it is a list or an object with something in it."""
        first = self._past_space(self._past_space(0) + 1)
        return self.is_holder and self._at(first) not in (b"]", b"}")

    def parsed(self) -> Any:
        """Parse it. Raises UnreadableError, TooMuchError where it is more than may be parsed at once."""
        check_size(self.raw)
        return parsed(self.raw, self.deepest)

    def __iter__(self) -> Iterator[Any]:
        """Give each entry of a list parsed; in place of one that is too much, the TooMuchError.

        Raises UnreadableError.
        """
        for entry in self.entries():
            try:
                yield entry.parsed()
            except TooMuchError as fault:
                yield fault
            except UnreadableError:
                raise UnreadableError("a record in it is no valid JSON") from None

    def entries(self) -> Iterator["Unparsed"]:
        """Give each entry of a list. Raises UnreadableError where there are too many."""
        at, number = self._first(b"]"), 0
        while at is not None:
            if number == MOST_ENTRIES:
                raise TooMuchError(f"more records than the limit of {MOST_ENTRIES:,}")
            end = self._end(at)
            yield self._inner(at, end)
            at, number = self._next(end, b"]"), number + 1

    def members(self) -> dict[str, "Unparsed"]:
        """Give the values of an object by their keys; of a key that stands twice, the last.

        Raises UnreadableError where there are too many.
        """
        found: dict[str, Unparsed] = {}
        at = self._first(b"}")
        while at is not None:
            colon = self._end(at)
            key = self._inner(at, colon).parsed()
            if not isinstance(key, str) or self._at(colon) != b":":
                raise self._broken(colon)
            end = self._end(colon + 1)
            found[key] = self._inner(colon + 1, end)
            if len(found) > MOST_KEYS:
                raise TooMuchError(f"more keys than the limit of {MOST_KEYS:,}")
            at = self._next(end, b"}")
        return found

    def shallow(self) -> Any:
        """Give an object with its small values parsed, and the large ones as they are; a list as it is.

        Raises UnreadableError.
        """
        if self.opening != b"{":
            return self if self.is_list else self.parsed()
        left, told = SHALLOW_BYTES, dict[str, Any]()
        for key, inner in self.members().items():
            if len(inner.raw) <= left:
                left -= len(inner.raw)
                told[key] = inner.parsed()
            else:
                told[key] = inner
        return told

    def _inner(self, start: int, end: int) -> "Unparsed":
        """Give a value that stands in this one; the parser holds its own limit of nesting by itself."""
        deepest = self.deepest if self.deepest >= PARSED_DEEPEST else self.deepest - 1
        return Unparsed(self.raw[start:end], deepest, self.offset + start)

    def _first(self, closing: bytes) -> int | None:
        """Give where the first entry begins; None where there is none."""
        start = self._past_space(0) + 1
        inside = self._past_space(start)
        return self._next(inside, closing) if self._at(inside) == closing else start

    def _next(self, end: int, closing: bytes) -> int | None:
        """Give where the next entry begins behind the one that ends here; None behind the last."""
        if self._at(end) == b",":
            return end + 1
        if self._at(end) != closing or self._past_space(end + 1) < len(self.raw):
            raise self._broken(end)
        return None

    def _end(self, start: int, levels: int = WRAPPERS) -> int:
        """Give where the value that begins here, and the space behind it, ends.

        What the strict parser refuses is looked into, through so many levels of lists and objects.
        """
        try:
            _VALUE.decode(self.raw[start:])
        except msgspec.DecodeError as fault:
            if followed := _FOLLOWED.search(str(fault)):
                return start + int(followed[1]) - 1
        except RecursionError:
            raise UnreadableError(too_deep(self.deepest)) from None
        return self._end_leniently(self._past_space(start), levels)

    def _end_leniently(self, start: int, levels: int) -> int:
        """Give the same of what the strict parser refuses: NaN, half of a surrogate pair."""
        for window in _WINDOWS:
            seen = self.raw[start : start + window]
            try:
                text = getincrementaldecoder("utf-8")().decode(seen)
                end = _FORGIVING.raw_decode(text)[1]
            except RecursionError:
                raise UnreadableError(too_deep(self.deepest)) from None
            except ValueError:
                continue
            if end < len(text):
                return self._past_space(start + len(text[:end].encode()))
        if not levels or self._at(start) not in _HOLDERS:
            raise self._broken(start)
        return self._end_by_entries(start, levels - 1)

    def _end_by_entries(self, start: int, levels: int) -> int:
        """Give the same of a list or object that is large, by the ends of its entries."""
        closing = b"]" if self._at(start) == b"[" else b"}"
        at = start + 1
        for _ in range(MOST_ENTRIES):
            if closing == b"}":
                at = self._end(at, levels) + 1
            end = self._end(at, levels)
            if self._at(end) == closing:
                return self._past_space(end + 1)
            if self._at(end) != b",":
                raise self._broken(end)
            at = end + 1
        raise TooMuchError(f"more records than the limit of {MOST_ENTRIES:,}")

    def _at(self, place: int) -> bytes:
        """Give one character."""
        return bytes(self.raw[place : place + 1])

    def _past_space(self, place: int) -> int:
        """Give where the next character stands that is no space."""
        found = _SPACE.match(self.raw, place)
        return found.end() if found else place

    def _broken(self, place: int) -> UnreadableError:
        """Say where it stops being JSON."""
        size = memoryview(self.raw.obj).nbytes
        return UnreadableError(no_json(self.offset + place, size))
