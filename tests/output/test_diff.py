import json
from typing import Any

import pytest
from rich.cells import cell_len

from scanner.diff import Diff, compare
from scanner.dtypes import is_content
from scanner.output.diff import diff_json, diff_table, sentence
from scanner.output.text import TextStyle
from scanner.result import Account
from tests.output.frames import facebook_export, items, scan_of

PUBLIC: dict[str, Any] = {"visibility": "public", "now": "eligible", "past": "likely"}
PRIVATE: dict[str, Any] = {"visibility": "private", "now": "not_eligible", "past": "likely"}
UNKNOWN: dict[str, Any] = {}


def compared(*pairs: tuple[dict[str, Any] | None, dict[str, Any] | None]) -> Diff:
    """Compare items by what each is before and after; None: it is not there."""
    old, new = (
        items(*({"item_id": f"{at:016x}"} | item for at, item in enumerate(side) if item is not None))
        for side in zip(*pairs, strict=True)
    )
    return compare(scan_of(old), scan_of(new))


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([(PUBLIC, PRIVATE), (PUBLIC, None)], "2 fewer items are in the pool than before (0, down from 2)."),
        ([(PUBLIC, None), (PUBLIC, PUBLIC)], "1 fewer item is in the pool than before (1, down from 2)."),
        (
            [(PUBLIC, None), (PUBLIC, None), (None, PUBLIC)],
            "1 fewer item is in the pool than before (1, down from 2); 1 is new in it.",
        ),
        (
            [(PRIVATE, PUBLIC), (None, PUBLIC)],
            "2 more items are in the pool than before (2, up from 0); 2 are new in it.",
        ),
        ([(PUBLIC, PUBLIC)], "As many items are in the pool as before: 1."),
        (
            [(PUBLIC, None), (None, PUBLIC)],
            "As many items are in the pool as before: 1; 1 is new in it.",
        ),
        ([(UNKNOWN, None)], "As many items are in the pool as before: 0."),
    ],
)  # fmt: skip
def test_a_sentence_says_whether_less_stands_in_the_pool(pairs: Any, words: str) -> None:
    assert sentence(compared(*pairs).both) == words


PHOTO = {"kind": "photo"}
MIXED = (
    (PUBLIC, PRIVATE), (PUBLIC, PRIVATE), (UNKNOWN, PUBLIC), (PUBLIC, None), (None, UNKNOWN),
    ({"kind": "comment"}, {"kind": "comment"}), (PUBLIC | PHOTO, PRIVATE | PHOTO),
    ({"kind": "message_thread", "count": 900}, None),
)  # fmt: skip


def test_the_table_counts_by_kind_with_files_and_chats_apart() -> None:
    shown = [" ".join(line.split()) for line in diff_table(compared(*MIXED), TextStyle(80)).splitlines()]
    for line in (
        "gone new changed before after before after",
        "Posts 1 1 3 3 1 3 1",
        "Total 1 1 3 3 1 3 1",
        "Files - - 1 1 - 1 -",
        "Chats 1 - - - - - -",
        "Visibility: public → not public 2 · ? → public 1",
        "In the pool: yes → no 2 · ? → yes 1",
        "Before: ? → likely 1",
    ):
        assert line in shown
    assert not any(line.startswith("Comments") for line in shown)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_longer_than_the_terminal(width: int) -> None:
    many = [(PUBLIC, PRIVATE)] * 1200
    for line in diff_table(compared(*MIXED, *many), TextStyle(width), filters="kind post").splitlines():
        assert cell_len(line) <= width, line


def test_where_nothing_changed_that_is_said_without_a_table() -> None:
    shown = diff_table(compared((PUBLIC, PUBLIC)), TextStyle(80))
    assert "No item is new or gone, and no verdict changed." in shown
    assert "went  new" not in shown


def test_what_is_doubtful_stands_first() -> None:
    other = facebook_export(accounts=(Account("facebook", name="Ravi Example"),))
    diff = compare(scan_of(items({"item_id": "a"})), scan_of(items({"item_id": "b"}), exports=(other,)))
    assert diff_table(diff, TextStyle(80)).startswith("Warning: OLD and NEW are of different accounts")


def test_names_of_exports_reach_no_terminal_raw() -> None:
    scan = scan_of(items({}), exports=(facebook_export(name="jane\x1b[31m"),))
    assert "\x1b" not in diff_table(compare(scan, scan), TextStyle(80))


def test_json_counts_what_the_table_counts() -> None:
    document = json.loads(diff_json(compared(*MIXED)))
    assert list(document) == ["schema", "old", "new", "pool", "items", "groups", "warnings"]
    assert document["schema"] == "exposure.diff/1"
    assert document["pool"] == {"before": 3, "after": 1, "left": 3, "joined": 1}
    assert document["items"] == {"went": 2, "came": 1, "changed": 4, "same": 1}
    assert sum(group["count"] for group in document["groups"]) == 7
    assert {
        "change": "changed", "platform": "facebook", "kind": "post",
        "old_visibility": "public", "new_visibility": "private",
        "old_now": "eligible", "new_now": "not_eligible", "old_past": "likely", "new_past": "likely",
        "count": 2,
    } in document["groups"]  # fmt: skip


def test_the_rows_add_up_to_the_total() -> None:
    same = PUBLIC | {"kind": "profile_field"}
    lines = diff_table(compared(*MIXED, (same, same)), TextStyle(80)).splitlines()
    named = {
        line.split()[0]: line.split()[1:] for line in lines if line.startswith(("Posts", "Profile", "Total"))
    }
    rows = {name: [int(cell.replace("-", "0")) for cell in cells] for name, cells in named.items()}
    assert rows["Total"] == [sum(pair) for pair in zip(rows["Posts"], rows["Profile"], strict=True)]


def rows_of(diff: Diff) -> dict[str, list[str]]:
    """Give the cells of each row of the table by the row's name."""
    lines = [line.rsplit(maxsplit=7) for line in diff_table(diff, TextStyle(120)).splitlines()]
    return {cells[0]: cells[1:] for cells in lines if len(cells) == 8}


EMAIL: dict[str, Any] = {"kind": "profile_field", "fact_field": "email"}


@pytest.mark.parametrize(
    ("pair", "content", "details"),
    [
        ((EMAIL, None), "1", "1"),
        ((EMAIL | PRIVATE, None), "2", None),
        ((EMAIL | {"fact_field": "city"}, None), "2", None),
    ],
)
def test_account_details_of_unknown_audience_are_apart_as_in_scan(
    pair: Any, content: str, details: str | None
) -> None:
    rows = rows_of(compared((PUBLIC, None), pair))
    assert rows["Total"][0] == content
    assert rows.get("Account details", [None])[0] == details


def test_what_either_side_counts_is_content() -> None:
    diff = compared((EMAIL, EMAIL | PRIVATE))
    assert rows_of(diff)["Total"][:3] == ["-", "-", "1"]
    assert "Visibility: ? \u2192 not public 1" in " ".join(diff_table(diff, TextStyle(120)).split())


def test_the_columns_written_are_without_those_of_the_count() -> None:
    assert not [name for name in compared((EMAIL, None)).changes.columns if "content" in name]


def test_a_frame_with_itself_has_as_much_content_as_scan_counts() -> None:
    kinds: tuple[dict[str, Any], ...] = (
        {},
        PRIVATE,
        PHOTO,
        EMAIL,
        EMAIL | PUBLIC,
        {"kind": "reaction"},
        {"kind": "message_thread"},
    )
    diff = compared(
        *((PUBLIC | kind, PUBLIC | kind) for kind in ({}, PHOTO)), *((each, each) for each in kinds)
    )
    assert diff.both["old_is_content"].equals(diff.both["new_is_content"].rename("old_is_content"))
    frame = items(PUBLIC, PUBLIC | PHOTO, *kinds)
    assert diff.both["new_is_content"].sum() == frame.filter(is_content()).height == 4
