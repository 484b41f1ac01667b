"""The steps of a scan in their order: paths in, a judged frame of items out."""

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

from scanner.accounts.downloads import download_details
from scanner.accounts.identity import Accounts, number_accounts
from scanner.accounts.subjects import Subjects, subjects_of
from scanner.archive import Anchors, Download, Limits, open_exports
from scanner.corpus import Corpus, Records, corpus_of
from scanner.coverage import coverage_frame, lone_part_warnings, part_lines, with_items
from scanner.evidence.account import rows_with_facts, with_facts
from scanner.evidence.graph_api import graph_report_line, with_graph
from scanner.evidence.user import absent_groups, has_file_override, with_file_overrides
from scanner.facts import Facts
from scanner.items import assemble, content_facts, finish_items
from scanner.layouts.catalogue import Catalogue
from scanner.memory import trim_memory
from scanner.readers.locale_tables import Locales
from scanner.reading.placement import (
    MemberOutcome,
    MemberPlacer,
    Progress,
    Silent,
    collector_paused,
    orphan_section,
    settle_accounts,
)
from scanner.reading.processes import WorkerPool
from scanner.reading.workers import read_all
from scanner.result import Scan
from scanner.rulebook import RuleBook, load
from scanner.saved_scan import load as load_saved
from scanner.saved_scan import only_saved, to_bytes, verdict_key
from scanner.schema import MEMBER_STATES, PLATFORMS, SECTIONS
from scanner.verdicts import judge, judge_again, with_flags

NOT_METAS: Final = (
    "some files have names from a Facebook or Instagram download, but no record in them is one that Meta "
    "writes"
)
TRIM_FROM: Final = 20_000
"""With so many members it pays to give freed memory back to the system."""
FOR_COVERAGE: Final = ("reader", "records", "skipped", "reason", "cut")
"""The columns of members that only the coverage needs."""


class NothingToReadError(Exception):
    """Nothing in the given paths is an export of Meta's; the message says what is there instead."""


class NeverOpenedError(NothingToReadError):
    """The input may contain an export, but in a format that is never opened; the message says what to do."""


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
    is judged (today). With `workers` above 1, that many processes read large exports; the calling script
    then needs the usual `if __name__ == "__main__"`. Raises ArchiveError, NothingToReadError, RuleError,
    SavedScanError.
    """
    book, sources = load(rules), [Path(path) for path in paths]
    with WorkerPool(workers) as pool:
        pool.start_for(sources)
        corpus = gather(sources, book, pool=pool, limits=limits, progress=progress)
    return judged(corpus, corpus.facts if facts is None else facts, as_of or date.today(), book)


def gather(
    paths: Sequence[Path],
    book: RuleBook,
    *,
    pool: WorkerPool | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Read exports or a saved scan without judging; for the parameters and errors see `scan`.

    The processes of `pool`, if any, help to read.
    """
    if saved := only_saved(paths):
        return load_saved(saved)
    with collector_paused():
        return _read(paths, book, pool or WorkerPool(1), limits or Limits(), progress or Silent())


def _read(
    paths: Sequence[Path], book: RuleBook, pool: WorkerPool, limits: Limits, progress: Progress
) -> Corpus:
    """Read exports.

    What is known of each member is released before the records are put together: it takes as much memory.
    """
    catalogue, locales = _tables(book)
    with ExitStack() as opened:
        downloads = open_exports(paths, limits, anchors(catalogue))
        for download in downloads:
            opened.enter_context(download)
        placer = MemberPlacer(downloads, catalogue)
        _require_something(placer, downloads, catalogue)
        read = list(read_all(placer, downloads, locales, progress, pool))
    outcomes = placer.outcomes
    if _is_foreign(outcomes, downloads, anchors(catalogue)):
        raise NothingToReadError(NOT_METAS)
    settle_accounts(outcomes, placer.roots)
    details = download_details(downloads, outcomes, read[0])
    subjects = number_accounts(details)
    members = _members(outcomes, subjects)
    parts = list(part_lines(downloads))
    del download, downloads, placer, outcomes
    if members.height >= TRIM_FROM:
        trim_memory()
    assembly = assemble(read, members, subjects.names, subjects.pages)
    return corpus_of(assembly, members.drop(FOR_COVERAGE), coverage_frame(members, assembly, parts), details)


@lru_cache(maxsize=1)
def _tables(book: RuleBook) -> tuple[Catalogue, Locales]:
    """Return the tables that readers need from the rules, read once for a rule book."""
    return Catalogue.load(book.layouts), Locales(book.locales)


def judged(
    corpus: Corpus, facts: Facts, as_of: date, book: RuleBook, columns: Collection[str] | None = None
) -> Scan:
    """Judge a corpus with these facts, for this day, by this rule book.

    The items have only these `columns` (None: all); no others are read from a saved scan.
    """
    subjects = subjects_of(corpus.downloads, facts, as_of, book)
    graph = None
    if corpus.verdicts and corpus.verdicts.key == verdict_key(subjects, facts, book) and not facts.graph:
        items, coverage = corpus.verdicts.items(columns), corpus.coverage
    else:
        records = corpus.records()
        content, graph = with_graph(records.content, facts.graph)
        made = _judged(replace(records, content=content), subjects, facts, book)
        items = made.drop("account", "home") if columns is None else made.select(sorted(columns))
        coverage = with_items(corpus.coverage, made["home"])
    return Scan(
        items=items,
        coverage=coverage,
        exports=subjects.exports,
        person=subjects.exports[0].person,
        warnings=(
            *subjects.warnings,
            *_absent_group_warnings(corpus, subjects, facts),
            *lone_part_warnings(((export.name, export.parts) for export in corpus.downloads), coverage),
            *([graph_report_line(graph)] if graph else []),
        ),
        policy_date=book.policy_date,
        graph=graph,
    )


def _absent_group_warnings(corpus: Corpus, subjects: Subjects, facts: Facts) -> list[str]:
    """Return a warning for each group in the user's facts that no Facebook download has."""
    on_facebook = any(
        account.platform == "facebook" for export in subjects.exports for account in export.accounts
    )
    if not facts.facebook.groups or not on_facebook:
        return []
    names = absent_groups(facts, corpus.records().content.filter(pl.col("host") == "group")["container"])
    return [f'Your answers name the group "{name}", which is not in this download.' for name in names]


def saved_bytes(scan: Scan, corpus: Corpus, facts: Facts, book: RuleBook) -> bytes:
    """Return the file of a saved scan: `corpus` as `scan` was judged from it, with these facts and rules."""
    subjects = subjects_of(corpus.downloads, facts, scan.person.as_of, book)
    return to_bytes(scan, corpus, facts, verdict_key(subjects, facts, book))


def anchors(catalogue: Catalogue) -> Anchors:
    """Return the names by which the archive finds the root of an export."""
    names = catalogue.anchors
    strong, weak = names.strong_folders | names.strong_files, names.weak_folders | names.weak_files
    return Anchors(strong, weak, re.compile(names.export_name, re.IGNORECASE))


def _require_something(placer: MemberPlacer, downloads: Sequence[Download], catalogue: Catalogue) -> None:
    """Raise NothingToReadError where no member is anything that Meta exports."""
    if _is_something(placer.outcomes):
        return
    placer.finish()
    if _is_something(placer.outcomes):
        return
    faults = {part: fault for download in downloads for part, fault in download.faults.items()}
    if faults:
        raise NothingReadableError(faults)
    if any("takeout" in member.path.casefold() for download in downloads for member in download.members):
        raise NothingToReadError("this looks like a Google Takeout, not a download from Meta")
    layouts = {outcome.placement.layout for outcome in placer.outcomes if outcome.placement}
    if unread := [row.reason for row in catalogue.unread.values() if row.id in layouts]:
        raise NeverOpenedError(f"it has nothing from Meta that can be read, but {' and '.join(unread)}")
    raise NothingToReadError(
        "no file in it looks like part of a download from Facebook, Instagram, Threads or Meta AI. Give the "
        "whole folder or zip as Meta delivered it, not single files from it"
    )


def _is_foreign(outcomes: Sequence[MemberOutcome], downloads: Sequence[Download], names: Anchors) -> bool:
    """Return whether files only bear names that Meta uses too: no record in any has a key that Meta writes.

    Where a folder that exports alone have says otherwise, it is an export in a new layout.
    """
    read = [outcome for outcome in outcomes if outcome.reader and outcome.state in ("content", "unreadable")]
    if not read or not all(outcome.has_no_key_of_meta for outcome in read):
        return False
    if any(names.names_export(download.name) for download in downloads):
        return False
    folders = {step for outcome in read for step in outcome.member.inner.split("/")[:-1]}
    return not any(names.strength_of(folder) == "strong" for folder in folders)


def _is_something(outcomes: Sequence[MemberOutcome]) -> bool:
    """Return whether any member placed so far comes from Meta."""
    return any(
        outcome.state in ("content", "media", "not_content") and outcome.platform for outcome in outcomes
    )


def _members(outcomes: Sequence[MemberOutcome], subjects: Accounts) -> pl.DataFrame:
    """Return the members as a frame, as `items.Members` describes it, with the columns `FOR_COVERAGE`."""
    numbers, ages = zip(*map(subjects.number_and_age, outcomes), strict=True) if outcomes else ((), ())
    matches = [outcome.placement for outcome in outcomes]
    path = pl.Series("path", [outcome.member.path for outcome in outcomes], pl.String)
    is_inner = all(outcome.member.inner is outcome.member.path for outcome in outcomes)
    return pl.DataFrame(
        [
            pl.int_range(len(outcomes), dtype=pl.UInt32, eager=True).alias("member"),
            pl.Series("download", [outcome.download for outcome in outcomes], pl.UInt32),
            pl.Series("account", numbers, pl.UInt32),
            pl.Series("age", ages, pl.UInt32),
            shared_strings("export", [outcome.member.part for outcome in outcomes]),
            path,
            path.alias("inner")
            if is_inner
            else pl.Series("inner", [outcome.member.inner for outcome in outcomes], pl.String),
            pl.Series("size", [outcome.member.size for outcome in outcomes], pl.Int64),
            pl.Series("state", [outcome.state for outcome in outcomes], pl.Enum(MEMBER_STATES)),
            pl.Series(
                "platform", [match.platform if match else None for match in matches], pl.Enum(PLATFORMS)
            ),
            pl.Series("media_section", [orphan_section(match) for match in matches], pl.Enum(SECTIONS)),
            shared_strings("reader", [match.reader if match else None for match in matches]),
            pl.Series("records", [outcome.records for outcome in outcomes], pl.Int64),
            pl.Series("skipped", [outcome.skipped for outcome in outcomes], pl.Int64),
            shared_strings("reason", [outcome.reason for outcome in outcomes]),
            pl.Series("cut", [outcome.cut for outcome in outcomes], pl.Boolean),
        ]
    )


def shared_strings(name: str, values: list[str | None] | list[str]) -> pl.Series:
    """Return a text column with few different values, each stored once."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    different = pl.Series(name, list(numbers), pl.String)
    return different.gather(pl.Series([numbers[value] for value in values], dtype=pl.UInt32))


def _judged(records: Records, subjects: Subjects, facts: Facts, book: RuleBook) -> pl.DataFrame:
    """Return the finished items: evidence first, verdicts last."""
    content = with_facts(content_facts(records.content, records.places), subjects.by_account, facts)
    items = finish_items(judge(content, subjects.exported_at, book), records.places, records.members)
    if facts.override:
        rows = rows_with_facts(subjects.by_account)
        items = with_file_overrides(items, facts, rows)
        items = judge_again(items, has_file_override(facts, rows), subjects.exported_at, book)
    return with_flags(items, book)
