"""The frame's types follow the words of the schema."""

import polars as pl

from scanner import schema
from scanner.dtypes import DTYPES


def test_columns_stand_in_the_order_of_the_record_then_the_facts() -> None:
    assert list(DTYPES) == [*schema.RECORD, *schema.FACTS]
    assert list(DTYPES)[:5] == ["item_id", "parent_id", "platform", "kind", "author"]


def test_types() -> None:
    assert DTYPES["kind"] == pl.Enum(schema.KINDS)
    assert DTYPES["created_at"] == DTYPES["fact_public_from"] == pl.Datetime("us", "UTC")
    assert DTYPES["tagged"] == pl.List(pl.String)
    assert all(isinstance(DTYPES[name], pl.List) for name in ("tagged", "flags"))
