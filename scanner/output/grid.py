"""The scan table itself: rows of eight numbers under three headings, in as little room as they need."""

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from scanner.output.columns import column_widths, count_text
from scanner.output.scan_numbers import Counts
from scanner.output.text import ELIGIBLE, UNKNOWN, TextStyle

Rows = Sequence[tuple[str, Counts]]

_GROUPS: Final = (1, 4, 6, 8)
"""Where each group of columns ends: all; who could see it; the pool today; before."""
_HEADS: Final = ("all", "public", "not pub.", "?", "in it", "?", "maybe", "?")
_WIDE_HEADS: Final = ("all", "public", "not public", "?", "in it", "?", "maybe", "?")
_TITLES: Final = ("", "who could see it", "pool today", "used before")
_WIDE_TITLES: Final = ("", "who could see it", "in the pool Meta names today", "maybe used before")
_STYLES: Final = ("", "", "", UNKNOWN, ELIGIBLE, UNKNOWN, ELIGIBLE, UNKNOWN)
WIDEST_GAP: Final = 3
"""Spaces between columns, where there is much room."""
ROOMY: Final = 100
"""Only a table wider than this has the widest gap."""


def grid(rows: Rows, total: Counts, look: TextStyle) -> list[Text]:
    """Give the table's lines. Numbers are never cut: where room is short, labels get their own lines."""
    heads, titles = _words(look)
    table = [*rows, ("Total", total)]
    cells = [[count_text(value) for value in row.cells] for _, row in table]
    widths = _widths(cells, heads, titles)
    label = max(len(name) for name, _ in table)
    gap, stacked = _fit(widths, label, look.width)
    lead = 0 if stacked else label
    lines = [_title_line(titles, widths, lead, gap), _line(" " * lead, heads, widths, gap, "bold")]
    for (name, _), row in zip(table, cells, strict=True):
        style = "bold" if name == "Total" else ""
        if stacked:
            lines.append(Text(name, style=style))
        lines.append(_line("" if stacked else name.ljust(label), row, widths, gap, style))
    return lines


def _words(look: TextStyle) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Choose the long or the short headings."""
    return (_WIDE_HEADS, _WIDE_TITLES) if look.is_wide else (_HEADS, _TITLES)


def _widths(cells: list[list[str]], heads: Sequence[str], titles: Sequence[str]) -> list[int]:
    """Give each column the room of its widest cell, and each group the room of its title."""
    widths = column_widths([*cells, heads])
    start = 0
    for end, title in zip(_GROUPS, titles, strict=True):
        missing = len(title) - (sum(widths[start:end]) + 2 * (end - start - 1))
        widths[start] += max(0, missing)
        start = end
    return widths


def _fit(widths: list[int], label: int, room: int) -> tuple[int, bool]:
    """Choose the gap between columns, and whether labels need their own lines."""
    for gap in (WIDEST_GAP, 2, 1):
        if label + sum(widths) + gap * len(widths) <= room and (gap < WIDEST_GAP or room > ROOMY):
            return gap, False
    return 1, True


def _line(lead: str, cells: Sequence[str], widths: list[int], gap: int, style: str) -> Text:
    """Return one line of right-aligned cells; counts have the colour of their column."""
    line = Text(lead, style=style, no_wrap=True, overflow="ignore", end="\n")
    for cell, width, own in zip(cells, widths, _STYLES, strict=True):
        line.append(" " * gap if line.plain or lead else "")
        is_count = cell.strip("0123456789,") == ""
        line.append(cell.rjust(width), style=own if is_count else "")
    return line


def _title_line(titles: Sequence[str], widths: list[int], lead: int, gap: int) -> Text:
    """Give the line of headings above groups of columns, each at the right end of its group."""
    line = Text(" " * lead, style="bold", no_wrap=True, overflow="ignore")
    start = 0
    for end, title in zip(_GROUPS, titles, strict=True):
        span = sum(widths[start:end]) + gap * (end - start - 1)
        line.append(" " * gap if line.plain or lead else "")
        line.append(title.rjust(span))
        start = end
    return line
