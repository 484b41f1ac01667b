"""Pages of HTML, each translated into the document that the JSON of the same content has.

So one reader serves both, and what it finds is the same by construction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import orjson

from scanner.readers import resolve_html
from scanner.readers.html.page import Clock, HtmlPage
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Skip
from scanner.readers.source import Lazy, UnreadableError

AT_ONCE: Final = 1_000
"""Records whose text is rewritten at a time."""


@dataclass(frozen=True)
class Page:
    """A translated page."""

    document: Any
    """As the JSON of the same content would be parsed, its strings written as Meta writes them.

    A list of records is `Lazy`: what is told below is whole when that has been gone through.
    """
    sheet: HtmlPage
    cut: bool = False
    """Whether it breaks off; what stands before that is here."""

    @property
    def precision(self) -> str:
        """How exactly the page tells its moments, one of `schema.PRECISIONS`."""
        return self.sheet.precision

    @property
    def skips(self) -> list[Skip]:
        """The blocks that could not be read."""
        return self.sheet.skips

    def require_bare(self) -> None:
        """Raise UnreadableError where nothing of it was understood, although it holds more than its head."""
        self.sheet.require_bare()


def document(raw: bytes, reader_id: str, labels: Labels, clock: Clock, path: str) -> Page:
    """Translate a page for the reader of an id. Raises UnreadableError where its markup is unknown."""
    sheet = HtmlPage(raw, labels, clock, path)
    return Page(as_json_has_it(resolve_html(reader_id)(sheet)), sheet)


def as_json_has_it(told: Any) -> Any:
    r"""Write all text of a document as Meta's JSON does, each byte of UTF-8 an escape of its own.

    A page's text is real UTF-8; readers repair every text they take, which gives this text back and no other.
    A lazy list is rewritten as it is gone through, another in place, some records at a time: no second copy
    is held. Raises UnreadableError, then or now, where tables stand in tables deeper than can be told.
    """
    if isinstance(told, Lazy):
        return Lazy(lambda: _by_and_by(told))
    if isinstance(told, dict):
        return {key: _in_place(inner) for key, inner in told.items()}
    return _in_place(told)


def _in_place(told: Any) -> Any:
    if not isinstance(told, list):
        return _mangled(told)
    for first in range(0, len(told), AT_ONCE):
        told[first : first + AT_ONCE] = _mangled(told[first : first + AT_ONCE])
    return told


def _by_and_by(told: Lazy) -> Iterator[Any]:
    records = iter(told)
    while some := list(islice(records, AT_ONCE)):
        yield from _mangled(some)


def _mangled(told: Any) -> Any:
    try:
        return orjson.loads(orjson.dumps(told).decode("latin-1").encode("utf-8"))
    except orjson.JSONEncodeError:
        raise UnreadableError("HTML nested too deep") from None
