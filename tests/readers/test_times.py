"""Moments in every form an export writes them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.values import LATEST, parse_time, time_note

DAY = 1_710_000_000


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
