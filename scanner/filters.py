"""Which items are meant: the filters of the options and of `exposure.toml`, checked and applied."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Final

from scanner import schema

if TYPE_CHECKING:
    import polars as pl

VALUES: Final[dict[str, tuple[str, ...]]] = {
    "visibility": schema.VISIBILITIES,
    "lean": schema.LEANS,
    "platform": schema.PLATFORMS,
    "kind": schema.KINDS,
    "now": schema.ELIGIBILITIES,
    "past": schema.ELIGIBILITIES,
    "ever_public": schema.EVER_PUBLIC,
}
"""The columns that can be filtered by their words."""
_Meanings = dict[str, tuple[str, ...]]
_ELIGIBILITY_ON_SCREEN: Final[_Meanings] = {
    "yes": schema.IN_POOL,
    "no": ("not_eligible",),
    "?": ("unknown",),
}
_UNKNOWN_ON_SCREEN: Final[_Meanings] = {"?": ("unknown",)}
ON_SCREEN: Final[dict[str, _Meanings]] = {
    "visibility": _UNKNOWN_ON_SCREEN | {"not_public": ("private",)},
    "now": _ELIGIBILITY_ON_SCREEN,
    "past": _ELIGIBILITY_ON_SCREEN,
    "ever_public": _UNKNOWN_ON_SCREEN,
    "kind": {
        (f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"): (kind,) for kind in schema.KINDS
    },
}  # fmt: skip
"""What tables and headings call these words, and the words of the record that each stands for."""
_NEGATION: Final = re.compile("(?:not|non|no|never|un)_?")


class FilterError(ValueError):
    """A filter can't be used; the message says why, and what is allowed."""


@dataclass(frozen=True)
class Filters:
    """What items have to be; all of it has to hold."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Column to the words that are wanted; a column that is not filtered is left out."""
    since: date | None = None
    before: date | None = None
    """The day after the last one."""
    match: str | None = None
    """A regular expression on the text."""
    container: str | None = None
    """Name of a group, an album, ..., in any case."""

    @property
    def columns(self) -> set[str]:
        """The columns that are looked at."""
        columns = {
            "visibility": "lean" in self.values,
            "created_at": bool(self.since or self.before),
            "text": self.match is not None,
            "container": self.container is not None,
        }
        return {*self.values, *(column for column, is_needed in columns.items() if is_needed)}

    def expression(self) -> "pl.Expr":
        """Return an expression: whether an item is selected; null counts as no."""
        import polars as pl  # noqa: PLC0415

        conditions = [
            pl.col(column).cast(pl.String).is_in(list(selected)) for column, selected in self.values.items()
        ]
        if "lean" in self.values:
            # a known visibility has no lean; an unknown that is counted as what it leans to keeps its lean
            conditions.append((pl.col("visibility") == "unknown") | (pl.col("lean") != "none"))
        if self.since:
            conditions.append(pl.col("created_at") >= _first_moment(self.since))
        if self.before:
            conditions.append(pl.col("created_at") < _first_moment(self.before))
        if self.match is not None:
            conditions.append(pl.col("text").str.contains(self.match))
        if self.container is not None:
            conditions.append(pl.col("container").str.to_lowercase() == self.container.lower())
        return reduce(and_, conditions, pl.lit(value=True)).fill_null(value=False)

    def apply(self, items: "pl.DataFrame") -> "pl.DataFrame":
        """Return the items that are selected. Raises FilterError for an invalid regular expression."""
        if self.match is not None and (fault := pattern_fault(self.match)):
            raise FilterError(f"--match {fault}")
        return items if self == Filters() else items.filter(self.expression())

    def describe(self) -> str:
        """Return in words what is selected; empty where everything is."""
        parts = [f"{column} {' or '.join(selected)}" for column, selected in self.values.items()]
        parts += [f"since {self.since}"] if self.since else []
        parts += [f"until {self.before - timedelta(days=1)}"] if self.before else []
        parts += [f"text matching {self.match}"] if self.match is not None else []
        return "; ".join(parts)


def parse_filters(
    *,
    since: date | None = None,
    until: date | None = None,
    match: str | None = None,
    **selected: Sequence[str] | None,
) -> Filters:
    """Check the values of the filter options; `until` is the last day. Raises FilterError."""
    if since and until and since > until:
        raise FilterError(f"--since {since} is after --until {until}")
    return Filters(
        {column: _parsed_values(column, values) for column, values in selected.items() if values},
        since,
        until + timedelta(days=1) if until and until < date.max else None,
        match,
    )


def pattern_fault(pattern: str) -> str:
    """Return why polars can't take a regular expression; empty where it can."""
    import polars as pl  # noqa: PLC0415

    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError as fault:
        lines = [line.strip() for line in str(fault).splitlines()]
        reason = next((line.removeprefix("error: ") for line in lines if line.startswith("error:")), lines[0])
        return f"{pattern!r} is not a valid regular expression: {reason}"
    return ""


def suggestion(word: str, allowed: Sequence[str]) -> str:
    """Return "did you mean ...? " with the nearest allowed word; empty where none is near.

    A negated word is only ever near another one: "not public" is no slip for "public".
    """
    from difflib import get_close_matches  # noqa: PLC0415

    plain = _plain(word)
    if _NEGATION.match(plain):
        allowed = [value for value in allowed if _NEGATION.match(value)]
    close = get_close_matches(plain, allowed, n=1)
    return f"did you mean {close[0]}? " if close else ""


def _parsed_values(column: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the words of comma lists as the column has them. Raises FilterError."""
    allowed, on_screen = VALUES[column], ON_SCREEN.get(column, {})
    selected: list[str] = []
    for typed in (word for value in values for word in value.split(",")):
        word = _plain(typed)
        if word not in allowed and word not in on_screen:
            raise FilterError(f"--{column.replace('_', '-')} {_unknown_value(column, typed.strip())}")
        selected += (word,) if word in allowed else on_screen[word]
    return tuple(dict.fromkeys(selected))


def _unknown_value(column: str, typed: str) -> str:
    """Return why a word is refused, which one may be meant, and what is allowed."""
    allowed = VALUES[column]
    plain = _plain(typed)
    opposite = plain.removeprefix(lead[0]) if (lead := _NEGATION.match(plain)) else ""
    if opposite in allowed:
        remaining = ",".join(word for word in allowed if word != opposite)
        return f"{typed!r}: for all the rest, write {remaining}; allowed are {', '.join(allowed)}"
    return f"{typed!r}: {suggestion(typed, allowed)}allowed are {', '.join(allowed)}"


def _plain(word: str) -> str:
    """Return a word as columns have it: `Meta AI` as `meta_ai`."""
    return re.sub(r"[\s-]+", "_", word.strip().lower())


def _first_moment(day: date) -> datetime:
    """Return the first moment of a day, UTC."""
    return datetime.combine(day, time(), UTC)
