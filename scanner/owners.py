"""Whose export it is: the accounts of every download, each with what it told and whom it is judged for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.account import Owner, Telling, home_country, owner, person, too_young
from scanner.archive import Download
from scanner.dates import date_in_name
from scanner.evidence import Told
from scanner.facts import Facts
from scanner.reading import MemberFate
from scanner.result import Account, Export, Person
from scanner.rulebook import RuleBook
from scanner.rulebook.countries import shown_name

NOBODY: Final = "unknown"
"""The platform of members that belong to no account."""

Place = tuple[int, str]
"""A download's number and a platform: where an account's members lie."""


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
    newest: Mapping[int, Place]
    """Where the newest download of each lies."""
    names: Mapping[int, frozenset[str]]
    """The names each goes or went by, in lower case, by its newest download."""

    def home(self, fate: MemberFate) -> tuple[int, bool]:
        """Give the number of the account a member belongs to, and whether a newer download has it too."""
        number = self.numbers[_place(fate)]
        return number, self.newest[number][0] != fate.download


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
    for place, telling in tellings.items():
        if place[1] == NOBODY or telling.identity:
            continue
        others = {
            other: told.identity for other, told in tellings.items() if other[1] == place[1] and told.identity
        }
        mine = _moments(place, fates, content) if others else content.clear()
        same = {name for other, name in others.items() if _is_shared(mine, _moments(other, fates, content))}
        telling.known_as = same.pop() if len(same) == 1 else None


def _moments(place: Place, fates: Sequence[MemberFate], content: pl.DataFrame) -> pl.DataFrame:
    """Give the moments and texts of an account's own records in one download."""
    members = [number for number, fate in enumerate(fates) if _place(fate) == place]
    mine = content.filter(pl.col("member").is_in(members) & (pl.col("author") == "self"))
    return mine.select("at", "text").filter(pl.col("at").is_not_null()).unique()


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
    """Give each account a number.

    One whose platform and username (else name) agree in two downloads is the same one.
    """
    tellings = _by_place(told)
    numbers: dict[object, int] = {}
    placed: dict[Place, int] = {}
    for place in sorted(tellings, key=lambda place: (-told[place[0]].made.at, place)):
        name = tellings[place].identity
        identity = (place[1], name) if name else place
        placed[place] = numbers.setdefault(identity, len(numbers))
    newest = _newest(placed, told, tellings)
    return Accounts(placed, newest, {number: tellings[place].names for number, place in newest.items()})


def _by_place(told: Sequence[Delivery]) -> dict[Place, Telling]:
    return {
        (number, each.platform): each for number, delivery in enumerate(told) for each in delivery.tellings
    }


def _newest(
    numbers: Mapping[Place, int], told: Sequence[Delivery], tellings: Mapping[Place, Telling]
) -> dict[int, Place]:
    """Give for each account the place of its newest download, of those that tell whose they are."""
    places: dict[int, list[Place]] = defaultdict(list)
    for place, number in numbers.items():
        places[number].append(place)

    def rank(place: Place) -> tuple[bool, float]:
        return tellings[place].known_as is None, told[place[0]].made.at

    return {number: max(held, key=rank) for number, held in places.items()}


def whose(told: Sequence[Delivery], facts: Facts, as_of: date, book: RuleBook) -> Owners:
    """Say whom the items of each account are judged for."""
    owners = {
        (number, telling.platform): owner(telling, delivery.made.at, home_country(delivery.told, book))
        for number, delivery in enumerate(told)
        for telling in delivery.tellings
    }
    held = [
        [owners[number, telling.platform].account for telling in delivery.told]
        for number, delivery in enumerate(told)
    ]
    exports = tuple(
        _export(delivery, mine, _judged_for(delivery, person(mine, facts, as_of, book)))
        for delivery, mine in zip(told, held, strict=True)
    )
    newest = accounts(told).newest
    people = {number: Told(owners[place], exports[place[0]].person) for number, place in newest.items()}
    warnings = (
        *_warnings(owners.values()),
        *_of_countries(exports),
        *_of_births(exports),
        *_of_days(exports, as_of, book.policy_date),
    )
    return Owners(people, exports, warnings)


def _judged_for(delivery: Delivery, who: Person) -> Person:
    """Say where judging for an earlier day than that of the export cuts off what came later.

    A day may pass between here and UTC, in which exports tell their time.
    """
    made = delivery.made
    early = made.how != "unknown" and _day(made.at) - who.as_of > timedelta(days=1)
    return replace(who, cut_off=who.as_of) if early else who


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


def _of_countries(exports: Iterable[Export]) -> Iterator[str]:
    """Name the countries of a download that disagree, where the user said of none that they live there."""
    for export in exports:
        account = next((account for account in export.accounts if account.other_countries), None)
        if account is None or account.country is None or export.person.region_from == "told":
            continue
        others = ", ".join(f"{shown_name(country)} ({words})" for country, words in account.other_countries)
        taken = shown_name(account.country)
        yield (
            f"{export.name} names more than one country for you: {taken} ({account.country_from}), "
            f"{others}. You are judged for {taken}. If you live elsewhere, add --region."
        )


def _of_births(exports: Iterable[Export]) -> Iterator[str]:
    """Name a date of birth that can't be right."""
    for export in exports:
        who = export.person
        told = who.age_from == "told"
        source = "you gave" if told else f"in {export.name}"
        if who.born is None:
            continue
        if who.born > who.as_of:
            yield (
                f"The date of birth {source}, {who.born}, is later than {who.as_of}, the day you are "
                "judged for. Your age is taken as not known."
            )
        elif too_young(export.accounts, who.born):
            joined = min(account.joined for account in export.accounts if account.joined)
            done = "It is used all the same." if told else "Your age is taken as not known: add --born."
            yield (
                f"The date of birth {source}, {who.born}, is later than the day the account was created, "
                f"{joined}, so one of the two is wrong. {done}"
            )


def _of_days(exports: Iterable[Export], as_of: date, policy_date: date) -> Iterator[str]:
    """Say what judging for a day in the past can't know."""
    if as_of < policy_date:
        yield (
            f"You are judged for {as_of}. The rules quote what Meta said up to {policy_date}, some of it "
            f"later. Only what Meta had started by {as_of} counts."
        )
    for export in exports:
        if export.person.cut_off:
            yield (
                f"{export.name} was made on {export.made}, after {as_of}, the day you are judged for. It "
                f"shows who can see your items as of {export.made}. What you made after {as_of} does not "
                "count."
            )
