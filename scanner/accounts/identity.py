"""Which accounts of several downloads are the same account: each gets a number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from scanner.accounts.details import AccountDetails, AccountKey, DownloadDetails, details_by_key
from scanner.accounts.downloads import account_key
from scanner.reading.placement import MemberOutcome

AccountName = tuple[str, str]
"""A platform and what an account of it is called, folded."""


class Accounts(msgspec.Struct, frozen=True):
    """The accounts of all downloads, numbered; the same account in two downloads is one."""

    numbers: Mapping[AccountKey, int]
    ages: Mapping[AccountKey, int]
    """How many newer days there are of which a download has the account too."""
    keys: Mapping[int, tuple[AccountKey, ...]]
    """The keys of each account, the download most to be trusted on the account first."""
    names: Mapping[int, frozenset[str]]
    """The present and former names of each, folded, by the first of its downloads."""
    pages: Mapping[int, frozenset[str]] = {}
    """The names of the Pages that each runs, by the first of its downloads."""

    def number_and_age(self, outcome: MemberOutcome) -> tuple[int, int]:
        """Return the number of the account a member belongs to, and the age of its download among them."""
        key = account_key(outcome)
        return self.numbers[key], self.ages[key]


def number_accounts(downloads: Sequence[DownloadDetails]) -> Accounts:
    """Return every account with its number; the same account in several downloads has one."""
    details = details_by_key(downloads)
    newest_first = sorted(details, key=lambda key: (-downloads[key[0]].exported.at, key))
    numbers = _numbers(details, newest_first)
    keys = _keys_by_number(numbers, downloads, details)
    return Accounts(
        numbers,
        {key: age for of_account in keys.values() for key, age in ages(of_account, downloads).items()},
        keys,
        {number: details[of_account[0]].names for number, of_account in keys.items()},
        {number: details[of_account[0]].pages for number, of_account in keys.items()},
    )


def ages(keys: Sequence[AccountKey], downloads: Sequence[DownloadDetails]) -> dict[AccountKey, int]:
    """Return how many newer days there are for each key; of one day, no download is newer than another.

    A download of an unknown day counts as the oldest.
    """
    days = {key: downloads[key[0]].exported.day or date.min for key in keys}
    newest_first = sorted(set(days.values()), reverse=True)
    return {key: newest_first.index(day) for key, day in days.items()}


def _numbers(
    details: Mapping[AccountKey, AccountDetails], newest_first: Sequence[AccountKey]
) -> dict[AccountKey, int]:
    """Return the number of the account of each key.

    Accounts of a platform are one where they share a username, be it a former one. Where a download has
    none, as pages may not, the name decides, if only one account goes by it.
    """
    numbers: dict[AccountKey, int] = {}
    by_username: dict[AccountName, int] = {}
    by_name: dict[AccountName, int] = {}
    for key in sorted(newest_first, key=lambda key: not details[key].usernames):
        account, platform = details[key], key[1]
        usernames = [(platform, name) for name in sorted(account.usernames)]
        number = next((by_username[name] for name in usernames if name in by_username), None)
        if number is None and not usernames and account.identity:
            name = (platform, account.identity)
            candidates = {numbers[numbered] for numbered in numbers if _may_be_same(key, numbered, details)}
            by_candidate = candidates.pop() if len(candidates) == 1 else len(numbers)
            number = by_username.get(name, by_name.get(name, by_candidate))
            by_name[name] = number
        numbers[key] = len(numbers) if number is None else number
        by_username |= dict.fromkeys(usernames, numbers[key])
    return numbers


def _may_be_same(
    key: AccountKey, candidate: AccountKey, details: Mapping[AccountKey, AccountDetails]
) -> bool:
    """Return whether an account known only by name can be another one: by name and date of birth."""
    account, candidate_account = details[key], details[candidate]
    born = {account.birth_date, candidate_account.birth_date} - {None}
    return key[1] == candidate[1] and account.identity in candidate_account.names and len(born) <= 1


def _keys_by_number(
    numbers: Mapping[AccountKey, int],
    downloads: Sequence[DownloadDetails],
    details: Mapping[AccountKey, AccountDetails],
) -> dict[int, tuple[AccountKey, ...]]:
    """Return the keys of each account: those whose download names the account first, of these the newest."""

    def trust(key: AccountKey) -> tuple[bool, bool, float]:
        exported = downloads[key[0]].exported
        return details[key].matched_identity is None, exported.how != "unknown", exported.at

    keys: dict[int, tuple[AccountKey, ...]] = defaultdict(tuple)
    for key in sorted(numbers, key=trust, reverse=True):
        keys[numbers[key]] += (key,)
    return keys
