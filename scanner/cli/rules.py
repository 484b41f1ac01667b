"""`exposure rules`: the rule book, listed, shown and checked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli.options import NoColor, Output, RulesDir, TextFormat, TextFormatOption

if TYPE_CHECKING:
    from scanner.rulebook import Note, Rule, RuleBook
    from scanner.rulebook.check import Failure

_NAMED: Final = 5
"""Rules named where several begin alike."""

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
RuleId = Annotated[
    str,
    typer.Argument(
        metavar="ID", show_default=False, help="A rule's id or its start, or its number (N26, P02, R12, F07)."
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
    rule: RuleId,
    rules: RulesDir = None,
    format_: TextFormatOption = TextFormat.table,
    output: Output = None,
    no_color: NoColor = False,
) -> None:
    """Show one rule: why it is so, its sources and their words, what it looks at."""
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_text
    from scanner.output.rules import rule_table, rules_json
    from scanner.rulebook import Note, Rule, load

    book = load(rules)
    found = wanted_rules(book, rule)
    if format_ == TextFormat.json:
        chosen = [each for each in found if isinstance(each, Rule)]
        notes = [each for each in found if isinstance(each, Note)]
        write_json(rules_json(chosen, notes, book), output)
    else:
        shown = look(output, no_color=no_color)
        write_text("\n".join(rule_table(each, book, shown) for each in found), output)


@app.command()
def check(directory: CheckedDir = None) -> None:
    """Run the examples inside each rule; exit with 2 where one does not come out as it says."""
    from scanner.cli.errors import USAGE, say
    from scanner.cli.writing import write_text
    from scanner.output.words import number
    from scanner.rulebook import load
    from scanner.rulebook.check import failures, without_evidence
    from scanner.rulebook.letters import check_sources, read_letters
    from scanner.rulebook.simulate import action_failures

    book = load(directory)
    check_sources(read_letters(directory), book.sources)
    wrong = [_failure_line(failure) for failure in [*failures(book), *action_failures(book)]]
    wrong += [f"{name}: gives public or private without its evidence" for name in without_evidence(book)]
    for line in wrong:
        say(line)
    if wrong:
        say(f"Error: {number(len(wrong), 'example does', 'examples do')} not hold.")
        raise typer.Exit(USAGE)
    rules, actions = book.rules.values(), book.actions.values()
    cases = sum(len(rule.examples) + len(rule.counterexamples) for rule in rules)
    cases += sum(len(action.examples) + len(action.counterexamples) for action in actions)
    write_text(
        f"{number(len(book.rules), 'rule', 'rules')}, {number(cases, 'example', 'examples')}: all hold.\n",
        None,
    )


def wanted_rules(book: "RuleBook", wanted: str) -> "list[Rule | Note]":
    """Find a rule or note by id or start of its id, or all that bear a number. Raises UsageError."""
    from scanner.cli.errors import UsageError

    known: dict[str, Rule | Note] = {**book.rules, **book.notes}
    if wanted in known:
        return [known[wanted]]
    if by_number := [rule for rule in known.values() if wanted.upper() in _numbers(rule.ref)]:
        return by_number
    found = [rule for name, rule in known.items() if name.startswith(wanted)]
    if not found:
        raise UsageError(f"no rule has the id or number {wanted!r}; exposure rules list shows all")
    if len(found) > 1:
        some = ", ".join(rule.id for rule in found[:_NAMED])
        raise UsageError(f"{wanted!r} begins {len(found)} ids: {some}{' ...' if len(found) > _NAMED else ''}")
    return found


def _numbers(ref: str) -> set[str]:
    """Take the numbers of a rule apart."""
    return {part.strip().upper() for part in ref.split(",") if part.strip()}


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
