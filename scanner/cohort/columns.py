"""Which columns of the items a cohort keeps, and their ids made anew."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import polars as pl

from scanner import schema
from scanner.cohort.errors import CohortError

_COLUMNS: Final = schema.RECORD | schema.FACTS
_TELLING: Final = ("text", "list", "float", "findings")
"""Types of columns that may hold words of the export, a name or a spot."""
_OF_THE_RULES: Final = (
    "item_id",
    "parent_id",
    "visibility_rule",
    "lean_rule",
    "now_rule",
    "past_rule",
    "flags",
)
"""Of these types, the columns that hold ids."""

HIDDEN: Final = tuple(
    name for name, kind in _COLUMNS.items() if kind in _TELLING and name not in _OF_THE_RULES
)
"""Columns that are left out unless asked for; a new one of their types is left out too."""
_ID_BYTES: Final = 8


def checked(names: Iterable[str]) -> tuple[str, ...]:
    """Return the hidden columns that were asked for, in their order. Raises CohortError."""
    requested = set(names)
    if wrong := sorted(requested - set(HIDDEN)):
        raise CohortError(f"--with {', '.join(wrong)}: what can be added is {', '.join(HIDDEN)}")
    return tuple(name for name in HIDDEN if name in requested)


def stored_columns(items: pl.DataFrame, person: str, extra: Iterable[str], id_key: bytes) -> pl.DataFrame:
    """Return the items as a cohort keeps them: `person`, then what tells no words, names or spots."""
    hidden = set(HIDDEN) - set(extra)
    columns = [name for name in _COLUMNS if name not in hidden]
    ids = _new_ids(items, id_key)
    return items.select(pl.lit(person).alias("person"), *columns).with_columns(
        pl.col(name).replace_strict(ids["old"], ids["new"], return_dtype=pl.String)
        for name in ("item_id", "parent_id")
    )


def _new_ids(items: pl.DataFrame, id_key: bytes) -> pl.DataFrame:
    """Return each id with its keyed one: by an id alone, a short text and its minute could be guessed."""
    old = pl.concat([items["item_id"], items["parent_id"].alias("item_id")]).drop_nulls().unique()
    # one by one, for no whole-column hash takes a key that resists guessing; about a microsecond each
    new = [blake2b(item.encode(), key=id_key, digest_size=_ID_BYTES).hexdigest() for item in old]
    return pl.DataFrame({"old": old, "new": pl.Series(new, dtype=pl.String)})
