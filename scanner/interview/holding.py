"""The interview itself: a question, what its answer changes, the next question; or an outline of all."""

from collections.abc import Callable, Iterator
from functools import reduce

import polars as pl
from msgspec.structs import replace

from scanner.facts import Facts, parse
from scanner.facts.writing import HEAD, with_entry
from scanner.interview.question import Asker, Question
from scanner.interview.questions import open_questions, topics
from scanner.result import Scan
from scanner.rulebook import RuleBook

Judge = Callable[[Facts], Scan]
"""Judges the same export with other facts."""


def hold(
    text: str, facts: Facts, judge: Judge, book: RuleBook, asker: Asker, keep: Callable[[str], None]
) -> int:
    """Ask what is open until nothing is left; gives how many were answered.

    `keep` gets the whole text of the `exposure.toml` after each answer.
    """
    scan = judge(facts)
    about = topics(scan, facts, book)
    asked: set[str] = set()
    answers = 0
    while question := next((q for q in open_questions(scan, facts, about) if q.id not in asked), None):
        asked.add(question.id)
        asker.say(f"\n{question.about}")
        entries = question.ask(asker)
        if not entries:
            continue
        text = reduce(with_entry, entries, text)
        facts = replace(parse(text), graph=facts.graph)
        keep(text)
        answers += 1
        before, scan = scan, judge(facts)
        asker.say(changed(before, scan))
    return answers


def changed(before: Scan, after: Scan) -> str:
    """Say what an answer changed, and what is still open."""
    settled = unknown(before) - unknown(after)
    old = before.items.select("item_id", pl.col("now").cast(pl.String).alias("old"))
    both = after.items.join(old, on="item_id", how="left")
    moved = both.filter(pl.col("now").cast(pl.String) != pl.col("old")).height
    leaning = (
        after.items.filter(pl.col("lean") != "none").height
        - before.items.filter(pl.col("lean") != "none").height
    )
    told = [f"{settled:,} item{'s' * (settled != 1)} settled"] if settled else []
    told += [f"today's verdict of {moved:,} changed"] if moved else []
    told += ["where they lean changed"] if not told and leaning else []
    left = f'{unknown(after):,} of {after.items.filter(_LISTED).height:,}, files included, are still "?".'
    return f"-> {', '.join(told) or 'no verdict changed'}; {left}"


_LISTED = ~pl.col("kind").cast(pl.String).is_in(["message_thread", "reaction"])


def unknown(scan: Scan) -> int:
    """Count the items of which it is not known whether they are public."""
    return scan.items.filter(_LISTED, pl.col("visibility") == "unknown").height


def outline(text: str, facts: Facts, judge: Judge, book: RuleBook) -> Iterator[str]:
    """Give an `exposure.toml` with what is open as comments to fill in, each with its count."""
    scan = judge(facts)
    found = open_questions(scan, facts, topics(scan, facts, book))
    top = [question for question in found if not question.example[0].table]
    if not text:
        yield from HEAD.splitlines()
    yield from (line for question in top for line in _outlined(question))
    yield from text.splitlines()
    yield from (line for question in found if question not in top for line in _outlined(question))
    if not found:
        yield from ("", "# Nothing is open that you could tell.")


def _outlined(question: Question) -> Iterator[str]:
    """Give one question and what an answer may look like, as comments."""
    yield f"# {question.about} ({question.count:,} item{'s' * (question.count != 1)})"
    for entry in question.example:
        if entry.table:
            yield f"# [[{entry.table}]]" if entry.many else f"# [{entry.table}]"
        yield from (f"# {line}" for line in entry.written())
    yield ""
