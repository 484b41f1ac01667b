"""`exposure diff`: what changed between two downloads, or saved scans, of one account."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.formats import Answer, write
from scanner.cli.groups import with_option_groups
from scanner.cli.options import FactOptions, FilterOptions, LimitOptions, OutputOptions, RulesOptions

if TYPE_CHECKING:
    from scanner.diff import Diff
    from scanner.filters import Filters
    from scanner.result import Scan

OldPath = Annotated[
    Path,
    typer.Argument(metavar="OLD", show_default=False, help="The earlier download or saved scan."),
]
NewPath = Annotated[
    Path,
    typer.Argument(metavar="NEW", show_default=False, help="The later one, of the same account."),
]


@with_option_groups
def diff(
    old: OldPath,
    new: NewPath,
    read: RulesOptions,
    filter_: FilterOptions,
    person: FactOptions,
    output: OutputOptions,
    limits: LimitOptions,
) -> None:
    """Show what changed between two downloads or saved scans of one account."""
    from scanner.cli.errors import print_err
    from scanner.cli.request import Request
    from scanner.output.diff import diff_json, diff_table

    filters = filter_.parse()
    requests = [Request([path], person, read.rules, limits, output) for path in (old, new)]
    before, after = (request.run() for request in requests)
    changes = compared(before, after, filters)
    if output.chosen != "table" and not output.quiet:
        for doubt in changes.doubts:
            print_err(f"Warning: {doubt}")
    answer = Answer(
        lambda style: diff_table(changes, style, filters=filters.describe()),
        lambda: diff_json(changes),
        lambda: changes.changes,
    )
    write(answer, output, quiet=output.quiet)
    for request, scan in zip(requests, (before, after), strict=True):
        request.report_and_exit(scan, scan.items, warn=False)


def compared(old: "Scan", new: "Scan", filters: "Filters") -> "Diff":
    """Compare the items that the filters select on either side."""
    from dataclasses import replace

    import polars as pl

    from scanner.diff import compare

    changes = compare(old, new)
    sides = (filters.apply(scan.items).select("item_id") for scan in (old, new))
    ids = pl.concat(sides)["item_id"]
    return replace(changes, both=changes.both.filter(pl.col("item_id").is_in(ids.implode())))
