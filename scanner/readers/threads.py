"""Threads: its posts and replies, and its own profile, which is private or not apart from Instagram's."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from scanner.readers.instagram.content import Section, content_record, media_objects
from scanner.readers.instagram.profile import read_profile
from scanner.readers.labelled_values import UnknownLabels, labelled_records
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Reading
from scanner.readers.source import Source


def posts(source: Source) -> Iterator[Reading]:
    """Read `threads_and_replies.json`; a post of text alone is a media object without an address."""
    return labelled_records(source, partial(_post, source.labels))


def _post(labels: Labels, pointer: str, record: dict[str, Any], unlisted: UnknownLabels) -> Iterable[Reading]:
    """Return a post or reply."""
    section = Section("reply" if is_reply(record) else "post", "threads", "threads")
    return content_record(labels, section, pointer, record, unlisted)


def is_reply(record: dict[str, Any]) -> bool:
    """Return whether any part of a thread is marked as a reply (blog.sh `lib/import/threads.rb`)."""
    marks = (entry.get("text_app_post") for entry in (record, *media_objects(record)))
    return any(isinstance(mark, dict) and mark.get("is_reply") is True for mark in marks)


def profile(source: Source) -> Iterator[Reading]:
    """Read the profile of Threads: fields, picture, and its own private flag."""
    return read_profile(source, "threads")
