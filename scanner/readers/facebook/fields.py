"""What it means that a record lies where it lies: its kind, its host, whose it is."""

from collections.abc import Iterable, Sequence
from typing import Final

from scanner.readers.facebook.getters import Json, record_time
from scanner.readers.labels import Labels
from scanner.readers.record import Record
from scanner.readers.shapes import LabelledValues
from scanner.readers.source import Source
from scanner.readers.values import text_of

KIND_IN: Final = {
    "group": "group_post",
    "pending": "group_post",
    "reels": "reel",
    "stories": "story",
    "check_ins": "check_in",
    "comments": "comment",
    "notes": "note",
    "polls": "poll",
    "events": "event",
    "reviews": "review",
    "marketplace": "listing",
}
"""The kind of every record in some places; elsewhere a record's title and attachments decide."""
HOST_IN: Final = {"group": "group", "pending": "group", "page": "page", "other_timeline": "other"}
"""On whose place the records of some places stand."""
AUDIENCE_KEYS: Final = frozenset(("audience", "privacy", "visibility", "shared_with", "who_can_see"))
"""Keys that would state who can see a post; no export is known to have one. Source: voice-corpus-tool."""


def is_titled(source: Source, record: Json) -> bool:
    """Return whether a record has a title line that Facebook writes, in a language of the locale tables."""
    return source.labels.title(text_of(record.get("title"))) is not None


def other_post(source: Source, pointer: str, record: Json) -> Record:
    """Return what someone else posted: counted, with nothing of what they wrote."""
    return Record(
        platform=source.platform,
        kind="other_post",
        section=source.section,
        pointer=pointer,
        at=record_time(record),
        author="other",
    )


def join_texts(texts: Sequence[str]) -> str | None:
    """Return the texts of a record as one, each once."""
    if len(texts) > 1:
        return "\n\n".join(dict.fromkeys(texts))
    return texts[0] if texts else None


def stated_audience(values: Iterable[str], labels: Labels) -> tuple[str | None, str | None]:
    """Return the audience that a record states, and the words it does so in; `unknown` where they are new."""
    texts = tuple(dict.fromkeys(values))
    if not texts:
        return None, None
    audience = labels.audience(texts[0]) if len(texts) == 1 else None
    return audience or "unknown", "; ".join(texts)


def audience_by_keys(record: Json, labels: Labels) -> tuple[str | None, str | None]:
    """Return what the keys of a record state of its audience."""
    if AUDIENCE_KEYS.isdisjoint(record):
        return None, None
    return stated_audience(
        (text for key in sorted(AUDIENCE_KEYS) if (text := text_of(record.get(key)))), labels
    )


def audience_by_labels(fields: LabelledValues, labels: Labels) -> tuple[str | None, str | None]:
    """Return what the labels of a record state of its audience."""
    return stated_audience((value.text for value in fields.looks_like_audience() if value.text), labels)
