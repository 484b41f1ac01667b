"""Region, age and objection through the whole way: what they make of public, private and unknown items."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from scanner.evidence.account import objection_date
from scanner.facts import Facts, Objection, Override
from scanner.result import Person
from tests.builders import JANE, Tree
from tests.scanning import TODAY, entry, facebook, found, instagram, items, one, verdict

POST = entry("ig_post", "2020-07-01 12:00", "Post", 1)
LATER = entry("ig_post", "2025-09-01 12:00", "Later", 2)
ON_THEIRS = entry("ig_comment", "2020-02-03 20:00", "on theirs", container="mia.example")
CHAT = entry("dm", "2020-05-05 20:00", "Hi", container="ravi.example")
ARCHIVED = entry("ig_archived", "2020-04-04 17:00", "Hidden", 3)
AI = entry("ig_ai_prompt", "2025-08-01 10:00", "Question", name="Captions")
AI_LATER = entry("ig_ai_prompt", "2026-03-01 10:00", "Later question", name="Captions")
THREAD = entry("thread", "2024-03-01 08:00", "Thread")
EVERYTHING = (POST, LATER, ON_THEIRS, CHAT, ARCHIVED, AI, AI_LATER, THREAD)

EARLY = Objection(date(2025, 5, 20))
LAST_EARLY = Objection(date(2025, 5, 26))
FIRST_LATE = Objection(date(2025, 5, 27))
LATE = Objection(date(2025, 8, 15))
OLD = Objection(date(2025, 4, 13))
FIRST_FOR_AI = Objection(date(2025, 4, 14))

Now = Mapping[str, str]


@cache
def _tree(born: str = JANE.born) -> Tree:
    return instagram(*EVERYTHING, vintage="instagram_g5", born=born)


@cache
def _judged(region: str | None, filed: tuple[Objection, ...], born: str, as_of: date) -> pl.DataFrame:
    with TemporaryDirectory() as directory:
        told = Facts(region=region, objection=filed)
        return items(_tree(born), Path(directory), told, as_of=as_of)


def _verdicts(
    column: str,
    region: str | None = None,
    *filed: Objection,
    born: str = JANE.born,
    as_of: date = TODAY,
) -> dict[str, str]:
    frame = _judged(region, filed, born, as_of)
    told = frame.filter(pl.col("text").is_in([each.text for each in EVERYTHING]))
    return dict(
        told.filter(pl.col("fact_section") != "messages")
        .select("text", pl.col(column).cast(pl.String))
        .iter_rows()
    )


def _but(usual: Now, **others: str) -> dict[str, str]:
    return dict(usual) | {name.replace("_", " "): value for name, value in others.items()}


NOW = {
    "Post": "eligible",
    "Later": "eligible",
    "on theirs": "unknown",
    "Hidden": "not_eligible",
    "Question": "eligible",
    "Later question": "eligible",
    "Thread": "likely",
}
PAST = {
    "Post": "likely",
    "Later": "likely",
    "on theirs": "unknown",
    "Hidden": "unknown",
    "Question": "likely",
    "Later question": "likely",
    "Thread": "likely",
}
OUT = dict.fromkeys(("Post", "Later", "on_theirs", "Thread"), "not_eligible")
OPEN = dict.fromkeys(("Post", "Thread", "on_theirs"), "unknown")
LIKELY_AI = {"Question": "likely", "Later_question": "likely"}
NO_AI = {"Question": "not_eligible", "Later_question": "not_eligible"}


@pytest.mark.parametrize("region", ["US", "DE", "GB", "UK", "BR", "KR", "AU", "NZ"])
def test_without_an_objection_public_content_of_adults_is_eligible(region: str) -> None:
    assert _verdicts("now", region) == NOW


def test_in_switzerland_nothing_public_is_more_than_likely() -> None:
    assert _verdicts("now", "CH") == _but(NOW, Post="likely", Later="likely", Thread="likely", **LIKELY_AI)


@pytest.mark.parametrize("filed", [EARLY, LAST_EARLY, FIRST_FOR_AI])
def test_an_early_objection_in_the_eu_takes_all_out(filed: Objection) -> None:
    assert _verdicts("now", "DE", filed) == _but(NOW, **OUT, **NO_AI)
    past = _but(PAST, Post="unknown", Thread="unknown", Later="not_eligible", **NO_AI)
    assert _verdicts("past", "DE", filed) == past


def test_a_late_objection_in_the_eu_takes_out_what_came_after() -> None:
    now = _but(NOW, **OPEN, Later="not_eligible", Question="unknown", Later_question="not_eligible")
    assert _verdicts("now", "DE", LATE) == now
    past = _but(PAST, Later="not_eligible", Later_question="not_eligible")
    assert _verdicts("past", "DE", LATE) == past


def test_the_day_of_the_start_is_late() -> None:
    assert _verdicts("now", "DE", FIRST_LATE)["Post"] == "unknown"
    assert _verdicts("now", "DE", LAST_EARLY)["Post"] == "not_eligible"


def test_one_from_before_14_april_2025_does_not_cover_ai_and_says_so() -> None:
    now = _verdicts("now", "DE", OLD)
    assert now == _but(NOW, **OUT)
    frame = _judged("DE", (OLD,), JANE.born, TODAY)
    flag = "objection-from-before-april-2025"
    assert flag in one(frame, text="Post", kind="post")["flags"]
    assert flag in one(frame, text="Question")["flags"]
    assert flag not in one(_judged("DE", (FIRST_FOR_AI,), JANE.born, TODAY), text="Question")["flags"]


@pytest.mark.parametrize("region", ["US", "KR", "AU", "NZ", "CA"])
@pytest.mark.parametrize("filed", [EARLY, LATE, OLD])
def test_where_there_is_no_form_an_objection_changes_nothing(region: str, filed: Objection) -> None:
    assert _verdicts("now", region, filed) == NOW
    assert _verdicts("past", region, filed) == _verdicts("past", region)


@pytest.mark.parametrize("filed", [EARLY, LATE])
def test_in_the_uk_an_objection_takes_content_out_but_neither_threads_nor_ai(filed: Objection) -> None:
    assert _verdicts("now", "GB", filed) == _but(NOW, **OUT | {"Thread": "unknown"})
    assert _verdicts("past", "GB", filed)["Later"] == "not_eligible"
    assert _verdicts("past", "GB", filed)["Later question"] == "likely"


@pytest.mark.parametrize(("region", "filed"), [("BR", EARLY), ("BR", LATE), ("CH", LATE)])
def test_in_brazil_and_switzerland_older_posts_stay_unknown_under_an_objection(
    region: str, filed: Objection
) -> None:
    ai = LIKELY_AI if region == "CH" else {}
    assert _verdicts("now", region, filed) == _but(NOW, **OPEN, **ai, Later="not_eligible")
    assert _verdicts("past", region, filed)["Later"] == "not_eligible"
    assert _verdicts("past", region, filed)["Later question"] == "likely"


def test_in_switzerland_an_objection_before_the_start_takes_all_content_out() -> None:
    assert _verdicts("now", "CH", EARLY) == _but(NOW, **OUT, **LIKELY_AI)


def test_a_refused_objection_is_none() -> None:
    assert _verdicts("now", "DE", Objection(date(2025, 5, 20), accepted=False)) == NOW


@pytest.mark.parametrize(
    ("platform", "verdicts"),
    [
        ("all", ("not_eligible", "not_eligible")),
        ("instagram", ("not_eligible", "not_eligible")),
        ("facebook", ("eligible", "likely")),
    ],
)
def test_an_objection_covers_its_product_and_instagram_covers_threads(
    platform: str, verdicts: tuple[str, str]
) -> None:
    now = _verdicts("now", "DE", Objection(date(2025, 5, 20), platform))
    assert (now["Post"], now["Thread"]) == verdicts


def test_an_objection_on_instagram_leaves_facebook(tmp_path: Path) -> None:
    told = Facts(region="DE", objection=(Objection(date(2025, 5, 20), "instagram"),))
    picture = entry("profile_pictures", "2019-07-01 09:00", "", 21, container="Profile pictures")
    row = one(items(facebook(picture), tmp_path, told), kind="profile_picture")
    assert verdict(row, "visibility", "now") == ("public", "eligible")


def test_an_early_objection_settles_what_is_unknown_on_facebook(tmp_path: Path) -> None:
    tree = facebook(entry("post", "2012-03-04 18:20", "Old"))
    told = Facts(region="DE", objection=(EARLY,))
    assert verdict(one(items(tree, tmp_path, told), text="Old"), "visibility", "now") == (
        "unknown", "not_eligible",
    )  # fmt: skip
    assert one(items(tree, tmp_path, Facts(region="DE", objection=(LATE,))), text="Old")["now"] == "unknown"


def test_of_several_objections_the_earliest_counts() -> None:
    person = Person(objections=(("all", date(2025, 8, 1)), ("instagram", date(2025, 5, 1))))
    assert objection_date(person, "instagram") == objection_date(person, "threads") == date(2025, 5, 1)
    assert objection_date(person, "facebook") == date(2025, 8, 1)
    assert objection_date(Person(), "facebook") is None


MINOR = "2009-12-31"
"""A minor on the day the tests judge for, an adult from the last day of 2027."""


@pytest.mark.parametrize(
    ("region", "now", "past"),
    [
        ("DE", "not_eligible", "unknown"),
        ("GB", "not_eligible", "unknown"),
        ("BR", "not_eligible", "unknown"),
        ("AU", "not_eligible", "unknown"),
        ("US", "unknown", "unknown"),
        ("NZ", "unknown", "unknown"),
    ],
)
def test_public_content_of_a_minor(region: str, now: str, past: str) -> None:
    assert _verdicts("now", region, born=MINOR)["Post"] == now
    assert _verdicts("past", region, born=MINOR)["Post"] == past


def test_ai_chats_of_a_minor_are_likely_and_messages_are_out() -> None:
    assert _verdicts("now", "DE", born=MINOR)["Question"] == "likely"
    frame = _judged("DE", (), MINOR, TODAY)
    assert {
        verdict(row, "now", "past") for row in found(frame, kind="message_thread", platform="instagram")
    } == {("not_eligible", "not_eligible")}


def test_age_is_of_the_day_asked_for_and_what_was_posted_before_18_stays_open() -> None:
    grown = date(2028, 1, 1)
    assert _verdicts("now", "DE", born=MINOR, as_of=grown)["Post"] == "unknown"
    assert _verdicts("past", "DE", born=MINOR, as_of=grown)["Post"] == "unknown"
    flags = one(_judged("DE", (), MINOR, grown), text="Post", kind="post")["flags"]
    assert "posted-before-you-were-18" in flags


@pytest.mark.parametrize("region", ["US", "DE", "GB", "BR", "CH", "KR"])
def test_the_past_of_what_is_still_public_and_of_what_was_hidden_nobody_knows_when(region: str) -> None:
    assert _verdicts("past", region) == PAST


BEFORE = {"DE": date(2025, 5, 26), "GB": date(2024, 9, 30), "BR": date(2024, 10, 2), "NZ": date(2023, 8, 31)}


@pytest.mark.parametrize("region", BEFORE)
def test_only_what_had_started_by_the_day_asked_for_counts(region: str) -> None:
    day = BEFORE[region]
    for column in ("now", "past"):
        found = _verdicts(column, region, as_of=day)
        assert set(found.values()) == {"unknown", "not_eligible"}
        assert found["Post"] == "unknown"
        assert found["Later"] == found["Later question"] == "not_eligible"
    after = _verdicts("now", region, as_of=day + timedelta(days=1))
    assert after["Post"] == "eligible"
    assert after["Later"] == "not_eligible"


def test_what_was_made_after_the_day_asked_for_did_not_exist() -> None:
    frame = _judged("US", (), JANE.born, date(2025, 8, 20))
    rules = {text: one(frame, text=text)["past_rule"] for text in ("Post", "Later question")}
    assert rules == {
        "Post": "past-public-in-the-us-or-canada",
        "Later question": "past-made-after-the-day-asked-for",
    }


def test_the_region_of_the_export_is_taken_where_none_is_told(tmp_path: Path) -> None:
    tree = facebook(country="Germany", city="Hamburg", jurisdiction="European Union")
    told = Facts(objection=(EARLY,))
    assert set(items(tree, tmp_path, told)["fact_region"].cast(pl.String)) == {"EU"}


def test_the_uk_is_taken_for_gb() -> None:
    same = ["now", "past", "now_rule", "past_rule", "flags"]
    assert (
        _judged("UK", (EARLY,), JANE.born, TODAY)
        .select(same)
        .equals(_judged("GB", (EARLY,), JANE.born, TODAY).select(same))
    )


def test_what_the_user_told_of_a_file_is_judged_anew(tmp_path: Path) -> None:
    tree: Any = facebook(entry("post", "2019-03-04 18:20", "A", 1))
    photo = one(items(tree, tmp_path), kind="photo")["item_id"]
    row = one(items(tree, tmp_path, Facts(override=(Override(photo, "public"),))), kind="photo")
    assert verdict(row, "visibility", "now", "past", "visibility_rule") == (
        "public", "eligible", "likely", "told-public-for-this-item",
    )  # fmt: skip
    assert row["public_from"] == row["public_until"]
