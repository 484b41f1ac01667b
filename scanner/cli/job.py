"""From the options to a finished scan, and from a scan to its exit code."""

import os
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import typer

from scanner.cli.errors import PARTLY, REACHED, UsageError, say
from scanner.cli.options import Assume, Level
from scanner.schema import IN_POOL

if TYPE_CHECKING:
    import polars as pl

    from scanner.archive import Limits
    from scanner.cli.progress import Bar
    from scanner.facts import AccountFacts, Facts
    from scanner.gathered import Gathered
    from scanner.result import Scan
    from scanner.rulebook import RuleBook


class Told(msgspec.Struct, frozen=True):
    """What the user says, by options; each beats what the export suggests."""

    region: str | None = None
    born: date | None = None
    objected: Sequence[date] | None = None
    facts: Path | None = None
    audience: Sequence[Path] | None = None
    """Answers of the Graph API."""

    @property
    def personal_options(self) -> list[str]:
        """The options that describe a person."""
        given = {"--region": self.region, "--born": self.born, "--objected": self.objected}
        return [option for option, value in given.items() if value]

    def read(self, kept: "Facts | None" = None) -> "Facts":
        """Give the facts of the file with those of the options over them. Raises FactsError, UsageError.

        Where no file was named, those that a saved scan has kept stand in its place.
        """
        from msgspec.structs import replace

        from scanner.facts import Facts, Objection, load

        held = kept or Facts()
        facts = replace(load(self.facts), graph=held.graph) if self.facts else held
        if self.audience:
            from scanner import graph

            facts = replace(facts, graph=graph.load(self.audience))
        if self.region is not None:
            facts = replace(facts, region=_country(self.region))
        if self.born:
            facts = replace(facts, born=self.born)
        if self.objected:
            facts = replace(facts, objection=tuple(Objection(filed=filed) for filed in self.objected))
        return facts


MOST_PROCESSES: Final = 4
"""That read at once: each takes some 100 MB, and by then a third of the time is what one alone has to do."""


class Job(msgspec.Struct, frozen=True, dict=True):
    """One call: what to scan, for whom, how."""

    paths: Sequence[Path]
    told: Told
    as_of: date | None = None
    rules: Path | None = None
    limits: dict[str, int] = msgspec.field(default_factory=dict)
    assume: Assume | None = None
    quiet: bool = False
    no_progress: bool = False
    save: Path | None = None

    def run(self, needed: Callable[[], Collection[str]] | None = None) -> "Scan":
        """Scan, and keep the scan where that was asked for. Raises what scanning raises; see `errors`.

        `needed` names the columns of the items that are (None: all), beside what keeping or assuming takes;
        it is asked when the processes that help have been started.
        """
        self._check()
        found = self.gather()
        facts = self.told.read(found.facts)
        columns = None if needed is None or self.save or self.assume else needed()
        scan = self.judge(found, facts, columns)
        self._check_owner(scan, facts)
        if self.save is not None:
            self._keep(self.save, scan, found, facts)
        return self._assumed(scan)

    def _check(self) -> None:
        """Say what is wrong with the options before the long work. Raises FactsError, UsageError."""
        self.told.read()
        if self.save is not None and self.save.exists():
            from scanner.saved import is_saved

            if not is_saved(self.save):
                raise UsageError(f"--save {self.save}: what is there is no saved scan; name another file")

    def _check_owner(self, scan: "Scan", facts: "Facts") -> None:
        """Refuse a file of answers for somebody else; note when options apply to several people.

        Raises UsageError.
        """
        if self.told.facts and facts.account and not any(export.takes_facts for export in scan.exports):
            raise UsageError(not_theirs(self.told.facts, facts.account, scan))
        from scanner.people import individuals

        options = " and ".join(self.told.personal_options)
        people = len(individuals(scan.exports))
        if options and people > 1 and not self.quiet:
            say(
                f"Note: these downloads belong to {people} people. "
                f"The verdicts for each of them use {options}."
            )

    @cached_property
    def book(self) -> "RuleBook":
        """The rule book, with the user's own rules over it."""
        from scanner.rulebook import load

        return load(self.rules)

    def gather(self) -> "Gathered":
        """Read the exports or the saved scan."""
        from scanner.crew import Crew

        progress = self._progress()
        with Crew(min(os.cpu_count() or 1, MOST_PROCESSES)) as crew:
            crew.start_for(self.paths)
            from scanner import pipeline

            try:
                return pipeline.gather(
                    self.paths, self.book, crew=crew, limits=self._limits(), progress=progress
                )
            finally:
                if progress is not None:
                    progress.done()

    def judge(self, found: "Gathered", facts: "Facts", columns: Collection[str] | None = None) -> "Scan":
        """Judge what was read, with these facts; of the items these `columns` are needed (None: all)."""
        from scanner import pipeline

        return pipeline.judged(found, facts, self.as_of or date.today(), self.book, columns)

    def _keep(self, file: Path, scan: "Scan", found: "Gathered", facts: "Facts") -> None:
        """Save the scan. Raises OutputError."""
        from scanner import pipeline
        from scanner.output.words import size
        from scanner.output.write import deliver

        packed = pipeline.saved_bytes(scan, found, facts, self.book)
        deliver([packed], file)
        if not self.quiet:
            say(f"Saved: {file} ({size(len(packed))}). Any command takes it in place of PATH.")

    def _limits(self) -> "Limits":
        """Give the limits with those of the options."""
        from scanner.archive import Limits

        return Limits(**self.limits)

    def _progress(self) -> "Bar | None":
        """Give a bar where someone sees it."""
        if self.quiet or self.no_progress or not sys.stderr.isatty():
            return None
        from scanner.cli.progress import Bar

        return Bar()

    def _assumed(self, found: "Scan") -> "Scan":
        """Count what leans as what it leans to, where that was asked for."""
        if self.assume is None:
            return found
        from scanner.cli.assume import assume_lean

        return assume_lean(found, self.book)


def not_theirs(file: Path, account: "AccountFacts", scan: "Scan") -> str:
    """Return why the answers in a file are not used: they are, or may be, another person's."""
    answers = f"{file} holds the answers of {account.label}"
    if any(each.name or each.username for each in scan.accounts):
        own = (
            "If it is theirs, add its name or username to [account]; "
            "if not, use another file: exposure facts PATH -o ANOTHER_FILE"
        )
        return f"{answers}. By name and username, this download is someone else's. {own}"
    own = "If they are the same person, delete [account] in the file"
    return f"{answers}, and this download does not say whose it is. {own}"


def limits_of(
    members: int | None,
    member_bytes: int | None,
    ratio: int | None,
    path_length: int | None,
    json_depth: int | None,
) -> dict[str, int]:
    """Give the limits that were named, by their names in `archive.Limits`."""
    named = {
        "members": members, "member_bytes": member_bytes, "ratio": ratio, "path_length": path_length,
        "json_depth": json_depth,
    }  # fmt: skip
    return {name: value for name, value in named.items() if value is not None}


def finish(
    scan: "Scan", shown: "pl.DataFrame", fail_on: Level | None = None, *, quiet: bool, warn: bool = True
) -> None:
    """Say what could not be read, and end with the exit code that the scan earned."""
    if warn and not quiet:
        for warning in scan.warnings:
            say(f"Note: {warning}")
    unreadable = _unreadable(scan)
    if unreadable and not quiet:
        say(unreadable)
    if fail_on is not None and (count := _reached(shown, fail_on)):
        if not quiet:
            items = f"{count:,} item{' is' if count == 1 else 's are'}"
            say(f"--fail-on {fail_on.value}: {items} {' or '.join(_LEVELS[fail_on])}. Exit code {REACHED}.")
        raise typer.Exit(REACHED)
    if unreadable:
        raise typer.Exit(PARTLY)


_LEVELS: Final = {Level.eligible: ("eligible",), Level.likely: IN_POOL}
"""The verdicts of today that reach each level."""


def _reached(shown: "pl.DataFrame", level: Level) -> int:
    """Return how many items reach the level asked for."""
    return int(shown["now"].is_in(_LEVELS[level]).sum())


def _unreadable(scan: "Scan") -> str:
    """Say how much could not be read, and what helps; empty where all could."""
    from scanner.output.summary import whole_parts
    from scanner.output.words import in_part, number, size

    cut, bad = (scan.not_whole.filter(cut=is_cut) for is_cut in (True, False))
    words = [f"{number(bad.height, 'file', 'files')}, {size(int(bad['bytes'].sum()))}"] if bad.height else []
    words += [in_part(cut.height)] if cut.height else []
    if not words:
        return ""
    whole = whole_parts(scan.coverage)
    zips = number(whole, "whole zip is", "whole zips are")
    lost = f" {zips} among them: nothing in it is counted." if whole else ""
    return f"Not all could be read: {'; '.join(words)}.{lost} Which and why: exposure coverage"


def _country(words: str) -> str:
    """Return the code of a country. Raises UsageError."""
    from scanner.typed import TypedError, read_country

    try:
        return read_country(words)
    except TypedError as fault:
        raise UsageError(f"--region {fault}") from None
