"""`exposure explain`: why one item got its verdicts."""

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from scanner.cli.options import (
    AsOf,
    AssumeOption,
    Audience,
    Born,
    FactsFile,
    MaxJsonDepth,
    MaxMemberBytes,
    MaxMembers,
    MaxPathLength,
    MaxRatio,
    NoColor,
    NoProgress,
    Objected,
    OnePath,
    Output,
    Quiet,
    Region,
    RulesDir,
    Save,
    TextFormat,
    TextFormatOption,
)

if TYPE_CHECKING:
    import polars as pl

_NAMED: Final = 5
"""Ids named where several begin alike."""

ItemId = Annotated[
    str,
    typer.Argument(
        metavar="ITEM", show_default=False, help="An item's id, or its start while that is unique."
    ),
]


def explain(
    path: OnePath,
    item: ItemId,
    region: Region = None,
    born: Born = None,
    objected: Objected = None,
    as_of: AsOf = None,
    facts: FactsFile = None,
    audience: Audience = None,
    rules: RulesDir = None,
    save: Save = None,
    assume: AssumeOption = None,
    format_: TextFormatOption = TextFormat.table,
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
    """Say why one item got its verdicts: the evidence, each rule, its source, what would change it."""
    from scanner.cli.job import Job, Told, finish, limits_of
    from scanner.cli.terminal import look
    from scanner.cli.writing import write_json, write_text
    from scanner.output.explain import explain_json, explain_table

    limits = limits_of(max_members, max_member_bytes, max_ratio, max_path_length, max_json_depth)
    told = Told(region, born, objected, facts, audience)
    job = Job([path], told, as_of, rules, limits, assume, quiet, no_progress, save)
    found = job.run()
    row = one_item(found.items, item)
    if format_ == TextFormat.json:
        write_json(explain_json(row, job.book), output)
    else:
        write_text(explain_table(row, job.book, look(output, no_color=no_color)), output)
    finish(found, found.items, quiet=quiet)


def one_item(items: "pl.DataFrame", wanted: str) -> dict[str, Any]:
    """Find the item whose id begins so. Raises UsageError where none or several do."""
    import polars as pl

    from scanner.cli.errors import UsageError

    start = wanted.strip().lower()
    found = items.filter(pl.col("item_id").str.starts_with(start)) if start else items.clear()
    if found.is_empty():
        raise UsageError(f"no item has an id that begins with {wanted!r}; exposure items lists them")
    if found["item_id"].n_unique() == 1 < found.height:
        where = ", ".join(found["export"].unique(maintain_order=True))
        raise UsageError(f"{wanted!r} stands in several downloads: {where}; give one of them alone as PATH")
    if found.height > 1:
        some = ", ".join(found["item_id"].head(_NAMED))
        more = f" and {found.height - _NAMED:,} more" if found.height > _NAMED else ""
        raise UsageError(f"{wanted!r} is the start of several ids: {some}{more}; give more of it")
    return found.row(0, named=True)
