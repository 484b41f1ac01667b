"""Every member of a download to its reader, and an account of what became of each."""

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

import polars as pl

from scanner.archive import ArchiveError, Download, Member
from scanner.items import Columns
from scanner.layout import Catalogue, Placement
from scanner.readers import resolve
from scanner.readers.locales import Locales
from scanner.readers.record import AccountFact, Note, Record, Skip
from scanner.readers.source import Source, UnreadableError
from scanner.schema import COUNTED_KINDS

REASONS_SHOWN: Final = 3
"""How many different reasons a member's line in the coverage names."""


class Progress(Protocol):
    """Whatever shows how far a long work has come."""

    def start(self, total: int) -> None:
        """Begin a work of so many bytes."""

    def advance(self, done: int) -> None:
        """So many bytes more are done."""

    def done(self) -> None:
        """End the work."""


class Silent:
    """Shows nothing."""

    def start(self, total: int) -> None:
        """Begin."""

    def advance(self, done: int) -> None:
        """Go on."""

    def done(self) -> None:
        """End."""


@dataclass
class MemberFate:
    """What became of one member: a line of the coverage."""

    member: Member
    download: int
    state: str
    placement: Placement | None = None
    platform: str | None = None
    """The product whose account its content belongs to."""
    records: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    facts: list[AccountFact] = field(default_factory=list)

    @property
    def reason(self) -> str | None:
        """The reasons in words, the most frequent first."""
        shown = [
            f"{reason} ({count:,})" if count > 1 else reason for reason, count in self.reasons.most_common()
        ]
        more = len(shown) - REASONS_SHOWN
        return "; ".join(shown[:REASONS_SHOWN] + ([f"and {more} more reasons"] if more > 0 else [])) or None


def place_members(downloads: Sequence[Download], catalogue: Catalogue) -> list[MemberFate]:
    """Say of every member of every download what it is, before anything is read."""
    return [
        fate for number, download in enumerate(downloads) for fate in _placed(number, download, catalogue)
    ]


def _placed(number: int, download: Download, catalogue: Catalogue) -> Iterator[MemberFate]:
    root = catalogue.root_platform((member.inner for member in download.members), download.name)
    for member in download.members:
        if member.fault is not None:
            yield MemberFate(member, number, "unreadable", platform=root, reasons=Counter([member.fault]))
            continue
        placement = catalogue.place(member.inner, root)
        state = "duplicate" if member.duplicate else placement.state
        said = placement.reason if placement.media_class != "orphan" else None
        reasons = Counter([said] if said else [])
        yield MemberFate(
            member, number, state, placement, _account_platform(placement, root), reasons=reasons
        )


def _account_platform(placement: Placement, root: str | None) -> str | None:
    """Give the product whose account a member's content belongs to.

    AI chats belong to the one they were had in.
    """
    platform = placement.platform or root
    if platform == "meta_ai":
        return root or platform
    return "facebook" if platform == "messenger" else platform


Waiting = list[tuple[int, MemberFate]]
"""Members to read, each with its number."""


def with_content(fates: Sequence[MemberFate]) -> Waiting:
    """Give the members that a reader is to read."""
    return [(number, fate) for number, fate in enumerate(fates) if fate.state == "content"]


def read_members(
    waiting: Waiting, downloads: Mapping[int, Download], locales: Locales, progress: Progress
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read members: gives content and references to media; what became of each is written into its fate."""
    columns = Columns()
    with collector_paused():
        for number, fate in waiting:
            columns.add(_read(fate, downloads[fate.download], locales), number)
            progress.advance(fate.member.size)
    return columns.frames()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause Python's collector: parsed JSON has no cycles; to look for them takes as long as parsing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(fate: MemberFate, download: Download, locales: Locales) -> list[Record]:
    """Read one member. What can't be read makes the member unreadable, and its records are not half taken."""
    records: list[Record] = []
    try:
        source = _source(fate, download, locales)
        for told in resolve(fate.placement.reader)(source):  # type: ignore[union-attr, arg-type]
            _take(told, fate, records)
    except (ArchiveError, UnreadableError) as fault:
        fate.state = "unreadable"
        fate.reasons = Counter([str(fault)])
        fate.records = fate.skipped = 0
        return []
    return records


def _source(fate: MemberFate, download: Download, locales: Locales) -> Source:
    """Open a member for its reader. Raises ArchiveError or UnreadableError."""
    placement = fate.placement
    if placement is None or placement.lies_in is None or placement.platform is None:
        raise UnreadableError("no reader for it")
    if placement.format != "json":
        raise UnreadableError(f"{placement.format.upper()} is not read yet: ask Meta for JSON")
    raw = download.read(fate.member)
    return Source(
        placement.platform, fate.member.inner, raw, locales.of(placement.platform), placement.lies_in
    )


def _take(told: Record | Skip | Note | AccountFact, fate: MemberFate, records: list[Record]) -> None:
    """Write down one thing that a reader gave."""
    if isinstance(told, Record):
        records.append(told)
        fate.records += told.count if told.kind in COUNTED_KINDS else 1
    elif isinstance(told, Skip):
        fate.skipped += told.count
        fate.reasons[told.reason] += told.count
    elif isinstance(told, Note):
        fate.reasons[told.reason] += 1
    else:
        fate.facts.append(told)
