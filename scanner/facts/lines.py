"""The line of each key in a TOML file, so that a message can name it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

KeyPath = tuple[str | int, ...]
"""The path of a key from the top: names of tables, indexes in arrays of tables, the key."""

_PART: Final = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED: Final = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER: Final = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(rf"^\s*({_DOTTED})\s*=")
_KEY_PART: Final = re.compile(_PART)


def line_of(text: str, path: KeyPath) -> int | None:
    """Return the line of a key, from 1, else the line of the nearest table around it."""
    lines: dict[KeyPath, int] = {}
    for number, key_path in keys(text):
        lines.setdefault(key_path, number)
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def headers(text: str) -> Iterator[tuple[int, KeyPath]]:
    """Yield every table header with its line, from 1."""
    lines = text.splitlines()
    return ((number, path) for number, path in keys(text) if _HEADER.match(lines[number - 1]))


def keys(text: str) -> Iterator[tuple[int, KeyPath]]:
    """Yield every table header and key with its line, from 1."""
    table: KeyPath = ()
    counts: Counter[KeyPath] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _names(header[2])
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, counts[table] - 1)
            yield number, table
        elif key := _KEY.match(line):
            yield number, table + _names(key[1])


def _names(dotted: str) -> KeyPath:
    """Return the parts of a dotted key, without quotes."""
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _KEY_PART.findall(dotted))


def path_text(path: KeyPath) -> str:
    """Return a path as a message shows it: `[[objection]] 2: platform`."""
    if not path:
        return "the file"
    tables = [part for part in path if isinstance(part, str)]
    places = [place for place, part in enumerate(path) if isinstance(part, int)]
    if not places:
        return ".".join(tables)
    last = places[-1]
    head = f"[[{'.'.join(str(part) for part in path[:last])}]] {int(path[last]) + 1}"
    tail = ".".join(str(part) for part in path[last + 1 :])
    return f"{head}: {tail}" if tail else head
