"""Threads: its posts and replies, and its own profile, which is private or not apart from Instagram's."""

from collections.abc import Iterator
from typing import Any

from scanner.readers.instagram.content import Shelf, media_objects, shelved, told
from scanner.readers.instagram.profile import read_profile
from scanner.readers.record import Reading, Skip
from scanner.readers.shapes import Unlisted, within_limits
from scanner.readers.source import Source


def posts(source: Source) -> Iterator[Reading]:
    """Read `threads_and_replies.json`; a post of text alone is a media object without an address."""
    unlisted = Unlisted()
    for found in shelved(source.entries, Shelf("post", "threads", "threads")):
        if isinstance(found, Skip):
            yield found
            continue
        pointer, record, shelf = found
        if is_reply(record):
            shelf = shelf._replace(kind="reply")
        yield from within_limits(pointer, told, pointer, record, shelf, source.labels, unlisted)
    yield from unlisted.notes()


def is_reply(record: dict[str, Any]) -> bool:
    """Tell whether any part of a thread is marked as a reply (blog.sh `lib/import/threads.rb`)."""
    marks = (entry.get("text_app_post") for entry in (record, *media_objects(record)))
    return any(isinstance(mark, dict) and mark.get("is_reply") is True for mark in marks)


def profile(source: Source) -> Iterator[Reading]:
    """Read the profile of Threads: fields, picture, and its own private flag."""
    return read_profile(source, "threads")
