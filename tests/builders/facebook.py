"""Facebook's records: posts with their attachments, albums, comments, groups, profiles, messages."""

from collections.abc import Iterable, Sequence

from tests.builders.story import Entry, File
from tests.builders.write import Json


def media(file: File, uri: str, album: str = "", *, flat: bool = False) -> Json:
    """Give a media object; `flat` puts camera and place right under `photo_metadata`, as up to 2020."""
    told: dict[str, Json] = {"uri": uri, "creation_timestamp": file.at}
    told |= {"title": album} if album else {}
    told |= {"description": file.caption} if file.caption else {}
    if facts := _camera(file):
        kind = "video_metadata" if file.video else "photo_metadata"
        told["media_metadata"] = {kind: facts if flat else {"exif_data": [facts]}}
    return told


def _camera(file: File) -> Json:
    """Give what is noted of how a file was made: place, upload address, camera."""
    facts: dict[str, Json] = {}
    if file.ip:
        facts |= {"upload_ip": file.ip}
    if file.spot:
        facts |= {"camera_make": "ACME", "camera_model": "One", "taken_timestamp": file.at - 60}
        facts |= {"latitude": file.spot[0], "longitude": file.spot[1]}
    return facts


def post(
    at: int,
    text: str = "",
    *,
    title: str = "",
    attachments: Sequence[Json] = (),
    tags: Sequence[str] = (),
    edited: int = 0,
) -> Json:
    """Give a post, which is also the shape of a group post, a reel, a story."""
    told: dict[str, Json] = {"timestamp": at}
    told |= {"title": title} if title else {}
    told["data"] = [{"post": text}] if text else []
    if edited:
        told["data"].append({"update_timestamp": edited})
    if tags:
        told["tags"] = [{"name": name} for name in tags]
    if attachments:
        told["attachments"] = [{"data": list(attachments)}]
    return told


def place(name: str, latitude: float = 53.55, longitude: float = 10.0) -> Json:
    """Give a place attachment."""
    spot = {"latitude": latitude, "longitude": longitude}
    return {"place": {"name": name, "coordinate": spot, "address": "", "url": "https://example.org/place"}}


def external(url: str, name: str = "") -> Json:
    """Give a link attachment."""
    return {"external_context": {"name": name, "source": "example.org", "url": url}}


def life_event(title: str, year: int) -> Json:
    """Give a life event attachment."""
    return {"life_event": {"title": title, "start_date": {"year": year, "month": 6, "day": 1}}}


def note(title: str, text: str) -> Json:
    """Give a note attachment."""
    return {"note": {"title": title, "text": text}}


def poll(question: str, options: Iterable[str]) -> Json:
    """Give a poll attachment."""
    return {"poll": {"question": question, "options": [{"option": option} for option in options]}}


def event(name: str, start: int) -> Json:
    """Give an event attachment."""
    return {"event": {"name": name, "start_timestamp": start, "end_timestamp": 0}}


def for_sale(entry: Entry) -> Json:
    """Give an offer attachment; the container is Marketplace or the group it was offered in."""
    return {"for_sale_item": {**listing(entry), "updated_timestamp": entry.at}}


def listing(entry: Entry) -> Json:
    """Give an offer as the marketplace file lists it."""
    return {
        "title": entry.name,
        "price": "€10",
        "seller": "",
        "created_timestamp": entry.at,
        "updated_timestamp": entry.at + 3600,
        "category": "Household",
        "marketplace": entry.container or "Marketplace",
        "location": {"coordinate": {"latitude": 53.5, "longitude": 10.0}},
        "description": entry.text,
    }


def album(name: str, photos: Sequence[Json], modified: int, description: str = "") -> Json:
    """Give an album; its first photo is the cover."""
    told = {
        "name": name,
        "photos": list(photos),
        "last_modified_timestamp": modified,
        "description": description,
    }
    return told | ({"cover_photo": photos[0]} if photos else {})


def comment(
    at: int, text: str, author: str, *, title: str, group: str = "", attachments: Sequence[Json] = ()
) -> Json:
    """Give a comment; `group` names the group it stands in."""
    told: dict[str, Json] = {"timestamp": at, "comment": text, "author": author}
    told |= {"group": group} if group else {}
    record: dict[str, Json] = {"timestamp": at, "title": title, "data": [{"comment": told}]}
    return record | ({"attachments": [{"data": list(attachments)}]} if attachments else {})


def reaction(at: int, actor: str, title: str) -> Json:
    """Give a reaction."""
    return {"timestamp": at, "title": title, "data": [{"reaction": {"reaction": "LIKE", "actor": actor}}]}


def made_event(entry: Entry) -> Json:
    """Give an event that the person made."""
    return {
        "name": entry.name,
        "start_timestamp": entry.at + 86_400,
        "end_timestamp": 0,
        "place": {"name": entry.place},
        "description": entry.text,
        "create_timestamp": entry.at,
    }


def message(at: int, sender: str, text: str, photos: Sequence[Json] = ()) -> Json:
    """Give one message; its time is in milliseconds."""
    told: dict[str, Json] = {"sender_name": sender, "timestamp_ms": at * 1000, "content": text}
    return told | ({"photos": list(photos)} if photos else {}) | {"is_geoblocked_for_viewer": False}


def thread(path: str, title: str, people: Sequence[str], messages: Sequence[Json]) -> Json:
    """Give one file of a chat."""
    return {
        "participants": [{"name": name} for name in people],
        "messages": list(messages),
        "title": title,
        "is_still_participant": True,
        "thread_path": path,
        "magic_words": [],
    }
