"""Polls voted on: whose poll it was isn't told, so its words are counted as someone else's."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.getters import Json, is_timed, made_at, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import Fields, unknown
from scanner.readers.source import Source
from scanner.readers.text import words

KEYS: Final = frozenset(("attachments", "title", "label_values"))
"""A record with none of these and no time is no vote."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of votes (`poll_votes_v2`, or labelled values since 2024)."""
    return each(source, vote, labelled_vote)


def vote(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one vote: when, and what Facebook's title line says of it."""
    if KEYS.isdisjoint(record) and not is_timed(record):
        return (unknown(pointer),)
    made = Record(
        platform=source.platform,
        kind="poll",
        lies_in=source.lies_in,
        pointer=pointer,
        at=made_at(record),
        title=words(record.get("title")),
    )
    return timed(made, record)


def labelled_vote(source: Source, pointer: str, record: Json, _fields: Fields) -> Iterable[Reading]:
    """Read one vote in labelled values."""
    return vote(source, pointer, record)
