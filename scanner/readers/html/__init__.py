"""Pages of HTML, each translated into the document that the JSON of the same content has.

So one reader serves both, and what it finds is the same by construction.
"""

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, cast

import orjson

from scanner.readers.html.sheet import Clock, Sheet, Translator
from scanner.readers.labels import Labels
from scanner.readers.record import Skip
from scanner.readers.source import UnreadableError

TRANSLATORS: Final = MappingProxyType(
    {
        "facebook": "scanner.readers.html.facebook:translate",
        "messenger": "scanner.readers.html.threads:translate",
        "instagram": "scanner.readers.html.instagram:translate",
        "threads": "scanner.readers.html.instagram:translate",
        "meta_ai": "scanner.readers.html.instagram:translate",
    }
)
"""By the first part of a reader's id: who translates the pages for it, `module:function`."""

AT_ONCE: Final = 1_000
"""Records whose text is rewritten at a time."""


@dataclass(frozen=True)
class Page:
    """A translated page."""

    document: Any
    """As the JSON of the same content would be parsed, its strings written as Meta writes them."""
    precision: str
    """How exactly the page tells its moments, one of `schema.PRECISIONS`."""
    skips: list[Skip]
    """The blocks that could not be read."""
    cut: bool = False
    """Whether it breaks off; what stands before that is here."""


def document(raw: bytes, reader_id: str, labels: Labels, clock: Clock, path: str) -> Page:
    """Translate a page for the reader of an id. Raises UnreadableError where its markup is unknown."""
    sheet = Sheet(raw, reader_id, labels, clock, path)
    told = _translator(reader_id.partition(".")[0])(sheet)
    return Page(as_json_has_it(told), sheet.precision, sheet.skips)


def _translator(product: str) -> Translator:
    module, _, function = TRANSLATORS[product].partition(":")
    return cast(Translator, getattr(import_module(module), function))


def as_json_has_it(told: Any) -> Any:
    r"""Write all text of a document as Meta's JSON does, each byte of UTF-8 an escape of its own.

    A page's text is real UTF-8; readers repair every text they take, which gives this text back and no other.
    A list is rewritten in place, some records at a time, so that no second copy of a large page is held.
    Raises UnreadableError where tables stand in tables deeper than can be told.
    """
    if not isinstance(told, list):
        return _mangled(told)
    for first in range(0, len(told), AT_ONCE):
        told[first : first + AT_ONCE] = _mangled(told[first : first + AT_ONCE])
    return told


def _mangled(told: Any) -> Any:
    try:
        return orjson.loads(orjson.dumps(told).decode("latin-1").encode("utf-8"))
    except orjson.JSONEncodeError:
        raise UnreadableError("HTML nested too deep") from None
