"""Valid exports, changed at random: nothing raises, all is accounted for, no verdict without evidence."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import mutate, seeds
from tests.fuzz.targets import TARGETS, scanned_whole

TREES = seeds.trees()
FEW = ("facebook_v3", "instagram_g5", "facebook_v5_html", "instagram_html_2026")
RESTED = ("facebook_page", "messenger_e2ee", "threads", "meta_ai", "wall_2012", "timeline_2016")


@settings(max_examples=10, deadline=None)
@given(dice=st.randoms(use_true_random=False))
@pytest.mark.parametrize("vintage", FEW)
def test_a_changed_export_is_read_and_accounted_for(vintage: str, dice: Random) -> None:
    scanned_whole(mutate.tree(TREES[vintage], dice))


@settings(max_examples=15, deadline=None)
@given(dice=st.randoms(use_true_random=False), vintage=st.sampled_from(RESTED))
def test_so_is_a_small_or_old_one(dice: Random, vintage: str) -> None:
    scanned_whole(mutate.tree(TREES[vintage], dice))


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
