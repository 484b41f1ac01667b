"""Lines of rich text to plain or coloured text of a given width."""

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
"""The colours that carry meaning, always beside the word that says the same; nothing is shown as safe."""
WIDE: Final = 120


class TextStyle(msgspec.Struct, frozen=True):
    """How wide the place is that is written to, and whether it takes colour."""

    width: int = NARROW
    color: bool = False
    paths: str = "PATH"
    """What was scanned, quoted for the shell: a hint that is printed can then be typed."""

    @property
    def is_wide(self) -> bool:
        """Whether there is room for longer words."""
        return self.width >= WIDE - 10


def rendered(parts: Iterable[RenderableType], look: TextStyle) -> str:
    """Lay out the parts below each other; no line is longer than the look is wide, but for a word that is."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=look.width,
        force_terminal=look.color,
        color_system="standard" if look.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        laid_out = isinstance(part, Text) and bool(part.no_wrap)
        if laid_out and not look.color:
            # as rich would print it, four times as fast: a list may have 100,000s of lines
            buffer.write(f"{part}\n")
        else:
            # rich joins texts before it prints them, and forgets that one is not to be wrapped
            console.print(part, soft_wrap=laid_out)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def hint(text: str) -> Text:
    """Return a line that ends in a command to type, which is never broken."""
    return Text(text, no_wrap=True, overflow="ignore")


def heading(text: str) -> Text:
    """Give a line that stands out."""
    return Text(text, style="bold")


def dimmed(text: str) -> Text:
    """Give a line that steps back."""
    return Text(text, style="dim")


def hanging_indent(lead: str, text: Text | str, indent: int | None = None) -> RenderableType:
    """Give a paragraph whose lines stand to the right of `lead`."""
    width = len(lead) if indent is None else indent
    table = Table.grid(padding=0)
    table.add_column(width=width, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(
        Text(lead, style="bold" if lead.strip() else ""), text if isinstance(text, Text) else Text(text)
    )
    return table


def indented(text: Text | str, by: int) -> RenderableType:
    """Give a paragraph moved to the right."""
    return Padding(text if isinstance(text, Text) else Text(text), (0, 0, 0, by))
