"""`exposure cohort`: many people's exports, each into a file without words or names, and the sums."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scanner.cli.options import (
    AsOf,
    Born,
    FactsFile,
    Format,
    FormatOption,
    MaxJsonDepth,
    MaxMemberBytes,
    MaxMembers,
    MaxPathLength,
    MaxRatio,
    NoColor,
    NoProgress,
    Objected,
    Output,
    Quiet,
    Region,
    RulesDir,
)

if TYPE_CHECKING:
    from scanner.cohort import Outcome, Study, Summary
    from scanner.output.cohort import Tally

_NAMED: Final = 10
"""People whose scan failed that are named on the terminal; `failures.jsonl` has all."""

Directory = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        show_default=False,
        help="Holds a folder for each person, or their downloads as they came.",
    ),
]
Out = Annotated[
    Path,
    typer.Option("--out", metavar="DIR", show_default=False, help="Folder for one parquet file a person."),
]
Key = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        show_default=False,
        help="Secret that the names are made with; else cohort.key, made in --out.",
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="COLUMNS",
        show_default=False,
        help="Keep these too, which tell words, names or places: text, title, ... May be repeated or take a "
        "comma list.",
    ),
]
Again = Annotated[bool, typer.Option("--again", help="Scan everyone anew, not only what has changed.")]
MinPersons = Annotated[
    int,
    typer.Option("--min-persons", min=1, metavar="N", help="Leave out of the sums what fewer people have."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", show_default=False, help="Processes (one a processor)."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        show_default=False,
        help="Scan on this Dask cluster, which must see both folders (extra: cluster).",
    ),
]


def cohort(
    directory: Directory,
    out: Out,
    key: Key = None,
    with_: With = None,
    again: Again = False,
    min_persons: MinPersons = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    region: Region = None,
    born: Born = None,
    objected: Objected = None,
    as_of: AsOf = None,
    facts: FactsFile = None,
    rules: RulesDir = None,
    format_: FormatOption = Format.table,
    output: Output = None,
    quiet: Quiet = False,
    no_progress: NoProgress = False,
    no_color: NoColor = False,
    max_members: MaxMembers = None,
    max_member_bytes: MaxMemberBytes = None,
    max_ratio: MaxRatio = None,
    max_path_length: MaxPathLength = None,
    max_json_depth: MaxJsonDepth = None,
) -> None:
    """Scan many people's exports, each into one file without words or names, and sum them up."""
    from datetime import date

    from scanner.archive import Limits
    from scanner.cli.job import Told, limits_of
    from scanner.cli.terminal import check_binary
    from scanner.cohort import Settings, open_study, summary

    check_binary(format_, output)
    limits = Limits(**limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth))
    told = Told(region, born, objected, facts).read()
    settings = Settings(told, as_of or date.today(), rules, limits=limits, extra=_names(with_))
    with _in_words():
        study = open_study(directory, out, settings, key_file=key, as_of=as_of, again=again)
        shown = not (quiet or no_progress) and sys.stderr.isatty()
        found = [*study.standing, *_shown(_done(study, workers, scheduler), len(study.tasks), shown=shown)]
    sums = summary(study.files, min_persons)
    _keep(study, found, sums)
    _write(sums, _tally(study, found, sums, min_persons), format_, output, no_color=no_color)
    _finish(study, found, quiet=quiet)


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what is wrong with a cohort into what is wrong with the call."""
    from scanner.cli.errors import UsageError
    from scanner.cohort import CohortError

    try:
        yield
    except CohortError as fault:
        raise UsageError(str(fault)) from None


def _names(given: Sequence[str] | None) -> tuple[str, ...]:
    """Take comma lists apart."""
    return tuple(name.strip() for names in given or () for name in names.split(",") if name.strip())


def _done(study: "Study", workers: int | None, scheduler: str | None) -> "Iterator[Outcome]":
    """Do what is to be done, here or on the cluster."""
    if scheduler:
        from scanner.cohort.cluster import on_cluster

        return on_cluster(study.tasks, scheduler)
    from scanner.cohort.local import locally

    return locally(study.tasks, workers or os.cpu_count() or 1)


def _shown(outcomes: "Iterable[Outcome]", total: int, *, shown: bool) -> "Iterator[Outcome]":
    """Show how many people are done."""
    from tqdm import tqdm  # type: ignore[import-untyped]

    with tqdm(
        total=total, unit=" people", desc="Scanning", leave=False, file=sys.stderr, disable=not shown
    ) as bar:
        for outcome in outcomes:
            bar.update(1)
            yield outcome


def _keep(study: "Study", found: "Sequence[Outcome]", sums: "Summary") -> None:
    """Write the sums and the list of what went wrong beside people's files. Raises OutputError."""
    from scanner.output.cohort import failures
    from scanner.output.records import parquet
    from scanner.output.write import deliver

    (study.out / "summary").mkdir(exist_ok=True)
    deliver(parquet(sums.groups), study.out / "summary" / "summary.parquet")
    wrong = ((each.person, each.reason, each.unreadable) for each in _wrong(found))
    deliver([failures(wrong)], study.out / "failures.jsonl")


def _wrong(found: "Iterable[Outcome]") -> "list[Outcome]":
    """Give those that failed or were not read in full, in the order of their names."""
    return sorted(
        (each for each in found if each.state == "failed" or each.unreadable), key=lambda each: each.person
    )


def _tally(study: "Study", found: "Sequence[Outcome]", sums: "Summary", fewest: int) -> "Tally":
    """Count what became of all."""
    from collections import Counter

    from scanner.output.cohort import Tally

    states = Counter(each.state for each in found)
    return Tally(
        people=len(study.files),
        done=states["done"],
        unchanged=states["unchanged"],
        failed=states["failed"],
        partly=sum(each.unreadable > 0 for each in found),
        gone=study.gone,
        as_of=study.settings.as_of,
        fewest=fewest,
        hidden=sums.hidden,
    )


def _write(sums: "Summary", tally: "Tally", chosen: Format, output: Path | None, *, no_color: bool) -> None:
    """Write the sums as they were asked for."""
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_rows, write_text
    from scanner.output.cohort import cohort_json, cohort_table

    if chosen == Format.table:
        write_text(cohort_table(sums.kinds, tally, look(output, no_color=no_color)), output)
    elif chosen == Format.json:
        write_json(cohort_json(sums.groups, tally), output)
    else:
        write_rows(sums.groups, chosen, output)


def _finish(study: "Study", found: "Sequence[Outcome]", *, quiet: bool) -> None:
    """Name those whose scan failed, and end with the exit code that was earned."""
    from scanner.cli.errors import PARTLY, say

    wrong = _wrong(found)
    failed = [each for each in wrong if each.state == "failed"]
    for each in failed[: 0 if quiet else _NAMED]:
        say(f"Failed: {study.names[each.person]}: {each.reason}")
    if wrong and not quiet:
        say(f"Not all could be read. Who and why: {study.out / 'failures.jsonl'}")
    if wrong:
        raise typer.Exit(PARTLY)
