import json

import msgspec
import pytest

from scanner import schema
from scanner.output.explain import explain_json, explain_table
from scanner.output.text import TextStyle
from scanner.output.wording import fact_sentence
from scanner.rulebook import Citation, load
from scanner.rulebook.rules import GRADE_NAMES
from tests.output.frames import items

BOOK = load()
RULE = next(rule for rule in BOOK.rules_of("visibility") if rule.change)
NOW = BOOK.rules_of("now")[0]
ITEM = items(
    {
        "text": "hello \x1b[2J", "visibility": "private", "basis": "structural", "visibility_rule": RULE.id,
        "now_rule": NOW.id, "fact_section": "archive", "flags": [BOOK.rules_of("flags")[0].id],
    }
).row(0, named=True)  # fmt: skip


def test_it_shows_evidence_rules_and_sources() -> None:
    shown = " ".join(explain_table(ITEM, BOOK, TextStyle(120)).split())
    source = BOOK.sources[NOW.sources[0]]
    for words in (
        RULE.title,
        RULE.why,
        RULE.change,
        NOW.title,
        source.title,
        source.address,
        "part of the download",
    ):
        assert " ".join(words.split()) in shown
    assert "\x1b" not in shown
    assert "No rule applies, so this is unknown." in shown


@pytest.mark.parametrize(("objection", "shown"), [("none", False), ("late", True)])
def test_facts_of_an_objection_are_shown_where_one_counts(objection: str, *, shown: bool) -> None:
    item = ITEM | {"fact_objection": objection, "fact_objection_covers_ai": False}
    line = fact_sentence("fact_objection_covers_ai", False)
    assert (line in explain_table(item, BOOK, TextStyle(200))) == shown
    assert json.loads(explain_json(item, BOOK))["evidence"]["fact_objection_covers_ai"] is False


def test_json_has_the_grade_of_each_source() -> None:
    document = json.loads(explain_json(ITEM, BOOK))
    assert list(document["item"]) == list(schema.RECORD)
    assert document["evidence"] == {"fact_section": "archive"}
    assert document["rules"]["visibility"]["id"] == RULE.id
    assert document["rules"]["past"] is None
    sources = document["rules"]["now"]["sources"]
    assert sources
    assert all(source["grade_words"] == GRADE_NAMES[source["grade"]] for source in sources)


def lines_of(*rules: str) -> list[str]:
    """What an item shows that these rules decided, who could see it first."""
    columns = ("visibility_rule", "now_rule", "past_rule")
    named = dict(zip(columns, rules, strict=False))
    return explain_table(ITEM | {"past_rule": None} | named, BOOK, TextStyle(400)).splitlines()


def sharing(first: str, second: str) -> tuple[str, str, Citation]:
    """Two rules of two tables that rest on the same source with a quote, and that source."""
    for rule in BOOK.rules_of(first):
        for other in BOOK.rules_of(second):
            for name in set(rule.sources) & set(other.sources):
                if BOOK.sources[name].quote:
                    return rule.id, other.id, BOOK.sources[name]
    raise AssertionError("no two rules share a source")


def test_a_source_of_two_rules_is_given_in_full_once() -> None:
    rule, other, source = sharing("now", "past")
    shown = lines_of(RULE.id, rule, other)
    assert sum(f'"{source.quote}"' in line for line in shown) == 1
    assert sum(source.title in line for line in shown) == 2
    assert any("see above: " in line and source.title in line for line in shown)


def test_the_same_words_of_two_sources_are_given_once() -> None:
    source = next(each for each in BOOK.sources.values() if each.quote)
    twin = msgspec.structs.replace(source, id="twin", title="The same elsewhere")
    rule = msgspec.structs.replace(NOW, sources=[source.id, "twin"])
    book = msgspec.structs.replace(
        BOOK, sources={**BOOK.sources, "twin": twin}, rules={**BOOK.rules, NOW.id: rule}
    )
    shown = explain_table(ITEM, book, TextStyle(400))
    assert shown.count(f'"{source.quote}"') == 1
    assert "(the same quote as above)" in shown
    assert "The same elsewhere" in shown


@pytest.mark.parametrize(
    ("grade", "said"),
    [
        ("secondary", "(paraphrased; no direct quote available)"),
        ("code", "(paraphrased; no direct quote available)"),
        ("inference", "(an inference of our own; there is nothing to quote)"),
    ],
)
def test_a_source_without_a_quote_says_so(grade: str, said: str) -> None:
    source = next(each for each in BOOK.sources.values() if each.grade == grade and not each.quote)
    rule = msgspec.structs.replace(NOW, sources=[source.id])
    book = msgspec.structs.replace(BOOK, rules={**BOOK.rules, NOW.id: rule})
    shown = explain_table(ITEM, book, TextStyle(400))
    assert said in shown
    assert GRADE_NAMES[source.grade][1:] in shown


@pytest.mark.parametrize("name", schema.FACTS)
def test_each_fact_has_a_sentence(name: str) -> None:
    words = fact_sentence(name, True)
    assert words.endswith(": yes")
    assert "_" not in words
    assert words != name.removeprefix("fact_").replace("_", " ") + ": yes"


def test_an_address_is_one_word_however_long_so_that_it_can_be_copied() -> None:
    source = next(each for each in BOOK.sources.values() if each.grade == "meta")
    rule = msgspec.structs.replace(NOW, sources=[source.id])
    book = msgspec.structs.replace(BOOK, rules={**BOOK.rules, NOW.id: rule})
    assert f"    {source.address}" in explain_table(ITEM, book, TextStyle(40)).splitlines()


def test_an_item_that_is_its_whole_file_has_no_pointer() -> None:
    shown = " ".join(explain_table(ITEM | {"pointer": ""}, BOOK, TextStyle(200)).split())
    assert f"{ITEM['export']}: {ITEM['member']} visibility" in shown


def test_every_verdict_that_is_assumed_says_so() -> None:
    shown = explain_table(ITEM | {"assumed": True, "ever_public": "yes"}, BOOK, TextStyle(200)).splitlines()
    marked = [line[:22].strip() for line in shown if "(assumed: its best guess)" in line]
    assert marked == ["visibility", "in the pool today", "in the pool before", "ever public"]
