"""Facebook's pages since 2018: a block has a title, a body of parts, and a foot with its time.

What stands near the top of a part is the person's own words; what stands further in hangs on the post: files
with the album they are of and a caption, links, places, what a poll or note says. Source: TSYC's excerpts of
a real export, D3I, and the same structure under other names of classes since 2018.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from scanner.readers.html.files import VIDEO, File, linked_files
from scanner.readers.html.links import target
from scanner.readers.html.markup import markup
from scanner.readers.html.sheet import Sheet
from scanner.readers.html.tables import Entry, entries
from scanner.readers.html.tree import Tag

OWN: Final = 1
"""So many elements below a part stand the person's own words (TSYC); what is deeper in is attached."""
EVERYWHERE: Final = 1_000
"""In a body without parts all words are the person's own."""
LABEL_LENGTH: Final = 30
LINE_LENGTH: Final = 90
"""No line that Facebook adds is longer."""
PREFIX_WORDS: Final = 3
"""So many words may stand before the time of a line like `Updated ...`, in whatever language."""
CAMERA: Final = frozenset(("upload_ip", "latitude", "longitude", "camera"))
_REFERRING: Final = frozenset(("a", "img", "video", "audio"))
_INLINE: Final = frozenset(("br", "span", "b", "i", "em", "strong", "font", "wbr", "u", "small", "a"))
_BESIDE: Final = frozenset(("title", "foot", "date", "reactions", "heading"))
"""Parts that are no content of a body."""
_CLOCK: Final = re.compile(r"\d[:.]\d\d[:.]\d\d")
_PAIR: Final = re.compile(r"\(?\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*\)?")
_IP: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")


@dataclass(slots=True)
class Body:
    """What a block holds between its title and its foot."""

    own: list[str] = field(default_factory=list)
    """The person's own words."""
    texts: list[str] = field(default_factory=list)
    """Words of what hangs on it."""
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By path, the objects that JSON has for files."""
    links: list[str] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)
    """Labels and values that are not of a file."""
    told: dict[str, str] = field(default_factory=dict)
    """By what the word before it means, what a line such as `Place: ...` says."""
    spot: tuple[float, float] | None = None


def title_of(block: Tag) -> str:
    """Give a block's title line."""
    title = block.first("title")
    return title.text() if title else ""


def time_of(block: Tag, sheet: Sheet) -> dict[str, float | str]:
    """Give a block's `timestamp`, nothing where it shows no time."""
    date = block.first("date") or block.first("foot")
    text = date.text() if date else ""
    return {"timestamp": sheet.time(text)} if text else {}


def body_of(block: Tag, sheet: Sheet) -> Body:
    """Give what a block holds."""
    found = Body()
    body = block.first("body") or block
    _take(body, found, sheet, -1 if body.first("part") else EVERYWHERE)
    return found


def _take(tag: Tag, found: Body, sheet: Sheet, own: int) -> None:
    """Take what stands in an element; `own` is how far further in words are still the person's own."""
    file: dict[str, Any] | None = None
    for child in tag.children:
        if isinstance(child, str):
            _line(child.strip(), found, sheet, own >= 0)
        elif child.part in _BESIDE:
            continue
        elif child.name in _REFERRING:
            file = _refer(child, found, sheet, own) or file
        elif child.name == "table":
            _table(child, found, sheet, file)
        elif not child.children:
            continue
        elif not _is_leaf(child):
            _take(child, found, sheet, OWN if child.part == "part" else own - 1)
        elif file is not None:
            _of_file(child, file, sheet)
        else:
            _leaf(child, found, sheet, (OWN if child.part == "part" else own - 1) >= 0)


def _is_leaf(tag: Tag) -> bool:
    """Tell whether an element holds nothing but words."""
    for child in tag.children:
        if not isinstance(child, str) and (
            child.name not in _INLINE or child.part in _BESIDE or not _is_leaf(child) or linked_files(child)
        ):
            return False
    return True


def _leaf(tag: Tag, found: Body, sheet: Sheet, own: bool) -> None:
    """Take words; the words of a link on a post are the name of where it leads."""
    links = [
        href for part in tag.walk() if part.name == "a" and (href := target(part.attributes.get("href")))
    ]
    if links and not own:
        found.links.extend(links)
    else:
        _line(tag.text(), found, sheet, own)


def _line(text: str, found: Body, sheet: Sheet, own: bool) -> None:
    """Take a line: own words, a place, a group, or what hangs on the post; times of edits are left out."""
    if not text or _is_edit(text, sheet):
        return
    if own:
        found.own.append(text)
    elif pair := _PAIR.fullmatch(text):
        found.spot = float(pair[1]), float(pair[2])
    elif not _told(text, found) and not (len(text) < LINE_LENGTH and sheet.clock.read(text)):
        found.texts.append(text)


def _is_edit(text: str, sheet: Sheet) -> bool:
    """Tell whether a line says when the post was changed: a few words and a time to the second."""
    if len(text) > LINE_LENGTH or not _CLOCK.search(text):
        return False
    words = text.split()
    return any(
        sheet.clock.read(" ".join(words[first:])) for first in range(min(PREFIX_WORDS, len(words)) + 1)
    )


def _told(text: str, found: Body) -> bool:
    """Take a line such as `Place: ...`, where it is one."""
    label, colon, value = text.partition(":")
    means = markup().meaning(label) if colon and len(label) < LABEL_LENGTH else None
    if means is not None and value.strip():
        found.told.setdefault(means, value.strip())
    return means is not None


def _refer(tag: Tag, found: Body, sheet: Sheet, own: int) -> dict[str, Any] | None:
    """Take a file or a link; gives the file's object."""
    files = [] if _is_page(tag) else linked_files(tag)
    for file in files:
        found.media.setdefault(file.uri, _object(file, tag))
    if files:
        return found.media[files[-1].uri]
    if tag.name == "a" and (address := target(tag.attributes.get("href"))):
        found.links.append(address)
    elif tag.name == "a" and not _is_page(tag):
        _leaf(tag, found, sheet, own >= 0)
    return None


def _is_page(tag: Tag) -> bool:
    """Tell whether a link leads to a page of the export; a picture in it is that page's, shown small."""
    href = tag.attributes.get("href") or ""
    return href.lower().endswith((".htm", ".html")) and "://" not in href


def _object(file: File, tag: Tag) -> dict[str, Any]:
    """Give the object of a file."""
    made: dict[str, Any] = {"uri": file.uri}
    if file.video or tag.name == VIDEO:
        made["media_metadata"] = {"video_metadata": {}}
    return made


def _of_file(tag: Tag, file: dict[str, Any], sheet: Sheet) -> None:
    """Take the words under a file: its album's name, and its caption."""
    text = tag.text()
    if text and not (len(text) < LINE_LENGTH and _CLOCK.search(text) and sheet.clock.read(text)):
        file.setdefault("description" if tag.part == "caption" else "title", text)


def _table(tag: Tag, found: Body, sheet: Sheet, file: dict[str, Any] | None) -> None:
    """Take a table: what the camera noted of a file, or labels and values."""
    rows = entries(tag, sheet)
    of_camera = file is not None or (found.media and all(_camera_word(row) for row in rows))
    if of_camera:
        describe(file or next(reversed(found.media.values())), rows)
    else:
        found.rows.extend(rows)


def _camera_word(row: Entry) -> bool:
    return markup().meaning(row.get("label") or "") in CAMERA


def describe(file: dict[str, Any], rows: list[Entry]) -> None:
    """Add to a file's object the place and upload address that a table notes; nothing else is used."""
    noted: dict[str, Any] = {}
    for row in rows:
        value = str(row.get("value") or "").strip()
        means = markup().meaning(row.get("label") or "")
        if means in ("latitude", "longitude") and (number := _number(value)) is not None:
            noted[means] = number
        elif means == "upload_ip" or _IP.fullmatch(value):
            noted["upload_ip"] = value
    if noted:
        metadata = file.setdefault("media_metadata", {"photo_metadata": {}})
        next(iter(metadata.values())).setdefault("exif_data", []).append(noted)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
