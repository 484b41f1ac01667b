"""`exposure cohort` as one calls it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from scanner.cli.app import app
from scanner.cohort import cluster, local
from tests.cohort.people import SECRET, cohort

DAY = ("--as-of", "2026-08-01", "--region", "DE")
PEOPLE = 4


def run(directory: Path, out: Path, *args: str) -> Result:
    return CliRunner().invoke(
        app, ["cohort", str(directory), "--out", str(out), "--workers", "1", *DAY, *args]
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Result]:
    """A folder of people, the files of a first run, and what it said."""
    home = tmp_path_factory.mktemp("cohort")
    people = cohort(home / "people", PEOPLE)
    return people, home / "out", run(people, home / "out")


@pytest.fixture
def again(done: tuple[Path, Path, Result], tmp_path: Path) -> tuple[Path, Path]:
    """The same, to be changed."""
    for number, folder in enumerate(done[:2]):
        shutil.copytree(folder, tmp_path / str(number))
    return tmp_path / "0", tmp_path / "1"


def groups(result: Result) -> Any:
    return json.loads(result.stdout)["groups"]


def test_a_first_run_says_how_many_and_writes_the_sums(done: tuple[Path, Path, Result]) -> None:
    _, out, result = done
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert f"{PEOPLE} people, judged as of 2026-08-01" in result.stdout
    assert f"Scanned: {PEOPLE} now, 0 unchanged since, 0 failed" in result.stdout
    assert SECRET not in result.stdout
    assert len(list(out.glob("*.parquet"))) == PEOPLE
    assert pl.read_parquet(out / "summary" / "summary.parquet").columns == [
        "platform", "kind", "visibility", "now", "past", "count", "persons",
    ]  # fmt: skip
    assert (out / "failures.jsonl").read_bytes() == b""
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_a_second_run_does_nothing_and_says_the_same(
    done: tuple[Path, Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, out, _ = done
    monkeypatch.setattr(local, "ProcessPoolExecutor", None)
    document = json.loads(run(people, out, "-f", "json").stdout)
    assert (document["done"], document["unchanged"], document["failed"]) == (0, PEOPLE, 0)
    total = sum(pl.read_parquet(path)["count"].sum() for path in out.glob("*.parquet"))
    assert sum(group["count"] for group in document["groups"]) == total
    assert document["schema"] == "exposure.cohort/1"


def test_the_sums_come_in_every_format(done: tuple[Path, Path, Result], tmp_path: Path) -> None:
    people, out, _ = done
    expected = groups(run(people, out, "-f", "json"))
    assert [json.loads(line) for line in run(people, out, "-f", "jsonl").stdout.splitlines()] == expected
    rows = list(csv.DictReader(io.StringIO(run(people, out, "-f", "csv").stdout)))
    assert [int(row["persons"]) for row in rows] == [group["persons"] for group in expected]
    assert run(people, out, "-f", "parquet", "-o", str(tmp_path / "sums")).exit_code == 0
    assert pl.read_parquet(tmp_path / "sums").to_dicts() == expected


def test_groups_of_few_people_are_hidden_everywhere(done: tuple[Path, Path, Result], tmp_path: Path) -> None:
    people, out, _ = done
    result = run(people, out, "--min-persons", "2", "-f", "json")
    assert min(group["persons"] for group in groups(result)) == 2
    assert json.loads(result.stdout)["hidden_groups"] > 0
    assert pl.read_parquet(out / "summary" / "summary.parquet")["persons"].min() == 2
    table = run(people, out, "--min-persons", "2").stdout
    assert "fewer than 2 people have them" in table
    assert "<2" in table


def test_a_failure_is_said_and_written_and_stops_nothing(again: tuple[Path, Path]) -> None:
    people, out = again
    broken = people / f"{SECRET} 01.zip"
    broken.write_text("no zip")
    result = run(people, out)
    assert result.exit_code == 4
    assert f"Failed: {broken.stem}: no zip that can be opened" in result.stderr
    lines = [json.loads(line) for line in (out / "failures.jsonl").read_bytes().splitlines()]
    assert [(line["state"], line["reason"]) for line in lines] == [("failed", "no zip that can be opened")]
    assert SECRET not in (out / "failures.jsonl").read_text()
    assert len(list(out.glob("*.parquet"))) == PEOPLE - 1
    quiet = run(people, out, "-q")
    assert (quiet.exit_code, quiet.stderr) == (4, "")


def test_a_file_that_can_not_be_read_is_said_again_in_later_runs(again: tuple[Path, Path]) -> None:
    people, out = again
    (posts,) = (people / f"{SECRET} 02").rglob("posts_1.json")
    posts.write_bytes(posts.read_bytes()[:-50])
    for state in ("done", "unchanged"):
        result = run(people, out, "-f", "json")
        assert result.exit_code == 4
        document = json.loads(result.stdout)
        assert (document[state] > 0, document["partly"], document["failed"]) == (True, 1, 0)
        (line,) = map(json.loads, (out / "failures.jsonl").read_bytes().splitlines())
        assert (line["state"], line["unreadable"]) == ("partly", 1)


def test_what_is_asked_for_is_kept(again: tuple[Path, Path]) -> None:
    people, out = again
    assert run(people, out, "--with", "text,title", "--with", "place").exit_code == 0
    columns = pl.read_parquet(next(iter(out.glob("*.parquet")))).columns
    assert {"text", "title", "place"} <= set(columns)
    assert "container" not in columns


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--with", "kind"), 2, "what can be added is text"),
        (("--key", "nowhere"), 2, "can't be read"),
        (("--facts", "nowhere"), 2, "nowhere"),
        (("--region", "XX"), 2, "XX"),
        (("--scheduler", "nonsense://1"), 2, "no scheduler answers"),
        (("--workers", "0"), 2, "--workers"),
    ],
)
def test_what_is_wrong_is_said(
    done: tuple[Path, Path, Result], tmp_path: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    result = run(done[0], tmp_path / "out", *args)
    assert result.exit_code == code, result.output
    assert said in result.stderr


@pytest.mark.parametrize(("there", "code"), [(True, 3), (False, 2)])
def test_a_folder_without_anyone(tmp_path: Path, there: bool, code: int) -> None:
    if there:
        (tmp_path / "people").mkdir()
    assert run(tmp_path / "people", tmp_path / "out").exit_code == code


def test_the_scheduler_gets_the_very_same_tasks(
    again: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def on_cluster(tasks: Any, address: str) -> Any:
        asked.update(tasks=tasks, address=address)
        return local.locally(tasks, 1)

    monkeypatch.setattr(cluster, "on_cluster", on_cluster)
    people, out = again
    assert run(people, out, "--again", "--scheduler", "tcp://127.0.0.1:8786").exit_code == 0
    assert asked["address"] == "tcp://127.0.0.1:8786"
    assert len(asked["tasks"]) == PEOPLE


START: Final = """
import os, signal
from scanner.cohort import local
from scanner.cli import main
# a shell may start its jobs with the signal switched off, which children inherit
signal.signal(signal.SIGINT, signal.default_int_handler)
"""
AFTER_THE_FIRST: Final = """
locally = local.locally
def then_stop(*args):
    for outcome in locally(*args):
        yield outcome
        os.killpg(0, signal.SIGINT)
local.locally = then_stop
main()
"""
AT_THE_START: Final = """
import time
begin = local._Desk.begin
def then_stop(*args):
    future = begin(*args)
    time.sleep({wait})
    os.killpg(0, signal.SIGINT)
    return future
local._Desk.begin = then_stop
main()
"""


def stopped(code: str, people: Path, out: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command, which gets Ctrl-C together with its processes, as in a terminal."""
    command = [sys.executable, "-c", START + code, "cohort", str(people), "--out", str(out), "--workers", "1"]
    return subprocess.run([*command, *DAY], capture_output=True, start_new_session=True, check=False)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_all_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    people, out = cohort(tmp_path / "people", 6), tmp_path / "out"
    result = stopped(AFTER_THE_FIRST, people, out)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"Stopped.\n")
    done = len(list(out.glob("*.parquet")))
    assert 0 < done < 6
    document = json.loads(run(people, out, "-f", "json").stdout)
    assert (document["unchanged"], document["done"]) == (done, 6 - done)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("wait", [0, 0.04, 0.2])
def test_ctrl_c_while_processes_start_is_answered_once(wait: float, tmp_path: Path) -> None:
    people, out = cohort(tmp_path / "people", 2), tmp_path / "out"
    result = stopped(AT_THE_START.format(wait=wait), people, out)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"Stopped.\n")
    assert all(not path.name.startswith(".") for path in out.iterdir())
