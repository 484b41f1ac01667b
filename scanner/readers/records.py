"""The records of a document, whatever wraps them.

A list; the one record bare, where a list had one entry; `{"wrapper": [...]}`; or
`{"wrapper": {"activity_log_data": [...]}}`. Meta moves files from one to the other account by account, so no
reader may count on either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, ParamSpec

from scanner.readers.json_documents import JsonSlice
from scanner.readers.record import Reading, Skip, TooMuchError
from scanner.readers.source import Lazy
from scanner.readers.values import repaired

RECORD_KEYS: Final = frozenset(
    (
        "label_values", "string_map_data", "string_list_data", "media_map_data", "media_list_data",
        "timestamp", "creation_timestamp", "created_timestamp", "create_timestamp", "start_timestamp",
        "attachments", "uri", "fbid", "media",
    )
)  # fmt: skip
"""A JSON object with one of these is a record, not the wrapper of records."""
UNKNOWN: Final = "a record in an unknown format"
"""Why an object in the place of a record is none that any version of Meta's exports is known to have."""
DEEPEST: Final = 64
"""How deep wrappers and `label_values` are followed."""

P = ParamSpec("P")
RecordMatch = tuple[str, dict[str, Any]]
"""A record with its JSON pointer."""


def records(document: object, pointer: str = "", depth: int = 0) -> Iterator[RecordMatch | Skip]:
    """Yield each record of a document with its JSON pointer, whatever wraps them; junk comes as a Skip."""
    if depth > DEEPEST:
        yield Skip(pointer, "nested too deep")
    elif isinstance(document, JsonSlice):
        yield from _iter_slice(document, pointer, depth)
    elif isinstance(document, list | Lazy):
        yield from _iter_list(document, pointer)
    elif not isinstance(document, dict):
        yield Skip(pointer, junk_reason(document))
    elif not RECORD_KEYS.isdisjoint(document) or _is_flat(document):
        yield pointer, document
    else:
        for key, inner in document.items():
            if isinstance(inner, list | dict):
                yield from records(inner, f"{pointer}/{escape_key(key)}", depth + 1)


def _iter_list(entries: Iterable[object], pointer: str) -> Iterator[RecordMatch | Skip]:
    """Yield each record of a list."""
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and entry:
            yield f"{pointer}/{index}", entry
        else:
            yield skip_entry(f"{pointer}/{index}", entry)


def _iter_slice(document: JsonSlice, pointer: str, depth: int) -> Iterator[RecordMatch | Skip]:
    """Yield each record of a large document, of which one alone is held at a time."""
    if document.is_list:
        yield from _iter_list(document, pointer)
        return
    members = document.members() if document.is_container else {}
    holders = {key: inner for key, inner in members.items() if inner.is_container}
    if not holders or not RECORD_KEYS.isdisjoint(members):
        yield from records(document.parse(), pointer, depth)
        return
    for key, inner in holders.items():
        yield from records(inner, f"{pointer}/{escape_key(key)}", depth + 1)


def _is_flat(document: Mapping[str, Any]) -> bool:
    """Return whether an object has values but nothing inside, so that it wraps no record and must be one."""
    return bool(document) and not any(isinstance(inner, list | dict) for inner in document.values())


def within_limits(
    pointer: str, read: Callable[P, Iterable[Reading]], *args: P.args, **kwargs: P.kwargs
) -> Iterable[Reading]:
    """Return what is read of one record; of one that is too much, the skip: it costs no other record."""
    try:
        return tuple(read(*args, **kwargs))
    except TooMuchError as fault:
        return (Skip(pointer, str(fault), lost=True),)


def unknown_record(pointer: str) -> Skip:
    """Return the skip for a record with no key that Meta writes: what it holds is lost, and that is said."""
    return Skip(pointer, UNKNOWN, lost=True)


def skip_entry(pointer: str, entry: object) -> Skip:
    """Return the skip for something in a list that is no record, or one that is too much to be parsed."""
    if isinstance(entry, TooMuchError):
        return Skip(pointer, str(entry), lost=True)
    return Skip(pointer, junk_reason(entry))


def junk_reason(entry: object) -> str:
    """Return why something in a list of records is none."""
    if isinstance(entry, dict):
        return "empty record"
    return f"not a record but {'nothing' if entry is None else type(entry).__name__}"


def escape_key(key: str) -> str:
    """Return a key as a JSON pointer writes it (RFC 6901)."""
    return repaired(key).replace("~", "~0").replace("/", "~1")
