"""Posts, and all of their shape: in groups, reels, stories, archive, trash, of Pages, apps and others."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attachments import NOTHING, Attached, attached
from scanner.readers.facebook.comments import comment
from scanner.readers.facebook.fields import HOST_IN, KIND_IN, is_titled, joined, others, stated_by_keys
from scanner.readers.facebook.getters import Json, is_timed, made_at, objects, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.labels import Title
from scanner.readers.record import ReaderNote, Reading, Record
from scanner.readers.shapes import unknown
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of
from scanner.schema import NOT_UNDERSTOOD

KEYS: Final = frozenset(("data", "attachments", "post", "tags"))
"""A record with none of these, no time and no title line of Facebook's is no post."""
UNCLAIMED: Final = "text attached to a post, not kept because it may be someone else's"
_UNTITLED: Final = Title(hint="")
_NOT_UNDERSTOOD: Final = Title(hint=NOT_UNDERSTOOD)


def read(source: Source) -> Iterator[Reading]:
    """Read a file of posts of any generation; the same file may hold comments (groups, 2018 to 2020)."""
    return each(source, post)


def post(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one post. None has an id, an address or an audience (FBC docs, 22,966 records)."""
    if KEYS.isdisjoint(record) and not is_timed(record) and not is_titled(source, record):
        return (unknown(pointer),)
    own: list[str] = []
    for entry in (*objects(record.get("data")), record):
        if "comment" in entry:
            return comment(source, pointer, record)
        if "post" in entry and (text := text_of(entry["post"])):
            own.append(text)
    if source.section == "by_others":
        return (others(source, pointer, record),)
    made, whole = _record(source, pointer, record, own)
    read = timed(made, record)
    return read if whole else (*read, ReaderNote(pointer, UNCLAIMED))


def _record(source: Source, pointer: str, record: Json, own: list[str]) -> tuple[Record, bool]:
    """Return the record of a post with these words, and whether it has all words that hang on it."""
    title = text_of(record.get("title"))
    said = source.labels.title(title) or (_NOT_UNDERSTOOD if title else _UNTITLED)
    found = attached(record.get("attachments"))
    texts = own + _own_words(found, title)
    made = Record(
        platform=source.platform,
        kind=_kind(source.section, said.hint, found),
        section=source.section,
        pointer=pointer,
        at=parse_time(record.get("timestamp")) or made_at(record),
        text=joined(texts),
        title=title,
        host=_host(source.section, said.hint, found),
        own_page=True if source.section == "page" else None,
    )
    if "tags" in record:
        made.tagged = _tagged(record["tags"])
    made.stated_audience, made.stated_label = stated_by_keys(record, source.labels)
    if found is not NOTHING:
        _hang_on(made, found)
    if said is not _UNTITLED:
        _say(made, said)
    return made, found is NOTHING or set(texts).issuperset(found.texts + found.unclaimed)


def _own_words(found: Attached, title: str | None) -> list[str]:
    """Return the words of the attachments that are the person's own.

    An offer whose seller is not named in the title line, which begins with the name of who posted, is shared.
    """
    if found.seller and title and found.seller not in title:
        return []
    return found.texts


def _hang_on(made: Record, found: Attached) -> None:
    """Add what its attachments tell; a caption that only repeats the post is left out."""
    made.container, made.link = found.group, found.link
    made.place, made.latitude, made.longitude = found.place, found.latitude, found.longitude
    for file in found.media.values():
        if file.text == made.text:
            file.text = None
    made.media = tuple(found.media.values())


def _say(made: Record, said: Title) -> None:
    """Add what its title line tells."""
    made.hint = said.hint
    if said.hint in ("group", "other_timeline", "review"):
        made.container = said.container
    if said.hint == "other_timeline":
        made.host_name = said.container
    if said.hint == "check_in":
        made.place = made.place or said.container


def _kind(section: str, hint: str, found: Attached) -> str:
    """Name the kind: by place, else a group in the title, the attachment, a review."""
    if section in KIND_IN:
        return KIND_IN[section]
    if hint == "group":
        return "group_post"
    return found.kind or ("review" if hint == "review" else "post")


def _host(section: str, hint: str, found: Attached) -> str | None:
    """Tell on whose place it stands, where place, title or listing say so."""
    if section in HOST_IN:
        return HOST_IN[section]
    if hint == "other_timeline":
        return "other"
    return "group" if hint == "group" or found.group else None


def _tagged(tags: object) -> tuple[str, ...]:
    """Give the names of the people tagged, who stand as objects or as bare names."""
    names = (
        tag.get("name") if isinstance(tag, dict) else tag for tag in (tags if isinstance(tags, list) else ())
    )
    return tuple(dict.fromkeys(name for tag in names if (name := text_of(tag))))
