"""The whole job, as a recipe: paths in, a judged frame of items out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Final

import polars as pl
from msgspec.structs import replace

from scanner.accounts.owners import Accounts, Subjects, accounts, download_details, subjects_of
from scanner.archive import Anchors, Download, Limits, open_exports
from scanner.corpus import Corpus, Records, gathered
from scanner.coverage import coverage_frame, lines_of_parts, parts_alone, with_items
from scanner.evidence.account import rows_with_facts, with_facts
from scanner.evidence.graph_api import with_graph, words
from scanner.evidence.user import absent_groups, has_file_override, with_file_overrides
from scanner.facts import Facts
from scanner.items import assemble, content_facts, finish
from scanner.layouts.catalogue import Catalogue
from scanner.memory import trim_memory
from scanner.readers.locale_tables import Locales
from scanner.reading.placement import (
    MemberOutcome,
    MemberPlacer,
    Progress,
    Silent,
    collector_paused,
    orphan_place,
    settle_accounts,
)
from scanner.reading.processes import WorkerPool
from scanner.reading.workers import read_all
from scanner.result import Scan
from scanner.rulebook import RuleBook, load
from scanner.saved_scan import load as load_saved
from scanner.saved_scan import only_saved, packed, verdict_key
from scanner.schema import MEMBER_STATES, PLATFORMS, SECTIONS
from scanner.verdicts import judge, judge_again, with_flags

FOREIGN: Final = (
    "some files have names from a Facebook or Instagram download, but no record in them is one that Meta "
    "writes"
)
MANY: Final = 20_000
"""Members that leave so much memory that it is worth giving back."""
TOLD: Final = ("reader", "records", "skipped", "reason", "cut")
"""What the frame of members has for the coverage alone."""


class NothingToReadError(Exception):
    """Nothing in the given paths is an export of Meta's; the message says what was found instead."""


class NeverOpenedError(NothingToReadError):
    """What might hold an export is of a kind that is never opened; the message says what to do about it."""


class NothingReadableError(NothingToReadError):
    """Parts were given of which none could be opened."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{part}: {fault}" for part, fault in faults.items()))
        self.faults = faults
        """Part to reason; the reasons name nothing."""


def scan(
    paths: Iterable[str | PathLike[str]],
    facts: Facts | None = None,
    *,
    limits: Limits | None = None,
    rules: Path | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> Scan:
    """Scan exports and judge every item in them.

    `paths` are zips, folders, or folders of zips, or one saved scan; `facts` is what the user knows (None:
    what a saved scan holds of it); `rules` a folder of the user's own rules; `as_of` the day for which `now`
    is judged (today). With more than one of `workers`, large exports are read by so many processes; the
    calling script then needs the usual `if __name__ == "__main__"`. Raises ArchiveError, NothingThereError,
    RuleError, SavedScanError.
    """
    book, given = load(rules), [Path(path) for path in paths]
    with WorkerPool(workers) as crew:
        crew.start_for(given)
        found = gather(given, book, crew=crew, limits=limits, progress=progress)
    return judged(found, found.facts if facts is None else facts, as_of or date.today(), book)


def gather(
    given: Sequence[Path],
    book: RuleBook,
    *,
    crew: WorkerPool | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Read exports or a saved scan, judging nothing; for the parameters and what it raises see `scan`.

    The crew, if any, helps to read, and has been left afterwards.
    """
    if saved := only_saved(given):
        return load_saved(saved)
    with collector_paused():
        return _read(given, book, crew or WorkerPool(1), limits or Limits(), progress or Silent())


def _read(
    given: Sequence[Path], book: RuleBook, crew: WorkerPool, limits: Limits, progress: Progress
) -> Corpus:
    """Read exports. What is held of each member goes before its records are put together: it is as large."""
    catalogue, locales = _tables(book)
    with ExitStack() as opened:
        downloads = open_exports(given, limits, anchors(catalogue))
        for download in downloads:
            opened.enter_context(download)
        placing = MemberPlacer(downloads, catalogue)
        _require_something(placing, downloads, catalogue)
        read = list(read_all(placing, downloads, locales, progress, crew))
    fates = placing.fates
    if _is_foreign(fates, downloads, anchors(catalogue)):
        raise NothingToReadError(FOREIGN)
    settle_accounts(fates, placing.roots)
    told = download_details(downloads, fates, read[0])
    owners = accounts(told)
    members = _members(fates, owners)
    parts = list(lines_of_parts(downloads))
    del download, downloads, placing, fates
    if members.height >= MANY:
        trim_memory()
    assembly = assemble(read, members, owners.names, owners.pages)
    return gathered(assembly, members.drop(TOLD), coverage_frame(members, assembly, parts), told)


@lru_cache(maxsize=1)
def _tables(book: RuleBook) -> tuple[Catalogue, Locales]:
    """Read what readers take of the rules, once for all exports that are read by one book."""
    return Catalogue.load(book.layouts), Locales(book.locales)


def judged(
    found: Corpus, facts: Facts, as_of: date, book: RuleBook, columns: Collection[str] | None = None
) -> Scan:
    """Judge what was gathered, with these facts, for this day, by this rule book.

    Its items have these `columns` alone (None: all): of a saved scan no others are read.
    """
    owners = subjects_of(found.deliveries, facts, as_of, book)
    graph = None
    if found.kept and found.kept.by == verdict_key(owners, facts, book) and not facts.graph:
        items, coverage = found.kept.items(columns), found.coverage
    else:
        records = found.records()
        content, graph = with_graph(records.content, facts.graph)
        made = _judged(replace(records, content=content), owners, facts, book)
        items = made.drop("account", "home") if columns is None else made.select(sorted(columns))
        coverage = with_items(found.coverage, made["home"])
    return Scan(
        items=items,
        coverage=coverage,
        exports=owners.exports,
        person=owners.exports[0].person,
        warnings=(
            *owners.warnings,
            *_absent_group_warnings(found, owners, facts),
            *parts_alone(((each.name, each.parts) for each in found.deliveries), coverage),
            *([words(graph)] if graph else []),
        ),
        policy_date=book.policy_date,
        graph=graph,
    )


def _absent_group_warnings(found: Corpus, owners: Subjects, facts: Facts) -> list[str]:
    """Return a warning for each group in the user's facts that no Facebook download has."""
    on_facebook = any(account.platform == "facebook" for each in owners.exports for account in each.accounts)
    if not facts.facebook.groups or not on_facebook:
        return []
    names = absent_groups(facts, found.records().content.filter(pl.col("host") == "group")["container"])
    return [f'Your answers name the group "{name}", which is not in this download.' for name in names]


def saved_bytes(scan: Scan, found: Corpus, facts: Facts, book: RuleBook) -> bytes:
    """Give the file of a saved scan: `found` as `scan` was judged from it, with these facts and rules."""
    owners = subjects_of(found.deliveries, facts, scan.person.as_of, book)
    return packed(scan, found, facts, verdict_key(owners, facts, book))


def anchors(catalogue: Catalogue) -> Anchors:
    """Give the archive the names by which it finds the root of an export."""
    names = catalogue.anchors
    strong, weak = names.strong_folders | names.strong_files, names.weak_folders | names.weak_files
    return Anchors(strong, weak, re.compile(names.export_name, re.IGNORECASE))


def _require_something(placing: MemberPlacer, downloads: Sequence[Download], catalogue: Catalogue) -> None:
    """Raise NothingThereError where no member is anything that Meta exports."""
    if _is_something(placing.fates):
        return
    placing.finish()
    if _is_something(placing.fates):
        return
    faults = {part: fault for download in downloads for part, fault in download.faults.items()}
    if faults:
        raise NothingReadableError(faults)
    if any("takeout" in member.path.casefold() for download in downloads for member in download.members):
        raise NothingToReadError("this looks like a Google Takeout, not a download from Meta")
    layouts = {fate.placement.layout for fate in placing.fates if fate.placement}
    if unread := [row.reason for row in catalogue.unread.values() if row.id in layouts]:
        raise NeverOpenedError(f"it has nothing from Meta that can be read, but {' and '.join(unread)}")
    raise NothingToReadError(
        "no file in it looks like part of a download from Facebook, Instagram, Threads or Meta AI. Give the "
        "whole folder or zip as Meta delivered it, not single files from it"
    )


def _is_foreign(fates: Sequence[MemberOutcome], downloads: Sequence[Download], names: Anchors) -> bool:
    """Return whether files only bear names that Meta uses too: no record in any has a key that Meta writes.

    Where a folder that exports alone have says otherwise, it is an export in a new layout.
    """
    read = [fate for fate in fates if fate.reader and fate.state in ("content", "unreadable")]
    if not read or not all(fate.is_foreign for fate in read):
        return False
    if any(names.names_export(download.name) for download in downloads):
        return False
    folders = {step for fate in read for step in fate.member.inner.split("/")[:-1]}
    return not any(names.hold(folder) == "strong" for folder in folders)


def _is_something(fates: Sequence[MemberOutcome]) -> bool:
    """Tell whether any of the members placed so far is of Meta's."""
    return any(fate.state in ("content", "media", "not_content") and fate.platform for fate in fates)


def _members(fates: Sequence[MemberOutcome], owners: Accounts) -> pl.DataFrame:
    """Give the members as a frame, as `items.Members` describes it, and what was `TOLD` of each."""
    numbers, ages = zip(*map(owners.home, fates), strict=True) if fates else ((), ())
    placements = [fate.placement for fate in fates]
    path = pl.Series("path", [fate.member.path for fate in fates], pl.String)
    is_inner = all(fate.member.inner is fate.member.path for fate in fates)
    return pl.DataFrame(
        [
            pl.int_range(len(fates), dtype=pl.UInt32, eager=True).alias("member"),
            pl.Series("download", [fate.download for fate in fates], pl.UInt32),
            pl.Series("account", numbers, pl.UInt32),
            pl.Series("age", ages, pl.UInt32),
            _few("export", [fate.member.part for fate in fates]),
            path,
            path.alias("inner")
            if is_inner
            else pl.Series("inner", [fate.member.inner for fate in fates], pl.String),
            pl.Series("size", [fate.member.size for fate in fates], pl.Int64),
            pl.Series("state", [fate.state for fate in fates], pl.Enum(MEMBER_STATES)),
            pl.Series(
                "platform", [placed.platform if placed else None for placed in placements], pl.Enum(PLATFORMS)
            ),
            pl.Series("media_lies_in", [orphan_place(placed) for placed in placements], pl.Enum(SECTIONS)),
            _few("reader", [placed.reader if placed else None for placed in placements]),
            pl.Series("records", [fate.records for fate in fates], pl.Int64),
            pl.Series("skipped", [fate.skipped for fate in fates], pl.Int64),
            _few("reason", [fate.reason for fate in fates]),
            pl.Series("cut", [fate.cut for fate in fates], pl.Boolean),
        ]
    )


def _few(name: str, values: list[str | None] | list[str]) -> pl.Series:
    """Make a column of text of which there are few different ones: each is held once."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    different = pl.Series(name, list(numbers), pl.String)
    return different.gather(pl.Series([numbers[value] for value in values], dtype=pl.UInt32))


def _judged(records: Records, owners: Subjects, facts: Facts, book: RuleBook) -> pl.DataFrame:
    """Give the finished items: evidence first, verdicts last."""
    content = with_facts(content_facts(records.content, records.places), owners.told, facts)
    items = finish(judge(content, owners.made, book), records.places, records.members)
    if facts.override:
        theirs = rows_with_facts(owners.told)
        items = with_file_overrides(items, facts, theirs)
        items = judge_again(items, has_file_override(facts, theirs), owners.made, book)
    return with_flags(items, book)
