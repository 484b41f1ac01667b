"""The periods to ask about: cut where Facebook's defaults changed, and into shares of like size."""

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
"""A period with more of the items is cut in two at a turn of the year."""
JUNE: Final = 6
"""Up to this month, the turn next to a day is the one that began its year; later, the one that ends it."""
SMALLEST_SHARE: Final = 0.03
"""A period with less of them is put to its neighbour."""


@dataclass(frozen=True)
class Span:
    """Days from `since` to the eve of `until`; None: without a beginning or end."""

    since: date | None
    until: date | None

    @property
    def inside(self) -> pl.Expr:
        """Whether an item is of these days."""
        created = pl.col("created_at").dt.date()
        since = created >= self.since if self.since else pl.lit(True)
        return since & (created < self.until if self.until else pl.lit(True)) & created.is_not_null()

    def overlaps(self, period: Period) -> bool:
        """Tell whether a day stands in both."""
        mine = (self.since or date.min, self.until or date.max)
        other = (period.since or date.min, period.until or date.max)
        return mine[0] < other[1] and other[0] < mine[1]

    def described(self, first_year: int, last_year: int, end: date | None = None) -> str:
        """Return the days as a sentence has them, for items of these years: `from 22 May 2014 to 2018`.

        A bound is named as a day where another period begins or ends in the same year. `end`, the day of the
        download, is no such bound.
        """
        cut_first = self.since is not None and self.since.year == first_year and not _is_turn(self.since)
        eve = self.until - timedelta(days=1) if self.until and self.until != end else None
        cut_last = eve is not None and eve.year == last_year and not _is_turn(eve + timedelta(days=1))
        if not (cut_first or cut_last):
            return f"of {first_year}" if first_year == last_year else f"from {first_year} to {last_year}"
        same = first_year == last_year
        first = self.since if cut_first and self.since else date(first_year, 1, 1) if same else first_year
        last = eve if cut_last and eve else date(last_year, 12, 31) if same else last_year
        return f"from {_shown(first)} to {_shown(last)}"


EVER: Final = Span(None, None)


def _is_turn(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _shown(bound: date | int) -> str:
    return str(bound) if isinstance(bound, int) else day_name(bound)


def periods_to_ask(days: pl.Series, told: Sequence[Period], end: date | None = None) -> list[Span]:
    """Return the periods to ask about, for items of these days, leaving out what was told already.

    None reaches beyond `end`, the day after the last one that the download can speak of.
    """
    after = [Period("", end, None)] if end else []
    found = [span for gap in _gaps([*told, *after]) for span in _cut(gap, days)]
    return [span for span in found if _count(span, days)]


def _gaps(told: Sequence[Period]) -> list[Span]:
    """Give the days of which nothing was told."""
    known = sorted((period.since or date.min, period.until or date.max) for period in told)
    edges = [(date.min, date.min), *known, (date.max, date.max)]
    gaps = [(end, start) for (_, end), (start, _) in pairwise(edges) if end < start]
    return [Span(None if a == date.min else a, None if b == date.max else b) for a, b in gaps]


def _cut(gap: Span, days: pl.Series) -> list[Span]:
    """Cut a gap where defaults changed, part what is too large, join what is too small."""
    inner = [cut for cut in CUTS if (gap.since or date.min) < cut < (gap.until or date.max)]
    parted = [half for span in _between(gap, inner) for half in _halved(span, days)]
    return _joined(parted, days)


def _between(gap: Span, cuts: Iterable[date]) -> list[Span]:
    """Give the spans between cuts."""
    return [Span(a, b) for a, b in pairwise([gap.since, *cuts, gap.until])]


def _halved(span: Span, days: pl.Series) -> list[Span]:
    """Cut a span with too large a share at the turn of the year next to its middle item."""
    mine = _inside(span, days)
    if len(mine) <= LARGEST_SHARE * len(days):
        return [span]
    middle = mine.sort()[len(mine) // 2]
    turn = date(middle.year + (middle.month > JUNE), 1, 1)
    if not (span.since or date.min) < turn < (span.until or date.max) or turn <= mine.min():  # type: ignore[operator]
        return [span]
    return [*_halved(Span(span.since, turn), days), *_halved(Span(turn, span.until), days)]


def _joined(found: Sequence[Span], days: pl.Series) -> list[Span]:
    """Put a span with too small a share to the one before it, the first one to the next."""
    kept: list[Span] = []
    for span in found:
        small = SMALLEST_SHARE * len(days)
        if kept and min(_count(span, days), _count(kept[-1], days)) < small:
            kept[-1] = Span(kept[-1].since, span.until)
        else:
            kept.append(span)
    return kept


def _inside(span: Span, days: pl.Series) -> pl.Series:
    return days.to_frame("created_at").filter(
        pl.col("created_at") >= (span.since or date.min), pl.col("created_at") < (span.until or date.max)
    )["created_at"]


def _count(span: Span, days: pl.Series) -> int:
    return len(_inside(span, days))
