"""One account in several downloads: each item is one row, in whichever downloads it is.

None of it runs for an account that has only one download.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from scanner.items.columns import join_columns
from scanner.items.duplicates import with_family
from scanner.items.ids import MEDIA_ID_DIGITS, minute
from scanner.items.matching import matched, same_file, same_item
from scanner.items.media import VERDICTS
from scanner.schema import COUNTED_KINDS

REPEATED: Final = "another download of this account has it too"
"""Why a record gives no item of its own."""
DETAILS: Final = ("kind", "at", "precision", "text")
"""Columns that the most exact record of an item decides, in whichever download it is."""
FILLED: Final = ("place", "latitude", "longitude", "link", "hint", "host", "host_name", "tagged")
"""Columns that the most exact record fills where the kept one has nothing."""
FILE_DETAILS: Final = ("kind", "at", "precision", "text")
FILE_FILLED: Final = ("latitude", "longitude")
"""The same of a media file."""
FILE_ITSELF: Final = ("file", "media_state", "uri", "wanted")
"""The columns that describe the copy of a file that is present."""
PAGE: Final = r"\.html?$"
DISTINCTIVE_LETTERS: Final = 12
"""Shorter texts are too common to find the offset of a time zone by."""
SINGLE_FIELDS: Final = ("gender",)
"""Fields of a profile of which there is one, and which JSON and HTML word differently."""


def accounts_with_downloads(members: pl.DataFrame) -> list[int]:
    """Return the numbers of the accounts that have members in more than one download."""
    downloads = members.group_by("account").agg(pl.col("download").n_unique())
    return sorted(downloads.filter(pl.col("download") > 1)["account"].to_list())


def groups_of_downloads(members: pl.DataFrame, accounts: Sequence[int]) -> dict[int, int]:
    """Return for each download that shares one of these accounts the first of the downloads it goes with."""
    first: dict[int, int] = {}
    shared = (
        members.filter(pl.col("account").is_in(accounts)).group_by("account").agg(pl.col("download").unique())
    )
    for downloads in shared["download"].to_list():
        groups = {first.get(download, download) for download in downloads}
        joined = {download for download, group in first.items() if group in groups} | set(downloads)
        first |= dict.fromkeys(joined, min(groups))
    return first


def united(
    content: pl.DataFrame, members: pl.DataFrame, accounts: Sequence[int]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the content with one row an item of these accounts, and the rows that went.

    The newest download says where an item stands, its most exact record what it is. The column
    `only_in_older` says whether the account's newest download lacks it. Of each row that went, the second
    frame has `row`, `into` (the row that stands for it), `member`, `record_at` and `record_precision`.
    """
    mine = pl.col("account").is_in(accounts) & ~pl.col("kind").is_in(COUNTED_KINDS)
    rows = _content_keys(_with_origin(content.filter(mine), members))
    chosen = _chosen(rows.join(matched(rows, same_item), on="row"))
    details = content.join(_details(chosen), on="row").drop("row")
    removed = chosen.filter(pl.col("row") != pl.col("into")).select("row", "into")
    removed_rows = removed.join(
        content.select("row", "member", record_at="at", record_precision="precision"), on="row"
    )
    content = content.join(removed, on="row", how="anti", maintain_order="left")
    content = join_columns(content, chosen.select("row", only_in_older="missing"), "row")
    return with_family(_with_columns_from(content, details, DETAILS, FILLED)), removed_rows


def united_files(files: pl.DataFrame, members: pl.DataFrame, accounts: Sequence[int]) -> pl.DataFrame:
    """Return the media rows with one row a file of these accounts; `files` has one for each download.

    A file that a record names stands before one that none names, then the most exposed one: a download may
    lack the album that shows the file to everyone. Of equal ones the newest download's stands. Its time is
    the most exact one, and where any download has the file itself, it is present.
    """
    files = files.drop("row").rename({"reference_row": "row"})
    rows = _file_keys(_with_origin(files.filter(pl.col("account").is_in(accounts)), members))
    chosen = _chosen(rows.join(matched(rows, same_file), on="row"), "unnamed", stands_by=["exposure"])
    details = files.join(_details(chosen), on="row").drop("row")
    present = files.filter(pl.col("media_state") == "present").select("row", *FILE_ITSELF)
    present = chosen.join(present, on="row").join(rows.select("row", "age"), on="row")
    present = present.sort("into", "age", "row").unique("into", keep="first", maintain_order=True)
    removed = chosen.filter(pl.col("row") != pl.col("into"))
    files = files.join(removed, on="row", how="anti", maintain_order="left").drop("fact_only_in_older")
    files = join_columns(files, chosen.select("row", fact_only_in_older="missing"), "row")
    files = _with_columns_from(files, details, FILE_DETAILS, FILE_FILLED)
    return _with_columns_from(files, present, FILE_ITSELF).rename({"row": "reference_row"})


def _with_origin(rows: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Add `age` and `page` of the member that each row comes from, and how exact its time is."""
    page = pl.col("path").str.to_lowercase().str.contains(PAGE)
    member_columns = members.select("member", "age", seen="age", page=page)
    rows = rows.join(member_columns, on="member", how="left", maintain_order="left").with_columns(
        exact=pl.col("at").is_null() | (pl.col("precision") == "second"), minute=minute()
    )
    if "file" not in rows.columns:
        return rows
    # a record of one download may name a file that another one holds
    file_ages = members.select(file="member", held="age")
    rows = rows.join(file_ages, on="file", how="left", maintain_order="left")
    return rows.with_columns(seen=pl.min_horizontal("age", "held"))


def _content_keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what content is matched by.

    `words` forgives what a page lacks: outer space, and on Threads the mark of a reply. `wordless` leaves the
    `text` out.
    """
    text = pl.col("text").fill_null("")
    same = (pl.col("media_ids"), pl.col("field").cast(pl.String).fill_null(""))
    family = pl.col("family")
    is_reply = (pl.col("platform") == "threads") & (family == "comment")
    forgiven = pl.when(is_reply).then(pl.lit("post")).otherwise(family)
    return rows.select(
        "row", "account", "download", "age", "seen", "page", "platform", "kind", "family", "at", "minute",
        "exact", "precision", "title", "container", text.str.strip_chars(),
        wordless=pl.struct("platform", forgiven.alias("family"), *same).hash(),
        key=pl.struct("platform", "family", text, *same).hash(),
        words=pl.struct("platform", forgiven.alias("family"), text.str.strip_chars(), *same).hash(),
        worded=(pl.col("media_ids") != "") | (text.str.len_chars() >= DISTINCTIVE_LETTERS),
        vague=pl.col("at").is_null() | (pl.col("precision") == "day"),
        single=pl.when(pl.col("field").is_in(SINGLE_FIELDS)).then("field"),
    )  # fmt: skip


def _file_keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what media files are matched by."""
    return rows.select(
        "row", "account", "download", "age", "seen", "page", "platform", "at", "minute", "exact", "precision",
        "media_ids", "parent_id", "wanted",
        key=pl.struct("platform", pl.col("text").fill_null(""), "media_ids").hash(),
        numbered=pl.col("media_ids").str.contains(rf"^\d{{{MEDIA_ID_DIGITS},}}$"),
        unnamed=pl.col("unnamed"),
        exposure=pl.struct(VERDICTS).rank("dense"),
    )  # fmt: skip


def _chosen(clusters: pl.DataFrame, *before: str, stands_by: Sequence[str] = ()) -> pl.DataFrame:
    """Return for each `row` the one that stands for it, `into`; the most exact one, `detail`; and `missing`.

    `missing` says that the newest download has none of them. The columns in `before` decide first for both
    rows; those in `stands_by` come next for `into` alone.
    """
    untimed = pl.col("at").is_null()
    standing = clusters.sort("into", *before, *stands_by, "age", "page", "row")
    exact = clusters.sort("into", *before, untimed, "precision", "page", "age", "row")
    each = standing.group_by("into").agg(stands=pl.col("row").first(), missing=pl.col("seen").min() > 0)
    details = exact.group_by("into").agg(detail=pl.col("row").first())
    return (
        clusters.select("row", "into")
        .join(each, on="into")
        .join(details, on="into")
        .select("row", "detail", "missing", into="stands")
    )


def _details(chosen: pl.DataFrame) -> pl.DataFrame:
    """Return each `row` that is the most exact of its item but doesn't stand for it, and `into` what does."""
    return chosen.filter(pl.col("row") == pl.col("detail"), pl.col("row") != pl.col("into")).select(
        "row", "into"
    )


def _with_columns_from(
    rows: pl.DataFrame, others: pl.DataFrame, replaced: Sequence[str], filled: Sequence[str] = ()
) -> pl.DataFrame:
    """Return rows with columns copied from `others`, which name the target row in `into`.

    Those in `replaced` are theirs; those in `filled` are where the row has nothing.
    """
    if others.is_empty():
        return rows
    taken = others.select("into", **{f"{name} of other": name for name in (*replaced, *filled)})
    joined = join_columns(rows, taken.rename({"into": "row"}).with_columns(other=pl.lit(True)), "row")
    return joined.with_columns(
        *(
            pl.when(pl.col("other")).then(pl.col(f"{name} of other")).otherwise(pl.col(name)).alias(name)
            for name in replaced
        ),
        *(
            pl.when(_is_empty(name, rows.schema[name]))
            .then(pl.col(f"{name} of other"))
            .otherwise(pl.col(name))
            .alias(name)
            for name in filled
        ),
    ).select(rows.columns)


def _is_empty(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return an expression: where a column is empty."""
    empty = pl.col(name).is_null()
    return empty | (pl.col(name).list.len() == 0) if isinstance(dtype, pl.List) else empty
