"""One member as a reader sees it."""

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

import msgspec
import orjson

from scanner.readers.faults import UnreadableError as UnreadableError  # noqa: PLC0414 - for the readers
from scanner.readers.labels import Labels
from scanner.readers.record import Reading

PARSED_DEEPEST: Final = 1_024
"""Nesting that the parser takes (orjson's own limit): it costs nothing to hold."""
MOST_VALUES: Final = 14_000_000
"""Of one document. The largest that is read, 256 MiB, holds some twelve million where it is of posts."""
COUNTED_FROM: Final = 16 * 1024 * 1024
"""In fewer bytes there is no room for more than memory has."""


LARGE: Final = 16 * 1024 * 1024
"""From so many bytes on a document is parsed record by record: whole it takes several times its bytes."""


class Unparsed(msgspec.Struct, frozen=True):
    """A large document, for `shapes.records` to parse record by record."""

    raw: bytes | memoryview


class Source(msgspec.Struct, frozen=True, dict=True):
    """A member's bytes, where it lies, and the words to read it with."""

    platform: str
    path: str
    """Below the export's root, with the export's own spelling."""
    raw: bytes
    labels: Labels
    lies_in: str
    """What its layout says of its content, one of `schema.LIES_IN`."""
    told: Any = None
    """What a page of HTML tells, as the JSON of the same content would be parsed; None: `raw` is JSON."""
    deepest: int = PARSED_DEEPEST
    """The nesting that a document may have."""

    @property
    def is_measured(self) -> bool:
        """Whether nesting is to be measured, since less of it is allowed than the parser takes."""
        return self.deepest < PARSED_DEEPEST

    @cached_property
    def document(self) -> Any:
        """The parsed JSON, or what a page tells in its place. Raises UnreadableError."""
        return parsed(self.raw, self.deepest) if self.told is None else self.told

    @property
    def entries(self) -> Any:
        """The document to take records from, a large one not yet parsed. Raises UnreadableError."""
        if self.told is None and len(self.raw) >= LARGE and not self.is_measured:
            return Unparsed(self.raw)
        return self.document


Reader = Callable[[Source], Iterator[Reading]]
"""Gives what a member tells, record by record; raises UnreadableError where it can't start."""


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
        raise UnreadableError(_too_deep(deepest))
    return document


def check_values(raw: bytes) -> None:
    """Raise UnreadableError where JSON has more values than the limit: `{},{},` grows thirtyfold."""
    if len(raw) < COUNTED_FROM:
        return
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") > MOST_VALUES:
        raise UnreadableError(f"more values than the limit of {MOST_VALUES:,}")


def _parsed_leniently(raw: bytes, fault: orjson.JSONDecodeError, deepest: int) -> Any:
    """Parse what the strict parser refused. Raises UnreadableError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise UnreadableError(_too_deep(min(deepest, PARSED_DEEPEST))) from None
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


def _too_deep(deepest: int) -> str:
    return f"JSON nested deeper than the limit of {deepest:,}"


def _reason(raw: bytes, fault: orjson.JSONDecodeError) -> str:
    """Say what is wrong with a member that is no JSON."""
    if not raw.strip():
        return "empty file"
    if raw.strip().startswith(b"[object Object]"):
        return "Meta wrote '[object Object]' in place of the content"
    if "recursion" in str(fault).lower():
        return _too_deep(PARSED_DEEPEST)
    return f"no valid JSON (byte {fault.pos:,} of {len(raw):,})"
