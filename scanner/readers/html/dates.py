"""Dates as an export's pages print them, in the account's language and zone, from `rules/dates`.

A date is read only where it can mean one moment: 03/04/2025, a word that no table lists, or a month that two
languages name alike give None, never a guess.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import regex

from scanner.readers.times import LATEST

INSTAGRAM_ZONE: Final = timezone(timedelta(hours=-8))
"""The zone of Instagram's and Threads' pages, summer and winter: DanielSnor/blog.sh lib/import/meta_html.rb."""
LONGEST: Final = 100
"""No date is longer; longer texts are not looked at."""
DAYS_KEPT: Final = 50_000
"""How many different days (with their words around the time) are remembered: 130 years of them."""
YEAR_DIGITS: Final = 4
HALF_DAY: Final = 12
SIXTY: Final = 60
A_DAY: Final = timedelta(days=1)

Half = Literal["am", "pm"]
Precision = Literal["second", "minute", "day"]

_TIME: Final = re.compile(r"(?<![\d.:])(\d{1,2})([:.])(\d\d)(?:\2(\d\d))?(?!\d|[:.]\d)")
_OFFSET: Final = regex.compile(r"(?:utc|gmt)? ?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?")
_NUMERIC: Final = regex.compile(
    r"(\d{1,4})(?:([-/])(\d{1,2})\2|\. ?(\d{1,2})\. ?)(\d{1,4})(?:\.|(?<=-\d\d)t)?"
)
_NUMBER: Final = regex.compile(r"\d+")
_WORD: Final = regex.compile(r"[\p{L}\p{M}]+")
_PUNCTUATION: Final = regex.compile(r"[\s\p{L}\p{M}\d,.،、()·/–-]*")
_ABBREVIATION: Final = regex.compile(r"(?<=[\p{L}\p{M}])[.॰]")


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
    """The tables of `rules/dates`, all languages at once: a page's language is seldom told and often mixed."""

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
        self.zones = {normal(row.name): row.hours * 3600 for table in tables for row in table.zone}
        spelt = [s for table in tables for row in table.word for s in row.spellings]
        self.ignored = frozenset(word for s in spelt for word in _WORD.findall(normal(s)))
        self._marks = _after_digits(s for table in tables for row in table.mark for s in row.spellings)
        self._names = _whole(self._months)
        self._half_first, self._half_last = _edges(self.halves)

    def month(self, name: str, language: str | None) -> int | None:
        """Give the month of a normal spelling; None where languages differ and the page's is not told."""
        by_language = self._months[name]
        if language in by_language:
            return by_language[language]
        found = set(by_language.values())
        return found.pop() if len(found) == 1 else None

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
        """Give a text without the marks that follow its numbers."""
        return self._marks.sub(" ", text)


def _whole(names: Iterable[str]) -> regex.Pattern[str]:
    """Match any of these names where it is no part of a longer word or number."""
    names = tuple(names)
    return regex.compile(
        r"(?<!\d)\L<numbered>|(?<![\p{L}\p{M}])\L<named>(?![\p{L}\p{M}])(?!(?<=\d)\d)",
        numbered=[name for name in names if name[0].isdigit()],
        named=[name for name in names if not name[0].isdigit()],
    )


def _edges(names: Iterable[str]) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Match any of these names at a text's beginning, and at its end."""
    names = tuple(names)
    return (
        regex.compile(r"\L<names>(?![\p{L}\p{M}])", names=names),
        regex.compile(r"(?<![\p{L}\p{M}])\L<names>$", names=names),
    )


def _after_digits(marks: Iterable[str]) -> regex.Pattern[str]:
    return regex.compile(r"(?<=\d ?)\L<marks>", marks=[normal(mark) for mark in marks])


@lru_cache(maxsize=8)
def load_words(paths: tuple[Path, ...]) -> Words:
    """Read the tables of `rules/dates`. Raises DatesError."""
    return Words(_decoded(path) for path in paths)


def _decoded(path: Path) -> Table:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Table)
    except (msgspec.DecodeError, msgspec.ValidationError) as fault:
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
        if found := _TIME.search(text):
            day = self._known(text[: found.start()], text[found.end() :])
            return None if day is None else self._at(day, *found.group(1, 3, 4))
        day = self._known(text, "")
        return None if day is None or day.half else self._moment(day, 0, "day")

    def _at(self, day: _Day, hour: str, minute: str, second: str | None) -> Moment | None:
        hours, minutes, seconds = _hour(int(hour), day.half), int(minute), int(second or 0)
        if hours is None or minutes >= SIXTY or seconds >= SIXTY:
            return None
        return self._moment(day, hours * 3600 + minutes * 60 + seconds, "second" if second else "minute")

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
        if key in self._days:
            return self._days[key]
        if len(self._days) >= DAYS_KEPT:
            self._days.clear()
        day = self._days[key] = self._day(normal(before), normal(after))
        return day

    def _day(self, before: str, after: str) -> _Day | None:
        half, before, after = self._words.split_half(before, after)
        offset = self._told_offset(after)
        day = self._date(before if offset is not None else f"{before} {after}".strip())
        if day is None:
            return None
        midnight = datetime.combine(day, datetime.min.time())
        if offset is None:
            first, last = _offset(self._zone, midnight), _offset(self._zone, midnight + A_DAY)
            offset = first if first == last else None
        return _Day(day, midnight.replace(tzinfo=UTC).timestamp(), offset, half)

    def _told_offset(self, after: str) -> float | None:
        """Give the seconds ahead of UTC that the page itself names behind a time."""
        after = after.strip("() ")
        if found := _OFFSET.fullmatch(after):
            seconds = int(found["hours"]) * 3600 + int(found["minutes"] or 0) * 60
            return float(seconds if found["sign"] == "+" else -seconds)
        return self._words.zones.get(after)

    def _date(self, text: str) -> date | None:
        """Give the day that a normal text without its time names."""
        if found := _NUMERIC.fullmatch(text):
            return _numeric(found[1], found[3] or found[4], found[5])
        names, rest = self._words.split_months(text)
        months = {self._words.month(name, self._language) for name in names}
        month = months.pop() if len(months) == 1 else None
        rest = self._words.without_marks(rest)
        if month is None or not _PUNCTUATION.fullmatch(rest):
            return None
        if not self._words.ignored.issuperset(_WORD.findall(rest)):
            return None
        return _named(month, _NUMBER.findall(rest))


def _hour(hour: int, half: Half | None) -> int | None:
    """Give the hour of 24: 12 am is 0, 12 pm is 12; what only a 24-hour clock shows may carry a pm."""
    if hour >= 2 * HALF_DAY:
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


def _numeric(first: str, middle: str, last: str) -> date | None:
    """Give the day of a date in numbers: year first, or day and month where only one order gives a date."""
    if len(first) == YEAR_DIGITS and len(last) < YEAR_DIGITS - 1:
        return _valid(int(first), int(middle), int(last))
    if len(last) != YEAR_DIGITS or len(first) == YEAR_DIGITS:
        return None
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
    """Give how far a zone is ahead of UTC at a time by its own clocks, in seconds; a repeated hour is the first."""
    ahead = zone.utcoffset(local.replace(tzinfo=zone))
    return ahead.total_seconds() if ahead is not None else 0.0
