"""Every operator on a frame, and every way a `when` can be wrong."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scanner.rulebook import RuleError
from scanner.rulebook.examples import item_frame
from tests.rulebook.books import book_of, rule

COLUMNS = ["kind", "text", "fact_draft", "count", "latitude", "created_at", "tagged", "fact_host"]


@pytest.mark.parametrize(
    ("when", "item", "matches"),
    [
        ({}, {}, True),
        ({"kind": "post"}, {"kind": "post"}, True),
        ({"kind": "post"}, {"kind": "reel"}, False),
        ({"fact_host": "self"}, {}, False),
        ({"kind": ["post", "reel"]}, {"kind": "reel"}, True),
        ({"kind": ["post", "reel"]}, {"kind": "story"}, False),
        ({"fact_host": ["self", "other"]}, {}, False),
        ({"fact_host": {"not": ["self", "other"]}}, {"fact_host": "self"}, False),
        ({"fact_host": {"not": ["self", "other"]}}, {"fact_host": "page"}, True),
        ({"fact_host": {"not": ["self", "other"]}}, {}, True),
        ({"fact_host": {"not": "self"}}, {}, True),
        ({"fact_host": {"not": "self", "known": True}}, {}, False),
        ({"fact_host": {"known": True}}, {"fact_host": "unknown"}, True),
        ({"fact_host": {"known": True}}, {}, False),
        ({"fact_host": {"known": False}}, {}, True),
        ({"fact_host": {"known": False}}, {"fact_host": "self"}, False),
        ({"fact_draft": True}, {"fact_draft": True}, True),
        ({"fact_draft": True}, {}, False),
        ({"fact_draft": False}, {"fact_draft": False}, True),
        ({"fact_draft": False}, {}, False),
        ({"count": [1, 2]}, {"count": 2}, True),
        ({"latitude": 1.5}, {"latitude": 1.5}, True),
        ({"text": "Hi"}, {"text": "Hi"}, True),
        ({"text": {"match": "^li.e"}}, {"text": "live now"}, True),
        ({"text": {"match": "^li.e"}}, {"text": "not live"}, False),
        ({"text": {"match": "."}}, {}, False),
        ({"text": {"not": ["Hi"]}}, {}, True),
        ({"tagged": {"any": ["Jane Sample"]}}, {"tagged": ["Jane Sample", "Joe Sample"]}, True),
        ({"tagged": {"any": ["Jane Sample"]}}, {"tagged": ["Joe Sample"]}, False),
        ({"tagged": {"any": ["Jane Sample"]}}, {}, False),
        ({"tagged": {"empty": True}}, {}, True),
        ({"tagged": {"empty": True}}, {"tagged": ["Joe Sample"]}, False),
        ({"tagged": {"empty": False}}, {"tagged": ["Joe Sample"]}, True),
        ({"kind": "post", "fact_draft": True}, {"kind": "post", "fact_draft": False}, False),
    ],
)
def test_operators(tmp_path: Path, when: dict[str, Any], item: dict[str, Any], matches: bool) -> None:
    table = book_of(tmp_path, "now", rule("it", when=when)).table("now")
    assert table.decide(item_frame([item], COLUMNS))["rule"].to_list() == (["it"] if matches else [None])


@pytest.mark.parametrize(
    ("when", "at", "matches"),
    [
        ({"from": date(2025, 5, 27)}, datetime(2025, 5, 27, tzinfo=UTC), True),
        ({"from": date(2025, 5, 27)}, datetime(2025, 5, 26, 23, 59, 59, tzinfo=UTC), False),
        ({"until": date(2025, 5, 27)}, datetime(2025, 5, 26, 23, 59, 59, tzinfo=UTC), True),
        ({"until": date(2025, 5, 27)}, datetime(2025, 5, 27, tzinfo=UTC), False),
        ({"from": date(2025, 1, 1), "until": date(2026, 1, 1)}, datetime(2025, 7, 1, tzinfo=UTC), True),
        ({"from": date(2025, 1, 1), "until": date(2026, 1, 1)}, datetime(2026, 7, 1, tzinfo=UTC), False),
        ({"from": datetime(2025, 1, 1, 12, tzinfo=UTC)}, datetime(2025, 1, 1, 11, tzinfo=UTC), False),
        ({"from": date(1970, 1, 1)}, None, False),
        ({"known": False}, None, True),
    ],
)
def test_times(tmp_path: Path, when: dict[str, Any], at: datetime | None, matches: bool) -> None:
    table = book_of(tmp_path, "now", rule("it", when={"created_at": when})).table("now")
    frame = item_frame([{"created_at": at}], COLUMNS)
    assert table.decide(frame)["rule"].to_list() == (["it"] if matches else [None])


@pytest.mark.parametrize(
    ("when", "key", "message"),
    [
        ({"knd": "post"}, "when.knd", "there is no such column; did you mean kind?"),
        ({"kind": "posts"}, "when.kind", '"posts" is not allowed: expected one of post, reel,'),
        ({"kind": ["post", "x"]}, "when.kind", '"x" is not allowed'),
        ({"kind": {"not": ["x"]}}, "when.kind", '"x" is not allowed'),
        ({"kind": []}, "when.kind", "an empty list can never match"),
        ({"kind": {}}, "when.kind", "is empty"),
        ({"kind": {"match": "p"}}, "when.kind", "`match` can't be used with this column"),
        ({"kind": {"nott": ["post"]}}, "when.kind", "it takes a value or a list, not, known"),
        ({"kind": {"known": "yes"}}, "when.kind.known", "expected true or false"),
        ({"fact_draft": "yes"}, "when.fact_draft", "expected true or false"),
        ({"fact_draft": 1}, "when.fact_draft", "expected true or false"),
        ({"count": True}, "when.count", "true is not allowed: expected a number"),
        ({"text": 3}, "when.text", "expected text"),
        ({"text": {"match": "("}}, "when.text.match", "is not a regular expression"),
        ({"text": {"match": "(?!x)y"}}, "when.text.match", "look-around"),
        ({"created_at": date(2025, 1, 1)}, "when.created_at", "a plain value can't be used"),
        ({"created_at": {"from": "2025"}}, "when.created_at.from", "expected a date"),
        ({"tagged": "Jane Sample"}, "when.tagged", "it takes any, empty"),
        ({"findings": "x"}, "when.findings", "it takes no condition"),
        ({"past": "likely"}, "when.past", "is decided only after the table now"),
        ({"now": "likely"}, "when.now", "is decided only after the table now"),
    ],
)
def test_a_wrong_condition_is_named(tmp_path: Path, when: dict[str, Any], key: str, message: str) -> None:
    with pytest.raises(RuleError) as error:
        book_of(tmp_path, "now", rule("it", when=when))
    assert (error.value.rule, error.value.key) == ("it", key)
    assert message in error.value.message
    assert str(error.value).startswith(f"{tmp_path / 'eligibility' / '10_now.toml'}: rule it: {key}: ")


def test_a_table_looks_at_what_was_decided_before_it(tmp_path: Path) -> None:
    book = book_of(tmp_path, "past", rule("it", "past", when={"visibility": "public", "now": "eligible"}))
    assert book.table("past").columns == ("visibility", "now")
