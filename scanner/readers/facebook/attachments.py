"""What hangs on a post or comment: files, a place, a link, and what only lives in attachments."""

from collections.abc import Callable, Iterable
from typing import Final

from scanner.readers.facebook.getters import Json, child, coordinate, objects
from scanner.readers.facebook.media import held, media
from scanner.readers.record import MediaReference
from scanner.readers.values import text_of


class Attached:
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
        """Words of which the export doesn't say whose they are, and that may be someone else's."""
        self.seller: str | None = None
        self.media: dict[str, MediaReference] = {}
        self.place: str | None = None
        self.latitude: float | None = None
        self.longitude: float | None = None
        self.link: str | None = None
        self.group: str | None = None

    def add_texts(self, entry: Json, *keys: str, own: bool = True) -> None:
        """Take the texts under these keys; `own` says that nobody but the person writes them."""
        into = self.texts if own else self.unclaimed
        into.extend(text for key in keys if (text := text_of(entry.get(key))))

    def add_files(self, files: Iterable[MediaReference]) -> None:
        """Take files, each once."""
        for file in files:
            self.media.setdefault(file.uri, file)


NOTHING: Final = Attached()
"""What hangs on a record without attachments."""


def attached(attachments: object) -> Attached:
    """Gather the attachments of a record: groups of `data`, each entry with one or several kinds of thing."""
    if not attachments:
        return NOTHING
    found = Attached()
    for group in objects(attachments):
        for entry in objects(group.get("data")):
            for key, value in entry.items():
                if key in PARTS:
                    PARTS[key](found, value)
    return found


def _media(found: Attached, value: object) -> None:
    for entry in objects(value):
        if file := media(entry):
            found.add_files((file,))


def _place(found: Attached, value: object) -> None:
    for place in objects(value):
        found.place = found.place or text_of(place.get("name"))
        if found.latitude is None:
            found.latitude, found.longitude = coordinate(child(place, "coordinate"))


def _link(found: Attached, value: object) -> None:
    for context in objects(value):
        found.link = found.link or text_of(context.get("url"))


def _text(found: Attached, value: object) -> None:
    if text := text_of(value):
        found.unclaimed.append(text)


def _of_kind(kind: str | None, *keys: str, own: bool = True) -> Callable[[Attached, object], None]:
    """Make the taker of an attachment that decides the record's kind and has texts under these keys."""

    def take(found: Attached, value: object) -> None:
        for entry in objects(value):
            found.kind = found.kind or kind
            found.add_texts(entry, *keys, own=own)
            found.add_files(held(entry))
            _place(found, entry.get("place"))

    return take


def _listing(found: Attached, value: object) -> None:
    for item in objects(value):
        found.kind = found.kind or "listing"
        found.add_texts(item, "title", "description")
        found.seller = found.seller or text_of(item.get("seller"))
        found.add_files(held(item))
        found.group = found.group or market_group(item)
        if found.latitude is None:
            found.latitude, found.longitude = coordinate(child(child(item, "location"), "coordinate"))


def _poll(found: Attached, value: object) -> None:
    for poll in objects(value):
        found.kind = found.kind or "poll"
        found.add_texts(poll, "question")
        found.add_files(held(poll))
        for option in objects(poll.get("options")):
            found.add_texts(option, "option", own=False)
            found.add_files(held(option))


def market_group(item: Json) -> str | None:
    """Give the group that a thing is for sale in; its `marketplace` names Marketplace itself or a group."""
    name = text_of(item.get("marketplace"))
    return (
        None if name is None or name.strip().casefold() in ("marketplace", "facebook marketplace") else name
    )


PARTS: Final[dict[str, Callable[[Attached, object], None]]] = {
    "media": _media,
    "place": _place,
    "external_context": _link,
    "text": _text,
    "life_event": _of_kind("life_event", "title", "description"),
    "note": _of_kind("note", "title", "text"),
    "event": _of_kind("event", "name", "description", own=False),
    "fun_fact": _of_kind(None, "answer"),
    "fundraiser": _of_kind(None, "title", "description", own=False),
    "for_sale_item": _listing,
    "poll": _poll,
}
"""How each kind of attachment is taken: TL and NIK, key scan of exports of 2022, lockdown-systems/cyd 405.
A post may share an event or a fundraiser of someone else's, and anybody may add options to a poll in a group.
Posters of videos are no files of their own."""
