"""Whose export it is: the state of every account, and the person its items are judged for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import inf
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from scanner.accounts.account import AccountState, Subject, account_state
from scanner.accounts.details import AccountKey, DownloadDetails, details_by_key
from scanner.accounts.export_date import day_of
from scanner.accounts.identity import Accounts, ages, number_accounts
from scanner.accounts.people import numbers_of_people
from scanner.accounts.person import SIGNUP, person_of, residence
from scanner.accounts.privacy_history import united_history
from scanner.accounts.warnings import (
    birth_date_warnings,
    contradiction_warnings,
    country_warnings,
    past_day_warnings,
    unused_facts_warnings,
)
from scanner.facts import AccountFacts, Facts
from scanner.result import Account, Export, Person
from scanner.rulebook import RuleBook
from scanner.values.days import day_start
from scanner.values.names import folded_name

T = TypeVar("T")
States = Mapping[AccountKey, AccountState]


class Subjects(msgspec.Struct, frozen=True):
    """Every account, by its number, with the person its items are judged for."""

    by_account: Mapping[int, Subject]
    exports: tuple[Export, ...]
    warnings: tuple[str, ...]

    @property
    def exported_at(self) -> dict[int, float]:
        """When each account's newest download was made, seconds since 1970 UTC."""
        return {number: subject.state.exported_at for number, subject in self.by_account.items()}


def subjects_of(downloads: Sequence[DownloadDetails], facts: Facts, as_of: date, book: RuleBook) -> Subjects:
    """Return whom the items of each account are judged for, with these facts and for this day."""
    states = {
        key: account_state(
            details, downloads[key[0]].exported.at, residence(downloads[key[0]].accounts, book)
        )
        for key, details in details_by_key(downloads).items()
    }
    accounts = number_accounts(downloads)
    united = {
        number: _united_state(number, keys, states, downloads, book) for number, keys in accounts.keys.items()
    }
    unjudged = _exports(downloads, accounts, states, united, facts.account)
    exports = _judged_exports(unjudged, downloads, facts, as_of, book)
    first_exports = {number: exports[keys[0][0]] for number, keys in accounts.keys.items()}
    warnings = (
        *contradiction_warnings(states.values()),
        *country_warnings(exports),
        *birth_date_warnings(exports),
        *past_day_warnings(exports, as_of, book.policy_date),
        *unused_facts_warnings(exports, facts),
    )
    return Subjects(
        {
            number: Subject(united[number], export.person, export.takes_facts)
            for number, export in first_exports.items()
        },
        exports,
        warnings,
    )


def _exports(
    downloads: Sequence[DownloadDetails],
    accounts: Accounts,
    states: States,
    united: Mapping[int, AccountState],
    answers: AccountFacts | None,
) -> list[Export]:
    """Return each download with its accounts, before its person is known."""
    exports = []
    for number, download in enumerate(downloads):
        keys = [(number, details.platform) for details in download.accounts]
        # what all downloads say of the account, with the names that this download has for it
        in_download = [replace(states[key], account=united[accounts.numbers[key]].account) for key in keys]
        exports.append(_export(download, in_download, answers))
    return exports


def _export(
    download: DownloadDetails, states: Sequence[AccountState], answers: AccountFacts | None
) -> Export:
    """Return one download with its accounts and what it covers, before its person is known."""
    accounts = download.accounts
    since = [at for details in accounts if (at := details.newest_request("covers_from")) is not None]
    until = [at for details in accounts if (at := details.newest_request("covers_until")) is not None]
    return Export(
        name=download.name,
        accounts=tuple(state.account for state in states),
        parts=download.parts,
        made=download.exported.day,
        made_from=download.exported.how,
        covers_all_time=max(since) <= 0 if since else None,
        covers_from=day_of(max(since)) if since and max(since) > 0 else None,
        covers_until=day_of(max(until)) if until and max(until) > 0 else None,
        in_facts=answers is not None and any(_is_in_facts(state, answers) for state in states),
    )


def _judged_exports(
    exports: Sequence[Export],
    downloads: Sequence[DownloadDetails],
    facts: Facts,
    as_of: date,
    book: RuleBook,
) -> tuple[Export, ...]:
    """Return the exports, each with the person its items are judged for."""
    judged = []
    for download, export, takes_facts in zip(downloads, exports, _takes_facts(exports, facts), strict=True):
        person = person_of(export.accounts, facts if takes_facts else Facts(), as_of, book)
        judged.append(replace(export, takes_facts=takes_facts, person=_with_cut_off(person, download)))
    return tuple(judged)


def _with_cut_off(person: Person, download: DownloadDetails) -> Person:
    """Return the person; with `cut_off` where the verdicts are for a day before the download was made.

    The two may be a day apart without that: exports have UTC time, `as_of` is a local day.
    """
    exported = download.exported.day
    early = exported is not None and exported - person.as_of > timedelta(days=1)
    return replace(person, cut_off=person.as_of) if early else person


def _takes_facts(exports: Sequence[Export], facts: Facts) -> list[bool]:
    """Return for each download whether the facts are for it: all downloads of the person in `[account]`."""
    if facts.account is None:
        return [True] * len(exports)
    numbers = numbers_of_people(exports)
    in_facts = {number for number, export in zip(numbers, exports, strict=True) if export.in_facts}
    return [number in in_facts for number in numbers]


def _is_in_facts(state: AccountState, answers: AccountFacts) -> bool:
    """Return whether `[account]` names an account, by a present or former name.

    Of two accounts with one name the username decides, where both it and the facts have one.
    """
    handles = {folded_name(text) for text in answers.handles}
    if handles & state.names:
        return True
    by_name = not handles or state.account.username is None
    return by_name and not state.names.isdisjoint(folded_name(text) for text in answers.names)


def _united_state(
    number: int,
    keys: Sequence[AccountKey],
    states: States,
    downloads: Sequence[DownloadDetails],
    book: RuleBook,
) -> AccountState:
    """Return the state of an account by all its downloads.

    `keys` has the most trusted one first: its day says in which state the account is.
    """
    key_ages, first = ages(keys, downloads), keys[0]
    all_states = [states[key] for key in keys]
    same_day = [key for key in keys if key_ages[key] == key_ages[first]]
    newest = _state_of_day(same_day, states, downloads, book)
    privacy = united_history(newest.privacy, [state.privacy for state in all_states])
    account = _united_account(number, [state.account for state in all_states])
    return replace(
        newest,
        account=replace(account, state=privacy.state, state_since=newest.account.state_since),
        privacy=privacy,
        names=newest.names.union(*(state.names for state in all_states)),
        pages=newest.pages.union(*(state.pages for state in all_states)),
        close_friends_since=_first_close_friends(newest, all_states),
        joined=_first(state.joined for state in (newest, *all_states)),
        state_until=_end_of_day(newest.exported_at) if key_ages[first] > 0 else inf,
    )


def _state_of_day(
    keys: Sequence[AccountKey], states: States, downloads: Sequence[DownloadDetails], book: RuleBook
) -> AccountState:
    """Return the state of an account by the downloads of one day: they may be parts of one request.

    If they disagree on whether it is private, the newest decides: the owner may have switched in between.
    """
    if len(keys) == 1:
        return states[keys[0]]
    by_key = details_by_key(downloads)
    details = [by_key[key] for key in keys]
    decisive = next((d for d in details if d.flag("private") is not None), details[0])
    facts = [fact for d in details for fact in d.facts if fact.name != "private" or d is decisive]
    return account_state(
        replace(details[0], facts=facts),
        states[keys[0]].exported_at,
        residence(downloads[keys[0][0]].accounts, book),
    )


def _first_close_friends(newest: AccountState, states: Iterable[AccountState]) -> float | None:
    """Return the first close-friends story that any download has.

    Only the newest can say that there was none: an older one doesn't know what was posted since.
    """
    times = [state.close_friends_since for state in states if state.close_friends_since]
    return min(times, default=newest.close_friends_since)


def _end_of_day(at: float) -> float:
    """Return the moment at which the day of a moment is over, both in seconds since 1970 UTC."""
    return day_start(day_of(at) + timedelta(days=1)).timestamp()


def _united_account(number: int, accounts: Sequence[Account]) -> Account:
    """Return one account from those of its downloads, the most trusted first."""
    newest, *older = accounts
    located = [account for account in accounts if account.country]
    residents = (account for account in located if account.country_signal != SIGNUP)
    best_located = next(residents, (located or accounts)[0])
    return replace(
        newest,
        number=number,
        name=_first(account.name for account in accounts),
        username=_first(account.username for account in accounts),
        birth_date=_first(account.birth_date for account in accounts),
        joined=_first(account.joined for account in accounts),
        country=best_located.country,
        country_from=best_located.country_from,
        country_signal=best_located.country_signal,
        other_countries=best_located.other_countries,
        linked=tuple(dict.fromkeys(name for account in accounts for name in account.linked)),
        professional=newest.professional or any(account.professional for account in older),
    )


def _first(values: Iterable[T | None]) -> T | None:
    """Return the first value that is not None."""
    return next((value for value in values if value is not None), None)
