"""`exposure items`: the items themselves, filtered."""

from typing import Annotated

from scanner.cli.formats import Answer, write
from scanner.cli.groups import option, with_option_groups
from scanner.cli.options import (
    OUTPUT,
    FactOptions,
    FilterOptions,
    GateOptions,
    JudgeOptions,
    LimitOptions,
    Paths,
)

Limit = Annotated[
    int | None,
    option("--limit -n", OUTPUT, "List at most this many (a terminal shows 50).", min=0, metavar="N"),
]


@with_option_groups
def items(
    paths: Paths,
    read: JudgeOptions,
    filter_: FilterOptions,
    person: FactOptions,
    output: GateOptions,
    limits: LimitOptions,
    limit: Limit = None,
) -> None:
    """List the items themselves, filtered."""
    from scanner.cli.request import Request
    from scanner.cli.terminal import is_terminal

    filters = filter_.parse()
    request = Request(paths, person, read.rules, limits, output, read.save, read.assume)
    scan = request.run((lambda: filters.columns | _needed()) if output.chosen == "table" else None)
    selected = filters.apply(scan.items)

    from scanner.output.items import DEFAULT_LIMIT, items_table
    from scanner.output.rows import records

    row_count = DEFAULT_LIMIT if limit is None and is_terminal(output.output) else limit
    answer = Answer(
        lambda style: items_table(selected, style, row_count),
        rows=lambda: records(selected if limit is None else selected.head(limit)),
    )
    write(answer, output, paths, quiet=output.quiet)
    request.report_and_exit(scan, selected, output.fail_on)


def _needed() -> set[str]:
    """Return the columns of the items that a table shows."""
    from scanner.output.items import NEEDED

    return {*NEEDED}
