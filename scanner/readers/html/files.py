"""The files of the export that a page shows or links to."""

from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from scanner.readers.html.elements import Tag

PAGES: Final = (".html", ".htm", ".css", ".js")
"""Endings of what a page links to that is no file of the user's."""
VIDEO: Final = "video"
REFERRING: Final = frozenset(("a", "img", "video", "audio", "source"))
"""The elements that refer to files."""


class File(NamedTuple):
    """A file as a page refers to it."""

    uri: str
    """Its path from the export's root."""
    video: bool


def linked_files(tag: Tag) -> list[File]:
    """Give each file below an element once, in order: a photo stands as a link and as a picture in it."""
    found: dict[str, File] = {}
    for element in tag.of_build(referring):
        uri = _uri(element)
        if uri is not None and uri not in found:
            found[uri] = File(uri, element.name == VIDEO)
    return list(found.values())


def referring(tag: Tag) -> list[Tag]:
    """Give the elements that may refer to files, an element itself and those below it."""
    return [element for element in (tag, *tag.walk()) if element.name in REFERRING]


def file_of(element: Tag) -> File | None:
    """Give the file that one element itself refers to."""
    if element.name not in REFERRING:
        return None
    uri = _uri(element)
    return None if uri is None else File(uri, element.name == VIDEO)


def _uri(element: Tag) -> str | None:
    attributes = element.attributes
    return local(attributes.get("src")) or local(attributes.get("href"))


@lru_cache(maxsize=4096)
def local(address: str | None) -> str | None:
    """Give the path of a file of the export; None for an address on the net, a page, or a place in a page."""
    if not address or ":" in address.partition("/")[0] or address.startswith(("//", "#")):
        return None
    path = unquote(address) if "%" in address else address
    while path.startswith(("../", "./", "/")):
        path = path.partition("/")[2]
    name = path.rpartition("/")[2]
    return path if "." in name and not name.lower().endswith(PAGES) else None
