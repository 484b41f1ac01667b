"""`exposure facts`: asks what an export can't tell, and keeps the answers in `exposure.toml`."""

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

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
    from scanner.cli.asking import Terminal
    from scanner.cli.filters import Filters
    from scanner.cli.job import Job
    from scanner.facts import AccountFacts, Facts, Override
    from scanner.interview.holding import Judge
    from scanner.people import Individual
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
        "--container",
        metavar="NAME",
        show_default=False,
        help="With --set: only items in this group or album.",
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


class _Call(NamedTuple):
    """One person's downloads, once read, and their answers."""

    individual: "Individual"
    owner: "AccountFacts | None"
    """What the downloads call the person; None if they have no name."""
    facts: "Facts"
    """The answers that the file already has."""
    judge: "Judge"
    """Judges the person's downloads with other facts."""

    @property
    def person(self) -> str:
        """The person with their products, for use in a sentence."""
        products = _products(self.individual)
        return f"{self.individual.label} ({products})" if products else self.individual.label


def _products(individual: "Individual") -> str:
    """Return the products of a person's downloads, for use in a sentence."""
    from scanner.output.words import PLATFORM_NAMES, listed

    accounts = (account.platform for export in individual.exports for account in export.accounts)
    return listed([PLATFORM_NAMES[platform] for platform in dict.fromkeys(accounts)])


def _read(job: "Job", file: Path, choose: "Callable[[Sequence[Individual]], Individual]") -> _Call:
    """Read the downloads once and return those of one person: the file's, or the one that `choose` picks.

    Raises UsageError if the file has another person's answers.
    """
    from scanner.cli.errors import UsageError
    from scanner.cli.job import not_theirs
    from scanner.people import individuals

    facts = job.told.read()
    found = job.gather()
    scan = job.judge(found, facts)
    mine = [export for export in scan.exports if export.takes_facts]
    if facts.account is not None and not mine:
        raise UsageError(not_theirs(file, facts.account, scan))
    people = individuals(mine)
    individual = people[0] if len(people) == 1 else choose(people)
    names = {export.name for export in individual.exports}
    return _Call(
        individual, _owner(individual), facts, lambda told: _part(job.judge(found, told), individual, names)
    )


def _part(scan: "Scan", individual: "Individual", names: set[str]) -> "Scan":
    """Return one person's part of a scan, by the names of their downloads."""
    from msgspec.structs import replace

    from scanner.people import scan_of

    exports = tuple(export for export in scan.exports if export.name in names)
    return scan_of(scan, replace(individual, exports=exports))


def _owner(individual: "Individual") -> "AccountFacts | None":
    """Return what a person's downloads call them; None if they have no name."""
    from scanner.facts import AccountFacts

    accounts = [account for export in individual.exports for account in export.accounts]
    names = dict.fromkeys(account.name for account in accounts if account.name)
    usernames = dict.fromkeys(account.username for account in accounts if account.username)
    return AccountFacts(tuple(names), tuple(usernames)) if names or usernames else None


def _refuse(people: "Sequence[Individual]") -> "Individual":
    """Raise UsageError: the downloads belong to several people, and there is nobody to ask."""
    from scanner.cli.errors import UsageError

    labels = ", ".join(each.label for each in people)
    raise UsageError(
        f"these downloads belong to {len(people)} people ({labels}): give one person's at a time"
    )


def _choose(asker: "Terminal", people: "Sequence[Individual]") -> "Individual":
    """Ask who the answers are for and return that person; all accounts may be one person's."""
    from scanner.people import Individual

    words = {each.label: _products(each) for each in people} | {
        "all": "all of these accounts belong to one person"
    }
    asker.say("By their names, these downloads belong to several people. Who are the answers for?")
    answer = asker.choice("Person", words)
    if answer is None:
        raise typer.Abort
    if answer == "all":
        return Individual(1, people[0].label, tuple(export for each in people for export in each.exports))
    return next(each for each in people if each.label == answer)


def _print(job: "Job", file: Path) -> None:
    """Print what is open."""
    from scanner.cli.writing import write_text
    from scanner.interview import outline
    from scanner.output.safe import safe_lines

    call = _read(job, file, _refuse)
    lines = outline(_text(file), call.facts, call.judge, job.book, call.owner)
    write_text("".join(f"{safe_lines(line)}\n" for line in lines), None)


def _ask(job: "Job", file: Path) -> None:
    """Hold the interview."""
    from scanner.cli.asking import Terminal
    from scanner.cli.errors import DONE, STOPPED, UsageError, say
    from scanner.interview import hold

    asker = Terminal()
    try:
        call = _read(job, file, lambda people: _choose(asker, people))
        text = _started_text(file, call, asker)
        asker.say("Press Enter to skip a question. Each answer is saved at once; Ctrl-C stops.")
        answers = hold(text, call.facts, call.judge, job.book, asker, lambda text: _keep(file, text))
    except typer.Abort:
        if not asker.answered and not sys.stdin.isatty():
            raise UsageError("there is no terminal to ask in; --print shows what is open") from None
        say("\nStopped." + (f" What you answered is in {file}." if file.exists() else ""))
        raise typer.Exit(STOPPED if sys.stdin.isatty() else DONE) from None
    if answers:
        words = ["exposure", "scan", *map(_quoted, job.paths), "--facts", _quoted(file)]
        say(f"\nSaved in {file}. To use it: {' '.join(words)}")
    else:
        say("\nYou answered no question, so nothing was written.")


def _quoted(path: Path) -> str:
    """Return a path quoted for the shell."""
    text = str(path)
    quoted = shlex.quote(text)
    return f'"{text}"' if quoted != text and os.name == "nt" else quoted


def _started_text(file: Path, call: _Call, asker: "Terminal") -> str:
    """Say which file the answers go to and who they are for; return its text, with `[account]`.

    Raises UsageError if a file without `[account]` turns out to be another person's.
    """
    from scanner.cli.errors import UsageError
    from scanner.facts.writing import account, with_entry
    from scanner.interview.questions import YES_NO

    text, new = _text(file), "" if file.exists() else "new file "
    asker.say(f"Your answers for {call.person} go to the {new or 'file '}{file.resolve()}.")
    if call.owner is None:
        asker.say("This download does not say whose it is: use the file for this person only.")
        return text
    if call.facts.account is not None:
        return text
    started = with_entry(text, account(call.owner))
    if text:
        asker.say("This file already holds answers, and it does not say whose they are.")
        if asker.choice(f"Are they the answers of {call.individual.label}?", YES_NO) != "yes":
            raise UsageError(f"{file} was not changed; name another file for these answers, with -o FILE")
        # kept at once, so that it is not asked again
        _keep(file, started)
    return started


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

    call = _read(job, file, _refuse)
    told, judge = call.facts, call.judge
    before = judge(told)
    entry, count = _override(before, audience, item, container, wanted)
    former = next(
        (other.audience for other in told.override if entry.item and other.item == entry.item), None
    )
    if former == audience:
        say(f"{file} says so already: {audience}. Nothing was changed.")
        return
    selected = f"{count:,} item{'s' * (count != 1)}"
    text = with_override(_owned(file, call), entry, f"{selected}, as of {date.today()}")
    after = judge(replace(parse(text, str(file)), graph=told.graph))
    _keep(file, text)
    instead = f", {audience} in place of {former}" if former else ""
    say(f"Saved in {file}, for {call.person}: {selected} selected{instead}. {changed(before, after)}")


def _owned(file: Path, call: _Call) -> str:
    """Return the text of the file; a new one begins with `[account]`."""
    from scanner.facts.writing import account, with_entry

    text = _text(file)
    return with_entry(text, account(call.owner)) if call.owner and not text else text


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
