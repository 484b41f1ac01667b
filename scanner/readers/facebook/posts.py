"""Posts, and all of their shape: in groups, reels, stories, archive, trash, of Pages, apps and others."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attached import Attached, attached
from scanner.readers.facebook.comments import comment
from scanner.readers.facebook.getters import Json, made_at, objects, timed
from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.placed import HOST_IN, KIND_IN, joined, others, stated_by_keys
from scanner.readers.labels import Title
from scanner.readers.record import Media, Reading, Record, Skip
from scanner.readers.source import Source
from scanner.readers.text import words
from scanner.readers.times import moment

KEYS: Final = frozenset(("timestamp", "creation_timestamp", "data", "title", "attachments", "post", "tags"))
"""A record with none of these is no post."""
PICTURES: Final = ("profile_picture", "cover_photo")
_UNTITLED: Final = Title(hint="")


def read(source: Source) -> Iterator[Reading]:
    """Read a file of posts of any generation; the same file may hold comments (groups, 2018 to 2020)."""
    return each(source, post)


def post(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one post. None has an id, an address or an audience (FBC docs, 22,966 records)."""
    if KEYS.isdisjoint(record):
        return (Skip(pointer, "a record of no known shape"),)
    data = objects(record.get("data"))
    if any("comment" in entry for entry in data):
        return comment(source, pointer, record)
    if source.lies_in == "by_others":
        return (others(source, pointer, record),)
    title = words(record.get("title"))
    said = source.labels.title(title) or _UNTITLED
    found = attached(record.get("attachments"))
    text = _text(record, data, found)
    made = _record(source, pointer, record, said, found)
    made.title, made.text = title, text
    made.media = _captioned(found.media, text) if found.media else ()
    return timed(made, record)


def _record(source: Source, pointer: str, record: Json, said: Title, found: Attached) -> Record:
    """Give the record with all but its words and files."""
    audience, label = stated_by_keys(record, source.labels)
    return Record(
        platform=source.platform,
        kind=_kind(source.lies_in, said.hint, found),
        lies_in=source.lies_in,
        pointer=pointer,
        at=moment(record.get("timestamp")) or made_at(record),
        container=said.container if said.hint in ("group", "other_timeline", "review") else found.group,
        place=found.place or (said.container if said.hint == "check_in" else None),
        latitude=found.latitude,
        longitude=found.longitude,
        tagged=_tagged(record["tags"]) if "tags" in record else (),
        link=found.link,
        hint=said.hint or None,
        host=_host(source.lies_in, said.hint, found),
        host_name=said.container if said.hint == "other_timeline" else None,
        stated_audience=audience,
        stated_label=label,
        own_page=True if source.lies_in == "page" else None,
    )


def _kind(lies_in: str, hint: str, found: Attached) -> str:
    """Name the kind: by place, else a group in the title, a new profile picture, the attachment, a review."""
    if lies_in in KIND_IN:
        return KIND_IN[lies_in]
    if hint == "group":
        return "group_post"
    if hint in PICTURES and found.media:
        return hint
    return found.kind or ("review" if hint == "review" else "post")


def _host(lies_in: str, hint: str, found: Attached) -> str | None:
    """Tell on whose place it stands, where place, title or listing say so."""
    if lies_in in HOST_IN:
        return HOST_IN[lies_in]
    if hint == "other_timeline":
        return "other"
    return "group" if hint == "group" or found.group else None


def _text(record: Json, data: Iterable[Json], found: Attached) -> str | None:
    """Give the post's own words, and those of its attachments; captions stay with their files."""
    own = [text for entry in (*data, record) if (text := words(entry.get("post")))]
    texts = own + found.texts
    return joined(texts) if len(texts) > 1 else (texts[0] if texts else None)


def _captioned(files: dict[str, Media], text: str | None) -> tuple[Media, ...]:
    """Give the files, without a caption that only repeats the post."""
    for file in files.values():
        if file.text == text:
            file.text = None
    return tuple(files.values())


def _tagged(tags: object) -> tuple[str, ...]:
    """Give the names of the people tagged, who stand as objects or as bare names."""
    names = (
        tag.get("name") if isinstance(tag, dict) else tag for tag in (tags if isinstance(tags, list) else ())
    )
    return tuple(dict.fromkeys(name for tag in names if (name := words(tag))))
