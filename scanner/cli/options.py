"""The options that several commands share: each defined once, and put together in groups."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from scanner.cli.errors import UsageError
from scanner.cli.formats import FORMATS, format_by_ending
from scanner.cli.groups import option
from scanner.cli.parsers import completer, one_of, parse_country, parse_day, parse_first_day, parse_last_day
from scanner.filters import ON_SCREEN, VALUES, Filters, parse_filters
from scanner.schema import IN_POOL

READ: Final = "Read"
FILTER: Final = "Filter"
PERSON: Final = "About you"
OUTPUT: Final = "Output"
LIMITS: Final = "Limits"
PANELS: Final = (READ, FILTER, PERSON, OUTPUT, LIMITS)
"""The headings of `--help`, in this order; options of a command's own come first."""


def _completions(column: str) -> Callable[[str], list[str]]:
    """Return what completes the words of a column, those of the screen too where they are words."""
    on_screen = () if column == "kind" else (word for word in ON_SCREEN.get(column, {}) if word.isalpha())
    return completer((*on_screen, *VALUES[column]))


def _words_of(column: str, text: str) -> Any:
    """Return the option that filters by the words of a column."""
    names = f"--{column.replace('_', '-')}"
    return option(names, FILTER, text, metavar="WORDS", autocompletion=_completions(column))


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
    list[str] | None, _words_of("visibility", f"Only public, private or unknown items. {_COMMA_LIST}")
]
Lean = Annotated[list[str] | None, _words_of("lean", "Only unknown items that lean public, private or none.")]
EverPublic = Annotated[
    list[str] | None,
    _words_of("ever_public", "Only items that were public at some time: yes, no or unknown."),
]
Platform = Annotated[
    list[str] | None,
    _words_of("platform", "Only facebook, instagram, threads, messenger, meta_ai or whatsapp."),
]
Kind = Annotated[list[str] | None, _words_of("kind", "Only these kinds: post, comment, ai_prompt, ...")]
Now = Annotated[
    list[str] | None,
    _words_of("now", "Only by the verdict for today: yes (eligible, likely), unknown, no (not_eligible)."),
]
Past = Annotated[list[str] | None, _words_of("past", "Only by the verdict for the past: the same words.")]
Since = Annotated[
    date | None,
    option(
        "--since",
        FILTER,
        "Only from this day, month or year on (UTC): 2025-05-20, 2025-05, 2025, ...",
        parser=parse_first_day,
        metavar="DATE",
    ),
]
Until = Annotated[
    date | None,
    option(
        "--until",
        FILTER,
        "Only up to and including this day, month or year.",
        parser=parse_last_day,
        metavar="DATE",
    ),
]
Match = Annotated[
    str | None,
    option("--match", FILTER, 'Only items whose text matches, as in "(?i)berlin".', metavar="REGEX"),
]

Region = Annotated[
    str | None,
    option(
        "--region",
        PERSON,
        "The country you live in now, by name or code: Germany, DE, ...",
        parser=parse_country,
        metavar="COUNTRY",
    ),
]
Born = Annotated[
    date | None, option("--born", PERSON, "Your date of birth.", parser=parse_day, metavar="DATE")
]
Objected = Annotated[
    list[date] | None,
    option(
        "--objected",
        PERSON,
        "When you filed an objection that Meta accepted. Repeat it for several.",
        parser=parse_day,
        metavar="DATE",
    ),
]
AsOf = Annotated[
    date | None,
    option("--as-of", PERSON, "Judge as of this day instead of today.", parser=parse_day, metavar="DATE"),
]
FactsFile = Annotated[
    Path | None,
    option("--facts", PERSON, "Your answers: an exposure.toml, which exposure facts writes.", metavar="FILE"),
]
Audience = Annotated[
    list[Path] | None,
    option(
        "--audience",
        PERSON,
        "The Graph API's answer to /me/posts, which says who can see each Facebook post. Repeat it for "
        "several files.",
        metavar="FILE",
    ),
]

RulesDir = Annotated[
    Path | None,
    option("--rules", READ, "Your own rules, which take precedence over the built-in ones.", metavar="DIR"),
]
Assume = Annotated[
    str | None,
    option(
        "--assume",
        READ,
        "Count each unknown item as what it leans to, marked as assumed everywhere.",
        parser=one_of(["lean"]),
        metavar="[lean]",
        autocompletion=completer(["lean"]),
    ),
]
Save = Annotated[
    Path | None,
    option(
        "--save", READ, "Save the scan in this file; every command takes it in place of PATH.", metavar="FILE"
    ),
]

LEVELS: Final = {"eligible": ("eligible",), "likely": IN_POOL}
"""What `--fail-on` takes, and the verdicts of today that reach it."""
FailOn = Annotated[
    str | None,
    option(
        "--fail-on",
        OUTPUT,
        "Exit with code 1 if an item is eligible today (likely: or likely eligible).",
        parser=one_of(tuple(LEVELS)),
        metavar="[eligible|likely]",
        autocompletion=completer(tuple(LEVELS)),
    ),
]
_FORMAT_HELP: Final = "How to write it. Without it, the ending of --output decides, else table."
_TEXT_FORMATS: Final = tuple(name for name, form in FORMATS.items() if not form.is_for_rows_only)
AnyFormat = Annotated[
    str | None,
    option(
        "--format -f",
        OUTPUT,
        _FORMAT_HELP,
        parser=one_of(tuple(FORMATS)),
        metavar=f"[{'|'.join(FORMATS)}]",
        autocompletion=completer(tuple(FORMATS)),
    ),
]
TextFormat = Annotated[
    str | None,
    option(
        "--format -f",
        OUTPUT,
        _FORMAT_HELP,
        parser=one_of(_TEXT_FORMATS),
        metavar=f"[{'|'.join(_TEXT_FORMATS)}]",
        autocompletion=completer(_TEXT_FORMATS),
    ),
]
OutputFile = Annotated[
    Path | None,
    option("--output -o", OUTPUT, "Write to this file instead of standard output.", metavar="FILE"),
]
Quiet = Annotated[
    bool, option("--quiet -q", OUTPUT, "No progress and no notes; errors and the exit code stay.")
]
NoProgress = Annotated[bool, option("--no-progress", OUTPUT, "No progress bar.")]
NoColor = Annotated[
    bool, option("--no-color", OUTPUT, "No colour (NO_COLOR in the environment does the same).")
]

MaxMembers = Annotated[int | None, option("--max-members", LIMITS, "Files at most.", min=1, metavar="N")]
MaxMemberBytes = Annotated[
    int | None, option("--max-member-bytes", LIMITS, "Unpacked bytes of one file.", min=1, metavar="N")
]
MaxRatio = Annotated[
    int | None, option("--max-ratio", LIMITS, "Unpacked bytes for each packed one.", min=1, metavar="N")
]
MaxPathLength = Annotated[
    int | None, option("--max-path-length", LIMITS, "Characters of a path.", min=1, metavar="N")
]
MaxJsonDepth = Annotated[
    int | None, option("--max-json-depth", LIMITS, "Levels of nested JSON.", min=1, metavar="N")
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
