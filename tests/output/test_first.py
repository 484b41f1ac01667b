from datetime import date
from typing import Any

import pytest

from scanner.output.first_steps import steps
from scanner.result import Account
from scanner.rulebook import load
from tests.output.frames import AS_OF, facebook_export, instagram_export, items, person_of, scan_of

ACTIONS = load().actions
GERMAN: dict[str, Any] = {"region": "DE", "region_group": "EU", "as_of": AS_OF}
BRITISH = {"region": "GB", "region_group": "UK"}
LIVES: dict[str, object] = {"fact_region": "EU", "fact_objection": "none"}
POST: dict[str, object] = {"kind": "post"} | LIVES
REEL = {
    "platform": "instagram", "kind": "reel", "fact_section": "reels", "export": "instagram-jane.zip",
} | LIVES  # fmt: skip
PROMPT = {"platform": "meta_ai", "kind": "ai_prompt", "visibility": "private", "now": "eligible"} | LIVES
HIDDEN = POST | {"visibility": "private", "now": "not_eligible"}
OBJECTED: dict[str, Any] = {"objections": (("all", date(2025, 5, 1)),)}


@pytest.mark.parametrize(
    ("rows", "person", "ids"),
    [
        ([POST], GERMAN, ["object-facebook", "limit-past-posts"]),
        ([POST], GERMAN | OBJECTED, ["limit-past-posts"]),
        ([POST | {"fact_region": "UK"}], BRITISH, ["object-facebook", "limit-past-posts"]),
        ([POST], {"region": "US", "region_group": "US"}, ["limit-past-posts"]),
        ([POST], {}, ["object-if-region", "limit-past-posts"]),
        ([HIDDEN], GERMAN, ["object-facebook"]),
        ([HIDDEN], GERMAN | OBJECTED, []),
        ([], GERMAN, []),
        ([PROMPT], {"region": "US", "region_group": "US"}, ["delete-ai-chats"]),
        ([POST, PROMPT], GERMAN, ["object-facebook", "limit-past-posts", "delete-ai-chats"]),
    ],
)  # fmt: skip
def test_steps_are_chosen_by_the_data(
    rows: list[dict[str, object]], person: dict[str, Any], ids: list[str]
) -> None:
    scan = scan_of(items(*rows), exports=(facebook_export(person=person_of(**person)),))
    assert [step.id for step in steps(scan, ACTIONS)] == ids


@pytest.mark.parametrize(("state", "asked"), [("public", True), ("unknown", True), ("private", False)])
def test_instagram_is_made_private_only_where_it_is_not(state: str, asked: bool) -> None:
    export = instagram_export(accounts=(Account("instagram", state=state),))
    found = steps(scan_of(items(REEL), exports=(export,)), ACTIONS)
    assert ("instagram-private" in [step.id for step in found]) == asked


def test_the_form_of_the_region_is_named() -> None:
    step = steps(scan_of(items(POST)), ACTIONS)[0]
    assert any("712876720715583" in address for _, address in step.links)


def test_one_objection_is_enough_to_begin_with() -> None:
    scan = scan_of(items(POST, REEL), exports=(facebook_export(), instagram_export()))
    assert [step.id for step in steps(scan, ACTIONS)][:2] == ["object-facebook", "limit-past-posts"]


def test_the_number_of_items_stands_in_the_title() -> None:
    scan = scan_of(
        items(POST | {"count": 1204}), exports=(facebook_export(person=person_of(**GERMAN | OBJECTED)),)
    )
    assert steps(scan, ACTIONS)[0].title == "Facebook: limit past posts (1,204 items)"


def test_a_country_is_named_as_a_sentence_names_it() -> None:
    whose = person_of(region="GB", region_group="UK", as_of=AS_OF)
    scan = scan_of(items(POST | {"fact_region": "UK"}), exports=(facebook_export(person=whose),))
    assert steps(scan, ACTIONS)[0].title.endswith("(a form exists for the United Kingdom)")


@pytest.mark.parametrize(("group", "country", "told"), [("EU", "DE", True), ("UK", "GB", False)])
def test_what_is_so_in_one_region_is_not_said_in_another(group: str, country: str, *, told: bool) -> None:
    whose = person_of(region=country, region_group=group, as_of=AS_OF)
    scan = scan_of(items(POST | {"fact_region": group}), exports=(facebook_export(person=whose),))
    note = steps(scan, ACTIONS)[0].note
    assert ("disputed: Italy's authority" in note) == told
    assert ("does not name Threads" in note) != told


def test_a_minor_of_whom_nothing_is_open_is_not_told_to_object_first() -> None:
    young = person_of(region="FR", region_group="EU", age="minor", as_of=AS_OF)
    scan = scan_of(items(HIDDEN), exports=(facebook_export(person=young),), person=young)
    assert steps(scan, ACTIONS) == []


def test_what_is_about_nothing_today_comes_after_what_is_and_says_so() -> None:
    german = person_of(**GERMAN)
    rows = items(HIDDEN, REEL | {"visibility": "public", "now": "eligible"})
    accounts = (Account("facebook", "Jane Sample"), Account("instagram", "Jane Sample", state="public"))
    export = facebook_export(
        accounts=accounts, parts=("facebook-jane.zip", "instagram-jane.zip"), person=german
    )
    found = steps(scan_of(rows, exports=(export,), person=german), ACTIONS)
    assert [bool(step.count) for step in found] == sorted((bool(step.count) for step in found), reverse=True)
    alone = steps(scan_of(items(HIDDEN)), ACTIONS)[0]
    assert alone.note.startswith("None of the items it covers is in the pool today")


@pytest.mark.parametrize(
    ("group", "country", "said"), [("EU", "DE", True), ("UK", "GB", False), ("CH", "CH", False)]
)
def test_an_effect_in_one_region_alone_is_said_to_no_other(group: str, country: str, *, said: bool) -> None:
    whose = person_of(region=country, region_group=group, as_of=AS_OF)
    scan = scan_of(items(POST | {"fact_region": group}), exports=(facebook_export(person=whose),))
    note = steps(scan, ACTIONS)[0].note
    assert ("what you say to Meta's AI" in note) == said
    assert said or "in the EU" not in note


def test_where_the_account_was_made_is_not_taken_for_where_its_owner_lives() -> None:
    """No form is denied by it, and no country is named by it; people are asked where they live."""
    signup = person_of(region="US", region_group="US", region_from="signup", as_of=AS_OF)
    scan = scan_of(
        items(POST | {"fact_region": "US"}), exports=(facebook_export(person=signup),), person=signup
    )
    assert steps(scan, ACTIONS)[0].id == "object-if-region"
