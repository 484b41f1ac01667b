"""The table of `docs/contributors/robustness.md`: each row names tests that are there."""

import re
from pathlib import Path
from typing import Final

import pytest

from scanner.cli.app import app
from tests.hostile.commands import every_call

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "contributors" / "robustness.md"
CELL: Final = re.compile(r"(?<!\\)\|")
ROWS: Final = [
    [cell.strip() for cell in CELL.split(line)[1:-1]]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| what |", "| --- "))
]
TEST: Final = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_the_table_is_there() -> None:
    assert len(ROWS) > 40
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_is_filled_and_its_tests_are_there(row: list[str]) -> None:
    assert len(row) == 6
    assert all(row)
    assert re.fullmatch(r"(0|1|2|3|4|130)\b.*", row[3])
    named = TEST.findall(row[5])
    assert len(named) == row[5].count("::") > 0
    for file, name in named:
        assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{name}"


def test_every_hostile_test_is_in_the_table() -> None:
    named = {file for row in ROWS for file, _ in TEST.findall(row[5])}
    files = {f"tests/hostile/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    assert files - named == {"tests/hostile/test_page.py"}


def test_every_command_is_among_those_that_are_tried() -> None:
    known = {command.name for command in app.registered_commands} | {
        group.name for group in app.registered_groups
    }
    tried = {call[0] for call in every_call(Path("export"), Path("folder"))}
    assert known - tried == {"explain", "cohort", "rules"}, "these are run by all_said and every_said"
