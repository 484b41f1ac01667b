"""Every member of a download to its reader, and an account of what became of each."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol

import msgspec
import polars as pl

from scanner.archive import ArchiveError, Download, Member
from scanner.items import Columns
from scanner.layouts.catalogue import Catalogue, Placement
from scanner.platforms import account_platform
from scanner.readers import resolve
from scanner.readers.json_documents import top_keys
from scanner.readers.locale_tables import Locales
from scanner.readers.record import AccountDetail, ReaderNote, Reading, Record, Skip
from scanner.readers.shapes import UNKNOWN
from scanner.readers.source import Source, UnreadableError
from scanner.reading.member import FORMAT, as_source, name_without_format, told_by_page, zone_in
from scanner.schema import COUNTED_KINDS

if TYPE_CHECKING:
    from scanner.readers.html import Page

MOST_ITEMS: Final = 1_000_000
"""Of one member, a file as half of one. The largest that is read, 256 MiB, holds fewer posts or comments."""
COUNTED_FROM: Final = 4 * 1024 * 1024
"""Bytes of a member: in fewer there is no room for more items."""
REASONS_SHOWN: Final = 3
"""How many different reasons a member's line in the coverage names."""
JSON: Final = "json"
KEYS_WITHIN: Final = 16 * 1024
"""Bytes of a file of unknown name in which the keys at its top are looked for."""
LOOKED_INTO: Final = 1_000
"""So many files of unknown names are looked into; in a download there are some dozen."""
ANOTHER: Final = "not the same as the file of that name that is read"
"""Of two files of one path the first is read; that the second differs has to be said."""


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


class MemberOutcome(msgspec.Struct, gc=False):
    """What became of one member: a line of the coverage."""

    member: Member
    download: int
    state: str
    placement: Placement | None = None
    platform: str | None = None
    """The product whose account its content belongs to."""
    records: int = 0
    skipped: int = 0
    said: str | None = None
    """Why it is no content, as its layout or listing says."""
    reasons: dict[str, int] | None = None
    """Why something gave no item, or is worth knowing, and how often."""
    cut: bool = False
    """Whether it was read in part: it breaks off, or some of it can't be read."""
    facts: list[AccountDetail] | None = None
    is_foreign: bool = False
    """Whether none of its records has a key that Meta writes."""
    zone: str | None = None
    """The account's zone, which times in a page of HTML are in, where another member names it."""

    @property
    def reader(self) -> str:
        """The id of its reader; empty where it has none."""
        return (self.placement and self.placement.reader) or ""

    def because(self, reason: str, count: int = 1) -> None:
        """Note a reason, so many times more."""
        self.reasons = self.reasons or {}
        self.reasons[reason] = self.reasons.get(reason, 0) + count

    def learn(self, fact: AccountDetail) -> None:
        """Note what it tells of the account."""
        self.facts = self.facts or []
        self.facts.append(fact)

    @property
    def reason(self) -> str | None:
        """The reasons in words, the most frequent first."""
        if not self.reasons:
            return self.said
        frequent = sorted(self.reasons.items(), key=itemgetter(1), reverse=True)
        shown = [counted(reason, count) for reason, count in frequent]
        shown = [*([self.said] if self.said else []), *shown]
        more = len(shown) - REASONS_SHOWN
        return "; ".join(shown[:REASONS_SHOWN] + ([f"and {more} more reasons"] if more > 0 else [])) or None


def counted(reason: str, count: int) -> str:
    """Give a reason with how often it holds, where that is more than once."""
    return f"{reason} ({count:,})" if count > 1 else reason


class MemberPlacer:
    """Says of every member of every download what it is: of pages at once, of all others in `finish`.

    Pages alone are read, so that this can be done while other processes read them.
    """

    def __init__(self, downloads: Sequence[Download], catalogue: Catalogue) -> None:
        self._downloads = downloads
        self._catalogue = catalogue
        self._look_into = LOOKED_INTO
        self.roots: Final = [self._root(download) for download in downloads]
        """The product that each download is of, None where nothing of Meta's is in it."""
        placed = [
            [MemberOutcome(member, number, "unknown") for member in download.members]
            for number, download in enumerate(downloads)
        ]
        self.fates: Final = [fate for fates in placed for fate in fates]
        """What is to become of each member, in the order of the downloads."""
        self._others = [fate for fate in self.fates if not self._is_placed(fate)]
        for fates in placed:
            _set_twins_aside(fates)

    def _is_placed(self, fate: MemberOutcome) -> bool:
        """Place a member if it is a page; tell whether it was one."""
        if is_page := self._catalogue.is_page(fate.member.inner):
            self._place(fate)
        return is_page

    def _root(self, download: Download) -> str | None:
        """Return the product an export is of: by its paths and name, else by what its JSON begins with."""
        named = self._catalogue.root_platform((each.inner for each in download.members), download.name)
        return named or self._catalogue.root_by_keys(self._keys_in(download))

    def _keys_in(self, download: Download) -> Iterator[frozenset[str]]:
        """Return the keys at the top of some of the JSON files of a download."""
        for member in download.members:
            if self._catalogue.place(member.inner, None).format == JSON:
                yield self._keys(download, member)

    def _keys(self, download: Download, member: Member) -> frozenset[str]:
        """Return the keys at the top of a JSON file; none where it can't be read, or too many were."""
        if self._look_into <= 0 or member.duplicate:
            return frozenset()
        self._look_into -= 1
        try:
            return top_keys(download.start_of(member, KEYS_WITHIN))
        except ArchiveError:
            return frozenset()

    def finish(self) -> None:
        """Place all that is no page."""
        for fate in self._others:
            self._place(fate)
        self._others = []
        self._catalogue.forget()

    def _place(self, fate: MemberOutcome) -> None:
        member, root = fate.member, self.roots[fate.download]
        if member.fault is not None:
            fate.state, fate.platform, fate.said = "unreadable", root, member.fault
            return
        placement = fate.placement = self._placement(member, fate.download)
        fate.state = "duplicate" if member.duplicate else placement.state
        fate.platform = _account_platform(placement, root)
        fate.said = placement.reason if placement.media_class != "orphan" else None
        is_copy = member.duplicate and placement.state == "content"
        if is_copy and self._downloads[fate.download].differs(member):
            fate.said = ANOTHER

    def _placement(self, member: Member, number: int) -> Placement:
        """Return where a member goes: by its path, else, of JSON, by the keys at its top."""
        root = self.roots[number]
        placement = self._catalogue.place(member.inner, root)
        if placement.state != "unknown" or placement.format != JSON:
            return placement
        keys = self._keys(self._downloads[number], member)
        return self._catalogue.place_by_keys(member.inner, root, keys) or placement


def _set_twins_aside(fates: Sequence[MemberOutcome]) -> None:
    """Leave the HTML of what a download has as JSON too: JSON tells all that the page tells, and more."""
    told = {name_without_format(fate.member.inner) for fate in fates if _is_content(fate, JSON)}
    for fate in fates:
        if _is_content(fate, FORMAT) and name_without_format(fate.member.inner) in told:
            fate.state = "duplicate"
            fate.said = "the same is there as JSON"


def _is_content(fate: MemberOutcome, written: str) -> bool:
    return fate.state == "content" and fate.placement is not None and fate.placement.format == written


def find_zones(fates: Sequence[MemberOutcome], downloads: Sequence[Download], locales: Locales) -> None:
    """Write into the pages of HTML the zone that another member of their download names."""
    pages = [fate for fate in fates if _is_content(fate, FORMAT)]
    for number in {fate.download for fate in pages}:
        zone = _zone_of([fate for fate in fates if fate.download == number], downloads[number], locales)
        for fate in pages:
            if fate.download == number:
                fate.zone = zone


def _zone_of(fates: Sequence[MemberOutcome], download: Download, locales: Locales) -> str | None:
    """Give the zone that the member about it names; where it can't be read, its own reading says so later."""
    for fate in fates:
        if fate.state == "content" and PurePosixPath(fate.member.inner).stem.casefold() == "timezone":
            copy = MemberOutcome(fate.member, fate.download, fate.state, fate.placement)
            _read(copy, download, locales, Columns(), 0)
            if zone := zone_in(copy.facts or ()):
                return zone
    return None


def _account_platform(placement: Placement, root: str | None) -> str | None:
    """Give the product whose account a member's content belongs to.

    AI chats belong to the one they were had in.
    """
    platform = placement.platform or root
    product = root or platform if platform == "meta_ai" else platform
    return account_platform(product) if product else None


def settle_accounts(fates: Sequence[MemberOutcome], roots: Sequence[str | None]) -> None:
    """Let every member belong to an account of which its download has content: a name alone makes none.

    Where a download has content of none, all belong to the product it is of by its layout, of which `roots`
    has one for each download.
    """
    shown: dict[int, dict[str, None]] = {}
    for fate in fates:
        if fate.platform and _shows_account(fate):
            shown.setdefault(fate.download, {})[fate.platform] = None
    for fate in fates:
        product, found = roots[fate.download], shown.get(fate.download, {})
        root = account_platform(product) if product else None
        if fate.platform and fate.platform not in found and (found or root):
            fate.platform = root if root in found or not found else next(iter(found))


def _shows_account(fate: MemberOutcome) -> bool:
    """Return whether something in a member is content or the profile of an account."""
    if fate.state == "content":
        return bool(fate.records or fate.facts)
    return fate.state == "media" and orphan_place(fate.placement) is not None


def orphan_place(placed: Placement | None) -> str | None:
    """Return where a media file that no record names would lie; None where it is not the user's own content.

    Nor is it where nothing tells of which product it is.
    """
    if placed is None or placed.platform is None or placed.media_class in (None, "messages", "by_others"):
        return None
    return placed.media_class


Waiting = list[tuple[int, MemberOutcome]]
"""Members to read, each with its number."""


def with_content(fates: Sequence[MemberOutcome]) -> Waiting:
    """Give the members that a reader is to read."""
    return [(number, fate) for number, fate in enumerate(fates) if fate.state == "content"]


def read_members(
    waiting: Waiting, downloads: Mapping[int, Download], locales: Locales, progress: Progress
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read members: gives content and references to media; what became of each is written into its fate."""
    columns = Columns()
    with collector_paused():
        for number, fate in waiting:
            _read(fate, downloads[fate.download], locales, columns, number)
            progress.advance(fate.member.size)
    return columns.frames()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause Python's collector: members and parsed JSON have no cycles; looking for them doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(fate: MemberOutcome, download: Download, locales: Locales, columns: Columns, number: int) -> None:
    """Read one member. What can't be read makes the member unreadable, and its records are not half taken."""
    try:
        source, page = _source(fate, download, locales)
        columns.add(_records(source, page, fate), number)
        if page is not None:
            columns.tell_precision(number, page.precision)
    except (ArchiveError, UnreadableError) as fault:
        _give_up(fate, str(fault))
    except Exception as fault:  # noqa: BLE001 - one member must never cost the others, whatever is in it
        _give_up(fate, f"its reader failed ({type(fault).__name__})")


def _records(source: Source, page: "Page | None", fate: MemberOutcome) -> Iterator[Record]:
    """Give the records of a member, and write all else that its reader gives into its fate.

    Raises UnreadableError, also where it gives nothing but what is lost: then no part of it was read.
    """
    readings = resolve(fate.reader)(source)
    is_read = False
    for told in readings if fate.member.size < COUNTED_FROM else _limited(readings):
        if isinstance(told, Record):
            is_read = True
            fate.records += told.count if told.kind in COUNTED_KINDS else 1
            yield told
        else:
            _take(told, fate)
    if page is not None:
        _as_the_page_is(page, fate)
        if not is_read and not fate.cut:
            page.require_bare()
    if fate.cut and not is_read and not fate.facts:
        fate.is_foreign = list(fate.reasons or ()) == [UNKNOWN]
        raise UnreadableError(str(fate.reason))


def _give_up(fate: MemberOutcome, reason: str) -> None:
    """Say that a member can't be read; what its reader gave before is not kept."""
    fate.state, fate.cut = "unreadable", False
    fate.said, fate.reasons = reason, None
    fate.records = fate.skipped = 0
    fate.facts = None


def _as_the_page_is(page: "Page", fate: MemberOutcome) -> None:
    """Note what of a page could not be read."""
    fate.cut = page.cut
    for skip in page.skips:
        _skip(skip, fate)


def _source(fate: MemberOutcome, download: Download, locales: Locales) -> tuple[Source, "Page | None"]:
    """Open a member for its reader; of HTML, give the translated page too.

    Raises ArchiveError or UnreadableError.
    """
    placement = fate.placement
    if placement is None or placement.section is None or placement.platform is None:
        raise UnreadableError("no reader for it")
    if placement.format not in (JSON, FORMAT):
        raise UnreadableError(f"{placement.format.upper()} is not read: ask Meta for JSON or HTML")
    labels = locales.of(placement.platform)
    raw = download.read(fate.member)
    deepest = download.limits.json_depth
    source = Source(placement.platform, fate.member.inner, raw, labels, placement.section, deepest=deepest)
    if placement.format != FORMAT:
        return source, None
    page = told_by_page(raw, fate.reader, placement.platform, labels, fate.member.inner, fate.zone)
    return as_source(page, source), page


def _limited(readings: Iterator[Reading]) -> Iterator[Reading]:
    """Give what a reader gives. Raises UnreadableError where that is more items than the limit."""
    halves = 0
    for told in readings:
        if isinstance(told, Record):
            halves += 2 + len(told.media)
            if halves > 2 * MOST_ITEMS:
                raise UnreadableError(f"more items than the limit of {MOST_ITEMS:,}")
        yield told


def _take(told: Skip | ReaderNote | AccountDetail, fate: MemberOutcome) -> None:
    """Write down one thing that a reader gave beside records."""
    if isinstance(told, Skip):
        _skip(told, fate)
    elif isinstance(told, ReaderNote):
        fate.because(told.reason)
    else:
        fate.learn(told)


def _skip(skip: Skip, fate: MemberOutcome) -> None:
    """Write down what gives no item."""
    fate.skipped += skip.count
    fate.because(skip.reason, skip.count)
    fate.cut = fate.cut or skip.lost
