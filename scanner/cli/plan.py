"""`exposure plan`: what one can do, ranked by what it would take out, and letters to go with it."""

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
    from scanner.plan import Plan
    from scanner.result import Scan

Write = Annotated[
    Path | None,
    typer.Option(
        "--write",
        metavar="DIR",
        show_default=False,
        help="Also write letters, and a list of the items to go through, to this folder.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="With --write: write over files that are there.")]


def plan(
    paths: Paths,
    write: Write = None,
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
    from scanner.cli.job import Job, Told, finish, limits_of
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_text

    limits = limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth)
    told = Told(region, born, objected, facts, audience)
    job = Job(paths, told, as_of, rules, limits, assume, quiet, no_progress, save)
    found, book = job.run(None if write else lambda: _needed(job)), job.book

    from scanner.output.plan import plan_json, plan_table
    from scanner.plan import make_plan

    made = make_plan(found, book)
    if write is not None:
        _write(made, found, write, rules, force=force, quiet=quiet)
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


def _write(
    made: "Plan", found: "Scan", folder: Path, rules: Path | None, *, force: bool, quiet: bool
) -> None:
    """Write the letters and the list. Raises OutputError, UsageError."""
    from scanner.cli.errors import say
    from scanner.output.letters import items_file, letter_files
    from scanner.output.write import deliver_all
    from scanner.rulebook.letters import read_letters

    files = [*letter_files(made, found, read_letters(rules)), items_file(found)]
    deliver_all({file.name: file.chunks for file in files}, folder, force=force)
    if not quiet:
        for file in files:
            say(f"Wrote {folder / file.name}")
