"""`exposure facts`: asks what an export can't tell, and keeps the answers in `exposure.toml`."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from scanner.cli.errors import DONE, STOPPED, UsageError, print_err
from scanner.cli.formats import write_text
from scanner.cli.groups import option, with_option_groups
from scanner.cli.options import (
    AsOf,
    Audience,
    FactOptions,
    Kind,
    LimitOptions,
    Match,
    Paths,
    Platform,
    ProgressOptions,
    RulesOptions,
    Since,
    Until,
    check_folder,
)

if TYPE_CHECKING:
    from scanner.accounts.people import Individual
    from scanner.cli.prompter import Prompter
    from scanner.cli.request import Request
    from scanner.facts import AccountFacts, Facts, Override
    from scanner.filters import Filters
    from scanner.interview.session import Judge
    from scanner.result import Scan

_FILE: Final = Path("exposure.toml")

_PANEL: Final = "Your answers"

File = Annotated[
    Path | None,
    option(
        "--output -o",
        _PANEL,
        "The file for your answers (exposure.toml); what it says already stays.",
        metavar="FILE",
    ),
]
Print = Annotated[
    bool, option("--print", _PANEL, "Ask nothing: print the open questions, as a file to fill in.")
]
Set = Annotated[
    str | None,
    option(
        "--set",
        _PANEL,
        "Ask nothing: say who can see --item, or all that --kind, --since, ... select.",
        metavar="audience=WORD",
    ),
]
Item = Annotated[str | None, option("--item", _PANEL, "With --set: only this item.", metavar="ID")]
Container = Annotated[
    str | None,
    option("--container", _PANEL, "With --set: only items in this group, album, ....", metavar="NAME"),
]


@dataclass(frozen=True)
class AnswerOptions:
    """What is asked or set, and which file has the answers."""

    print_: Print = False
    set_: Set = None
    item: Item = None
    container: Container = None
    output: File = None

    @property
    def file(self) -> Path:
        """The file of the answers."""
        return self.output or _FILE


@dataclass(frozen=True)
class SelectOptions:
    """What `--set` is about."""

    platform: Platform = None
    kind: Kind = None
    since: Since = None
    until: Until = None
    match: Match = None


@dataclass(frozen=True)
class JudgedOptions:
    """What is known beside the answers."""

    audience: Audience = None
    as_of: AsOf = None


@with_option_groups
def facts(
    paths: Paths,
    answers: AnswerOptions,
    select: SelectOptions,
    context: JudgedOptions,
    read: RulesOptions,
    progress: ProgressOptions,
    limits: LimitOptions,
) -> None:
    """Ask you what no download says, most items first, and save your answers; you can skip any question."""
    from scanner.cli.request import Request
    from scanner.filters import Filters, parse_filters

    filters = parse_filters(**vars(select))
    if answers.set_ is None and (answers.item or answers.container or filters != Filters()):
        raise UsageError("filters say which items --set is about: give --set audience=WORD with them")
    file = answers.file
    check_folder(file)
    person = FactOptions(
        facts=file if file.exists() else None, audience=context.audience, as_of=context.as_of
    )
    request = Request(paths, person, read.rules, limits, progress)
    if answers.set_ is not None:
        _set(request, answers, _parse_audience(answers.set_), filters)
    elif answers.print_:
        _print(request, file)
    else:
        _ask(request, file)


def _text(file: Path) -> str:
    """Return what the file says already."""
    return file.read_text(encoding="utf-8-sig") if file.exists() else ""


def _keep(file: Path, text: str) -> None:
    """Write the file, whole or not at all, for its owner only. Raises OutputError."""
    from scanner.output.files import deliver

    deliver([text.encode()], file)


class _PersonScanned(NamedTuple):
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
    from scanner.output.wording import PLATFORM_NAMES, join_list

    accounts = (account.platform for export in individual.exports for account in export.accounts)
    return join_list([PLATFORM_NAMES[platform] for platform in dict.fromkeys(accounts)])


def _read(
    request: "Request", file: Path, choose: "Callable[[Sequence[Individual]], Individual]"
) -> _PersonScanned:
    """Read the downloads once and return those of one person: the file's, or the one that `choose` picks.

    Raises UsageError if the file has another person's answers.
    """
    from scanner.accounts.people import individuals
    from scanner.cli.request import not_theirs

    facts = request.user_facts.over(None)
    gathered = request.gather()
    scan = request.judge(gathered, facts)
    mine = [export for export in scan.exports if export.takes_facts]
    if facts.account is not None and not mine:
        raise UsageError(not_theirs(file, facts.account, scan, request.paths))
    people = individuals(mine)
    individual = people[0] if len(people) == 1 else choose(people)
    names = {export.name for export in individual.exports}
    return _PersonScanned(
        individual,
        _owner(individual),
        facts,
        lambda changed: _part(request.judge(gathered, changed), individual, names),
    )


def _part(scan: "Scan", individual: "Individual", names: set[str]) -> "Scan":
    """Return one person's part of a scan, by the names of their downloads."""
    from msgspec.structs import replace

    from scanner.accounts.people import scan_of

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
    labels = ", ".join(individual.label for individual in people)
    raise UsageError(
        f"these downloads belong to {len(people)} people ({labels}): give one person's at a time"
    )


def _choose(asker: "Prompter", people: "Sequence[Individual]") -> "Individual":
    """Ask who the answers are for and return that person; all accounts may be one person's."""
    from scanner.accounts.people import Individual

    choices = {individual.label: _products(individual) for individual in people} | {
        "all": "all of these accounts belong to one person"
    }
    asker.say("By their names, these downloads belong to several people. Who are the answers for?")
    answer = asker.choice("Person", choices)
    if answer is None:
        raise typer.Abort
    if answer == "all":
        return Individual(
            1, people[0].label, tuple(export for individual in people for export in individual.exports)
        )
    return next(individual for individual in people if individual.label == answer)


def _print(request: "Request", file: Path) -> None:
    """Print what is open."""
    from scanner.interview import as_template
    from scanner.output.terminal_safe import safe_lines

    call = _read(request, file, _refuse)
    lines = as_template(_text(file), call.facts, call.judge, request.book, call.owner)
    write_text("".join(f"{safe_lines(line)}\n" for line in lines))


def _ask(request: "Request", file: Path) -> None:
    """Hold the interview."""
    from scanner.cli.prompter import Prompter
    from scanner.cli.terminal import exposure_line
    from scanner.interview import run_interview

    asker = Prompter()
    try:
        call = _read(request, file, lambda people: _choose(asker, people))
        text = _started_text(file, call, asker)
        asker.say("Press Enter to skip a question. Each answer is saved at once; Ctrl-C stops.")
        answers = run_interview(
            text, call.facts, call.judge, request.book, asker, lambda text: _keep(file, text)
        )
    except typer.Abort:
        if not asker.answered and not sys.stdin.isatty():
            raise UsageError("there is no terminal to ask in; --print shows what is open") from None
        print_err("\nStopped." + (f" What you answered is in {file}." if file.exists() else ""))
        raise typer.Exit(STOPPED if sys.stdin.isatty() else DONE) from None
    if answers:
        print_err(f"\nSaved in {file}. To use it: {exposure_line('scan', request.paths, '--facts', file)}")
    else:
        print_err("\nYou answered no question, so nothing was written.")


def _started_text(file: Path, call: _PersonScanned, asker: "Prompter") -> str:
    """Return the text of the file that the answers go to, with `[account]`; say whose answers they are.

    Raises UsageError if a file without `[account]` turns out to be another person's.
    """
    from scanner.facts.edit import account_entry, with_entry
    from scanner.interview.questions import YES_NO

    text, new = _text(file), "" if file.exists() else "new file "
    asker.say(f"Your answers for {call.person} go to the {new or 'file '}{file.resolve()}.")
    if call.owner is None:
        asker.say("This download does not say whose it is: use the file for this person only.")
        return text
    if call.facts.account is not None:
        return text
    started = with_entry(text, account_entry(call.owner))
    if text:
        asker.say("This file already contains answers, and it does not say whose they are.")
        if asker.choice(f"Are they the answers of {call.individual.label}?", YES_NO) != "yes":
            raise UsageError(f"{file} was not changed; name another file for these answers, with -o FILE")
        # kept at once, so that it is not asked again
        _keep(file, started)
    return started


def _parse_audience(text: str) -> str:
    """Return the audience of `--set audience=WORD`. Raises UsageError."""
    from scanner.facts import OVERRIDE_AUDIENCES
    from scanner.filters import suggestion

    key, _, value = (part.strip() for part in text.partition("="))
    word = value.lower().replace(" ", "_").replace("-", "_")
    if key != "audience" or word not in OVERRIDE_AUDIENCES:
        meant = suggestion(value, OVERRIDE_AUDIENCES) if key == "audience" else ""
        raise UsageError(
            f"--set {text!r}: {meant}write audience=WORD; allowed are {', '.join(OVERRIDE_AUDIENCES)}"
        )
    return word


def _set(request: "Request", answers: AnswerOptions, audience: str, filters: "Filters") -> None:
    """Write down who can see an item, or all that a filter selects."""
    from msgspec.structs import replace

    from scanner.facts import parse
    from scanner.facts.edit import with_override
    from scanner.interview.session import describe_change

    file = answers.file
    person = _read(request, file, _refuse)
    before = person.judge(person.facts)
    entry, count = _override(before, audience, answers, filters, request.paths)
    former = next(
        (
            override.audience
            for override in person.facts.override
            if entry.item and override.item == entry.item
        ),
        None,
    )
    if former == audience:
        print_err(f"{file} says so already: {audience}. Nothing was changed.")
        return
    selected = f"{count:,} item{'s' * (count != 1)}"
    text = with_override(_owned(file, person), entry, f"{selected}, as of {date.today()}")
    after = person.judge(replace(parse(text, str(file)), graph=person.facts.graph))
    _keep(file, text)
    instead = f", {audience} in place of {former}" if former else ""
    change = describe_change(before, after)
    print_err(f"Saved in {file}, for {person.person}: {selected} selected{instead}. {change}")


def _owned(file: Path, person: _PersonScanned) -> str:
    """Return the text of the file; a new one begins with `[account]`."""
    from scanner.facts.edit import account_entry, with_entry

    text = _text(file)
    return with_entry(text, account_entry(person.owner)) if person.owner and not text else text


def _override(
    scan: "Scan", audience: str, answers: AnswerOptions, filters: "Filters", paths: Sequence[Path]
) -> "tuple[Override, int]":
    """Return what to write down, and how many items it is about. Raises UsageError."""
    from scanner.cli.explain import one_item
    from scanner.evidence.user import selected
    from scanner.facts import Override
    from scanner.filters import Filters

    if answers.item is not None:
        if answers.container or filters != Filters():
            raise UsageError("--item names one item; give it without filters")
        return Override(one_item(scan.items, answers.item, paths)["item_id"], audience), 1
    entry = Override(
        None,
        audience,
        filters.values.get("kind", ()),
        filters.values.get("platform", ()),
        answers.container,
        filters.since,
        filters.before,
        filters.match,
    )
    if not entry.selects:
        raise UsageError("--set is about one item (--item ID) or what filters select (--kind, ...)")
    count = scan.items.filter(selected(entry)).height
    if not count:
        raise UsageError("the filters select no item of this download, so nothing was written")
    return entry, count
