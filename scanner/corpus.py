"""All that an export tells, before anything is judged: what a saved scan keeps, and what is judged anew."""

from collections.abc import Callable, Collection
from typing import Final

import msgspec
import polars as pl

from scanner.accounts.owners import DownloadDetails
from scanner.facts import Facts
from scanner.items import Assembly, Members

CONTENT: Final = (
    "row", "member", "account", "item_id", "platform", "kind", "section", "pointer", "at", "precision",
    "author", "count", "text", "title", "container", "place", "latitude", "longitude", "tagged", "link",
    "hint", "host", "stated_audience", "stated_label", "field", "published", "draft", "deleted", "own_page",
    "on_grid", "only_in_older",
)  # fmt: skip
"""What judging takes of the content; who wrote a record, and in which thread, has been looked at by then."""
PLACES: Final = (
    "row", "download", "file", "uri", "wanted", "media_ids", "media_state", "told_kind", "own_at", "own_text",
    "container", "latitude", "longitude", "has_ip",
)  # fmt: skip
"""What judging takes of the places of media files."""
MOVED: Final = ("moved", "record_at", "record_precision")
"""What it takes of them too, where an account has several downloads: whether the record that names the file
went, as another download has it too, and when it was made by that record."""


class StoredVerdicts(msgspec.Struct, frozen=True):
    """What a saved scan was found to be when it was saved."""

    items: Callable[[Collection[str] | None], pl.DataFrame]
    """Gives the finished items, with these columns alone (None: all). May raise what `saved.load` does."""
    by: str
    """What their verdicts were given by: equal ones give equal verdicts."""


class Records(msgspec.Struct, frozen=True):
    """What the readers gave, put together: all that judging takes."""

    content: pl.DataFrame
    """The columns `CONTENT`: one row an item, and one for each file that stands in no post."""
    places: pl.DataFrame
    """The columns `PLACES`: one row for each place a media file stands in; `row` names the content row."""
    members: Members


class Corpus(msgspec.Struct, frozen=True):
    """Everything that was read, ready to be judged by any facts and rules."""

    records: Callable[[], Records]
    """Gives the records; those of a saved scan are unpacked only when they are judged anew. May raise what
    `saved.load` does."""
    coverage: pl.DataFrame
    """One row a member; its items are counted when they are judged, and of what was kept are counted."""
    deliveries: tuple[DownloadDetails, ...]
    facts: Facts = msgspec.field(default_factory=Facts)
    """What the user said when it was saved; of exports, nothing."""
    kept: StoredVerdicts | None = None
    """Of a saved scan: its verdicts, to be had again where nothing they depend on has changed."""


def gathered(
    assembly: Assembly, members: Members, coverage: pl.DataFrame, deliveries: tuple[DownloadDetails, ...]
) -> Corpus:
    """Keep of what was read only what judging takes."""
    places = assembly.places
    moved = (name for name in MOVED if name in places.columns)
    records = Records(assembly.content.select(CONTENT), places.select(*PLACES, *moved), members)
    return Corpus(lambda: records, coverage, deliveries)
