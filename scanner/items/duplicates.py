"""Repeats: content has one row however many parts, formats or files repeat it."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from scanner.items.ids import family
from scanner.schema import COUNTED_KINDS

ALIKE: Final = (
    "account",
    "platform",
    "family",
    "at",
    "text",
    "media_ids",
    "container",
    "title",
    "field",
    "count",
)
"""Records that agree in all of these are one item; records that differ in any are two."""
STANDING: Final = ("section", "kind", "place", "row")
"""Of records that are alike, the first in this order stands, whatever the order of the members: that of the
own timeline, which `schema.SECTIONS` names first."""
SHARED: Final = ("account", "platform", "kind", "section", "thread")
"""What the pieces of one conversation have in common."""


def with_family(content: pl.DataFrame) -> pl.DataFrame:
    """Add the family of each row's kind."""
    return content.with_columns(family().alias("family"))


def home() -> pl.Expr:
    """Return one number for the account and the download that a row is of."""
    return pl.col("account").cast(pl.UInt64) * 2**32 + pl.col("download")


LOOKED_AT: Final = ("member", *STANDING, *ALIKE)
"""All that telling repeats takes: the whole frame is copied once, at the end."""


def without_repeats(content: pl.DataFrame, several: Sequence[int] = ()) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the rows that stand, and as `dropped` the member of each that repeats one, with the reason.

    Each download is taken by itself; the accounts in `several` have more than one.
    """
    standing = content.select(LOOKED_AT)
    if several:
        standing = standing.with_columns(content.select(home().alias("account")))
    dropped = []
    for reason, repeated in (
        ("stands as a reel too", _posts_that_are_reels),
        ("another file has this entry of posts.json", _index_entries_elsewhere),
        ("repeats another record", _later_of_alike),
        ("a post has this check-in", _check_ins_that_are_posts),
    ):
        rows = repeated(standing)
        dropped.append(
            standing.join(rows, on="row", how="semi").select("member", pl.lit(reason).alias("dropped"))
        )
        if not rows.is_empty():
            standing = standing.join(rows, on="row", how="anti", maintain_order="left")
    if standing.height < content.height:
        content = content.join(standing.select("row"), on="row", how="semi", maintain_order="left")
    return content, pl.concat(dropped)


def _later_of_alike(content: pl.DataFrame) -> pl.DataFrame:
    """Give every row that agrees with one that stands; counted kinds are summed up instead."""
    # numbers in place of texts say which rows to look at: few are alike, and all at once would be copied
    hashes = pl.col("media_ids", "text").hash()
    numbers = content.select("row", "account", "at", hashes).filter(
        ~content["kind"].is_in(COUNTED_KINDS) & pl.col("at").is_duplicated()
    )
    rows = numbers.filter(pl.struct("account", "at", "media_ids", "text").is_duplicated()).select("row")
    doubtful = content.join(rows, on="row", how="semi")
    in_order = doubtful.sort(STANDING, nulls_last=True)
    first = in_order.unique(ALIKE, keep="first", maintain_order=True).select("row")
    return doubtful.join(first, on="row", how="anti").select("row")


def _posts_that_are_reels(content: pl.DataFrame) -> pl.DataFrame:
    """Give the posts whose very media stand as a reel of the account too."""
    held = content.filter(pl.col("media_ids") != "")
    reels = held.filter(pl.col("kind") == "reel")
    posts = held.filter(pl.col("kind") == "post", pl.col("section") != "posts_index")
    return posts.join(reels, on=["account", "media_ids"], how="semi").select("row")


def _index_entries_elsewhere(content: pl.DataFrame) -> pl.DataFrame:
    """Give the entries of Instagram's `posts.json` whose media another file of the account tells of already.

    Source: blog.sh docs/importing.md: the same grid with the archived posts mixed back in.
    """
    held = content.filter(pl.col("family") == "post", pl.col("media_ids") != "").select(
        "account", "row", "section", pl.col("media_ids").str.split("|")
    )
    one_each = held.explode("media_ids")
    index = one_each.filter(pl.col("section") == "posts_index")
    others = one_each.filter(pl.col("section") != "posts_index")
    return index.join(others, on=["account", "media_ids"], how="semi").select("row").unique()


def _check_ins_that_are_posts(content: pl.DataFrame) -> pl.DataFrame:
    """Give the records of the check-in file that a post repeats: same second, and same text or place."""
    check_ins = content.filter(pl.col("kind") == "check_in")
    if check_ins.is_empty():
        return check_ins.select("row")
    posts = content.filter(pl.col("family") == "post", pl.col("kind") != "check_in")
    by_text = check_ins.join(posts, on=["account", "at", "text"], how="semi", nulls_equal=True)
    by_place = check_ins.join(posts, on=["account", "at", "place"], how="semi")
    return pl.concat([by_text, by_place]).select("row").unique()


def counted_together(content: pl.DataFrame) -> pl.DataFrame:
    """Give one row for all pieces of one conversation, and one for all reactions of an account.

    Two downloads of one account each tell of the same ones: the fuller of them counts. So it is with two
    shapes of one list of reactions, whose `host_name` is the list's name, `/` and the shape.
    """
    pieces = content.filter(pl.col("kind").is_in(COUNTED_KINDS))
    key = pl.when(pl.col("kind") == "message_thread").then(pl.col("host_name"))
    listed = pl.when(pl.col("kind") == "reaction").then(pl.col("host_name"))
    told = pieces.with_columns(
        key.alias("thread"), listed.alias("shape"), listed.str.replace(r"/[^/]*$", "").alias("list")
    ).sort("age", "row")
    of_shape = told.group_by(*SHARED, "download", "list", "shape").agg(pl.col("count").sum())
    of_list = of_shape.group_by(*SHARED, "download", "list").agg(pl.col("count").max())
    of_each = of_list.group_by(*SHARED, "download").agg(pl.col("count").sum())
    counts = of_each.group_by(SHARED).agg(pl.col("count").max())
    exact = pl.col("precision") == pl.col("precision").min()
    others = pl.all().exclude(*SHARED, "count", "at", "precision", "shape", "list").first()
    first = told.group_by(SHARED, maintain_order=True).agg(
        pl.col("at").filter(exact).min(), pl.col("precision").min(), others
    )
    return first.join(counts, on=SHARED, nulls_equal=True, maintain_order="left").select(content.columns)
