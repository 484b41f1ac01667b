"""README and `docs/commands.md` show what the program prints, and the lines they say to type work."""

import json
import os
import re
import shlex
import tomllib
from typing import Final

import pytest
import typer
from typer.testing import CliRunner

from scanner import facts
from scanner.cli import errors
from scanner.cli.app import app
from tests.doc_blocks import ROOT, blocks, expected
from tests.programs import run_python

if os.name == "posix":
    from tools import picture

README: Final = ROOT / "README.md"
COMMANDS: Final = ROOT / "docs" / "commands.md"
TEXT: Final = README.read_text(encoding="utf-8")
REFERENCE: Final = COMMANDS.read_text(encoding="utf-8")
BLOCKS: Final = [*blocks(README), *blocks(COMMANDS)]
SHELL: Final = re.findall(r"^ *```sh\n(.*?)```", TEXT, re.DOTALL | re.MULTILINE)
FIRST_SCREEN: Final = 40
"""Lines down to the end of the two lines to type."""
LONGEST: Final = 300
"""Lines of the README."""


def commands() -> list[str]:
    """Return every command and subcommand, as one types it."""
    group = typer.main.get_command(app)
    lines = ["exposure"]
    for name, command in sorted(getattr(group, "commands", {}).items()):
        lines.append(f"exposure {name}")
        lines += [f"exposure {name} {inner}" for inner in sorted(getattr(command, "commands", {}))]
    return lines


@pytest.mark.parametrize(("what", "body"), BLOCKS, ids=[what for what, _ in BLOCKS])
def test_a_block_is_what_the_program_prints(what: str, body: str) -> None:
    assert body == expected(what), "python -m tests.doc_blocks writes it anew"


@pytest.mark.parametrize("command", commands())
def test_the_help_of_every_command_is_shown(command: str) -> None:
    assert f"{command} --help" in dict(BLOCKS)


def test_no_help_is_wider_than_80_columns() -> None:
    lines = [line for what, body in BLOCKS for line in body.splitlines()]
    # a line that ends in a command to type is never broken
    assert [line for line in lines if len(line) > 80 and ": exposure " not in line] == []


def test_the_picture_and_the_two_lines_to_type_come_first() -> None:
    first, second = SHELL[:2]
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/exposure scan ")
    assert second == "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest\n"
    assert TEXT.index("(docs/pictures/scan.svg)") < TEXT.index(first) < TEXT.index(second)
    assert TEXT[: TEXT.index(second)].count("\n") < FIRST_SCREEN


def test_the_readme_is_short() -> None:
    assert TEXT.count("\n") < LONGEST


def test_the_sample_that_is_scanned_first_is_the_one_shown() -> None:
    sample = shlex.split(SHELL[0])[-1]
    assert (ROOT / sample).exists()
    page = ROOT / "docs" / "users" / "reading-the-table.md"
    assert any(what.startswith(f"exposure scan {sample} ") for what, _ in blocks(page))
    if os.name == "posix":
        assert f"exposure scan {sample}" == picture.COMMAND


@pytest.mark.skipif(os.name != "posix", reason="the picture is taken in a terminal of POSIX")
def test_the_picture_shows_what_the_program_prints() -> None:
    drawn = picture.PICTURE.read_text(encoding="utf-8")
    fresh = picture.svg(picture.printed(picture.COMMAND + picture.AS_OF))
    assert picture.lines(drawn) == picture.lines(fresh), "python -m tools.picture draws it anew"
    (total,) = [line for line in picture.lines(drawn) if line.startswith("Total ")]
    (described,) = re.findall(r"!\[([^\]]*)\]\(docs/pictures/scan.svg\)", TEXT)
    assert set(re.findall(r"\d+", described)) <= set(total.split()), "the words for those who can't see it"


def test_the_picture_loads_nothing() -> None:
    drawn = (ROOT / "docs" / "pictures" / "scan.svg").read_text(encoding="utf-8")
    assert re.findall(r"url\((?!#)|href=|src=|<script|@import|@font-face", drawn) == []


def test_ci_runs_the_readmes_own_line() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == SHELL[1].strip()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"sample_exports/[\w.]+\w", TEXT))))
def test_every_sample_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


TYPED: Final = [
    line
    for block in SHELL
    for line in block.replace("\\\n", " ").splitlines()
    if "exposure" in line and "&&" not in line
]
"""The single commands of the README."""


@pytest.mark.parametrize("line", TYPED)
def test_a_command_stands_as_one_types_it_after_the_install(line: str) -> None:
    assert line.split(maxsplit=1)[0] == ".venv/bin/exposure"


@pytest.mark.parametrize("line", [line for line in TYPED if " sample_exports/" in line])
def test_a_command_on_a_sample_works(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert CliRunner().invoke(app, shlex.split(line, comments=True)[1:]).exit_code == errors.DONE


NAMED_OPTIONS: Final = {
    *re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", TEXT),
    *re.findall(r"`(--[a-z-]+)", REFERENCE),
}


@pytest.mark.parametrize("option", sorted(NAMED_OPTIONS))
def test_every_option_that_is_named_exists(option: str) -> None:
    assert any(f" {option} " in body for _, body in BLOCKS)


def test_every_exit_code_is_explained() -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", REFERENCE, re.MULTILINE)}
    assert codes == {
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
