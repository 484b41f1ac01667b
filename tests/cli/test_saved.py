import json
import stat
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from sample_exports.build import HERE
from scanner.cli.app import app

SAMPLE = str(HERE / "facebook_2019.zip")
DAY = ("--as-of", "2026-08-01")


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "jane.scan"
    result = run("scan", SAMPLE, *DAY, "--region", "DE", "--save", file)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"Saved: {file} (")
    return file


def test_a_saved_scan_is_its_owners_alone(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "command",
    [
        ("scan",), ("scan", "-f", "json"), ("scan", "--assume", "lean"),
        ("scan", "--kind", "post", "-f", "csv"), ("items", "-f", "jsonl"),
        ("items", "--visibility", "public"), ("items", "--assume", "lean", "-f", "csv"), ("plan",),
        ("scan", "--since", "2015-01-01", "--match", "a"), ("plan", "-f", "json"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "told", [(), ("--region", "US", "--objected", "2025-05-20"), ("--born", "2012-01-01")]
)
def test_every_command_says_of_it_what_it_says_of_the_export(
    saved: Path, command: tuple[str, ...], told: tuple[str, ...]
) -> None:
    name, *more = command
    fresh = run(name, SAMPLE, *DAY, "--region", "DE", *told, *more)
    kept = run(name, saved, *DAY, *told, *more)
    # hints name what was scanned
    assert (kept.exit_code, kept.stdout.replace(str(saved), SAMPLE)) == (fresh.exit_code, fresh.stdout)


def test_coverage_and_explain_read_it_too(saved: Path) -> None:
    assert run("coverage", saved).stdout == run("coverage", SAMPLE).stdout
    item = pl.read_parquet(saved)["item_id"][0]
    assert (
        run("explain", saved, item, *DAY).stdout
        == run("explain", SAMPLE, item, *DAY, "--region", "DE").stdout
    )


def test_filters_and_assumptions_are_not_saved(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.scan"
    run("items", saved, *DAY, "--kind", "post", "--assume", "lean", "--save", file)
    assert run("scan", file, *DAY).stdout.replace(str(file), str(saved)) == run("scan", saved, *DAY).stdout


def test_it_may_be_saved_over_itself_with_more_told(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "jane.scan"
    file.write_bytes(saved.read_bytes())
    run("scan", file, *DAY, "--born", "2012-01-01", "--save", file)
    facts = json.loads(run("scan", file, *DAY, "-f", "json").stdout)["facts"]
    assert (facts["region"], facts["age"], facts["age_from"]) == ("DE", "minor", "told")


@pytest.mark.parametrize("name", ["export.zip", "folder", "items.parquet"])
def test_nothing_else_is_ever_written_over(name: str, tmp_path: Path) -> None:
    target = tmp_path / name
    if name == "folder":
        target.mkdir()
    else:
        target.write_bytes(b"PAR1 but no saved scan")
    result = run("scan", SAMPLE, "--save", target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "exists and is not a saved scan; name another file" in result.stderr
    assert target.is_dir() or target.read_bytes() == b"PAR1 but no saved scan"


def test_with_an_export_beside_it_nothing_is_read(saved: Path) -> None:
    result = run("items", saved, SAMPLE)
    assert result.exit_code == 2
    assert "give it alone" in result.stderr


def test_another_parquet_file_is_nothing_of_metas(tmp_path: Path) -> None:
    file = tmp_path / "items.parquet"
    run("items", SAMPLE, "-f", "parquet", "-o", file)
    result = run("scan", file)
    assert result.exit_code == 3
    assert "but not a saved scan" in result.stderr
