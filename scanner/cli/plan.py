"""`exposure plan`: what one can do, ranked by what it would take out, and letters to go with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from unicodedata import normalize

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
    from scanner.people import Individual
    from scanner.plan import PersonalPlan

LONGEST_STEM: Final = 40
"""Characters of a person's name in the name of a file."""


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
        help="With --write: also write the objection for your child (EU/EEA), or the request about "
        "information from third parties that an answer from Meta's AI contained. Repeat it for both.",
    ),
]
WithUnknown = Annotated[
    bool,
    typer.Option(
        "--with-unknown",
        help="With --write: letters also say how many items are public and how many are unknown.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="With --write: overwrite files that exist.")]


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
    from scanner.plan import make_plans

    made = make_plans(found, book)
    if write is not None:
        asked = [each.value for each in letter or []]
        files = dict(_files(made, rules, asked, with_unknown=with_unknown))
        _write(files, write, asked, force=force, quiet=quiet)
    assumed = assume is not None
    if format_ == TextFormat.json:
        write_json(plan_json(made, found, book, assumed=assumed), output)
    else:
        shown = look(output, no_color=no_color)
        write_text(plan_table(made, found, book, shown, assumed=assumed), output)
    finish(found, found.items, quiet=quiet)


def _needed(job: "Job") -> set[str]:
    """Name the columns of the items that a plan looks at."""
    from scanner.plan import looked_at

    return looked_at(job.book)


def _write(
    files: "Mapping[str, File]", folder: Path, asked: Sequence[str], *, force: bool, quiet: bool
) -> None:
    """Write the files to a folder, and say which letter that was asked for is for nobody here.

    Raises OutputError, UsageError.
    """
    from scanner.cli.errors import say
    from scanner.output.write import deliver_all

    missing = [letter for letter in asked if letter not in {file.letter for file in files.values()}]
    for letter in [] if quiet else missing:
        say(f'No letter "{letter}" was written: see "Not for you" in the plan.')
    deliver_all({name: file.chunks for name, file in files.items()}, folder, force=force)
    if not quiet:
        for name in files:
            say(f"Wrote {folder / name}")


def _files(
    made: "Sequence[PersonalPlan]", rules: Path | None, asked: Sequence[str], *, with_unknown: bool
) -> "Iterator[tuple[str, File]]":
    """Yield each file to write with its name; with several people, the name begins with the person."""
    from scanner.output.letters import items_file, letter_files
    from scanner.rulebook.letters import read_letters

    letters = read_letters(rules)
    for each in made:
        lead = _file_stem(each.individual) if len(made) > 1 else ""
        written = letter_files(each.plan, each.scan, letters, also=asked, with_unknown=with_unknown)
        for file in (*written, items_file(each.scan)):
            yield f"{lead}{file.name}", file


def _file_stem(individual: "Individual") -> str:
    """Return the start of the names of a person's files, safe on every system: `2-jane-sample-`."""
    plain = normalize("NFKD", individual.label.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_STEM].strip("-")
    return f"{individual.number}-{words}-" if words else f"{individual.number}-"
