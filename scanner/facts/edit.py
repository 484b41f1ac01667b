"""Answers put into the text of an `exposure.toml`: all else in it stays as it was written."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from scanner.facts import lines
from scanner.facts.load import FactsError, parse
from scanner.facts.model import AccountFacts, Objection, Override, Period

HEAD: Final = """\
# What you know and no download says. Every line is optional and yours to change: docs/users/exposure-toml.md
# To use it, give this file with --facts to scan and every other command

"""
"""How a new file begins."""

_WORD: Final = re.compile(r"""(^\s*["']?audience["']?\s*=\s*)(?:"[^"]*"|'[^']*')""")
"""The value of the line that says who can see something."""
_NOTE: Final = re.compile(r"# 1 item, as of \d{4}-\d\d-\d\d")
"""The note above the override of one item."""


@dataclass(frozen=True)
class Entry:
    """Something to add: keys with their values, in a table or at the top."""

    values: tuple[tuple[str, Any], ...]
    table: str = ""
    many: bool = False
    """A `[[table]]` of its own."""
    note: str = ""
    """The comment above it."""

    def written(self) -> list[str]:
        """Give its keys as lines."""
        return [f"{key} = {_value(value)}" for key, value in self.values]


def account(owner: AccountFacts) -> Entry:
    """Return the entry that says whose answers a file holds."""
    values = (("name", list(owner.names)), ("username", list(owner.handles)))
    return Entry(_told(values), "account", note="who these answers are about, as named in the download")


def region(code: str, note: str = "") -> Entry:
    """Tell where the user lives."""
    return Entry((("region", code),), note=note)


def born(day: date, note: str = "") -> Entry:
    """Tell when the user was born."""
    return Entry((("born", day),), note=note)


def objection(told: Objection, note: str = "") -> Entry:
    """Tell of an objection."""
    values = (("platform", told.platform), ("filed", told.filed), ("accepted", told.accepted))
    return Entry(values, "objection", many=True, note=note)


def period(told: Period, table: str, note: str = "") -> Entry:
    """Tell of a period of Facebook; the table is `facebook.audience` or `facebook.default`."""
    values = (("from", told.since), ("until", told.until), ("audience", told.audience))
    return Entry(_told(values), table, many=True, note=note)


def group(name: str, word: str, note: str = "") -> Entry:
    """Tell whether a group is public or private."""
    return Entry(((_text(name), word),), "facebook.groups", note=note)


def pages(names: Sequence[str], note: str = "") -> Entry:
    """Tell which profiles are Pages: all of them."""
    return Entry((("pages", list(names)),), "facebook", note=note)


def profile(platform: str, *, private: bool, note: str = "") -> Entry:
    """Tell whether an account of Instagram or Threads is private."""
    return Entry((("private", private),), platform, note=note)


def override(told: Override, note: str = "") -> Entry:
    """Tell who can see an item, or all that a filter selects."""
    values = (
        ("item", told.item), ("kind", list(told.kinds)), ("platform", list(told.platforms)),
        ("container", told.container), ("from", told.since), ("until", told.until), ("match", told.match),
        ("audience", told.audience),
    )  # fmt: skip
    return Entry(_told(values), "override", many=True, note=note)


def _told(values: Sequence[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    """Leave out what was not told; a list of one word stands as the word."""
    kept = [(key, value) for key, value in values if value not in (None, [], ())]
    return tuple(
        (key, value[0] if isinstance(value, list) and len(value) == 1 else value) for key, value in kept
    )


def with_entry(text: str, entry: Entry) -> str:
    """Give the text of an `exposure.toml` with an entry added. Raises FactsError where it can't be."""
    made = "\n".join(_with(text or HEAD, entry)).strip("\n") + "\n"
    try:
        parse(made)
    except FactsError as fault:
        told = "; ".join(entry.written())
        raise FactsError(f"{told} can't be added to what the file says: {fault}") from None
    return made


def with_override(text: str, told: Override, note: str) -> str:
    """Give the text of an `exposure.toml` with an override, in place of the former word on the same item.

    What else stands on the line stays; the note that a former call wrote above is written anew. Raises
    FactsError where it can't be.
    """
    overrides = parse(text).override
    same = [place for place, other in enumerate(overrides) if told.item and other.item == told.item]
    stands = {path: number - 1 for number, path in lines.keys(text)}
    if not any(("override", place) in stands for place in same):
        return with_entry(text, override(told, note))
    held = text.splitlines()
    for place in same:
        line, above = stands["override", place, "audience"], stands["override", place] - 1
        held[line] = _WORD.sub(rf"\g<1>{_text(told.audience)}", held[line])
        if above >= 0 and _NOTE.fullmatch(held[above]):
            held[above] = f"# {note}"
    return "\n".join(held) + "\n"


def _with(text: str, entry: Entry) -> list[str]:
    """Give the lines of the text with the entry where it belongs."""
    held = text.splitlines()
    note = [f"# {entry.note}"] if entry.note else []
    gap = [""] if held[-1:] != [""] else []
    if entry.many:
        return [*held, *gap, *note, f"[[{entry.table}]]", *entry.written()]
    table = tuple(entry.table.split(".")) if entry.table else ()
    stands = {path: number for number, path in lines.keys(text)}
    if place := stands.get((*table, entry.values[0][0])):
        # only a list is ever told anew, and what stands behind it on its line is kept
        (written,) = entry.written()
        return [*held[: place - 1], written + held[place - 1].rpartition("]")[2], *held[place:]]
    headers = {path: number for number, path in lines.headers(text)}
    if table and table not in headers:
        return [*held, *gap, *note, f"[{entry.table}]", *entry.written()]
    end = _end_of(headers.get(table, 0), list(headers.values()), held)
    apart = [] if table or held[end : end + 1] in ([], [""]) else [""]
    return [*held[:end], *note, *entry.written(), *apart, *held[end:]]


def _end_of(header: int, headers: Sequence[int], held: Sequence[str]) -> int:
    """Give how many lines there are up to the end of a table, less the comments of the next one."""
    following = [number for number in headers if number > header]
    end = min(following) - 1 if following else len(held)
    while following and end > header and (held[end - 1].strip() or "#").startswith("#"):
        end -= 1
    if end or not following:
        return end
    return next((number for number, line in enumerate(held[: min(following)]) if not line.strip()), 0)


def _value(value: Any) -> str:
    """Write a value as TOML does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    return value.isoformat() if isinstance(value, date) else _text(str(value))


def _text(text: str) -> str:
    """Return text in quotes, as TOML and JSON both write it; what no one would see is written as an escape.

    So the file shows all that it holds, on a terminal too, and is read as it was meant.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() and char != _JOINER else _escape(char) for char in quoted)


_JOINER: Final = "\u034f"
"""An unseen character that Unicode counts as printable."""


def _escape(char: str) -> str:
    """Return a character as TOML's escape."""
    return f"\\u{ord(char):04x}" if ord(char) <= _LAST_OF_FOUR else f"\\U{ord(char):08x}"


_LAST_OF_FOUR: Final = 0xFFFF
"""The last character whose escape has four digits."""
