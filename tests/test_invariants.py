"""What holds of every scan, whatever the export."""

import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from sample_exports.build import HERE, SAMPLES
from scanner import schema
from scanner.archive import Limits
from scanner.dtypes import DTYPES, FACT_DTYPES
from scanner.pipeline import scan
from scanner.result import Scan
from scanner.rulebook import load
from scanner.verdicts import VERDICTS, judge
from tests.builders import (
    CAMILLE,
    JANA,
    JANE,
    RAVI,
    VINTAGES,
    Tree,
    as_folder,
    as_parts,
    as_zip,
    in_folder,
    junk,
)
from tests.scanning import TODAY

NEVER_NULL = (
    "item_id", "platform", "kind", "author", "count", "created_precision", "tagged", "audience", "visibility",
    "basis", "confidence", "lean", "ever_public", "now", "past", "visibility_rule", "now_rule", "past_rule",
    "flags", "findings", "severity", "export", "member", "pointer",
)  # fmt: skip
PEOPLE = {story.username: story for story in (JANE, JANA, CAMILLE, RAVI)}
CASES = [*SAMPLES, *(f"{vintage} of {name}" for vintage in VINTAGES for name in PEOPLE)]
EVERY = pytest.mark.parametrize("case", CASES)


@cache
def _scanned(case: str) -> Scan:
    if case in SAMPLES:
        return scan([HERE / case], as_of=TODAY)
    vintage, _, person = case.partition(" of ")
    with TemporaryDirectory() as directory:
        tree = VINTAGES[vintage](PEOPLE[person]).tree
        return scan([as_zip(tree, Path(directory) / "export.zip")], as_of=TODAY)


@EVERY
def test_the_frame_has_the_columns_of_the_record_then_the_facts(case: str) -> None:
    frame = _scanned(case).items
    assert list(frame.schema.items()) == list(DTYPES.items())


@pytest.mark.parametrize("vintage", VINTAGES)
def test_what_is_taken_apart_gives_what_is_parsed_whole(
    vintage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = as_zip(VINTAGES[vintage](JANE).tree, tmp_path / "export.zip")
    whole = scan([export], as_of=TODAY)
    monkeypatch.setattr("scanner.readers.source.LARGE", 0)
    monkeypatch.setattr("scanner.readers.json_documents.TOP_LEVEL_BYTES", 40)
    apart = scan([export], as_of=TODAY)
    assert_frame_equal(apart.items, whole.items)
    assert_frame_equal(apart.coverage, whole.coverage)


@EVERY
def test_nothing_that_must_be_said_is_null(case: str) -> None:
    frame = _scanned(case).items
    assert frame.height > 0
    assert {name: n for name in NEVER_NULL if (n := frame[name].null_count())} == {}
    leaning = frame.filter(pl.col("visibility") == "unknown")
    assert leaning["lean_rule"].null_count() == 0


@EVERY
def test_an_id_is_given_once(case: str) -> None:
    frame = _scanned(case).items
    assert frame.filter(pl.col("item_id").is_duplicated()).height == 0
    assert frame["item_id"].str.contains(r"^[0-9a-f]{16}$").all()
    parents = frame["parent_id"].drop_nulls()
    assert set(parents) <= set(frame["item_id"])


@EVERY
def test_only_evidence_makes_public_or_private(case: str) -> None:
    frame = _scanned(case).items
    known = pl.col("visibility") != "unknown"
    weak = pl.col("basis").is_in(["none", "inferred"])
    assert frame.filter(known & weak).height == 0
    assert frame.filter(weak & (pl.col("confidence") != "low")).height == 0
    assert frame.filter(known & (pl.col("lean") != "none")).height == 0
    assert frame.filter((pl.col("visibility") == "public") != (pl.col("audience") == "public")).height == 0


@EVERY
def test_moments_of_being_public_go_with_having_been(case: str) -> None:
    frame = _scanned(case).items
    spans = pl.col("public_from").is_not_null() | pl.col("public_until").is_not_null()
    assert frame.filter(spans & (pl.col("ever_public") != "yes")).height == 0
    assert frame.filter(pl.col("public_from") > pl.col("public_until")).height == 0
    assert frame.filter((pl.col("visibility") == "public") & (pl.col("ever_public") != "yes")).height == 0


@EVERY
def test_what_was_never_public_and_no_ai_interaction_is_not_in_the_past(case: str) -> None:
    frame = _scanned(case).items
    never = frame.filter((pl.col("ever_public") == "no") & (pl.col("platform") != "meta_ai"))
    assert never.filter(pl.col("past") != "not_eligible").height == 0


@EVERY
def test_every_rule_and_flag_is_in_the_book(case: str) -> None:
    frame, book = _scanned(case).items, load()
    rules = ("visibility_rule", "lean_rule", "now_rule", "past_rule")
    named = {rule for column in rules for rule in frame[column].drop_nulls()}
    flags = set(frame["flags"].explode().drop_nulls())
    assert named | flags <= set(book.rules)


@EVERY
def test_media_alone_carry_a_path_and_words_of_others_are_not_carried(case: str) -> None:
    frame = _scanned(case).items
    media = pl.col("kind").cast(pl.String).is_in(schema.MEDIA_KINDS)
    files = pl.any_horizontal(pl.col("media_path", "media_state", "media_bytes").is_not_null())
    assert frame.filter(files & ~media).height == 0
    assert frame.filter(media & pl.col("media_state").is_null()).height == 0
    present = pl.col("media_state") == "present"
    assert frame.filter(present != pl.col("media_path").is_not_null()).height == 0
    assert frame.filter((pl.col("author") == "other") & pl.col("text").is_not_null()).height == 0
    counted = pl.col("kind").cast(pl.String).is_in(schema.COUNTED_KINDS)
    assert frame.filter(counted & pl.col("text").is_not_null()).height == 0
    assert frame.filter(~counted & (pl.col("count") != 1)).height == 0


@EVERY
def test_without_facts_nothing_is_known(case: str) -> None:
    frame = _scanned(case).items
    bare = frame.drop(VERDICTS).with_columns(
        pl.lit(None, dtype).alias(name) for name, dtype in FACT_DTYPES.items()
    )
    judged = judge(bare.with_columns(account=pl.lit(0)), {0: 1_780_000_000.0}, load())
    assert judged.filter(pl.col("visibility") != "unknown").height == 0


def _sizes(case: str) -> tuple[int, int]:
    """Give the number of members of a case, and their bytes."""
    if case in SAMPLES:
        path = HERE / case
        zips = sorted(path.glob("*.zip")) if path.is_dir() else [path]
        held = [info for zipped in zips for info in zipfile.ZipFile(zipped).infolist() if not info.is_dir()]
        return len(held), sum(info.file_size for info in held)
    vintage, _, person = case.partition(" of ")
    tree = VINTAGES[vintage](PEOPLE[person]).tree
    return len(tree), sum(map(len, tree.values()))


@EVERY
def test_coverage_sums_to_every_member_and_byte(case: str) -> None:
    result = _scanned(case)
    assert (result.coverage.height, result.coverage["bytes"].sum()) == _sizes(case)
    assert result.coverage["items"].sum() == result.items.height


NAME = "meta-2026-Jul-21-10-00-00"
PACKINGS: dict[str, Callable[[Tree, Path], list[Path]]] = {
    "folder": lambda tree, at: [as_folder(tree, at / NAME)],
    "wrapper": lambda tree, at: [as_zip(in_folder(tree, "some/where"), at / f"{NAME}-AbCdEfGh.zip")],
    "two parts": lambda tree, at: as_parts(tree, at, NAME, 2),
    "five parts": lambda tree, at: as_parts(tree, at, NAME, 5),
    "folder in a folder": lambda tree, at: [as_folder(in_folder(tree, NAME), at / "downloads")],
    "backwards": lambda tree, at: [as_zip(dict(reversed(tree.items())), at / f"{NAME}-AbCdEfGh.zip")],
}
WHERE = ("export", "member", "media_path", "pointer")
"""The columns that say where an item stands."""


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("vintage", VINTAGES)
def test_the_packing_changes_nothing_but_where_it_stands(vintage: str, packing: str, tmp_path: Path) -> None:
    tree = VINTAGES[vintage](JANE).tree
    usual = scan([as_zip(tree, tmp_path / "usual" / f"{NAME}-AbCdEfGh.zip")], as_of=TODAY).items
    packed = scan(PACKINGS[packing](tree, tmp_path / "packed"), as_of=TODAY).items
    alike = [column for column in usual.columns if column not in WHERE]
    assert _rows(packed, alike) == _rows(usual, alike)


def _rows(frame: pl.DataFrame, columns: list[str]) -> list[tuple[Any, ...]]:
    return frame.select(columns).sort("item_id").rows()


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, 10**30, 2**63, -0.5, "", "x", "2026-01-01", "\x1f", "\ud800", "../../a.jpg",
    "\x00", [], {}, [[]], [None], [{}], {"": None}, {"timestamp": "no"}, {"uri": 7}, {"dict": [{"dict": 1}]},
)  # fmt: skip
"""What may stand in place of anything."""


def _places(thing: Any) -> list[tuple[Any, Any]]:
    """Give every place of a document: what holds it, and the key or index."""
    keys = list(thing) if isinstance(thing, dict) else range(len(thing)) if isinstance(thing, list) else ()
    return [place for key in keys for place in [(thing, key), *_places(thing[key])]]


def _with_odd_values(content: bytes, dice: Random) -> bytes:
    """Put something odd in some places of a document, or in place of all of it."""
    document = json.loads(content)
    places = _places(document)
    if dice.random() < 1 / 8 or not places:
        return json.dumps(dice.choice(ODD)).encode()
    for holder, key in dice.sample(places, min(len(places), dice.randint(1, 6))):
        holder[key] = dice.choice(ODD)
    return json.dumps(document).encode()


TREES = {vintage: VINTAGES[vintage](JANE).tree for vintage in ("facebook_v2", "facebook_v5", "instagram_g5")}


@settings(max_examples=10, deadline=None)
@given(dice=st.randoms(use_true_random=False))
@pytest.mark.parametrize("vintage", TREES)
def test_junk_in_any_member_raises_nothing_and_is_accounted_for(vintage: str, dice: Random) -> None:
    tree = TREES[vintage]
    documents = [path for path in tree if path.endswith(".json")]
    hit = dice.sample(documents, dice.randint(1, len(documents)))
    junked = tree | {path: _with_odd_values(tree[path], dice) for path in hit}
    with TemporaryDirectory() as directory:
        result = scan([as_zip(junked, Path(directory) / "export.zip")], as_of=TODAY)
    assert result.coverage.height == len(junked)
    assert result.coverage["bytes"].sum() == sum(map(len, junked.values()))
    assert list(result.items.schema.items()) == list(DTYPES.items())
    assert result.items["item_id"].is_unique().all()
    assert {name: n for name in NEVER_NULL if (n := result.items[name].null_count())} == {}


@settings(max_examples=10, deadline=None)
@given(raw=st.binary(max_size=40), number=st.integers(0, 1000))
def test_bytes_that_are_no_json_raise_nothing(raw: bytes, number: int) -> None:
    tree = TREES["facebook_v5"]
    documents = [path for path in tree if path.endswith(".json")]
    hit = documents[number % len(documents)]
    with TemporaryDirectory() as directory:
        result = scan([as_zip(tree | {hit: raw}, Path(directory) / "export.zip")], as_of=TODAY)
    assert result.coverage["bytes"].sum() == sum(map(len, tree.values())) - len(tree[hit]) + len(raw)


HOSTILE: dict[str, bytes] = {
    "../outside.json": b"[]",
    "/etc/passwd": b"root",
    "your_facebook_activity/posts/../../x.json": b"[]",
    "your_facebook_activity/posts/deep.json": b"[" * 100_000,
    "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_7.json": b"\xff\xfe\x00broken",
    "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_8.json": b"",
    "nobody/knows/this.xyz": b"?",
    "no_ending": b"?",
}


def test_hostile_extras_are_accounted_for(tmp_path: Path) -> None:
    tree = junk.with_broken_stories(VINTAGES["facebook_v5"](JANE)).tree | HOSTILE
    result = scan([as_zip(tree, tmp_path / "export.zip")], as_of=TODAY, limits=Limits())
    assert result.coverage.height == len(tree)
    assert result.coverage["bytes"].sum() == sum(map(len, tree.values()))
    lost = result.coverage.filter(pl.col("state").is_in(["unreadable", "unknown"]))
    assert lost.filter((pl.col("state") == "unreadable") & pl.col("reason").is_null()).height == 0
    states = dict(result.coverage.select("member", pl.col("state").cast(pl.String)).iter_rows())
    assert states["nobody/knows/this.xyz"] == "unknown"
    assert states["../outside.json"] == "unreadable"
