"""A plan: what a person can do and how each action would change `now`, in an order that counts items once."""

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
"""The columns that show whose account an item is of."""


class PoolCounts(msgspec.Struct, frozen=True):
    """The number of items, and of those in the pool or unknown."""

    all: int
    in_pool: int
    """Eligible or likely."""
    unknown: int


class Effect(msgspec.Struct, frozen=True):
    """What an action does to `now`, in numbers of items."""

    reached: int = 0
    """Items that it changes, whether or not their verdict changes."""
    out: int = 0
    """In the pool, or likely, today; not in it after the action."""
    settled: int = 0
    """Unknown today; not in the pool after the action."""
    disputed: int = 0
    """In the pool, or likely, today; unknown after the action."""

    @property
    def any(self) -> int:
        """The number of verdicts that it changes."""
        return self.out + self.settled + self.disputed


class Situation(msgspec.Struct, frozen=True):
    """A person, the products in their downloads, and the state of each account."""

    person: Person
    platforms: frozenset[str]
    states: Mapping[str, str]
    """`public private unknown` by platform."""


class _ActionForPerson:
    """The texts of an action that differ between regions."""

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
        """What it does not do, and what to watch for."""
        return self.action.caveats_in(self.at.person.region_group)

    @property
    def sources(self) -> list[str]:
        """Ids of its sources."""
        return self.action.sources_in(self.at.person.region_group)


class PlannedAction(_ActionForPerson, msgspec.Struct, frozen=True):
    """One action, for one person."""

    action: Action
    at: Situation
    """For whom."""
    by_itself: Effect = Effect()
    """Its effect if it is the only action."""
    added: Effect = Effect()
    """Its effect after the actions before it."""
    then: PoolCounts | None = None
    """The counts after it and the actions before it."""


class InapplicableAction(_ActionForPerson, msgspec.Struct, frozen=True):
    """An action that is not for this person, and why."""

    action: Action
    reason: str
    """`platform region region_unknown objected account`."""
    at: Situation


class Plan(msgspec.Struct, frozen=True):
    """The actions for one person, best first."""

    before: PoolCounts
    """Content as it is today."""
    past: PoolCounts
    """What may have been used before: no action changes it."""
    actions: tuple[PlannedAction, ...]
    """Actions that change a verdict here or work forward, in the order in which they are counted."""
    without_effect: tuple[PlannedAction, ...]
    """Actions that change no verdict here."""
    inapplicable: tuple[InapplicableAction, ...]
    keeping: PoolCounts
    """After every action that loses nothing."""
    together: PoolCounts
    """After every action."""
    as_of: date


class PersonalPlan(msgspec.Struct, frozen=True):
    """The plan of one of the people in a call."""

    individual: Individual
    scan: Scan
    """The part of the scan that is theirs."""
    plan: Plan


def plan_columns(book: RuleBook) -> set[str]:
    """Return the columns of the items that a plan uses."""
    return {*simulation_columns(book), "past", *COUNTED_BY, "count", *_WHERE}


def make_plans(scan: Scan, book: RuleBook) -> list[PersonalPlan]:
    """Return a plan for each person whose downloads were scanned: nobody's steps reach another's items."""
    parts = [(individual, scan_of(scan, individual)) for individual in individuals(scan.exports)]
    return [PersonalPlan(individual, part, make_plan(part, book)) for individual, part in parts]


def make_plan(scan: Scan, book: RuleBook) -> Plan:
    """Return the plan for one person: every action of the rule book, simulated on their content."""
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
    """Return content grouped by these columns, with its `count`: a few hundred rows for a million items."""
    names = sorted({*columns, "kind"})
    content = items.filter(is_content()).select(*names, "count")
    if any(isinstance(dtype, pl.List) for dtype in content.schema.values()):
        return content
    return content.group_by(names).agg(pl.col("count").sum())


def situation_of(scan: Scan, export: Export) -> Situation:
    """Return the person, products and account states of a download."""
    items = scan.items.select(_WHERE)
    if len(scan.exports) > 1:
        items = items.filter(pl.col("export").is_in([*export.parts, export.name]))
    products = {str(platform) for platform in items["platform"].unique()}
    accounts = {account.platform: account.state for account in export.accounts}
    platforms = {account_platform(platform) for platform in products | accounts.keys()}
    return Situation(export.person, frozenset(platforms), accounts)


def inapplicable_reason(action: Action, at: Situation) -> str | None:
    """Return why an action is not for someone, a reason of `InapplicableAction`; None if it is."""
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
    """Return whether the person has a product that the action is for; some have no download at all."""
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
    """Return the actions that fit one of the situations, and those that fit none, each with its reason."""
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
    """The content, equal rows counted, as it is after some actions."""

    frame: pl.DataFrame
    book: RuleBook
    as_of: date

    @property
    def standing(self) -> PoolCounts:
        return _pool_counts(self.frame, "now")

    def tried(self, actions: Sequence[Action]) -> list[tuple[Effect, "_Simulation"]]:
        """Return for each action its effect, and the simulation after this action only."""
        after = simulate_actions(self.frame, actions, self.book, self.as_of)
        return [
            (self._effect(action, then), replace(self, frame=then))
            for action, then in zip(actions, after, strict=True)
        ]

    def _effect(self, action: Action, then: pl.DataFrame) -> Effect:
        """Return the effect of an action, from the frame after it."""
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
    """Yield at each step the action with the largest effect: first those that lose nothing, accounts last."""
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
    """Return the sort key: what an action takes out or settles, what it makes disputed, effort."""
    return -(effect.out + effect.settled), -effect.disputed, not action.forward, action.effort


def _rank_without_effect(measure: PlannedAction) -> tuple[bool, bool, int]:
    action = measure.action
    return not action.forward, action.cost != "nothing", action.effort
