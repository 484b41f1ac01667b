"""What stands in `rules/actions/`: a thing one can do, what it changes, and what it stands on."""

import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from scanner import schema
from scanner.rulebook.rules import RuleError, choices

COSTS: Final = ("nothing", "content", "account")
"""What is lost by an action, the least first: a plan takes them in this order."""
LETTERS: Final = ("objection", "child", "third-party")
"""The letters that go with actions."""
TABLE_BEFORE_ACTIONS: Final = "flags"
"""Actions look at items whose verdicts are given: at what stands before the table of flags."""

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
    """The regions it is for; none: all."""


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which items an action changes, and what it makes of them."""

    when: dict[str, Any]
    """Columns and the values they must have, as in a rule."""
    then: dict[str, Any]
    """Columns and their new values; `now` itself where no rule could decide it."""
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
    """Where it is done."""
    steps: list[str]
    """What to open, tap and write, in order."""
    effect: str
    """What it does, in plain words, wherever one lives."""
    regional_effect: dict[str, str] = {}
    """What it does besides in one region alone."""
    caveats: list[str]
    """What it does not do, and what to mind."""
    regional_caveats: dict[str, list[str]] = {}
    """What to mind in one region alone."""
    effort: int
    """Minutes, about."""
    sources: list[str]
    """Ids of sources, at least one."""
    date: datetime.date
    """The day up to which its sources were followed."""
    regions: list[str] = []
    """Where it can be done; none: everywhere."""
    regional: dict[str, list[str]] = {}
    """Ids of sources that speak of one region alone."""
    instead: str = ""
    """Said where it can't be done: what is so there, and what can be done."""
    account: list[State] = []
    """States of the product's account for which it makes sense; none: any."""
    region_known: bool | None = None
    """Whether it is for people of whom the region is known, or is not."""
    objection: bool = False
    """Whether it is an objection: someone with an accepted one needs none."""
    cost: Cost = "nothing"
    """What is lost by it."""
    forward: bool = False
    """Whether it also keeps out what is made from then on."""
    first: int | None = None
    """Its rank among the things to do first; of several with one rank, the first that fits is shown."""
    letter: Letter | None = None
    """The letter that goes with it."""
    links: list[Link] = []
    changes: list[Change] = []
    examples: list[ActionExample] = []
    """Items that it changes; needed where there are changes."""
    counterexamples: list[ActionExample] = []
    """Items close by that it leaves as they are; needed where there are changes."""
    path: Path
    """The file it stands in."""

    def error(self, key: str, message: str) -> RuleError:
        """Give the error that names this action and its file."""
        return RuleError(self.path, self.id, key, message)

    def sources_in(self, group: str) -> list[str]:
        """Give the ids of the sources for people of a group of regions."""
        return [
            *self.sources,
            *(name for region, names in self.regional.items() if region == group for name in names),
        ]

    def effect_in(self, group: str) -> str:
        """Return what it does for people of a group of regions."""
        addition = next((text for region, text in self.regional_effect.items() if region == group), "")
        return f"{self.effect} {addition}".strip()

    def caveats_in(self, group: str) -> list[str]:
        """Give what people of a group of regions have to mind, what is so for them alone first."""
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
        """Give the addresses for people of a group of regions."""
        return [link for link in self.links if not link.regions or group in link.regions]


class ConditionOwner(msgspec.Struct, frozen=True):
    """The conditions of one change, as `conditions` reads them."""

    action: Action
    place: str
    when: dict[str, Any]
    table: str = TABLE_BEFORE_ACTIONS

    def error(self, key: str, message: str) -> RuleError:
        """Give the error that names the action and the change."""
        return self.action.error(f"{self.place}.{key}", message)


def changeable(column: str) -> bool:
    """Tell whether an action may say what becomes of a column."""
    return column in ("visibility", "audience", "now") or column in schema.FACTS
