from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from scanner.pipeline import scan
from scanner.result import Scan
from tests.builders import (
    CAMILLE,
    JANA,
    JANE,
    RAVI,
    VINTAGES,
    Built,
    Story,
    Tree,
    as_drive_writes,
    as_folder,
    as_parts,
    as_zip,
    in_folder,
    junk,
)

STORIES = pytest.mark.parametrize("story", [JANE, JANA, CAMILLE, RAVI], ids=lambda story: story.username)
EVERY = pytest.mark.parametrize("vintage", VINTAGES)


def _scanned(tree: Tree, directory: Path) -> Scan:
    return scan([as_zip(tree, directory / "export.zip")])


def _kinds(result: Scan) -> Counter[str]:
    return Counter(result.items["kind"].to_list())


def _sums(result: Scan, kinds: Counter[str]) -> Counter[str]:
    counted = result.items.filter(pl.col("kind").cast(pl.String).is_in(list(kinds)))
    return Counter(
        dict(counted.group_by(pl.col("kind").cast(pl.String)).agg(pl.col("count").sum()).iter_rows())
    )


@EVERY
@STORIES
def test_each_vintage_gives_the_rows_that_were_built(vintage: str, story: Story, tmp_path: Path) -> None:
    built = VINTAGES[vintage](story)
    found = _kinds(_scanned(built.tree, tmp_path))
    assert _but(found, "reaction", "ai_upload") == _but(built.expected, "reaction", "ai_upload")


def _but(kinds: Counter[str], *others: str) -> Counter[str]:
    """Give the counts without those that have a test of their own, and without zeros."""
    return +Counter({kind: count for kind, count in kinds.items() if kind not in others})


@EVERY
def test_messages_and_likes_of_any_kind_are_counted(vintage: str, tmp_path: Path) -> None:
    built = VINTAGES[vintage](JANE)
    assert _sums(_scanned(built.tree, tmp_path), built.counted) == +built.counted


@EVERY
def test_a_picture_is_an_upload_to_the_ai_only_where_a_record_says_so(vintage: str, tmp_path: Path) -> None:
    built = VINTAGES[vintage](JANE)
    told = 0 if vintage == "instagram_g5" else built.expected["ai_upload"]
    assert _kinds(_scanned(built.tree, tmp_path))["ai_upload"] == told


@EVERY
def test_no_member_of_any_vintage_is_unknown(vintage: str, tmp_path: Path) -> None:
    coverage = _scanned(VINTAGES[vintage](JANE).tree, tmp_path).coverage
    assert coverage.filter(pl.col("state") == "unknown")["member"].to_list() == []
    assert len(coverage) == len(VINTAGES[vintage](JANE).tree)


def _packings(tree: Tree, directory: Path) -> dict[str, list[Path]]:
    name = "facebook-jane.sample-2026-07-21"
    return {
        "zip": [as_zip(tree, directory / "1" / f"{name}-AbCdEfGh.zip")],
        "wrapped": [as_zip(tree, directory / "2" / f"{name}-AbCdEfGh.zip", wrapper="some/where")],
        "parts": as_parts(tree, directory / "3", name, 3),
        "folder": [as_folder(tree, directory / "4" / name)],
        "drive": [as_zip(as_drive_writes(in_folder(tree, name)), directory / "5" / "meta-drive-001.zip")],
        "dust": [as_zip(junk.with_packing_dust(Built(tree)).tree, directory / "6" / f"{name}-AbCdEfGh.zip")],
    }


@pytest.mark.parametrize("vintage", ["facebook_v2", "facebook_v5", "instagram_g5"])
def test_the_packing_changes_no_id(vintage: str, tmp_path: Path) -> None:
    packed = _packings(VINTAGES[vintage](JANE).tree, tmp_path)
    ids = {packing: sorted(scan(paths).items["item_id"].to_list()) for packing, paths in packed.items()}
    assert {packing for packing, found in ids.items() if found != ids["zip"]} == set()
    assert len(set(ids["zip"])) == len(ids["zip"])


@pytest.mark.parametrize(
    ("older", "newer", "sorts"),
    [
        (
            "facebook_v4",
            "facebook_v5",
            ("post", "album", "comment", "group_post", "check_in", "archived", "trashed"),
        ),
        (
            "facebook_v2",
            "facebook_v3",
            ("post", "album", "comment", "group_post", "fb_story", "listing", "message"),
        ),
        ("instagram_g3", "instagram_g4", ("ig_post", "ig_reel", "ig_story", "ig_comment", "thread", "dm")),
    ],
)
def test_the_same_content_has_the_same_id_in_the_next_layout(
    older: str, newer: str, sorts: tuple[str, ...], tmp_path: Path
) -> None:
    story = JANE.until(1_576_000_000).only(*sorts)
    frames = [_scanned(VINTAGES[vintage](story).tree, tmp_path).items for vintage in (older, newer)]
    ids = [set(frame.filter(pl.col("kind") != "profile_field")["item_id"].to_list()) for frame in frames]
    assert ids[0] == ids[1] != set()


def test_junk_among_the_posts_is_skipped_and_odd_times_are_no_times(tmp_path: Path) -> None:
    plain = VINTAGES["facebook_v5"](JANE)
    built = junk.with_junk_posts(plain)
    result = _scanned(built.tree, tmp_path)
    assert _kinds(result) == +built.expected
    skipped = result.coverage.filter(pl.col("member") == junk.POSTS)["skipped"].to_list()
    assert skipped == [len(junk.JUNK)]


def test_stories_that_meta_did_not_write_are_unreadable_and_the_rest_is_read(tmp_path: Path) -> None:
    built = junk.with_broken_stories(VINTAGES["facebook_v5"](JANE))
    result = _scanned(built.tree, tmp_path)
    states = dict(result.coverage.select("member", "state").iter_rows())
    assert states[junk.STORIES] == "unreadable"
    assert _kinds(result)["story"] == 0
    assert _kinds(result)["post"] == built.expected["post"]
