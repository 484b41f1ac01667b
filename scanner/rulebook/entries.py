"""What the rule book has under an id, and how it is found: rules, notes, actions, sources, letters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from scanner.rulebook import action
from scanner.rulebook.action import Action
from scanner.rulebook.book import RuleBook
from scanner.rulebook.letters import LetterBook
from scanner.rulebook.rules import Citation, Note, Rule
from scanner.rulebook.sources import letter_id

_NOUGHTS: Final = re.compile(r"(?<=[A-Z])0+(?=\d)")


class Wording(msgspec.Struct, frozen=True):
    """What a letter says, for everyone or for one group of regions."""

    subject: str
    text: str
    group: str = ""
    """The group of regions it is for; empty: all."""
    sources: tuple[str, ...] = ()
    """Ids of sources."""


class Letter(msgspec.Struct, frozen=True):
    """One letter in one language."""

    id: str
    kind: str
    """The word an action names it by."""
    language: str
    """A language tag: `de`, `pt-BR`."""
    wordings: tuple[Wording, ...]
    """At least one."""

    @property
    def title(self) -> str:
        """Return the line it is sent under."""
        return self.wordings[0].subject


Content = Rule | Note | Action | Citation | Letter


class Entry(msgspec.Struct, frozen=True):
    """One thing of the rule book."""

    kind: str
    """`rule flag note action source letter`."""
    id: str
    numbers: tuple[str, ...]
    """Its numbers in the reference, capitals."""
    content: Content


def entries(book: RuleBook, letters: LetterBook) -> list[Entry]:
    """Return everything with an id: rules as they are tried, then notes, actions, sources, letters."""
    items = [_entry("flag" if rule.table == "flags" else "rule", rule) for rule in book.rules.values()]
    items += [_entry("note", note) for note in book.notes.values()]
    items += [_entry("action", action_entry) for action_entry in book.actions.values()]
    items += [_entry("source", source) for source in book.sources.values()]
    return items + [_entry("letter", letter) for letter in _letters(letters)]


def find(items: Sequence[Entry], key: str) -> list[Entry]:
    """Return what has this id, else what bears this number, else the one thing whose id begins so.

    Empty where nothing or more than one thing begins so: `beginning` has what to offer.
    """
    if exact := [entry for entry in items if entry.id == key]:
        return exact
    if numbered := [entry for entry in items if key.upper() in entry.numbers]:
        return numbered
    begun = beginning(items, key)
    return begun if len(begun) == 1 and begun[0].id.startswith(key) else []


def beginning(items: Sequence[Entry], prefix: str) -> list[Entry]:
    """Return what has an id or a number that begins so, numbers in their order first.

    `N4` begins `N40`, and it may be meant for `N04`.
    """
    start = prefix.upper()
    numbered = [(number, at) for at, entry in enumerate(items) for number in entry.numbers]
    by_number = sorted((number, at) for number, at in numbered if _begins(number, start))
    by_id = [at for at, entry in enumerate(items) if prefix and entry.id.startswith(prefix)]
    return [items[at] for at in dict.fromkeys([*(at for _, at in by_number), *by_id])]


def _begins(number: str, start: str) -> bool:
    """Return whether a number begins so, noughts after its letter left out or not."""
    return bool(start) and (number.startswith(start) or _NOUGHTS.sub("", number) == start)


def _entry(kind: str, content: Content) -> Entry:
    ref = getattr(content, "ref", "")
    numbers = tuple(part.strip().upper() for part in ref.split(",") if part.strip())
    return Entry(kind, content.id, numbers, content)


def _letters(letters: LetterBook) -> Iterator[Letter]:
    """Yield every letter that an action can name, in each language it is written in."""
    for kind in action.LETTERS:
        for language, texts in letters.letters.items():
            wordings = _wordings(msgspec.to_builtins(texts)[kind])
            if wordings:
                yield Letter(letter_id(kind, language), kind, language, wordings)


def _wordings(value: Mapping[str, Any]) -> tuple[Wording, ...]:
    """Return the wordings of a letter, which has one for all or one for each group of regions."""
    by_group = {"": value} if "subject" in value else value
    return tuple(
        Wording(text["subject"], text["text"], group, tuple(text.get("sources", ())))
        for group, text in by_group.items()
    )
