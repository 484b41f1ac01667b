"""`exposure coverage`: every member of the export, with what became of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.options import (
    Format,
    FormatOption,
    MaxJsonDepth,
    MaxMemberBytes,
    MaxMembers,
    MaxPathLength,
    MaxRatio,
    NoColor,
    NoProgress,
    Output,
    Paths,
    Quiet,
    RulesDir,
    Save,
)

if TYPE_CHECKING:
    from scanner.cli.job import Job
    from scanner.output.render import Look
    from scanner.result import Scan


def coverage(
    paths: Paths,
    rules: RulesDir = None,
    save: Save = None,
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
    """Say what became of each file of the export; it adds up to all of them."""
    from scanner.cli.job import Job, Told, finish, limits_of
    from scanner.cli.terminal import check_binary, look

    check_binary(format_, output)
    limits = limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth)
    job = Job(paths, Told(), rules=rules, limits=limits, quiet=quiet, no_progress=no_progress, save=save)
    found = job.run(set[str])  # no column of the items is looked at
    _write(found, job, format_, output, look(output, no_color=no_color))
    finish(found, found.items, quiet=quiet)


def _write(scan: "Scan", job: "Job", chosen: Format, output: Path | None, look: "Look") -> None:
    """Write the coverage as it was asked for."""
    from scanner.cli.writing import write_json, write_rows, write_text
    from scanner.output.coverage import COLUMNS, coverage_json, coverage_table

    if chosen == Format.table:
        from scanner.layout import Catalogue
        from scanner.rulebook import load

        catalogue = Catalogue.load(load(job.rules).layouts)
        write_text(coverage_table(scan, look, catalogue.anonymous_path), output)
    elif chosen == Format.json:
        write_json(coverage_json(scan), output)
    else:
        write_rows(scan.coverage.select(COLUMNS), chosen, output)
