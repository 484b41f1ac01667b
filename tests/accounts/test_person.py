"""The person that the verdicts of a download are for."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from scanner.accounts.person import (
    Residence,
    age_group,
    birthday,
    person_of,
    place_code,
    region_group,
    residence,
)
from scanner.facts import Facts, Objection
from scanner.result import Account
from scanner.rulebook import RuleBook, load
from tests.accounts.details import details_of


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Germany", "DE"),
        ("DE", "DE"),
        ("Hamburg, Germany", "DE"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("European Union", "EU"),
        ("European Region", "EU"),
        ("Sampletown", None),
        ("Dover, DE", None),
        ("Berlin, Germany, Germany", "DE"),
        ("Portland, Oregon", "US"),
        ("Toronto, Ontario", "CA"),
        ("Saint-Denis, Réunion", "RE"),
        ("Oregon", None),
        ("Tbilisi, Georgia", None),
        (",", None),
        ("", None),
    ],
)
def test_a_place_is_a_country_or_nothing(words: str, code: str | None) -> None:
    assert place_code(words) == code


@pytest.mark.parametrize(
    ("facts", "home"),
    [
        ((("signup_country", "FR"),), Residence("FR", "signup_country")),
        (
            (("signup_country", "FR"), ("country", "Germany")),
            Residence("DE", "country", (("FR", "signup_country"),)),
        ),
        (
            (("signup_country", "US"), ("city", "Hamburg, Germany")),
            Residence("DE", "city", (("US", "signup_country"),)),
        ),
        (
            (("city", "Lyon, France"), ("country", "Germany"), ("jurisdiction", "United Kingdom")),
            Residence("GB", "jurisdiction", (("DE", "country"), ("FR", "city"))),
        ),
        ((("country", "Germany"), ("jurisdiction", "European Union")), Residence("DE", "country")),
        ((("city", "Hamburg, Germany"), ("jurisdiction", "EU")), Residence("DE", "city")),
        ((("signup_country", "FR"), ("jurisdiction", "European Union")), Residence("EU", "jurisdiction")),
        (
            (("country", "United States"), ("jurisdiction", "European Union")),
            Residence("EU", "jurisdiction", (("US", "country"),)),
        ),
        (
            (("country", "Germany"), ("city", "Berlin, Germany"), ("signup_country", "DE")),
            Residence("DE", "country"),
        ),
        ((("country", "Atlantis"), ("signup_country", "FR")), Residence("FR", "signup_country")),
        ((), Residence()),
    ],
)
def test_the_best_evidence_of_a_home_comes_first_and_the_rest_is_named(
    facts: tuple[tuple[str, str], ...], home: Residence, book: RuleBook
) -> None:
    assert residence([details_of(*facts)], book) == home


@pytest.mark.parametrize(
    ("region", "group"),
    [
        ("DE", "EU"), ("NO", "EU"), ("EU", "EU"), ("GB", "UK"), ("CH", "CH"), ("BR", "BR"), ("US", "US"),
        ("AU", "AU"), ("KR", "KR"), ("NZ", "ROW"), (None, "ROW"),
        ("RE", "EU"), ("GP", "EU"), ("MQ", "EU"), ("YT", "EU"), ("GF", "EU"), ("MF", "EU"), ("AX", "EU"),
        ("BL", "ROW"), ("JE", "ROW"), ("GL", "ROW"), ("NC", "ROW"),
    ],
)  # fmt: skip
def test_a_country_has_a_group(region: str | None, group: str, book: RuleBook) -> None:
    assert region_group(region, book) == group


@pytest.mark.parametrize("code", ["AD", "BL", "GG", "GI", "IM", "JE", "MC", "SM", "VA"])
def test_where_no_source_says_which_rules_hold_that_is_said(code: str, book: RuleBook) -> None:
    note = person_of([], Facts(region=code), date(2026, 1, 1), book).region_note
    assert note is not None
    assert "is open" in note
    assert person_of([], Facts(region="NZ"), date(2026, 1, 1), book).region_note is None


@pytest.mark.parametrize(
    ("signal", "learnt"), [("signup_country", "signup"), ("city", "export"), ("jurisdiction", "export")]
)
def test_where_an_account_was_created_is_said_to_be_weak(signal: str, learnt: str, book: RuleBook) -> None:
    home = Account("instagram", country="US", country_signal=signal)
    assert person_of([home], Facts(), date(2026, 1, 1), book).region_from == learnt
    assert person_of([home], Facts(region="DE"), date(2026, 1, 1), book).region_from == "told"


@pytest.mark.parametrize("told", ["UK", "GB", "gb"])
def test_the_uk_may_be_told_either_way(told: str, book: RuleBook) -> None:
    assert person_of([], Facts(region=told), date(2026, 1, 1), book).region_group == "UK"


@pytest.mark.parametrize(
    ("at", "is_"),
    [(date(2018, 5, 3), "minor"), (date(2018, 5, 4), "adult"), (date(2000, 1, 1), "minor")],
)
def test_one_is_an_adult_from_the_eighteenth_birthday_on(at: date, is_: str) -> None:
    assert age_group(date(2000, 5, 4), at) == is_


def test_who_was_born_on_29_february_turns_on_1_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)


ACCOUNT = Account("instagram", country="DE", birth_date=date(2009, 12, 31))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(), ("DE", "export", date(2009, 12, 31), "export", "minor")),
        (Facts(region="BR"), ("BR", "told", date(2009, 12, 31), "export", "minor")),
        (Facts(born=date(1980, 1, 1)), ("DE", "export", date(1980, 1, 1), "told", "adult")),
    ],
)
def test_what_is_told_beats_the_export(facts: Facts, expected: tuple[object, ...], book: RuleBook) -> None:
    who = person_of([ACCOUNT], facts, date(2026, 8, 1), book)
    assert (who.region, who.region_from, who.born, who.age_from, who.age) == expected


def test_nothing_known_is_said_to_be_unknown(book: RuleBook) -> None:
    who = person_of([replace(ACCOUNT, country=None, birth_date=None)], Facts(), date(2026, 8, 1), book)
    assert (who.region, who.region_group, who.region_from, who.age, who.age_from) == (
        None,
        "ROW",
        "unknown",
        "unknown",
        "unknown",
    )


def test_age_is_judged_for_the_day_asked_for(book: RuleBook) -> None:
    ages = [person_of([ACCOUNT], Facts(), day, book).age for day in (date(2027, 12, 30), date(2027, 12, 31))]
    assert ages == ["minor", "adult"]


def test_a_refused_objection_is_none(book: RuleBook) -> None:
    told = (Objection(date(2025, 5, 1), "facebook"), Objection(date(2025, 5, 2), accepted=False))
    assert person_of([], Facts(objection=told), date(2026, 1, 1), book).objections == (
        ("facebook", date(2025, 5, 1)),
    )


def test_an_objection_counts_from_the_day_it_was_filed(book: RuleBook) -> None:
    told = Facts(region="GB", objection=(Objection(date(2025, 5, 1)),))
    before = person_of((), told, date(2025, 4, 30), book)
    assert (before.objections, before.objections_to_come) == ((), (("all", date(2025, 5, 1)),))
    assert person_of((), told, date(2025, 5, 1), book).objections == (("all", date(2025, 5, 1)),)


CREATED = date(2010, 5, 1)


@pytest.mark.parametrize(
    ("born", "told", "as_of", "expected"),
    [
        (date(1990, 5, 4), None, date(2026, 8, 1), ("adult", "export")),
        (date(2012, 5, 4), None, date(2026, 8, 1), ("unknown", "unknown")),
        (date(2012, 5, 4), date(1980, 1, 1), date(2026, 8, 1), ("adult", "told")),
        (date(1990, 5, 4), date(2012, 5, 4), date(2026, 8, 1), ("minor", "told")),
        (date(1990, 5, 4), None, date(1990, 1, 1), ("unknown", "unknown")),
        (date(1990, 5, 4), None, date(2000, 1, 1), ("minor", "export")),
        (None, date(2027, 1, 1), date(2026, 8, 1), ("unknown", "told")),
    ],
)
def test_a_date_of_birth_that_can_not_be_right_tells_no_age(
    born: date | None, told: date | None, as_of: date, expected: tuple[str, str], book: RuleBook
) -> None:
    account = Account("facebook", birth_date=born, joined=CREATED)
    who = person_of([account], Facts(born=told), as_of, book)
    assert (who.age, who.age_from) == expected


@pytest.mark.parametrize(
    ("region", "first"),
    [
        ("DE", date(2025, 5, 27)),
        ("RE", date(2025, 5, 27)),
        ("GB", date(2024, 10, 1)),
        ("BR", date(2024, 10, 3)),
        ("US", date(2023, 9, 1)),
        ("NZ", date(2023, 9, 1)),
        (None, date(2023, 9, 1)),
    ],
)
def test_what_meta_had_started_is_known_by_region(region: str | None, first: date, book: RuleBook) -> None:
    days = (first - timedelta(days=1), first)
    assert [person_of([], Facts(region=region), day, book).started for day in days] == [False, True]
