"""Repeats: content has one row however many parts, formats or files repeat it."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from scanner.items.ids import family
from scanner.schema import COUNTED_KINDS

IDENTITY: Final = (
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
KEEP_ORDER: Final = ("section", "kind", "place", "row")
"""Of repeated records the first in this order is kept, whatever the order of the members: `schema.SECTIONS`
begins with the own timeline."""
CONVERSATION: Final = ("account", "platform", "kind", "section", "thread")
"""Columns that the pieces of one conversation share."""


def with_family(content: pl.DataFrame) -> pl.DataFrame:
    """Add the family of each row's kind."""
    return content.with_columns(family().alias("family"))


def account_and_download() -> pl.Expr:
    """Return one number for the account and the download that a row is of."""
    return pl.col("account").cast(pl.UInt64) * 2**32 + pl.col("download")


COMPARED: Final = ("member", *KEEP_ORDER, *IDENTITY)
"""The columns needed to find repeats: the whole frame is copied once, at the end."""


def without_repeats(content: pl.DataFrame, accounts: Sequence[int] = ()) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows to keep, and the member of each dropped one with the reason, `dropped`.

    Repeats are looked for within a download; the accounts in `several` have more than one.
    """
    remaining = content.select(COMPARED)
    if accounts:
        remaining = remaining.with_columns(content.select(account_and_download().alias("account")))
    dropped = []
    for reason, repeated in (
        ("stands as a reel too", _posts_that_are_reels),
        ("another file has this entry of posts.json", _index_entries_elsewhere),
        ("repeats another record", _repeats),
        ("a post has this check-in", _check_ins_that_are_posts),
    ):
        rows = repeated(remaining)
        dropped.append(
            remaining.join(rows, on="row", how="semi").select("member", pl.lit(reason).alias("dropped"))
        )
        if not rows.is_empty():
            remaining = remaining.join(rows, on="row", how="anti", maintain_order="left")
    if remaining.height < content.height:
        content = content.join(remaining.select("row"), on="row", how="semi", maintain_order="left")
    return content, pl.concat(dropped)


def _repeats(content: pl.DataFrame) -> pl.DataFrame:
    """Return every row that repeats one that is kept; counted kinds are summed instead."""
    # hashes find the few candidates first: comparing all texts would copy the frame
    hashes = pl.col("media_ids", "text").hash()
    numbers = content.select("row", "account", "at", hashes).filter(
        ~content["kind"].is_in(COUNTED_KINDS) & pl.col("at").is_duplicated()
    )
    rows = numbers.filter(pl.struct("account", "at", "media_ids", "text").is_duplicated()).select("row")
    doubtful = content.join(rows, on="row", how="semi")
    in_order = doubtful.sort(KEEP_ORDER, nulls_last=True)
    first = in_order.unique(IDENTITY, keep="first", maintain_order=True).select("row")
    return doubtful.join(first, on="row", how="anti").select("row")


def _posts_that_are_reels(content: pl.DataFrame) -> pl.DataFrame:
    """Return the posts whose media the account has as a reel too."""
    with_media = content.filter(pl.col("media_ids") != "")
    reels = with_media.filter(pl.col("kind") == "reel")
    posts = with_media.filter(pl.col("kind") == "post", pl.col("section") != "posts_index")
    return posts.join(reels, on=["account", "media_ids"], how="semi").select("row")


def _index_entries_elsewhere(content: pl.DataFrame) -> pl.DataFrame:
    """Return the entries of Instagram's `posts.json` whose media another file of the account has too.

    Source: blog.sh docs/importing.md: the same grid with the archived posts mixed back in.
    """
    with_media = content.filter(pl.col("family") == "post", pl.col("media_ids") != "").select(
        "account", "row", "section", pl.col("media_ids").str.split("|")
    )
    entries = with_media.explode("media_ids")
    index = entries.filter(pl.col("section") == "posts_index")
    entries_elsewhere = entries.filter(pl.col("section") != "posts_index")
    return index.join(entries_elsewhere, on=["account", "media_ids"], how="semi").select("row").unique()


def _check_ins_that_are_posts(content: pl.DataFrame) -> pl.DataFrame:
    """Return the records of the check-in file that a post repeats: same second, and same text or place."""
    check_ins = content.filter(pl.col("kind") == "check_in")
    if check_ins.is_empty():
        return check_ins.select("row")
    posts = content.filter(pl.col("family") == "post", pl.col("kind") != "check_in")
    by_text = check_ins.join(posts, on=["account", "at", "text"], how="semi", nulls_equal=True)
    by_place = check_ins.join(posts, on=["account", "at", "place"], how="semi")
    return pl.concat([by_text, by_place]).select("row").unique()


def sum_counted(content: pl.DataFrame) -> pl.DataFrame:
    """Return one row for all pieces of one conversation, and one for all reactions of an account.

    Where two downloads of an account have the same ones, the larger count is taken; the same for two shapes
    of one list of reactions, whose `host_name` is the list's name, `/` and the shape.
    """
    pieces = content.filter(pl.col("kind").is_in(COUNTED_KINDS))
    key = pl.when(pl.col("kind") == "message_thread").then(pl.col("host_name"))
    listed = pl.when(pl.col("kind") == "reaction").then(pl.col("host_name"))
    pieces_with_keys = pieces.with_columns(
        key.alias("thread"), listed.alias("shape"), listed.str.replace(r"/[^/]*$", "").alias("list")
    ).sort("age", "row")
    of_shape = pieces_with_keys.group_by(*CONVERSATION, "download", "list", "shape").agg(
        pl.col("count").sum()
    )
    of_list = of_shape.group_by(*CONVERSATION, "download", "list").agg(pl.col("count").max())
    of_each = of_list.group_by(*CONVERSATION, "download").agg(pl.col("count").sum())
    counts = of_each.group_by(CONVERSATION).agg(pl.col("count").max())
    exact = pl.col("precision") == pl.col("precision").min()
    entries_elsewhere = pl.all().exclude(*CONVERSATION, "count", "at", "precision", "shape", "list").first()
    first = pieces_with_keys.group_by(CONVERSATION, maintain_order=True).agg(
        pl.col("at").filter(exact).min(), pl.col("precision").min(), entries_elsewhere
    )
    return first.join(counts, on=CONVERSATION, nulls_equal=True, maintain_order="left").select(
        content.columns
    )
