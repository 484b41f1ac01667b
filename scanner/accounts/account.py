"""What the export says of its owner, put together from the facts that its members tell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import inf
from typing import Final

import msgspec

from scanner.accounts.privacy_history import Switch, Timeline, timeline
from scanner.facts import Facts
from scanner.readers.record import AccountDetail
from scanner.result import Account, Person
from scanner.rulebook import RuleBook
from scanner.rulebook.regions import code_of, country_of_state
from scanner.values.names import folded_name

SIGNUP: Final = "signup_country"
HOME_SIGNALS: Final = {
    "jurisdiction": "the privacy jurisdiction Meta has for you",
    "country": "the country Meta has for you",
    "city": "the city Meta has for you",
    SIGNUP: "where this account was created",
}
"""Facts that suggest where the person lives, the best first, in plain words. Where an account was created is
the weakest: people move, and create accounts on journeys."""
ADULT_AT: Final = 18
CODE_LENGTH: Final = 2
"""Letters of a country's code in ISO 3166-1 alpha-2."""
PLACEHOLDER_BIRTH_YEAR: Final = 1919
"""Instagram writes 1919-01-01 where it knows no date of birth. Source: timelinize, datasources/instagram."""


class AccountState(msgspec.Struct, frozen=True):
    """One account with all that the verdicts need of it."""

    account: Account
    timeline: Timeline
    names: frozenset[str]
    """The names it goes or went by, in lower case."""
    made: float
    """The moment of the export, seconds since 1970."""
    close_friends_since: float | None = None
    """The first close-friends story; 0: there never was one; None: not told."""
    default_audience: str | None = None
    joined: float | None = None
    pages: frozenset[str] = frozenset()
    state_until: float = inf
    """Of what was posted from then on the account's state is not known: only downloads that don't tell it are
    as new."""


class AccountDetails(msgspec.Struct):
    """All that the members of one account told."""

    platform: str
    facts: list[AccountDetail] = msgspec.field(default_factory=list)
    known_as: str | None = None
    """The identity of the account that it was recognised as, where its own members tell no name."""

    def values(self, name: str) -> list[AccountDetail]:
        """Give every fact of a name, in the order of the members."""
        return [fact for fact in self.facts if fact.name == name]

    def text(self, name: str) -> str | None:
        """Give the first text told of a name; of a name or username that changed the present one."""
        return next((f.value for f in self.values(name) if isinstance(f.value, str) and f.at is None), None)

    def moment(self, name: str) -> float | None:
        """Give the last moment told of a name."""
        told = [float(f.value) for f in self.values(name) if isinstance(f.value, int | float)]
        return max(told, default=None)

    def of_newest_request(self, name: str) -> float | None:
        """Give what the newest request for a download says.

        Each of its facts carries the time it was done in `at`.
        """
        told = [(f.at or 0.0, float(f.value)) for f in self.values(name) if isinstance(f.value, int | float)]
        return max(told)[1] if told else None

    @property
    def names(self) -> frozenset[str]:
        """The names it goes or went by, folded."""
        told = (str(fact.value) for name in ("name", "username") for fact in self.values(name))
        return frozenset(map(folded_name, told)) - {""}

    @property
    def pages(self) -> frozenset[str]:
        """The names of the Pages that the owner runs."""
        return frozenset(str(fact.value) for fact in self.values("page"))

    @property
    def usernames(self) -> frozenset[str]:
        """The usernames it has or had, folded."""
        told = (fact.value for fact in self.values("username") if isinstance(fact.value, str))
        return frozenset(map(folded_name, told)) - {""}

    @property
    def identity(self) -> str | None:
        """What tells it from other accounts of its platform: the username, else the name; folded."""
        told = self.text("username") or self.text("name")
        return folded_name(told or "") or self.known_as

    def flag(self, name: str) -> bool | None:
        """Give yes or no, None where nothing or both were told."""
        told = {f.value for f in self.values(name) if isinstance(f.value, bool)}
        return told.pop() if len(told) == 1 else None


class Residence(msgspec.Struct, frozen=True):
    """The country that one download suggests, and every other country that it names."""

    country: str | None = None
    signal: str | None = None
    """One of `HOME_SIGNALS`."""
    others: tuple[tuple[str, str], ...] = ()
    """Each other country with the best signal for it."""


@dataclass(frozen=True)
class Subject:
    """An account and the person its items are judged for."""

    owner: AccountState
    person: Person
    takes_facts: bool = True
    """Whether the user's facts are about this account's owner."""


def owner(telling: AccountDetails, made: float, home: Residence) -> AccountState:
    """Put together one account; `home` is what its download says of where the person lives."""
    switches = [
        Switch(f.at, f.value)
        for f in telling.values("switched")
        if f.at is not None and isinstance(f.value, str)
    ]
    line = timeline(telling.flag("private"), switches, made)
    account = Account(
        platform=telling.platform,
        name=telling.text("name"),
        username=telling.text("username"),
        state=line.state,
        state_since=datetime.fromtimestamp(line.since, UTC) if line.since else None,
        professional=telling.flag("professional") is True,
        birth_date=birth_date(telling),
        joined=_joined(telling),
        country=home.country,
        country_from=HOME_SIGNALS[home.signal] if home.signal else None,
        country_signal=home.signal,
        other_countries=tuple((country, HOME_SIGNALS[signal]) for country, signal in home.others),
        linked=tuple(dict.fromkeys(str(fact.value) for fact in telling.values("linked"))),
    )
    return AccountState(
        account=account,
        timeline=line,
        names=telling.names,
        made=made,
        close_friends_since=telling.moment("close_friends_since"),
        default_audience=telling.text("default_audience"),
        joined=telling.moment("joined"),
        pages=telling.pages,
    )


def _joined(telling: AccountDetails) -> date | None:
    """Return the day the account was created; None where no record says it, or says no real day."""
    moment = telling.moment("joined")
    return datetime.fromtimestamp(moment, UTC).date() if moment and moment > 0 else None


def birth_date(telling: AccountDetails) -> date | None:
    """Give the date of birth that is told, leaving out placeholders and what is no date."""
    for fact in telling.values("birth_date"):
        try:
            born = date.fromisoformat(str(fact.value))
        except ValueError:
            continue
        if born.year > PLACEHOLDER_BIRTH_YEAR:
            return born
    return None


def residence(tellings: Iterable[AccountDetails], book: RuleBook) -> Residence:
    """Return the country that the accounts of one download suggest by their best signal.

    A jurisdiction that names a group of countries alone (`EU`) gives way to a country of that group where
    the person is said to live, and does not contradict one.
    """
    told = list(_homes(tuple(tellings)))
    if not told:
        return Residence()
    first = told[0]
    living = (home for home in told if home[1] != SIGNUP and book.group_of(home[0]) == first[0])
    country, signal = next(living, first)
    alike = {country, book.group_of(country), *([] if country != "EU" else _countries_of(country, book))}
    others: dict[str, str] = {}
    for other, of in told:
        if other not in alike:
            others.setdefault(other, of)
    return Residence(country, signal, tuple(others.items()))


def _countries_of(group: str, book: RuleBook) -> Iterable[str]:
    """Return the countries of a group."""
    return book.regions[group].countries if group in book.regions else ()


def _homes(tellings: Sequence[AccountDetails]) -> Iterator[tuple[str, str]]:
    """Return every country that the export names with its signal, the best first."""
    for signal in HOME_SIGNALS:
        for telling in tellings:
            for fact in telling.values(signal):
                if code := place_code(str(fact.value)):
                    yield code, signal


def place_code(words: str) -> str | None:
    """Return the country code that a text of the export names, or `EU`; None where it names neither.

    After a comma only a name counts: two letters there may be a state of the USA (`DE`, `CA`, `IN`).
    """
    plain = words.strip()
    if plain.upper() in ("EU", "EEA", "EU/EEA") or plain.casefold() in ("european union", "european region"):
        return "EU"
    _, comma, tail = (part.strip() for part in plain.rpartition(","))
    if not comma:
        return code_of(plain)
    return (code_of(tail) or country_of_state(tail)) if len(tail) > CODE_LENGTH else None


def person(accounts: Sequence[Account], facts: Facts, as_of: date, book: RuleBook) -> Person:
    """Say whom the verdicts of one download are for: what the user told beats what the export suggests."""
    home = next((a for a in accounts if a.country), None)
    region = facts.region or (home.country if home else None)
    own = next((a.birth_date for a in accounts if a.birth_date), None)
    born = facts.born or own
    impossible = born is not None and (born > as_of or (not facts.born and too_young(accounts, born)))
    accepted = [(o.platform, o.filed) for o in facts.objection if o.accepted]
    group = region_group(region, book)
    row = book.regions.get(group)
    return Person(
        region=region,
        region_group=group,
        region_name=row.name if row else group,
        has_form=row is not None and row.form,
        form_covers_ai_from=row.form_covers_ai_from if row else None,
        region_from="told" if facts.region else _region_from(home),
        region_note=book.open_note(region),
        born=born,
        age="unknown" if born is None or impossible else age(born, as_of),
        age_from="told" if facts.born else "export" if born and not impossible else "unknown",
        objections=tuple(each for each in accepted if each[1] <= as_of),
        objections_to_come=tuple(each for each in accepted if each[1] > as_of),
        as_of=as_of,
        started=_start(group, book) <= as_of,
    )


def too_young(accounts: Iterable[Account], born: date) -> bool:
    """Return whether someone was born after one of the accounts was created: an error in the data."""
    return any(account.joined and account.joined < born for account in accounts)


def _start(group: str, book: RuleBook) -> date:
    """Return the day from which Meta said it would use public content in a region.

    Where none is known, the earliest of all regions: before it, nothing had started anywhere.
    """
    starts = [region.start for region in book.regions.values() if region.start]
    return (book.regions[group].start if group in book.regions else None) or min(starts, default=date.min)


def _region_from(home: Account | None) -> str:
    """Return where the country of the export was learnt, as `Person.region_from` words it."""
    if home is None:
        return "unknown"
    return "signup" if home.country_signal == SIGNUP else "export"


def region_group(region: str | None, book: RuleBook) -> str:
    """Give the group of regions whose rules apply; `ROW`, the rest of the world, where none is known."""
    if region == "EU":
        return "EU"
    return book.group_of(region)


def age(born: date, at: date) -> str:
    """Give `minor` before the 18th birthday, else `adult`."""
    return "minor" if at < birthday(born, ADULT_AT) else "adult"


def birthday(born: date, years: int) -> date:
    """Give the day on which someone turns so many years; 29 February turns on 1 March."""
    if born.year + years > date.max.year:
        return date.max
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
