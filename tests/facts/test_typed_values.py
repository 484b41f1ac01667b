"""Dates, countries, yes and no as people type them."""

from datetime import date

import pytest

from scanner.facts.typed_values import (
    TypedError,
    read_country,
    read_day,
    read_yes_no,
)
from scanner.rulebook.regions import country_in_sentence, country_name


@pytest.mark.parametrize(
    "words",
    [
        "1990-05-14", "1990/5/14", "1990.05.14.", "14.05.1990", "14. 5. 1990", "14/05/1990", "05/14/1990",
        "14-5-1990", "14 May 1990", "May 14, 1990", "may 14th 1990", "14th of May, 1990", "14. Mai 1990",
        "14 mai 1990", "14 de mayo de 1990", "14 maggio 1990", "14 de maio de 1990", "14 mei 1990",
        " 14  MAI  1990 ", "14 maja 1990",
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_write_it(words: str) -> None:
    assert read_day(words) == date(1990, 5, 14)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("04.05.1990", date(1990, 5, 4)), ("4.5.1990", date(1990, 5, 4)), ("05/05/1990", date(1990, 5, 5)),
        ("1er août 2001", date(2001, 8, 1)), ("1º dicembre 2001", date(2001, 12, 1)),
        ("3 sept. 2020", date(2020, 9, 3)), ("12 déc. 2019", date(2019, 12, 12)),
        ("2. März 2000", date(2000, 3, 2)),
        ("12 de\u0301c. 2019", date(2019, 12, 12)),
    ],
)  # fmt: skip
def test_the_day_stands_before_the_month_where_points_or_words_say_so(words: str, day: date) -> None:
    assert read_day(words) == day


@pytest.mark.parametrize("words", ["04/05/1990", "4-5-1990", "04 05 1990"])
def test_a_date_that_can_be_read_two_ways_is_never_guessed(words: str) -> None:
    with pytest.raises(TypedError, match=r"4 May 1990 or 5 April 1990: write 1990-05-04 or 1990-04-05"):
        read_day(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "no",
        "1990",
        "May 1990",
        "31.02.1990",
        "30/30/1990",
        "04.05.90",
        "14 May 1990 or so",
        "14 15 May 1990",
        "0.1.2000",
    ],
)
def test_what_is_no_date_is_refused(words: str) -> None:
    with pytest.raises(TypedError):
        read_day(words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("DE", "DE"), ("de", "DE"), ("uk", "GB"), ("Germany", "DE"), ("deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Alemania", "DE"), ("Germania", "DE"), ("Alemanha", "DE"), ("Duitsland", "DE"), ("England", "GB"),
        ("Schottland", "GB"), ("Angleterre", "GB"), ("Inghilterra", "GB"), ("USA", "US"), ("EE.UU.", "US"),
        ("États-Unis", "US"), ("etats unis", "US"), ("Österreich", "AT"), ("Schweiz", "CH"), ("Suisse", "CH"),
        ("España", "ES"), ("espana", "ES"), ("Brasil", "BR"), ("Brésil", "BR"), ("Pays-Bas", "NL"),
        ("Holland", "NL"),
        ("Costa de Marfil", "CI"), ("Irlanda", "IE"), ("Südkorea", "KR"), ("Norway", "NO"),
    ],
)  # fmt: skip
def test_a_country_is_read_by_name_in_seven_languages(words: str, code: str) -> None:
    assert read_country(words) == code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("EU", "write the one you live in"), ("Europa", "write the one you live in"),
        ("European Union", "write the one you live in"),
        ("Georgia", "write GE for Georgia or US for United States"),
        ("Germny", r"did you mean Germany\?"),
        ("Narnia", "is not a country this program knows: write two letters"),
        ("Granada", "is not a country"), ("", "is not a country"),
    ],
)  # fmt: skip
def test_what_is_no_country_or_two_is_refused(words: str, said: str) -> None:
    with pytest.raises(TypedError, match=said):
        read_country(words)


def test_countries_are_named_as_sentences_have_them() -> None:
    assert (country_name("uk"), country_in_sentence("GB")) == ("United Kingdom", "the United Kingdom")
    assert [country_in_sentence(code) for code in ("US", "DE", "NL")] == [
        "the United States",
        "Germany",
        "the Netherlands",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [(word, True) for word in ("yes", "Y", "ja", "Oui", "si", "sí", "sì", "sim")]
    + [(word, False) for word in ("no", "N", "none", "nein", "non", "não", "nee", "keine", "aucune", "geen")]
    + [(word, None) for word in ("", "perhaps", "2025-05-20")],
)  # fmt: skip
def test_yes_and_no_are_read_in_seven_languages(words: str, said: bool | None) -> None:
    assert read_yes_no(words) is said
