"""Threads of messages of Messenger and Instagram: counted, never read, but for what was said to an AI."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from unicodedata import normalize

import msgspec

from scanner.readers.ai_messages import may_speak, spoken
from scanner.readers.record import Note, Reading, Record, Skip
from scanner.readers.shapes import junk
from scanner.readers.source import Source
from scanner.readers.text import words
from scanner.readers.times import moment

_PART: Final = re.compile(r"(message|replies)_\d+$", re.IGNORECASE)
"""The numbered parts of one thread, in its folder."""
TIMES: Final = ("timestamp_ms", "timestamp", "created_at")
"""A message's time: Messenger and Instagram, end-to-end encrypted downloads, Instagram until 2020."""


class _Message(msgspec.Struct, gc=False):
    """All that is taken of a message: its time, of the classic or of the end-to-end encrypted download."""

    timestamp_ms: int = 0
    timestamp: int = 0


class _Thread(msgspec.Struct, gc=False):
    """One file of a thread, as Meta writes it."""

    messages: list[_Message]
    title: str | None = None
    thread_path: str | None = None
    threadName: str | None = None  # noqa: N815
    thread_name: str | None = None


_DECODER: Final = msgspec.json.Decoder(_Thread)


def threads(source: Source) -> Iterator[Reading]:
    """Count the messages of a member: one record a thread, with the time of its first message.

    No word of a message is taken, but for those to and from an AI. What isn't as Meta writes it, or names an
    AI, goes the slow way, entry by entry.
    """
    if source.told is not None or source.is_measured or may_speak(source):
        yield from _slowly(source)
        return
    try:
        thread = _DECODER.decode(source.raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        yield from _slowly(source)
        return
    at = moment(min((one.timestamp_ms or one.timestamp for one in thread.messages), default=None))
    if at is None:
        yield from _slowly(source)
        return
    name = thread.title or thread.threadName or thread.thread_name
    yield _record(source, "", at, len(thread.messages), (name, thread.thread_path))


def _slowly(source: Source) -> Iterator[Reading]:
    """Read whatever JSON it is: one thread, or the list of threads that Instagram gave until 2020."""
    document = source.document
    if isinstance(document, list):
        for index, entry in enumerate(document):
            yield from _thread(source, f"/{index}", entry)
    else:
        yield from _thread(source, "", document)


def _thread(source: Source, pointer: str, thread: object) -> Iterator[Reading]:
    """Count one thread; what is no message is skipped."""
    if not isinstance(thread, dict):
        yield Skip(pointer, junk(thread))
        return
    key = next((key for key in ("messages", "conversation") if isinstance(thread.get(key), list)), None)
    if key is None:
        yield Skip(pointer, "no list of messages")
        return
    bad = [index for index, entry in enumerate(thread[key]) if not isinstance(entry, dict) or not entry]
    yield from (Skip(f"{pointer}/{key}/{index}", junk(thread[key][index])) for index in bad)
    messages = [entry for entry in thread[key] if isinstance(entry, dict) and entry]
    name = next((thread[name] for name in ("title", "threadName", "thread_name") if thread.get(name)), None)
    said = spoken(source, f"{pointer}/{key}", thread, thread[key])
    yield from (record for _, record in said)
    if rest := len(messages) - len({index for index, _ in said}):
        at = _first(_stamps(messages))
        yield _record(source, pointer, at, rest, (name, thread.get("thread_path")))
        if at is None:
            yield Note(pointer, "no message has a time that can be read")


def _stamps(messages: Iterable[Mapping[str, Any]]) -> Iterator[object]:
    """Give the time of each message as it stands."""
    return (next((entry[key] for key in TIMES if entry.get(key)), None) for entry in messages)


def _first(stamps: Iterable[object]) -> float | None:
    """Give the moment of the first message."""
    return min((at for stamp in stamps if (at := moment(stamp)) is not None), default=None)


def _record(
    source: Source, pointer: str, at: float | None, count: int, named: tuple[object, object]
) -> Record:
    """Give the record of a thread named (title, path); `host_name` holds the key that its parts share."""
    title, thread_path = named
    return Record(
        platform="messenger" if source.platform == "facebook" else source.platform,
        kind="message_thread",
        lies_in=source.lies_in,
        pointer=pointer,
        at=at,
        count=count,
        container=words(title),
        host_name=thread_key(source.path, thread_path) + pointer,
    )


def thread_key(path: str, thread_path: object = None) -> str:
    """Give what tells a thread from others: its folder, the path its file names, or the file itself."""
    where = PurePosixPath(path)
    if _PART.match(where.stem) and where.parent.name:
        parts = where.parent.parts
    else:
        parts = PurePosixPath(words(thread_path) or str(where.with_suffix(""))).parts
    return normalize("NFC", "/".join(parts[-2:]))
