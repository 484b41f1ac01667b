"""Stable ids: what they depend on, and what they must not."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.items.ids import media_id
from scanner.pipeline import scan
from tests.builders import JANE, VINTAGES, Tree, as_zip, at, mojibake
from tests.builders.facebook import comment, media, post
from tests.builders.story import File
from tests.scanning import MEDIA, POSTS, TODAY, entry, facebook, ids, instagram, items, one, posted

WHEN = at("2019-05-04 10:11")


def _id(tree: Tree, directory: Path, **wanted: Any) -> str:
    return str(one(items(tree, directory), **wanted)["item_id"])


@pytest.mark.parametrize("vintage", ["facebook_v2", "facebook_v3", "facebook_v4", "facebook_v5"])
def test_a_post_has_one_id_in_every_layout(vintage: str, tmp_path: Path) -> None:
    told = entry("post", "2019-05-04 10:11", "Hello ☕", 1, 2)
    first = items(facebook(told), tmp_path)
    other = items(facebook(told, vintage=vintage), tmp_path)
    kinds = pl.col("kind").is_in(["post", "photo"])
    assert ids(first.filter(kinds)) == ids(other.filter(kinds))
    assert first.filter(kinds).height == 3


@pytest.mark.parametrize("vintage", ["instagram_g2", "instagram_g3", "instagram_g4", "instagram_g5"])
def test_a_post_of_instagram_has_one_id_in_every_layout(vintage: str, tmp_path: Path) -> None:
    told = entry("ig_post", "2019-05-04 10:11", "Hello ☕", 1, 2)
    first, other = items(instagram(told), tmp_path), items(instagram(told, vintage=vintage), tmp_path)
    kinds = pl.col("kind").is_in(["post", "photo"])
    assert ids(first.filter(kinds)) == ids(other.filter(kinds))


@pytest.mark.parametrize(
    "document",
    [
        [post(WHEN, "Hello")],
        post(WHEN, "Hello"),
        {"posts_v2": [post(WHEN, "Hello")]},
        {"wall_posts": {"activity_log_data": [post(WHEN, "Hello")]}},
        [dict(reversed(post(WHEN, "Hello").items()))],
        [post(WHEN, "Hello", title="Jane Sample updated her status.")],
        [post(WHEN + 40, "Hello")],
    ],
)
def test_wrapping_key_order_title_and_seconds_do_not_matter(document: Any, tmp_path: Path) -> None:
    usual = _id(posted(post(WHEN, "Hello")), tmp_path, kind="post")
    assert _id({POSTS: mojibake(document)}, tmp_path, kind="post") == usual


@pytest.mark.parametrize(
    "other",
    [
        post(WHEN + 60, "Hello"),
        post(WHEN, "hello"),
        post(WHEN, ""),
        post(WHEN, "Hello", attachments=[{"media": media(File(1, WHEN), f"{MEDIA}/1.jpg")}]),
    ],
)
def test_minute_text_and_media_do_matter(other: Any, tmp_path: Path) -> None:
    usual = _id(posted(post(WHEN, "Hello")), tmp_path, kind="post")
    assert _id(posted(other), tmp_path, kind="post") != usual


def test_platform_and_family_do_matter(tmp_path: Path) -> None:
    tree = posted(post(WHEN, "Hello")) | {
        "your_facebook_activity/comments_and_reactions/comments.json": mojibake(
            {"comments_v2": [comment(WHEN, "Hello", "Jane Sample", title="")]}
        )
    }
    frame = items(tree, tmp_path)
    assert one(frame, kind="post")["item_id"] != one(frame, kind="comment")["item_id"]
    thread = items(instagram(entry("thread", "2019-05-04 10:11", "Hello")), tmp_path)
    assert one(thread, platform="threads", kind="post")["item_id"] != one(frame, kind="post")["item_id"]


def test_a_profile_field_has_its_name_in_the_id(tmp_path: Path) -> None:
    frame = items(instagram(bio="jane.sample"), tmp_path)
    fields = frame.filter(pl.col("kind") == "profile_field", pl.col("text") == "jane.sample")
    assert fields["item_id"].n_unique() == fields.height == 4


def test_mojibake_and_real_utf8_are_the_same_text(tmp_path: Path) -> None:
    record = [post(WHEN, "Grüße ☕")]
    real = json.dumps(record, ensure_ascii=False).encode()
    frame = items({POSTS: real}, tmp_path)
    assert one(frame, kind="post")["text"] == "Grüße ☕"
    assert one(frame, kind="post")["item_id"] == _id(posted(*record), tmp_path, kind="post")


@pytest.mark.parametrize(
    ("uri", "named"),
    [
        ("a/b/17900000000000001.jpg", "17900000000000001"),
        ("a/b/123_17900000000000001_n.jpg", "17900000000000001"),
        ("a/b/1234567890_0987654321_n.jpg", "0987654321"),
        ("a/b/123456789.jpg", "b/123456789.jpg"),
        ("a/1234567890/b.jpg", "1234567890/b.jpg"),
        ("b.jpg", "b.jpg"),
        ("a\\b\\c.jpg", "b/c.jpg"),
    ],
)
def test_a_media_id_is_the_last_long_number_of_the_name(uri: str, named: str) -> None:
    assert pl.DataFrame({"uri": [uri]}).select(media_id()).item() == named


def test_equal_ones_are_numbered_in_the_order_of_time(tmp_path: Path) -> None:
    alone = _id(posted(post(WHEN, "Hello")), tmp_path, kind="post")
    frame = items(posted(post(WHEN + 30, "Hello"), post(WHEN, "Hello"), post(WHEN + 10, "Hello")), tmp_path)
    in_time = frame.sort("created_at")["item_id"].to_list()
    assert in_time[0] == alone
    assert len(set(in_time)) == 3
    again = items(posted(post(WHEN + 10, "Hello"), post(WHEN + 30, "Hello"), post(WHEN, "Hello")), tmp_path)
    assert again.sort("created_at")["item_id"].to_list() == in_time


def test_two_accounts_in_one_call_may_share_an_id_but_two_exports_of_one_share_the_item(
    tmp_path: Path,
) -> None:
    story = JANE.only("ig_post", "ig_comment")
    older = as_zip(VINTAGES["instagram_g2"](story).tree, tmp_path / "instagram-jane-2022-12-01-AbCdEfGh.zip")
    newer = as_zip(VINTAGES["instagram_g4"](story).tree, tmp_path / "instagram-jane-2025-11-02-HgFeDcBa.zip")
    both, last = scan([older, newer], as_of=TODAY), scan([newer], as_of=TODAY)
    assert len(both.exports) == 2
    assert ids(both.items) == ids(last.items)


POOL = [
    post(WHEN, "Hello"),
    post(WHEN, "Hello", title="Jane Sample shared a link."),
    post(WHEN + 20, "Hello"),
    post(WHEN + 20, "Hello"),
    post(WHEN, "", attachments=[{"media": media(File(1, WHEN), f"{MEDIA}/17900000000000001.jpg")}]),
    post(WHEN, "", attachments=[{"media": media(File(2, WHEN), f"{MEDIA}/17900000000000002.jpg")}]),
    post(0, "No time"),
    post(0, "No time"),
    post(WHEN, "Group", title="Jane Sample posted in Gardeners of Sampletown."),
]
FILES = {f"{MEDIA}/1790000000000000{n}.jpg": b"jpg" for n in (1, 2, 3)}


@settings(max_examples=10, deadline=None)
@given(
    records=st.permutations(POOL),
    split=st.integers(0, len(POOL)),
    names=st.permutations([1, 2]),
    order=st.randoms(use_true_random=False),
)
def test_no_order_of_members_or_records_changes_the_ids(
    records: list[Any], split: int, names: list[int], order: Any
) -> None:
    shares = zip(names, (records[:split], records[split:]), strict=True)
    tree = {POSTS.replace("_1.json", f"_{n}.json"): mojibake(share) for n, share in shares} | FILES
    shuffled = dict(order.sample(list(tree.items()), len(tree)))
    assert _told(shuffled) == _told({POSTS: mojibake(POOL)} | FILES)


def _told(tree: Tree) -> list[tuple[Any, ...]]:
    with TemporaryDirectory() as directory:
        frame = scan([as_zip(tree, Path(directory) / "export.zip")], as_of=TODAY).items
    return frame.select("item_id", "parent_id", "kind", "created_at", "text", "title").sort("item_id").rows()


@pytest.mark.parametrize("named", [True, False])
def test_two_files_of_one_number_keep_their_ids_whatever_the_order(named: bool, tmp_path: Path) -> None:
    paths = [f"{MEDIA.removesuffix('your_posts')}{folder}/17900000000000001.jpg" for folder in "ab"]
    told = [post(WHEN, path[-30:], attachments=[{"media": media(File(1, WHEN), path)}]) for path in paths]
    records = told if named else [post(WHEN, "A")]
    tree = posted(*records) | dict.fromkeys(paths, b"jpg")
    turned = dict(reversed((posted(*records[::-1]) | dict.fromkeys(paths, b"jpg")).items()))
    ids_of = [
        dict(
            items(each, tmp_path)
            .filter(pl.col("kind") == "photo")
            .select("media_path", "item_id")
            .iter_rows()
        )
        for each in (tree, turned)
    ]
    assert ids_of[0] == ids_of[1]
    assert len(set(ids_of[0].values())) == len(paths)
