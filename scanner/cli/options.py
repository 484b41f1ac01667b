"""The options that several commands share: each defined once, and put together in groups."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from scanner.cli.errors import UsageError
from scanner.cli.formats import FORMATS, format_by_ending
from scanner.filters import ON_SCREEN, VALUES, Filters, parse_filters, suggestion
from scanner.schema import IN_POOL

READ: Final = "Read"
FILTER: Final = "Filter"
PERSON: Final = "About you"
OUTPUT: Final = "Output"
LIMITS: Final = "Limits"
PANELS: Final = (READ, FILTER, PERSON, OUTPUT, LIMITS)
"""The headings of `--help`, in this order; options of a command's own come first."""

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MONTH: Final = re.compile(r"((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[/.-]((?:19|20)\d\d)")


def parse_day(text: str) -> date:
    """Return a date, written as people write dates. Raises typer.BadParameter."""
    from scanner.facts.typed_values import TypedError, read_day

    try:
        return read_day(text)
    except TypedError as fault:
        raise typer.BadParameter(str(fault)) from None


def parse_first_day(text: str) -> date:
    """Return a date; of a year or a month its first day. Raises typer.BadParameter."""
    months = _months(text.strip())
    return date(*months[0], 1) if months else parse_day(text)


def parse_last_day(text: str) -> date:
    """Return a date; of a year or a month its last day. Raises typer.BadParameter."""
    months = _months(text.strip())
    return date(*months[1], monthrange(*months[1])[1]) if months else parse_day(text)


def _months(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the first and the last month, each with its year, of a year or month; None for all else."""
    if _YEAR.fullmatch(text):
        return (int(text), 1), (int(text), 12)
    if match := _MONTH.fullmatch(text):
        month = (int(match[1] or match[4]), int(match[2] or match[3]))
        return month, month
    return _named_month(text)


def _named_month(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the month of words such as `May 2025`: a date as soon as a day stands before it."""
    from scanner.facts.typed_values import TypedError, read_day

    if not any(character.isalpha() for character in text) or len(re.findall(r"\d+", text)) != 1:
        return None
    try:
        day = read_day(f"1 {text}")
    except TypedError:
        return None
    return (day.year, day.month), (day.year, day.month)


def parse_country(text: str) -> str:
    """Return the code of a country, written as a code or a name. Raises typer.BadParameter."""
    from scanner.facts.typed_values import TypedError, read_country

    try:
        return read_country(text)
    except TypedError as fault:
        raise typer.BadParameter(str(fault)) from None


def one_of(allowed: Sequence[str]) -> Callable[[str], str]:
    """Return a parser that takes one of these words, in any case. Raises typer.BadParameter."""
    return partial(_parse_word, tuple(allowed))


def _parse_word(allowed: Sequence[str], text: str) -> str:
    """Return the word; a parser of typer. Raises typer.BadParameter with the nearest."""
    word = text.strip().lower()
    if word not in allowed:
        raise typer.BadParameter(f"{text!r}: {suggestion(text, allowed)}allowed are {', '.join(allowed)}")
    return word


def completer(allowed: Sequence[str]) -> Callable[[str], list[str]]:
    """Return what completes one of these words in a shell, also as the last of a comma list."""

    def complete(incomplete: str) -> list[str]:
        before, comma, start = incomplete.rpartition(",")
        return [before + comma + word for word in allowed if word.startswith(start.lower())]

    return complete


def _completions(column: str) -> Callable[[str], list[str]]:
    """Return what completes the words of a column, those of the screen too where they are words."""
    on_screen = () if column == "kind" else (word for word in ON_SCREEN.get(column, {}) if word.isalpha())
    return completer((*on_screen, *VALUES[column]))


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        show_default=False,
        help="Your download as Meta gave it: a zip, a folder, a folder of zips, or several; or one saved "
        "scan.",
    ),
]

_COMMA_LIST: Final = "Repeat it, or separate words with commas."

Visibility = Annotated[
    list[str] | None,
    typer.Option(
        "--visibility",
        metavar="WORDS",
        show_default=False,
        rich_help_panel=FILTER,
        autocompletion=_completions("visibility"),
        help=f"Only public, private or unknown items. {_COMMA_LIST}",
    ),
]
Lean = Annotated[
    list[str] | None,
    typer.Option(
        "--lean",
        metavar="WORDS",
        show_default=False,
        rich_help_panel=FILTER,
        autocompletion=_completions("lean"),
        help="Only unknown items that lean public, private or none.",
    ),
]
EverPublic = Annotated[
    list[str] | None,
    typer.Option(
        "--ever-public",
        metavar="WORDS",
        show_default=False,
        rich_help_panel=FILTER,
        autocompletion=_completions("ever_public"),
        help="Only items that were public at some time: yes, no or unknown.",
    ),
]
Platform = Annotated[
    list[str] | None,
    typer.Option(
        "--platform",
        metavar="WORDS",
        show_default=False,
        rich_help_panel=FILTER,
        autocompletion=_completions("platform"),
        help="Only facebook, instagram, threads, messenger, meta_ai or whatsapp.",
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="WORDS",
        show_default=False,
        rich_help_panel=FILTER,
        autocompletion=_completions("kind"),
        help="Only these kinds: post, comment, ai_prompt, ...",
    ),
]
Now = Annotated[
    list[str] | None,
    typer.Option(
        "--now",
        metavar="WORDS",
        show_default=False,
        rich_help_panel=FILTER,
        autocompletion=_completions("now"),
        help="Only by the verdict for today: yes (eligible, likely), unknown, no (not_eligible).",
    ),
]
Past = Annotated[
    list[str] | None,
    typer.Option(
        "--past",
        metavar="WORDS",
        show_default=False,
        rich_help_panel=FILTER,
        autocompletion=_completions("past"),
        help="Only by the verdict for the past: the same words.",
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--since",
        parser=parse_first_day,
        metavar="DATE",
        show_default=False,
        rich_help_panel=FILTER,
        help="Only from this day, month or year on (UTC): 2025-05-20, 2025-05, 2025, ...",
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=parse_last_day,
        metavar="DATE",
        show_default=False,
        rich_help_panel=FILTER,
        help="Only up to and including this day, month or year.",
    ),
]
Match = Annotated[
    str | None,
    typer.Option(
        "--match",
        metavar="REGEX",
        show_default=False,
        rich_help_panel=FILTER,
        help='Only items whose text matches, as in "(?i)berlin".',
    ),
]

Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        parser=parse_country,
        metavar="COUNTRY",
        show_default=False,
        rich_help_panel=PERSON,
        help="The country you live in now, by name or code: Germany, DE, ...",
    ),
]
Born = Annotated[
    date | None,
    typer.Option(
        "--born",
        parser=parse_day,
        metavar="DATE",
        show_default=False,
        rich_help_panel=PERSON,
        help="Your date of birth.",
    ),
]
Objected = Annotated[
    list[date] | None,
    typer.Option(
        "--objected",
        parser=parse_day,
        metavar="DATE",
        show_default=False,
        rich_help_panel=PERSON,
        help="When you filed an objection that Meta accepted. Repeat it for several.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day,
        metavar="DATE",
        show_default=False,
        rich_help_panel=PERSON,
        help="Judge as of this day instead of today.",
    ),
]
FactsFile = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        show_default=False,
        rich_help_panel=PERSON,
        help="Your answers: an exposure.toml, which exposure facts writes.",
    ),
]
Audience = Annotated[
    list[Path] | None,
    typer.Option(
        "--audience",
        metavar="FILE",
        show_default=False,
        rich_help_panel=PERSON,
        help="The Graph API's answer to /me/posts, which says who can see each Facebook post. Repeat it for "
        "several files.",
    ),
]

RulesDir = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        show_default=False,
        rich_help_panel=READ,
        help="Your own rules, which take precedence over the built-in ones.",
    ),
]
Assume = Annotated[
    str | None,
    typer.Option(
        "--assume",
        parser=one_of(["lean"]),
        metavar="[lean]",
        show_default=False,
        rich_help_panel=READ,
        autocompletion=completer(["lean"]),
        help="Count each unknown item as what it leans to, marked as assumed everywhere.",
    ),
]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        show_default=False,
        rich_help_panel=READ,
        help="Save the scan in this file; every command takes it in place of PATH.",
    ),
]

LEVELS: Final = {"eligible": ("eligible",), "likely": IN_POOL}
"""What `--fail-on` takes, and the verdicts of today that reach it."""
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        parser=one_of(tuple(LEVELS)),
        metavar="[eligible|likely]",
        show_default=False,
        rich_help_panel=OUTPUT,
        autocompletion=completer(tuple(LEVELS)),
        help="Exit with code 1 if an item is eligible today (likely: or likely eligible).",
    ),
]
_FORMAT_HELP: Final = "How to write it. Without it, the ending of --output decides, else table."
_TEXT_FORMATS: Final = tuple(name for name, form in FORMATS.items() if not form.is_for_rows_only)
AnyFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        parser=one_of(tuple(FORMATS)),
        metavar=f"[{'|'.join(FORMATS)}]",
        show_default=False,
        rich_help_panel=OUTPUT,
        autocompletion=completer(tuple(FORMATS)),
        help=_FORMAT_HELP,
    ),
]
TextFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        parser=one_of(_TEXT_FORMATS),
        metavar=f"[{'|'.join(_TEXT_FORMATS)}]",
        show_default=False,
        rich_help_panel=OUTPUT,
        autocompletion=completer(_TEXT_FORMATS),
        help=_FORMAT_HELP,
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        rich_help_panel=OUTPUT,
        help="Write to this file instead of standard output.",
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        rich_help_panel=OUTPUT,
        help="No progress and no notes; errors and the exit code stay.",
    ),
]
NoProgress = Annotated[bool, typer.Option("--no-progress", rich_help_panel=OUTPUT, help="No progress bar.")]
NoColor = Annotated[
    bool,
    typer.Option(
        "--no-color",
        rich_help_panel=OUTPUT,
        help="No colour (NO_COLOR in the environment does the same).",
    ),
]

MaxMembers = Annotated[
    int | None,
    typer.Option(
        "--max-members", min=1, metavar="N", show_default=False, rich_help_panel=LIMITS, help="Files at most."
    ),
]
MaxMemberBytes = Annotated[
    int | None,
    typer.Option(
        "--max-member-bytes",
        min=1,
        metavar="N",
        show_default=False,
        rich_help_panel=LIMITS,
        help="Unpacked bytes of one file.",
    ),
]
MaxRatio = Annotated[
    int | None,
    typer.Option(
        "--max-ratio",
        min=1,
        metavar="N",
        show_default=False,
        rich_help_panel=LIMITS,
        help="Unpacked bytes for each packed one.",
    ),
]
MaxPathLength = Annotated[
    int | None,
    typer.Option(
        "--max-path-length",
        min=1,
        metavar="N",
        show_default=False,
        rich_help_panel=LIMITS,
        help="Characters of a path.",
    ),
]
MaxJsonDepth = Annotated[
    int | None,
    typer.Option(
        "--max-json-depth",
        min=1,
        metavar="N",
        show_default=False,
        rich_help_panel=LIMITS,
        help="Levels of nested JSON.",
    ),
]


@dataclass(frozen=True)
class FilterOptions:
    """Which items are meant."""

    visibility: Visibility = None
    lean: Lean = None
    platform: Platform = None
    kind: Kind = None
    now: Now = None
    past: Past = None
    ever_public: EverPublic = None
    since: Since = None
    until: Until = None
    match: Match = None

    def parse(self) -> Filters:
        """Return the filters. Raises FilterError."""
        return parse_filters(**vars(self))


@dataclass(frozen=True)
class PersonOptions:
    """What the user says of themselves; each beats what the download says."""

    region: Region = None
    born: Born = None
    objected: Objected = None
    as_of: AsOf = None
    facts: FactsFile = None

    @property
    def named(self) -> list[str]:
        """The options in use that describe a person."""
        values = {"--region": self.region, "--born": self.born, "--objected": self.objected}
        return [option for option, value in values.items() if value]


@dataclass(frozen=True)
class FactOptions(PersonOptions):
    """What the user knows: of themselves, and of who can see their posts."""

    audience: Audience = None


@dataclass(frozen=True)
class RulesOptions:
    """By which rules."""

    rules: RulesDir = None


@dataclass(frozen=True)
class ReadOptions(RulesOptions):
    """By which rules, and where the scan is saved."""

    save: Save = None


@dataclass(frozen=True)
class JudgeOptions(ReadOptions):
    """By which rules and assumption, and where the scan is saved."""

    assume: Assume = None


@dataclass(frozen=True)
class ProgressOptions:
    """What is said beside the answer."""

    quiet: Quiet = False
    no_progress: NoProgress = False


@dataclass(frozen=True)
class WriteOptions:
    """How the answer is written, and where."""

    format: AnyFormat = None
    output: OutputFile = None
    no_color: NoColor = False

    def __post_init__(self) -> None:
        """Refuse what can't be written, before the long work. Raises UsageError."""
        from scanner.cli.terminal import is_terminal

        ending = format_by_ending(self.output)
        if self.format and ending and self.format != ending:
            raise UsageError(
                f"--format {self.format}, but the name {self.output} ends as {ending} does: "
                "change one of them, or leave --format out"
            )
        if ending and ending not in self.formats:
            raise UsageError(f"{self.output}: this command writes {' or '.join(self.formats)}, not {ending}")
        if FORMATS[self.chosen].is_binary and is_terminal(self.output):
            raise UsageError(f"{self.chosen} is not text: name a file with --output FILE, or use a pipe")
        if self.output is not None:
            check_folder(self.output)

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats that there are."""
        return tuple(FORMATS)

    @property
    def chosen(self) -> str:
        """The name of the format: as asked for, else by the ending of the file, else the table."""
        return self.format or format_by_ending(self.output) or "table"


@dataclass(frozen=True)
class TextWriteOptions(WriteOptions):
    """How an answer without rows is written, and where."""

    format: TextFormat = None

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats that there are."""
        return _TEXT_FORMATS


@dataclass(frozen=True)
class OutputOptions(ProgressOptions, WriteOptions):
    """How the answer is written, where, and what is said beside it."""


@dataclass(frozen=True)
class TextOutputOptions(ProgressOptions, TextWriteOptions):
    """The same of an answer without rows."""


@dataclass(frozen=True)
class GateOptions(OutputOptions):
    """The same, with the level that makes the command fail."""

    fail_on: FailOn = None


@dataclass(frozen=True)
class LimitOptions:
    """How much is read at most."""

    max_members: MaxMembers = None
    max_member_bytes: MaxMemberBytes = None
    max_ratio: MaxRatio = None
    max_path_length: MaxPathLength = None
    max_json_depth: MaxJsonDepth = None

    def named(self) -> dict[str, int]:
        """Return the limits that are set, by their names in `archive.Limits`."""
        return {name.removeprefix("max_"): value for name, value in vars(self).items() if value is not None}


def check_folder(file: Path) -> None:
    """Refuse a file in a folder that does not exist, with the line that makes it. Raises UsageError."""
    from scanner.cli.terminal import make_folder_line

    if not file.parent.exists():
        raise UsageError(
            f"{file} can't be written: there is no folder {file.parent}. "
            f"To make it: {make_folder_line(file.parent)}"
        )
