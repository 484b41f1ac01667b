"""The labelled values of a record, by what their labels mean.

They are in `string_map_data`, `string_list_data`, `media_map_data`, or nested to any depth in `label_values`.
Meta moves files from one to the other account by account, so no reader may count on either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from scanner.readers.locale_tables import Labels, plain
from scanner.readers.record import ReaderNote, Reading, Skip
from scanner.readers.records import DEEPEST, records, within_limits
from scanner.readers.source import Source
from scanner.readers.values import LATEST, parse_time, repaired, text_of


class LabelledValue(msgspec.Struct, gc=False):
    """One labelled value of a record, from whichever shape held it."""

    label: str
    concept: str | None
    """What the label means, by the locale tables; None where no table lists it."""
    text: str | None = None
    at: float | None = None
    href: str | None = None
    media: tuple[Mapping[str, Any], ...] = ()
    group: str = ""
    """The title of the nested group around it, if any."""
    depth: int = 0
    group_count: int = 0
    """How many of the groups around it have a title or a label."""
    stamp: float | None = None
    """The raw time, also where it is none: 0 for unset, a negative one for "all time"."""

    @property
    def is_direct(self) -> bool:
        """Whether it speaks of the record itself, not of something nested in it.

        What is nested may be someone else's: a repost holds the post with its caption and owner, a comment
        the post above it. A nested value without a label of its own is that of the label above it.
        """
        return self.depth == 0 or (self.depth == 1 and not self.label)


def labelled_values(record: Mapping[str, Any], labels: Labels) -> Iterator[LabelledValue]:
    """Yield every labelled value of a record, of all shapes, nested ones with the title of their group."""
    for key in ("string_map_data", "media_map_data"):
        entries = record.get(key)
        if isinstance(entries, dict):
            for label, entry in entries.items():
                yield from _map_value(label, entry, labels)
    for key in ("string_list_data", "media_list_data"):
        entries = record.get(key)
        if isinstance(entries, list):
            for entry in entries:
                yield from _map_value("", entry, labels)
    yield from _label_values(record.get("label_values"), labels, _TOP)


def _map_value(label: str, entry: object, labels: Labels) -> Iterator[LabelledValue]:
    """Yield the value of one entry of a map or list: `{href, value, timestamp}`, or a media object."""
    if not isinstance(entry, dict):
        return
    media = (entry,) if "uri" in entry else ()
    yield LabelledValue(
        label=repaired(label),
        concept=labels.concept(label),
        text=text_of(entry.get("value")),
        at=parse_time(entry.get("timestamp")),
        href=text_of(entry.get("href")),
        media=media,
        stamp=_raw_number(entry.get("timestamp")),
    )


class _Group(NamedTuple):
    """The nested group around values."""

    title: str
    depth: int
    titled_groups: int
    """How many groups have a title or a label, from the record down to this one."""

    def inner(self, entry: Mapping[str, Any]) -> "_Group":
        """Return the group that an entry of this one opens; one without a title gets the title above."""
        title = text_of(entry.get("title")) or text_of(entry.get("label"))
        return _Group(title or self.title, self.depth + 1, self.titled_groups + (title is not None))


_TOP: Final = _Group("", 0, 0)


def _label_values(entries: object, labels: Labels, group: _Group) -> Iterator[LabelledValue]:
    """Yield the labelled values of `label_values`, through `dict` and `vec` however deep."""
    if not isinstance(entries, list) or group.depth > DEEPEST:
        return
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        yield from _label_value(entry, labels, group)
        for key in ("dict", "vec"):
            if key in entry:
                yield from _label_values(entry[key], labels, group.inner(entry))


def _label_value(entry: Mapping[str, Any], labels: Labels, group: _Group) -> Iterator[LabelledValue]:
    """Yield the value of one entry of `label_values`, where it holds a value itself."""
    label = text_of(entry.get("label")) or ""
    ent_name = entry.get("ent_field_name")
    media = entry.get("media")
    value = LabelledValue(
        label=label,
        concept=labels.concept(label or group.title, ent_name if isinstance(ent_name, str) else None),
        text=text_of(entry.get("value")),
        at=parse_time(entry.get("timestamp_value")),
        href=text_of(entry.get("href")),
        media=tuple(m for m in media if isinstance(m, dict)) if isinstance(media, list) else (),
        group=group.title,
        depth=group.depth,
        group_count=group.titled_groups,
        stamp=_raw_number(entry.get("timestamp_value")),
    )
    if value.text is not None or value.stamp is not None or value.at or value.href is not None or value.media:
        yield value


def _raw_number(value: object) -> float | None:
    """Return a number of seconds or milliseconds, negative ones and 0 included; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LATEST * 1000:
        return None
    return float(value)


MEDIA_KEYS: Final = frozenset(("uri", "creation_timestamp", "media_metadata"))
"""The keys of a media object that hold no words."""


class LabelledValues:
    """A record's labelled values by what they mean.

    Texts, addresses and moments are the record's own alone: see `LabelledValue.is_direct`.
    """

    def __init__(self, record: Mapping[str, Any], labels: Labels) -> None:
        self.values = tuple(labelled_values(record, labels))
        """Every value, nested ones too."""
        self.direct = tuple(value for value in self.values if value.is_direct)
        """The values that speak of the record itself."""
        media = record.get("media")
        self._record_media = tuple(m for m in media if isinstance(m, dict)) if isinstance(media, list) else ()

    def text(self, *concepts: str) -> str | None:
        """Return the first text of the first of these concepts that has one."""
        return _first_text(self.direct, concepts)

    def text_anywhere(self, *concepts: str) -> str | None:
        """Return what `text` does, nested values included: for facts of the account, never for words."""
        return _first_text(self.values, concepts)

    def texts(self, concept: str) -> tuple[str, ...]:
        """Return every text of a concept."""
        return tuple(c.text for c in self.direct if c.concept == concept and c.text)

    def href(self, *concepts: str) -> str | None:
        """Return the first address of the first of these concepts that has one."""
        return next((c.href for name in concepts for c in self.direct if c.concept == name and c.href), None)

    def time(self, *concepts: str) -> float | None:
        """Return the first moment of the first of these concepts that has one."""
        return next((c.at for name in concepts for c in self.direct if c.concept == name and c.at), None)

    @property
    def media(self) -> tuple[Mapping[str, Any], ...]:
        """Every media object of the record: its own, those behind labels, and nested ones without words."""
        return self.direct_media + tuple(
            {key: value for key, value in entry.items() if key in MEDIA_KEYS}
            for value in self.values
            if not value.is_direct
            for entry in value.media
        )

    @property
    def direct_media(self) -> tuple[Mapping[str, Any], ...]:
        """The media objects that the record itself has."""
        return self._record_media + tuple(entry for value in self.direct for entry in value.media)

    @property
    def unknown_labels(self) -> tuple[str, ...]:
        """The labels that no locale table lists."""
        return tuple(
            dict.fromkeys(value.label for value in self.values if value.label and value.concept is None)
        )

    def looks_like_audience(self) -> Iterator[LabelledValue]:
        """Return the values whose label speaks of who can see it, in any words (none is known to exist).

        Only the record's own: one further in speaks of something else, say a group's own privacy.
        """
        probes = ("audience", "privacy", "visibility", "shared with", "who can see")
        return (c for c in self.direct if c.concept == "audience" or any(p in plain(c.label) for p in probes))


def _first_text(values: Iterable[LabelledValue], concepts: Iterable[str]) -> str | None:
    """Return the first text of the first of these concepts that has one."""
    return next((c.text for name in concepts for c in values if c.concept == name and c.text), None)


class UnknownLabels:
    """The labels of one member that no locale table lists, in one note for its coverage."""

    def __init__(self) -> None:
        self._labels: set[str] = set()
        self._records = 0

    def add(self, fields: LabelledValues) -> None:
        """Add those of one record."""
        if unlisted := fields.unknown_labels:
            self._labels.update(unlisted)
            self._records += 1

    def notes(self) -> Iterator[ReaderNote]:
        """Yield the note, if any; how many labels there are but not which, as one may be a name."""
        if self._labels:
            labels = f"{len(self._labels)} label{'s' * (len(self._labels) != 1)}"
            records = f"{self._records} record{'s' * (self._records != 1)}"
            verb = "is" if len(self._labels) == 1 else "are"
            yield ReaderNote(
                "", f"{labels} in {records} {verb} in no locale table; the text there was not read"
            )


ReadRecord = Callable[[str, dict[str, Any], UnknownLabels], Iterable[Reading]]
"""Reads one record, given its pointer, and notes those of its labels that no locale table lists."""


def labelled_records(source: Source, read: ReadRecord) -> Iterator[Reading]:
    """Yield what `read` makes of each record of a member, the skips, then a note on labels not listed.

    A record that is too much is skipped.
    """
    unlisted = UnknownLabels()
    for match in records(source.entries):
        if isinstance(match, Skip):
            yield match
        else:
            yield from within_limits(match[0], read, *match, unlisted)
    yield from unlisted.notes()
