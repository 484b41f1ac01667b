"""Meta's object for one media file, the same in posts, comments, albums and lists of photos."""

from collections.abc import Iterable
from typing import Final

from scanner.readers.facebook.getters import Json, child, coordinate, objects
from scanner.readers.media_files import media_kinds
from scanner.readers.record import MediaReference
from scanner.readers.values import parse_time, text_of

KINDS: Final = {"photo_metadata": "photo", "video_metadata": "video"}
"""What a media object's metadata says of its kind."""
HOLDING: Final = ("media", "photos", "videos", "photo", "video", "cover_photo", "cover_media", "picture")
"""Keys by which a note, life event, listing, event or fundraiser holds files. Source: `media` and
`cover_photo` of notes and `photos` of life events in public samples of exports of 2021 and 2022."""
_HOLDING: Final = frozenset(HOLDING)


def media(entry: Json, album: str | None = None) -> MediaReference | None:
    """Give the reference to a file, or None where the object names none.

    Its `title` is usually the album's name (FBC docs). The camera's data stands under `photo_metadata` itself
    (2018 to 2020: addshore's fixtures) or in a list `exif_data` below it (since 2021).
    """
    uri = text_of(entry.get("uri"))
    if uri is None:
        return None
    made = MediaReference(
        uri=uri,
        at=parse_time(entry.get("creation_timestamp")),
        text=text_of(entry.get("description")),
        container=text_of(entry.get("title")) or album,
    )
    if "media_metadata" in entry:
        _describe(made, child(entry, "media_metadata"))
    return made


def several(entries: Iterable[Json], album: str | None = None) -> tuple[MediaReference, ...]:
    """Give the references of several media objects, each file once."""
    found = (media(entry, album) for entry in entries)
    return tuple({one.uri: one for one in found if one is not None}.values())


def held(record: Json) -> tuple[MediaReference, ...]:
    """Return the references to files under the keys `HOLDING`, in their order, each file once."""
    if _HOLDING.isdisjoint(record):
        return ()
    return several(entry for key in HOLDING for entry in objects(record.get(key)))


def kind_of(file: MediaReference) -> str:
    """Give `photo` or `video`, by its metadata, else by the ending of its name (some photos have none)."""
    ending = file.uri.rpartition(".")[2].lower()
    return file.kind or ("video" if media_kinds().get(ending) == "video" else "photo")


def _describe(made: MediaReference, metadata: Json) -> None:
    """Add what the camera's data says: kind, place, and whether an upload address is there (not which)."""
    for key, kind in KINDS.items():
        if key not in metadata:
            continue
        made.kind = made.kind or kind
        camera = child(metadata, key)
        for exif in (camera, *objects(camera.get("exif_data"))):
            made.has_ip = made.has_ip or bool(exif.get("upload_ip"))
            if made.latitude is None and "latitude" in exif:
                made.latitude, made.longitude = coordinate(exif)
