"""`exposure plan`: what one can do, ranked by what it would take out, and letters to go with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from unicodedata import normalize

from scanner.cli.errors import UsageError, print_err
from scanner.cli.formats import Answer, write
from scanner.cli.groups import option, with_option_groups
from scanner.cli.options import (
    FactOptions,
    JudgeOptions,
    LimitOptions,
    Paths,
    TextOutputOptions,
    check_folder,
)
from scanner.cli.parsers import completer, one_of

if TYPE_CHECKING:
    from scanner.accounts.people import Individual
    from scanner.cli.request import Request
    from scanner.output.letters import File
    from scanner.plan.plan import PersonalPlan

LONGEST_STEM: Final = 40
"""Characters of a person's name in the name of a file."""


LETTERS_ON_REQUEST: Final = ("child", "third-party")
"""Letters that are written only when they are asked for."""
_PANEL: Final = "Letters"

Write = Annotated[
    Path | None,
    option(
        "--write",
        _PANEL,
        "Also write letters, and a list of the items to go through, to this folder.",
        metavar="DIR",
    ),
]
Letter = Annotated[
    list[str] | None,
    option(
        "--letter",
        _PANEL,
        "With --write: also write the objection for your child (EU/EEA), or the request about "
        "information from third parties that an answer from Meta's AI contained. Repeat it for both.",
        parser=one_of(LETTERS_ON_REQUEST),
        metavar=f"[{'|'.join(LETTERS_ON_REQUEST)}]",
        autocompletion=completer(LETTERS_ON_REQUEST),
    ),
]
WithUnknown = Annotated[
    bool,
    option(
        "--with-unknown",
        _PANEL,
        "With --write: letters also say how many items are public and how many are unknown.",
    ),
]
Force = Annotated[bool, option("--force", _PANEL, "With --write: overwrite files that exist.")]


@dataclass(frozen=True)
class LetterOptions:
    """Which letters are written, and where."""

    write: Write = None
    letter: Letter = None
    with_unknown: WithUnknown = False
    force: Force = False

    def __post_init__(self) -> None:
        """Refuse options without a folder to write to. Raises UsageError."""
        if self.write is not None:
            check_folder(self.write)
        elif self.letter or self.with_unknown:
            raise UsageError("--letter and --with-unknown need --write DIR")


@with_option_groups
def plan(
    paths: Paths,
    letters: LetterOptions,
    read: JudgeOptions,
    person: FactOptions,
    output: TextOutputOptions,
    limits: LimitOptions,
) -> None:
    """Show what you can do, how many items each action would take out, and what none can change."""
    from scanner.cli.request import Request

    request = Request(paths, person, read.rules, limits, output, read.save, read.assume)
    scan = request.run(None if letters.write else lambda: _needed(request))

    from scanner.output.plan import plan_json, plan_table
    from scanner.plan.plan import make_plans

    book, assumed = request.book, request.assume is not None
    plans = make_plans(scan, book)
    if letters.write is not None:
        _write_letters(dict(_files(plans, read.rules, letters)), letters.write, letters, quiet=output.quiet)
    answer = Answer(
        lambda style: plan_table(plans, scan, book, style, assumed=assumed),
        lambda: plan_json(plans, scan, book, assumed=assumed),
    )
    write(answer, output, paths, quiet=output.quiet)
    request.report_and_exit(scan, scan.items)


def _needed(request: "Request") -> set[str]:
    """Return the columns of the items that a plan looks at."""
    from scanner.plan.plan import plan_columns

    return plan_columns(request.book)


def _write_letters(files: "Mapping[str, File]", folder: Path, options: LetterOptions, *, quiet: bool) -> None:
    """Write the files to a folder, and say which letter that was asked for is for nobody here.

    Raises OutputError.
    """
    from scanner.output.files import deliver_all

    written = {file.letter for file in files.values()}
    for letter in [] if quiet else options.letter or []:
        if letter not in written:
            print_err(f'No letter "{letter}" was written: see "Not for you" in the plan.')
    deliver_all({name: file.chunks for name, file in files.items()}, folder, force=options.force)
    if not quiet:
        for name in files:
            print_err(f"Wrote {folder / name}")


def _files(
    plans: "Sequence[PersonalPlan]", rules: Path | None, options: LetterOptions
) -> "Iterator[tuple[str, File]]":
    """Yield each file to write with its name; with several people, the name begins with the person."""
    from scanner.output.letters import items_file, letter_files
    from scanner.rulebook.letters import read_letters

    letters = read_letters(rules)
    for personal in plans:
        stem = _file_stem(personal.individual) if len(plans) > 1 else ""
        files = letter_files(
            personal.plan, personal.scan, letters,
            also=options.letter or (), with_unknown=options.with_unknown,
        )  # fmt: skip
        for file in (*files, items_file(personal.scan)):
            yield f"{stem}{file.name}", file


def _file_stem(individual: "Individual") -> str:
    """Return the start of the names of a person's files, safe on every system: `2-jane-sample-`."""
    plain = normalize("NFKD", individual.label.casefold()).encode("ascii", "ignore").decode()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_STEM].strip("-")
    return f"{individual.number}-{name}-" if name else f"{individual.number}-"
