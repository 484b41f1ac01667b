"""The words in dates of all languages, from `rules/dates`: months, am and pm, zones, and words to ignore."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from scanner.resources import TomlError, decoded

HOURS: Final = 24
Half = Literal["am", "pm"]
_OFFSET: Final = re.compile(r"(?:utc|gmt)? ?([+\-−])(\d{1,2})(?::?(\d\d))?")
LETTER_MARKS: Final = (
    "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd"
)
"""Marks on Latin, Arabic, Hindi, Bengali and Tamil letters, for use in a character class."""
WORD: Final = re.compile(rf"(?:[^\W\d_]|[{LETTER_MARKS}])+")
_ABBREVIATION: Final = re.compile(rf"(?<=[^\W\d_])[.॰]|(?<=[{LETTER_MARKS}])[.॰]")


class MonthRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language spells one month."""

    language: str
    month: int
    spellings: list[str]
    source: str
    """Where the spelling is from: a repository and path, or `CLDR via babel`."""
    examples: list[str] = []


class HalfRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language spells am or pm."""

    language: str
    half: Half
    spellings: list[str]
    source: str
    examples: list[str] = []


class WordRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around a date to ignore: days of the week, "at", the marks of year and day."""

    language: str
    spellings: list[str]
    source: str
    examples: list[str] = []


class ZoneRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A zone by its abbreviation."""

    name: str
    hours: float
    source: str


class DateTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `rules/dates`."""

    month: list[MonthRow] = []
    half: list[HalfRow] = []
    word: list[WordRow] = []
    mark: list[WordRow] = []
    """Words that follow a number without a space: 年, 일."""
    zone: list[ZoneRow] = []


class DatesError(Exception):
    """A table of dates can't be loaded; the message names the file and the place in it."""


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Return a text as it is looked up: no case, ASCII digits, single spaces, no dots after words."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    plain_text = "".join(_plain(char) for char in folded)
    return " ".join(_ABBREVIATION.sub(" ", plain_text).split())


def _plain(char: str) -> str:
    """Return a digit as ASCII, and nothing for marks of direction and the dot that a folded Turkish İ has."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "" if char == "\u0307" or unicodedata.category(char) == "Cf" else char


class DateWords:
    """All tables of `rules/dates` at once: a page's language is seldom known and often mixed."""

    def __init__(self, tables: Iterable[DateTable]) -> None:
        """Build the look-ups once."""
        tables = tuple(tables)
        self._months: dict[str, dict[str, int]] = {}
        for row in (row for table in tables for row in table.month):
            for spelling in row.spellings:
                self._months.setdefault(normalise(spelling), {})[row.language] = row.month
        self.halves: Mapping[str, Half] = {
            normalise(s): row.half for table in tables for row in table.half for s in row.spellings
        }
        self._zones = {normalise(row.name): row.hours for table in tables for row in table.zone}
        word_spellings = [s for table in tables for row in table.word for s in row.spellings]
        self.ignored = frozenset(word for s in word_spellings for word in WORD.findall(normalise(s)))
        marks = _any_pattern([normalise(s) for table in tables for row in table.mark for s in row.spellings])
        self._marks = re.compile(rf"(?<=\d){marks}")
        self._names = _whole_pattern(self._months)
        self._half_first, self._half_last = _edge_patterns(self.halves)

    def month(self, name: str, language: str | None) -> int | None:
        """Return the month of a normal spelling; None where languages differ and the page's is unknown."""
        by_language = self._months[name]
        if language in by_language:
            return by_language[language]
        months = set(by_language.values())
        return months.pop() if len(months) == 1 else None

    def zone(self, text: str) -> tzinfo | None:
        """Return the zone that a normal text names: `utc+02`, `-0700`, `est`."""
        hours = self._zones.get(text)
        if match := _OFFSET.fullmatch(text):
            hours = int(match[2]) + int(match[3] or 0) / 60
            hours = -hours if match[1] != "+" else hours
        return timezone(timedelta(hours=hours)) if hours is not None and abs(hours) < HOURS else None

    def split_months(self, text: str) -> tuple[list[str], str]:
        """Return the names of months in a normal text, and the text without them."""
        names = [match[0] for match in self._names.finditer(text)]
        names = [name for name in names if name not in self.ignored] or names
        for name in names:
            text = text.replace(name, " ", 1)
        return names, text

    def split_half(self, before: str, after: str) -> tuple[Half | None, str, str]:
        """Return am or pm where it is next to the time, and the texts on both sides without it."""
        if match := self._half_first.match(after):
            return self.halves[match[0]], before, after[match.end() :].strip()
        if match := self._half_last.search(before):
            return self.halves[match[0]], before[: match.start()].strip(), after
        return None, before, after

    def without_marks(self, text: str) -> str:
        """Return a normal text without the marks that follow its numbers."""
        return self._marks.sub(" ", text).strip()


def _any_pattern(names: Collection[str]) -> str:
    """Return a pattern of any of these names, longest first; of no names, one that never matches."""
    return "(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + ")" if names else r"(?!)"


def _whole_pattern(names: Collection[str]) -> re.Pattern[str]:
    """Return a pattern of any of these names where it is not part of a longer word or number."""
    numbered = _any_pattern([name for name in names if name[0].isdigit()])
    worded = _any_pattern([name for name in names if not name[0].isdigit()])
    return re.compile(rf"(?<!\d){numbered}|(?<![\w{LETTER_MARKS}]){worded}(?![\w{LETTER_MARKS}])")


def _edge_patterns(names: Collection[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return a pattern of any of these names at the start of a text, and one at its end."""
    any_name = _any_pattern(names)
    at_start, at_end = rf"{any_name}(?![\w{LETTER_MARKS}])", rf"(?<![\w{LETTER_MARKS}]){any_name}$"
    return re.compile(at_start), re.compile(at_end)


@lru_cache(maxsize=8)
def load_words(paths: tuple[Path, ...]) -> DateWords:
    """Return the tables at these paths, which are read once. Raises DatesError."""
    return DateWords(_decoded(path) for path in paths)


def _decoded(path: Path) -> DateTable:
    try:
        return decoded(path, DateTable)
    except TomlError as error:
        raise DatesError(f"{path.parent.name}/{path.name}: {error}") from None
