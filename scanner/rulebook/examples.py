"""Run the examples of the rules, each through its whole table, and find verdicts without evidence."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec
import polars as pl

from scanner.dtypes import DTYPES
from scanner.rulebook.book import RuleBook
from scanner.rulebook.conditions import as_time
from scanner.rulebook.decision_table import DecisionTable
from scanner.rulebook.rules import TABLES, Example, Rule

USUAL: Final[dict[str, Any]] = {
    "platform": "facebook",
    "kind": "post",
    "author": "self",
    "count": 1,
    "created_precision": "second",
    "tagged": [],
    "audience": "unknown",
    "visibility": "unknown",
    "basis": "none",
    "confidence": "low",
    "lean": "none",
    "ever_public": "unknown",
    "now": "unknown",
    "past": "unknown",
    "flags": [],
    "severity": "none",
}
"""The values of columns that an example does not set; all others are null."""


class Failure(msgspec.Struct, frozen=True):
    """An example with another result than the rule expects."""

    rule: str
    kind: str
    """`example` or `counterexample`."""
    index: int
    """Its place in the rule's list, from 0."""
    expected: Mapping[str, str]
    """Outputs the example asks for."""
    got: Mapping[str, str | None]
    """What the table gave for these outputs."""
    decided_by: str
    """The id of the rule that decided, of flags all ids; empty: none did."""


class _Case(msgspec.Struct, frozen=True):
    rule: Rule
    kind: str
    index: int
    example: Example


def failures(book: RuleBook) -> list[Failure]:
    """Run every example: its rule must decide it; and every counterexample: its rule must not."""
    failed = []
    for name in TABLES:
        table = book.table(name)
        cases = list(_cases(table.rules))
        frame = item_frame([case.example.item for case in cases], table.columns)
        judged = _flagged(table, frame) if name == "flags" else table.decide(frame)
        rows = judged.iter_rows(named=True)
        failed += [failure for case, row in zip(cases, rows, strict=True) if (failure := _judge(case, row))]
    return failed


def without_evidence(book: RuleBook) -> list[str]:
    """Return the ids of visibility rules whose examples stay public or private with their facts emptied.

    Each example of a rule that gives public or private is judged again by the whole table, with the `fact_*`
    columns of the rule's own conditions null.
    """
    table = book.table("visibility")
    decisive = [rule for rule in table.rules if rule.then["visibility"] != "unknown"]
    emptied = [(rule.id, _without_facts(rule, example)) for rule in decisive for example in rule.examples]
    verdicts = table.decide(item_frame([item for _, item in emptied], table.columns))["visibility"]
    judged = zip(emptied, verdicts, strict=True)
    return list(dict.fromkeys(rule for (rule, _), verdict in judged if verdict in ("public", "private")))


def item_frame(items: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> pl.DataFrame:
    """Return a frame of tiny items, with these columns of the item frame and the usual values."""
    rows = [USUAL | dict(item) for item in items]
    return pl.DataFrame(
        [pl.Series(name, [_cell(row.get(name)) for row in rows], dtype=DTYPES[name]) for name in columns]
        # a table may look at no column at all, and the frame must still have a row for each item
        or [pl.Series("row", range(len(rows)))]
    )


def _cases(rules: Iterable[Rule]) -> Iterable[_Case]:
    for rule in rules:
        yield from (_Case(rule, "example", *numbered) for numbered in enumerate(rule.examples))
        yield from (_Case(rule, "counterexample", *numbered) for numbered in enumerate(rule.counterexamples))


def _flagged(table: DecisionTable, frame: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame({"rule": table.flags(frame)})


def _judge(case: _Case, row: Mapping[str, Any]) -> Failure | None:
    deciders = row["rule"] if isinstance(row["rule"], list) else [row["rule"]]
    got = {name: row[name] for name in case.example.expect}
    decided = case.rule.id in deciders
    if decided == (case.kind == "example") and got == case.example.expect:
        return None
    by = ", ".join(filter(None, deciders))
    return Failure(case.rule.id, case.kind, case.index, case.example.expect, got, by)


def _without_facts(rule: Rule, example: Example) -> dict[str, Any]:
    facts = {column for column in rule.when if column.startswith("fact_")}
    return {column: value for column, value in example.item.items() if column not in facts}


def _cell(value: Any) -> Any:
    return as_time(value) if isinstance(value, date) else value
