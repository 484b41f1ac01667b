"""Everything of the rule book that has an id, and how it is found: rules, notes, actions, sources, letters."""

from collections.abc import Sequence
from typing import get_args

import msgspec

from scanner.rulebook import action
from scanner.rulebook.action import Action
from scanner.rulebook.book import RuleBook
from scanner.rulebook.letters import LetterBook, Text
from scanner.rulebook.rule import Note, Rule, Source
from scanner.rulebook.sources import letter_id


class Letter(msgspec.Struct, frozen=True):
    """One letter in one language."""

    id: str
    kind: str
    """The word an action names it by."""
    language: str
    """ISO 639-1."""
    text: Text

    @property
    def title(self) -> str:
        """Return the line it is sent under."""
        return self.text.subject


Content = Rule | Note | Action | Source | Letter


class Entry(msgspec.Struct, frozen=True):
    """One thing of the rule book."""

    kind: str
    """`rule flag note action source letter`."""
    id: str
    numbers: tuple[str, ...]
    """Its numbers in the reference, capitals."""
    content: Content


def entries(book: RuleBook, letters: LetterBook) -> list[Entry]:
    """Return all of the rule book: rules in the order they are tried, then notes, actions, sources, letters."""
    found = [_entry("flag" if rule.table == "flags" else "rule", rule) for rule in book.rules.values()]
    found += [_entry("note", note) for note in book.notes.values()]
    found += [_entry("action", each) for each in book.actions.values()]
    found += [_entry("source", source) for source in book.sources.values()]
    return found + [_entry("letter", letter) for letter in _letters(letters)]


def find(known: Sequence[Entry], wanted: str) -> list[Entry]:
    """Return what has this id, else what bears this number, else the one thing whose id begins so.

    Empty where nothing or more than one thing begins so: `beginning` has what to offer.
    """
    if exact := [entry for entry in known if entry.id == wanted]:
        return exact
    if numbered := [entry for entry in known if wanted.upper() in entry.numbers]:
        return numbered
    begun = beginning(known, wanted)
    return begun if len(begun) == 1 and begun[0].id.startswith(wanted) else []


def beginning(known: Sequence[Entry], wanted: str) -> list[Entry]:
    """Return what has an id or a number that begins so, numbers in their order first."""
    start = wanted.upper()
    by_number = [
        (number, entry) for entry in known for number in entry.numbers if start and number.startswith(start)
    ]
    by_number.sort(key=lambda each: each[0])
    by_id = [entry for entry in known if wanted and entry.id.startswith(wanted)]
    named = {id(entry): entry for entry in [*(entry for _, entry in by_number), *by_id]}
    return list(named.values())


def _entry(kind: str, content: Content) -> Entry:
    ref = getattr(content, "ref", "")
    numbers = tuple(part.strip().upper() for part in ref.split(",") if part.strip())
    return Entry(kind, content.id, numbers, content)


def _letters(letters: LetterBook) -> list[Letter]:
    kinds: tuple[str, ...] = get_args(action.Letter)
    return [
        Letter(letter_id(kind, language), kind, language, texts.text_of(kind))
        for kind in kinds
        for language, texts in letters.letters.items()
    ]
