"""What to do first: up to three actions of the rule book, chosen by a person's items."""

from collections.abc import Mapping
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.accounts.people import individuals, scan_of
from scanner.output.terminal_safe import safe
from scanner.output.wording import quantity
from scanner.plan.plan import Situation, group_content, inapplicable_reason, situation_of
from scanner.result import Person, Scan
from scanner.rulebook import Action
from scanner.rulebook.actions import action_columns
from scanner.rulebook.regions import country_in_sentence
from scanner.rulebook.simulate import affected

LIMIT: Final = 3
"""How many steps a person gets at most."""
_NOTHING_TODAY: Final = (
    "None of the items it covers is in the pool today; it matters for what you post later."
)


class Step(msgspec.Struct, frozen=True):
    """An action, worded for one person."""

    id: str
    title: str
    note: str
    """Its effect, a caveat, and the first step where there is no address."""
    count: int
    """How many of the items it changes are in the pool, or may be."""
    links: tuple[tuple[str, str], ...]
    """The title and the address of each page to open."""
    for_whom: str = ""
    """The person's label where several people were scanned, else empty; the title begins with it too."""


def needed(actions: Mapping[str, Action]) -> set[str]:
    """Return the columns of the items that the choice of steps needs."""
    return {*action_columns(actions.values()), "now"}


def steps(scan: Scan, actions: Mapping[str, Action]) -> list[Step]:
    """Return what to do first: for each person at most `LIMIT` steps, by their own region and accounts."""
    people = individuals(scan.exports)
    by_person = [
        (safe(individual.label), _personal_steps(scan_of(scan, individual), actions)) for individual in people
    ]
    if len(people) == 1:
        return by_person[0][1]
    return [
        replace(step, title=f"{label} · {step.title}", for_whom=label)
        for label, personal_steps in by_person
        for step in personal_steps
    ]


def _personal_steps(scan: Scan, actions: Mapping[str, Action]) -> list[Step]:
    """Return what one person does first: for each rank, the first action that fits.

    A step that changes no item today, and is only of use later, comes last.
    """
    content = group_content(scan.items, needed(actions))
    situations = [situation_of(scan, export) for export in scan.exports]
    chosen: dict[int, Step] = {}
    for action in sorted((a for a in actions.values() if a.first is not None), key=lambda a: a.first or 0):
        fitting = [state for state in situations if inapplicable_reason(action, state) is None]
        if fitting and action.first not in chosen and (step := _step(action, fitting[0], scan, content)):
            chosen[action.first or 0] = step
    return sorted(chosen.values(), key=lambda step: not step.count)[:LIMIT]


def _step(action: Action, at: Situation, scan: Scan, content: pl.DataFrame) -> Step | None:
    """Return an action as a step, with the number of items it changes; None where it is of no use."""
    touched = content.filter(affected(action, scan.person.as_of)) if action.changes else content
    count = int(touched.filter(pl.col("now") != "not_eligible")["count"].sum())
    if touched.is_empty() or not (count or _works_forward(action, at.person)):
        return None
    group = at.person.region_group
    links = tuple((link.title, link.address) for link in action.links_in(group))
    note = [action.effect_in(group), *action.caveats_in(group)[:1], *([] if links else action.steps[:1])]
    lead = [] if count else [_NOTHING_TODAY]
    return Step(action.id, _title(action, at.person, count), " ".join([*lead, *note]), count, links)


def _works_forward(action: Action, person: Person) -> bool:
    """Return whether an action is of use later even if it changes no item today: an adult's objection."""
    return action.objection and person.age != "minor"


def _title(action: Action, person: Person, count: int) -> str:
    """Return the title with the country that has a form, or with the number of items it changes."""
    if not action.objection:
        return f"{action.title} ({quantity(count, 'item', 'items')})"
    if person.region is None or not person.is_region_known:
        return action.title
    return f"{action.title} (a form exists for {country_in_sentence(person.region)})"
