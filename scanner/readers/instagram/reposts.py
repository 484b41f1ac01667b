"""Reposts: other people's posts shown on one's own profile, with words of one's own."""

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.readers.instagram.content import LABELLED, odd_times
from scanner.readers.record import Reading, Record, Skip
from scanner.readers.shapes import Fields, Unlisted, records, unknown
from scanner.readers.source import Source
from scanner.readers.times import is_number, moment


def reposts(source: Source) -> Iterator[Reading]:
    """Read reposts: `profile_media_reposts` (2025, WIH) or an array of `label_values` (2026, Demetafy)."""
    unlisted = Unlisted()
    for found in records(source.entries):
        if isinstance(found, Skip):
            yield found
            continue
        pointer, record = found
        if LABELLED.isdisjoint(record) and not is_number(record.get("timestamp")):
            yield unknown(pointer)
            continue
        fields = Fields(record, source.labels)
        unlisted.add(fields)
        yield from _repost(pointer, record, fields)
    yield from unlisted.notes()


def _repost(pointer: str, record: Mapping[str, Any], fields: Fields) -> Iterator[Reading]:
    """Give one repost with the user's own words alone: the post itself is someone else's."""
    text = fields.text("text", "message")
    at = fields.time("repost_time", "time", "creation_time") or moment(record.get("timestamp"))
    yield from odd_times(pointer, record) if at is None else ()
    yield Record(platform="instagram", kind="repost", lies_in="reposts", pointer=pointer, at=at, text=text)
