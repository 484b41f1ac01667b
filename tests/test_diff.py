"""Two scans side by side: what came, went, and changed, and nothing that only looks so."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from msgspec import structs

from scanner.diff import Diff, compare
from scanner.dtypes import detail_apart
from scanner.facts import FacebookFacts, Facts, Override
from scanner.output.scan_numbers import sections
from scanner.pipeline import scan
from scanner.result import Account, Scan
from tests.builders import CAMILLE, JANE, RAVI, VINTAGES, Story, Tree, as_zip, at
from tests.output.frames import COVERAGE, facebook_export, items, scan_of
from tests.scanning import TODAY, entry, facebook, instagram, scanned


def _compared(old: Tree, new: Tree, directory: Path, *facts: Facts) -> Diff:
    told = facts or (Facts(), Facts())
    return compare(
        *(
            scanned(tree, directory, each, name=f"{n}")
            for n, (tree, each) in enumerate(zip((old, new), told, strict=True))
        )
    )


def _changes(diff: Diff) -> Counter[tuple[str, str]]:
    return Counter(diff.changes.select(pl.col("change", "kind").cast(pl.String)).rows())


def _row(diff: Diff, **wanted: Any) -> dict[str, Any]:
    rows = diff.both.filter(**wanted).to_dicts()
    assert len(rows) == 1
    return rows[0]


POSTED = (
    entry("post", "2024-03-01 10:00", "The tide is out", 1),
    entry("post", "2024-05-02 11:30", "Bread, again"),
    entry("post", "2025-02-03 12:00", "Tomatoes are up"),
)


@pytest.mark.parametrize("story", [JANE, CAMILLE, RAVI], ids=lambda story: story.username)
def test_two_vintages_of_one_account_are_no_difference(story: Story, tmp_path: Path) -> None:
    old, new = (VINTAGES[vintage](story).tree for vintage in ("instagram_g3", "instagram_g4"))
    assert _changes(_compared(old, new, tmp_path)) == {}


@pytest.mark.parametrize(("old", "new"), [("facebook_v3", "facebook_v5"), ("facebook_v2", "facebook_v4")])
def test_posts_and_comments_are_the_same_ones_in_every_layout(old: str, new: str, tmp_path: Path) -> None:
    kept = JANE.only("post", "comment", "profile_picture")
    diff = _compared(VINTAGES[old](kept).tree, VINTAGES[new](kept).tree, tmp_path)
    assert _changes(diff) == {}
    assert diff.both.filter(kind="post").height == 5


VINTAGE_PAIRS = [
    ("facebook_v2", "facebook_v3"), ("facebook_v3", "facebook_v4"), ("facebook_v4", "facebook_v5"),
    ("instagram_g2", "instagram_g3"), ("instagram_g4", "instagram_g5"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), VINTAGE_PAIRS)
def test_no_layout_changes_the_verdict_of_what_both_hold(old: str, new: str, tmp_path: Path) -> None:
    diff = _compared(VINTAGES[old](JANE).tree, VINTAGES[new](JANE).tree, tmp_path)
    assert diff.both.filter(change="changed").is_empty()
    assert diff.both.filter(change="same").height > 15


def test_an_account_switched_to_private_leaves_the_pool(tmp_path: Path) -> None:
    posted = [replace(each, sort="ig_post") for each in POSTED]
    before = instagram(*posted)
    switched = instagram(*posted, private=True, switches=((at("2025-09-05 08:00"), "private"),))
    diff = _compared(before, switched, tmp_path)
    posts = diff.both.filter(kind="post")
    assert set(posts["change"]) == {"changed"}
    assert set(posts.select("old_visibility", "new_visibility").rows()) == {("public", "private")}
    assert set(posts.select("old_now", "new_now").rows()) == {("eligible", "not_eligible")}
    assert (posts["old_past"] == posts["new_past"]).all()


def test_what_was_deleted_went_and_what_was_posted_came(tmp_path: Path) -> None:
    later = entry("post", "2026-02-01 10:00", "Frost on the beds")
    diff = _compared(facebook(*POSTED), facebook(*POSTED[1:], later), tmp_path)
    assert _row(diff, text="The tide is out", kind="post")["change"] == "went"
    assert _row(diff, text="Frost on the beds")["change"] == "came"
    assert _changes(diff) == {("went", "post"): 1, ("went", "photo"): 1, ("came", "post"): 1}


def test_what_came_has_no_verdict_before_and_what_went_none_after(tmp_path: Path) -> None:
    diff = _compared(facebook(*POSTED[:2]), facebook(*POSTED[1:]), tmp_path)
    for change, absent, there in (("came", "old", "new"), ("went", "new", "old")):
        rows = diff.both.filter(change=change)
        assert rows[f"{absent}_now"].null_count() == rows.height > 0
        assert rows[f"{there}_now"].null_count() == 0


def test_a_group_named_public_changes_what_was_posted_in_it(tmp_path: Path) -> None:
    posted = entry("group_post", "2024-03-01 10:00", "Seeds to swap", container="Gardeners of Sampletown")
    tree = facebook(*POSTED, posted)
    told = Facts(facebook=FacebookFacts(groups={"Gardeners of Sampletown": "public"}))
    diff = _compared(tree, tree, tmp_path, Facts(), told)
    assert _changes(diff) == {("changed", "group_post"): 1}
    row = _row(diff, kind="group_post")
    assert (row["old_visibility"], row["new_visibility"], row["new_now"]) == ("unknown", "public", "eligible")


def test_alike_items_are_paired_one_to_one() -> None:
    twins = items({"item_id": "a"}, {"item_id": "a"}, {"item_id": "b"})
    diff = compare(scan_of(twins), scan_of(twins[1:]))
    assert Counter(diff.both["change"].to_list()) == {"same": 2, "went": 1}


def test_nothing_is_said_first_where_nothing_is_doubtful(tmp_path: Path) -> None:
    assert _compared(facebook(*POSTED[:2]), facebook(*POSTED), tmp_path).doubts == ()


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (Account("facebook", name="Ravi Example"), "are of different accounts"),
        (Account("facebook"), "share no item"),
        (Account("facebook", name="JANE SAMPLE"), "share no item"),
        (Account("facebook", name="Jane\u00a0 Sample"), "share no item"),
        (Account("instagram", name="Jane Sample"), "no product in common"),
    ],
)
def test_other_accounts_are_said_first(new: Account, words: str) -> None:
    other = scan_of(items({"item_id": "x"}), exports=(facebook_export(accounts=(new,)),))
    doubts = compare(scan_of(items({"item_id": "y"})), other).doubts
    assert len(doubts) == 1
    assert words in doubts[0]


def test_a_new_name_alone_is_no_other_account() -> None:
    renamed = facebook_export(accounts=(Account("facebook", name="Jane Example"),))
    assert compare(scan_of(items({})), scan_of(items({}), exports=(renamed,))).doubts == ()


def _facebook_and_instagram() -> Scan:
    both = (Account("facebook", name="Jane Sample"), Account("instagram", username="jane.sample"))
    rows = items({}, {"item_id": "x", "platform": "instagram"})
    return scan_of(rows, exports=(facebook_export(accounts=both),))


def test_a_product_that_one_side_lacks_is_left_out_and_said() -> None:
    diff = compare(_facebook_and_instagram(), scan_of(items({})))
    assert diff.changes.is_empty()
    assert diff.doubts == ("Only OLD has instagram: it is left out of the comparison.",)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"exports": (facebook_export(made=date(2025, 1, 1)),)}, "the wrong way round"),
        ({"exports": (facebook_export(covers_all_time=False),)}, "NEW does not cover all time"),
        (
            {"coverage": pl.DataFrame([{"state": "unreadable"}], schema=COVERAGE)},
            "Some of NEW could not be read",
        ),
    ],
)
def test_what_may_only_look_deleted_is_said(over: dict[str, Any], words: str) -> None:
    old = scan_of(items({}))
    (doubt,) = compare(old, structs.replace(old, **over)).doubts
    assert words in doubt


def test_two_saved_scans_are_compared_each_with_what_was_told_of_it(tmp_path: Path) -> None:
    export = as_zip(facebook(*POSTED), tmp_path / "export.zip")
    told = Facts(override=(Override(audience="public", kind="post"),))
    diff = compare(scan([export], as_of=TODAY), scan([export], told, as_of=TODAY))
    assert set(diff.changes["kind"]) == {"post", "photo"}


@pytest.mark.parametrize("vintage", ["facebook_v5", "instagram_g5"])
def test_a_download_with_itself_has_as_much_content_as_scan_counts(vintage: str, tmp_path: Path) -> None:
    tree = VINTAGES[vintage](JANE).tree
    found = scanned(tree, tmp_path)
    both = compare(found, found).both
    total = sum(block.total.all for block in sections(found))
    assert both["old_is_content"].sum() == both["new_is_content"].sum() == total > 0
    details = found.items.filter(detail_apart().is_not_null()).height
    assert details or vintage != "facebook_v5"
