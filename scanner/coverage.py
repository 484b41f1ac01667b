"""What became of every member of every export; the lines sum to all members and all bytes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import polars as pl

from scanner.archive import Download
from scanner.items import Assembly, join_columns
from scanner.reading.placement import counted
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
"""The reason for a media file that no record names."""

Line = tuple[Any, ...]
"""A row of the coverage."""


def coverage_frame(members: pl.DataFrame, assembly: Assembly, parts: Sequence[Line]) -> pl.DataFrame:
    """Return one row for each member, in their order, and each faulty part; items are not yet counted.

    `members` has the columns of `items.Members` and `reader records skipped reason cut`.
    """
    unnamed = pl.when(pl.col("member").is_in(assembly.orphans)).then(pl.lit(UNNAMED))
    reason = pl.concat_str("reason", "dropped", unnamed, separator="; ", ignore_nulls=True)
    dropped = _dropped(assembly.dropped)
    lines = join_columns(members, dropped, "member").select(
        "export",
        pl.col("path").alias("member"),
        "state",
        "reader",
        "records",
        pl.lit(0, pl.Int64).alias("items"),
        pl.col("skipped") + pl.col("times").fill_null(0),
        pl.col("size").alias("bytes"),
        pl.when(reason != "").then(reason).alias("reason"),
        "cut",
    )
    return pl.concat([lines, pl.DataFrame(parts, schema=SCHEMA, orient="row")])


def _dropped(records: pl.DataFrame) -> pl.DataFrame:
    """Return, per member, why records of it give no item (most frequent reason first), and how many."""
    by_reason = records.group_by("member", "dropped").len("times")
    in_order = by_reason.sort("member", "times", "dropped", descending=[False, True, False])
    words = [counted(reason, times) for reason, times in in_order.select("dropped", "times").iter_rows()]
    counts = in_order.with_columns(pl.Series("dropped", words, pl.String), pl.col("times").cast(pl.Int64))
    return counts.group_by("member", maintain_order=True).agg(
        pl.col("dropped").str.join("; "), pl.col("times").sum()
    )


def lone_part_warnings(
    downloads: Iterable[tuple[str, Sequence[str]]], coverage: pl.DataFrame
) -> Iterator[str]:
    """Return a sentence for each download that has media files, but no file that could name them.

    Each is named by its name and the names of its parts. Meta puts posts and profile into one part of a large
    download, and media files into the others.
    """
    for name, parts in downloads:
        members = coverage.filter(pl.col("export").is_in(parts) & (pl.col("member") != ""))
        states = members["state"].cast(pl.String)
        has_pages = states.is_in(["content", "unreadable", "unknown"]).any()
        if (states == "media").any() and not has_pages:
            these = "these look like some parts" if len(parts) > 1 else "this looks like one part"
            yield (
                f"{name}: {these} of a download that came in several parts: there are media files, but no "
                "posts and no profile. Give all its parts together."
            )


def with_items(coverage: pl.DataFrame, members: pl.Series) -> pl.DataFrame:
    """Count the items of each member; an item may move to another member when facts change.

    `members` has each item's member by its number, which is the row that the member has in the coverage.
    """
    items = members.alias("row").value_counts(name="found")
    joined = coverage.with_row_index("row").join(items, on="row", how="left", maintain_order="left")
    present = pl.when(pl.col("state").is_in(["content", "media"])).then("found").fill_null(0)
    return joined.with_columns(present.cast(pl.Int64).alias("items")).drop("row", "found")


def part_lines(downloads: Sequence[Download]) -> Iterator[Line]:
    """Yield a line for each part that can't be listed to its end: the sum has to be complete."""
    for download in downloads:
        listed = {member.part for member in download.members}
        for part in download.containers:
            if part.fault:
                size = 0 if part.name in listed else part.size
                yield part.name, "", "unreadable", None, 0, 0, 0, size, part.fault, False
