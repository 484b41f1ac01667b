"""A whole cohort, from the folder of people to the sums."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scanner.cohort import HIDDEN, CohortError, Outcome, Settings, Study, keyed_name, open_study, run, summary
from scanner.cohort.summary import KEYS
from scanner.facts import Facts
from scanner.pipeline import NothingToReadError, scan
from scanner.schema import FACTS, RECORD
from tests.cohort.people import PEOPLE, SECRET, cohort, told
from tests.scanning import TODAY

SETTINGS = Settings(Facts(region="DE"), TODAY)


def opened(directory: Path, out: Path, settings: Settings = SETTINGS, **asked: Any) -> Study:
    return open_study(directory, out, settings, as_of=TODAY, **asked)


def done(study: Study) -> list[Outcome]:
    return [run(task) for task in study.tasks]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cohort(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def study(people: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A cohort that is done."""
    study = opened(people, tmp_path_factory.mktemp("out") / "files")
    assert {outcome.state for outcome in done(study)} == {"done"}
    return study


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Three people."""
    return cohort(tmp_path / "few", 3)


def written(out: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in out.rglob("*") if path.is_file())


def test_each_person_has_a_file_by_the_keyed_name(study: Study, people: Path) -> None:
    key = (study.out / "cohort.key").read_bytes().strip()
    names = [path.name.removesuffix(".zip") for path in people.iterdir()]
    assert {path.stem for path in study.files} == {keyed_name(key, name) for name in names}
    assert len(study.files) == PEOPLE
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in study.out.glob("*.*")} == {0o600}


def test_no_word_name_or_path_is_written(study: Study) -> None:
    words = {told(0).username, "Nobody-Else", "your_instagram_activity", "posts_1.json", "Low tide"}
    for content in written(study.out):
        assert [word for word in words if word.encode() in content] == []
    for path in study.files:
        frame = pl.read_parquet(path)
        text = frame.select(pl.col(pl.String), pl.col(pl.List(pl.String)).list.join(" ")).write_csv()
        assert [word for word in words if word in text] == []


def test_what_is_left_out_is_all_that_could_tell(study: Study) -> None:
    frame = pl.read_parquet(study.files[0])
    assert frame.columns == ["person", *(name for name in [*RECORD, *FACTS] if name not in HIDDEN)]
    ids = {"person", "item_id", "parent_id", "visibility_rule", "lean_rule", "now_rule", "past_rule"}
    assert set(frame.select(pl.col(pl.String)).columns) == ids
    assert set(HIDDEN) >= {
        "text", "title", "container", "tagged", "link", "media_path", "place", "latitude", "longitude",
        "findings", "export", "member", "pointer", "fact_stated_label",
    }  # fmt: skip


def test_what_is_asked_for_is_kept(few: Path, tmp_path: Path) -> None:
    study = opened(few, tmp_path / "out", Settings(Facts(), TODAY, extra=("title", "text")))
    done(study)
    frame = pl.read_parquet(study.files[0])
    assert frame["text"].str.contains(SECRET).any()
    assert "title" in frame.columns
    assert "container" not in frame.columns


def test_a_column_that_can_not_be_added_is_named(few: Path, tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"--with kind, nonsense: .*text, title"):
        opened(few, tmp_path / "out", Settings(Facts(), TODAY, extra=("text", "kind", "nonsense")))


def test_ids_are_keyed_and_still_lead_to_the_parent(study: Study, people: Path) -> None:
    path = people / f"{SECRET} 01.zip"
    plain = scan([path], SETTINGS.facts, as_of=TODAY).items
    name = next(keyed for keyed, name in study.names.items() if name == path.stem)
    frame = pl.read_parquet(study.out / f"{name}.parquet")
    assert not set(frame["item_id"]) & set(plain["item_id"])
    assert frame["item_id"].n_unique() == plain["item_id"].n_unique()
    assert set(frame["parent_id"].drop_nulls()) <= set(frame["item_id"])
    assert frame["parent_id"].null_count() == plain["parent_id"].null_count()


def test_the_sums_are_those_of_single_scans(study: Study, people: Path) -> None:
    single = pl.concat(
        scan([path], SETTINGS.facts, as_of=TODAY).items.select(
            pl.lit(path.name).alias("who"), pl.col(KEYS).cast(pl.String), "count"
        )
        for path in people.iterdir()
    )
    expected = single.group_by(KEYS).agg(pl.col("count").sum(), persons=pl.col("who").n_unique()).sort(KEYS)
    found = summary(study.files)
    assert found.groups.equals(expected.with_columns(pl.col("persons").cast(pl.UInt32)))
    public = single.filter(pl.col("visibility") == "public", pl.col("kind") == "post", platform="instagram")
    row = found.kinds.row(
        by_predicate=(pl.col("kind") == "post") & (pl.col("platform") == "instagram"), named=True
    )
    assert row["public_count"] == public["count"].sum()
    assert row["public_persons"] == public["who"].n_unique() < PEOPLE


def test_what_few_people_have_is_left_out(study: Study) -> None:
    whole, few = summary(study.files), summary(study.files, 5)
    rare = whole.groups.filter(pl.col("persons") < 5)
    assert rare.height == few.hidden > 0
    assert few.groups.equals(whole.groups.filter(pl.col("persons") >= 5))
    shown = few.kinds["public_persons"].drop_nulls()
    assert shown.is_in([1, 2, 3, 4]).sum() == 0
    assert few.kinds["public_persons"].null_count() == few.kinds["public_count"].null_count() > 0


def test_what_is_done_is_not_done_again(study: Study, people: Path) -> None:
    later = opened(people, study.out)
    assert later.tasks == ()
    assert {outcome.state for outcome in later.standing} == {"unchanged"}
    assert sum(outcome.items for outcome in later.standing) == sum(
        pl.read_parquet(path).height for path in later.files
    )
    assert len(opened(people, study.out, again=True).tasks) == PEOPLE


def test_an_interrupted_run_goes_on_where_it_stopped(few: Path, tmp_path: Path) -> None:
    first = opened(few, tmp_path / "out")
    run(first.tasks[0])
    torn = first.tasks[1].target
    torn.write_bytes(first.tasks[0].target.read_bytes()[:-100])
    (tmp_path / "out" / f".{torn.name}.x1y2").write_bytes(b"half")
    later = opened(few, tmp_path / "out")
    assert {task.person for task in later.tasks} == {task.person for task in first.tasks[1:]}
    assert not list((tmp_path / "out").glob(".*"))


@pytest.mark.parametrize("change", ["input", "facts", "day", "columns", "rules"])
def test_what_has_changed_is_done_again(few: Path, tmp_path: Path, change: str) -> None:
    done(opened(few, tmp_path / "out"))
    settings, day = SETTINGS, TODAY
    if change == "input":
        os.utime(few / f"{SECRET} 01.zip", (1, 1))
    elif change == "facts":
        settings = Settings(Facts(region="US"), TODAY)
    elif change == "columns":
        settings = Settings(SETTINGS.facts, TODAY, extra=("text",))
    elif change == "day":
        day = date(2026, 9, 1)
    else:
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "sources.toml").write_text("")
        settings = Settings(SETTINGS.facts, TODAY, rules=tmp_path / "rules")
    later = open_study(few, tmp_path / "out", settings, as_of=day)
    assert len(later.tasks) == (1 if change == "input" else 3)


def test_all_are_judged_as_of_the_first_runs_day(few: Path, tmp_path: Path) -> None:
    opened(few, tmp_path / "out")
    assert open_study(few, tmp_path / "out", SETTINGS).settings.as_of == TODAY


def test_one_broken_export_costs_one_person(few: Path, tmp_path: Path) -> None:
    (few / "broken.zip").write_bytes((few / f"{SECRET} 01.zip").read_bytes()[:2000])
    (few / "text.zip").write_text("no zip")
    (few / "nothing").mkdir()
    (few / f"{SECRET} 00" / "exposure.toml").write_text(f'regoin = "{SECRET}"')
    outcomes = {
        opened(few, tmp_path / "out").names[each.person]: each for each in done(opened(few, tmp_path / "out"))
    }
    assert {name: each.state for name, each in outcomes.items()} == {
        "broken": "failed", "text": "failed", "nothing": "failed", f"{SECRET} 00": "failed",
        f"{SECRET} 01": "done", f"{SECRET} 02": "done",
    }  # fmt: skip
    assert outcomes["text"].reason == "no zip that can be opened"
    assert outcomes["nothing"].reason.startswith(("nothing in it", "empty"))
    assert "exposure.toml" in outcomes[f"{SECRET} 00"].reason
    assert not [each.reason for each in outcomes.values() if "/" in each.reason or SECRET in each.reason]


def test_a_person_whose_export_broke_has_no_file_any_more(few: Path, tmp_path: Path) -> None:
    done(opened(few, tmp_path / "out"))
    (few / f"{SECRET} 01.zip").write_text("no zip")
    later = opened(few, tmp_path / "out")
    assert [outcome.state for outcome in done(later)] == ["failed"]
    assert len(later.files) == 2


def test_what_a_person_said_counts_for_that_person(few: Path, tmp_path: Path) -> None:
    (few / f"{SECRET} 00" / "exposure.toml").write_text('region = "US"\n')
    study = opened(few, tmp_path / "out")
    done(study)
    groups = {
        study.names[path.stem]: set(pl.read_parquet(path)["fact_region"].cast(pl.String))
        for path in study.files
    }
    assert groups == {f"{SECRET} 00": {"US"}, f"{SECRET} 01": {"EU"}, f"{SECRET} 02": {"EU"}}


def test_another_key_gives_other_names_and_ids(few: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sixteen bytes of one key")
    first, other = opened(few, tmp_path / "a"), opened(few, tmp_path / "b", key_file=tmp_path / "key")
    done(first), done(other)
    assert not set(first.names) & set(other.names)
    ids = [
        {item for path in study.files for item in pl.read_parquet(path)["item_id"]}
        for study in (first, other)
    ]
    assert not ids[0] & ids[1]
    again = opened(few, tmp_path / "c", key_file=tmp_path / "key")
    assert again.names == other.names


def test_a_folder_keeps_its_key(few: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sixteen bytes of one key")
    (tmp_path / "short").write_text("short")
    opened(few, tmp_path / "out", key_file=tmp_path / "key")
    with pytest.raises(CohortError, match="--key FILE"):
        opened(few, tmp_path / "out")
    with pytest.raises(CohortError, match="too short"):
        opened(few, tmp_path / "out", key_file=tmp_path / "short")
    with pytest.raises(CohortError, match="can't be read"):
        opened(few, tmp_path / "out", key_file=tmp_path / "none")
    (tmp_path / "key").write_text("sixteen bytes of another")
    with pytest.raises(CohortError, match="another key"):
        opened(few, tmp_path / "out", key_file=tmp_path / "key")


def test_a_folder_inside_an_export_is_not_written_to(few: Path) -> None:
    with pytest.raises(CohortError, match="lies inside"):
        opened(few, few / f"{SECRET} 00" / "out")


def test_a_folder_beside_the_exports_is_no_person(few: Path) -> None:
    done(opened(few, few / "out"))
    assert len(opened(few, few / "out").standing) == 3


def test_an_empty_folder_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingToReadError):
        opened(tmp_path, tmp_path / "out")


def test_who_is_gone_is_counted_and_said(few: Path, tmp_path: Path) -> None:
    done(opened(few, tmp_path / "out"))
    (few / f"{SECRET} 01.zip").unlink()
    later = opened(few, tmp_path / "out")
    assert later.gone == 1
    assert len(later.files) == 3


def test_a_task_in_a_log_tells_no_name(study: Study, people: Path) -> None:
    task = opened(people, study.out, again=True).tasks[0]
    assert repr(task) == f"Task({task.person})"
