"""References to media resolved against the files of the export, and each file given one row."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from scanner import schema
from scanner.items.ids import MEDIA_ID_DIGITS, composed, media_id
from scanner.readers.media_files import media_kinds

LONGEST_TAIL: Final = 6
"""How many parts of a path are compared where its top folders are wrong. Source: parsers of real exports do
six."""
SHORTEST_TAIL: Final = 2
"""A path of several parts must agree with a file in at least its folder and name."""
NOT_FOUND: Final = pl.DataFrame(schema={"reference": pl.UInt32, "file": pl.UInt32})
"""What is found where no reference names a path in the export."""


def normal_path(path: str) -> pl.Expr:
    """Give a path in the one form that references and files are compared in."""
    slashed = pl.col(path).str.replace_all("\\", "/", literal=True).str.strip_prefix("./")
    return slashed.map_batches(composed, pl.String).str.to_lowercase().str.replace_all("['\u2019]", "_")


def kind_of(path: str) -> pl.Expr:
    """Give photo, video, audio or file by a path's ending."""
    name = pl.col(path).str.split("/").list.last()
    ending = (
        pl.when(name.str.contains(".", literal=True))
        .then(name.str.split(".").list.last())
        .otherwise(pl.lit(""))
    )
    low = ending.str.to_lowercase()
    # Facebook writes some PNG files without an ending. Source: FBC docs, 774 of them.
    kind = low.replace_strict(media_kinds() | {"": "photo"}, default="file")
    return kind.cast(pl.Enum(schema.MEDIA_KINDS))


def resolve(
    references: pl.DataFrame, files: pl.DataFrame, groups: Mapping[int, int] | None = None
) -> pl.DataFrame:
    """Say of each reference which file it means: adds `file`, `media_state` and `media_ids`.

    `references` has `uri` and `download`; `files` has `file` (its number), `download` and `inner` (its path
    below the root). An address on the net is `remote`; a path that leaves the export's root is `missing`, and
    nothing is looked up for it. Wrong top folders are forgiven: the longest tail of the path that one file
    alone has decides; names that differ in their encoding alone are one. An address is the file whose name it
    holds, if no path names that file. What a download lacks is looked for in the others of its group, if
    `groups` has any.
    """
    uri = pl.col("uri")
    remote = uri.str.contains(r"(?i)^[a-z][a-z0-9+.-]+://")
    outside = uri.str.contains(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)")
    prepared = references.with_row_index("reference").with_columns(
        normal_path("uri").alias("wanted"),
        remote.alias("remote"),
        outside.alias("outside"),
        media_id().alias("media_ids"),
    )
    known = files.select("file", "download", normal_path("inner").alias("wanted"))
    open_ = prepared.filter(~pl.col("remote") & ~pl.col("outside")).select("reference", "download", "wanted")
    found = _in_each(open_, known)
    if groups:
        rest = open_.join(found, on="reference", how="anti")
        group = pl.col("download").replace(groups)
        found = pl.concat([found, _in_each(rest.with_columns(group), known.with_columns(group))])
    if prepared["remote"].any():
        found = pl.concat([found, _by_address(prepared.filter("remote"), files, found)])
        # what an address asks the server for is no part of the file's name, whose ending tells its kind
        name = pl.when("remote").then(pl.col("uri").str.replace(r"[?#].*$", "")).otherwise("uri")
        prepared = prepared.with_columns(name.alias("uri"))
    state = (
        pl.when(pl.col("file").is_not_null()).then(pl.lit("present"))
        .when(pl.col("remote")).then(pl.lit("remote"))
        .otherwise(pl.lit("missing"))
    )  # fmt: skip
    return (
        prepared.join(found, on="reference", how="left", maintain_order="left")
        .with_columns(state.cast(pl.Enum(schema.MEDIA_STATES)).alias("media_state"))
        .drop("reference", "remote", "outside")
    )


def _in_each(wanted: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Join references to files download by download: to join by two columns takes five times the memory."""
    downloads = wanted["download"].unique()
    found = [_by_path(wanted.filter(download=number), files.filter(download=number)) for number in downloads]
    return pl.concat([NOT_FOUND, *found])


def _by_path(wanted: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Join one download's references to its files by the whole path, else by ever shorter tails."""
    exact = files.filter(pl.col("wanted").is_first_distinct())
    found = wanted.join(exact, on="wanted").select("reference", "file")
    rest = wanted.join(found, on="reference", how="anti")
    for parts in range(LONGEST_TAIL, 0, -1):
        if rest.is_empty():
            break
        hit = _by_tail(rest, files, parts)
        found = pl.concat([found, hit])
        rest = rest.join(hit, on="reference", how="anti")
    return pl.concat([found, _by_plain_letters(rest, files)])


def _by_plain_letters(rest: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Join references to files whose names differ in letters beyond ASCII alone.

    A zip may hold names in any code page and not say which (bit 11 of its flags: APPNOTE 4.4.4), and some
    programs put other letters in their place. So only what is ASCII is compared, where one file and one path
    agree in it; else the last part, if it holds an id of Meta's.
    """
    if rest.is_empty():
        return NOT_FOUND
    beyond = pl.col("wanted").str.contains(r"[^\x00-\x7F]").alias("beyond")
    rest, files = rest.with_columns(beyond), files.with_columns(beyond)
    if not (rest["beyond"].any() or files["beyond"].any()):
        return NOT_FOUND
    plain = pl.col("wanted").str.replace_all(r"[^\x00-\x7F]+", "?")
    name = pl.col("wanted").str.split("/").list.last()
    found = NOT_FOUND
    for key in (plain, pl.when(name.str.contains(rf"\d{{{MEDIA_ID_DIGITS},}}")).then(name)):
        asked = rest.join(found, on="reference", how="anti").with_columns(key.alias("key"))
        paths = asked.select("key", "wanted").unique().unique("key", keep="none").select("key")
        there = files.select("file", key.alias("key"), held="beyond").unique("key", keep="none")
        hit = (
            asked.join(paths, on="key", how="semi")
            .join(there, on="key")
            .filter(pl.col("beyond") | pl.col("held"))
        )
        found = pl.concat([found, hit.select("reference", "file")])
    return found


def _by_address(remote: pl.DataFrame, files: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Join addresses to files that no path names, by the name of the file that the address ends in.

    Exports of 2020 hold the photo and only its address on a server of Meta's; the file's name is that of the
    address, mostly with an id behind it.
    """
    stem = r"([^/?#]+)(\.[A-Za-z0-9]+)(?:[?#].*)?$"
    asked = remote.select("reference", "download", key=pl.col("uri").str.extract_groups(stem)).unnest("key")
    free = files.join(found, on="file", how="anti").select(
        "file", "download", key=pl.col("inner").str.extract_groups(stem)
    )
    free = free.unnest("key")
    shorter = free.with_columns(pl.col("1").str.replace(r"_\d+$", ""))
    there = pl.concat([free, shorter]).unique().unique(["download", "1", "2"], keep="none")
    return asked.join(there, on=["download", "1", "2"]).select("reference", "file")


def _by_tail(rest: pl.DataFrame, files: pl.DataFrame, parts: int) -> pl.DataFrame:
    """Join references to files by the last parts of the path, where one file alone has them."""
    tail = pl.col("wanted").str.split("/").list.tail(parts).list.join("/")
    depth = pl.col("wanted").str.count_matches("/", literal=True) + 1
    enough = depth >= parts if parts >= SHORTEST_TAIL else depth == 1
    asked = rest.filter(enough).select("reference", tail.alias("tail"))
    there = files.select("file", tail.alias("tail")).unique("tail", keep="none")
    return asked.join(there, on="tail").select("reference", "file")


SEEN: Final = {"public": 0, "unknown": 1, "private": 2}
USED: Final = {"eligible": 0, "likely": 1, "unknown": 2, "not_eligible": 3}
VERDICTS: Final = (
    pl.col("visibility").cast(pl.String).replace_strict(SEEN),
    pl.col("now").cast(pl.String).replace_strict(USED),
    pl.col("past").cast(pl.String).replace_strict(USED),
)
"""Of several verdicts on one file the most exposed comes first."""
EXPOSURE: Final = (*VERDICTS, pl.col("stands_alone"), pl.col("reference_row"))
"""Of several places a file stands in, the most exposed comes first; a post before an album that repeats
it."""


def one_row_a_file(places: pl.DataFrame, keys: tuple[str, ...] = ("account", "file_key")) -> pl.DataFrame:
    """Keep of each file, told apart by its keys, the most exposed place it stands in.

    Its time and caption are the first any place tells.
    """
    several = pl.struct(keys).is_duplicated()
    joined = pl.concat([places.filter(~several), _most_exposed(places.filter(several), keys)], how="diagonal")
    return joined.sort("reference_row").with_columns(
        pl.coalesce("own_at", "at").alias("at"),
        pl.col("own_text").alias("text"),
        pl.col("latitude").is_not_null().alias("fact_has_location"),
        pl.col("has_ip").alias("fact_has_ip"),
        pl.lit(False).alias("fact_has_people"),
    )


def _most_exposed(places: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Make one row of the several places of each file."""
    told = places.group_by(keys, maintain_order=True).agg(
        pl.col("own_at").min(), pl.col("own_text").drop_nulls().sort().first(), pl.col("has_ip").any()
    )
    first = places.sort(*EXPOSURE).unique(keys, keep="first", maintain_order=True)
    return first.drop("own_at", "own_text", "has_ip").join(told, on=keys, how="left")
