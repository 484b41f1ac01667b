"""One question: what it is about, for how many items, and what an answer adds to `exposure.toml`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from scanner.facts.edit import Entry

T = TypeVar("T")


class InvalidAnswerError(Exception):
    """An answer that can't be taken; the message says what can."""


class Prompter(Protocol):
    """Whoever puts a question to the user; every one can be skipped, which gives None."""

    def say(self, text: str) -> None:
        """Tell something."""

    def text(self, prompt: str, read: Callable[[str], T]) -> T | None:
        """Ask for words; `read` takes them, or raises InvalidAnswerError."""

    def choice(
        self, prompt: str, words: Mapping[str, str], hints: Mapping[str, str] | None = None
    ) -> str | None:
        """Ask for one of some words, each shown with what it means.

        `hints` explain why other words that people use are not answers.
        """


@dataclass(frozen=True)
class Question:
    """One thing that the export leaves open."""

    id: str
    count: int
    """How many items an answer can settle or change."""
    about: str
    """Plain words for what is open."""
    ask: Callable[[Prompter], list[Entry]]
    """Put it to the user; gives what to add, nothing where it was skipped or settles nothing."""
    example: Sequence[Entry]
    """What an answer may look like."""
