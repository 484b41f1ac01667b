"""The files of the export that a page shows or links to."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote

from scanner.readers.html.tree import Tag

PAGES: Final = (".html", ".htm", ".css", ".js")
"""Endings of what a page links to that is no file of the user's."""
VIDEO: Final = "video"


class File(NamedTuple):
    """A file as a page refers to it."""

    uri: str
    """Its path from the export's root."""
    video: bool


def linked_files(tag: Tag) -> list[File]:
    """Give each file below an element once, in order: a photo stands as a link and as a picture in it."""
    found: dict[str, File] = {}
    for element in (tag, *tag.walk()):
        for file in files_of(element):
            found.setdefault(file.uri, file)
    return list(found.values())


def files_of(element: Tag) -> Iterator[File]:
    """Give the file that one element itself refers to."""
    for name in ("src", "href"):
        if uri := local(element.attributes.get(name)):
            yield File(uri, element.name == VIDEO)


def local(address: str | None) -> str | None:
    """Give the path of a file of the export; None for an address on the net, a page, or a place in a page."""
    if not address or ":" in address.partition("/")[0] or address.startswith(("//", "#")):
        return None
    path = unquote(address) if "%" in address else address
    while path.startswith(("../", "./", "/")):
        path = path.partition("/")[2]
    name = path.rpartition("/")[2]
    return path if "." in name and not name.lower().endswith(PAGES) else None
