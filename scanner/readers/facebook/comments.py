"""Comments, replies and comments in groups."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attachments import read_attachments
from scanner.readers.facebook.fields import (
    HOST_IN,
    Json,
    audience_by_keys,
    is_timed,
    is_titled,
    join_texts,
    objects,
    other_post,
    record_time,
    with_time_note,
)
from scanner.readers.facebook.labelled import read_records
from scanner.readers.record import Reading, Record
from scanner.readers.records import unknown_record
from scanner.readers.source import Source
from scanner.readers.values import text_of

KEYS: Final = frozenset(("data", "attachments", "comment"))
"""A record with none of these, no time and no title line of Facebook's is no comment."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of comments: `comments`, `comments_v2`, `group_comments_v2`, or labelled values."""
    return read_records(source, comment)


def comment(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one comment. The export names neither its post nor who could see that (FBC docs)."""
    if KEYS.isdisjoint(record) and not is_timed(record) and not is_titled(source, record):
        return (unknown_record(pointer),)
    if source.section == "by_others":
        return (other_post(source, pointer, record),)
    holders = (*objects(record.get("data")), record)
    comments = objects([entry["comment"] for entry in holders if "comment" in entry])
    writers = list(dict.fromkeys(text_of(entry.get("author")) for entry in comments)) or [None]
    return [
        reading
        for number, writer in enumerate(writers)
        for reading in _comment(
            source,
            pointer,
            # The record's attachments belong to the first of its comments.
            record if number == 0 else {**record, "attachments": None},
            [entry for entry in comments if text_of(entry.get("author")) == writer],
            writer,
        )
    ]


def _comment(
    source: Source, pointer: str, record: Json, comments: list[Json], writer: str | None
) -> Iterable[Reading]:
    """Return the comment of one writer: a record may hold those of several."""
    title = text_of(record.get("title"))
    meaning = source.labels.title(title)
    hint = meaning.hint if meaning else None
    attachments = read_attachments(record.get("attachments"))
    group = next((name for entry in comments if (name := text_of(entry.get("group")))), None)
    audience, label = audience_by_keys(record, source.labels)
    result = Record(
        platform=source.platform,
        kind=_kind(source, hint, group),
        section=source.section,
        pointer=pointer,
        at=record_time(record) or next((at for entry in comments if (at := record_time(entry))), None),
        text=join_texts([text for entry in comments if (text := text_of(entry.get("comment")))]),
        title=title,
        container=group,
        place=attachments.place,
        latitude=attachments.latitude,
        longitude=attachments.longitude,
        link=attachments.link,
        media=tuple(attachments.media.values()),
        hint=hint,
        writer=writer,
        host=_host(source, hint, group),
        stated_audience=audience,
        stated_label=label,
        own_page=True if source.section == "page" else None,
    )
    return with_time_note(result, record)


def _kind(source: Source, hint: str | None, group: str | None) -> str:
    """Return the kind of comment: one in a group is that, be it a reply or not."""
    if group or source.section == "group":
        return "group_comment"
    return "reply" if hint == "replied" else "comment"


def _host(source: Source, hint: str | None, group: str | None) -> str | None:
    """Return whose page or timeline it is on, where the record says so."""
    if group or source.section == "group":
        return "group"
    return "self" if hint == "own_post_comment" else HOST_IN.get(source.section)
