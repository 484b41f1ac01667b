"""The exports of 2018 to 2021: flat files at the root, with ISO times.

Shapes after go-sfomuseum-instagram `media/archive.go`, pdpl-cli `instagram-2018-import`, instaview.py.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from scanner.readers.instagram.content import EMPTY, Section
from scanner.readers.instagram.profile import profile_field
from scanner.readers.json_documents import JsonSlice
from scanner.readers.record import AccountDetail, MediaReference, ReaderNote, Reading, Record, Skip
from scanner.readers.records import escape_key, skip_entry
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of, time_note

SECTIONS: Final = {
    "photos": (Section("post", "timeline"), "photo"),
    "videos": (Section("post", "timeline"), "video"),
    "stories": (Section("story", "stories"), None),
    "profile": (Section("profile_picture", "profile_picture"), "photo"),
}
"""What the lists of `media.json` hold. Nothing marks archived posts in these exports."""
SECTION_BY_LIST: Final = {
    "media_comments": "comments",
    "live_comments": "comments",
    "story_comments": "story_comments",
}
SHORTEST_COMMENT: Final = 2
"""Entries of a comment: its time and its text; the owner of the post comes third, and may be missing."""
PROFILE_FIELDS: Final = {
    "name": "name",
    "username": "username",
    "biography": "bio",
    "gender": "gender",
    "date_of_birth": "birth_date",
    "email": "email",
    "phone_number": "phone",
    "website": "website",
}
"""The keys of `profile.json` and the fields they are."""

NO_DATA: Final = "You have no data in this section"
"""What an empty section of 2018 to 2020 has as the only entry of its list."""
Entries = list[Any] | JsonSlice
"""A list, a large one not yet parsed."""


def media(source: Source) -> Iterator[Reading]:
    """Read `media.json`; the pictures in messages are counted alone."""
    for name, entries in _sections(source.opened):
        pointer = f"/{escape_key(name)}"
        if name == "direct":
            yield Skip(pointer, "a picture in messages", _count(entries))
        elif name in SECTIONS:
            yield from _section(pointer, entries, *SECTIONS[name])
        else:
            yield Skip(pointer, "media of a kind that was never seen", _count(entries))


def _sections(document: object) -> Iterator[tuple[str, Entries]]:
    """Yield the lists of a file that hold something."""
    for name, entries in document.items() if isinstance(document, dict) else ():
        if isinstance(entries, list | JsonSlice) and entries and entries != [NO_DATA]:
            yield name, entries


def _count(entries: Entries) -> int:
    """Return how many entries a list has."""
    return sum(1 for _ in entries)


def _section(pointer: str, entries: Entries, section: Section, kind: str | None) -> Iterator[Reading]:
    """Yield each entry of one list of `media.json`."""
    for index, entry in enumerate(entries):
        entry_pointer = f"{pointer}/{index}"
        if isinstance(entry, dict) and entry:
            yield from _media(entry_pointer, entry, section, kind)
        else:
            yield skip_entry(entry_pointer, entry)


def _media(pointer: str, entry: Mapping[str, Any], section: Section, kind: str | None) -> Iterator[Reading]:
    """Yield one photo or video with its caption, time and place."""
    text, uri, at = (
        text_of(entry.get("caption")),
        text_of(entry.get("path")),
        parse_time(entry.get("taken_at")),
    )
    if note := time_note(entry.get("taken_at"), pointer):
        yield note
    if text is None and uri is None and at is None:
        yield Skip(pointer, EMPTY)
        return
    yield Record(
        platform="instagram",
        kind=section.kind,
        section=section.name,
        pointer=pointer,
        at=at,
        text=text,
        place=text_of(entry.get("location")),
        media=(MediaReference(uri, at, kind=kind),) if uri else (),
    )


def profile(source: Source) -> Iterator[Reading]:
    """Read `profile.json`: its fields, when the account was made, and whether it was private."""
    document = source.document
    if not isinstance(document, dict):
        return
    for key, field in PROFILE_FIELDS.items():
        if value := text_of(document.get(key)):
            yield from profile_field(f"/{key}", "instagram", field, value)
    if (joined := parse_time(document.get("date_joined"))) is not None:
        yield AccountDetail("instagram", "joined", joined)
    yield _private(document, source)


def _private(document: Mapping[str, Any], source: Source) -> AccountDetail | ReaderNote:
    """Return the private flag, a plain boolean in these exports."""
    flag = source.labels.flag(document.get("private_account"))
    if flag is None:
        return ReaderNote("/private_account", "the private flag is neither a known yes nor a known no")
    return AccountDetail("instagram", "private", flag)


def comments(source: Source) -> Iterator[Reading]:
    """Read `comments.json`: lists of `[time, text, owner of the post]`."""
    for name, entries in _sections(source.opened):
        for index, entry in enumerate(entries):
            entry_pointer = f"/{escape_key(name)}/{index}"
            if isinstance(entry, list) and len(entry) >= SHORTEST_COMMENT:
                yield from _comment(entry_pointer, entry, SECTION_BY_LIST.get(name, source.section))
            else:
                yield skip_entry(entry_pointer, entry)


def _comment(pointer: str, entry: list[Any], section: str) -> Iterator[Reading]:
    """Yield one comment."""
    if note := time_note(entry[0], pointer):
        yield note
    yield Record(
        platform="instagram",
        kind="comment",
        section=section,
        pointer=pointer,
        at=parse_time(entry[0]),
        text=text_of(entry[1]),
        host_name=text_of(entry[2]) if len(entry) > SHORTEST_COMMENT else None,
    )
