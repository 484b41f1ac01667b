"""Read dates, countries, yes and no as people type them; anything ambiguous is an error."""

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
_CLOSE_ENOUGH: Final = 0.8
"""How alike a name must be to be suggested (a ratio of `difflib`)."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})(\.|/|-| )\s*(\d{1,2})(?:\.|/|-| )\s*(\d{4})\.?")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[-./ ]+\d{1,2}[-./ ]+\d{2}")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th", "er", "re", "ère", "e", "º", "ª", "o", "a", "te"})
"""What people write after the number of a day: 1st, 1er, 4º, 4te."""
_FILLERS: Final = frozenset(
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
"""Words in a date that add nothing to it."""
_EU_NAMES: Final = frozenset(
    {"eu", "ue", "eea", "ewr", "eee", "europe", "europa", "european", "union", "europaische"}
)
"""Words for the EU, which is not a country."""
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


def read_yes_no(text: str) -> bool | None:
    """Return whether the text is yes or no in one of seven languages; None if it is neither."""
    answer = plain(text)
    return True if answer in YES else False if answer in NO else None


def read_day(typed: str) -> date:
    """Return the date that is typed: 1990-05-04, 04.05.1990, 4 May 1990, May 4, 1990, 4 mai 1990.

    Raises TypedError if it is not a date, or if day and month could be either way round.
    """
    text = " ".join(normalize("NFC", typed).split())
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(typed, *map(int, match.groups()))
    if match := _YEAR_LAST.fullmatch(text):
        return _day_or_month_first(typed, int(match[1]), int(match[3]), int(match[4]), match[2])
    if _SHORT_YEAR.fullmatch(text):
        raise TypedError(f"{typed!r}: write the year with four digits, as in 1990-05-04")
    return _with_month_name(typed, [token.casefold() for token in _TOKEN.findall(text)])


def read_country(typed: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country typed by code or by name.

    Names are in seven languages and in the country's own.

    Raises TypedError.
    """
    codes = codes_of_name(typed)
    if len(codes) == 1:
        return codes.pop()
    if codes:
        ways = " or ".join(f"{code} for {names_of(code)[0]}" for code in sorted(codes))
        raise TypedError(f"{typed!r} could mean two places: write {ways}")
    if set(plain(typed).split()) & _EU_NAMES:
        raise TypedError(f"{typed!r} is not a country: write the one you live in, such as DE, FR or IE")
    raise TypedError(
        f"{typed!r} is not a country this program knows{_suggestion(typed)}: write two letters, as in DE"
    )


def day_name(day: date) -> str:
    """Return a date as a sentence has it: 4 May 1990."""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


_ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _suggestion(typed: str) -> str:
    """Return the nearest country as a question in brackets; empty if none is close."""
    close = get_close_matches(plain(typed), country_names(), n=1, cutoff=_CLOSE_ENOUGH)
    codes = codes_of_name(close[0]) if close else set()
    return f" (did you mean {country_name(codes.pop())}?)" if len(codes) == 1 else ""


def _day(typed: str, year: int, month: int, day: int) -> date:
    """Return a date by its numbers. Raises TypedError if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        raise TypedError(f"{typed!r}: there is no such day; write dates as in 1990-05-04") from None


def _day_or_month_first(typed: str, first: int, second: int, year: int, separator: str) -> date:
    """Return a date that ends with the year; with points the day comes first, else either may."""
    if second > _MONTHS_A_YEAR >= first:
        return _day(typed, year, first, second)
    if separator == "." or first == second or first > _MONTHS_A_YEAR:
        return _day(typed, year, second, first)
    day_first, month_first = _day(typed, year, second, first), _day(typed, year, first, second)
    which = f"{day_name(day_first)} or {day_name(month_first)}"
    raise TypedError(f"{typed!r} could be {which}: write {day_first} or {month_first}")


def _with_month_name(typed: str, tokens: Sequence[str]) -> date:
    """Return a date with the name of a month, in any of the languages of `rules/dates`. Raises TypedError."""
    months = [numbers for token in tokens if (numbers := _months().get(token))]
    years = [int(token) for token in tokens if token.isdigit() and len(token) == len("1990")]
    days = [int(token) for token in tokens if token.isdigit() and len(token) < len("199")]
    recognised = len(months) + len(years) + len(days)
    filler = [token for token in tokens if not token.isdigit() and token not in _months()]
    fits = (len(months), len(years), len(days)) == (1, 1, 1) and set(filler) <= _ORDINALS | _FILLERS
    if not fits or recognised + len(filler) != len(tokens) or len(months[0]) != 1:
        raise TypedError(
            f"{typed!r} is not a date this program can read: write it as 1990-05-04 or 4 May 1990"
        )
    return _day(typed, years[0], min(months[0]), days[0])


@cache
def _months() -> dict[str, frozenset[int]]:
    """Return the numbers of the months that each name can mean, from `rules/dates/cldr.toml`."""
    numbers_by_name: dict[str, set[int]] = {}
    for row in resources.parsed(resources.rules_dir() / "dates" / "cldr.toml")["month"]:
        for name in row["spellings"]:
            if tokens := _TOKEN.findall(normalize("NFC", name)):
                numbers_by_name.setdefault(tokens[0].casefold(), set()).add(row["month"])
    return {name: frozenset(numbers) for name, numbers in numbers_by_name.items() if not name.isdigit()}
