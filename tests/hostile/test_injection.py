"""An export in which every name, text, title, group, file and thread tries to get out of where it stands."""

import csv
import io
import json
import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from scanner.cli import terminal
from scanner.facts import parse
from tests.builders import JANE, VINTAGES, Tree, as_zip
from tests.hostile.commands import FINE, Said, all_said, every_call, said
from tests.hostile.loading import CALLS, loads_by_itself, of_json, of_page
from tests.hostile.texts import FORMULA, HOSTILE, RICH, hostile_export, worded
from tests.scanning import entry, facebook

STEERING: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What steers a terminal or turns the order of its text; the line break alone is wanted."""


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    """What every command says of the hostile export, and what it writes."""
    folder = tmp_path_factory.mktemp("hostile")
    tree: Tree = hostile_export("facebook_v5") | hostile_export("instagram_g5")
    return all_said(as_zip(tree, tmp_path_factory.mktemp("export") / "export.zip"), folder)


def test_every_command_does_its_work(calls: list[Said]) -> None:
    assert {each.call: each.code for each in calls if each.code not in FINE} == {}
    assert len(calls) > 25


def test_nothing_steers_the_terminal(calls: list[Said]) -> None:
    shown = [each for each in calls if each.is_for_people]
    assert {each.call: hit[0] for each in shown if (hit := STEERING.search(each.out.decode()))} == {}
    assert {each.call: hit[0] for each in calls if (hit := STEERING.search(each.err))} == {}


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_data_on_a_terminal_does_not_steer_it(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "is_terminal", lambda output: output is None)
    export = as_zip(hostile_export("instagram_g5"), tmp_path / "export.zip")
    for call in every_call(export, tmp_path):
        if form in call and "-o" not in call:
            assert STEERING.search(said(call, tmp_path).out.decode()) is None, call


def test_data_is_what_it_claims_to_be(calls: list[Said]) -> None:
    for each in calls:
        if "-f jsonl" in each.call:
            assert all(isinstance(json.loads(line), dict) for line in each.out.splitlines())
        elif "-f json" in each.call and each.out:
            json.loads(each.out)


def test_no_cell_of_a_table_is_a_formula(calls: list[Said]) -> None:
    tables = [each.out.decode() for each in calls if "-f csv" in each.call and each.out]
    tables += [
        path.read_text(encoding="utf-8") for each in calls for path in each.written if path.suffix == ".csv"
    ]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table)) for cell in row]
    assert any(FORMULA in cell for cell in cells)
    assert [cell for cell in cells if CALLS.match(cell)] == []


def test_markup_is_text(tmp_path: Path) -> None:
    export = as_zip(facebook(entry("post", "2020-01-01 10:00", RICH)), tmp_path / "export.zip")
    assert "[red]x[/red]" in said(("items", str(export), "--kind", "post"), tmp_path).out.decode()


def test_braces_of_a_name_are_no_place_for_a_value(calls: list[Said]) -> None:
    letters = [
        path.read_text(encoding="utf-8") for each in calls for path in each.written if path.suffix == ".txt"
    ]
    assert any("{date}{0}{0.__class__}%s" in " ".join(letter.split()) for letter in letters)
    assert [letter for letter in letters if STEERING.search(letter)] == []
    assert not any("[[override]]" in line[:20] for letter in letters for line in letter.splitlines())


def test_no_name_adds_a_line_to_exposure_toml(tmp_path: Path) -> None:
    tree = VINTAGES["facebook_v5"](worded(JANE, HOSTILE)).tree
    export = as_zip(tree, tmp_path / "export.zip")
    kept = tmp_path / "exposure.toml"
    printed = said(("facts", str(export), "--print", "-o", str(kept)), tmp_path).out.decode()
    document = tomllib.loads(printed)
    assert document.keys() == {"account"}
    assert document["account"].keys() <= {"name", "username"}
    asked = said(("facts", str(export), "-o", str(kept)), tmp_path, "1\n" * 30)
    assert asked.code == 0, asked.err
    told = parse(kept.read_text(encoding="utf-8"))
    assert told.override == ()
    assert len(told.facebook.groups) <= 1


def test_nothing_written_loads_anything(calls: list[Said]) -> None:
    written = [path for each in calls for path in each.written]
    assert {path.suffix for path in written} >= {".csv", ".json", ".txt", ".scan"}
    assert {path.name: found for path in written if (found := loads_by_itself(path))} == {}


@pytest.mark.parametrize(
    "page",
    [
        "<script src='http://evil.invalid/x.js'></script>",
        "<img src=//evil.invalid/p.png>",
        "<link rel=stylesheet href=https://evil.invalid/x.css>",
        "<style>@import 'x'; body { background: url(http://evil.invalid) }</style>",
        "<p style='background:url(//evil.invalid)'>",
        "<meta http-equiv=refresh content='0; url=http://evil.invalid'>",
        "<form action=http://evil.invalid></form>",
        "<iframe src='HTTPS://evil.invalid'></iframe>",
    ],
)
def test_such_a_page_would_be_found(page: str) -> None:
    assert of_page(page)
    assert of_page("<a href=http://meta.invalid>act</a><img src=data:image/png;base64,x><p>url(x)</p>") == []


def test_such_a_document_would_be_found() -> None:
    assert of_json([{"a": {"$schema": "https://evil.invalid/s.json"}}]) == ["$schema"]
    assert of_json({"schema": "exposure.scan/1", "link": "https://meta.invalid"}) == []
