"""The rule book as text and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
from rich.text import Text

from scanner.output.explain import SourcesAbove, rule_lines, source_data, source_lines
from scanner.output.json import json_text
from scanner.output.sources import source_parts
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, indented, rendered, unbroken_line
from scanner.output.wording import PLATFORM_NAMES, quantity
from scanner.rulebook import Action, Citation, Note, Rule, RuleBook
from scanner.rulebook.entries import Content, Entry, Letter
from scanner.rulebook.letters import ALWAYS
from scanner.rulebook.rules import TABLE_TITLES, TABLES
from scanner.rulebook.sources import Uses, letter_id

SCHEMA: Final = "exposure.rules/1"
_KINDS: Final[dict[type, str]] = {
    Rule: "rules",
    Note: "notes",
    Action: "actions",
    Citation: "sources",
    Letter: "letters",
}
"""The kinds of entries and their keys in a document."""


def rules_json(rules: Sequence[Rule], notes: Sequence[Note], book: RuleBook) -> str:
    """Return rules and notes as a JSON document, with their sources."""
    return json_text(_head(book) | {"rules": _data(rules, book), "notes": _data(notes, book)})


def entries_json(entries: Sequence[Entry], book: RuleBook, uses: Uses) -> str:
    """Return entries of the rule book as a JSON document, each kind under its name."""
    contents = {
        kind: [entry.content for entry in entries if isinstance(entry.content, kind)] for kind in _KINDS
    }
    by_kind = {name: _data(contents[kind], book) for kind, name in _KINDS.items()}
    for source in by_kind["sources"]:
        source["used_by"] = [str(use) for use in uses[source["id"]]]
    return json_text(_head(book) | by_kind)


def _head(book: RuleBook) -> dict[str, Any]:
    """Return the first fields of every document about the rule book."""
    return {"schema": SCHEMA, "policy_date": book.policy_date}


def _data(contents: Sequence[Any], book: RuleBook) -> list[dict[str, Any]]:
    """Return the fields of each entry without the place it was read from, its sources in full."""
    return [_fields(content, book) for content in contents]


def _fields(content: Content, book: RuleBook) -> dict[str, Any]:
    """Return the fields of one entry."""
    if isinstance(content, Citation):
        return source_data(content)
    fields: dict[str, Any] = msgspec.to_builtins(content, enc_hook=str)
    fields.pop("path", None)
    if "sources" in fields:
        fields["sources"] = _sources(fields["sources"], book)
    if "regional" in fields:
        fields["regional"] = {group: _sources(names, book) for group, names in fields["regional"].items()}
    return fields


def _sources(names: Iterable[str], book: RuleBook) -> list[dict[str, Any]]:
    """Return sources as data."""
    return [source_data(book.sources[name]) for name in names if name in book.sources]


def rules_table(rules: Sequence[Rule], notes: Sequence[Note], style: TextStyle) -> str:
    """Return one line a rule, under the table it belongs to, in the order they are tried."""
    return rendered(_listed(rules, notes, style), style)


def _listed(rules: Sequence[Rule], notes: Sequence[Note], style: TextStyle) -> Iterator[Any]:
    """Yield the rules table by table, then the notes."""
    for table in TABLES:
        chosen = [rule for rule in rules if rule.table == table]
        if chosen:
            rule_count = "" if table == "flags" else f": {len(chosen)}; the first that matches decides"
            yield heading(_table_title(table) + rule_count)
        for rule in chosen:
            yield from _line(rule, style)
    if notes:
        yield heading("Notes: no download contains evidence for these")
    for note in notes:
        yield from _line(note, style)


def _table_title(table: str) -> str:
    """Return a table's title with its name in the files of the rule book."""
    return f"{TABLE_TITLES[table]} ({table})"


def _line(rule: Rule | Note, style: TextStyle) -> Iterator[Any]:
    """Yield a rule in one line where there is room, else in two."""
    name = f"  {rule.id}" + (f" ({rule.ref})" if rule.ref else "")
    if style.is_wide and len(name) + len(rule.title) + 2 <= style.width:
        yield Text(name).append(f"  {rule.title}", style="dim")
    else:
        yield Text(name)
        yield indented(dimmed(rule.title), 4)


def entry_table(entry: Entry, book: RuleBook, uses: Uses, style: TextStyle) -> str:
    """Return one entry of the rule book in full."""
    return rendered(_entry_parts(entry.content, book, uses), style)


def _entry_parts(content: Content, book: RuleBook, uses: Uses) -> Iterator[Any]:
    """Yield the parts of an entry of any kind."""
    if isinstance(content, Rule):
        yield from _rule_parts(content, book)
    elif isinstance(content, Note):
        yield from _note_parts(content, book)
    elif isinstance(content, Action):
        yield from _action_parts(content, book)
    elif isinstance(content, Citation):
        yield from source_parts(content, uses[content.id])
    else:
        yield from _letter_parts(content, book)


def _rule_parts(rule: Rule, book: RuleBook) -> Iterator[Any]:
    """Yield a rule, what it looks at and what follows."""
    yield heading(_table_title(rule.table))
    yield from rule_lines(rule, book, {})
    yield Text()
    yield hanging_indent("  When: ", _conditions(rule.when))
    if rule.then:
        yield hanging_indent("  Then: ", ", ".join(f"{name} = {value}" for name, value in rule.then.items()))
    span = [f"from {rule.from_}" if rule.from_ else "", f"until {rule.until}" if rule.until else ""]
    if any(span):
        yield hanging_indent("  Valid: ", " ".join(word for word in span if word))
    if rule.regions:
        yield hanging_indent("  Regions: ", ", ".join(rule.regions))
    yield hanging_indent("  Tested by: ", _tests(rule))


def _tests(tested: Rule | Action) -> str:
    """Return how many examples test a rule or an action."""
    examples = quantity(len(tested.examples), "example", "examples")
    return f"{examples}, {quantity(len(tested.counterexamples), 'counterexample', 'counterexamples')}"


def _conditions(when: dict[str, Any]) -> str:
    """Return the conditions of a rule as text, as `kind is post or reel and region is EU`."""
    return " and ".join(f"{name} is {_value_text(value)}" for name, value in when.items()) or "always"


def _value_text(value: Any) -> str:
    """Return the values that a column must have, as text."""
    if isinstance(value, list):
        return " or ".join(str(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value_text(part)}" for key, part in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _note_parts(note: Note, book: RuleBook) -> Iterator[Any]:
    """Yield a note."""
    yield heading(note.title)
    yield dimmed(f"note {note.id}" + (f" ({note.ref})" if note.ref else ""))
    yield indented(note.why, 2)
    yield from _source_parts(note.sources, book, {})


def _action_parts(action: Action, book: RuleBook) -> Iterator[Any]:
    """Yield an action: its effect, steps, addresses, caveats and sources."""
    yield heading(action.title)
    about = quantity(action.effort, "minute", "minutes")
    yield dimmed(f"action {action.id}, about {about}, sources checked on {action.date}")
    yield indented(action.effect, 2)
    for group, effect in action.regional_effect.items():
        yield hanging_indent(f"  Also ({group}): ", effect)
    for at, step in enumerate(action.steps, start=1):
        yield hanging_indent(f"  {at}. ", step)
    for link in action.links:
        where = f" ({', '.join(link.regions)})" if link.regions else ""
        yield indented(f"{link.title}{where}:", 2)
        yield unbroken_line(f"    {link.address}")
    for caveat in action.caveats:
        yield hanging_indent("  Note: ", caveat)
    for group, caveats in action.regional_caveats.items():
        yield hanging_indent(f"  Note ({group}): ", " ".join(caveats))
    yield hanging_indent("  For: ", ", ".join(PLATFORM_NAMES[platform] for platform in action.platforms))
    if action.regions:
        yield hanging_indent("  Regions: ", f"{', '.join(action.regions)}. Elsewhere: {action.instead}")
    if action.letter:
        yield hanging_indent("  Letter: ", f"exposure rules show {letter_id(action.letter, ALWAYS)}")
    yield hanging_indent("  Tested by: ", _tests(action))
    above: SourcesAbove = {}
    yield from _source_parts(action.sources, book, above)
    for group, names in action.regional.items():
        yield indented(dimmed(f"for {book.regions[group].name}"), 2)
        yield from _source_parts(names, book, above)


def _letter_parts(letter: Letter, book: RuleBook) -> Iterator[Any]:
    """Yield a letter as the rule book has it, its placeholders in braces."""
    yield heading(letter.title)
    yield dimmed(f"letter {letter.id}, language {letter.language}")
    above: SourcesAbove = {}
    for wording in letter.wordings:
        if len(letter.wordings) > 1:
            yield Text()
            region = book.regions.get(wording.group)
            yield heading(f"{region.name if region else 'Everywhere else'}: {wording.subject}")
        yield from (indented(line, 2) if line else Text() for line in wording.text.strip().splitlines())
        yield from _source_parts(wording.sources, book, above)


def _source_parts(names: Iterable[str], book: RuleBook, above: SourcesAbove) -> Iterator[Any]:
    """Yield the sources of an entry that are not in `above`, and add them to it."""
    for name in names:
        if name in book.sources and name not in above:
            yield from source_lines(book.sources[name], above)
            above[name] = book.sources[name].quote
