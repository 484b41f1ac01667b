"""Facebook's pages, as the JSON of the same content."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from scanner.readers.html import albums, timeline, wall
from scanner.readers.html.elements import Tag
from scanner.readers.html.facebook_blocks import Body, body_of, time_of, title_of
from scanner.readers.html.markup import markup
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import entries, flat, rows, tables
from scanner.readers.source import Lazy

Json = dict[str, Any]
MIXED: Final = "your_posts_and_comments_in_groups"
"""The file that has posts and comments side by side (2018 to 2020)."""


Block = Callable[[Tag, HtmlPage], Json]
"""Translates one block."""


def posts(sheet: HtmlPage) -> Any:
    """Return a page of posts. Raises UnreadableError."""
    return _records(sheet, post)


def comments(sheet: HtmlPage) -> Any:
    """Return a page of comments. Raises UnreadableError."""
    return _records(sheet, comment)


def named_things(sheet: HtmlPage) -> Any:
    """Return a page of events, Pages, offers: of anything that has a name. Raises UnreadableError."""
    return _records(sheet, named)


def reactions(sheet: HtmlPage) -> Any:
    """Return a page of what is only counted. Raises UnreadableError."""
    return _records(sheet, entry)


def _records(sheet: HtmlPage, translate_block: Block) -> Any:
    """Return the document that the JSON of a page would have, block by block. Raises UnreadableError."""
    if sheet.family is None:
        return without_blocks(sheet)
    if sheet.family.form in FORMS:
        return FORMS[sheet.family.form](sheet)
    return sheet.one_by_one(lambda block, sheet: (translate_block(block, sheet),))


def without_blocks(sheet: HtmlPage) -> list[Json]:
    """Return what a page without blocks tells: a record for each bare table of known labels, or nothing.

    Raises UnreadableError where the page holds anything else.
    """
    found = [rows for table in tables(sheet.whole()) if (rows := entries(table, sheet))]
    if any(_is_label(row.get("label"), sheet) for rows in found for row in flat(rows)):
        sheet.taken += len(found)
    sheet.require_bare()
    return [{"label_values": rows} for rows in found]


def _is_label(label: Any, sheet: HtmlPage) -> bool:
    """Return whether a table of labels in any language lists a text."""
    return sheet.labels.concept(label) is not None or markup().meaning(label or "") is not None


def post(block: Tag, sheet: HtmlPage) -> Json:
    """Give a block as a post, or as a record of labelled values where it is nothing but a table."""
    body = body_of(block, sheet)
    if body.rows and not body.own and not body.texts:
        return labelled(block, body, sheet)
    if _is_comment(block, sheet):
        return _comment(block, body, sheet)
    told = _titled(block, sheet)
    told["data"] = [{"post": text} for text in body.own]
    if body.texts and _is_life_event(told, sheet):
        # Nobody adds one for another person, so what hangs on it are the person's own words.
        held: Json = {"title": body.texts[0], "description": "\n\n".join(body.texts[1:])}
        body.texts = []
        return told | _attached(body, {"life_event": held})
    return told | _attached(body)


def _is_life_event(told: Json, sheet: HtmlPage) -> bool:
    """Return whether a post's title line says that it adds a life event."""
    said = sheet.labels.title(told.get("title"))
    return said is not None and said.hint == "life_event"


def _is_comment(block: Tag, sheet: HtmlPage) -> bool:
    """Tell whether a block of the mixed file is a comment, by its title."""
    if MIXED not in sheet.path:
        return False
    title = title_of(block)
    return any(words in title for words in markup().spellings("a_comment"))


def comment(block: Tag, sheet: HtmlPage) -> Json:
    """Give a block as a comment."""
    body = body_of(block, sheet)
    if body.rows and not body.own and not body.texts:
        return labelled(block, body, sheet)
    return _comment(block, body, sheet)


def _comment(block: Tag, body: Body, sheet: HtmlPage) -> Json:
    told = _titled(block, sheet)
    said: Json = {"comment": "\n\n".join(body.own)}
    if body.told:
        said |= {name: body.told[name] for name in ("group", "author") if name in body.told}
    return told | {"data": [{"comment": said}]} | _attached(body)


def labelled(block: Tag, body: Body, sheet: HtmlPage) -> Json:
    """Give a block as a record of labelled values."""
    told = _titled(block, sheet)
    told["label_values"] = body.rows
    if body.media:
        told["media"] = list(body.media.values())
    return told


def _titled(block: Tag, sheet: HtmlPage) -> Json:
    """Give a record's time and title line."""
    told: Json = time_of(block, sheet)
    if title := title_of(block):
        told["title"] = title
    return told


def _attached(body: Body, *more: Json) -> Json:
    """Return what hangs on a record as its attachments."""
    held: list[Json] = [*more, *({"media": media} for media in body.media.values())]
    if body.told.get("place") or body.spot:
        place: Json = {"name": body.told.get("place", "")}
        if body.spot:
            place["coordinate"] = {"latitude": body.spot[0], "longitude": body.spot[1]}
        held.append({"place": place})
    if body.links:
        held.append({"external_context": {"url": body.links[0]}})
    elif body.texts:
        held.extend({"text": text} for text in body.texts)
    return {"attachments": [{"data": held}]} if held else {}


def named(block: Tag, sheet: HtmlPage) -> Json:
    """Give a block as a thing with a name, a description, a place, an address: an event, a Page, an offer."""
    body = body_of(block, sheet)
    if body.rows and not body.own and not body.texts:
        return labelled(block, body, sheet)
    texts = body.own + body.texts
    name = title_of(block) or (texts.pop(0) if texts else "")
    told: Json = {"name": name, "title": name, "description": "\n\n".join(texts), "text": "\n\n".join(texts)}
    told |= time_of(block, sheet)
    if body.links:
        told["url"] = body.links[0]
    if "marketplace" in body.told:
        told["marketplace"] = body.told["marketplace"]
    if "place" in body.told:
        told["place"] = {"name": body.told["place"]}
    if body.media:
        told["media"] = list(body.media.values())
    return told


def entry(block: Tag, sheet: HtmlPage) -> Json:
    """Return a block as something to be counted, in the one of two shapes that JSON has for it."""
    return {"label_values": []} if block.of_build(rows) else {"timestamp": 0}


def account(sheet: HtmlPage) -> list[Json]:
    """Give a page about the account: its tables, block by block, or its names."""
    if sheet.family is None:
        return without_blocks(sheet)
    return sheet.held(lambda block, sheet: (named(block, sheet),)) or without_blocks(sheet)


def media_lists(sheet: HtmlPage) -> list[Json] | Lazy:
    """Give a page of files: each stands for itself, with the time of its block."""
    if sheet.family is None:
        return without_blocks(sheet)
    return sheet.one_by_one(lambda block, sheet: albums.files(block, sheet) or (post(block, sheet),))


FORMS: Final[Mapping[str, Callable[[HtmlPage], Any]]] = {
    "wall": wall.translate,
    "timeline": timeline.translate,
}
"""The families before 2018, whose blocks are of another build."""
