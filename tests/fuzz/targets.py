"""What is fuzzed: each target takes bytes, reads them as what they might be, and asserts what must hold."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

import polars as pl

from scanner import schema
from scanner.archive import ArchiveError, Download, Limits, open_exports
from scanner.builtin import rules_dir
from scanner.facts import Facts
from scanner.frame import DTYPES
from scanner.items import Columns
from scanner.pages import as_source, told_by_page
from scanner.pipeline import NothingThereError, anchors, gather, judged
from scanner.readers import resolve
from scanner.readers.labels import Labels
from scanner.readers.locales import Locales
from scanner.readers.record import ACCOUNT_FACTS, AccountFact, Note, Record, Skip
from scanner.readers.source import Source, UnreadableError
from scanner.result import Scan
from scanner.rulebook import RuleBook, load
from tests.builders import Tree, as_zip
from tests.fuzz import mutate, seeds

NAME: Final = "meta-2026-Jul-21-10-00-00-AbCdEfGh.zip"
TODAY: Final = date(2026, 8, 1)
SMALL: Final = Limits(
    members=50, member_bytes=20_000, ratio_from=10_000, part_ratio_from=50_000, path_length=100
)
"""Limits near enough to be reached."""
ZONES: Final = (None, "Europe/Berlin")


@cache
def _labels(platform: str) -> Labels:
    return Locales(sorted((rules_dir() / "locales").rglob("*.toml"))).of(platform)


NEVER_NULL: Final = (
    "item_id", "platform", "kind", "author", "count", "created_precision", "audience", "visibility", "basis",
    "confidence", "lean", "ever_public", "now", "past", "visibility_rule", "now_rule", "past_rule", "export",
    "member", "pointer",
)  # fmt: skip


@cache
def _book() -> RuleBook:
    return load()


# archive


def archive(raw: bytes) -> None:
    """Bytes as a zip: it is listed and every member is read, or a documented error says why not."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / NAME
        path.write_bytes(raw)
        with suppress(ArchiveError):
            for download in open_exports([path], SMALL, anchors(seeds.catalogue())):
                with download:
                    _check_download(download)


def _check_download(download: Download) -> None:
    """Read all members, and check what a listing promises of each."""
    assert len(download.members) <= SMALL.members
    seen: set[tuple[str, str]] = set()
    for member in download.members:
        assert member.size >= 0
        try:
            raw = download.read(member)
        except ArchiveError as fault:
            assert str(fault), "a member without a reason"
            continue
        assert len(raw) == member.size <= SMALL.member_bytes, "a size that is not the member's"
        assert not {"", ".", ".."} & set(member.inner.split("/")), "a path with tricks"
        assert member.duplicate or (member.part, member.inner) not in seen, "a path told twice"
        seen.add((member.part, member.inner))


# readers


def json_readers(raw: bytes) -> None:
    """Bytes as the JSON of the page whose number is the first byte, read by that page's reader."""
    page, source = _source(raw, "json")
    _check_read(page, source)


def html_pages(raw: bytes) -> None:
    """Bytes as HTML in the place of such a page: translated, then read by the same reader as JSON."""
    page, source = _source(raw, "html")
    try:
        told = told_by_page(
            source.raw, page.reader, page.platform, source.labels, page.path, ZONES[len(raw) % 2]
        )
    except UnreadableError as reason:
        assert str(reason)
        return
    assert told.precision in schema.PRECISIONS
    assert all(skip.reason for skip in told.skips)
    _check_read(page, as_source(told, source))


def _source(raw: bytes, written: str) -> tuple[seeds.Page, Source]:
    """Choose a page by the first byte; what follows stands in the place of its content."""
    pages = seeds.pages(written)
    page = pages[raw[0] % len(pages) if raw else 0]
    return page, Source(page.platform, page.path, raw[1:], _labels(page.platform), page.lies_in)


def _check_read(page: seeds.Page, source: Source) -> None:
    """Read a member and put its records into columns, which take no value of a wrong type."""
    records: list[Record] = []
    with suppress(UnreadableError):
        for told in resolve(page.reader)(source):
            if isinstance(told, Record):
                records.append(told)
            else:
                _check_aside(told)
    columns = Columns()
    columns.add(records, 0)
    content, media = columns.frames()
    assert content.height == len(records)
    assert media.height == sum(len(record.media) for record in records)
    assert content["at"].is_finite().all(), "a time that is none"
    assert (content["count"] >= 0).all()
    assert content.filter((pl.col("author") == "other") & pl.col("text").is_not_null()).is_empty()


def _check_aside(told: Skip | Note | AccountFact) -> None:
    """Check what a reader tells beside records."""
    if isinstance(told, AccountFact):
        assert told.name in ACCOUNT_FACTS
    else:
        assert told.reason
        told.reason.encode()


# the whole way


def whole(raw: bytes) -> None:
    """Bytes as dice: the first names an export, the others change it; then all of it is scanned."""
    trees = list(seeds.trees().values())
    scanned_whole(mutate.tree(trees[raw[0] % len(trees) if raw else 0], mutate.BytesDice(raw[1:])))


def scanned_whole(tree: Tree) -> Scan | None:
    """Scan a tree and check what holds of every scan; None where it is no export any more."""
    with TemporaryDirectory() as directory:
        try:
            gathered = gather([as_zip(tree, Path(directory) / NAME)], _book())
        except (ArchiveError, NothingThereError) as fault:
            assert str(fault)
            return None
    found = judged(gathered, Facts(), TODAY, _book())
    _check_coverage(found, tree)
    _check_items(found.items)
    return found


def _check_coverage(found: Scan, tree: Tree) -> None:
    """Every member and every byte is in the coverage, and every item in one of its lines."""
    assert found.coverage.height == len(tree), "members that nobody accounts for"
    assert found.coverage["bytes"].sum() == sum(map(len, tree.values())), "bytes that nobody accounts for"
    assert found.coverage["items"].sum() == found.items.height, "items that no member gave"
    silent = pl.col("reason").is_null() & (pl.col("state") == "unreadable")
    assert found.coverage.filter(silent).is_empty(), "unreadable without a reason"


def _check_items(items: pl.DataFrame) -> None:
    """An id is given once, and nothing is public or private without evidence."""
    assert list(items.schema.items()) == list(DTYPES.items())
    assert items["item_id"].is_unique().all(), "an id given twice"
    assert set(items["parent_id"].drop_nulls()) <= set(items["item_id"]), "a parent that is not there"
    assert {name: n for name in NEVER_NULL if (n := items[name].null_count())} == {}
    known = pl.col("visibility") != "unknown"
    weak = pl.col("basis").is_in(["none", "inferred"])
    assert items.filter(known & weak).is_empty(), "a verdict from absent evidence"
    assert items.filter((pl.col("visibility") == "public") != (pl.col("audience") == "public")).is_empty()
    assert items.filter((pl.col("author") == "other") & pl.col("text").is_not_null()).is_empty()
    counted = pl.col("kind").cast(pl.String).is_in(schema.COUNTED_KINDS)
    assert items.filter(counted & pl.col("text").is_not_null()).is_empty()
    unending = pl.col("public_from") > pl.col("public_until")
    assert items.filter(unending).is_empty(), "public until before it began"


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType(
    {"archive": archive, "json": json_readers, "html": html_pages, "whole": whole}
)
"""What can be fuzzed, by name."""
