"""Whose export it is: the accounts of every download, each with what it told and whom it is judged for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import combinations
from typing import Final, TypeVar

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.account import Owner, Telling, birth_date, home_country, owner, person
from scanner.archive import Download
from scanner.dates import date_in_name
from scanner.evidence import Told
from scanner.facts import Facts
from scanner.items.ids import minute
from scanner.reading import MemberFate
from scanner.result import Account, Export, Person
from scanner.rulebook import RuleBook

T = TypeVar("T")
NOBODY: Final = "unknown"
"""The platform of members that belong to no account."""
UNNAMED: Final = "\x1f"
"""Begins what accounts are known as that no download names; no name of an export does."""

Place = tuple[int, str]
"""A download's number and a platform: where an account's members lie."""
Name = tuple[str, str]
"""A platform and what an account of it is called, in lower case."""


class Made(msgspec.Struct, frozen=True):
    """When a download was made, seconds since 1970 UTC, and how that is known."""

    at: float
    how: str


class Delivery(msgspec.Struct, frozen=True):
    """What one download tells of itself and of its accounts: plain data, before anyone is judged."""

    name: str
    parts: tuple[str, ...]
    made: Made
    tellings: tuple[Telling, ...]
    """One for each platform in it, `NOBODY` too where members belong to no account."""

    @property
    def told(self) -> list[Telling]:
        """What its accounts told."""
        return [telling for telling in self.tellings if telling.platform != NOBODY]


class Accounts(msgspec.Struct, frozen=True):
    """The accounts of all downloads, numbered; the same account of two downloads is one."""

    numbers: Mapping[Place, int]
    ages: Mapping[Place, int]
    """How many newer days there are of which a download has the account too."""
    places: Mapping[int, tuple[Place, ...]]
    """Where the downloads of each lie, the one to be trusted most of what it tells of the account first."""
    names: Mapping[int, frozenset[str]]
    """The names each goes or went by, in lower case, by its newest download."""

    def home(self, fate: MemberFate) -> tuple[int, int]:
        """Give the number of the account a member belongs to, and the age of its download among others."""
        place = _place(fate)
        return self.numbers[place], self.ages[place]


class Owners(msgspec.Struct, frozen=True):
    """Every account with whom it is judged for."""

    told: Mapping[int, Told]
    exports: tuple[Export, ...]
    warnings: tuple[str, ...]

    @property
    def made(self) -> dict[int, float]:
        """The moment of each account's export."""
        return {number: told.owner.made for number, told in self.told.items()}


def _place(fate: MemberFate) -> Place:
    return fate.download, fate.platform or NOBODY


def deliveries(
    downloads: Sequence[Download], fates: Sequence[MemberFate], content: pl.DataFrame
) -> tuple[Delivery, ...]:
    """Gather what each download tells."""
    tellings = _tellings(fates)
    _recognise(tellings, fates, content)
    told = [[t for place, t in tellings.items() if place[0] == number] for number in range(len(downloads))]
    return tuple(
        Delivery(download.name, download.parts, _made(number, download, mine, fates, content), tuple(mine))
        for number, (download, mine) in enumerate(zip(downloads, told, strict=True))
    )


def _tellings(fates: Iterable[MemberFate]) -> dict[Place, Telling]:
    """Gather what the members of each account told; a fact names the account it speaks of."""
    tellings: dict[Place, Telling] = {}
    for fate in fates:
        place = _place(fate)
        tellings.setdefault(place, Telling(place[1]))
        for fact in fate.facts or ():
            platform = {"messenger": "facebook"}.get(fact.platform, fact.platform)
            tellings.setdefault((fate.download, platform), Telling(platform)).facts.append(fact)
    return tellings


def _recognise(tellings: Mapping[Place, Telling], fates: Sequence[MemberFate], content: pl.DataFrame) -> None:
    """Tell which account one without a name is: the one that has half of its records in another download."""
    nameless: dict[Place, Telling] = {}
    for place, telling in tellings.items():
        if place[1] == NOBODY or telling.identity:
            continue
        others = {
            other: told.identity for other, told in tellings.items() if other[1] == place[1] and told.identity
        }
        mine = _moments(place, fates, content) if others else content.clear()
        same = {name for other, name in others.items() if _is_shared(mine, _moments(other, fates, content))}
        telling.known_as = same.pop() if len(same) == 1 else None
        if not telling.known_as:
            nameless[place] = telling
    _recognise_each_other(nameless, fates, content)


def _recognise_each_other(
    nameless: Mapping[Place, Telling], fates: Sequence[MemberFate], content: pl.DataFrame
) -> None:
    """Tell which accounts without a name are one, as those of chats alone: by their records too."""
    for (place, telling), (other, told) in combinations(nameless.items(), 2):
        if place[1] == other[1] and _is_shared(*(_moments(each, fates, content) for each in (place, other))):
            telling.known_as = told.known_as = telling.known_as or told.known_as or f"{UNNAMED}{place[0]}"


def _moments(place: Place, fates: Sequence[MemberFate], content: pl.DataFrame) -> pl.DataFrame:
    """Give the minutes and texts of an account's own records in one download."""
    members = [number for number, fate in enumerate(fates) if _place(fate) == place]
    mine = content.filter(pl.col("member").is_in(members) & (pl.col("author") == "self"))
    return mine.filter(pl.col("at").is_not_null()).select(minute(), "text").unique()


def _is_shared(mine: pl.DataFrame, others: pl.DataFrame) -> bool:
    """Tell whether two downloads have at least half of the smaller one's records in common."""
    shared = mine.join(others, on=["at", "text"], how="semi", nulls_equal=True).height
    return 0 < min(mine.height, others.height) <= shared * 2


def _made(
    number: int,
    download: Download,
    tellings: Iterable[Telling],
    fates: Sequence[MemberFate],
    content: pl.DataFrame,
) -> Made:
    """Say when a download was made: by its request record, else its name, else its newest record.

    Events are left out, as many have but the day they start, and so is what lies ahead.
    """
    accounts = [telling for telling in tellings if telling.platform != NOBODY]
    requested = [at for telling in accounts if (at := telling.of_newest_request("requested_at"))]
    if requested:
        return Made(max(requested), "request record")
    days = [day for name in (download.name, *download.parts) if (day := date_in_name(name))]
    if days:
        return Made(datetime.combine(max(days), time(23, 59, 59), UTC).timestamp(), "file name")
    own = [index for index, fate in enumerate(fates) if fate.download == number]
    now = datetime.now(UTC).timestamp()
    past = (pl.col("kind") != "event") & (pl.col("at") <= now)
    newest = content.filter(pl.col("member").is_in(own) & past)["at"].max()
    if isinstance(newest, float):
        return Made(newest, "newest record")
    return Made(now, "unknown")


def accounts(told: Sequence[Delivery]) -> Accounts:
    """Give each account a number; the same account in several downloads has one."""
    tellings = _by_place(told)
    placed = _numbered(tellings, sorted(tellings, key=lambda place: (-told[place[0]].made.at, place)))
    places = _by_trust(placed, told, tellings)
    ages = {place: age for held in places.values() for place, age in _ages(held, told).items()}
    return Accounts(
        placed, ages, places, {number: tellings[held[0]].names for number, held in places.items()}
    )


def _numbered(tellings: Mapping[Place, Telling], places: Sequence[Place]) -> dict[Place, int]:
    """Return a number for the account of each of the places, which come newest first.

    Accounts of a platform are one where they share a username, be it a former one. Where a download tells
    none, as pages may not, the name decides, if one account alone goes by it.
    """
    numbers: dict[Place, int] = {}
    by_username: dict[Name, int] = {}
    by_name: dict[Name, int] = {}
    for place in sorted(places, key=lambda place: not tellings[place].usernames):
        telling, platform = tellings[place], place[1]
        usernames = [(platform, name) for name in sorted(telling.usernames)]
        number = next((by_username[name] for name in usernames if name in by_username), None)
        if number is None and not usernames and telling.identity:
            name = (platform, telling.identity)
            named = {numbers[other] for other in numbers if _may_be_named(place, other, tellings)}
            number = by_username.get(
                name, by_name.get(name, named.pop() if len(named) == 1 else len(numbers))
            )
            by_name[name] = number
        numbers[place] = len(numbers) if number is None else number
        by_username |= dict.fromkeys(usernames, numbers[place])
    return numbers


def _may_be_named(place: Place, other: Place, tellings: Mapping[Place, Telling]) -> bool:
    """Tell whether an account known by its name alone can be another one: by name and date of birth."""
    one, two = tellings[place], tellings[other]
    born = {birth_date(one), birth_date(two)} - {None}
    return place[1] == other[1] and one.identity in two.names and len(born) < 2  # noqa: PLR2004


def _by_place(told: Sequence[Delivery]) -> dict[Place, Telling]:
    return {
        (number, each.platform): each for number, delivery in enumerate(told) for each in delivery.tellings
    }


def _by_trust(
    numbers: Mapping[Place, int], told: Sequence[Delivery], tellings: Mapping[Place, Telling]
) -> dict[int, tuple[Place, ...]]:
    """Give the places of each account: those that tell whose they are first, of these the newest."""

    def rank(place: Place) -> tuple[bool, bool, float]:
        made = told[place[0]].made
        return tellings[place].known_as is None, made.how != "unknown", made.at

    places: dict[int, tuple[Place, ...]] = defaultdict(tuple)
    for place in sorted(numbers, key=rank, reverse=True):
        places[numbers[place]] += (place,)
    return places


def _ages(places: Sequence[Place], told: Sequence[Delivery]) -> dict[Place, int]:
    """Give how many newer days there are for each place; of one day, none is newer than the other.

    A download of no known day is taken for the oldest.
    """
    days = {
        place: _day(made.at) if (made := told[place[0]].made).how != "unknown" else date.min
        for place in places
    }
    newest_first = sorted(set(days.values()), reverse=True)
    return {place: newest_first.index(day) for place, day in days.items()}


def whose(told: Sequence[Delivery], facts: Facts, as_of: date, book: RuleBook) -> Owners:
    """Say whom the items of each account are judged for."""
    owners = {
        (number, telling.platform): owner(telling, delivery.made.at, home_country(delivery.told, book))
        for number, delivery in enumerate(told)
        for telling in delivery.tellings
    }
    known = accounts(told)
    whole = {
        number: _together(number, [owners[place].account for place in places])
        for number, places in known.places.items()
    }
    held = [
        [whole[known.numbers[number, telling.platform]] for telling in delivery.told]
        for number, delivery in enumerate(told)
    ]
    exports = tuple(
        _export(delivery, mine, person(mine, facts, as_of, book))
        for delivery, mine in zip(told, held, strict=True)
    )
    people = {
        number: Told(replace(owners[places[0]], account=whole[number]), exports[places[0][0]].person)
        for number, places in known.places.items()
    }
    return Owners(people, exports, tuple(_warnings(owners.values())))


def _together(number: int, told: Sequence[Account]) -> Account:
    """Put together what the downloads of an account tell of it, the newest first; its state is that one's."""
    newest, *older = told
    home = next((account for account in told if account.country), newest)
    return replace(
        newest,
        number=number,
        name=_first(account.name for account in told),
        username=_first(account.username for account in told),
        birth_date=_first(account.birth_date for account in told),
        country=home.country,
        country_from=home.country_from,
        professional=newest.professional or any(account.professional for account in older),
    )


def _first(values: Iterable[T | None]) -> T | None:
    """Return the first value that is not None."""
    return next((value for value in values if value is not None), None)


def _export(delivery: Delivery, held: Sequence[Account], judged_for: Person) -> Export:
    tellings, made = delivery.told, delivery.made
    since = [at for telling in tellings if (at := telling.of_newest_request("covers_from")) is not None]
    until = [at for telling in tellings if (at := telling.of_newest_request("covers_until")) is not None]
    return Export(
        name=delivery.name,
        accounts=tuple(held),
        parts=delivery.parts,
        made=None if made.how == "unknown" else datetime.fromtimestamp(made.at, UTC).date(),
        made_from=made.how,
        covers_all_time=max(since) <= 0 if since else None,
        covers_from=_day(max(since)) if since and max(since) > 0 else None,
        covers_until=_day(max(until)) if until and max(until) > 0 else None,
        person=judged_for,
    )


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def _warnings(owners: Iterable[Owner]) -> Iterable[str]:
    for each in owners:
        if each.timeline.history == "contradiction":
            yield (
                f"{each.account.platform}: the record of the account's switches between public and "
                "private contradicts its flag or itself, or doesn't say which way they went, so its state "
                "is taken as unknown where it does."
            )
