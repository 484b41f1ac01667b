"""A finished scan: what every command and every output works on."""

from datetime import date, datetime
from typing import Final

import msgspec
import polars as pl


class Account(msgspec.Struct, frozen=True):
    """One account that an export is of."""

    platform: str
    name: str | None = None
    username: str | None = None
    state: str = "unknown"
    """`public private unknown`: the account's own flag at the time of the export (Instagram, Threads)."""
    state_since: datetime | None = None
    """The last switch on record."""
    professional: bool = False
    birth_date: date | None = None
    joined: date | None = None
    """The day it was created (UTC)."""
    country: str | None = None
    """ISO 3166-1 alpha-2, from the export."""
    country_from: str | None = None
    """Plain words for which record of the export it was learnt from."""
    country_signal: str | None = None
    """That record by its name in `person.RESIDENCE_SIGNALS`."""
    other_countries: tuple[tuple[str, str], ...] = ()
    """Every other country that the export suggests, each with plain words for its record."""
    linked: tuple[str, ...] = ()
    """What the export names of other accounts in the same Accounts Center: usernames, names, identifiers."""
    number: int = 0
    """The same account of several exports has one number; it says nothing from one scan to the next."""


class Person(msgspec.Struct, frozen=True):
    """Whom the verdicts are for, and where each fact was learnt: `told`, `export` or `unknown`."""

    region: str | None = None
    region_group: str = "ROW"
    region_name: str = "rest of the world"
    """The name of the region group, in plain words."""
    has_form: bool = False
    """Whether Meta has a form there to object to the use of one's own content."""
    form_covers_ai_from: date | None = None
    """The day from which an accepted objection covers what one says to an AI; None: it never does."""
    region_from: str = "unknown"
    """Also `signup`: the country where the account was created, which need not be where the person lives."""
    region_note: str | None = None
    """What is open about a region that no source puts into a group, in plain words."""
    born: date | None = None
    age: str = "unknown"
    age_from: str = "unknown"
    objections: tuple[tuple[str, date], ...] = ()
    """(platform or `all`, date filed) of each accepted objection."""
    objections_to_come: tuple[tuple[str, date], ...] = ()
    """Those filed after the day that is judged for: they do not count yet."""
    as_of: date = msgspec.field(default_factory=date.today)
    started: bool = True
    """Whether Meta's start in the person's region lies on or before `as_of`."""
    cut_off: date | None = None
    """`as_of` where it lies before the export: what was made after it does not count."""

    @property
    def is_region_known(self) -> bool:
        """Whether it is known where the person lives: where they made the account says little of that."""
        return self.region is not None and self.region_from != "signup"


class Export(msgspec.Struct, frozen=True):
    """One download: the parts that belong together."""

    name: str
    accounts: tuple[Account, ...]
    parts: tuple[str, ...]
    made: date | None = None
    """The day it was made or asked for."""
    made_from: str = "unknown"
    """How that is known: `request record`, `file name`, `newest record`."""
    covers_all_time: bool | None = None
    """None where the export doesn't say what it was asked for."""
    covers_from: date | None = None
    covers_until: date | None = None
    person: Person = msgspec.field(default_factory=Person)
    """Whom the verdicts of this export's items are for."""
    in_facts: bool = False
    """Whether `[account]` of the user's facts names an account of it."""
    takes_facts: bool = True
    """Whether the user's facts were taken for it; not where they are another person's."""


class GraphReport(msgspec.Struct, frozen=True):
    """How many posts that the Graph API told of were found in the export."""

    posts: int
    matched: int
    silent: int
    """Found, but told without an audience: these stay unknown."""
    ambiguous: int
    """Could be one of several posts, so they settle nothing."""
    unmatched: int


GROUPS: Final = ("platform", "kind", "visibility", "now", "past")
"""The columns whose every combination `summary` counts."""


class Scan(msgspec.Struct, frozen=True):
    """A finished scan: what every command and output works on."""

    items: pl.DataFrame
    """One row an item: the item record (contract, version 1), then the `fact_*` columns."""
    coverage: pl.DataFrame
    """One row a member: export, member, state, reader, records, items, skipped, bytes, reason, cut."""
    exports: tuple[Export, ...]
    person: Person
    warnings: tuple[str, ...]
    policy_date: date
    graph: GraphReport | None = None
    """What became of the posts of `--audience`."""

    @property
    def not_whole(self) -> pl.DataFrame:
        """The lines of the coverage whose members were not read, or in part only."""
        return self.coverage.filter((pl.col("state") == "unreadable") | pl.col("cut"))

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Every account, of all exports; one that is in several of them once."""
        return tuple(dict.fromkeys(account for export in self.exports for account in export.accounts))

    @property
    def newest_exports(self) -> tuple[Export, ...]:
        """The exports without those whose every account a newer one has too: one for each to be spoken of."""
        by_age = sorted(self.exports, key=lambda export: export.made or date.min, reverse=True)
        seen: set[Account] = set()
        kept = []
        for export in by_age:
            if not export.accounts or not seen.issuperset(export.accounts):
                kept.append(export)
            seen |= set(export.accounts)
        return tuple(export for export in self.exports if export in kept)

    @property
    def account(self) -> Account | None:
        """The first account; None where the export tells of none."""
        return next(iter(self.accounts), None)

    def summary(self) -> pl.DataFrame:
        """Return the sum of `count` for each platform, kind, visibility, now and past."""
        return self.items.select(*GROUPS, "count").group_by(GROUPS).agg(pl.col("count").sum()).sort(GROUPS)
