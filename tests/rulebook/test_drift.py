"""What a new text of a policy does to quotes: kept, changed, gone, new."""

from pathlib import Path
from typing import Final

import pytest

from scanner.rulebook import Citation
from scanner.rulebook.drift import STATES, drift
from scanner.rulebook.texts import policy_text, read_policy

TEXTS: Final = Path(__file__).parent / "texts"


def source(quote: str, name: str = "it") -> Citation:
    """A source with these words."""
    return Citation(id=name, title=name, grade="meta", path=Path("sources.toml"), quote=quote)


OLD = policy_text(
    [
        "We keep it for 90 days. After that it is deleted.",
        "Public content you create or share, like posts.",
        "Messages with friends are not used. They stay private.",
        "You can object at any time.",
    ]
)
NEW = policy_text(
    [
        "We keep it for 120 days. After that it is deleted from backups too.",
        "Your name is public.",
        "Public content you or others create or share, like posts, comments or audio.",
        "You can object at any time.",
    ]
)


@pytest.mark.parametrize(
    ("quote", "state", "closest"),
    [
        ("You can object at any time", "both", ""),
        ("You can [object](https://example.org)  at any time.", "both", ""),
        (
            "Public content you create or share",
            "changed",
            "Public content you or others create or share, like posts, comments or audio.",
        ),
        (
            "We keep it for 90 days. After that it is deleted.",
            "changed",
            "We keep it for 120 days. After that it is deleted from backups too.",
        ),
        ("We keep it for 90 days", "changed", "We keep it for 120 days."),
        ("Messages with friends are not used.", "gone", ""),
        ("Your name is public", "new", ""),
        ("Listings on Marketplace", "neither", ""),
    ],
)
def test_what_became_of_a_quote(quote: str, state: str, closest: str) -> None:
    (found,) = drift([source(quote)], OLD, NEW)
    assert (found.state, found.closest) == (state, closest)
    assert (found.likeness is not None) == (state == "changed")


def test_what_needs_work_comes_first() -> None:
    quotes = [
        "You can object",
        "Your name is public",
        "Messages with friends are not used",
        "for 90 days",
        "none",
    ]
    found = drift([source(quote, f"s{at}") for at, quote in enumerate(quotes)], OLD, NEW)
    assert [each.state for each in found] == list(STATES)
    assert [each.source.id for each in found] == ["s3", "s2", "s1", "s0", "s4"]


def test_a_source_without_a_quote_is_left_out() -> None:
    assert drift([source("")], OLD, NEW) == []


def test_a_text_beside_itself_changes_nothing() -> None:
    quotes = [source(sentence) for sentence in OLD.sentences]
    assert {each.state for each in drift(quotes, OLD, OLD)} == {"both"}


def test_the_same_words_in_a_longer_sentence_are_found_though_others_are_more_alike_in_length() -> None:
    new = policy_text(
        [
            "Content you like is shown to you.",
            "Besides much else, listed in the annex to this notice and in the help pages, we may use public "
            "content you or others create or share, like posts, comments or audio, on all of our products.",
        ]
    )
    (found,) = drift([source("Public content you create or share")], OLD, new)
    assert found.state == "changed"
    assert found.closest.startswith("Besides much else")


def test_two_archived_editions_of_the_policy_for_the_eu() -> None:
    old = read_policy(TEXTS / "meta-policy-eu-2025-05-27.txt")
    new = read_policy(TEXTS / "meta-policy-eu-2026-07-23.txt")
    quotes = {
        "own": "Public content you create or share",
        "others": "Public content you or others create or share",
        "adults": "over the age of majority (18 years",
        "press": "public content shared by adults",
    }
    found = {each.source.id: each for each in drift([source(q, n) for n, q in quotes.items()], old, new)}
    assert {name: each.state for name, each in found.items()} == {
        "own": "changed", "others": "new", "adults": "both", "press": "neither",
    }  # fmt: skip
    assert "Public content you or others create or share" in found["own"].closest
