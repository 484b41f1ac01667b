"""The two or three things to do first, chosen by the data from the actions of the rule book."""

from collections.abc import Mapping
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.accounts.people import individuals, scan_of
from scanner.output.terminal_safe import safe
from scanner.output.wording import count_words
from scanner.plan.plan import Situation, group_content, inapplicable_reason, situation_of
from scanner.result import Person, Scan
from scanner.rulebook import Action
from scanner.rulebook.actions import action_columns
from scanner.rulebook.regions import country_in_sentence
from scanner.rulebook.simulate import affected

SHOWN: Final = 3
"""More than this is no longer "first"."""
_NOTHING_TODAY: Final = "None of the items it covers is eligible today; it is for what you post later."


class Step(msgspec.Struct, frozen=True):
    """An action as it is shown to this person."""

    id: str
    title: str
    note: str
    """What it does, what to mind, and where to click where there is no address."""
    count: int
    """How many items it is about that are in the pool, or may be."""
    links: tuple[tuple[str, str], ...]
    """(title, address) of what to open."""
    for_whom: str = ""
    """Whose step it is, where the downloads of several people were scanned; the title says it too."""


def needed(actions: Mapping[str, Action]) -> set[str]:
    """Name the columns of the items by which it is chosen what to do first."""
    return {*action_columns(actions.values()), "now"}


def steps(scan: Scan, actions: Mapping[str, Action]) -> list[Step]:
    """Return what to do first: for each person at most `SHOWN` steps, by their own region and accounts."""
    people = individuals(scan.exports)
    found = [(safe(each.label), _personal_steps(scan_of(scan, each), actions)) for each in people]
    if len(people) == 1:
        return found[0][1]
    return [
        replace(step, title=f"{label} · {step.title}", for_whom=label)
        for label, mine in found
        for step in mine
    ]


def _personal_steps(scan: Scan, actions: Mapping[str, Action]) -> list[Step]:
    """Choose what one person does first; of actions of one rank, the first that fits.

    A step that is about nothing of theirs today, and only works forward, comes last.
    """
    content = group_content(scan.items, needed(actions))
    situations = [situation_of(scan, export) for export in scan.exports]
    chosen: dict[int, Step] = {}
    for action in sorted((a for a in actions.values() if a.first is not None), key=lambda a: a.first or 0):
        fitting = [each for each in situations if inapplicable_reason(action, each) is None]
        if fitting and action.first not in chosen and (step := _step(action, fitting[0], scan, content)):
            chosen[action.first or 0] = step
    return sorted(chosen.values(), key=lambda step: not step.count)[:SHOWN]


def _step(action: Action, at: Situation, scan: Scan, content: pl.DataFrame) -> Step | None:
    """Fill an action in with the numbers of these items; None where it is about nothing."""
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
    """Return whether an action is of use where it is about nothing today: an objection, to an adult."""
    return action.objection and person.age != "minor"


def _title(action: Action, person: Person, count: int) -> str:
    """Name the action, with the country whose people have a form, or with the items it is about."""
    if not action.objection:
        return f"{action.title} ({count_words(count, 'item', 'items')})"
    if person.region is None or not person.is_region_known:
        return action.title
    return f"{action.title} (a form exists for {country_in_sentence(person.region)})"
