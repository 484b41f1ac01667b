"""Fields of a Facebook record: JSON values read safely, and what its section and title say of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from scanner.readers.json_documents import JsonSlice
from scanner.readers.labelled_values import LabelledValues
from scanner.readers.locale_tables import Labels
from scanner.readers.record import ReaderNote, Record, Skip
from scanner.readers.records import skip_entry
from scanner.readers.source import Source
from scanner.readers.values import Place, coordinates, is_number, parse_time, text_of, time_note

Json = Mapping[str, Any]
"""A JSON object."""

_EMPTY: Final[Json] = {}

TIMES: Final = ("timestamp", "creation_timestamp", "created_timestamp", "create_timestamp")
"""The keys that hold when a record was made."""


def is_timed(record: Json) -> bool:
    """Return whether a record has a time as Meta writes it: a number, also where it is 0 for unset."""
    return any(is_number(record.get(key)) for key in TIMES)


def objects(value: object) -> list[Json]:
    """Return the objects of a list, or one bare object as a list; anything else is left out."""
    if isinstance(value, dict):
        return [value]
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def child(record: Json, key: str) -> Json:
    """Return the object under a key, or an empty one."""
    value = record.get(key)
    return value if isinstance(value, dict) else _EMPTY


def entries(value: object, pointer: str) -> Iterator[tuple[str, Json] | Skip]:
    """Yield the objects of a list with their pointers (or one bare object), and the junk as skips."""
    if isinstance(value, dict):
        yield pointer, value
        return
    for index, entry in enumerate(value if isinstance(value, list | JsonSlice) else ()):
        if isinstance(entry, dict) and entry:
            yield f"{pointer}/{index}", entry
        else:
            yield skip_entry(f"{pointer}/{index}", entry)


def record_time(record: Json, *more_keys: str) -> float | None:
    """Return the moment a record was made, in seconds since 1970 UTC, by the first key that has one."""
    for key in TIMES + more_keys:
        if key in record and (at := parse_time(record[key])) is not None:
            return at
    return None


def with_time_note(result: Record, record: Json) -> tuple[Record | ReaderNote, ...]:
    """Return the record, and a note where its time can't be read."""
    if result.at is not None:
        return (result,)
    notes = (time_note(record[key], result.pointer) for key in TIMES if key in record)
    return (result, *(note for note in notes if note))


def coordinates_of(record: Json) -> Place:
    """Return the latitude and longitude of a record in degrees, or neither."""
    return coordinates(record.get("latitude"), record.get("longitude"))


KIND_IN: Final = {
    "group": "group_post",
    "pending": "group_post",
    "reels": "reel",
    "stories": "story",
    "check_ins": "check_in",
    "comments": "comment",
    "notes": "note",
    "polls": "poll",
    "events": "event",
    "reviews": "review",
    "marketplace": "listing",
}
"""The kind of every record in some sections; elsewhere a record's title and attachments decide."""
HOST_IN: Final = {"group": "group", "pending": "group", "page": "page", "other_timeline": "other"}
"""Whose page or timeline the records of some sections are on."""
AUDIENCE_KEYS: Final = frozenset(("audience", "privacy", "visibility", "shared_with", "who_can_see"))
"""Keys that would state who can see a post; no export is known to have one. Source: voice-corpus-tool."""


def is_titled(source: Source, record: Json) -> bool:
    """Return whether a record has a title line that Facebook writes, in a language of the locale tables."""
    return source.labels.title(text_of(record.get("title"))) is not None


def other_post(source: Source, pointer: str, record: Json) -> Record:
    """Return what someone else posted: counted, with nothing of what they wrote."""
    return Record(
        platform=source.platform,
        kind="other_post",
        section=source.section,
        pointer=pointer,
        at=record_time(record),
        author="other",
    )


def join_texts(texts: Sequence[str]) -> str | None:
    """Return the texts of a record as one, each once."""
    if len(texts) > 1:
        return "\n\n".join(dict.fromkeys(texts))
    return texts[0] if texts else None


def stated_audience(values: Iterable[str], labels: Labels) -> tuple[str | None, str | None]:
    """Return the audience that a record states, and the words it does so in; `unknown` where they are new."""
    texts = tuple(dict.fromkeys(values))
    if not texts:
        return None, None
    audience = labels.audience(texts[0]) if len(texts) == 1 else None
    return audience or "unknown", "; ".join(texts)


def audience_by_keys(record: Json, labels: Labels) -> tuple[str | None, str | None]:
    """Return what the keys of a record state of its audience."""
    if AUDIENCE_KEYS.isdisjoint(record):
        return None, None
    return stated_audience(
        (text for key in sorted(AUDIENCE_KEYS) if (text := text_of(record.get(key)))), labels
    )


def audience_by_labels(fields: LabelledValues, labels: Labels) -> tuple[str | None, str | None]:
    """Return what the labels of a record state of its audience."""
    return stated_audience((value.text for value in fields.looks_like_audience() if value.text), labels)
