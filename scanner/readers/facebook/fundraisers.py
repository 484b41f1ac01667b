"""Fundraisers the person started, which are posts."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.getters import Json, made_at, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.media import held
from scanner.readers.facebook.placed import joined
from scanner.readers.facebook.posts import post
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import unknown
from scanner.readers.source import Source
from scanner.readers.text import words

KEYS: Final = frozenset(("title", "name", "description"))
"""A record with none of these is no fundraiser."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of fundraisers (`fundraisers_created_v2`: key scan of exports of 2022)."""
    return each(source, fundraiser)


def fundraiser(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one fundraiser, which may stand attached to a post."""
    if "data" in record or "attachments" in record:
        return post(source, pointer, record)
    if KEYS.isdisjoint(record):
        return (unknown(pointer),)
    made = Record(
        platform=source.platform,
        kind="post",
        lies_in=source.lies_in,
        pointer=pointer,
        at=made_at(record, "start_timestamp"),
        text=joined([text for key in ("name", "description") if (text := words(record.get(key)))]),
        title=words(record.get("title")),
        link=words(record.get("url")),
        media=held(record),
    )
    return timed(made, record)
