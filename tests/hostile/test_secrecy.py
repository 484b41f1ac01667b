"""What goes wrong is said without a word of what is in the export."""

import json
from pathlib import Path
from typing import Final

import pytest

from tests.builders import JANE, VINTAGES, Tree, as_zip
from tests.hostile.commands import FINE, Said, all_said, said
from tests.hostile.texts import in_every_string, worded
from tests.scanning import POSTS

WORD: Final = "CanaryWord"
"""Stands in every string of the export, whole ones and broken ones."""
PERSON: Final = "canaryperson"
"""The name of a thread's folder."""
BROKEN: Final[dict[str, bytes]] = {
    "cut": b'[{"timestamp": 1500000000, "data": [{"post": "CanaryWord',
    "no_utf8": b'[{"title": "CanaryWord \xff"}]',
    "deep": b'{"CanaryWord":' * 5_000,
    "odd": b'[{"timestamp": "CanaryWord", "title": {"CanaryWord": 1}}, "CanaryWord", ["CanaryWord"]]',
    "no_object": b"[object Object] CanaryWord",
}


def broken_tree() -> Tree:
    """Give two accounts with the word in every string, some members broken."""
    whole = (
        VINTAGES["facebook_v5"](worded(JANE, WORD)).tree | VINTAGES["instagram_g5"](worded(JANE, WORD)).tree
    )
    tree = in_every_string(whole, WORD)
    threads = f"your_facebook_activity/messages/inbox/{PERSON}_1"
    beside = {f"{POSTS[:-6]}{number}.json": raw for number, raw in enumerate(BROKEN.values(), 20)}
    in_threads = {f"{threads}/message_{number}.json": raw for number, raw in enumerate(BROKEN.values(), 1)}
    return tree | beside | in_threads


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    export = as_zip(broken_tree(), tmp_path_factory.mktemp("export") / "export.zip")
    return all_said(export, tmp_path_factory.mktemp("written"))


def test_the_commands_did_their_work_and_met_what_is_broken(calls: list[Said]) -> None:
    assert {each.call: each.code for each in calls if each.code not in FINE} == {}
    assert sum(each.code == 4 for each in calls) > 15
    assert any(WORD.encode() in each.out for each in calls), "the word is in the items' own text"


def test_no_error_or_note_carries_a_word_of_it(calls: list[Said]) -> None:
    assert {each.call: each.err for each in calls if WORD in each.err or PERSON in each.err} == {}


def test_coverage_carries_none_either(calls: list[Said]) -> None:
    tables = [each.out.decode() for each in calls if each.call.startswith("coverage") and each.is_for_people]
    assert tables
    assert [table for table in tables if WORD in table or PERSON in table] == []
    (document,) = [
        json.loads(each.out) for each in calls if each.call.startswith("coverage") and "-f json" in each.call
    ]
    reasons = [member["reason"] for member in document["members"] if member["reason"]]
    assert len(reasons) > len(BROKEN)
    assert [reason for reason in reasons if WORD in reason or PERSON in reason] == []


def test_warnings_carry_none_either(calls: list[Said]) -> None:
    scans = [
        json.loads(each.out)
        for each in calls
        if each.call.startswith("scan") and "-f json " in f"{each.call} "
    ]
    assert scans
    assert WORD not in json.dumps([scan["warnings"] for scan in scans])


def test_a_fault_of_the_program_itself_carries_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ValueError(f"could not convert string to float: {WORD!r}")

    monkeypatch.setattr("scanner.pipeline.MemberPlacer", failing)
    export = as_zip({POSTS: b"[]"}, tmp_path / "export.zip")
    result = said(("scan", str(export)), tmp_path)
    assert result.code == 70
    assert WORD not in result.err + result.out.decode()
