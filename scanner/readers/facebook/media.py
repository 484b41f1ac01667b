"""Meta's object for one media file, the same in posts, comments, albums and lists of photos."""

from collections.abc import Iterable
from typing import Final

from scanner.readers.facebook.getters import Json, child, coordinates_of, objects
from scanner.readers.media_files import media_kinds
from scanner.readers.record import MediaReference
from scanner.readers.values import parse_time, text_of

KINDS: Final = {"photo_metadata": "photo", "video_metadata": "video"}
"""What a media object's metadata says of its kind."""
FILE_KEYS: Final = ("media", "photos", "videos", "photo", "video", "cover_photo", "cover_media", "picture")
"""Keys by which a note, life event, listing, event or fundraiser holds files. Source: `media` and
`cover_photo` of notes and `photos` of life events in public samples of exports of 2021 and 2022."""
_FILE_KEYS: Final = frozenset(FILE_KEYS)


def media_reference(entry: Json, album: str | None = None) -> MediaReference | None:
    """Return the reference to a file, or None where the object names none.

    Its `title` is usually the album's name (FBC docs). The camera's data stands under `photo_metadata` itself
    (2018 to 2020: addshore's fixtures) or in a list `exif_data` below it (since 2021).
    """
    uri = text_of(entry.get("uri"))
    if uri is None:
        return None
    reference = MediaReference(
        uri=uri,
        at=parse_time(entry.get("creation_timestamp")),
        text=text_of(entry.get("description")),
        container=text_of(entry.get("title")) or album,
    )
    if "media_metadata" in entry:
        _describe(reference, child(entry, "media_metadata"))
    return reference


def media_references(entries: Iterable[Json], album: str | None = None) -> tuple[MediaReference, ...]:
    """Return the references of several media objects, each file once."""
    references = (media_reference(entry, album) for entry in entries)
    return tuple({reference.uri: reference for reference in references if reference is not None}.values())


def files_in(record: Json) -> tuple[MediaReference, ...]:
    """Return the references to files under the keys `HOLDING`, in their order, each file once."""
    if _FILE_KEYS.isdisjoint(record):
        return ()
    return media_references(entry for key in FILE_KEYS for entry in objects(record.get(key)))


def kind_of(file: MediaReference) -> str:
    """Return `photo` or `video`, by its metadata, else by the ending of its name (some photos have none)."""
    ending = file.uri.rpartition(".")[2].lower()
    return file.kind or ("video" if media_kinds().get(ending) == "video" else "photo")


def _describe(reference: MediaReference, metadata: Json) -> None:
    """Add what the camera's data says: kind, place, and whether an upload address is there (not which)."""
    for key, kind in KINDS.items():
        if key not in metadata:
            continue
        reference.kind = reference.kind or kind
        camera = child(metadata, key)
        for exif in (camera, *objects(camera.get("exif_data"))):
            reference.has_ip = reference.has_ip or bool(exif.get("upload_ip"))
            if reference.latitude is None and "latitude" in exif:
                reference.latitude, reference.longitude = coordinates_of(exif)
