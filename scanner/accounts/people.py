"""Which downloads are of one person: an objection covers all of them, and nobody else's."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.result import Account, Export, Scan
from scanner.values.names import folded_name

NAMELESS: Final = "owner not known"
"""The label of a person whom no download names."""


class Individual(msgspec.Struct, frozen=True):
    """One person of a call, with every download of theirs."""

    number: int
    """From 1, in the order of the downloads."""
    label: str
    """A name that nobody else in the call has."""
    exports: tuple[Export, ...]


def numbers_of_people(exports: Sequence[Export]) -> list[int]:
    """Return for each download the number of its person, from 0: the position of their first download.

    Two are of one person where they share an account or a name and nothing contradicts it, or where the
    user's facts name both. A download without any name goes to the person of all others, if that is only
    one.
    """
    numbers: dict[int, int] = {}
    for position, export in enumerate(exports):
        if _names(export.accounts):
            same = (number for at, number in numbers.items() if _are_same_person(export, exports[at]))
            numbers[position] = next(same, position)
    is_ambiguous = len(set(numbers.values())) > 1
    for position, export in enumerate(exports):
        if position not in numbers:
            fitting = (at for at in numbers if not _differ(export, exports[at]))
            match = position if is_ambiguous else next(fitting, position)
            numbers[position] = numbers.get(match, position)
    first: dict[int, int] = {}
    return [first.setdefault(numbers[position], position) for position in range(len(exports))]


def individuals(exports: Sequence[Export]) -> tuple[Individual, ...]:
    """Return the people whose downloads these are, in the order of their first download."""
    numbers = numbers_of_people(exports)
    groups = [
        tuple(export for export, number in zip(exports, numbers, strict=True) if number == person)
        for person in dict.fromkeys(numbers)
    ]
    labels = _labels(groups)
    labelled = enumerate(zip(labels, groups, strict=True), start=1)
    return tuple(Individual(number, label, group) for number, (label, group) in labelled)


def scan_of(scan: Scan, individual: Individual) -> Scan:
    """Return the part of a scan that belongs to one person: their downloads with their items and files."""
    if len(individual.exports) == len(scan.exports):
        return scan
    parts = sorted({part for export in individual.exports for part in (*export.parts, export.name)})
    of_person = pl.col("export").is_in(parts)
    return replace(
        scan,
        items=scan.items.filter(of_person),
        coverage=scan.coverage.filter(of_person),
        exports=individual.exports,
        person=individual.exports[0].person,
    )


def _labels(groups: Sequence[Sequence[Export]]) -> list[str]:
    """Return a label for each person: as much as it takes to distinguish them."""
    labels = [NAMELESS] * len(groups)
    for label_of in (_by_name, _by_name_and_username, _by_download):
        for index, group in enumerate(groups):
            if labels[index] == NAMELESS or labels.count(labels[index]) > 1:
                labels[index] = label_of(group) or labels[index]
    return labels


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


def _are_same_person(first: Export, second: Export) -> bool:
    """Return whether two downloads are one person's: by the user's facts, a linked account, or a name."""
    if first.in_facts and second.in_facts:
        return True
    if _is_linked(first, second) or _is_linked(second, first):
        return not _birth_dates_differ(first, second)
    return bool(_names(first.accounts) & _names(second.accounts)) and not _differ(first, second)


def _is_linked(first: Export, second: Export) -> bool:
    """Return whether the first download names an account of the second as one of its Accounts Center."""
    linked = {folded_name(name) for account in first.accounts for name in account.linked}
    return not linked.isdisjoint(_names(second.accounts))


def _birth_dates_differ(first: Export, second: Export) -> bool:
    """Return whether two downloads have dates of birth and share none."""
    born = [{account.birth_date for account in export.accounts} - {None} for export in (first, second)]
    return all(born) and born[0].isdisjoint(born[1])


def _differ(first: Export, second: Export) -> bool:
    """Return whether two downloads can't be of one person: by birth date, or by their accounts."""
    if _birth_dates_differ(first, second):
        return True
    same_birth_date = all(any(a.birth_date for a in export.accounts) for export in (first, second))
    return any(
        _accounts_differ(a, b) and not (same_birth_date and _names([a]) & _names([b]))
        for a in first.accounts
        for b in second.accounts
        if a.platform == b.platform
    )


def _accounts_differ(first: Account, second: Account) -> bool:
    """Return whether two accounts of a product differ: by username where both have one, else by name."""
    if first.username and second.username:
        return folded_name(first.username) != folded_name(second.username)
    names = _names([first]), _names([second])
    return all(names) and names[0].isdisjoint(names[1])


def _names(accounts: Iterable[Account]) -> set[str]:
    """Return the names and usernames of accounts, folded."""
    names = (name for account in accounts for name in (account.name, account.username))
    return {folded_name(name) for name in names if name} - {""}
