"""How names of people and of accounts are compared: one rule, for a text and for a column."""

from typing import Final
from unicodedata import normalize

import polars as pl

_HANDLE: Final = "@ "
"""What may lead a username."""


def folded_name(name: str) -> str:
    """Return a name as names are compared; empty where it names nobody.

    Without regard to case, composition, forms of a letter (`ﬁ`, `Ａ`), number of spaces and leading `@`.
    Source: The Unicode Standard, section 3.13, D146 (compatibility caseless match).
    """
    if name.isascii():
        folded = name.lower()
    else:
        folded = normalize("NFKD", normalize("NFD", name).casefold()).casefold()
        folded = normalize("NFKC", folded)
    return " ".join(folded.split()).lstrip(_HANDLE)


def folded_names(names: pl.Expr) -> pl.Expr:
    """Return an expression: each name of a column of text as `folded_name` gives it; null stays null."""
    return names.cast(pl.String).map_batches(_folded, pl.String)


def _folded(names: pl.Series) -> pl.Series:
    """Return a series with every name folded, each different one once."""
    different = names.drop_nulls().unique()
    folded = pl.Series([folded_name(name) for name in different], dtype=pl.String)
    return names.replace_strict(different, folded, default=None, return_dtype=pl.String)
