"""The details of every download, gathered from its members: its accounts, and when it was made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from itertools import combinations
from typing import Final

import polars as pl

from scanner.accounts.details import NO_ACCOUNT, AccountDetails, AccountKey, DownloadDetails
from scanner.accounts.export_date import ExportDate, date_in_name
from scanner.archive import Download
from scanner.items.ids import minute
from scanner.platforms import account_platform
from scanner.reading.placement import MemberOutcome

NAMELESS_PREFIX: Final = "\x1f"
"""Begins the identity of an account that no download names; no name of an export begins with it."""


def download_details(
    downloads: Sequence[Download], outcomes: Sequence[MemberOutcome], content: pl.DataFrame
) -> tuple[DownloadDetails, ...]:
    """Return what each download says of itself and of its accounts."""
    details = _details(outcomes)
    _identify_nameless(details, outcomes, content)
    return tuple(
        DownloadDetails(
            download.name,
            download.parts,
            _export_date(number, download, details, outcomes, content),
            tuple(of_account for key, of_account in details.items() if key[0] == number),
        )
        for number, download in enumerate(downloads)
    )


def account_key(outcome: MemberOutcome) -> AccountKey:
    """Return the key of the account that a member belongs to."""
    return outcome.download, outcome.platform or NO_ACCOUNT


def _details(outcomes: Iterable[MemberOutcome]) -> dict[AccountKey, AccountDetails]:
    """Return what the members of each account say; a fact names the platform of its account."""
    details: dict[AccountKey, AccountDetails] = {}
    for outcome in outcomes:
        key = account_key(outcome)
        details.setdefault(key, AccountDetails(key[1]))
        for fact in outcome.details or ():
            platform = account_platform(fact.platform)
            details.setdefault((outcome.download, platform), AccountDetails(platform)).facts.append(fact)
    return details


def _identify_nameless(
    details: Mapping[AccountKey, AccountDetails], outcomes: Sequence[MemberOutcome], content: pl.DataFrame
) -> None:
    """Set the identity of each account without a name: that of the one it shares half of its records with."""
    nameless: dict[AccountKey, AccountDetails] = {}
    for key, account in details.items():
        if key[1] == NO_ACCOUNT or account.identity:
            continue
        candidates = {
            candidate: identity
            for candidate, of_candidate in details.items()
            if candidate[1] == key[1] and (identity := of_candidate.identity)
        }
        records = _self_records(key, outcomes, content) if candidates else content.clear()
        same = {
            identity
            for candidate, identity in candidates.items()
            if _share_records(records, _self_records(candidate, outcomes, content))
        }
        account.matched_identity = same.pop() if len(same) == 1 else None
        if not account.matched_identity:
            nameless[key] = account
    _identify_among_nameless(nameless, outcomes, content)


def _identify_among_nameless(
    nameless: Mapping[AccountKey, AccountDetails], outcomes: Sequence[MemberOutcome], content: pl.DataFrame
) -> None:
    """Set one identity for accounts without a name that share records, as downloads of only chats may."""
    for (key, first), (second_key, second) in combinations(nameless.items(), 2):
        records = (_self_records(k, outcomes, content) for k in (key, second_key))
        if key[1] == second_key[1] and _share_records(*records):
            identity = first.matched_identity or second.matched_identity or f"{NAMELESS_PREFIX}{key[0]}"
            first.matched_identity = second.matched_identity = identity


def _self_records(key: AccountKey, outcomes: Sequence[MemberOutcome], content: pl.DataFrame) -> pl.DataFrame:
    """Return the minutes and texts of what the account's owner wrote, in one download."""
    members = [number for number, outcome in enumerate(outcomes) if account_key(outcome) == key]
    by_owner = content.filter(pl.col("member").is_in(members) & (pl.col("author") == "self"))
    return by_owner.filter(pl.col("at").is_not_null()).select(minute(), "text").unique()


def _share_records(first: pl.DataFrame, second: pl.DataFrame) -> bool:
    """Return whether two downloads have at least half of the smaller one's records in common."""
    shared = first.join(second, on=["at", "text"], how="semi", nulls_equal=True).height
    return 0 < min(first.height, second.height) <= shared * 2


def _export_date(
    number: int,
    download: Download,
    details: Mapping[AccountKey, AccountDetails],
    outcomes: Sequence[MemberOutcome],
    content: pl.DataFrame,
) -> ExportDate:
    """Return when a download was made: by its request record, else its name, else its newest record.

    Events don't count, as many have only the day they start; nor do records from the future.
    """
    accounts = [a for key, a in details.items() if key[0] == number and key[1] != NO_ACCOUNT]
    requests = [at for account in accounts if (at := account.newest_request("requested_at"))]
    if requests:
        return ExportDate(max(requests), "request record")
    days = [day for name in (download.name, *download.parts) if (day := date_in_name(name))]
    if days:
        return ExportDate(datetime.combine(max(days), time(23, 59, 59), UTC).timestamp(), "file name")
    members = [index for index, outcome in enumerate(outcomes) if outcome.download == number]
    now = datetime.now(UTC).timestamp()
    past = (pl.col("kind") != "event") & (pl.col("at") <= now)
    newest = content.filter(pl.col("member").is_in(members) & past)["at"].max()
    return ExportDate(newest, "newest record") if isinstance(newest, float) else ExportDate(now, "unknown")
