"""Recommendations of Pages; their text, if any, stands in the posts."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.getters import Json, made_at, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.posts import post
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import unknown
from scanner.readers.source import Source
from scanner.readers.text import words

KEYS: Final = frozenset(("name", "url"))
"""A record with none of these is no recommendation."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of recommendations (`recommended_pages_v2`, or a review in a post's shape)."""
    return each(source, review)


def review(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one recommendation."""
    if "data" in record or "attachments" in record:
        return post(source, pointer, record)
    if KEYS.isdisjoint(record):
        return (unknown(pointer),)
    made = Record(
        platform=source.platform,
        kind="review",
        lies_in=source.lies_in,
        pointer=pointer,
        at=made_at(record),
        container=words(record.get("name")),
        link=words(record.get("url")),
    )
    return timed(made, record)
