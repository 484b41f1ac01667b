"""What became of every member of every export; the lines sum to all members and all bytes."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl

from scanner.archive import Download
from scanner.reading import MemberFate
from scanner.schema import MEMBER_STATES

SCHEMA: Final[dict[str, pl.DataType]] = {
    "export": pl.String(),
    "member": pl.String(),
    "state": pl.Enum(MEMBER_STATES),
    "reader": pl.String(),
    "records": pl.Int64(),
    "items": pl.Int64(),
    "skipped": pl.Int64(),
    "bytes": pl.Int64(),
    "reason": pl.String(),
    "cut": pl.Boolean(),
}
"""The columns of the coverage."""


def coverage_frame(
    fates: Sequence[MemberFate], downloads: Sequence[Download], dropped: pl.DataFrame
) -> pl.DataFrame:
    """Give one row for each member, its items not yet counted.

    Takes into each fate the records that turned out to give no item.
    """
    for member, reason, count in dropped.group_by("member", "dropped").len().iter_rows():
        fates[member].skipped += count
        fates[member].because(reason, count)
    rows = [*_of_members(fates), *_of_parts(downloads)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def with_items(coverage: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Count for each member the items that stand in it; a file may stand elsewhere once facts change."""
    found = items.group_by("export", "member").agg(pl.len().cast(pl.Int64).alias("found"))
    counted = coverage.join(found, on=["export", "member"], how="left", maintain_order="left")
    held = pl.when(pl.col("state").is_in(["content", "media"])).then("found").fill_null(0)
    return counted.with_columns(held.alias("items")).drop("found")


def _of_members(fates: Sequence[MemberFate]) -> Iterator[tuple[Any, ...]]:
    for fate in fates:
        member = fate.member
        reader = fate.placement.reader if fate.placement else None
        yield (
            member.part, member.path, fate.state, reader, fate.records, 0, fate.skipped, member.size,
            fate.reason, fate.cut,
        )  # fmt: skip


def _of_parts(downloads: Sequence[Download]) -> Iterator[tuple[Any, ...]]:
    """Give a line to each part that can't be listed, or not to its end: the sum has to be whole."""
    for download in downloads:
        listed = {member.part for member in download.members}
        for part in download.containers:
            if part.fault:
                size = 0 if part.name in listed else part.size
                yield part.name, "", "unreadable", None, 0, 0, 0, size, part.fault, False
