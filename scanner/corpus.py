"""Everything read from exports, before judging; a saved scan stores the same."""

from collections.abc import Callable, Collection
from typing import Final

import msgspec
import polars as pl

from scanner.accounts.details import DownloadDetails
from scanner.facts import Facts
from scanner.items import Assembly, Members

CONTENT_COLUMNS: Final = (
    "row", "member", "account", "item_id", "platform", "kind", "section", "pointer", "at", "precision",
    "author", "count", "text", "title", "container", "place", "latitude", "longitude", "tagged", "link",
    "hint", "host", "stated_audience", "stated_label", "field", "published", "draft", "deleted", "own_page",
    "on_grid", "only_in_older",
)  # fmt: skip
"""The content columns that judging needs."""
MEDIA_COLUMNS: Final = (
    "row", "download", "file", "uri", "wanted", "media_ids", "media_state", "told_kind", "own_at", "own_text",
    "container", "latitude", "longitude", "has_ip",
)  # fmt: skip
"""The columns that judging needs of references to media files."""
MOVED_COLUMNS: Final = ("moved", "record_at", "record_precision")
"""Further columns where an account has several downloads: whether the record that names the file was dropped
because another download has it too, and that record's time."""


class StoredVerdicts(msgspec.Struct, frozen=True):
    """The verdicts of a saved scan, as they were when it was saved."""

    items: Callable[[Collection[str] | None], pl.DataFrame]
    """Returns the finished items with only these columns (None: all). Raises what `saved_scan.load` does."""
    key: str
    """A digest of what the verdicts depend on; see `saved_scan.verdict_key`."""


class Records(msgspec.Struct, frozen=True):
    """All records of a corpus, put together: what judging needs."""

    content: pl.DataFrame
    """The columns `CONTENT`: one row an item, and one for each file that stands in no post."""
    places: pl.DataFrame
    """The columns `PLACES`: one row for each place a media file stands in; `row` names the content row."""
    members: Members


class Corpus(msgspec.Struct, frozen=True):
    """Everything that was read, ready to be judged with any facts and rules."""

    records: Callable[[], Records]
    """Returns the records; those of a saved scan are unpacked only to be judged again. Raises what
    `saved_scan.load` does."""
    coverage: pl.DataFrame
    """One row a member. Items are counted when they are judged; in a saved scan they are counted already."""
    downloads: tuple[DownloadDetails, ...]
    facts: Facts = msgspec.field(default_factory=Facts)
    """The user's facts when the scan was saved; empty for exports."""
    verdicts: StoredVerdicts | None = None
    """The verdicts of a saved scan, reused where nothing they depend on has changed."""


def corpus_of(
    assembly: Assembly, members: Members, coverage: pl.DataFrame, deliveries: tuple[DownloadDetails, ...]
) -> Corpus:
    """Return the corpus with only the columns that judging needs."""
    places = assembly.places
    moved = (name for name in MOVED_COLUMNS if name in places.columns)
    records = Records(
        assembly.content.select(CONTENT_COLUMNS), places.select(*MEDIA_COLUMNS, *moved), members
    )
    return Corpus(lambda: records, coverage, deliveries)
