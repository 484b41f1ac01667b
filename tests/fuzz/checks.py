"""What must hold whatever the input is: of a listing, a reading, a scan, and of what is written."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import polars as pl
from polars.testing import assert_frame_equal

from scanner import schema
from scanner.archive import ArchiveError, Download, Limits
from scanner.corpus import Corpus
from scanner.dtypes import DTYPES
from scanner.facts import Facts
from scanner.items import Columns
from scanner.output import rows
from scanner.output.coverage import coverage_json, coverage_table
from scanner.output.explain import explain_json, explain_table
from scanner.output.items import items_table
from scanner.output.json import scan_json
from scanner.output.plan import plan_json, plan_table
from scanner.output.scan_table import scan_table
from scanner.output.text import TextStyle
from scanner.pipeline import gather, judged, saved_bytes
from scanner.plan.plan import make_plans
from scanner.readers.record import ACCOUNT_FACTS, AccountDetail, ReaderNote, Record, Skip
from scanner.result import Scan
from scanner.rulebook import RuleBook
from tests.builders import Tree
from tests.fuzz import seeds

NEVER_NULL: Final = (
    "item_id", "platform", "kind", "author", "count", "created_precision", "audience", "visibility", "basis",
    "confidence", "lean", "ever_public", "now", "past", "visibility_rule", "now_rule", "past_rule", "export",
    "member", "pointer",
)  # fmt: skip
STEERS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal would obey; line breaks are the program's own."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
NUMBERS: Final = ("latitude", "longitude")


def download(found: Download, limits: Limits) -> None:
    """Read all members, and check what a listing promises of each."""
    assert len(found.members) <= limits.members
    seen: set[tuple[str, str]] = set()
    for member in found.members:
        assert member.size >= 0
        try:
            raw = found.read(member)
        except ArchiveError as fault:
            assert str(fault), "a member without a reason"
            continue
        assert len(raw) == member.size <= limits.member_bytes, "a size that is not the member's"
        assert not {"", ".", ".."} & set(member.inner.split("/")), "a path with tricks"
        assert member.duplicate or (member.part, member.inner) not in seen, "a path told twice"
        seen.add((member.part, member.inner))


def records(told: list[Record]) -> None:
    """Put records into columns, which take no value of a wrong type, and check what holds of each."""
    columns = Columns()
    columns.add(told, 0)
    content, media = columns.frames()
    assert content.height == len(told)
    assert media.height == sum(len(record.media) for record in told)
    assert content["at"].is_finite().all(), "a time that is none"
    assert (content["count"] >= 0).all()
    words_of_others = (pl.col("author") == "other") & pl.col("text").is_not_null()
    assert content.filter(words_of_others).is_empty()


def aside(told: Skip | ReaderNote | AccountDetail) -> None:
    """Check what a reader tells beside records."""
    if isinstance(told, AccountDetail):
        assert told.name in ACCOUNT_FACTS
    else:
        assert told.reason
        told.reason.encode()


def scan(found: Scan, trees: Sequence[Tree]) -> None:
    """Every member and byte is accounted for, and nothing is known without evidence."""
    contents = [raw for tree in trees for raw in tree.values()]
    assert found.coverage.height == len(contents), "members that nobody accounts for"
    assert found.coverage["bytes"].sum() == sum(map(len, contents)), "bytes that nobody accounts for"
    assert found.coverage["items"].sum() == found.items.height, "items that no member gave"
    silent = pl.col("reason").is_null() & (pl.col("state") == "unreadable")
    assert found.coverage.filter(silent).is_empty(), "unreadable without a reason"
    _whole(found.items)
    if len(trees) == 1:  # what two accounts have alike has one id
        assert found.items["item_id"].is_unique().all(), "an id given twice"
    _from_evidence(found.items)


def _whole(items: pl.DataFrame) -> None:
    """Each item has an id of its own and all that must be said of it."""
    assert list(items.schema.items()) == list(DTYPES.items())
    assert set(items["parent_id"].drop_nulls()) <= set(items["item_id"]), "a parent that is not there"
    assert {name: n for name in NEVER_NULL if (n := items[name].null_count())} == {}


def _from_evidence(items: pl.DataFrame) -> None:
    """No verdict without evidence, no words of others, no time that ends before it begins."""
    known = pl.col("visibility") != "unknown"
    weak = pl.col("basis").is_in(["none", "inferred"])
    counted = pl.col("kind").cast(pl.String).is_in(schema.COUNTED_KINDS)
    never = {
        "a verdict from absent evidence": known & weak,
        "sure of what is not known": weak & (pl.col("confidence") != "low"),
        "leaning, and known": known & (pl.col("lean") != "none"),
        "public, for fewer": (pl.col("visibility") == "public") != (pl.col("audience") == "public"),
        "public, and never was": (pl.col("visibility") == "public") & (pl.col("ever_public") != "yes"),
        "words of others": (pl.col("author") == "other") & pl.col("text").is_not_null(),
        "words of messages": counted & pl.col("text").is_not_null(),
        "public until before it began": pl.col("public_from") > pl.col("public_until"),
    }
    assert {what: n for what, where in never.items() if (n := items.filter(where).height)} == {}


def written(found: Scan, book: RuleBook) -> None:
    """What is written in any format can be read back, and steers neither terminal nor spreadsheet."""
    items = rows.records(found.items)
    assert len(json.loads(b"".join(rows.json_array(items)))) == items.height
    assert all(json.loads(line) for line in b"".join(rows.jsonl(items)).splitlines())
    _no_formula(b"".join(rows.csv(items)).decode(), items.height)
    plan = make_plans(found, book)
    first = next(found.items.iter_rows(named=True), None)
    data = [coverage_json(found), scan_json(found, {}), plan_json(plan, found, book)]
    assert all(json.loads(text) for text in data)
    for look in (TextStyle(), TextStyle(width=120)):
        shown = [
            scan_table(found, look, book.actions),
            coverage_table(found, look, seeds.catalogue().masked_path),
            items_table(found.items, look, None),
            plan_table(plan, found, book, look),
        ]
        _steers_nothing(
            [*shown, *([explain_table(first, book, look), explain_json(first, book)] if first else [])]
        )


def _no_formula(text: str, height: int) -> None:
    """Read a csv; no cell but a number begins like a formula."""
    cells = list(csv.DictReader(io.StringIO(text)))
    assert len(cells) == height, "rows of a csv that break"
    for row in cells:
        assert not any(
            cell.startswith(FORMULA) for name, cell in row.items() if cell and name not in NUMBERS
        ), "a formula"


def _steers_nothing(texts: Iterable[str]) -> None:
    for text in texts:
        assert not STEERS.search(text), "something that a terminal obeys"


def saved(found: Scan, gathered: Corpus, book: RuleBook, directory: Path) -> None:
    """A saved scan read back is the same scan."""
    path = directory / "scan.parquet"
    path.write_bytes(saved_bytes(found, gathered, Facts(), book))
    again = judged(gather([path], book), Facts(), found.person.as_of, book)
    assert_frame_equal(again.items, found.items)
    assert_frame_equal(again.coverage, found.coverage)
