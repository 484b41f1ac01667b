"""The numbers of a scan: the items counted once by their verdicts, then summed up for each table."""

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
"""The columns of the items that the numbers need."""


@dataclass(frozen=True)
class Group:
    """The items with the same platform, kind and verdicts, and their count."""

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
    """The field of an account detail, which is counted separately; None for everything else."""

    @property
    def is_content(self) -> bool:
        """Whether the totals count it."""
        return self.kind in schema.CONTENT_KINDS and self.apart is None


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
    """The content of one table: an account, the downloads it is in, and its groups.

    Chats with Meta AI and messages belong to the account in whose files they are.
    """

    exports: tuple[Export, ...]
    """The newest first."""
    platform: str
    account: Account | None
    groups: tuple[Group, ...]
    only_in_older: int = 0
    """How much content is missing from the newest download."""

    @property
    def export(self) -> Export:
        """The newest download."""
        return self.exports[0]

    @property
    def elsewhere(self) -> dict[str, int]:
        """How much content has another `platform` than the table, by platform."""
        elsewhere_groups = [group for group in self.content if group.platform != self.platform]
        return {
            platform: sum(group.count for group in elsewhere_groups if group.platform == platform)
            for platform in schema.PLATFORMS
            if any(group.platform == platform for group in elsewhere_groups)
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
        """Return the count and the rows of all items of these kinds."""
        chosen = [group for group in self.groups if group.kind in kinds]
        return sum(group.count for group in chosen), sum(group.rows for group in chosen)

    @property
    def details(self) -> dict[str, int]:
        """How many account details there are of each field, in the order of the schema."""
        counter: Counter[str] = Counter()
        for group in self.groups:
            if group.apart:
                counter[group.apart] += group.count
        return {field: counter[field] for field in schema.ACCOUNT_DETAILS if counter[field]}

    @property
    def leans(self) -> dict[str, int]:
        """How much content of unknown visibility leans to public, to private and to neither."""
        unknown = [group for group in self.content if group.visibility == "unknown"]
        return {lean: sum(g.count for g in unknown if g.lean == lean) for lean in schema.LEANS}

    @property
    def priors(self) -> list["Prior"]:
        """The rules behind these leans."""
        return lean_reasons(self.content)


def tally(items: pl.DataFrame) -> tuple[Group, ...]:
    """Return the items counted by platform, kind and verdicts."""
    # grouping copies the frame, so only the needed columns are selected first
    columns = items.select(*KEYS, detail_apart().alias("apart"), "count")
    keys = [*KEYS, "apart"]
    grouped = columns.group_by(keys).agg(pl.col("count").sum(), pl.len().alias("rows")).sort(keys)
    return tuple(Group(**row) for row in grouped.iter_rows(named=True))


@dataclass(frozen=True)
class Prior:
    """A rule that gives unknown content its lean, and the count of that content."""

    lean: str
    rule: str
    count: int


def lean_reasons(groups: Sequence[Group]) -> list[Prior]:
    """Return the rules behind the leans of content of unknown visibility, the most frequent first."""
    counter: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if group.visibility == "unknown" and group.is_content and group.lean_rule:
            counter[group.lean, group.lean_rule] += group.count
    return [Prior(lean, rule, count) for (lean, rule), count in counter.most_common()]


def counts(groups: Sequence[Group]) -> Counts:
    """Return the numbers of one row of the table."""

    def total(matches: Callable[[Group], bool]) -> int:
        return sum(group.count for group in groups if matches(group))

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
    """Return the tables of a scan: one for each account, even if it is in several downloads."""
    parts = [_by_product(scan, export) for export in scan.exports]
    result = []
    for index, export in enumerate(scan.exports):
        for platform in (name for name in schema.PLATFORMS if name in parts[index]):
            account = _account(export, platform)
            indexes = _exports_of(scan.exports, index, account, platform)
            if indexes[0] != index:
                continue
            of_account = [parts[number][platform] for number in indexes if platform in parts[number]]
            groups = tuple(group for part in of_account for group in part.groups)
            older = sum(part.only_in_older for part in of_account)
            result.append(
                Section(tuple(scan.exports[number] for number in indexes), platform, account, groups, older)
            )
    return result


@dataclass(frozen=True)
class _Part:
    """The content of one product in one download."""

    groups: tuple[Group, ...]
    only_in_older: int


def _by_product(scan: Scan, export: Export) -> dict[str, _Part]:
    """Return the content of a download by the product whose table counts it."""
    items = scan.items.select(NEEDED)
    if len(scan.exports) > 1:
        items = items.filter(pl.col("export").is_in([*export.parts, export.name]))
    products = _products(export, set(items["platform"].cast(pl.String).unique()))
    of_platform = (
        pl.col("platform").cast(pl.String).replace_strict(products, default=None, return_dtype=pl.String)
    )
    items = items.with_columns(
        pl.coalesce(pl.col("fact_found_in").cast(pl.String), of_platform).alias("product")
    )
    of_accounts = [products[account.platform] for account in export.accounts]
    names = dict.fromkeys([*of_accounts, *items["product"].unique()])
    return {name: _part(items.filter(product=name)) for name in names}


def _part(items: pl.DataFrame) -> _Part:
    """Return the content of one product in one download, counted."""
    older = pl.col("fact_only_in_older") & is_content()
    return _Part(tally(items), items.filter(older).height)


def _products(export: Export, platforms: set[str]) -> dict[str, str]:
    """Return for each platform the product whose table counts it, for items without `fact_found_in`.

    Chats count with their product, and chats with Meta AI with the only product of a download.
    """
    present = platforms | {account.platform for account in export.accounts}
    accounts = {platform: account_platform(platform) for platform in present}
    products = {name: account if account in present else name for name, account in accounts.items()}
    main = [platform for platform in DOWNLOADS if platform in present]
    if "meta_ai" in present and len(main) == 1:
        products["meta_ai"] = main[0]
    return products


def _account(export: Export, platform: str) -> Account | None:
    """Return the account of that platform, else the only one of the download."""
    fitting = [account for account in export.accounts if account.platform == platform]
    if not fitting and len(export.accounts) == 1:
        return export.accounts[0]
    return fitting[0] if fitting else None


def _exports_of(exports: Sequence[Export], index: int, account: Account | None, platform: str) -> list[int]:
    """Return the indexes of the exports combined in the table of an account, the newest first."""
    if account is None or account.platform != platform:
        return [index]
    holding = [number for number, export in enumerate(exports) if account in export.accounts]
    return sorted(holding, key=lambda number: exports[number].made or date.min, reverse=True)


def whole_parts(coverage: pl.DataFrame) -> int:
    """Return how many zips were unreadable as a whole: not one of their members is known."""
    readable = coverage.filter(pl.col("member") != "")["export"].unique()
    nameless = (coverage["member"] == "") & (coverage["state"] == "unreadable")
    return int((nameless & ~coverage["export"].is_in(readable.implode())).sum())


def coverage_totals(coverage: pl.DataFrame) -> dict[str, Any]:
    """Return the sums of the coverage: of all members, and by state."""
    by_state = coverage.group_by("state").agg(pl.len().alias("members"), pl.col("bytes").sum())
    rows = {row["state"]: row for row in by_state.iter_rows(named=True)}
    states = {
        state: {"members": rows[state]["members"], "bytes": rows[state]["bytes"]}
        for state in schema.MEMBER_STATES
        if state in rows
    }
    sums = {name: int(coverage[name].sum() or 0) for name in ("bytes", "records", "items", "skipped", "cut")}
    return {"members": coverage.height, **sums, "states": states}
