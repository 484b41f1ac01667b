"""Periods to ask about: cut where Facebook's defaults changed, and into shares of like size."""

from datetime import date, timedelta

import polars as pl
import pytest

from scanner.facts import Period
from scanner.interview.periods import CUTS, LARGEST_SHARE, Span, periods_to_ask


def days(first: date, last: date, count: int) -> pl.Series:
    """Give days spread evenly."""
    step = (last - first).days / count
    return pl.Series([first + timedelta(days=int(i * step)) for i in range(count)], dtype=pl.Date)


def inside(span: Span, posted: pl.Series) -> int:
    return posted.to_frame("created_at").filter(span.inside).height


EVEN = days(date(2007, 1, 1), date(2025, 12, 31), 2000)


def test_defaults_of_facebook_cut_and_large_shares_are_parted() -> None:
    found = periods_to_ask(EVEN, [])
    assert {span.since for span in found} >= set(CUTS)
    assert sum(inside(span, EVEN) for span in found) == len(EVEN)
    assert max(inside(span, EVEN) for span in found) <= LARGEST_SHARE * len(EVEN)
    assert len(found) <= 5
    assert (found[0].since, found[-1].until) == (None, None)


@pytest.mark.parametrize(
    "posted",
    [
        days(date(2015, 1, 1), date(2015, 3, 1), 50),
        days(date(2014, 5, 20), date(2014, 5, 21), 50),
        pl.Series([date(2012, 1, 1)], dtype=pl.Date),
    ],
)
def test_what_was_posted_within_a_year_is_one_period(posted: pl.Series) -> None:
    (span,) = periods_to_ask(posted, [])
    assert inside(span, posted) == len(posted)


def test_a_few_posts_beside_many_are_not_asked_about_apart() -> None:
    posted = pl.concat(
        [days(date(2008, 1, 1), date(2009, 1, 1), 2), days(date(2010, 1, 1), date(2014, 1, 1), 98)]
    )
    assert periods_to_ask(posted, [])[0].since is None
    assert inside(periods_to_ask(posted, [])[0], posted) > 2


def test_what_was_told_is_left_out_and_the_rest_never_overlaps_it() -> None:
    told = [Period("public", until=date(2012, 1, 1)), Period("friends", date(2018, 1, 1), date(2020, 1, 1))]
    found = periods_to_ask(EVEN, told)
    assert found
    assert not any(span.overlaps(period) for span in found for period in told)
    assert found[0].since == date(2012, 1, 1)


def test_nothing_open_gives_nothing_to_ask() -> None:
    assert periods_to_ask(EVEN, [Period("public")]) == []
    assert periods_to_ask(EVEN.clear(), []) == []


def test_no_period_reaches_beyond_the_download() -> None:
    end = date(2025, 11, 2)
    assert periods_to_ask(EVEN, [], end)[-1].until == end
    told = [Period("public", date(2015, 1, 1))]
    assert all(span.until and span.until <= date(2015, 1, 1) for span in periods_to_ask(EVEN, told, end))


@pytest.mark.parametrize(
    ("span", "years", "words"),
    [
        (Span(None, None), (2011, 2014), "from 2011 to 2014"),
        (Span(None, None), (2015, 2015), "of 2015"),
        (Span(None, CUTS[1]), (2011, 2014), "from 2011 to 21 May 2014"),
        (Span(None, CUTS[1]), (2011, 2012), "from 2011 to 2012"),
        (Span(CUTS[1], date(2019, 1, 1)), (2014, 2018), "from 22 May 2014 to 2018"),
        (Span(CUTS[1], date(2019, 1, 1)), (2015, 2018), "from 2015 to 2018"),
        (Span(CUTS[1], date(2015, 1, 1)), (2014, 2014), "from 22 May 2014 to 31 December 2014"),
        (Span(date(2014, 1, 1), CUTS[1]), (2014, 2014), "from 1 January 2014 to 21 May 2014"),
        (Span(date(2019, 1, 1), date(2025, 11, 2)), (2019, 2025), "from 2019 to 2025"),
    ],
)
def test_a_bound_within_a_year_is_named_as_a_day(span: Span, years: tuple[int, int], words: str) -> None:
    assert span.as_text(*years, end=date(2025, 11, 2)) == words
