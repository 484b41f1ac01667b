"""`cohort`: the sums over all people, as a table, as JSON, and the list of what went wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
import polars as pl
from rich.text import Text

from scanner.output.columns import column_widths, count_text, number_line
from scanner.output.jsontext import json_text
from scanner.output.text import TextStyle, dimmed, hanging_indent, rendered
from scanner.output.wording import COUNTED_NAMES, PLATFORM_NAMES, count_words

SCHEMA: Final = "exposure.cohort/1"
_HEADS: Final = ("", "items", "by", "public", "by", "in it", "by", "maybe", "by")
_COLUMNS: Final = (
    "count", "persons", "public_count", "public_persons", "now_count", "now_persons", "past_count",
    "past_persons",
)  # fmt: skip
_GAP: Final = 2
_LEGEND: Final = (
    '"By": how many people have one. "In it": inside the pool Meta says it uses for its AI, today, or likely '
    'so; "maybe": inside it, or likely, at a time Meta says it trained. A "-" is none.'
)


@dataclass(frozen=True)
class Tally:
    """How many people there are, and what became of their scans."""

    people: int
    """Whose files the numbers are of."""
    done: int
    unchanged: int
    failed: int
    partly: int
    """Of the done and unchanged: those with files that could not be read."""
    gone: int
    """People of earlier runs who are no longer in the folder, and still counted."""
    as_of: date
    fewest: int
    hidden: int
    """Groups left out, for fewer people have them."""


def cohort_json(groups: pl.DataFrame, tally: Tally) -> str:
    """Give the groups and what became of all as a JSON document."""
    return json_text(
        {
            "schema": SCHEMA,
            "people": tally.people,
            "done": tally.done,
            "unchanged": tally.unchanged,
            "failed": tally.failed,
            "partly": tally.partly,
            "gone": tally.gone,
            "as_of": tally.as_of,
            "min_persons": tally.fewest,
            "hidden_groups": tally.hidden,
            "groups": groups.to_dicts(),
        }
    )


def failures(wrong: Iterable[tuple[str, str, int]]) -> bytes:
    """Give a line of JSON for each person whose scan failed, or whose export was not read in full.

    `wrong` is the keyed name, why it failed (empty: it did not), and how many files could not be read.
    """
    rows = [
        {"person": person, "state": "failed" if why else "partly", "reason": why or None, "unreadable": files}
        for person, why, files in wrong
    ]
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def cohort_table(kinds: pl.DataFrame, tally: Tally, look: TextStyle) -> str:
    """Give a line for each product and kind: items, and how many people have one."""
    return rendered(_parts(kinds, tally), look)


def _parts(kinds: pl.DataFrame, tally: Tally) -> Iterator[Any]:
    """Give the parts from top to bottom."""
    yield Text(f"{count_words(tally.people, 'person', 'people')}, judged as of {tally.as_of}", style="bold")
    if kinds.height:
        yield Text()
        yield from _grid(kinds, tally)
        yield Text()
    yield hanging_indent("Scanned: ", _scanned(tally))
    if tally.hidden:
        few = f"left out, for fewer than {tally.fewest} people have them"
        yield hanging_indent("Hidden: ", f"{count_words(tally.hidden, 'group', 'groups')} {few}")
    if tally.gone:
        yield hanging_indent(
            "Counted too: ", f"{count_words(tally.gone, 'person', 'people')} of earlier runs, no longer there"
        )
    yield dimmed(_LEGEND)


def _scanned(tally: Tally) -> str:
    """Say what became of the people in the folder."""
    words = [f"{tally.done:,} now", f"{tally.unchanged:,} unchanged since", f"{tally.failed:,} failed"]
    words += [f"{tally.partly:,} not read in full"] if tally.partly else []
    return ", ".join(words)


def _grid(kinds: pl.DataFrame, tally: Tally) -> Iterator[Text]:
    """Lay out the numbers in columns."""
    rows = [_row(row, tally) for row in kinds.iter_rows(named=True)]
    label, *widths = column_widths([_HEADS, *rows])
    for row, style in [(_HEADS, "dim"), *((row, "") for row in rows)]:
        yield number_line(row[0].ljust(label), row[1:], widths, _GAP, style)


def _row(row: dict[str, Any], tally: Tally) -> tuple[str, ...]:
    """Give the words of one kind; what too few people have is shown as that."""
    few = f"<{tally.fewest}"
    numbers = (
        (few if name.endswith("persons") else "") if row[name] is None else count_text(row[name])
        for name in _COLUMNS
    )
    return (_name(row), *numbers)


def _name(row: dict[str, Any]) -> str:
    """Name a kind of a product."""
    kind = COUNTED_NAMES[row["kind"]][1] if row["kind"] in COUNTED_NAMES else row["kind"].replace("_", " ")
    return f"{PLATFORM_NAMES[row['platform']]}: {kind}"
