"""`explain`: the reasons for one item's verdicts: the evidence, each rule, its sources and quotes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from rich.text import Text

from scanner import schema
from scanner.output.json import json_text
from scanner.output.terminal_safe import masked_path, safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, indented, rendered, unbroken_line
from scanner.output.wording import (
    BASIS_LABELS,
    PLATFORM_NAMES,
    POOL_LABELS,
    VISIBILITY_LABELS,
    fact_sentence,
    policy_sentence,
    sentence,
)
from scanner.rulebook import Citation, Rule, RuleBook
from scanner.rulebook.rules import GRADE_NAMES, TABLE_TITLES, TABLES

SCHEMA: Final = "exposure.explain/1"

_DECISIONS: Final = tuple((f"{table}_rule", table) for table in TABLES if table != "flags")
"""The column that names the deciding rule, and its table."""
_NO_RULE: Final = {
    "visibility_rule": "No rule applies: nothing in the download says who could see it.",
    "lean_rule": "",
    "now_rule": "No rule applies, so this is unknown.",
    "past_rule": "No rule applies, so this is unknown.",
}

_VERDICT_LEADS: Final = {
    "visibility": "  visibility          ",
    "lean": "  best guess          ",
    "now": "  in the pool today   ",
    "past": "  in the pool before  ",
    "ever_public": "  ever public         ",
}

Item = Mapping[str, Any]
"""One row of the item frame."""
_OBJECTION_FACTS: Final = (
    "fact_after_objection", "fact_objection_covers_ai", "fact_objection_before_2025",
)  # fmt: skip
"""Facts about an objection, which mean nothing without one that counts."""
SourcesAbove = dict[str, str]
"""The sources that are already printed in full: each quote by the id of its source."""


def explain_json(item: Item, book: RuleBook) -> str:
    """Return the explanation as a JSON document."""
    rules = {table: _rule_data(book, item[column]) for column, table in _DECISIONS}
    document = {
        "schema": SCHEMA,
        "item": {name: item[name] for name in schema.RECORD},
        "evidence": {name: item[name] for name in schema.FACTS if item[name] is not None},
        "rules": rules,
        "flags": [_rule_data(book, name) for name in item["flags"] or []],
        "policy_date": book.policy_date,
    }
    if item.get("assumed"):
        document["assumed"] = True
    return json_text(document)


def _rule_data(book: RuleBook, name: str | None) -> dict[str, Any] | None:
    """Return a rule and its sources as data; None where no rule decided."""
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
    """Return a source as data, with the text of its grade."""
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
    """Return the sources of a rule."""
    return [book.sources[name] for name in rule.sources if name in book.sources]


def explain_table(item: Item, book: RuleBook, style: TextStyle) -> str:
    """Return the explanation as text for people."""
    return rendered(_parts(item, book), style)


def _parts(item: Item, book: RuleBook) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    yield from _item(item)
    yield from _verdicts(item)
    yield Text()
    yield heading("Evidence")
    yield from _evidence(item)
    above: dict[str, str] = {}
    for column, table in _DECISIONS:
        yield from _decision(column, TABLE_TITLES[table], item, book, above)
    yield from _flags(item, book)
    yield Text()
    yield dimmed(
        f"{policy_sentence(book.policy_date)} No one outside Meta knows what it actually trained on."
    )


def _item(item: Item) -> Iterator[Any]:
    """Yield the lines that identify the item and its place in the download."""
    yield heading(f"{PLATFORM_NAMES[item['platform']]} {item['kind']} {item['item_id']}")
    yield hanging_indent("  date      ", _moment(item))
    for name in ("title", "text", "container", "place", "link", "media_path"):
        if item[name]:
            yield hanging_indent(f"  {name.removesuffix('_path'):<10}", safe(item[name]))
    within = f" at {safe(item['pointer'])}" if item["pointer"] else ""
    yield hanging_indent("  found in  ", f"{safe(item['export'])}: {masked_path(item['member'])}{within}")


def _moment(item: Item) -> str:
    """Return the time of an item, as precise as it is known."""
    moment: datetime | None = item["created_at"]
    if moment is None:
        return "unknown"
    formats = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M UTC"}
    return f"{moment:{formats.get(item['created_precision'], '%Y-%m-%d %H:%M:%S UTC')}}"


def _verdicts(item: Item) -> Iterator[Any]:
    """Yield the verdicts in one line each."""
    mark = " (assumed: its best guess)" if item.get("assumed") else ""
    audience = "" if item["audience"] in {"unknown", "public"} else f", {_plain_word(item['audience'])}"
    basis = BASIS_LABELS[item["basis"]]
    visibility = _label(VISIBILITY_LABELS, item["visibility"])
    yield hanging_indent(
        _VERDICT_LEADS["visibility"],
        f"{visibility}{audience}{mark}; {basis}; confidence {item['confidence']}",
    )
    if item["lean"] != "none":
        yield hanging_indent(
            _VERDICT_LEADS["lean"], f"{VISIBILITY_LABELS[item['lean']]} (a guess, not a verdict)"
        )
    yield hanging_indent(_VERDICT_LEADS["now"], _label(POOL_LABELS, item["now"]) + mark)
    yield hanging_indent(_VERDICT_LEADS["past"], _label(POOL_LABELS, item["past"]) + mark)
    yield from _public_time(item, mark)


def _label(labels: Mapping[str, str], verdict: str) -> str:
    """Return a verdict in words; the tables have only room for `?` where it is unknown."""
    return "unknown" if verdict == "unknown" else labels[verdict]


def _public_time(item: Item, mark: str) -> Iterator[Any]:
    """Yield the line that says whether and when the item was public."""
    first, last = (f"{at:%Y-%m-%d}" if (at := item[name]) else "" for name in ("public_from", "public_until"))
    if first and first == last:
        spans = [f"on {first}"]
    else:
        spans = [f"from {first}"] if first else []
        spans += [f"until {last}"] if last else []
    answer = {"yes": "yes", "no": "never", "unknown": "unknown"}[item["ever_public"]]
    yield hanging_indent(_VERDICT_LEADS["ever_public"], " ".join([answer, *spans]) + mark)


def _plain_word(word: str) -> str:
    """Return a value such as `friends_of_friends` with spaces."""
    return word.replace("_", " ")


def _evidence(item: Item) -> Iterator[Any]:
    """Yield the facts that the rules test, without those that do not apply to the item."""
    facts = [(name, item[name]) for name in schema.FACTS if item[name] is not None and _applies(name, item)]
    if not facts:
        yield indented("none", 2)
    for name, value in facts:
        yield hanging_indent("  - ", fact_sentence(name, value))


def _applies(name: str, item: Item) -> bool:
    """Return whether a fact means something for this item."""
    if name in _OBJECTION_FACTS:
        return bool(item[name]) or item["fact_objection"] not in (None, "none")
    if name == "fact_page_named":
        return bool(item[name] or item["fact_own_page"])
    return True


def _decision(column: str, title: str, item: Item, book: RuleBook, above: SourcesAbove) -> Iterator[Any]:
    """Yield the rule that decided one verdict; its sources are added to `above`."""
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
        yield indented(f"Decided by rule {name}, which this rule book does not have.", 2)
        return
    yield from rule_lines(rule, book, above)


def rule_lines(rule: Rule, book: RuleBook, above: SourcesAbove) -> Iterator[Any]:
    """Yield a rule: its title, the reason, what would change the verdict, and its sources.

    A source that is in `above` is only named; the others are printed in full and added to it.
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
        yield from _source_again(source) if source.id in above else source_lines(source, above)
        above[source.id] = source.quote


def source_lines(source: Citation, above: SourcesAbove) -> Iterator[Any]:
    """Yield a source: its quote, title, date, grade and address; a quote in `above` is not repeated."""
    quote = f'"{source.quote}"' if source.quote else f"({source.unquoted})"
    if source.quote and source.quote in above.values():
        quote = "(the same quote as above)"
    note = f" [{source.quote_note}]" if source.quote_note else ""
    yield hanging_indent("  > ", f"{quote}{note}")
    grade = sentence(GRADE_NAMES[source.grade])
    yield hanging_indent("    ", dimmed(f"{source.title}, {dated(source)}. {grade}."))
    if source.address:
        yield unbroken_line(f"    {source.address}", style="dim")


def _source_again(source: Citation) -> Iterator[Any]:
    """Yield a line for a source that is printed in full further up."""
    yield hanging_indent("  > ", dimmed(f"see above: {source.title} ({GRADE_NAMES[source.grade]})"))


def dated(source: Citation) -> str:
    """Return the date of a source and when it was retrieved."""
    day: date | None = source.date
    retrieved = f", retrieved {source.retrieved}" if source.retrieved else ""
    return f"{day or 'undated'}{retrieved}"


def _flags(item: Item, book: RuleBook) -> Iterator[Any]:
    """Yield what is worth knowing besides the verdicts."""
    names = item["flags"] or []
    if names:
        yield Text()
        yield heading(TABLE_TITLES["flags"])
    for name in names:
        rule = book.rules.get(name)
        if rule is None:
            yield indented(name, 2)
        else:
            yield hanging_indent("  - ", f"{rule.message or rule.title} ({rule.id})")
