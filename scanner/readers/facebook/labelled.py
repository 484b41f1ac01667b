"""Records of labelled values, the shape that Meta moves one file after the other to since 2024."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from scanner.readers.facebook.fields import HOST_IN, KIND_IN, joined, others, stated_by_labels
from scanner.readers.facebook.getters import Json, coordinate, made_at, timed
from scanner.readers.facebook.media import several
from scanner.readers.labels import Labels, Title
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import LabelledValue, LabelledValues, UnknownLabels, labelled_records
from scanner.readers.source import Source
from scanner.readers.values import text_of
from scanner.schema import NOT_UNDERSTOOD

Named = Callable[[Source, str, Json], Iterable[Reading]]
"""Reads a record whose keys are its fields."""
Labelled = Callable[[Source, str, Json, LabelledValues], Iterable[Reading]]
"""Reads a record of labelled values."""

LABELLED: Final = frozenset(("label_values", "string_map_data", "string_list_data", "media_map_data"))
"""A record with one of these has labels for fields."""
TEXTS: Final = ("message", "comment", "text", "caption")
"""What labels mean that hold a record's own words."""
TITLED: Final = ("timeline", "app_posts")
"""Where a record's title is a title line; elsewhere it is the name of an event, an album, a poll."""
COMMENT_TEXTS: Final = ("comment", "message", "text")
"""The same in a record of a comment, the best first: a caption there is that of the post it stands under."""
PLACES: Final = ("place_tags", "place_name", "location", "coordinates")
"""What the groups mean that say where something was."""
_PAIR: Final = re.compile(r"\(\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*\)")
"""Coordinates as text, `(10.5 , 20.5)`. Source: timelinize `parseCoordsFromDictString`."""


def each(source: Source, named: Named, labelled: Labelled | None = None) -> Iterator[Reading]:
    """Read every record of a member, whatever wraps it and whichever of the two shapes it has."""
    return labelled_records(source, partial(_record, source, named, labelled or content))


def _record(
    source: Source, named: Named, labelled: Labelled, pointer: str, record: Json, unlisted: UnknownLabels
) -> Iterable[Reading]:
    """Return what one record says, in either shape."""
    if LABELLED.isdisjoint(record):
        return named(source, pointer, record)
    fields = LabelledValues(record, source.labels)
    unlisted.add(fields)
    return labelled(source, pointer, record, fields)


def content(source: Source, pointer: str, record: Json, fields: LabelledValues) -> Iterable[Reading]:
    """Read a record of labelled values as content: a post, a check-in, or what its place makes it."""
    if source.section == "by_others":
        return (others(source, pointer, record),)
    title = text_of(record.get("title"))
    said = source.labels.title(title)
    group = fields.text("group") or (said.container if said and said.hint == "group" else None)
    target = fields.text("target") or named_in(fields, source.labels, "target")
    audience, label = stated_by_labels(fields, source.labels)
    latitude, longitude = located(fields, source.labels)
    made = Record(
        platform=source.platform,
        kind=KIND_IN.get(source.section) or ("group_post" if group else "post"),
        section=source.section,
        pointer=pointer,
        at=made_at(record) or fields.time("visit_time", "creation_time"),
        text=_text(source, fields),
        title=title or fields.text("name"),
        container=group or target,
        place=placed(fields, source.labels),
        latitude=latitude,
        longitude=longitude,
        link=fields.href("url") or fields.text("url"),
        media=several(fields.media),
        hint=said.hint if said else NOT_UNDERSTOOD if title and source.section in TITLED else None,
        writer=fields.text("sender"),
        host=HOST_IN.get(source.section) or _host(said, group),
        host_name=target,
        stated_audience=audience,
        stated_label=label,
        own_page=True if source.section == "page" else None,
    )
    return timed(made, record)


def _host(said: Title | None, group: str | None) -> str | None:
    """Return `group` or `other` if its title or labels say it was posted there, else None."""
    if group or (said and said.hint == "group"):
        return "group"
    return "other" if said and said.hint == "other_timeline" else None


def _text(source: Source, fields: LabelledValues) -> str | None:
    """Return the record's own words."""
    if source.section == "comments":
        return fields.text(*COMMENT_TEXTS)
    return joined([text for concept in TEXTS for text in fields.texts(concept)])


def named_in(fields: LabelledValues, labels: Labels, concept: str) -> str | None:
    """Return the name that stands in the record's group of this meaning (`Place tags`, `Target`)."""
    return next(
        (cell.text for cell in _grouped(fields, labels, concept) if cell.concept == "name" and cell.text),
        None,
    )


def _grouped(fields: LabelledValues, labels: Labels, *concepts: str) -> Iterator[LabelledValue]:
    """Return the values in the record's groups of these meanings, not in groups of something nested."""
    return (
        cell for cell in fields.cells if cell.named_groups == 1 and labels.concept(cell.group) in concepts
    )


def placed(fields: LabelledValues, labels: Labels) -> str | None:
    """Return the place's name."""
    tagged = named_in(fields, labels, "place_tags") or named_in(fields, labels, "location")
    told = (
        text
        for name in ("place_tags", "place_name", "location")
        for text in fields.texts(name)
        if not _PAIR.search(text)
    )
    return tagged or next(told, None)


def located(fields: LabelledValues, labels: Labels) -> tuple[float | None, float | None]:
    """Return latitude and longitude in degrees, which stand as text in whichever value looks like them."""
    for cell in (*fields.own, *_grouped(fields, labels, *PLACES)):
        if cell.concept in ("coordinates", "location") and (pair := _PAIR.search(cell.text or "")):
            return coordinate({"latitude": float(pair[1]), "longitude": float(pair[2])})
    return None, None
