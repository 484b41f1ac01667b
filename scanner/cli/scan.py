"""`exposure scan`: who and what was scanned, the table, what to do first."""

from pathlib import Path
from typing import TYPE_CHECKING

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
    from scanner.cli.job import Job
    from scanner.output.render import Look
    from scanner.result import Scan


def scan(
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
    """Say which of your items are public, which are in the pool Meta names, and what to do first."""
    from msgspec.structs import replace

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
    job = Job(paths, told, as_of, rules, limits, assume, quiet, no_progress, save)
    found = job.run(lambda: _needed(job) | wanted.columns)
    shown = replace(found, items=wanted.apply(found.items))
    _write(shown, wanted.told(), job, format_, output, look(output, no_color=no_color))
    finish(shown, shown.items, fail_on, quiet=quiet, warn=format_ != Format.table)


def _needed(job: "Job") -> set[str]:
    """Name the columns of the items that the tables take."""
    from scanner.output import first, head, summary

    return {*summary.NEEDED, *head.NEEDED, *first.needed(job.book.actions)}


def _write(scan: "Scan", told: str, job: "Job", chosen: Format, output: Path | None, look: "Look") -> None:
    """Write the scan as it was asked for; `told` says what was filtered."""
    from scanner.cli.writing import write_json, write_rows, write_text
    from scanner.output.groups import groups, scan_json

    assumed = job.assume is not None
    titles = {rule.id: rule.title for rule in job.book.rules_of("lean")}
    if chosen == Format.table:
        from scanner.output.table import scan_table

        text = scan_table(scan, look, job.book.actions, filters=told, titles=titles, assumed=assumed)
        write_text(text, output)
    elif chosen == Format.json:
        write_json(scan_json(scan, titles, assumed=assumed), output)
    else:
        write_rows(groups(scan, assumed=assumed), chosen, output)
