"""Facebook's pages since 2018: a block has a title, a body of parts, and a foot with its time.

Text near the top of a part is the person's own; what is nested deeper is attached to the post: files with
their album and caption, links, places, the text of a poll or note. Source: TSYC's excerpts of a real export,
D3I, and the same structure under other names of classes since 2018.
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
"""In elements below a part: text down to there is the person's own (TSYC), deeper text is attached."""
ANY_DEPTH: Final = 1_000
"""In a body without parts all text is the person's own."""
LABEL_LENGTH: Final = 30
"""No label of a line such as `Place: ...` is longer."""
LINE_LENGTH: Final = 90
"""No line that Facebook adds is longer."""
PREFIX_WORDS: Final = 3
"""So many words may come before the time in a line such as `Updated ...`, in any language."""
CAMERA_FIELDS: Final = frozenset(("upload_ip", "latitude", "longitude", "camera"))
_LINKING: Final = frozenset(("a", "img", "video", "audio"))
_INLINE: Final = frozenset(("br", "span", "b", "i", "em", "strong", "font", "wbr", "u", "small", "a"))
_NOT_CONTENT: Final = frozenset(("title", "foot", "date", "reactions", "heading", "comment"))
"""Roles that are no content of a body."""
_TIME_TO_SECOND: Final = re.compile(r"\d[:.]\d\d[:.]\d\d")
_COORDINATES: Final = re.compile(r"\(?\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*\)?")
_IP: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")


@dataclass(slots=True)
class Body:
    """The content of a block between its title and its foot."""

    own_texts: list[str] = field(default_factory=list)
    """What the person wrote."""
    attached_texts: list[str] = field(default_factory=list)
    """The texts of what is attached to it."""
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By path, the files as objects of JSON."""
    links: list[str] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)
    """Labels and values, except those of a file."""
    labelled_lines: dict[str, str] = field(default_factory=dict)
    """The text of lines such as `Place: ...`, by the meaning of their label."""
    coordinates: tuple[float, float] | None = None
    """Latitude and longitude."""

    @property
    def has_only_rows(self) -> bool:
        """Whether it has labels and values but no other text."""
        return bool(self.rows) and not self.own_texts and not self.attached_texts


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


def _outside_body(tag: Element, role: str) -> Element | None:
    """Return the first element that has a role and is outside the block's body."""
    for child in tag.children:
        if isinstance(child, str) or child.role == "body":
            continue
        if child.role == role:
            return child
        if (match := _outside_body(child, role)) is not None:
            return match
    return None


def body_of(block: Element, page: HtmlPage) -> Body:
    """Return the content of a block."""
    content = Body()
    body = block.first("body") or block
    body.cached_for_template(_BodyPlan.of).run(content, page)
    return content


class _BodyPlan:
    """How to read the bodies of one structure: steps `(kind, target, is_own, container)`, in order.

    `is_own` says whether text there is the person's own; `container` numbers the element that the target is
    in, since text and tables right beside a file belong to that file.
    """

    __slots__ = ("_containers", "_steps")

    def __init__(self) -> None:
        self._steps: list[tuple[str, Any, bool, int]] = []
        self._containers = 0

    @classmethod
    def of(cls, tag: Element, depth_left: int | None = None) -> "_BodyPlan":
        """Return the plan of an element; text `depth_left` levels further down is still the person's own."""
        plan = cls()
        plan._add_children(
            tag, depth_left if depth_left is not None else -1 if _has_parts(tag) else ANY_DEPTH
        )
        return plan

    def _add_children(self, tag: Element, depth_left: int, in_part: bool = False) -> None:
        self._containers += 1
        container = self._containers
        for position, child in enumerate(tag.children):
            if isinstance(child, str):
                self._steps.append(("text", (tag.children, position), depth_left >= 0, container))
            elif child.role in _NOT_CONTENT:
                continue
            elif child.name in _LINKING:
                self._steps.append(("refer", (child, _referring_elements(child)), depth_left >= 0, container))
            elif child.name == "table":
                self._steps.append(("table", (child, _row_cells(child)), False, container))
            elif title_element(child):
                self._add_files_alone(child)
            elif child.children:
                # A part inside a part belongs to something that is attached to the post.
                starts = child.role == "part" and not in_part
                self._add_element(
                    child, OWN_TEXT_DEPTH if starts else depth_left - 1, container, in_part or starts
                )

    def _add_files_alone(self, block: Element) -> None:
        """Add the files of a block with its own title, without its text: it is another post."""
        for element in block.walk():
            if element.name in _LINKING:
                self._containers += 1
                self._steps.append(
                    ("refer", (element, _referring_elements(element)), False, self._containers)
                )

    def _add_element(self, tag: Element, depth_left: int, container: int, in_part: bool) -> None:
        if not _is_inline(tag):
            self._add_children(tag, depth_left, in_part)
        elif _referring_elements(tag):
            self._steps.append(("linked", (tag, _BodyPlan.of(tag, depth_left)), depth_left >= 0, container))
        else:
            self._steps.append(("leaf", tag, depth_left >= 0, container))

    def run(self, content: Body, page: HtmlPage) -> None:
        """Add everything to the content, as the tree is filled in now."""
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
    """Return whether an element has parts, apart from those of blocks with their own title."""
    return any(
        isinstance(child, Element)
        and not title_element(child)
        and (child.role == "part" or _has_parts(child))
        for child in tag.children
    )


def _is_inline(tag: Element) -> bool:
    """Return whether an element contains only text and inline elements."""
    inner = [child for child in tag.children if not isinstance(child, str)]
    return all(
        child.name in _INLINE and child.role not in _NOT_CONTENT and _is_inline(child) for child in inner
    )


def _referring_elements(tag: Element) -> list[Element]:
    """Return the elements that may refer to something."""
    return [element for element in (tag, *tag.walk()) if element.name in _LINKING]


def _row_cells(table: Element) -> list[list[Element]]:
    """Return the cells of each row of a table, those of tables in it too."""
    rows = (tag for tag in table.walk() if tag.name == "tr")
    return [[child for child in row.children if isinstance(child, Element)] for row in rows]


def _add_text(tag: Element, content: Body, page: HtmlPage, is_own: bool) -> None:
    """Add a text; that of a link attached to a post only names its target, so the link is added instead."""
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
    """Add a line: own text, coordinates, a labelled line, or attached text; times of edits are left out."""
    if not text or _is_edit(text, page):
        return
    if is_own:
        content.own_texts.append(text)
    elif pair := _COORDINATES.fullmatch(text):
        content.coordinates = float(pair[1]), float(pair[2])
    elif not _add_labelled_line(text, content) and not (len(text) < LINE_LENGTH and page.clock.read(text)):
        content.attached_texts.append(text)


def _is_edit(text: str, page: HtmlPage) -> bool:
    """Return whether a line says when the post was edited: a few words and a time to the second."""
    if len(text) > LINE_LENGTH or not _TIME_TO_SECOND.search(text):
        return False
    remainder = text
    for _ in range(PREFIX_WORDS):
        remainder = remainder.partition(" ")[2]
        if page.clock.read(remainder):
            return True
    return page.clock.read(text) is not None


def _add_labelled_line(text: str, content: Body) -> bool:
    """Add a line such as `Place: ...`; return whether it is one."""
    label, colon, value = text.partition(":")
    meaning = markup().meaning(label) if colon and len(label) < LABEL_LENGTH else None
    if meaning is not None and value.strip():
        content.labelled_lines.setdefault(meaning, value.strip())
    return meaning is not None


def _add_reference(
    tag: Element, elements: list[Element], content: Body, page: HtmlPage, is_own: bool
) -> dict[str, Any] | None:
    """Add the files or the link of an element; return the last file's object, None without a file."""
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
    """Return whether a link leads to a page of the export; a picture in it is only a preview of that page."""
    href = tag.attributes.get("href") or ""
    return href.lower().endswith((".htm", ".html")) and "://" not in href


def _media_object(uri: str, video: bool) -> dict[str, Any]:
    """Return a file as the object of JSON."""
    return {"uri": uri, "media_metadata": {"video_metadata": {}}} if video else {"uri": uri}


def _add_file_text(tag: Element, file: dict[str, Any], page: HtmlPage) -> None:
    """Add the text under a file to it: its album's name, or its caption."""
    text = tag.text()
    if text and not (len(text) < LINE_LENGTH and _TIME_TO_SECOND.search(text) and page.clock.read(text)):
        file.setdefault("description" if tag.role == "caption" else "title", text)


def _add_table(
    tag: Element, cells: list[list[Element]], content: Body, page: HtmlPage, file: dict[str, Any] | None
) -> None:
    """Add a table: the camera's data on a file, or labels and values."""
    if (
        file is None
        and content.media
        and all(markup().meaning(label) in CAMERA_FIELDS for label, _ in _label_value_pairs(cells))
    ):
        file = next(reversed(content.media.values()))
    if file is not None:
        add_camera_data(file, _label_value_pairs(cells))
    else:
        content.rows.extend(entries(tag, page))


def _label_value_pairs(cells: list[list[Element]]) -> list[tuple[str, str]]:
    """Return the rows of a table as pairs of label and value."""
    rows: list[tuple[str, str]] = []
    for row in cells:
        label, _, value = "\n".join([cell.text() for cell in row]).partition("\n")
        rows.append((label, value.strip()))
    return rows


def add_camera_data(file: dict[str, Any], rows: Sequence[tuple[str, str]]) -> None:
    """Add the coordinates and upload address from a table to a file's object; nothing else is used."""
    camera_data: dict[str, Any] = {}
    for label, value in rows:
        meaning = markup().meaning(label)
        if meaning in ("latitude", "longitude") and (number := _number(value)) is not None:
            camera_data[meaning] = number
        elif meaning == "upload_ip" or _IP.fullmatch(value):
            camera_data["upload_ip"] = value
    if camera_data:
        metadata = file.setdefault("media_metadata", {"photo_metadata": {}})
        next(iter(metadata.values())).setdefault("exif_data", []).append(camera_data)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
