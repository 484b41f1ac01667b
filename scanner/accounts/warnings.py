"""Warnings about what the downloads say of accounts and their owners."""

from collections.abc import Iterable, Iterator
from datetime import date

from scanner.accounts.account import AccountState
from scanner.accounts.people import individuals
from scanner.accounts.person import too_young
from scanner.facts import Facts
from scanner.platforms import PLATFORMS
from scanner.result import Export
from scanner.rulebook.regions import country_name


def contradiction_warnings(states: Iterable[AccountState]) -> Iterator[str]:
    """Yield a warning for each account whose record of switches contradicts itself."""
    for state in states:
        if state.privacy.history == "contradiction":
            product = PLATFORMS[state.account.platform]
            yield (
                f"{product.title}: your download lists when you made your {product.account_word} public or "
                "private, but these changes contradict each other or the current setting, or don't say which "
                "way the setting changed. The program does not rely on them. Where nothing else shows your "
                "setting, it is unknown."
            )


def country_warnings(exports: Iterable[Export]) -> Iterator[str]:
    """Yield a warning for each download that names several countries, unless the user gave one."""
    for export in exports:
        account = next((account for account in export.accounts if account.other_countries), None)
        if account is None or account.country is None or export.person.region_from == "told":
            continue
        country = country_name(account.country)
        more = ", ".join(f"{country_name(code)} ({signal})" for code, signal in account.other_countries)
        yield (
            f"{export.name} names more than one country for you: {country} ({account.country_from}), "
            f"{more}. The verdicts are for {country}. If you live elsewhere, add --region COUNTRY."
        )


def birth_date_warnings(exports: Iterable[Export]) -> Iterator[str]:
    """Yield a warning for each date of birth that can't be right."""
    for export in exports:
        person = export.person
        by_user = person.age_from == "told"
        source = "you gave" if by_user else f"in {export.name}"
        if person.born is None:
            continue
        if person.born > person.as_of:
            yield (
                f"The date of birth {source}, {person.born}, is later than {person.as_of}, the day these "
                "verdicts are for. Your age is treated as unknown."
            )
        elif too_young(export.accounts, person.born):
            joined = min(account.joined for account in export.accounts if account.joined)
            effect = "It is used anyway." if by_user else "Your age is treated as unknown: add --born DATE."
            yield (
                f"The date of birth {source}, {person.born}, is later than the day the account was created, "
                f"{joined}, so one of the two is wrong. {effect}"
            )


def past_day_warnings(exports: Iterable[Export], as_of: date, policy_date: date) -> Iterator[str]:
    """Yield warnings about verdicts for a day in the past."""
    if as_of < policy_date:
        yield (
            f"These verdicts are for {as_of}. The rules quote statements that Meta made up to {policy_date}, "
            f"some of them later. Only what Meta had started by {as_of} counts."
        )
    for export in exports:
        if export.person.cut_off:
            yield (
                f"{export.name} was made on {export.made}, after {as_of}, the day these verdicts are for. "
                f"It shows who could see your items on {export.made}. What you made after {as_of} does not "
                "count."
            )


def unused_facts_warnings(exports: Iterable[Export], facts: Facts) -> Iterator[str]:
    """Yield a warning for each person for whom the user's facts were not used."""
    for individual in individuals(tuple(exports)):
        if facts.account is not None and not individual.exports[0].takes_facts:
            downloads = ", ".join(export.name for export in individual.exports)
            yield f"The answers belong to {facts.account.label}, so they were not used for {downloads}."
