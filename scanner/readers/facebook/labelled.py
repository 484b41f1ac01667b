"""Records of labelled values, the shape that Meta moves one file after the other to since 2024."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from scanner.readers.facebook.getters import Json, coordinate, made_at, timed
from scanner.readers.facebook.media import several
from scanner.readers.facebook.placed import HOST_IN, KIND_IN, joined, others, stated_by_labels
from scanner.readers.labels import Labels
from scanner.readers.record import Reading, Record, Skip
from scanner.readers.shapes import Fields, Unlisted, records, within_limits
from scanner.readers.source import Source
from scanner.readers.text import words

Named = Callable[[Source, str, Json], Iterable[Reading]]
"""Reads a record whose keys are its fields."""
Labelled = Callable[[Source, str, Json, Fields], Iterable[Reading]]
"""Reads a record of labelled values."""

LABELLED: Final = frozenset(("label_values", "string_map_data", "string_list_data", "media_map_data"))
"""A record with one of these has labels for fields."""
TEXTS: Final = ("message", "comment", "text")
"""What labels mean that hold a record's own words."""
_PAIR: Final = re.compile(r"\(\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*\)")
"""Coordinates as text, `(10.5 , 20.5)`. Source: timelinize `parseCoordsFromDictString`."""


def each(source: Source, named: Named, labelled: Labelled | None = None) -> Iterator[Reading]:
    """Read every record of a member, whatever wraps it and whichever of the two shapes it has."""
    unlisted = Unlisted()
    for found in records(source.entries):
        if isinstance(found, Skip):
            yield found
        elif LABELLED.isdisjoint(found[1]):
            yield from within_limits(found[0], named, source, *found)
        else:
            yield from within_limits(found[0], _by_labels, source, *found, labelled or content, unlisted)
    yield from unlisted.notes()


def _by_labels(
    source: Source, pointer: str, record: Json, labelled: Labelled, unlisted: Unlisted
) -> Iterable[Reading]:
    """Read one record of labelled values."""
    fields = Fields(record, source.labels)
    unlisted.add(fields)
    return labelled(source, pointer, record, fields)


def content(source: Source, pointer: str, record: Json, fields: Fields) -> Iterable[Reading]:
    """Read a record of labelled values as content: a post, a check-in, or what its place makes it."""
    if source.lies_in == "by_others":
        return (others(source, pointer, record),)
    title = words(record.get("title"))
    said = source.labels.title(title)
    group = fields.text("group") or (said.container if said and said.hint == "group" else None)
    target = fields.text("target") or named_in(fields, source.labels, "target")
    audience, label = stated_by_labels(fields, source.labels)
    latitude, longitude = located(fields)
    made = Record(
        platform=source.platform,
        kind=KIND_IN.get(source.lies_in) or ("group_post" if group else "post"),
        lies_in=source.lies_in,
        pointer=pointer,
        at=made_at(record) or fields.time("visit_time", "creation_time"),
        text=joined([text for concept in TEXTS for text in fields.texts(concept)]),
        title=title or _own_name(fields),
        container=group or target,
        place=placed(fields, source.labels),
        latitude=latitude,
        longitude=longitude,
        link=fields.href("url") or fields.text("url"),
        media=several(fields.media),
        hint=said.hint if said else None,
        writer=fields.text("sender"),
        host=HOST_IN.get(source.lies_in) or ("group" if group else None),
        host_name=target,
        stated_audience=audience,
        stated_label=label,
        own_page=True if source.lies_in == "page" else None,
    )
    return timed(made, record)


def _own_name(fields: Fields) -> str | None:
    """Give the name of the record itself, say of an event, and not of something that hangs on it."""
    return next((cell.text for cell in fields.cells if cell.concept == "name" and cell.depth == 0), None)


def named_in(fields: Fields, labels: Labels, concept: str) -> str | None:
    """Give the name that stands in the nested group of this meaning (`Place tags`, `Target`)."""
    names = (cell for cell in fields.cells if cell.concept == "name" and cell.text)
    return next((cell.text for cell in names if labels.concept(cell.group) == concept), None)


def placed(fields: Fields, labels: Labels) -> str | None:
    """Give the place's name."""
    tagged = named_in(fields, labels, "place_tags") or named_in(fields, labels, "location")
    told = (
        text
        for name in ("place_tags", "place_name", "location")
        for text in fields.texts(name)
        if not _PAIR.search(text)
    )
    return tagged or next(told, None)


def located(fields: Fields) -> tuple[float | None, float | None]:
    """Give latitude and longitude, which stand as text in whichever value looks like them."""
    for cell in fields.cells:
        if cell.concept in ("coordinates", "location") and (pair := _PAIR.search(cell.text or "")):
            return coordinate({"latitude": float(pair[1]), "longitude": float(pair[2])})
    return None, None
