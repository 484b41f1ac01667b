"""One member as a reader sees it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from scanner.readers.labels import Labels
from scanner.readers.record import Reading


class UnreadableError(Exception):
    """A member that can't be read; its message is the reason, without content of the export."""


@dataclass(frozen=True)
class Source:
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

    @cached_property
    def document(self) -> Any:
        """The parsed JSON, or what a page tells in its place. Raises UnreadableError."""
        return parsed(self.raw) if self.told is None else self.told


Reader = Callable[[Source], Iterator[Reading]]
"""Gives what a member tells, record by record; raises UnreadableError where it can't start."""


def parsed(raw: bytes) -> Any:
    """Parse JSON, forgiving what Meta's own writer gets wrong (a BOM, NaN, a lone surrogate).

    Raises UnreadableError where it is no JSON, with the kind of fault and no content.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as fault:
        try:
            return json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise UnreadableError(_reason(raw, fault)) from None


def _reason(raw: bytes, fault: orjson.JSONDecodeError) -> str:
    """Say what is wrong with a member that is no JSON."""
    if not raw.strip():
        return "empty file"
    if raw.strip().startswith(b"[object Object]"):
        return "Meta wrote '[object Object]' in place of the content"
    if "recursion" in str(fault).lower():
        return "JSON nested too deep"
    return f"no valid JSON (byte {fault.pos:,} of {len(raw):,})"
