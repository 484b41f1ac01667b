"""Every command in every format, run on exports in this process; what it said and wrote."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typer.testing import CliRunner

from scanner.cli.app import app
from scanner.cli.formats import FORMATS

AS_OF: Final = ("--as-of", "2026-08-01", "--no-progress")
EXPLAINED: Final = 3
"""So many items are explained, each of another kind."""
FINE: Final = (0, 4)
"""The exit codes of a command that did its work; with 4 some of the export could not be read."""
NARROW: Final = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}


@dataclass(frozen=True)
class Said:
    """What one call said and wrote."""

    call: str
    code: int
    out: bytes
    err: str
    written: tuple[Path, ...] = ()

    @property
    def is_for_people(self) -> bool:
        """Whether its answer is text to be read, not data."""
        return not any(f"-f {form}" in self.call for form in FORMATS if form != "table")


def every_call(export: Path, folder: Path) -> Iterator[tuple[str, ...]]:
    """Give every command in every format; files are written below the folder."""
    held = str(export)
    for form in FORMATS:
        yield ("scan", held, *AS_OF, "-f", form)
        yield ("items", held, *AS_OF, "-f", form)
    for form in ("table", "json", "csv"):
        yield ("diff", held, held, *AS_OF, "-f", form)
        yield ("coverage", held, "--no-progress", "-f", form)
    yield ("scan", held, *AS_OF, "--region", "DE", "--assume", "lean", "--save", str(folder / "kept.scan"))
    yield ("items", str(folder / "kept.scan"), *AS_OF, "-f", "csv", "-o", str(folder / "items.csv"))
    yield ("items", str(folder / "kept.scan"), *AS_OF, "-f", "json", "-o", str(folder / "items.json"))
    for form in ("table", "json"):
        yield ("plan", str(folder / "kept.scan"), *AS_OF, "-f", form)
    yield ("plan", held, *AS_OF, "--region", "DE", "--write", str(folder / "letters"))
    yield ("facts", held, "--print", "--as-of", "2026-08-01", "-o", str(folder / "none.toml"))


def said(call: tuple[str, ...], folder: Path, answers: str | None = None) -> Said:
    """Run one call in this process."""
    before = set(_files(folder))
    result = CliRunner().invoke(app, list(call), input=answers, env=NARROW)
    written = tuple(sorted(set(_files(folder)) - before))
    return Said(" ".join(call), result.exit_code, result.stdout_bytes, result.stderr, written)


def all_said(export: Path, folder: Path) -> list[Said]:
    """Run every call, and explain the first items of what it lists."""
    found = [said(call, folder) for call in every_call(export, folder)]
    asked = [(item, form) for item in _first_ids(found)[:EXPLAINED] for form in ("table", "json")]
    kept = str(folder / "kept.scan")
    return found + [said(("explain", kept, item, *AS_OF, "-f", form), folder) for item, form in asked]


def _first_ids(found: list[Said]) -> list[str]:
    """Give the ids of an item of each kind."""
    rows = [row for each in found if "-f jsonl" in each.call and each.call.startswith("items")
            for row in map(json.loads, each.out.splitlines())]  # fmt: skip
    return list({row["kind"]: row["item_id"] for row in rows}.values())


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
