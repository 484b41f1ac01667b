"""The periods to ask about: split where Facebook's defaults changed, and where one has most of the items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import polars as pl

from scanner.facts import Period
from scanner.facts.typed_values import day_name

CUTS: Final = (date(2009, 12, 9), date(2014, 5, 22))
"""Days on which Facebook changed what it proposed: everyone was recommended, friends became the default.
Sources: Washington Post, 9 December 2009; FPF, 22 May 2014."""
LARGEST_SHARE: Final = 0.5
"""A period with a larger share of the items is split at a turn of the year."""
JUNE: Final = 6
"""Up to this month, the nearest turn of the year is the one before a day; later, the one after it."""
SMALLEST_SHARE: Final = 0.03
"""A period with a smaller share is joined with its neighbour."""


@dataclass(frozen=True)
class Span:
    """Days from `since` to the day before `until`; None: no beginning or no end."""

    since: date | None
    until: date | None

    @property
    def inside(self) -> pl.Expr:
        """Whether an item was created on one of these days."""
        created = pl.col("created_at").dt.date()
        since = created >= self.since if self.since else pl.lit(True)
        return since & (created < self.until if self.until else pl.lit(True)) & created.is_not_null()

    def overlaps(self, period: Period) -> bool:
        """Return whether a day is in both."""
        ends_after = (self.until or date.max) > (period.since or date.min)
        return ends_after and (self.since or date.min) < (period.until or date.max)

    def as_text(self, first_year: int, last_year: int, end: date | None = None) -> str:
        """Return the days as a sentence has them, for items of these years: `from 22 May 2014 to 2018`.

        A bound is written as a day if another period begins or ends in the same year; `end`, the day of the
        download, never is.
        """
        cut_first = self.since is not None and self.since.year == first_year and not _is_turn(self.since)
        eve = self.until - timedelta(days=1) if self.until and self.until != end else None
        cut_last = eve is not None and eve.year == last_year and not _is_turn(eve + timedelta(days=1))
        if not (cut_first or cut_last):
            return f"of {first_year}" if first_year == last_year else f"from {first_year} to {last_year}"
        same = first_year == last_year
        first = self.since if cut_first and self.since else date(first_year, 1, 1) if same else first_year
        last = eve if cut_last and eve else date(last_year, 12, 31) if same else last_year
        return f"from {_bound_text(first)} to {_bound_text(last)}"


EVER: Final = Span(None, None)


def _is_turn(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _bound_text(bound: date | int) -> str:
    return str(bound) if isinstance(bound, int) else day_name(bound)


def periods_to_ask(days: pl.Series, answered: Sequence[Period], end: date | None = None) -> list[Span]:
    """Return the periods to ask about, for items of these days, without those already answered.

    All of them end before `end`, the day after the last one that the download covers.
    """
    after = [Period("", end, None)] if end else []
    candidates = [span for gap in _gaps([*answered, *after]) for span in _split(gap, days)]
    return [span for span in candidates if _count(span, days)]


def _gaps(answered: Sequence[Period]) -> list[Span]:
    """Return the days without an answer."""
    covered = sorted((period.since or date.min, period.until or date.max) for period in answered)
    edges = [(date.min, date.min), *covered, (date.max, date.max)]
    gaps = [(end, start) for (_, end), (start, _) in pairwise(edges) if end < start]
    return [Span(None if a == date.min else a, None if b == date.max else b) for a, b in gaps]


def _split(gap: Span, days: pl.Series) -> list[Span]:
    """Split a gap where defaults changed and where a part is too large, and join what is too small."""
    inner = [cut for cut in CUTS if (gap.since or date.min) < cut < (gap.until or date.max)]
    parted = [half for span in _between(gap, inner) for half in _halves(span, days)]
    return _join_small(parted, days)


def _between(gap: Span, cuts: Iterable[date]) -> list[Span]:
    """Return the spans between cuts."""
    return [Span(a, b) for a, b in pairwise([gap.since, *cuts, gap.until])]


def _halves(span: Span, days: pl.Series) -> list[Span]:
    """Split a span with too large a share at the turn of the year nearest to its middle item."""
    inside = _inside(span, days)
    if len(inside) <= LARGEST_SHARE * len(days):
        return [span]
    ordered = inside.sort()
    middle = ordered[len(ordered) // 2]
    turn = date(middle.year + (middle.month > JUNE), 1, 1)
    if not (span.since or date.min) < turn < (span.until or date.max) or turn <= ordered[0]:
        return [span]
    return [*_halves(Span(span.since, turn), days), *_halves(Span(turn, span.until), days)]


def _join_small(spans: Sequence[Span], days: pl.Series) -> list[Span]:
    """Join a span with too small a share to the one before it, the first one to the next."""
    joined: list[Span] = []
    for span in spans:
        small = SMALLEST_SHARE * len(days)
        if joined and min(_count(span, days), _count(joined[-1], days)) < small:
            joined[-1] = Span(joined[-1].since, span.until)
        else:
            joined.append(span)
    return joined


def _inside(span: Span, days: pl.Series) -> pl.Series:
    return days.to_frame("created_at").filter(
        pl.col("created_at") >= (span.since or date.min), pl.col("created_at") < (span.until or date.max)
    )["created_at"]


def _count(span: Span, days: pl.Series) -> int:
    return len(_inside(span, days))
