"""What an answer can be written as: one row a format, and the one place that writes.

A new format for rows is a writer in `scanner/output/rows.py` and a row of `FORMATS`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scanner.cli.errors import UsageError, print_err

if TYPE_CHECKING:
    import polars as pl

    from scanner.cli.options import WriteOptions
    from scanner.output.text import TextStyle


class Answer(NamedTuple):
    """What a command answers, made only in the form it is asked for."""

    text: "Callable[[TextStyle], str]"
    """For people, laid out for the place it goes to."""
    document: Callable[[], str] | None = None
    """One JSON document; None where the rows are the document."""
    rows: "Callable[[], pl.DataFrame] | None" = None


class Format(NamedTuple):
    """A format: how rows become bytes, and what the terminal and file names have to do with it."""

    write_rows: "Callable[[pl.DataFrame], Iterable[bytes]] | None" = None
    endings: tuple[str, ...] = ()
    """By which a file name asks for it."""
    is_for_rows_only: bool = False
    """Whether an answer without rows can't be written so."""
    is_binary: bool = False
    is_json: bool = False


def _writer(name: str) -> "Callable[[pl.DataFrame], Iterable[bytes]]":
    """Return the function of `scanner.output.rows`, imported as soon as it is called."""

    def write_rows(frame: "pl.DataFrame") -> Iterable[bytes]:
        from scanner.output import rows

        writer: Callable[[Any], Iterable[bytes]] = getattr(rows, name)
        return writer(frame)

    return write_rows


FORMATS: Final = {
    "table": Format(),
    "json": Format(_writer("json_array"), (".json",), is_json=True),
    "jsonl": Format(_writer("jsonl"), (".jsonl", ".ndjson"), is_for_rows_only=True, is_json=True),
    "csv": Format(_writer("csv"), (".csv",), is_for_rows_only=True),
    "parquet": Format(_writer("parquet"), (".parquet",), is_for_rows_only=True, is_binary=True),
}


def format_by_ending(file: Path | None) -> str | None:
    """Return the name of the format that a file's ending asks for; None where it asks for none."""
    ending = file.suffix.lower() if file else ""
    return next((name for name, form in FORMATS.items() if ending in form.endings), None)


def write(
    answer: Answer, options: "WriteOptions", paths: Sequence[Path] = (), *, quiet: bool = False
) -> None:
    """Write the answer as it is asked for, and say what was written into which file. Raises OutputError.

    `paths` are what was scanned, for hints that can be typed.
    """
    from scanner.cli.terminal import text_style
    from scanner.output.files import encoded

    form = FORMATS[options.chosen]
    if options.chosen == "table":
        text = answer.text(text_style(options.output, no_color=options.no_color, paths=paths))
        chunks: Iterable[bytes] = [encoded(text, options.output)]
    elif form.is_json and not form.is_for_rows_only and answer.document is not None:
        chunks = [answer.document().encode()]
    elif form.write_rows is not None and answer.rows is not None:
        chunks = form.write_rows(answer.rows())
    else:
        raise UsageError(f"this command can't write {options.chosen}")
    size = write_chunks(chunks, form, options.output)
    if options.output is not None and not quiet and options.output.is_file():
        from scanner.output.wording import size as in_words

        print_err(f"Wrote {options.output} ({options.chosen}, {in_words(size)}).")


def write_text(text: str) -> None:
    """Write text for people to standard output."""
    from scanner.output.files import deliver, encoded

    deliver([encoded(text, None)], None)


def write_chunks(chunks: Iterable[bytes], form: Format, output: Path | None) -> int:
    """Write the chunks where they go, safe for a terminal if it is one; return how many bytes those were."""
    from scanner.output.files import deliver

    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in _safe_for_terminal(chunks, form, output):
            size += len(chunk)
            yield chunk

    deliver(counted(), output)
    return size


def _safe_for_terminal(chunks: Iterable[bytes], form: Format, output: Path | None) -> Iterator[bytes]:
    """Yield the chunks as they are; for a terminal, with what would steer it escaped."""
    import sys

    from scanner.cli.terminal import is_terminal
    from scanner.output.terminal_safe import safe_json, safe_lines

    if form.write_rows is None or form.is_binary or not is_terminal(output):
        yield from chunks
        return
    make_safe = safe_json if form.is_json else safe_lines
    for chunk in chunks:
        yield make_safe(chunk.decode()).encode(sys.stdout.encoding or "utf-8", errors="replace")
