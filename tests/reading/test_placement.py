"""Members to their readers, and what is said of each."""

import gc

import pytest

from scanner.archive import Member
from scanner.reading.placement import MemberOutcome, collector_paused


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ({}, None),
        ({"empty record": 1}, "empty record"),
        ({"empty record": 3, "nothing in it": 1}, "empty record (3); nothing in it"),
        ({"a": 1, "b": 5, "c": 2, "d": 1}, "b (5); c (2); a; and 1 more reasons"),
        ({"a": 1200}, "a (1,200)"),
    ],
)
def test_the_reasons_of_a_member_are_told_the_most_frequent_first(
    reasons: dict[str, int], said: str | None
) -> None:
    member = Member(part="x.zip", path="a.json", inner="a.json", size=1)
    fate = MemberOutcome(member, 0, "content")
    for reason, count in reasons.items():
        fate.add_reason(reason, count)
    assert fate.reason == said


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was_afterwards_even_after_a_fault(on: bool) -> None:
    was = gc.isenabled()
    try:
        gc.enable() if on else gc.disable()
        with pytest.raises(ValueError, match="stop"), collector_paused():
            assert not gc.isenabled()
            raise ValueError("stop")
        assert gc.isenabled() is on
    finally:
        gc.enable() if was else gc.disable()
