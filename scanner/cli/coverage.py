"""`exposure coverage`: every file of the download, with what became of it."""

from scanner.cli.formats import Answer, write
from scanner.cli.groups import with_option_groups
from scanner.cli.options import LimitOptions, OutputOptions, Paths, ReadOptions


@with_option_groups
def coverage(paths: Paths, read: ReadOptions, output: OutputOptions, limits: LimitOptions) -> None:
    """Show what became of each file in your download; every file is counted."""
    from scanner.cli.request import Request

    request = Request(paths, rules=read.rules, limits=limits, progress=output, save=read.save)
    scan = request.run(set[str])  # no column of the items is looked at

    from scanner.layouts.catalogue import Catalogue
    from scanner.output.coverage import COLUMNS, coverage_json, coverage_table

    answer = Answer(
        lambda style: coverage_table(scan, style, Catalogue.load(request.book.layouts).masked_path),
        lambda: coverage_json(scan),
        lambda: scan.coverage.select(COLUMNS),
    )
    write(answer, output, paths, quiet=output.quiet)
    request.report_and_exit(scan, scan.items)
