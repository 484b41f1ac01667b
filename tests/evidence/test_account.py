"""What the account, the calendar and the user say of an item, and what follows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scanner.facts import FacebookFacts, Facts, Override, Period
from tests.builders import JANE, Tree, at, mojibake
from tests.builders.generic import string_map
from tests.scanning import entry, facebook, found, instagram, items, one, posted, scanned, verdict, without

BEFORE = entry("ig_post", "2018-07-01 12:00", "Before", 1)
AFTER = entry("ig_post", "2024-08-20 19:30", "After", 2)
SWITCH = at("2024-06-01 10:00")
EARLIER = at("2020-01-01 10:00")
FLAG = "personal_information/personal_information.json"
SWITCHES = "security_and_login_information/login_and_profile_creation/profile_privacy_changes.json"


def _seen(row: dict[str, Any]) -> tuple[Any, ...]:
    return verdict(row, "visibility", "ever_public", "past")


PUBLIC, NEVER, UNTOLD = (
    ("public", "yes", "likely"),
    ("private", "no", "not_eligible"),
    ("private", "unknown", "unknown"),
)
ONCE, LOST = ("private", "yes", "likely"), ("unknown", "unknown", "unknown")


@pytest.mark.parametrize(
    ("private", "switches", "before", "after"),
    [
        (False, (), PUBLIC, PUBLIC),
        (True, (), UNTOLD, UNTOLD),
        (True, ((SWITCH, "private"),), ONCE, NEVER),
        (False, ((SWITCH, "public"),), PUBLIC, PUBLIC),
        (True, ((EARLIER, "public"), (SWITCH, "private")), ONCE, NEVER),
        (False, ((EARLIER, "private"), (SWITCH, "public")), PUBLIC, PUBLIC),
        (False, ((SWITCH, "private"),), LOST, LOST),
        (True, ((SWITCH, "public"),), LOST, LOST),
    ],
)
def test_a_post_follows_the_account_over_time(
    private: bool,
    switches: tuple[tuple[int, str], ...],
    before: tuple[str, ...],
    after: tuple[str, ...],
    tmp_path: Path,
) -> None:
    frame = items(instagram(BEFORE, AFTER, private=private, switches=switches), tmp_path)
    assert _seen(one(frame, text="Before", kind="post")) == before
    assert _seen(one(frame, text="After", kind="post")) == after


def test_the_moments_of_being_public_are_those_of_the_account(tmp_path: Path) -> None:
    frame = items(
        instagram(BEFORE, AFTER, private=True, switches=((EARLIER, "public"), (SWITCH, "private"))), tmp_path
    )
    row = one(frame, text="Before", kind="post")
    assert [row[name].timestamp() for name in ("public_from", "public_until")] == [EARLIER, SWITCH]
    assert verdict(one(frame, text="After", kind="post"), "public_from", "public_until") == (None, None)


def test_what_is_still_public_is_so_until_the_export(tmp_path: Path) -> None:
    result = scanned(instagram(BEFORE), tmp_path)
    row = one(result.items, text="Before", kind="post")
    assert row["public_until"].date() == result.exports[0].made


@pytest.mark.parametrize(
    ("account", "since"),
    [
        ({}, None),
        ({"switches": ((SWITCH, "public"),)}, SWITCH),
        ({"switches": ((EARLIER, "private"), (SWITCH, "public"))}, EARLIER),
        ({"private": True, "switches": ((SWITCH, "private"),)}, SWITCH),
        ({"switches": ((at("2016-01-01 10:00"), "public"),)}, at("2018-07-01 12:00")),
    ],
    ids=["never-switched", "opened", "closed-and-opened", "closed", "open-when-posted"],
)
def test_public_from_is_the_first_moment_a_record_shows_the_post_public(
    account: dict[str, Any], since: int | None, tmp_path: Path
) -> None:
    row = one(items(instagram(BEFORE, **account), tmp_path), text="Before", kind="post")
    assert row["ever_public"] == "yes"
    assert (
        row["public_from"] == row["public_until"]
        if since is None
        else row["public_from"].timestamp() == since
    )


@pytest.mark.parametrize("created", [None, at("2026-07-30 12:00")], ids=["undated", "after-the-request"])
def test_what_is_in_the_export_of_a_public_account_was_public_then(
    created: int | None, tmp_path: Path
) -> None:
    file = {"uri": "media/posts/a.jpg"} | ({"creation_timestamp": created} if created else {})
    odd = {"your_instagram_activity/media/posts_1.json": mojibake([{"media": [file], "title": "Odd"}])}
    tree = instagram(AFTER, switches=((SWITCH, "public"),)) | odd
    row = one(items(tree, tmp_path), text="Odd", kind="post")
    assert verdict(row, "visibility", "ever_public") == ("public", "yes")
    assert row["public_from"] == row["public_until"]


@pytest.mark.parametrize(
    ("switches", "expected", "confidence"),
    [
        ((), LOST, "low"),
        (((SWITCH, "private"),), ONCE, "medium"),
        (((EARLIER, "private"), (SWITCH, "public")), PUBLIC, "medium"),
    ],
)
def test_without_the_flag_the_last_switch_tells(
    switches: tuple[tuple[int, str], ...], expected: tuple[str, ...], confidence: str, tmp_path: Path
) -> None:
    tree = instagram(BEFORE, AFTER, private=True, switches=switches)
    row = one(items(without(tree, f"/{FLAG}"), tmp_path), text="Before", kind="post")
    assert _seen(row) == expected
    assert row["confidence"] == confidence


def test_unknown_is_leaning_public_where_an_adults_state_is_not_known(tmp_path: Path) -> None:
    row = one(items(without(instagram(BEFORE), f"/{FLAG}"), tmp_path), text="Before", kind="post")
    assert verdict(row, "visibility", "lean", "basis", "lean_rule") == (
        "unknown", "public", "none", "lean-instagram-default-public",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "wrapped"),
    [
        (SWITCHES, True),
        (
            SWITCHES.replace("profile_privacy", "account_privacy").replace(
                "profile_creation", "account_creation"
            ),
            True,
        ),
        (SWITCHES, False),
    ],
)
@pytest.mark.parametrize("title", ["Switched to Private", "Auf irgendwas umgestellt"])
def test_switches_are_read_from_both_files_and_containers_and_of_unknown_direction(
    path: str, wrapped: bool, title: str, tmp_path: Path
) -> None:
    told = [string_map({"Time": SWITCH}, title=title)]
    document = {"account_history_account_privacy_history": told} if wrapped else told
    tree = instagram(BEFORE, AFTER, private=True) | {path: mojibake(document)}
    frame = items(tree, tmp_path)
    assert _seen(one(frame, text="Before", kind="post")) == ONCE
    assert _seen(one(frame, text="After", kind="post")) == NEVER


def test_a_contradiction_is_said(tmp_path: Path) -> None:
    result = scanned(instagram(BEFORE, private=False, switches=((SWITCH, "private"),)), tmp_path)
    assert [warning for warning in result.warnings if "contradict" in warning]
    assert scanned(instagram(BEFORE, private=True, switches=((SWITCH, "private"),)), tmp_path).warnings == ()


@pytest.mark.parametrize(("private", "to"), [(True, "private"), (False, "public")])
def test_posts_follow_the_flag_where_only_the_switches_contradict_each_other(
    private: bool, to: str, tmp_path: Path
) -> None:
    twice = ((EARLIER, to), (SWITCH, to))
    frame = items(instagram(BEFORE, STORY, private=private, switches=twice), tmp_path)
    post = one(frame, text="Before", kind="post")
    assert verdict(post, "visibility", "basis", "confidence") == (to, "account", "medium")
    assert post["ever_public"] == ("unknown" if private else "yes")


def test_what_is_public_without_a_time_is_known_to_be_so_at_the_export(tmp_path: Path) -> None:
    name = one(items(instagram(), tmp_path), platform="instagram", kind="profile_field", text="Jane Sample")
    assert (name["visibility"], name["ever_public"]) == ("public", "yes")
    assert name["public_from"] == name["public_until"] is not None


def test_a_switch_of_unknown_direction_and_no_flag_tell_nothing(tmp_path: Path) -> None:
    tree = without(instagram(BEFORE, private=True), f"/{FLAG}")
    tree[SWITCHES] = mojibake([string_map({"Time": SWITCH}, title="Auf irgendwas umgestellt")])
    result = scanned(tree, tmp_path)
    assert _seen(one(result.items, text="Before", kind="post")) == LOST
    assert "which way" in result.warnings[0]


OLD_STORY = entry("ig_story", "2018-05-05 08:00", "Old", 11)
STORY = entry("ig_story", "2024-09-01 21:00", "New", 12)
FRESH = entry("ig_story", "2025-11-02 01:00", "Fresh", 13)
"""Seven hours before the export of the layout of 2025."""


@pytest.mark.parametrize(
    ("account", "story", "expected"),
    [
        ({}, OLD_STORY, ("unknown", "unknown")),
        ({}, FRESH, ("public", "yes")),
        ({"switches": ((at("2018-01-01 10:00"), "public"),)}, OLD_STORY, ("unknown", "yes")),
        (
            {"switches": ((at("2018-01-01 10:00"), "public"),), "close_friends_since": EARLIER},
            OLD_STORY,
            ("unknown", "yes"),
        ),
        ({"close_friends_since": EARLIER}, OLD_STORY, ("unknown", "unknown")),
        ({"close_friends_since": EARLIER}, STORY, ("unknown", "unknown")),
        ({"close_friends_since": EARLIER}, FRESH, ("unknown", "unknown")),
        ({"private": True, "switches": ((SWITCH, "private"),)}, OLD_STORY, ("private", "unknown")),
        (
            {"private": True, "switches": ((SWITCH, "private"),)},
            entry("ig_story", "2024-06-01 01:00", "Eve", 15),
            ("private", "yes"),
        ),
        (
            {"private": True, "switches": ((EARLIER, "public"), (SWITCH, "private"))},
            entry("ig_story", "2023-09-01 21:00", "Mid", 14),
            ("private", "yes"),
        ),
        ({"private": True, "switches": ((SWITCH, "private"),)}, STORY, ("private", "no")),
        ({"private": True}, STORY, ("private", "unknown")),
        (
            {"private": True, "switches": ((SWITCH, "private"),), "close_friends_since": EARLIER},
            entry("ig_story", "2023-09-01 21:00", "Mid", 14),
            ("private", "unknown"),
        ),
        ({"switches": ((SWITCH, "public"),)}, OLD_STORY, ("unknown", "unknown")),
        (
            {"switches": ((EARLIER, "private"), (SWITCH, "public"))},
            entry("ig_story", "2023-09-01 21:00", "Mid", 14),
            ("unknown", "no"),
        ),
        (
            {"switches": ((SWITCH, "public"),)},
            entry("ig_story", "2024-06-01 01:00", "Eve", 15),
            ("unknown", "yes"),
        ),
    ],
)  # fmt: skip
def test_a_story_is_up_for_a_day_and_may_be_for_close_friends(
    account: dict[str, Any], story: Any, expected: tuple[str, str], tmp_path: Path
) -> None:
    row = one(items(instagram(story, **account), tmp_path), kind="story")
    assert verdict(row, "visibility", "ever_public") == expected
    leans = row["visibility"] == "unknown" and row["ever_public"] != "no"
    assert row["lean"] == ("public" if leans else "none")


def test_stories_of_an_account_whose_record_contradicts_itself_were_not_seen_public(tmp_path: Path) -> None:
    twice = ((EARLIER, "public"), (SWITCH, "public"))
    rows = found(items(instagram(OLD_STORY, STORY, switches=twice), tmp_path), kind="story")
    assert {verdict(row, "visibility", "ever_public", "lean") for row in rows} == {
        ("unknown", "unknown", "public")
    }


def test_without_the_close_friends_record_nothing_is_taken_for_public(tmp_path: Path) -> None:
    tree = without(instagram(FRESH, STORY), "instagram_profile_information.json")
    rows = found(items(tree, tmp_path), kind="story")
    assert {verdict(row, "visibility", "ever_public") for row in rows} == {("unknown", "unknown")}


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ({}, "unknown"),
        ({"private": True}, "unknown"),
        ({"private": True, "switches": ((SWITCH, "private"),)}, "unknown"),
        (
            {
                "private": True,
                "switches": ((at("2016-01-01 10:00"), "public"), (SWITCH, "private")),
            },
            "yes",
        ),
        ({"switches": ((at("2018-01-01 10:00"), "public"),)}, "unknown"),
        (
            {
                "private": True,
                "switches": ((at("2016-01-01 10:00"), "public"), (at("2016-02-01 10:00"), "private")),
            },
            "no",
        ),
    ],
)
@pytest.mark.parametrize("sort", ["ig_archived", "ig_deleted"])
def test_archived_and_deleted_posts_are_private_and_their_past_follows_the_account(
    sort: str, account: dict[str, Any], expected: str, tmp_path: Path
) -> None:
    row = one(items(instagram(entry(sort, "2017-04-04 17:00", "A", 1), **account), tmp_path), kind="post")
    assert verdict(row, "visibility", "audience", "basis", "ever_public") == (
        "private", "only_me", "structural", expected,
    )  # fmt: skip


def test_threads_have_a_flag_of_their_own(tmp_path: Path) -> None:
    tree = instagram(BEFORE, entry("thread", "2024-03-01 08:00", "Hi"), private=True)
    frame = items(tree, tmp_path)
    assert verdict(one(frame, text="Hi"), "visibility", "audience", "basis") == (
        "public",
        "public",
        "account",
    )
    assert one(frame, text="Before", kind="post")["visibility"] == "private"
    path = next(path for path in tree if path.endswith("threads/personal_information.json"))
    tree[path] = tree[path].replace(b'"False"', b'"True"')
    row = one(items(tree, tmp_path), text="Hi")
    assert verdict(row, "visibility", "audience", "ever_public") == ("private", "followers", "unknown")


def test_without_threads_profile_its_posts_are_unknown(tmp_path: Path) -> None:
    tree = instagram(entry("thread", "2024-03-01 08:00", "Hi"))
    row = one(items(without(tree, "threads/personal_information.json"), tmp_path), text="Hi")
    assert row["visibility"] == "unknown"


@pytest.mark.parametrize("private", [True, False])
def test_what_does_not_follow_the_account(private: bool, tmp_path: Path) -> None:
    told = [
        entry("ig_profile", "2018-01-01 10:00", "", 21),
        entry("ig_profile", "2022-01-01 10:00", "", 22),
        entry("ig_comment", "2019-02-03 20:00", "on theirs", container="mia.example"),
        entry("ig_comment", "2019-02-04 20:00", "on mine", container="(self)"),
        entry("story_comment", "2024-01-05 09:00", "on a story", container="(self)"),
    ]
    frame = items(instagram(*told, private=private), tmp_path)
    pictures = sorted(found(frame, kind="profile_picture"), key=lambda row: row["created_at"])
    assert [verdict(row, "visibility", "basis", "confidence") for row in pictures] == [
        ("unknown", "none", "low"),
        ("public", "policy", "medium"),
    ]
    assert one(frame, text="on theirs")["visibility"] == "unknown"
    assert one(frame, text="on mine")["visibility"] == ("private" if private else "public")
    assert verdict(one(frame, text="on a story"), "visibility", "lean") == ("unknown", "private")
    for field in ("name", "username", "bio"):
        row = one(frame, fact_field=field, platform="instagram")
        assert verdict(row, "visibility", "basis") == ("public", "policy")
    assert one(frame, fact_field="email", platform="instagram")["visibility"] == "private"


def test_an_instant_is_unknown_and_leans_private(tmp_path: Path) -> None:
    told = [entry("ig_post", "2024-05-04 10:11", "A", 1), entry("instant", "2026-02-02 22:00", "", 2)]
    row = one(items(instagram(*told, vintage="instagram_g5"), tmp_path), kind="story")
    assert verdict(row, "visibility", "lean") == ("unknown", "private")


OLD = entry("post", "2012-03-04 18:20", "Old")
NEW = entry("post", "2019-03-04 18:20", "New")


@pytest.mark.parametrize(
    ("audience", "visibility", "ever", "past"),
    [
        ("public", "public", "yes", "likely"),
        ("friends", "private", "unknown", "unknown"),
        ("only_me", "private", "unknown", "unknown"),
    ],
)
def test_a_told_period_of_facebook_decides_and_a_narrow_one_leaves_the_past_open(
    audience: str, visibility: str, ever: str, past: str, tmp_path: Path
) -> None:
    told = Facts(facebook=FacebookFacts(audience=(Period(audience, until=date(2014, 6, 1)),)))
    frame = items(facebook(OLD, NEW), tmp_path, told)
    same = ("visibility", "audience", "basis", "confidence", "ever_public", "past")
    assert verdict(one(frame, text="Old"), *same) == (visibility, audience, "user", "medium", ever, past)
    assert one(frame, text="New")["visibility"] == "unknown"


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (Period("public", since=date(2012, 3, 4)), True),
        (Period("public", since=date(2012, 3, 5)), False),
        (Period("public", until=date(2012, 3, 4)), False),
        (Period("public", until=date(2012, 3, 5)), True),
        (Period("public"), True),
    ],
)
def test_from_is_the_first_day_and_until_the_day_after(period: Period, told: bool, tmp_path: Path) -> None:
    frame = items(facebook(OLD), tmp_path, Facts(facebook=FacebookFacts(audience=(period,))))
    assert (one(frame, text="Old")["visibility"] == "public") is told


def test_a_period_is_of_the_own_timeline_alone(tmp_path: Path) -> None:
    told = [
        entry("group_post", "2018-04-01 08:00", "in a group", container="Gardeners"),
        entry("elsewhere", "2018-04-01 08:00", "elsewhere", container="Sample Bakery"),
        entry("comment", "2018-03-03 10:05", "comment", container="Ravi Example"),
        entry("archived", "2018-03-03 10:05", "archived"),
        entry("wall", "2018-03-03 10:06", "on a wall", container="Ravi Example"),
    ]
    frame = items(facebook(*told), tmp_path, Facts(facebook=FacebookFacts(audience=(Period("public"),))))
    assert {row["text"] for row in found(frame, visibility="public", kind="post")} == set()
    texts = {entry.text: one(frame, text=entry.text)["visibility"] for entry in told}
    assert texts.pop("archived") == "private"
    assert set(texts.values()) == {"unknown"}


def _titled(title: str | None) -> Tree:
    """Give a timeline of one post with this title line."""
    record = {"timestamp": at("2018-03-03 10:05"), "data": [{"post": "A"}]}
    return facebook() | posted(record | ({"title": title} if title else {}))


@pytest.mark.parametrize(
    ("title", "audience", "visibility", "lean"),
    [
        (None, "public", "public", "none"),
        ("Jane Sample", "public", "public", "none"),
        ("JANE SAMPLE ", "friends", "private", "none"),
        ("Jane Sample updated her status.", "public", "public", "none"),
        ("Jane Sample is feeling happy.", "friends", "private", "none"),
        ("Jane Sample hat einen Link geteilt.", "public", "public", "none"),
        ("Jane Sample aggiornò qualcosa nel gruppo Giardino.", "public", "unknown", "public"),
        ("Jane Sample aggiornò qualcosa nel gruppo Giardino.", "friends", "unknown", "private"),
        ("Jane Sample hat in der Chronik von Mia Example geschrieben.", "public", "unknown", "private"),
        ("Jane Sample hat einen Beitrag in der Gruppe geteilt: Flohmarkt.", "public", "unknown", "none"),
        ("Jane Sample hat etwas in Mia Examples Chronik gepostet.", "public", "unknown", "private"),
    ],
)
def test_a_title_that_is_not_understood_may_name_another_place(
    title: str | None, audience: str, visibility: str, lean: str, tmp_path: Path
) -> None:
    told = Facts(facebook=FacebookFacts(audience=(Period(audience),)))
    row = one(items(_titled(title), tmp_path, told), text="A")
    assert verdict(row, "visibility", "lean") == (visibility, lean)


@pytest.mark.parametrize("title", ["Jane Sample aggiornò qualcosa.", None])
def test_a_title_alone_settles_nothing(title: str | None, tmp_path: Path) -> None:
    row = one(items(_titled(title), tmp_path), text="A")
    assert verdict(row, "visibility", "basis", "lean_rule") == (
        "unknown", "none", "lean-default-setting-narrow",
    )  # fmt: skip


def test_the_name_of_an_event_is_no_title_line(tmp_path: Path) -> None:
    hosted = {"title": "Giardino aperto", "timestamp": at("2018-03-03 10:05"), "label_values": []}
    tree = facebook() | {"your_facebook_activity/events/events_you_hosted.json": mojibake([hosted])}
    rows = found(items(tree, tmp_path), kind="event")
    assert [row["fact_hint"] for row in rows] == [None]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("public", ("public", "public", "user", "medium", "yes", "eligible")),
        ("private", ("private", "group_members", "user", "medium", "unknown", "not_eligible")),
    ],
)
@pytest.mark.parametrize("name", ["Gardeners of Sampletown", "gardeners of sampletown"])
def test_a_told_group_decides_for_what_stands_in_it(
    name: str, word: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    group = "Gardeners of Sampletown"
    told = [
        entry("group_post", "2018-04-01 08:00", "post", container=group),
        entry("group_comment", "2018-04-02 08:00", "comment", container=group),
        entry("to_group", "2018-04-03 08:00", "shared", container=group),
        entry("group_post", "2018-04-04 08:00", "other", container="Sampletown Flea Market"),
    ]
    frame = items(facebook(*told), tmp_path, Facts(facebook=FacebookFacts(groups={name: word})))
    same = ("visibility", "audience", "basis", "confidence", "ever_public", "now")
    for text in ("shared", "comment", "post"):
        assert verdict(one(frame, text=text), *same) == expected, text
    assert one(frame, text="other")["visibility"] == "unknown"


def test_a_pending_group_post_was_never_seen(tmp_path: Path) -> None:
    told = entry("pending", "2019-07-10 08:00", "plums", container="Flea Market")
    facts = Facts(facebook=FacebookFacts(groups={"Flea Market": "public"}))
    row = one(items(facebook(told), tmp_path, facts), text="plums")
    assert verdict(row, "visibility", "ever_public", "now", "past") == (
        "private", "no", "not_eligible", "not_eligible",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pages", "expected"),
    [((), ("unknown", "public")), (("Jane Sample",), ("public", "none"))],
)
def test_posts_of_a_page_are_public_once_it_is_named(
    pages: tuple[str, ...], expected: tuple[str, str], tmp_path: Path
) -> None:
    tree = facebook(NEW, vintage="facebook_page")
    row = one(items(tree, tmp_path, Facts(facebook=FacebookFacts(pages=pages))), text="New")
    assert verdict(row, "visibility", "lean") == expected


def test_a_page_of_another_name_is_not_this_one(tmp_path: Path) -> None:
    tree = facebook(NEW, vintage="facebook_page")
    row = one(items(tree, tmp_path, Facts(facebook=FacebookFacts(pages=("Sample Bakery",)))), text="New")
    assert row["visibility"] == "unknown"


def _post_stating(label: str) -> Tree:
    return posted({"timestamp": at("2019-03-04 18:20"), "data": [{"post": "A"}], "privacy": label})


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Friends", ("private", "friends", "stated", "high", "unknown")),
        ("Public", ("public", "public", "stated", "high", "yes")),
        ("Only me", ("private", "only_me", "stated", "high", "unknown")),
        ("Nur für Katzen", ("unknown", "unknown", "none", "low", "unknown")),
    ],
)
def test_a_stated_audience_decides_and_an_unlisted_label_does_not(
    label: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    row = one(items(_post_stating(label), tmp_path))
    assert verdict(row, "visibility", "audience", "basis", "confidence", "ever_public") == expected
    assert row["fact_stated_label"] == label


def test_an_override_beats_what_is_stated(tmp_path: Path) -> None:
    item = one(items(_post_stating("Public"), tmp_path))["item_id"]
    row = one(items(_post_stating("Public"), tmp_path, Facts(override=(Override(item, "only_me"),))))
    assert verdict(row, "visibility", "audience", "basis", "confidence", "ever_public", "past") == (
        "private", "only_me", "user", "high", "unknown", "unknown",
    )  # fmt: skip


def test_a_remembered_default_only_leans(tmp_path: Path) -> None:
    frame = items(facebook(OLD, NEW), tmp_path)
    assert verdict(one(frame, text="Old"), "visibility", "lean", "now", "past") == (
        "unknown", "public", "unknown", "unknown",
    )  # fmt: skip
    assert verdict(one(frame, text="New"), "visibility", "lean") == ("unknown", "private")


@pytest.mark.parametrize("sort", ["profile_pictures", "cover_photos"])
def test_only_the_newest_picture_is_public_by_policy(sort: str, tmp_path: Path) -> None:
    kind = sort.removesuffix("s")
    told = JANE.only(sort).entries
    rows = found(items(facebook(*told), tmp_path).sort("created_at"), kind=kind)
    confidence = "medium" if kind == "profile_picture" else "low"
    assert [verdict(row, "visibility", "basis", "confidence", "lean") for row in rows] == [
        ("unknown", "none", "low", "public"),
        ("public", "policy", confidence, "none"),
    ]


def test_an_archived_story_of_facebook_is_unknown(tmp_path: Path) -> None:
    row = one(items(facebook(entry("fb_story", "2019-05-26 08:40", "", 34)), tmp_path), kind="story")
    assert verdict(row, "visibility", "ever_public") == ("unknown", "unknown")


def test_a_review_leans_public(tmp_path: Path) -> None:
    told = entry("review", "2019-04-04 13:01", container="Sample Bakery")
    row = one(items(facebook(told), tmp_path), kind="review")
    assert verdict(row, "visibility", "lean") == ("unknown", "public")


def test_what_names_an_audience_speaks_of_the_export_and_a_period_of_the_posting(tmp_path: Path) -> None:
    tree = facebook(entry("post", "2019-03-04 18:20", "A"))
    (post,) = found(items(tree, tmp_path), text="A")
    period = Facts(facebook=FacebookFacts(audience=(Period("public"),)))
    single = Facts(override=(Override(post["item_id"], "public"),))
    told, named = (one(items(tree, tmp_path, facts), text="A") for facts in (period, single))
    assert told["public_from"] == told["created_at"]
    assert named["public_from"] == named["public_until"] > named["created_at"]


@pytest.mark.parametrize(
    ("professional", "expected"),
    [
        (False, {"email": ("private", "unknown"), "gender": ("private", "unknown")}),
        (True, {"email": ("unknown", "unknown"), "gender": ("private", "unknown")}),
    ],
)
@pytest.mark.parametrize("private", [False, True])
def test_instagram_does_not_show_account_details_in_the_profile(
    professional: bool, private: bool, expected: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    frame = items(instagram(professional=professional, private=private), tmp_path)
    fields = {
        row["fact_field"]: verdict(row, "visibility", "ever_public")
        for row in found(frame, kind="profile_field", platform="instagram")
    }
    assert fields.pop("birth_date") == ("private", "unknown")
    assert {name: fields[name] for name in expected} == expected
    assert fields["bio"][0] == "public"


def test_facebook_account_details_stay_unknown(tmp_path: Path) -> None:
    rows = found(items(facebook(), tmp_path), kind="profile_field")
    details = [row["visibility"] for row in rows if row["fact_field"] in ("email", "birth_date", "gender")]
    assert details
    assert set(details) == {"unknown"}
