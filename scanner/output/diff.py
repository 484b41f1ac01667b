"""`diff` in words: what it comes to in a sentence, the counts by kind, which verdicts turned into which."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner import schema
from scanner.diff import COMPARED, IS_CONTENT, Diff
from scanner.output.columns import column_widths, count_text, number_line
from scanner.output.jsontext import json_text
from scanner.output.terminal_safe import safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, rendered
from scanner.output.wording import FAMILIES, FAMILY_OF, NOW_WORDS, PAST_WORDS, VISIBILITY_WORDS, count_words
from scanner.result import Export

SCHEMA: Final = "exposure.diff/1"

_HEADS: Final = ("went", "new", "changed", "before", "after", "before", "after")
_TITLES: Final = ((3, "items"), (2, "public"), (2, "in the pool today"))
_WORDS: Final = {"visibility": VISIBILITY_WORDS, "now": NOW_WORDS, "past": PAST_WORDS}
_LEADS: Final = {"visibility": "Seen by: ", "now": "Pool now: ", "past": "Before: "}
_LEAD: Final = max(map(len, _LEADS.values()))
_SHOWN: Final = 6
"""Turns of a verdict named; further ones are counted."""
_FILES: Final = "Files"
_DETAILS: Final = "Account details"
_CHATS: Final = "Chats"
_GAP: Final = 2


def diff_json(diff: Diff) -> str:
    """Give the comparison as one JSON document."""
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
    """Count the items in the pool that Meta names today: before, after, and those that left or joined it."""
    was, stands = _in_pool("old"), _in_pool("new")
    row = both.filter(_is_content()).select(
        was.sum().alias("before"),
        stands.sum().alias("after"),
        (was & ~stands).sum().alias("left"),
        (~was & stands).sum().alias("joined"),
    )
    return row.row(0, named=True)


def groups(changes: pl.DataFrame) -> pl.DataFrame:
    """Count the items that came, went or changed, by kind and by what became of them."""
    keys = ["change", "platform", "kind", *(f"{side}_{name}" for name in COMPARED for side in ("old", "new"))]
    return changes.group_by(keys).agg(pl.len().alias("count")).sort(keys, nulls_last=True)


def diff_table(diff: Diff, look: TextStyle, *, filters: str = "") -> str:
    """Give the comparison as text. `filters` says in words what was left out."""
    return rendered(_parts(diff, look, filters), look)


def _parts(diff: Diff, look: TextStyle, filters: str) -> Iterator[Any]:
    """Give the parts from top to bottom."""
    yield from (hanging_indent("Warning: ", safe(doubt)) for doubt in diff.doubts)
    yield heading(sentence(diff.both))
    yield dimmed(f"OLD: {_named(diff.old)}. NEW: {_named(diff.new)}.")
    if filters:
        yield hanging_indent("Only: ", safe(filters))
    if diff.changes.is_empty():
        yield Text("No item came, went, or is judged otherwise.")
        return
    yield Text()
    yield from _grid(_rows(diff.both), look)
    yield Text()
    for name in COMPARED:
        if turns := _turns(diff.both, name):
            yield hanging_indent(_LEADS[name].ljust(_LEAD), turns)
    yield dimmed(
        "The items: --format csv or jsonl. What went is not in NEW; whether Meta erased it, no export tells."
    )


def sentence(both: pl.DataFrame) -> str:
    """Say in a sentence whether less is in the pool than before."""
    counts = pool(both)
    fewer = counts["before"] - counts["after"]
    items = count_words(abs(fewer), "item", "items")
    if not fewer:
        lead = f"As many items as before are in the pool Meta names today: {counts['after']:,}"
    else:
        verb = "is" if abs(fewer) == 1 else "are"
        lead = f"{items} {'fewer' if fewer > 0 else 'more'} {verb} in the pool Meta names today"
        lead += f" ({counts['before']:,} before, {counts['after']:,} now)"
    joined = counts["joined"]
    return f"{lead}; {joined:,} {'is' if joined == 1 else 'are'} new in it." if joined else f"{lead}."


def _is_content() -> pl.Expr:
    """Return an expression: what the totals of either side count."""
    return pl.any_horizontal(pl.col(name).fill_null(value=False) for name in IS_CONTENT)


def _in_pool(side: str) -> pl.Expr:
    """Tell whether an item stood in the pool on that side."""
    return pl.col(f"{side}_now").cast(pl.String).is_in(schema.IN_POOL).fill_null(value=False)


def _totals(both: pl.DataFrame) -> dict[str, int]:
    """Count all items by what became of them."""
    found = dict(both.group_by("change").len().iter_rows())
    return {change: found.get(change, 0) for change in ("went", "came", "changed", "same")}


Row = tuple[str, tuple[int, ...]]


def _rows(both: pl.DataFrame) -> list[Row]:
    """Return the numbers of each family of kinds, of all content they add up to, and of what is apart."""
    family = pl.col("kind").cast(pl.String).replace_strict(FAMILY_OF, default=None)
    apart_as = (
        pl.when(pl.col("kind").is_in(schema.MEDIA_KINDS)).then(pl.lit(_FILES))
        .when(pl.col("kind") == "profile_field").then(pl.lit(_DETAILS))
        .otherwise(pl.lit(_CHATS))
    )  # fmt: skip
    named = both.with_columns(pl.when(_is_content()).then(family).otherwise(apart_as).alias("family"))
    summed = {name: tuple(counts) for name, *counts in named.group_by("family").agg(_cells()).iter_rows()}
    rows = [(name, summed[name]) for name in FAMILIES if any(summed.get(name, ()))]
    content = both.filter(_is_content()).select(_cells()).row(0)
    apart = [(name, summed[name]) for name in (_FILES, _DETAILS, _CHATS) if any(summed.get(name, ())[:3])]
    return [*rows, ("Total", content), *apart]


def _cells() -> list[pl.Expr]:
    """Give the seven numbers of a row."""
    changes = [(pl.col("change") == change).sum().alias(change) for change in ("went", "came", "changed")]
    public = [
        (pl.col(f"{side}_visibility") == "public").sum().alias(f"{side}_public") for side in ("old", "new")
    ]
    return [*changes, *public, *(_in_pool(side).sum().alias(f"{side}_pool") for side in ("old", "new"))]


def _grid(rows: Sequence[Row], look: TextStyle) -> Iterator[Text]:
    """Lay out the numbers in columns of their own width; in short room, labels get their own lines."""
    cells = [[count_text(value) for value in counts] for _, counts in rows]
    widths = column_widths([*cells, _HEADS])
    widths[-1] += max(0, len(_TITLES[-1][1]) - (sum(widths[-2:]) + _GAP))
    label = max(len(name) for name, _ in rows)
    stacked = label + sum(widths) + _GAP * len(widths) > look.width
    lead = "" if stacked else " " * label
    yield number_line(lead, [title for _, title in _TITLES], _spans(widths), _GAP, "dim")
    yield number_line(lead, _HEADS, widths, _GAP, "dim")
    for (name, _), row in zip(rows, cells, strict=True):
        style = "bold" if name == "Total" else ""
        if stacked:
            yield Text(name, style=style)
        yield number_line("" if stacked else name.ljust(label), row, widths, _GAP, style)


def _spans(widths: Sequence[int]) -> list[int]:
    """Return the width of each group of columns that has a title of its own."""
    ends = list(accumulate(columns for columns, _ in _TITLES))
    groups = [widths[start:end] for start, end in pairwise([0, *ends])]
    return [sum(group) + _GAP * (len(group) - 1) for group in groups]


def _turns(both: pl.DataFrame, name: str) -> str:
    """Say which words of a verdict turned into which, the most frequent first; content alone."""
    old, new = f"old_{name}", f"new_{name}"
    turned = both.filter(_is_content() & (pl.col("change") == "changed") & (pl.col(old) != pl.col(new)))
    found = turned.group_by(old, new).len().sort("len", old, new, descending=[True, False, False])
    words = _WORDS[name]
    told = [f"{words[a]} → {words[b]} {count:,}" for a, b, count in found.iter_rows()]
    more = [f"and {len(told) - _SHOWN} more turns"] if len(told) > _SHOWN else []
    return " · ".join([*told[:_SHOWN], *more])


def _named(exports: Sequence[Export]) -> str:
    """Name the downloads of one side with the day they were made."""
    named = [f"{safe(each.name)}, made {each.made or 'on a day not known'}" for each in exports]
    return "; ".join(named)


def _export(export: Export) -> dict[str, Any]:
    """Give one download."""
    platforms = [account.platform for account in export.accounts]
    return {"name": export.name, "made": export.made, "platforms": platforms}
