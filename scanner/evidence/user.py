"""The user's facts as columns: each null where the user's facts say nothing of an item."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from scanner.dtypes import FACT_DTYPES
from scanner.facts import GROUP_AUDIENCES, Facts, Override, Period, ProfileFacts
from scanner.filters import Filters
from scanner.kinds import KINDS
from scanner.schema import MEDIA_KINDS

POSTED: Final = tuple(name for name, kind in KINDS.items() if kind.posted)
"""The kinds that a filter without kinds covers."""
ALL_ROWS: Final = pl.lit(True)


def with_user_facts(content: pl.DataFrame, facts: Facts, rows: pl.Expr = ALL_ROWS) -> pl.DataFrame:
    """Return the content, which has its `created_at`, with the columns of the user's facts.

    Only these `rows` get them: one person's facts say nothing about another's items.
    """
    on_facebook = pl.col("platform") == "facebook"
    values = {
        "fact_period": pl.when(on_facebook).then(_period_audience(facts.facebook.audience)),
        "fact_remembered_default": pl.when(on_facebook).then(_period_audience(facts.facebook.default)),
        "fact_group_audience": _group_audience(facts.facebook.groups),
        "fact_account_told": _account_visibility(
            "threads", facts.threads, _account_visibility("instagram", facts.instagram)
        ),
        "fact_told": _filter_audience(facts.override),
        "fact_override": _item_audience(facts),
    }
    return content.with_columns(
        pl.when(rows).then(value).cast(FACT_DTYPES[fact]).alias(fact) for fact, value in values.items()
    )


def with_file_overrides(items: pl.DataFrame, facts: Facts, rows: pl.Expr = ALL_ROWS) -> pl.DataFrame:
    """Return the items with the overrides of media files; a file has all its other facts from its post."""
    of_file = pl.when(rows & pl.col("kind").is_in(MEDIA_KINDS)).then(_filter_audience(_file_overrides(facts)))
    by_filter = pl.coalesce(of_file, pl.col("fact_told").cast(pl.String)).cast(FACT_DTYPES["fact_told"])
    by_item = pl.when(rows).then(_item_audience(facts)).cast(FACT_DTYPES["fact_override"])
    return items.with_columns(by_filter.alias("fact_told"), by_item.alias("fact_override"))


def has_file_override(facts: Facts, rows: pl.Expr = ALL_ROWS) -> pl.Expr:
    """Return an expression: the media files that have an override of their own."""
    has_override = (
        _item_audience(facts).is_not_null() | _filter_audience(_file_overrides(facts)).is_not_null()
    )
    return rows & pl.col("kind").is_in(MEDIA_KINDS) & has_override


def _file_overrides(facts: Facts) -> list[Override]:
    """Return the overrides that name kinds of files."""
    return [override for override in facts.override if set(override.kinds) & set(MEDIA_KINDS)]


def _item_audience(facts: Facts) -> pl.Expr:
    """Return the audience by the overrides that name an item."""
    audiences = {override.item: override.audience for override in facts.override if override.item}
    return pl.col("item_id").replace_strict(audiences, default=None, return_dtype=pl.String)


def _filter_audience(overrides: Sequence[Override]) -> pl.Expr:
    """Return the audience by the last override whose filter selects an item."""
    value: pl.Expr = pl.lit(None, pl.String)
    for override in overrides:
        if override.selects:
            value = pl.when(selected(override)).then(pl.lit(override.audience)).otherwise(value)
    return value


def selected(override: Override) -> pl.Expr:
    """Return an expression: whether a filter selects an item; without kinds, of what the user posted."""
    values = {"kind": override.kinds or POSTED}
    if override.platforms:
        values["platform"] = override.platforms
    return Filters(values, override.since, override.until, override.match, override.container).expression()


def _group_audience(groups: dict[str, str]) -> pl.Expr:
    """Return the audience of the group that an item was posted in."""
    audiences = {name.lower(): GROUP_AUDIENCES[word] for name, word in groups.items()}
    name = pl.col("container").str.to_lowercase()
    audience = name.replace_strict(audiences, default=None, return_dtype=pl.String)
    return pl.when(pl.col("host") == "group").then(audience)


def absent_groups(facts: Facts, containers: pl.Series) -> list[str]:
    """Return the groups that the facts name but the downloads do not have."""
    names = set(containers.drop_nulls().unique().str.to_lowercase())
    return [name for name in facts.facebook.groups if name.lower() not in names]


def _account_visibility(platform: str, facts: ProfileFacts, otherwise: pl.Expr | None = None) -> pl.Expr:
    """Return `private public` for an account of Instagram or Threads."""
    visibility = None if facts.private is None else "private" if facts.private else "public"
    default = pl.lit(None, pl.String) if otherwise is None else otherwise
    return pl.when(pl.col("platform") == platform).then(pl.lit(visibility, pl.String)).otherwise(default)


def _period_audience(periods: Sequence[Period]) -> pl.Expr:
    """Return the audience of the period an item was posted in."""
    value: pl.Expr = pl.lit(None, pl.String)
    for period in periods:
        inside = Filters(since=period.since, before=period.until).expression()
        with_time = pl.col("created_at").is_not_null() & inside
        value = pl.when(with_time).then(pl.lit(period.audience)).otherwise(value)
    return value
