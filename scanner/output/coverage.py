"""`coverage`: how each member of the export was handled; the numbers add up to all members."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner.output.json import json_text
from scanner.output.scan_numbers import coverage_totals
from scanner.output.terminal_safe import masked_path, safe
from scanner.output.text import TextStyle, dimmed, heading, indented, rendered
from scanner.output.wording import STATE_LABELS, quantity, size
from scanner.result import Scan

SCHEMA: Final = "exposure.coverage/1"
COLUMNS: Final = (
    "export", "member", "state", "reader", "records", "items", "skipped", "bytes", "reason", "cut",
)  # fmt: skip
LISTED: Final = 20
"""How many paths of each state are listed; JSON has all."""

UNNAMED: Final = defaultdict(
    lambda: "reason unknown",
    media="named by your posts, stories and albums",
    duplicate="the same file is in another part",
)
"""By state, the text for members that have neither reader nor reason."""

Mask = Callable[[str], str]
"""A function that masks the parts of a path that may name people."""


def coverage_json(scan: Scan) -> str:
    """Return the coverage as the JSON document of the contract."""
    members = scan.coverage.select(COLUMNS).to_dicts()
    return json_text({"schema": SCHEMA, "totals": coverage_totals(scan.coverage), "members": members})


def coverage_table(scan: Scan, style: TextStyle, anonymous: Mask) -> str:
    """Return the coverage grouped by state and reader; `anonymous` masks the paths of unknown members."""
    return rendered(_parts(scan, anonymous), style)


def _parts(scan: Scan, anonymous: Mask) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    totals = coverage_totals(scan.coverage)
    for state, sums in totals["states"].items():
        title = f"{STATE_LABELS[state]}: {quantity(sums['members'], 'file', 'files')}, {size(sums['bytes'])}"
        yield heading(f"{title} ({_share(sums, totals)})")
        yield from _groups(scan.coverage.filter(pl.col("state") == state), state)
        yield from _paths(scan.coverage.filter(pl.col("state") == state), state, anonymous)
    yield Text()
    yield heading(_sum_line(totals))
    if totals["skipped"]:
        yield dimmed(f"{quantity(totals['skipped'], 'record', 'records')} skipped; the reasons are above.")


def _share(sums: dict[str, int], totals: dict[str, Any]) -> str:
    """Return the share of members and of bytes, as `12.0 % of files, 3.1 % of bytes`."""
    members, amount = _percent(sums["members"], totals["members"]), _percent(sums["bytes"], totals["bytes"])
    return f"{members} of files, {amount} of bytes"


def _percent(part: int, whole: int) -> str:
    """Return a share with one decimal, in percent; 100 % where the whole is 0."""
    return f"{100 * part / whole:.1f} %" if whole else "100.0 %"


def _sum_line(totals: dict[str, Any]) -> str:
    """Return the sum of all states beside the totals, which shows that nothing is missing."""
    members = sum(sums["members"] for sums in totals["states"].values())
    amount = sum(sums["bytes"] for sums in totals["states"].values())
    files = quantity(totals["members"], "file", "files")
    return (
        f"Total: {members:,} of {files} ({_percent(members, totals['members'])}), "
        f"{amount:,} of {totals['bytes']:,} bytes ({_percent(amount, totals['bytes'])})"
    )


def _groups(members: pl.DataFrame, state: str) -> Iterator[Any]:
    """Yield a line for each reader, or for each reason where none read it."""
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
    """Return how many members, bytes, records and items one group has."""
    numbers = [quantity(row["members"], "file", "files"), size(row["bytes"] or 0)]
    numbers += (
        [f"{quantity(row['records'], 'record', 'records')} → {quantity(row['items'] or 0, 'item', 'items')}"]
        if row["records"]
        else []
    )
    numbers += [f"{row['skipped']:,} skipped"] if row["skipped"] else []
    return f"{safe(name)}: {', '.join(numbers)}"


def _skips(members: pl.DataFrame) -> Iterator[Any]:
    """Yield the reasons for which records of one reader were skipped."""
    reasons = members.drop_nulls("reason").group_by("reason").agg(pl.len().alias("members")).sort("members")
    for row in reasons.reverse().head(LISTED).iter_rows(named=True):
        yield indented(dimmed(f"in {quantity(row['members'], 'file', 'files')}: {safe(row['reason'])}"), 4)


def _paths(members: pl.DataFrame, state: str, anonymous: Mask) -> Iterator[Any]:
    """Yield the members that were not read in full, so that you can look them up or report them."""
    if state not in {"unknown", "unreadable"}:
        members = members.filter("cut")
    mask = anonymous if state == "unknown" else masked_path
    listed = members.head(LISTED)
    for export, member, reason in listed.select("export", "member", "reason").iter_rows():
        path = safe(mask(member) if member else export)
        yield indented(dimmed(f"{path}: {safe(reason)}" if reason else path), 4)
    if members.height > LISTED:
        yield indented(dimmed(f"… and {members.height - LISTED:,} more (--format json lists all)"), 4)
