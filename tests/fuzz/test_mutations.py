"""Valid exports, changed at random: nothing raises, all is accounted for, no verdict without evidence."""

from functools import cache
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.result import Scan
from tests.fuzz import mutate, seeds
from tests.fuzz.targets import TARGETS, scanned_whole

FEW = ("facebook_v3", "instagram_g5", "facebook_v5_html", "instagram_html_2026")
SMALL = ("facebook_page", "messenger_e2ee", "threads", "meta_ai", "wall_2012", "timeline_2016")
VERDICTS = ("visibility", "audience", "ever_public")
"""What of an item must not be told without evidence."""
BROKEN = (b"", b"{", b'[{"a":', b"[object Object]", b"<html><div", b"\xff\xfe\x00")


@settings(max_examples=8, deadline=None)
@given(dice=st.randoms(use_true_random=False))
@pytest.mark.parametrize("vintage", FEW)
def test_a_changed_export_is_read_and_accounted_for(vintage: str, dice: Random) -> None:
    scanned_whole(mutate.tree(seeds.trees()[vintage], dice), written=False)


@settings(max_examples=10, deadline=None)
@given(dice=st.randoms(use_true_random=False), vintage=st.sampled_from(SMALL))
def test_what_is_written_of_a_changed_export_can_be_read_back(dice: Random, vintage: str) -> None:
    scanned_whole(mutate.tree(seeds.trees()[vintage], dice), written=True)


@settings(max_examples=6, deadline=None)
@given(dice=st.randoms(use_true_random=False))
@pytest.mark.parametrize("vintage", ["facebook_v5", "instagram_g4"])
def test_so_is_a_changed_export_beside_the_one_it_was(vintage: str, dice: Random) -> None:
    tree = seeds.trees()[vintage]
    scanned_whole(mutate.tree(tree, dice), tree, written=False)


@cache
def _scan(vintage: str) -> Scan:
    found = scanned_whole(seeds.trees()[vintage], written=False)
    assert found
    return found


@settings(max_examples=8, deadline=None)
@given(dice=st.randoms(use_true_random=False))
@pytest.mark.parametrize("vintage", FEW)
def test_where_members_are_lost_nothing_more_is_known_than_before(vintage: str, dice: Random) -> None:
    tree = seeds.trees()[vintage]
    kept = dice.sample(list(tree), dice.randint(1, len(tree) - 1))
    found = scanned_whole({path: tree[path] for path in tree if path in kept}, written=False)
    if found is None:
        return
    both = _scan(vintage).items.join(found.items, on="item_id", suffix="_left")
    for verdict in VERDICTS:
        before, after = pl.col(verdict), pl.col(f"{verdict}_left")
        turned = both.filter((before != after) & (after != "unknown"))
        assert turned.select("item_id", "kind", "member", verdict, f"{verdict}_left").rows() == []


@settings(max_examples=8, deadline=None)
@given(dice=st.randoms(use_true_random=False), junk=st.sampled_from(BROKEN))
@pytest.mark.parametrize("vintage", FEW)
def test_a_broken_member_costs_that_member_alone(vintage: str, dice: Random, junk: bytes) -> None:
    lines = _scan(vintage).coverage.select("member", pl.col("state").cast(pl.String), "records")
    broken = dice.choice(lines.filter(pl.col("state") == "content")["member"].to_list())
    found = scanned_whole(seeds.trees()[vintage] | {broken: junk}, written=False)
    assert found
    mine = pl.col("member") == broken
    assert found.coverage.filter(mine)["records"].sum() == 0
    left = found.coverage.select("member", pl.col("state").cast(pl.String), "records")
    assert left.filter(~mine).rows() == lines.filter(~mine).rows()
    assert set(_scan(vintage).items.filter(~mine)["item_id"]) <= set(found.items["item_id"])


@settings(max_examples=60, deadline=None)
@given(dice=st.randoms(use_true_random=False), number=st.integers(0, 255))
@pytest.mark.parametrize("written", ["json", "html"])
def test_a_changed_page_is_read_or_refused(written: str, dice: Random, number: int) -> None:
    pages = seeds.pages(written)
    page = pages[number % len(pages)]
    TARGETS[written](bytes([number]) + mutate.member(page.path, page.raw, dice))


@settings(max_examples=60, deadline=None)
@given(dice=st.randoms(use_true_random=False), name=st.sampled_from(sorted(seeds.zips())))
def test_a_changed_zip_is_read_or_refused(dice: Random, name: str) -> None:
    TARGETS["archive"](mutate.scrambled(seeds.zips()[name], dice))


@settings(max_examples=30, deadline=None)
@given(raw=st.binary(max_size=200))
@pytest.mark.parametrize("target", ["archive", "json", "html"])
def test_so_are_bytes_that_are_nothing(target: str, raw: bytes) -> None:
    TARGETS[target](raw)


@pytest.mark.parametrize("target", ["archive", "json", "html"])
def test_what_fuzzing_starts_from_holds(target: str) -> None:
    held = (
        seeds.zips().values()
        if target == "archive"
        else [bytes([number]) + page.raw for number, page in enumerate(seeds.pages(target))]
    )
    for raw in held:
        TARGETS[target](raw)
