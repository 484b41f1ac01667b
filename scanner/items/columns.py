"""Records to columns: the last place where an item is an object."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import msgspec
import polars as pl

from scanner import schema
from scanner.readers.record import MediaReference, Record

Types = Mapping[str, pl.DataType | type[pl.DataType]]
SEPARATOR: Final = "\x1f"
"""Between the names of a list; no text of an export has it, or a name is split in two."""
CONTENT: Final[Types] = {
    "platform": pl.Enum(schema.PLATFORMS),
    "kind": pl.Enum(schema.KINDS),
    "section": pl.Enum(schema.SECTIONS),
    "pointer": pl.String,
    "at": pl.Float64,
    "precision": pl.Enum(schema.PRECISIONS),
    "author": pl.Enum(schema.AUTHORS),
    "count": pl.Int64,
    "text": pl.String,
    "title": pl.String,
    "container": pl.String,
    "place": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "tagged": pl.List(pl.String),
    "link": pl.String,
    "hint": pl.Enum(schema.TITLE_HINTS),
    "writer": pl.String,
    "host": pl.Enum(schema.HOSTS),
    "host_name": pl.String,
    "stated_audience": pl.Enum(schema.AUDIENCES),
    "stated_label": pl.String,
    "field": pl.Enum(schema.PROFILE_FIELDS),
    "published": pl.Boolean,
    "draft": pl.Boolean,
    "deleted": pl.Boolean,
    "own_page": pl.Boolean,
}
"""The columns that records fill, by the record's own field names."""
MEDIA: Final[Types] = {
    "uri": pl.String,
    "at": pl.Float64,
    "text": pl.String,
    "container": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "kind": pl.Enum(schema.MEDIA_KINDS),
    "has_ip": pl.Boolean,
}
"""The columns that references to media fill; `row` names the record each hangs on."""


class Columns:
    """Collects records of many members; hands them over as two frames: content, references to media."""

    ENOUGH: Final = 20_000
    """Records held as objects before they become columns."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._members: list[int] = []
        self._first_row = 0
        self._content: list[pl.DataFrame] = []
        self._media: list[pl.DataFrame] = []
        self._precisions: dict[int, str] = {}

    def add(self, records: Iterable[Record], member: int) -> None:
        """Take the records of a member, which is named by its number, as they are read.

        Where reading them raises, so does this, and none of them is kept.
        """
        records = iter(records)
        batch = list(islice(records, self.ENOUGH))
        if len(batch) == self.ENOUGH:
            self._add_many(batch, records, member)
        else:
            self._hold(batch, member)

    def _add_many(self, batch: list[Record], rest: Iterator[Record], member: int) -> None:
        """Add the records of a large member as frames of their own, which are dropped if reading it fails."""
        self._flush()
        frames, first_row = len(self._content), self._first_row
        try:
            while batch:
                self._hold(batch, member)
                self._flush()
                batch = list(islice(rest, self.ENOUGH))
        except BaseException:
            del self._content[frames:], self._media[frames:]
            self._first_row = first_row
            raise

    def _hold(self, records: list[Record], member: int) -> None:
        self._records.extend(records)
        self._members.extend([member] * len(records))
        if len(self._records) >= self.ENOUGH:
            self._flush()

    def set_precision(self, member: int, precision: str) -> None:
        """Set how precise the times of a member are; a record may say that its own is less precise."""
        if precision != "second":
            self._precisions[member] = precision

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return all content and all references to media, in the order of the members."""
        self._flush()
        content = concat_and_release(self._content)
        if self._precisions:
            content = content.with_columns(self._precision().alias("precision"))
        return content, concat_and_release(self._media)

    def _precision(self) -> pl.Expr:
        """Return the precision of each time."""
        member_precision = pl.col("member").replace_strict(
            self._precisions, default=None, return_dtype=CONTENT["precision"]
        )
        record_precision = pl.col("precision")
        return (
            pl.when(record_precision == "second")
            .then(member_precision.fill_null("second"))
            .otherwise(record_precision)
        )

    def _flush(self) -> None:
        content = _frame(self._records, CONTENT)
        numbers = pl.Series("member", self._members, pl.UInt32)
        rows = pl.int_range(self._first_row, self._first_row + content.height, dtype=pl.UInt32, eager=True)
        self._content.append(content.with_columns(numbers, rows.alias("row")))
        references = [
            (row, media)
            for row, record in enumerate(self._records, self._first_row)
            for media in record.media
        ]
        media_rows = pl.Series("row", [row for row, _ in references], pl.UInt32)
        self._media.append(_frame([media for _, media in references], MEDIA).with_columns(media_rows))
        self._first_row += content.height
        self._records, self._members = [], []


def concat_renumbered(
    frames: Sequence[tuple[pl.DataFrame, pl.DataFrame]],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return content and media that were read in pieces as one frame each, with rows renumbered.

    Consumes the pieces.
    """
    content, media, first = [], [], 0
    for piece, references in frames:
        content.append(piece.with_columns(pl.col("row") + first))
        media.append(references.with_columns(pl.col("row") + first))
        first += piece.height
    return concat_and_release(content), concat_and_release(media)


def concat_and_release(frames: Sequence[pl.DataFrame], *, whole: bool = True) -> pl.DataFrame:
    """Return frames of the same columns as one. Consumes them, so that not everything is in memory twice.

    With `whole` each column has one chunk, else the chunks of the frames, which copies nothing. `pl.concat`
    gives constant columns other chunks, and then the next operation copies everything.
    """
    return pl.DataFrame(
        [
            pl.concat([frame.drop_in_place(name) for frame in frames], rechunk=whole)
            for name in frames[0].columns
        ]
    )


def join_columns(frame: pl.DataFrame, table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Add the columns of a table to a frame by a key, without copying the frame as a join would."""
    return frame.hstack(frame.select(key).join(table, on=key, how="left", maintain_order="left").drop(key))


def _frame(structs: Sequence[Record] | Sequence[MediaReference], types: Types) -> pl.DataFrame:
    """Turn structs into a frame, a column for each field."""
    if not structs:
        return pl.DataFrame(schema=types)
    columns = zip(*map(msgspec.structs.astuple, structs), strict=True)
    names = type(structs[0]).__struct_fields__
    return pl.DataFrame(
        [_series(*field, types) for field in zip(names, columns, strict=True) if field[0] in types]
    )


def _series(name: str, values: Sequence[Any], types: Types) -> pl.Series:
    """Turn the values of one field into a column; lists go by way of one text, which is many times faster."""
    if name != "tagged":
        return pl.Series(name, values, types[name])
    joined = pl.Series(name, [SEPARATOR.join(names) if names else None for names in values], pl.String)
    return joined.str.split(SEPARATOR).fill_null([])
