"""What is fuzzed: each target takes bytes, reads them as what they might be, and asserts what must hold."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

import orjson
from pytest import MonkeyPatch

from scanner import schema
from scanner.archive import ArchiveError, Limits, open_exports
from scanner.facts import Facts
from scanner.pipeline import NothingToReadError, anchors, gather, judged
from scanner.readers import resolve
from scanner.readers.json_documents import MOST_BYTES, is_deeper
from scanner.readers.locale_tables import Labels, Locales
from scanner.readers.record import Reading, Record, UnreadableError
from scanner.readers.source import Source
from scanner.reading.member import as_source, translated_page
from scanner.resources import rules_dir
from scanner.result import Scan
from scanner.rulebook import RuleBook, load
from tests.builders import Tree, as_zip
from tests.fuzz import checks, mutate, seeds
from tests.readers.reading import take_all_as_large

NAMES: Final = ("meta-2026-Jul-21-10-00-00-AbCdEfGh.zip", "meta-2025-Jul-21-10-00-00-AbCdEfGh.zip")
"""Two downloads a year apart."""
TODAY: Final = date(2026, 8, 1)
SMALL: Final = Limits(
    members=50, member_bytes=20_000, ratio_from=10_000, part_ratio_from=50_000, path_length=100
)
"""Limits near enough to be reached."""
BESIDE: Final = 3
"""Of so many exports, one is scanned beside what it was before the change."""
WRITTEN: Final = 8
"""Of so many scans, one is written out too: that takes longer than the scan."""
DEEPEST_ALIKE: Final = 900
"""Levels that every parser takes; past some 980, Python 3.11 leaves one of them no room."""
ZONES: Final = (None, "Europe/Berlin")


@cache
def _labels(platform: str) -> Labels:
    return Locales(sorted((rules_dir() / "locales").rglob("*.toml"))).of(platform)


@cache
def _book() -> RuleBook:
    return load()


# archive


def archive(raw: bytes) -> None:
    """Bytes as a zip: it is listed and every member is read, or a documented error says why not."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / NAMES[0]
        path.write_bytes(raw)
        with suppress(ArchiveError):
            for download in open_exports([path], SMALL, anchors(seeds.catalogue())):
                with download:
                    checks.download(download, SMALL)


# readers


def json_readers(raw: bytes) -> None:
    """Bytes as the JSON of the page whose number is the first byte, read by that page's reader.

    A large document is read entry by entry, and gives the same as one that is parsed whole.
    """
    page, source = _source(raw, "json")
    whole = _check_read(page, source)
    with MonkeyPatch.context() as patch:
        take_all_as_large(patch, MOST_BYTES)
        by_entries = _check_read(page, _source(raw, "json")[1])
    if whole is not None and _is_plain(source.raw):
        assert whole == by_entries, "a large document gives something else"


def _is_plain(raw: bytes) -> bool:
    """Tell whether it has nothing that the two ways take differently: what is no strict JSON, and depth."""
    try:
        return not is_deeper(orjson.loads(raw), DEEPEST_ALIKE)
    except orjson.JSONDecodeError:
        return False


def html_pages(raw: bytes) -> None:
    """Bytes as HTML in the place of such a page: translated, then read by the same reader as JSON."""
    page, source = _source(raw, "html")
    try:
        told = translated_page(
            source.raw, page.reader, page.platform, source.labels, page.path, ZONES[len(raw) % 2]
        )
    except UnreadableError as reason:
        assert str(reason)
        return
    _check_read(page, as_source(told, source))
    assert told.precision in schema.PRECISIONS
    assert all(skip.reason for skip in told.skips)


def _source(raw: bytes, written: str) -> tuple[seeds.Page, Source]:
    """Choose a page by the first byte; what follows stands in the place of its content."""
    pages = seeds.pages(written)
    page = pages[raw[0] % len(pages) if raw else 0]
    return page, Source(page.platform, page.path, raw[1:], _labels(page.platform), page.section)


def _check_read(page: seeds.Page, source: Source) -> list[Reading] | None:
    """Read a member by the page's reader, and check what it tells; None where it can't be read to its end."""
    told: list[Reading] = []
    is_whole = False
    with suppress(UnreadableError):
        told.extend(resolve(page.reader)(source))
        is_whole = True
    records = [each for each in told if isinstance(each, Record)]
    for aside in told:
        if not isinstance(aside, Record):
            checks.aside(aside)
    checks.records(records)
    return told if is_whole else None


# the whole way


def whole(raw: bytes) -> None:
    """Bytes as dice: the first names an export, the others change it; then all of it is scanned."""
    known = list(seeds.trees().values())
    given = known[raw[0] % len(known) if raw else 0]
    changed = mutate.tree(given, mutate.BytesDice(raw[1:]))
    trees = [changed, given] if sum(raw) % BESIDE == 0 else [changed]
    scanned_whole(*trees, written=sum(raw) % WRITTEN == 0)


def scanned_whole(*trees: Tree, written: bool = True) -> Scan | None:
    """Scan one tree or two downloads, and check what holds of every scan; None where nothing is an export.

    A zip without members has a line of its own in the coverage, which no member accounts for: it is left out.
    """
    trees = tuple(tree for tree in trees if tree)
    with TemporaryDirectory() as directory:
        zips = [as_zip(tree, Path(directory) / name) for tree, name in zip(trees, NAMES, strict=False)]
        try:
            gathered = gather(zips, _book())
        except (ArchiveError, NothingToReadError) as fault:
            assert str(fault)
            return None
        found = judged(gathered, Facts(), TODAY, _book())
        checks.scan(found, trees)
        if written:
            checks.written(found, _book())
            checks.saved(found, gathered, _book(), Path(directory))
    return found


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType(
    {"archive": archive, "json": json_readers, "html": html_pages, "whole": whole}
)
"""What can be fuzzed, by name."""
