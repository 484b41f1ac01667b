"""Marketplace listings, and things for sale in groups."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attached import market_group
from scanner.readers.facebook.getters import Json, child, coordinate, made_at, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.media import held
from scanner.readers.facebook.posts import post
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import unknown
from scanner.readers.source import Source
from scanner.readers.text import words

KEYS: Final = frozenset(("title", "description", "price", "marketplace", "category"))
"""A record with none of these is no listing."""


def read(source: Source) -> Iterator[Reading]:
    """Read a file of listings (`items_selling_v2`, or labelled values of the listing history)."""
    return each(source, listing)


def listing(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one listing; `marketplace` names Marketplace or a group (key scan of exports of 2022)."""
    if "data" in record or "attachments" in record:
        return post(source, pointer, record)
    if KEYS.isdisjoint(record):
        return (unknown(pointer),)
    group = market_group(record)
    place = child(record, "location")
    latitude, longitude = coordinate(child(place, "coordinate"))
    made = Record(
        platform=source.platform,
        kind="listing",
        lies_in=source.lies_in,
        pointer=pointer,
        at=made_at(record),
        text=words(record.get("description")),
        title=words(record.get("title")),
        container=group,
        place=words(place.get("name")),
        latitude=latitude,
        longitude=longitude,
        host="group" if group else None,
        media=held(record),
    )
    return timed(made, record)
