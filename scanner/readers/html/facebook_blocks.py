"""Facebook's pages since 2018: a block has a title, a body of parts, and a foot with its time.

What stands near the top of a part is the person's own words; what stands further in hangs on the post: files
with the album they are of and a caption, links, places, what a poll or note says. Source: TSYC's excerpts of
a real export, D3I, and the same structure under other names of classes since 2018.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scanner.readers.html.elements import Element
from scanner.readers.html.links import VIDEO, export_path, external_address, linked_files
from scanner.readers.html.markup import markup
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, entries, title_element

OWN_TEXT_DEPTH: Final = 1
"""So many elements below a part stand the person's own words (TSYC); what is deeper in is attached."""
ANY_DEPTH: Final = 1_000
"""In a body without parts all words are the person's own."""
LABEL_LENGTH: Final = 30
LINE_LENGTH: Final = 90
"""No line that Facebook adds is longer."""
PREFIX_WORDS: Final = 3
"""So many words may stand before the time of a line like `Updated ...`, in whatever language."""
CAMERA: Final = frozenset(("upload_ip", "latitude", "longitude", "camera"))
_REFERRING: Final = frozenset(("a", "img", "video", "audio"))
_INLINE: Final = frozenset(("br", "span", "b", "i", "em", "strong", "font", "wbr", "u", "small", "a"))
_NOT_CONTENT: Final = frozenset(("title", "foot", "date", "reactions", "heading", "comment"))
"""Parts that are no content of a body."""
_CLOCK: Final = re.compile(r"\d[:.]\d\d[:.]\d\d")
_PAIR: Final = re.compile(r"\(?\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*\)?")
_IP: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")


@dataclass(slots=True)
class Body:
    """What a block holds between its title and its foot."""

    own_texts: list[str] = field(default_factory=list)
    """The person's own words."""
    attached_texts: list[str] = field(default_factory=list)
    """Words of what hangs on it."""
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By path, the objects that JSON has for files."""
    links: list[str] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)
    """Labels and values that are not of a file."""
    labelled_lines: dict[str, str] = field(default_factory=dict)
    """By what the word before it means, what a line such as `Place: ...` says."""
    coordinates: tuple[float, float] | None = None


def title_of(block: Element) -> str:
    """Return a block's title line, which is never that of a block inside it."""
    title = block.cached_for_template(_title_outside_body)
    return title.text() if title else ""


def time_of(block: Element, page: HtmlPage) -> dict[str, Any]:
    """Return a block's `timestamp`, nothing where it shows no time."""
    date = block.cached_for_template(_date_outside_body) or block.first("date") or block.first("foot")
    text = date.text() if date else ""
    return {"timestamp": page.time(text)} if text else {}


def _title_outside_body(block: Element) -> Element | None:
    return _outside_body(block, "title")


def _date_outside_body(block: Element) -> Element | None:
    return _outside_body(block, "date") or _outside_body(block, "foot")


def _outside_body(tag: Element, part: str) -> Element | None:
    """Return the first element that is this part and stands outside the block's body."""
    for child in tag.children:
        if isinstance(child, str) or child.role == "body":
            continue
        if child.role == part:
            return child
        if (match := _outside_body(child, part)) is not None:
            return match
    return None


def body_of(block: Element, page: HtmlPage) -> Body:
    """Return what a block holds."""
    content = Body()
    body = block.first("body") or block
    body.cached_for_template(_plan_body).run(content, page)
    return content


def _plan_body(body: Element) -> "_BodyPlan":
    """Return what there is to take in a body."""
    return _BodyPlan.of(body)


class _BodyPlan:
    """What there is to take in a body of one build, in order: `(how, what, own, box)`.

    `own` says whether words there are the person's own; `box` numbers the element a thing stands in, as words
    and tables right beside a file are of that file.
    """

    __slots__ = ("_containers", "_steps")

    def __init__(self) -> None:
        self._steps: list[tuple[str, Any, bool, int]] = []
        self._containers = 0

    @classmethod
    def of(cls, tag: Element, depth_left: int | None = None) -> "_BodyPlan":
        """Make the plan of an element; `own` is how far further in words are the person's own."""
        plan = cls()
        plan._look(tag, depth_left if depth_left is not None else -1 if _has_parts(tag) else ANY_DEPTH)
        return plan

    def _look(self, tag: Element, depth_left: int, in_part: bool = False) -> None:
        self._containers += 1
        container = self._containers
        for position, child in enumerate(tag.children):
            if isinstance(child, str):
                self._steps.append(("text", (tag.children, position), depth_left >= 0, container))
            elif child.role in _NOT_CONTENT:
                continue
            elif child.name in _REFERRING:
                self._steps.append(("refer", (child, _referring_elements(child)), depth_left >= 0, container))
            elif child.name == "table":
                self._steps.append(("table", (child, _row_cells(child)), False, container))
            elif title_element(child):
                self._look_at_files(child)
            elif child.children:
                # A part inside a part is of something that hangs on the post.
                starts = child.role == "part" and not in_part
                self._look_into(
                    child, OWN_TEXT_DEPTH if starts else depth_left - 1, container, in_part or starts
                )

    def _look_at_files(self, block: Element) -> None:
        """Take the files of a block with a title of its own, without its words: it is another post."""
        for element in block.walk():
            if element.name in _REFERRING:
                self._containers += 1
                self._steps.append(
                    ("refer", (element, _referring_elements(element)), False, self._containers)
                )

    def _look_into(self, tag: Element, depth_left: int, container: int, in_part: bool) -> None:
        if not _is_inline(tag):
            self._look(tag, depth_left, in_part)
        elif _referring_elements(tag):
            self._steps.append(("linked", (tag, _BodyPlan.of(tag, depth_left)), depth_left >= 0, container))
        else:
            self._steps.append(("leaf", tag, depth_left >= 0, container))

    def run(self, content: Body, page: HtmlPage) -> None:
        """Take everything as the tree is filled in now."""
        files: dict[int, dict[str, Any]] = {}
        for kind, target, is_own, container in self._steps:
            if kind == "text":
                _add_line(target[0][target[1]].strip(), content, page, is_own)
            elif kind == "refer":
                if (file := _add_reference(target[0], target[1], content, page, is_own)) is not None:
                    files[container] = file
            elif kind == "table":
                _add_table(target[0], target[1], content, page, files.get(container))
            elif kind == "linked" and linked_files(target[0]):
                target[1].run(content, page)
            elif container in files:
                _add_file_text(target if kind == "leaf" else target[0], files[container], page)
            elif kind == "leaf":
                _add_line(target.text(), content, page, is_own)
            else:
                _add_text(target[0], content, page, is_own)


def _has_parts(tag: Element) -> bool:
    """Return whether an element holds parts of its own, not only in blocks with a title of theirs."""
    return any(
        isinstance(child, Element)
        and not title_element(child)
        and (child.role == "part" or _has_parts(child))
        for child in tag.children
    )


def _is_inline(tag: Element) -> bool:
    """Return whether an element's build is that of words."""
    inner = [child for child in tag.children if not isinstance(child, str)]
    return all(
        child.name in _INLINE and child.role not in _NOT_CONTENT and _is_inline(child) for child in inner
    )


def _referring_elements(tag: Element) -> list[Element]:
    """Return the elements that may refer to something."""
    return [element for element in (tag, *tag.walk()) if element.name in _REFERRING]


def _row_cells(table: Element) -> list[list[Element]]:
    """Return the cells of each row of a table, those of tables in it too."""
    rows = (tag for tag in table.walk() if tag.name == "tr")
    return [[child for child in row.children if isinstance(child, Element)] for row in rows]


def _add_text(tag: Element, content: Body, page: HtmlPage, is_own: bool) -> None:
    """Take words; the words of a link on a post are the name of where it leads."""
    links = [
        href
        for part in tag.walk()
        if part.name == "a" and (href := external_address(part.attributes.get("href")))
    ]
    if links and not is_own:
        content.links.extend(links)
    else:
        _add_line(tag.text(), content, page, is_own)


def _add_line(text: str, content: Body, page: HtmlPage, is_own: bool) -> None:
    """Take a line: own words, a place, a group, or what hangs on the post; times of edits are left out."""
    if not text or _is_edit(text, page):
        return
    if is_own:
        content.own_texts.append(text)
    elif pair := _PAIR.fullmatch(text):
        content.coordinates = float(pair[1]), float(pair[2])
    elif not _add_labelled_line(text, content) and not (len(text) < LINE_LENGTH and page.clock.read(text)):
        content.attached_texts.append(text)


def _is_edit(text: str, page: HtmlPage) -> bool:
    """Return whether a line says when the post was changed: a few words and a time to the second."""
    if len(text) > LINE_LENGTH or not _CLOCK.search(text):
        return False
    remainder = text
    for _ in range(PREFIX_WORDS):
        remainder = remainder.partition(" ")[2]
        if page.clock.read(remainder):
            return True
    return page.clock.read(text) is not None


def _add_labelled_line(text: str, content: Body) -> bool:
    """Take a line such as `Place: ...`, where it is one."""
    label, colon, value = text.partition(":")
    means = markup().meaning(label) if colon and len(label) < LABEL_LENGTH else None
    if means is not None and value.strip():
        content.labelled_lines.setdefault(means, value.strip())
    return means is not None


def _add_reference(
    tag: Element, elements: list[Element], content: Body, page: HtmlPage, is_own: bool
) -> dict[str, Any] | None:
    """Take a file or a link; gives the file's object."""
    if not _is_page_link(tag):
        uris = {
            element.attributes.get("src") or element.attributes.get("href"): element for element in elements
        }
        files = [
            (uri, element) for address, element in uris.items() if (uri := export_path(address)) is not None
        ]
        for uri, element in files:
            content.media.setdefault(uri, _media_object(uri, VIDEO in (element.name, tag.name)))
        if files:
            return content.media[files[-1][0]]
        if tag.name == "a" and not external_address(tag.attributes.get("href")):
            _add_text(tag, content, page, is_own)
    if tag.name == "a" and (address := external_address(tag.attributes.get("href"))):
        content.links.append(address)
    return None


def _is_page_link(tag: Element) -> bool:
    """Return whether a link leads to a page of the export; a picture in it is that page's, shown small."""
    href = tag.attributes.get("href") or ""
    return href.lower().endswith((".htm", ".html")) and "://" not in href


def _media_object(uri: str, video: bool) -> dict[str, Any]:
    """Return the object of a file."""
    return {"uri": uri, "media_metadata": {"video_metadata": {}}} if video else {"uri": uri}


def _add_file_text(tag: Element, file: dict[str, Any], page: HtmlPage) -> None:
    """Take the words under a file: its album's name, and its caption."""
    text = tag.text()
    if text and not (len(text) < LINE_LENGTH and _CLOCK.search(text) and page.clock.read(text)):
        file.setdefault("description" if tag.role == "caption" else "title", text)


def _add_table(
    tag: Element, cells: list[list[Element]], content: Body, page: HtmlPage, file: dict[str, Any] | None
) -> None:
    """Take a table: what the camera noted of a file, or labels and values."""
    if (
        file is None
        and content.media
        and all(markup().meaning(label) in CAMERA for label, _ in _label_value_pairs(cells))
    ):
        file = next(reversed(content.media.values()))
    if file is not None:
        add_camera_data(file, _label_value_pairs(cells))
    else:
        content.rows.extend(entries(tag, page))


def _label_value_pairs(cells: list[list[Element]]) -> list[tuple[str, str]]:
    """Return the rows of a table on a file as bare pairs."""
    rows: list[tuple[str, str]] = []
    for row in cells:
        label, _, value = "\n".join([cell.text() for cell in row]).partition("\n")
        rows.append((label, value.strip()))
    return rows


def add_camera_data(file: dict[str, Any], rows: Sequence[tuple[str, str]]) -> None:
    """Add to a file's object the place and upload address that a table notes; nothing else is used."""
    camera_data: dict[str, Any] = {}
    for label, value in rows:
        means = markup().meaning(label)
        if means in ("latitude", "longitude") and (number := _number(value)) is not None:
            camera_data[means] = number
        elif means == "upload_ip" or _IP.fullmatch(value):
            camera_data["upload_ip"] = value
    if camera_data:
        metadata = file.setdefault("media_metadata", {"photo_metadata": {}})
        next(iter(metadata.values())).setdefault("exif_data", []).append(camera_data)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
