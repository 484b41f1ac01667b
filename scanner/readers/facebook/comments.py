"""Comments, replies and comments in groups."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attachments import attached
from scanner.readers.facebook.fields import HOST_IN, is_titled, joined, others, stated_by_keys
from scanner.readers.facebook.getters import Json, is_timed, made_at, objects, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import unknown
from scanner.readers.source import Source
from scanner.readers.values import text_of

KEYS: Final = frozenset(("data", "attachments", "comment"))
"""A record with none of these, no time and no title line of Facebook's is no comment."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of comments: `comments`, `comments_v2`, `group_comments_v2`, or labelled values."""
    return each(source, comment)


def comment(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one comment. Neither the post it stands under nor who could see that is told (FBC docs)."""
    if KEYS.isdisjoint(record) and not is_timed(record) and not is_titled(source, record):
        return (unknown(pointer),)
    if source.section == "by_others":
        return (others(source, pointer, record),)
    told = (*objects(record.get("data")), record)
    said = objects([entry["comment"] for entry in told if "comment" in entry])
    writers = list(dict.fromkeys(text_of(entry.get("author")) for entry in said)) or [None]
    return [
        reading
        for number, writer in enumerate(writers)
        for reading in _comment(
            source,
            pointer,
            # What hangs on the record hangs on the first of its comments.
            record if number == 0 else {**record, "attachments": None},
            [entry for entry in said if text_of(entry.get("author")) == writer],
            writer,
        )
    ]


def _comment(
    source: Source, pointer: str, record: Json, said: list[Json], writer: str | None
) -> Iterable[Reading]:
    """Return the comment of one writer: a record may hold those of several."""
    title = text_of(record.get("title"))
    known = source.labels.title(title)
    hint = known.hint if known else None
    found = attached(record.get("attachments"))
    group = next((name for entry in said if (name := text_of(entry.get("group")))), None)
    audience, label = stated_by_keys(record, source.labels)
    made = Record(
        platform=source.platform,
        kind=_kind(source, hint, group),
        section=source.section,
        pointer=pointer,
        at=made_at(record) or next((at for entry in said if (at := made_at(entry))), None),
        text=joined([text for entry in said if (text := text_of(entry.get("comment")))]),
        title=title,
        container=group,
        place=found.place,
        latitude=found.latitude,
        longitude=found.longitude,
        link=found.link,
        media=tuple(found.media.values()),
        hint=hint,
        writer=writer,
        host=_host(source, hint, group),
        stated_audience=audience,
        stated_label=label,
        own_page=True if source.section == "page" else None,
    )
    return timed(made, record)


def _kind(source: Source, hint: str | None, group: str | None) -> str:
    """Name the kind of comment: one in a group is that, be it a reply or not."""
    if group or source.section == "group":
        return "group_comment"
    return "reply" if hint == "replied" else "comment"


def _host(source: Source, hint: str | None, group: str | None) -> str | None:
    """Tell on whose place it stands, where the record says so."""
    if group or source.section == "group":
        return "group"
    return "self" if hint == "own_post_comment" else HOST_IN.get(source.section)
