"""The terminal: whether it is one, how wide, with colour or without; progress on it, and lines to type."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tqdm import tqdm  # type: ignore[import-untyped]

    from scanner.output.text import TextStyle


WIDEST: Final = 120
"""A longer line is hard to read, however wide the window."""
_NARROWEST: Final = 60


def is_terminal(output: Path | None) -> bool:
    """Return whether a person sees what is written."""
    return output is None and sys.stdout.isatty()


def text_style(output: Path | None, *, no_color: bool, paths: Sequence[Path] = ()) -> "TextStyle":
    """Return how to lay out text for the place it goes to; `paths` are what was scanned."""
    from scanner.output.text import TextStyle

    width = shutil.get_terminal_size((80, 24)).columns if output is None else WIDEST
    color = is_terminal(output) and not no_color and not os.environ.get("NO_COLOR")
    return TextStyle(
        max(_NARROWEST, min(width, WIDEST)),
        color and os.environ.get("TERM") != "dumb",
        command_line(*paths) if paths else "PATH",
    )


def command_line(*arguments: str | Path) -> str:
    """Return a command that can be typed as it is printed: each word quoted for the shell."""
    return " ".join(_quoted(str(argument)) for argument in arguments)


def _quoted(word: str) -> str:
    """Return a word quoted for the shell of this system."""
    quoted = shlex.quote(word)
    return f'"{word}"' if quoted != word and os.name == "nt" else quoted


def exposure_line(command: str, paths: Sequence[Path], *options: str | Path) -> str:
    """Return a call of `exposure` with the paths that were given."""
    return command_line("exposure", *command.split(), *paths, *options)


def make_folder_line(folder: Path) -> str:
    """Return the command that makes a folder and those above it."""
    return command_line("mkdir", *(() if os.name == "nt" else ("-p",)), folder)


class ProgressBar:
    """A tqdm bar on standard error, gone when the work has ended: a `reading.Progress`."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def start(self, total: int) -> None:
        """Show the bar."""
        from tqdm import tqdm

        self._bar = tqdm(total=total, unit="B", unit_scale=True, desc="Reading", leave=False, file=sys.stderr)

    def advance(self, done: int) -> None:
        """Move the bar on."""
        if self._bar is not None:
            self._bar.update(done)

    def done(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
