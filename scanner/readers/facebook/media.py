"""Meta's object for one media file, the same in posts, comments, albums and lists of photos."""

from collections.abc import Iterable
from typing import Final

from scanner.readers.facebook.getters import Json, child, coordinate, objects
from scanner.readers.record import Media
from scanner.readers.text import words
from scanner.readers.times import moment

KINDS: Final = {"photo_metadata": "photo", "video_metadata": "video"}
"""What a media object's metadata says of its kind."""
VIDEO_ENDINGS: Final = (".mp4", ".mov", ".m4v", ".avi", ".webm", ".mkv", ".3gp")
_UNKNOWN: Final[tuple[str | None, Json]] = (None, {})


def media(entry: Json, album: str | None = None) -> Media | None:
    """Give the reference to a file, or None where the object names none.

    Its `title` is usually the album's name (FBC docs). The camera's data stands under `photo_metadata` itself
    (2018 to 2020: addshore's fixtures) or in a list `exif_data` below it (since 2021).
    """
    uri = words(entry.get("uri"))
    if uri is None:
        return None
    kind, metadata = _metadata(entry)
    camera = [metadata, *objects(metadata.get("exif_data"))] if metadata else []
    latitude, longitude = _place(camera)
    return Media(
        uri=uri,
        at=moment(entry.get("creation_timestamp")),
        text=words(entry.get("description")),
        container=words(entry.get("title")) or album,
        latitude=latitude,
        longitude=longitude,
        kind=kind,
        has_ip=any(exif.get("upload_ip") for exif in camera),
    )


def several(entries: Iterable[Json], album: str | None = None) -> tuple[Media, ...]:
    """Give the references of several media objects, each file once."""
    found = (media(entry, album) for entry in entries)
    return tuple({one.uri: one for one in found if one is not None}.values())


def kind_of(file: Media) -> str:
    """Give `photo` or `video`, by its metadata, else by the ending of its name (some photos have none)."""
    return file.kind or ("video" if file.uri.lower().endswith(VIDEO_ENDINGS) else "photo")


def _metadata(entry: Json) -> tuple[str | None, Json]:
    """Give what kind of file its metadata makes it, and the metadata."""
    if "media_metadata" not in entry:
        return _UNKNOWN
    holder = child(entry, "media_metadata")
    return next(((kind, child(holder, key)) for key, kind in KINDS.items() if key in holder), _UNKNOWN)


def _place(camera: Iterable[Json]) -> tuple[float | None, float | None]:
    """Give where it was taken."""
    for exif in camera:
        if "latitude" in exif and (place := coordinate(exif)) != (None, None):
            return place
    return None, None
