"""What the user told, as columns: each fact null where nothing was said of an item."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from scanner.dtypes import FACT_DTYPES
from scanner.facts import GROUP_AUDIENCES, Facts, Override, Period, ProfileFacts
from scanner.filters import Filters
from scanner.kinds import KINDS
from scanner.schema import MEDIA_KINDS

POSTED: Final = tuple(name for name, kind in KINDS.items() if kind.posted)
"""What a filter that names no kind speaks of."""


EVERYTHING: Final = pl.lit(True)


def with_user_facts(content: pl.DataFrame, facts: Facts, theirs: pl.Expr = EVERYTHING) -> pl.DataFrame:
    """Return the content, which has its `created_at`, with the columns of the user's facts.

    Only the rows `theirs` get them: one person's facts say nothing about another's items.
    """
    on_facebook = pl.col("platform") == "facebook"
    told = {
        "fact_period": pl.when(on_facebook).then(_period(facts.facebook.audience)),
        "fact_remembered_default": pl.when(on_facebook).then(_period(facts.facebook.default)),
        "fact_group_audience": _of_group(facts.facebook.groups),
        "fact_account_told": _of_profile("threads", facts.threads, _of_profile("instagram", facts.instagram)),
        "fact_told": _by_filter(facts.override),
        "fact_override": _of_item(facts),
    }
    return content.with_columns(
        pl.when(theirs).then(value).cast(FACT_DTYPES[fact]).alias(fact) for fact, value in told.items()
    )


def with_file_overrides(items: pl.DataFrame, facts: Facts, theirs: pl.Expr = EVERYTHING) -> pl.DataFrame:
    """Return the items with the overrides of media files; all else about a file comes from its post."""
    own = pl.when(theirs & pl.col("kind").is_in(MEDIA_KINDS)).then(_by_filter(_naming_files(facts)))
    told = pl.coalesce(own, pl.col("fact_told").cast(pl.String)).cast(FACT_DTYPES["fact_told"])
    of_item = pl.when(theirs).then(_of_item(facts)).cast(FACT_DTYPES["fact_override"])
    return items.with_columns(told.alias("fact_told"), of_item.alias("fact_override"))


def has_file_override(facts: Facts, theirs: pl.Expr = EVERYTHING) -> pl.Expr:
    """Return an expression: the media files that have an override of their own."""
    told = _of_item(facts).is_not_null() | _by_filter(_naming_files(facts)).is_not_null()
    return theirs & pl.col("kind").is_in(MEDIA_KINDS) & told


def _naming_files(facts: Facts) -> list[Override]:
    """Give the filters that name kinds of files."""
    return [override for override in facts.override if set(override.kinds) & set(MEDIA_KINDS)]


def _of_item(facts: Facts) -> pl.Expr:
    """Give the audience that was told of this very item."""
    told = {override.item: override.audience for override in facts.override if override.item}
    return pl.col("item_id").replace_strict(told, default=None, return_dtype=pl.String)


def _by_filter(overrides: Sequence[Override]) -> pl.Expr:
    """Give the audience that the last filter told which selects an item."""
    value: pl.Expr = pl.lit(None, pl.String)
    for override in overrides:
        if override.selects:
            value = pl.when(selected(override)).then(pl.lit(override.audience)).otherwise(value)
    return value


def selected(override: Override) -> pl.Expr:
    """Return an expression: whether a filter selects an item; without kinds, of what the user posted."""
    words = {"kind": override.kinds or POSTED}
    if override.platforms:
        words["platform"] = override.platforms
    return Filters(words, override.since, override.until, override.match, override.container).expression()


def _of_group(groups: dict[str, str]) -> pl.Expr:
    """Give the audience that was told of the group an item stands in."""
    told = {name.lower(): GROUP_AUDIENCES[word] for name, word in groups.items()}
    name = pl.col("container").str.to_lowercase()
    audience = name.replace_strict(told, default=None, return_dtype=pl.String)
    return pl.when(pl.col("host") == "group").then(audience)


def absent_groups(facts: Facts, containers: pl.Series) -> list[str]:
    """Return the groups that the facts name but the downloads do not have."""
    known = set(containers.drop_nulls().unique().str.to_lowercase())
    return [name for name in facts.facebook.groups if name.lower() not in known]


def _of_profile(platform: str, told: ProfileFacts, otherwise: pl.Expr | None = None) -> pl.Expr:
    """Give what was told of an account of Instagram or Threads."""
    word = None if told.private is None else "private" if told.private else "public"
    other = pl.lit(None, pl.String) if otherwise is None else otherwise
    return pl.when(pl.col("platform") == platform).then(pl.lit(word, pl.String)).otherwise(other)


def _period(periods: Sequence[Period]) -> pl.Expr:
    """Give the audience of the period an item was posted in."""
    value: pl.Expr = pl.lit(None, pl.String)
    for period in periods:
        inside = Filters(since=period.since, before=period.until).expression()
        with_time = pl.col("created_at").is_not_null() & inside
        value = pl.when(with_time).then(pl.lit(period.audience)).otherwise(value)
    return value
