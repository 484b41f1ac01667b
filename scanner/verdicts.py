"""Five tables applied to the frame: visibility, lean, now, past, flags.

`explain` only has to show the rows that matched.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final

import polars as pl

from scanner.frame import RECORD_DTYPES
from scanner.rulebook import RuleBook

NAMED_AUDIENCES: Final = (
    "fact_override", "fact_graph", "fact_stated", "fact_told", "fact_group_audience", "fact_period",
)  # fmt: skip
"""Where a rule leaves the audience to its evidence, the first of these that is told, in the order of the
rules."""
MICROSECONDS: Final = 1_000_000
VERDICTS: Final = (
    "audience", "visibility", "basis", "confidence", "lean", "ever_public", "public_from", "public_until",
    "now", "past", "visibility_rule", "lean_rule", "now_rule", "past_rule",
)  # fmt: skip
"""The columns that the tables decide."""


def judge(content: pl.DataFrame, made: Mapping[int, float], book: RuleBook) -> pl.DataFrame:
    """Add every verdict to content with its facts; `made` is the moment of each account's export."""
    visible = _with_visibility(content, book)
    exposed = visible.with_columns(_public_spans(made))
    leaning = _with_lean(exposed, book)
    return _with_eligibility(leaning, book)


def judge_again(
    items: pl.DataFrame, which: pl.Expr, made: Mapping[int, float], book: RuleBook
) -> pl.DataFrame:
    """Give finished items with the verdicts of some made anew, from their facts as they now stand."""
    chosen = items.filter(which)
    if chosen.is_empty():
        return items
    fresh = judge(chosen.drop(VERDICTS), made, book).select(items.columns)
    return pl.concat([items.filter(~which), fresh])


def with_flags(items: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Add to the finished items the ids of the flag rules that speak of them."""
    return items.with_columns(_in_pieces(book.flags(items), items.to_series().chunk_lengths()))


def _in_pieces(column: pl.Series, lengths: Sequence[int]) -> pl.Series:
    """Give a column the pieces of a frame's others: of unequal ones, whatever is done first copies all."""
    starts = accumulate(lengths, initial=0)
    return pl.concat(
        [column.slice(start, length) for start, length in zip(starts, lengths, strict=False)], rechunk=False
    )


def _with_visibility(content: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    decided = book.table("visibility").decide(content).rename({"rule": "visibility_rule"})
    named = pl.coalesce(pl.col(name).cast(pl.String) for name in NAMED_AUDIENCES)
    audience = pl.coalesce(pl.col("audience").cast(pl.String), named, pl.lit("unknown"))
    of_account = pl.col("ever_public").cast(pl.String) == "account"
    was_public = pl.coalesce(pl.col("fact_account_was_public").cast(pl.String), pl.lit("unknown"))
    ever = pl.when(of_account).then(was_public).otherwise(pl.col("ever_public").cast(pl.String))
    joined = pl.concat([content, decided], how="horizontal")
    return joined.with_columns(
        of_account.alias("by_account"),
        _as("audience", audience),
        _as("ever_public", ever),
        *(_as(name, pl.col(name)) for name in ("visibility", "basis", "confidence")),
    )


def _as(name: str, value: pl.Expr) -> pl.Expr:
    """Give a column of the item record its type."""
    return value.cast(RECORD_DTYPES[name]).alias(name)


def _public_spans(made: Mapping[int, float]) -> list[pl.Expr]:
    """Return the first and last moment that an item is known to have been public.

    What follows its account follows the account's record. Of the rest, what is public was so at the export;
    from its creation on only where that is said of it (see `_since_creation`) and the time is known.
    """
    export = pl.col("account").replace_strict(dict(made), default=None, return_dtype=pl.Float64)
    now = (export * MICROSECONDS).cast(pl.Int64).cast(pl.Datetime("us", "UTC"))
    was = pl.col("ever_public") == "yes"
    public = pl.col("visibility") == "public"
    since = (
        pl.when("by_account").then("fact_public_from")
        .when(public & _since_creation()).then(pl.coalesce("created_at", now))
        .when(public).then(now)
    )  # fmt: skip
    until = pl.when(public).then(now).when("by_account").then("fact_public_until")
    return [
        pl.when(was).then(since).alias("public_from"),
        pl.when(was).then(until).alias("public_until"),
    ]


def _since_creation() -> pl.Expr:
    """Return whether a public item is known to have been public from its creation on.

    That is so of a kind that Meta says is always public, but for the current profile picture and cover photo,
    which may have been posted earlier; and of what the user said was posted to everyone. All else that names
    an audience (a label, the Graph API, a word on an item or a group) speaks of the time of the export.
    """
    kind = (pl.col("basis") == "policy") & ~pl.col("fact_current").fill_null(False)
    posted = (pl.col("basis") == "user") & (pl.col("fact_period") == "public")
    elsewhere = pl.col("fact_host").cast(pl.String).is_in(["group", "other", "page"]).fill_null(False)
    return kind | (posted & ~elsewhere).fill_null(False)


def _with_lean(content: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    decided = book.table("lean").decide(content).rename({"rule": "lean_rule"})
    unknown = pl.col("visibility") == "unknown"
    return pl.concat([content, decided], how="horizontal").with_columns(
        _as("lean", pl.when(unknown).then(pl.col("lean").cast(pl.String)).otherwise(pl.lit("none"))),
        pl.when(unknown).then("lean_rule").alias("lean_rule"),
    )


def _with_eligibility(content: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    for name in ("now", "past"):
        decided = book.table(name).decide(content).rename({"rule": f"{name}_rule"})
        content = pl.concat([content, decided], how="horizontal").with_columns(_as(name, pl.col(name)))
    return content
