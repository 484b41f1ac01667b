"""The person that the verdicts of a download are for: where they live, their age, their objections."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from scanner.accounts.details import AccountDetails
from scanner.facts import Facts
from scanner.result import Account, Person
from scanner.rulebook import RuleBook
from scanner.rulebook.regions import code_of, country_of_state

SIGNUP: Final = "signup_country"
RESIDENCE_SIGNALS: Final = {
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


class Residence(msgspec.Struct, frozen=True):
    """The country that one download suggests, and every other country that it names."""

    country: str | None = None
    signal: str | None = None
    """One of `RESIDENCE_SIGNALS`."""
    other_countries: tuple[tuple[str, str], ...] = ()
    """Each other country with the best signal for it."""


def residence(accounts: Sequence[AccountDetails], book: RuleBook) -> Residence:
    """Return the country that the accounts of one download suggest by their best signal.

    A jurisdiction that names only a group of countries (`EU`) gives way to a country of that group where
    the person is said to live, and does not contradict one.
    """
    signals = list(_countries_with_signals(accounts))
    if not signals:
        return Residence()
    best = signals[0]
    more_precise = (pair for pair in signals if pair[1] != SIGNUP and book.group_of(pair[0]) == best[0])
    country, signal = next(more_precise, best)
    agreeing = {country, book.group_of(country)}
    if country == "EU" and country in book.regions:
        agreeing.update(book.regions[country].countries)
    contradicting: dict[str, str] = {}
    for pair in signals:
        if pair[0] not in agreeing:
            contradicting.setdefault(*pair)
    return Residence(country, signal, tuple(contradicting.items()))


def _countries_with_signals(accounts: Sequence[AccountDetails]) -> Iterator[tuple[str, str]]:
    """Yield every country that the accounts name, with its signal, the best first."""
    for signal in RESIDENCE_SIGNALS:
        for details in accounts:
            for fact in details.values(signal):
                if code := place_code(str(fact.value)):
                    yield code, signal


def place_code(text: str) -> str | None:
    """Return the country code that a text of the export names, or `EU`; None where it names neither.

    After a comma only a name counts: two letters there may be a state of the USA (`DE`, `CA`, `IN`).
    """
    place = text.strip()
    if place.upper() in ("EU", "EEA", "EU/EEA") or place.casefold() in ("european union", "european region"):
        return "EU"
    _, comma, tail = (part.strip() for part in place.rpartition(","))
    if not comma:
        return code_of(place)
    return (code_of(tail) or country_of_state(tail)) if len(tail) > CODE_LENGTH else None


def person_of(accounts: Sequence[Account], facts: Facts, as_of: date, book: RuleBook) -> Person:
    """Return whom the verdicts of one download are for; the user's facts go before those of the export."""
    located = next((account for account in accounts if account.country), None)
    region = facts.region or (located.country if located else None)
    born = facts.born or next((account.birth_date for account in accounts if account.birth_date), None)
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
        region_from="told" if facts.region else _region_from(located),
        region_note=book.open_note(region),
        born=born,
        age="unknown" if born is None or impossible else age_group(born, as_of),
        age_from="told" if facts.born else "export" if born and not impossible else "unknown",
        objections=tuple(objection for objection in accepted if objection[1] <= as_of),
        objections_to_come=tuple(objection for objection in accepted if objection[1] > as_of),
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


def _region_from(located: Account | None) -> str:
    """Return where the export has the country from, as `Person.region_from` words it."""
    if located is None:
        return "unknown"
    return "signup" if located.country_signal == SIGNUP else "export"


def region_group(region: str | None, book: RuleBook) -> str:
    """Return the group of regions whose rules apply; `ROW`, the rest of the world, where none is known."""
    return "EU" if region == "EU" else book.group_of(region)


def age_group(born: date, at: date) -> str:
    """Return `minor` before the 18th birthday, else `adult`."""
    return "minor" if at < birthday(born, ADULT_AT) else "adult"


def birthday(born: date, years: int) -> date:
    """Return the day on which someone turns so many years; whoever was born on 29 February, on 1 March."""
    if born.year + years > date.max.year:
        return date.max
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
