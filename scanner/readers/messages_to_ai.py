"""What was said to Meta AI, and by it, in threads of messages; no other message is read.

Rule N02: a message to an AI in a chat is an interaction with that AI. The AI takes part under one
of its names in `rules/locales`, or is called by `@` and the name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

import msgspec

from scanner.readers.instagram.media import media_references
from scanner.readers.json_documents import JsonSlice
from scanner.readers.locale_tables import Labels
from scanner.readers.meta_ai import product_of
from scanner.readers.record import Record, TooMuchError, UnreadableError
from scanner.readers.source import Source
from scanner.readers.values import list_of, parse_time, text_of

SENDERS: Final = ("sender_name", "senderName", "sender")
TEXTS: Final = ("content", "text")
STAMPS: Final = ("timestamp_ms", "timestamp", "created_at")
MOST_SENDERS: Final = 1_000
"""Senders' names collected from one thread: enough to see whether one person is alone with the AI."""
MOST_WITH_AI: Final = 250_000
"""Messages of one thread that may concern an AI: all are in memory while they are sorted."""
FILES: Final = ("photos", "videos", "audio_files", "files", "media")

Message = Mapping[str, Any]
Numbered = tuple[int, Message]
"""A message's place in its thread, and the message."""
NumberedRecord = tuple[int, Record]
"""A message's place in its thread, and what it is."""


class _Thread(msgspec.Struct, frozen=True):
    """A thread as far as it has to do with an AI."""

    labels: Labels
    is_one_to_one: bool
    """One person and the AI are its only participants, so that person is the owner."""
    title: str | None
    container: str
    pointer: str
    platform: str = "meta_ai"

    def record(self, index: int, message: Message, **fields: Any) -> Record:
        """Return the record of a message; its `writer` is its owner, so that others' words are left out."""
        return Record(
            platform=self.platform,
            section="messages",
            pointer=f"{self.pointer}/{index}",
            at=_at(message),
            title=self.title,
            container=self.container,
            host="self" if self.is_one_to_one else None,
            **fields,
        )


def may_involve_ai(source: Source) -> bool:
    """Return whether a member's bytes contain a name of an AI: those of most threads do not."""
    return any(name.encode() in source.raw for name in source.labels.ai_names)


def ai_messages(
    source: Source, pointer: str, thread: Mapping[str, Any], messages: list[Any] | JsonSlice
) -> Iterator[NumberedRecord]:
    """Yield what was said to an AI and by it, in a thread with its messages at `pointer`.

    Raises UnreadableError where more of them concern an AI than can be put in order.
    """
    labels = source.labels
    all_senders = _senders(messages)
    if not all_senders:
        return
    people = {name for name in _people(thread) if not labels.is_ai(name)}
    senders = {name for name in all_senders if not labels.is_ai(name)}
    takes_part = any(labels.is_ai(name) for name in _people(thread))
    is_one_to_one = (
        takes_part and len(people | senders) <= 1 and thread.get("is_still_participant") is not False
    )
    title = text_of(thread.get("title")) if is_one_to_one else None
    ai_thread = _Thread(labels, is_one_to_one, title, product_of(source), pointer)
    yield from _records(ai_thread, _in_order(ai_thread, messages))


def _senders(messages: Iterable[object]) -> set[str]:
    """Return the names of those who sent messages, of very many not all."""
    names: set[str] = set()
    for message in messages:
        if name := _sender(message):
            names.add(name)
        if len(names) == MOST_SENDERS:
            break
    return names


def _in_order(thread: _Thread, messages: list[Any] | JsonSlice) -> Iterator[Numbered]:
    """Yield the messages that concern the AI, from the first to the last. Raises UnreadableError."""
    relevant: list[tuple[float, int, Any]] = []
    for index, entry in enumerate(messages.entries() if isinstance(messages, JsonSlice) else messages):
        message = _parsed(entry)
        if _involves_ai(thread, message):
            relevant.append((_at(message) or 0.0, index, entry))
        if len(relevant) > MOST_WITH_AI:
            raise UnreadableError(f"more messages with an AI than the limit of {MOST_WITH_AI:,}")
    if relevant and relevant[0][0] >= relevant[-1][0]:
        # Meta writes the newest first; of one minute, as pages show it, the last one came first then.
        relevant.reverse()
    relevant.sort(key=itemgetter(0))
    yield from ((index, _parsed(entry)) for _, index, entry in relevant)


def _parsed(entry: Any) -> Any:
    """Return a message, parsed if it is not yet; None for one that is too large, which its thread reports."""
    try:
        return entry.parse() if isinstance(entry, JsonSlice) else entry
    except TooMuchError:
        return None


def _involves_ai(thread: _Thread, message: object) -> bool:
    """Return whether a message is one to the AI or by it."""
    sender, text = _sender(message), _text(message)
    if sender is None:
        return False
    return thread.is_one_to_one or thread.labels.is_ai(sender) or bool(text and thread.labels.calls_ai(text))


class _WaitingSenders:
    """The senders who may be waiting for an answer of the AI: in a group it does not say whom it answers."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._answers = 0

    def add(self, name: str) -> None:
        """Add a sender who asks; those already answered wait no longer."""
        if self._answers >= len(self._waiting):
            self._waiting, self._answers = [], 0
        self._waiting.append(name)

    def answer(self) -> str | None:
        """Return to whom the next answer is, None where it may be to one of several."""
        self._answers += 1
        return self._waiting[0] if len(set(self._waiting)) == 1 else None


def _records(thread: _Thread, messages: Iterable[Numbered]) -> Iterator[NumberedRecord]:
    """Yield the records of the messages that concern the AI."""
    waiting = _WaitingSenders()
    for index, message in messages:
        sender = _sender(message)
        if sender is None:
            continue
        if thread.labels.is_ai(sender):
            yield index, _reply(thread, index, message, waiting.answer())
        else:
            waiting.add(sender)
            yield from ((index, record) for record in _prompt(thread, index, message, sender))


def _reply(thread: _Thread, index: int, message: Message, author: str | None) -> Record:
    """Return an answer of the AI with `author` as who asked; without its text if that is unknown."""
    text = _text(message) if thread.is_one_to_one or author else None
    return thread.record(index, message, kind="ai_reply", author="ai", text=text, writer=author)


def _prompt(thread: _Thread, index: int, message: Message, sender: str) -> Iterator[Record]:
    """Yield the record of a prompt, and that of the files sent with it."""
    text = _text(message)
    uploads = media_references((file for key in FILES for file in list_of(message.get(key))), text)
    if text or not uploads:
        yield thread.record(index, message, kind="ai_prompt", text=text, writer=sender)
    if uploads:
        yield thread.record(index, message, kind="ai_upload", media=uploads, writer=sender)


def _people(thread: Mapping[str, Any]) -> list[str]:
    """Return the names of those who take part."""
    listed = list_of(thread.get("participants"))
    names = (text_of(entry.get("name") if isinstance(entry, dict) else entry) for entry in listed)
    return [name for name in names if name]


def _sender(message: object) -> str | None:
    """Return the name of who sent a message."""
    return _first(message, SENDERS)


def _text(message: object) -> str | None:
    """Return the text of a message."""
    return _first(message, TEXTS)


def _first(message: object, keys: Sequence[str]) -> str | None:
    """Return the first text under one of some keys."""
    if not isinstance(message, dict):
        return None
    return next((text for key in keys if (text := text_of(message.get(key)))), None)


def _at(message: object) -> float | None:
    """Return when a message was sent."""
    if not isinstance(message, dict):
        return None
    return next((at for key in STAMPS if (at := parse_time(message.get(key))) is not None), None)
