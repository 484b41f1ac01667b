"""README shows what the program prints, and every line it tells people to type works."""

import json
import re
import shlex
import tomllib
from typing import Final

import pytest
import typer

from scanner import facts
from scanner.cli import errors
from scanner.cli.app import app
from tests.doc_blocks import ROOT, blocks, shown
from tests.programs import run_python

README: Final = ROOT / "README.md"
TEXT: Final = README.read_text(encoding="utf-8")
BLOCKS: Final = list(blocks(README))
SHELL: Final = re.findall(r"^ *```sh\n(.*?)```", TEXT, re.DOTALL | re.MULTILINE)
FIRST_SCREEN: Final = 75
"""Lines down to the end of the table."""


def commands() -> list[str]:
    """Every command and subcommand, as one types it."""
    group = typer.main.get_command(app)
    found = ["exposure"]
    for name, command in sorted(getattr(group, "commands", {}).items()):
        found.append(f"exposure {name}")
        found += [f"exposure {name} {inner}" for inner in sorted(getattr(command, "commands", {}))]
    return found


@pytest.mark.parametrize(("what", "body"), BLOCKS, ids=[what for what, _ in BLOCKS])
def test_a_block_is_what_the_program_prints(what: str, body: str) -> None:
    assert body == shown(what), "python -m tests.doc_blocks writes it anew"


@pytest.mark.parametrize("command", commands())
def test_the_help_of_every_command_is_shown(command: str) -> None:
    assert f"{command} --help" in dict(BLOCKS)


def test_no_help_is_wider_than_80_columns() -> None:
    lines = [line for what, body in BLOCKS for line in body.splitlines()]
    # a line that ends in a command to type is never broken
    assert [line for line in lines if len(line) > 80 and ": exposure " not in line] == []


def test_the_two_lines_to_type_come_first_and_then_a_table() -> None:
    first, second = SHELL[:2]
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/exposure scan ")
    assert second == "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest\n"
    table = TEXT.index("Total ")
    assert TEXT.index(first) < TEXT.index(second) < table
    assert TEXT[:table].count("\n") < FIRST_SCREEN


def test_the_sample_that_is_scanned_first_is_the_one_shown() -> None:
    sample = shlex.split(SHELL[0])[-1]
    assert (ROOT / sample).exists()
    assert any(what.startswith(f"exposure scan {sample} ") for what, _ in BLOCKS)


def test_ci_runs_the_readmes_own_line() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == SHELL[1].strip()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"sample_exports/[\w.]+\w", TEXT))))
def test_every_sample_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)", TEXT))))
def test_every_option_that_is_named_exists(option: str) -> None:
    assert any(f" {option} " in body for _, body in BLOCKS)


def test_every_exit_code_is_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)}
    assert told == {
        errors.DONE, errors.FAIL_ON_REACHED, errors.USAGE, errors.NOTHING, errors.PARTLY_READ,
        errors.INTERNAL, errors.STOPPED,
    }  # fmt: skip


def test_the_example_of_exposure_toml_can_be_read() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert facts.read(tomllib.loads(example)).objection[0].accepted


def test_the_python_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    program = f"{example}\nimport json\nprint(json.dumps([result.items.height, result.coverage.height]))"
    done = run_python(program)
    assert done.returncode == 0, done.stderr
    items, files = json.loads(done.stdout)
    assert items > files > 0
