"""The current profile picture and cover photo, where the download lacks the album that holds them."""

from typing import Final

import polars as pl

from scanner.items.duplicates import with_family
from scanner.schema import PICTURES

FOLDERS: Final = r"(?i)(?:^|/)(profile|cover)[ _-]?(?:pictures|photos)(?:_[^/]*)?/[^/]+$"
"""The media folder of either album in English, `Profilepictures_abc123`, whatever the title's language."""
ALBUMS: Final = ("profilep", "profile_p", "profile p", "profile-p", "coverp", "cover_p", "cover p", "cover-p")
"""What `FOLDERS` takes at the least, to be looked for in all paths."""
FROM_POSTS: Final = 2**30
"""Row numbers from here on are of pictures found in posts; records never get that far."""


def with_current_pictures(content: pl.DataFrame, media: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add the newest profile picture and cover photo that posts show, for accounts without their album.

    The picture is public by policy, its post need not be: so it is an item of its own, with the same file.
    """
    hint = pl.col("hint").cast(pl.String)
    posts = content.filter(platform="facebook", kind="post", section="timeline")
    hinted = posts.filter(hint.is_in(PICTURES))["row"]
    in_album = pl.col("uri").str.contains_any(ALBUMS, ascii_case_insensitive=True)
    files = media.with_row_index("place").filter(pl.col("row").is_in(hinted.implode()) | in_album)
    if files.is_empty():
        return content, media
    by_title = pl.when(hint.is_in(PICTURES)).then(hint)
    folder = pl.col("uri").str.extract(FOLDERS).str.to_lowercase()
    by_folder = folder.replace_strict({"profile": PICTURES[0], "cover": PICTURES[1]}, default=None)
    candidates = (
        files.join(posts.select("row", "account", "hint", posted="at"), on="row", maintain_order="left")
        .with_columns(picture=pl.coalesce(by_title, by_folder))
        .filter(pl.col("picture").is_not_null())
    )
    listed_pictures = content.filter(pl.col("kind").cast(pl.String).is_in(PICTURES))
    listed_pictures = listed_pictures.select("account", picture=pl.col("kind").cast(pl.String)).unique()
    newest = (
        candidates.join(listed_pictures, on=["account", "picture"], how="anti")
        .with_columns(made=pl.coalesce("at", "posted"))
        .sort("made", "place", descending=True, nulls_last=True)
        .unique(["account", "picture"], keep="first", maintain_order=True)
        .with_columns(new=(pl.int_range(pl.len()) + FROM_POSTS).cast(pl.UInt32))
    )
    pictures = newest.select("row", "new", "picture", "made", file_ids="media_ids")
    added = _as_pictures(content, pictures)
    places = newest.with_columns(row="new").select(media.columns)
    return pl.concat([content, added]), pl.concat([media, places])


def _as_pictures(content: pl.DataFrame, pictures: pl.DataFrame) -> pl.DataFrame:
    """Return the posts that show pictures as content of the pictures' own kind, without their words."""
    posts = content.join(pictures, on="row", maintain_order="right").with_columns(
        row="new",
        kind=pl.col("picture").cast(content.schema["kind"]),
        at="made",
        media_ids="file_ids",
        text=None,
        title=None,
        hint=None,
        tagged=pl.lit([], pl.List(pl.String)),
    )
    return with_family(posts).select(content.columns).cast(content.schema)
