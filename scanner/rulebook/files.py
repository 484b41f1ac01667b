"""Read one folder of rules: the built-in one, or a user's; the rows of each file in their order."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from scanner import resources
from scanner.rulebook.regions import is_country
from scanner.rulebook.rules import TABLES, Citation, Note, Region, Rule, RuleError

Row = TypeVar("Row")

_FOLDERS: Final = (".", "visibility", "eligibility")
_NO_RULES: Final = ("sources.toml", "regions.toml")
_AT_KEY: Final = re.compile(r" - at `\$\.?(.*)`$")
_PATTERN: Final = re.compile(r"Expected `str` matching regex '\^\((.*)\)\$'")


class Folder(msgspec.Struct, frozen=True):
    """The contents of one folder of rules, by id (regions by group)."""

    rules: dict[str, Rule]
    notes: dict[str, Note]
    sources: dict[str, Citation]
    regions: dict[str, Region]
    policy_date: date | None
    """The last day on which Meta's statements were checked, from the head of `regions.toml`."""
    path: Path


def read_folder(path: Path) -> Folder:
    """Read `sources.toml`, `regions.toml` and every file of rules; raises RuleError."""
    if not path.is_dir():
        raise RuleError(path, "", "", "there is no such folder of rules")
    rules: list[Rule] = []
    notes: list[Note] = []
    for file in rule_files(path):
        data = read_toml(file, "table", "rule", "note")
        head = {"table": _table(file, data), "path": file}
        rules += [convert(file, row, Rule, head) for row in data.get("rule", [])]
        notes += [convert(file, row, Note, head) for row in data.get("note", [])]
    regions, policy_date = read_regions(path / "regions.toml")
    by_id([(row.id, row.path, row) for row in rules] + [(row.id, row.path, row) for row in notes])
    return Folder(
        rules={row.id: row for row in rules},
        notes={row.id: row for row in notes},
        sources=_sources(path / "sources.toml"),
        regions=regions,
        policy_date=policy_date,
        path=path,
    )


def rule_files(path: Path) -> list[Path]:
    """Return the files of rules as they apply: by the first number in their name, then by name."""
    files = (file for folder in _FOLDERS for file in (path / folder).glob("*.toml"))
    return sorted((file for file in files if file.name not in _NO_RULES), key=sort_key)


def sort_key(file: Path) -> tuple[float, str]:
    """Return the key that sorts files by the first number in their name, then by name."""
    number = re.search(r"\d+", file.name)
    return (int(number[0]) if number else float("inf"), file.name)


def read_toml(file: Path, *allowed: str) -> dict[str, Any]:
    """Read a file that may have these keys. Raises RuleError."""
    data = read_any_toml(file)
    for key in data.keys() - set(allowed):
        raise RuleError(file, "", key, f"is not allowed here; a file has {', '.join(allowed)}")
    for key, rows in data.items():
        if key in ("rule", "note", "source", "region", "action") and not _is_rows(rows):
            raise RuleError(file, "", key, f"each one starts with [[{key}]]")
    return data


def read_any_toml(file: Path) -> dict[str, Any]:
    """Read a file of any keys. Raises RuleError."""
    try:
        return resources.parsed(file)
    except resources.TomlError as error:
        raise RuleError(file, "", "", f"is not valid TOML: {error}") from error


def _is_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _table(file: Path, data: dict[str, Any]) -> str:
    table = data.get("table")
    if table not in TABLES:
        raise RuleError(file, "", "table", f"a file must begin with `table = `, one of {', '.join(TABLES)}")
    return str(table)


def convert(file: Path, row: dict[str, Any], shape: type[Row], head: dict[str, Any] | None = None) -> Row:
    """Return one row as a struct, with the values at the head of its file. Raises RuleError."""
    name = str(row.get("id") or row.get("group") or "")
    for key in row.keys() & (head or {}).keys():
        raise RuleError(file, name, key, "can't be set in a single row, only at the head of the file")
    try:
        return msgspec.convert(row | (head or {}), shape, builtin_types=(datetime, date, time))
    except msgspec.ValidationError as error:
        message = str(error)
        fault = _AT_KEY.search(message)
        message = _PATTERN.sub(_allowed, _AT_KEY.sub("", message))
        raise RuleError(file, name, fault[1] if fault else "", message) from error


def _allowed(pattern: re.Match[str]) -> str:
    """Return what a constraint of `rules.choices` allows, in words."""
    return f"Expected one of {pattern[1].replace('|', ', ')}"


def _sources(file: Path) -> dict[str, Citation]:
    if not file.is_file():
        return {}
    rows = [
        convert(file, row, Citation, {"path": file}) for row in read_toml(file, "source").get("source", [])
    ]
    return by_id((row.id, file, row) for row in rows)


def read_regions(file: Path) -> tuple[dict[str, Region], date | None]:
    """Return the region groups of a file, by group, and its policy date. Raises RuleError."""
    if not file.is_file():
        return {}, None
    data = read_toml(file, "policy_date", "region")
    rows = [convert(file, row, Region) for row in data.get("region", [])]
    for row in rows:
        for code in row.countries:
            if not is_country(code):
                raise RuleError(file, row.group, "countries", f'"{code}" is not an ISO 3166-1 alpha-2 code')
    policy_date = data.get("policy_date")
    if type(policy_date) not in (date, type(None)):
        raise RuleError(file, "", "policy_date", "must be a date, without quotes")
    return by_id((row.group, file, row) for row in rows), policy_date


def by_id(rows: Iterable[tuple[str, Path, Row]]) -> dict[str, Row]:
    """Return rows by their ids. Raises RuleError for an id that occurs twice."""
    by_name: dict[str, Row] = {}
    for name, file, row in rows:
        if name in by_name:
            raise RuleError(file, name, "id", "occurs twice")
        by_name[name] = row
    return by_name
