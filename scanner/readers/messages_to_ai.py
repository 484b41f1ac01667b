"""What was said to Meta AI, and by it, in threads of messages; no other message is looked into.

Rule N02: a message to an AI in a chat is an interaction with that AI. It is told by the names of the AI in
`rules/locales`: as one who takes part, or called by `@` and the name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

import msgspec

from scanner.readers.errors import TooMuchError, UnreadableError
from scanner.readers.instagram.media import files
from scanner.readers.json_documents import JsonSlice
from scanner.readers.labels import Labels
from scanner.readers.meta_ai import product_of
from scanner.readers.record import Record
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of

SENDERS: Final = ("sender_name", "senderName", "sender")
TEXTS: Final = ("content", "text")
STAMPS: Final = ("timestamp_ms", "timestamp", "created_at")
MOST_SENDERS: Final = 1_000
"""Names that are kept of those who sent messages: enough to tell whether somebody is alone with the AI."""
MOST_WITH_AI: Final = 250_000
"""Messages of one thread that may concern an AI: they are held to be put in order."""
FILES: Final = ("photos", "videos", "audio_files", "files", "media")

Message = Mapping[str, Any]
Numbered = tuple[int, Message]
"""A message's place in its thread, and the message."""
Said = tuple[int, Record]
"""A message's place in its thread, and what it is."""


class _Thread(msgspec.Struct, frozen=True):
    """A thread as far as it has to do with an AI."""

    labels: Labels
    alone: bool
    """Nobody is in it but one person and the AI, so that person is the owner."""
    title: str | None
    container: str
    pointer: str
    platform: str = "meta_ai"

    def record(self, index: int, message: Message, **told: Any) -> Record:
        """Give the record of a message; its `writer` is whom it belongs to, so others' words fall out."""
        return Record(
            platform=self.platform,
            section="messages",
            pointer=f"{self.pointer}/{index}",
            at=_at(message),
            title=self.title,
            container=self.container,
            host="self" if self.alone else None,
            **told,
        )


def may_speak(source: Source) -> bool:
    """Tell, from the bytes alone, whether a member can have to do with an AI: most threads have not."""
    return any(name.encode() in source.raw for name in source.labels.ai_names)


def spoken(
    source: Source, pointer: str, thread: Mapping[str, Any], messages: list[Any] | JsonSlice
) -> Iterator[Said]:
    """Give what was said to an AI and by it, in a thread whose messages stand at `pointer`.

    Raises UnreadableError where more of them concern an AI than can be put in order.
    """
    labels = source.labels
    named = _senders(messages)
    if not named:
        return
    people = {name for name in _people(thread) if not labels.is_ai(name)}
    senders = {name for name in named if not labels.is_ai(name)}
    takes_part = any(labels.is_ai(name) for name in _people(thread))
    alone = takes_part and len(people | senders) <= 1 and thread.get("is_still_participant") is not False
    title = text_of(thread.get("title")) if alone else None
    here = _Thread(labels, alone, title, product_of(source), pointer)
    yield from _told(here, _in_order(here, messages))


def _senders(messages: Iterable[object]) -> set[str]:
    """Give the names of those who sent messages, of very many not all."""
    found: set[str] = set()
    for message in messages:
        if name := _sender(message):
            found.add(name)
        if len(found) == MOST_SENDERS:
            break
    return found


def _in_order(thread: _Thread, messages: list[Any] | JsonSlice) -> Iterator[Numbered]:
    """Give the messages that concern the AI, from the first to the last. Raises UnreadableError."""
    held: list[tuple[float, int, Any]] = []
    for index, entry in enumerate(messages.entries() if isinstance(messages, JsonSlice) else messages):
        message = _opened(entry)
        if _concerns(thread, message):
            held.append((_at(message) or 0.0, index, entry))
        if len(held) > MOST_WITH_AI:
            raise UnreadableError(f"more messages with an AI than the limit of {MOST_WITH_AI:,}")
    if held and held[0][0] >= held[-1][0]:
        # Meta writes the newest first; of one minute, as pages show it, the last one came first then.
        held.reverse()
    held.sort(key=itemgetter(0))
    yield from ((index, _opened(entry)) for _, index, entry in held)


def _opened(entry: Any) -> Any:
    """Give a message, parsed if it is not yet; None for one that is too much, as its thread has said."""
    try:
        return entry.parse() if isinstance(entry, JsonSlice) else entry
    except TooMuchError:
        return None


def _concerns(thread: _Thread, message: object) -> bool:
    """Tell whether a message is one to the AI or by it."""
    sender, text = _sender(message), _text(message)
    if sender is None:
        return False
    return thread.alone or thread.labels.is_ai(sender) or bool(text and thread.labels.calls_ai(text))


class _Asked:
    """Who may be waiting for an answer of the AI: in a group an answer does not say to whom it is."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._answers = 0

    def add(self, name: str) -> None:
        """Note that someone asked; whoever was answered before that waits no more."""
        if self._answers >= len(self._waiting):
            self._waiting, self._answers = [], 0
        self._waiting.append(name)

    def answered(self) -> str | None:
        """Return to whom the next answer is, None where it may be to one of several."""
        self._answers += 1
        return self._waiting[0] if len(set(self._waiting)) == 1 else None


def _told(thread: _Thread, messages: Iterable[Numbered]) -> Iterator[Said]:
    """Give what the messages that concern the AI are."""
    asked = _Asked()
    for index, message in messages:
        sender = _sender(message)
        if sender is None:
            continue
        if thread.labels.is_ai(sender):
            yield index, _reply(thread, index, message, asked.answered())
        else:
            asked.add(sender)
            yield from ((index, record) for record in _prompt(thread, index, message, sender))


def _reply(thread: _Thread, index: int, message: Message, asked_by: str | None) -> Record:
    """Give what the AI said, as the words of the one who asked; without its text where nobody is known to."""
    text = _text(message) if thread.alone or asked_by else None
    return thread.record(index, message, kind="ai_reply", author="ai", text=text, writer=asked_by)


def _prompt(thread: _Thread, index: int, message: Message, sender: str) -> Iterator[Record]:
    """Give what was said to the AI, and the files given along."""
    text = _text(message)
    given = files((file for key in FILES for file in _list(message.get(key))), text)
    if text or not given:
        yield thread.record(index, message, kind="ai_prompt", text=text, writer=sender)
    if given:
        yield thread.record(index, message, kind="ai_upload", media=given, writer=sender)


def _people(thread: Mapping[str, Any]) -> list[str]:
    """Give the names of those who take part."""
    listed = _list(thread.get("participants"))
    names = (text_of(entry.get("name") if isinstance(entry, dict) else entry) for entry in listed)
    return [name for name in names if name]


def _sender(message: object) -> str | None:
    """Give the name of who sent a message."""
    return _first(message, SENDERS)


def _text(message: object) -> str | None:
    """Give what a message says."""
    return _first(message, TEXTS)


def _first(message: object, keys: Sequence[str]) -> str | None:
    """Give the first text under one of some keys."""
    if not isinstance(message, dict):
        return None
    return next((text for key in keys if (text := text_of(message.get(key)))), None)


def _at(message: object) -> float | None:
    """Give when a message was sent."""
    if not isinstance(message, dict):
        return None
    return next((at for key in STAMPS if (at := parse_time(message.get(key))) is not None), None)


def _list(value: object) -> list[Any]:
    """Give a list, or an empty one for anything else."""
    return value if isinstance(value, list) else []
