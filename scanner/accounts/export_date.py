"""The day that the name of a download carries, in the forms that follow the locale of its owner."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

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


def date_in_name(name: str) -> date | None:
    """Give the day in a download's name.

    None where there is none, or day and month could be either way round.
    """
    for pattern, parts in _FORMS:
        if found := pattern.search(name):
            return _day(*parts(found), ambiguous=pattern is _FORMS[2][0] and "." not in found[0])
    return None


def _day(year: int, month: int, day: int, *, ambiguous: bool) -> date | None:
    if ambiguous and month != day and month <= len(_MONTHS) and day <= len(_MONTHS):
        return None
    if ambiguous and month > len(_MONTHS):
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None
