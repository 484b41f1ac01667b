"""Reads dates, countries, yes and no as people type them; anything ambiguous is refused."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Final
from unicodedata import normalize

from scanner import resources
from scanner.rulebook.regions import codes_of_name, country_name, country_names, names_of, plain


class TypedError(ValueError):
    """The input can't be used; the message says why, and what to write instead."""


_MONTHS_A_YEAR: Final = 12
_ALIKE: Final = 0.8
"""How much of a name has to agree for it to be proposed (a ratio of `difflib`)."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})(\.|/|-| )\s*(\d{1,2})(?:\.|/|-| )\s*(\d{4})\.?")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[-./ ]+\d{1,2}[-./ ]+\d{2}")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th", "er", "re", "ère", "e", "º", "ª", "o", "a", "te"})
"""What stands behind the number of a day: 1st, 1er, 4º, 4te."""
_AROUND: Final = frozenset(
    {
        "de",
        "del",
        "d",
        "of",
        "the",
        "den",
        "der",
        "am",
        "le",
        "du",
        "il",
        "di",
        "do",
        "da",
        "op",
        "on",
        "van",
        "à",
        "a",
        "el",
        "em",
    }
)
"""Words around a date that say nothing of it."""
_UNIONS: Final = frozenset(
    {"eu", "ue", "eea", "ewr", "eee", "europe", "europa", "european", "union", "europaische"}
)
"""Words for the EU, of which none is a country."""
YES: Final = frozenset({"yes", "y", "ja", "j", "oui", "si", "sim"})
NO: Final = frozenset(
    {
        "no",
        "n",
        "nein",
        "non",
        "nao",
        "nee",
        "none",
        "never",
        "nothing",
        "nie",
        "keine",
        "keiner",
        "keins",
        "aucun",
        "aucune",
        "jamais",
        "rien",
        "ninguno",
        "ninguna",
        "nunca",
        "nada",
        "nessuno",
        "nessuna",
        "mai",
        "nenhum",
        "nenhuma",
        "geen",
        "nooit",
    }
)
"""Words for yes, and for no and none, in the seven languages of `rules/countries`, as `plain` writes them."""


def read_yes_no(words: str) -> bool | None:
    """Return yes or no as it is typed in one of seven languages; None where it is neither."""
    word = plain(words)
    return True if word in YES else False if word in NO else None


def read_day(words: str) -> date:
    """Return the date that is typed: 1990-05-04, 04.05.1990, 4 May 1990, May 4, 1990, 4 mai 1990.

    Raises TypedError where it is no date, or day and month could be either way round.
    """
    text = " ".join(normalize("NFC", words).split())
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(words, *map(int, found.groups()))
    if found := _YEAR_LAST.fullmatch(text):
        return _day_or_month_first(words, int(found[1]), int(found[3]), int(found[4]), found[2])
    if _SHORT_YEAR.fullmatch(text):
        raise TypedError(f"{words!r}: write the year with four digits, as in 1990-05-04")
    return _with_month_name(words, [token.casefold() for token in _TOKEN.findall(text)])


def read_country(words: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country typed by code or by name.

    Names are in seven languages and in the country's own.

    Raises TypedError.
    """
    found = codes_of_name(words)
    if len(found) == 1:
        return found.pop()
    if found:
        ways = " or ".join(f"{code} for {names_of(code)[0]}" for code in sorted(found))
        raise TypedError(f"{words!r} could mean two places: write {ways}")
    if set(plain(words).split()) & _UNIONS:
        raise TypedError(f"{words!r} is not a country: write the one you live in, such as DE, FR or IE")
    raise TypedError(
        f"{words!r} is not a country this program knows{_guess(words)}: give its two letters, as in DE"
    )


def day_name(day: date) -> str:
    """Return a date as a sentence has it: 4 May 1990."""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


_ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _guess(words: str) -> str:
    """Return the country that may be meant, in brackets; empty where none is close."""
    close = get_close_matches(plain(words), country_names(), n=1, cutoff=_ALIKE)
    found = codes_of_name(close[0]) if close else set()
    return f" (did you mean {country_name(found.pop())}?)" if len(found) == 1 else ""


def _day(words: str, year: int, month: int, day: int) -> date:
    """Return a date by its numbers. Raises TypedError where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        raise TypedError(f"{words!r}: there is no such day; write dates as in 1990-05-04") from None


def _day_or_month_first(words: str, one: int, other: int, year: int, separator: str) -> date:
    """Return a date whose year stands last; with points the day is first, else either may be."""
    if other > _MONTHS_A_YEAR >= one:
        return _day(words, year, one, other)
    if separator == "." or one == other or one > _MONTHS_A_YEAR:
        return _day(words, year, other, one)
    day_first, month_first = _day(words, year, other, one), _day(words, year, one, other)
    which = f"{day_name(day_first)} or {day_name(month_first)}"
    raise TypedError(f"{words!r} could be {which}: write {day_first} or {month_first}")


def _with_month_name(words: str, tokens: Sequence[str]) -> date:
    """Return a date with the name of a month, in any of the languages of `rules/dates`. Raises TypedError."""
    months = [found for token in tokens if (found := _months().get(token))]
    years = [int(token) for token in tokens if token.isdigit() and len(token) == len("1990")]
    days = [int(token) for token in tokens if token.isdigit() and len(token) < len("199")]
    known = len(months) + len(years) + len(days)
    rest = [token for token in tokens if not token.isdigit() and token not in _months()]
    fits = (len(months), len(years), len(days)) == (1, 1, 1) and set(rest) <= _ORDINALS | _AROUND
    if not fits or known + len(rest) != len(tokens) or len(months[0]) != 1:
        raise TypedError(
            f"{words!r} is not a date this program can read: write it as 1990-05-04 or 4 May 1990"
        )
    return _day(words, years[0], min(months[0]), days[0])


@cache
def _months() -> dict[str, frozenset[int]]:
    """Return the numbers of the months that each name stands for, by `rules/dates/cldr.toml`."""
    found: dict[str, set[int]] = {}
    for row in resources.parsed(resources.rules_dir() / "dates" / "cldr.toml")["month"]:
        for name in row["spellings"]:
            if tokens := _TOKEN.findall(normalize("NFC", name)):
                found.setdefault(tokens[0].casefold(), set()).add(row["month"])
    return {name: frozenset(numbers) for name, numbers in found.items() if not name.isdigit()}
