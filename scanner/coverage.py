"""What became of every member of every export; the lines sum to all members and all bytes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from scanner.archive import Download
from scanner.items import Assembly
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


UNNAMED: Final = "no record of the export names it"
"""Why a media file stands alone."""
_TOLD: Final = {
    "member": pl.UInt32,
    "reader": pl.String,
    "records": pl.Int64,
    "skipped": pl.Int64,
    "told": pl.String,
    "cut": pl.Boolean,
}

Line = tuple[Any, ...]
"""A row of the coverage."""


def coverage_frame(
    members: pl.DataFrame, fates: Mapping[int, MemberFate], assembly: Assembly, parts: Sequence[Line]
) -> pl.DataFrame:
    """Give one row for each member and each faulty part, its items not yet counted.

    `members` are all, with `said` where the listing or the layout says all there is to say; `fates` those of
    which more is to be told, by number. Takes into each fate the records that turned out to give no item.
    """
    dropped = assembly.dropped.group_by("member", "dropped", maintain_order=True).len()
    for member, reason, count in dropped.iter_rows():
        fates[member].skipped += count
        fates[member].because(reason, count)
    told = pl.DataFrame([_told(*fate) for fate in fates.items()], schema=_TOLD, orient="row")
    unnamed = pl.when(pl.col("member").is_in(assembly.orphans)).then(pl.lit(UNNAMED))
    reason = pl.concat_str("said", unnamed, separator="; ", ignore_nulls=True).replace("", None)
    lines = members.join(told, on="member", how="left", maintain_order="left").select(
        "export",
        pl.col("path").alias("member"),
        pl.col("state").cast(SCHEMA["state"]),
        "reader",
        pl.col("records").fill_null(0),
        pl.lit(0, pl.Int64).alias("items"),
        pl.col("skipped").fill_null(0),
        pl.col("size").alias("bytes"),
        pl.coalesce("told", reason).alias("reason"),
        pl.col("cut").fill_null(value=False),
    )
    return pl.concat([lines, pl.DataFrame(parts, schema=SCHEMA, orient="row")])


def _told(number: int, fate: MemberFate) -> Line:
    reader = fate.placement.reader if fate.placement else None
    return number, reader, fate.records, fate.skipped, fate.reason, fate.cut


def with_items(coverage: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Count for each member the items that stand in it; a file may stand elsewhere once facts change."""
    found = items.group_by("export", "member").agg(pl.len().cast(pl.Int64).alias("found"))
    counted = coverage.join(found, on=["export", "member"], how="left", maintain_order="left")
    held = pl.when(pl.col("state").is_in(["content", "media"])).then("found").fill_null(0)
    return counted.with_columns(held.alias("items")).drop("found")


def lines_of_parts(downloads: Sequence[Download]) -> Iterator[Line]:
    """Give a line to each part that can't be listed, or not to its end: the sum has to be whole."""
    for download in downloads:
        listed = {member.part for member in download.members}
        for part in download.containers:
            if part.fault:
                size = 0 if part.name in listed else part.size
                yield part.name, "", "unreadable", None, 0, 0, 0, size, part.fault, False
