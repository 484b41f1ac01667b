"""Order, outputs and flags of decision tables."""

from pathlib import Path

import polars as pl

from scanner import schema
from scanner.dtypes import DTYPES
from scanner.rulebook.examples import item_frame
from tests.rulebook.books import PUBLIC, book_of, rule


def test_the_first_rule_that_matches_decides(tmp_path: Path) -> None:
    table = book_of(
        tmp_path,
        "now",
        rule("of-posts", then={"now": "likely"}),
        rule("of-reels", when={"kind": ["post", "reel"]}, then={"now": "unknown"}),
    ).table("now")
    judged = table.decide(item_frame([{"kind": "reel"}, {"kind": "post"}, {"kind": "story"}], ["kind"]))
    assert judged.rows() == [("of-reels", "unknown"), ("of-posts", "likely"), (None, None)]
    assert judged.schema == {"rule": pl.String(), "now": pl.Enum(schema.ELIGIBILITIES)}


def test_a_rule_that_asks_nothing_decides_every_row(tmp_path: Path) -> None:
    table = book_of(tmp_path, "now", rule("anything-else", when={})).table("now")
    assert table.decide(item_frame([{}, {}], ["kind"]))["rule"].to_list() == ["anything-else"] * 2


def test_an_empty_table_decides_nothing(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    frame = item_frame([{}, {}], ["kind"])
    assert book.table("visibility").decide(frame).rows() == [(None,) * 6] * 2
    assert book.flags(frame).to_list() == [[], []]


def test_no_rows_give_no_rows(tmp_path: Path) -> None:
    book = book_of(tmp_path, "flags", rule("a", "flags"))
    frame = pl.DataFrame(schema=DTYPES)
    assert book.flags(frame).dtype == pl.List(pl.String)
    assert book.flags(frame).len() == book.table("now").decide(frame).height == 0


def test_an_audience_left_out_is_null(tmp_path: Path) -> None:
    then = {name: word for name, word in PUBLIC.items() if name != "audience"}
    table = book_of(
        tmp_path, "visibility", rule("told", "visibility", when={"fact_graph": "public"}, then=then)
    ).table("visibility")
    judged = table.decide(item_frame([{"fact_graph": "public"}], table.columns))
    assert judged.rows() == [("told", "public", None, "account", "high", "yes")]


def test_all_flags_that_match_in_their_order(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        "flags",
        rule("c", "flags"),
        rule("b", "flags", when={"platform": "facebook"}),
        rule("a", "flags", when={"fact_has_ip": True}),
    )
    items: list[dict[str, object]] = [
        {"fact_has_ip": True},
        {"platform": "threads"},
        {"kind": "reel", "platform": "threads"},
        {},
    ]
    flags = book.flags(item_frame(items, ["kind", "platform", "fact_has_ip"]))
    assert flags.to_list() == [["c", "b", "a"], ["c"], [], ["c", "b"]]


def test_many_rules_make_one_chain(tmp_path: Path) -> None:
    rules = [rule(f"r{n}", when={"count": n}) for n in range(300)]
    table = book_of(tmp_path, "now", *rules).table("now")
    assert table.decide(item_frame([{"count": 299}, {"count": 0}], ["count"]))["rule"].to_list() == [
        "r299",
        "r0",
    ]


def test_flags_are_not_limited_in_number(tmp_path: Path) -> None:
    book = book_of(tmp_path, "flags", *(rule(f"f{n}", "flags") for n in range(70)))
    assert book.flags(item_frame([{}], ["kind"])).list.len().to_list() == [70]
