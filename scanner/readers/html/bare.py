"""Whether a page, or a block of one, holds something that no table of markup explains."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from scanner.readers.html.elements import Tag, grown
from scanner.readers.html.files import PAGES, file_of
from scanner.readers.html.markup import markup
from scanner.readers.locale_tables import plain

LARGEST_HEAD: Final = 2_000_000
"""A page of more bytes holds more than its head, whatever stands in it."""
_TITLE: Final = re.compile(rb"<title\b[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEAD_BYTES: Final = 1_000_000
"""Among these the title stands, behind the style sheet."""
_STRUCTURED: Final = frozenset(("table", "img", "video", "audio"))
"""Elements that are read wherever they stand in a block."""


def is_of_known_build(block: Tag) -> bool:
    """Return whether any element of a block is a part that its family knows, a table or a file."""
    return any(tag.part or tag.name in _STRUCTURED for tag in block.walk())


def is_bare(block: Tag) -> bool:
    """Return whether a block holds nothing but links to other pages, or nothing at all."""
    return next(contents(block), None) is None


def holds_more_than_head(raw: bytes) -> bool:
    """Return whether a page without known blocks holds more than heading, navigation and "no data" line."""
    if len(raw) > LARGEST_HEAD:
        return True
    roles = markup().roles(markup().families[0])
    page = grown(raw, roles)
    if not page.children:
        return _has_text(raw)
    heads = {plain(_title(raw)), *(plain(text) for text in markup().spellings("no_data"))}
    main = next((tag for tag in page.walk() if _is_main(tag)), page)
    return any(plain(text) not in heads for text in contents(main))


def _has_text(raw: bytes) -> bool:
    """Return whether a page from which the parser made nothing, say one nested too deep, has a body."""
    return b"<body" in raw[:_HEAD_BYTES].lower() and len(raw) > _HEAD_BYTES


def _title(raw: bytes) -> str:
    """Return the title in the head of a page."""
    found = _TITLE.search(raw[:_HEAD_BYTES])
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _is_main(tag: Tag) -> bool:
    """Return whether an element holds the content of a page, all else being its frame."""
    return tag.name == "main" or tag.attributes.get("role") == "main"


def contents(tag: Tag) -> Iterator[str]:
    """Return each text, and the path of each file, of an element but for what is head or navigation."""
    for child in tag.children:
        if isinstance(child, str):
            if text := child.strip().rstrip("."):
                yield text
        elif (file := file_of(child)) and not markup().is_furniture(file.uri):
            yield file.uri
        elif not _is_head(child):
            yield from contents(child)


def _is_head(tag: Tag) -> bool:
    """Return whether an element is the heading of a page or leads to another one."""
    if markup().is_head(tag.name, tag.attributes.get("class")):
        return True
    href = (tag.attributes.get("href") or "").lower()
    return tag.name == "a" and (href.startswith("#") or ("://" not in href and href.endswith(PAGES)))
