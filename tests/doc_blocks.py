"""The blocks of README and docs that show what the program prints.

`python -m tests.doc_blocks` writes all of them again, and the picture in the README too (`tools/picture.py`).
A block stands between `<!-- shown: WHAT -->` and `<!-- end -->`; WHAT is a command of `exposure`, run 80
columns wide, or one of the words of `TABLES`.
"""

import contextlib
import os
import re
import shlex
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from typer.testing import CliRunner

from scanner import schema
from scanner.archive import limits
from scanner.cli.app import app
from scanner.readers import READERS
from scanner.rulebook import load

ROOT: Final = Path(__file__).parents[1]
BLOCK: Final = re.compile(r"(<!-- shown: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
TERMINAL: Final = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}


def documents() -> list[Path]:
    """Return every page written by hand: README, changelog, docs; not the pages written from the rules."""
    docs = (ROOT / "docs").rglob("*.md")
    written = [page for page in docs if page.parent != ROOT / "docs" / "rules"]
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(written)]


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Yield, for each block of a page, what it claims to show and its text."""
    for _, what, body, _ in BLOCK.findall(page.read_text(encoding="utf-8")):
        yield what, body


def expected(what: str) -> str:
    """Return the text that a block must have."""
    if what in TABLES:
        return "\n" + TABLES[what]() + "\n"
    return f"```text\n{printed(what)}\n```\n"


def printed(command: str) -> str:
    """Return what a command of `exposure` prints to standard output, without blanks at the ends of lines."""
    with contextlib.chdir(ROOT):
        result = CliRunner().invoke(app, shlex.split(command)[1:], prog_name="exposure", env=TERMINAL)
    assert result.exit_code == 0, f"{command}: exit {result.exit_code}: {result.output}"
    return "\n".join(line.rstrip() for line in result.stdout.splitlines()).strip("\n")


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(heads)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _words() -> str:
    closed = [(name, kind) for name, kind in schema.RECORD.items() if isinstance(kind, tuple)]
    return _table(("column", "words"), ((f"`{name}`", _code(words)) for name, words in closed))


def _facts() -> str:
    kinds = schema.FACTS | {"fact_region": tuple(load().regions)}
    rows = ((f"`{n}`", _code(k) if isinstance(k, tuple) else k) for n, k in kinds.items())
    return _table(("column", "words or type"), rows)


def _layouts() -> str:
    """Return a table of the layouts: the reader of each, and the dates between which it was seen."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in load().layouts]
    rows = [row for file in files for row in file.get("layout", []) if "reader" in row]
    return _table(
        ("reader", "layout", "part of the download", "seen"),
        sorted((f"`{row['reader']}`", f"`{row['id']}`", row["section"], row["seen"]) for row in rows),
    )


def _readers() -> str:
    return _table(
        ("reader", "JSON", "HTML"),
        ((f"`{name}`", f"`{paths.json}`", f"`{paths.html}`") for name, paths in READERS.items()),
    )


def _limits() -> str:
    rows = (
        ("`--max-members`", f"{limits.MAX_MEMBERS:,}", "the number of files in all downloads of one call"),
        (
            "`--max-member-bytes`",
            f"{limits.MAX_MEMBER_BYTES:,}",
            "the unpacked bytes of one file (not media)",
        ),
        ("`--max-ratio`", f"{limits.MAX_RATIO:,}", "the unpacked bytes for each packed byte"),
        ("`--max-path-length`", f"{limits.MAX_PATH_LENGTH:,}", "the characters in a path"),
        ("`--max-json-depth`", f"{limits.MAX_JSON_DEPTH:,}", "the nesting depth of JSON"),
    )
    return _table(("option", "default", "limits"), rows)


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "words of the record": _words,
    "facts": _facts,
    "layouts": _layouts,
    "readers": _readers,
    "limits": _limits,
}


def rewrite(page: Path) -> bool:
    """Write the blocks of a page again; return whether any changed."""
    old = page.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda block: block[1] + expected(block[2]) + block[4], old)
    page.write_text(new, encoding="utf-8", newline="\n")
    return new != old


if __name__ == "__main__":
    changed = [page for page in documents() if rewrite(page)]
    if os.name == "posix":
        from tools import picture

        if picture.write():
            changed.append(picture.PICTURE)
    sys.stdout.writelines(f"{page.relative_to(ROOT)} written anew\n" for page in changed)
