"""Which downloads are of one person: an objection of theirs speaks of all of them, and of nobody else's."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

import polars as pl

from scanner.result import Account, Export, Scan

PERSON: Final = " person"
"""The column that numbers whose an item is."""


def numbered(exports: Sequence[Export]) -> list[int]:
    """Give for each download the number of whose it is.

    All are of one person where nothing says otherwise: people use other names on other products. Where two
    can't be of one (two accounts of a product, two birth dates), each goes with the first that shares a name.
    """
    if not any(_differ(one, other) for one, other in combinations(exports, 2)):
        return [0] * len(exports)
    numbers: list[int] = []
    for place, export in enumerate(exports):
        alike = (number for other, number in zip(exports, numbers, strict=False) if _alike(export, other))
        numbers.append(next(alike, place))
    return numbers


def with_person(scan: Scan) -> pl.DataFrame:
    """Give the items with the number of whose they are."""
    numbers = numbered(scan.exports)
    if not any(numbers):
        return scan.items.with_columns(pl.lit(0, pl.UInt32).alias(PERSON))
    parts = {part: n for export, n in zip(scan.exports, numbers, strict=True) for part in _parts(export)}
    whose = pl.col("export").replace_strict(parts, default=None, return_dtype=pl.UInt32)
    return scan.items.with_columns(whose.alias(PERSON))


def of_people(numbers: Iterable[int]) -> pl.Expr:
    """Select the items of some people."""
    return pl.col(PERSON).is_in(sorted(set(numbers)))


def _parts(export: Export) -> set[str]:
    return {*export.parts, export.name}


def _alike(one: Export, other: Export) -> bool:
    """Tell whether two downloads share a name, and nothing speaks against one person."""
    return bool(_names(one.accounts) & _names(other.accounts)) and not _differ(one, other)


def _differ(one: Export, other: Export) -> bool:
    """Tell whether two downloads can't be of one person."""
    born = [{account.birth_date for account in each.accounts} - {None} for each in (one, other)]
    if all(born) and born[0].isdisjoint(born[1]):
        return True
    return any(
        _names([mine]) and _names([theirs]) and _names([mine]).isdisjoint(_names([theirs]))
        for mine in one.accounts
        for theirs in other.accounts
        if mine.platform == theirs.platform
    )


def _names(accounts: Iterable[Account]) -> set[str]:
    """Give what accounts are called."""
    names = (name for account in accounts for name in (account.name, account.username))
    return {name.casefold() for name in names if name}
