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
NO_MATCHES: Final = pl.DataFrame(schema={"reference": pl.UInt32, "file": pl.UInt32})
"""The result where no reference matches a file."""


def normal_path(path: str) -> pl.Expr:
    """Return a path in the one form that references and files are compared in."""
    slashed = pl.col(path).str.replace_all("\\", "/", literal=True).str.strip_prefix("./")
    return slashed.map_batches(composed, pl.String).str.to_lowercase().str.replace_all("['\u2019]", "_")


def kind_of(path: str) -> pl.Expr:
    """Return photo, video, audio or file by a path's ending."""
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
    """Return the references with the file each means: adds `file`, `media_state` and `media_ids`.

    `references` has `uri` and `download`; `files` has `file` (its number), `download` and `inner` (its path
    below the root). An internet address is `remote`; a path that leaves the export's root is `missing`. Wrong
    top folders are tolerated: the longest tail of the path that only one file has decides. Names that differ
    only in encoding are one. An address means the file whose name it contains, if no path names that file. A
    file that a download lacks is looked up in the other downloads of its group in `groups`.
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
    paths = files.select("file", "download", normal_path("inner").alias("wanted"))
    open_ = prepared.filter(~pl.col("remote") & ~pl.col("outside")).select("reference", "download", "wanted")
    matches = _by_download(open_, paths)
    if groups:
        unmatched_references = open_.join(matches, on="reference", how="anti")
        group = pl.col("download").replace(groups)
        matches = pl.concat(
            [matches, _by_download(unmatched_references.with_columns(group), paths.with_columns(group))]
        )
    if prepared["remote"].any():
        matches = pl.concat([matches, _by_address(prepared.filter("remote"), files, matches)])
        # what an address asks the server for is no part of the file's name, whose ending tells its kind
        name = pl.when("remote").then(pl.col("uri").str.replace(r"[?#].*$", "")).otherwise("uri")
        prepared = prepared.with_columns(name.alias("uri"))
    state = (
        pl.when(pl.col("file").is_not_null()).then(pl.lit("present"))
        .when(pl.col("remote")).then(pl.lit("remote"))
        .otherwise(pl.lit("missing"))
    )  # fmt: skip
    return (
        prepared.join(matches, on="reference", how="left", maintain_order="left")
        .with_columns(state.cast(pl.Enum(schema.MEDIA_STATES)).alias("media_state"))
        .drop("reference", "remote", "outside")
    )


def _by_download(references: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Join references to files download by download: to join by two columns takes five times the memory."""
    downloads = references["download"].unique()
    matches = [
        _by_path(references.filter(download=number), files.filter(download=number)) for number in downloads
    ]
    return pl.concat([NO_MATCHES, *matches])


def _by_path(references: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Join one download's references to its files by the whole path, else by ever shorter tails."""
    exact = files.filter(pl.col("wanted").is_first_distinct())
    matches = references.join(exact, on="wanted").select("reference", "file")
    unmatched_references = references.join(matches, on="reference", how="anti")
    for parts in range(LONGEST_TAIL, 0, -1):
        if unmatched_references.is_empty():
            break
        matched = _by_tail(unmatched_references, files, parts)
        matches = pl.concat([matches, matched])
        unmatched_references = unmatched_references.join(matched, on="reference", how="anti")
    return pl.concat([matches, _by_plain_letters(unmatched_references, files)])


def _by_plain_letters(unmatched_references: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Join references to files whose names differ in letters beyond ASCII alone.

    A zip may hold names in any code page and not say which (bit 11 of its flags: APPNOTE 4.4.4), and some
    programs put other letters in their place. So only what is ASCII is compared, where one file and one path
    agree in it; else the last part, if it holds an id of Meta's.
    """
    if unmatched_references.is_empty():
        return NO_MATCHES
    beyond = pl.col("wanted").str.contains(r"[^\x00-\x7F]").alias("beyond")
    unmatched_references, files = unmatched_references.with_columns(beyond), files.with_columns(beyond)
    if not (unmatched_references["beyond"].any() or files["beyond"].any()):
        return NO_MATCHES
    plain = pl.col("wanted").str.replace_all(r"[^\x00-\x7F]+", "?")
    name = pl.col("wanted").str.split("/").list.last()
    matches = NO_MATCHES
    for key in (plain, pl.when(name.str.contains(rf"\d{{{MEDIA_ID_DIGITS},}}")).then(name)):
        unmatched = unmatched_references.join(matches, on="reference", how="anti").with_columns(
            key.alias("key")
        )
        paths = unmatched.select("key", "wanted").unique().unique("key", keep="none").select("key")
        candidates = files.select("file", key.alias("key"), held="beyond").unique("key", keep="none")
        matched = (
            unmatched.join(paths, on="key", how="semi")
            .join(candidates, on="key")
            .filter(pl.col("beyond") | pl.col("held"))
        )
        matches = pl.concat([matches, matched.select("reference", "file")])
    return matches


def _by_address(remote: pl.DataFrame, files: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """Join addresses to files that no path names, by the name of the file that the address ends in.

    Exports of 2020 hold the photo and only its address on a server of Meta's; the file's name is that of the
    address, mostly with an id behind it.
    """
    stem = r"([^/?#]+)(\.[A-Za-z0-9]+)(?:[?#].*)?$"
    unmatched = remote.select("reference", "download", key=pl.col("uri").str.extract_groups(stem)).unnest(
        "key"
    )
    free = files.join(matches, on="file", how="anti").select(
        "file", "download", key=pl.col("inner").str.extract_groups(stem)
    )
    free = free.unnest("key")
    shorter = free.with_columns(pl.col("1").str.replace(r"_\d+$", ""))
    candidates = pl.concat([free, shorter]).unique().unique(["download", "1", "2"], keep="none")
    return unmatched.join(candidates, on=["download", "1", "2"]).select("reference", "file")


def _by_tail(unmatched_references: pl.DataFrame, files: pl.DataFrame, parts: int) -> pl.DataFrame:
    """Join references to files by the last parts of the path, where one file alone has them."""
    tail = pl.col("wanted").str.split("/").list.tail(parts).list.join("/")
    depth = pl.col("wanted").str.count_matches("/", literal=True) + 1
    enough = depth >= parts if parts >= SHORTEST_TAIL else depth == 1
    unmatched = unmatched_references.filter(enough).select("reference", tail.alias("tail"))
    candidates = files.select("file", tail.alias("tail")).unique("tail", keep="none")
    return unmatched.join(candidates, on="tail").select("reference", "file")


VISIBILITY_RANK: Final = {"public": 0, "unknown": 1, "private": 2}
ELIGIBILITY_RANK: Final = {"eligible": 0, "likely": 1, "unknown": 2, "not_eligible": 3}
VERDICTS: Final = (
    pl.col("visibility").cast(pl.String).replace_strict(VISIBILITY_RANK),
    pl.col("now").cast(pl.String).replace_strict(ELIGIBILITY_RANK),
    pl.col("past").cast(pl.String).replace_strict(ELIGIBILITY_RANK),
)
"""Sort keys: of several verdicts on one file the most exposed comes first."""
EXPOSURE: Final = (*VERDICTS, pl.col("stands_alone"), pl.col("reference_row"))
"""Sort keys: the most exposed reference comes first; a post before an album that repeats it."""


def row_per_file(places: pl.DataFrame, keys: tuple[str, ...] = ("account", "file_key")) -> pl.DataFrame:
    """Return the most exposed reference of each file, identified by `keys`.

    Time and caption are the first that any reference has.
    """
    repeated = pl.struct(keys).is_duplicated()
    joined = pl.concat(
        [places.filter(~repeated), _most_exposed(places.filter(repeated), keys)], how="diagonal"
    )
    return joined.sort("reference_row").with_columns(
        pl.coalesce("own_at", "at").alias("at"),
        pl.col("own_text").alias("text"),
        pl.col("latitude").is_not_null().alias("fact_has_location"),
        pl.col("has_ip").alias("fact_has_ip"),
        pl.lit(False).alias("fact_has_people"),
    )


def _most_exposed(places: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Return one row for the several references of each file."""
    merged = places.group_by(keys, maintain_order=True).agg(
        pl.col("own_at").min(), pl.col("own_text").drop_nulls().sort().first(), pl.col("has_ip").any()
    )
    first = places.sort(*EXPOSURE).unique(keys, keep="first", maintain_order=True)
    return first.drop("own_at", "own_text", "has_ip").join(merged, on=keys, how="left")
