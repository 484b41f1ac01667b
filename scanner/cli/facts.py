"""`exposure facts`: asks what an export can't tell, and keeps the answers in `exposure.toml`."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli.options import (
    AsOf,
    Audience,
    Kind,
    Match,
    MaxJsonDepth,
    MaxMemberBytes,
    MaxMembers,
    MaxPathLength,
    MaxRatio,
    NoProgress,
    Paths,
    Platform,
    Quiet,
    RulesDir,
    Since,
    Until,
)

if TYPE_CHECKING:
    from scanner.cli.filters import Filters
    from scanner.cli.job import Job
    from scanner.facts import Facts, Override
    from scanner.interview.holding import Judge
    from scanner.result import Scan

_FILE: Final = Path("exposure.toml")

File = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="The file that the answers are kept in (exposure.toml); what it says already stays.",
    ),
]
Print = Annotated[
    bool, typer.Option("--print", help="Ask nothing: print what is open, as a file to fill in.")
]
Set = Annotated[
    str | None,
    typer.Option(
        "--set",
        metavar="audience=WORD",
        show_default=False,
        help="Ask nothing: tell who can see --item, or all that --kind, --since, ... select.",
    ),
]
Item = Annotated[
    str | None,
    typer.Option("--item", metavar="ID", show_default=False, help="With --set: this very item."),
]
Container = Annotated[
    str | None,
    typer.Option(
        "--container", metavar="NAME", show_default=False, help="With --set: only what stands in this."
    ),
]


def facts(
    paths: Paths,
    print_: Print = False,
    set_: Set = None,
    item: Item = None,
    platform: Platform = None,
    kind: Kind = None,
    container: Container = None,
    since: Since = None,
    until: Until = None,
    match: Match = None,
    audience: Audience = None,
    as_of: AsOf = None,
    rules: RulesDir = None,
    output: File = None,
    quiet: Quiet = False,
    no_progress: NoProgress = False,
    max_members: MaxMembers = None,
    max_member_bytes: MaxMemberBytes = None,
    max_ratio: MaxRatio = None,
    max_path_length: MaxPathLength = None,
    max_json_depth: MaxJsonDepth = None,
) -> None:
    """Ask what no download says, biggest share first, and keep the answers; each question can be skipped."""
    from scanner.cli.errors import UsageError
    from scanner.cli.filters import filters
    from scanner.cli.job import Job, Told, limits_of

    wanted = filters(platform=platform, kind=kind, since=since, until=until, match=match)
    if set_ is None and (item or container or wanted.told()):
        raise UsageError("filters tell what --set speaks of: give --set audience=WORD with them")
    file = output or _FILE
    told = Told(facts=file if file.exists() else None, audience=audience)
    limits = limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth)
    job = Job(paths, told, as_of, rules, limits, quiet=quiet, no_progress=no_progress)
    if set_ is not None:
        _set(job, file, _word(set_), item, container, wanted)
    elif print_:
        _print(job, file)
    else:
        _ask(job, file)


def _text(file: Path) -> str:
    """Give what the file says already."""
    return file.read_text(encoding="utf-8-sig") if file.exists() else ""


def _keep(file: Path, text: str) -> None:
    """Write the file, whole or not at all, for its owner only. Raises OutputError."""
    from scanner.output.write import deliver

    deliver([text.encode()], file)


def _judge(job: "Job") -> "tuple[Facts, Judge]":
    """Read the export once; give the facts told so far, and what judges it with others."""
    facts = job.told.read()
    found = job.gather()
    return facts, lambda told: job.judge(found, told)


def _print(job: "Job", file: Path) -> None:
    """Print what is open."""
    from scanner.cli.writing import write_text
    from scanner.interview import outline
    from scanner.output.safe import safe_lines

    told, judge = _judge(job)
    lines = outline(_text(file), told, judge, job.book)
    write_text("".join(f"{safe_lines(line)}\n" for line in lines), None)


def _ask(job: "Job", file: Path) -> None:
    """Hold the interview."""
    from scanner.cli.asking import Terminal
    from scanner.cli.errors import DONE, STOPPED, UsageError, say
    from scanner.interview import hold

    told, judge = _judge(job)
    asker = Terminal()
    say("Enter skips a question. Each answer is kept at once; Ctrl-C stops.")
    try:
        answers = hold(_text(file), told, judge, job.book, asker, lambda text: _keep(file, text))
    except typer.Abort:
        if not asker.answered and not sys.stdin.isatty():
            raise UsageError("there is no terminal to ask in; --print shows what is open") from None
        say("\nStopped." + (f" What you answered is in {file}." if file.exists() else ""))
        raise typer.Exit(STOPPED if sys.stdin.isatty() else DONE) from None
    if answers:
        named = f'"{file}"' if " " in str(file) else file
        say(f"\nKept in {file}. Use it: exposure scan PATH --facts {named}")
    else:
        say("\nNothing was told, so nothing was written.")


def _word(told: str) -> str:
    """Read what --set tells. Raises UsageError."""
    from scanner.cli.errors import UsageError
    from scanner.facts import TOLD_AUDIENCES

    key, _, word = told.partition("=")
    if key.strip() != "audience" or word.strip() not in TOLD_AUDIENCES:
        raise UsageError(f"--set {told!r}: write audience=WORD; allowed are {', '.join(TOLD_AUDIENCES)}")
    return word.strip()


def _set(
    job: "Job", file: Path, audience: str, item: str | None, container: str | None, wanted: "Filters"
) -> None:
    """Write down who can see an item, or all that a filter selects."""
    from msgspec.structs import replace

    from scanner.cli.errors import say
    from scanner.facts import parse
    from scanner.facts.writing import with_override
    from scanner.interview.holding import changed

    told, judge = _judge(job)
    before = judge(told)
    entry, count = _override(before, audience, item, container, wanted)
    former = next(
        (other.audience for other in told.override if entry.item and other.item == entry.item), None
    )
    if former == audience:
        say(f"{file} says so already: {audience}. Nothing was changed.")
        return
    selected = f"{count:,} item{'s' * (count != 1)}"
    text = with_override(_text(file), entry, f"{selected}, as of {date.today()}")
    after = judge(replace(parse(text, str(file)), graph=told.graph))
    _keep(file, text)
    instead = f", {audience} in place of {former}" if former else ""
    say(f"Kept in {file}: {selected} selected{instead}. {changed(before, after)}")


def _override(
    scan: "Scan", audience: str, item: str | None, container: str | None, wanted: "Filters"
) -> "tuple[Override, int]":
    """Give what to write down, and of how many items it speaks. Raises UsageError."""
    from scanner.cli.errors import UsageError
    from scanner.cli.explain import one_item
    from scanner.facts import Override
    from scanner.told import selected

    items = scan.items
    if item is not None:
        if container or wanted.told():
            raise UsageError("--item names one item; give it without filters")
        return Override(one_item(items, item)["item_id"], audience), 1
    entry = Override(
        None,
        audience,
        wanted.words.get("kind", ()),
        wanted.words.get("platform", ()),
        container,
        wanted.since,
        wanted.until + timedelta(days=1) if wanted.until else None,
        wanted.match,
    )
    if not entry.selects:
        raise UsageError("--set speaks of one item (--item ID) or of what filters select (--kind, ...)")
    count = items.filter(selected(entry)).height
    if not count:
        raise UsageError("the filters select no item of this export, so nothing was written")
    return entry, count
