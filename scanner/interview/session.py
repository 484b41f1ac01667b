"""The interview: a question, what its answer changes, the next question; or all of them as a template."""

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
"""Returns the scan of the same export with other facts."""


def run_interview(
    text: str, facts: Facts, judge: Judge, book: RuleBook, asker: Prompter, keep: Callable[[str], None]
) -> int:
    """Ask every open question; return how many were answered.

    `keep` is called with the whole text of the `exposure.toml` after each answer.
    """
    scan = judge(facts)
    about = topics(scan, facts, book)
    done: set[str] = set()
    answers = 0
    while unasked := [q for q in open_questions(scan, facts, about) if q.id not in done]:
        question = unasked[0]
        done.add(question.id)
        asker.say(f"\nQuestion {len(done)} of {len(done) + len(unasked) - 1}: {question.about}")
        entries = question.ask(asker)
        if not entries:
            continue
        text = reduce(with_entry, entries, text)
        facts = replace(parse(text), graph=facts.graph)
        keep(text)
        answers += 1
        before, scan = scan, judge(facts)
        asker.say(describe_change(before, scan))
    return answers


def describe_change(before: Scan, after: Scan) -> str:
    """Return what an answer changed, and how many items are still unknown."""
    settled = count_unknown(before) - count_unknown(after)
    files = _count_unknown_files(before) - _count_unknown_files(after)
    old = before.items.select("item_id", pl.col("now").cast(pl.String).alias("old"))
    both = after.items.filter(is_content()).join(old, on="item_id", how="left")
    moved = both.filter(pl.col("now").cast(pl.String) != pl.col("old")).height
    leaning = (
        after.items.filter(pl.col("lean") != "none").height
        - before.items.filter(pl.col("lean") != "none").height
    )
    changes = [f"{settled:,} item{'s' * (settled != 1)} settled"] if settled else []
    if files and not settled:
        changes.append("1 photo or video settled" if files == 1 else f"{files:,} photos and videos settled")
    changes += [f"today's verdict changed for {moved:,}"] if moved else []
    changes += ["only the lean of unknown items changed"] if not changes and leaning else []
    content = int(after.items.filter(is_content())["count"].sum())
    still_unknown = f"{count_unknown(after):,} of {content:,} items are still unknown."
    return f"-> {', '.join(changes) or 'no verdict changed'}; {still_unknown}"


def count_unknown(scan: Scan) -> int:
    """Return the number of items of unknown visibility: content, as the table of `scan` counts it."""
    return int(scan.items.filter(is_content(), pl.col("visibility") == "unknown")["count"].sum())


def _count_unknown_files(scan: Scan) -> int:
    """Return the number of media files of unknown visibility."""
    return scan.items.filter(pl.col("kind").is_in(MEDIA_KINDS), pl.col("visibility") == "unknown").height


def as_template(
    text: str, facts: Facts, judge: Judge, book: RuleBook, owner: AccountFacts | None = None
) -> Iterator[str]:
    """Yield the lines of an `exposure.toml` with every open question as a comment to fill in.

    A new file names its `owner`.
    """
    scan = judge(facts)
    questions = open_questions(scan, facts, topics(scan, facts, book))
    top_level = [question for question in questions if not question.example[0].table]
    if not text:
        yield from HEAD.splitlines()
    yield from (line for question in top_level for line in _as_comments(question))
    yield from text.splitlines()
    if not text and owner:
        yield from _entry_lines(account_entry(owner))
    in_tables = [question for question in questions if question not in top_level]
    yield from (line for question in in_tables for line in _as_comments(question))
    if not questions:
        yield from ("", "# There is nothing left to ask.")


def _as_comments(question: Question) -> Iterator[str]:
    """Yield one question and the form of an answer, as comments."""
    yield f"# {question.about} ({question.count:,} item{'s' * (question.count != 1)})"
    for entry in question.example:
        yield from (f"# {line}" for line in _entry_lines(entry) if line)
    yield ""


def _entry_lines(entry: Entry) -> Iterator[str]:
    """Yield the lines of an entry: the header of its table first, an empty line last."""
    if entry.table:
        yield f"[[{entry.table}]]" if entry.is_array else f"[{entry.table}]"
    yield from entry.toml_lines()
    yield ""
