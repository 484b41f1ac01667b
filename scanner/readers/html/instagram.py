"""Instagram's and Threads' pages of 2022 to 2026, as the JSON of the same content.

A post is a block: its caption, its files with what is known of each, its time. The caption is what stands
before the first file, the time what stands behind the last one (blog.sh `lib/import/instagram.rb`);
everything else on these pages is tables of labels and values.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from scanner.readers.html.elements import Tag
from scanner.readers.html.facebook import without_blocks
from scanner.readers.html.files import REFERRING, File, file_of, linked_files
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, entries, row, rows, titled

FORM: Final = "boxes"
"""The form of the families that Instagram's pages are of; the others are Facebook's before 2018."""
POST_LABELS: Final = frozenset(("caption", "text", "creation_time", "published", "draft", "media"))
"""Labels that make a block a record of labels, not a caption with files."""
PLACE: Final = ("latitude", "longitude")
HOW: Final = {"tr": "row", "br": "break", "foot": "time", "date": "time"}
"""How an element is taken, by its name or else by its part; others are looked into."""
WORDS: Final = ("text", "break")
"""How what is written is taken."""


class Time(NamedTuple):
    """What stands where a block has its time."""

    text: str


Piece = str | Time | File | list[Entry]
"""What a block shows, one after the other: text, a time, a file, or a row of a table."""
Step = tuple[str, Tag, int]
"""How to take the next piece, the element it is or stands in, and its place there."""


def posts(sheet: HtmlPage) -> Any:
    """Return a page of posts, reels, stories, pictures of the profile, or threads. Raises UnreadableError."""
    sheet.is_told_by_place = True
    return records(sheet, lambda block, sheet: (post(block, sheet),))


def labelled_values(sheet: HtmlPage) -> Any:
    """Return a page whose blocks are labels and values. Raises UnreadableError."""
    return records(sheet, lambda block, sheet: (labelled(block, sheet),))


def reactions(sheet: HtmlPage) -> Any:
    """Return a page of what is only counted. Raises UnreadableError."""
    return [{"label_values": []}] * sheet.number if is_in_boxes(sheet) else without_blocks(sheet)


def records(sheet: HtmlPage, translate_block: Callable[[Tag, HtmlPage], Iterable[dict[str, Any]]]) -> Any:
    """Return the document that the JSON of a page would have, block by block.

    Raises UnreadableError for unknown markup.
    """
    return sheet.one_by_one(translate_block) if is_in_boxes(sheet) else without_blocks(sheet)


def is_in_boxes(sheet: HtmlPage) -> bool:
    """Return whether a page has the markup of Instagram's pages."""
    return sheet.family is not None and sheet.family.form == FORM


def post(block: Tag, sheet: HtmlPage) -> dict[str, Any]:
    """Give a post, reel, story, picture of the profile, or thread."""
    pieces = _pieces(block, sheet)
    media = _media(pieces, sheet)
    if media is None:
        return labelled(block, sheet, _entries(block, pieces))
    time = _time(pieces, sheet)
    title = block.of_build(titled)
    caption = title.text() if title else _caption(pieces, time)
    told = {"media": media, "title": caption}
    return told if time is None else told | {"creation_timestamp": sheet.time(time.text)}


def _pieces(tag: Tag, sheet: HtmlPage) -> list[Piece]:
    """Give what a block shows, but for its title; the text inside a link to a file is no one's."""
    found: list[Piece] = []
    for how, held, place in tag.of_build(_plan):
        if how == "text":
            found.append(held.children[place])  # type: ignore[arg-type]
        elif how == "row":
            found.append(row(held, sheet))
        elif how == "time":
            found.append(Time(held.text()))
        elif how == "break":
            found.append("\n")
        elif file_of(held) is not None:
            found.extend(linked_files(held))
        elif held.part != "title":
            found.extend(_pieces(held, sheet))
    return found


def _plan(tag: Tag) -> list[Step]:
    """Give the steps to take in an element of one build, in order."""
    steps: list[Step] = []
    for place, child in enumerate(tag.children):
        if isinstance(child, str):
            steps.append(("text", tag, place))
        elif child.name in HOW or child.part in HOW or child.name in REFERRING:
            steps.append((HOW.get(child.name) or HOW.get(child.part, "refer"), child, 0))
        elif child.part != "title":
            inner = _plan(child)
            # Words in a block with a title of its own are those of another post, say the one commented on.
            steps += [step for step in inner if step[0] not in WORDS] if titled(child) else inner
    return steps


def _time(pieces: list[Piece], sheet: HtmlPage) -> Time | None:
    """Give the time of a block: what stands in its foot, else its last text where that is a time."""
    if marked := next((piece for piece in reversed(pieces) if isinstance(piece, Time)), None):
        return marked
    last = next((piece for piece in reversed(pieces) if isinstance(piece, str) and piece.strip()), "")
    return Time(last.strip()) if sheet.clock.read(last) else None


def _caption(pieces: list[Piece], time: Time | None) -> str:
    """Give the text before the first file and the first table, but for the time."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, File | list):
            break
        if isinstance(piece, str) and (time is None or piece.strip() != time.text):
            texts.append(piece)
    return "".join(texts).strip()


def _media(pieces: list[Piece], sheet: HtmlPage) -> list[dict[str, Any]] | None:
    """Give each file once, with the coordinates that follow it; None where it is a record of labels."""
    media: dict[str, dict[str, Any]] = {}
    current: dict[str, Any] = {}
    for piece in pieces:
        if isinstance(piece, File):
            current = media.setdefault(piece.uri, {"uri": piece.uri})
            current["video"] = piece.video or current.get("video", False)
        elif isinstance(piece, list) and not _noted(piece, current, sheet):
            return None
    return [_media_object(held) for held in media.values()]


def _noted(told: list[Entry], file: dict[str, Any], sheet: HtmlPage) -> bool:
    """Note what a row says of where a file was made; a row of a record of labels is refused."""
    for entry in told:
        concept = sheet.labels.concept(entry.get("label"))
        if concept in POST_LABELS:
            return False
        if concept in PLACE and (value := entry.get("value")):
            file[concept] = value
    return True


def _entries(block: Tag, pieces: list[Piece]) -> list[Entry] | None:
    """Give the labelled values of a block from its pieces; None where rows stand in what is no piece."""
    found = [piece for piece in pieces if isinstance(piece, list)]
    held = block.of_build(rows)
    all_told = len(found) == len(held) and all(tag.name == "tr" for tag in held)
    return [entry for told in found for entry in told] if all_told else None


def _media_object(held: Mapping[str, Any]) -> dict[str, Any]:
    """Write what is known of a file as JSON has it."""
    exif = {name: held[name] for name in PLACE if name in held}
    if not exif:
        return {"uri": held["uri"]}
    kind = "video_metadata" if held["video"] else "photo_metadata"
    return {"uri": held["uri"], "media_metadata": {kind: {"exif_data": [exif]}}}


def labelled(block: Tag, sheet: HtmlPage, found: list[Entry] | None = None) -> dict[str, Any]:
    """Give a block of labels and values: a comment, a profile, a setting; one without a table is a list."""
    title, foot = block.first("title"), block.first("foot")
    told: dict[str, Any] = {"title": title.text()} if title else {}
    if foot:
        told["timestamp"] = sheet.time(foot.text())
    found = entries(block, sheet) if found is None else found
    listed = [] if found or foot else list(_listed(block, sheet))
    return told | ({"string_list_data": listed} if listed else {"label_values": found})


def _listed(block: Tag, sheet: HtmlPage) -> Iterator[dict[str, Any]]:
    """Give the texts of a block that has no table, each with the time that follows it (exports of 2021)."""
    texts: list[str] = []
    for piece in _pieces(block, sheet):
        if not isinstance(piece, str | Time):
            continue
        said = piece if isinstance(piece, str) else piece.text
        if sheet.clock.read(said):
            yield {"value": "".join(texts).strip(), "timestamp": sheet.time(said)}
            texts.clear()
        else:
            texts.append(said)
