"""A saved scan judged anew is what a fresh scan would be."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from msgspec.structs import replace
from polars.testing import assert_frame_equal

from sample_exports.build import HERE, SAMPLES
from scanner import pipeline
from scanner.corpus import Corpus, Records
from scanner.facts import FacebookFacts, Facts, GraphPost, Objection, Override, Period, ProfileFacts
from scanner.pipeline import gather, judged, saved_bytes, scan
from scanner.result import Scan
from scanner.rulebook import load
from scanner.saved_scan import DIGEST, NO_DIGEST, NoSavedScanError, SavedScanError, is_saved, with_digest
from tests.builders import CAMILLE, JANA, JANE, RAVI, VINTAGES, as_zip
from tests.rulebook.books import rule, write_table
from tests.scanning import TODAY

PEOPLE = {story.username: story for story in (JANE, JANA, CAMILLE, RAVI)}
CASES = [*SAMPLES, *(f"{vintage} of {name}" for vintage, name in zip(VINTAGES, cycle(PEOPLE), strict=False))]
"""Every sample, and every vintage with the people in turn: four times as many tell no more."""
EVERY = pytest.mark.parametrize("case", CASES)
SAMPLE = HERE / "facebook_2019.zip"
TOLD: dict[str, Facts] = {
    "nothing": Facts(),
    "a person": Facts("DE", date(2009, 5, 4), (Objection(date(2025, 5, 20)),)),
    "of Facebook": Facts(
        "US",
        facebook=FacebookFacts(
            audience=(Period("public", until=date(2014, 6, 1)), Period("friends", since=date(2014, 6, 1))),
            groups={"Gardeners of Sampletown": "public"},
        ),
        override=(Override(audience="only_me", kind="comment"),),
    ),
    "a profile": Facts(
        "BR", instagram=ProfileFacts(private=True), override=(Override(audience="public", kind="photo"),)
    ),
}


@cache
def _gathered(case: str) -> Corpus:
    if case in SAMPLES:
        return gather([HERE / case], load())
    vintage, _, person = case.partition(" of ")
    with TemporaryDirectory() as directory:
        return gather(
            [as_zip(VINTAGES[vintage](PEOPLE[person]).tree, Path(directory) / "export.zip")], load()
        )


def _saved(found: Corpus, directory: Path, facts: Facts | None = None) -> Path:
    """Judge and save what was gathered."""
    facts, book = facts or Facts(), load()
    file = directory / "jane.scan"
    file.write_bytes(saved_bytes(judged(found, facts, TODAY, book), found, facts, book))
    return file


def _assert_same(one: Scan, other: Scan) -> None:
    assert_frame_equal(one.items, other.items)
    assert_frame_equal(one.coverage, other.coverage)
    assert (one.exports, one.person, one.warnings) == (other.exports, other.person, other.warnings)


def test_a_scan_saved_before_it_was_told_what_breaks_off_is_read(tmp_path: Path) -> None:
    found, file = _gathered("facebook_2019.zip"), tmp_path / "jane.scan"
    fresh = judged(found, Facts(), TODAY, load())
    early = replace(fresh, coverage=fresh.coverage.drop("cut"))
    file.write_bytes(saved_bytes(early, found, Facts(), load()))
    _assert_same(scan([file], as_of=TODAY), fresh)


@pytest.mark.parametrize("told", TOLD)
@EVERY
def test_a_saved_scan_with_other_facts_is_a_fresh_scan_with_them(
    case: str, told: str, tmp_path: Path
) -> None:
    fresh = judged(_gathered(case), TOLD[told], TODAY, load())
    _assert_same(scan([_saved(_gathered(case), tmp_path)], TOLD[told], as_of=TODAY), fresh)


@pytest.mark.slow
@EVERY
def test_words_on_single_items_reach_them_in_a_saved_scan(case: str, tmp_path: Path) -> None:
    found = _gathered(case)
    ids = judged(found, Facts(), TODAY, load()).items.group_by("kind").agg(pl.col("item_id").sort().first())
    facts = Facts(override=tuple(Override(item, "friends") for item in ids["item_id"]))
    fresh = judged(found, facts, TODAY, load())
    assert (fresh.items["fact_override"] == "friends").sum() == ids.height
    _assert_same(scan([_saved(found, tmp_path)], facts, as_of=TODAY), fresh)


@EVERY
def test_a_saved_scan_under_a_newer_rule_book_is_a_fresh_scan_under_it(case: str, tmp_path: Path) -> None:
    rules = _newer_rules(tmp_path / "rules")
    fresh = judged(_gathered(case), Facts(), TODAY, load(rules))
    again = scan([_saved(_gathered(case), tmp_path)], rules=rules, as_of=TODAY)
    _assert_same(again, fresh)
    assert (
        again.items.filter(pl.col("now_rule") == "newer").height == fresh.items.filter(kind="comment").height
    )


def _newer_rules(folder: Path) -> Path:
    """Write a rule of one's own that speaks of comments."""
    source = next(iter(load().sources))
    examples, others = [{"item": {"kind": "comment"}}], [{"item": {"kind": "post"}}]
    newer = rule(
        "newer", when={"kind": "comment"}, sources=[source], examples=examples, counterexamples=others
    )
    write_table(folder, "now", newer)
    return folder


@pytest.mark.parametrize("name", SAMPLES)
def test_a_saved_sample_is_what_reading_it_anew_gives(name: str, tmp_path: Path) -> None:
    _assert_same(scan([_saved(_gathered(name), tmp_path)], as_of=TODAY), scan([HERE / name], as_of=TODAY))


def test_answers_of_graph_are_kept_and_joined_as_in_a_fresh_scan(tmp_path: Path) -> None:
    found = _gathered(SAMPLE.name)
    posts = judged(found, Facts(), TODAY, load()).items.filter(pl.col("text").is_not_null(), kind="post")
    graph = tuple(
        GraphPost(at.timestamp(), text, "friends")
        for at, text in posts.select("created_at", "text").iter_rows()
    )
    facts = Facts(graph=graph)
    fresh = judged(found, facts, TODAY, load())
    again = scan([_saved(found, tmp_path, facts)], as_of=TODAY)
    _assert_same(again, fresh)
    assert again.graph == fresh.graph
    assert again.items.filter(fact_graph="friends").height >= posts.height


def test_the_rows_of_the_file_are_the_items(tmp_path: Path) -> None:
    found = _gathered(SAMPLE.name)
    assert_frame_equal(pl.read_parquet(_saved(found, tmp_path)), judged(found, Facts(), TODAY, load()).items)


def test_what_was_told_is_kept_until_something_else_is_told(tmp_path: Path) -> None:
    file = _saved(_gathered(SAMPLE.name), tmp_path, Facts("DE"))
    assert scan([file], as_of=TODAY).person.region == "DE"
    assert scan([file], Facts("GB"), as_of=TODAY).person.region == "GB"


def test_saving_a_saved_scan_again_changes_nothing(tmp_path: Path) -> None:
    once = _saved(_gathered(SAMPLE.name), tmp_path, TOLD["of Facebook"])
    found = gather([once], load())
    twice = tmp_path / "twice.scan"
    twice.write_bytes(saved_bytes(judged(found, Facts("DE"), TODAY, load()), found, Facts("DE"), load()))
    _assert_same(scan([twice], TOLD["of Facebook"], as_of=TODAY), scan([once], as_of=TODAY))


@pytest.mark.parametrize(
    ("facts", "as_of", "anew"),
    [
        (None, TODAY, False),
        (Facts(born=date(2009, 1, 1)), date(2026, 12, 31), False),
        (Facts(born=date(2009, 1, 1)), date(2027, 1, 1), True),
        (Facts("FR"), TODAY, True),
    ],
    ids=["the same", "another day", "come of age", "other facts"],
)
def test_verdicts_are_found_anew_only_where_they_could_differ(
    facts: Facts | None, as_of: date, anew: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = facts if facts and facts.born else Facts()
    file = _saved(_gathered(SAMPLE.name), tmp_path, kept)
    judge, calls = pipeline._judged, list[Records]()

    def seen(found: Records, *given: Any) -> pl.DataFrame:
        calls.append(found)
        return judge(found, *given)

    monkeypatch.setattr(pipeline, "_judged", seen)
    scan([file], facts, as_of=as_of)
    assert bool(calls) == anew


def test_who_wrote_to_whom_is_not_in_the_file(tmp_path: Path) -> None:
    found = gather([_saved(_gathered(SAMPLE.name), tmp_path)], load()).records()
    assert not {"writer", "host_name"} & {*found.content.columns, *found.places.columns}


def test_nothing_but_one_saved_scan_is_taken_at_a_time(tmp_path: Path) -> None:
    file = _saved(_gathered(SAMPLE.name), tmp_path)
    for paths in ([file, SAMPLE], [SAMPLE, file], [file, file]):
        with pytest.raises(SavedScanError, match="give it alone"):
            scan(paths)


def test_a_parquet_file_that_is_no_saved_scan_says_so(tmp_path: Path) -> None:
    other = tmp_path / "items.parquet"
    pl.DataFrame({"item_id": ["a"]}).write_parquet(other)
    assert not is_saved(other)
    with pytest.raises(NoSavedScanError, match="not a saved scan"):
        scan([other])


def test_a_file_of_a_newer_format_names_the_version_that_wrote_it(tmp_path: Path) -> None:
    file = _rewritten(
        _saved(_gathered(SAMPLE.name), tmp_path), format=99, program="9.0", something={"else": 1}
    )
    assert is_saved(file)
    with pytest.raises(SavedScanError, match=r"newer version of this program, 9\.0"):
        scan([file])


def _rewritten(file: Path, **head: Any) -> Path:
    """Change what stands in the head of a saved scan."""
    metadata = dict(pl.read_parquet_metadata(file))
    del metadata["ARROW:schema"]
    metadata["exposure.saved"] = json.dumps(json.loads(metadata["exposure.saved"]) | head)
    metadata[DIGEST] = NO_DIGEST
    pl.read_parquet(file).write_parquet(file, metadata=metadata)
    file.write_bytes(with_digest(file.read_bytes()))
    return file


def _damaged(file: Path) -> Iterator[bytes]:
    whole = file.read_bytes()
    yield whole[:4]
    yield whole[: len(whole) // 2]
    yield whole[:-1]
    yield whole[:-4] + b"1RAP"
    yield b"PAR1" + bytes(1000) + b"PAR1"


@pytest.mark.parametrize("way", range(5))
def test_a_damaged_file_says_so(way: int, tmp_path: Path) -> None:
    file = _saved(_gathered(SAMPLE.name), tmp_path)
    file.write_bytes(list(_damaged(file))[way])
    assert not is_saved(file)
    with pytest.raises(NoSavedScanError, match="damaged"):
        scan([file])


@pytest.mark.parametrize("at", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_one_changed_bit_is_damage_wherever_it_is(at: float, tmp_path: Path) -> None:
    file = _saved(_gathered(SAMPLE.name), tmp_path)
    raw = bytearray(file.read_bytes())
    raw[int(len(raw) * at)] ^= 1
    file.write_bytes(raw)
    with pytest.raises(NoSavedScanError, match="damaged"):
        scan([file])


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ({"facts": {"region": 7}}, "ValidationError"),
        ({"format": "x"}, "ValidationError"),
        ({"format": 0}, None),
    ],
)
def test_a_head_that_can_not_be_read_is_damage(
    head: dict[str, Any], fault: str | None, tmp_path: Path
) -> None:
    file = _rewritten(_saved(_gathered(SAMPLE.name), tmp_path), **head)
    if fault is None:
        assert scan([file]).items.height
        return
    with pytest.raises(NoSavedScanError, match=fault):
        scan([file])


def test_of_a_saved_scan_only_the_columns_that_are_needed_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, asked = _saved(_gathered(SAMPLE.name), tmp_path), []
    real = pl.read_parquet

    def watched(source: Any, columns: list[str] | None = None) -> pl.DataFrame:
        asked.append(columns)
        return real(source, columns=columns)

    kept = gather([file], load())
    monkeypatch.setattr(pl, "read_parquet", watched)
    few = judged(kept, Facts(), TODAY, load(), {"now", "kind"})
    assert asked == [["kind", "now"]]
    fresh = judged(_gathered(SAMPLE.name), Facts(), TODAY, load(), {"now", "kind"})
    assert_frame_equal(few.items, fresh.items)
