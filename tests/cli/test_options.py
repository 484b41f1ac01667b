"""Options as people type them: dates, countries, formats, folders, several parts; help and completion."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import typer
from typer.testing import CliRunner, Result

from scanner.cli import options, parsers
from scanner.cli.app import app
from scanner.cli.formats import FORMATS
from tests.cli.test_process import ROOT

SAMPLE = str(ROOT / "sample_exports" / "threads_html_2026.zip")


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args), prog_name="exposure")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("02/2025", date(2025, 2, 1), date(2025, 2, 28)),
        ("May 2025", date(2025, 5, 1), date(2025, 5, 31)),
        ("mai 2025", date(2025, 5, 1), date(2025, 5, 31)),
        ("2025-05-20", date(2025, 5, 20), date(2025, 5, 20)),
        ("20.05.2025", date(2025, 5, 20), date(2025, 5, 20)),
        ("20 May 2025", date(2025, 5, 20), date(2025, 5, 20)),
    ],
)
def test_a_year_a_month_and_a_day_are_read(text: str, first: date, last: date) -> None:
    assert (parsers.parse_first_day(text), parsers.parse_last_day(text)) == (first, last)


@pytest.mark.parametrize("parse", [parsers.parse_day, parsers.parse_first_day, parsers.parse_last_day])
def test_an_ambiguous_date_is_said_with_both_readings(parse: object) -> None:
    with pytest.raises(typer.BadParameter, match="could be 5 June 2025 or 6 May 2025"):
        parse("05/06/2025")  # type: ignore[operator]


@pytest.mark.parametrize("text", ["2025-13", "Mayday 2025", "25", "May", "2025-05-20-3"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        parsers.parse_first_day(text)


@pytest.mark.parametrize("text", ["DE", "de", "Germany", "Deutschland", "Allemagne"])
def test_a_country_is_read_by_code_or_name(text: str) -> None:
    assert parsers.parse_country(text) == "DE"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Polska", "PL"), ("Ελλάδα", "GR"), ("日本", "JP"), ("Suomi", "FI"), ("Éire", "IE"), ("भारत", "IN")],
)
def test_a_country_is_read_by_its_name_in_its_own_language(text: str, code: str) -> None:
    assert parsers.parse_country(text) == code


@pytest.mark.parametrize("form", [name for name, row in FORMATS.items() if row.endings])
def test_the_ending_of_the_file_gives_the_format(form: str, tmp_path: Path) -> None:
    by_ending, by_option = tmp_path / f"x{FORMATS[form].endings[0]}", tmp_path / "x"
    result = run("items", SAMPLE, "-o", str(by_ending))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert re.search(rf"^Wrote {re.escape(str(by_ending))} \({form}, .*B\)\.$", result.stderr, re.MULTILINE)
    run("items", SAMPLE, "-f", form, "-o", str(by_option))
    if form == "parquet":
        assert pl.read_parquet(by_ending).equals(pl.read_parquet(by_option))
    else:
        assert by_ending.read_bytes() == by_option.read_bytes()
    assert "Wrote" not in run("items", SAMPLE, "-o", str(by_ending), "-q").stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["items", SAMPLE, "-f", "csv", "-o", "x.json"],
            "--format csv, but the name x.json ends as json does",
        ),
        (["plan", SAMPLE, "-o", "x.csv"], "this command writes table or json, not csv"),
        (["items", SAMPLE, "-f", "jsn"], "did you mean json?"),
        (["items", SAMPLE, "--fail-on", "eligibel"], "did you mean eligible?"),
        (["explain", "0123"], "explain needs a PATH"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    args: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize(
    "call",
    [["items", SAMPLE, "-o"], ["scan", SAMPLE, "--save"], ["facts", SAMPLE, "--print", "-o"]],
    ids=["output", "save", "facts"],
)
def test_the_command_that_is_offered_makes_the_missing_folder(call: list[str], tmp_path: Path) -> None:
    file = tmp_path / "it's new" / "two" / "x"
    result = run(*call, str(file))
    assert result.exit_code == 2
    line = result.stderr.partition("To make it: ")[2]
    subprocess.run(["/bin/sh", "-c", line], check=True)
    assert file.parent.is_dir()


def test_explain_takes_several_parts_and_the_item_last(tmp_path: Path) -> None:
    run("items", SAMPLE, "-o", str(tmp_path / "x.parquet"), "-q")
    item = pl.read_parquet(tmp_path / "x.parquet")["item_id"][0]
    copy = shutil.copy(SAMPLE, tmp_path)
    result = run("explain", SAMPLE, str(copy), item, "-f", "json")
    assert result.exit_code == 0, result.stderr
    assert f'"{item}"' in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
def test_the_hints_below_a_scan_can_be_typed(tmp_path: Path) -> None:
    folder = tmp_path / "Jane's download"
    folder.mkdir()
    copy = Path(shutil.copy(SAMPLE, folder))
    shown = run("scan", str(copy)).stdout
    hints = re.findall(r"(?<=: )exposure (?:items|coverage|plan) .*$", shown, re.MULTILINE)
    assert len(hints) >= 2
    for hint in hints:
        line = hint.replace("exposure", f"{sys.executable} -m scanner", 1)
        done = subprocess.run(["/bin/sh", "-c", line], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_help_lists_options_by_panel_limits_last_and_an_example() -> None:
    shown = run("scan", "--help").stdout
    heads = re.findall(r"^(\w[\w ]*):$", shown, re.MULTILINE)
    assert heads == ["Arguments", *options.PANELS, "Examples"]
    for command in ("items", "explain", "facts", "plan", "coverage", "diff", "cohort"):
        lines = run(command, "--help").stdout.strip().splitlines()
        assert lines[-1].startswith(f"  exposure {command} ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "pwsh"])
def test_completion_is_offered_for_each_shell(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scanner"],
        cwd=ROOT,
        env=os.environ | {"_EXPOSURE_COMPLETE": f"source_{shell}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_EXPOSURE_COMPLETE" in done.stdout
    assert re.search(r"complete_\w+", done.stdout)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("exposure scan x --visibility pu", "public"),
        ("exposure scan x --kind post,ai_pr", "post,ai_prompt"),
        ("exposure items x --now y", "yes"),
        ("exposure items x -f par", "parquet"),
        ("exposure cov", "coverage"),
    ],
)
def test_words_are_completed(words: str, offered: str) -> None:
    environment = {
        "_EXPOSURE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-m", "scanner"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [offered], done.stderr


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_printed(option: str) -> None:
    assert run(option).stdout.startswith("exposure 0.")
