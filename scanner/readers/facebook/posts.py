"""Posts, and all of their shape: in groups, reels, stories, archive, trash, of Pages, apps and others."""

from collections.abc import Iterable, Iterator
from typing import Final

from scanner.readers.facebook.attachments import NO_ATTACHMENTS, Attachments, read_attachments
from scanner.readers.facebook.comments import comment
from scanner.readers.facebook.fields import (
    HOST_IN,
    KIND_IN,
    Json,
    audience_by_keys,
    is_timed,
    is_titled,
    join_texts,
    objects,
    other_post,
    record_time,
    with_time_note,
)
from scanner.readers.facebook.labelled import read_records
from scanner.readers.locale_tables import Title
from scanner.readers.record import ReaderNote, Reading, Record
from scanner.readers.records import unknown_record
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
    return read_records(source, post)


def post(source: Source, pointer: str, record: Json) -> Iterable[Reading]:
    """Read one post. None has an id, an address or an audience (FBC docs, 22,966 records)."""
    if KEYS.isdisjoint(record) and not is_timed(record) and not is_titled(source, record):
        return (unknown_record(pointer),)
    texts: list[str] = []
    for entry in (*objects(record.get("data")), record):
        if "comment" in entry:
            return comment(source, pointer, record)
        if "post" in entry and (text := text_of(entry["post"])):
            texts.append(text)
    if source.section == "by_others":
        return (other_post(source, pointer, record),)
    result, is_complete = _record(source, pointer, record, texts)
    read = with_time_note(result, record)
    return read if is_complete else (*read, ReaderNote(pointer, UNCLAIMED))


def _record(source: Source, pointer: str, record: Json, texts: list[str]) -> tuple[Record, bool]:
    """Return the record of a post with these words, and whether it has all words of its attachments."""
    title = text_of(record.get("title"))
    meaning = source.labels.title(title) or (_NOT_UNDERSTOOD if title else _UNTITLED)
    attachments = read_attachments(record.get("attachments"))
    texts = texts + _texts_by_owner(attachments, title)
    result = Record(
        platform=source.platform,
        kind=_kind(source.section, meaning.hint, attachments),
        section=source.section,
        pointer=pointer,
        at=parse_time(record.get("timestamp")) or record_time(record),
        text=join_texts(texts),
        title=title,
        host=_host(source.section, meaning.hint, attachments),
        own_page=True if source.section == "page" else None,
    )
    if "tags" in record:
        result.tagged = _tagged(record["tags"])
    result.stated_audience, result.stated_label = audience_by_keys(record, source.labels)
    if attachments is not NO_ATTACHMENTS:
        _add_attachments(result, attachments)
    if meaning is not _UNTITLED:
        _add_meaning(result, meaning)
    return result, attachments is NO_ATTACHMENTS or set(texts).issuperset(
        attachments.texts + attachments.unclaimed
    )


def _texts_by_owner(attachments: Attachments, title: str | None) -> list[str]:
    """Return the words of the attachments that are the person's own.

    The title line begins with the name of who posted: an offer by a seller it does not name is a shared one.
    """
    if attachments.seller and title and attachments.seller not in title:
        return []
    return attachments.texts


def _add_attachments(result: Record, attachments: Attachments) -> None:
    """Add the fields of its attachments; a caption that only repeats the post is left out."""
    result.container, result.link = attachments.group, attachments.link
    result.place, result.latitude, result.longitude = (
        attachments.place,
        attachments.latitude,
        attachments.longitude,
    )
    for file in attachments.media.values():
        if file.text == result.text:
            file.text = None
    result.media = tuple(attachments.media.values())


def _add_meaning(result: Record, meaning: Title) -> None:
    """Add what its title line says."""
    result.hint = meaning.hint
    if meaning.hint in ("group", "other_timeline", "review"):
        result.container = meaning.container
    if meaning.hint == "other_timeline":
        result.host_name = meaning.container
    if meaning.hint == "check_in":
        result.place = result.place or meaning.container


def _kind(section: str, hint: str, attachments: Attachments) -> str:
    """Return the kind: by section, else a group in the title, the attachment, a review."""
    if section in KIND_IN:
        return KIND_IN[section]
    if hint == "group":
        return "group_post"
    return attachments.kind or ("review" if hint == "review" else "post")


def _host(section: str, hint: str, attachments: Attachments) -> str | None:
    """Return whose page or timeline it is on, where section, title or listing say so."""
    if section in HOST_IN:
        return HOST_IN[section]
    if hint == "other_timeline":
        return "other"
    return "group" if hint == "group" or attachments.group else None


def _tagged(tags: object) -> tuple[str, ...]:
    """Return the names of the people tagged, written as objects or as bare names."""
    names = (
        tag.get("name") if isinstance(tag, dict) else tag for tag in (tags if isinstance(tags, list) else ())
    )
    return tuple(dict.fromkeys(name for tag in names if (name := text_of(tag))))
