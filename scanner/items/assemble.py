"""From what the readers gave to the frame that gets judged, and from the judged frame to the item record."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import polars as pl

from scanner.dtypes import DTYPES, FINDINGS
from scanner.items.columns import below, left_join_columns
from scanner.items.downloads import REPEATED, accounts_in_several, groups_of_downloads, united, united_files
from scanner.items.duplicates import counted_together, home, with_family, without_repeats
from scanner.items.ids import item_ids, media_id
from scanner.items.media import kind_of, one_row_a_file, resolve
from scanner.items.pictures import with_current_pictures
from scanner.kinds import KINDS
from scanner.schema import COUNTED_KINDS, MEDIA_KINDS, MEDIA_STATES
from scanner.values.names import folded_name, folded_names

Members = pl.DataFrame
"""One row a member: `member` (its number), `download`, `account` (its number), `export` (the part), `path`,
`inner`, `size`, `state`, `media_section` (what an orphan of it would be), `platform`, and `age`, how
many newer downloads the account has (0 where it has one, or several of the newest day)."""

OWN: Final = frozenset(
    ("item_id", "parent_id", "kind", "count", "title", "tagged", "link", "latitude", "longitude", "place",
     "media_path", "media_state", "media_bytes", "created_precision", "export", "member", "created_at")
)  # fmt: skip
"""What a media file has of its own, or not at all; all else it takes over from the place it stands in."""
STANDALONE_FILE: Final = pl.col("kind").is_in(MEDIA_KINDS)
"""Content that is a file in no post; its item is the file's, in whatever place that stands."""
COMMENTS: Final = tuple(name for name, kind in KINDS.items() if kind.id_family == "comment")
SOMEONE_ELSE: Final = "someone else wrote it"
OWNER_UNKNOWN: Final = "owner not known"
"""Why a record whose writer is named gives no item."""
ORPHANS_FROM: Final = 2**31
"""Row numbers from here on are of files that no record names; records never get that far."""


@dataclass(frozen=True)
class Assembly:
    """Everything that is there to be judged."""

    content: pl.DataFrame
    """One row an item, then one for each file that stands in no post."""
    places: pl.DataFrame
    """One row for each place a media file stands in; `row` names the content row."""
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

    `read`, content and media, is emptied: nobody else may hold what is as large as all that comes of it.
    """
    media, content = read.pop(), read.pop()
    by_member = members.select("member", "download", "account", "age")
    several = accounts_in_several(members)
    content = left_join_columns(content, by_member, "member")
    content, others = _without_others_words(content, names, pages)
    files = members.filter(pl.col("state") == "media").select("download", "inner", file="member")
    downloads = content.select("row", "download")
    groups = groups_of_downloads(members, several)
    media = resolve(media.join(downloads, on="row", how="inner", maintain_order="left"), files, groups)
    content = with_family(_with_media_ids(content, media))
    content, repeats = without_repeats(_with_index_facts(content), several)
    if several:
        content, away = united(content, members, several)
        media = _moved(media, away)
        content, more = without_repeats(content)
        repeats = pl.concat([repeats, away.select("member", dropped=pl.lit(REPEATED)), more])
    else:
        content = content.with_columns(only_in_older=pl.lit(None, pl.Boolean))
    content, media = with_current_pictures(content, media)
    orphans = with_family(_orphans(members, media, content.schema))
    counted = counted_together(content)
    content = _in_order(content, counted, orphans)
    content = content.with_columns(item_ids(content))
    places = pl.concat([_places(content, media), _orphan_places(orphans)], how="diagonal_relaxed")
    return Assembly(content, places, pl.concat([others, repeats]), tuple(orphans["member"].to_list()))


def _moved(media: pl.DataFrame, away: pl.DataFrame) -> pl.DataFrame:
    """Hang the references of records that went on the records that stand for them.

    `record_at` and `record_precision` keep the time of the record that made them.
    """
    table = away.select("row", "into", "record_at", "record_precision")
    joined = left_join_columns(media, table, "row")
    return joined.with_columns(row=pl.coalesce("into", "row"), moved=pl.col("into").is_not_null()).drop(
        "into"
    )


def _in_order(content: pl.DataFrame, counted: pl.DataFrame, orphans: pl.DataFrame) -> pl.DataFrame:
    """Give what was posted, then what is counted, then files in no post; content is emptied meanwhile."""
    posted = content.select(pl.arg_where(~pl.col("kind").is_in(COUNTED_KINDS) & ~STANDALONE_FILE)).to_series()
    alone = content.select(pl.arg_where(STANDALONE_FILE)).to_series()
    last = pl.concat([content.clear(), orphans], how="diagonal")
    columns = []
    for name in content.columns:
        column = content.drop_in_place(name)
        parts = [column.gather(posted), counted[name], column.gather(alone), last[name]]
        columns.append(pl.concat(parts, rechunk=True))
    return pl.DataFrame(columns)


def _without_others_words(
    content: pl.DataFrame, names: Names, pages: Names
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Drop the records that someone else wrote, and say of the others on whose place they stand.

    Without the owner's name nobody's words are known to be the owner's, but for those to an AI alone.
    """
    named = pl.col("account").is_in([account for account, own in names.items() if own])
    writing = _with_sole_writers(content, names)
    known = pl.col("account").is_in([account for account, own in writing.items() if own])
    own_writer = _is_own("writer", writing) | _is_own("writer", pages)
    alone = pl.col("section").is_in(["messages", "ai_conversations"]) & pl.col("host").eq_missing("self")
    foreign = pl.col("writer").is_not_null() & ~own_writer & (known | ~alone)
    reason = pl.when(known).then(pl.lit(SOMEONE_ELSE)).otherwise(pl.lit(OWNER_UNKNOWN))
    dropped = content.filter(foreign).select("member", reason.alias("dropped"))
    host = (
        pl.when(pl.col("host").is_not_null()).then(pl.col("host"))
        .when(pl.col("host_name").is_null() | ~named | pl.col("kind").is_in(COUNTED_KINDS)).then(None)
        .when(_is_own("host_name", names)).then(pl.lit("self"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip
    if not dropped.is_empty():
        content = content.filter(~foreign)
    return content.with_columns(host.cast(content.schema["host"]).alias("host")), dropped


def _with_sole_writers(content: pl.DataFrame, names: Names) -> Names:
    """Add to each account without a name the only one that all of its own comments bear.

    A file of comments has those that the owner wrote; those under the owner's photos may be anybody's.
    """
    unnamed = ~pl.col("account").is_in([account for account, own in names.items() if own])
    listed = (
        pl.col("kind").is_in(COMMENTS) & pl.col("host").ne_missing("self") & pl.col("writer").is_not_null()
    )
    writers = (
        content.filter(unnamed & listed)
        .group_by("account")
        .agg(folded_names(pl.col("writer")).n_unique().alias("several"), pl.col("writer").first())
    )
    sole = writers.filter(pl.col("several") == 1).select("account", "writer").iter_rows()
    return {**names, **{account: frozenset((writer,)) for account, writer in sole}}


def _is_own(column: str, names: Names) -> pl.Expr:
    """Say whether a column holds one of the account's own names, however it is written."""
    written = [
        f"{account}\x1f{name}" for account, own in names.items() for name in map(folded_name, own) if name
    ]
    return (
        pl.concat_str("account", folded_names(pl.col(column)), separator="\x1f")
        .is_in(pl.Series(written, dtype=pl.String).implode())
        .fill_null(False)
    )


def _with_media_ids(content: pl.DataFrame, media: pl.DataFrame) -> pl.DataFrame:
    """Add the ids of a row's media, sorted and joined, empty where it has none."""
    several = pl.col("row").is_duplicated()
    joined = media.filter(several).group_by("row").agg(pl.col("media_ids").unique().sort().str.join("|"))
    ids = pl.concat([media.filter(~several).select("row", "media_ids"), joined])
    return left_join_columns(content, ids, "row").with_columns(pl.col("media_ids").fill_null(""))


def _with_index_facts(content: pl.DataFrame) -> pl.DataFrame:
    """Say of each entry of `posts.json` that it is on no grid, where its download has one to compare with."""
    grid = content.filter(pl.col("section").is_in(["timeline", "reels"])).select(home()).to_series().unique()
    off = (pl.col("section") == "posts_index") & home().is_in(grid.implode())
    return content.with_columns(pl.when(off).then(False).alias("on_grid"))


def _orphans(members: Members, media: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Give a row to each media file of the user's content that no record names."""
    named = media.filter(pl.col("file").is_not_null())["file"]
    free = members.filter(
        pl.col("state") == "media",
        pl.col("media_section").is_not_null(),
        ~pl.col("member").is_in(named.implode()),
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


def _orphan_places(orphans: pl.DataFrame) -> pl.DataFrame:
    """Give each orphan the one place it stands in: itself."""
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


def _places(content: pl.DataFrame, media: pl.DataFrame) -> pl.DataFrame:
    """Give the places that stand: references of records that were not dropped."""
    standing = media.filter(pl.col("row").is_in(content["row"].implode()))
    return standing.rename({"kind": "told_kind", "at": "own_at", "text": "own_text"})


def content_facts(content: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Add to the content what it holds: a location, an upload address, people."""
    held = places.group_by("row").agg(
        pl.col("latitude").is_not_null().any().alias("media_location"),
        pl.col("has_ip").any().alias("media_ip"),
    )
    joined = left_join_columns(content, held, "row")
    place = pl.col("latitude").is_not_null() | pl.col("place").is_not_null()
    return joined.with_columns(
        (place | pl.col("media_location").fill_null(False)).alias("fact_has_location"),
        pl.col("media_ip").fill_null(False).alias("fact_has_ip"),
        (pl.col("tagged").list.len().fill_null(0) > 0).alias("fact_has_people"),
    ).drop("media_location", "media_ip")


def finish(judged: pl.DataFrame, places: pl.DataFrame, members: Members) -> pl.DataFrame:
    """Give the item frame: content first, then one row for each media file.

    It has every column of `frame.DTYPES`, and `account` and `home`, the number of the member each stands in.
    `judged` is the content with its facts and verdicts; a media file takes those of the most exposed place.
    """
    files = _files(_judged_places(judged, places), members)
    wanted = [
        name for name in judged.columns if name in DTYPES or name in ("account", "at", "precision", "member")
    ]
    # the files that stand alone come last: to leave them out by their place copies nothing
    listed = judged.select(wanted).head(judged.select((~STANDALONE_FILE).sum()).item())
    del judged
    return below([_as_record(listed, members), _as_record(files, members)], whole=False)


def _files(places: pl.DataFrame, members: Members) -> pl.DataFrame:
    """Return one row a media file, with its id."""
    if several := accounts_in_several(members):
        files = one_row_a_file(places, ("account", "download", "file_key"))
        files = united_files(files, members, several)
    else:
        files = one_row_a_file(places)
    return files.with_columns(item_ids(files.with_columns(pl.lit(None, pl.String).alias("field"))))


def _judged_places(judged: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Join each place with the item it belongs to, so that it has that item's facts and verdicts."""
    taken = [name for name in DTYPES if name in judged.columns and name not in OWN]
    inherited = judged.select(
        "row", "account", "member", "precision", "at", *taken,
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
    """Give the columns of the item record in their order, with the names that it calls them by."""
    home = members.select("member", "export", pl.col("path").alias("member_path"))
    file = members.select(
        pl.col("member").alias("file"),
        pl.col("path").alias("media_path"),
        pl.col("size").alias("media_bytes"),
    )
    joined = left_join_columns(together, home, "member")
    if "file" in joined.columns:
        joined = left_join_columns(joined, file, "file")
    named = joined.rename({"member": "home", "member_path": "member"}).with_columns(
        (pl.col("at") * 1_000_000).round().cast(pl.Int64).cast(pl.Datetime("us", "UTC")).alias("created_at"),
        pl.when(pl.col("at").is_null()).then(pl.lit("none")).otherwise(pl.col("precision").cast(pl.String)).alias(
            "created_precision"
        ),
        pl.lit([], FINDINGS).alias("findings"),
        pl.lit("none").alias("severity"),
    )  # fmt: skip
    return named.select(
        *(
            (pl.col(name) if name in named.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in DTYPES.items()
        ),
        "account",
        "home",
    )
