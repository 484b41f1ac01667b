"""Imports run one way, and no import reaches for the network or for what a command doesn't need."""

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.doc_blocks import ROOT
from tests.programs import run_python

SOURCES: Final = sorted((ROOT / "scanner").rglob("*.py"))
NETWORK: Final = re.compile(
    r"(socket|ssl|http|ftplib|smtplib|poplib|imaplib|xmlrpc|socketserver|asyncio|webbrowser|requests|httpx"
    r"|aiohttp|urllib3|urllib\.(request|error)|urllib$)\b"
)
"""`urllib.parse` only takes addresses apart."""
HEAVY: Final = ("polars", "rich", "tqdm", "orjson", "msgspec")
"""What takes longer to import than a help takes to print."""
UNUSED: Final = (
    "pydantic", "tomllib", "multiprocessing", "selectolax", "scanner.readers.html", "scanner.facts.edit",
    "scanner.interview", "scanner.cohort",
)  # fmt: skip
"""What the scan of a small export in JSON has no use for."""


def imported(source: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    given = {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return plain | given


def test_the_contracts_on_imports_are_kept() -> None:
    command = (
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    )
    done = run_python(command)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_imports_the_network(source: Path) -> None:
    assert [name for name in imported(source) if NETWORK.match(name)] == []


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["cluster"]
    declared = {line.split(">")[0].split("<")[0].split("=")[0] for line in lines}
    used = {name.split(".")[0] for source in SOURCES for name in imported(source)}
    assert used - set(sys.stdlib_module_names) - {"scanner"} <= declared


@pytest.mark.parametrize(
    ("args", "unused"),
    [(["scan", "--help"], HEAVY), (["scan", "sample_exports/facebook_2019.zip"], UNUSED)],
    ids=["help", "scan"],
)
def test_a_command_imports_nothing_it_has_no_use_for(args: list[str], unused: tuple[str, ...]) -> None:
    program = (
        "import sys; from scanner.cli.app import app\n"
        f"try: app({args!r})\n"
        "except SystemExit: pass\n"
        f"sys.exit(' '.join(name for name in {unused!r} if name in sys.modules))"
    )
    done = run_python(program)
    assert "Usage" in done.stdout or "Facebook" in done.stdout
    assert done.stderr.strip() == ""
