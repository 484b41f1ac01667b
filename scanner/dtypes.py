"""The polars types of the item frame: the record's columns in their order, then the facts.

Apart from `schema`, so that what only needs the words does not have to import polars.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl
from polars.datatypes import DataType

from scanner import schema

FINDINGS: Final = pl.List(
    pl.Struct(
        {
            "detector": pl.String,
            "category": pl.String,
            "severity": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "masked": pl.String,
        }
    )
)
"""The type of the column `findings`."""

_BY_WORD: Final[Mapping[str, DataType]] = {
    "text": pl.String(),
    "region": pl.Categorical(),
    "bool": pl.Boolean(),
    "int": pl.Int64(),
    "float": pl.Float64(),
    "time": pl.Datetime("us", "UTC"),
    "list": pl.List(pl.String),
    "findings": FINDINGS,
}


def dtype_of(values: tuple[str, ...] | str) -> DataType:
    """Return the polars type of a column, described by a closed set of words or the name of a type."""
    if isinstance(values, tuple):
        return pl.Enum(values)
    return _BY_WORD[values]


RECORD_DTYPES: Final[dict[str, DataType]] = {name: dtype_of(kind) for name, kind in schema.RECORD.items()}
"""The item record, version 1, in its order."""

FACT_DTYPES: Final[dict[str, DataType]] = {name: dtype_of(kind) for name, kind in schema.FACTS.items()}
"""The facts that the rules look at."""

DTYPES: Final[dict[str, DataType]] = RECORD_DTYPES | FACT_DTYPES
"""Every column of the item frame, in its order."""

COUNTED_BY: Final = ("kind", "visibility", "fact_field")
"""The columns that `is_content` and `detail_apart` look at."""


def detail_apart() -> pl.Expr:
    """Return the field of an account detail that is listed apart, as its audience is not known; else null."""
    field = pl.col("fact_field").cast(pl.String)
    unknown = (pl.col("kind") == "profile_field") & (pl.col("visibility") == "unknown")
    return pl.when(unknown & field.is_in(schema.ACCOUNT_DETAILS)).then(field)


def is_content() -> pl.Expr:
    """Return an expression: what the totals count. Not files, chats, reactions or details listed apart."""
    return pl.col("kind").cast(pl.String).is_in(schema.CONTENT_KINDS) & detail_apart().is_null()
