"""Posts, reels, stories, instants and reposts, and the two shapes that they share with pictures of a profile.

The plain shape is a media object, or media objects with a caption and a time around them; the other one has
`label_values` (2026). A file moves from the one to the other account by account, so each file may be either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from scanner.readers.instagram.media import media_references
from scanner.readers.labelled_values import LabelledValues, UnknownLabels, labelled_records
from scanner.readers.locale_tables import Labels
from scanner.readers.record import ReaderNote, Reading, Record, Skip
from scanner.readers.records import unknown_record
from scanner.readers.source import Source
from scanner.readers.values import coordinates, is_number, parse_time, text_of, time_note


class Section(NamedTuple):
    """The section of an account that a record is in, and what that makes it."""

    kind: str
    name: str
    platform: str = "instagram"


SECTION_BY_WRAPPER: Final = {
    "ig_reels_media": Section("reel", "reels"),
    "ig_igtv_media": Section("post", "videos"),
    "ig_stories": Section("story", "stories"),
    "ig_archived_post_media": Section("post", "archive"),
    "ig_recently_deleted_media": Section("post", "trash"),
    "ig_other_media": Section("post", "other_content"),
    "ig_profile_picture": Section("profile_picture", "profile_picture"),
}
"""Meta's wrapper keys, English in every language; they count for more than the file's name (VANA, WIH)."""
INSIGHTS: Final = "organic_insights_"
"""Wrappers of statistics, in a file that is called `posts.json` too (favstats/algosoc-data-donation)."""
LABELLED: Final = frozenset(("label_values", "string_map_data"))
EMPTY: Final = "nothing in it"
KEYS: Final = frozenset(("media", "uri"))
"""A plain record with none of these and no time is none that Instagram writes."""


def posts(source: Source) -> Iterator[Reading]:
    """Read posts; those of a file without a wrapper are in the section that the file's layout names."""
    return content(source, Section("post", source.section))


def posts_index(source: Source) -> Iterator[Reading]:
    """Read `posts.json`: the grid once more, with archived posts and drafts mixed in.

    It held 307 posts where `posts_1.json` held 286 (blog.sh `docs/importing.md`), so a post that
    is in this file alone is not known to be on the grid.
    """
    return content(source, Section("post", "posts_index"))


def reels(source: Source) -> Iterator[Reading]:
    """Read reels."""
    return content(source, Section("reel", "reels"))


def stories(source: Source) -> Iterator[Reading]:
    """Read stories; one without its file is a story still."""
    return content(source, Section("story", "stories"))


def instants(source: Source) -> Iterator[Reading]:
    """Read `your_instants.json` and `quicksnaps/` in every known shape; no public source shows theirs.

    Instants disappear once viewed.
    """
    return content(source, Section("story", "instants"))


def reposts(source: Source) -> Iterator[Reading]:
    """Read reposts: other people's posts shown on one's own profile, with words of one's own.

    `profile_media_reposts` (2025, WIH) or an array of `label_values` (2026, Demetafy).
    """
    return labelled_records(source, partial(_repost, source.labels))


def _repost(
    labels: Labels, pointer: str, record: dict[str, Any], unlisted: UnknownLabels
) -> Iterator[Reading]:
    """Yield one repost with the user's own words alone: the post itself is someone else's."""
    if LABELLED.isdisjoint(record) and not is_number(record.get("timestamp")):
        yield unknown_record(pointer)
        return
    fields = LabelledValues(record, labels)
    unlisted.add(fields)
    text = fields.text("text", "message")
    at = fields.time("repost_time", "time", "creation_time") or parse_time(record.get("timestamp"))
    yield from odd_time_note(pointer, record) if at is None else ()
    yield Record(platform="instagram", kind="repost", section="reposts", pointer=pointer, at=at, text=text)


def content(source: Source, section: Section) -> Iterator[Reading]:
    """Read the records of a member; `section` holds for those whose wrapper names none."""
    return labelled_records(source, partial(content_record, source.labels, section))


def content_record(
    labels: Labels, section: Section, pointer: str, record: dict[str, Any], unlisted: UnknownLabels
) -> Iterable[Reading]:
    """Return what one record says, in either shape."""
    wrapper = wrapper_key(pointer)
    if wrapper.startswith(INSIGHTS):
        return (Skip(pointer, "insights into a post, no content"),)
    section = SECTION_BY_WRAPPER.get(wrapper, section)
    if LABELLED.isdisjoint(record):
        return _plain(pointer, record, section)
    fields = LabelledValues(record, labels)
    unlisted.add(fields)
    return _labelled(pointer, record, section, fields, labels)


def wrapper_key(pointer: str) -> str:
    """Return the first step of a pointer: the wrapper key, where there is one."""
    return pointer[1:].partition("/")[0]


def _plain(pointer: str, record: dict[str, Any], section: Section) -> Sequence[Reading]:
    """Read media objects with a caption and a time around them, or one media object alone."""
    if KEYS.isdisjoint(record) and not is_number(record.get("creation_timestamp")):
        return (unknown_record(pointer),)
    entries = media_objects(record)
    text = text_of(record.get("title")) or (text_of(entries[0].get("title")) if entries else None)
    raw = record.get("creation_timestamp")
    time = parse_time(raw)
    odd = time_note(raw, pointer) if raw and time is None else None
    at = time or _earliest(entries)
    media = media_references(entries, text)
    if text is None and at is None and not media:
        return (Skip(pointer, EMPTY),)
    kind, name, platform = section
    result = Record(
        platform=platform, kind=kind, section=name, pointer=pointer, at=at, text=text, media=media
    )
    return (result, odd) if odd else (result,)


def media_objects(record: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """Return the media objects of a record, which may be one itself."""
    entries = record.get("media")
    if not isinstance(entries, list):
        return (record,)
    return [entry for entry in entries if isinstance(entry, dict)]


def _earliest(entries: Sequence[Mapping[str, Any]]) -> float | None:
    """Return the first time of any of the media objects."""
    times = [parse_time(entry.get("creation_timestamp")) for entry in entries]
    return min(filter(None, times), default=None)


def _labelled(
    pointer: str, record: dict[str, Any], section: Section, fields: LabelledValues, labels: Labels
) -> Iterator[Reading]:
    """Read `label_values`: Caption, Creation time, Published, Draft, Latitude, Longitude, Media."""
    text = fields.text("caption", "text", "message") or next(
        (text_of(m.get("title")) for m in fields.direct_media), None
    )
    at = fields.time("creation_time", "time") or parse_time(record.get("timestamp"))
    media = media_references(fields.media, text)
    yield from odd_time_note(pointer, record) if at is None else ()
    if text is None and at is None and not media:
        yield Skip(pointer, EMPTY)
        return
    latitude, longitude = coordinates(fields.text("latitude"), fields.text("longitude"))
    yield Record(
        platform=section.platform,
        kind=section.kind,
        section=section.name,
        pointer=pointer,
        at=at,
        text=text,
        latitude=latitude,
        longitude=longitude,
        media=media,
        published=labels.flag(fields.text("published")),
        draft=labels.flag(fields.text("draft")),
    )


def odd_time_note(pointer: str, record: Mapping[str, Any]) -> Iterator[ReaderNote]:
    """Yield a note, at most one, if a record without a time has something in a time's place."""
    notes = (time_note(value, pointer) for value in _times(record))
    yield from (note for note in (next((note for note in notes if note), None),) if note)


def _times(record: Mapping[str, Any]) -> Iterator[object]:
    """Yield whatever is where a record, or a labelled value of it, has its time."""
    yield record.get("timestamp")
    yield record.get("creation_timestamp")
    for entry in labelled_entries(record):
        yield entry.get("timestamp")
        yield entry.get("timestamp_value")


def labelled_entries(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the raw objects behind a record's own labels, not the nested ones, in each shape."""
    by_label = record.get("string_map_data")
    if isinstance(by_label, dict):
        yield from ({**entry, "label": label} for label, entry in by_label.items() if isinstance(entry, dict))
    for key in ("label_values", "string_list_data"):
        listed = record.get(key)
        if isinstance(listed, list):
            yield from (entry for entry in listed if isinstance(entry, dict))
