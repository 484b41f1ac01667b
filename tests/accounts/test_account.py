"""What is put together of an account."""

from datetime import UTC, date, datetime

import pytest

from scanner.accounts.account import account_state
from scanner.accounts.person import Residence
from tests.accounts.details import details_of

MADE = 1_700_000_000.0
NOWHERE = Residence()


def test_names_are_present_and_former_but_the_account_has_the_present_one() -> None:
    state = account_state(
        details_of(("username", "old.jane", 5.0), ("username", "Jane.Sample"), ("name", "Jané")),
        MADE,
        NOWHERE,
    )
    assert (state.account.username, state.account.name) == ("Jane.Sample", "Jané")
    assert state.names == {"old.jane", "jane.sample", "jané"}


def test_names_are_folded_as_they_are_compared() -> None:
    told = details_of(("username", "@Jane.Sample"), ("name", "Jane\u00a0 Cafe\u0301"), ("name", "@"))
    assert told.names == {"jane.sample", "jane café"}
    assert told.usernames == {"jane.sample"}
    assert told.identity == "jane.sample"


def test_a_switch_gives_the_state_and_its_day() -> None:
    state = account_state(details_of(("private", True), ("switched", "private", 86_400.0)), MADE, NOWHERE)
    assert (state.account.state, state.account.state_since) == ("private", datetime(1970, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("flags", "state"),
    [((True,), "private"), ((False,), "public"), ((True, False), "unknown"), ((), "unknown")],
)
def test_flags_that_differ_tell_nothing(flags: tuple[bool, ...], state: str) -> None:
    assert (
        account_state(details_of(*(("private", flag) for flag in flags)), MADE, NOWHERE).account.state
        == state
    )


@pytest.mark.parametrize(
    ("told", "born"),
    [
        (("1990-05-04",), date(1990, 5, 4)),
        (("1919-01-01",), None),
        (("1919-01-01", "2001-02-03"), date(2001, 2, 3)),
        (("soon",), None),
        ((), None),
    ],
)
def test_a_placeholder_is_no_date_of_birth(told: tuple[str, ...], born: date | None) -> None:
    assert details_of(*(("birth_date", day) for day in told)).birth_date == born
