"""Tables of numbers: right-aligned columns under headings, in as little room as they need."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from scanner.output.text import unbroken_line

USUAL_GAP: Final = 2
"""Spaces between two columns, where the width allows; a title must fit above its columns with them."""


@dataclass(frozen=True)
class Columns:
    """The headings of a table of numbers, and the colours of its counts."""

    heads: tuple[str, ...]
    """One for each column."""
    titles: tuple[tuple[int, str], ...] = ()
    """The headings above groups of columns, from left to right: how many columns, and the heading."""
    colors: tuple[str, ...] = ()
    """The colour of the counts of each column; none where this is empty."""


def count_text(value: int) -> str:
    """Return a count; a dash for none, so that the other numbers are easier to see."""
    return f"{value:,}" if value else "-"


def number_grid(
    rows: Sequence[tuple[str, Sequence[str]]],
    columns: Columns,
    width: int,
    *,
    gaps: Sequence[int] = (USUAL_GAP,),
    bold: Collection[str] = (),
) -> Iterator[Text]:
    """Yield the lines of a table: the headings, then each row's label and cells.

    Numbers are never cut. The table takes the first of the `gaps` between columns that fits the `width`;
    where none does, it takes the last, and labels get lines of their own. Rows whose label is in `bold`
    are bold.
    """
    widths = _widths([cells for _, cells in rows], columns)
    label_width = max(len(label) for label, _ in rows)
    fitting = [gap for gap in gaps if label_width + sum(widths) + gap * len(widths) <= width]
    gap, lead = (fitting[0], " " * label_width) if fitting else (gaps[-1], "")
    if columns.titles:
        titles = [title for _, title in columns.titles]
        yield _line(lead, titles, _title_widths(widths, columns, gap), gap, "bold")
    yield _line(lead, columns.heads, widths, gap, "bold")
    for label, cells in rows:
        style = "bold" if label in bold else ""
        if not fitting:
            yield Text(label, style=style)
        yield _line(label.ljust(label_width) if fitting else "", cells, widths, gap, style, columns.colors)


def _widths(rows: Sequence[Sequence[str]], columns: Columns) -> list[int]:
    """Return the width of each column: that of its widest cell, and at least that of its group's title."""
    widths = [max(map(len, column)) for column in zip(columns.heads, *rows, strict=True)]
    start = 0
    for count, title in columns.titles:
        group = widths[start : start + count]
        widths[start] += max(0, len(title) - (sum(group) + USUAL_GAP * (count - 1)))
        start += count
    return widths


def _title_widths(widths: Sequence[int], columns: Columns, gap: int) -> list[int]:
    """Return the width of each group of columns, with the gaps inside it."""
    spans = []
    start = 0
    for count, _ in columns.titles:
        spans.append(sum(widths[start : start + count]) + gap * (count - 1))
        start += count
    return spans


def _line(
    label: str, cells: Sequence[str], widths: Sequence[int], gap: int, style: str, colors: Sequence[str] = ()
) -> Text:
    """Return one line, which is never folded: the label, then right-aligned cells; counts may be coloured."""
    line = unbroken_line(label, style)
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        is_count = cell.strip("0123456789,") == ""
        line.append(" " * gap if label or number else "")
        line.append(cell.rjust(width), style=colors[number] if colors and is_count else "")
    return line
