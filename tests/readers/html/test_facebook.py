"""Facebook's exports in HTML give what the JSON of the same account gives."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scanner.pipeline import scan
from scanner.result import Scan
from tests.builders import JANE, VINTAGES, Story, Tree, as_zip
from tests.builders.html_before_2018 import BROKEN, timeline_of_2016, wall_of_2012
from tests.builders.html_facebook import LOOKS, in_html, with_zone
from tests.readers.html.convergence import comparable
from tests.scanning import entry, found, one

TODAY = date(2026, 8, 1)
EVERY = pytest.mark.parametrize("vintage", sorted(LOOKS))
LACKING = {"note", "poll", "event_post", "sale_post", "life_event", "listing"}
"""The sorts of which HTML does not tell what they are, or where."""
UNCLAIMED = {"note", "poll", "sale_post"}
"""The sorts whose words HTML shows like those of a post that somebody shared."""
CITY = replace(
    JANE, entries=tuple(each for each in JANE.entries if each.sort not in LACKING and not each.tagged)
)


def _scanned(tree: Tree, directory: Path, name: str = "jane") -> Scan:
    return scan([as_zip(tree, directory / f"facebook-{name}.zip")], as_of=TODAY)


def _both(story: Story, vintage: str, directory: Path) -> tuple[Scan, Scan]:
    tree = with_zone(VINTAGES[vintage](story).tree)
    return _scanned(tree, directory, "json"), _scanned(in_html(tree, vintage), directory, "html")


def _same_minute(story: Story) -> Story:
    """Give the account with every file of a post made when the post was, as HTML tells no other time."""
    entries = tuple(
        replace(each, files=tuple(replace(file, at=each.at) for file in each.files))
        if each.sort == "post"
        else each
        for each in story.entries
    )
    return replace(story, entries=entries)


@EVERY
def test_items_ids_and_verdicts_are_those_of_json(vintage: str, tmp_path: Path) -> None:
    told, shown = _both(_same_minute(CITY), vintage, tmp_path)
    gender = pl.col("title").eq_missing("Gender")
    expected = comparable(told).filter(~gender)
    assert comparable(shown).filter(~gender).rows() == expected.rows()
    assert expected.height > 40
    assert set(shown.items["created_precision"]) <= {"second", "none"}


@EVERY
def test_what_html_lacks_changes_kinds_but_no_id(vintage: str, tmp_path: Path) -> None:
    story = replace(JANE, entries=tuple(each for each in JANE.entries if each.sort not in UNCLAIMED))
    told, shown = _both(_same_minute(story), vintage, tmp_path)
    gender = pl.col("title").eq_missing("Gender")
    assert shown.items.filter(~gender)["item_id"].sort().to_list() == (
        told.items.filter(~gender)["item_id"].sort().to_list()
    )
    joined = told.items.join(shown.items, on="item_id", suffix="_shown")
    changed = joined.filter(pl.col("kind") != pl.col("kind_shown"))
    assert set(changed["kind"]) <= {"event", "listing", "life_event"}
    assert set(changed["kind_shown"]) <= {"post"}


@EVERY
def test_words_that_hang_on_a_post_are_not_kept_where_html_does_not_say_whose_they_are(
    vintage: str, tmp_path: Path
) -> None:
    story = replace(JANE, entries=tuple(each for each in JANE.entries if each.sort in UNCLAIMED))
    told, shown = _both(story, vintage, tmp_path)
    kept = [frame.filter(~pl.col("kind").is_in(["profile_field"])) for frame in (told.items, shown.items)]
    assert kept[0].height == kept[1].height > 0
    assert kept[0]["text"].null_count() < kept[1]["text"].null_count()
    assert "may be someone else's" in " ".join(shown.coverage["reason"].drop_nulls())


@EVERY
def test_every_page_is_read(vintage: str, tmp_path: Path) -> None:
    _, shown = _both(JANE, vintage, tmp_path)
    pages = shown.coverage.filter(pl.col("member").str.ends_with(".html"))
    assert "unreadable" not in pages["state"].cast(pl.String).to_list()


def test_without_a_zone_a_moment_is_a_day(tmp_path: Path) -> None:
    shown = _scanned(in_html(VINTAGES["facebook_v5"](JANE).tree, "facebook_v5"), tmp_path)
    assert set(found(shown.items, kind="post")[0]["created_precision"]) == set("day")


def test_json_comes_first_where_both_formats_are_there(tmp_path: Path) -> None:
    tree = VINTAGES["facebook_v5"](JANE).tree
    told, both = (
        _scanned(tree, tmp_path, "json"),
        _scanned(tree | in_html(tree, "facebook_v5"), tmp_path, "both"),
    )
    assert comparable(both).rows() == comparable(told).rows()
    pages = both.coverage.filter(pl.col("member").str.ends_with("message_1.html"))
    assert set(pages["state"].cast(pl.String)) == {"duplicate"}


AUDIENCES = [
    ("Public", "public", "public"),
    ("Everyone", "public", "public"),
    ("Friends Only", "friends", "private"),
    ("Friends", "friends", "private"),
    ("Friends of Friends", "friends_of_friends", None),
    ("Only Me", "only_me", "private"),
    ("Except: Ravi Example", "custom", None),
    ("Custom", "custom", None),
    ("Somebody", "unknown", "unknown"),
    ("", "unknown", "unknown"),
]


@pytest.mark.parametrize(("title", "audience", "visibility"), AUDIENCES)
def test_the_wall_states_audiences(title: str, audience: str, visibility: str | None, tmp_path: Path) -> None:
    story = replace(JANE, entries=(entry("post", "2012-03-04 10:11:12", "Café ☕ & more\nsecond line"),))
    shown = _scanned(wall_of_2012(story, {story.entries[0].text: title}).tree, tmp_path)
    post = one(shown.items, kind="post")
    assert (post["audience"], post["text"]) == (audience, "Café ☕ & more\nsecond line")
    assert visibility is None or post["visibility"] == visibility
    assert "Ravi" not in str(post)


@pytest.mark.parametrize("made", [wall_of_2012, timeline_of_2016])
def test_exports_from_before_2018_are_read(made: Any, tmp_path: Path) -> None:
    built = made(JANE)
    shown = _scanned(built.tree, tmp_path)
    counts = shown.items.group_by("kind").len()
    kinds = {kind: count for kind, count in counts.rows() if kind not in ("photo", "video", "profile_field")}
    wanted = {kind: count for kind, count in built.expected.items() if kind not in ("photo", "video")}
    assert kinds == wanted
    messages = shown.items.filter(pl.col("kind") == "message_thread")["count"].sum()
    assert messages == built.counted["message_thread"]
    moments = {each.at for each in JANE.of("post")}
    assert {row["created_at"].timestamp() for row in found(shown.items, kind="post")} <= moments


def test_a_broken_block_costs_no_other(tmp_path: Path) -> None:
    tree = wall_of_2012(JANE).tree
    page = tree["html/wall.html"]
    second = page.index(b'<div class="feedentry', page.index(b'<div class="feedentry') + 1)
    tree["html/wall.html"] = page[:second] + BROKEN.encode() + page[second:]
    spoilt = _scanned(tree, tmp_path, "spoilt").items
    whole = _scanned(wall_of_2012(JANE).tree, tmp_path, "whole").items
    assert set(whole["text"].drop_nulls()) <= set(spoilt["text"].drop_nulls())


def test_a_date_nobody_can_read_is_null_and_counted(tmp_path: Path) -> None:
    section = '<section class="_a6-g"><div class="_a6-p">{}</div><footer>{}</footer></section>'
    dates = ("Jan 02, 2025 3:04:05 pm", "wat 99, 2025", "")
    page = "".join(section.format(f"Text {number}", date) for number, date in enumerate(dates))
    path = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.html"
    shown = _scanned({path: page.encode()}, tmp_path)
    posts = found(shown.items, kind="post")
    assert [post["created_at"] is None for post in posts].count(True) == 2
    assert "a time that can't be read" in one(shown.coverage, member=path)["reason"]


def test_a_page_of_no_known_markup_is_said_to_be_unread(tmp_path: Path) -> None:
    path = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.html"
    pages = {path: b"<div><p>Hello</p><p>Jan 02, 2025 3:04:05 pm</p></div>"}
    line = one(_scanned(pages, tmp_path).coverage, member=path)
    assert (line["state"], line["reason"]) == ("unreadable", "its HTML layout is not known")


def test_a_comment_under_a_wall_post_is_not_the_posts(tmp_path: Path) -> None:
    story = replace(JANE, entries=(entry("post", "2012-03-04 10:11:12", "mine"),))
    tree = wall_of_2012(story).tree
    wordless = re.sub(rb'<span class="entry-title entry-content">.*?</span>', b"", tree["html/wall.html"])
    theirs = (
        b'<div class="comment hentry"><span class="profile fn">Max Sample</span>'
        b'<span class="entry-title entry-content">theirs</span><a href="https://example.org/theirs">x</a></div>'
    )
    tree["html/wall.html"] = wordless.replace(
        b'<div class="comment like">', theirs + b'<div class="comment like">'
    )
    assert b"theirs" in tree["html/wall.html"]
    post = one(_scanned(tree, tmp_path).items, kind="post")
    assert (post["text"], post["link"]) == (None, None)
