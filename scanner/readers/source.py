"""One member as a reader sees it."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

import msgspec

from scanner.readers.json_documents import PARSER_DEPTH, JsonSlice, check_size, parse
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Reading


class Lazy(msgspec.Struct, frozen=True):
    """A list that is made while it is iterated over, each time anew."""

    make: Callable[[], Iterator[Any]]
    """Returns an iterator from the first record on, which may raise UnreadableError."""

    def __iter__(self) -> Iterator[Any]:
        """Return each record."""
        return self.make()


LARGE: Final = 8 * 1024 * 1024
"""From so many bytes on a document is parsed record by record: whole it takes several times its bytes."""


class Source(msgspec.Struct, frozen=True, dict=True):
    """A member's bytes, its path and section, and the labels to read it with."""

    platform: str
    path: str
    """Below the export's root, with the export's own spelling."""
    raw: bytes
    labels: Labels
    section: str
    """The section its layout names, one of `schema.SECTIONS`."""
    page_document: Any = None
    """The content of a page of HTML, in the form of the parsed JSON of the same content; None: `raw` is JSON.

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
        """The parsed JSON, or the document of a page. Raises UnreadableError."""
        if self.page_document is not None:
            return list(self.page_document) if isinstance(self.page_document, Lazy) else self.page_document
        if self.is_large:
            check_size(self.raw)
        return parse(self.raw, self.deepest)

    @property
    def entries(self) -> Any:
        """The document to take records from, a large one not yet parsed, a page's not yet made.

        Raises UnreadableError, here or while it is iterated over.
        """
        if isinstance(self.page_document, Lazy):
            return self.page_document
        return JsonSlice.of(self.raw, self.deepest) if self.is_large else self.document

    @property
    def opened(self) -> Any:
        """The document; of a large one only the small values are parsed. Raises UnreadableError."""
        document = self.entries if self.page_document is None else self.document
        return document.top_level() if isinstance(document, JsonSlice) else document


Reader = Callable[[Source], Iterator[Reading]]
"""Yields what a member holds, record by record; raises UnreadableError where it can't start."""
