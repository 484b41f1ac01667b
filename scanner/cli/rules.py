"""`exposure rules`: the rule book, listed, shown and checked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli.errors import USAGE, UsageError, print_err
from scanner.cli.formats import Answer, write, write_text
from scanner.cli.groups import with_option_groups
from scanner.cli.help import Command
from scanner.cli.options import RulesOptions, TextWriteOptions, WriteOptions
from scanner.cli.parsers import completer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.rulebook import RuleBook
    from scanner.rulebook.entries import Entry
    from scanner.rulebook.examples import Failure

_MOST_ENTRIES: Final = 15
"""Entries named where several begin alike."""


app = typer.Typer(
    help="Show and check the rules that decide.",
    epilog="\b\nExamples:\n  exposure rules list --table now\n  exposure rules show N26",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Table = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="WORD",
        show_default=False,
        autocompletion=completer(("visibility", "lean", "now", "past", "flags")),
        help="Only this table: visibility, lean, now, past or flags.",
    ),
]
EntryId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        show_default=False,
        help="The id of a rule, note, action, source or letter, or the start of an id; or a number "
        "(N26, P02, R12, F07, A1).",
    ),
]
OldText = Annotated[
    Path,
    typer.Argument(
        metavar="OLD", show_default=False, help="The policy as it was: an HTML, Markdown or text file."
    ),
]
NewText = Annotated[
    Path,
    typer.Argument(
        metavar="NEW", show_default=False, help="The policy as it is now: the same kinds of file."
    ),
]
CheckedDir = Annotated[
    Path | None,
    typer.Argument(
        metavar="[DIR]", show_default=False, help="Your own rules, checked over the built-in ones."
    ),
]


@app.command("list", cls=Command, epilog="exposure rules list --table now")
@with_option_groups
def list_(read: RulesOptions, output: TextWriteOptions, table: Table = None) -> None:
    """List every rule, in the order in which they are tried."""
    from scanner.output.rules import rules_json, rules_table
    from scanner.rulebook import load

    book = load(read.rules)
    _check_table(table)
    rules = [rule for rule in book.rules.values() if table in {None, rule.table}]
    notes = [note for note in book.notes.values() if table in {None, note.table}]
    answer = Answer(lambda style: rules_table(rules, notes, style), lambda: rules_json(rules, notes, book))
    write(answer, output)


@app.command(cls=Command, epilog="exposure rules show N26")
@with_option_groups
def show(entry_id: EntryId, read: RulesOptions, output: TextWriteOptions) -> None:
    """Show a rule, note, action, source or letter in full."""
    from scanner.output.rules import entries_json, entry_table
    from scanner.rulebook import load
    from scanner.rulebook.entries import entries
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import uses

    book, letters = load(read.rules), read_letters(read.rules)
    matches = find_entries(entries(book, letters), entry_id)
    used = uses(book, letters)
    answer = Answer(
        lambda style: "\n".join(entry_table(entry, book, used, style) for entry in matches),
        lambda: entries_json(matches, book, used),
    )
    write(answer, output)


@app.command(cls=Command, epilog="exposure rules check my_rules/")
def check(directory: CheckedDir = None) -> None:
    """Run the examples inside each rule, and check the sources.

    Exits with code 2 if an example does not hold or a source has a fault.
    """
    from scanner.output.wording import quantity
    from scanner.rulebook import load
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import source_faults

    book, letters = load(directory), read_letters(directory)
    wrong = _wrong_examples(book)
    faults = [str(fault.error) for fault in source_faults(book, letters, directory)]
    for line in [*wrong, *faults]:
        print_err(line)
    problems = [quantity(len(wrong), "example does not hold", "examples do not hold")] if wrong else []
    problems += [quantity(len(faults), "fault in the sources", "faults in the sources")] if faults else []
    if problems:
        print_err(f"Error: {', '.join(problems)}.")
        raise typer.Exit(USAGE)
    rules, actions = book.rules.values(), book.actions.values()
    cases = sum(len(rule.examples) + len(rule.counterexamples) for rule in rules)
    cases += sum(len(action.examples) + len(action.counterexamples) for action in actions)
    checked = (
        quantity(len(book.rules), "rule", "rules"),
        quantity(len(book.sources), "source", "sources"),
        quantity(cases, "example", "examples"),
    )
    write_text(f"{', '.join(checked)}: all hold.\n")


@app.command(cls=Command, epilog="exposure rules sources -o sources.csv")
@with_option_groups
def sources(read: RulesOptions, output: WriteOptions) -> None:
    """List the sources, and say whether their quotes were found.

    Each with who speaks, its date, and the rules, flags, notes, actions, regions and letters that use it.
    """
    from scanner.output.sources import sources_frame, sources_json, sources_table
    from scanner.rulebook import load
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import uses

    book = load(read.rules)
    used = uses(book, read_letters(read.rules))
    answer = Answer(
        lambda style: sources_table(book, used, style),
        lambda: sources_json(book, used),
        lambda: sources_frame(book, used),
    )
    write(answer, output)


@app.command("drift", cls=Command, epilog="exposure rules drift policy-2025.html policy-2026.html")
@with_option_groups
def drift_(old: OldText, new: NewText, read: RulesOptions, output: TextWriteOptions) -> None:
    """Show which quotes in the rule book a new policy changes.

    Compares two texts of a policy: which quotes both have, which the new one changes or drops, which only
    the new one has, and the rules, actions and regions that rest on them.
    """
    from scanner.output.drift import drift_json, drift_table
    from scanner.rulebook import load
    from scanner.rulebook.drift import drift
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import uses
    from scanner.rulebook.texts import TextError, read_policy

    book = load(read.rules)
    used = uses(book, read_letters(read.rules))
    try:
        quotes = drift(book.sources.values(), read_policy(old), read_policy(new))
    except TextError as error:
        raise UsageError(str(error)) from None
    answer = Answer(
        lambda style: drift_table(quotes, used, style),
        lambda: drift_json(quotes, used, str(old), str(new)),
    )
    write(answer, output)


def find_entries(book_entries: "Sequence[Entry]", entry_id: str) -> "list[Entry]":
    """Return entries by id, number or unique start of an id. Raises UsageError with what matches."""
    from scanner.rulebook.entries import beginning, find

    if matches := find(book_entries, entry_id):
        return matches
    candidates = beginning(book_entries, entry_id)
    if not candidates:
        raise UsageError(
            f"nothing in the rule book has the id or number {entry_id!r}; "
            "exposure rules list shows the rules, exposure rules sources the sources"
        )
    lines = [f"  {entry.kind} {entry.id}{_in_brackets(entry)}" for entry in candidates[:_MOST_ENTRIES]]
    lines += [f"  ... and {len(candidates) - _MOST_ENTRIES} more"] if len(candidates) > _MOST_ENTRIES else []
    raise UsageError("\n".join([f"nothing has the id or number {entry_id!r}; these begin with it:", *lines]))


def _in_brackets(entry: "Entry") -> str:
    """Return the numbers of an entry in brackets, or nothing."""
    return f" ({', '.join(entry.numbers)})" if entry.numbers else ""


def _wrong_examples(book: "RuleBook") -> list[str]:
    """Return a line for each example of a rule or action that does not hold."""
    from scanner.rulebook.examples import failures, without_evidence
    from scanner.rulebook.simulate import action_failures

    wrong = [_failure_line(failure) for failure in [*failures(book), *action_failures(book)]]
    unproved = without_evidence(book)
    return [*wrong, *(f"{name}: gives public or private without its evidence" for name in unproved)]


def _check_table(table: str | None) -> None:
    """Refuse the name of a table that there is not. Raises UsageError."""
    from scanner.rulebook.rules import TABLES

    if table is not None and table not in TABLES:
        raise UsageError(f"--table {table!r}: allowed are {', '.join(TABLES)}")


def _failure_line(failure: "Failure") -> str:
    """Return what an example expects and what came out."""
    which = f"{failure.rule}: {failure.kind} {failure.index + 1}"
    got = ", ".join(f"{name} = {value}" for name, value in failure.got.items()) or "nothing"
    expected = ", ".join(f"{name} = {value}" for name, value in failure.expected.items()) or "nothing"
    return f"{which}: expected {expected}; got {got}, decided by {failure.decided_by or 'no rule'}"
