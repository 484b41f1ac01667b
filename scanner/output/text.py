"""Text for people: paragraphs laid out in a given width, plain or coloured."""

import io
from collections.abc import Iterable
from typing import Final

import msgspec
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

NARROW: Final = 80
ELIGIBLE: Final = "red"
UNKNOWN: Final = "yellow"
"""The colours with a meaning, always beside a word that says the same; nothing is shown as safe."""
WIDE: Final = 120


class TextStyle(msgspec.Struct, frozen=True):
    """The width of the output, whether it is coloured, and the paths to name in hints."""

    width: int = NARROW
    color: bool = False
    paths: str = "PATH"
    """The paths that were scanned, quoted for the shell, so that printed commands can be typed."""

    @property
    def is_wide(self) -> bool:
        """Whether there is room for longer words."""
        return self.width >= WIDE - 10


def rendered(parts: Iterable[RenderableType], style: TextStyle) -> str:
    """Return the parts below each other; only a line of a single long word exceeds the width."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=style.width,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        laid_out = isinstance(part, Text) and bool(part.no_wrap)
        if laid_out and not style.color:
            # as rich would print it, four times as fast: a list may have 100,000s of lines
            buffer.write(f"{part}\n")
        else:
            # rich joins texts before it prints them, and forgets that one is not to be wrapped
            console.print(part, soft_wrap=laid_out)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def unbroken_line(text: str, style: str = "") -> Text:
    """Return a line that is never broken, so that a command or an address in it can be copied."""
    return Text(text, style=style, no_wrap=True, overflow="ignore")


def heading(text: str) -> Text:
    """Return a line in bold."""
    return Text(text, style="bold")


def dimmed(text: str) -> Text:
    """Return a line in faint letters."""
    return Text(text, style="dim")


def hanging_indent(lead: str, text: Text | str, indent: int | None = None) -> RenderableType:
    """Return a paragraph whose lines are to the right of `lead`, which has the width `indent` if given."""
    width = len(lead) if indent is None else indent
    table = Table.grid(padding=0)
    table.add_column(width=width, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(
        Text(lead, style="bold" if lead.strip() else ""), text if isinstance(text, Text) else Text(text)
    )
    return table


def indented(text: Text | str, by: int) -> RenderableType:
    """Return a paragraph indented by this many cells."""
    return Padding(text if isinstance(text, Text) else Text(text), (0, 0, 0, by))
