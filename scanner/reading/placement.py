"""Sends every member of a download to its reader, and records the outcome of each."""

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
from scanner.layouts.catalogue import Catalogue
from scanner.layouts.rows import Placement
from scanner.platforms import account_platform
from scanner.readers import resolve
from scanner.readers.json_documents import top_keys
from scanner.readers.locale_tables import Locales
from scanner.readers.record import AccountDetail, ReaderNote, Reading, Record, Skip, UnreadableError
from scanner.readers.records import UNKNOWN
from scanner.readers.source import Source
from scanner.reading.member import FORMAT, as_source, name_without_format, translated_page, zone_in
from scanner.schema import COUNTED_KINDS

if TYPE_CHECKING:
    from scanner.readers.html import TranslatedPage

MOST_ITEMS: Final = 1_000_000
"""Most items of one member; a media file counts half. The largest member read, 256 MiB, has fewer posts."""
COUNTED_FROM: Final = 4 * 1024 * 1024
"""Items are counted from this size in bytes: a smaller member has no room for too many."""
MOST_REASONS: Final = 3
"""Most different reasons that the coverage names for a member."""
JSON: Final = "json"
KEY_SEARCH_BYTES: Final = 16 * 1024
"""Bytes searched for the top keys of a file with an unknown name."""
MOST_SEARCHED: Final = 1_000
"""Most files with unknown names that are searched; a download has some dozen."""
DIFFERENT_DUPLICATE: Final = "not the same as the file of that name that is read"
"""The reason for the second of two files with one path, if it differs from the first, which is read."""


class Progress(Protocol):
    """Shows the progress of long work."""

    def start(self, total: int) -> None:
        """Start work of `total` bytes."""

    def advance(self, done: int) -> None:
        """Add `done` bytes."""

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
    layout_reason: str | None = None
    """Why it has no content, by its layout or listing."""
    reasons: dict[str, int] | None = None
    """Reasons why something gave no item, and further notes, with how often each occurs."""
    cut: bool = False
    """Whether it was read only in part: it breaks off, or something in it can't be read."""
    details: list[AccountDetail] | None = None
    has_no_key_of_meta: bool = False
    """Whether none of its records has a key that Meta writes."""
    zone: str | None = None
    """The time zone of an HTML page's times, where another member names it."""

    @property
    def reader(self) -> str:
        """The id of its reader; empty where it has none."""
        return (self.placement and self.placement.reader) or ""

    def add_reason(self, reason: str, count: int = 1) -> None:
        """Count a reason."""
        self.reasons = self.reasons or {}
        self.reasons[reason] = self.reasons.get(reason, 0) + count

    def add_detail(self, fact: AccountDetail) -> None:
        """Add a detail of the account."""
        self.details = self.details or []
        self.details.append(fact)

    @property
    def reason(self) -> str | None:
        """The reasons in words, the most frequent first."""
        if not self.reasons:
            return self.layout_reason
        frequent = sorted(self.reasons.items(), key=itemgetter(1), reverse=True)
        visible = [counted(reason, count) for reason, count in frequent]
        visible = [*([self.layout_reason] if self.layout_reason else []), *visible]
        more = len(visible) - MOST_REASONS
        return "; ".join(visible[:MOST_REASONS] + ([f"and {more} more reasons"] if more > 0 else [])) or None


def counted(reason: str, count: int) -> str:
    """Return a reason, with its count where that is above one."""
    return f"{reason} ({count:,})" if count > 1 else reason


class MemberPlacer:
    """Decides what every member is: documents (JSON, HTML) at once, all others in `finish`.

    Only documents are read, so the rest can be placed while other processes read.
    """

    def __init__(self, downloads: Sequence[Download], catalogue: Catalogue) -> None:
        self._downloads = downloads
        self._catalogue = catalogue
        self._look_into = MOST_SEARCHED
        self.roots: Final = [self._root(download) for download in downloads]
        """The product of each download, None where nothing in it is from Meta."""
        match = [
            [MemberOutcome(member, number, "unknown") for member in download.members]
            for number, download in enumerate(downloads)
        ]
        self.outcomes: Final = [outcome for outcomes in match for outcome in outcomes]
        """The outcome of each member, in the order of the downloads."""
        self._others = [outcome for outcome in self.outcomes if not self._is_placed(outcome)]
        for outcomes in match:
            _set_html_duplicates_aside(outcomes)

    def _is_placed(self, outcome: MemberOutcome) -> bool:
        """Place a member if it is a document; return whether it is."""
        if is_page := self._catalogue.is_document(outcome.member.inner):
            self._place(outcome)
        return is_page

    def _root(self, download: Download) -> str | None:
        """Return the product an export is of: by its paths and name, else by what its JSON begins with."""
        by_name = self._catalogue.root_platform((member.inner for member in download.members), download.name)
        return by_name or self._catalogue.root_by_keys(self._keys_in(download))

    def _keys_in(self, download: Download) -> Iterator[frozenset[str]]:
        """Return the keys at the top of some of the JSON files of a download."""
        for member in download.members:
            if self._catalogue.placement_of(member.inner, None).format == JSON:
                yield self._keys(download, member)

    def _keys(self, download: Download, member: Member) -> frozenset[str]:
        """Return the keys at the top of a JSON file; none where it can't be read, or too many were."""
        if self._look_into <= 0 or member.duplicate:
            return frozenset()
        self._look_into -= 1
        try:
            return top_keys(download.start_of(member, KEY_SEARCH_BYTES))
        except ArchiveError:
            return frozenset()

    def finish(self) -> None:
        """Place everything that is not a document."""
        for outcome in self._others:
            self._place(outcome)
        self._others = []
        self._catalogue.clear_caches()

    def _place(self, outcome: MemberOutcome) -> None:
        member, root = outcome.member, self.roots[outcome.download]
        if member.fault is not None:
            outcome.state, outcome.platform, outcome.layout_reason = "unreadable", root, member.fault
            return
        placement = outcome.placement = self._placement(member, outcome.download)
        outcome.state = "duplicate" if member.duplicate else placement.state
        outcome.platform = _account_platform(placement, root)
        outcome.layout_reason = placement.reason if placement.media_class != "orphan" else None
        is_copy = member.duplicate and placement.state == "content"
        if is_copy and self._downloads[outcome.download].differs(member):
            outcome.layout_reason = DIFFERENT_DUPLICATE

    def _placement(self, member: Member, number: int) -> Placement:
        """Return where a member goes: by its path, else, of JSON, by the keys at its top."""
        root = self.roots[number]
        placement = self._catalogue.placement_of(member.inner, root)
        if placement.state != "unknown" or placement.format != JSON:
            return placement
        keys = self._keys(self._downloads[number], member)
        return self._catalogue.placement_by_keys(member.inner, root, keys) or placement


def _set_html_duplicates_aside(outcomes: Sequence[MemberOutcome]) -> None:
    """Skip HTML pages that the download has as JSON too: JSON has all that the page has, and more."""
    reading = {
        name_without_format(outcome.member.inner) for outcome in outcomes if _is_content(outcome, JSON)
    }
    for outcome in outcomes:
        if _is_content(outcome, FORMAT) and name_without_format(outcome.member.inner) in reading:
            outcome.state = "duplicate"
            outcome.layout_reason = "the same is there as JSON"


def _is_content(outcome: MemberOutcome, written: str) -> bool:
    return (
        outcome.state == "content" and outcome.placement is not None and outcome.placement.format == written
    )


def find_zones(outcomes: Sequence[MemberOutcome], downloads: Sequence[Download], locales: Locales) -> None:
    """Set the time zone of HTML pages to the one that another member of their download names."""
    pages = [outcome for outcome in outcomes if _is_content(outcome, FORMAT)]
    for number in {outcome.download for outcome in pages}:
        zone = _zone_of(
            [outcome for outcome in outcomes if outcome.download == number], downloads[number], locales
        )
        for outcome in pages:
            if outcome.download == number:
                outcome.zone = zone


def _zone_of(outcomes: Sequence[MemberOutcome], download: Download, locales: Locales) -> str | None:
    """Return the zone that the member about it names; if it can't be read, its own outcome says so later."""
    for outcome in outcomes:
        if outcome.state == "content" and PurePosixPath(outcome.member.inner).stem.casefold() == "timezone":
            copy = MemberOutcome(outcome.member, outcome.download, outcome.state, outcome.placement)
            _read(copy, download, locales, Columns(), 0)
            if zone := zone_in(copy.details or ()):
                return zone
    return None


def _account_platform(placement: Placement, root: str | None) -> str | None:
    """Return the product whose account a member's content belongs to.

    AI chats belong to the product they took place in.
    """
    platform = placement.platform or root
    product = root or platform if platform == "meta_ai" else platform
    return account_platform(product) if product else None


def settle_accounts(outcomes: Sequence[MemberOutcome], roots: Sequence[str | None]) -> None:
    """Assign every member to an account whose content its download has; a folder name alone makes no account.

    Where a download has no content, all members belong to its product, given in `roots` per download.
    """
    visible: dict[int, dict[str, None]] = {}
    for outcome in outcomes:
        if outcome.platform and _shows_account(outcome):
            visible.setdefault(outcome.download, {})[outcome.platform] = None
    for outcome in outcomes:
        product, platforms = roots[outcome.download], visible.get(outcome.download, {})
        root = account_platform(product) if product else None
        if outcome.platform and outcome.platform not in platforms and (platforms or root):
            outcome.platform = root if root in platforms or not platforms else next(iter(platforms))


def _shows_account(outcome: MemberOutcome) -> bool:
    """Return whether something in a member is content or the profile of an account."""
    if outcome.state == "content":
        return bool(outcome.records or outcome.details)
    return outcome.state == "media" and orphan_section(outcome.placement) is not None


def orphan_section(match: Placement | None) -> str | None:
    """Return the section of a media file that no record names; None where it is not the user's own content.

    Also None where the product is not known.
    """
    if match is None or match.platform is None or match.media_class in (None, "messages", "by_others"):
        return None
    return match.media_class


Waiting = list[tuple[int, MemberOutcome]]
"""Members to read, each with its number."""


def members_to_read(outcomes: Sequence[MemberOutcome]) -> Waiting:
    """Return the members that have a reader."""
    return [(number, outcome) for number, outcome in enumerate(outcomes) if outcome.state == "content"]


def read_members(
    waiting: Waiting, downloads: Mapping[int, Download], locales: Locales, progress: Progress
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return content and references to media of these members; updates their outcomes."""
    columns = Columns()
    with collector_paused():
        for number, outcome in waiting:
            _read(outcome, downloads[outcome.download], locales, columns, number)
            progress.advance(outcome.member.size)
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


def _read(
    outcome: MemberOutcome, download: Download, locales: Locales, columns: Columns, number: int
) -> None:
    """Read one member, all or nothing: an error makes it unreadable and drops its records."""
    try:
        source, page = _source(outcome, download, locales)
        columns.add(_records(source, page, outcome), number)
        if page is not None:
            columns.set_precision(number, page.precision)
    except (ArchiveError, UnreadableError) as fault:
        _give_up(outcome, str(fault))
    except Exception as fault:  # noqa: BLE001 - one member must never cost the others, whatever is in it
        _give_up(outcome, f"its reader failed ({type(fault).__name__})")


def _records(source: Source, page: "TranslatedPage | None", outcome: MemberOutcome) -> Iterator[Record]:
    """Yield the records of a member; everything else that its reader yields goes into the outcome.

    Raises UnreadableError, also where everything in it was lost.
    """
    readings = resolve(outcome.reader)(source)
    is_read = False
    for reading in readings if outcome.member.size < COUNTED_FROM else _limited(readings):
        if isinstance(reading, Record):
            is_read = True
            outcome.records += reading.count if reading.kind in COUNTED_KINDS else 1
            yield reading
        else:
            _take(reading, outcome)
    if page is not None:
        _as_the_page_is(page, outcome)
        if not is_read and not outcome.cut:
            page.require_understood()
    if outcome.cut and not is_read and not outcome.details:
        outcome.has_no_key_of_meta = list(outcome.reasons or ()) == [UNKNOWN]
        raise UnreadableError(str(outcome.reason))


def _give_up(outcome: MemberOutcome, reason: str) -> None:
    """Mark a member as unreadable and drop what its reader yielded."""
    outcome.state, outcome.cut = "unreadable", False
    outcome.layout_reason, outcome.reasons = reason, None
    outcome.records = outcome.skipped = 0
    outcome.details = None


def _as_the_page_is(page: "TranslatedPage", outcome: MemberOutcome) -> None:
    """Note what of a page could not be read."""
    outcome.cut = page.cut
    for skip in page.skips:
        _skip(skip, outcome)


def _source(
    outcome: MemberOutcome, download: Download, locales: Locales
) -> tuple[Source, "TranslatedPage | None"]:
    """Open a member for its reader; of HTML, give the translated page too.

    Raises ArchiveError or UnreadableError.
    """
    placement = outcome.placement
    if placement is None or placement.section is None or placement.platform is None:
        raise UnreadableError("no reader for it")
    if placement.format not in (JSON, FORMAT):
        raise UnreadableError(f"{placement.format.upper()} is not read: ask Meta for JSON or HTML")
    labels = locales.of(placement.platform)
    raw = download.read(outcome.member)
    deepest = download.limits.json_depth
    source = Source(placement.platform, outcome.member.inner, raw, labels, placement.section, deepest=deepest)
    if placement.format != FORMAT:
        return source, None
    page = translated_page(
        raw, outcome.reader, placement.platform, labels, outcome.member.inner, outcome.zone
    )
    return as_source(page, source), page


def _limited(readings: Iterator[Reading]) -> Iterator[Reading]:
    """Return what a reader gives. Raises UnreadableError where that is more items than the limit."""
    halves = 0
    for reading in readings:
        if isinstance(reading, Record):
            halves += 2 + len(reading.media)
            if halves > 2 * MOST_ITEMS:
                raise UnreadableError(f"more items than the limit of {MOST_ITEMS:,}")
        yield reading


def _take(reading: Skip | ReaderNote | AccountDetail, outcome: MemberOutcome) -> None:
    """Write down one thing that a reader gave beside records."""
    if isinstance(reading, Skip):
        _skip(reading, outcome)
    elif isinstance(reading, ReaderNote):
        outcome.add_reason(reading.reason)
    else:
        outcome.add_detail(reading)


def _skip(skip: Skip, outcome: MemberOutcome) -> None:
    """Count a record that gives no item."""
    outcome.skipped += skip.count
    outcome.add_reason(skip.reason, skip.count)
    outcome.cut = outcome.cut or skip.lost
