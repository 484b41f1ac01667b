"""`exposure cohort`: many people's exports, each into a file without words or names, and the sums."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli.errors import PARTLY_READ, UsageError, print_err
from scanner.cli.formats import Answer, write
from scanner.cli.groups import option, with_option_groups
from scanner.cli.options import LimitOptions, OutputOptions, PersonOptions, RulesOptions

if TYPE_CHECKING:
    from scanner.cohort import Outcome, Study, Summary
    from scanner.output.cohort import Tally

_MOST_NAMES: Final = 10
"""People whose scan failed that are named on the terminal; `failures.jsonl` has all."""

Directory = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        show_default=False,
        help="Holds a folder for each person, or their downloads as they came.",
    ),
]
_PANEL: Final = "The cohort"
Out = Annotated[Path, option("--out", _PANEL, "Folder for one parquet file a person.", metavar="DIR")]
Key = Annotated[
    Path | None,
    option(
        "--key",
        _PANEL,
        "Secret that the names are made with; else cohort.key, made in --out.",
        metavar="FILE",
    ),
]
With = Annotated[
    list[str] | None,
    option(
        "--with",
        _PANEL,
        "Keep these too, which tell words, names or places: text, title, ... May be repeated or take a "
        "comma list.",
        metavar="COLUMNS",
    ),
]
Again = Annotated[bool, option("--again", _PANEL, "Scan everyone again, not only those whose files changed.")]
MinPersons = Annotated[
    int,
    option(
        "--min-persons",
        _PANEL,
        "Leave out of the sums what fewer people have.",
        show_default=True,
        min=1,
        metavar="N",
    ),
]
Workers = Annotated[
    int | None, option("--workers", _PANEL, "Processes (one a processor).", min=1, metavar="N")
]
Scheduler = Annotated[
    str | None,
    option(
        "--scheduler",
        _PANEL,
        "Scan on this Dask cluster, which must see both folders (extra: cluster).",
        metavar="ADDRESS",
    ),
]


@dataclass(frozen=True)
class CohortOptions:
    """How a cohort is scanned and summed up."""

    out: Out
    key: Key = None
    with_: With = None
    again: Again = False
    min_persons: MinPersons = 1
    workers: Workers = None
    scheduler: Scheduler = None

    @property
    def extra(self) -> tuple[str, ...]:
        """The columns to keep, comma lists taken apart."""
        return tuple(name.strip() for names in self.with_ or () for name in names.split(",") if name.strip())


@with_option_groups
def cohort(
    directory: Directory,
    options: CohortOptions,
    read: RulesOptions,
    person: PersonOptions,
    output: OutputOptions,
    limits: LimitOptions,
) -> None:
    """Scan many people's downloads, each into one file without words or names, and sum them up."""
    from datetime import date

    from scanner.archive import Limits
    from scanner.cli.request import read_facts
    from scanner.cohort import Settings, open_study, summary
    from scanner.output.cohort import cohort_json, cohort_table

    facts, as_of = read_facts(person).over(None), person.as_of or date.today()
    settings = Settings(facts, as_of, read.rules, limits=Limits(**limits.named()), extra=options.extra)
    with _as_usage_error():
        study = open_study(
            directory, options.out, settings, key_file=options.key, as_of=person.as_of, again=options.again
        )
        visible = not (output.quiet or output.no_progress) and sys.stderr.isatty()
        scanned = _with_progress(_scanned(study, options), len(study.tasks), visible=visible)
        outcomes = [*study.standing, *scanned]
    sums = summary(study.files, options.min_persons)
    _write_sums(study, outcomes, sums)
    tally = _tally(study, outcomes, sums, options.min_persons)
    answer = Answer(
        lambda style: cohort_table(sums.kinds, tally, style),
        lambda: cohort_json(sums.groups, tally),
        lambda: sums.groups,
    )
    write(answer, output, quiet=output.quiet)
    _report_and_exit(study, outcomes, quiet=output.quiet)


@contextmanager
def _as_usage_error() -> Iterator[None]:
    """Turn what is wrong with a cohort into what is wrong with the call."""
    from scanner.cohort import CohortError

    try:
        yield
    except CohortError as fault:
        raise UsageError(str(fault)) from None


def _scanned(study: "Study", options: CohortOptions) -> "Iterator[Outcome]":
    """Yield the outcome of each task, done here or on the cluster."""
    if options.scheduler:
        from scanner.cohort.cluster import on_cluster

        return on_cluster(study.tasks, options.scheduler)
    from scanner.cohort.local import locally

    return locally(study.tasks, options.workers or os.cpu_count() or 1)


def _with_progress(outcomes: "Iterable[Outcome]", total: int, *, visible: bool) -> "Iterator[Outcome]":
    """Yield the outcomes while a bar shows how many people are done."""
    from tqdm import tqdm  # type: ignore[import-untyped]

    with tqdm(
        total=total, unit=" people", desc="Scanning", leave=False, file=sys.stderr, disable=not visible
    ) as bar:
        for outcome in outcomes:
            bar.update(1)
            yield outcome


def _write_sums(study: "Study", outcomes: "Sequence[Outcome]", sums: "Summary") -> None:
    """Write the sums and the list of what went wrong beside people's files. Raises OutputError."""
    from scanner.output.cohort import failures
    from scanner.output.files import deliver
    from scanner.output.rows import parquet

    (study.out / "summary").mkdir(exist_ok=True)
    deliver(parquet(sums.groups), study.out / "summary" / "summary.parquet")
    rows = ((outcome.person, outcome.reason, outcome.unreadable) for outcome in _incomplete(outcomes))
    deliver([failures(rows)], study.out / "failures.jsonl")


def _incomplete(outcomes: "Iterable[Outcome]") -> "list[Outcome]":
    """Return those that failed or were not read in full, in the order of their names."""
    return sorted(
        (outcome for outcome in outcomes if outcome.state == "failed" or outcome.unreadable),
        key=lambda outcome: outcome.person,
    )


def _tally(study: "Study", outcomes: "Sequence[Outcome]", sums: "Summary", fewest: int) -> "Tally":
    """Return how many people were scanned, with which outcome."""
    from collections import Counter

    from scanner.output.cohort import Tally

    states = Counter(outcome.state for outcome in outcomes)
    return Tally(
        people=len(study.files),
        done=states["done"],
        unchanged=states["unchanged"],
        failed=states["failed"],
        partly=sum(outcome.unreadable > 0 for outcome in outcomes),
        gone=study.gone,
        as_of=study.settings.as_of,
        fewest=fewest,
        hidden=sums.hidden,
    )


def _report_and_exit(study: "Study", outcomes: "Sequence[Outcome]", *, quiet: bool) -> None:
    """Name those whose scan failed, and end with the exit code that was earned."""
    incomplete = _incomplete(outcomes)
    failed = [outcome for outcome in incomplete if outcome.state == "failed"]
    for outcome in failed[: 0 if quiet else _MOST_NAMES]:
        print_err(f"Failed: {study.names[outcome.person]}: {outcome.reason}")
    if incomplete and not quiet:
        print_err(f"Not all could be read. Who and why: {study.out / 'failures.jsonl'}")
    if incomplete:
        raise typer.Exit(PARTLY_READ)
