"""`explain`: why one item got its verdicts; the evidence, each rule, its sources with their words."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from rich.text import Text

from scanner import schema
from scanner.output.facts import fact_words
from scanner.output.jsontext import json_text
from scanner.output.terminal_safe import masked_path, safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, indented, rendered
from scanner.output.wording import (
    BASIS_WORDS,
    NOW_WORDS,
    PAST_WORDS,
    PLATFORM_NAMES,
    VISIBILITY_WORDS,
    sentence,
)
from scanner.rulebook import Citation, Rule, RuleBook
from scanner.rulebook.rules import GRADE_NAMES

SCHEMA: Final = "exposure.explain/1"

_DECIDED: Final = (
    ("visibility_rule", "Who could see it"),
    ("lean_rule", "Where it leans"),
    ("now_rule", "In the pool today"),
    ("past_rule", "Maybe used before"),
)
_NO_RULE: Final = {
    "visibility_rule": "No rule covers it: nothing in the download says who could see it.",
    "lean_rule": "",
    "now_rule": "No rule covers it, so it is not known.",
    "past_rule": "No rule covers it, so it is not known.",
}

Item = Mapping[str, Any]
"""One row of the item frame."""
_OF_AN_OBJECTION: Final = (
    "fact_after_objection", "fact_objection_covers_ai", "fact_objection_before_2025",
)  # fmt: skip
"""Facts about an objection: a "no" says nothing where none counts."""
Shown = dict[str, str]
"""The sources already given in full: the quote by the id."""


def explain_json(item: Item, book: RuleBook) -> str:
    """Give the explanation as a JSON document."""
    rules = {name: _rule_data(book, item[name]) for name, _ in _DECIDED}
    document = {
        "schema": SCHEMA,
        "item": {name: item[name] for name in schema.RECORD},
        "evidence": {name: item[name] for name in schema.FACTS if item[name] is not None},
        "rules": {name.removesuffix("_rule"): data for name, data in rules.items()},
        "flags": [_rule_data(book, name) for name in item["flags"] or []],
        "policy_date": book.policy_date,
    }
    if item.get("assumed"):
        document["assumed"] = True
    return json_text(document)


def _rule_data(book: RuleBook, name: str | None) -> dict[str, Any] | None:
    """Give a rule with its sources; None where no rule decided."""
    rule = book.rules.get(name or "")
    if rule is None:
        return {"id": name} if name else None
    return {
        "id": rule.id,
        "ref": rule.ref,
        "title": rule.title,
        "why": rule.why,
        "message": rule.message,
        "change": rule.change,
        "confidence": rule.confidence,
        "then": rule.then,
        "sources": [source_data(source) for source in sources_of(book, rule)],
    }


def source_data(source: Citation) -> dict[str, Any]:
    """Give a source as data, its grade with it."""
    return {
        "id": source.id,
        "title": source.title,
        "address": source.address,
        "grade": source.grade,
        "grade_words": GRADE_NAMES[source.grade],
        "date": source.date,
        "retrieved": source.retrieved,
        "quote": source.quote or None,
        "quote_note": source.quote_note or None,
        "found_in": source.found_in or None,
    }


def sources_of(book: RuleBook, rule: Rule) -> list[Citation]:
    """Give the sources a rule stands on."""
    return [book.sources[name] for name in rule.sources if name in book.sources]


def explain_table(item: Item, book: RuleBook, look: TextStyle) -> str:
    """Give the explanation as text for people."""
    return rendered(_parts(item, book), look)


def _parts(item: Item, book: RuleBook) -> Iterator[Any]:
    """Give the parts from top to bottom."""
    yield from _item(item)
    yield from _verdicts(item)
    yield Text()
    yield heading("Evidence")
    yield from _evidence(item)
    shown: dict[str, str] = {}
    for column, title in _DECIDED:
        yield from _decision(column, title, item, book, shown)
    yield from _flags(item, book)
    yield Text()
    yield dimmed(
        f"Based on Meta's statements as of {book.policy_date}. "
        "Nobody outside Meta can say what it did train on."
    )


def _item(item: Item) -> Iterator[Any]:
    """Say which item it is, and where it stands."""
    yield heading(f"{PLATFORM_NAMES[item['platform']]} {item['kind']} {item['item_id']}")
    yield hanging_indent("  date      ", _moment(item))
    for name in ("title", "text", "container", "place", "link", "media_path"):
        if item[name]:
            yield hanging_indent(f"  {name.removesuffix('_path'):<10}", safe(item[name]))
    within = f" at {safe(item['pointer'])}" if item["pointer"] else ""
    yield hanging_indent("  found in  ", f"{safe(item['export'])}: {masked_path(item['member'])}{within}")


def _moment(item: Item) -> str:
    """Give the time of an item as precisely as it is known."""
    moment: datetime | None = item["created_at"]
    if moment is None:
        return "not known"
    shown = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M UTC"}
    return f"{moment:{shown.get(item['created_precision'], '%Y-%m-%d %H:%M:%S UTC')}}"


def _verdicts(item: Item) -> Iterator[Any]:
    """Give the verdicts in one line each."""
    mark = " (assumed: what it leans to)" if item.get("assumed") else ""
    audience = "" if item["audience"] in {"unknown", "public"} else f", {_plain(item['audience'])}"
    basis = BASIS_WORDS[item["basis"]]
    seen = f"{VISIBILITY_WORDS[item['visibility']]}{audience}{mark}; {basis}; confidence {item['confidence']}"
    yield hanging_indent("  seen by   ", seen)
    if item["lean"] != "none":
        yield hanging_indent("  leans     ", f"{VISIBILITY_WORDS[item['lean']]} (a hint, no verdict)")
    yield hanging_indent("  pool now  ", NOW_WORDS[item["now"]] + mark)
    yield hanging_indent("  before    ", PAST_WORDS[item["past"]] + mark)
    yield from _public_time(item, mark)


def _public_time(item: Item, mark: str) -> Iterator[Any]:
    """Say whether and when it was public."""
    first, last = (f"{at:%Y-%m-%d}" if (at := item[name]) else "" for name in ("public_from", "public_until"))
    if first and first == last:
        spans = [f"on {first}"]
    else:
        spans = [f"from {first}"] if first else []
        spans += [f"until {last}"] if last else []
    known = {"yes": "yes", "no": "never", "unknown": "not known"}[item["ever_public"]]
    yield hanging_indent("  ever public ", " ".join([known, *spans]) + mark)


def _plain(word: str) -> str:
    """Write a word of the closed sets as people do."""
    return word.replace("_", " ")


def _evidence(item: Item) -> Iterator[Any]:
    """Yield the facts that the rules looked at, without those that do not apply to the item."""
    facts = [(name, item[name]) for name in schema.FACTS if item[name] is not None and _applies(name, item)]
    if not facts:
        yield indented("nothing is on record", 2)
    for name, value in facts:
        yield hanging_indent("  - ", fact_words(name, value))


def _applies(name: str, item: Item) -> bool:
    """Return whether a fact says something of this item."""
    if name in _OF_AN_OBJECTION:
        return bool(item[name]) or item["fact_objection"] not in (None, "none")
    if name == "fact_page_named":
        return bool(item[name] or item["fact_own_page"])
    return True


def _decision(column: str, title: str, item: Item, book: RuleBook, shown: Shown) -> Iterator[Any]:
    """Give the rule that decided one verdict; `shown` are what is above, this rule's sources are added."""
    name = item[column]
    if not name:
        if _NO_RULE[column]:
            yield Text()
            yield heading(title)
            yield indented(_NO_RULE[column], 2)
        return
    yield Text()
    yield heading(title)
    rule = book.rules.get(name)
    if rule is None:
        yield indented(f"by rule {name}, which is not in this rule book", 2)
        return
    yield from rule_lines(rule, book, shown)


def rule_lines(rule: Rule, book: RuleBook, shown: Shown) -> Iterator[Any]:
    """Give a rule: its title, why, what would change it, and what it stands on.

    A source that is in `shown` is only named; the others are given in full and added.
    """
    number = f" ({rule.ref})" if rule.ref else ""
    yield indented(Text(rule.title, style="bold"), 2)
    yield indented(dimmed(f"rule {rule.id}{number}, confidence {rule.confidence}"), 2)
    yield indented(rule.why, 2)
    if rule.message:
        yield indented(rule.message, 2)
    if rule.change:
        yield hanging_indent("  What would change it: ", rule.change, indent=24)
    for source in sources_of(book, rule):
        yield from _source_again(source) if source.id in shown else source_lines(source, shown)
        shown[source.id] = source.quote


def source_lines(source: Citation, shown: Shown) -> Iterator[Any]:
    """Give a source: its words, who speaks, when and where; words that are in `shown` are not repeated."""
    quote = f'"{source.quote}"' if source.quote else f"({source.unquoted})"
    if source.quote and source.quote in shown.values():
        quote = "(the same words as above)"
    note = f" [{source.quote_note}]" if source.quote_note else ""
    yield hanging_indent("  > ", f"{quote}{note}")
    grade = sentence(GRADE_NAMES[source.grade])
    yield hanging_indent("    ", dimmed(f"{source.title}, {dated(source)}. {grade}."))
    # an address is not folded, so that it can be copied
    if source.address:
        yield Text(f"    {source.address}", style="dim", no_wrap=True, overflow="ignore")


def _source_again(source: Citation) -> Iterator[Any]:
    """Yield a line for a source that is shown in full further up."""
    yield hanging_indent("  > ", dimmed(f"as above: {source.title} ({GRADE_NAMES[source.grade]})"))


def dated(source: Citation) -> str:
    """Return of when a source is, and when it was seen."""
    day: date | None = source.date
    seen = f", seen {source.retrieved}" if source.retrieved else ""
    return f"{day or 'undated'}{seen}"


def _flags(item: Item, book: RuleBook) -> Iterator[Any]:
    """Give what should be known beside the verdicts."""
    names = item["flags"] or []
    if names:
        yield Text()
        yield heading("Worth knowing")
    for name in names:
        rule = book.rules.get(name)
        if rule is None:
            yield indented(name, 2)
        else:
            yield hanging_indent("  - ", f"{rule.message or rule.title} ({rule.id})")
