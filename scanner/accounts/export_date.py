"""When a download was made: the day in its name, in the forms that follow the locale of its owner."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

import msgspec

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int]]], ...]] = (
    (
        re.compile(r"(?<!\d)(20\d\d)[-_.](\d{1,2})[-_.](\d{1,2})(?!\d)"),
        lambda m: (int(m[1]), int(m[2]), int(m[3])),
    ),
    (re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)"), lambda m: (int(m[1]), int(m[2]), int(m[3]))),
    (
        re.compile(r"(?<!\d)(\d{1,2})[-_.](\d{1,2})[-_.](20\d\d)(?!\d)"),
        lambda m: (int(m[3]), int(m[2]), int(m[1])),
    ),
    (
        re.compile(r"(?i)(?<!\d)(20\d\d)-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-(\d{1,2})(?!\d)"),
        lambda m: (int(m[1]), _MONTHS.index(m[2].lower()) + 1, int(m[3])),
    ),
)
"""Source: names of downloads seen by what-if-data-donation: 2024-11-18, 2026-3-6, 12-4-2025, 27.08.2026,
2026_01_19."""


class ExportDate(msgspec.Struct, frozen=True):
    """When a download was made, seconds since 1970 UTC, and how that is known. Saved scans store it."""

    at: float
    how: str
    """`request record`, `file name`, `newest record`, or `unknown`: `at` is then the time of the scan."""

    @property
    def day(self) -> date | None:
        """The day of it (UTC), None where that is unknown."""
        return None if self.how == "unknown" else day_of(self.at)


def day_of(at: float) -> date:
    """Return the day (UTC) of a time in seconds since 1970."""
    return datetime.fromtimestamp(at, UTC).date()


def date_in_name(name: str) -> date | None:
    """Return the day in a download's name.

    None where there is none, or day and month could be either way round.
    """
    for pattern, parts in _FORMS:
        if match := pattern.search(name):
            return _valid_date(*parts(match), ambiguous=pattern is _FORMS[2][0] and "." not in match[0])
    return None


def _valid_date(year: int, month: int, day: int, *, ambiguous: bool) -> date | None:
    """Return the date; None where there is no such day, or it is ambiguous and both ways are dates."""
    if ambiguous and month != day and month <= len(_MONTHS) and day <= len(_MONTHS):
        return None
    if ambiguous and month > len(_MONTHS):
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None
