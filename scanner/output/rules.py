"""The rule book on a terminal and as data."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from rich.text import Text

from scanner.output.explain import rule_lines, source_data, source_lines
from scanner.output.jsontext import json_text
from scanner.output.render import Look, dim, hanging, heading, indented, rendered
from scanner.output.words import number
from scanner.rulebook import Note, Rule, RuleBook

SCHEMA: Final = "exposure.rules/1"
_TABLE_TITLES: Final = {
    "visibility": "Who could see it (visibility)",
    "lean": "Where an unknown item leans (lean)",
    "now": "In the pool Meta names today (now)",
    "past": "Maybe used before (past)",
    "flags": "Worth knowing (flags)",
}


def rules_json(rules: Sequence[Rule], notes: Sequence[Note], book: RuleBook) -> str:
    """Give rules and notes as a JSON document, with the sources they stand on."""
    return json_text(
        {
            "schema": SCHEMA,
            "policy_date": book.policy_date,
            "rules": [_data(rule, book) for rule in rules],
            "notes": [_data(note, book) for note in notes],
        }
    )


def _data(rule: Rule | Note, book: RuleBook) -> dict[str, Any]:
    """Give the fields of a rule without the place it was read from, its sources in full."""
    fields: dict[str, Any] = msgspec.to_builtins(rule, enc_hook=str)
    fields.pop("path")
    return fields | {
        "sources": [source_data(book.sources[name]) for name in rule.sources if name in book.sources]
    }


def rules_table(rules: Sequence[Rule], notes: Sequence[Note], look: Look) -> str:
    """Give one line a rule, under the table it belongs to, in the order they are tried."""
    return rendered(_listed(rules, notes, look), look)


def _listed(rules: Sequence[Rule], notes: Sequence[Note], look: Look) -> Iterator[Any]:
    """Give the rules table by table, then the notes."""
    for table, title in _TABLE_TITLES.items():
        chosen = [rule for rule in rules if rule.table == table]
        if chosen:
            yield heading(
                f"{title}: {len(chosen)}, the first that matches wins" if table != "flags" else title
            )
        for rule in chosen:
            yield from _line(rule, look)
    if notes:
        yield heading("Notes: no export holds evidence for these")
    for note in notes:
        yield from _line(note, look)


def _line(rule: Rule | Note, look: Look) -> Iterator[Any]:
    """Give a rule in one line where there is room, else in two."""
    name = f"  {rule.id}" + (f" ({rule.ref})" if rule.ref else "")
    if look.is_wide and len(name) + len(rule.title) + 2 <= look.width:
        yield Text(name).append(f"  {rule.title}", style="dim")
    else:
        yield Text(name)
        yield indented(dim(rule.title), 4)


def rule_table(rule: Rule | Note, book: RuleBook, look: Look) -> str:
    """Give one rule in full."""
    return rendered(_note_parts(rule, book) if isinstance(rule, Note) else _rule_parts(rule, book), look)


def _rule_parts(rule: Rule, book: RuleBook) -> Iterator[Any]:
    """Give a rule, what it looks at and what follows."""
    yield heading(_TABLE_TITLES[rule.table])
    yield from rule_lines(rule, book)
    yield Text()
    yield hanging("  When: ", _conditions(rule.when))
    if rule.then:
        yield hanging("  Then: ", ", ".join(f"{name} = {value}" for name, value in rule.then.items()))
    span = [f"from {rule.from_}" if rule.from_ else "", f"until {rule.until}" if rule.until else ""]
    if any(span):
        yield hanging("  Holds: ", " ".join(word for word in span if word))
    if rule.regions:
        yield hanging("  Regions: ", ", ".join(rule.regions))
    tests = [number(len(rule.examples), "example", "examples")]
    tests += [number(len(rule.counterexamples), "counterexample", "counterexamples")]
    yield hanging("  Tested by: ", ", ".join(tests))


def _conditions(when: dict[str, Any]) -> str:
    """Write the conditions of a rule."""
    return " and ".join(f"{name} is {_wanted(value)}" for name, value in when.items()) or "always"


def _wanted(value: Any) -> str:
    """Write what a column must be."""
    if isinstance(value, list):
        return " or ".join(str(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_wanted(each)}" for key, each in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _note_parts(note: Note, book: RuleBook) -> Iterator[Any]:
    """Give a note."""
    yield heading(note.title)
    yield dim(f"note {note.id}" + (f" ({note.ref})" if note.ref else ""))
    yield indented(note.why, 2)
    for name in note.sources:
        if name in book.sources:
            yield from source_lines(book.sources[name])
