"""From the readers' records to the frame that is judged, and from the judged frame to the item record."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import polars as pl

from scanner.dtypes import DTYPES, FINDINGS
from scanner.items.columns import concat_and_release, join_columns
from scanner.items.downloads import (
    REPEATED,
    accounts_with_downloads,
    groups_of_downloads,
    united,
    united_files,
)
from scanner.items.duplicates import account_and_download, sum_counted, with_family, without_repeats
from scanner.items.ids import item_ids, media_id
from scanner.items.media import kind_of, resolve, row_per_file
from scanner.items.pictures import with_current_pictures
from scanner.kinds import KINDS
from scanner.schema import COUNTED_KINDS, MEDIA_KINDS, MEDIA_STATES
from scanner.values.names import folded_name, folded_names

Members = pl.DataFrame
"""One row a member: `member` (its number), `download`, `account` (its number), `export` (the part), `path`,
`inner`, `size`, `state`, `media_section` (what an orphan of it would be), `platform`, and `age`, how
many newer downloads the account has (0 where it has one, or several of the newest day)."""

OWN_COLUMNS: Final = frozenset(
    ("item_id", "parent_id", "kind", "count", "title", "tagged", "link", "latitude", "longitude", "place",
     "media_path", "media_state", "media_bytes", "created_precision", "export", "member", "created_at")
)  # fmt: skip
"""Columns that a media file has of its own or not at all; the others come from its item."""
STANDALONE_FILE: Final = pl.col("kind").is_in(MEDIA_KINDS)
"""Content that is a media file on its own, in no post."""
COMMENTS: Final = tuple(name for name, kind in KINDS.items() if kind.id_family == "comment")
WRITTEN_BY_SOMEONE_ELSE: Final = "someone else wrote it"
OWNER_UNKNOWN: Final = "owner not known"
"""Why a record with a named writer gives no item."""
ORPHANS_FROM: Final = 2**31
"""Row numbers from here on are of files that no record names; records never get that far."""


@dataclass(frozen=True)
class Assembly:
    """Everything that will be judged."""

    content: pl.DataFrame
    """One row an item, then one for each file in no post."""
    places: pl.DataFrame
    """One row for each reference to a media file; `row` is the row of its content."""
    dropped: pl.DataFrame
    """`member` and `dropped` (the reason) of each record that gives no item of its own."""
    orphans: tuple[int, ...]
    """The media files, by their member's number, that no record names."""


Names = Mapping[int, frozenset[str]]
"""Names by the number of the account they belong to."""


def assemble(
    read: list[pl.DataFrame], members: Members, names: Names, pages: Names = MappingProxyType({})
) -> Assembly:
    """Put records, media and members together; `names` are each account's own, `pages` those of its Pages.

    Consumes `read` (content and media), to release memory early.
    """
    media, content = read.pop(), read.pop()
    by_member = members.select("member", "download", "account", "age")
    shared_accounts = accounts_with_downloads(members)
    content = join_columns(content, by_member, "member")
    content, foreign_records = _own_records(content, names, pages)
    files = members.filter(pl.col("state") == "media").select("download", "inner", file="member")
    downloads = content.select("row", "download")
    groups = groups_of_downloads(members, shared_accounts)
    media = resolve(media.join(downloads, on="row", how="inner", maintain_order="left"), files, groups)
    content = with_family(_with_media_ids(content, media))
    content, repeats = without_repeats(_with_index_facts(content), shared_accounts)
    if shared_accounts:
        content, removed = united(content, members, shared_accounts)
        media = _moved_references(media, removed)
        content, more = without_repeats(content)
        repeats = pl.concat([repeats, removed.select("member", dropped=pl.lit(REPEATED)), more])
    else:
        content = content.with_columns(only_in_older=pl.lit(None, pl.Boolean))
    content, media = with_current_pictures(content, media)
    orphans = with_family(_orphans(members, media, content.schema))
    counted = sum_counted(content)
    content = _in_order(content, counted, orphans)
    content = content.with_columns(item_ids(content))
    places = pl.concat([_references(content, media), _orphan_references(orphans)], how="diagonal_relaxed")
    return Assembly(
        content, places, pl.concat([foreign_records, repeats]), tuple(orphans["member"].to_list())
    )


def _moved_references(media: pl.DataFrame, removed: pl.DataFrame) -> pl.DataFrame:
    """Return the references with those of removed records moved to the records kept in their place.

    `record_at` and `record_precision` keep the time of the record that made them.
    """
    table = removed.select("row", "into", "record_at", "record_precision")
    joined = join_columns(media, table, "row")
    return joined.with_columns(row=pl.coalesce("into", "row"), moved=pl.col("into").is_not_null()).drop(
        "into"
    )


def _in_order(content: pl.DataFrame, counted: pl.DataFrame, orphans: pl.DataFrame) -> pl.DataFrame:
    """Return what was posted, then what is counted, then files in no post. Consumes `content`."""
    posted = content.select(pl.arg_where(~pl.col("kind").is_in(COUNTED_KINDS) & ~STANDALONE_FILE)).to_series()
    is_chat_of_owner = content.select(pl.arg_where(STANDALONE_FILE)).to_series()
    last = pl.concat([content.clear(), orphans], how="diagonal")
    columns = []
    for name in content.columns:
        column = content.drop_in_place(name)
        parts = [column.gather(posted), counted[name], column.gather(is_chat_of_owner), last[name]]
        columns.append(pl.concat(parts, rechunk=True))
    return pl.DataFrame(columns)


def _own_records(content: pl.DataFrame, names: Names, pages: Names) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the content without records that someone else wrote, and the dropped ones; sets `host`.

    Where the owner's name is not known, a named writer is not known to be the owner, except in chats with an
    AI alone.
    """
    has_owner_name = pl.col("account").is_in(
        [account for account, account_names in names.items() if account_names]
    )
    writing = _with_sole_writers(content, names)
    has_names = pl.col("account").is_in(
        [account for account, account_names in writing.items() if account_names]
    )
    is_owner = _is_account_name("writer", writing) | _is_account_name("writer", pages)
    is_chat_of_owner = pl.col("section").is_in(["messages", "ai_conversations"]) & pl.col("host").eq_missing(
        "self"
    )
    foreign = pl.col("writer").is_not_null() & ~is_owner & (has_names | ~is_chat_of_owner)
    reason = pl.when(has_names).then(pl.lit(WRITTEN_BY_SOMEONE_ELSE)).otherwise(pl.lit(OWNER_UNKNOWN))
    dropped = content.filter(foreign).select("member", reason.alias("dropped"))
    host = (
        pl.when(pl.col("host").is_not_null()).then(pl.col("host"))
        .when(pl.col("host_name").is_null() | ~has_owner_name).then(None)
        .when(pl.col("kind").is_in(COUNTED_KINDS)).then(None)
        .when(_is_account_name("host_name", names)).then(pl.lit("self"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip
    if not dropped.is_empty():
        content = content.filter(~foreign)
    return content.with_columns(host.cast(content.schema["host"]).alias("host")), dropped


def _with_sole_writers(content: pl.DataFrame, names: Names) -> Names:
    """Return `names`, for each account without one with the only name that all of its own comments have.

    A file of comments has comments that the owner wrote; comments under the owner's photos may be anybody's.
    """
    unnamed = ~pl.col("account").is_in([account for account, account_names in names.items() if account_names])
    columns_of_items = (
        pl.col("kind").is_in(COMMENTS) & pl.col("host").ne_missing("self") & pl.col("writer").is_not_null()
    )
    writers = (
        content.filter(unnamed & columns_of_items)
        .group_by("account")
        .agg(folded_names(pl.col("writer")).n_unique().alias("several"), pl.col("writer").first())
    )
    sole = writers.filter(pl.col("several") == 1).select("account", "writer").iter_rows()
    return {**names, **{account: frozenset((writer,)) for account, writer in sole}}


def _is_account_name(column: str, names: Names) -> pl.Expr:
    """Return an expression: whether a column has one of the account's own names, in any spelling."""
    keys = [
        f"{account}\x1f{name}"
        for account, account_names in names.items()
        for name in map(folded_name, account_names)
        if name
    ]
    return (
        pl.concat_str("account", folded_names(pl.col(column)), separator="\x1f")
        .is_in(pl.Series(keys, dtype=pl.String).implode())
        .fill_null(False)
    )


def _with_media_ids(content: pl.DataFrame, media: pl.DataFrame) -> pl.DataFrame:
    """Add the ids of a row's media, sorted and joined, empty where it has none."""
    shared_accounts = pl.col("row").is_duplicated()
    joined = (
        media.filter(shared_accounts).group_by("row").agg(pl.col("media_ids").unique().sort().str.join("|"))
    )
    ids = pl.concat([media.filter(~shared_accounts).select("row", "media_ids"), joined])
    return join_columns(content, ids, "row").with_columns(pl.col("media_ids").fill_null(""))


def _with_index_facts(content: pl.DataFrame) -> pl.DataFrame:
    """Add `on_grid`: False for an entry of `posts.json` whose download has a grid to compare with."""
    grid = (
        content.filter(pl.col("section").is_in(["timeline", "reels"]))
        .select(account_and_download())
        .to_series()
        .unique()
    )
    off = (pl.col("section") == "posts_index") & account_and_download().is_in(grid.implode())
    return content.with_columns(pl.when(off).then(False).alias("on_grid"))


def _orphans(members: Members, media: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return a row to each media file of the user's content that no record names."""
    has_owner_name = media.filter(pl.col("file").is_not_null())["file"]
    free = members.filter(
        pl.col("state") == "media",
        pl.col("media_section").is_not_null(),
        ~pl.col("member").is_in(has_owner_name.implode()),
    )
    return free.select(
        (pl.int_range(pl.len(), dtype=pl.UInt32) + ORPHANS_FROM).cast(pl.UInt32).alias("row"),
        "member", "download", "account",
        pl.col("platform").cast(schema["platform"]),
        pl.col("inner").alias("uri"),
        media_id("inner").alias("media_ids"),
        kind_of("inner").cast(schema["kind"]).alias("kind"),
        pl.col("media_section").cast(schema["section"]).alias("section"),
        pl.lit("self").cast(schema["author"]).alias("author"),
        pl.lit("").alias("pointer"),
        pl.lit(1, pl.Int64).alias("count"),
        pl.lit("none").cast(schema["precision"]).alias("precision"),
        pl.lit([], pl.List(pl.String)).alias("tagged"),
    )  # fmt: skip


def _orphan_references(orphans: pl.DataFrame) -> pl.DataFrame:
    """Return one reference for each orphan: itself."""
    return orphans.select(
        "row",
        "download",
        pl.col("member").alias("file"),
        pl.lit("present").cast(pl.Enum(MEDIA_STATES)).alias("media_state"),
        "media_ids",
        "uri",
        pl.col("uri").alias("wanted"),
        pl.lit(False).alias("has_ip"),
    )


def _references(content: pl.DataFrame, media: pl.DataFrame) -> pl.DataFrame:
    """Return the references of records that were not dropped."""
    present = media.filter(pl.col("row").is_in(content["row"].implode()))
    return present.rename({"kind": "told_kind", "at": "own_at", "text": "own_text"})


def content_facts(content: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Add whether content has a location, an upload address, people."""
    media_facts = places.group_by("row").agg(
        pl.col("latitude").is_not_null().any().alias("media_location"),
        pl.col("has_ip").any().alias("media_ip"),
    )
    joined = join_columns(content, media_facts, "row")
    place = pl.col("latitude").is_not_null() | pl.col("place").is_not_null()
    return joined.with_columns(
        (place | pl.col("media_location").fill_null(False)).alias("fact_has_location"),
        pl.col("media_ip").fill_null(False).alias("fact_has_ip"),
        (pl.col("tagged").list.len().fill_null(0) > 0).alias("fact_has_people"),
    ).drop("media_location", "media_ip")


def finish_items(judged: pl.DataFrame, places: pl.DataFrame, members: Members) -> pl.DataFrame:
    """Return the item frame: content first, then one row for each media file.

    It has every column of `dtypes.DTYPES`, `account` and `home`, the number of the member that has the item.
    `judged` is the content with its facts and verdicts; a media file takes those of its most exposed
    reference.
    """
    files = _files(_judged_references(judged, places), members)
    columns = [
        name for name in judged.columns if name in DTYPES or name in ("account", "at", "precision", "member")
    ]
    # standalone files come last: leaving them out by position copies nothing
    columns_of_items = judged.select(columns).head(judged.select((~STANDALONE_FILE).sum()).item())
    del judged
    return concat_and_release(
        [_as_record(columns_of_items, members), _as_record(files, members)], whole=False
    )


def _files(places: pl.DataFrame, members: Members) -> pl.DataFrame:
    """Return one row a media file, with its id."""
    if shared_accounts := accounts_with_downloads(members):
        files = row_per_file(places, ("account", "download", "file_key"))
        files = united_files(files, members, shared_accounts)
    else:
        files = row_per_file(places)
    return files.with_columns(item_ids(files.with_columns(pl.lit(None, pl.String).alias("field"))))


def _judged_references(judged: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Return each reference with the facts and verdicts of its item."""
    inherited_columns = [name for name in DTYPES if name in judged.columns and name not in OWN_COLUMNS]
    inherited = judged.select(
        "row", "account", "member", "precision", "at", *inherited_columns,
        pl.when(~STANDALONE_FILE).then(pl.col("item_id")).alias("parent_id"),
        STANDALONE_FILE.alias("stands_alone"),
        unnamed=pl.col("row") >= ORPHANS_FROM,
    )  # fmt: skip
    joined = places.with_row_index("reference_row").join(
        inherited, on="row", how="inner", maintain_order="left", suffix="_of_parent"
    )
    if "moved" in joined.columns:
        joined = joined.with_columns(
            pl.when("moved").then(f"record_{name}").otherwise(name).alias(name)
            for name in ("at", "precision")
        )
    key = pl.when(pl.col("file").is_not_null()).then(pl.format("#{}", "file")).otherwise(pl.col("wanted"))
    kind = pl.coalesce(pl.col("told_kind"), kind_of("uri")).cast(judged.schema["kind"])
    own_at = pl.when(pl.col("stands_alone")).then(pl.coalesce("own_at", "at")).otherwise(pl.col("own_at"))
    own_text = (
        pl.when(pl.col("stands_alone")).then(pl.coalesce("own_text", "text")).otherwise(pl.col("own_text"))
    )
    return joined.with_columns(
        key.alias("file_key"),
        kind.alias("kind"),
        own_at.alias("own_at"),
        own_text.alias("own_text"),
        pl.coalesce("container", "container_of_parent").alias("container"),
        pl.lit(1, pl.Int64).alias("count"),
        pl.lit(None, pl.String).alias("title"),
        pl.lit([], pl.List(pl.String)).alias("tagged"),
    )


def _as_record(together: pl.DataFrame, members: Members) -> pl.DataFrame:
    """Return the columns of the item record in their order, with the names that it calls them by."""
    home = members.select("member", "export", pl.col("path").alias("member_path"))
    file = members.select(
        pl.col("member").alias("file"),
        pl.col("path").alias("media_path"),
        pl.col("size").alias("media_bytes"),
    )
    joined = join_columns(together, home, "member")
    if "file" in joined.columns:
        joined = join_columns(joined, file, "file")
    has_owner_name = joined.rename({"member": "home", "member_path": "member"}).with_columns(
        (pl.col("at") * 1_000_000).round().cast(pl.Int64).cast(pl.Datetime("us", "UTC")).alias("created_at"),
        pl.when(pl.col("at").is_null()).then(pl.lit("none")).otherwise(pl.col("precision").cast(pl.String)).alias(
            "created_precision"
        ),
        pl.lit([], FINDINGS).alias("findings"),
        pl.lit("none").alias("severity"),
    )  # fmt: skip
    return has_owner_name.select(
        *(
            (pl.col(name) if name in has_owner_name.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in DTYPES.items()
        ),
        "account",
        "home",
    )
