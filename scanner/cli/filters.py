"""Which items are wanted: the filter options checked, applied to the frame, and told in words."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from scanner import schema
from scanner.cli.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "visibility": schema.VISIBILITIES,
    "lean": schema.LEANS,
    "platform": schema.PLATFORMS,
    "kind": schema.KINDS,
    "now": schema.ELIGIBILITIES,
    "past": schema.ELIGIBILITIES,
}
"""The columns that can be asked for by their words."""


class Filters(msgspec.Struct, frozen=True):
    """What was asked for; all of it has to hold."""

    words: dict[str, tuple[str, ...]]
    """Column to the words wanted; a column not asked for is left out."""
    since: date | None = None
    until: date | None = None
    match: str | None = None

    @property
    def columns(self) -> set[str]:
        """The columns that are looked at."""
        dated, matched = self.since or self.until, self.match is not None
        unknown = ["visibility"] if "lean" in self.words else []
        return {*self.words, *unknown, *(["created_at"] if dated else []), *(["text"] if matched else [])}

    def apply(self, items: "pl.DataFrame") -> "pl.DataFrame":
        """Give the items wanted. Raises UsageError for a regular expression that is none."""
        import polars as pl

        wanted = [pl.col(column).cast(pl.String).is_in(list(words)) for column, words in self.words.items()]
        if "lean" in self.words:
            # what is known leans nowhere; an unknown that is counted as it leans keeps its lean
            wanted.append((pl.col("visibility") == "unknown") | (pl.col("lean") != "none"))
        if self.since:
            wanted.append(pl.col("created_at") >= _start(self.since))
        if self.until and self.until < date.max:
            wanted.append(pl.col("created_at") < _start(self.until + timedelta(days=1)))
        if self.match is not None:
            _check_pattern(self.match)
            wanted.append(pl.col("text").str.contains(self.match))
        return items.filter(*wanted) if wanted else items

    def told(self) -> str:
        """Say in words what is shown; empty where everything is."""
        told = [f"{column} {' or '.join(words)}" for column, words in self.words.items()]
        told += [f"since {self.since}"] if self.since else []
        told += [f"until {self.until}"] if self.until else []
        told += [f"text matching {self.match}"] if self.match is not None else []
        return "; ".join(told)


def filters(
    *,
    since: date | None = None,
    until: date | None = None,
    match: str | None = None,
    **given: Sequence[str] | None,
) -> Filters:
    """Check the words of the filter options. Raises UsageError with what is allowed."""
    words = {column: _checked(column, values) for column, values in given.items() if values}
    if since and until and since > until:
        raise UsageError(f"--since {since} lies after --until {until}")
    return Filters(words, since, until, match)


def _checked(column: str, values: Sequence[str]) -> tuple[str, ...]:
    """Take comma lists apart and refuse a word that the column can't hold."""
    found = [word.strip().lower() for value in values for word in value.split(",")]
    for word in found:
        if word not in WORDS[column]:
            allowed = f"allowed are {', '.join(WORDS[column])}"
            raise UsageError(f"--{column} {word!r}: {_meant(word, WORDS[column])}{allowed}")
    return tuple(dict.fromkeys(found))


def _meant(word: str, allowed: Sequence[str]) -> str:
    """Guess what was meant."""
    from difflib import get_close_matches

    close = get_close_matches(word.replace("-", "_"), allowed, n=1)
    return f"did you mean {close[0]}? " if close else ""


def _start(day: date) -> datetime:
    """Give the first moment of a day, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _check_pattern(pattern: str) -> None:
    """Refuse what is no regular expression, with the reason. Raises UsageError."""
    import polars as pl

    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError as fault:
        lines = [line.strip() for line in str(fault).splitlines()]
        reason = next((line.removeprefix("error: ") for line in lines if line.startswith("error:")), lines[0])
        raise UsageError(f"--match {pattern!r} is no regular expression: {reason}") from None
