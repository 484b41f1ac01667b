"""Text in mojibake, and times in every form an export writes them."""

import math
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.values import LATEST, parse_time, repaired, text_of, time_note
from tests.readers.reading import mojibake

DAY = 1_710_000_000
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


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (DAY, DAY),
        (float(DAY), DAY),
        (DAY * 1000, DAY),
        (str(DAY), DAY),
        (str(DAY * 1000), DAY),
        ("2024-03-09T16:00:00+00:00", DAY),
        ("2024-03-09T17:00:00+01:00", DAY),
        ("2024-03-09T16:00:00", DAY),
        (0, None),
        ("0", None),
        (None, None),
        ("", None),
        (-1, None),
        (-62_169_958_800, None),
        (True, None),
        (10**15, None),
        (10**400, None),
        (math.nan, None),
        (math.inf, None),
        ("9" * 400, None),
        ("yesterday", None),
        ({}, None),
        ([DAY], None),
    ],
)
def test_moment(value: object, seconds: float | None) -> None:
    assert parse_time(value) == seconds


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none(), st.datetimes().map(str)))
def test_moment_never_fails_and_stays_in_range(value: object) -> None:
    at = parse_time(value)
    assert at is None or 0 < at < LATEST


@pytest.mark.parametrize("value", [DAY, DAY * 1000, str(DAY), 0, None, "", "0", -1])
def test_good_and_unset_times_are_not_noted(value: object) -> None:
    assert time_note(value, "/0") is None


@pytest.mark.parametrize("value", [-62_169_958_800, 10**16, "yesterday", {}, [], True])
def test_odd_times_are_noted_without_their_content(value: object) -> None:
    note = time_note(value, "/0")
    assert note is not None
    assert (note.pointer, note.reason) == ("/0", "a time that can't be read")
