"""`--assume lean`: judge each unknown item as if it were what it leans to, marked in a column of its own."""

from datetime import UTC, datetime, time
from typing import Final

import polars as pl
from msgspec.structs import replace

from scanner import schema
from scanner.frame import RECORD_DTYPES
from scanner.result import Scan
from scanner.rulebook import RuleBook

_EVER: Final = {"public": "yes", "private": "no"}
_CHANGED: Final = ("visibility", "ever_public", "public_from", "public_until")
_FROM_PARENT: Final = (*_CHANGED, "now", "past", "now_rule", "past_rule", "assumed")


def assume_lean(scan: Scan, book: RuleBook) -> Scan:
    """Give the scan with every leaning unknown counted as what it leans to, marked in `assumed`."""
    leans = (pl.col("visibility") == "unknown") & pl.col("lean").is_in(["public", "private"])
    items = scan.items.with_columns(leans.alias("assumed")).with_columns(_as_it_leans(scan))
    return replace(scan, items=_media_with_parents(_judged(items, book)))


def _as_it_leans(scan: Scan) -> list[pl.Expr]:
    """Give the columns of an item as they would be, were it what it leans to."""
    assumed = pl.col("assumed")
    lean = pl.col("lean").cast(pl.String)
    made = pl.col("export").replace_strict(
        _made(scan), default=None, return_dtype=RECORD_DTYPES["public_until"]
    )
    values = {
        "visibility": lean,
        "ever_public": lean.replace_strict(_EVER, default=None),
        "public_from": pl.when(lean == "public").then("created_at"),
        "public_until": pl.when(lean == "public").then(made),
    }
    return [_where(assumed, value, name) for name, value in values.items()]


def _where(chosen: pl.Expr, value: pl.Expr, name: str) -> pl.Expr:
    """Put `value` into the chosen rows of a column."""
    return pl.when(chosen).then(value.cast(RECORD_DTYPES[name])).otherwise(name).alias(name)


def _made(scan: Scan) -> dict[str, datetime]:
    """Give for each part of an export the day it was made."""
    return {
        part: datetime.combine(export.made, time(), UTC)
        for export in scan.exports
        if export.made is not None
        for part in (*export.parts, export.name)
    }


def _judged(items: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Judge the assumed items anew, now and past."""
    for name in ("now", "past"):
        decided = (
            book.table(name).decide(items).select(pl.col("rule").alias("new_rule"), pl.col(name).alias("new"))
        )
        both = pl.concat([items, decided], how="horizontal")
        items = both.with_columns(
            _where(pl.col("assumed"), pl.coalesce(pl.col("new").cast(pl.String), pl.lit("unknown")), name),
            _where(pl.col("assumed"), pl.col("new_rule"), f"{name}_rule"),
        ).drop("new", "new_rule")
    return items


def _media_with_parents(items: pl.DataFrame) -> pl.DataFrame:
    """Let a media file that was unknown follow the content it hangs on."""
    parents = items.filter("assumed").select(
        pl.col("item_id").alias("parent_id"),
        *(pl.col(name).alias(f"{name}_of_parent") for name in _FROM_PARENT),
    )
    joined = items.join(parents, on="parent_id", how="left", maintain_order="left")
    follows = (
        pl.col("assumed_of_parent").is_not_null()
        & pl.col("kind").is_in(schema.MEDIA_KINDS)
        & pl.col("assumed")
    )
    taken = [pl.when(follows).then(f"{name}_of_parent").otherwise(name).alias(name) for name in _FROM_PARENT]
    return joined.with_columns(taken).select(items.columns)
