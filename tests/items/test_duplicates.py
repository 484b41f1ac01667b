"""Repeats: what is one item, and what is two."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scanner.pipeline import scan
from tests.builders import as_zip, at, mojibake
from tests.builders.facebook import media, place, post
from tests.builders.generic import labelled, listed, value
from tests.builders.story import File
from tests.scanning import (
    MEDIA,
    POSTS,
    TODAY,
    entry,
    found,
    instagram,
    items,
    one,
    posted,
    scanned,
    verdict,
    without,
)

WHEN = at("2019-05-04 10:11")
CHECK_INS = "your_facebook_activity/posts/check-ins.json"


def _file(number: int = 1, album: str = "") -> Any:
    return {"media": media(File(number, WHEN), f"{MEDIA}/{number}.jpg", album)}


@pytest.mark.parametrize(
    ("records", "rows"),
    [
        ([post(WHEN, "A"), post(WHEN, "A")], 1),
        ([post(WHEN, "A"), post(WHEN + 1, "A")], 2),
        ([post(WHEN, "A"), post(WHEN, "B")], 2),
        ([post(WHEN, "A", title="One"), post(WHEN, "A", title="Two")], 2),
        ([post(WHEN, "A", title="One"), post(WHEN, "A")], 2),
        ([post(WHEN, "A", attachments=[_file(1)]), post(WHEN, "A", attachments=[_file(2)])], 2),
        ([post(WHEN, "A", attachments=[_file(1)]), post(WHEN, "A", attachments=[_file(1)])], 1),
        ([post(WHEN, "A", attachments=[_file(m), _file(n)]) for m, n in ((1, 2), (2, 1))], 1),
        ([post(0, "A"), post(0, "A")], 1),
        ([post(WHEN, "A")] * 5, 1),
    ],
)  # fmt: skip
def test_records_alike_in_all_that_counts_are_one(records: list[Any], rows: int, tmp_path: Path) -> None:
    result = scanned(posted(*records), tmp_path)
    assert len(found(result.items, kind="post")) == rows
    coverage = result.coverage.row(0, named=True)
    assert verdict(coverage, "records", "skipped") == (len(records), len(records) - rows)
    assert ("repeats another record" in (coverage["reason"] or "")) == (rows < len(records))


def test_a_record_in_two_files_is_one_item_and_the_repeat_is_counted_once(tmp_path: Path) -> None:
    tree = posted(post(WHEN, "A")) | posted(post(WHEN, "A"), path=POSTS.replace("_1.", "_2."))
    result = scanned(tree, tmp_path)
    assert len(found(result.items, kind="post")) == 1
    assert result.coverage["skipped"].to_list() == [0, 1]
    assert result.coverage["items"].to_list() == [1, 0]


def test_a_part_given_twice_is_one(tmp_path: Path) -> None:
    tree = posted(post(WHEN, "A"), post(WHEN, "B"))
    paths = [as_zip(tree, tmp_path / name / "facebook-jane-2025-11-02-AbCdEfGh.zip") for name in ("a", "b")]
    result = scan(paths, as_of=TODAY)
    assert len(found(result.items, kind="post")) == 2


@pytest.mark.parametrize("first", ["posts_1.json", "reels.json"])
def test_a_video_that_stands_as_post_and_as_reel_is_one_reel(first: str, tmp_path: Path) -> None:
    made = {"uri": "media/reels/201905/17900000000000001.mp4", "creation_timestamp": WHEN, "title": "Dance"}
    folder = "your_instagram_activity/media"
    documents = {
        "posts_1.json": mojibake([{"media": [made]}]),
        "reels.json": mojibake({"ig_reels_media": [{"media": [made]}]}),
    }
    tree = {f"{folder}/{first}": documents.pop(first)}
    tree |= {f"{folder}/{name}": content for name, content in documents.items()}
    tree[made["uri"]] = b"mp4"  # type: ignore[index]
    frame = items(tree, tmp_path)
    assert sorted(frame["kind"].cast(pl.String)) == ["reel", "video"]
    assert one(frame, kind="video")["parent_id"] == one(frame, kind="reel")["item_id"]


def _check_in(text: str, place_name: str, when: int = WHEN) -> Any:
    return labelled(when, [value("Message", text), listed("Place tags", [place_name])])


@pytest.mark.parametrize(
    ("check_in", "kinds"),
    [
        (_check_in("At the pier", ""), ["post"]),
        (_check_in("", "Sample Pier"), ["post"]),
        (_check_in("Somewhere else", "Sample Bakery"), ["check_in", "post"]),
        (_check_in("At the pier", "Sample Pier", WHEN + 1), ["check_in", "post"]),
    ],
)
def test_a_check_in_that_a_post_repeats_is_no_item(check_in: Any, kinds: list[str], tmp_path: Path) -> None:
    told = post(WHEN, "At the pier", attachments=[place("Sample Pier")])
    result = scanned(posted(told) | {CHECK_INS: mojibake([check_in])}, tmp_path)
    assert sorted(result.items["kind"].cast(pl.String)) == kinds
    assert result.coverage["skipped"].sum() == (1 if kinds == ["post"] else 0)


GRID = entry("ig_post", "2024-05-04 10:11", "On the grid", 1)
ARCHIVED = entry("ig_archived", "2024-05-05 10:11", "Archived", 2)
DRAFT = entry("ig_draft", "2024-05-06 10:11", "Draft", 3)


def test_the_index_of_2026_adds_only_what_no_other_file_has(tmp_path: Path) -> None:
    result = scanned(instagram(GRID, ARCHIVED, DRAFT, vintage="instagram_g5"), tmp_path)
    frame = result.items
    assert verdict(one(frame, text="On the grid"), "visibility", "fact_section") == ("public", "timeline")
    assert verdict(one(frame, text="Archived"), "visibility", "audience") == ("private", "only_me")
    draft = one(frame, text="Draft", kind="post")
    assert verdict(draft, "visibility", "ever_public", "now", "past") == (
        "private", "no", "not_eligible", "not_eligible",
    )  # fmt: skip
    index = one(result.coverage.filter(pl.col("member").str.ends_with("media/posts.json")))
    assert verdict(index, "records", "skipped", "items") == (3, 2, 2)


def test_an_entry_of_the_index_alone_is_unknown_where_there_is_a_grid(tmp_path: Path) -> None:
    tree = without(instagram(GRID, ARCHIVED, vintage="instagram_g5"), "archived_posts.json")
    row = one(items(tree, tmp_path), text="Archived", kind="post")
    assert verdict(row, "visibility", "visibility_rule") == ("unknown", "instagram-index-entry-off-the-grid")


def test_where_there_is_no_grid_an_entry_of_the_index_is_unknown_and_leans_public(tmp_path: Path) -> None:
    tree = without(instagram(GRID, vintage="instagram_g5"), "media/posts_1.json")
    tree = without(without(tree, "reels.json"), "igtv_videos.json")
    row = one(items(tree, tmp_path), text="On the grid", kind="post")
    assert verdict(row, "visibility", "lean", "confidence") == ("unknown", "public", "low")


def test_not_published_is_not_public(tmp_path: Path) -> None:
    tree = instagram(GRID, vintage="instagram_g5")
    path = next(path for path in tree if path.endswith("media/posts.json"))
    tree = without(tree, "media/posts_1.json")
    tree[path] = tree[path].replace(
        b'"Published",\n        "value": "True"', b'"Published",\n        "value": "False"'
    )
    assert b'"False"' in tree[path]
    row = one(items(tree, tmp_path), text="On the grid", kind="post")
    assert verdict(row, "visibility", "audience", "now") == ("private", "only_me", "not_eligible")


def _two_downloads(older: Any, newer: Any, directory: Path) -> pl.DataFrame:
    requests = "your_information_download_requests.json"
    paths = [
        as_zip(without(older, requests), directory / "instagram-jane-2024-12-02-AbCdEfGh.zip"),
        as_zip(without(newer, requests), directory / "instagram-jane-2025-11-02-HgFeDcBa.zip"),
    ]
    given, turned = (scan(each, as_of=TODAY).items for each in (paths, paths[::-1]))
    assert given.sort("item_id").equals(turned.sort("item_id"))
    return given


@pytest.mark.parametrize(
    ("sorts", "visibility"),
    [(("ig_post", "ig_archived"), "private"), (("ig_archived", "ig_post"), "public")],
)
def test_of_two_downloads_of_an_account_the_newer_says_where_an_item_stands(
    sorts: tuple[str, str], visibility: str, tmp_path: Path
) -> None:
    older, newer = (instagram(entry(sort, "2019-05-04 10:11", "A", 1)) for sort in sorts)
    frame = _two_downloads(older, newer, tmp_path)
    assert one(frame, text="A", kind="post")["visibility"] == visibility
    assert one(frame, kind="photo")["visibility"] == visibility


def test_what_is_counted_is_not_counted_twice_in_two_downloads(tmp_path: Path) -> None:
    told = [
        entry("dm", "2022-05-05 20:00", "Hi", container="ravi.example"),
        entry("like", "2022-05-01 10:00", container="ravi.example"),
    ]
    more = entry("dm", "2025-05-05 20:00", "Again", container="ravi.example")
    frame = _two_downloads(instagram(*told), instagram(*told, more), tmp_path)
    assert [row["count"] for row in found(frame, kind="message_thread")] == [2]
    assert [row["count"] for row in found(frame, kind="reaction", platform="instagram")] == [1]
