"""The state of one account over time, put together from what its members say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import inf

import msgspec

from scanner.accounts.details import AccountDetails
from scanner.accounts.person import RESIDENCE_SIGNALS, Residence
from scanner.accounts.privacy_history import PrivacyHistory, Switch, privacy_history
from scanner.result import Account, Person


class AccountState(msgspec.Struct, frozen=True):
    """One account with all that the verdicts need of it. Times are seconds since 1970 UTC."""

    account: Account
    privacy: PrivacyHistory
    names: frozenset[str]
    """Its present and former names and usernames, folded."""
    exported_at: float
    close_friends_since: float | None = None
    """The first close-friends story; 0: there never was one; None: the export doesn't say."""
    default_audience: str | None = None
    joined: float | None = None
    pages: frozenset[str] = frozenset()
    """The names of the Pages that its owner runs."""
    state_until: float = inf
    """Of what was posted from then on the account's state is unknown: only downloads that don't have it are
    as new."""


@dataclass(frozen=True)
class Subject:
    """An account and the person its items are judged for."""

    state: AccountState
    person: Person
    takes_facts: bool = True
    """Whether the user's facts are about this account's owner."""


def account_state(details: AccountDetails, exported_at: float, residence: Residence) -> AccountState:
    """Return the state of one account; `residence` is where its download says the person lives."""
    switches = [
        Switch(f.at, f.value)
        for f in details.values("switched")
        if f.at is not None and isinstance(f.value, str)
    ]
    privacy = privacy_history(details.flag("private"), switches, exported_at)
    account = Account(
        platform=details.platform,
        name=details.text("name"),
        username=details.text("username"),
        state=privacy.state,
        state_since=datetime.fromtimestamp(privacy.since, UTC) if privacy.since else None,
        professional=details.flag("professional") is True,
        birth_date=details.birth_date,
        joined=_joined(details),
        country=residence.country,
        country_from=RESIDENCE_SIGNALS[residence.signal] if residence.signal else None,
        country_signal=residence.signal,
        other_countries=tuple(
            (country, RESIDENCE_SIGNALS[signal]) for country, signal in residence.other_countries
        ),
        linked=tuple(dict.fromkeys(str(fact.value) for fact in details.values("linked"))),
    )
    return AccountState(
        account=account,
        privacy=privacy,
        names=details.names,
        exported_at=exported_at,
        close_friends_since=details.last_time("close_friends_since"),
        default_audience=details.text("default_audience"),
        joined=details.last_time("joined"),
        pages=details.pages,
    )


def _joined(details: AccountDetails) -> date | None:
    """Return the day the account was created; None where no record has it, or it is no real day."""
    moment = details.last_time("joined")
    return datetime.fromtimestamp(moment, UTC).date() if moment and moment > 0 else None
