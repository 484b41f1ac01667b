from datetime import date

import pytest

from scanner.output.first import actions, steps
from scanner.output.summary import blocks
from scanner.result import Account, Person
from scanner.rulebook import load
from tests.output.frames import AS_OF, EU, facebook_export, instagram_export, items, scan_of

GERMAN = {"region": "DE", "region_group": "EU", "as_of": AS_OF}
POST = {"kind": "post"}
REEL = {"platform": "instagram", "kind": "reel", "export": "instagram-jane.zip"}
PROMPT = {"platform": "meta_ai", "kind": "ai_prompt", "visibility": "private", "now": "eligible"}
OBJECTED = {"objections": (("all", date(2025, 5, 1)),)}


@pytest.mark.parametrize(
    ("rows", "person", "ids"),
    [
        ([POST], GERMAN, ["object-eu", "limit-past-posts"]),
        ([POST], GERMAN | OBJECTED, ["limit-past-posts"]),
        ([POST], {"region": "GB", "region_group": "UK"}, ["object-elsewhere", "limit-past-posts"]),
        ([POST], {"region": "US", "region_group": "US"}, ["limit-past-posts"]),
        ([POST], {}, ["object-if-region", "limit-past-posts"]),
        ([POST | {"visibility": "private"}], GERMAN | OBJECTED, []),
        ([PROMPT], {"region": "US", "region_group": "US"}, ["ai-chats"]),
        ([POST, PROMPT], GERMAN, ["object-eu", "limit-past-posts", "ai-chats"]),
    ],
)
def test_steps_are_chosen_by_the_data(
    rows: list[dict[str, object]], person: dict[str, object], ids: list[str]
) -> None:
    scan = scan_of(items(*rows), exports=(facebook_export(person=Person(**person)),))  # type: ignore[arg-type]
    assert [step.id for step in steps(blocks(scan), {"EU": EU})] == ids


@pytest.mark.parametrize(("state", "asked"), [("public", True), ("unknown", True), ("private", False)])
def test_instagram_is_made_private_only_where_it_is_not(state: str, asked: bool) -> None:
    export = instagram_export(accounts=(Account("instagram", state=state),))
    found = steps(blocks(scan_of(items(REEL), exports=(export,))), {})
    assert ("instagram-private" in [step.id for step in found]) == asked


def test_the_form_of_the_region_is_named() -> None:
    step = steps(blocks(scan_of(items(POST))), load().regions)[0]
    assert any("712876720715583" in address for _, address in step.links)


def test_every_action_stands_on_a_known_source_and_says_nothing_too_much() -> None:
    numbers = {source.ref for source in load().sources.values()}
    for action in actions():
        assert action.sources
        assert set(action.sources) <= numbers, action.id
        assert "too late" not in f"{action.title} {action.note}".lower()
