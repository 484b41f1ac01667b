"""Whose export it is: the accounts of every download, each with what it told and whom it is judged for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from math import inf
from typing import Final, TypeVar

import msgspec
import polars as pl
from msgspec.structs import replace

from scanner.accounts.account import (
    AccountDetails,
    AccountState,
    Subject,
    birth_date,
    owner,
    person,
    residence,
    too_young,
)
from scanner.accounts.export_date import date_in_name
from scanner.accounts.people import individuals, numbered
from scanner.accounts.privacy_history import of_several
from scanner.archive import Download
from scanner.facts import AccountFacts, Facts
from scanner.items.ids import minute
from scanner.platforms import account_platform
from scanner.reading.placement import MemberOutcome
from scanner.result import Account, Export, Person
from scanner.rulebook import RuleBook
from scanner.rulebook.regions import country_name
from scanner.values.days import day_start
from scanner.values.names import folded_name

T = TypeVar("T")
NOBODY: Final = "unknown"
"""The platform of members that belong to no account."""
UNNAMED: Final = "\x1f"
"""Begins what accounts are known as that no download names; no name of an export does."""

Place = tuple[int, str]
"""A download's number and a platform: where an account's members lie."""
Name = tuple[str, str]
"""A platform and what an account of it is called, in lower case."""


class ExportDate(msgspec.Struct, frozen=True):
    """When a download was made, seconds since 1970 UTC, and how that is known."""

    at: float
    how: str


class DownloadDetails(msgspec.Struct, frozen=True):
    """What one download tells of itself and of its accounts: plain data, before anyone is judged."""

    name: str
    parts: tuple[str, ...]
    made: ExportDate
    tellings: tuple[AccountDetails, ...]
    """One for each platform in it, `NOBODY` too where members belong to no account."""

    @property
    def told(self) -> list[AccountDetails]:
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
    pages: Mapping[int, frozenset[str]] = {}
    """The names of the Pages that each runs, by its newest download."""

    def home(self, fate: MemberOutcome) -> tuple[int, int]:
        """Give the number of the account a member belongs to, and the age of its download among others."""
        place = _place(fate)
        return self.numbers[place], self.ages[place]


class Subjects(msgspec.Struct, frozen=True):
    """Every account with whom it is judged for."""

    told: Mapping[int, Subject]
    exports: tuple[Export, ...]
    warnings: tuple[str, ...]

    @property
    def made(self) -> dict[int, float]:
        """The moment of each account's export."""
        return {number: told.owner.made for number, told in self.told.items()}


def _place(fate: MemberOutcome) -> Place:
    return fate.download, fate.platform or NOBODY


def download_details(
    downloads: Sequence[Download], fates: Sequence[MemberOutcome], content: pl.DataFrame
) -> tuple[DownloadDetails, ...]:
    """Gather what each download tells."""
    tellings = _tellings(fates)
    _recognise(tellings, fates, content)
    told = [[t for place, t in tellings.items() if place[0] == number] for number in range(len(downloads))]
    return tuple(
        DownloadDetails(
            download.name, download.parts, _made(number, download, mine, fates, content), tuple(mine)
        )
        for number, (download, mine) in enumerate(zip(downloads, told, strict=True))
    )


def _tellings(fates: Iterable[MemberOutcome]) -> dict[Place, AccountDetails]:
    """Gather what the members of each account told; a fact names the account it speaks of."""
    tellings: dict[Place, AccountDetails] = {}
    for fate in fates:
        place = _place(fate)
        tellings.setdefault(place, AccountDetails(place[1]))
        for fact in fate.details or ():
            platform = account_platform(fact.platform)
            tellings.setdefault((fate.download, platform), AccountDetails(platform)).facts.append(fact)
    return tellings


def _recognise(
    tellings: Mapping[Place, AccountDetails], fates: Sequence[MemberOutcome], content: pl.DataFrame
) -> None:
    """Tell which account one without a name is: the one that has half of its records in another download."""
    nameless: dict[Place, AccountDetails] = {}
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
    nameless: Mapping[Place, AccountDetails], fates: Sequence[MemberOutcome], content: pl.DataFrame
) -> None:
    """Tell which accounts without a name are one, as those of chats alone: by their records too."""
    for (place, telling), (other, told) in combinations(nameless.items(), 2):
        if place[1] == other[1] and _is_shared(*(_moments(each, fates, content) for each in (place, other))):
            telling.known_as = told.known_as = telling.known_as or told.known_as or f"{UNNAMED}{place[0]}"


def _moments(place: Place, fates: Sequence[MemberOutcome], content: pl.DataFrame) -> pl.DataFrame:
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
    tellings: Iterable[AccountDetails],
    fates: Sequence[MemberOutcome],
    content: pl.DataFrame,
) -> ExportDate:
    """Say when a download was made: by its request record, else its name, else its newest record.

    Events are left out, as many have but the day they start, and so is what lies ahead.
    """
    accounts = [telling for telling in tellings if telling.platform != NOBODY]
    requested = [at for telling in accounts if (at := telling.of_newest_request("requested_at"))]
    if requested:
        return ExportDate(max(requested), "request record")
    days = [day for name in (download.name, *download.parts) if (day := date_in_name(name))]
    if days:
        return ExportDate(datetime.combine(max(days), time(23, 59, 59), UTC).timestamp(), "file name")
    own = [index for index, fate in enumerate(fates) if fate.download == number]
    now = datetime.now(UTC).timestamp()
    past = (pl.col("kind") != "event") & (pl.col("at") <= now)
    newest = content.filter(pl.col("member").is_in(own) & past)["at"].max()
    if isinstance(newest, float):
        return ExportDate(newest, "newest record")
    return ExportDate(now, "unknown")


def accounts(told: Sequence[DownloadDetails]) -> Accounts:
    """Give each account a number; the same account in several downloads has one."""
    tellings = _by_place(told)
    placed = _numbered(tellings, sorted(tellings, key=lambda place: (-told[place[0]].made.at, place)))
    places = _by_trust(placed, told, tellings)
    ages = {place: age for held in places.values() for place, age in _ages(held, told).items()}
    names = {number: tellings[held[0]].names for number, held in places.items()}
    pages = {number: tellings[held[0]].pages for number, held in places.items()}
    return Accounts(placed, ages, places, names, pages)


def _numbered(tellings: Mapping[Place, AccountDetails], places: Sequence[Place]) -> dict[Place, int]:
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


def _may_be_named(place: Place, other: Place, tellings: Mapping[Place, AccountDetails]) -> bool:
    """Return whether an account known by its name alone can be another one: by name and date of birth."""
    one, two = tellings[place], tellings[other]
    born = {birth_date(one), birth_date(two)} - {None}
    return place[1] == other[1] and one.identity in two.names and len(born) <= 1


def _by_place(told: Sequence[DownloadDetails]) -> dict[Place, AccountDetails]:
    return {
        (number, each.platform): each for number, delivery in enumerate(told) for each in delivery.tellings
    }


def _by_trust(
    numbers: Mapping[Place, int], told: Sequence[DownloadDetails], tellings: Mapping[Place, AccountDetails]
) -> dict[int, tuple[Place, ...]]:
    """Return the places of each account: those that tell whose they are first, of these the newest."""

    def rank(place: Place) -> tuple[bool, bool, float]:
        made = told[place[0]].made
        return tellings[place].known_as is None, made.how != "unknown", made.at

    places: dict[int, tuple[Place, ...]] = defaultdict(tuple)
    for place in sorted(numbers, key=rank, reverse=True):
        places[numbers[place]] += (place,)
    return places


def _ages(places: Sequence[Place], told: Sequence[DownloadDetails]) -> dict[Place, int]:
    """Return how many newer days there are for each place; of one day, none is newer than the other.

    A download of no known day is taken for the oldest.
    """
    days = {
        place: _day(made.at) if (made := told[place[0]].made).how != "unknown" else date.min
        for place in places
    }
    newest_first = sorted(set(days.values()), reverse=True)
    return {place: newest_first.index(day) for place, day in days.items()}


def subjects_of(told: Sequence[DownloadDetails], facts: Facts, as_of: date, book: RuleBook) -> Subjects:
    """Say whom the items of each account are judged for."""
    owners = {
        (number, telling.platform): owner(telling, delivery.made.at, residence(delivery.told, book))
        for number, delivery in enumerate(told)
        for telling in delivery.tellings
    }
    known = accounts(told)
    joined = {
        number: _united_owner(number, places, owners, told, book) for number, places in known.places.items()
    }
    whole = {number: each.account for number, each in joined.items()}
    held = [
        [
            replace(owners[number, telling.platform], account=whole[known.numbers[number, telling.platform]])
            for telling in delivery.told
        ]
        for number, delivery in enumerate(told)
    ]
    bare = [_export(delivery, mine, facts.account) for delivery, mine in zip(told, held, strict=True)]
    exports = tuple(
        replace(
            export,
            takes_facts=takes,
            person=_judged_for(delivery, person(export.accounts, facts if takes else Facts(), as_of, book)),
        )
        for delivery, export, takes in zip(told, bare, _takers(bare, facts), strict=True)
    )
    people = {
        number: Subject(
            joined[number],
            exports[places[0][0]].person,
            exports[places[0][0]].takes_facts,
        )
        for number, places in known.places.items()
    }
    warnings = (
        *_warnings(owners.values()),
        *_of_countries(exports),
        *_of_births(exports),
        *_of_days(exports, as_of, book.policy_date),
        *_not_theirs(exports, facts),
    )
    return Subjects(people, exports, warnings)


def _judged_for(delivery: DownloadDetails, who: Person) -> Person:
    """Say where judging for an earlier day than that of the export cuts off what came later.

    A day may pass between here and UTC, in which exports tell their time.
    """
    made = delivery.made
    early = made.how != "unknown" and _day(made.at) - who.as_of > timedelta(days=1)
    return replace(who, cut_off=who.as_of) if early else who


def _takers(exports: Sequence[Export], facts: Facts) -> list[bool]:
    """Return for each download whether the facts are for it: all downloads of the person in `[account]`."""
    if facts.account is None:
        return [True] * len(exports)
    numbers = numbered(exports)
    named = {number for number, export in zip(numbers, exports, strict=True) if export.in_facts}
    return [number in named for number in numbers]


def _not_theirs(exports: Sequence[Export], facts: Facts) -> Iterable[str]:
    """Yield a warning for each person for whom the facts were not used."""
    for each in individuals(exports):
        if facts.account is not None and not each.exports[0].takes_facts:
            downloads = ", ".join(export.name for export in each.exports)
            yield f"The answers belong to {facts.account.label}, so they were not used for {downloads}."


def _is_named(owner: AccountState, answers: AccountFacts) -> bool:
    """Return whether `[account]` names an account, by a name it goes or went by.

    Of two accounts with one name the username decides, where both it and the facts have one.
    """
    handles = {folded_name(text) for text in answers.handles}
    if handles & owner.names:
        return True
    by_name_alone = not handles or owner.account.username is None
    return by_name_alone and not owner.names.isdisjoint(folded_name(text) for text in answers.names)


def _united_owner(
    number: int,
    places: Sequence[Place],
    owners: Mapping[Place, AccountState],
    told: Sequence[DownloadDetails],
    book: RuleBook,
) -> AccountState:
    """Put together an account of what all its downloads tell.

    `places` has the most trusted one first: its day says in which state the account is.
    """
    ages, first = _ages(places, told), places[0]
    every = [owners[place] for place in places]
    newest = _owner_of_day([place for place in places if ages[place] == ages[first]], owners, told, book)
    line = of_several(newest.timeline, [each.timeline for each in every])
    account = _together(number, [each.account for each in every])
    return replace(
        newest,
        account=replace(account, state=line.state, state_since=newest.account.state_since),
        timeline=line,
        names=newest.names.union(*(each.names for each in every)),
        pages=newest.pages.union(*(each.pages for each in every)),
        close_friends_since=_first_close_friends(newest, every),
        joined=_first(each.joined for each in (newest, *every)),
        state_until=_end_of_day(newest.made) if ages[first] > 0 else inf,
    )


def _owner_of_day(
    places: Sequence[Place],
    owners: Mapping[Place, AccountState],
    told: Sequence[DownloadDetails],
    book: RuleBook,
) -> AccountState:
    """Return what the downloads of one day tell of an account: they may be parts of one request.

    If they disagree on whether it is private, the newest decides: the owner may have switched in between.
    """
    if len(places) == 1:
        return owners[places[0]]
    tellings = [next(t for t in told[n].tellings if t.platform == platform) for n, platform in places]
    decisive = next((telling for telling in tellings if telling.flag("private") is not None), tellings[0])
    facts = [f for each in tellings for f in each.facts if f.name != "private" or each is decisive]
    whole = replace(tellings[0], facts=facts)
    return owner(whole, owners[places[0]].made, residence(told[places[0][0]].told, book))


def _first_close_friends(newest: AccountState, every: Sequence[AccountState]) -> float | None:
    """Return the first close-friends story that any download tells of.

    That there was none only the newest can say: an older one doesn't know what was posted since.
    """
    told = [each.close_friends_since for each in every if each.close_friends_since]
    return min(told, default=newest.close_friends_since)


def _end_of_day(at: float) -> float:
    """Return the moment at which the day of a moment is over, both in seconds since 1970 UTC."""
    return day_start(_day(at) + timedelta(days=1)).timestamp()


def _together(number: int, found: Sequence[Account]) -> Account:
    """Return one account from what its downloads tell of it, the one to be trusted most first."""
    newest, *older = found
    located = [account for account in found if account.country]
    home = next((each for each in located if each.country_signal != "signup"), (located or found)[0])
    return replace(
        newest,
        number=number,
        name=_first(account.name for account in found),
        username=_first(account.username for account in found),
        birth_date=_first(account.birth_date for account in found),
        joined=_first(account.joined for account in found),
        country=home.country,
        country_from=home.country_from,
        country_signal=home.country_signal,
        other_countries=home.other_countries,
        linked=tuple(dict.fromkeys(name for account in found for name in account.linked)),
        professional=newest.professional or any(account.professional for account in older),
    )


def _first(values: Iterable[T | None]) -> T | None:
    """Return the first value that is not None."""
    return next((value for value in values if value is not None), None)


def _export(delivery: DownloadDetails, held: Sequence[AccountState], said: AccountFacts | None) -> Export:
    tellings, made = delivery.told, delivery.made
    since = [at for telling in tellings if (at := telling.of_newest_request("covers_from")) is not None]
    until = [at for telling in tellings if (at := telling.of_newest_request("covers_until")) is not None]
    return Export(
        name=delivery.name,
        accounts=tuple(owner.account for owner in held),
        parts=delivery.parts,
        made=None if made.how == "unknown" else datetime.fromtimestamp(made.at, UTC).date(),
        made_from=made.how,
        covers_all_time=max(since) <= 0 if since else None,
        covers_from=_day(max(since)) if since and max(since) > 0 else None,
        covers_until=_day(max(until)) if until and max(until) > 0 else None,
        in_facts=said is not None and any(_is_named(owner, said) for owner in held),
    )


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def _warnings(owners: Iterable[AccountState]) -> Iterable[str]:
    for each in owners:
        if each.timeline.history == "contradiction":
            yield (
                f"{each.account.platform}: the record of the account's switches between public and "
                "private contradicts its flag or itself, or doesn't say which way they went, so its state "
                "is taken as unknown where it does."
            )


def _of_countries(exports: Iterable[Export]) -> Iterator[str]:
    """Yield a warning for each download that names several countries, unless the user gave one."""
    for export in exports:
        account = next((account for account in export.accounts if account.other_countries), None)
        if account is None or account.country is None or export.person.region_from == "told":
            continue
        others = ", ".join(f"{country_name(country)} ({words})" for country, words in account.other_countries)
        taken = country_name(account.country)
        yield (
            f"{export.name} names more than one country for you: {taken} ({account.country_from}), "
            f"{others}. The verdicts are for {taken}. If you live elsewhere, add --region COUNTRY."
        )


def _of_births(exports: Iterable[Export]) -> Iterator[str]:
    """Yield a warning for each date of birth that can't be right."""
    for export in exports:
        who = export.person
        told = who.age_from == "told"
        source = "you gave" if told else f"in {export.name}"
        if who.born is None:
            continue
        if who.born > who.as_of:
            yield (
                f"The date of birth {source}, {who.born}, is later than {who.as_of}, the day these "
                "verdicts are for. Your age is treated as unknown."
            )
        elif too_young(export.accounts, who.born):
            joined = min(account.joined for account in export.accounts if account.joined)
            done = "It is used anyway." if told else "Your age is treated as unknown: add --born DATE."
            yield (
                f"The date of birth {source}, {who.born}, is later than the day the account was created, "
                f"{joined}, so one of the two is wrong. {done}"
            )


def _of_days(exports: Iterable[Export], as_of: date, policy_date: date) -> Iterator[str]:
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
