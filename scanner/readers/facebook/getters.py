"""Small getters that take whatever JSON holds: a value of a type Meta doesn't write is as good as none."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from scanner.readers.json_documents import JsonSlice
from scanner.readers.record import ReaderNote, Record, Skip
from scanner.readers.shapes import skip_entry
from scanner.readers.values import Place, coordinates, is_number, parse_time, time_note

Json = Mapping[str, Any]
"""A JSON object."""

_EMPTY: Final[Json] = {}

TIMES: Final = ("timestamp", "creation_timestamp", "created_timestamp", "create_timestamp")
"""The keys that hold when a record was made."""


def is_timed(record: Json) -> bool:
    """Return whether a record has a time as Meta writes it: a number, also where it is 0 for unset."""
    return any(is_number(record.get(key)) for key in TIMES)


def objects(value: object) -> list[Json]:
    """Return the objects of a list, or the one object that stands bare in its place; all else is left out."""
    if isinstance(value, dict):
        return [value]
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def child(record: Json, key: str) -> Json:
    """Return the object under a key, or an empty one."""
    value = record.get(key)
    return value if isinstance(value, dict) else _EMPTY


def entries(value: object, pointer: str) -> Iterator[tuple[str, Json] | Skip]:
    """Yield the objects of a list with their pointers (one object may stand bare), and the junk as skips."""
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
    """Return the record, and a note where it has no time because what stands for one can't be one."""
    if result.at is not None:
        return (result,)
    notes = (time_note(record[key], result.pointer) for key in TIMES if key in record)
    return (result, *(note for note in notes if note))


def coordinates_of(record: Json) -> Place:
    """Return the latitude and longitude of a record in degrees, or neither."""
    return coordinates(record.get("latitude"), record.get("longitude"))
