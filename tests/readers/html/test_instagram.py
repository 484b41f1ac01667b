from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scanner.readers.record import AccountDetail, MediaReference, Record, UnreadableError
from tests.builders import CAMILLE, JANA, JANE, RAVI, Built, Story
from tests.builders.html_instagram import HTML_VINTAGES, instagram_html_2022, instagram_html_2025
from tests.builders.instagram_vintages import instagram_g2
from tests.readers.html.convergence import comparable, scanned, with_seconds
from tests.readers.html.instagram_pages import (
    at,
    block,
    body,
    caption,
    pair,
    photo,
    read_page,
    table,
    translated,
    wide,
)
from tests.readers.reading import facts, notes, records, skips

URI = "media/posts/202508/17900000000000001.jpg"
CLIP = "media/posts/202508/17900000000000002.mp4"
VIDEO = f'<video src="{CLIP}" controls="1"><a href="{CLIP}"><div>Click for video:</div></a></video>'
MORNING = datetime(2025, 8, 17, 19, 23, tzinfo=UTC).timestamp()
"""Aug 17, 2025 11:23 am, eight hours behind UTC in summer too."""


def _only(reader_id: str, html: str, section: str = "timeline") -> Record:
    (record,) = records(read_page(reader_id, html, section))
    return record


# posts


@pytest.mark.parametrize("tag", ["div", "h2"])
@pytest.mark.parametrize(
    "when", ["Aug 17, 2025, 11:23 AM", "Aug 17, 2025 11:23 am", "Aug 17, 2025 11:23\u202fam"]
)
def test_a_post_of_any_year_has_its_caption_its_file_and_its_time(tag: str, when: str) -> None:
    record = _only("instagram.posts", block(caption("Low tide", tag), body(photo(URI)), at(when)))
    assert (record.kind, record.section, record.text, record.at) == ("post", "timeline", "Low tide", MORNING)
    assert record.media == (MediaReference(URI),)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (block(body(photo(URI)), at()), None),
        (block(caption("one<br />two"), body(photo(URI)), at()), "one\ntwo"),
        (block(caption("one\ntwo"), body(photo(URI)), at()), "one\ntwo"),
        (
            block(caption("me &#064; caf\u00e9 &amp; \u2615"), body(photo(URI)), at()),
            "me @ caf\u00e9 & \u2615",
        ),
        (block(caption("Jan 05, 2020 1:00 pm"), body(photo(URI)), at()), "Jan 05, 2020 1:00 pm"),
        (block(caption("clip"), body(VIDEO), at()), "clip"),
        (block("<p>no class</p>", body(photo(URI)), at()), "no class"),
    ],
    ids=["none", "break", "line", "entities", "a date", "video", "unknown classes"],
)
def test_the_caption_is_what_stands_before_the_files(html: str, text: str | None) -> None:
    record = _only("instagram.posts", html)
    assert (record.text, record.at) == (text, MORNING)


def test_a_block_without_classes_inside_is_read_by_where_things_stand() -> None:
    html = block("<p>Low tide</p>", photo(URI), "<p>Aug 17, 2025 11:23 am</p>")
    record = _only("instagram.posts", html)
    assert (record.text, record.at, record.media) == ("Low tide", MORNING, (MediaReference(URI),))


def test_each_file_is_one_however_often_the_page_shows_it_and_in_its_order() -> None:
    record = _only("instagram.posts", block(body(photo(URI), VIDEO, photo(URI)), at()))
    assert [file.uri for file in record.media] == [URI, CLIP]


@pytest.mark.parametrize(
    "address",
    ["https://www.instagram.com/p/x.jpg", "//example.org/x.jpg", "data:image/png;base64,AA", "#top",
     "your_instagram_activity/media/stories.html", ""],
)  # fmt: skip
def test_only_files_of_the_export_are_media(address: str) -> None:
    record = _only("instagram.posts", block(caption("x"), body(f'<a href="{address}">see</a>'), at()))
    assert record.media == ()


@pytest.mark.parametrize(
    ("uri", "path"), [(f"../../{URI}", URI), ("media/caf%C3%A9.jpg", "media/caf\u00e9.jpg"), (f"/{URI}", URI)]
)
def test_a_path_is_taken_from_the_root_of_the_export(uri: str, path: str) -> None:
    assert _only("instagram.posts", block(body(photo(uri)), at())).media[0].uri == path


@pytest.mark.parametrize(
    ("rows", "spot"),
    [
        ((wide("Latitude", "53.87"), wide("Longitude", "8.69")), (53.87, 8.69)),
        ((pair("Latitude", "53.87"), pair("Longitude", "8.69")), (53.87, 8.69)),
        ((wide("Latitude", "0.0"), wide("Longitude", "0.0")), (None, None)),
        ((wide("Latitude", "here"), wide("Longitude", "8.69")), (None, None)),
        ((wide("Has Camera Metadata", "True"),), (None, None)),
    ],
)
def test_the_place_of_a_file_stands_in_the_table_behind_it(rows: tuple[str, ...], spot: Any) -> None:
    html = block(body(photo(CLIP), photo(URI), table(*rows)), at())
    first, second = _only("instagram.posts", html).media
    assert (first.latitude, first.longitude) == (None, None)
    assert (second.latitude, second.longitude) == spot


def test_labels_in_elements_of_their_own_are_labels_too() -> None:
    cell = "<tr><td colspan='2'><div class='_a6-q'>{}</div><div><div class='_a6-q'>{}</div></div></td></tr>"
    rows = table(cell.format("Latitude", "53.87"), cell.format("Longitude", "8.69"))
    (file,) = _only("instagram.posts", block(body(photo(URI), rows), at())).media
    assert (file.latitude, file.longitude) == (53.87, 8.69)


@pytest.mark.parametrize(
    ("reader", "kind", "section"),
    [
        ("instagram.reels", "reel", "reels"),
        ("instagram.stories", "story", "stories"),
        ("instagram.instants", "story", "instants"),
        ("instagram.profile_photos", "profile_picture", "profile_picture"),
    ],
)
def test_other_pages_of_files_are_read_alike(reader: str, kind: str, section: str) -> None:
    record = _only(reader, block(body(photo(URI)), at()), section)
    assert (record.kind, record.section, record.at) == (kind, section, MORNING)


def test_a_record_of_labels_is_one_on_a_page_of_posts_too() -> None:
    rows = (
        pair("Caption", "Not finished"), pair("Creation time", "Aug 17, 2025 11:23 am"),
        pair("Published", "False"), pair("Draft", "True"), wide("Media", photo(URI)),
    )  # fmt: skip
    record = _only("instagram.posts_index", block(body(table(*rows))), "posts_index")
    assert (record.text, record.at, record.published, record.draft) == ("Not finished", MORNING, False, True)
    assert [file.uri for file in record.media] == [URI]


@pytest.mark.parametrize(
    "when",
    [
        "srp 17, 2025 11:23 dopol.",
        "17 ao\u00fbt 2025 11:23",
        "Aug. 17, 2025 11:23",
        "2025\ub144 8\uc6d4 17\uc77c 11:23",
    ],
    ids=["Czech", "French", "German", "Korean"],
)
def test_a_time_may_be_in_the_language_of_the_account_beside_english_labels(when: str) -> None:
    rows = (wide("Comment", "so calm"), wide("Media Owner", "mia.example"), pair("Time", when))
    record = _only("instagram.comments", block(body(table(*rows))), "comments")
    assert (record.text, record.at) == ("so calm", MORNING)


def test_a_time_in_no_known_language_is_none_and_noted() -> None:
    readings = read_page(
        "instagram.posts", block(caption("x"), body(photo(URI)), at("Foo 17, 2025 11:23 am"))
    )
    assert [record.at for record in records(readings)] == [None]
    assert [note.reason for note in notes(readings)] == ["a time that can't be read"]


def test_pages_tell_time_to_the_minute() -> None:
    assert translated("instagram.posts", block(caption("x"), at())).precision == "minute"


# pages without blocks


def test_a_page_with_nothing_on_it_gives_nothing() -> None:
    assert translated("instagram.reels", "<div>You have no data in this section</div>").document == []


def test_a_page_in_unknown_markup_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="layout"):
        translated("instagram.reels", "<div>Low tide</div><div>Aug 17, 2025 11:23 am</div>")


# comments


@pytest.mark.parametrize("time", [pair, wide], ids=["beside", "below"])
@pytest.mark.parametrize(
    ("comment", "owner", "when"),
    [("Comment", "Media Owner", "Time"), ("Commentaire", "Propri\u00e9taire du m\u00e9dia", "Heure"),
     ("Kommentar", "Media Owner", "Zeit")],
    ids=["English", "French", "mixed"],
)  # fmt: skip
def test_a_comment_in_any_listed_language(comment: str, owner: str, when: str, time: Any) -> None:
    rows = (
        wide(comment, "so calm<br />here"),
        wide(owner, "mia.example"),
        time(when, "Aug 17, 2025 11:23 am"),
    )
    record = _only("instagram.comments", block(body(table(*rows))), "comments")
    assert (record.text, record.host_name, record.at) == ("so calm\nhere", "mia.example", MORNING)


def test_a_comment_that_reads_like_a_time_is_a_comment() -> None:
    rows = (wide("Comment", "Aug 17, 2025 11:23 am"), pair("Time", "Aug 18, 2025 11:23 am"))
    record = _only("instagram.comments", block(body(table(*rows))), "comments")
    assert (record.text, record.at) == ("Aug 17, 2025 11:23 am", MORNING + 86_400)


def test_a_comment_of_2021_stands_below_the_owner_of_the_post() -> None:
    html = block(caption("mia.example", "div"), "<div>so calm</div><div>Aug 17, 2025, 11:23 AM</div>")
    record = _only("instagram.comments", html, "comments")
    assert (record.text, record.host_name, record.at) == ("so calm", "mia.example", MORNING)


def test_an_empty_block_is_no_comment() -> None:
    assert [skip.pointer for skip in skips(read_page("instagram.comments", block(body()), "comments"))] == [
        "/0"
    ]


# the account


def _profile(*rows: str) -> str:
    return block(caption("User Information"), body(table(*rows)))


@pytest.mark.parametrize(
    ("label", "value", "private"),
    [
        ("Private Account", "True", True),
        ("Private account", "False", False),
        ("Privates Konto", "False", False),
        ("Compte priv\u00e9", "True", True),
    ],
)
@pytest.mark.parametrize("row", [wide, pair], ids=["below", "beside"])
def test_the_private_flag(row: Any, label: str, value: str, private: bool) -> None:
    readings = read_page("instagram.profile", _profile(wide("Username", "jane.sample"), row(label, value)))
    assert facts(readings) == {"username": "jane.sample", "private": private}


@pytest.mark.parametrize("row", [wide("Geheimes Konto", "False"), wide("Private Account", "vielleicht")])
def test_a_private_flag_that_no_table_lists_is_unknown_and_noted(row: str) -> None:
    readings = read_page("instagram.profile", _profile(wide("Username", "jane.sample"), row))
    assert "private" not in facts(readings)
    assert any("private flag" in note.reason for note in notes(readings))


def test_each_filled_field_of_the_profile_is_a_record() -> None:
    rows = (wide("Name", "Jane"), wide("Bio", ""), wide("Date of birth", "1990-05-04"),
            wide("Website", '<a href="https://example.org/a">example.org</a>'))  # fmt: skip
    readings = read_page("instagram.profile", _profile(*rows))
    fields = {record.field: record.text for record in records(readings)}
    assert fields == {"name": "Jane", "birth_date": "1990-05-04", "website": "example.org"}
    assert facts(readings)["birth_date"] == "1990-05-04"


def test_the_picture_of_the_profile() -> None:
    rows = (wide("Profile Photo", photo(URI)), wide("Name", "Jane"))
    kinds = [record.kind for record in records(read_page("instagram.profile", _profile(*rows)))]
    assert sorted(kinds) == ["profile_field", "profile_picture"]


HOME = block(caption("Location"), body(table(pair("Country", "Germany"), pair("City", "Hamburg"))))


@pytest.mark.parametrize(
    ("path", "html", "told"),
    [
        (
            "profile_privacy_changes.html",
            block(caption("Switched to Private"), body(table(pair("Time", "Aug 17, 2025 11:23 am")))),
            [AccountDetail("instagram", "switched", "private", MORNING)],
        ),
        (
            "professional_information.html",
            block(caption("Business Information"), body(table(wide("Email", "shop@example.org")))),
            [AccountDetail("instagram", "professional", True)],
        ),
        ("professional_information.html", block(caption("Business Information"), body(table())), []),
        (
            "instagram_profile_information.html",
            block(body(table(wide("First Country Code", "DE"),
                             pair("First Close Friends Story Time", "Aug 17, 2025 11:23 am")))),
            [AccountDetail("instagram", "signup_country", "DE"),
             AccountDetail("instagram", "close_friends_since", MORNING)],
        ),
        (
            "profile_based_in.html",
            block(body(table(f"<tr><td colspan='2'><div>{HOME}</div></td></tr>"))),
            [AccountDetail("instagram", "country", "Germany")],
        ),
    ],
    ids=["switch", "professional", "not professional", "insights", "home"],
)  # fmt: skip
def test_what_the_account_pages_tell(path: str, html: str, told: list[AccountDetail]) -> None:
    assert read_page("instagram.account", html, "profile", path) == told


def test_reposts_are_the_users_own_words() -> None:
    html = block(body(table(pair("Text", "So true"), pair("Time of repost", "Aug 17, 2025 11:23 am"))))
    record = _only("instagram.reposts", html, "reposts")
    assert (record.kind, record.text, record.at) == ("repost", "So true", MORNING)


@pytest.mark.parametrize("likes", [0, 1, 3])
def test_likes_are_counted_by_their_blocks(likes: int) -> None:
    nested = block(caption("Owner"), body(table(pair("Username", "mia.example"))))
    like = block(
        body(table(wide("URL", "<a href='https://example.org/p'>p</a>"), f"<tr><td>{nested}</td></tr>"))
    )
    found = records(read_page("instagram.reactions", like * likes, "reactions"))
    assert [record.count for record in found] == ([likes] if likes else [])


# the same account in both formats

VINTAGES = pytest.mark.parametrize(
    "vintage", [name for name in HTML_VINTAGES if name.startswith("instagram")]
)
STORIES = pytest.mark.parametrize("story", [JANE, JANA, CAMILLE, RAVI], ids=lambda story: story.username)
CLOSE_FRIENDS = ("ever_public", "public_from", "public_until", "visibility_rule", "past", "past_rule")
"""What hangs on whether a close-friends story had been posted: HTML does not say that there never was one."""


@VINTAGES
@STORIES
def test_html_and_json_give_the_same_items(vintage: str, story: Story, tmp_path: Path) -> None:
    pages, documents = HTML_VINTAGES[vintage]
    story = story.without("thread_reply")
    html = scanned(pages, story, tmp_path / "html")
    told = scanned(documents, story, tmp_path / "json")
    lost = () if story.close_friends_since else CLOSE_FRIENDS
    assert_frame_equal(comparable(html, *lost), comparable(told, *lost))
    later = pl.col("kind") != "story"
    assert_frame_equal(
        _but_stories(comparable(html)).filter(later), _but_stories(comparable(told)).filter(later)
    )
    assert set(html.coverage["state"]) <= {"content", "media", "not_content"}


def _but_stories(items: pl.DataFrame) -> pl.DataFrame:
    """Leave out the stories and their files, which take over what is known of them."""
    stories = items.filter(pl.col("kind") == "story")["item_id"].implode()
    return items.filter(~pl.col("parent_id").is_in(stories).fill_null(False))


MINUTES = pytest.mark.parametrize("vintage", HTML_VINTAGES)


@MINUTES
def test_seconds_that_html_does_not_tell_change_no_id(vintage: str, tmp_path: Path) -> None:
    pages, documents = HTML_VINTAGES[vintage]
    story = with_seconds(JANE.without("thread_reply"))
    html, told = scanned(pages, story, tmp_path / "1").items, scanned(documents, story, tmp_path / "2").items
    assert sorted(html["item_id"]) == sorted(told["item_id"])


@MINUTES
def test_an_export_in_both_formats_gives_each_item_once_as_json_has_it(vintage: str, tmp_path: Path) -> None:
    pages, documents = HTML_VINTAGES[vintage]

    def both(story: Story) -> Built:
        return Built({**pages(story).tree, **documents(story).tree})

    story = with_seconds(JANE.without("thread_reply"))
    mixed, told = scanned(both, story, tmp_path / "1").items, scanned(documents, story, tmp_path / "2").items
    columns = ["item_id", "kind", "created_at", "created_precision", "text", "now", "past"]
    assert_frame_equal(mixed.select(columns).sort("item_id"), told.select(columns).sort("item_id"))


def test_html_is_honest_about_how_exactly_it_tells_time(tmp_path: Path) -> None:
    items = scanned(instagram_html_2025, JANE, tmp_path).items
    timed = items.filter(pl.col("created_at").is_not_null())
    assert set(timed["created_precision"]) == {"minute"}


def test_old_file_names_end_in_the_same_id(tmp_path: Path) -> None:
    story = JANE.only("ig_post")
    built = instagram_html_2022(story)
    tree = {path.replace("/179", "/40388200_7178_n_179"): content for path, content in built.tree.items()}
    built.tree = {
        path: content.replace(b"/179", b"/40388200_7178_n_179") if path.endswith(".html") else content
        for path, content in tree.items()
    }
    html = scanned(lambda _: built, story, tmp_path / "html").items
    told = scanned(instagram_g2, story, tmp_path / "json").items
    assert set(html["item_id"]) == set(told["item_id"])
    assert set(html["media_state"].drop_nulls()) == {"present"}
