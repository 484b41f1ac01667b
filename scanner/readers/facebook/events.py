"""Events the person made; whether they were public is not in any export (NIK, D3I)."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.getters import Json, child, coordinate, made_at, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.media import held
from scanner.readers.facebook.posts import post
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import unknown
from scanner.readers.source import Source
from scanner.readers.text import words

KEYS: Final = frozenset(("name", "description", "start_timestamp", "create_timestamp"))
"""A record with none of these is no event."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of events (`your_events`, `your_events_v2`, or labelled values of hosted ones)."""
    return each(source, event)


def event(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one event; its time is when it was made, else when it starts."""
    if "data" in record or "attachments" in record:
        return post(source, pointer, record)
    if KEYS.isdisjoint(record):
        return (unknown(pointer),)
    place = child(record, "place")
    latitude, longitude = coordinate(child(place, "coordinate"))
    made = Record(
        platform=source.platform,
        kind="event",
        lies_in=source.lies_in,
        pointer=pointer,
        at=made_at(record, "start_timestamp"),
        text=words(record.get("description")),
        title=words(record.get("name")),
        place=words(place.get("name")),
        latitude=latitude,
        longitude=longitude,
        media=held(record),
    )
    return timed(made, record)
