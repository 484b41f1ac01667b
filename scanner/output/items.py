"""`items` as a table: one line an item, long text cut, nothing of the export obeyed by the terminal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner.output.terminal_safe import cut
from scanner.output.text import ELIGIBLE, UNKNOWN, TextStyle, hint, rendered
from scanner.output.wording import NOW_WORDS, PAST_WORDS, VISIBILITY_WORDS

SHOWN: Final = 50
"""Rows shown on a terminal where no number is asked for."""

NEEDED: Final = (
    "item_id", "kind", "count", "created_at", "text", "title", "container", "media_path", "visibility",
    "now", "past",
)  # fmt: skip
"""The columns of the items that are shown."""

_STYLES: Final = {"eligible": ELIGIBLE, "likely": ELIGIBLE, "unknown": UNKNOWN}
_SHORT_ID: Final = 8
_HEADS: Final = ("id", "date", "kind", "seen by", "pool now", "before", "text")
_WIDTHS: Final = (_SHORT_ID, 10, 15, 11, 12, 12)
_NARROW_WIDTHS: Final = (_SHORT_ID, 10, 15, 11, 8, 8)
_SHORT_VERDICTS: Final = {"eligible": "in", "likely": "likely", "unknown": "?", "not_eligible": "not in"}


def items_table(items: pl.DataFrame, look: TextStyle, limit: int | None) -> str:
    """Give the first `limit` items as a table (None: all), and say how many more there are."""
    shown = items if limit is None else items.head(limit)
    return rendered(_lines(shown, items.height, look), look)


def _lines(shown: pl.DataFrame, found: int, look: TextStyle) -> Iterator[Text]:
    """Give the head, the rows and the line below them."""
    if not found:
        yield Text("No item fits.")
        return
    yield _row(_HEADS, look, ["bold"] * len(_HEADS))
    for item in shown.iter_rows(named=True):
        yield _row(_cells(item, look), look, _styles(item) if look.color else ())
    if shown.height < found:
        yield Text(f"… and {found - shown.height:,} more (--limit N shows N, --output FILE writes all)")
    yield Text('"?" is not known. A "~" stands for assumed.')
    yield hint(f"Why one item: exposure explain {look.paths} ITEM")


def _cells(item: dict[str, Any], look: TextStyle) -> tuple[str, ...]:
    """Give the words of one item."""
    now, past = (NOW_WORDS, PAST_WORDS) if look.is_wide else (_SHORT_VERDICTS, _SHORT_VERDICTS)
    mark = "~" if item.get("assumed") else ""
    return (
        item["item_id"][:_SHORT_ID],
        _day(item["created_at"]),
        str(item["kind"]),
        mark + VISIBILITY_WORDS[item["visibility"]],
        mark + now[item["now"]],
        mark + past[item["past"]].removesuffix(" then"),
        _words(item),
    )


def _styles(item: dict[str, Any]) -> tuple[str, ...]:
    """Return the colours of an item's cells, of the verdicts alone."""
    verdicts = (item["visibility"], item["now"], item["past"])
    return ("", "", "", *(_STYLES.get(verdict, "") for verdict in verdicts))


def _day(moment: datetime | None) -> str:
    """Give the day of an item."""
    return f"{moment:%Y-%m-%d}" if moment else "?"


def _words(item: dict[str, Any]) -> str:
    """Give what best tells a person which item it is."""
    if item["count"] != 1:
        return f"({item['count']:,} counted)"
    if item["kind"] == "profile_field" and item["title"]:
        return f"{item['title']}: {item['text'] or ''}"
    return str(item["text"] or item["media_path"] or item["title"] or item["container"] or "")


def _row(cells: tuple[str, ...], look: TextStyle, styles: Sequence[str]) -> Text:
    """Lay out one line, its cells in these styles; the last cell takes what room is left."""
    widths = _WIDTHS if look.is_wide else _NARROW_WIDTHS
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
    lead = " ".join(padded)
    room = max(8, look.width - len(lead) - 1)
    line = Text(f"{lead} {cut(cells[-1], room)}", no_wrap=True, overflow="ignore")
    start = 0
    for cell, style in zip(padded, styles, strict=False):
        line.stylize(style, start, start + len(cell))
        start += len(cell) + 1
    return line
