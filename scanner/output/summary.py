"""The numbers of a scan: one small tally of the frame, from which every table is added up."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from scanner import schema
from scanner.frame import detail_apart
from scanner.output.words import FAMILIES, FAMILY_OF
from scanner.result import Account, Export, Scan

KEYS: Final = ("platform", "kind", "visibility", "lean", "lean_rule", "now", "past")
NEEDED: Final = (*KEYS, "fact_field", "count", "export")
"""The columns of the items that a scan's tables are added up from."""

_MAIN: Final = ("facebook", "instagram", "threads")
_IN_THE_POOL: Final = ("eligible", "likely")


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
class Block:
    """What one table shows: a product of an export, whose it is, and its numbers."""

    export: Export
    platform: str
    account: Account | None
    groups: tuple[Group, ...]

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
        return priors(self.content)


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


def priors(groups: Sequence[Group]) -> list[Prior]:
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
        now=total(lambda g: g.now in _IN_THE_POOL),
        now_unknown=total(lambda g: g.now == "unknown"),
        past=total(lambda g: g.past in _IN_THE_POOL),
        past_unknown=total(lambda g: g.past == "unknown"),
    )


def blocks(scan: Scan) -> list[Block]:
    """Split a scan into its tables: each export, each product in it."""
    return [block for export in scan.exports for block in _of_export(scan, export)]


def _of_export(scan: Scan, export: Export) -> list[Block]:
    """Give the tables of one export."""
    items = scan.items.select(NEEDED)
    if len(scan.exports) > 1:
        items = items.filter(pl.col("export").is_in([*export.parts, export.name]))
    groups = tally(items)
    homes = _homes(export, {group.platform for group in groups})
    names = [name for name in schema.PLATFORMS if name in homes.values()]
    return [
        Block(export, name, _account(export, name), tuple(g for g in groups if homes[g.platform] == name))
        for name in names
    ]


def _homes(export: Export, found: set[str]) -> dict[str, str]:
    """Say for each platform in which table it stands: chats and AI chats stand with their product."""
    present = found | {account.platform for account in export.accounts}
    homes = {platform: platform for platform in present}
    main = [platform for platform in _MAIN if platform in present]
    if "messenger" in present and "facebook" in present:
        homes["messenger"] = "facebook"
    if "meta_ai" in present and len(main) == 1:
        homes["meta_ai"] = main[0]
    return homes


def _account(export: Export, platform: str) -> Account | None:
    """Give the account of that platform, or the only one there is."""
    fitting = [account for account in export.accounts if account.platform == platform]
    if not fitting and len(export.accounts) == 1:
        return export.accounts[0]
    return fitting[0] if fitting else None


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
