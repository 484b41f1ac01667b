"""Codes and names of countries."""

import pytest

from scanner.rulebook.countries import _NAMES, CODES, code_of, is_country


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
