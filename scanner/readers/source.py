"""One member as a reader sees it."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

import msgspec

from scanner.readers.json_documents import PARSER_DEPTH, JsonSlice, check_size, parse
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Reading
from scanner.readers.record import UnreadableError as UnreadableError  # noqa: PLC0414 - for the readers


class Lazy(msgspec.Struct, frozen=True):
    """Stands in the place of a parsed list; gone through again, it is made anew."""

    make: Callable[[], Iterator[Any]]
    """Begins with the first record. What it gives may raise UnreadableError."""

    def __iter__(self) -> Iterator[Any]:
        """Return each record."""
        return self.make()


LARGE: Final = 8 * 1024 * 1024
"""From so many bytes on a document is parsed record by record: whole it takes several times its bytes."""


class Source(msgspec.Struct, frozen=True, dict=True):
    """A member's bytes, where it lies, and the words to read it with."""

    platform: str
    path: str
    """Below the export's root, with the export's own spelling."""
    raw: bytes
    labels: Labels
    section: str
    """What its layout says of its content, one of `schema.SECTIONS`."""
    page_document: Any = None
    """What a page of HTML tells, as the JSON of the same content would be parsed; None: `raw` is JSON.

    A list of records may be `Lazy`.
    """
    deepest: int = PARSER_DEPTH
    """The nesting that a document may have."""

    @property
    def is_measured(self) -> bool:
        """Whether nesting is to be measured, since less of it is allowed than the parser takes."""
        return self.deepest < PARSER_DEPTH

    @property
    def is_large(self) -> bool:
        """Whether it is too large a document to be parsed whole without need."""
        return self.page_document is None and len(self.raw) >= LARGE

    @cached_property
    def document(self) -> Any:
        """The parsed JSON, or what a page tells in its place. Raises UnreadableError."""
        if self.page_document is not None:
            return list(self.page_document) if isinstance(self.page_document, Lazy) else self.page_document
        if self.is_large:
            check_size(self.raw)
        return parse(self.raw, self.deepest)

    @property
    def entries(self) -> Any:
        """The document to take records from, a large one not yet parsed, a page's not yet made.

        Raises UnreadableError, then or when it is gone through.
        """
        if isinstance(self.page_document, Lazy):
            return self.page_document
        return JsonSlice.of(self.raw, self.deepest) if self.is_large else self.document

    @property
    def opened(self) -> Any:
        """The document, of a large one the small values alone parsed. Raises UnreadableError."""
        document = self.entries if self.page_document is None else self.document
        return document.top_level() if isinstance(document, JsonSlice) else document


Reader = Callable[[Source], Iterator[Reading]]
"""Gives what a member tells, record by record; raises UnreadableError where it can't start."""
