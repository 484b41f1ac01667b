"""`diff`: the result in one sentence, the counts by kind, and how verdicts changed."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner import schema
from scanner.diff import COMPARED, IS_CONTENT, Diff
from scanner.output.json import json_text
from scanner.output.number_grid import Columns, count_text, number_grid
from scanner.output.terminal_safe import safe
from scanner.output.text import TextStyle, hanging_indent, heading, rendered
from scanner.output.wording import (
    FAMILIES,
    FAMILY_OF,
    POOL_LABELS,
    VISIBILITY_LABELS,
)
from scanner.result import Export

SCHEMA: Final = "exposure.diff/1"

_COLUMNS: Final = Columns(
    ("gone", "new", "changed", "before", "after", "before", "after"),
    ((3, "items"), (2, "public"), (2, "in the pool today")),
)
_VERDICT_LABELS: Final = {"visibility": VISIBILITY_LABELS, "now": POOL_LABELS, "past": POOL_LABELS}
_VERDICT_LEADS: Final = {"visibility": "Visibility: ", "now": "In the pool: ", "past": "Before: "}
_LEAD_WIDTH: Final = max(map(len, _VERDICT_LEADS.values()))
_CHANGE_LIMIT: Final = 6
"""How many changes of a verdict are listed; the others are counted."""
_TOTAL: Final = "Total"
_FILES: Final = "Files"
_DETAILS: Final = "Account details"
_CHATS: Final = "Chats"


def diff_json(diff: Diff) -> str:
    """Return the comparison as one JSON document."""
    return json_text(
        {
            "schema": SCHEMA,
            "old": [_export(export) for export in diff.old],
            "new": [_export(export) for export in diff.new],
            "pool": pool(diff.both),
            "items": _totals(diff.both),
            "groups": groups(diff.changes).to_dicts(),
            "warnings": list(diff.doubts),
        }
    )


def pool(both: pl.DataFrame) -> dict[str, int]:
    """Return how many items are in the pool before and after, and how many left or joined it."""
    before, after = _in_pool("old"), _in_pool("new")
    row = both.filter(_is_content()).select(
        before.sum().alias("before"),
        after.sum().alias("after"),
        (before & ~after).sum().alias("left"),
        (~before & after).sum().alias("joined"),
    )
    return row.row(0, named=True)


def groups(changes: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each combination of change, kind and verdicts before and after, with its `count`."""
    keys = ["change", "platform", "kind", *(f"{side}_{name}" for name in COMPARED for side in ("old", "new"))]
    return changes.group_by(keys).agg(pl.len().alias("count")).sort(keys, nulls_last=True)


def diff_table(diff: Diff, style: TextStyle, *, filters: str = "") -> str:
    """Return the comparison as text. `filters` is the sentence that names the filters."""
    return rendered(_parts(diff, style, filters), style)


def _parts(diff: Diff, style: TextStyle, filters: str) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    yield from (hanging_indent("Warning: ", safe(doubt)) for doubt in diff.doubts)
    yield heading(sentence(diff.both))
    yield Text(f"OLD: {_export_names(diff.old)}. NEW: {_export_names(diff.new)}.")
    if filters:
        yield hanging_indent("Only: ", safe(filters))
    if diff.changes.is_empty():
        yield Text("No item is new or gone, and no verdict changed.")
        return
    yield Text()
    rows = [(label, [count_text(count) for count in counts]) for label, counts in _rows(diff.both)]
    yield from number_grid(rows, _COLUMNS, style.width, bold=(_TOTAL,))
    yield Text()
    for name in COMPARED:
        if changes := _verdict_changes(diff.both, name):
            yield hanging_indent(_VERDICT_LEADS[name].ljust(_LEAD_WIDTH), changes)
    yield Text(
        '"In the pool": inside what Meta says it uses for its AI, or probably. "Gone": missing from NEW; '
        "that does not prove that Meta has erased it. To list the items, add --format csv or jsonl."
    )


def sentence(both: pl.DataFrame) -> str:
    """Return whether fewer items are in the pool than before, as a sentence."""
    counts = pool(both)
    fewer = counts["before"] - counts["after"]
    if not fewer:
        lead = f"As many items are in the pool as before: {counts['after']:,}"
    else:
        noun, verb = ("item", "is") if abs(fewer) == 1 else ("items", "are")
        lead = f"{abs(fewer):,} {'fewer' if fewer > 0 else 'more'} {noun} {verb} in the pool than before"
        lead += f" ({counts['after']:,}, {'down' if fewer > 0 else 'up'} from {counts['before']:,})"
    joined = counts["joined"]
    return f"{lead}; {joined:,} {'is' if joined == 1 else 'are'} new in it." if joined else f"{lead}."


def _is_content() -> pl.Expr:
    """Return an expression: whether the totals of either side count an item."""
    return pl.any_horizontal(pl.col(name).fill_null(value=False) for name in IS_CONTENT)


def _in_pool(side: str) -> pl.Expr:
    """Return an expression: whether an item is in the pool, or likely, on that side (`old` or `new`)."""
    return pl.col(f"{side}_now").cast(pl.String).is_in(schema.IN_POOL).fill_null(value=False)


def _totals(both: pl.DataFrame) -> dict[str, int]:
    """Return how many items are gone, new, changed and the same."""
    counts = dict(both.group_by("change").len().iter_rows())
    return {change: counts.get(change, 0) for change in ("went", "came", "changed", "same")}


Row = tuple[str, tuple[int, ...]]


def _rows(both: pl.DataFrame) -> list[Row]:
    """Return the numbers of each family of kinds, their total, and what is counted separately."""
    family = pl.col("kind").cast(pl.String).replace_strict(FAMILY_OF, default=None)
    apart_as = (
        pl.when(pl.col("kind").is_in(schema.MEDIA_KINDS)).then(pl.lit(_FILES))
        .when(pl.col("kind") == "profile_field").then(pl.lit(_DETAILS))
        .otherwise(pl.lit(_CHATS))
    )  # fmt: skip
    labelled = both.with_columns(pl.when(_is_content()).then(family).otherwise(apart_as).alias("family"))
    by_family = {
        name: tuple(counts) for name, *counts in labelled.group_by("family").agg(_cells()).iter_rows()
    }
    rows = [(name, by_family[name]) for name in FAMILIES if any(by_family.get(name, ()))]
    content = both.filter(_is_content()).select(_cells()).row(0)
    apart = [
        (name, by_family[name]) for name in (_FILES, _DETAILS, _CHATS) if any(by_family.get(name, ())[:3])
    ]
    return [*rows, (_TOTAL, content), *apart]


def _cells() -> list[pl.Expr]:
    """Return the expressions of the seven numbers of a row."""
    changes = [(pl.col("change") == change).sum().alias(change) for change in ("went", "came", "changed")]
    public = [
        (pl.col(f"{side}_visibility") == "public").sum().alias(f"{side}_public") for side in ("old", "new")
    ]
    return [*changes, *public, *(_in_pool(side).sum().alias(f"{side}_pool") for side in ("old", "new"))]


def _verdict_changes(both: pl.DataFrame, name: str) -> str:
    """Return how a verdict of content changed, the most frequent change first, as `yes → no 12`."""
    old, new = f"old_{name}", f"new_{name}"
    changed = both.filter(_is_content() & (pl.col("change") == "changed") & (pl.col(old) != pl.col(new)))
    counts = changed.group_by(old, new).len().sort("len", old, new, descending=[True, False, False])
    labels = _VERDICT_LABELS[name]
    changes = [f"{labels[a]} → {labels[b]} {count:,}" for a, b, count in counts.iter_rows()]
    remaining = [f"and {len(changes) - _CHANGE_LIMIT} more changes"] if len(changes) > _CHANGE_LIMIT else []
    return " · ".join([*changes[:_CHANGE_LIMIT], *remaining])


def _export_names(exports: Sequence[Export]) -> str:
    """Return the names of one side's downloads with the days they were made."""
    names = [f"{safe(export.name)}, made {export.made or 'on an unknown day'}" for export in exports]
    return "; ".join(names)


def _export(export: Export) -> dict[str, Any]:
    """Return one download."""
    platforms = [account.platform for account in export.accounts]
    return {"name": export.name, "made": export.made, "platforms": platforms}
