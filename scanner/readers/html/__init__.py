"""Pages of HTML, each translated into the document that the JSON of the same content has.

So one reader serves both formats, and both give the same records by construction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import orjson

from scanner.readers import resolve_html
from scanner.readers.html.dates import Clock
from scanner.readers.html.page import HtmlPage
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Skip, UnreadableError
from scanner.readers.source import Lazy

BATCH: Final = 1_000
"""Records whose text is escaped at a time."""


@dataclass(frozen=True)
class TranslatedPage:
    """A translated page."""

    document: Any
    """As the JSON of the same content would be parsed, its strings written as Meta writes them.

    A list of records is `Lazy`: `precision` and `skips` are complete once it has been read to its end.
    """
    page: HtmlPage
    cut: bool = False
    """Whether the page is cut off; the document has what comes before that."""

    @property
    def precision(self) -> str:
        """How exact the page's times are, one of `schema.PRECISIONS`."""
        return self.page.precision

    @property
    def skips(self) -> list[Skip]:
        """The blocks that could not be read."""
        return self.page.skips

    def require_understood(self) -> None:
        """Raise UnreadableError where no block was understood although the page has content."""
        self.page.require_understood()


def translate_page(raw: bytes, reader_id: str, labels: Labels, clock: Clock, path: str) -> TranslatedPage:
    """Return a page translated for a reader. Raises UnreadableError where its markup is unknown."""
    page = HtmlPage(raw, labels, clock, path)
    return TranslatedPage(escape_text(resolve_html(reader_id)(page)), page)


def escape_text(document: Any) -> Any:
    r"""Return a document with all its text as in Meta's JSON: each byte of UTF-8 is an escape of its own.

    A page's text is real UTF-8, but readers repair every text they read; from escaped text they get exactly
    the text of the page. A lazy list is escaped while it is read, any other in place, in batches: there is
    never a second copy. Raises UnreadableError, now or while it is read, where tables are nested too deep.
    """
    if isinstance(document, Lazy):
        return Lazy(lambda: _escape_lazily(document))
    if isinstance(document, dict):
        return {key: _escape_in_place(value) for key, value in document.items()}
    return _escape_in_place(document)


def _escape_in_place(value: Any) -> Any:
    if not isinstance(value, list):
        return _escape(value)
    for start in range(0, len(value), BATCH):
        value[start : start + BATCH] = _escape(value[start : start + BATCH])
    return value


def _escape_lazily(document: Lazy) -> Iterator[Any]:
    records = iter(document)
    while batch := list(islice(records, BATCH)):
        yield from _escape(batch)


def _escape(value: Any) -> Any:
    # To read each byte of the UTF-8 as a character of its own is what Meta's exporter does.
    try:
        return orjson.loads(orjson.dumps(value).decode("latin-1").encode("utf-8"))
    except orjson.JSONEncodeError:
        raise UnreadableError("HTML nested too deep") from None
