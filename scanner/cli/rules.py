"""`exposure rules`: the rule book, listed, shown and checked."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli.options import NoColor, Output, RulesDir, TextFormat, TextFormatOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.rulebook import RuleBook
    from scanner.rulebook.check import Failure
    from scanner.rulebook.entries import Entry

_NAMED: Final = 15
"""Entries named where several begin alike."""


class RowFormat(StrEnum):
    """What a list of the rule book can be written as."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


app = typer.Typer(help="Show and check the rules that decide.", no_args_is_help=True, rich_markup_mode=None)

Table = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="WORD",
        show_default=False,
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
RowFormatOption = Annotated[RowFormat, typer.Option("--format", "-f", help="How to write it.")]
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


@app.command("list")
def list_(
    table: Table = None,
    rules: RulesDir = None,
    format_: TextFormatOption = TextFormat.table,
    output: Output = None,
    no_color: NoColor = False,
) -> None:
    """List every rule, in the order they are tried."""
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_text
    from scanner.output.rules import rules_json, rules_table
    from scanner.rulebook import load

    book = load(rules)
    _check_table(table)
    chosen = [rule for rule in book.rules.values() if table in {None, rule.table}]
    notes = [note for note in book.notes.values() if table in {None, note.table}]
    if format_ == TextFormat.json:
        write_json(rules_json(chosen, notes, book), output)
    else:
        write_text(rules_table(chosen, notes, look(output, no_color=no_color)), output)


@app.command()
def show(
    wanted: EntryId,
    rules: RulesDir = None,
    format_: TextFormatOption = TextFormat.table,
    output: Output = None,
    no_color: NoColor = False,
) -> None:
    """Show a rule, note, action, source or letter in full."""
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_text
    from scanner.output.rules import entries_json, entry_table
    from scanner.rulebook import load
    from scanner.rulebook.entries import entries
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import uses

    book, letters = load(rules), read_letters(rules)
    found = wanted_entries(entries(book, letters), wanted)
    used = uses(book, letters)
    if format_ == TextFormat.json:
        write_json(entries_json(found, book, used), output)
    else:
        shown = look(output, no_color=no_color)
        write_text("\n".join(entry_table(each, book, used, shown) for each in found), output)


@app.command()
def check(directory: CheckedDir = None) -> None:
    """Run the examples inside each rule, and check the sources.

    Exits with code 2 if an example does not hold or a source has a fault.
    """
    from scanner.cli.errors import USAGE, say
    from scanner.cli.writing import write_text
    from scanner.output.words import number
    from scanner.rulebook import load
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import source_faults

    book, letters = load(directory), read_letters(directory)
    wrong = _wrong_examples(book)
    faults = [str(fault.error) for fault in source_faults(book, letters, directory)]
    for line in [*wrong, *faults]:
        say(line)
    said = [number(len(wrong), "example does not hold", "examples do not hold")] if wrong else []
    said += [number(len(faults), "fault in the sources", "faults in the sources")] if faults else []
    if said:
        say(f"Error: {', '.join(said)}.")
        raise typer.Exit(USAGE)
    rules, actions = book.rules.values(), book.actions.values()
    cases = sum(len(rule.examples) + len(rule.counterexamples) for rule in rules)
    cases += sum(len(action.examples) + len(action.counterexamples) for action in actions)
    checked = (
        number(len(book.rules), "rule", "rules"),
        number(len(book.sources), "source", "sources"),
        number(cases, "example", "examples"),
    )
    write_text(f"{', '.join(checked)}: all hold.\n", None)


@app.command()
def sources(
    rules: RulesDir = None,
    format_: RowFormatOption = RowFormat.table,
    output: Output = None,
    no_color: NoColor = False,
) -> None:
    """List the sources, and say whether their quotes were found.

    Each with who speaks, its date, and the rules, flags, notes, actions, regions and letters that use it.
    """
    from scanner.cli.options import Format
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_rows, write_text
    from scanner.output.sources import sources_frame, sources_json, sources_table
    from scanner.rulebook import load
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import uses

    book = load(rules)
    used = uses(book, read_letters(rules))
    if format_ == RowFormat.table:
        write_text(sources_table(book, used, look(output, no_color=no_color)), output)
    elif format_ == RowFormat.json:
        write_json(sources_json(book, used), output)
    else:
        write_rows(sources_frame(book, used), Format(format_), output)


@app.command("drift")
def drift_(
    old: OldText,
    new: NewText,
    rules: RulesDir = None,
    format_: TextFormatOption = TextFormat.table,
    output: Output = None,
    no_color: NoColor = False,
) -> None:
    """Say which quotes in the rule book a new policy changes.

    Compares two texts of a policy: which quotes both have, which the new one changes or drops, which only
    the new one has, and the rules, actions and regions that rest on them.
    """
    from scanner.cli.errors import UsageError
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_text
    from scanner.output.drift import drift_json, drift_table
    from scanner.rulebook import load
    from scanner.rulebook.drift import drift
    from scanner.rulebook.letters import read_letters
    from scanner.rulebook.sources import uses
    from scanner.rulebook.texts import TextError, read_policy

    book = load(rules)
    used = uses(book, read_letters(rules))
    try:
        found = drift(book.sources.values(), read_policy(old), read_policy(new))
    except TextError as error:
        raise UsageError(str(error)) from None
    if format_ == TextFormat.json:
        write_json(drift_json(found, used, str(old), str(new)), output)
    else:
        write_text(drift_table(found, used, look(output, no_color=no_color)), output)


def wanted_entries(known: "Sequence[Entry]", wanted: str) -> "list[Entry]":
    """Return entries by id, number or unique start of an id. Raises UsageError with what matches."""
    from scanner.cli.errors import UsageError
    from scanner.rulebook.entries import beginning, find

    if found := find(known, wanted):
        return found
    offered = beginning(known, wanted)
    if not offered:
        raise UsageError(
            f"nothing in the rule book has the id or number {wanted!r}; "
            "exposure rules list shows the rules, exposure rules sources the sources"
        )
    lines = [f"  {entry.kind} {entry.id}{_in_brackets(entry)}" for entry in offered[:_NAMED]]
    lines += [f"  ... and {len(offered) - _NAMED} more"] if len(offered) > _NAMED else []
    raise UsageError("\n".join([f"nothing has the id or number {wanted!r}; these begin with it:", *lines]))


def _in_brackets(entry: "Entry") -> str:
    """Return the numbers of an entry in brackets, or nothing."""
    return f" ({', '.join(entry.numbers)})" if entry.numbers else ""


def _wrong_examples(book: "RuleBook") -> list[str]:
    """Return a line for each example of a rule or action that does not hold."""
    from scanner.rulebook.check import failures, without_evidence
    from scanner.rulebook.simulate import action_failures

    wrong = [_failure_line(failure) for failure in [*failures(book), *action_failures(book)]]
    unproved = without_evidence(book)
    return [*wrong, *(f"{name}: gives public or private without its evidence" for name in unproved)]


def _check_table(table: str | None) -> None:
    """Refuse the name of a table that there is not. Raises UsageError."""
    from scanner.cli.errors import UsageError
    from scanner.rulebook.rule import TABLES

    if table is not None and table not in TABLES:
        raise UsageError(f"--table {table!r}: allowed are {', '.join(TABLES)}")


def _failure_line(failure: "Failure") -> str:
    """Say how an example came out."""
    which = f"{failure.rule}: {failure.kind} {failure.index + 1}"
    got = ", ".join(f"{name} = {value}" for name, value in failure.got.items()) or "nothing"
    expected = ", ".join(f"{name} = {value}" for name, value in failure.expected.items()) or "nothing"
    return f"{which}: expected {expected}; got {got}, decided by {failure.decided_by or 'no rule'}"
