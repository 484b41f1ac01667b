"""Codes and names of countries."""

import subprocess
import sys
from pathlib import Path

import pytest

from scanner.rulebook.regions import (
    _STATES,
    CODES,
    ENGLISH_ALIASES,
    code_of,
    codes_of_name,
    country_name,
    country_names,
    is_country,
    names_of,
    plain,
)
from tools import cldr_countries

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("Germany", "DE"), ("de", "DE"), (" DE ", "DE"), ("UK", "GB"), ("United Kingdom", "GB"),
        ("United States", "US"), ("Czech Republic", "CZ"), ("Iceland", "IS"), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_code_of_a_country(country: str, code: str | None) -> None:
    assert code_of(country) == code


@pytest.mark.parametrize(
    ("code", "known"), [("DE", True), ("uk", True), ("Germany", False), ("XX", False), ("", False)]
)
def test_is_country(code: str, known: bool) -> None:
    assert is_country(code) is known


def test_every_member_of_the_eea_is_known_by_name() -> None:
    eea = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO"
    assert {code_of(country_name(code)) for code in eea.split()} == set(eea.split()) <= CODES
    assert len(CODES) == 249


def test_the_names_are_those_that_the_tool_writes() -> None:
    # in a process of its own: Babel keeps what the tool for dates loads of a language without its parents
    code = "import sys; from tools.cldr_countries import table; sys.stdout.buffer.write(table().encode())"
    written = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout
    assert cldr_countries.TARGET.read_bytes() == written


def test_every_country_has_its_names_and_no_two_share_one() -> None:
    names = {code: {plain(name) for name in names_of(code)} for code in CODES}
    assert all(names.values())
    shared = {name for name in country_names() if len(codes_of_name(name)) > 1}
    assert shared == {"georgia"}


def test_of_a_download_only_what_means_a_country_is_taken() -> None:
    """There the text may be a city or a state."""
    assert [code_of(name) for name in ("Georgia", "Granada", "Deutschland")] == [None, None, None]


def test_every_english_name_of_the_table_means_its_country_in_a_download_too() -> None:
    english = {code: (names_of(code)[0], *ENGLISH_ALIASES.get(code, ())) for code in CODES}
    found = {name: code_of(name) for names in english.values() for name in names}
    assert found == {name: code for code, names in english.items() for name in names} | {"Georgia": None}


def test_no_state_is_taken_for_a_country() -> None:
    states = [name for names in _STATES.values() for name in names.split("|")]
    assert [code_of(name) for name in states] == [None] * len(states)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Antigua and Barbuda", "AG"), ("Trinidad & Tobago", "TT"), ("Bosnia and Herzegovina", "BA"),
        ("São Tomé and Príncipe", "ST"), ("Kiribati", "KI"), ("Cote d'Ivoire", "CI"), ("TÜRKIYE", "TR"),
        ("U.S. Virgin Islands", "VI"), ("The Bahamas", "BS"), ("Reunion", "RE"), ("Saint Lucia", "LC"),
        ("St. Lucia", "LC"), ("North Korea", "KP"), ("America", None), ("Holland", None),
    ],
)  # fmt: skip
def test_english_names_are_known_however_they_are_written(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_a_country_is_shown_by_its_english_name() -> None:
    assert [country_name(code) for code in ("DE", "NG", "GE", "EU", "XX")] == [
        "Germany", "Nigeria", "Georgia", "EU", "XX",
    ]  # fmt: skip


def test_the_names_are_read_when_one_is_asked_for() -> None:
    code = (
        "from scanner.rulebook import regions; before = regions._names.cache_info().currsize;"
        "regions.code_of('Germany'); print(before, regions._names.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout == "0 1\n"
