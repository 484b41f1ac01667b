"""Examples that fail are found, and so are verdicts that stand without evidence."""

from datetime import date
from pathlib import Path

from scanner.rulebook.examples import Failure, failures, without_evidence
from tests.rulebook.books import PUBLIC, book_of, rule


def test_good_examples_pass(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        "now",
        rule(
            "of-2025",
            when={
                "kind": "post",
                "created_at": {"from": date(2025, 1, 1)},
                "tagged": {"any": ["Joe Sample"]},
            },
            examples=[
                {
                    "item": {"kind": "post", "created_at": date(2025, 1, 1), "tagged": ["Joe Sample"]},
                    "expect": {"now": "eligible"},
                }
            ],
            counterexamples=[{"item": {"kind": "post", "created_at": date(2024, 12, 31)}}],
        ),
    )
    assert failures(book) == []


def test_an_example_another_rule_decides_fails(tmp_path: Path) -> None:
    book = book_of(tmp_path, "now", rule("first"), rule("second", examples=[{"item": {"kind": "post"}}]))
    assert failures(book) == [Failure("second", "example", 0, {}, {}, "first")]


def test_an_example_with_another_verdict_fails(tmp_path: Path) -> None:
    wrong = [{"item": {}, "expect": {"now": "eligible"}}, {"item": {}, "expect": {"now": "likely"}}]
    book = book_of(tmp_path, "now", rule("it", examples=wrong))
    assert failures(book) == [Failure("it", "example", 1, {"now": "likely"}, {"now": "eligible"}, "it")]


def test_a_counterexample_the_rule_decides_fails(tmp_path: Path) -> None:
    book = book_of(tmp_path, "now", rule("it", counterexamples=[{"item": {"kind": "post"}}]))
    assert [(each.kind, each.decided_by) for each in failures(book)] == [("counterexample", "it")]


def test_a_counterexample_nobody_decides_as_expected_fails(tmp_path: Path) -> None:
    counter = [{"item": {"kind": "reel"}, "expect": {"now": "unknown"}}]
    book = book_of(tmp_path, "now", rule("it", counterexamples=counter))
    assert [(each.got, each.decided_by) for each in failures(book)] == [({"now": None}, "")]


def test_flags_are_checked_beside_others(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        "flags",
        rule("of-posts", "flags"),
        rule("of-others", "flags", when={"author": "other"}),
    )
    assert failures(book) == [Failure("of-others", "example", 0, {}, {}, "of-posts")]


def test_a_verdict_that_outlives_its_evidence_is_found(tmp_path: Path) -> None:
    account = {"kind": "post", "fact_account": "public"}
    book = book_of(
        tmp_path,
        "visibility",
        rule(
            "by-account",
            "visibility",
            when={"fact_account": "public"},
            then=PUBLIC,
            examples=[{"item": account}, {"item": account | {"fact_on_grid": True}}],
        ),
        rule("by-grid", "visibility", when={"fact_on_grid": True}, then=PUBLIC),
    )
    assert without_evidence(book) == ["by-account"]


def test_a_verdict_that_falls_with_its_evidence_is_not(tmp_path: Path) -> None:
    account = {"kind": "post", "fact_account": "public"}
    by_account = rule(
        "by-account", "visibility", when={"fact_account": "public"}, then=PUBLIC, examples=[{"item": account}]
    )
    assert without_evidence(book_of(tmp_path, "visibility", by_account)) == []
