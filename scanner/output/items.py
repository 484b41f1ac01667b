"""`items` as a table: one line an item, long text cut, control characters escaped."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner.output.terminal_safe import cut
from scanner.output.text import ELIGIBLE, UNKNOWN, TextStyle, rendered, unbroken_line
from scanner.output.wording import POOL_LABELS, VISIBILITY_LABELS

DEFAULT_LIMIT: Final = 50
"""How many rows a terminal shows without `--limit`."""

NEEDED: Final = (
    "item_id", "kind", "count", "created_at", "text", "title", "container", "media_path", "visibility",
    "now", "past",
)  # fmt: skip
"""The columns of the items that are shown."""

_STYLES: Final = {"eligible": ELIGIBLE, "likely": ELIGIBLE, "unknown": UNKNOWN}
_SHORT_ID: Final = 8
_HEADS: Final = ("id", "date", "kind", "visibility", "in pool", "before", "text")
_WIDTHS: Final = (_SHORT_ID, 10, 15, 11, 8, 8)


def items_table(items: pl.DataFrame, style: TextStyle, limit: int | None) -> str:
    """Return the first `limit` items as a table (None: all), and how many more there are."""
    rows = items if limit is None else items.head(limit)
    return rendered(_lines(rows, items.height, style), style)


def _lines(rows: pl.DataFrame, total: int, style: TextStyle) -> Iterator[Text]:
    """Yield the head, the rows and the lines below them."""
    if not total:
        yield Text("No item matches the filters.")
        return
    yield _row(_HEADS, style, ["bold"] * len(_HEADS))
    for item in rows.iter_rows(named=True):
        yield _row(_cells(item, style), style, _styles(item) if style.color else ())
    if rows.height < total:
        yield Text(f"… and {total - rows.height:,} more (--limit N shows N items, --output FILE writes all)")
    yield Text('"?" = unknown, "~" = assumed.')
    yield unbroken_line(f"The reasons for one item: exposure explain {style.paths} ITEM")


def _cells(item: dict[str, Any], style: TextStyle) -> tuple[str, ...]:
    """Return the cells of one item."""
    mark = "~" if item.get("assumed") else ""
    return (
        item["item_id"][:_SHORT_ID],
        _day(item["created_at"]),
        str(item["kind"]),
        mark + VISIBILITY_LABELS[item["visibility"]],
        mark + POOL_LABELS[item["now"]],
        mark + POOL_LABELS[item["past"]],
        _description(item),
    )


def _styles(item: dict[str, Any]) -> tuple[str, ...]:
    """Return the colours of an item's cells: only the verdicts have one."""
    verdicts = (item["visibility"], item["now"], item["past"])
    return ("", "", "", *(_STYLES.get(verdict, "") for verdict in verdicts))


def _day(moment: datetime | None) -> str:
    """Return the day of an item, or `?`."""
    return f"{moment:%Y-%m-%d}" if moment else "?"


def _description(item: dict[str, Any]) -> str:
    """Return the text by which a person best recognises an item."""
    if item["count"] != 1:
        return f"({item['count']:,} counted)"
    if item["kind"] == "profile_field" and item["title"]:
        return f"{item['title']}: {item['text'] or ''}"
    return str(item["text"] or item["media_path"] or item["title"] or item["container"] or "")


def _row(cells: tuple[str, ...], style: TextStyle, styles: Sequence[str]) -> Text:
    """Return one line with its cells in these styles; the last cell takes the remaining width."""
    padded = [cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    lead = " ".join(padded)
    room = max(8, style.width - len(lead) - 1)
    line = unbroken_line(f"{lead} {cut(cells[-1], room)}")
    start = 0
    for cell, emphasis in zip(padded, styles, strict=False):
        line.stylize(emphasis, start, start + len(cell))
        start += len(cell) + 1
    return line
