"""Add answers to the text of an `exposure.toml`, without changing anything else in it."""

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
"""The comment at the top of a new file."""

_AUDIENCE: Final = re.compile(r"""(^\s*["']?audience["']?\s*=\s*)(?:"[^"]*"|'[^']*')""")
"""A line that sets an audience; its first group is all before the value."""
_NOTE: Final = re.compile(r"# 1 item, as of \d{4}-\d\d-\d\d")
"""The comment above the override of one item."""


@dataclass(frozen=True)
class Entry:
    """Keys and values to add, in a table or at the top of the file."""

    values: tuple[tuple[str, Any], ...]
    table: str = ""
    is_array: bool = False
    """Whether it is a new `[[table]]`."""
    comment: str = ""
    """The comment to write above it."""

    def toml_lines(self) -> list[str]:
        """Return its keys as lines of TOML."""
        return [f"{key} = {_toml(value)}" for key, value in self.values]


def account_entry(owner: AccountFacts) -> Entry:
    """Return the entry that says whose answers the file contains."""
    values = (("name", list(owner.names)), ("username", list(owner.handles)))
    return Entry(
        _without_empty(values), "account", comment="who these answers are about, as named in the download"
    )


def region_entry(code: str, note: str = "") -> Entry:
    """Return the entry for the country where the user lives."""
    return Entry((("region", code),), comment=note)


def born_entry(day: date, note: str = "") -> Entry:
    """Return the entry for the user's date of birth."""
    return Entry((("born", day),), comment=note)


def objection_entry(objection: Objection, note: str = "") -> Entry:
    """Return the entry for an objection."""
    values = (("platform", objection.platform), ("filed", objection.filed), ("accepted", objection.accepted))
    return Entry(values, "objection", is_array=True, comment=note)


def period_entry(period: Period, table: str, note: str = "") -> Entry:
    """Return the entry for a period of Facebook; the table is `facebook.audience` or `facebook.default`."""
    values = (("from", period.since), ("until", period.until), ("audience", period.audience))
    return Entry(_without_empty(values), table, is_array=True, comment=note)


def group_entry(name: str, word: str, note: str = "") -> Entry:
    """Return the entry for a group: `public` or `private`."""
    return Entry(((_quoted(name), word),), "facebook.groups", comment=note)


def pages_entry(names: Sequence[str], note: str = "") -> Entry:
    """Return the entry that lists every profile that is a Page."""
    return Entry((("pages", list(names)),), "facebook", comment=note)


def profile_entry(platform: str, *, private: bool, note: str = "") -> Entry:
    """Return the entry for an account of Instagram or Threads: private or not."""
    return Entry((("private", private),), platform, comment=note)


def override_entry(override: Override, note: str = "") -> Entry:
    """Return the entry for the audience of one item, or of everything that a filter selects."""
    values = (
        ("item", override.item), ("kind", list(override.kinds)), ("platform", list(override.platforms)),
        ("container", override.container), ("from", override.since), ("until", override.until),
        ("match", override.match), ("audience", override.audience),
    )  # fmt: skip
    return Entry(_without_empty(values), "override", is_array=True, comment=note)


def _without_empty(values: Sequence[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    """Return the values without the empty ones; a list of one word becomes that word."""
    present = [(key, value) for key, value in values if value not in (None, [], ())]
    return tuple(
        (key, value[0] if isinstance(value, list) and len(value) == 1 else value) for key, value in present
    )


def with_entry(text: str, entry: Entry) -> str:
    """Return an `exposure.toml` with an entry added. Raises FactsError if the entry contradicts the file."""
    edited = "\n".join(_lines_with(text or HEAD, entry)).strip("\n") + "\n"
    try:
        parse(edited)
    except FactsError as fault:
        lines_of_entry = "; ".join(entry.toml_lines())
        raise FactsError(f"{lines_of_entry} can't be added to the file: {fault}") from None
    return edited


def with_override(text: str, override: Override, note: str) -> str:
    """Return the text of an `exposure.toml` with an override, which replaces an earlier one of the same item.

    The rest of the line stays, such as a comment behind the value; the comment that an earlier call wrote
    above it is replaced. Raises FactsError if the override contradicts the file.
    """
    overrides = parse(text).override
    places = [
        place for place, existing in enumerate(overrides) if override.item and existing.item == override.item
    ]
    line_of_key = {path: number - 1 for number, path in lines.keys(text)}
    if not any(("override", place) in line_of_key for place in places):
        return with_entry(text, override_entry(override, note))
    rows = text.splitlines()
    for place in places:
        line, above = line_of_key["override", place, "audience"], line_of_key["override", place] - 1
        rows[line] = _AUDIENCE.sub(rf"\g<1>{_quoted(override.audience)}", rows[line])
        if above >= 0 and _NOTE.fullmatch(rows[above]):
            rows[above] = f"# {note}"
    return "\n".join(rows) + "\n"


def _lines_with(text: str, entry: Entry) -> list[str]:
    """Return the lines of the text with the entry in its table."""
    rows = text.splitlines()
    note = [f"# {entry.comment}"] if entry.comment else []
    gap = [""] if rows[-1:] != [""] else []
    if entry.is_array:
        return [*rows, *gap, *note, f"[[{entry.table}]]", *entry.toml_lines()]
    table = tuple(entry.table.split(".")) if entry.table else ()
    line_of_key = {path: number for number, path in lines.keys(text)}
    if place := line_of_key.get((*table, entry.values[0][0])):
        # only lists are ever replaced; a comment behind the list stays
        (line,) = entry.toml_lines()
        return [*rows[: place - 1], line + rows[place - 1].rpartition("]")[2], *rows[place:]]
    headers = {path: number for number, path in lines.headers(text)}
    if table and table not in headers:
        return [*rows, *gap, *note, f"[{entry.table}]", *entry.toml_lines()]
    end = _end_of(headers.get(table, 0), list(headers.values()), rows)
    gap_after = [] if table or rows[end : end + 1] in ([], [""]) else [""]
    return [*rows[:end], *note, *entry.toml_lines(), *gap_after, *rows[end:]]


def _end_of(header: int, headers: Sequence[int], rows: Sequence[str]) -> int:
    """Return the number of lines up to the end of a table, without the comments of the next table."""
    following = [number for number in headers if number > header]
    end = min(following) - 1 if following else len(rows)
    while following and end > header and (rows[end - 1].strip() or "#").startswith("#"):
        end -= 1
    if end or not following:
        return end
    return next((number for number, line in enumerate(rows[: min(following)]) if not line.strip()), 0)


def _toml(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(entry) for entry in value) + "]"
    return value.isoformat() if isinstance(value, date) else _quoted(str(value))


def _quoted(text: str) -> str:
    """Return text in quotes, as TOML and JSON both write it, with invisible characters escaped.

    So everything in the file can be seen, on a terminal too.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() and char != _INVISIBLE else _escape(char) for char in quoted)


_INVISIBLE: Final = "\u034f"
"""The combining grapheme joiner: invisible, although Unicode counts it as printable."""


def _escape(char: str) -> str:
    """Return a character as TOML's escape."""
    return f"\\u{ord(char):04x}" if ord(char) <= _LAST_WITH_FOUR_DIGITS else f"\\U{ord(char):08x}"


_LAST_WITH_FOUR_DIGITS: Final = 0xFFFF
"""The last character whose escape has four digits."""
