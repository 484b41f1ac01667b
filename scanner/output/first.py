"""The two or three things to do first, chosen by the data from the actions of the rule book."""

from collections.abc import Mapping
from typing import Final

import msgspec
import polars as pl

from scanner.output.words import in_a_sentence, number
from scanner.people import PERSON, numbered, of_people, with_person
from scanner.plan import Situation, grouped, people_of, situation, why_not
from scanner.result import Person, Scan
from scanner.rulebook import Action
from scanner.rulebook.actions import columns
from scanner.rulebook.simulate import reached

SHOWN: Final = 3
"""More than this is no longer "first"."""


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


def needed(actions: Mapping[str, Action]) -> set[str]:
    """Name the columns of the items by which it is chosen what to do first."""
    return {*columns(actions.values()), "now"}


def steps(scan: Scan, actions: Mapping[str, Action]) -> list[Step]:
    """Choose what to do first; of actions of one rank, the first that fits."""
    content = grouped(with_person(scan), {*needed(actions), PERSON})
    numbers = numbered(scan.exports)
    situations = [situation(scan, export) for export in scan.exports]
    chosen: dict[int, Step] = {}
    for action in sorted((a for a in actions.values() if a.first is not None), key=lambda a: a.first or 0):
        fitting = [each for each in situations if why_not(action, each) is None]
        theirs = content.filter(of_people(people_of(action, situations, numbers)))
        if fitting and action.first not in chosen and (step := _step(action, fitting[0], scan, theirs)):
            chosen[action.first or 0] = step
    return list(chosen.values())[:SHOWN]


def _step(action: Action, at: Situation, scan: Scan, content: pl.DataFrame) -> Step | None:
    """Fill an action in with the numbers of these items; None where it is about nothing."""
    touched = content.filter(reached(action, scan.person.as_of)) if action.changes else content
    open_ = touched.filter(pl.col("now") != "not_eligible")
    count = int(open_["count"].sum())
    if touched.is_empty() or not (count or action.objection):
        return None
    links = tuple((link.title, link.address) for link in action.links_in(at.person.region_group))
    note = " ".join(
        [action.effect, *action.caveats_in(at.person.region_group)[:1], *([] if links else action.steps[:1])]
    )
    return Step(action.id, _title(action, at.person, count), note, count, links)


def _title(action: Action, person: Person, count: int) -> str:
    """Name the action, with the country whose people have a form, or with the items it is about."""
    if not action.objection:
        return f"{action.title} ({number(count, 'item', 'items')})"
    if person.region is None:
        return action.title
    return f"{action.title} (a form exists for {in_a_sentence(person.region)})"
