"""Albums, one a file (most photos are in no post, FBC: 137 of 11,241 are), and lists of photos and videos."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attachments import kind_of, media_reference
from scanner.readers.facebook.fields import Json, child, entries, objects, record_time, with_time_note
from scanner.readers.facebook.labelled import LABELLED, content, read_records
from scanner.readers.facebook.posts import post
from scanner.readers.json_documents import JsonSlice
from scanner.readers.labelled_values import LabelledValues
from scanner.readers.record import MediaReference, ReaderNote, Reading, Record, Skip
from scanner.readers.records import junk_reason, within_limits
from scanner.readers.source import Source
from scanner.readers.values import text_of

KIND_BY_ALBUM: Final = {"profile_pictures_album": "profile_picture", "cover_photos_album": "cover_photo"}
"""The albums that Facebook makes itself, by what a locale table calls them, and the kind of their photos."""


def read(source: Source) -> Iterator[Reading]:
    """Read an album: `name`, `photos`, `cover_photo`, since 2018 the same; or labelled values with files."""
    document = source.opened
    if not isinstance(document, dict | list | JsonSlice):
        yield Skip("", junk_reason(document))
    for match in entries(document, ""):
        if isinstance(match, Skip):
            yield match
        else:
            yield from _album(source, *match)


def _album(source: Source, pointer: str, album: Json) -> Iterator[Reading]:
    """Read one album: each photo, and the comments under it.

    The cover names one of the photos; one of another album is read there, and noted here.
    """
    name = text_of(album.get("name")) or text_of(album.get("title"))
    files: set[object] = set()
    for key in ("photos", "videos"):
        for match in entries(album.get(key), f"{pointer}/{key}"):
            if isinstance(match, Skip):
                yield match
            else:
                files.add(text_of(match[1].get("uri")))
                yield from within_limits(match[0], photo, source, *match, name)
    cover = child(album, "cover_photo")
    if cover and not files:
        yield from photo(source, f"{pointer}/cover_photo", cover, name)
    elif cover and text_of(cover.get("uri")) not in files:
        yield ReaderNote(f"{pointer}/cover_photo", "the album's cover is none of its photos")
    if not LABELLED.isdisjoint(album):
        for index, entry in enumerate(LabelledValues(album, source.labels).media):
            yield from photo(source, f"{pointer}/media/{index}", entry, name)


def photo(source: Source, pointer: str, entry: Json, album: str | None = None) -> Iterator[Reading]:
    """Read one file of an album or list, and the comments under it."""
    file = media_reference(entry, album)
    if file is None:
        yield Skip(pointer, "names no file")
        return
    yield from with_time_note(_file_record(source, pointer, file, album), entry)
    for index, comment in enumerate(objects(entry.get("comments"))):
        yield from _comment(source, f"{pointer}/comments/{index}", comment, album)


def _file_record(source: Source, pointer: str, file: MediaReference, album: str | None) -> Record:
    """Return the record of a file in no post; profile and cover pictures are content with a file."""
    picture = KIND_BY_ALBUM.get(source.labels.concept(album) or "")
    text = file.text
    if picture:
        file.text = None
    return Record(
        platform=source.platform,
        kind=picture or kind_of(file),
        section=picture or source.section,
        pointer=pointer,
        at=file.at,
        text=text if picture else None,
        container=album or file.container,
        media=(file,),
    )


def _comment(source: Source, pointer: str, comment: Json, album: str | None) -> Iterable[Reading]:
    """Read one comment under a photo (2018 to 2020), the person's own or someone else's."""
    writer = text_of(comment.get("author")) or text_of(child(comment, "comment").get("author"))
    if writer is None:
        return (Skip(pointer, "a comment under a photo that does not say who wrote it"),)
    result = Record(
        platform=source.platform,
        kind="comment",
        section="comments",
        pointer=pointer,
        at=record_time(comment),
        text=text_of(comment.get("comment")) or text_of(child(comment, "comment").get("comment")),
        container=album,
        writer=writer,
        host="self",
    )
    return with_time_note(result, comment)


def media_lists(source: Source) -> Iterator[Reading]:
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
