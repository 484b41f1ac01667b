"""JSON to values: forgiving what Meta's own writer gets wrong, and never more at once than memory has."""

import json
import re
from typing import Any, Final

import orjson

from scanner.readers.faults import TooMuchError, UnreadableError

PARSED_DEEPEST: Final = 1_024
"""Nesting that the parser takes (orjson's own limit): it costs nothing to hold."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of what is parsed at once. A text may take four times its bytes: four for each character."""
MOST_VALUES: Final = 750_000
"""Of what is parsed at once. An object of one key takes 232 bytes of memory, and six in a document."""
COUNTED_FROM: Final = 1024 * 1024
"""In fewer bytes there is no room for values that memory would feel."""

_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:]', re.DOTALL)
_OBJECT: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_OPENING: Final = (b"{", b"[")
_CLOSING: Final = (b"}", b"]")


def parsed(raw: bytes | memoryview, deepest: int = PARSED_DEEPEST) -> Any:
    """Parse JSON, forgiving what Meta's own writer gets wrong (a BOM, NaN, a lone surrogate).

    Raises UnreadableError where it is no JSON or nested deeper than the limit, with the kind of fault and no
    content.
    """
    try:
        document, measured = orjson.loads(raw), deepest >= PARSED_DEEPEST
    except orjson.JSONDecodeError as fault:
        document, measured = _parsed_leniently(bytes(raw), fault, deepest), False
    if not measured and is_deeper(document, deepest):
        raise UnreadableError(too_deep(deepest))
    return document


def top_keys(start: bytes) -> frozenset[str]:
    """Return the keys of the object that JSON begins with, as far as these first bytes of it show them."""
    keys: list[str] = []
    depth, last = 0, b""
    for token in _TOKEN.findall(start):
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
        elif token == b":" and depth == 1 and last.startswith(b'"'):
            keys.append(last[1:-1].decode("utf-8", "replace"))
        last = token
    return frozenset(keys) if _OBJECT.match(start) else frozenset()


def check_size(raw: bytes | memoryview) -> None:
    """Raise TooMuchError where JSON is too much to be parsed at once: `{"":1},` grows thirtyfold."""
    if len(raw) < COUNTED_FROM:
        return
    if len(raw) > MOST_BYTES:
        raise TooMuchError(f"more to be read at once than the limit of {MOST_BYTES:,} bytes")
    counted = bytes(raw)
    if counted.count(b",") + counted.count(b"[") + counted.count(b"{") > MOST_VALUES:
        raise TooMuchError(f"more values to be read at once than the limit of {MOST_VALUES:,}")


def _parsed_leniently(raw: bytes, fault: orjson.JSONDecodeError, deepest: int) -> Any:
    """Parse what the strict parser refused. Raises UnreadableError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise UnreadableError(too_deep(min(deepest, PARSED_DEEPEST))) from None
    except UnicodeDecodeError as broken:
        raise UnreadableError(f"no UTF-8 text (byte {broken.start:,} of {len(raw):,})") from None
    except ValueError:
        raise UnreadableError(_reason(raw, fault)) from None


def is_deeper(document: Any, limit: int) -> bool:
    """Tell whether lists and objects are nested deeper than `limit`; a bare value has depth 0.

    Level by level, so that nothing recurses; it takes half as long as parsing, so it is done only where a
    limit below the parser's was asked for.
    """
    level = [document] if isinstance(document, dict | list) else []
    for _ in range(limit):
        level = [
            inner
            for holder in level
            for inner in (holder.values() if type(holder) is dict else holder)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return False
    return bool(level)


def too_deep(deepest: int) -> str:
    """Say that JSON is nested too deep."""
    return f"JSON nested deeper than the limit of {deepest:,}"


def no_json(byte: int, size: int) -> str:
    """Say where something stops being JSON."""
    return f"no valid JSON (byte {byte:,} of {size:,})"


def _reason(raw: bytes, fault: orjson.JSONDecodeError) -> str:
    """Say what is wrong with a member that is no JSON."""
    if not raw.strip():
        return "empty file"
    if raw.strip().startswith(b"[object Object]"):
        return "Meta wrote '[object Object]' in place of the content"
    if "recursion" in str(fault).lower():
        return too_deep(PARSED_DEEPEST)
    return no_json(fault.pos, len(raw))
