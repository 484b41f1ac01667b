"""Stable ids: the same content gets the same one from any format, part, order and machine."""

from typing import Final

import polars as pl
from xxhash import xxh3_64_hexdigest

FAMILIES: Final[dict[str, str]] = {
    "story": "story",
    "comment": "comment", "reply": "comment", "group_comment": "comment",
    "photo": "media", "video": "media", "audio": "media", "file": "media",
    "profile_field": "profile", "profile_picture": "profile", "cover_photo": "profile",
    "ai_prompt": "ai", "ai_reply": "ai", "ai_upload": "ai",
    "message_thread": "thread",
    "reaction": "reaction",
}  # fmt: skip
"""The family of a kind; every other kind is a post. A post that a newer layout calls a reel keeps its id."""
MEDIA_ID_DIGITS: Final = 10
"""Meta's ids of media have ten digits or more. Source: parsers that join exports of several formats by it."""


def family(kind: str = "kind") -> pl.Expr:
    """Give the family of the kind that a column names."""
    return pl.col(kind).cast(pl.String).replace_strict(FAMILIES, default="post")


def media_id(uri: str = "uri") -> pl.Expr:
    """Give a file's own id: the last run of ten or more digits in its name, else the last two parts of its path."""
    path = pl.col(uri).str.replace_all("\\", "/", literal=True)
    name = path.str.split("/").list.last()
    digits = name.str.extract_all(rf"\d{{{MEDIA_ID_DIGITS},}}").list.last()
    return digits.fill_null(path.str.split("/").list.tail(2).list.join("/"))


def item_ids(frame: pl.DataFrame) -> pl.Series:
    """Give the id of every row: 16 hexadecimal digits over platform, family, minute, text, media ids and field.

    Reads `account platform kind at text media_ids field title container`; equal ones within an account are
    numbered in order of time.
    """
    minute = (pl.col("at") / 60).floor().cast(pl.Int64)
    parts = (pl.col("platform"), family(), minute, pl.col("text"), pl.col("media_ids"), pl.col("field"))
    key = pl.concat_str([part.cast(pl.String).fill_null("") for part in parts], separator="\x1f")
    keyed = frame.select("account", "at", "title", "container", key.alias("key")).with_row_index("place")
    equal = keyed.filter(pl.struct("account", "key").is_duplicated())
    numbered = equal.select("place", pl.int_range(pl.len()).over("account", "key", order_by=["at", "title", "container"]).alias("number"))
    keys = keyed["key"].to_list()
    for place, number in numbered.filter(pl.col("number") > 0).iter_rows():
        keys[place] += f"\x1e{number}"
    return pl.Series("item_id", [xxh3_64_hexdigest(key.encode()) for key in keys], pl.String)
