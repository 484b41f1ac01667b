"""`exposure plan`: what one can do, ranked by what it would take out, and letters to go with it."""

import re
from collections.abc import Iterator, Sequence
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
    from scanner.plan import make_plans

    made = make_plans(found, book)
    if write is not None:
        _write(made, write, rules, force=force, quiet=quiet)
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
    made: "Sequence[PersonalPlan]", folder: Path, rules: Path | None, *, force: bool, quiet: bool
) -> None:
    """Write each person's letters and list, their names apart. Raises OutputError, UsageError."""
    from scanner.cli.errors import say
    from scanner.output.write import deliver_all

    files = {name: file.chunks for name, file in _files(made, rules)}
    deliver_all(files, folder, force=force)
    if not quiet:
        for name in files:
            say(f"Wrote {folder / name}")


def _files(made: "Sequence[PersonalPlan]", rules: Path | None) -> "Iterator[tuple[str, File]]":
    """Return what is to be written, by file name; of several people's, each begins with whose it is."""
    from scanner.output.letters import items_file, letter_files
    from scanner.rulebook.letters import read_letters

    letters = read_letters(rules)
    for each in made:
        lead = _file_stem(each.individual) if len(made) > 1 else ""
        for file in (*letter_files(each.plan, each.scan, letters), items_file(each.scan)):
            yield f"{lead}{file.name}", file


def _file_stem(individual: "Individual") -> str:
    """Return how the names of a person's files begin, safe on every system: `2-jane-sample-`."""
    plain = normalize("NFKD", individual.label.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_STEM].strip("-")
    return f"{individual.number}-{words}-" if words else f"{individual.number}-"
