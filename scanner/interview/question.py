"""One question: what it is about, for how many items, and what an answer adds to `exposure.toml`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from scanner.facts.edit import Entry

T = TypeVar("T")


class InvalidAnswerError(Exception):
    """An answer that can't be used; the message says what to answer."""


class Prompter(Protocol):
    """Puts questions to the user, who can skip each of them; the answer is then None."""

    def say(self, text: str) -> None:
        """Print a text."""

    def text(self, prompt: str, read: Callable[[str], T]) -> T | None:
        """Return the answer to an open question, read by `read`, which may raise InvalidAnswerError."""

    def choice(
        self, prompt: str, words: Mapping[str, str], hints: Mapping[str, str] | None = None
    ) -> str | None:
        """Return one of these words; each is shown with its meaning.

        `hints` explain, for other words that people type, why they are not answers.
        """


@dataclass(frozen=True)
class Question:
    """One question about what the export leaves unknown."""

    id: str
    count: int
    """The number of items that an answer can decide or change."""
    about: str
    """The question in plain words."""
    ask: Callable[[Prompter], list[Entry]]
    """Ask the user; returns the entries to add, none if they skipped it or the answer decides nothing."""
    example: Sequence[Entry]
    """An answer, to show its form."""
