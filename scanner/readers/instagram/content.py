"""What posts, reels, stories and pictures have in common: where a record lies, and its two shapes.

The plain shape is a media object, or media objects with a caption and a time around them; the other one has
`label_values` (2026). A file moves from the one to the other account by account, so each file may be either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from scanner.readers.coordinates import coordinates
from scanner.readers.instagram.media import files
from scanner.readers.labels import Labels
from scanner.readers.record import Note, Reading, Record, Skip
from scanner.readers.shapes import Fields, Unlisted, records, unknown, within_limits
from scanner.readers.source import Source
from scanner.readers.text import words
from scanner.readers.times import is_number, moment, odd_time


class Shelf(NamedTuple):
    """Where a record lies, and what that makes it."""

    kind: str
    lies_in: str
    platform: str = "instagram"


SHELVES: Final = {
    "ig_reels_media": Shelf("reel", "reels"),
    "ig_igtv_media": Shelf("post", "videos"),
    "ig_stories": Shelf("story", "stories"),
    "ig_archived_post_media": Shelf("post", "archive"),
    "ig_recently_deleted_media": Shelf("post", "trash"),
    "ig_other_media": Shelf("post", "other_content"),
    "ig_profile_picture": Shelf("profile_picture", "profile_picture"),
}
"""Meta's wrapper keys, English in every language; they stand over the file's name (VANA, WIH)."""
INSIGHTS: Final = "organic_insights_"
"""Wrappers of statistics, in a file that is called `posts.json` too (favstats/algosoc-data-donation)."""
LABELLED: Final = frozenset(("label_values", "string_map_data"))
EMPTY: Final = "nothing in it"
KEYS: Final = frozenset(("media", "uri"))
"""A plain record with none of these and no time is none that Instagram writes."""

Shelved = tuple[str, dict[str, Any], Shelf]


def content(source: Source, shelf: Shelf) -> Iterator[Reading]:
    """Give the records of a member; `shelf` is where one lies whose wrapper doesn't say."""
    labels, unlisted = source.labels, Unlisted()
    for found in shelved(source.entries, shelf):
        if isinstance(found, Skip):
            yield found
        else:
            yield from within_limits(found[0], told, *found, labels, unlisted)
    yield from unlisted.notes()


def shelved(document: object, shelf: Shelf) -> Iterator[Shelved | Skip]:
    """Give each record with its pointer and where it lies."""
    for found in records(document):
        if isinstance(found, Skip):
            yield found
            continue
        wrapper = top(found[0])
        if wrapper.startswith(INSIGHTS):
            yield Skip(found[0], "insights into a post, no content")
        else:
            yield *found, SHELVES.get(wrapper, shelf)


def top(pointer: str) -> str:
    """Give the first step of a pointer: the wrapper key, where there is one."""
    return pointer[1:].partition("/")[0]


def told(
    pointer: str, record: dict[str, Any], shelf: Shelf, labels: Labels, unlisted: Unlisted
) -> Iterable[Reading]:
    """Give what one record tells, in either shape."""
    if LABELLED.isdisjoint(record):
        return _plain(pointer, record, shelf)
    fields = Fields(record, labels)
    unlisted.add(fields)
    return _labelled(pointer, record, shelf, fields, labels)


def _plain(pointer: str, record: dict[str, Any], shelf: Shelf) -> Sequence[Reading]:
    """Read media objects with a caption and a time around them, or one media object alone."""
    if KEYS.isdisjoint(record) and not is_number(record.get("creation_timestamp")):
        return (unknown(pointer),)
    entries = media_objects(record)
    text = words(record.get("title")) or (words(entries[0].get("title")) if entries else None)
    raw = record.get("creation_timestamp")
    own = moment(raw)
    odd = odd_time(raw, pointer) if raw and own is None else None
    at = own or _earliest(entries)
    media = files(entries, text)
    if text is None and at is None and not media:
        return (Skip(pointer, EMPTY),)
    kind, lies_in, platform = shelf
    told = Record(
        platform=platform, kind=kind, lies_in=lies_in, pointer=pointer, at=at, text=text, media=media
    )
    return (told, odd) if odd else (told,)


def media_objects(record: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """Give the media objects of a record, which may be one itself."""
    entries = record.get("media")
    if not isinstance(entries, list):
        return (record,)
    return [entry for entry in entries if isinstance(entry, dict)]


def _earliest(entries: Sequence[Mapping[str, Any]]) -> float | None:
    """Give the first time of any of the media objects."""
    times = [moment(entry.get("creation_timestamp")) for entry in entries]
    return min(filter(None, times), default=None)


def _labelled(
    pointer: str, record: dict[str, Any], shelf: Shelf, fields: Fields, labels: Labels
) -> Iterator[Reading]:
    """Read `label_values`: Caption, Creation time, Published, Draft, Latitude, Longitude, Media."""
    text = fields.text("caption", "text", "message") or next(
        (words(m.get("title")) for m in fields.own_media), None
    )
    at = fields.time("creation_time", "time") or moment(record.get("timestamp"))
    media = files(fields.media, text)
    yield from odd_times(pointer, record) if at is None else ()
    if text is None and at is None and not media:
        yield Skip(pointer, EMPTY)
        return
    latitude, longitude = coordinates(fields.text("latitude"), fields.text("longitude"))
    yield Record(
        platform=shelf.platform,
        kind=shelf.kind,
        lies_in=shelf.lies_in,
        pointer=pointer,
        at=at,
        text=text,
        latitude=latitude,
        longitude=longitude,
        media=media,
        published=labels.flag(fields.text("published")),
        draft=labels.flag(fields.text("draft")),
    )


def odd_times(pointer: str, record: Mapping[str, Any]) -> Iterator[Note]:
    """Say that a record without a time has something in a time's place, once, however often."""
    notes = (odd_time(value, pointer) for value in _times(record))
    yield from (note for note in (next((note for note in notes if note), None),) if note)


def _times(record: Mapping[str, Any]) -> Iterator[object]:
    """Give whatever stands where a record, or a labelled value of it, has its time."""
    yield record.get("timestamp")
    yield record.get("creation_timestamp")
    for entry in labelled_entries(record):
        yield entry.get("timestamp")
        yield entry.get("timestamp_value")


def labelled_entries(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the raw objects behind a record's own labels, not the nested ones, in each shape."""
    by_label = record.get("string_map_data")
    if isinstance(by_label, dict):
        yield from ({**entry, "label": label} for label, entry in by_label.items() if isinstance(entry, dict))
    for key in ("label_values", "string_list_data"):
        listed = record.get(key)
        if isinstance(listed, list):
            yield from (entry for entry in listed if isinstance(entry, dict))
