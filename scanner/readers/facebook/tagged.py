"""What others posted with the person in it: counted, not carried."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.getters import Json, is_timed
from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.placed import others
from scanner.readers.record import Reading
from scanner.readers.shapes import Fields, unknown
from scanner.readers.source import Source

KEYS: Final = frozenset(("uri", "media", "attachments", "data", "title"))
"""A record with none of these and no time is none of what others posted."""


def read(source: Source) -> Iterator[Reading]:
    """Read the photos, videos and places that others tagged the person in (NIK O10; TL)."""
    return each(source, tag, labelled_tag)


def tag(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Count one."""
    if KEYS.isdisjoint(record) and not is_timed(record):
        return (unknown(pointer),)
    return (others(source, pointer, record),)


def labelled_tag(source: Source, pointer: str, record: Json, fields: Fields) -> Iterable[Reading]:
    """Count one in labelled values; a place's time stands behind a label."""
    made = others(source, pointer, record)
    made.at = made.at or fields.time("visit_time")
    return (made,)
