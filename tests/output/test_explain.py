import json

import pytest

from scanner import schema
from scanner.output.explain import explain_json, explain_table
from scanner.output.facts import fact_words
from scanner.output.render import Look
from scanner.rulebook import load
from tests.output.frames import items

BOOK = load()
RULE = next(rule for rule in BOOK.rules_of("visibility") if rule.change)
NOW = BOOK.rules_of("now")[0]
ITEM = items(
    {
        "text": "hello \x1b[2J", "visibility": "private", "basis": "structural", "visibility_rule": RULE.id,
        "now_rule": NOW.id, "fact_lies_in": "archive", "flags": [BOOK.rules_of("flags")[0].id],
    }
).row(0, named=True)  # fmt: skip


def test_it_shows_evidence_rules_and_sources() -> None:
    shown = " ".join(explain_table(ITEM, BOOK, Look(120)).split())
    source = BOOK.sources[NOW.sources[0]]
    for words in (
        RULE.title,
        RULE.why,
        RULE.change,
        NOW.title,
        source.title,
        source.address,
        "part of the export",
    ):
        assert " ".join(words.split()) in shown
    assert "\x1b" not in shown
    assert "No rule speaks of it, so it is not known." in shown


def test_json_has_the_grade_of_each_source() -> None:
    document = json.loads(explain_json(ITEM, BOOK))
    assert list(document["item"]) == list(schema.RECORD)
    assert document["evidence"] == {"fact_lies_in": "archive"}
    assert document["rules"]["visibility"]["id"] == RULE.id
    assert document["rules"]["past"] is None
    assert all(source["grade"] for source in document["rules"]["now"]["sources"])


@pytest.mark.parametrize("name", schema.FACTS)
def test_each_fact_has_a_sentence(name: str) -> None:
    words = fact_words(name, True)
    assert words.endswith(": yes")
    assert "_" not in words
    assert words != name.removeprefix("fact_").replace("_", " ") + ": yes"


def test_an_address_is_one_word_however_long_so_that_it_can_be_copied() -> None:
    lines = explain_table(ITEM, BOOK, Look(40)).splitlines()
    for source in BOOK.rules[NOW.id].sources:
        assert f"    {BOOK.sources[source].address}" in lines


def test_an_item_that_is_its_whole_file_has_no_pointer() -> None:
    shown = " ".join(explain_table(ITEM | {"pointer": ""}, BOOK, Look(200)).split())
    assert f"{ITEM['export']}: {ITEM['member']} seen by" in shown


def test_every_verdict_that_is_assumed_says_so() -> None:
    shown = explain_table(ITEM | {"assumed": True, "ever_public": "yes"}, BOOK, Look(200)).splitlines()
    marked = [line.split()[0] for line in shown if "(assumed: what it leans to)" in line]
    assert marked == ["seen", "pool", "before", "ever"]
