"""Right-aligned columns of numbers, which every table of counts is laid out in."""

from collections.abc import Sequence

from rich.text import Text


def count_text(value: int) -> str:
    """Return a count; a dash for none, so that what is there stands out."""
    return f"{value:,}" if value else "-"


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of the widest cell of each column."""
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def number_line(lead: str, cells: Sequence[str], widths: Sequence[int], gap: int, style: str) -> Text:
    """Return one line: the lead, then right-aligned cells, each after a gap. It is never folded."""
    numbers = "".join(" " * gap + cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return Text(lead + numbers, style=style, no_wrap=True, overflow="ignore")
