"""Puts questions to the user in the terminal, on standard error and in plain words."""

import shutil
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import typer

from scanner.cli.errors import print_err
from scanner.facts.typed_values import read_yes_no
from scanner.interview.question import InvalidAnswerError
from scanner.output.terminal_safe import safe

T = TypeVar("T")


class Prompter:
    """Asks on standard error, in plain words: an `interview.Prompter`."""

    def __init__(self) -> None:
        self.answered = False

    def say(self, text: str) -> None:
        """Write a text to standard error, wrapped between words."""
        for line in text.split("\n"):
            print_err(wrapped(line))

    def text(self, prompt: str, read: Callable[[str], T]) -> T | None:
        """Ask for words until they can be taken, or Enter."""
        while answer := self._line(prompt):
            try:
                return read(answer)
            except InvalidAnswerError as fault:
                self.say(f"  {fault}")
        return None

    def choice(
        self, prompt: str, choices: Mapping[str, str], hints: Mapping[str, str] | None = None
    ) -> str | None:
        """Ask for one of some words, by its number or its first letters; yes and no in seven languages."""
        for number, (word, meaning) in enumerate(choices.items(), 1):
            self.say(f"  {number} {word}" + (f": {meaning}" if meaning else ""))
        return self.text(prompt, partial(_one_of, list(choices), hints or {}))

    def _line(self, prompt: str) -> str:
        """Ask for one line."""
        line = str(
            typer.prompt(safe(prompt), default="", show_default=False, prompt_suffix=" > ", err=True)
        ).strip()
        self.answered = True
        return line


def wrapped(line: str) -> str:
    """Break a line between words where the terminal ends; what is indented stays so, and a path whole."""
    indent = " " * (len(line) - len(line.lstrip()))
    width = shutil.get_terminal_size().columns
    return textwrap.fill(
        line, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def _one_of(allowed: Sequence[str], hints: Mapping[str, str], answer: str) -> str:
    """Read one of some words, by its number or its first letters. Raises InvalidAnswerError."""
    word = answer.casefold()
    is_yes = read_yes_no(answer)
    if is_yes is not None and {"yes", "no"} <= set(allowed):
        return "yes" if is_yes else "no"
    if word.isdecimal() and 1 <= int(word) <= len(allowed):
        return allowed[int(word) - 1]
    same = [option for option in allowed if option.casefold() == word]
    matches = same or [option for option in allowed if option.casefold().startswith(word)]
    if not matches and word in hints:
        raise InvalidAnswerError(f"{answer!r} {hints[word]}")
    if len(matches) != 1:
        raise InvalidAnswerError(f"{answer!r}: allowed are {', '.join(allowed)}, or their numbers")
    return matches[0]
