"""Actions as data: what is refused, what the built-in ones hold to, the user's own."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from scanner.rulebook import Action, RuleBook, RuleError, load
from scanner.rulebook.action import changeable
from scanner.rulebook.actions import check_actions
from scanner.rulebook.simulate import action_failures
from tests.rulebook.books import toml

POST = {"kind": "post", "visibility": "public", "fact_region": "US"}
HIDE: dict[str, Any] = {"when": {"kind": "post"}, "then": {"visibility": "private"}}
NEVER_SAID = r"too late|delet\w+ from (the )?AI|protects you|un-?train|\btrained on (this|your)"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


def action(**parts: Any) -> dict[str, Any]:
    """Give an action that loads, in parts changed."""
    plain = {
        "id": "hide-posts", "title": "Hide posts", "platforms": ["facebook"], "steps": ["Tap it."],
        "effect": "Hides posts.", "caveats": ["Not all."], "effort": 2, "sources": ["limit-past-posts"],
        "date": date(2026, 11, 23), "changes": [HIDE],
        "examples": [{"item": POST, "before": "eligible", "after": "not_eligible"}],
        "counterexamples": [{"item": POST | {"kind": "reel"}, "before": "eligible", "after": "eligible"}],
    }  # fmt: skip
    return plain | parts


def loaded(folder: Path, *actions: dict[str, Any]) -> RuleBook:
    """Load a user's own actions over the built-in rule book."""
    rows = ("\n".join(["[[action]]", *(f"{k} = {toml(v)}" for k, v in each.items())]) for each in actions)
    (folder / "actions").mkdir(parents=True)
    (folder / "actions" / "mine.toml").write_text("\n".join(rows), encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize(
    ("parts", "key", "message"),
    [
        ({"id": "Not A Slug"}, "id", "is not a slug"),
        ({"id": "not-public"}, "id", "is also the id of a rule"),
        ({"sources": []}, "sources", "needs at least one"),
        ({"sources": ["nobody"]}, "sources", 'there is no source "nobody"'),
        ({"regional": {"EU": ["nobody"]}}, "sources", 'there is no source "nobody"'),
        ({"steps": []}, "steps", "needs at least one"),
        ({"regions": ["EU"]}, "instead", "is needed if `regions` is set"),
        ({"instead": "Nothing."}, "instead", "is needed if `regions` is set"),
        ({"regions": ["Europe"], "instead": "x"}, "regions", '"Europe" is not one of EU'),
        ({"titel": "x"}, "", "unknown field `titel`"),
        ({"examples": []}, "examples", "needed if the action has changes"),
        ({"changes": []}, "examples", "needed if the action has changes"),
        ({"changes": [HIDE | {"when": {"kid": "post"}}]}, "changes[0].when.kid", "there is no such column"),
        ({"changes": [HIDE | {"when": {"kind": "pst"}}]}, "changes[0].when.kind", "is not allowed"),
        ({"changes": [HIDE | {"then": {}}]}, "changes[0].then", "is empty"),
        ({"changes": [HIDE | {"then": {"past": "unknown"}}]}, "changes[0].then.past", "can't change"),
        ({"changes": [HIDE | {"then": {"visibility": "?"}}]}, "changes[0].then.visibility", "is not allowed"),
        (
            {"examples": [{"item": POST, "before": "eligible", "after": "eligible"}]},
            "examples[0]", "whose verdict changes",
        ),
        (
            {"counterexamples": [{"item": POST, "before": "eligible", "after": "unknown"}]},
            "counterexamples[0]", "whose verdict stays",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, parts: dict[str, Any], key: str, message: str
) -> None:
    with pytest.raises(RuleError) as caught:
        loaded(tmp_path, action(**parts))
    assert caught.value.key == key
    assert message in str(caught.value)
    assert "mine.toml" in str(caught.value)


def test_an_action_of_ones_own_loads_and_holds(tmp_path: Path) -> None:
    book = loaded(tmp_path, action())
    assert "hide-posts" in book.actions
    assert action_failures(book) == []


def test_an_example_that_does_not_come_out_is_found(tmp_path: Path) -> None:
    wrong = [{"item": POST, "before": "likely", "after": "not_eligible"}]
    (failure,) = action_failures(loaded(tmp_path, action(examples=wrong)))
    assert (failure.rule, failure.kind, failure.got) == (
        "hide-posts", "example", {"before": "eligible", "after": "not_eligible"},
    )  # fmt: skip


def test_an_action_of_ones_own_takes_the_place_of_a_built_in_one(tmp_path: Path, book: RuleBook) -> None:
    own = loaded(tmp_path, action(id="limit-past-posts"))
    assert own.actions["limit-past-posts"].title == "Hide posts"
    assert own.actions.keys() == book.actions.keys()


def test_every_built_in_example_comes_out(book: RuleBook) -> None:
    assert action_failures(book) == []


@pytest.mark.parametrize(
    "wanted",
    [
        "object-facebook", "object-instagram", "object-for-a-child-or-without-account", "third-party-request",
        "limit-past-posts", "instagram-private", "threads-private", "archive-or-delete-facebook-posts",
        "camera-roll-off", "delete-ai-chats", "whatsapp-block-ai-in-a-chat", "reels-default-audience",
        "remove-tags", "mute-facebook", "mute-instagram", "mute-whatsapp", "glasses-recordings",
        "delete-facebook-account", "delete-instagram-account",
    ],
)  # fmt: skip
def test_what_one_can_do_is_there(book: RuleBook, wanted: str) -> None:
    assert wanted in book.actions


def test_titles_fit_a_table(book: RuleBook) -> None:
    assert [each.id for each in book.actions.values() if len(each.title) > 42] == []
    changing = [each for each in book.actions.values() if each.changes]
    assert [each.id for each in changing if len(each.title) > 38] == []


def test_muting_changes_nothing_and_says_so(book: RuleBook) -> None:
    mutes = [each for each in book.actions.values() if each.id.startswith("mute")]
    assert len(mutes) == 3
    assert all(not each.changes and "protects nothing" in each.effect for each in mutes)


def test_no_action_says_too_much(book: RuleBook) -> None:
    for each in book.actions.values():
        told = " ".join([each.title, each.effect, each.instead, *each.caveats, *each.steps])
        assert not re.search(NEVER_SAID, told, re.IGNORECASE), each.id


@pytest.mark.parametrize(
    "column", ["past", "past_rule", "ever_public", "public_from", "text", "item_id", "kind"]
)
def test_no_action_can_change_what_was(column: str) -> None:
    assert not changeable(column)


def test_an_objection_is_for_every_region_with_a_form(book: RuleBook) -> None:
    with_form = {group for group, region in book.regions.items() if region.form}
    assert set(book.actions["object-facebook"].regions) == with_form
    assert set(book.actions["object-instagram"].regions) == with_form


@pytest.mark.parametrize("group", load().regions)
def test_links_of_a_region_are_of_that_region(book: RuleBook, group: str) -> None:
    addresses = [link.address for link in book.actions["object-facebook"].links_in(group)]
    assert bool(addresses) == (group in {"EU", "UK", "CH", "BR"})
    assert ("712876720715583" in " ".join(addresses)) == (group in {"EU", "CH"})


def test_sources_of_another_region_are_left_out(book: RuleBook) -> None:
    facebook = book.actions["object-facebook"]
    assert "garante-2025" in facebook.sources_in("EU")
    assert "garante-2025" not in facebook.sources_in("BR")
    assert "anpd-2024" in facebook.sources_in("BR")


def test_checking_needs_no_file(book: RuleBook) -> None:
    nameless: Action = msgspec.structs.replace(book.actions["remove-tags"], sources=["nobody"])
    with pytest.raises(RuleError):
        check_actions({"remove-tags": nameless}, book.sources, {})
    assert replace(book, actions={}).actions == {}
