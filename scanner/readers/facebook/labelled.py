"""Records of labelled values, the shape that Meta moves one file after the other to since 2024."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from scanner.readers.facebook.attachments import media_references
from scanner.readers.facebook.fields import (
    HOST_IN,
    KIND_IN,
    Json,
    audience_by_labels,
    coordinates_of,
    join_texts,
    other_post,
    record_time,
    with_time_note,
)
from scanner.readers.labelled_values import LabelledValue, LabelledValues, UnknownLabels, labelled_records
from scanner.readers.locale_tables import Labels, Title
from scanner.readers.record import Reading, Record
from scanner.readers.source import Source
from scanner.readers.values import text_of
from scanner.schema import NOT_UNDERSTOOD

ReadPlain = Callable[[Source, str, Json], Iterable[Reading]]
"""Reads a record whose keys are its fields."""
ReadLabelled = Callable[[Source, str, Json, LabelledValues], Iterable[Reading]]
"""Reads a record of labelled values."""

LABELLED: Final = frozenset(("label_values", "string_map_data", "string_list_data", "media_map_data"))
"""A record with one of these has labels for fields."""
TEXTS: Final = ("message", "comment", "text", "caption")
"""What labels mean that hold a record's own words."""
TITLED: Final = ("timeline", "app_posts")
"""Where a record's title is a title line; elsewhere it is the name of an event, an album, a poll."""
COMMENT_TEXTS: Final = ("comment", "message", "text")
"""The same in a record of a comment, the best first: a caption there is that of the post above it."""
PLACES: Final = ("place_tags", "place_name", "location", "coordinates")
"""What the groups mean that say where something was."""
_PAIR: Final = re.compile(r"\(\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*\)")
"""Coordinates as text, `(10.5 , 20.5)`. Source: timelinize `parseCoordsFromDictString`."""


def read_records(
    source: Source, read_plain: ReadPlain, read_labelled: ReadLabelled | None = None
) -> Iterator[Reading]:
    """Read every record of a member, whatever wraps it and whichever of the two shapes it has."""
    return labelled_records(source, partial(_record, source, read_plain, read_labelled or content))


def _record(
    source: Source,
    read_plain: ReadPlain,
    read_labelled: ReadLabelled,
    pointer: str,
    record: Json,
    unlisted: UnknownLabels,
) -> Iterable[Reading]:
    """Return what one record says, in either shape."""
    if LABELLED.isdisjoint(record):
        return read_plain(source, pointer, record)
    fields = LabelledValues(record, source.labels)
    unlisted.add(fields)
    return read_labelled(source, pointer, record, fields)


def content(source: Source, pointer: str, record: Json, fields: LabelledValues) -> Iterable[Reading]:
    """Read a record of labelled values as content: a post, a check-in, or what its place makes it."""
    if source.section == "by_others":
        return (other_post(source, pointer, record),)
    title = text_of(record.get("title"))
    meaning = source.labels.title(title)
    group = fields.text("group") or (meaning.container if meaning and meaning.hint == "group" else None)
    target = fields.text("target") or group_name(fields, source.labels, "target")
    audience, label = audience_by_labels(fields, source.labels)
    latitude, longitude = place_coordinates(fields, source.labels)
    result = Record(
        platform=source.platform,
        kind=KIND_IN.get(source.section) or ("group_post" if group else "post"),
        section=source.section,
        pointer=pointer,
        at=record_time(record) or fields.time("visit_time", "creation_time"),
        text=_text(source, fields),
        title=title or fields.text("name"),
        container=group or target,
        place=place_name(fields, source.labels),
        latitude=latitude,
        longitude=longitude,
        link=fields.href("url") or fields.text("url"),
        media=media_references(fields.media),
        hint=meaning.hint if meaning else NOT_UNDERSTOOD if title and source.section in TITLED else None,
        writer=fields.text("sender"),
        host=HOST_IN.get(source.section) or _host(meaning, group),
        host_name=target,
        stated_audience=audience,
        stated_label=label,
        own_page=True if source.section == "page" else None,
    )
    return with_time_note(result, record)


def _host(meaning: Title | None, group: str | None) -> str | None:
    """Return `group` or `other` if its title or labels say it was posted there, else None."""
    if group or (meaning and meaning.hint == "group"):
        return "group"
    return "other" if meaning and meaning.hint == "other_timeline" else None


def _text(source: Source, fields: LabelledValues) -> str | None:
    """Return the record's own words."""
    if source.section == "comments":
        return fields.text(*COMMENT_TEXTS)
    return join_texts([text for concept in TEXTS for text in fields.texts(concept)])


def group_name(fields: LabelledValues, labels: Labels, concept: str) -> str | None:
    """Return the name in the record's group of this meaning (`Place tags`, `Target`)."""
    return next(
        (value.text for value in _grouped(fields, labels, concept) if value.concept == "name" and value.text),
        None,
    )


def _grouped(fields: LabelledValues, labels: Labels, *concepts: str) -> Iterator[LabelledValue]:
    """Return the values in the record's groups of these meanings, not in groups of something nested."""
    return (
        value for value in fields.values if value.group_count == 1 and labels.concept(value.group) in concepts
    )


def place_name(fields: LabelledValues, labels: Labels) -> str | None:
    """Return the place's name."""
    tagged_name = group_name(fields, labels, "place_tags") or group_name(fields, labels, "location")
    texts = (
        text
        for name in ("place_tags", "place_name", "location")
        for text in fields.texts(name)
        if not _PAIR.search(text)
    )
    return tagged_name or next(texts, None)


def place_coordinates(fields: LabelledValues, labels: Labels) -> tuple[float | None, float | None]:
    """Return latitude and longitude in degrees, from the first value whose text has the form of a pair."""
    for value in (*fields.direct, *_grouped(fields, labels, *PLACES)):
        if value.concept in ("coordinates", "location") and (pair := _PAIR.search(value.text or "")):
            return coordinates_of({"latitude": float(pair[1]), "longitude": float(pair[2])})
    return None, None
