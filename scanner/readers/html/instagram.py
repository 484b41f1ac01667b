"""Instagram's and Threads' pages of 2022 to 2026, as the JSON of the same content.

A post is a block: its caption, its files with their data, its time. The caption comes before the first file,
the time after the last one (blog.sh `lib/import/instagram.rb`); everything else on these pages is tables of
labels and values.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from scanner.readers.html.elements import Element
from scanner.readers.html.facebook import without_blocks
from scanner.readers.html.links import REFERRING, LinkedFile, file_of, linked_files
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, entries, row_elements, row_entries, title_element

INSTAGRAM_FORM: Final = "boxes"
"""The form of Instagram's markup families; the other forms are Facebook's before 2018."""
POST_LABELS: Final = frozenset(("caption", "text", "creation_time", "published", "draft", "media"))
"""Labels that make a block a record of labelled values, not a caption with files."""
COORDINATES: Final = ("latitude", "longitude")
STEP_KINDS: Final = {"tr": "row", "br": "break", "foot": "time", "date": "time"}
"""How an element is read, by its name or else by its role; of others, the children are read."""
TEXT_STEPS: Final = ("text", "break")
"""The kinds of steps that read text."""


class BlockTime(NamedTuple):
    """The text in the place where a block has its time."""

    text: str


Fragment = str | BlockTime | LinkedFile | list[Entry]
"""One part of a block's content: text, a time, a file, or a row of a table."""
Step = tuple[str, Element, int]
"""The kind of the next fragment, its element, and for a text its index among the children."""


def posts(page: HtmlPage) -> Any:
    """Return the document of posts, reels, stories, profile photos, or threads. Raises UnreadableError."""
    page.is_positional = True
    return records(page, lambda block, page: (post(block, page),))


def labelled_values(page: HtmlPage) -> Any:
    """Return the document of a page whose blocks are labels and values. Raises UnreadableError."""
    return records(page, lambda block, page: (labelled(block, page),))


def reactions(page: HtmlPage) -> Any:
    """Return the document of a page that is only counted. Raises UnreadableError."""
    return (
        [{"label_values": []}] * page.count_blocks() if has_instagram_markup(page) else without_blocks(page)
    )


def records(page: HtmlPage, translate_block: Callable[[Element, HtmlPage], Iterable[dict[str, Any]]]) -> Any:
    """Return the document of a page, block by block. Raises UnreadableError for unknown markup."""
    return page.iter_records(translate_block) if has_instagram_markup(page) else without_blocks(page)


def has_instagram_markup(page: HtmlPage) -> bool:
    """Return whether a page has the markup of Instagram's pages."""
    return page.family is not None and page.family.form == INSTAGRAM_FORM


def post(block: Element, page: HtmlPage) -> dict[str, Any]:
    """Return a block as a post, reel, story, profile photo, or thread."""
    fragments = _fragments(block, page)
    media = _media(fragments, page)
    if media is None:
        return labelled(block, page, _entries(block, fragments))
    time = _time(fragments, page)
    title = block.cached_for_template(title_element)
    caption = title.text() if title else _caption(fragments, time)
    record = {"media": media, "title": caption}
    return record if time is None else record | {"creation_timestamp": page.time(time.text)}


def _fragments(tag: Element, page: HtmlPage) -> list[Fragment]:
    """Return the content of a block without its title, and without the text in links to files."""
    fragments: list[Fragment] = []
    for kind, element, position in tag.cached_for_template(_plan_steps):
        if kind == "text":
            fragments.append(element.children[position])  # type: ignore[arg-type]
        elif kind == "row":
            fragments.append(row_entries(element, page))
        elif kind == "time":
            fragments.append(BlockTime(element.text()))
        elif kind == "break":
            fragments.append("\n")
        elif file_of(element) is not None:
            fragments.extend(linked_files(element))
        elif element.role != "title":
            fragments.extend(_fragments(element, page))
    return fragments


def _plan_steps(tag: Element) -> list[Step]:
    """Return the steps that read an element, in order; the same for all blocks of a template."""
    steps: list[Step] = []
    for position, child in enumerate(tag.children):
        if isinstance(child, str):
            steps.append(("text", tag, position))
        elif child.name in STEP_KINDS or child.role in STEP_KINDS or child.name in REFERRING:
            steps.append((STEP_KINDS.get(child.name) or STEP_KINDS.get(child.role, "refer"), child, 0))
        elif child.role != "title":
            inner = _plan_steps(child)
            # Text in a block with its own title is that of another post, such as the one commented on.
            steps += [step for step in inner if step[0] not in TEXT_STEPS] if title_element(child) else inner
    return steps


def _time(fragments: list[Fragment], page: HtmlPage) -> BlockTime | None:
    """Return the time of a block: the text of its foot, else its last text if that is a time."""
    times = (fragment for fragment in reversed(fragments) if isinstance(fragment, BlockTime))
    if time := next(times, None):
        return time
    texts = (fragment for fragment in reversed(fragments) if isinstance(fragment, str) and fragment.strip())
    last = next(texts, "")
    return BlockTime(last.strip()) if page.clock.read(last) else None


def _caption(fragments: list[Fragment], time: BlockTime | None) -> str:
    """Return the text before the first file or table, without the time."""
    texts: list[str] = []
    for fragment in fragments:
        if isinstance(fragment, LinkedFile | list):
            break
        if isinstance(fragment, str) and (time is None or fragment.strip() != time.text):
            texts.append(fragment)
    return "".join(texts).strip()


def _media(fragments: list[Fragment], page: HtmlPage) -> list[dict[str, Any]] | None:
    """Return each file once, with the coordinates after it; None for a record of labelled values."""
    media: dict[str, dict[str, Any]] = {}
    current: dict[str, Any] = {}
    for fragment in fragments:
        if isinstance(fragment, LinkedFile):
            current = media.setdefault(fragment.uri, {"uri": fragment.uri})
            current["video"] = fragment.video or current.get("video", False)
        elif isinstance(fragment, list) and not _add_coordinates(fragment, current, page):
            return None
    return [_media_object(file) for file in media.values()]


def _add_coordinates(row: list[Entry], file: dict[str, Any], page: HtmlPage) -> bool:
    """Add the coordinates in a row to a file; return False for a row of a record of labelled values."""
    for entry in row:
        concept = page.labels.concept(entry.get("label"))
        if concept in POST_LABELS:
            return False
        if concept in COORDINATES and (value := entry.get("value")):
            file[concept] = value
    return True


def _entries(block: Element, fragments: list[Fragment]) -> list[Entry] | None:
    """Return the labelled values of a block from its fragments; None where those do not have all rows."""
    rows = [fragment for fragment in fragments if isinstance(fragment, list)]
    elements = block.cached_for_template(row_elements)
    is_complete = len(rows) == len(elements) and all(tag.name == "tr" for tag in elements)
    return [entry for row in rows for entry in row] if is_complete else None


def _media_object(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file as the object of JSON."""
    exif = {name: file[name] for name in COORDINATES if name in file}
    if not exif:
        return {"uri": file["uri"]}
    kind = "video_metadata" if file["video"] else "photo_metadata"
    return {"uri": file["uri"], "media_metadata": {kind: {"exif_data": [exif]}}}


def labelled(block: Element, page: HtmlPage, values: list[Entry] | None = None) -> dict[str, Any]:
    """Return a block of labels and values (a comment, a profile, a setting), or a list if it has no table."""
    title, foot = block.first("title"), block.first("foot")
    record: dict[str, Any] = {"title": title.text()} if title else {}
    if foot:
        record["timestamp"] = page.time(foot.text())
    values = entries(block, page) if values is None else values
    listed = [] if values or foot else list(_string_list(block, page))
    return record | ({"string_list_data": listed} if listed else {"label_values": values})


def _string_list(block: Element, page: HtmlPage) -> Iterator[dict[str, Any]]:
    """Yield the texts of a block without a table, each with the time after it (exports of 2021)."""
    texts: list[str] = []
    for fragment in _fragments(block, page):
        if not isinstance(fragment, str | BlockTime):
            continue
        text = fragment if isinstance(fragment, str) else fragment.text
        if page.clock.read(text):
            yield {"value": "".join(texts).strip(), "timestamp": page.time(text)}
            texts.clear()
        else:
            texts.append(text)
