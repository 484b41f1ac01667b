"""Five tables applied to the frame: visibility, lean, now, past, flags.

`explain` only has to show the rows that matched.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from itertools import accumulate
from typing import Final

import polars as pl
from msgspec.structs import replace

from scanner.dtypes import RECORD_DTYPES
from scanner.result import Scan
from scanner.rulebook import RuleBook
from scanner.schema import MEDIA_KINDS

AUDIENCE_FACTS: Final = (
    "fact_override", "fact_graph", "fact_stated", "fact_told", "fact_group_audience", "fact_period",
)  # fmt: skip
"""Where a rule leaves the audience to its evidence: the first of these that is not null, in the order of the
rules."""
MICROSECONDS: Final = 1_000_000
VERDICTS: Final = (
    "audience", "visibility", "basis", "confidence", "lean", "ever_public", "public_from", "public_until",
    "now", "past", "visibility_rule", "lean_rule", "now_rule", "past_rule",
)  # fmt: skip
"""The columns that the tables decide."""
WITHOUT_RULE: Final = {
    "visibility": "unknown",
    "basis": "none",
    "confidence": "low",
    "ever_public": "unknown",
}
"""What an item gets that no rule of visibility matches, as one of a platform that has no rules yet."""


def judge(content: pl.DataFrame, exported_at: Mapping[int, float], book: RuleBook) -> pl.DataFrame:
    """Add every verdict to content with its facts; `exported_at` has the time of each account's export."""
    visible = _with_visibility(content, book)
    exposed = visible.with_columns(_public_spans(exported_at))
    leaning = _with_lean(exposed, book)
    return _with_eligibility(leaning, book)


def judge_again(
    items: pl.DataFrame, which: pl.Expr, exported_at: Mapping[int, float], book: RuleBook
) -> pl.DataFrame:
    """Return finished items, those in `which` judged again from their present facts."""
    chosen = items.filter(which)
    if chosen.is_empty():
        return items
    fresh = judge(chosen.drop(VERDICTS), exported_at, book).select(items.columns)
    return pl.concat([items.filter(~which), fresh])


def with_flags(items: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Add to the finished items the ids of the flag rules that apply to them."""
    return items.with_columns(_rechunked_like(book.flags(items), items.to_series().chunk_lengths()))


def _rechunked_like(column: pl.Series, lengths: Sequence[int]) -> pl.Series:
    """Return a column in chunks of these lengths: chunks unlike the frame's would cost a copy of it."""
    starts = accumulate(lengths, initial=0)
    return pl.concat(
        [column.slice(start, length) for start, length in zip(starts, lengths, strict=False)], rechunk=False
    )


def _with_visibility(content: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    decided = book.table("visibility").decide(content).rename({"rule": "visibility_rule"})
    audience_facts = pl.coalesce(pl.col(name).cast(pl.String) for name in AUDIENCE_FACTS)
    audience = pl.coalesce(pl.col("audience").cast(pl.String), audience_facts, pl.lit("unknown"))
    of_account = pl.col("ever_public").cast(pl.String) == "account"
    was_public = pl.coalesce(pl.col("fact_account_was_public").cast(pl.String), pl.lit("unknown"))
    ever = pl.when(of_account).then(was_public).otherwise(pl.col("ever_public").cast(pl.String))
    decisions = {name: pl.col(name) for name in WITHOUT_RULE} | {"ever_public": ever}
    joined = pl.concat([content, decided], how="horizontal")
    return joined.with_columns(
        of_account.alias("by_account"),
        _as("audience", audience),
        *(_as(name, value).fill_null(WITHOUT_RULE[name]) for name, value in decisions.items()),
    )


def _as(name: str, value: pl.Expr) -> pl.Expr:
    """Return a column of the item record in its type."""
    return value.cast(RECORD_DTYPES[name]).alias(name)


def _public_spans(exported_at: Mapping[int, float]) -> list[pl.Expr]:
    """Return the first and last moment that an item is known to have been public.

    What follows its account follows the account's record. Of the rest, what is public was so at the export;
    from its creation on only where that is said of it (see `_since_creation`) and the time is known.
    """
    export = pl.col("account").replace_strict(dict(exported_at), default=None, return_dtype=pl.Float64)
    now = (export * MICROSECONDS).cast(pl.Int64).cast(pl.Datetime("us", "UTC"))
    was = pl.col("ever_public") == "yes"
    public = pl.col("visibility") == "public"
    since = (
        pl.when("by_account").then("fact_public_from")
        .when(public & _since_creation()).then(pl.coalesce("created_at", now))
        .when(public).then(now)
    )  # fmt: skip
    # an item may be newer than the day that its download names
    until = (
        pl.when(public & (since > now))
        .then(since)
        .when(public)
        .then(now)
        .when("by_account")
        .then("fact_public_until")
    )
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


_EVER_PUBLIC_IF: Final = {"public": "yes", "private": "no"}
_FROM_PARENT: Final = (
    "visibility", "ever_public", "public_from", "public_until", "now", "past", "now_rule", "past_rule",
    "assumed",
)  # fmt: skip


def assume_lean(scan: Scan, book: RuleBook) -> Scan:
    """Return the scan with every unknown item that leans judged as what it leans to, marked in `assumed`."""
    leans = (pl.col("visibility") == "unknown") & pl.col("lean").is_in(["public", "private"])
    items = scan.items.with_columns(leans.alias("assumed")).with_columns(_as_leaning(scan))
    return replace(scan, items=_media_with_parents(_assumed_judged(items, book)))


def _as_leaning(scan: Scan) -> list[pl.Expr]:
    """Return the columns of an item as they would be if it were what it leans to."""
    lean = pl.col("lean").cast(pl.String)
    exported_at = pl.col("export").replace_strict(
        _export_times(scan), default=None, return_dtype=RECORD_DTYPES["public_until"]
    )
    values = {
        "visibility": lean,
        "ever_public": lean.replace_strict(_EVER_PUBLIC_IF, default=None),
        "public_from": pl.when(lean == "public").then("created_at"),
        "public_until": pl.when(lean == "public").then(exported_at),
    }
    return [_where_assumed(value, name) for name, value in values.items()]


def _where_assumed(value: pl.Expr, name: str) -> pl.Expr:
    """Return a column with `value` in its assumed rows."""
    return pl.when("assumed").then(value.cast(RECORD_DTYPES[name])).otherwise(name).alias(name)


def _export_times(scan: Scan) -> dict[str, datetime]:
    """Return for each part of an export the day it was made."""
    return {
        part: datetime.combine(export.made, time(), UTC)
        for export in scan.exports
        if export.made is not None
        for part in (*export.parts, export.name)
    }


def _assumed_judged(items: pl.DataFrame, book: RuleBook) -> pl.DataFrame:
    """Return the items with the assumed ones judged again, now and past."""
    for name in ("now", "past"):
        decided = (
            book.table(name).decide(items).select(pl.col("rule").alias("new_rule"), pl.col(name).alias("new"))
        )
        both = pl.concat([items, decided], how="horizontal")
        items = both.with_columns(
            _where_assumed(pl.coalesce(pl.col("new").cast(pl.String), pl.lit("unknown")), name),
            _where_assumed(pl.col("new_rule"), f"{name}_rule"),
        ).drop("new", "new_rule")
    return items


def _media_with_parents(items: pl.DataFrame) -> pl.DataFrame:
    """Return the items with each media file that was unknown judged as the content it hangs on."""
    parents = items.filter("assumed").select(
        pl.col("item_id").alias("parent_id"),
        *(pl.col(name).alias(f"{name}_of_parent") for name in _FROM_PARENT),
    )
    joined = items.join(parents, on="parent_id", how="left", maintain_order="left")
    follows = (
        pl.col("assumed_of_parent").is_not_null() & pl.col("kind").is_in(MEDIA_KINDS) & pl.col("assumed")
    )
    columns = [
        pl.when(follows).then(f"{name}_of_parent").otherwise(name).alias(name) for name in _FROM_PARENT
    ]
    return joined.with_columns(columns).select(items.columns)
