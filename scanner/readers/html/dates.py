"""Dates as an export's pages print them, in the account's language and zone, from `rules/dates`.

A date is read only where it can mean one moment: 03/04/2025, a word that no table lists, or a month that two
languages name alike give None, never a guess. 03.04.2025 means one: no language in CLDR begins with the month
where it writes a date in numbers with dots and the year last.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from scanner.readers.values import LATEST
from scanner.resources import TomlError, decoded

INSTAGRAM_ZONE: Final = timezone(timedelta(hours=-8))
"""The zone of Instagram's and Threads' pages all year: DanielSnor/blog.sh lib/import/meta_html.rb."""
LONGEST: Final = 100
"""No date is longer; longer texts are not looked at."""
DAYS_KEPT: Final = 50_000
"""How many different days (with their words around the time) are remembered: 130 years of them."""
TIMES_KEPT: Final = 100_000
"""How many different times of day are remembered: all of them to the second."""
YEAR_DIGITS: Final = 4
HOURS: Final = 24
HALF_DAY: Final = 12
SIXTY: Final = 60
A_DAY: Final = timedelta(days=1)

Half = Literal["am", "pm"]
Precision = Literal["second", "minute", "day"]

_TIME: Final = re.compile(r"(?<![\d.:])\d{1,2}([:.])\d\d(?:\1\d\d)?(?!\d|[:.]\d)")
_DIGITS: Final = re.compile(r"(?:\D*+\d){5}")
"""A year has four of them, the day at least one."""
_OFFSET: Final = re.compile(r"(?:utc|gmt)? ?([+\-−])(\d{1,2})(?::?(\d\d))?")
_REGION: Final = re.compile(r"(?<!\S)\(?([A-Z][A-Za-z]+/[A-Za-z_/+-]+\d*)\)?\s*$")
_NUMERIC: Final = re.compile(
    r"(?<!\w)(\d{1,4})(?:([-/])(\d{1,2})\2|\. ?(\d{1,2})\. ?)(\d{1,4})(?!\d)(?:\.|(?<=-\d\d)t)?"
)
_NUMBER: Final = re.compile(r"\d+")
_MARKS: Final = (
    "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd"
)
"""What Latin, Arabic, Hindi, Bengali and Tamil letters carry, as a part of a class of characters."""
_WORD: Final = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+")
_DAY: Final = re.compile(rf"[\s\w{_MARKS}.,،、()·/–-]*")
_ABBREVIATION: Final = re.compile(rf"(?<=[^\W\d_])[.॰]|(?<=[{_MARKS}])[.॰]")


class MonthRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language spells one month."""

    language: str
    month: int
    spellings: list[str]
    source: str
    """Where the spelling was seen: a repository and path, or `CLDR via babel`."""
    examples: list[str] = []


class HalfRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language spells am or pm."""

    language: str
    half: Half
    spellings: list[str]
    source: str
    examples: list[str] = []


class WordRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around a date that change nothing: days of the week, "at", the marks of year and day."""

    language: str
    spellings: list[str]
    source: str
    examples: list[str] = []


class ZoneRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A zone by its abbreviation."""

    name: str
    hours: float
    source: str


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `rules/dates`."""

    month: list[MonthRow] = []
    half: list[HalfRow] = []
    word: list[WordRow] = []
    mark: list[WordRow] = []
    """Words that stand right behind a number, with no space: 年, 일."""
    zone: list[ZoneRow] = []


class DatesError(Exception):
    """A table of dates can't be loaded; the message names the file and the place in it."""


class Moment(NamedTuple):
    """When something was, and how exactly the page says so."""

    at: float
    """Seconds since 1970 UTC; of a `day`, its first one."""
    precision: Precision


class _Day(NamedTuple):
    """What the words around a time say."""

    day: date
    midnight: float
    """As seconds since 1970, were the day's own zone UTC."""
    zone: tzinfo
    """The one that the page names, else the account's."""
    offset: float | None
    """Seconds ahead of UTC, None where they change within the day."""
    half: Half | None


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Give a text in the form that tables compare: no case, plain digits and spaces, no dots behind words."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(_plain(char) for char in folded)
    return " ".join(_ABBREVIATION.sub(" ", kept).split())


def _plain(char: str) -> str:
    """Give a digit as ASCII, and nothing for marks of direction and for the dot that Turkish İ leaves."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "" if char == "\u0307" or unicodedata.category(char) == "Cf" else char


class Words:
    """The tables of `rules/dates`, all at once: a page's language is seldom told and often mixed."""

    def __init__(self, tables: Iterable[Table]) -> None:
        """Build the look-ups once."""
        tables = tuple(tables)
        self._months: dict[str, dict[str, int]] = {}
        for row in (row for table in tables for row in table.month):
            for spelling in row.spellings:
                self._months.setdefault(normal(spelling), {})[row.language] = row.month
        self.halves: Mapping[str, Half] = {
            normal(s): row.half for table in tables for row in table.half for s in row.spellings
        }
        self._zones = {normal(row.name): row.hours for table in tables for row in table.zone}
        spelt = [s for table in tables for row in table.word for s in row.spellings]
        self.ignored = frozenset(word for s in spelt for word in _WORD.findall(normal(s)))
        marks = _any([normal(s) for table in tables for row in table.mark for s in row.spellings])
        self._marks = re.compile(rf"(?<=\d){marks}")
        self._names = _whole(self._months)
        self._half_first, self._half_last = _edges(self.halves)

    def month(self, name: str, language: str | None) -> int | None:
        """Give the month of a normal spelling; None where languages differ and the page's is not told."""
        by_language = self._months[name]
        if language in by_language:
            return by_language[language]
        found = set(by_language.values())
        return found.pop() if len(found) == 1 else None

    def zone(self, text: str) -> tzinfo | None:
        """Give the zone that a normal text names: `utc+02`, `-0700`, `est`."""
        hours = self._zones.get(text)
        if found := _OFFSET.fullmatch(text):
            hours = int(found[2]) + int(found[3] or 0) / 60
            hours = -hours if found[1] != "+" else hours
        return timezone(timedelta(hours=hours)) if hours is not None and abs(hours) < HOURS else None

    def split_months(self, text: str) -> tuple[list[str], str]:
        """Give the names of months in a normal text, and the text without them."""
        names = [found[0] for found in self._names.finditer(text)]
        names = [name for name in names if name not in self.ignored] or names
        for name in names:
            text = text.replace(name, " ", 1)
        return names, text

    def split_half(self, before: str, after: str) -> tuple[Half | None, str, str]:
        """Give am or pm where it stands right at the time, and the two texts without it."""
        if found := self._half_first.match(after):
            return self.halves[found[0]], before, after[found.end() :].strip()
        if found := self._half_last.search(before):
            return self.halves[found[0]], before[: found.start()].strip(), after
        return None, before, after

    def without_marks(self, text: str) -> str:
        """Give a normal text without the marks that follow its numbers."""
        return self._marks.sub(" ", text).strip()


def _any(names: Collection[str]) -> str:
    """Match any of these names, the longest one that fits; of no names, nothing."""
    return "(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + ")" if names else r"(?!)"


def _whole(names: Collection[str]) -> re.Pattern[str]:
    """Match any of these names where it is no part of a longer word or number."""
    numbered = _any([name for name in names if name[0].isdigit()])
    named = _any([name for name in names if not name[0].isdigit()])
    return re.compile(rf"(?<!\d){numbered}|(?<![\w{_MARKS}]){named}(?![\w{_MARKS}])")


def _edges(names: Collection[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match any of these names at a text's beginning, and at its end."""
    some = _any(names)
    return re.compile(rf"{some}(?![\w{_MARKS}])"), re.compile(rf"(?<![\w{_MARKS}]){some}$")


@lru_cache(maxsize=8)
def load_words(paths: tuple[Path, ...]) -> Words:
    """Read the tables of `rules/dates`. Raises DatesError."""
    return Words(_decoded(path) for path in paths)


def _decoded(path: Path) -> Table:
    try:
        return decoded(path, Table)
    except TomlError as fault:
        raise DatesError(f"{path.parent.name}/{path.name}: {fault}") from None


def zone_named(name: str | None) -> tzinfo | None:
    """Give the zone of an IANA name, as the export tells it; None for an unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


class Clock:
    """Reads the dates of one account's pages."""

    def __init__(self, words: Words, zone: tzinfo | None, language: str | None = None) -> None:
        """Take the zone of the pages' dates (None: not known, read as UTC) and their language, if told."""
        self.sure: Final = zone is not None
        """Whether the zone is known: where not, a date that names none may be up to a day off."""
        self._words = words
        self._zone = zone or UTC
        self._language = language
        self._days: dict[tuple[str, str], _Day | None] = {}

    @classmethod
    def load(cls, paths: Iterable[Path], zone: tzinfo | None, language: str | None = None) -> "Clock":
        """Give a clock with the tables at these paths, which are read once. Raises DatesError."""
        return cls(load_words(tuple(paths)), zone, language)

    def read(self, text: str) -> Moment | None:
        """Give the moment that a date names, or None where it is no date, or no sure one."""
        if len(text) > LONGEST:
            return None
        found = _TIME.search(text)
        if found is None:
            day = self._known(text, "") if _may_name_day(text) else None
            return None if day is None or day.half else self._moment(day, 0, "day")
        start, end = found.span()
        day = self._known(text[:start], text[end:])
        told = _clock_time(found[0], day.half) if day is not None else None
        return None if told is None else self._moment(day, *told)  # type: ignore[arg-type]

    def day(self, text: str) -> date | None:
        """Give the day that a date names, of any year; None where it names none."""
        day = self._known(text.strip(), "") if len(text) <= LONGEST else None
        return day.day if day is not None else None

    def _moment(self, day: _Day, seconds: int, precision: Precision) -> Moment | None:
        """Give the moment so many seconds by the clock into a day; None before 1970, as of numbers."""
        offset = day.offset
        if offset is None:
            offset = _offset(
                self._zone, datetime.combine(day.day, datetime.min.time()) + timedelta(seconds=seconds)
            )
        at = day.midnight + seconds - offset
        return Moment(at, precision) if 0 < at < LATEST else None

    def _known(self, before: str, after: str) -> _Day | None:
        """Give what these words around a time say: a page repeats them, so each is looked at once."""
        key = (before, after)
        try:
            return self._days[key]
        except KeyError:
            pass
        if len(self._days) >= DAYS_KEPT:
            self._days.clear()
        day = self._days[key] = self._day(before, after)
        return day

    def _day(self, before: str, after: str) -> _Day | None:
        region = _REGION.search(after)
        zone = zone_named(region[1]) if region else None
        if region and not zone:
            return None
        after = normal(after[: region.start()] if region else after)
        half, before, after = self._words.split_half(self._words.without_marks(normal(before)), after)
        zone = zone or self._words.zone(after.strip("() "))
        day = self._date(before if zone else f"{before} {after}".strip())
        return _dated(day, zone or self._zone, half) if day else None

    def _date(self, text: str) -> date | None:
        """Give the day that a normal text without its time names."""
        if (found := _NUMERIC.search(text)) and self._is_ignored(
            f"{text[: found.start()]} {text[found.end() :]}"
        ):
            return _numeric(found[1], found[3] or found[4], found[5], dotted=found[4] is not None)
        names, rest = self._words.split_months(self._words.without_marks(text))
        months = {self._words.month(name, self._language) for name in names}
        month = months.pop() if len(months) == 1 else None
        if month is None or not self._is_ignored(_NUMBER.sub(" ", rest)):
            return None
        return _named(month, _NUMBER.findall(rest))

    def _is_ignored(self, rest: str) -> bool:
        """Return whether the rest of a date, without its numbers, changes nothing: commas, "at"."""
        if not rest or rest.isspace():
            return True
        if _NUMBER.search(rest) or not _DAY.fullmatch(rest):
            return False
        return self._words.ignored.issuperset(_WORD.findall(rest))


def _dated(day: date, zone: tzinfo, half: Half | None) -> _Day:
    midnight = datetime.combine(day, time())
    first, last = _offset(zone, midnight), _offset(zone, midnight + A_DAY)
    return _Day(day, midnight.replace(tzinfo=UTC).timestamp(), zone, first if first == last else None, half)


def _may_name_day(text: str) -> bool:
    """Tell whether a text has the digits of a day and a year, in whatever script; most words have none."""
    return _DIGITS.match(text if text.isascii() else unicodedata.normalize("NFKC", text)) is not None


@lru_cache(maxsize=TIMES_KEPT)
def _clock_time(text: str, half: Half | None) -> tuple[int, Precision] | None:
    """Give the seconds from midnight that a time of day tells, and how exactly; None for no such time."""
    hour, minute, *rest = map(int, _NUMBER.findall(text))
    hours, second = _hour(hour, half), rest[0] if rest else 0
    if hours is None or minute >= SIXTY or second >= SIXTY:
        return None
    return hours * 3600 + minute * 60 + second, "second" if rest else "minute"


def _hour(hour: int, half: Half | None) -> int | None:
    """Give the hour of 24: 12 am is 0, 12 pm is 12; what only a 24-hour clock shows may carry a pm."""
    if hour >= HOURS:
        return None
    if half is None:
        return hour
    if hour > HALF_DAY:
        return hour if half == "pm" else None
    return hour % HALF_DAY + (HALF_DAY if half == "pm" else 0)


def _named(month: int, numbers: list[str]) -> date | None:
    """Give the day of a named month: of the two numbers beside it, the one of four digits is the year."""
    years = [number for number in numbers if len(number) == YEAR_DIGITS]
    days = [number for number in numbers if len(number) < YEAR_DIGITS - 1]
    if len(years) != 1 or len(days) != 1 or len(numbers) != len(years) + len(days):
        return None
    return _valid(int(years[0]), month, int(days[0]))


def _numeric(first: str, middle: str, last: str, *, dotted: bool) -> date | None:
    """Return the day of a date in numbers: year first, or the one order of day and month that gives a date.

    With dots the day stands first.
    """
    if len(first) == YEAR_DIGITS and len(last) < YEAR_DIGITS - 1:
        return _valid(int(first), int(middle), int(last))
    if len(last) != YEAR_DIGITS or len(first) == YEAR_DIGITS:
        return None
    if dotted and (day_first := _valid(int(last), int(middle), int(first))):
        return day_first
    orders = {
        _valid(int(last), int(month), int(day)) for day, month in ((first, middle), (middle, first))
    } - {None}
    return orders.pop() if len(orders) == 1 else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _offset(zone: tzinfo, local: datetime) -> float:
    """Give how many seconds a zone is ahead of UTC at a time by its clocks; a repeated hour is the first."""
    ahead = zone.utcoffset(local.replace(tzinfo=zone))
    return ahead.total_seconds() if ahead is not None else 0.0
