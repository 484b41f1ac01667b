"""Which downloads are of one person: their objection speaks of all of them, and of nobody else's."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.result import Account, Export, Scan
from scanner.values.names import folded_name

NAMELESS: Final = "owner not known"
"""What to call a person if no download names them."""


class Individual(msgspec.Struct, frozen=True):
    """One person of a call, with every download of theirs."""

    number: int
    """From 1, in the order of the downloads."""
    label: str
    """What to call them: a name that no one else in the call has."""
    exports: tuple[Export, ...]


def numbered(exports: Sequence[Export]) -> list[int]:
    """Return for each download the number of its person, from 0: the place of their first download.

    Two are of one person where they share an account or a name and nothing speaks against it, or where the
    user's facts name both. A download without any name goes with the others as long as these are of one.
    """
    numbers: dict[int, int] = {}
    for place, export in enumerate(exports):
        if _names(export.accounts):
            numbers[place] = next(
                (n for other, n in numbers.items() if _alike(export, exports[other])), place
            )
    named = set(numbers.values())
    for place, export in enumerate(exports):
        if place not in numbers:
            others = (other for other in numbers if not _differ(export, exports[other]))
            numbers[place] = numbers[next(others, place)] if len(named) <= 1 and numbers else place
    first: dict[int, int] = {}
    return [first.setdefault(numbers[place], place) for place in range(len(exports))]


def individuals(exports: Sequence[Export]) -> tuple[Individual, ...]:
    """Return the people whose downloads these are, in the order of their first download."""
    numbers = numbered(exports)
    groups = [
        tuple(export for export, number in zip(exports, numbers, strict=True) if number == each)
        for each in dict.fromkeys(numbers)
    ]
    labels = _labels(groups)
    return tuple(Individual(at, *each) for at, each in enumerate(zip(labels, groups, strict=True), start=1))


def scan_of(scan: Scan, individual: Individual) -> Scan:
    """Return the part of a scan that is of one person: their downloads with their items and files."""
    if len(individual.exports) == len(scan.exports):
        return scan
    parts = sorted({part for export in individual.exports for part in (*export.parts, export.name)})
    mine = pl.col("export").is_in(parts)
    return replace(
        scan,
        items=scan.items.filter(mine),
        coverage=scan.coverage.filter(mine),
        exports=individual.exports,
        person=individual.exports[0].person,
    )


def _labels(groups: Sequence[Sequence[Export]]) -> list[str]:
    """Return what to call each person, by as much as tells them apart."""
    found = [NAMELESS] * len(groups)
    for describe in (_by_name, _by_name_and_username, _by_download):
        for at, group in enumerate(groups):
            if found[at] == NAMELESS or found.count(found[at]) > 1:
                found[at] = describe(group) or found[at]
    return found


def _by_name(group: Sequence[Export]) -> str:
    """Return the first name, else the first username of a person's accounts; empty where there is none."""
    accounts = [account for export in group for account in export.accounts]
    name = next((account.name for account in accounts if account.name), "")
    return name or next((f"@{account.username}" for account in accounts if account.username), "")


def _by_name_and_username(group: Sequence[Export]) -> str:
    """Return the name with the first username."""
    accounts = [account for export in group for account in export.accounts]
    username = next((f" @{account.username}" for account in accounts if account.username), "")
    name = _by_name(group)
    return name if name == username.strip() else f"{name}{username}"


def _by_download(group: Sequence[Export]) -> str:
    """Return the name with that of the first download."""
    return f"{_by_name(group) or NAMELESS} ({group[0].name})"


def _alike(one: Export, other: Export) -> bool:
    """Tell whether two downloads are one person's: by the user's word, a link of theirs, or a shared name."""
    if one.in_facts and other.in_facts:
        return True
    if _is_linked(one, other) or _is_linked(other, one):
        return not _born_apart(one, other)
    return bool(_names(one.accounts) & _names(other.accounts)) and not _differ(one, other)


def _is_linked(one: Export, other: Export) -> bool:
    """Return whether a download names an account of another as one of the same Accounts Center."""
    linked = {folded_name(name) for account in one.accounts for name in account.linked}
    return not linked.isdisjoint(_names(other.accounts))


def _born_apart(one: Export, other: Export) -> bool:
    """Return whether two downloads name dates of birth that are not the same."""
    born = [{account.birth_date for account in each.accounts} - {None} for each in (one, other)]
    return all(born) and born[0].isdisjoint(born[1])


def _differ(one: Export, other: Export) -> bool:
    """Tell whether two downloads can't be of one person: by birth date, or by their accounts."""
    if _born_apart(one, other):
        return True
    same_birth_date = all(any(account.birth_date for account in each.accounts) for each in (one, other))
    return any(
        _differ_as_accounts(mine, theirs) and not (same_birth_date and _names([mine]) & _names([theirs]))
        for mine in one.accounts
        for theirs in other.accounts
        if mine.platform == theirs.platform
    )


def _differ_as_accounts(one: Account, other: Account) -> bool:
    """Return whether two accounts of a product are two: by username where both have one, else by name."""
    if one.username and other.username:
        return folded_name(one.username) != folded_name(other.username)
    names = _names([one]), _names([other])
    return all(names) and names[0].isdisjoint(names[1])


def _names(accounts: Iterable[Account]) -> set[str]:
    """Return what accounts are called."""
    names = (name for account in accounts for name in (account.name, account.username))
    return {folded_name(name) for name in names if name} - {""}
