"""Conversations with Meta AI, in any product's download, and the media sent to it.

The labels of `ai_conversations.json` have been published masked only (what-if-data-donation), so a message is
known by its structure: a nested `dict` that holds a time and a text. Who said it is known from a label of the
sender. Where only a label `Name`, or one that no table lists, could say so, it is believed in a conversation
where it tells writers apart: Instagram's file of 2026 writes the owner's name at prompts and replies alike.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, Final

import msgspec

from scanner.platforms import PLATFORMS
from scanner.readers.instagram.media import media_references
from scanner.readers.labelled_values import UnknownLabels, labelled_records
from scanner.readers.locale_tables import Labels, plain
from scanner.readers.record import MediaReference, ReaderNote, Reading, Record, Skip
from scanner.readers.records import DEEPEST
from scanner.readers.source import Source
from scanner.readers.transcript import conversation_time, is_name, is_transcript, turns
from scanner.readers.values import list_of, parse_time, text_of, time_note

PRODUCTS: Final = {name: platform.title for name, platform in PLATFORMS.items() if platform.download}
"""What a product is called, by its platform or by a word of the path (`your_facebook_activity`)."""
APP: Final = "Meta AI app"
ANY: Final = "Meta AI"
"""The container of a conversation whose member does not name the product."""
AI: Final = "meta ai"
"""The AI's name, as `plain` writes it."""
SENDER_CONCEPTS: Final = ("sender", "author")
TEXT_CONCEPTS: Final = ("message", "text")
GROUP_KEYS: Final = ("dict", "label_values", "vec")
FILE_KEYS: Final = ("media", "photos", "videos")
NO_SENDER: Final = "a message in an AI chat that does not say who wrote it, counted without its text"
MEDIA_BY_ADDRESS: Final = "a file in an AI chat, of which the download has only the address"
NOTICE: Final = "an automatic notice in the chat"
YOU: Final = "You"
"""The owner's name in the transcripts of the Meta AI app."""

Value = tuple[str, str | None, str]
"""A label, what it means, and the text under it."""


class Message(msgspec.Struct):
    """One message of a conversation, from either shape."""

    pointer: str
    title: str | None
    """The conversation's."""
    sender: str | None
    text: str | None
    at: float | None
    media: tuple[MediaReference, ...]
    link: str | None = None
    raw_time: object = None
    precision: str = "second"
    values: tuple[Value, ...] = ()
    """The labelled texts, of which one may be the sender; empty where the shape itself says who it is."""


def conversations(source: Source) -> Iterator[Reading]:
    """Read `ai_conversations.json` of Facebook or Instagram."""
    return _read(source, product_of(source))


def app(source: Source) -> Iterator[Reading]:
    """Read the Meta AI app's own download: its conversations, and the media sent to it."""
    return _read(source, APP)


def product_of(source: Source) -> str:
    """Return the product that a conversation was had in."""
    if source.platform in PRODUCTS:
        return PRODUCTS[source.platform]
    top = source.path.casefold()
    return next((product for word, product in PRODUCTS.items() if f"{word}_activity/" in top), ANY)


def _read(source: Source, product: str) -> Iterator[Reading]:
    """Yield each message of a member; a record in which none can be found is skipped."""
    return labelled_records(source, partial(_record_messages, source.labels, product))


def _record_messages(
    labels: Labels, product: str, pointer: str, record: dict[str, Any], _unlisted: UnknownLabels
) -> Iterator[Reading]:
    """Yield the messages of one record; labels that no table lists may be those of messages."""
    matches = list(_messages(pointer, record, labels))
    yield from (match for match in matches if isinstance(match, Skip))
    if not matches:
        yield Skip(pointer, "no message found in it")
    messages = [match for match in matches if isinstance(match, Message)]
    yield from _conversation(messages, text_of(record.get("title")), product, labels)


def _conversation(
    messages: list[Message], title: str | None, product: str, labels: Labels
) -> Iterator[Reading]:
    """Yield the messages of one record as readings; messages of unknown writers become one reading."""
    _find_senders(messages, labels)
    if title and len({message.title for message in messages}) == 1:
        for message in messages:
            message.title = title
    senders = {message.sender for message in messages if message.sender}
    people = {sender for sender in senders if not _is_ai(sender, labels)}
    # Whoever is alone with the AI is the owner.
    host = "self" if len(people) == 1 < len(senders) else None
    for message in messages:
        if message.at is None and (note := time_note(message.raw_time, message.pointer)):
            yield note
        if message.sender is not None or message.text is None:
            yield from _message_records(message, product, labels, host)
    unknown = [message for message in messages if message.sender is None and message.text is not None]
    yield from (ReaderNote(message.pointer, NO_SENDER) for message in unknown)
    if unknown:
        yield _owner_prompt(unknown, product)


def _owner_prompt(messages: list[Message], product: str) -> Record:
    """Return the one record of messages by the owner and the AI, of which the writer of each is unknown.

    It stands for the owner's part of the conversation: at least one prompt, at the time of the first message.
    """
    first = min(messages, key=lambda message: (message.at is None, message.at or 0.0))
    return _record(first, product, kind="ai_prompt")


def _find_senders(messages: list[Message], labels: Labels) -> None:
    """Set sender and text of each message, where a label says which they are."""
    names = _name_label(messages, labels)
    for message in messages:
        by_label = message.values
        if not by_label:
            continue
        sender = next((text for _, concept, text in by_label if concept in SENDER_CONCEPTS), None)
        has_label = sender is not None
        sender = sender or next((text for label, _, text in by_label if label == names), None)
        sender = sender or next((text for _, _, text in by_label if _is_ai(text, labels)), None)
        texts = [text for _, concept, text in by_label if concept in TEXT_CONCEPTS]
        texts = texts or [
            text for label, concept, text in by_label if concept is None and text != sender and label != names
        ]
        message.text = "\n".join(texts) or None
        message.sender = sender if has_label or (sender and (names or _is_ai(sender, labels))) else None
    if names is not None and not _are_senders_distinct(messages, labels):
        for message in messages:
            labelled = any(concept in SENDER_CONCEPTS for _, concept, _ in message.values)
            if not labelled and message.sender and not _is_ai(message.sender, labels):
                message.sender = None


def _name_label(messages: list[Message], labels: Labels) -> str | None:
    """Return the first label with an AI's name as its text in any of these messages, or None."""
    return next(
        (
            label
            for message in messages
            for label, concept, text in message.values
            if concept not in TEXT_CONCEPTS and concept not in SENDER_CONCEPTS and _is_ai(text, labels)
        ),
        None,
    )


def _are_senders_distinct(messages: list[Message], labels: Labels) -> bool:
    """Return whether an AI's message follows each of a person's: else replies have the person's name too."""
    newest_first = (messages[0].at or 0.0) > (messages[-1].at or 0.0)
    ordered = sorted(messages[::-1] if newest_first else messages, key=lambda message: message.at or 0.0)
    by_ai = [message.sender is not None and _is_ai(message.sender, labels) for message in ordered]
    return any(by_ai) and all(first or second for first, second in pairwise(by_ai))


def _is_ai(name: str, labels: Labels) -> bool:
    """Return whether a name is an AI's."""
    return labels.is_ai(name) or plain(name) == AI


def _message_records(message: Message, product: str, labels: Labels, host: str | None) -> Iterator[Reading]:
    """Yield what one message is: a prompt or a reply, and the files sent with a prompt."""
    sender = message.sender
    if sender is not None and _is_ai(sender, labels):
        yield _record(message, product, kind="ai_reply", author="ai", text=message.text, media=message.media)
        return
    writer = None if sender == YOU else sender
    if message.text is not None:
        yield _record(message, product, kind="ai_prompt", text=message.text, writer=writer, host=host)
    if message.media:
        yield _record(message, product, kind="ai_upload", media=message.media, writer=writer, host=host)


def _record(message: Message, product: str, **fields: Any) -> Record:
    """Return the record of a prompt, a reply or an upload."""
    return Record(
        platform="meta_ai",
        section="ai_conversations",
        pointer=message.pointer,
        at=message.at,
        precision=message.precision,
        title=message.title,
        container=product,
        link=message.link,
        **fields,
    )


def _messages(pointer: str, record: Mapping[str, Any], labels: Labels) -> Iterator[Message | Skip]:
    """Yield the messages of one record: a conversation, many of them, or a message itself."""
    listed = record.get("messages")
    if isinstance(listed, list):
        for index, entry in enumerate(listed):
            yield _keyed_message(f"{pointer}/messages/{index}", entry, text_of(record.get("title")))
    elif "sender_name" in record or "timestamp_ms" in record:
        yield _keyed_message(pointer, record, None)
    else:
        yield from _walk(pointer, record, text_of(record.get("title")), labels, 0)


def _keyed_message(pointer: str, entry: object, title: str | None) -> Message | Skip:
    """Read a message with plain keys, `{sender_name, text, timestamp_ms}`."""
    if not isinstance(entry, dict):
        return Skip(pointer, "not a message")
    text = text_of(entry.get("text")) or text_of(entry.get("content"))
    media = media_references((m for key in FILE_KEYS for m in list_of(entry.get(key))), text)
    if text is None and not media:
        return Skip(pointer, "a message without text")
    raw = entry.get("timestamp_ms", entry.get("timestamp"))
    return Message(
        pointer, title, text_of(entry.get("sender_name")), text, parse_time(raw), media, raw_time=raw
    )


def _walk(
    pointer: str, node: Mapping[str, Any], title: str | None, labels: Labels, depth: int
) -> Iterator[Message | Skip]:
    """Yield the messages below a node of `label_values`, or the node itself as one.

    A node with a text that is labelled as one is a message at once. Else the innermost ones that hold both a
    time and a text are: the head of a conversation may have both as well.
    """
    if depth > DEEPEST:
        yield Skip(pointer, "nested too deep")
        return
    leaves = _leaves(node)
    if _labelled_text(leaves, labels):
        yield (
            Skip(pointer, NOTICE)
            if _is_notice(leaves, labels)
            else _message(pointer, node, leaves, title, labels)
        )
        return
    inner_title = text_of(node.get("title")) or text_of(node.get("label")) or title
    if transcribed := list(_transcribed(pointer, node)):
        yield from transcribed
        for step, inner in _groups(pointer, node):
            yield from _walk(step, inner, inner_title, labels, depth + 1)
        return
    below = [
        (step, inner, list(_walk(step, inner, inner_title, labels, depth + 1)))
        for step, inner in _groups(pointer, node)
    ]
    matches = [entry for _, _, entries in below for entry in entries]
    if any(isinstance(entry, Message) for entry in matches):
        yield from matches
        # A text beside the group of messages, directly in the record, is the head of the conversation.
        silent = [
            (step, inner) for step, inner, entries in below if depth > 0 and _has_unread_text(inner, entries)
        ]
        yield from (Skip(step, "no message found in it") for step, _ in silent)
    elif _is_message(node, leaves, depth):
        yield _message(pointer, node, leaves, title, labels)
    else:
        yield from matches


def _transcribed(pointer: str, node: Mapping[str, Any]) -> Iterator[Message | Skip]:
    """Yield every turn of the conversations that a node's values hold as one text, each named as a file.

    Such a name may have the address of a picture instead; the export does not say whether the owner made it.
    """
    for step, leaf in _children(node):
        text, name = text_of(leaf.get("value")), text_of(leaf.get("label")) or ""
        if text and is_name(name) and not is_transcript(text):
            yield Skip(pointer + step, MEDIA_BY_ADDRESS)
        for turn in turns(text) if text and is_transcript(text) else ():
            title = name.removesuffix(".txt") or None
            yield Message(
                pointer + step,
                title,
                turn.speaker,
                turn.text,
                conversation_time(name),
                (),
                raw_time=name,
                precision="day",
            )


def _has_unread_text(node: Mapping[str, Any], messages: list[Message | Skip]) -> bool:
    """Return whether a node beside messages holds text that was not read."""
    return not messages and any(text_of(leaf.get("value")) for leaf in _leaves(node))


def _children(node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each object directly below a node, with its step."""
    for key in GROUP_KEYS:
        for index, child in enumerate(list_of(node.get(key))):
            if isinstance(child, dict):
                yield f"/{key}/{index}", child


def _groups(pointer: str, node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the nodes below a node that hold others, with their pointers."""
    return ((pointer + step, child) for step, child in _children(node) if _is_group(child))


def _is_group(node: Mapping[str, Any]) -> bool:
    """Return whether a node holds others."""
    return any(isinstance(entry, dict) for key in GROUP_KEYS for entry in list_of(node.get(key)))


def _leaves(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the labelled values directly below a node."""
    return [child for step, child in _children(node) if not step.startswith("/vec") and not _is_group(child)]


def _concept(leaf: Mapping[str, Any], labels: Labels) -> str | None:
    """Return what a labelled value is."""
    label, ent = leaf.get("label"), leaf.get("ent_field_name")
    return labels.concept(label if isinstance(label, str) else None, ent if isinstance(ent, str) else None)


def _labelled_text(leaves: list[Mapping[str, Any]], labels: Labels) -> bool:
    """Return whether one of the values is labelled as what was said."""
    return any(_concept(leaf, labels) in TEXT_CONCEPTS and text_of(leaf.get("value")) for leaf in leaves)


def _is_message(node: Mapping[str, Any], leaves: list[Mapping[str, Any]], depth: int) -> bool:
    """Return whether a node has files, or, below the record itself, a time and a text."""
    if _media(node, leaves):
        return True
    timed = any(parse_time(leaf.get("timestamp_value")) for leaf in leaves)
    return depth > 0 and timed and any(text_of(leaf.get("value")) for leaf in leaves)


def _media(node: Mapping[str, Any], leaves: list[Mapping[str, Any]]) -> list[Any]:
    """Return the media objects of a node and of its values, and a value's link into the export as one."""
    entries = [entry for holder in (node, *leaves) for key in FILE_KEYS for entry in list_of(holder.get(key))]
    links = (text_of(leaf.get("href")) for leaf in leaves)
    entries += [{"uri": link} for link in links if link and "://" not in link and "media/" in link]
    return [entry for entry in entries if isinstance(entry, dict) and text_of(entry.get("uri"))]


def _message(
    pointer: str, node: Mapping[str, Any], leaves: list[Mapping[str, Any]], title: str | None, labels: Labels
) -> Message:
    """Return the message that a node is."""
    values = tuple(
        (text_of(leaf.get("label")) or "", _concept(leaf, labels), text)
        for leaf in _last_of_each_label(leaves)
        if (text := text_of(leaf.get("value")))
    )
    raw = next((v for leaf in leaves if (v := leaf.get("timestamp_value"))), node.get("timestamp"))
    link = next((href for leaf in leaves if (href := text_of(leaf.get("href"))) and "://" in href), None)
    media = media_references(_media(node, leaves), None)
    return Message(pointer, title, None, None, parse_time(raw), media, link, raw, values=values)


def _last_of_each_label(leaves: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the last value of each label: that is the message.

    A message of Instagram's file of 2026 has `Message` twice: a notice of the chat, and what was said.
    """
    last = {text_of(leaf.get("label")): index for index, leaf in enumerate(leaves)}
    return [
        leaf
        for index, leaf in enumerate(leaves)
        if (label := text_of(leaf.get("label"))) is None or last[label] == index
    ]


def _is_notice(leaves: list[Mapping[str, Any]], labels: Labels) -> bool:
    """Return whether the only text is a notice: its label comes again, without a text."""
    return not _labelled_text(_last_of_each_label(leaves), labels)
