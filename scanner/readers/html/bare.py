"""Whether a page or a block has content that `rules/markup` does not explain, or only its frame."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from scanner.readers.html.elements import Element, parse_html
from scanner.readers.html.links import PAGE_ENDINGS, file_of
from scanner.readers.html.markup import markup
from scanner.readers.locale_tables import plain

LARGEST_HEAD: Final = 2_000_000
"""In bytes: a larger page has content, whatever its markup."""
_TITLE: Final = re.compile(rb"<title\b[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEAD_BYTES: Final = 1_000_000
"""The title is among these first bytes, after the style sheet."""
_STRUCTURED: Final = frozenset(("table", "img", "video", "audio"))
"""Elements that are read anywhere in a block."""


def is_known_layout(block: Element) -> bool:
    """Return whether any element of a block has a role in its markup family, or is a table or a file."""
    return any(tag.role or tag.name in _STRUCTURED for tag in block.walk())


def is_empty(block: Element) -> bool:
    """Return whether a block has nothing but links to other pages, or nothing at all."""
    return next(iter_contents(block), None) is None


def has_content(raw: bytes) -> bool:
    """Return whether a page without known blocks has more than its heading, navigation and "no data" line."""
    if len(raw) > LARGEST_HEAD:
        return True
    roles = markup().roles(markup().families[0])
    page = parse_html(raw, roles)
    if not page.children:
        return _has_body(raw)
    heads = {plain(_title(raw)), *(plain(text) for text in markup().spellings("no_data"))}
    main = next((tag for tag in page.walk() if _is_main(tag)), page)
    return any(plain(text) not in heads for text in iter_contents(main))


def _has_body(raw: bytes) -> bool:
    """Return whether a page without a tree, since it is nested too deep, has a body of some size."""
    return b"<body" in raw[:_HEAD_BYTES].lower() and len(raw) > _HEAD_BYTES


def _title(raw: bytes) -> str:
    """Return the title in the head of a page."""
    match = _TITLE.search(raw[:_HEAD_BYTES])
    return unescape(match[1].decode("utf-8", "replace")) if match else ""


def _is_main(tag: Element) -> bool:
    """Return whether an element has all content of a page, the rest being its frame."""
    return tag.name == "main" or tag.attributes.get("role") == "main"


def iter_contents(tag: Element) -> Iterator[str]:
    """Yield each text and the path of each file in an element, except those of headings and navigation."""
    for child in tag.children:
        if isinstance(child, str):
            if text := child.strip().rstrip("."):
                yield text
        elif (file := file_of(child)) and not markup().is_decoration(file.uri):
            yield file.uri
        elif not _is_head(child):
            yield from iter_contents(child)


def _is_head(tag: Element) -> bool:
    """Return whether an element is the heading of a page or a link to another page."""
    if markup().is_head(tag.name, tag.attributes.get("class")):
        return True
    href = (tag.attributes.get("href") or "").lower()
    return tag.name == "a" and (href.startswith("#") or ("://" not in href and href.endswith(PAGE_ENDINGS)))
