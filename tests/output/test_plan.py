import json
import re
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from scanner.output.plan import plan_json, plan_table
from scanner.output.text import TextStyle
from scanner.plan.plan import make_plans
from scanner.result import Account, Scan
from scanner.rulebook import load
from scanner.rulebook.rules import GRADE_NAMES
from tests.output.frames import (
    AS_OF,
    NOBODY,
    big_facebook,
    facebook_export,
    instagram_export,
    items,
    person_of,
    scan_of,
)

BOOK = load()
US = person_of(region="US", region_group="US", region_from="told", age="adult", as_of=AS_OF)
OBJECTED = replace(US, region="DE", region_group="EU", objections=(("all", AS_OF),))
IN_US = {"fact_region": "US", "fact_objection": "none", "fact_age": "adult"}
REEL = {
    "platform": "instagram", "kind": "reel", "fact_section": "reels", "visibility": "public",
    "now": "eligible", "past": "likely", "export": "instagram-jane.zip",
} | IN_US  # fmt: skip
PUBLIC = Account("instagram", "Jane Sample", "jane.sample", "public")


def american(*rows: dict[str, Any]) -> Scan:
    """Give an American's public Instagram."""
    export = instagram_export(accounts=(PUBLIC,), person=US)
    return scan_of(items(*rows), exports=(export,), person=US)


def table(scan: Scan, width: int = 80, **over: Any) -> str:
    return plan_table(make_plans(scan, BOOK), scan, BOOK, TextStyle(width), **over)


def flat(text: str) -> str:
    return " ".join(text.split())


def document(scan: Scan) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(plan_json(make_plans(scan, BOOK), scan, BOOK))
    return told


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("scan", [big_facebook(), american(REEL)], ids=["big", "small"])
def test_no_line_is_longer_than_the_terminal_but_an_address(scan: Scan, width: int) -> None:
    long = [line for line in table(scan, width).splitlines() if cell_len(line) > width]
    assert [line for line in long if "https://" not in line] == []


@pytest.mark.parametrize("width", [80, 120])
def test_the_numbers_are_as_drawn(width: int) -> None:
    shown = [flat(line) for line in table(american(REEL, REEL | {"count": 1_209}), width).splitlines()]
    for line in (
        "Today 1,210 -",
        "1 Instagram: make the account private 1,210 - - - -",
        "All steps that delete nothing - -",
        "All steps - -",
        "1 Instagram: make the account private",
        "1. Profile → ☰ → Settings and privacy → Account privacy → Private account.",
    ):
        assert line in shown, line


def test_numbers_too_wide_for_the_line_get_a_line_of_their_own() -> None:
    lines = table(american(REEL | {"count": 99_999_999_999})).splitlines()
    at = lines.index(" 1 Instagram: make the account private")
    assert flat(lines[at + 1]).startswith("99,999,999,999")


def test_the_past_is_said_to_stay() -> None:
    text = flat(table(american(REEL, REEL)))
    assert "2 items were probably in the pool at a time when Meta says it trained its AI" in text
    assert "Nothing you do now can change that" in text


def test_what_does_not_apply_says_so_instead_of_vanishing() -> None:
    text = flat(table(american(REEL)))
    not_for = text[text.index("Not for you") :]
    assert "Instagram: object to the use for AI: United States: No form to object" in not_for
    assert "Not in this download, so skipped: " in not_for
    assert "Facebook: limit past posts" in not_for


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"person": NOBODY}, "Add it with --region, for example --region DE."),
        ({"accounts": (replace(PUBLIC, state="private"),)}, "the Instagram account is not public."),
        ({"person": OBJECTED}, "you said that your objection was accepted"),
    ],
)  # fmt: skip
def test_the_reason_is_said(over: dict[str, Any], words: str) -> None:
    export = instagram_export(**({"accounts": (PUBLIC,), "person": US} | over))
    assert words in flat(table(scan_of(items(REEL), exports=(export,))))


def test_a_late_objection_leaves_old_posts_open() -> None:
    german = person_of(region="DE", region_group="EU", age="adult", as_of=AS_OF)
    row = REEL | {"fact_region": "EU"}
    scan = scan_of(items(row), exports=(instagram_export(accounts=(PUBLIC,), person=german),), person=german)
    told = next(each for each in document(scan)["actions"] if each["id"] == "object-instagram")
    assert told["alone"] == {"reached": 1, "out": 0, "settled": 0, "disputed": 1}
    assert "disputed" in " ".join(told["caveats"])


def test_muting_is_said_to_protect_nothing() -> None:
    scan = american(REEL)
    told = next(each for each in document(scan)["without_effect_here"] if each["id"] == "mute-instagram")
    assert told["alone"]["out"] == 0
    assert "protects nothing" in flat(table(scan))


def test_every_source_has_its_grade_and_date() -> None:
    grades = "|".join(map(re.escape, GRADE_NAMES.values()))
    for shown in re.findall(r"Sources: (.+?)\. Checked on (\S+)\.", flat(table(american(REEL)))):
        assert re.search(rf"\(({grades}), ", shown[0])
        assert date.fromisoformat(shown[1]) in {each.date for each in load().actions.values()}


def test_nothing_is_promised_that_nobody_can_promise() -> None:
    text = flat(table(american(REEL)) + table(big_facebook())).lower()
    assert "too late" not in text
    assert "deleted from ai" not in text
    assert "meta trained on" not in text


def test_json_is_whole() -> None:
    told = document(big_facebook())
    assert list(told) == [
        "schema", "policy_date", "facts", "people", "before", "past", "actions", "without_effect_here",
        "not_for_you", "keeping", "together",
    ]  # fmt: skip
    assert told["schema"] == "exposure.plan/1"
    every = [*told["actions"], *told["without_effect_here"], *told["not_for_you"]]
    assert {each["id"] for each in every} | {"object-if-region"} == BOOK.actions.keys()
    assert all(each["steps"] and each["sources"] and each["sources"][0]["grade"] for each in every)
    limit = next(each for each in told["actions"] if each["id"] == "limit-past-posts")
    assert limit["added"]["settled"] == 20_098
    assert told["together"]["from"] == told["before"]


def test_what_is_assumed_is_marked() -> None:
    scan = big_facebook()
    plan = make_plans(scan, BOOK)
    assert json.loads(plan_json(plan, scan, BOOK, assumed=True))["assumed"] == "lean"
    assert "--assume lean" in plan_table(plan, scan, BOOK, TextStyle(80), assumed=True)


def test_names_of_the_export_reach_no_terminal() -> None:
    export = facebook_export(accounts=(Account("facebook", name="Jane\x1b[2J"),), person=US)
    assert "\x1b" not in table(scan_of(items(REEL), exports=(export,)))
