"""Files of Facebook whose records are a few fields each: events, fundraisers, listings, notes and so on.

Any of them may also hold posts, or labelled values (`labelled.content`).
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple

from scanner.readers.facebook.attachments import files_in, market_group, read_attachments
from scanner.readers.facebook.fields import (
    Json,
    child,
    coordinates_of,
    is_timed,
    join_texts,
    other_post,
    record_time,
    with_time_note,
)
from scanner.readers.facebook.labelled import read_records
from scanner.readers.facebook.posts import post
from scanner.readers.labelled_values import LabelledValues
from scanner.readers.record import Reading, Record
from scanner.readers.records import unknown_record
from scanner.readers.source import Source
from scanner.readers.values import text_of


class Keys(NamedTuple):
    """The keys under which records of one kind have their fields."""

    kind: str
    required: frozenset[str]
    """A record with none of these is not of this kind."""
    text: tuple[str, ...] = ()
    """The keys of its own words, which are joined."""
    title: str | None = None
    container: str | None = None
    link: str | None = None
    place: str | None = None
    """The key of an object with `name` and `coordinate`."""
    times: tuple[str, ...] = ()
    """Keys of a time to be taken where no key says when it was created."""
    files: bool = True
    """Whether files in it are the person's own."""
    body: str | None = None
    """A record with attachments is a post, unless it has this key."""


def _simple(keys: Keys, source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Return what one record holds, which may also be a post."""
    if "data" in record or ("attachments" in record and (keys.body is None or keys.body not in record)):
        return post(source, pointer, record)
    if keys.required.isdisjoint(record):
        return (unknown_record(pointer),)
    group = market_group(record) if keys.kind == "listing" else None
    place: Json = child(record, keys.place) if keys.place else {}
    latitude, longitude = coordinates_of(child(place, "coordinate"))
    result = Record(
        platform=source.platform,
        kind=keys.kind,
        section=source.section,
        pointer=pointer,
        at=record_time(record, *keys.times),
        text=join_texts([text for key in keys.text if (text := text_of(record.get(key)))]),
        title=_text(record, keys.title),
        container=group or _text(record, keys.container),
        place=text_of(place.get("name")),
        latitude=latitude,
        longitude=longitude,
        link=_text(record, keys.link),
        host="group" if group else None,
    )
    if keys.files:
        result.media = files_in(record) or tuple(read_attachments(record.get("attachments")).media.values())
    return with_time_note(result, record)


def _text(record: Json, key: str | None) -> str | None:
    """Return the text under a key, if there is a key for it."""
    return None if key is None else text_of(record.get(key))


EVENT: Final = Keys(
    kind="event",
    required=frozenset(("name", "description", "start_timestamp", "create_timestamp")),
    text=("description",),
    title="name",
    place="place",
    times=("start_timestamp",),
)
FUNDRAISER: Final = Keys(
    kind="post",
    required=frozenset(("title", "name", "description")),
    text=("name", "description"),
    title="title",
    link="url",
    times=("start_timestamp",),
)
LISTING: Final = Keys(
    kind="listing",
    required=frozenset(("title", "description", "price", "marketplace", "category")),
    text=("description",),
    title="title",
    place="location",
)
NOTE: Final = Keys(
    kind="note", required=frozenset(("title", "text")), text=("text",), title="title", body="text"
)
REVIEW: Final = Keys(
    kind="review", required=frozenset(("name", "url")), container="name", link="url", files=False
)


def events(source: Source) -> Iterator[Reading]:
    """Read a file of events (`your_events`, `your_events_v2`, or labelled values of hosted ones).

    No export says whether they were public (NIK, D3I). The time is when one was created, else when it starts.
    """
    return read_records(source, partial(_simple, EVENT))


def fundraisers(source: Source) -> Iterator[Reading]:
    """Read the fundraisers that the person started (`fundraisers_created_v2`: key scan of exports of 2022).

    They are posts.
    """
    return read_records(source, partial(_simple, FUNDRAISER))


def listings(source: Source) -> Iterator[Reading]:
    """Read a file of listings (`items_selling_v2`, or labelled values of the listing history).

    `marketplace` names Marketplace or a group (key scan of exports of 2022).
    """
    return read_records(source, partial(_simple, LISTING))


def notes(source: Source) -> Iterator[Reading]:
    """Read a file of notes, the long texts that Facebook had until 2020.

    `notes_v2` (key scan of exports of 2022), or posts with the note attached (ditchbook).
    """
    return read_records(source, partial(_simple, NOTE))


def reviews(source: Source) -> Iterator[Reading]:
    """Read a file of recommendations (`recommended_pages_v2`, or a review in a post's shape).

    Their text, if any, is in the posts.
    """
    return read_records(source, partial(_simple, REVIEW))


def check_ins(source: Source) -> Iterator[Reading]:
    """Read the check-ins: a list of labelled values or one bare (TL, both forms of one file), or posts."""
    return read_records(source, post)


VOTE_KEYS: Final = frozenset(("attachments", "title", "label_values"))
"""A record with none of these and no time is no vote."""


def polls(source: Source) -> Iterator[Reading]:
    """Read the votes of a file (`poll_votes_v2`, or labelled values since 2024).

    Nothing says who made the poll, so its words count as someone else's.
    """
    return read_records(source, _vote, lambda source, pointer, record, _: _vote(source, pointer, record))


def _vote(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Return one vote: when, and Facebook's title line."""
    if VOTE_KEYS.isdisjoint(record) and not is_timed(record):
        return (unknown_record(pointer),)
    vote = Record(
        platform=source.platform,
        kind="poll",
        section=source.section,
        pointer=pointer,
        at=record_time(record),
        title=text_of(record.get("title")),
    )
    return with_time_note(vote, record)


TAG_KEYS: Final = frozenset(("uri", "media", "attachments", "data", "title"))
"""A record with none of these and no time is nothing that others posted."""


def tagged(source: Source) -> Iterator[Reading]:
    """Read the photos, videos and places that others tagged the person in: counted (NIK O10; TL)."""
    return read_records(source, _tag, _labelled_tag)


def _tag(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Return one of them, counted."""
    if TAG_KEYS.isdisjoint(record) and not is_timed(record):
        return (unknown_record(pointer),)
    return (other_post(source, pointer, record),)


def _labelled_tag(source: Source, pointer: str, record: Json, fields: LabelledValues) -> Iterable[Reading]:
    """Return one in labelled values, counted; a place has its time behind a label."""
    tag = other_post(source, pointer, record)
    tag.at = tag.at or fields.time("visit_time")
    return (tag,)
