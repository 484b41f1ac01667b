import json
from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len

from scanner.output.json import scan_json
from scanner.output.scan_numbers import sections
from scanner.output.scan_table import scan_table
from scanner.output.text import TextStyle
from scanner.result import Account, Export, Person, Scan
from scanner.rulebook import load
from tests.output.frames import (
    AS_OF,
    big_facebook,
    combined,
    coverage,
    facebook_export,
    instagram_export,
    items,
    person_of,
    scan_of,
)

SCANS = {"big": big_facebook, "combined": combined}


def table(scan: Scan, width: int = 80, *, color: bool = False, **over: object) -> str:
    return scan_table(scan, TextStyle(width, color), load().actions, **over)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", SCANS)
def test_no_line_is_longer_than_the_terminal(name: str, width: int) -> None:
    for line in table(SCANS[name](), width).splitlines():
        assert cell_len(line) <= width, line


@pytest.mark.parametrize("width", [80, 120])
def test_the_large_table_is_as_drawn(width: int) -> None:
    shown = [" ".join(line.split()) for line in table(big_facebook(), width).splitlines()]
    for line in (
        "Posts 20,410 - 312 20,098 - 20,098 - 20,098",
        "Comments 1,209,204 - - 1,209,204 - 1,209,204 - 1,209,204",
        "AI chats 86 - 86 - 86 - - 86",
        "Total 1,231,574 4 398 1,231,172 90 1,231,172 4 1,231,258",
        "Files: 11,241 photos, 518 videos",
        "Counted separately: 1 chat (9,000 messages), 3,120 reactions",
        'Guess for "?": 20,098 probably public · 1,209,204 probably not · 1,870 no clue',
        "Read: 410 of 410 files",
        "1 Facebook: object to the use for AI (a form exists for Germany)",
        "2 Facebook: limit past posts (20,098 items)",
    ):
        assert line in shown
    assert "Reels" not in " ".join(shown)


def test_numbers_too_wide_for_the_line_get_a_line_of_their_own() -> None:
    scan = scan_of(items({"kind": "listing", "count": 9_999_999}))
    lines = table(scan).splitlines()
    assert "Sales, reviews" in lines
    numbers = lines[lines.index("Sales, reviews") + 1]
    assert numbers.split() == ["9,999,999", "-", "-", "9,999,999", "-", "9,999,999", "-", "9,999,999"]
    assert cell_len(numbers) <= 80


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b[" not in table(big_facebook())
    assert "\x1b[" in table(big_facebook(), color=True)


def test_text_of_the_export_reaches_no_terminal_raw() -> None:
    export = facebook_export(accounts=(Account("facebook", name="Jane\x1b[2J [red]Sample[/red]\u202e"),))
    shown = table(scan_of(items({}), exports=(export,)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "Jane\\x1b[2J [red]Sample[/red]" in shown


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"made": date(2026, 8, 25)}, "made 2026-08-25, 2 months ago"),
        ({"made": date(2026, 7, 21)}, "This download is 4 months old"),
        ({"made": None}, "date unknown"),
        ({"covers_all_time": False, "covers_from": date(2020, 1, 1)}, "only from 2020-01-01"),
        ({"covers_all_time": None}, "time range unknown"),
        ({"accounts": ()}, "owner unknown"),
    ],
)
def test_the_head_says_what_is_known_and_what_not(over: dict[str, object], words: str) -> None:
    shown = table(scan_of(items({}), exports=(facebook_export(**over),)), 120)
    assert words in " ".join(shown.split())


def test_a_fresh_export_is_not_called_old() -> None:
    shown = table(scan_of(items({}), exports=(facebook_export(made=date(2026, 8, 25)),)))
    assert "old: what changed" not in shown


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (person_of(as_of=AS_OF), "country unknown"),
        (person_of(as_of=AS_OF), "the rules for the rest of the world were used"),
        (
            person_of(region="DE", region_group="EU", region_from="told", as_of=AS_OF),
            "Germany, EU/EEA (you said so)",
        ),
        (
            person_of(region="BR", region_group="BR", region_from="export", as_of=AS_OF),
            "Brazil (from the download)",
        ),
        (
            person_of(region="US", region_group="US", region_from="signup", as_of=AS_OF),
            "United States is where this account was created. If you live elsewhere, add --region COUNTRY.",
        ),
        (
            person_of(region="JE", region_from="told", region_note="it is open.", as_of=AS_OF),
            "Jersey: it is open.",
        ),
        (person_of(region="KE", region_from="told", as_of=AS_OF), "Kenya, rest of the world (you said so)"),
        (
            person_of(objections=(("all", date(2025, 5, 20)),), as_of=AS_OF),
            "objection: 2025-05-20 for all products",
        ),
        (person_of(age="minor", age_from="told", as_of=AS_OF), "minor (you said so)"),
        (
            person_of(objections_to_come=(("facebook", date(2027, 5, 20)),), as_of=AS_OF),
            "objection: 2027-05-20 for Facebook (you said so; filed later, so it does not count yet)",
        ),
    ],
)
def test_it_says_for_whom_it_is_judged_and_where_that_was_learnt(person: Person, words: str) -> None:
    scan = scan_of(items({}), exports=(facebook_export(person=person),), person=person)
    assert words in " ".join(table(scan, 120).split())


def test_two_downloads_stand_apart() -> None:
    names = [(block.platform, block.total.all) for block in sections(combined())]
    assert names == [("facebook", 1), ("instagram", 2)]
    shown = table(combined())
    assert "The account has been private since 2024-03-01" in shown
    assert shown.count("Judged for:") == 1


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (
            Account("instagram", state="public"),
            "The account is public, according to the download, which has no record of earlier settings.",
        ),
        (
            Account("instagram", state="private"),
            "The account is private, according to the download, which has no record of earlier settings.",
        ),
        (
            Account("instagram", state="public", state_since=datetime(2024, 3, 1, tzinfo=UTC)),
            "The account has been public since 2024-03-01, according to the download.",
        ),
    ],
)
def test_without_a_switch_on_record_earlier_states_are_said_to_be_unknown(
    account: Account, words: str
) -> None:
    row = {"platform": "instagram", "export": "instagram-jane.zip"}
    export = Export("instagram-jane.zip", (account,), ("instagram-jane.zip",))
    assert words in " ".join(table(scan_of(items(row), exports=(export,)), 120).split())


def test_account_details_of_unknown_audience_are_listed_apart() -> None:
    details = ["email", "email", "birth_date", "gender"]
    rows = [{"kind": "profile_field", "fact_field": field} for field in (*details, "city")]
    rows += [{"kind": "profile_field", "fact_field": "email", "visibility": "private", "now": "not_eligible"}]
    scan = scan_of(items(*rows), exports=(facebook_export(),))
    (block,) = sections(scan)
    assert (block.total.all, block.total.unknown, block.total.not_public) == (2, 1, 1)
    assert block.details == {"email": 2, "birth_date": 1, "gender": 1}
    assert "Counted separately: 4 account details (email, date of birth, gender)" in " ".join(
        table(scan).split()
    )
    document = json.loads(scan_json(scan, {}))
    assert sum(group["count"] for group in document["groups"]) == scan.items["count"].sum() == len(rows)
    assert sum(each["count"] for each in document["leans"]) <= block.total.unknown


def test_chats_stand_with_their_product_and_ai_chats_apart_where_there_are_two() -> None:
    one = scan_of(items({}, {"platform": "messenger", "kind": "message_thread"}, {"platform": "meta_ai"}))
    assert [block.platform for block in sections(one)] == ["facebook"]
    two = scan_of(items({}, {"platform": "instagram"}, {"platform": "meta_ai", "kind": "ai_prompt"}))
    assert [block.platform for block in sections(two)] == ["facebook", "instagram", "meta_ai"]


def test_what_was_not_read_is_said() -> None:
    members = coverage(
        {}, {"state": "unknown"}, {"state": "unreadable", "reason": "encrypted"}, {"skipped": 2}
    )
    shown = " ".join(table(scan_of(items({}), members)).split())
    assert "2 of 4 files, 1 of an unknown kind, 1 unreadable, 2 records skipped" in shown
    assert "1 file unreadable" in shown


def test_assumed_numbers_and_filters_are_marked() -> None:
    shown = table(scan_of(items({})), filters="kind post", assumed=True)
    assert "Only: kind post" in shown
    assert "Assumed: " in shown
    assert "Guess for" not in shown


LEANING = (
    *({"lean": "public", "lean_rule": "a"},) * 5,
    *({"lean": "none", "lean_rule": "b", "kind": "comment"},) * 3,
    *({"lean": "private", "lean_rule": "c"},) * 2,
    {"lean": "public", "lean_rule": "d"},
    {"lean": "private", "lean_rule": "e"},
    {"lean": "none", "visibility": "public", "lean_rule": "a"},
    {"lean": "public", "lean_rule": "a", "kind": "photo"},
)
TITLES = {rule: f"Reason {rule}" for rule in "abcde"}


def test_the_reasons_for_leaning_stand_below_it_the_most_frequent_first() -> None:
    lines = table(scan_of(items(*LEANING)), titles=TITLES).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith('Guess for "?":'))
    assert [line.strip() for line in lines[at + 1 : at + 5]] == [
        "Reason a: 5",
        "Reason b: 3",
        "Reason c: 2",
        "for other reasons: 2",
    ]


def test_no_reason_is_named_where_nothing_leans_or_leaning_is_assumed() -> None:
    assert "Reason a" not in table(scan_of(items(LEANING[-2])), titles=TITLES)
    assert "Reason a" not in table(scan_of(items(*LEANING)), titles=TITLES, assumed=True)


def test_json_has_every_reason_for_leaning() -> None:
    leans = json.loads(scan_json(scan_of(items(*LEANING)), TITLES))["leans"]
    assert leans[0] == {"lean": "public", "rule": "a", "title": "Reason a", "count": 5}
    assert [(each["lean"], each["count"]) for each in leans[1:]] == [
        ("none", 3),
        ("private", 2),
        ("public", 1),
        ("private", 1),
    ]


LOST = {"state": "unreadable", "member": "", "reason": "cut off", "export": "facebook-jane-2.zip"}
REST = LOST | {"export": "facebook-jane.zip", "reason": "more members than the limit"}


@pytest.mark.parametrize(
    ("bad", "head", "read"),
    [
        ([LOST], "2 parts, 1 part unreadable", "1 of 2 files, 1 unreadable (1 whole zip among them)"),
        (
            [LOST, REST],
            "1 part and 1 file unreadable",
            "1 of 3 files, 2 unreadable (1 whole zip among them)",
        ),
        ([REST], "2 parts, 1 file unreadable", "1 of 2 files, 1 unreadable"),
    ],
)
def test_a_whole_zip_that_could_not_be_read_is_more_than_a_file(
    bad: list[dict[str, object]], head: str, read: str
) -> None:
    export = facebook_export(parts=("facebook-jane.zip", "facebook-jane-2.zip"))
    shown = " ".join(table(scan_of(items({}), coverage({}, *bad), exports=(export,))).split())
    assert head in shown
    assert read in shown


def test_what_filters_leave_out_is_not_called_missing() -> None:
    photos = scan_of(items({"kind": "photo"}))
    assert "No content of your own was found" in table(photos)
    assert "No content matches the filters." in table(photos, filters="kind photo")
    assert "No content of your own was found" not in table(photos, filters="kind photo")


def test_words_of_the_table_are_explained_where_there_is_one() -> None:
    assert '"Maybe": in it' in table(scan_of(items({})))
    assert '"Maybe": in it' not in table(scan_of(items({"kind": "photo"})))


def test_a_guess_that_was_asked_for_is_not_denied() -> None:
    assert "so most posts are shown as" in " ".join(table(scan_of(items({}))).split())
    assert "so most posts are shown as" not in " ".join(table(scan_of(items({})), assumed=True).split())


def test_a_download_that_states_audiences_is_not_said_to_lack_them() -> None:
    named = {"fact_stated": "friends", "visibility": "private"}
    assert "no longer say who could see" in table(scan_of(items({}, {})))
    assert "no longer say who could see" not in table(scan_of(items({}, named)))


def test_an_objection_where_there_is_no_form_is_said_to_do_nothing() -> None:
    told = {"objections": (("all", date(2025, 5, 20)),), "as_of": AS_OF}
    for group, said in (("US", True), ("EU", False), ("CH", False)):
        whose = person_of(region_group=group, **told)
        scan = scan_of(items({}), exports=(facebook_export(person=whose),), person=whose)
        assert ("counts only where Meta has a form" in " ".join(table(scan).split())) == said


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("private", "The account is private: you said so. The download does not say."),
        (None, "The download does not say whether the account is private."),
    ],
)
def test_an_account_whose_state_was_told_is_not_called_unknown(told: str | None, words: str) -> None:
    export = instagram_export(accounts=(Account("instagram", username="jane.sample"),))
    rows = items({"platform": "instagram", "export": "instagram-jane.zip", "fact_account_told": told})
    assert words in " ".join(table(scan_of(rows, exports=(export,)), 120).split())


def test_downloads_of_one_account_are_one_table_and_what_the_newer_lacks_is_said() -> None:
    account = Account("instagram", username="jane.sample", number=1)
    days = {"instagram-old.zip": date(2025, 9, 22), "instagram-new.zip": date(2025, 11, 2)}
    exports = tuple(
        instagram_export(name=part.removesuffix(".zip"), parts=(part,), made=made, accounts=(account,))
        for part, made in days.items()
    )
    rows = items(
        {"platform": "instagram", "export": "instagram-new.zip", "fact_only_in_older": False},
        {"platform": "instagram", "export": "instagram-old.zip", "fact_only_in_older": True},
    )
    shown = " ".join(table(scan_of(rows, exports=exports), 120).split())
    assert shown.count("Instagram · @jane.sample") == 1
    assert "2 downloads of this account were combined, made 2025-11-02 and 2025-09-22." in shown
    assert "1 item is missing from the newer one: deleted since, or that download is incomplete." in shown
    assert "Posts 2" in shown


def test_chats_with_meta_ai_stand_where_they_were_had_and_the_filter_for_them_is_said() -> None:
    accounts = (Account("instagram", username="jane.sample"), Account("threads", username="jane.sample"))
    rows = items(
        {"platform": "instagram", "fact_found_in": "instagram", "export": "instagram-jane.zip"},
        {
            "platform": "meta_ai",
            "kind": "ai_prompt",
            "fact_found_in": "instagram",
            "export": "instagram-jane.zip",
        },
    )
    shown = " ".join(table(scan_of(rows, exports=(instagram_export(accounts=accounts),)), 120).split())
    assert "Meta AI · owner unknown" not in shown
    assert "Meta AI: 1 item is counted here, where you used it. --platform meta_ai shows it" in shown
