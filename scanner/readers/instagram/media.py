"""Instagram's media object: the same in posts, stories, reels, profile pictures and Threads."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from scanner.readers.record import MediaReference
from scanner.readers.values import NO_PLACE, Place, coordinates, parse_time, text_of

SIDECARS: Final = (".srt", ".vtt")
"""Subtitles belong to a video; they are no media of their own."""
KINDS: Final = {"photo_metadata": "photo", "video_metadata": "video"}
"""What the key that holds the EXIF data says of the file."""


def media_references(entries: Iterable[object], caption: str | None) -> tuple[MediaReference, ...]:
    """Return each file of some media objects once; a text that only repeats the caption is left out."""
    references = [
        file for entry in entries if isinstance(entry, dict) and (file := media_reference(entry, caption))
    ]
    if len({file.uri for file in references}) == len(references):
        return tuple(references)
    first: dict[str, MediaReference] = {}
    for file in references:
        first.setdefault(file.uri, file)
    return tuple(first.values())


def media_reference(entry: Mapping[str, Any], caption: str | None) -> MediaReference | None:
    """Return the file of one media object, or None where it names none (a text on Threads) or subtitles.

    `backup_uri` and `cross_post_source` say nothing of the item: nearly everything has the latter
    (blog.sh `lib/import/threads.rb`).
    """
    uri = text_of(entry.get("uri"))
    if uri is None or uri.endswith(SIDECARS):
        return None
    text = text_of(entry.get("title"))
    at = parse_time(entry.get("creation_timestamp"))
    details = entry.get("media_metadata")
    if not details:
        return MediaReference(uri, at, None if text == caption else text)
    kind, latitude, longitude = _metadata(details)
    return MediaReference(uri, at, None if text == caption else text, None, latitude, longitude, kind)


def _metadata(details: object) -> tuple[str | None, float | None, float | None]:
    """Return the kind of file and its coordinates, from `media_metadata`."""
    if isinstance(details, dict):
        for key, kind in KINDS.items():
            if key in details:
                return kind, *_first_coordinates(details[key])
    return None, None, None


def _first_coordinates(metadata: object) -> Place:
    """Return the first coordinates of `exif_data`, which is a list of objects or one object."""
    references = metadata.get("exif_data") if isinstance(metadata, dict) else None
    for exif in references if isinstance(references, list) else (references,):
        if isinstance(exif, dict) and "latitude" in exif:
            pair = coordinates(exif["latitude"], exif.get("longitude"))
            if pair != NO_PLACE:
                return pair
    return NO_PLACE
