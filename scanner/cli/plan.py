"""`exposure plan`: what one can do, ranked by what it would take out, and letters to go with it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.options import (
    AsOf,
    AssumeOption,
    Audience,
    Born,
    FactsFile,
    MaxJsonDepth,
    MaxMemberBytes,
    MaxMembers,
    MaxPathLength,
    MaxRatio,
    NoColor,
    NoProgress,
    Objected,
    Output,
    Paths,
    Quiet,
    Region,
    RulesDir,
    Save,
    TextFormat,
    TextFormatOption,
)

if TYPE_CHECKING:
    from scanner.cli.job import Job
    from scanner.output.letters import File
    from scanner.plan import Plan
    from scanner.result import Scan


class LetterAsked(StrEnum):
    """Letters that are written only when they are asked for."""

    child = "child"
    third_party = "third-party"


Write = Annotated[
    Path | None,
    typer.Option(
        "--write",
        metavar="DIR",
        show_default=False,
        help="Also write letters, and a list of the items to go through, to this folder.",
    ),
]
Letter = Annotated[
    list[LetterAsked] | None,
    typer.Option(
        "--letter",
        show_default=False,
        help="With --write: also write the letter for your child (EU/EEA), or the request about information "
        "from third parties that an answer of Meta's AI held. Give it again for both.",
    ),
]
WithUnknown = Annotated[
    bool,
    typer.Option(
        "--with-unknown",
        help="With --write: letters also say how many items are public, and of how many it is not known.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="With --write: write over files that are there.")]


def plan(
    paths: Paths,
    write: Write = None,
    letter: Letter = None,
    with_unknown: WithUnknown = False,
    force: Force = False,
    region: Region = None,
    born: Born = None,
    objected: Objected = None,
    as_of: AsOf = None,
    facts: FactsFile = None,
    audience: Audience = None,
    rules: RulesDir = None,
    save: Save = None,
    assume: AssumeOption = None,
    format_: TextFormatOption = TextFormat.table,
    output: Output = None,
    quiet: Quiet = False,
    no_progress: NoProgress = False,
    no_color: NoColor = False,
    max_members: MaxMembers = None,
    max_member_bytes: MaxMemberBytes = None,
    max_ratio: MaxRatio = None,
    max_path_length: MaxPathLength = None,
    max_json_depth: MaxJsonDepth = None,
) -> None:
    """Say what you can do, how many items each action would take out, and what none can change."""
    from scanner.cli.errors import UsageError
    from scanner.cli.job import Job, Told, finish, limits_of
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_text

    if write is None and (letter or with_unknown):
        raise UsageError("--letter and --with-unknown need --write DIR")
    limits = limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth)
    told = Told(region, born, objected, facts, audience)
    job = Job(paths, told, as_of, rules, limits, assume, quiet, no_progress, save)
    found, book = job.run(None if write else lambda: _needed(job)), job.book

    from scanner.output.plan import plan_json, plan_table
    from scanner.plan import make_plan

    made = make_plan(found, book)
    if write is not None:
        asked = [each.value for each in letter or []]
        files = _files(made, found, rules, asked, with_unknown=with_unknown, quiet=quiet)
        _write(files, write, force=force, quiet=quiet)
    assumed = assume is not None
    if format_ == TextFormat.json:
        write_json(plan_json(made, found, book, assumed=assumed), output)
    else:
        write_text(plan_table(made, found, book, look(output, no_color=no_color), assumed=assumed), output)
    finish(found, found.items, quiet=quiet)


def _needed(job: "Job") -> set[str]:
    """Name the columns of the items that a plan looks at."""
    from scanner.plan import looked_at

    return looked_at(job.book)


def _files(
    made: "Plan", found: "Scan", rules: Path | None, asked: list[str], *, with_unknown: bool, quiet: bool
) -> "list[File]":
    """Return the letters and the list; say which letter that was asked for is not for this person."""
    from scanner.cli.errors import say
    from scanner.output.letters import items_file, letter_files
    from scanner.rulebook.letters import read_letters

    book = read_letters(rules)
    files = letter_files(made, found, book, also=asked, with_unknown=with_unknown)
    missing = [letter for letter in asked if letter not in {file.letter for file in files}]
    for letter in [] if quiet else missing:
        say(f'No letter "{letter}" was written: see "Not for you" in the plan.')
    return [*files, items_file(found)]


def _write(files: "list[File]", folder: Path, *, force: bool, quiet: bool) -> None:
    """Write the files to a folder. Raises OutputError, UsageError."""
    from scanner.cli.errors import say
    from scanner.output.write import deliver_all

    deliver_all({file.name: file.chunks for file in files}, folder, force=force)
    if not quiet:
        for file in files:
            say(f"Wrote {folder / file.name}")
