"""Stable ids: the same content gets the same one from any format, part, order and machine."""

from typing import Final

import polars as pl
from xxhash import xxh3_64_digest, xxh3_64_hexdigest

from scanner.kinds import KINDS

FAMILIES: Final = {name: kind.id_family for name, kind in KINDS.items()}
MEDIA_ID_DIGITS: Final = 10
"""Meta's ids of media have ten digits or more. Source: parsers that join exports of several formats by it."""


BATCH_ROWS: Final = 20_000
"""Rows whose keys are hashed at a time, so that not all keys are held."""


def family(kind: str = "kind") -> pl.Expr:
    """Return the family of the kind that a column names."""
    return pl.col(kind).cast(pl.String).replace_strict(FAMILIES)


def composed(texts: pl.Series) -> pl.Series:
    """Return texts in Unicode form NFC: names of files come decomposed from a Mac's disk, records never."""
    beyond_ascii = (texts.str.len_bytes() != texts.str.len_chars()).arg_true()
    if beyond_ascii.is_empty():
        return texts
    return texts.scatter(beyond_ascii, texts.gather(beyond_ascii).str.normalize("NFC"))


def media_id(uri: str = "uri") -> pl.Expr:
    """Return a file's own id: the last run of ten or more digits in its name, else its folder and name."""
    path = pl.col(uri).map_batches(composed, pl.String).str.replace_all("\\", "/", literal=True)
    name = path.str.split("/").list.last()
    digits = name.str.extract_all(rf"\d{{{MEDIA_ID_DIGITS},}}").list.last()
    return digits.fill_null(path.str.split("/").list.tail(2).list.join("/"))


def minute(at: str = "at") -> pl.Expr:
    """Return the minute since 1970 UTC of the moment, in seconds, that a column holds."""
    return (pl.col(at) / 60).floor().cast(pl.Int64)


def item_ids(frame: pl.DataFrame) -> pl.Series:
    """Return the id of every row, 16 hexadecimal digits.

    It is over platform, family, minute, text, media ids and field; equal ones within an account are numbered
    in order of time. Reads `account platform kind at text media_ids field title container`, and of files
    `wanted`, their path, by which two of one id and time are told apart whatever the order of the members.
    """
    pieces = [_hashed(piece) for piece in frame.iter_slices(BATCH_ROWS)] or [_hashed(frame)]
    first = pl.concat(pieces, rechunk=True)
    ids = first.bin.encode("hex")
    equal = first.bin.reinterpret(dtype=pl.UInt64).is_duplicated().arg_true()
    if equal.is_empty():
        return ids
    in_order = [name for name in ("at", "title", "container", "wanted") if name in frame.columns]
    keyed = frame.select("account", *in_order, ids, place=pl.int_range(pl.len()))[equal]
    order = pl.int_range(pl.len()).over("account", "item_id", order_by=in_order)
    later = keyed.select("place", "item_id", order.alias("number")).filter(pl.col("number") > 0)
    later_ids = [
        xxh3_64_hexdigest(f"{item_id}\x1e{number}".encode()) for _, item_id, number in later.iter_rows()
    ]
    return ids.scatter(later["place"], later_ids)


def _hashed(frame: pl.DataFrame) -> pl.Series:
    """Return the hash of each row's key."""
    parts = (pl.col("platform"), family(), minute(), pl.col("text"), pl.col("media_ids"), pl.col("field"))
    key = pl.concat_str([part.cast(pl.String).fill_null("") for part in parts], separator="\x1f")
    keys = frame.select(key.cast(pl.Binary)).to_series()
    return pl.Series("item_id", list(map(xxh3_64_digest, keys.to_list())), pl.Binary)
