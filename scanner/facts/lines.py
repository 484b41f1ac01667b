"""Where a key stands in a TOML file, so that a message can name its line."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

Path = tuple[str | int, ...]
"""A key's way from the top: names of tables, places in lists, the key."""

_PART: Final = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED: Final = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER: Final = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(rf"^\s*({_DOTTED})\s*=")
_ONE: Final = re.compile(_PART)


def line_of(text: str, path: Path) -> int | None:
    """Give the line, from 1, where a key stands, else where the nearest table around it does."""
    found: dict[Path, int] = {}
    for number, here in keys(text):
        found.setdefault(here, number)
    while path:
        if path in found:
            return found[path]
        path = path[:-1]
    return None


def headers(text: str) -> Iterator[tuple[int, Path]]:
    """Give every header with its line, from 1."""
    lines = text.splitlines()
    return ((number, path) for number, path in keys(text) if _HEADER.match(lines[number - 1]))


def keys(text: str) -> Iterator[tuple[int, Path]]:
    """Give every header and key with its line, from 1."""
    table: Path = ()
    met: Counter[Path] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _names(header[2])
            if header[1] == "[[":
                met[table] += 1
                table = (*table, met[table] - 1)
            yield number, table
        elif key := _KEY.match(line):
            yield number, table + _names(key[1])


def _names(dotted: str) -> Path:
    """Take a dotted key apart, without its quotes."""
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _ONE.findall(dotted))


def words(path: Path) -> str:
    """Write a path as people read it: `[[objection]] 2: platform`."""
    if not path:
        return "the file"
    tables = [part for part in path if isinstance(part, str)]
    places = [place for place, part in enumerate(path) if isinstance(part, int)]
    if not places:
        return ".".join(tables)
    last = places[-1]
    head = f"[[{'.'.join(str(part) for part in path[:last])}]] {int(path[last]) + 1}"
    rest = ".".join(str(part) for part in path[last + 1 :])
    return f"{head}: {rest}" if rest else head
