"""Builds tiny rule books: a rule is a dictionary with what differs from a plain one."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from scanner.rulebook import RuleBook, load

SOURCES = """
[[source]]
id = "press-2025"
title = "What Meta said"
address = "https://example.org/meta"
date = 2025-05-27
grade = "press"
quote = "public content shared by adults"
"""
REGIONS = """
policy_date = 2026-07-23
[[region]]
group = "EU"
name = "European Union"
form = true
countries = ["DE", "NO"]
[[region]]
group = "UK"
name = "United Kingdom"
form = true
countries = ["GB"]
[[region]]
group = "ROW"
name = "Everywhere else"
form = false
"""
THEN = {
    "visibility": {
        "visibility": "unknown",
        "audience": "unknown",
        "basis": "none",
        "confidence": "low",
        "ever_public": "unknown",
    },
    "lean": {"lean": "public"},
    "now": {"now": "eligible"},
    "past": {"past": "likely"},
    "flags": {},
}
PUBLIC = {
    "visibility": "public",
    "audience": "public",
    "basis": "account",
    "confidence": "high",
    "ever_public": "yes",
}


def rule(name: str, table: str = "now", **parts: Any) -> dict[str, Any]:
    """Give a rule that loads, for posts unless `when` says otherwise."""
    plain = {
        "id": name,
        "title": f"Title of {name}",
        "when": {"kind": "post"},
        "why": "Because Meta says so.",
        "sources": ["press-2025"],
        "confidence": "high",
        "examples": [{"item": {"kind": "post"}}],
        "counterexamples": [{"item": {"kind": "reaction"}}],
    }
    if table == "flags":
        return plain | {"message": "Mind this."} | parts
    return plain | {"then": THEN[table]} | parts


def write_table(folder: Path, table: str, *rules: dict[str, Any], file: str | None = None) -> Path:
    """Write a file of rules below `folder`."""
    path = folder / (file or f"eligibility/10_{table}.toml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([f'table = "{table}"', *map(_row, rules)]), encoding="utf-8")
    return path


def folder_of(folder: Path, table: str = "now", *rules: dict[str, Any]) -> Path:
    """Write a whole folder of rules: sources, regions and one table."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "regions.toml").write_text(REGIONS, encoding="utf-8")
    if rules:
        write_table(folder, table, *rules)
    return folder


def book_of(folder: Path, table: str = "now", *rules: dict[str, Any]) -> RuleBook:
    """Write and load a rule book of one table."""
    return load(root=folder_of(folder, table, *rules))


def _row(rule: dict[str, Any]) -> str:
    return "\n".join(["[[rule]]", *(f"{key} = {toml(value)}" for key, value in rule.items())])


def toml(value: Any) -> str:
    """Write a value as TOML does."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value)
