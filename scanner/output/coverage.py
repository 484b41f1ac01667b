"""`coverage`: every member of the export with what became of it, adding up to all of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner.output.jsontext import json_text
from scanner.output.scan_numbers import coverage_totals
from scanner.output.terminal_safe import masked_path, safe
from scanner.output.text import TextStyle, dimmed, heading, indented, rendered
from scanner.output.wording import STATE_WORDS, count_words, size
from scanner.result import Scan

SCHEMA: Final = "exposure.coverage/1"
COLUMNS: Final = (
    "export", "member", "state", "reader", "records", "items", "skipped", "bytes", "reason", "cut",
)  # fmt: skip
LISTED: Final = 20
"""Paths shown of each kind of trouble; json has all."""

UNNAMED: Final = defaultdict(
    lambda: "no more is known",
    media="named by your posts, stories and albums",
    duplicate="the same file stands in another part",
)
"""By state, what is said of members that have neither reader nor reason."""

Mask = Callable[[str], str]
"""Makes a path anonymous."""


def coverage_json(scan: Scan) -> str:
    """Give the coverage as the JSON document of the contract."""
    members = scan.coverage.select(COLUMNS).to_dicts()
    return json_text({"schema": SCHEMA, "totals": coverage_totals(scan.coverage), "members": members})


def coverage_table(scan: Scan, look: TextStyle, anonymous: Mask) -> str:
    """Give the coverage grouped by state and reader; `anonymous` masks the paths of unknown members."""
    return rendered(_parts(scan, anonymous), look)


def _parts(scan: Scan, anonymous: Mask) -> Iterator[Any]:
    """Give the parts from top to bottom."""
    totals = coverage_totals(scan.coverage)
    for state, sums in totals["states"].items():
        title = (
            f"{STATE_WORDS[state]}: {count_words(sums['members'], 'file', 'files')}, {size(sums['bytes'])}"
        )
        yield heading(f"{title} ({_share(sums, totals)})")
        yield from _groups(scan.coverage.filter(pl.col("state") == state), state)
        yield from _paths(scan.coverage.filter(pl.col("state") == state), state, anonymous)
    yield Text()
    yield heading(_sum_line(totals))
    if totals["skipped"]:
        yield dimmed(
            f"{count_words(totals['skipped'], 'record', 'records')} gave no item; the reasons stand above."
        )


def _share(sums: dict[str, int], totals: dict[str, Any]) -> str:
    """Give the share of members and of bytes."""
    members, amount = _percent(sums["members"], totals["members"]), _percent(sums["bytes"], totals["bytes"])
    return f"{members} of files, {amount} of bytes"


def _percent(part: int, whole: int) -> str:
    """Give a share with one decimal; all of nothing is everything."""
    return f"{100 * part / whole:.1f} %" if whole else "100.0 %"


def _sum_line(totals: dict[str, Any]) -> str:
    """Add the states up again, to show that nothing is missing."""
    members = sum(sums["members"] for sums in totals["states"].values())
    amount = sum(sums["bytes"] for sums in totals["states"].values())
    files = count_words(totals["members"], "file", "files")
    return (
        f"Sum: {members:,} of {files} ({_percent(members, totals['members'])}), "
        f"{amount:,} of {totals['bytes']:,} bytes ({_percent(amount, totals['bytes'])})"
    )


def _groups(members: pl.DataFrame, state: str) -> Iterator[Any]:
    """Give a line for each reader, or for each reason where none read it."""
    key = "reader" if state == "content" else "reason"
    sums = (
        members.group_by(key)
        .agg(pl.len().alias("members"), pl.col("bytes", "records", "items", "skipped").sum())
        .sort(["members", key], descending=[True, False], nulls_last=True)
    )
    for row in sums.iter_rows(named=True):
        yield indented(_group_line(row, row[key] or UNNAMED[state]), 2)
        if state == "content":
            yield from _skips(members.filter(pl.col("reader") == row["reader"]))


def _group_line(row: dict[str, Any], name: str) -> str:
    """Say of one group how many members, bytes, records and items."""
    words = [count_words(row["members"], "file", "files"), size(row["bytes"] or 0)]
    words += (
        [f"{count_words(row['records'], 'record', 'records')} → {row['items'] or 0:,}"]
        if row["records"]
        else []
    )
    words += [f"{row['skipped']:,} skipped"] if row["skipped"] else []
    return f"{safe(name)}: {', '.join(words)}"


def _skips(members: pl.DataFrame) -> Iterator[Any]:
    """Give the reasons that members of one reader name for what they left out."""
    reasons = members.drop_nulls("reason").group_by("reason").agg(pl.len().alias("members")).sort("members")
    for row in reasons.reverse().head(LISTED).iter_rows(named=True):
        yield indented(dimmed(f"in {count_words(row['members'], 'file', 'files')}: {safe(row['reason'])}"), 4)


def _paths(members: pl.DataFrame, state: str, anonymous: Mask) -> Iterator[Any]:
    """List the members that were not read to their end, so that they can be looked up or passed on."""
    if state not in {"unknown", "unreadable"}:
        members = members.filter("cut")
    mask = anonymous if state == "unknown" else masked_path
    shown = members.head(LISTED)
    for export, member, reason in shown.select("export", "member", "reason").iter_rows():
        words = safe(mask(member) if member else export)
        yield indented(dimmed(f"{words}: {safe(reason)}" if reason else words), 4)
    if members.height > LISTED:
        yield indented(dimmed(f"… and {members.height - LISTED:,} more (--format json has all)"), 4)
