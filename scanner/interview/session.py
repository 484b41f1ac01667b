"""The interview itself: a question, what its answer changes, the next question; or an outline of all."""

from collections.abc import Callable, Iterator
from functools import reduce

import polars as pl
from msgspec.structs import replace

from scanner.dtypes import is_content
from scanner.facts import AccountFacts, Facts, parse
from scanner.facts.edit import HEAD, Entry, account_entry, with_entry
from scanner.interview.question import Prompter, Question
from scanner.interview.questions import open_questions, topics
from scanner.result import Scan
from scanner.rulebook import RuleBook
from scanner.schema import MEDIA_KINDS

Judge = Callable[[Facts], Scan]
"""Judges the same export with other facts."""


def run_interview(
    text: str, facts: Facts, judge: Judge, book: RuleBook, asker: Prompter, keep: Callable[[str], None]
) -> int:
    """Ask what is open until nothing is left; gives how many were answered.

    `keep` gets the whole text of the `exposure.toml` after each answer.
    """
    scan = judge(facts)
    about = topics(scan, facts, book)
    asked: set[str] = set()
    answers = 0
    while left := [each for each in open_questions(scan, facts, about) if each.id not in asked]:
        question = left[0]
        asked.add(question.id)
        asker.say(f"\nQuestion {len(asked)} of {len(asked) + len(left) - 1}: {question.about}")
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
    files = _files(before) - _files(after)
    old = before.items.select("item_id", pl.col("now").cast(pl.String).alias("old"))
    both = after.items.filter(is_content()).join(old, on="item_id", how="left")
    moved = both.filter(pl.col("now").cast(pl.String) != pl.col("old")).height
    leaning = (
        after.items.filter(pl.col("lean") != "none").height
        - before.items.filter(pl.col("lean") != "none").height
    )
    told = [f"{settled:,} item{'s' * (settled != 1)} settled"] if settled else []
    if files and not settled:
        told.append("1 photo or video settled" if files == 1 else f"{files:,} photos and videos settled")
    told += [f"today's verdict changed for {moved:,}"] if moved else []
    told += ["only where items lean changed"] if not told and leaning else []
    content = int(after.items.filter(is_content())["count"].sum())
    left = f"{unknown(after):,} of {content:,} items are still unknown."
    return f"-> {', '.join(told) or 'no verdict changed'}; {left}"


def unknown(scan: Scan) -> int:
    """Return how many items are of unknown visibility: content, as the table of `scan` counts it."""
    return int(scan.items.filter(is_content(), pl.col("visibility") == "unknown")["count"].sum())


def _files(scan: Scan) -> int:
    """Return how many media files are of unknown visibility."""
    return scan.items.filter(pl.col("kind").is_in(MEDIA_KINDS), pl.col("visibility") == "unknown").height


def as_template(
    text: str, facts: Facts, judge: Judge, book: RuleBook, owner: AccountFacts | None = None
) -> Iterator[str]:
    """Return an `exposure.toml` with what is open as comments to fill in, each with its count.

    A file that says nothing yet says that it is of the `owner`.
    """
    scan = judge(facts)
    found = open_questions(scan, facts, topics(scan, facts, book))
    top = [question for question in found if not question.example[0].table]
    if not text:
        yield from HEAD.splitlines()
    yield from (line for question in top for line in _outlined(question))
    yield from text.splitlines()
    if not text and owner:
        yield from _written(account_entry(owner))
    yield from (line for question in found if question not in top for line in _outlined(question))
    if not found:
        yield from ("", "# There is nothing left to ask.")


def _outlined(question: Question) -> Iterator[str]:
    """Give one question and what an answer may look like, as comments."""
    yield f"# {question.about} ({question.count:,} item{'s' * (question.count != 1)})"
    for entry in question.example:
        yield from (f"# {line}" for line in _written(entry) if line)
    yield ""


def _written(entry: Entry) -> Iterator[str]:
    """Return an entry as lines, the head of its table first and an empty one last."""
    if entry.table:
        yield f"[[{entry.table}]]" if entry.is_array else f"[{entry.table}]"
    yield from entry.toml_lines()
    yield ""
