"""What options take (dates, months, years, countries, listed words), and what completes them in a shell."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

import typer

from scanner.filters import suggestion

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MONTH: Final = re.compile(r"((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[/.-]((?:19|20)\d\d)")


def parse_day(text: str) -> date:
    """Return a date, written as people write dates. Raises typer.BadParameter."""
    from scanner.facts.typed_values import TypedError, read_day

    try:
        return read_day(text)
    except TypedError as fault:
        raise typer.BadParameter(str(fault)) from None


def parse_first_day(text: str) -> date:
    """Return a date; of a year or a month its first day. Raises typer.BadParameter."""
    months = _months(text.strip())
    return date(*months[0], 1) if months else parse_day(text)


def parse_last_day(text: str) -> date:
    """Return a date; of a year or a month its last day. Raises typer.BadParameter."""
    months = _months(text.strip())
    return date(*months[1], monthrange(*months[1])[1]) if months else parse_day(text)


def _months(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the first and the last month, each with its year, of a year or month; None for all else."""
    if _YEAR.fullmatch(text):
        return (int(text), 1), (int(text), 12)
    if match := _MONTH.fullmatch(text):
        month = (int(match[1] or match[4]), int(match[2] or match[3]))
        return month, month
    return _named_month(text)


def _named_month(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the month of words such as `May 2025`: a date as soon as a day stands before it."""
    from scanner.facts.typed_values import TypedError, read_day

    if not any(character.isalpha() for character in text) or len(re.findall(r"\d+", text)) != 1:
        return None
    try:
        day = read_day(f"1 {text}")
    except TypedError:
        return None
    return (day.year, day.month), (day.year, day.month)


def parse_country(text: str) -> str:
    """Return the code of a country, written as a code or a name. Raises typer.BadParameter."""
    from scanner.facts.typed_values import TypedError, read_country

    try:
        return read_country(text)
    except TypedError as fault:
        raise typer.BadParameter(str(fault)) from None


def one_of(allowed: Sequence[str]) -> Callable[[str], str]:
    """Return a parser that takes one of these words, in any case. Raises typer.BadParameter."""
    return partial(_parse_word, tuple(allowed))


def _parse_word(allowed: Sequence[str], text: str) -> str:
    """Return the word; a parser of typer. Raises typer.BadParameter with the nearest."""
    word = text.strip().lower()
    if word not in allowed:
        raise typer.BadParameter(f"{text!r}: {suggestion(text, allowed)}allowed are {', '.join(allowed)}")
    return word


def completer(allowed: Sequence[str]) -> Callable[[str], list[str]]:
    """Return what completes one of these words in a shell, also as the last of a comma list."""

    def complete(incomplete: str) -> list[str]:
        before, comma, start = incomplete.rpartition(",")
        return [before + comma + word for word in allowed if word.startswith(start.lower())]

    return complete
