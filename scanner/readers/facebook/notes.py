"""Notes, the long texts that Facebook had until 2020."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attached import attached
from scanner.readers.facebook.getters import Json, made_at, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.media import held
from scanner.readers.facebook.posts import post
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import unknown
from scanner.readers.source import Source
from scanner.readers.text import words

KEYS: Final = frozenset(("title", "text"))
"""A record with none of these is no note."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of notes (`notes_v2`: key scan of exports of 2022; in posts: ditchbook)."""
    return each(source, note)


def note(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one note, which may stand as a post with the note attached."""
    if "data" in record or ("attachments" in record and "text" not in record):
        return post(source, pointer, record)
    if KEYS.isdisjoint(record):
        return (unknown(pointer),)
    found = attached(record.get("attachments"))
    made = Record(
        platform=source.platform,
        kind="note",
        lies_in=source.lies_in,
        pointer=pointer,
        at=made_at(record),
        text=words(record.get("text")),
        title=words(record.get("title")),
        media=held(record) or tuple(found.media.values()),
    )
    return timed(made, record)
