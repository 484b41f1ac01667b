"""Facebook's pages, as the JSON of the same content: posts, comments, albums, the profile and more."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from scanner.readers.html.elements import Element
from scanner.readers.html.facebook_before_2018 import timeline, wall
from scanner.readers.html.facebook_blocks import Body, body_of, time_of, title_of
from scanner.readers.html.markup import markup
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, entries, flatten, row_elements, table_elements
from scanner.readers.source import Lazy

Json = dict[str, Any]
POSTS_AND_COMMENTS: Final = "your_posts_and_comments_in_groups"
"""The file that mixes posts and comments (2018 to 2020)."""
BEFORE_2018: Final[Mapping[str, Callable[[HtmlPage], Any]]] = {"wall": wall, "timeline": timeline}
"""What translates the forms of markup before 2018, whose blocks have another structure."""
OBJECT_KEYS: Final = {"current_city": "name", "hometown": "name", "name": "full_name"}
"""Keys of `profile_v2` whose value is an object, and the key of its text."""
LIST_KEYS: Final = {"emails": "emails"}
"""Keys of `profile_v2` whose value is an object with a list."""
PROFILE_KEYS: Final = frozenset(
    ("name", "username", "emails", "birthday", "gender", "current_city", "hometown", "about_me",
     "profile_uri", "registration_timestamp")
)  # fmt: skip
"""The keys of `profile_v2` that a page has a label for."""

BlockTranslator = Callable[[Element, HtmlPage], Json]
"""Translates one block."""


def posts(page: HtmlPage) -> Any:
    """Return the document of a page of posts. Raises UnreadableError."""
    return _records(page, post)


def comments(page: HtmlPage) -> Any:
    """Return the document of a page of comments. Raises UnreadableError."""
    return _records(page, comment)


def named_things(page: HtmlPage) -> Any:
    """Return the document of a page of events, Pages, offers: of what has a name. Raises UnreadableError."""
    return _records(page, named_thing)


def reactions(page: HtmlPage) -> Any:
    """Return the document of a page that is only counted. Raises UnreadableError."""
    return _records(page, counted)


def _records(page: HtmlPage, translate_block: BlockTranslator) -> Any:
    """Return the document of a page, a record per block. Raises UnreadableError."""
    if page.family is None:
        return without_blocks(page)
    if page.family.form in BEFORE_2018:
        return BEFORE_2018[page.family.form](page)
    return page.iter_records(lambda block, page: (translate_block(block, page),))


def without_blocks(page: HtmlPage) -> list[Json]:
    """Return a record for each table of a page without blocks, if any of their labels is known.

    Raises UnreadableError where the page has other content.
    """
    tables = [rows for table in table_elements(page.whole()) if (rows := entries(table, page))]
    if any(_is_label(row.get("label"), page) for rows in tables for row in flatten(rows)):
        page.understood += len(tables)
    page.require_understood()
    return [{"label_values": rows} for rows in tables]


def _is_label(label: Any, page: HtmlPage) -> bool:
    """Return whether a text is a label in any language."""
    return page.labels.concept(label) is not None or markup().meaning(label or "") is not None


def post(block: Element, page: HtmlPage) -> Json:
    """Return a block as a post, or as a record of labelled values where it is only a table."""
    body = body_of(block, page)
    if body.has_only_rows:
        return labelled(block, body, page)
    if _is_comment(block, page):
        return _comment(block, body, page)
    record = _time_and_title(block, page)
    record["data"] = [{"post": text} for text in body.own_texts]
    if body.attached_texts and _is_life_event(record, page):
        # Nobody adds a life event for somebody else, so the texts attached to it are the person's own.
        event: Json = {"title": body.attached_texts[0], "description": "\n\n".join(body.attached_texts[1:])}
        body.attached_texts = []
        return record | _attachments(body, {"life_event": event})
    return record | _attachments(body)


def _is_life_event(record: Json, page: HtmlPage) -> bool:
    """Return whether the title line of a post says that it is a life event."""
    title = page.labels.title(record.get("title"))
    return title is not None and title.hint == "life_event"


def _is_comment(block: Element, page: HtmlPage) -> bool:
    """Return whether a block of the file that mixes both is a comment, by its title line."""
    if POSTS_AND_COMMENTS not in page.path:
        return False
    title = title_of(block)
    return any(spelling in title for spelling in markup().spellings("a_comment"))


def comment(block: Element, page: HtmlPage) -> Json:
    """Return a block as a comment, or as a record of labelled values where it is only a table."""
    body = body_of(block, page)
    if body.has_only_rows:
        return labelled(block, body, page)
    return _comment(block, body, page)


def _comment(block: Element, body: Body, page: HtmlPage) -> Json:
    record = _time_and_title(block, page)
    content: Json = {"comment": "\n\n".join(body.own_texts)}
    content |= {key: body.labelled_lines[key] for key in ("group", "author") if key in body.labelled_lines}
    return record | {"data": [{"comment": content}]} | _attachments(body)


def labelled(block: Element, body: Body, page: HtmlPage) -> Json:
    """Return a block as a record of labelled values."""
    record = _time_and_title(block, page)
    record["label_values"] = body.rows
    if body.media:
        record["media"] = list(body.media.values())
    return record


def _time_and_title(block: Element, page: HtmlPage) -> Json:
    """Return a record's time and title line."""
    record: Json = time_of(block, page)
    if title := title_of(block):
        record["title"] = title
    return record


def _attachments(body: Body, *more: Json) -> Json:
    """Return the attachments of a record, in the shape of JSON; nothing where it has none."""
    attachments: list[Json] = [*more, *({"media": media} for media in body.media.values())]
    if body.labelled_lines.get("place") or body.coordinates:
        place: Json = {"name": body.labelled_lines.get("place", "")}
        if body.coordinates:
            place["coordinate"] = {"latitude": body.coordinates[0], "longitude": body.coordinates[1]}
        attachments.append({"place": place})
    if body.links:
        attachments.append({"external_context": {"url": body.links[0]}})
    elif body.attached_texts:
        attachments.extend({"text": text} for text in body.attached_texts)
    return {"attachments": [{"data": attachments}]} if attachments else {}


def named_thing(block: Element, page: HtmlPage) -> Json:
    """Return a block as something with a name, a description, a place, an address: an event, an offer."""
    body = body_of(block, page)
    if body.has_only_rows:
        return labelled(block, body, page)
    texts = body.own_texts + body.attached_texts
    name = title_of(block) or (texts.pop(0) if texts else "")
    record: Json = {
        "name": name,
        "title": name,
        "description": "\n\n".join(texts),
        "text": "\n\n".join(texts),
    }
    record |= time_of(block, page)
    if body.links:
        record["url"] = body.links[0]
    if "marketplace" in body.labelled_lines:
        record["marketplace"] = body.labelled_lines["marketplace"]
    if "place" in body.labelled_lines:
        record["place"] = {"name": body.labelled_lines["place"]}
    if body.media:
        record["media"] = list(body.media.values())
    return record


def counted(block: Element, page: HtmlPage) -> Json:
    """Return an empty record of a block to be counted, in the one of two shapes that JSON has."""
    return {"label_values": []} if block.cached_for_template(row_elements) else {"timestamp": 0}


def account(page: HtmlPage) -> list[Json]:
    """Return the document of a page about the account: a record per block, or per table without blocks."""
    if page.family is None:
        return without_blocks(page)
    return page.list_records(lambda block, page: (named_thing(block, page),)) or without_blocks(page)


def media_lists(page: HtmlPage) -> list[Json] | Lazy:
    """Return the document of a page of files in no album, each with the time of its block."""
    if page.family is None:
        return without_blocks(page)
    return page.iter_records(lambda block, page: _photos(block, page) or (post(block, page),))


def albums(page: HtmlPage) -> Json:
    """Return a page of photos and videos as the document of an album. Raises UnreadableError."""
    photos = page.list_records(_photos)
    name = page.heading()
    if name is None:
        name = next((photo["title"] for photo in photos if "title" in photo), "")
    return {"name": name, "photos": photos}


def _photos(block: Element, page: HtmlPage) -> list[Json]:
    """Return the files of a block, each with its time and text; the last one has the comments."""
    body = body_of(block, page)
    at = time_of(block, page).get("timestamp")
    time = {} if at is None else {"creation_timestamp": at}
    text = "\n\n".join(body.own_texts + body.attached_texts)
    description = {"description": text} if text else {}
    photos: list[Json] = [description | file | time for file in body.media.values()]
    comments = [_photo_comment(comment, page) for comment in block.cached_for_template(_photo_comments)]
    if photos and comments:
        photos[-1]["comments"] = comments
    return photos


def _photo_comments(block: Element) -> list[Element]:
    """Return the comments under a photo."""
    return block.all("comment")


def _photo_comment(element: Element, page: HtmlPage) -> Json:
    """Return a comment under a photo: who wrote it, its text, and when."""
    author, date = element.first("author"), element.first("date")
    text = [child for child in element.children if child is not author and child is not date]
    record: Json = {"comment": Element("div", "", {}, text).text()}
    if author:
        record["author"] = author.text()
    if date:
        record["timestamp"] = page.time(date.attributes.get("title") or date.text())
    return record


def profile(page: HtmlPage) -> list[Json]:
    """Return the profile page: known labels as keys of `profile_v2`, all others as labelled values."""
    fields: Json = {}
    unlisted: list[Entry] = []
    for row in _profile_rows(page):
        key = (markup().meaning(row.get("label") or "") or "").removeprefix("profile_")
        text = str(row.get("value") or "")
        if key in PROFILE_KEYS and (value := _profile_value(key, row, text, page)) is not None:
            fields.setdefault(key, value)
        elif text or "dict" in row:
            unlisted.append(row)
    records: list[Json] = [{"profile_v2": fields}] if fields else []
    return records + ([{"label_values": unlisted}] if unlisted else [])


def _profile_rows(page: HtmlPage) -> list[Entry]:
    """Return the labelled values of the page; groups stay groups, as they may be about someone else."""
    if page.family and page.family.form == "boxes":
        return [row for block in page.blocks() for row in entries(block, page)]
    rows = entries(page.whole(), page)
    page.understood += len(rows)
    return rows


def _profile_value(key: str, row: Entry, text: str, page: HtmlPage) -> object:
    """Return a field's value in the shape of JSON, None where it can't be read."""
    if key == "registration_timestamp":
        return row.get("timestamp_value") or page.time(text)
    if not text:
        return None
    if key == "birthday":
        day = page.clock.day(text)
        return {"year": day.year, "month": day.month, "day": day.day} if day else None
    if key == "gender":
        return {"gender_option": text}
    if key in LIST_KEYS:
        return {LIST_KEYS[key]: text.splitlines()}
    return {OBJECT_KEYS[key]: text} if key in OBJECT_KEYS else text
