import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from scanner import archive, pipeline
from scanner.cli.app import app
from scanner.corpus import Corpus, Records
from scanner.facts import Facts
from scanner.result import Scan
from scanner.rulebook import RuleBook
from tests.output.frames import big_facebook, coverage, items, scan_of

ROWS = (
    {"kind": "post", "text": "one", "lean": "public", "lean_rule": "x"},
    {
        "kind": "ai_prompt",
        "platform": "meta_ai",
        "visibility": "private",
        "now": "eligible",
        "text": "\x1b[31m",
    },
    {"kind": "photo", "parent_id": f"{0:016x}", "lean": "public"},
)
UNREADABLE = coverage({}, {"state": "unreadable", "member": "a.json", "reason": "encrypted", "bytes": 2000})
PAGES = coverage({"state": "unreadable", "member": "start_here.html", "reason": "HTML"})


class Scanner:
    """Stands in for reading and judging: gives what it was told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.result: Scan | Exception = scan_of(items(*ROWS))
        self.asked: dict[str, Any] = {}

    def gather(self, paths: Any, book: RuleBook, **asked: Any) -> Corpus:
        self.asked = {"paths": paths} | asked
        nothing = pl.DataFrame()
        return Corpus(lambda: Records(nothing, nothing, nothing), nothing, ())

    def judged(self, found: Corpus, facts: Facts, as_of: date, book: RuleBook, columns: Any) -> Scan:
        self.asked |= {"facts": facts, "as_of": as_of}
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Scanner:
    stand_in = Scanner()
    monkeypatch.setattr(pipeline, "gather", stand_in.gather)
    monkeypatch.setattr(pipeline, "judged", stand_in.judged)
    return stand_in


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args))


def test_scan_prints_the_table_and_nothing_else(scanner: Scanner) -> None:
    result = run("scan", "jane.zip")
    assert result.exit_code == 0
    assert result.stdout.startswith("Facebook · Jane Sample")
    assert result.stderr == ""


def test_scan_json_is_as_the_contract_has_it(scanner: Scanner) -> None:
    scanner.result = big_facebook()
    document = json.loads(run("scan", "jane.zip", "-f", "json").stdout)
    assert list(document) == [
        "schema", "exports", "account", "accounts", "people", "facts", "policy_date", "groups", "leans",
        "coverage", "warnings",
    ]  # fmt: skip
    assert document["schema"] == "exposure.scan/1"
    assert list(document["groups"][0]) == [
        "platform", "kind", "visibility", "now", "past", "count",
    ]  # fmt: skip
    assert sum(group["count"] for group in document["groups"]) == big_facebook().items["count"].sum()
    assert document["coverage"]["members"] == 410
    assert document["facts"]["region_from"] == "export"


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_groups_come_in_every_format(scanner: Scanner, form: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert run("scan", "jane.zip", "-f", form, "-o", str(target)).stdout == ""
    readers: dict[str, Any] = {"csv": pl.read_csv, "jsonl": pl.read_ndjson, "parquet": pl.read_parquet}
    assert readers[form](target)["count"].sum() == 3


def test_filters_count_only_what_they_let_through(scanner: Scanner) -> None:
    groups = json.loads(run("scan", "x", "--kind", "post,photo", "--lean", "public", "-f", "json").stdout)[
        "groups"
    ]
    assert [group["kind"] for group in groups] == ["post", "photo"]
    assert "Only: kind post" in run("scan", "x", "--kind", "post").stdout


def test_what_the_user_says_reaches_the_scan(scanner: Scanner, tmp_path: Path) -> None:
    told = tmp_path / "exposure.toml"
    told.write_text('region = "FR"\nborn = 1980-01-01\n')
    run(
        "scan",
        "a",
        "b",
        "--facts",
        str(told),
        "--region",
        "uk",
        "--objected",
        "2025-05-20",
        "--as-of",
        "2026-01-01",
    )
    facts = scanner.asked["facts"]
    assert (facts.region, facts.born) == ("GB", date(1980, 1, 1))
    assert [(each.filed, each.platform, each.accepted) for each in facts.objection] == [
        (date(2025, 5, 20), "all", True)
    ]
    assert scanner.asked["as_of"] == date(2026, 1, 1)
    assert scanner.asked["paths"] == [Path("a"), Path("b")]
    assert scanner.asked["progress"] is None


def test_limits_reach_the_scan(scanner: Scanner) -> None:
    run("coverage", "x", "--max-members", "7", "--max-member-bytes", "8", "--max-json-depth", "9")
    assert scanner.asked["limits"] == archive.Limits(members=7, member_bytes=8, json_depth=9)


def test_items_in_each_format(scanner: Scanner, tmp_path: Path) -> None:
    assert "\\x1b[31m" in run("items", "x").stdout
    lines = run("items", "x", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["post", "ai_prompt", "photo"]
    assert json.loads(run("items", "x", "-f", "json", "-n", "1").stdout)[0]["text"] == "one"
    table = csv.DictReader(io.StringIO(run("items", "x", "-f", "csv", "--kind", "post").stdout))
    assert [row["text"] for row in table] == ["one"]


def test_items_says_how_many_more_there_are(scanner: Scanner) -> None:
    scanner.result = scan_of(items(*[{}] * 60))
    assert "… and 58 more" in run("items", "x", "--limit", "2").stdout
    assert "more (" not in run("items", "x").stdout
    assert "No item matches the filters." in run("items", "x", "--kind", "poll").stdout


def test_explain_takes_the_start_of_an_id_while_it_is_unique(scanner: Scanner) -> None:
    assert "facebook post" in run("explain", "x", f"{0:016x}").stdout.lower()
    several = run("explain", "x", "00")
    assert several.exit_code == 2
    assert "the start of several ids" in several.stderr
    none = run("explain", "x", "ffff")
    assert (none.exit_code, none.stdout) == (2, "")
    assert "no item has an id" in none.stderr


def test_an_id_of_two_downloads_asks_for_one_of_them(scanner: Scanner) -> None:
    twin = {"item_id": "a" * 16, "kind": "profile_field", "text": "female"}
    scanner.result = scan_of(items(twin, twin | {"export": "facebook-ravi.zip"}))
    result = run("explain", "x", "aaaa")
    assert result.exit_code == 2
    assert "is in several downloads: facebook-jane.zip, facebook-ravi.zip; give one of them" in result.stderr


def test_assumed_items_are_marked_everywhere(scanner: Scanner) -> None:
    rows = [
        json.loads(line) for line in run("items", "x", "--assume", "lean", "-f", "jsonl").stdout.splitlines()
    ]
    assert [(row["visibility"], row["assumed"]) for row in rows] == [
        ("public", True), ("private", False), ("public", True),
    ]  # fmt: skip
    assert rows[2]["now"] == rows[0]["now"] != "unknown"
    assert "~public" in run("items", "x", "--assume", "lean").stdout
    assert "Assumed:" in run("scan", "x", "--assume", "lean").stdout
    document = json.loads(run("scan", "x", "--assume", "lean", "-f", "json").stdout)
    assert document["assumed"] == "lean"
    assert [group["assumed"] for group in document["groups"]].count(True) == 2
    assert "(assumed: its best guess)" in run("explain", "x", f"{0:016x}", "--assume", "lean").stdout


@pytest.mark.parametrize(
    ("args", "members", "code"),
    [
        ([], None, 0),
        (["--fail-on", "eligible"], None, 1),
        (["--fail-on", "likely"], None, 1),
        (["--fail-on", "eligible", "--kind", "post"], None, 0),
        ([], UNREADABLE, 4),
        (["--fail-on", "eligible"], UNREADABLE, 1),
        (["--fail-on", "eligible", "--kind", "post"], UNREADABLE, 4),
    ],
)
@pytest.mark.parametrize("command", ["scan", "items"])
def test_exit_codes(
    scanner: Scanner, command: str, args: list[str], members: pl.DataFrame | None, code: int
) -> None:
    scanner.result = scan_of(items(*ROWS), members)
    assert run(command, "x", *args).exit_code == code


def test_what_could_not_be_read_is_said_beside_the_data(scanner: Scanner) -> None:
    scanner.result = scan_of(items(*ROWS), UNREADABLE, warnings=("a warning",))
    result = run("items", "x", "-f", "jsonl")
    assert "1 file, 2.0 kB" in result.stderr
    assert "exposure coverage" in result.stderr
    assert "Note: a warning" in result.stderr
    assert len(result.stdout.splitlines()) == 3
    assert run("items", "x", "-q").stderr == ""


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (archive.PathNotFoundError("jane.zip: nothing is there"), 2, "nothing is there"),
        (archive.NotAnArchiveError("jane.txt: neither a folder nor a zip"), 3, "format JSON"),
        (pipeline.NothingToReadError("no file in it is laid out so"), 3, "format JSON"),
        (pipeline.NothingToReadError("looks like a Google Takeout"), 3, "download of Google's"),
        (pipeline.NeverOpenedError("a zip inside the zip: unpack the outer one"), 3, "unpack the outer one"),
        (archive.WrongFolderError("more than 20,000 files: give the folder"), 3, "give the folder"),
        (PermissionError(13, "Permission denied", "jane.zip"), 2, "jane.zip: Permission denied"),
        (KeyboardInterrupt(), 130, "Stopped."),
        (RuntimeError("the text of a private message"), 70, "RuntimeError in test_commands.py"),
    ],
)
def test_what_goes_wrong_is_one_clear_message(
    scanner: Scanner, fault: BaseException, code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Corpus:
        raise fault

    monkeypatch.setattr(pipeline, "gather", fail)
    result = run("scan", "x")
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert "private message" not in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["scan"], "PATH"),
        (["scan", "x", "--kind", "posst"], "did you mean post?"),
        (["scan", "x", "--since", "yesterday"], "write it as 1990-05-04"),
        (["items", "x", "--match", "("], "not a valid regular expression"),
        (["scan", "x", "--region", "Atlantis"], "two letters"),
        (["scan", "x", "--fail-on", "never"], "eligible"),
        (["scan", "x", "-f", "pdf"], "parquet"),
        (["scan", "x", "--facts", "missing.toml"], "missing.toml"),
        (["scan", "x", "-o", "."], "is a folder"),
        (["rules", "show", "no-such-rule"], "rules list shows the rules"),
        (["rules", "list", "--table", "never"], "allowed are visibility"),
        (["rules", "check", "missing"], "missing"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_allowed(
    scanner: Scanner, args: list[str], words: str
) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_exposure_toml_is_a_usage_error(scanner: Scanner, tmp_path: Path) -> None:
    told = tmp_path / "exposure.toml"
    told.write_text("region = \n")
    result = run("scan", "x", "--facts", str(told))
    assert result.exit_code == 2
    assert "not valid TOML" in result.stderr


def test_rules_are_listed_shown_and_checked() -> None:
    listed = json.loads(run("rules", "list", "--table", "now", "-f", "json").stdout)
    assert {rule["table"] for rule in listed["rules"]} == {"now"}
    first = next(rule for rule in listed["rules"] if rule["ref"])
    assert first["id"] in run("rules", "list").stdout
    shown = run("rules", "show", first["id"]).stdout
    assert first["title"] in shown
    assert "Tested by:" in shown
    by_number = json.loads(run("rules", "show", first["ref"].split(",")[0], "-f", "json").stdout)
    assert first["id"] in [rule["id"] for rule in by_number["rules"]]
    assert "all hold" in run("rules", "check").stdout


def test_a_rule_that_misses_its_example_fails_the_check(tmp_path: Path) -> None:
    book = Path(__file__).parents[2] / "rules" / "visibility" / "10_told.toml"
    text = book.read_text(encoding="utf-8")
    wrong = text.replace(
        'expect = { visibility = "public", basis = "user" }', 'expect = { visibility = "private" }'
    )
    assert wrong != text
    (tmp_path / "visibility").mkdir()
    (tmp_path / "visibility" / "10_told.toml").write_text(wrong, encoding="utf-8")
    result = run("rules", "check", str(tmp_path))
    assert result.exit_code == 2
    assert "told-public-for-this-item: example 1: expected visibility = private" in result.stderr


def test_a_lost_zip_is_said_beside_what_was_read(scanner: Scanner) -> None:
    lost = {"state": "unreadable", "member": "", "reason": "cut off", "export": "part-2.zip", "bytes": 10}
    scanner.result = scan_of(items(*ROWS), coverage({}, lost))
    result = run("scan", "x")
    assert result.exit_code == 4
    assert "1 whole zip is among them: nothing in it is counted." in result.stderr


@pytest.mark.parametrize("command", ["scan", "items"])
def test_a_level_that_is_reached_is_said(scanner: Scanner, command: str) -> None:
    scanner.result = scan_of(items(*ROWS))
    result = run(command, "x", "--fail-on", "eligible")
    count = int((scanner.result.items["now"] == "eligible").sum())
    assert f"--fail-on eligible: {count} item" in result.stderr
    assert result.stderr.rstrip().endswith("Exit code 1.")
    assert "--fail-on" not in run(command, "x", "--fail-on", "eligible", "-q").stderr
