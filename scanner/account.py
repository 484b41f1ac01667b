"""What the export says of its owner, put together from the facts that its members tell."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final

import msgspec

from scanner.facts import Facts
from scanner.readers.record import AccountFact
from scanner.result import Account, Person
from scanner.rulebook import RuleBook
from scanner.rulebook.countries import code_of
from scanner.timeline import Switch, Timeline, timeline

OF_PLATFORM: Final = {"messenger": "facebook", "whatsapp": "meta_ai"}
"""Which account the content of a platform belongs to, where it is not the platform's own."""
COUNTRY_FACTS: Final = (
    ("jurisdiction", "its privacy jurisdiction"),
    ("country", "its record of where you live"),
    ("signup_country", "the country where the account was made"),
)
"""Facts that suggest where the person lives, the best first, in plain words."""
ADULT_AT: Final = 18
CODE_LENGTH: Final = 2
"""Letters of a country's code in ISO 3166-1 alpha-2."""
PLACEHOLDER_BIRTH_YEAR: Final = 1919
"""Instagram writes 1919-01-01 where it knows no date of birth. Source: timelinize, datasources/instagram."""


class Owner(msgspec.Struct, frozen=True):
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
    timezone: str | None = None


class Telling(msgspec.Struct):
    """All that the members of one account told."""

    platform: str
    facts: list[AccountFact] = msgspec.field(default_factory=list)
    known_as: str | None = None
    """The identity of the account that it was recognised as, where its own members tell no name."""

    def values(self, name: str) -> list[AccountFact]:
        """Give every fact of a name, in the order of the members."""
        return [fact for fact in self.facts if fact.name == name]

    def text(self, name: str) -> str | None:
        """Give the first text told of a name; of a username the present one."""
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
        """The names it goes or went by, in lower case."""
        return frozenset(str(f.value).casefold() for name in ("name", "username") for f in self.values(name))

    @property
    def usernames(self) -> frozenset[str]:
        """The usernames it has or had, in lower case."""
        return frozenset(
            fact.value.casefold() for fact in self.values("username") if isinstance(fact.value, str)
        )

    @property
    def identity(self) -> str | None:
        """What tells it from other accounts of its platform: the username, else the name."""
        told = self.text("username") or self.text("name")
        return told.casefold() if told else self.known_as

    def flag(self, name: str) -> bool | None:
        """Give yes or no, None where nothing or both were told."""
        told = {f.value for f in self.values(name) if isinstance(f.value, bool)}
        return told.pop() if len(told) == 1 else None


def owner(telling: Telling, made: float, home: tuple[str | None, str | None]) -> Owner:
    """Put together one account; `home` is its country with plain words for where that was learnt."""
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
        country=home[0],
        country_from=home[1],
    )
    return Owner(
        account=account,
        timeline=line,
        names=telling.names,
        made=made,
        close_friends_since=telling.moment("close_friends_since"),
        default_audience=telling.text("default_audience"),
        joined=telling.moment("joined"),
        pages=frozenset(str(fact.value) for fact in telling.values("page")),
        timezone=telling.text("timezone"),
    )


def birth_date(telling: Telling) -> date | None:
    """Give the date of birth that is told, leaving out placeholders and what is no date."""
    for fact in telling.values("birth_date"):
        try:
            born = date.fromisoformat(str(fact.value))
        except ValueError:
            continue
        if born.year > PLACEHOLDER_BIRTH_YEAR:
            return born
    return None


def home_country(tellings: Iterable[Telling], book: RuleBook) -> tuple[str | None, str | None]:
    """Give the country that the accounts of one download suggest, and plain words for where it stands.

    A jurisdiction that names a group of countries alone (`EU`) gives way to a country of that group.
    """
    told = list(_homes(tuple(tellings)))
    if not told:
        return None, None
    first, _ = told[0]
    same = (home for home in told if home[0] != first and book.group_of(home[0]) == first)
    return next(same, told[0])


def _homes(tellings: Sequence[Telling]) -> Iterator[tuple[str, str]]:
    """Give every country that is told, the best evidence first."""
    for name, words in COUNTRY_FACTS:
        for telling in tellings:
            for fact in telling.values(name):
                if code := place_code(str(fact.value)):
                    yield code, words


def place_code(words: str) -> str | None:
    """Give the country code that a text of the export names, or `EU`; None where it names neither.

    After a comma only a country's name counts: two letters there may be a state of the USA (`DE`, `CA`,
    `IN`).
    """
    plain = words.strip()
    if plain.upper() in ("EU", "EEA", "EU/EEA") or plain.casefold() in ("european union", "european region"):
        return "EU"
    tail = plain.rpartition(",")[2].strip()
    return code_of(plain) or (code_of(tail) if len(tail) > CODE_LENGTH else None)


def person(accounts: Sequence[Account], facts: Facts, as_of: date, book: RuleBook) -> Person:
    """Say whom the verdicts of one download are for: what the user told beats what the export suggests."""
    home = next((a for a in accounts if a.country), None)
    region = facts.region or (home.country if home else None)
    born = facts.born or next((a.birth_date for a in accounts if a.birth_date), None)
    accepted = [(o.platform, o.filed) for o in facts.objection if o.accepted]
    return Person(
        region=region,
        region_group=region_group(region, book),
        region_from="told" if facts.region else "export" if region else "unknown",
        born=born,
        age="unknown" if born is None else age(born, as_of),
        age_from="told" if facts.born else "export" if born else "unknown",
        objections=tuple(each for each in accepted if each[1] <= as_of),
        objections_to_come=tuple(each for each in accepted if each[1] > as_of),
        as_of=as_of,
    )


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
