"""Photos in no album, and videos."""

from collections.abc import Iterable, Iterator

from scanner.readers.facebook.albums import photo
from scanner.readers.facebook.getters import Json
from scanner.readers.facebook.labelled import content, read_records
from scanner.readers.facebook.posts import post
from scanner.readers.record import Reading
from scanner.readers.shapes import LabelledValues
from scanner.readers.source import Source


def read(source: Source) -> Iterator[Reading]:
    """Read a list of files (`other_photos_v2`, `videos_v2`), where each is content by itself."""
    return read_records(source, _entry, _labelled)


def _entry(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one file, or a post that holds it."""
    return (post if "attachments" in record else photo)(source, pointer, record)


def _labelled(source: Source, pointer: str, record: Json, fields: LabelledValues) -> Iterator[Reading]:
    """Read the files of labelled values; without one it is read as content of any kind."""
    if not fields.media:
        yield from content(source, pointer, record, fields)
    for index, entry in enumerate(fields.media):
        yield from photo(source, f"{pointer}/media/{index}", entry)
