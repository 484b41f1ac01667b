"""Frames as JSON Lines, JSON, CSV and Parquet, written in slices to limit memory."""

import io
from collections.abc import Iterator
from typing import Final

import polars as pl

from scanner import schema

SLICE: Final = 50_000
"""How many rows are written at a time."""

_FORMULA: Final = r"^([=+\-@\t\r\n＝＋－＠])"
"""The characters with which a spreadsheet may start a formula."""
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


def records(items: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of the item record, without facts; and `assumed` where the frame has it."""
    return items.select(*schema.RECORD, *(name for name in ("assumed",) if name in items.columns))


def jsonl(frame: pl.DataFrame) -> Iterator[bytes]:
    """Yield one JSON object a line."""
    for part in frame.iter_slices(SLICE):
        yield _with_iso_times(part).write_ndjson().encode()


def json_array(frame: pl.DataFrame) -> Iterator[bytes]:
    """Yield one JSON array, an object a line."""
    lead = b"[\n"
    for part in jsonl(frame):
        yield lead + part.rstrip(b"\n").replace(b"\n", b",\n")
        lead = b",\n"
    yield b"[]\n" if lead == b"[\n" else b"\n]\n"


def csv(frame: pl.DataFrame) -> Iterator[bytes]:
    """Yield CSV that is safe in a spreadsheet: cells that look like formulas get a leading apostrophe."""
    for number, part in enumerate(frame.iter_slices(SLICE)):
        yield _flat(part).write_csv(include_header=number == 0).encode()
    if frame.is_empty():
        yield (",".join(frame.columns) + "\n").encode()


def parquet(frame: pl.DataFrame) -> Iterator[bytes]:
    """Yield the frame as one parquet file."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    yield buffer.getvalue()


def _with_iso_times(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with times in ISO 8601 with `Z`."""
    return frame.with_columns(pl.col(pl.Datetime("us", "UTC")).dt.strftime(_TIME))


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with lists joined, times as text and formulas quoted."""
    joined = [_joined(name, dtype) for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    flat = _with_iso_times(frame).with_columns(joined)
    return flat.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'${1}"))


def _joined(name: str, dtype: pl.List) -> pl.Expr:
    """Return an expression that joins a list to one text; of findings, the masked values."""
    if isinstance(dtype.inner, pl.Struct):
        return pl.col(name).list.eval(pl.element().struct.field("masked")).list.join("; ").alias(name)
    return pl.col(name).list.join("; ").alias(name)
