"""`exposure diff`: what changed between two exports, or saved scans, of one account."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.options import (
    AsOf,
    Audience,
    Born,
    FactsFile,
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
    Platform,
    Quiet,
    Region,
    RulesDir,
    Since,
    Until,
    Visibility,
)

if TYPE_CHECKING:
    from scanner.cli.filters import Filters
    from scanner.diff import Diff
    from scanner.output.render import Look
    from scanner.result import Scan

OldPath = Annotated[
    Path,
    typer.Argument(metavar="OLD", show_default=False, help="The earlier export or saved scan."),
]
NewPath = Annotated[
    Path,
    typer.Argument(metavar="NEW", show_default=False, help="The later one, of the same account."),
]


def diff(
    old: OldPath,
    new: NewPath,
    visibility: Visibility = None,
    lean: Lean = None,
    platform: Platform = None,
    kind: Kind = None,
    now: Now = None,
    past: Past = None,
    since: Since = None,
    until: Until = None,
    match: Match = None,
    region: Region = None,
    born: Born = None,
    objected: Objected = None,
    as_of: AsOf = None,
    facts: FactsFile = None,
    audience: Audience = None,
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
    """Say what changed between two exports or saved scans of one account."""
    from scanner.cli.filters import filters
    from scanner.cli.job import Job, Told, finish, limits_of
    from scanner.cli.terminal import check_binary, look

    check_binary(format_, output)
    wanted = filters(
        visibility=visibility, lean=lean, platform=platform, kind=kind, now=now, past=past,
        since=since, until=until, match=match,
    )  # fmt: skip
    limits = limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth)
    told = Told(region, born, objected, facts, audience)
    jobs = [Job([path], told, as_of, rules, limits, None, quiet, no_progress) for path in (old, new)]
    before, after = (job.run() for job in jobs)
    found = compared(before, after, wanted)
    _write(found, wanted.told(), format_, output, look(output, no_color=no_color), quiet=quiet)
    for scan in (before, after):
        finish(scan, scan.items, quiet=quiet, warn=False)


def compared(old: "Scan", new: "Scan", wanted: "Filters") -> "Diff":
    """Compare the items that are wanted on either side."""
    from dataclasses import replace

    import polars as pl

    from scanner.diff import compare

    found = compare(old, new)
    sides = (wanted.apply(scan.items).select("item_id") for scan in (old, new))
    ids = pl.concat(sides)["item_id"]
    return replace(found, both=found.both.filter(pl.col("item_id").is_in(ids.implode())))


def _write(
    found: "Diff", told: str, chosen: Format, output: Path | None, look: "Look", *, quiet: bool
) -> None:
    """Write the comparison as it was asked for; `told` says what was filtered."""
    from scanner.cli.errors import say
    from scanner.cli.writing import write_json, write_rows, write_text
    from scanner.output.diff import diff_json, diff_table

    if chosen == Format.table:
        write_text(diff_table(found, look, filters=told), output)
        return
    if not quiet:
        for doubt in found.doubts:
            say(f"Warning: {doubt}")
    if chosen == Format.json:
        write_json(diff_json(found), output)
    else:
        write_rows(found.changes, chosen, output)
