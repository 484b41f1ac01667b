"""Attachments of a post or comment: files, a place, a link, and content that only exists in attachments."""

from collections.abc import Callable, Iterable
from typing import Final

from scanner.readers.facebook.fields import Json, child, coordinates_of, objects
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

    Its `title` is usually the album's name (FBC docs). The camera's data is in `photo_metadata` itself
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
    """Return the references to files under `FILE_KEYS`, in their order, each file once."""
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


class Attachments:
    """The sum of a record's attachments."""

    __slots__ = (
        "group",
        "kind",
        "latitude",
        "link",
        "longitude",
        "media",
        "place",
        "seller",
        "texts",
        "unclaimed",
    )

    def __init__(self) -> None:
        self.kind: str | None = None
        self.texts: list[str] = []
        """Words of the person's own."""
        self.unclaimed: list[str] = []
        """Words that may be someone else's: the export doesn't say who wrote them."""
        self.seller: str | None = None
        self.media: dict[str, MediaReference] = {}
        self.place: str | None = None
        self.latitude: float | None = None
        self.longitude: float | None = None
        self.link: str | None = None
        self.group: str | None = None

    def add_texts(self, entry: Json, *keys: str, by_owner: bool = True) -> None:
        """Add the texts under these keys; `by_owner`: only the owner can have written them."""
        into = self.texts if by_owner else self.unclaimed
        into.extend(text for key in keys if (text := text_of(entry.get(key))))

    def add_files(self, files: Iterable[MediaReference]) -> None:
        """Add files, each once."""
        for file in files:
            self.media.setdefault(file.uri, file)


NO_ATTACHMENTS: Final = Attachments()
"""The attachments of a record without any."""


def read_attachments(groups: object) -> Attachments:
    """Return the attachments of a record: groups of `data`, each entry with one or several kinds of thing."""
    if not groups:
        return NO_ATTACHMENTS
    attachments = Attachments()
    for group in objects(groups):
        for entry in objects(group.get("data")):
            for key, value in entry.items():
                if key in READ_PART:
                    READ_PART[key](attachments, value)
    return attachments


def _media(attachments: Attachments, value: object) -> None:
    """Add files."""
    for entry in objects(value):
        if file := media_reference(entry):
            attachments.add_files((file,))


def _place(attachments: Attachments, value: object) -> None:
    """Add the first place that has a name, and the first that has coordinates."""
    for place in objects(value):
        attachments.place = attachments.place or text_of(place.get("name"))
        if attachments.latitude is None:
            attachments.latitude, attachments.longitude = coordinates_of(child(place, "coordinate"))


def _link(attachments: Attachments, value: object) -> None:
    """Add the first address."""
    for context in objects(value):
        attachments.link = attachments.link or text_of(context.get("url"))


def _text(attachments: Attachments, value: object) -> None:
    """Add a text, which may be someone else's."""
    if text := text_of(value):
        attachments.unclaimed.append(text)


def _content_part(
    kind: str | None, *keys: str, by_owner: bool = True
) -> Callable[[Attachments, object], None]:
    """Return the function for an attachment that decides the kind and has texts under these keys."""

    def add(attachments: Attachments, value: object) -> None:
        for entry in objects(value):
            attachments.kind = attachments.kind or kind
            attachments.add_texts(entry, *keys, by_owner=by_owner)
            attachments.add_files(files_in(entry))
            _place(attachments, entry.get("place"))

    return add


def _listing(attachments: Attachments, value: object) -> None:
    """Add an offer: its words, seller, files, group and place."""
    for item in objects(value):
        attachments.kind = attachments.kind or "listing"
        attachments.add_texts(item, "title", "description")
        attachments.seller = attachments.seller or text_of(item.get("seller"))
        attachments.add_files(files_in(item))
        attachments.group = attachments.group or market_group(item)
        if attachments.latitude is None:
            attachments.latitude, attachments.longitude = coordinates_of(
                child(child(item, "location"), "coordinate")
            )


def _poll(attachments: Attachments, value: object) -> None:
    """Add a poll, to which others may have added options."""
    for poll in objects(value):
        attachments.kind = attachments.kind or "poll"
        attachments.add_texts(poll, "question")
        attachments.add_files(files_in(poll))
        for option in objects(poll.get("options")):
            attachments.add_texts(option, "option", by_owner=False)
            attachments.add_files(files_in(option))


def market_group(item: Json) -> str | None:
    """Return the group that a thing is for sale in; its `marketplace` names Marketplace itself or a group."""
    name = text_of(item.get("marketplace"))
    return (
        None if name is None or name.strip().casefold() in ("marketplace", "facebook marketplace") else name
    )


READ_PART: Final[dict[str, Callable[[Attachments, object], None]]] = {
    "media": _media,
    "place": _place,
    "external_context": _link,
    "text": _text,
    "life_event": _content_part("life_event", "title", "description"),
    "note": _content_part("note", "title", "text"),
    "event": _content_part("event", "name", "description", by_owner=False),
    "fun_fact": _content_part(None, "answer"),
    "fundraiser": _content_part(None, "title", "description", by_owner=False),
    "for_sale_item": _listing,
    "poll": _poll,
}
"""The function for each kind of attachment: TL, NIK, key scan of exports of 2022, lockdown-systems/cyd 405.
A post may share an event or a fundraiser of someone else's, and anybody may add options to a poll in a group.
Posters of videos are no files of their own."""
