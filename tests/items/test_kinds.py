"""Which kind, platform, author and container a record has."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scanner.pipeline import scan
from tests.builders import CAMILLE, JANE, VINTAGES, as_zip, at, mojibake
from tests.builders import facebook as fb
from tests.builders.generic import group, labelled, string_map, value
from tests.builders.story import File
from tests.scanning import MEDIA, entry, facebook, found, instagram, items, one, posted, scanned, verdict

WHEN = at("2019-05-04 10:11")
ACTIVITY = "your_facebook_activity"


def _with(**attachment: Any) -> Any:
    return fb.post(WHEN, "A", attachments=[attachment])


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (fb.post(WHEN, "A"), "post"),
        (fb.post(WHEN, "A", title="Jane Sample shared a post to the group: Gardeners."), "group_post"),
        (fb.post(WHEN, "A", title="Jane Sample posted in Gardeners of Sampletown."), "group_post"),
        (_with(life_event={"title": "Moved", "start_date": {"year": 2019}}), "life_event"),
        (_with(note={"title": "On tomatoes", "text": "All I know"}), "note"),
        (_with(event={"name": "Fair", "start_timestamp": WHEN}), "event"),
        (_with(for_sale_item={"title": "Bicycle", "price": "10"}), "listing"),
        (_with(poll={"question": "Which?", "options": [{"option": "This"}]}), "poll"),
        (fb.post(WHEN, "A", title="Jane Sample recommends Sample Bakery."), "review"),
        (_with(fundraiser={"title": "For the pier"}), "post"),
        (fb.post(WHEN, "A", title="Jane Sample posted something via Sample Runner."), "post"),
        (fb.post(WHEN, "A", title="Jane Sample was live."), "post"),
        (fb.post(WHEN, "A", title="Shared from Instagram"), "post"),
        (fb.post(WHEN, "A", title="Jane Sample wrote on Ravi Example's timeline."), "post"),
        (fb.post(WHEN, "A", title="Eine Zeile in einer fremden Sprache: in Gartenfreunde."), "post"),
    ],
)  # fmt: skip
def test_a_record_of_a_posts_file(record: Any, kind: str, tmp_path: Path) -> None:
    row = one(items(posted(record), tmp_path), author="self")
    assert verdict(row, "kind", "platform", "count") == (kind, "facebook", 1)


def test_a_title_that_names_a_group_stands_over_its_attachment(tmp_path: Path) -> None:
    record = _with(for_sale_item={"title": "Bicycle"}) | {
        "title": "Jane Sample posted in Gardeners of Sampletown."
    }
    row = one(items(posted(record), tmp_path))
    assert verdict(row, "kind", "container") == ("group_post", "Gardeners of Sampletown")


@pytest.mark.parametrize(
    ("sort", "kind", "section"),
    [
        ("igtv", "post", "videos"),
        ("ig_other", "post", "other_content"),
        ("ig_reel", "reel", "reels"),
        ("ig_archived", "post", "archive"),
        ("ig_deleted", "post", "trash"),
        ("ig_post", "post", "timeline"),
        ("ig_story", "story", "stories"),
        ("ig_profile", "profile_picture", "profile_picture"),
    ],
)
def test_a_record_of_instagram(sort: str, kind: str, section: str, tmp_path: Path) -> None:
    frame = items(instagram(entry(sort, "2024-05-04 10:11", "A", 1)), tmp_path)
    row = one(frame, kind=kind)
    assert verdict(row, "platform", "fact_section", "author") == ("instagram", section, "self")
    assert one(frame, kind="photo")["parent_id"] == row["item_id"]


@pytest.mark.parametrize(
    ("sort", "kind"), [("comment", "comment"), ("own_comment", "comment"), ("reply", "reply")]
)
def test_replied_to_is_a_reply(sort: str, kind: str, tmp_path: Path) -> None:
    frame = items(facebook(entry(sort, "2018-03-05 12:05", "See you", container="Mia Example")), tmp_path)
    assert one(frame, text="See you")["kind"] == kind


def test_a_thread_that_is_a_reply_is_one(tmp_path: Path) -> None:
    told = entry("thread_reply", "2024-05-04 10:11", "Yes"), entry("thread", "2024-05-04 10:12", "New")
    frame = items(instagram(*told), tmp_path)
    assert verdict(one(frame, text="Yes"), "kind", "platform") == ("reply", "threads")
    assert verdict(one(frame, text="New"), "kind", "platform") == ("post", "threads")


@pytest.mark.parametrize(
    ("tree", "container", "names"),
    [
        (facebook(entry("ai_prompt", "2025-06-01 10:00", "Hi", name="Garden")), "Facebook", {"ai_prompt"}),
        (
            instagram(
                entry("ig_post", "2024-05-04 10:11", "A", 1),
                entry("ig_ai_prompt", "2025-08-01 10:00", "Hi", name="Captions"),
                vintage="instagram_g5",
            ),
            "Instagram",
            {"ai_prompt"},
        ),
    ],
)
def test_ai_items_are_of_meta_ai_wherever_they_lie(
    tree: Any, container: str, names: set[str], tmp_path: Path
) -> None:
    frame = items(tree, tmp_path).filter(pl.col("platform") == "meta_ai")
    assert set(frame["kind"].cast(pl.String)) == names
    row = one(frame, kind="ai_prompt")
    assert verdict(row, "container", "author", "visibility", "audience", "basis", "ever_public") == (
        container, "self", "private", "participants", "structural", "unknown",
    )  # fmt: skip


def test_a_reply_of_the_ai_is_by_the_ai(tmp_path: Path) -> None:
    told = [
        entry("ai_prompt", "2025-06-01 10:00", "Hi", name="G"),
        entry("ai_reply", "2025-06-01 10:01", "Hello", name="G"),
    ]
    frame = items(facebook(*told), tmp_path)
    assert verdict(one(frame, kind="ai_reply"), "author", "text") == ("ai", "Hello")


def test_message_threads_are_of_messenger_or_instagram(tmp_path: Path) -> None:
    frame = items(facebook(entry("message", "2018-05-05 20:00", "Hi", container="Ravi Example")), tmp_path)
    thread = one(frame, kind="message_thread")
    assert verdict(thread, "platform", "visibility", "audience", "now", "past") == (
        "messenger", "private", "participants", "not_eligible", "not_eligible",
    )  # fmt: skip
    frame = items(instagram(entry("dm", "2022-05-05 20:00", "Hi", container="ravi.example")), tmp_path)
    assert one(frame, kind="message_thread")["platform"] == "instagram"


def test_a_broadcast_channel_is_a_thread_of_unknown_audience(tmp_path: Path) -> None:
    told = entry("broadcast", "2024-02-02 08:00", "News", container="sample.channel")
    row = one(items(instagram(told), tmp_path), kind="message_thread")
    assert verdict(row, "visibility", "fact_section", "now") == ("unknown", "broadcast", "unknown")


@pytest.mark.parametrize("vintage", VINTAGES)
def test_profile_fields_are_named_by_their_title(vintage: str, tmp_path: Path) -> None:
    rows = found(items(VINTAGES[vintage](JANE).tree, tmp_path), kind="profile_field")
    assert all(row["title"] and row["text"] and row["fact_field"] for row in rows)
    keys = [(row["platform"], row["title"], row["text"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_tagged_photos_and_others_posts_carry_no_words(tmp_path: Path) -> None:
    tree = facebook(entry("others", "2016-05-05 07:00", "Happy birthday!", container="Ravi Example"))
    row = one(items(tree, tmp_path), kind="other_post")
    assert verdict(row, "author", "text", "title", "container", "tagged", "visibility", "now") == (
        "other", None, None, None, [], "unknown", "unknown",
    )  # fmt: skip


def test_words_of_others_on_the_timeline_are_not_carried_in_2019(tmp_path: Path) -> None:
    told = entry("others", "2016-05-05 07:00", "Happy birthday!", container="Ravi Example")
    frame = items(facebook(told, vintage="facebook_v2"), tmp_path)
    row = one(frame, kind="other_post")
    assert verdict(row, "author", "text", "title", "tagged") == ("other", None, None, [])
    assert not [text for text in frame["text"].drop_nulls() if "birthday" in text]


COMMENTS = f"{ACTIVITY}/comments_and_reactions/comments.json"


def test_other_peoples_comments_are_dropped_and_counted(tmp_path: Path) -> None:
    told = [
        fb.comment(WHEN, "mine", "Jane Sample", title=""),
        fb.comment(WHEN + 1, "theirs", "Ravi Example", title=""),
        fb.comment(WHEN + 2, "also mine", "JANE SAMPLE", title=""),
    ]
    result = scanned(facebook() | {COMMENTS: mojibake({"comments_v2": told})}, tmp_path)
    assert {row["text"] for row in found(result.items, kind="comment")} == {"mine", "also mine"}
    row = one(result.coverage, member=COMMENTS)
    assert verdict(row, "records", "items", "skipped", "reason") == (3, 2, 1, "someone else wrote it")


PROFILE = "personal_information/profile_information/profile_information.json"


@pytest.mark.parametrize(
    "writer",
    [
        "Jane  Sample", "jane\u00a0sample", "\uff2aane Sample", "Jane Straße", "JANE STRASSE",
        "Jane Cafe\u0301", "@Jane Sample", "Sample Bakery",
    ],
)  # fmt: skip
def test_a_name_is_the_owners_however_it_is_written(writer: str, tmp_path: Path) -> None:
    profile = {
        "name": {"full_name": "Jane Sample"},
        "previous_names": [{"name": "Jane Straße", "timestamp": 1_500_000_000}],
        "other_names": [{"name": "Jane Café", "type": "maiden", "timestamp": 0}],
    }
    told = [fb.comment(WHEN, "mine", writer, title=""), fb.comment(WHEN, "theirs", "Ravi Example", title="")]
    pages = {"pages_v2": [{"name": "Sample Bakery", "timestamp": WHEN, "url": ""}]}
    tree = {
        PROFILE: mojibake({"profile_v2": profile}),
        COMMENTS: mojibake({"comments_v2": told}),
        f"{ACTIVITY}/pages/your_pages.json": mojibake(pages),
    }
    result = scanned(tree, tmp_path)
    assert {row["text"] for row in found(result.items, kind="comment")} == {"mine"}
    assert one(result.coverage, member=COMMENTS)["reason"] == "someone else wrote it"
    assert [account.name for export in result.exports for account in export.accounts] == ["Jane Sample"]


def test_without_a_known_name_the_only_one_in_the_comments_is_the_owners(tmp_path: Path) -> None:
    told = [
        fb.comment(WHEN + n, "mine", name, title="") for n, name in enumerate(("Jane Sample", "JANE SAMPLE"))
    ]
    photo = {"uri": f"{ACTIVITY}/posts/media/a/1.jpg", "creation_timestamp": WHEN, "comments": [
        {"timestamp": WHEN, "comment": "under a photo", "author": "Jane Sample"},
        {"timestamp": WHEN, "comment": "theirs", "author": "Ravi Example"}]}  # fmt: skip
    album = {"name": "Summer", "photos": [photo]}
    tree = {COMMENTS: mojibake({"comments_v2": told}), f"{ACTIVITY}/posts/album/0.json": mojibake(album)}
    frame = items(tree, tmp_path)
    assert {row["text"] for row in found(frame, kind="comment")} == {"mine", "under a photo"}


def test_where_the_owner_is_not_known_that_is_said(tmp_path: Path) -> None:
    told = [fb.comment(WHEN, "whose?", name, title="") for name in ("Jane Sample", "Ravi Example")]
    result = scanned({COMMENTS: mojibake({"comments_v2": told})}, tmp_path)
    assert found(result.items, kind="comment") == []
    assert one(result.coverage, member=COMMENTS)["reason"] == "owner not known (2)"


def test_without_a_known_name_nobody_is_taken_for_a_stranger(tmp_path: Path) -> None:
    told = [fb.comment(WHEN, "mine", "Jane Sample", title="")]
    frame = items({COMMENTS: mojibake({"comments_v2": told})}, tmp_path)
    assert one(frame, kind="comment")["text"] == "mine"


@pytest.mark.parametrize(
    ("container", "host"), [("(self)", "self"), ("mia.example", "other"), ("Jane.Sample", "self")]
)
def test_a_comment_is_on_the_own_post_or_on_others(container: str, host: str, tmp_path: Path) -> None:
    told = entry("ig_comment", "2022-04-29 20:00", "hi", container=container)
    assert one(items(instagram(told), tmp_path), kind="comment")["fact_host"] == host


def test_avatars_dating_and_logs_are_known_and_not_content(tmp_path: Path) -> None:
    extra = {
        "your_facebook_activity/dating/your_dating_activity.json": b"{}",
        "security_and_login_information/account_activity.json": b'{"account_activity_v2": []}',
    }
    result = scanned(facebook() | extra, tmp_path)
    states = dict(result.coverage.select("member", pl.col("state").cast(pl.String)).iter_rows())
    assert [states[path] for path in extra] == ["not_content", "not_content"]


@pytest.mark.parametrize("story", [JANE, CAMILLE], ids=lambda story: story.username)
def test_likes_of_any_kind_are_one_reaction(story: Any, tmp_path: Path) -> None:
    frame = items(VINTAGES["facebook_v5"](story).tree, tmp_path)
    row = one(frame, kind="reaction")
    assert verdict(row, "count", "text", "container", "visibility", "now", "past") == (
        2, None, None, "unknown", "unknown", "unknown",
    )  # fmt: skip


INBOX = f"{ACTIVITY}/messages/inbox"


def _chat(*times: int, title: str = "Ravi Example", path: str = "inbox/ravi_1") -> bytes:
    told = [fb.message(when, "Ravi Example", "secret words") for when in times]
    return mojibake(fb.thread(path, title, ["Ravi Example", "Jane Sample"], told))


def test_the_files_of_one_thread_are_one_row(tmp_path: Path) -> None:
    tree = facebook() | {
        f"{INBOX}/ravi_1/message_1.json": _chat(WHEN + 300, WHEN + 200),
        f"{INBOX}/ravi_1/message_2.json": _chat(WHEN + 100),
        f"{INBOX}/ravi_1/message_10.json": _chat(WHEN),
        f"{INBOX}/ravi_2/message_1.json": _chat(WHEN + 7, path="inbox/ravi_2"),
    }
    result = scanned(tree, tmp_path)
    first, second = sorted(found(result.items, kind="message_thread"), key=lambda row: -row["count"])
    assert verdict(first, "count", "container", "text") == (4, "Ravi Example", None)
    assert first["created_at"].timestamp() == WHEN
    assert second["count"] == 1
    assert "secret" not in str(result.items.to_dicts())


def test_the_parts_of_one_thread_may_lie_in_two_zips(tmp_path: Path) -> None:
    name = "facebook-jane.sample-2025-11-02"
    first = facebook() | {f"{INBOX}/ravi_1/message_1.json": _chat(WHEN)}
    second = {f"{INBOX}/ravi_1/message_2.json": _chat(WHEN + 5)}
    paths = [
        as_zip(first, tmp_path / f"{name}-AbCdEfGh.zip"),
        as_zip(second, tmp_path / f"{name}-HgFeDcBa.zip"),
    ]
    assert one(scan(paths).items, kind="message_thread")["count"] == 2


@pytest.mark.parametrize(
    ("record", "stamp"),
    [
        ({"name": "Fair", "start_timestamp": WHEN + 99, "create_timestamp": WHEN}, WHEN),
        ({"name": "Fair", "start_timestamp": WHEN}, WHEN),
    ],
)
def test_an_event_is_of_when_it_was_made_else_when_it_starts(record: Any, stamp: int, tmp_path: Path) -> None:
    tree = {f"{ACTIVITY}/events/your_events.json": mojibake({"your_events_v2": [record]})}
    row = one(items(tree, tmp_path), kind="event")
    assert (row["created_at"].timestamp(), row["created_precision"]) == (stamp, "second")


def test_a_record_without_a_time_says_so(tmp_path: Path) -> None:
    row = one(items(posted(fb.post(0, "A")), tmp_path), kind="post")
    assert verdict(row, "created_at", "created_precision") == (None, "none")


@pytest.mark.parametrize("vintage", ["facebook_v5", "instagram_g5"])
def test_what_the_contract_says_of_every_row(vintage: str, tmp_path: Path) -> None:
    frame = items(VINTAGES[vintage](JANE).tree, tmp_path)
    assert frame["severity"].cast(pl.String).unique().to_list() == ["none"]
    assert frame["findings"].list.len().sum() == 0
    dated = pl.col("created_at").is_not_null()
    assert frame.filter(dated != (pl.col("created_precision") != "none")).height == 0


def test_a_listing_in_a_group_goes_by_the_group(tmp_path: Path) -> None:
    told = [
        entry("listing", "2019-05-01 16:00", "Oak", name="Table"),
        entry("listing", "2019-05-02 16:00", "Ash", name="Chair", container="Gardeners of Sampletown"),
    ]
    frame = items(facebook(*told), tmp_path)
    by_title = {row["title"] or row["text"]: row for row in found(frame, kind="listing")}
    public, grouped = (by_title[name] for name in by_title if name)
    assert verdict(public, "visibility", "basis", "confidence") == ("public", "policy", "medium")
    assert verdict(grouped, "visibility", "fact_host") == ("unknown", "group")


def test_odd_wrappers_around_ai_and_profile_give_no_row_twice(tmp_path: Path) -> None:
    tree = instagram()
    path = next(path for path in tree if path.endswith("/personal_information.json"))
    profile = string_map({"Username": "jane.sample", "Private Account": "False"})
    tree[path] = mojibake({"profile_user": [profile, profile]})
    frame = items(tree, tmp_path).filter(pl.col("platform") == "instagram")
    assert len(found(frame, fact_field="username")) == 1


def test_a_titled_group_of_labels_is_one_record(tmp_path: Path) -> None:
    record = labelled(WHEN, [value("Message", "A"), group("Place", [value("Name", "Sample Pier")])])
    tree = {f"{ACTIVITY}/posts/archive.json": mojibake([record])}
    row = one(items(tree, tmp_path))
    assert verdict(row, "kind", "text", "visibility", "audience", "ever_public") == (
        "post", "A", "private", "only_me", "unknown",
    )  # fmt: skip


PICTURE = "your_facebook_activity/posts/media/Profilepictures_a1/17900000000000001.jpg"
OLDER = PICTURE.replace("1.jpg", "2.jpg")


def _updated(when: str, uri: str, title: str = "Jane Sample updated her profile picture.") -> Any:
    moment = at(when)
    attached = [{"media": fb.media(File(1, moment), uri)}]
    return fb.post(moment, "New haircut", title=title, attachments=attached)


@pytest.mark.parametrize("title", ["Jane Sample updated her profile picture.", "Etwas ganz anderes."])
def test_the_current_profile_picture_is_found_in_the_post_that_changed_it(title: str, tmp_path: Path) -> None:
    records = [_updated("2018-05-04 10:11", OLDER, title), _updated("2019-05-04 10:11", PICTURE, title)]
    frame = items(posted(*records) | {PICTURE: b"1", OLDER: b"1"}, tmp_path)
    picture = one(frame, kind="profile_picture")
    assert verdict(picture, "visibility", "confidence", "text") == ("public", "medium", None)
    states = {row["media_path"]: (row["visibility"], row["parent_id"]) for row in found(frame, kind="photo")}
    assert states[PICTURE] == ("public", picture["item_id"])
    assert states[OLDER][0] == "unknown"
    assert {row["visibility"] for row in found(frame, kind="post")} == {"unknown"}


def test_the_current_cover_photo_is_found_in_the_post_that_changed_it(tmp_path: Path) -> None:
    title = "Jane Sample updated her cover photo."
    frame = items(posted(_updated("2019-05-04 10:11", f"{MEDIA}/17900000000000001.jpg", title)), tmp_path)
    assert verdict(one(frame, kind="cover_photo"), "visibility", "confidence") == ("public", "low")


def test_where_the_album_is_there_it_decides(tmp_path: Path) -> None:
    told = entry("profile_pictures", "2019-07-01 09:00", "", 21, container="Profile pictures")
    frame = items(facebook(told) | posted(_updated("2020-05-04 10:11", PICTURE)), tmp_path)
    assert len(found(frame, kind="profile_picture")) == 1
