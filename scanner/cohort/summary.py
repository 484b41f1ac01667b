"""The sums over all people's files, read column by column and never all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from scanner.schema import IN_POOL

KEYS: Final = ("platform", "kind", "visibility", "now", "past")
"""What makes a group, as in `exposure scan`."""
_KIND: Final = ("platform", "kind")
_PARTS: Final = {
    "public": pl.col("visibility") == "public",
    "now": pl.col("now").is_in(IN_POOL),
    "past": pl.col("past").is_in(IN_POOL),
}
"""Columns of the overview: the items of a kind for which this holds."""


@dataclass(frozen=True)
class Summary:
    """Sums over all people."""

    groups: pl.DataFrame
    """`platform kind visibility now past`, then `count` (items) and `persons` with one or more of them."""
    kinds: pl.DataFrame
    """`platform kind count persons`, then both of the public, of the pool now, and of the pool past."""
    hidden: int
    """Groups of fewer people than were asked for, which are left out."""


def summary(files: Sequence[Path], fewest: int = 1) -> Summary:
    """Sum up people's files; what fewer than `fewest` people have is left out of groups and null in kinds."""
    frame = _all(files)
    groups = frame.group_by(KEYS).agg(_items(), _people()).sort(KEYS)
    kinds = frame.group_by(_KIND).agg(
        _items(),
        _people(),
        *(_items(totals_by_key).alias(f"{name}_count") for name, totals_by_key in _PARTS.items()),
        *(_people(totals_by_key).alias(f"{name}_persons") for name, totals_by_key in _PARTS.items()),
    )
    counts_found, overview = pl.collect_all([groups, kinds.sort("count", "kind", descending=[True, False])])
    published = counts_found.filter(pl.col("persons") >= fewest)
    return Summary(published, _without_small_counts(overview, fewest), counts_found.height - published.height)


def _all(files: Sequence[Path]) -> pl.LazyFrame:
    """Return all people's items; files of other columns, or of other versions' words, fit together too."""
    empty = pl.LazyFrame(schema={"person": pl.String, **dict.fromkeys(KEYS, pl.String), "count": pl.Int64})
    columns = [pl.col("person"), *(pl.col(name).cast(pl.String) for name in KEYS), pl.col("count")]
    return pl.concat([empty, *(pl.scan_parquet(file).select(columns) for file in files)])


def _items(totals_by_key: pl.Expr | None = None) -> pl.Expr:
    """Sum the items for which something holds."""
    return (pl.col("count") if totals_by_key is None else pl.col("count").filter(totals_by_key)).sum()


def _people(totals_by_key: pl.Expr | None = None) -> pl.Expr:
    """Count the people with an item for which something holds."""
    person = pl.col("person")
    return (person if totals_by_key is None else person.filter(totals_by_key)).n_unique().alias("persons")


def _without_small_counts(kinds: pl.DataFrame, fewest: int) -> pl.DataFrame:
    """Leave out kinds that too few people have; of those that are left, the numbers of too few are null."""
    published = kinds.filter(pl.col("persons") >= fewest)
    few = {name: pl.col(f"{name}_persons").is_between(1, fewest - 1) for name in _PARTS}
    return published.with_columns(
        pl.when(~few[name]).then(f"{name}_{what}").alias(f"{name}_{what}")
        for name in _PARTS
        for what in ("count", "persons")
    )
