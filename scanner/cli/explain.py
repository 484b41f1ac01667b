"""`exposure explain`: why one item got its verdicts."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from scanner.cli.formats import Answer, write
from scanner.cli.groups import with_option_groups
from scanner.cli.options import FactOptions, JudgeOptions, LimitOptions, TextOutputOptions

if TYPE_CHECKING:
    import polars as pl

_MOST_IDS: Final = 5
"""Ids named where several begin alike."""

PathsAndItem = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH... ITEM",
        show_default=False,
        help="Your download as with every command; and last the item's id, or its start while that is "
        "unique.",
    ),
]


@with_option_groups
def explain(
    paths_and_item: PathsAndItem,
    read: JudgeOptions,
    person: FactOptions,
    output: TextOutputOptions,
    limits: LimitOptions,
) -> None:
    """Show why one item got its verdicts: the evidence, each rule, its source, what would change it."""
    from scanner.cli.errors import UsageError
    from scanner.cli.request import Request
    from scanner.output.explain import explain_json, explain_table

    *names, item = paths_and_item
    paths = [Path(name) for name in names]
    if not paths:
        raise UsageError(
            f"explain needs a PATH and, as the last word, the id of an item; {item!r} alone was given"
        )
    request = Request(paths, person, read.rules, limits, output, read.save, read.assume)
    scan = request.run()
    row = one_item(scan.items, item, paths)
    answer = Answer(
        lambda style: explain_table(row, request.book, style), lambda: explain_json(row, request.book)
    )
    write(answer, output, paths, quiet=output.quiet)
    request.report_and_exit(scan, scan.items)


def one_item(items: "pl.DataFrame", start_of_id: str, paths: Sequence[Path]) -> dict[str, Any]:
    """Return the item whose id begins so. Raises UsageError where none or several do."""
    import polars as pl

    from scanner.cli.errors import UsageError
    from scanner.cli.terminal import exposure_line

    start = start_of_id.strip().lower()
    matches = items.filter(pl.col("item_id").str.starts_with(start)) if start else items.clear()
    if matches.is_empty():
        raise UsageError(
            f"no item has an id that begins with {start_of_id!r}. "
            f"To list them: {exposure_line('items', paths)}"
        )
    if matches["item_id"].n_unique() == 1 < matches.height:
        downloads = ", ".join(matches["export"].unique(maintain_order=True))
        raise UsageError(
            f"{start_of_id!r} is in several downloads: {downloads}; give one of them alone as PATH"
        )
    if matches.height > 1:
        first_ids = ", ".join(matches["item_id"].head(_MOST_IDS))
        more = f" and {matches.height - _MOST_IDS:,} more" if matches.height > _MOST_IDS else ""
        raise UsageError(f"{start_of_id!r} is the start of several ids: {first_ids}{more}; give more of it")
    return matches.row(0, named=True)
