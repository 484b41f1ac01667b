"""What kind of place is written to: a terminal or not, how wide, with colour or without."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.cli.errors import UsageError
from scanner.cli.options import Format

if TYPE_CHECKING:
    from scanner.output.render import Look

WIDEST: Final = 120
"""A longer line is hard to read, however wide the window."""
_NARROWEST: Final = 60


def is_terminal(output: Path | None) -> bool:
    """Tell whether a person sees what is written."""
    return output is None and sys.stdout.isatty()


def look(output: Path | None, *, no_color: bool) -> "Look":
    """Say how to lay out text for the place it goes to."""
    from scanner.output.render import Look

    width = shutil.get_terminal_size((80, 24)).columns if output is None else WIDEST
    color = is_terminal(output) and not no_color and not os.environ.get("NO_COLOR")
    return Look(max(_NARROWEST, min(width, WIDEST)), color and os.environ.get("TERM") != "dumb")


def check_binary(chosen: Format, output: Path | None) -> None:
    """Refuse to throw bytes at a terminal. Raises UsageError."""
    if chosen == Format.parquet and is_terminal(output):
        raise UsageError("parquet is no text: name a file with --output FILE, or send it through a pipe")


def fit(chunks: Iterable[bytes], chosen: Format, output: Path | None) -> Iterator[bytes]:
    """Make data fit for a terminal where it goes to one; a file or a pipe gets it as it is."""
    from scanner.output.safe import safe_json, safe_lines

    if not is_terminal(output):
        yield from chunks
        return
    made_safe = safe_lines if chosen == Format.csv else safe_json
    for chunk in chunks:
        yield made_safe(chunk.decode()).encode(sys.stdout.encoding or "utf-8", errors="replace")
