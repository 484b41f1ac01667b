"""`exposure rules`: sources listed and shown, what begins so offered, texts of a policy compared."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner, Result

from scanner.cli.app import app
from scanner.resources import rules_dir
from scanner.rulebook import load
from scanner.rulebook.rules import GRADE_NAMES
from tests.rulebook.books import SOURCES, folder_of, rule, toml, write_table

BOOK: Final = load()
QUOTED: Final = next(source for source in BOOK.sources.values() if source.quote and source.grade == "meta")
PARAPHRASED: Final = next(
    source for source in BOOK.sources.values() if not source.quote and source.grade != "inference"
)
MINE: Final[tuple[dict[str, Any], ...]] = (
    {"id": "mine-kept", "quote": "You can object at any time"},
    {"id": "mine-changed", "quote": "Public sunflowers you create or share"},
    {"id": "mine-gone", "quote": "Private sunflowers are never looked at by anyone here"},
    {"id": "mine-new", "quote": "Sunflowers are listed in the annex"},
)
OLD: Final = (
    "You can object at any time.\n\nPublic sunflowers you create or share, too.\n\n" + MINE[2]["quote"]
)
NEW: Final = """<!doctype html><p>You can <a href="/x">object</a> at any time.</p>
<ul><li>Public sunflowers you or others create or share, too.<li>Sunflowers are listed in the annex.</ul>"""


def run(*args: str, columns: int = 80) -> Result:
    return CliRunner().invoke(app, ["rules", *args], env={"COLUMNS": str(columns), "NO_COLOR": "1"})


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A user's own rules with sources that only the texts below have."""
    folder = tmp_path / "own"
    names = [source["id"] for source in MINE]
    write_table(folder, "now", rule("sunflowers", sources=names[:3]), file="own.toml")
    shared = {"title": "On sunflowers", "address": "https://example.org/s", "grade": "meta"}
    rows = [
        "\n".join(f"{key} = {toml(value)}" for key, value in (shared | source).items()) for source in MINE
    ]
    (folder / "sources.toml").write_text("\n".join(f"[[source]]\n{row}" for row in rows), "utf-8")
    (tmp_path / "old.txt").write_text(OLD, "utf-8")
    (tmp_path / "new.html").write_text(NEW, "utf-8")
    return folder


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_source_is_shown_with_its_words_and_what_uses_it() -> None:
    shown = words(run("show", QUOTED.id).stdout)
    for part in (
        QUOTED.title,
        GRADE_NAMES[QUOTED.grade],
        str(QUOTED.date),
        QUOTED.address,
        f'"{QUOTED.quote}"',
    ):
        assert words(part) in shown
    assert "used by rule" in shown
    assert " found " in shown
    assert "paraphrased; no direct quote available" in run("show", PARAPHRASED.id).stdout


@pytest.mark.parametrize("name", ["limit-past-posts", "object-facebook", "letter-objection-de"])
def test_actions_and_letters_are_shown(name: str) -> None:
    done = run("show", name)
    assert done.exit_code == 0
    assert name in done.stdout
    if name in BOOK.actions:
        action = BOOK.actions[name]
        for part in (action.title, action.effect, *action.steps, *action.caveats):
            assert words(part) in words(done.stdout)
        assert all(words(BOOK.sources[each].title) in words(done.stdout) for each in action.sources)


@pytest.mark.parametrize(
    ("kind", "name"), [("actions", "object-facebook"), ("sources", QUOTED.id), ("letters", "letter-child-en")]
)
def test_entries_of_every_kind_are_shown_as_data(kind: str, name: str) -> None:
    document = json.loads(run("show", name, "-f", "json").stdout)
    (entry,) = document.pop(kind)
    assert entry["id"] == name
    assert [key for key in ("rules", "notes", "actions", "sources", "letters") if document.get(key)] == []
    if kind == "actions":
        assert all(source["grade_words"] for source in entry["sources"])
    if kind == "sources":
        assert entry["used_by"]


def test_a_part_of_a_number_is_not_taken_but_what_begins_so_is_offered() -> None:
    done = run("show", "N4")
    assert (done.exit_code, done.stdout) == (2, "")
    offered = [line.split("(")[-1].rstrip(")") for line in done.stderr.splitlines() if "(" in line]
    assert {"N04", "N40", "N44"} <= {number for each in offered for number in each.split(", ")}


def test_the_sources_are_listed_with_grade_date_use_and_whether_the_quote_was_found() -> None:
    shown = run("sources").stdout
    assert shown.startswith(f"{len(BOOK.sources)} sources: ")
    assert all(f"\n  {name} " in shown for name in BOOK.sources)
    assert max(map(len, shown.splitlines())) <= 80
    graded = {source.grade for source in BOOK.sources.values()}
    assert all(GRADE_NAMES[grade][1:] + ": " in shown for grade in graded)
    wide = run("sources", columns=120).stdout
    assert max(map(len, wide.splitlines())) <= 120
    assert "used by" in wide


def test_the_sources_are_listed_as_data(tmp_path: Path) -> None:
    as_json = json.loads(run("sources", "-f", "json").stdout)
    rows = [json.loads(line) for line in run("sources", "-f", "jsonl").stdout.splitlines()]
    run("sources", "-f", "csv", "-o", str(tmp_path / "sources.csv"))
    table = list(csv.DictReader(io.StringIO((tmp_path / "sources.csv").read_text("utf-8"))))
    assert as_json["schema"] == "exposure.sources/1"
    assert as_json["sources"] == rows
    assert [row["id"] for row in rows] == [row["id"] for row in table] == list(BOOK.sources)
    for row in rows:
        assert row["used"] == len(row["used_by"])
        assert row["grade_words"] == GRADE_NAMES[row["grade"]]


def test_two_texts_are_compared(own: Path, tmp_path: Path) -> None:
    done = run("drift", str(tmp_path / "old.txt"), str(tmp_path / "new.html"), "--rules", str(own))
    assert done.exit_code == 0
    assert words(done.stdout).startswith(
        "Of 3 quotes in the old text, the new one keeps 1, changes 1 and drops 1. Review 1 rule."
    )
    order = [done.stdout.index(f"mine-{state}") for state in ("changed", "gone", "new", "kept")]
    assert order == sorted(order)
    assert 'new: "Public sunflowers you or others create or share, too."' in done.stdout
    assert done.stdout.count("used by: rule sunflowers") == 2
    assert "Meta's own words, undated" in done.stdout


def test_two_texts_are_compared_as_data(own: Path, tmp_path: Path) -> None:
    texts = [str(tmp_path / "old.txt"), str(tmp_path / "new.html")]
    document = json.loads(run("drift", *texts, "--rules", str(own), "-f", "json").stdout)
    assert (document["schema"], document["old"], document["new"]) == ("exposure.drift/1", *texts)
    counts = document["counts"]
    assert (counts["changed"], counts["gone"], counts["new"], counts["both"]) == (1, 1, 1, 1)
    assert sum(counts.values()) == len(document["quotes"])
    assert document["look_again"] == ["rule sunflowers"]
    changed = document["quotes"][0]
    assert (changed["state"], changed["source"]["id"]) == ("changed", "mine-changed")
    assert changed["closest"] == "Public sunflowers you or others create or share, too."
    assert 0.6 <= changed["likeness"] < 1


def test_a_text_that_changes_nothing_asks_for_nothing(own: Path, tmp_path: Path) -> None:
    text = str(tmp_path / "old.txt")
    done = run("drift", text, text, "--rules", str(own))
    assert "changes 0 and drops 0. Nothing needs a review." in words(done.stdout)


def test_a_text_of_something_else_is_doubted(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("A recipe for bread.", "utf-8")
    done = run("drift", str(tmp_path / "old.txt"), str(other), "--rules", str(own))
    assert "Is the new text the whole text of the same policy?" in words(done.stdout)
    done = run("drift", str(other), str(tmp_path / "new.html"), "--rules", str(own))
    assert "Is the old one the whole text of a quoted policy?" in words(done.stdout)


@pytest.mark.parametrize("raw", [b"%PDF-1.7\x00", b""])
def test_what_is_no_text_is_a_usage_error(own: Path, tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(raw)
    done = run("drift", str(tmp_path / "old.txt"), str(tmp_path / "a.pdf"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "a.pdf" in done.stderr
    assert run("drift", str(tmp_path / "old.txt"), str(tmp_path / "missing")).exit_code == 2


def test_check_names_what_is_wrong_with_a_source_of_ones_own(own: Path) -> None:
    wrong = SOURCES.replace("https://example.org/meta", "example.org/…").replace("press-2025", "unused")
    path = own / "sources.toml"
    path.write_text(path.read_text("utf-8") + wrong, "utf-8")
    done = run("check", str(own))
    assert done.exit_code == 2
    assert "unused: address: is cut short" in done.stderr
    assert "unused: id: no rule, flag, note, action, region or letter uses it" in done.stderr
    assert "mine-new: id: no rule" in done.stderr
    assert "mine-kept" not in done.stderr


def test_a_book_without_a_fault_passes_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path / "rules", "now", rule("it"))
    (folder / "letters").mkdir()
    for file in [rules_dir() / "regions.toml", *(rules_dir() / "letters").glob("*.toml")]:
        text = re.sub(r"(?ms)^sources = \[.*?\]$", 'sources = ["press-2025"]', file.read_text("utf-8"))
        (folder / file.relative_to(rules_dir())).write_text(text, "utf-8")
    for module in ("book", "letters"):
        monkeypatch.setattr(f"scanner.rulebook.{module}.rules_dir", lambda: folder)
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "1 rule, 1 source, 2 examples: all hold.\n")


@pytest.mark.parametrize("name", ["de.toml", "controllers.toml"])
def test_check_lists_the_sources_that_letters_lack_beside_what_else_is_wrong(own: Path, name: str) -> None:
    text = (rules_dir() / "letters" / name).read_text("utf-8")
    changed = re.sub(r'sources = \["[a-z0-9-]+"', 'sources = ["law-of-nowhere"', text, count=2)
    (own / "letters").mkdir()
    (own / "letters" / name).write_text(changed, "utf-8")
    done = run("check", str(own))
    assert done.exit_code == 2
    lines = [line for line in done.stderr.splitlines() if 'there is no source "law-of-nowhere"' in line]
    assert len(lines) == 2
    assert all(name in line for line in lines)
    assert "mine-new: id: no rule" in done.stderr
