"""`exposure items`: the items themselves, filtered."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.options import (
    AsOf,
    AssumeOption,
    Audience,
    Born,
    FactsFile,
    FailOn,
    Format,
    FormatOption,
    Kind,
    Lean,
    Match,
    MaxJsonDepth,
    MaxMemberBytes,
    MaxMembers,
    MaxPathLength,
    MaxRatio,
    NoColor,
    NoProgress,
    Now,
    Objected,
    Output,
    Past,
    Paths,
    Platform,
    Quiet,
    Region,
    RulesDir,
    Save,
    Since,
    Until,
    Visibility,
)

if TYPE_CHECKING:
    import polars as pl

Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        "-n",
        min=0,
        metavar="N",
        show_default=False,
        help="Show at most this many (a terminal shows 50).",
    ),
]


def items(
    paths: Paths,
    visibility: Visibility = None,
    lean: Lean = None,
    platform: Platform = None,
    kind: Kind = None,
    now: Now = None,
    past: Past = None,
    since: Since = None,
    until: Until = None,
    match: Match = None,
    limit: Limit = None,
    region: Region = None,
    born: Born = None,
    objected: Objected = None,
    as_of: AsOf = None,
    facts: FactsFile = None,
    audience: Audience = None,
    rules: RulesDir = None,
    save: Save = None,
    assume: AssumeOption = None,
    fail_on: FailOn = None,
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
    """List the items themselves, filtered: as a table, json, jsonl, csv or parquet."""
    from scanner.cli.filters import filters
    from scanner.cli.job import Job, Told, finish, limits_of
    from scanner.cli.terminal import check_binary

    check_binary(format_, output)
    wanted = filters(
        visibility=visibility, lean=lean, platform=platform, kind=kind, now=now, past=past,
        since=since, until=until, match=match,
    )  # fmt: skip
    limits = limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth)
    told = Told(region, born, objected, facts, audience)
    job = Job(paths, told, as_of, rules, limits, assume, quiet, no_progress, save)
    found = job.run((lambda: wanted.columns | _needed()) if format_ == Format.table else None)
    shown = wanted.apply(found.items)
    _write(shown, limit, format_, output, no_color=no_color)
    finish(found, shown, fail_on, quiet=quiet)


def _needed() -> set[str]:
    """Name the columns of the items that a table shows."""
    from scanner.output.items import NEEDED

    return {*NEEDED}


def _write(
    items: "pl.DataFrame", limit: int | None, chosen: Format, output: Path | None, *, no_color: bool
) -> None:
    """Write the items as they were asked for; a terminal gets the first of them where no limit was named."""
    from scanner.cli.terminal import is_terminal, look
    from scanner.cli.writing import write_rows, write_text
    from scanner.output.items import SHOWN, items_table
    from scanner.output.records import records

    if chosen == Format.table:
        shown = SHOWN if limit is None and is_terminal(output) else limit
        write_text(items_table(items, look(output, no_color=no_color), shown), output)
    else:
        write_rows(records(items if limit is None else items.head(limit)), chosen, output)
