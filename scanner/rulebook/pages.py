"""Write a page for each rule: `python -m scanner.rulebook.pages docs/rules [--check]`."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from scanner.rulebook.book import RuleBook, load
from scanner.rulebook.rules import GRADE_NAMES, TABLE_TITLES, TABLES, Citation, Example, Note, Rule

_GENERATED: Final = (
    "<!-- Written by `python -m scanner.rulebook.pages` from the rule itself; change it there. -->"
)
_INDEX: Final = "README.md"


def pages(book: RuleBook) -> dict[str, str]:
    """Return every page by its file name: one for each rule, and the index."""
    written = {f"{rule.id}.md": _page(_rule(book, rule)) for rule in book.rules.values()}
    return written | {_INDEX: _page(_index(book))}


def write(book: RuleBook, folder: Path) -> None:
    """Write all pages, and remove those of rules that are gone; other files are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(book).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for file in _gone(book, folder):
        file.unlink()


def stale(book: RuleBook, folder: Path) -> list[str]:
    """Return the names of pages that differ from the rules, are missing, or belong to no rule any more."""
    differ = [name for name, text in pages(book).items() if _read(folder / name) != text]
    return sorted(differ + [file.name for file in _gone(book, folder)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with `--check` say which differ and give 1 if any does."""
    parser = argparse.ArgumentParser(prog="scanner.rulebook.pages", description="Write a page for each rule.")
    parser.add_argument("folder", type=Path, help="where the pages stand")
    parser.add_argument("--rules", type=Path, help="another folder of rules than the built-in one")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when pages differ")
    options = parser.parse_args(arguments)
    book = load(root=options.rules)
    if not options.check:
        write(book, options.folder)
        return 0
    differ = stale(book, options.folder)
    for name in differ:
        sys.stderr.write(f"{options.folder / name} differs from the rules\n")
    return 1 if differ else 0


def _rule(book: RuleBook, rule: Rule) -> Iterator[str]:
    yield f"# {rule.title}"
    yield _facts(rule)
    yield from ("## When", _when(rule))
    if rule.then:
        yield from ("## Verdict", _list(f"{name}: **{word}**" for name, word in rule.then.items()))
    if rule.message:
        yield from ("## What it tells you", rule.message)
    yield from ("## Why", rule.why)
    if rule.change:
        yield from ("## What would change it", rule.change)
    yield "## Sources"
    yield from (_source(book.sources[name]) for name in rule.sources)
    yield from ("## Examples", _list(map(_example, rule.examples)))
    yield from ("Not decided by this rule:", _list(map(_example, rule.counterexamples)))


def _facts(rule: Rule) -> str:
    parts = [
        f"Rule `{rule.id}`",
        f"table *{TABLE_TITLES[rule.table].lower()}*",
        f"reference {rule.ref}" if rule.ref else "",
        f"confidence {rule.confidence}",
        "regions " + ", ".join(rule.regions) if rule.regions else "",
        f"from {rule.from_}" if rule.from_ else "",
        f"until {rule.until}" if rule.until else "",
    ]
    return " · ".join(filter(None, parts))


def _when(rule: Rule) -> str:
    if not rule.when:
        return "Always, where no rule before it matched."
    return _list(f"`{column}` {_condition(spec)}" for column, spec in rule.when.items())


def _condition(spec: Any) -> str:
    if not isinstance(spec, dict):
        return "is " + _values(spec)
    return " and ".join(_operator(name, value) for name, value in spec.items())


def _operator(name: str, value: Any) -> str:
    if name in ("known", "empty"):
        return f"is {name}" if value else f"is not {name}"
    phrases = {
        "not": "is not",
        "from": "is on or after",
        "until": "is before",
        "match": "matches",
        "any": "has",
    }
    return f"{phrases[name]} {_values(value, ' nor ' if name == 'not' else ' or ')}"


def _values(value: Any, joined: str = " or ") -> str:
    return joined.join(f"`{_plain(entry)}`" for entry in (value if isinstance(value, list) else [value]))


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _example(example: Example) -> str:
    item = ", ".join(f"{name} = {_plain(value)}" for name, value in example.item.items())
    expected = ", ".join(f"{name} = {word}" for name, word in example.expect.items())
    return f"`{item or 'any item'}`" + (f" → `{expected}`" if expected else "")


def _source(source: Citation) -> str:
    dated = str(source.date) if source.date else "undated"
    retrieved = f", seen {source.retrieved}" if source.retrieved else ""
    lines = [f"- **{source.title}** ({dated}{retrieved}) · {GRADE_NAMES[source.grade]}"]
    if source.address:
        lines.append(f"  {source.address}")
    if source.quote:
        lines += [f"  > {line}" for line in source.quote.splitlines()]
    else:
        lines.append(f"  {source.unquoted.capitalize()}.")
    if source.found_in:
        lines.append(f"  Found word for word in the archived text `{source.found_in}`.")
    return "  \n".join(lines + ([f"  {source.quote_note}"] if source.quote_note else []))


def _index(book: RuleBook) -> Iterator[str]:
    yield "# The rule book"
    yield f"{len(book.rules)} rules. Meta's statements were followed up to {book.policy_date}."
    yield "In a table the first rule that matches decides, in this order; of flags, all that match apply."
    for table in TABLES:
        rules = book.rules_of(table)
        if rules:
            yield from (f"## {TABLE_TITLES[table]}", _list(f"[{rule.title}]({rule.id}.md)" for rule in rules))
    if book.notes:
        yield from ("## What no export can show", "Known, and told here only: these decide nothing.")
        yield from (_note(book, note) for note in book.notes.values())


def _note(book: RuleBook, note: Note) -> str:
    sources = "; ".join(_short(book.sources[name]) for name in note.sources)
    return f"- **{note.title}**. {note.why} ({sources})"


def _short(source: Citation) -> str:
    parts = (source.title, str(source.date or "undated"), GRADE_NAMES[source.grade], source.address)
    return ", ".join(filter(None, parts))


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _page(blocks: Iterable[str]) -> str:
    return "\n\n".join((_GENERATED, *blocks)) + "\n"


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _gone(book: RuleBook, folder: Path) -> list[Path]:
    names = {_INDEX, *(f"{name}.md" for name in book.rules)}
    files = (file for file in sorted(folder.glob("*.md")) if file.name not in names)
    return [file for file in files if (_read(file) or "").startswith(_GENERATED)]


if __name__ == "__main__":
    sys.exit(main())
