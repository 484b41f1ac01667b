"""The options that several commands share, each defined once."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

EPILOG: Final = (
    "Exit codes: 0 done; 1 --fail-on reached; 2 usage, configuration or rule error; 3 nothing there that "
    "is a Meta download; 4 done, but some of the download could not be read; 130 stopped."
)


class Format(StrEnum):
    """What a table of rows can be written as."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class TextFormat(StrEnum):
    """What a single answer can be written as."""

    table = "table"
    json = "json"


class Level(StrEnum):
    """What `--fail-on` can ask for."""

    eligible = "eligible"
    likely = "likely"


class Assume(StrEnum):
    """What `--assume` can take for granted."""

    lean = "lean"


def day(text: str) -> date:
    """Return a date, written as people write dates. Raises typer.BadParameter."""
    from scanner.typed import TypedError, read_day

    try:
        return read_day(text)
    except TypedError as fault:
        raise typer.BadParameter(str(fault)) from None


def first_day(text: str) -> date:
    """Return a date; of a year alone its first day. Raises typer.BadParameter."""
    return day(f"{text.strip()}-01-01" if _YEAR.fullmatch(text.strip()) else text)


def last_day(text: str) -> date:
    """Return a date; of a year alone its last day. Raises typer.BadParameter."""
    return day(f"{text.strip()}-12-31" if _YEAR.fullmatch(text.strip()) else text)


_YEAR: Final = re.compile(r"(?:19|20)\d\d")


_MANY: Final = "May be repeated or take a comma list."

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        show_default=False,
        help="A zip, a folder, or a folder of zips, as Meta gave them, several too; or one saved scan.",
    ),
]
OnePath = Annotated[
    Path,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="A zip, a folder, or a folder of zips, as Meta gave them; or a saved scan.",
    ),
]

Visibility = Annotated[
    list[str] | None,
    typer.Option(
        "--visibility", metavar="WORDS", show_default=False, help=f"Only public, private or unknown. {_MANY}"
    ),
]
Lean = Annotated[
    list[str] | None,
    typer.Option(
        "--lean",
        metavar="WORDS",
        show_default=False,
        help="Only unknown items, by where they lean: public, private, none.",
    ),
]
Platform = Annotated[
    list[str] | None,
    typer.Option(
        "--platform",
        metavar="WORDS",
        show_default=False,
        help="Only facebook, instagram, threads, messenger, meta_ai or whatsapp.",
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="WORDS",
        show_default=False,
        help="Only these kinds: post, comment, ai_prompt, ...",
    ),
]
Now = Annotated[
    list[str] | None,
    typer.Option(
        "--now",
        metavar="WORDS",
        show_default=False,
        help="Only what is in the pool today: eligible, likely, unknown or not_eligible.",
    ),
]
Past = Annotated[
    list[str] | None,
    typer.Option(
        "--past",
        metavar="WORDS",
        show_default=False,
        help="Only what may have been used before: the same words.",
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--since",
        parser=first_day,
        metavar="DATE",
        show_default=False,
        help="Only from this day or year on (UTC).",
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=last_day,
        metavar="DATE",
        show_default=False,
        help="Only up to and including this day or year.",
    ),
]
Match = Annotated[
    str | None,
    typer.Option(
        "--match",
        metavar="REGEX",
        show_default=False,
        help='Only where the text matches, as in "(?i)berlin".',
    ),
]

Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="COUNTRY",
        show_default=False,
        help="The country you live in now, by name or code: Germany, DE, ...",
    ),
]
Born = Annotated[
    date | None,
    typer.Option("--born", parser=day, metavar="DATE", show_default=False, help="When you were born."),
]
Objected = Annotated[
    list[date] | None,
    typer.Option(
        "--objected",
        parser=day,
        metavar="DATE",
        show_default=False,
        help="When you filed an objection that Meta accepted. May be repeated.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=day, metavar="DATE", show_default=False, help="Judge as of this day, not today."
    ),
]
FactsFile = Annotated[
    Path | None,
    typer.Option("--facts", metavar="FILE", show_default=False, help="An exposure.toml with what you know."),
]
Audience = Annotated[
    list[Path] | None,
    typer.Option(
        "--audience",
        metavar="FILE",
        show_default=False,
        help="What the Graph API answered to /me/posts: who can see each Facebook post. May be repeated.",
    ),
]
RulesDir = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="DIR", show_default=False, help="Your own rules, over the built-in ones."
    ),
]
AssumeOption = Annotated[
    Assume | None,
    typer.Option(
        "--assume",
        show_default=False,
        help='Count each "?" as what it leans to, marked as assumed everywhere.',
    ),
]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        show_default=False,
        help="Keep the scan in this file; every command takes it in place of PATH.",
    ),
]
FailOn = Annotated[
    Level | None,
    typer.Option(
        "--fail-on", show_default=False, help="Exit with 1 if an item is in the pool today (or likely in it)."
    ),
]

FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write it.")]
TextFormatOption = Annotated[TextFormat, typer.Option("--format", "-f", help="How to write it.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="Write to this file, not to standard output.",
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no notes; errors and the exit code stay.")
]
NoProgress = Annotated[bool, typer.Option("--no-progress", help="No progress bar.")]
NoColor = Annotated[
    bool, typer.Option("--no-color", help="No colour (NO_COLOR in the environment does the same).")
]

MaxMembers = Annotated[
    int | None,
    typer.Option("--max-members", min=1, metavar="N", show_default=False, help="Files taken in at most."),
]
MaxMemberBytes = Annotated[
    int | None,
    typer.Option(
        "--max-member-bytes", min=1, metavar="N", show_default=False, help="Bytes one file may inflate to."
    ),
]
MaxRatio = Annotated[
    int | None,
    typer.Option(
        "--max-ratio", min=1, metavar="N", show_default=False, help="Inflated bytes for each packed one."
    ),
]
MaxPathLength = Annotated[
    int | None,
    typer.Option("--max-path-length", min=1, metavar="N", show_default=False, help="Characters of a path."),
]
MaxJsonDepth = Annotated[
    int | None,
    typer.Option("--max-json-depth", min=1, metavar="N", show_default=False, help="Nesting of JSON."),
]
