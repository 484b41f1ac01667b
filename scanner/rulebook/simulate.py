"""Simulate actions: change the columns of the frame and decide `now` again by its table."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import polars as pl

from scanner.dtypes import DTYPES
from scanner.rulebook.action import Action, ActionExample, Change
from scanner.rulebook.actions import action_columns, change_conditions
from scanner.rulebook.book import RuleBook
from scanner.rulebook.examples import Failure, item_frame
from scanner.rulebook.expressions import expression

_ACTION_NOW: Final = " now given"
"""The column for a verdict that the action itself sets, because no rule could."""
_HIT: Final = " hit"
NOW: Final = DTYPES["now"]
_ROWS_AT_ONCE: Final = 100_000
"""The number of rows judged together, of whichever actions."""


def simulation_columns(book: RuleBook) -> list[str]:
    """Return the columns that a simulation looks at, in the frame's order."""
    columns = {*book.table("now").columns, *action_columns(book.actions.values()), "now"}
    return [name for name in DTYPES if name in columns]


def simulate(frame: pl.DataFrame, action: Action, book: RuleBook, as_of: date) -> pl.DataFrame:
    """Return the frame as it would be after an action: changed, and `now` judged again where it was."""
    return simulate_actions(frame, [action], book, as_of)[0]


def simulate_actions(
    frame: pl.DataFrame, actions: Sequence[Action], book: RuleBook, as_of: date
) -> list[pl.DataFrame]:
    """Return for each action the frame as it would be after this action only, as `simulate` does.

    A few rows take as long to judge as one, so those of several actions are judged together.
    """
    height = frame.height
    together = max(1, _ROWS_AT_ONCE // max(1, height))
    frames: list[pl.DataFrame] = []
    for first in range(0, len(actions), together):
        changed_frames = [_changed(frame, action, as_of) for action in actions[first : first + together]]
        judged = _judged_again(pl.concat(changed_frames), book)
        frames += [
            judged.slice(at * height, height).select(frame.columns) for at in range(len(changed_frames))
        ]
    return frames


def _changed(frame: pl.DataFrame, action: Action, as_of: date) -> pl.DataFrame:
    """Return the frame with the changes of an action; changed rows are marked."""
    changed = frame.with_columns(pl.lit(None, NOW).alias(_ACTION_NOW), pl.lit(False).alias(_HIT))
    for at, change in enumerate(action.changes):
        if _holds(change, as_of):
            changed = _with_change(
                changed, expression(change_conditions(action, at)).fill_null(value=False), change
            )
    return changed


def _judged_again(changed: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Return the frame with `now` decided again in the marked rows."""
    decided = book.table("now").decide(changed)["now"].alias(" decided")
    # the words stand in order, the least exposed last
    lower = pl.col(_ACTION_NOW).to_physical() > pl.col(" decided").to_physical()
    least = pl.when(lower).then(_ACTION_NOW).otherwise(" decided")
    judged = pl.when(_HIT).then(least).otherwise("now").alias("now")
    return changed.with_columns(decided).with_columns(judged)


def affected(action: Action, as_of: date) -> pl.Expr:
    """Return which items an action changes."""
    hits = [
        expression(change_conditions(action, at))
        for at, change in enumerate(action.changes)
        if _holds(change, as_of)
    ]
    return pl.any_horizontal(pl.lit(False), *(hit.fill_null(value=False) for hit in hits))


def _holds(change: Change, as_of: date) -> bool:
    return (change.from_ is None or change.from_ <= as_of) and (change.until is None or as_of < change.until)


def _with_change(frame: pl.DataFrame, hit: pl.Expr, change: Change) -> pl.DataFrame:
    values = {_ACTION_NOW if name == "now" else name: value for name, value in change.then.items()}
    marked = frame.with_columns(hit.alias(" here"))
    dtypes = frame.schema
    return marked.with_columns(
        (pl.col(_HIT) | pl.col(" here")).alias(_HIT),
        *(
            pl.when(" here").then(pl.lit(value).cast(dtypes[name])).otherwise(name).alias(name)
            for name, value in values.items()
        ),
    ).drop(" here")


def action_failures(book: RuleBook) -> list[Failure]:
    """Run the examples and counterexamples of every action."""
    return [failure for action in book.actions.values() for failure in _failures(action, book)]


def _failures(action: Action, book: RuleBook) -> Iterable[Failure]:
    for kind, examples in (("example", action.examples), ("counterexample", action.counterexamples)):
        for index, example in enumerate(examples):
            got, hit = _outcome(action, example, book)
            expected = {"before": example.before, "after": example.after}
            if got != expected or (hit and kind == "counterexample") or (not hit and kind == "example"):
                yield Failure(action.id, kind, index, expected, got, "the table now")


def _outcome(action: Action, example: ActionExample, book: RuleBook) -> tuple[dict[str, str | None], bool]:
    plain = item_frame([example.item], simulation_columns(book))
    frame = plain.with_columns(book.table("now").decide(plain)["now"])
    day = example.as_of or action.date
    then = simulate(frame, action, book, day)
    hit = bool(frame.select(affected(action, day)).item())
    return {"before": frame["now"].item(), "after": then["now"].item()}, hit
