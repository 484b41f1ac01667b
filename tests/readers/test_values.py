"""Mojibake and its repair."""

from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.values import repaired, text_of
from tests.readers.reading import mojibake

WRITTEN = st.text(st.characters(exclude_categories=["Cs"]))


@given(WRITTEN)
def test_mojibake_is_repaired_to_what_was_written(text: str) -> None:
    assert repaired(mojibake(text)) == normalize("NFC", text)


@given(st.text(st.characters(min_codepoint=0x100, exclude_categories=["Cs"]), min_size=1), WRITTEN)
def test_text_with_characters_beyond_latin_1_is_left_as_it_is(beyond: str, rest: str) -> None:
    assert repaired(rest + beyond) == normalize("NFC", rest + beyond)


@given(st.text())
def test_repair_never_fails_and_gives_nfc_that_can_be_written(text: str) -> None:
    written = repaired(text)
    written.encode()
    assert is_normalized("NFC", written)


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("caf\u00c3\u00a9", "café"),
        ("\u00f0\u009f\u008e\u0089", "🎉"),
        ("café", "café"),
        ("cafe\u0301", "café"),
        ("naïve Ã", "naïve Ã"),
        ("\ud83d", "\ufffd"),
        ("plain", "plain"),
    ],
)
def test_repaired(raw: str, written: str) -> None:
    assert repaired(raw) == written


@pytest.mark.parametrize("value", [None, "", "  \n", 5, 1.5, True, [], {}, ["text"]])
def test_what_is_no_text_has_no_words(value: object) -> None:
    assert text_of(value) is None


def test_words_keeps_the_space_around_them() -> None:
    assert text_of(" a\u00c3\u00a9 ") == " aé "
