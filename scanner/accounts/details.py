"""What the members of an export say of its accounts, and what one download says of itself.

All of it is plain data, before any verdict. Saved scans store it: the keys of their fields stay.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from scanner.accounts.export_date import ExportDate
from scanner.readers.record import AccountDetail
from scanner.values.names import folded_name

NO_ACCOUNT: Final = "unknown"
"""The platform of members that belong to no account."""
PLACEHOLDER_BIRTH_YEAR: Final = 1919
"""Instagram writes 1919-01-01 where it has no date of birth. Source: timelinize, datasources/instagram."""

AccountKey = tuple[int, str]
"""The number of a download and a platform: what one download says of one account."""


class AccountDetails(msgspec.Struct):
    """All that the members of one account say of it."""

    platform: str
    facts: list[AccountDetail] = msgspec.field(default_factory=list)
    matched_identity: str | None = msgspec.field(default=None, name="known_as")
    """The identity of the account that it was matched with, where its own members have no name."""

    def values(self, name: str) -> list[AccountDetail]:
        """Return every fact of a name, in the order of the members."""
        return [fact for fact in self.facts if fact.name == name]

    def text(self, name: str) -> str | None:
        """Return the first text of a name: of a name or username that changed, the present one."""
        return next((f.value for f in self.values(name) if isinstance(f.value, str) and f.at is None), None)

    def last_time(self, name: str) -> float | None:
        """Return the latest time of a name, seconds since 1970 UTC."""
        return max((time for _, time in self._numbers(name)), default=None)

    def newest_request(self, name: str) -> float | None:
        """Return a value of the newest request for a download, whose facts have the time of it in `at`."""
        numbers = self._numbers(name)
        return max(numbers)[1] if numbers else None

    def _numbers(self, name: str) -> list[tuple[float, float]]:
        """Return the `at` and the value of every fact of a name whose value is a number."""
        facts = self.values(name)
        return [(f.at or 0.0, float(f.value)) for f in facts if isinstance(f.value, int | float)]

    def flag(self, name: str) -> bool | None:
        """Return yes or no; None where the members say neither, or both."""
        values = {f.value for f in self.values(name) if isinstance(f.value, bool)}
        return values.pop() if len(values) == 1 else None

    @property
    def names(self) -> frozenset[str]:
        """The present and former names and usernames, folded."""
        names = (str(fact.value) for name in ("name", "username") for fact in self.values(name))
        return frozenset(map(folded_name, names)) - {""}

    @property
    def usernames(self) -> frozenset[str]:
        """The present and former usernames, folded."""
        usernames = (fact.value for fact in self.values("username") if isinstance(fact.value, str))
        return frozenset(map(folded_name, usernames)) - {""}

    @property
    def pages(self) -> frozenset[str]:
        """The names of the Pages that the owner runs."""
        return frozenset(str(fact.value) for fact in self.values("page"))

    @property
    def identity(self) -> str | None:
        """What distinguishes it from the accounts of its platform: the username, else the name; folded."""
        return folded_name(self.text("username") or self.text("name") or "") or self.matched_identity

    @property
    def birth_date(self) -> date | None:
        """The first date of birth that is a date and no placeholder."""
        for fact in self.values("birth_date"):
            try:
                born = date.fromisoformat(str(fact.value))
            except ValueError:
                continue
            if born.year > PLACEHOLDER_BIRTH_YEAR:
                return born
        return None


class DownloadDetails(msgspec.Struct, frozen=True):
    """What one download says of itself and of its accounts."""

    name: str
    parts: tuple[str, ...]
    exported: ExportDate = msgspec.field(name="made")
    details: tuple[AccountDetails, ...] = msgspec.field(name="tellings")
    """One for each platform in it, `NO_ACCOUNT` too where members belong to no account."""

    @property
    def accounts(self) -> list[AccountDetails]:
        """The details of its accounts."""
        return [details for details in self.details if details.platform != NO_ACCOUNT]


def details_by_key(downloads: Sequence[DownloadDetails]) -> dict[AccountKey, AccountDetails]:
    """Return the details of every account in every download."""
    return {
        (number, details.platform): details
        for number, download in enumerate(downloads)
        for details in download.details
    }
