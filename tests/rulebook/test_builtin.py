"""The built-in rule book: every example comes out, and nothing is public or private without evidence."""

import pytest

from scanner.rulebook import RuleBook, load
from scanner.rulebook.examples import failures, item_frame, without_evidence


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


def test_every_example_comes_out(book: RuleBook) -> None:
    assert failures(book) == []


def test_no_verdict_outlives_its_evidence(book: RuleBook) -> None:
    assert without_evidence(book) == []


def test_without_any_fact_nothing_is_public_or_private(book: RuleBook) -> None:
    table = book.table("visibility")
    examples = [each for rule in table.rules for each in (*rule.examples, *rule.counterexamples)]
    bare = [{k: v for k, v in each.item.items() if not k.startswith("fact_")} for each in examples]
    given = table.decide(item_frame(bare, table.columns))["visibility"].unique().drop_nulls().to_list()
    assert set(given) <= {"unknown"}
