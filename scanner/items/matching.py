"""Rows of several downloads of one account that are the same thing: found by joins over whole columns.

Downloads are taken one after the other, the most exact first. What is left over of each is held against all
that came before, by ever weaker keys; each match is one to one. Of equal rows the first goes with the first,
in order of time, so that nothing of one download is ever merged with anything else of it.
"""

from collections.abc import Callable
from typing import Final

import polars as pl

QUARTER: Final = 15
"""Minutes that every offset between two time zones is a multiple of."""
FARTHEST: Final = 26 * 60
"""Minutes between the westernmost and the easternmost time zone."""
SUMMER: Final = 60
"""Minutes by which summer time moves a zone."""
RARE: Final = 4
"""An offset that fewer than one record in so many has is a coincidence."""
CHAT_SECONDS: Final = 36 * 3600
"""A chat with the AI of which a page gives only the day: its turns in JSON are no further away than this."""
ORDER: Final = ("at", "title", "container", "wanted", "row")
"""How equal rows are sorted before the first is matched with the first."""

EITHER_PAGE: Final = pl.col("page") | pl.col("page_right")
EITHER_INEXACT: Final = ~pl.col("exact") | ~pl.col("exact_right")


def _page_has_part(page: str, other: str) -> pl.Expr:
    """Return whether the page's side has but the beginning of the other side's words, or none of them."""
    part, whole = pl.col(f"text{page}"), pl.col(f"text{other}")
    return pl.col(f"page{page}") & ~pl.col(f"page{other}") & whole.str.starts_with(part)


PART_OF_PAGE: Final = _page_has_part("", "_right") | _page_has_part("_right", "")
"""A page doesn't say which of the words attached to a post are the owner's, so it keeps the post's own."""

Matcher = Callable[["Matching"], None]


class Matching:
    """What is left over of two sides, and the pairs found so far."""

    def __init__(self, left: pl.DataFrame, right: pl.DataFrame) -> None:
        self.left = left
        self.right = right
        self.pairs: list[pl.DataFrame] = []

    def take(self, *keys: str, only: pl.Expr | None = None) -> None:
        """Match what agrees in all of these columns, the nth with the nth; `only` filters the pairs.

        `only` may look at any column; those of the right side end in `_right`.
        """
        if self.left.is_empty() or self.right.is_empty():
            return
        pairs = _nth(self.left, keys).join(_nth(self.right, keys), on=[*keys, "nth"], nulls_equal=True)
        if only is not None:
            pairs = pairs.filter(only)
        pairs = pairs.select("account", "platform", "exact_right", into="row", row="row_right")
        self.left = self.left.join(pairs, left_on="row", right_on="into", how="anti")
        self.right = self.right.join(pairs, on="row", how="anti")
        self.pairs.append(pairs)


def _nth(rows: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Add `nth`, the number of each row among those that agree in the keys, in order of time."""
    order = [name for name in ORDER if name in rows.columns]
    return rows.with_columns(nth=pl.int_range(pl.len()).over(keys, order_by=order))


def matched(rows: pl.DataFrame, matcher: Matcher) -> pl.DataFrame:
    """Return for each `row` the row `into` which it goes: itself, or its match in a more exact download.

    `rows` has `row account download age platform at exact page` and what the matcher looks at: `exact` says
    that the time is told to the second (or not at all), `page` that the row comes from an HTML page.
    """
    rows = _in_turns(rows)
    earlier = rows.filter(turn=0)
    matches = [earlier.select("row", into="row")]
    for turn in range(1, rows["turn"].n_unique()):
        matching = Matching(earlier, rows.filter(turn=turn))
        matcher(matching)
        matches += [pairs.select("row", "into") for pairs in matching.pairs]
        matches.append(matching.right.select("row", into="row"))
        earlier = pl.concat([earlier, matching.right])
    return pl.concat(matches)


def _in_turns(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the `turn` of each row's download: those with exact times first, pages last, newer before older."""
    downloads = (
        rows.group_by("account", "download")
        .agg(
            inexact=(~pl.col("exact")).mean().round(),
            page=pl.col("page").mean().round(),
            age=pl.col("age").first(),
        )
        .sort("account", "inexact", "page", "age", "download")
        .select("account", "download", turn=pl.int_range(pl.len()).over("account"))
    )
    return rows.join(downloads, on=["account", "download"], how="left", maintain_order="left")


def same_item(matching: Matching) -> None:
    """Match content: the same words and files at the same time, as exactly as both sides tell it."""
    matching.take("account", "key", "at", only=pl.col("exact") & pl.col("exact_right"))
    matching.take("account", "key", "minute", only=EITHER_INEXACT)
    matching.take("account", "words", "minute", only=EITHER_PAGE | EITHER_INEXACT)
    matching.take("account", "wordless", "minute", only=PART_OF_PAGE)
    _take_shifted(matching)
    _take_chats(matching)
    matching.take("account", "single", only=EITHER_PAGE & pl.col("single").is_not_null())


def same_file(matching: Matching) -> None:
    """Match media files: as content, else by their id where they hang on one item, else by their id alone."""
    matching.take("account", "key", "at", only=pl.col("exact") & pl.col("exact_right"))
    matching.take("account", "key", "minute", only=EITHER_INEXACT)
    matching.take("account", "media_ids", "parent_id", only=pl.col("parent_id").is_not_null())
    matching.take("account", "media_ids", only=pl.col("numbered") | EITHER_PAGE | EITHER_INEXACT)


def _take_shifted(matching: Matching) -> None:
    """Match what a page shows in another time zone: the same words, off by what most of the page is."""
    if matching.right["exact"].all():
        return
    for offsets in _zone_offsets(matching):
        shift = pl.when(~pl.col("exact")).then(pl.col("minute") + pl.col("offset"))
        matching.left = matching.left.with_columns(shifted=pl.col("minute"))
        matching.right = (
            matching.right.join(offsets, on=["account", "platform"], how="left", maintain_order="left")
            .with_columns(shifted=shift)
            .drop("offset")
        )
        is_timed = pl.col("shifted").is_not_null()
        matching.take("account", "words", "shifted", only=is_timed)
        matching.take("account", "wordless", "shifted", only=is_timed & PART_OF_PAGE)
        matching.left, matching.right = matching.left.drop("shifted"), matching.right.drop("shifted")


def _zone_offsets(matching: Matching) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return by how many minutes times on the right are off, and by how many in the other half of the year.

    Every text or file that stands once on either side votes, and so does what agreed without any offset: a
    page that is right on the whole is not shifted to make two records agree.
    """
    sides = [
        side.filter(pl.col("worded") & pl.col("minute").is_not_null() & (pl.col("exact") == exact)).unique(
            ["account", "words"], keep="none"
        )
        for side, exact in ((matching.left, True), (matching.right, False))
    ]
    offset = (pl.col("minute") - pl.col("minute_right")).alias("offset")
    matches = sides[0].join(sides[1], on=["account", "words"]).select("account", "platform", offset)
    matches = matches.filter((pl.col("offset") % QUARTER == 0) & (pl.col("offset").abs() <= FARTHEST))
    agreed = pl.concat(matching.pairs).filter(~pl.col("exact_right"))
    agreed = agreed.select("account", "platform", offset=pl.lit(0, matches.schema["offset"]))
    keys_of_account = ["account", "platform"]
    votes = (
        pl.concat([matches, agreed])
        .group_by(*keys_of_account, "offset")
        .agg(votes=pl.len().cast(pl.Int64))
        .sort("votes", pl.col("offset").abs(), "offset", descending=[True, False, False])
    )
    most = votes.unique(keys_of_account, keep="first", maintain_order=True)
    in_summer = (
        votes.join(most, on=keys_of_account, suffix="_most")
        .filter(
            (pl.col("offset") - pl.col("offset_most")).abs() == SUMMER,
            pl.col("votes") * RARE >= pl.col("votes") + pl.col("votes_most"),
        )
        .unique(keys_of_account, keep="first", maintain_order=True)
    )
    return tuple(  # type: ignore[return-value]
        offsets.filter(pl.col("offset") != 0).select(*keys_of_account, "offset")
        for offsets in (most, in_summer)
    )


def _take_chats(matching: Matching) -> None:
    """Match the turns of chats with the AI that a page dates by the day alone, or not at all."""
    apart = (pl.col("at") - pl.col("at_right")).abs()
    vague = pl.col("vague") | pl.col("vague_right")
    is_near = apart.is_null() | (apart <= CHAT_SECONDS)
    matching.take("account", "kind", "words", only=(pl.col("family") == "ai") & vague & is_near)
