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
    """Return what has an id or a number that begins so, numbers in their order first.

    `N4` begins `N40`, and it may be meant for `N04`.
    """
    start = wanted.upper()
    numbered = [(number, at) for at, entry in enumerate(known) for number in entry.numbers]
    by_number = sorted((number, at) for number, at in numbered if _begins(number, start))
    by_id = [at for at, entry in enumerate(known) if wanted and entry.id.startswith(wanted)]
    return [known[at] for at in dict.fromkeys([*(at for _, at in by_number), *by_id])]


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
        Wording(each["subject"], each["text"], group, tuple(each.get("sources", ())))
        for group, each in by_group.items()
    )
