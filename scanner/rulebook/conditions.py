"""The conditions of a rule's `when`, validated against the columns and words of `schema`.

| written as | on | means |
|---|---|---|
| `"post"`, `true`, `3` | words, text, yes or no, numbers | equals |
| `["post", "reel"]` | the same | any of |
| `{ not = ["post"] }` | the same | none of; a null counts as none of them |
| `{ known = true }` | every column but lists | is there, or with `false` is null |
| `{ from = 2025-05-27, until = 2026-01-01 }` | times | on or after, and before; a null does not match |
| `{ match = "^Live" }` | text | a regular expression finds something |
| `{ any = ["Jane"] }`, `{ empty = true }` | lists | holds one of; holds nothing |
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, Protocol

import msgspec

from scanner import schema
from scanner.rulebook.rules import RuleError
from scanner.values.days import day_start

COLUMNS: Final[Mapping[str, tuple[str, ...] | str]] = schema.RECORD | schema.FACTS
"""Every column of the item frame: its closed set of words, or its type."""

_VALUES: Final = ("in", "not", "known")
_OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "words": _VALUES,
    "region": _VALUES,
    "text": (*_VALUES, "match"),
    "bool": _VALUES,
    "int": _VALUES,
    "float": _VALUES,
    "time": ("from", "until", "known"),
    "list": ("any", "empty"),
    "findings": (),
}
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "region": (str,),
    "text": (str,),
    "list": (str,),
    "int": (int,),
    "float": (int, float),
    "time": (date,),
}
_LOOK_AROUND: Final = re.compile(r"\(\?(<?[=!]|P=)|\\[1-9]")

_DECIDED: Final[Mapping[str, tuple[str, ...]]] = {
    "visibility": ("audience", "visibility", "basis", "confidence", "ever_public", "visibility_rule"),
    "lean": ("lean", "lean_rule"),
    "now": ("public_from", "public_until", "now", "now_rule"),
    "past": ("past", "past_rule"),
    "flags": ("flags",),
}
"""The columns that each table decides; a rule can only use columns decided before its own table."""


class HasConditions(Protocol):
    """A rule, or a change that an action makes."""

    @property
    def when(self) -> Mapping[str, Any]:
        """Columns and the values they must have."""

    @property
    def table(self) -> str:
        """The decision table before which its conditions are tested."""

    def error(self, key: str, message: str) -> RuleError:
        """Return the error that names it and its file."""


class Condition(msgspec.Struct, frozen=True):
    """One condition on one column; its operator is a word of `in not known from until match any empty`."""

    column: str
    operator: str
    value: Any

    @property
    def demands(self) -> bool:
        """Whether only a column with a value can meet it."""
        return self.operator not in ("not", "known", "empty") or (self.operator == "known" and self.value)


def conditions(rule: HasConditions) -> tuple[Condition, ...]:
    """Return the conditions of a rule's `when`; all must hold. Raises RuleError for an invalid one."""
    parsed: list[Condition] = []
    hidden = _not_yet_decided(rule.table)
    for column, spec in rule.when.items():
        key = f"when.{column}"
        kind = check_column(rule, key, column)
        if column in hidden:
            raise rule.error(key, f"is decided only after the table {rule.table}")
        operators = spec if isinstance(spec, dict) else {"in": spec}
        if not operators:
            raise rule.error(key, "is empty: leave it out, or name a value")
        parsed.extend(_condition(rule, key, column, kind, item) for item in operators.items())
    return tuple(parsed)


def check_column(rule: HasConditions, key: str, column: str) -> tuple[str, ...] | str:
    """Return the words or the type of a column. Raises RuleError if there is no such column."""
    if column in COLUMNS:
        return COLUMNS[column]
    near = difflib.get_close_matches(column, COLUMNS, 1)
    raise rule.error(key, "there is no such column" + (f"; did you mean {near[0]}?" if near else ""))


def check_value(rule: HasConditions, key: str, kind: tuple[str, ...] | str, value: object) -> None:
    """Raise RuleError if a column of these words or this type can't have the value."""
    if isinstance(kind, tuple):
        fits, allowed = isinstance(value, str) and value in kind, "one of " + ", ".join(kind)
    elif kind == "bool":
        fits, allowed = isinstance(value, bool), "true or false"
    else:
        fits = isinstance(value, _TYPES.get(kind, ())) and not isinstance(value, bool)
        allowed = {"region": "text", "text": "text", "list": "text", "time": "a date"}.get(kind, "a number")
    if not fits:
        raise rule.error(key, f"{_value_text(value)} is not allowed: expected {allowed}")


def as_time(day: date) -> datetime:
    """Return a date, or a time without zone, as a time in UTC; a date is its first moment."""
    if not isinstance(day, datetime):
        return day_start(day)
    return day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)


def _condition(
    rule: HasConditions, key: str, column: str, kind: tuple[str, ...] | str, item: tuple[str, Any]
) -> Condition:
    operator, value = item
    allowed = _OPERATORS["words" if isinstance(kind, tuple) else kind]
    if operator not in allowed:
        raise rule.error(key, _operator_message(operator, allowed))
    if operator in ("in", "not", "any"):
        return Condition(column, operator, _value_list(rule, key, kind, value))
    if operator in ("known", "empty"):
        check_value(rule, f"{key}.{operator}", "bool", value)
        return Condition(column, operator, value)
    if operator == "match":
        return Condition(column, operator, _pattern(rule, f"{key}.match", value))
    check_value(rule, f"{key}.{operator}", "time", value)
    return Condition(column, operator, as_time(value))


def _operator_message(operator: str, allowed: tuple[str, ...]) -> str:
    choices = ", ".join("a value or a list" if name == "in" else name for name in allowed)
    operator_text = "a plain value" if operator == "in" else f"`{operator}`"
    return f"{operator_text} can't be used with this column; it takes {choices or 'no condition'}"


def _value_list(rule: HasConditions, key: str, kind: tuple[str, ...] | str, value: object) -> tuple[Any, ...]:
    values = tuple(value) if isinstance(value, list) else (value,)
    if not values:
        raise rule.error(key, "an empty list can never match")
    for entry in values:
        check_value(rule, key, kind, entry)
    return values


def _pattern(rule: HasConditions, key: str, value: object) -> str:
    check_value(rule, key, "text", value)
    pattern = str(value)
    try:
        re.compile(pattern)
    except re.error as error:
        raise rule.error(key, f"is not a regular expression: {error}") from error
    if _LOOK_AROUND.search(pattern):
        raise rule.error(key, "look-around and back references can't be used in a rule")
    return pattern


def _not_yet_decided(table: str) -> set[str]:
    stages = list(_DECIDED)
    later: Iterable[str] = stages[stages.index(table) :]
    return {column for stage in later for column in _DECIDED[stage]}


def _value_text(value: object) -> str:
    return (
        f'"{value}"'
        if isinstance(value, str)
        else repr(value).lower()
        if value in (True, False)
        else str(value)
    )


__all__ = [
    "COLUMNS",
    "Condition",
    "HasConditions",
    "RuleError",
    "as_time",
    "check_column",
    "check_value",
    "conditions",
]
