"""From the options to a finished scan, and from a scan to its exit code."""

import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from scanner.cli.errors import FAIL_ON_REACHED, PARTLY_READ, UsageError, print_err
from scanner.cli.options import (
    LEVELS,
    FactOptions,
    LimitOptions,
    PersonOptions,
    ProgressOptions,
    check_folder,
)
from scanner.cli.terminal import ProgressBar, exposure_line

if TYPE_CHECKING:
    import polars as pl

    from scanner.corpus import Corpus
    from scanner.facts import AccountFacts, Facts
    from scanner.result import Scan
    from scanner.rulebook import RuleBook

MOST_PROCESSES: Final = 4
"""That read at once: each takes some 100 MB, and by then a third of the time is what one alone has to do."""


@dataclass(frozen=True)
class UserFacts:
    """What the user says in files and options, read once."""

    file: "Facts | None"
    """Of an `exposure.toml`."""
    changes: dict[str, Any]
    """The facts that options give, which come before those of the file."""

    def over(self, saved: "Facts | None") -> "Facts":
        """Return these facts over those of a saved scan; a file replaces all of its but the Graph posts."""
        from msgspec.structs import replace

        from scanner.facts import Facts

        base = saved or Facts()
        facts = replace(self.file, graph=base.graph) if self.file else base
        return replace(facts, **self.changes)


def read_facts(options: PersonOptions) -> UserFacts:
    """Read the files of the options. Raises FactsError."""
    from scanner.facts import Objection, load

    changes: dict[str, Any] = {"region": options.region, "born": options.born}
    changes = {name: value for name, value in changes.items() if value}
    if options.objected:
        changes["objection"] = tuple(Objection(filed=filed) for filed in options.objected)
    if isinstance(options, FactOptions) and options.audience:
        from scanner.evidence import graph_api

        changes["graph"] = graph_api.load_posts(options.audience)
    return UserFacts(load(options.facts) if options.facts else None, changes)


@dataclass(frozen=True)
class Request:
    """What a command asks for: what to scan, for whom, how."""

    paths: Sequence[Path]
    person: FactOptions = field(default_factory=FactOptions)
    rules: Path | None = None
    limits: LimitOptions = field(default_factory=LimitOptions)
    progress: ProgressOptions = field(default_factory=ProgressOptions)
    save: Path | None = None
    assume: str | None = None

    @cached_property
    def user_facts(self) -> UserFacts:
        """What the user says, read at the first look. Raises FactsError."""
        return read_facts(self.person)

    @cached_property
    def book(self) -> "RuleBook":
        """The rule book, with the user's own rules over it."""
        from scanner.rulebook import load

        return load(self.rules)

    def run(self, needed: Callable[[], Collection[str]] | None = None) -> "Scan":
        """Scan, and save the scan if that was asked for. Raises what scanning raises; see `errors`.

        `needed` names the columns of the items that are (None: all), beside what saving or assuming takes;
        it is called when the processes that help have been started.
        """
        self._check()
        gathered = self.gather()
        facts = self.user_facts.over(gathered.facts)
        columns = None if needed is None or self.save or self.assume else needed()
        scan = self.judge(gathered, facts, columns)
        self._check_owner(scan, facts)
        if self.save is not None:
            self._save(self.save, scan, gathered, facts)
        if self.assume is None:
            return scan
        from scanner.verdicts import assume_lean

        return assume_lean(scan, self.book)

    def _check(self) -> None:
        """Check the options before the long work. Raises FactsError, UsageError."""
        _ = self.user_facts
        if self.save is not None:
            check_folder(self.save)
            if self.save.exists():
                from scanner.saved_scan import is_saved

                if not is_saved(self.save):
                    what = "folder" if self.save.is_dir() else "file"
                    raise UsageError(
                        f"--save {self.save}: this {what} exists and is not a saved scan; name another file"
                    )

    def _check_owner(self, scan: "Scan", facts: "Facts") -> None:
        """Refuse a file of answers for somebody else; note when options apply to several people.

        Raises UsageError.
        """
        file = self.person.facts
        if file and facts.account and not any(export.takes_facts for export in scan.exports):
            raise UsageError(not_theirs(file, facts.account, scan, self.paths))
        from scanner.accounts.people import individuals

        options = " and ".join(self.person.named)
        people = len(individuals(scan.exports))
        if options and people > 1 and not self.progress.quiet:
            print_err(
                f"Note: these downloads belong to {people} people. "
                f"The verdicts for each of them use {options}."
            )

    def gather(self) -> "Corpus":
        """Read the downloads or the saved scan."""
        from scanner.archive import Limits
        from scanner.reading.processes import WorkerPool

        hidden = self.progress.quiet or self.progress.no_progress or not sys.stderr.isatty()
        bar = None if hidden else ProgressBar()
        with WorkerPool(min(os.cpu_count() or 1, MOST_PROCESSES)) as pool:
            pool.start_for(self.paths)
            from scanner import pipeline

            try:
                return pipeline.gather(
                    self.paths, self.book, pool=pool, limits=Limits(**self.limits.named()), progress=bar
                )
            finally:
                if bar is not None:
                    bar.done()

    def judge(self, gathered: "Corpus", facts: "Facts", columns: Collection[str] | None = None) -> "Scan":
        """Judge what was read, with these facts; of the items these `columns` are needed (None: all)."""
        from scanner import pipeline

        return pipeline.judged(gathered, facts, self.person.as_of or date.today(), self.book, columns)

    def _save(self, file: Path, scan: "Scan", gathered: "Corpus", facts: "Facts") -> None:
        """Save the scan. Raises OutputError."""
        from scanner import pipeline
        from scanner.output.files import deliver
        from scanner.output.wording import size

        packed = pipeline.saved_bytes(scan, gathered, facts, self.book)
        deliver([packed], file)
        if not self.progress.quiet:
            print_err(f"Saved: {file} ({size(len(packed))}). Any command takes it in place of PATH.")

    def report_and_exit(
        self, scan: "Scan", selected: "pl.DataFrame", fail_on: str | None = None, *, warn: bool = True
    ) -> None:
        """Write what could not be read, and exit with the code of the scan's outcome."""
        quiet = self.progress.quiet
        if warn and not quiet:
            for warning in scan.warnings:
                print_err(f"Note: {warning}")
        unread = _unread(scan, self.paths)
        if unread and not quiet:
            print_err(unread)
        if fail_on is not None and (reached := _reached(selected, fail_on)):
            if not quiet:
                print_err(f"--fail-on {fail_on}: {reached}. Exit code {FAIL_ON_REACHED}.")
            raise typer.Exit(FAIL_ON_REACHED)
        if unread:
            raise typer.Exit(PARTLY_READ)


def not_theirs(file: Path, account: "AccountFacts", scan: "Scan", paths: Sequence[Path]) -> str:
    """Return why the answers in a file are not used: they are, or may be, another person's."""
    answers = f"{file} contains the answers of {account.label}"
    if any(record.name or record.username for record in scan.accounts):
        line = exposure_line("facts", paths, "-o", _another(file))
        return (
            f"{answers}. By name and username, this download is someone else's. If it is theirs, add its "
            f"name or username to [account]; if not, use another file: {line}"
        )
    return (
        f"{answers}, and this download does not say whose it is. "
        "If they are the same person, delete [account] in the file"
    )


def _another(file: Path) -> Path:
    """Return a name beside the file that is not in use: `exposure-2.toml`."""
    number = 2
    while (free_name := file.with_name(f"{file.stem}-{number}{file.suffix}")).exists():
        number += 1
    return free_name


def _reached(selected: "pl.DataFrame", level: str) -> str:
    """Return how many items reach the level asked for, and of which kinds; empty where none does."""
    reached = selected.filter(selected["now"].is_in(LEVELS[level]))
    if reached.is_empty():
        return ""
    kinds = reached["kind"].value_counts(sort=True).rows()
    listed = ", ".join(f"{kind} {count:,}" for kind, count in kinds)
    items = f"{reached.height:,} item{' is' if reached.height == 1 else 's are'}"
    return f"{items} {' or '.join(LEVELS[level])} ({listed})"


def _unread(scan: "Scan", paths: Sequence[Path]) -> str:
    """Return how much could not be read, and what helps; empty where all could."""
    from scanner.output.scan_numbers import whole_parts
    from scanner.output.wording import partly_read, quantity, size

    cut, bad = (scan.not_whole.filter(cut=is_cut) for is_cut in (True, False))
    counts = (
        [f"{quantity(bad.height, 'file', 'files')}, {size(int(bad['bytes'].sum()))}"] if bad.height else []
    )
    counts += [partly_read(cut.height)] if cut.height else []
    if not counts:
        return ""
    whole = whole_parts(scan.coverage)
    zips = quantity(whole, "whole zip is", "whole zips are")
    lost = f" {zips} among them: nothing in it is counted." if whole else ""
    line = exposure_line("coverage", paths)
    return f"Not all could be read: {'; '.join(counts)}.{lost} Which and why: {line}"
