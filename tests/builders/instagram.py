"""Instagram's records: media objects, posts and their kin, comments."""

from collections.abc import Mapping, Sequence

from tests.builders.generic import string_list, string_map
from tests.builders.story import File
from tests.builders.words import Words
from tests.builders.write import Json


def media(file: File, uri: str, text: str = "") -> Json:
    """Give a media object; its title is the caption."""
    return {
        "uri": uri,
        "creation_timestamp": file.at,
        "media_metadata": _camera(file),
        "title": text or file.caption,
        "cross_post_source": {"source_app": "FB"},
    }


def _camera(file: File) -> Json:
    """Give how a file was made; (0, 0) stands for no place."""
    latitude, longitude = file.spot or (0.0, 0.0)
    exif = {
        "latitude": latitude,
        "longitude": longitude,
        "device_id": "android-0000000000000000",
        "source_type": "library",
    }
    kind = "video_metadata" if file.video else "photo_metadata"
    return {kind: {"exif_data": [exif]}, "camera_metadata": {"has_camera_metadata": False}}


def post(media_objects: Sequence[Json], text: str = "", at: int | None = None) -> Json:
    """Give a post: several files carry the caption outside, one file carries it itself."""
    if len(media_objects) == 1:
        return {"media": [{**media_objects[0], "title": text}]}
    return {"media": list(media_objects), "title": text, "creation_timestamp": at}


def comment_2021(at: int, text: str, owner: str) -> Json:
    """Give a comment as in 2021: the title is the owner."""
    return string_list(owner, [(text, at)])


def comment_2022(at: int, text: str, owner: str, *, deleted: bool = False) -> Json:
    """Give a comment as in 2022, with its deletion status."""
    told: dict[str, str | int] = {"Comment": text, "Comment creation time": at}
    told |= {"Deletion status": str(deleted), "Media owner": owner}
    return string_map(told, title=owner)


def comment(at: int, text: str, owner: str, words: Words) -> Json:
    """Give a comment as since 2023."""
    told: Mapping[str, Json] = string_map({words.comment: text, words.owner: owner, words.time: at})
    return {"media_list_data": [{"uri": ""}], "string_map_data": told["string_map_data"]}
