"""Codes and names of countries."""

import subprocess
import sys
from pathlib import Path

import pytest

from scanner.rulebook.countries import (
    _NAMES,
    CODES,
    code_of,
    codes_of_name,
    is_country,
    known_names,
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
    assert set(eea.split()) <= set(_NAMES.values()) <= CODES
    assert len(CODES) == 249


def test_the_names_are_those_that_the_tool_writes() -> None:
    # in a process of its own: Babel keeps what the tool for dates loads of a language without its parents
    code = "import sys; from tools.cldr_countries import table; sys.stdout.buffer.write(table().encode())"
    written = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout
    assert cldr_countries.TARGET.read_bytes() == written


def test_every_country_has_its_names_and_no_two_share_one() -> None:
    names = {code: {plain(name) for name in names_of(code)} for code in CODES}
    assert all(names.values())
    shared = {name for name in known_names() if len(codes_of_name(name)) > 1}
    assert shared == {"georgia"}
    assert all(codes_of_name(country) == {code} for country, code in _NAMES.items() if country not in shared)


def test_of_a_download_only_what_means_a_country_is_taken() -> None:
    """There the text may be a city or a state."""
    assert [code_of(name) for name in ("Georgia", "Granada", "Deutschland")] == [None, None, None]
