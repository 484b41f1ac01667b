"""Conditions as polars expressions over the item frame."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_
from typing import Any, Final

import polars as pl

from scanner.rulebook.conditions import Condition


def expression(conditions: Iterable[Condition]) -> pl.Expr:
    """Return an expression that is true where all conditions hold (null: no match); with none, everywhere."""
    tests = [
        _OPERATORS[condition.operator](pl.col(condition.column), condition.value) for condition in conditions
    ]
    return reduce(and_, tests) if tests else pl.repeat(value=True, n=pl.len(), dtype=pl.Boolean)


def _is_in(column: pl.Expr, values: tuple[Any, ...]) -> pl.Expr:
    # a single comparison is a third faster than a set of one
    return column == pl.lit(values[0]) if len(values) == 1 else column.is_in(values)


def _is_not_in(column: pl.Expr, values: tuple[Any, ...]) -> pl.Expr:
    return ~_is_in(column, values).fill_null(value=False)


def _has_value(column: pl.Expr, present: bool) -> pl.Expr:
    return column.is_not_null() if present else column.is_null()


def _contains_any(column: pl.Expr, values: tuple[Any, ...]) -> pl.Expr:
    return column.list.eval(pl.element().is_in(values)).list.any()


def _is_empty(column: pl.Expr, empty: bool) -> pl.Expr:
    length = column.list.len().fill_null(0)
    return length == 0 if empty else length > 0


_OPERATORS: Final[Mapping[str, Callable[[pl.Expr, Any], pl.Expr]]] = {
    "in": _is_in,
    "not": _is_not_in,
    "known": _has_value,
    "from": lambda column, first: column >= pl.lit(first),
    "until": lambda column, end: column < pl.lit(end),
    "match": lambda column, pattern: column.str.contains(pattern),
    "any": _contains_any,
    "empty": _is_empty,
}
