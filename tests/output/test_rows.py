import csv
import io
import json

import polars as pl
import pytest

from scanner import schema
from scanner.output import rows
from tests.output.frames import items

ODD = 'say "hi",\nline two \x1b[31m \u202e'


def joined(frame: pl.DataFrame, writer: str) -> bytes:
    return b"".join(getattr(rows, writer)(rows.records(frame)))


def test_jsonl_holds_the_record_in_the_order_of_the_contract() -> None:
    frame = items({"text": ODD, "tagged": ["Max Sample"], "latitude": 1.5, "fact_region": "EU"}, {})
    rows = [json.loads(line) for line in joined(frame, "jsonl").splitlines()]
    assert list(rows[0]) == list(schema.RECORD)
    assert rows[0]["created_at"] == "2015-06-01T12:30:05Z"
    assert rows[0]["text"] == ODD
    assert rows[0]["tagged"] == ["Max Sample"]
    assert rows[0]["latitude"] == 1.5
    assert rows[1]["latitude"] is None
    assert rows[1]["findings"] == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_an_array_of_the_same(count: int) -> None:
    frame = items(*[{"text": ODD}] * count)
    assert json.loads(joined(frame, "json_array")) == [
        json.loads(x) for x in joined(frame, "jsonl").splitlines()
    ]


def test_slices_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = items(*[{"text": str(at)} for at in range(7)])
    whole = {writer: joined(frame, writer) for writer in ("jsonl", "json_array", "csv")}
    monkeypatch.setattr(rows, "SLICE", 2)
    assert {writer: joined(frame, writer) for writer in whole} == whole


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("1=1", "1=1"),
        ("a,b\nc", "a,b\nc"),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    raw = joined(items({"text": text, "latitude": -1.5, "tagged": ["A", "B"]}), "csv").decode()
    row = next(csv.DictReader(io.StringIO(raw, newline="")))
    assert row["text"] == cell
    assert row["latitude"] == "-1.5"
    assert row["tagged"] == "A; B"
    assert row["created_at"] == "2015-06-01T12:30:05Z"


def test_a_list_is_no_way_round() -> None:
    row = next(csv.DictReader(io.StringIO(joined(items({"tagged": ["=1+1"]}), "csv").decode())))
    assert row["tagged"] == "'=1+1"


def test_csv_of_nothing_still_has_its_head() -> None:
    assert joined(items(), "csv").decode().strip() == ",".join(schema.RECORD)


def test_parquet_keeps_types_and_text() -> None:
    frame = rows.records(items({"text": "=1"}))
    back = pl.read_parquet(io.BytesIO(joined(items({"text": "=1"}), "parquet")))
    assert back.equals(frame)
