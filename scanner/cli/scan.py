"""`exposure scan`: who and what was scanned, the table, what to do first."""

from typing import TYPE_CHECKING

from scanner.cli.formats import Answer, write
from scanner.cli.groups import with_option_groups
from scanner.cli.options import FactOptions, FilterOptions, GateOptions, JudgeOptions, LimitOptions, Paths

if TYPE_CHECKING:
    from scanner.cli.request import Request


@with_option_groups
def scan(
    paths: Paths,
    read: JudgeOptions,
    filter_: FilterOptions,
    person: FactOptions,
    output: GateOptions,
    limits: LimitOptions,
) -> None:
    """Show which of your items are public, which are eligible for AI training, and what to do first."""
    from msgspec.structs import replace

    from scanner.cli.request import Request

    filters = filter_.parse()
    request = Request(paths, person, read.rules, limits, output, read.save, read.assume)
    whole = request.run(lambda: _needed(request) | filters.columns)
    selected = replace(whole, items=filters.apply(whole.items))

    from scanner.output.json import groups, scan_json
    from scanner.output.scan_table import scan_table

    assumed = request.assume is not None
    titles = {rule.id: rule.title for rule in request.book.rules_of("lean")}
    answer = Answer(
        lambda style: scan_table(
            selected, style, request.book.actions, filters=filters.describe(), titles=titles, assumed=assumed
        ),
        lambda: scan_json(selected, titles, assumed=assumed),
        lambda: groups(selected, assumed=assumed),
    )
    write(answer, output, paths, quiet=output.quiet)
    request.report_and_exit(selected, selected.items, output.fail_on, warn=output.chosen != "table")


def _needed(request: "Request") -> set[str]:
    """Return the columns of the items that the tables take."""
    from scanner.output import first_steps, scan_numbers, scan_table

    return {*scan_numbers.NEEDED, *scan_table.NEEDED, *first_steps.needed(request.book.actions)}
