"""A plan: what one can do, what each thing would change of `now`, in an order that counts no item twice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.accounts.people import Individual, individuals, scan_of
from scanner.dtypes import COUNTED_BY, is_content
from scanner.platforms import DOWNLOADS, account_platform, objection_platform
from scanner.result import Export, Person, Scan
from scanner.rulebook import Action, RuleBook
from scanner.rulebook.action import COSTS, Link
from scanner.rulebook.simulate import affected, simulate_actions, simulation_columns
from scanner.schema import IN_POOL

_WHERE: Final = ("platform", "export")
"""The columns that tell what a download is of."""


class PoolCounts(msgspec.Struct, frozen=True):
    """How many items there are, and where they stand."""

    all: int
    in_pool: int
    """Eligible or likely."""
    unknown: int


class Effect(msgspec.Struct, frozen=True):
    """What an action does to `now`, in numbers of items."""

    reached: int = 0
    """Items that it changes, be their verdict another or not."""
    out: int = 0
    """Were in the pool, or likely; would be in it no longer."""
    settled: int = 0
    """Were unknown; would be known not to be in it."""
    disputed: int = 0
    """Were in the pool, or likely; would be unknown."""

    @property
    def any(self) -> int:
        """How many verdicts it changes."""
        return self.out + self.settled + self.disputed


class Situation(msgspec.Struct, frozen=True):
    """For whom an action is to be: a person, the products there are, and how their accounts stand."""

    person: Person
    platforms: frozenset[str]
    states: Mapping[str, str]
    """`public private unknown` by platform."""


class _ActionForPerson:
    """What differs from region to region."""

    action: Action
    at: Situation

    @property
    def links(self) -> list[Link]:
        """What to open."""
        return self.action.links_in(self.at.person.region_group)

    @property
    def effect(self) -> str:
        """What it does."""
        return self.action.effect_in(self.at.person.region_group)

    @property
    def caveats(self) -> list[str]:
        """What it does not do, and what to mind."""
        return self.action.caveats_in(self.at.person.region_group)

    @property
    def sources(self) -> list[str]:
        """Ids of what it stands on."""
        return self.action.sources_in(self.at.person.region_group)


class PlannedAction(_ActionForPerson, msgspec.Struct, frozen=True):
    """One action as it is for this person."""

    action: Action
    at: Situation
    """For whom."""
    by_itself: Effect = Effect()
    """What it does if it is all that is done."""
    added: Effect = Effect()
    """What it does after those that stand before it."""
    then: PoolCounts | None = None
    """How things stand once it and those before it are done."""


class InapplicableAction(_ActionForPerson, msgspec.Struct, frozen=True):
    """An action that is not for this person, and why."""

    action: Action
    reason: str
    """`platform region region_unknown objected account`."""
    at: Situation


class Plan(msgspec.Struct, frozen=True):
    """What one person can do, best first."""

    before: PoolCounts
    """Content as it stands today."""
    past: PoolCounts
    """What may have been used before: no action changes it."""
    actions: tuple[PlannedAction, ...]
    """Actions that change a verdict here or work forward, in the order in which they are counted."""
    without_effect: tuple[PlannedAction, ...]
    """Actions that change no verdict here."""
    inapplicable: tuple[InapplicableAction, ...]
    keeping: PoolCounts
    """After all that loses nothing."""
    together: PoolCounts
    """After everything."""
    as_of: date


class PersonalPlan(msgspec.Struct, frozen=True):
    """The plan of one of the people in a call."""

    individual: Individual
    scan: Scan
    """The part of the scan that is theirs."""
    plan: Plan


def plan_columns(book: RuleBook) -> set[str]:
    """Name the columns of the items that a plan looks at."""
    return {*simulation_columns(book), "past", *COUNTED_BY, "count", *_WHERE}


def make_plans(scan: Scan, book: RuleBook) -> list[PersonalPlan]:
    """Return a plan for each person whose downloads were scanned: nobody's steps reach another's items."""
    parts = [(individual, scan_of(scan, individual)) for individual in individuals(scan.exports)]
    return [PersonalPlan(individual, part, make_plan(part, book)) for individual, part in parts]


def make_plan(scan: Scan, book: RuleBook) -> Plan:
    """Simulate every action of the rule book on the content of one person's scan, and put them in order."""
    situations = [situation_of(scan, export) for export in scan.exports]
    fitting, refused = _split_by_fit(book.actions.values(), situations)
    content = group_content(scan.items, {*simulation_columns(book), "past"})
    simulation = _Simulation(content, book, scan.person.as_of)
    tried = simulation.tried([action for action, _ in fitting])
    effects = {action.id: effect for (action, _), (effect, _) in zip(fitting, tried, strict=True)}
    useful = [(a, s) for a, s in fitting if effects[a.id].any or (a.forward and effects[a.id].reached)]
    measures = tuple(_in_order(useful, effects, simulation))
    useless = [(a, s) for a, s in fitting if (a, s) not in useful]
    without_effect = [PlannedAction(a, s, effects[a.id]) for a, s in useless]
    keeping = [m.then for m in measures if m.action.cost == "nothing" and m.then]
    return Plan(
        before=simulation.standing,
        past=_pool_counts(content, "past"),
        actions=measures,
        without_effect=tuple(sorted(without_effect, key=_rank_without_effect)),
        inapplicable=tuple(refused),
        keeping=keeping[-1] if keeping else simulation.standing,
        together=measures[-1].then or simulation.standing if measures else simulation.standing,
        as_of=scan.person.as_of,
    )


def group_content(items: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Put content alike in all these columns into one row, with its `count`: a few hundred for a million."""
    names = sorted({*columns, "kind"})
    content = items.filter(is_content()).select(*names, "count")
    if any(isinstance(dtype, pl.List) for dtype in content.schema.values()):
        return content
    return content.group_by(names).agg(pl.col("count").sum())


def situation_of(scan: Scan, export: Export) -> Situation:
    """Say how things stand for whom a download is of."""
    items = scan.items.select(_WHERE)
    if len(scan.exports) > 1:
        items = items.filter(pl.col("export").is_in([*export.parts, export.name]))
    products = {str(platform) for platform in items["platform"].unique()}
    accounts = {account.platform: account.state for account in export.accounts}
    platforms = {account_platform(platform) for platform in products | accounts.keys()}
    return Situation(export.person, frozenset(platforms), accounts)


def inapplicable_reason(action: Action, at: Situation) -> str | None:
    """Give the reason for which an action is not for someone; None where it is."""
    is_region_known = at.person.is_region_known
    if not _has_product(action, at.platforms):
        return "platform"
    if action.region_known is not None and action.region_known != is_region_known:
        return "answered"
    if action.regions and at.person.region_group not in action.regions:
        return "region" if is_region_known else "region_unknown"
    if action.objection and _has_objected(action, at.person):
        return "objected"
    return _account_reason(action, at)


def _has_product(action: Action, platforms: frozenset[str]) -> bool:
    """Tell whether there is something of a product that the action is for; of some there is no download."""
    action_platforms = set(action.platforms)
    return not action_platforms <= set(DOWNLOADS) or bool(action_platforms & platforms)


def _has_objected(action: Action, person: Person) -> bool:
    products = set(map(objection_platform, action.platforms))
    return any(of == "all" or of in products for of, _ in person.objections)


def _account_reason(action: Action, at: Situation) -> str | None:
    states = {at.states.get(platform, "unknown") for platform in action.platforms}
    return None if not action.account or states & set(action.account) else "account"


def _split_by_fit(
    actions: Iterable[Action], situations: Sequence[Situation]
) -> tuple[list[tuple[Action, Situation]], list[InapplicableAction]]:
    """Part the actions that are for someone here from those that are not, each with its reason."""
    fitting: list[tuple[Action, Situation]] = []
    refused: list[InapplicableAction] = []
    for action in actions:
        reasons = [(inapplicable_reason(action, situation), situation) for situation in situations]
        situations_for = [situation for reason, situation in reasons if reason is None]
        telling = [pair for pair in reasons if pair[0] != "platform"] or reasons
        if situations_for:
            fitting.append((action, situations_for[0]))
        elif telling and telling[0][0] != "answered":
            reason, situation = telling[0]
            refused.append(InapplicableAction(action, str(reason), situation))
    return fitting, refused


class _Simulation(msgspec.Struct, frozen=True):
    """The content in few rows, alike ones counted, as it stands after some actions."""

    frame: pl.DataFrame
    book: RuleBook
    as_of: date

    @property
    def standing(self) -> PoolCounts:
        return _pool_counts(self.frame, "now")

    def tried(self, actions: Sequence[Action]) -> list[tuple[Effect, "_Simulation"]]:
        """Give for each action what it does, and how things stand after it alone."""
        after = simulate_actions(self.frame, actions, self.book, self.as_of)
        return [
            (self._effect(action, then), replace(self, frame=then))
            for action, then in zip(actions, after, strict=True)
        ]

    def _effect(self, action: Action, then: pl.DataFrame) -> Effect:
        """Give what an action does, by the frame after it."""
        hit = affected(action, self.as_of)
        was = pl.col("now").cast(pl.String).alias("was")
        return _effect(
            self.frame.select("count", hit.alias("hit"), was).with_columns(then["now"].cast(pl.String))
        )


def _pool_counts(frame: pl.DataFrame, verdict: str) -> PoolCounts:
    counts = {str(word): int(n) for word, n in frame.group_by(verdict).agg(pl.col("count").sum()).iter_rows()}
    return PoolCounts(
        sum(counts.values()), sum(counts.get(word, 0) for word in IN_POOL), counts.get("unknown", 0)
    )


def _effect(both: pl.DataFrame) -> Effect:
    was_in = pl.col("was").is_in(IN_POOL)
    conditions = {
        "reached": pl.col("hit"),
        "out": was_in & (pl.col("now") == "not_eligible"),
        "settled": (pl.col("was") == "unknown") & (pl.col("now") == "not_eligible"),
        "disputed": was_in & (pl.col("now") == "unknown"),
    }
    sums = both.select(pl.col("count").filter(test).sum().alias(name) for name, test in conditions.items())
    return Effect(**{name: int(value) for name, value in sums.row(0, named=True).items()})


def _in_order(
    useful: Sequence[tuple[Action, Situation]], effects: Mapping[str, Effect], simulation: _Simulation
) -> Iterable[PlannedAction]:
    """Take at each step what does most of what is left: first all that loses nothing, accounts last."""
    for cost in COSTS:
        remaining = [(action, at) for action, at in useful if action.cost == cost]
        while remaining:
            tried = zip(simulation.tried([action for action, _ in remaining]), remaining, strict=True)
            (added, simulation), (action, at) = min(
                tried, key=lambda candidate: _rank(candidate[0][0], candidate[1][0])
            )
            remaining.remove((action, at))
            yield PlannedAction(action, at, effects[action.id], added, simulation.standing)


def _rank(effect: Effect, action: Action) -> tuple[int, int, bool, int]:
    """Sort by what an action takes out or settles, then by what it makes disputed, then by effort."""
    return -(effect.out + effect.settled), -effect.disputed, not action.forward, action.effort


def _rank_without_effect(measure: PlannedAction) -> tuple[bool, bool, int]:
    action = measure.action
    return not action.forward, action.cost != "nothing", action.effort
