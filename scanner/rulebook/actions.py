"""Read the actions and check them as rules are checked: known columns, sources, examples."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scanner.rulebook.action import Action, ActionExample, Change, ConditionOwner, changeable
from scanner.rulebook.conditions import Condition, check_column, check_value, conditions
from scanner.rulebook.files import by_id, convert, read_toml, sort_key
from scanner.rulebook.rules import Citation, Rule, RuleError
from scanner.rulebook.validate import SLUG


def read_actions(path: Path) -> dict[str, Action]:
    """Read the files of actions in a folder of rules, by id; raises RuleError."""
    actions: list[Action] = []
    for file in sorted((path / "actions").glob("*.toml"), key=sort_key):
        rows = read_toml(file, "action").get("action", [])
        actions += [convert(file, row, Action, {"path": file}) for row in rows]
    return by_id((row.id, row.path, row) for row in actions)


def check_actions(
    actions: Mapping[str, Action], sources: Mapping[str, Citation], rules: Mapping[str, Rule]
) -> None:
    """Raise RuleError for the first thing that keeps an action from loading."""
    for action in actions.values():
        if action.id in rules:
            raise action.error("id", "is also the id of a rule")
        _check_head(action, sources)
        for at in range(len(action.changes)):
            change_conditions(action, at)
            _check_then(action, at)
        _check_examples(action)


def change_conditions(action: Action, at: int) -> tuple[Condition, ...]:
    """Return the conditions of one change of an action. Raises RuleError."""
    return conditions(ConditionOwner(action, f"changes[{at}]", action.changes[at].when))


def action_columns(actions: Iterable[Action]) -> set[str]:
    """Return the columns that actions look at or change."""
    conditioned = {
        condition.column
        for action in actions
        for at in range(len(action.changes))
        for condition in change_conditions(action, at)
    }
    return conditioned | {name for action in actions for change in action.changes for name in change.then}


def _check_head(action: Action, sources: Mapping[str, Citation]) -> None:
    if not SLUG.fullmatch(action.id):
        raise action.error("id", "is not a slug: use small letters and digits, separated by single hyphens")
    if not action.sources:
        raise action.error("sources", "an action needs at least one")
    for source in [*action.sources, *(name for names in action.regional.values() for name in names)]:
        if source not in sources:
            raise action.error("sources", f'there is no source "{source}"')
    if bool(action.regions) != bool(action.instead):
        raise action.error("instead", "is needed if `regions` is set, and only then")
    if not action.steps:
        raise action.error("steps", "an action needs at least one")


def _check_then(action: Action, at: int) -> None:
    change: Change = action.changes[at]
    if not change.then:
        raise action.error(f"changes[{at}].then", "is empty: name at least one column")
    for column, value in change.then.items():
        place = ConditionOwner(action, f"changes[{at}]", {})
        kind = check_column(place, f"then.{column}", column)
        if not changeable(column):
            raise place.error(f"then.{column}", "an action can't change this column")
        check_value(place, f"then.{column}", kind, value)


def _check_examples(action: Action) -> None:
    for name in ("examples", "counterexamples"):
        examples: list[ActionExample] = getattr(action, name)
        if bool(examples) != bool(action.changes):
            raise action.error(name, "are needed if the action has changes, and only then")
        for at, example in enumerate(examples):
            same = example.before == example.after
            if same and name == "examples":
                raise action.error(f"{name}[{at}]", "an example is an item whose verdict changes")
            if not same and name == "counterexamples":
                raise action.error(f"{name}[{at}]", "a counterexample is an item whose verdict stays")
            _check_item(action, f"{name}[{at}]", example.item)


def _check_item(action: Action, place: str, item: Mapping[str, Any]) -> None:
    owner = ConditionOwner(action, place, {})
    for column, value in item.items():
        kind = check_column(owner, f"item.{column}", column)
        for entry in value if kind == "list" and isinstance(value, list) else [value]:
            check_value(owner, f"item.{column}", kind, entry)


__all__ = ["RuleError", "action_columns", "change_conditions", "check_actions", "read_actions"]
