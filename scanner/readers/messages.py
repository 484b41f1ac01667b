"""Threads of messages of Messenger and Instagram: counted, never read, but for what was said to an AI."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from unicodedata import normalize

import msgspec

from scanner.platforms import PLATFORMS
from scanner.readers.json_documents import JsonSlice
from scanner.readers.messages_to_ai import ai_messages, may_involve_ai
from scanner.readers.record import ReaderNote, Reading, Record, Skip, TooMuchError
from scanner.readers.records import skip_entry
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of

_PART: Final = re.compile(r"(message|replies)_\d+$", re.IGNORECASE)
"""The numbered parts of one thread, in its folder."""
MESSAGES: Final = ("messages", "conversation", "replies")
"""The key of a thread's messages; `conversation` in Instagram's downloads until 2020, `replies` those
of a broadcast channel."""
NAMES: Final = ("title", "threadName", "thread_name")
"""What a thread is called: classic downloads, end-to-end encrypted ones."""
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
_MESSAGE_BYTES: Final = 104
"""Of memory, for each message that is decoded: its two times and their place."""
DECODED_AT_ONCE: Final = 400_000_000
"""Bytes of memory for a thread and its decoded messages; one that might take more is read slowly."""


def threads(source: Source) -> Iterator[Reading]:
    """Yield one record a thread: the number of its messages and the time of the first.

    No word of a message is taken, but for those to and from an AI. What isn't as Meta writes it, or names an
    AI, is read the slow way, entry by entry.
    """
    if source.page_document is not None or source.is_measured or may_involve_ai(source) or _is_heavy(source):
        yield from _read_entries(source)
        return
    try:
        thread = _DECODER.decode(source.raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        yield from _read_entries(source)
        return
    at = parse_time(
        min((message.timestamp_ms or message.timestamp for message in thread.messages), default=None)
    )
    if at is None:
        yield from _read_entries(source)
        return
    name = thread.title or thread.threadName or thread.thread_name
    yield _record(source, "", at, len(thread.messages), (name, thread.thread_path))


def _is_heavy(source: Source) -> bool:
    """Return whether a large thread may hold so many messages that their times alone fill the memory."""
    return source.is_large and len(source.raw) + source.raw.count(b"{") * _MESSAGE_BYTES > DECODED_AT_ONCE


def _read_entries(source: Source) -> Iterator[Reading]:
    """Read whatever JSON it is: one thread, or the list of threads that Instagram gave until 2020."""
    document = source.opened
    if isinstance(document, list | JsonSlice):
        listed = map(_parsed, document.entries()) if isinstance(document, JsonSlice) else document
        for index, entry in enumerate(listed):
            yield from _thread(source, f"/{index}", entry)
    else:
        yield from _thread(source, "", document)


def _parsed(thread: JsonSlice) -> Any:
    """Return a thread of a large list with its messages not yet parsed, or the error if it is too large."""
    try:
        return thread.top_level() if thread.opening == b"{" else thread.parse()
    except TooMuchError as fault:
        return fault


def _thread(source: Source, pointer: str, thread: object) -> Iterator[Reading]:
    """Yield the record of one thread, skips for what is no message, and what was said to an AI."""
    if not isinstance(thread, dict):
        yield skip_entry(pointer, thread)
        return
    key = next((key for key in MESSAGES if isinstance(thread.get(key), list | JsonSlice)), None)
    if key is None:
        yield Skip(pointer, "no list of messages")
        return
    messages, at = 0, None
    for index, entry in enumerate(thread[key]):
        if isinstance(entry, dict) and entry:
            messages, at = messages + 1, _earlier(at, parse_time(_stamp(entry)))
        else:
            yield skip_entry(f"{pointer}/{key}/{index}", entry)
    ai_indexes: set[int] = set()
    for index, record in ai_messages(source, f"{pointer}/{key}", thread, thread[key]):
        ai_indexes.add(index)
        yield record
    if count := messages - len(ai_indexes):
        name = next((thread[name] for name in NAMES if thread.get(name)), None)
        yield _record(source, pointer, at, count, (name, thread.get("thread_path")))
        if at is None:
            yield ReaderNote(pointer, "no message has a time that can be read")


def _stamp(message: Mapping[str, Any]) -> object:
    """Return the time of a message, not yet parsed."""
    return next((message[key] for key in TIMES if message.get(key)), None)


def _earlier(first: float | None, second: float | None) -> float | None:
    """Return the earlier of two times, of which none, one or both are known."""
    return min((at for at in (first, second) if at is not None), default=None)


def _record(
    source: Source, pointer: str, at: float | None, count: int, thread_name_and_path: tuple[object, object]
) -> Record:
    """Return the record of a thread named (title, path); `host_name` holds the key that its parts share."""
    title, thread_path = thread_name_and_path
    return Record(
        platform=PLATFORMS[source.platform].chats,
        kind="message_thread",
        section=source.section,
        pointer=pointer,
        at=at,
        count=count,
        container=text_of(title),
        host_name=thread_key(source.path, thread_path) + pointer,
    )


def thread_key(path: str, thread_path: object = None) -> str:
    """Return the key that a thread's parts share: its folder, the path its file names, or the file itself."""
    where = PurePosixPath(path)
    if _PART.match(where.stem) and where.parent.name:
        parts = where.parent.parts
    else:
        parts = PurePosixPath(text_of(thread_path) or str(where.with_suffix(""))).parts
    return normalize("NFC", "/".join(parts[-2:]))
