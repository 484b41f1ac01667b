"""`cohort`: the totals of all people as a table and as JSON, and the list of failures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
import polars as pl
from rich.text import Text

from scanner.output.json import json_text
from scanner.output.number_grid import Columns, count_text, number_grid
from scanner.output.text import TextStyle, dimmed, hanging_indent, rendered
from scanner.output.wording import COUNTED_NAMES, PLATFORM_NAMES, quantity

SCHEMA: Final = "exposure.cohort/1"
_GRID: Final = Columns(("items", "by", "public", "by", "in it", "by", "maybe", "by"))
_COLUMNS: Final = (
    "count", "persons", "public_count", "public_persons", "now_count", "now_persons", "past_count",
    "past_persons",
)  # fmt: skip
_LEGEND: Final = (
    '"By": how many people have at least one. "In it": inside what Meta says it uses for its AI today, or '
    'probably. "Maybe": inside it, or probably, at a time when Meta says it trained its AI. "-": none.'
)


@dataclass(frozen=True)
class Tally:
    """How many people there are, and how their scans ended."""

    people: int
    """All people whose items are counted."""
    done: int
    unchanged: int
    failed: int
    partly: int
    """How many of the done and the unchanged have files that could not be read."""
    gone: int
    """People of earlier runs who are no longer in the folder, and still counted."""
    as_of: date
    fewest: int
    hidden: int
    """Groups left out because fewer than `fewest` people have them."""


def cohort_json(groups: pl.DataFrame, tally: Tally) -> str:
    """Return the groups and the tally as a JSON document."""
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


def failures(problems: Iterable[tuple[str, str, int]]) -> bytes:
    """Return a line of JSON for each person whose scan failed, or whose export was not read in full.

    `problems` holds the keyed name, the reason of the failure (empty where the scan did not fail), and the
    number of files that could not be read.
    """
    rows = [
        {
            "person": person,
            "state": "failed" if reason else "partly",
            "reason": reason or None,
            "unreadable": files,
        }
        for person, reason, files in problems
    ]
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def cohort_table(kinds: pl.DataFrame, tally: Tally, style: TextStyle) -> str:
    """Return the totals as text: a line for each product and kind, with items and people."""
    return rendered(_parts(kinds, tally, style.width), style)


def _parts(kinds: pl.DataFrame, tally: Tally, width: int) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    yield Text(f"{quantity(tally.people, 'person', 'people')}, judged as of {tally.as_of}", style="bold")
    if kinds.height:
        yield Text()
        rows = [(_kind_name(row), _cells(row, tally)) for row in kinds.iter_rows(named=True)]
        yield from number_grid(rows, _GRID, width)
        yield Text()
    yield hanging_indent("Scanned: ", _scanned(tally))
    if tally.hidden:
        reason = f"left out because fewer than {tally.fewest} people have them"
        yield hanging_indent("Hidden: ", f"{quantity(tally.hidden, 'group', 'groups')} {reason}")
    if tally.gone:
        yield hanging_indent(
            "Also counted: ",
            f"{quantity(tally.gone, 'person', 'people')} from earlier runs, no longer in the folder",
        )
    yield dimmed(_LEGEND)


def _scanned(tally: Tally) -> str:
    """Return how many scans were done, skipped, failed or incomplete, as `3 now, 2 unchanged since`."""
    counts = [f"{tally.done:,} now", f"{tally.unchanged:,} unchanged since", f"{tally.failed:,} failed"]
    counts += [f"{tally.partly:,} not read in full"] if tally.partly else []
    return ", ".join(counts)


def _cells(row: dict[str, Any], tally: Tally) -> list[str]:
    """Return the numbers of one kind; a number that too few people share is shown as `<5`."""
    below_minimum = f"<{tally.fewest}"
    return [
        (below_minimum if name.endswith("persons") else "") if row[name] is None else count_text(row[name])
        for name in _COLUMNS
    ]


def _kind_name(row: dict[str, Any]) -> str:
    """Return the name of a kind of a product, as `Facebook: posts`."""
    kind = COUNTED_NAMES[row["kind"]][1] if row["kind"] in COUNTED_NAMES else row["kind"].replace("_", " ")
    return f"{PLATFORM_NAMES[row['platform']]}: {kind}"
