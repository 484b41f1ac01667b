"""Dates as an export's pages print them, in the account's language and zone.

A date is read only where it can mean one moment: 03/04/2025, a word that no table lists, or a month that two
languages name alike give None, never a guess. 03.04.2025 means one: no language in CLDR begins with the month
where it writes a date in numbers with dots and the year last.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from scanner.readers.html.date_words import HOURS, LETTER_MARKS, WORD, DateWords, Half, load_words, normalise
from scanner.readers.values import LATEST

INSTAGRAM_ZONE: Final = timezone(timedelta(hours=-8))
"""The zone of Instagram's and Threads' pages all year: DanielSnor/blog.sh lib/import/meta_html.rb."""
LONGEST: Final = 100
"""In characters: no date is longer."""
MOST_DAYS: Final = 50_000
"""So many days (with the words around their times) are cached: 130 years of them."""
MOST_TIMES: Final = 100_000
"""So many times of day are cached: every one to the second."""
YEAR_DIGITS: Final = 4
HALF_DAY: Final = 12
SIXTY: Final = 60
A_DAY: Final = timedelta(days=1)

Precision = Literal["second", "minute", "day"]

_TIME: Final = re.compile(r"(?<![\d.:])\d{1,2}([:.])\d\d(?:\1\d\d)?(?!\d|[:.]\d)")
_DIGITS: Final = re.compile(r"(?:\D*+\d){5}")
"""The least that a date has: four digits of the year, one of the day."""
_REGION: Final = re.compile(r"(?<!\S)\(?([A-Z][A-Za-z]+/[A-Za-z_/+-]+\d*)\)?\s*$")
_NUMERIC: Final = re.compile(
    r"(?<!\w)(\d{1,4})(?:([-/])(\d{1,2})\2|\. ?(\d{1,2})\. ?)(\d{1,4})(?!\d)(?:\.|(?<=-\d\d)t)?"
)
_NUMBER: Final = re.compile(r"\d+")
_DAY: Final = re.compile(rf"[\s\w{LETTER_MARKS}.,،、()·/–-]*")


class Moment(NamedTuple):
    """A time on a page, and how exact it is."""

    at: float
    """Seconds since 1970 UTC; for a `day`, its start."""
    precision: Precision


class _Day(NamedTuple):
    """What the text around a time says."""

    day: date
    midnight: float
    """Start of the day in seconds since 1970, as if its zone were UTC."""
    zone: tzinfo
    """The zone that the page names, else the account's."""
    offset: float | None
    """Seconds ahead of UTC, None where that changes within the day."""
    half: Half | None


def zone_named(name: str | None) -> tzinfo | None:
    """Return the zone of an IANA name, None for an unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


class Clock:
    """Reads the dates of one account's pages."""

    def __init__(self, words: DateWords, zone: tzinfo | None, language: str | None = None) -> None:
        """Create it with the dates' zone (None: unknown, read as UTC) and their language, where known."""
        self.knows_zone: Final = zone is not None
        """Whether the zone is known; if not, a date without a zone may be up to a day off."""
        self._words = words
        self._zone = zone or UTC
        self._language = language
        self._days: dict[tuple[str, str], _Day | None] = {}

    @classmethod
    def load(cls, paths: Iterable[Path], zone: tzinfo | None, language: str | None = None) -> "Clock":
        """Return a clock with the tables at these paths. Raises DatesError."""
        return cls(load_words(tuple(paths)), zone, language)

    def read(self, text: str) -> Moment | None:
        """Return the time that a text means, None where it is no date or could mean two."""
        if len(text) > LONGEST:
            return None
        match = _TIME.search(text)
        if match is None:
            day = self._cached_day(text, "") if _may_name_day(text) else None
            return None if day is None or day.half else self._moment(day, 0, "day")
        start, end = match.span()
        day = self._cached_day(text[:start], text[end:])
        time_of_day = _clock_time(match[0], day.half) if day is not None else None
        return None if time_of_day is None else self._moment(day, *time_of_day)  # type: ignore[arg-type]

    def day(self, text: str) -> date | None:
        """Return the day that a text means, of any year; None where it is no date."""
        day = self._cached_day(text.strip(), "") if len(text) <= LONGEST else None
        return day.day if day is not None else None

    def _moment(self, day: _Day, seconds: int, precision: Precision) -> Moment | None:
        """Return the time so many seconds by the clock after midnight; None before 1970, as in JSON."""
        offset = day.offset
        if offset is None:
            offset = _utc_offset(
                self._zone, datetime.combine(day.day, datetime.min.time()) + timedelta(seconds=seconds)
            )
        at = day.midnight + seconds - offset
        return Moment(at, precision) if 0 < at < LATEST else None

    def _cached_day(self, before: str, after: str) -> _Day | None:
        """Return the day of the text around a time; cached, since a page repeats it."""
        key = (before, after)
        try:
            return self._days[key]
        except KeyError:
            pass
        if len(self._days) >= MOST_DAYS:
            self._days.clear()
        day = self._days[key] = self._day(before, after)
        return day

    def _day(self, before: str, after: str) -> _Day | None:
        region = _REGION.search(after)
        zone = zone_named(region[1]) if region else None
        if region and not zone:
            return None
        after = normalise(after[: region.start()] if region else after)
        half, before, after = self._words.split_half(self._words.without_marks(normalise(before)), after)
        zone = zone or self._words.zone(after.strip("() "))
        day = self._date(before if zone else f"{before} {after}".strip())
        return _day_in_zone(day, zone or self._zone, half) if day else None

    def _date(self, text: str) -> date | None:
        """Return the day of a normal text without its time, None where it is no date or could mean two."""
        if (match := _NUMERIC.search(text)) and self._is_ignored(
            f"{text[: match.start()]} {text[match.end() :]}"
        ):
            return _numeric_date(match[1], match[3] or match[4], match[5], dotted=match[4] is not None)
        names, remainder = self._words.split_months(self._words.without_marks(text))
        months = {self._words.month(name, self._language) for name in names}
        month = months.pop() if len(months) == 1 else None
        if month is None or not self._is_ignored(_NUMBER.sub(" ", remainder)):
            return None
        return _day_of_month(month, _NUMBER.findall(remainder))

    def _is_ignored(self, text: str) -> bool:
        """Return whether the text of a date besides day, month and year can be ignored: commas, "at"."""
        if not text or text.isspace():
            return True
        if _NUMBER.search(text) or not _DAY.fullmatch(text):
            return False
        return self._words.ignored.issuperset(WORD.findall(text))


def _day_in_zone(day: date, zone: tzinfo, half: Half | None) -> _Day:
    midnight = datetime.combine(day, time())
    first, last = _utc_offset(zone, midnight), _utc_offset(zone, midnight + A_DAY)
    return _Day(day, midnight.replace(tzinfo=UTC).timestamp(), zone, first if first == last else None, half)


def _may_name_day(text: str) -> bool:
    """Return whether a text has the digits of a day and a year, in any script; most texts have not."""
    return _DIGITS.match(text if text.isascii() else unicodedata.normalize("NFKC", text)) is not None


@lru_cache(maxsize=MOST_TIMES)
def _clock_time(text: str, half: Half | None) -> tuple[int, Precision] | None:
    """Return a time of day in seconds from midnight and its precision; None where there is no such time."""
    hour, minute, *seconds = map(int, _NUMBER.findall(text))
    hours, second = _hour_of_day(hour, half), seconds[0] if seconds else 0
    if hours is None or minute >= SIXTY or second >= SIXTY:
        return None
    return hours * 3600 + minute * 60 + second, "second" if seconds else "minute"


def _hour_of_day(hour: int, half: Half | None) -> int | None:
    """Return the hour of a 24-hour clock: 12 am is 0, 12 pm is 12; an hour over 12 may have a pm."""
    if hour >= HOURS:
        return None
    if half is None:
        return hour
    if hour > HALF_DAY:
        return hour if half == "pm" else None
    return hour % HALF_DAY + (HALF_DAY if half == "pm" else 0)


def _day_of_month(month: int, numbers: list[str]) -> date | None:
    """Return the day in a month: of the two numbers beside its name, the one of four digits is the year."""
    years = [number for number in numbers if len(number) == YEAR_DIGITS]
    days = [number for number in numbers if len(number) < YEAR_DIGITS - 1]
    if len(years) != 1 or len(days) != 1 or len(numbers) != len(years) + len(days):
        return None
    return _date_or_none(int(years[0]), month, int(days[0]))


def _numeric_date(first: str, middle: str, last: str, *, dotted: bool) -> date | None:
    """Return the day of a date in numbers: year first, or the only order of day and month that is a date.

    With dots the day comes first.
    """
    if len(first) == YEAR_DIGITS and len(last) < YEAR_DIGITS - 1:
        return _date_or_none(int(first), int(middle), int(last))
    if len(last) != YEAR_DIGITS or len(first) == YEAR_DIGITS:
        return None
    if dotted and (day_first := _date_or_none(int(last), int(middle), int(first))):
        return day_first
    orders = {
        _date_or_none(int(last), int(month), int(day)) for day, month in ((first, middle), (middle, first))
    } - {None}
    return orders.pop() if len(orders) == 1 else None


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _utc_offset(zone: tzinfo, local: datetime) -> float:
    """Return the seconds that a zone is ahead of UTC at a local time; of a repeated hour, the first one."""
    ahead = zone.utcoffset(local.replace(tzinfo=zone))
    return ahead.total_seconds() if ahead is not None else 0.0
