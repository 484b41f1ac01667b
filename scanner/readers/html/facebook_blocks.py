"""Facebook's pages since 2018: a block has a title, a body of parts, and a foot with its time.

What stands near the top of a part is the person's own words; what stands further in hangs on the post: files
with the album they are of and a caption, links, places, what a poll or note says. Source: TSYC's excerpts of
a real export, D3I, and the same structure under other names of classes since 2018.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scanner.readers.html.elements import Tag
from scanner.readers.html.files import VIDEO, linked_files, local
from scanner.readers.html.links import target
from scanner.readers.html.markup import markup
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, entries, titled

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
_BESIDE: Final = frozenset(("title", "foot", "date", "reactions", "heading", "comment"))
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
    """Return a block's title line, which is never that of a block inside it."""
    title = block.of_build(_own_title)
    return title.text() if title else ""


def time_of(block: Tag, sheet: HtmlPage) -> dict[str, Any]:
    """Return a block's `timestamp`, nothing where it shows no time."""
    date = block.of_build(_own_date) or block.first("date") or block.first("foot")
    text = date.text() if date else ""
    return {"timestamp": sheet.time(text)} if text else {}


def _own_title(block: Tag) -> Tag | None:
    return _beside_body(block, "title")


def _own_date(block: Tag) -> Tag | None:
    return _beside_body(block, "date") or _beside_body(block, "foot")


def _beside_body(tag: Tag, part: str) -> Tag | None:
    """Return the first element that is this part and stands outside the block's body."""
    for child in tag.children:
        if isinstance(child, str) or child.part == "body":
            continue
        if child.part == part:
            return child
        if (found := _beside_body(child, part)) is not None:
            return found
    return None


def body_of(block: Tag, sheet: HtmlPage) -> Body:
    """Give what a block holds."""
    found = Body()
    body = block.first("body") or block
    body.of_build(_plan).run(found, sheet)
    return found


def _plan(body: Tag) -> "_Plan":
    """Give what there is to take in a body."""
    return _Plan.of(body)


class _Plan:
    """What there is to take in a body of one build, in order: `(how, what, own, box)`.

    `own` says whether words there are the person's own; `box` numbers the element a thing stands in, as words
    and tables right beside a file are of that file.
    """

    __slots__ = ("_boxes", "_steps")

    def __init__(self) -> None:
        self._steps: list[tuple[str, Any, bool, int]] = []
        self._boxes = 0

    @classmethod
    def of(cls, tag: Tag, own: int | None = None) -> "_Plan":
        """Make the plan of an element; `own` is how far further in words are the person's own."""
        plan = cls()
        plan._look(tag, own if own is not None else -1 if _has_parts(tag) else EVERYWHERE)
        return plan

    def _look(self, tag: Tag, own: int, in_part: bool = False) -> None:
        self._boxes += 1
        box = self._boxes
        for place, child in enumerate(tag.children):
            if isinstance(child, str):
                self._steps.append(("text", (tag.children, place), own >= 0, box))
            elif child.part in _BESIDE:
                continue
            elif child.name in _REFERRING:
                self._steps.append(("refer", (child, _referring(child)), own >= 0, box))
            elif child.name == "table":
                self._steps.append(("table", (child, _cells(child)), False, box))
            elif titled(child):
                self._look_at_files(child)
            elif child.children:
                # A part inside a part is of something that hangs on the post.
                starts = child.part == "part" and not in_part
                self._look_into(child, OWN if starts else own - 1, box, in_part or starts)

    def _look_at_files(self, block: Tag) -> None:
        """Take the files of a block with a title of its own, without its words: it is another post."""
        for each in block.walk():
            if each.name in _REFERRING:
                self._boxes += 1
                self._steps.append(("refer", (each, _referring(each)), False, self._boxes))

    def _look_into(self, tag: Tag, own: int, box: int, in_part: bool) -> None:
        if not _words_only(tag):
            self._look(tag, own, in_part)
        elif _referring(tag):
            self._steps.append(("linked", (tag, _Plan.of(tag, own)), own >= 0, box))
        else:
            self._steps.append(("leaf", tag, own >= 0, box))

    def run(self, found: Body, sheet: HtmlPage) -> None:
        """Take everything as the tree is filled in now."""
        files: dict[int, dict[str, Any]] = {}
        for how, what, own, box in self._steps:
            if how == "text":
                _line(what[0][what[1]].strip(), found, sheet, own)
            elif how == "refer":
                if (file := _refer(what[0], what[1], found, sheet, own)) is not None:
                    files[box] = file
            elif how == "table":
                _table(what[0], what[1], found, sheet, files.get(box))
            elif how == "linked" and linked_files(what[0]):
                what[1].run(found, sheet)
            elif box in files:
                _of_file(what if how == "leaf" else what[0], files[box], sheet)
            elif how == "leaf":
                _line(what.text(), found, sheet, own)
            else:
                _leaf(what[0], found, sheet, own)


def _has_parts(tag: Tag) -> bool:
    """Return whether an element holds parts of its own, not only in blocks with a title of theirs."""
    return any(
        isinstance(child, Tag) and not titled(child) and (child.part == "part" or _has_parts(child))
        for child in tag.children
    )


def _words_only(tag: Tag) -> bool:
    """Tell whether an element's build is that of words."""
    inner = [child for child in tag.children if not isinstance(child, str)]
    return all(child.name in _INLINE and child.part not in _BESIDE and _words_only(child) for child in inner)


def _referring(tag: Tag) -> list[Tag]:
    """Give the elements that may refer to something."""
    return [each for each in (tag, *tag.walk()) if each.name in _REFERRING]


def _cells(table: Tag) -> list[list[Tag]]:
    """Give the cells of each row of a table, those of tables in it too."""
    rows = (tag for tag in table.walk() if tag.name == "tr")
    return [[child for child in row.children if isinstance(child, Tag)] for row in rows]


def _leaf(tag: Tag, found: Body, sheet: HtmlPage, own: bool) -> None:
    """Take words; the words of a link on a post are the name of where it leads."""
    links = [
        href for part in tag.walk() if part.name == "a" and (href := target(part.attributes.get("href")))
    ]
    if links and not own:
        found.links.extend(links)
    else:
        _line(tag.text(), found, sheet, own)


def _line(text: str, found: Body, sheet: HtmlPage, own: bool) -> None:
    """Take a line: own words, a place, a group, or what hangs on the post; times of edits are left out."""
    if not text or _is_edit(text, sheet):
        return
    if own:
        found.own.append(text)
    elif pair := _PAIR.fullmatch(text):
        found.spot = float(pair[1]), float(pair[2])
    elif not _told(text, found) and not (len(text) < LINE_LENGTH and sheet.clock.read(text)):
        found.texts.append(text)


def _is_edit(text: str, sheet: HtmlPage) -> bool:
    """Tell whether a line says when the post was changed: a few words and a time to the second."""
    if len(text) > LINE_LENGTH or not _CLOCK.search(text):
        return False
    rest = text
    for _ in range(PREFIX_WORDS):
        rest = rest.partition(" ")[2]
        if sheet.clock.read(rest):
            return True
    return sheet.clock.read(text) is not None


def _told(text: str, found: Body) -> bool:
    """Take a line such as `Place: ...`, where it is one."""
    label, colon, value = text.partition(":")
    means = markup().meaning(label) if colon and len(label) < LABEL_LENGTH else None
    if means is not None and value.strip():
        found.told.setdefault(means, value.strip())
    return means is not None


def _refer(tag: Tag, elements: list[Tag], found: Body, sheet: HtmlPage, own: bool) -> dict[str, Any] | None:
    """Take a file or a link; gives the file's object."""
    if not _is_page(tag):
        uris = {
            element.attributes.get("src") or element.attributes.get("href"): element for element in elements
        }
        files = [(uri, element) for address, element in uris.items() if (uri := local(address)) is not None]
        for uri, element in files:
            found.media.setdefault(uri, _object(uri, VIDEO in (element.name, tag.name)))
        if files:
            return found.media[files[-1][0]]
        if tag.name == "a" and not target(tag.attributes.get("href")):
            _leaf(tag, found, sheet, own)
    if tag.name == "a" and (address := target(tag.attributes.get("href"))):
        found.links.append(address)
    return None


def _is_page(tag: Tag) -> bool:
    """Tell whether a link leads to a page of the export; a picture in it is that page's, shown small."""
    href = tag.attributes.get("href") or ""
    return href.lower().endswith((".htm", ".html")) and "://" not in href


def _object(uri: str, video: bool) -> dict[str, Any]:
    """Give the object of a file."""
    return {"uri": uri, "media_metadata": {"video_metadata": {}}} if video else {"uri": uri}


def _of_file(tag: Tag, file: dict[str, Any], sheet: HtmlPage) -> None:
    """Take the words under a file: its album's name, and its caption."""
    text = tag.text()
    if text and not (len(text) < LINE_LENGTH and _CLOCK.search(text) and sheet.clock.read(text)):
        file.setdefault("description" if tag.part == "caption" else "title", text)


def _table(
    tag: Tag, cells: list[list[Tag]], found: Body, sheet: HtmlPage, file: dict[str, Any] | None
) -> None:
    """Take a table: what the camera noted of a file, or labels and values."""
    if file is None and found.media and all(markup().meaning(label) in CAMERA for label, _ in _noted(cells)):
        file = next(reversed(found.media.values()))
    if file is not None:
        describe(file, _noted(cells))
    else:
        found.rows.extend(entries(tag, sheet))


def _noted(cells: list[list[Tag]]) -> list[tuple[str, str]]:
    """Give the rows of a table on a file as bare pairs."""
    rows: list[tuple[str, str]] = []
    for row in cells:
        label, _, value = "\n".join([cell.text() for cell in row]).partition("\n")
        rows.append((label, value.strip()))
    return rows


def describe(file: dict[str, Any], rows: Sequence[tuple[str, str]]) -> None:
    """Add to a file's object the place and upload address that a table notes; nothing else is used."""
    noted: dict[str, Any] = {}
    for label, value in rows:
        means = markup().meaning(label)
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
