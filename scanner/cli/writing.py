"""Hands a finished answer to where it goes, fit for it."""

from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.options import Format
from scanner.cli.terminal import fit

if TYPE_CHECKING:
    import polars as pl


def write_text(text: str, output: Path | None) -> None:
    """Write a table for people."""
    from scanner.output.write import deliver, encoded

    deliver([encoded(text, output)], output)


def write_json(text: str, output: Path | None) -> None:
    """Write one JSON document."""
    from scanner.output.write import deliver

    deliver(fit([text.encode()], Format.json, output), output)


def write_rows(frame: "pl.DataFrame", chosen: Format, output: Path | None) -> None:
    """Write a frame as rows: jsonl, a json array, csv or parquet."""
    from scanner.output import records
    from scanner.output.write import deliver

    if chosen == Format.parquet:
        deliver(records.parquet(frame), output)
        return
    writers = {Format.jsonl: records.jsonl, Format.json: records.json_array, Format.csv: records.csv}
    deliver(fit(writers[chosen](frame), chosen, output), output)
