"""The rows of `rules/actions/`: something a person can do, what it changes, and its sources."""

import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from scanner import schema
from scanner.rulebook.rules import RuleError, choices

COSTS: Final = ("nothing", "content", "account")
"""What a person loses by an action, the least first: a plan orders actions so."""
LETTERS: Final = ("objection", "child", "third-party")
"""The letters that go with actions."""
TABLE_BEFORE_ACTIONS: Final = "flags"
"""Actions look at items with their verdicts: at all columns decided before the table of flags."""

Platform = Annotated[str, choices(schema.PLATFORMS)]
State = Annotated[str, choices(schema.ACCOUNT_STATES)]
Eligibility = Annotated[str, choices(schema.ELIGIBILITIES)]
Cost = Annotated[str, choices(COSTS)]
Letter = Annotated[str, choices(LETTERS)]


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address to open for an action."""

    title: str
    """What is there, plain words."""
    address: str
    """The address, with its scheme."""
    regions: list[str] = []
    """The regions it is for; empty: all."""


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which items an action changes, and the new values of their columns."""

    when: dict[str, Any]
    """Columns and the values they must have, as in a rule."""
    then: dict[str, Any]
    """Columns and their new values; `now` itself if no rule could decide it."""
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    """The first day on which the action does this."""
    until: datetime.date | None = None
    """The first day on which it no longer does."""


class ActionExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A tiny item, and its verdict before and after the action."""

    item: dict[str, Any]
    before: Eligibility
    after: Eligibility
    as_of: datetime.date | None = None
    """The day of the action; None: the action's own date."""


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing a person can do."""

    id: str
    """A slug that explains itself."""
    title: str
    """One short line: it has to fit a table."""
    platforms: list[Platform]
    """The platforms on which it is done."""
    steps: list[str]
    """What to open, tap and write, in order."""
    effect: str
    """What it does, in plain words, in every region."""
    regional_effect: dict[str, str] = {}
    """What it also does in one region only."""
    caveats: list[str]
    """What it does not do, and what to watch for."""
    regional_caveats: dict[str, list[str]] = {}
    """Caveats that apply in one region only."""
    effort: int
    """About how many minutes it takes."""
    sources: list[str]
    """Ids of sources, at least one."""
    date: datetime.date
    """The last day on which its sources were checked."""
    regions: list[str] = []
    """The regions where it can be done; empty: all."""
    regional: dict[str, list[str]] = {}
    """Ids of sources that are about one region only."""
    instead: str = ""
    """The text for other regions: why it can't be done there, and what can."""
    account: list[State] = []
    """States of the product's account for which it makes sense; empty: any."""
    region_known: bool | None = None
    """Whether it is only for people whose region is known (true) or unknown (false); None: for both."""
    objection: bool = False
    """Whether it is an objection: a person with an accepted one doesn't need it."""
    cost: Cost = "nothing"
    """What a person loses by it."""
    forward: bool = False
    """Whether it also keeps later content out of the pool."""
    first: int | None = None
    """Its rank among the first steps; of several with the same rank, the first that fits is shown."""
    letter: Letter | None = None
    """The letter that goes with it."""
    links: list[Link] = []
    changes: list[Change] = []
    examples: list[ActionExample] = []
    """Items that it changes; needed where there are changes."""
    counterexamples: list[ActionExample] = []
    """Similar items that it does not change; needed where there are changes."""
    path: Path
    """The file it comes from."""

    def error(self, key: str, message: str) -> RuleError:
        """Return the error that names this action and its file."""
        return RuleError(self.path, self.id, key, message)

    def sources_in(self, group: str) -> list[str]:
        """Return the ids of the sources for people of a group of regions."""
        return [
            *self.sources,
            *(name for region, names in self.regional.items() if region == group for name in names),
        ]

    def effect_in(self, group: str) -> str:
        """Return what it does for people of a group of regions."""
        addition = next((text for region, text in self.regional_effect.items() if region == group), "")
        return f"{self.effect} {addition}".strip()

    def caveats_in(self, group: str) -> list[str]:
        """Return the caveats for people of a group of regions, those for this group only first."""
        return [
            *(
                caveat
                for region, caveats in self.regional_caveats.items()
                if region == group
                for caveat in caveats
            ),
            *self.caveats,
        ]

    def links_in(self, group: str) -> list[Link]:
        """Return the addresses for people of a group of regions."""
        return [link for link in self.links if not link.regions or group in link.regions]


class ConditionOwner(msgspec.Struct, frozen=True):
    """The conditions of one change, as `conditions` reads them."""

    action: Action
    place: str
    when: dict[str, Any]
    table: str = TABLE_BEFORE_ACTIONS

    def error(self, key: str, message: str) -> RuleError:
        """Return the error that names the action and the change."""
        return self.action.error(f"{self.place}.{key}", message)


def changeable(column: str) -> bool:
    """Return whether an action may change a column."""
    return column in ("visibility", "audience", "now") or column in schema.FACTS
