"""Whose export it is: the accounts of every download, each with what it told and whom it is judged for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

import polars as pl

from scanner.account import Owner, Telling, home_country, owner, person
from scanner.archive import Download
from scanner.dates import date_in_name
from scanner.evidence import Told
from scanner.facts import Facts
from scanner.reading import MemberFate
from scanner.result import Account, Export, Person
from scanner.rulebook import RuleBook

NOBODY: Final = "unknown"
"""The platform of members that belong to no account."""

Place = tuple[int, str]
"""A download's number and a platform: where an account's members lie."""


@dataclass(frozen=True)
class Made:
    """When a download was made, seconds since 1970 UTC, and how that is known."""

    at: float
    how: str


@dataclass(frozen=True)
class Owners:
    """Every account of a scan; the same account of two downloads is one."""

    numbers: Mapping[Place, int]
    told: Mapping[int, Told]
    exports: tuple[Export, ...]
    warnings: tuple[str, ...]

    @property
    def names(self) -> dict[int, frozenset[str]]:
        """The names each account goes or went by, in lower case."""
        return {number: told.owner.names for number, told in self.told.items()}

    @property
    def made(self) -> dict[int, float]:
        """The moment of each account's export."""
        return {number: told.owner.made for number, told in self.told.items()}

    def number(self, fate: MemberFate) -> int:
        """Give the number of the account that a member belongs to."""
        return self.numbers[_place(fate)]


def _place(fate: MemberFate) -> Place:
    return fate.download, fate.platform or NOBODY


def whose(
    downloads: Sequence[Download],
    fates: Sequence[MemberFate],
    content: pl.DataFrame,
    facts: Facts,
    as_of: date,
    book: RuleBook,
) -> Owners:
    """Put together the accounts of all downloads."""
    tellings = _tellings(fates)
    made = [_made(number, download, tellings, fates, content) for number, download in enumerate(downloads)]
    owners = {
        place: owner(telling, made[place[0]].at, _home(place[0], tellings, book))
        for place, telling in tellings.items()
    }
    exports = tuple(
        _export(
            download,
            [owners[place].account for place in _of(number, tellings)],
            made[number],
            facts,
            as_of,
            book,
            _all(number, tellings),
        )
        for number, download in enumerate(downloads)
    )
    numbers = _numbered(owners, made)
    told = _told(numbers, owners, made, [export.person for export in exports])
    return Owners(numbers, told, exports, tuple(_warnings(owners.values())))


def _tellings(fates: Iterable[MemberFate]) -> dict[Place, Telling]:
    """Gather what the members of each account told; a fact names the account it speaks of."""
    tellings: dict[Place, Telling] = {}
    for fate in fates:
        place = _place(fate)
        tellings.setdefault(place, Telling(place[1]))
        for fact in fate.facts:
            platform = {"messenger": "facebook"}.get(fact.platform, fact.platform)
            tellings.setdefault((fate.download, platform), Telling(platform)).facts.append(fact)
    return tellings


def _of(download: int, tellings: Mapping[Place, Telling]) -> list[Place]:
    """Give the accounts of a download, leaving out the members that belong to none."""
    return [place for place in tellings if place[0] == download and place[1] != NOBODY]


def _all(download: int, tellings: Mapping[Place, Telling]) -> list[Telling]:
    return [tellings[place] for place in _of(download, tellings)]


def _home(download: int, tellings: Mapping[Place, Telling], book: RuleBook) -> tuple[str | None, str | None]:
    return home_country(_all(download, tellings), book)


def _made(
    number: int,
    download: Download,
    tellings: Mapping[Place, Telling],
    fates: Sequence[MemberFate],
    content: pl.DataFrame,
) -> Made:
    """Say when a download was made: by its request record, else its name, else its newest record."""
    requested = [
        at for telling in _all(number, tellings) if (at := telling.of_newest_request("requested_at"))
    ]
    if requested:
        return Made(max(requested), "request record")
    days = [day for name in (download.name, *download.parts) if (day := date_in_name(name))]
    if days:
        return Made(datetime.combine(max(days), time(23, 59, 59), UTC).timestamp(), "file name")
    own = [index for index, fate in enumerate(fates) if fate.download == number]
    newest = content.filter(pl.col("member").is_in(own))["at"].max()
    if isinstance(newest, float):
        return Made(newest, "newest record")
    return Made(datetime.now(UTC).timestamp(), "unknown")


def _export(
    download: Download,
    accounts: Sequence[Account],
    made: Made,
    facts: Facts,
    as_of: date,
    book: RuleBook,
    tellings: Sequence[Telling],
) -> Export:
    since = [at for telling in tellings if (at := telling.of_newest_request("covers_from")) is not None]
    until = [at for telling in tellings if (at := telling.of_newest_request("covers_until")) is not None]
    return Export(
        name=download.name,
        accounts=tuple(account for account in accounts),
        parts=download.parts,
        made=None if made.how == "unknown" else datetime.fromtimestamp(made.at, UTC).date(),
        made_from=made.how,
        covers_all_time=max(since) <= 0 if since else None,
        covers_from=_day(max(since)) if since and max(since) > 0 else None,
        covers_until=_day(max(until)) if until and max(until) > 0 else None,
        person=person(accounts, facts, as_of, book),
    )


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def _numbered(owners: Mapping[Place, Owner], made: Sequence[Made]) -> dict[Place, int]:
    """Give each account its number.

    One whose platform and username (else name) agree in two downloads is the same one.
    """
    numbers: dict[object, int] = {}
    placed: dict[Place, int] = {}
    for place in sorted(owners, key=lambda place: (-made[place[0]].at, place)):
        account = owners[place].account
        name = account.username or account.name
        identity = (place[1], name.casefold()) if name else place
        placed[place] = numbers.setdefault(identity, len(numbers))
    return placed


def _told(
    numbers: Mapping[Place, int],
    owners: Mapping[Place, Owner],
    made: Sequence[Made],
    people: Sequence[Person],
) -> dict[int, Told]:
    """Give each account its owner, by its newest export, and whom its items are judged for."""
    places: dict[int, list[Place]] = defaultdict(list)
    for place, number in numbers.items():
        places[number].append(place)
    newest = {number: max(held, key=lambda place: made[place[0]].at) for number, held in places.items()}
    return {number: Told(owners[place], people[place[0]]) for number, place in newest.items()}


def _warnings(owners: Iterable[Owner]) -> Iterable[str]:
    for each in owners:
        if each.timeline.history == "contradiction":
            yield (
                f"{each.account.platform}: the account's private flag and the record of its switches "
                "contradict each other, so its state is taken as unknown where they do."
            )
