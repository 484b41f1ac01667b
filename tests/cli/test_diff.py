import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scanner.cli.app import app
from tests.builders import as_zip
from tests.scanning import entry, facebook

POSTED = (
    entry("post", "2024-03-01 10:00", "The tide is out", 1),
    entry("post", "2024-05-02 11:30", "Bread, again"),
    entry("comment", "2024-06-02 11:30", "So it is"),
)
DAY = ("--as-of", "2026-08-01")


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give an export, and one after a post was deleted."""
    folder = tmp_path_factory.mktemp("exports")
    return as_zip(facebook(*POSTED), folder / "old.zip"), as_zip(facebook(*POSTED[1:]), folder / "new.zip")


def test_the_answer_comes_first(paths: tuple[Path, Path]) -> None:
    result = run("diff", *paths, *DAY)
    assert result.exit_code == 0
    assert result.stdout.startswith("As many items are in the pool as before")
    assert "Posts" in result.stdout


def test_rows_name_each_item_that_changed(paths: tuple[Path, Path]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("diff", *paths, *DAY, "-f", "csv").stdout)))
    assert [(row["change"], row["kind"], row["text"], row["new_now"]) for row in rows] == [
        ("went", "post", "The tide is out", ""),
        ("went", "photo", "", ""),
    ]


@pytest.mark.parametrize(
    ("filtered", "kinds"),
    [
        (("--kind", "photo"), ["photo"]),
        (("--match", "tide"), ["post"]),
        (("--visibility", "public"), []),
        (("--since", "2024-05-01"), []),
    ],
)
def test_filters_choose_the_items_compared(
    paths: tuple[Path, Path], filtered: tuple[str, ...], kinds: list[str]
) -> None:
    lines = run("diff", *paths, *DAY, *filtered, "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == kinds


def test_an_item_that_fits_on_one_side_alone_is_changed_not_gone(
    paths: tuple[Path, Path], tmp_path: Path
) -> None:
    saved, told = tmp_path / "told.scan", tmp_path / "exposure.toml"
    told.write_text('[[facebook.audience]]\naudience = "public"\n', encoding="utf-8")
    run("scan", paths[0], *DAY, "--facts", told, "--save", saved)
    result = run("diff", saved, paths[0], *DAY, "--visibility", "public", "--kind", "post", "-f", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["change"], row["old_visibility"], row["new_visibility"]) for row in rows] == [
        ("changed", "public", "unknown")
    ] * 2


def test_what_is_told_here_is_told_of_both(paths: tuple[Path, Path], tmp_path: Path) -> None:
    saved = tmp_path / "told.scan"
    run("scan", paths[0], *DAY, "--region", "DE", "--objected", "2025-05-20", "--save", saved)
    told = ("--region", "BR", "--objected", "2025-05-21")
    assert run("diff", saved, paths[0], *DAY, "-f", "jsonl").stdout
    assert run("diff", saved, paths[0], *DAY, *told, "-f", "jsonl").stdout == ""


def test_doubts_are_said_beside_data(paths: tuple[Path, Path], tmp_path: Path) -> None:
    other = as_zip(
        facebook(entry("post", "2020-03-01 10:00", "Else"), name="Ravi Example", username="ravi"),
        tmp_path / "x.zip",
    )
    result = run("diff", paths[0], other, *DAY, "-f", "json")
    assert result.exit_code == 0
    assert "Warning: OLD and NEW" in result.stderr
    assert json.loads(result.stdout)["warnings"]
    assert run("diff", paths[0], other, *DAY, "-f", "json", "-q").stderr == ""


def test_what_could_not_be_read_is_exit_4(paths: tuple[Path, Path], tmp_path: Path) -> None:
    tree = facebook(*POSTED)
    name = next(path for path in tree if "your_posts" in path and path.endswith(".json"))
    broken = as_zip(tree | {name: b"{"}, tmp_path / "broken.zip")
    result = run("diff", paths[0], broken, *DAY)
    assert result.exit_code == 4
    assert "Some of NEW could not be read" in " ".join(result.stdout.split())
    assert "Not all could be read" in result.stderr


@pytest.mark.parametrize(("args", "code"), [((), 2), (("no such file",), 2)])
def test_usage(paths: tuple[Path, Path], args: tuple[str, ...], code: int) -> None:
    assert run("diff", paths[0], *args).exit_code == code
