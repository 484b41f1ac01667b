"""What the elements of a page link to: files of the export, and addresses on the net.

Addresses behind Meta's own redirects are taken from the link itself and never fetched.
"""

from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from scanner.readers.html.elements import Element

PAGE_ENDINGS: Final = (".html", ".htm", ".css", ".js")
"""Endings of linked files that are no content of the user's."""
VIDEO: Final = "video"
REFERRING: Final = frozenset(("a", "img", "video", "audio", "source"))
"""The elements that may refer to files."""
REDIRECTS: Final = {
    "/l.php": "u",
    "/flx/warn/": "u",
    "/dyi/l/": "l",
}
"""Paths of Meta's redirects, and the parameter that may have their target; few of `dyi/l` have one (D3I)."""
HOSTS: Final = ("facebook.com", "instagram.com", "threads.net", "threads.com")


class LinkedFile(NamedTuple):
    """A file as a page refers to it."""

    uri: str
    """Its path from the export's root."""
    video: bool


def linked_files(tag: Element) -> list[LinkedFile]:
    """Return each file below an element once, in order: a photo is both a link and a picture in it."""
    files: dict[str, LinkedFile] = {}
    for element in tag.cached_for_template(referring_elements):
        uri = _uri(element)
        if uri is not None and uri not in files:
            files[uri] = LinkedFile(uri, element.name == VIDEO)
    return list(files.values())


def referring_elements(tag: Element) -> list[Element]:
    """Return an element and those below it that may refer to files."""
    return [element for element in (tag, *tag.walk()) if element.name in REFERRING]


def file_of(element: Element) -> LinkedFile | None:
    """Return the file that an element itself refers to, or None."""
    if element.name not in REFERRING:
        return None
    uri = _uri(element)
    return None if uri is None else LinkedFile(uri, element.name == VIDEO)


def _uri(element: Element) -> str | None:
    attributes = element.attributes
    return export_path(attributes.get("src")) or export_path(attributes.get("href"))


@lru_cache(maxsize=4096)
def export_path(address: str | None) -> str | None:
    """Return the path of a file of the export; None for an address on the net, a page, or an anchor."""
    if not address or ":" in address.partition("/")[0] or address.startswith(("//", "#")):
        return None
    path = unquote(address) if "%" in address else address
    while path.startswith(("../", "./", "/")):
        path = path.partition("/")[2]
    name = path.rpartition("/")[2]
    return path if "." in name and not name.lower().endswith(PAGE_ENDINGS) else None


def external_address(address: str | None) -> str | None:
    """Return the address on the net that a link leads to; None for none, or if only Meta can resolve it."""
    if not address or not address.startswith(("https://", "http://")):
        return None
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", parts.path
    except ValueError:
        return None
    if not any(host == name or host.endswith("." + name) for name in HOSTS):
        return address
    key = REDIRECTS.get(path) or ("u" if host.startswith("l.") else None)
    if key is None:
        return address
    return next(
        (value for value in parse_qs(parts.query).get(key, ()) if value.startswith(("https://", "http://"))),
        None,
    )
