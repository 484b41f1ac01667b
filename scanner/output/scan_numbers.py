"""The numbers of a scan: one small tally of the frame, from which every table is added up."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl

from scanner import schema
from scanner.dtypes import detail_apart, is_content
from scanner.output.wording import FAMILIES, FAMILY_OF
from scanner.platforms import DOWNLOADS, account_platform
from scanner.result import Account, Export, Scan

KEYS: Final = ("platform", "kind", "visibility", "lean", "lean_rule", "now", "past")
NEEDED: Final = (*KEYS, "fact_field", "count", "export", "fact_found_in", "fact_only_in_older")
"""The columns of the items that a scan's tables are added up from."""


@dataclass(frozen=True)
class Group:
    """Items alike in platform, kind and verdicts, and how many they are."""

    platform: str
    kind: str
    visibility: str
    lean: str
    lean_rule: str | None
    now: str
    past: str
    count: int
    rows: int
    """How many rows of the frame: for threads of messages, the threads."""
    apart: str | None = None
    """The field of an account detail that is listed apart; null of all else."""

    @property
    def is_content(self) -> bool:
        """Whether the totals count it."""
        return self.kind in schema.CONTENT_KINDS and self.apart is None


Test = Callable[[Group], bool]


@dataclass(frozen=True)
class Counts:
    """The eight numbers of one row of the scan table."""

    all: int
    public: int
    not_public: int
    unknown: int
    now: int
    now_unknown: int
    past: int
    past_unknown: int

    @property
    def cells(self) -> tuple[int, ...]:
        """The numbers in the order of the columns."""
        return (
            self.all, self.public, self.not_public, self.unknown,
            self.now, self.now_unknown, self.past, self.past_unknown,
        )  # fmt: skip


@dataclass(frozen=True)
class Section:
    """What one table shows: an account, the downloads it is in, and its numbers.

    Chats with Meta AI and messages stand with the account they were found in.
    """

    exports: tuple[Export, ...]
    """The newest first."""
    platform: str
    account: Account | None
    groups: tuple[Group, ...]
    only_in_older: int = 0
    """How many pieces of content the newest download lacks."""

    @property
    def export(self) -> Export:
        """The newest download."""
        return self.exports[0]

    @property
    def elsewhere(self) -> dict[str, int]:
        """Count the content whose `platform` is another product than the table's."""
        others = [group for group in self.content if group.platform != self.platform]
        return {
            platform: sum(group.count for group in others if group.platform == platform)
            for platform in schema.PLATFORMS
            if any(group.platform == platform for group in others)
        }

    @cached_property
    def content(self) -> tuple[Group, ...]:
        """The groups that the totals count."""
        return tuple(group for group in self.groups if group.is_content)

    @property
    def families(self) -> list[tuple[str, Counts]]:
        """A row for each family of kinds that has items."""
        rows = [(name, counts([g for g in self.content if FAMILY_OF[g.kind] == name])) for name in FAMILIES]
        return [(name, row) for name, row in rows if row.all]

    @property
    def total(self) -> Counts:
        """The row below all others."""
        return counts(self.content)

    def of_kind(self, *kinds: str) -> tuple[int, int]:
        """Give the count and the rows of all items of these kinds."""
        chosen = [group for group in self.groups if group.kind in kinds]
        return sum(group.count for group in chosen), sum(group.rows for group in chosen)

    @property
    def details(self) -> dict[str, int]:
        """How many account details of each field are listed apart, in the order of the schema."""
        found: Counter[str] = Counter()
        for group in self.groups:
            if group.apart:
                found[group.apart] += group.count
        return {field: found[field] for field in schema.ACCOUNT_DETAILS if found[field]}

    @property
    def leans(self) -> dict[str, int]:
        """Where the content of unknown visibility points."""
        unknown = [group for group in self.content if group.visibility == "unknown"]
        return {lean: sum(g.count for g in unknown if g.lean == lean) for lean in schema.LEANS}

    @property
    def priors(self) -> list["Prior"]:
        """Why the content of unknown visibility points where it does."""
        return lean_reasons(self.content)


def tally(items: pl.DataFrame) -> tuple[Group, ...]:
    """Add up the frame by platform, kind and verdicts."""
    # to group a frame copies it: of all columns these alone are needed
    asked = items.select(*KEYS, detail_apart().alias("apart"), "count")
    keys = [*KEYS, "apart"]
    grouped = asked.group_by(keys).agg(pl.col("count").sum(), pl.len().alias("rows")).sort(keys)
    return tuple(Group(**row) for row in grouped.iter_rows(named=True))


@dataclass(frozen=True)
class Prior:
    """A rule that says where unknown content leans, and of how much it says so."""

    lean: str
    rule: str
    count: int


def lean_reasons(groups: Sequence[Group]) -> list[Prior]:
    """Give the rules by which content of unknown visibility leans, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if group.visibility == "unknown" and group.is_content and group.lean_rule:
            found[group.lean, group.lean_rule] += group.count
    return [Prior(lean, rule, count) for (lean, rule), count in found.most_common()]


def counts(groups: Sequence[Group]) -> Counts:
    """Add up one row of the table."""

    def total(holds: Test) -> int:
        return sum(group.count for group in groups if holds(group))

    return Counts(
        all=sum(group.count for group in groups),
        public=total(lambda g: g.visibility == "public"),
        not_public=total(lambda g: g.visibility == "private"),
        unknown=total(lambda g: g.visibility == "unknown"),
        now=total(lambda g: g.now in schema.IN_POOL),
        now_unknown=total(lambda g: g.now == "unknown"),
        past=total(lambda g: g.past in schema.IN_POOL),
        past_unknown=total(lambda g: g.past == "unknown"),
    )


def sections(scan: Scan) -> list[Section]:
    """Split a scan into its tables: one for each account, however many downloads it is in."""
    parts = [_by_product(scan, export) for export in scan.exports]
    found = []
    for place, export in enumerate(scan.exports):
        for platform in (name for name in schema.PLATFORMS if name in parts[place]):
            account = _account(export, platform)
            places = _places(scan.exports, place, account, platform)
            if places[0] != place:
                continue
            held = [parts[each][platform] for each in places if platform in parts[each]]
            groups = tuple(group for part in held for group in part.groups)
            older = sum(part.only_in_older for part in held)
            found.append(
                Section(tuple(scan.exports[each] for each in places), platform, account, groups, older)
            )
    return found


@dataclass(frozen=True)
class _Part:
    """What one download holds of one product."""

    groups: tuple[Group, ...]
    only_in_older: int


def _by_product(scan: Scan, export: Export) -> dict[str, _Part]:
    """Return for each product of a download what is to stand in its table."""
    items = scan.items.select(NEEDED)
    if len(scan.exports) > 1:
        items = items.filter(pl.col("export").is_in([*export.parts, export.name]))
    homes = _homes(export, set(items["platform"].cast(pl.String).unique()))
    of_platform = (
        pl.col("platform").cast(pl.String).replace_strict(homes, default=None, return_dtype=pl.String)
    )
    items = items.with_columns(
        pl.coalesce(pl.col("fact_found_in").cast(pl.String), of_platform).alias("home")
    )
    of_accounts = [homes[account.platform] for account in export.accounts]
    names = dict.fromkeys([*of_accounts, *items["home"].unique()])
    return {name: _part(items.filter(home=name)) for name in names}


def _part(items: pl.DataFrame) -> _Part:
    """Add up what one download holds of one product."""
    older = pl.col("fact_only_in_older") & is_content()
    return _Part(tally(items), items.filter(older).height)


def _homes(export: Export, found: set[str]) -> dict[str, str]:
    """Say for each platform in which table it stands, for items that don't say where they were found.

    Chats stand with their product, and chats with Meta AI where there is one product alone.
    """
    present = found | {account.platform for account in export.accounts}
    accounts = {platform: account_platform(platform) for platform in present}
    homes = {name: account if account in present else name for name, account in accounts.items()}
    main = [platform for platform in DOWNLOADS if platform in present]
    if "meta_ai" in present and len(main) == 1:
        homes["meta_ai"] = main[0]
    return homes


def _account(export: Export, platform: str) -> Account | None:
    """Give the account of that platform, or the only one there is."""
    fitting = [account for account in export.accounts if account.platform == platform]
    if not fitting and len(export.accounts) == 1:
        return export.accounts[0]
    return fitting[0] if fitting else None


def _places(exports: Sequence[Export], place: int, account: Account | None, platform: str) -> list[int]:
    """Return which downloads are put together in the table of an account, the newest first."""
    if account is None or account.platform != platform:
        return [place]
    holding = [number for number, export in enumerate(exports) if account in export.accounts]
    return sorted(holding, key=lambda number: exports[number].made or date.min, reverse=True)


def whole_parts(coverage: pl.DataFrame) -> int:
    """Count the parts of which not even the table of contents could be read: no member of theirs is known."""
    known = coverage.filter(pl.col("member") != "")["export"].unique()
    nameless = (coverage["member"] == "") & (coverage["state"] == "unreadable")
    return int((nameless & ~coverage["export"].is_in(known.implode())).sum())


def coverage_totals(coverage: pl.DataFrame) -> dict[str, Any]:
    """Add up what became of the members: in all, and by state."""
    by_state = coverage.group_by("state").agg(pl.len().alias("members"), pl.col("bytes").sum())
    found = {row["state"]: row for row in by_state.iter_rows(named=True)}
    states = {
        state: {"members": found[state]["members"], "bytes": found[state]["bytes"]}
        for state in schema.MEMBER_STATES
        if state in found
    }
    sums = {name: int(coverage[name].sum() or 0) for name in ("bytes", "records", "items", "skipped", "cut")}
    return {"members": coverage.height, **sums, "states": states}
