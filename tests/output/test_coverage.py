import json

from scanner.output.coverage import COLUMNS, coverage_json, coverage_table
from scanner.output.text import TextStyle
from tests.output.frames import coverage, items, scan_of

THREAD = "messages/inbox/jane_1/message_1.json"
MEMBERS = coverage(
    {},
    {"state": "duplicate", "bytes": 500, "reader": None, "records": 0, "items": 0},
    {"state": "unreadable", "member": THREAD, "bytes": 250, "reason": "encrypted", "records": 0, "items": 0},
    {"state": "unknown", "member": "secret/diary of Jane.json", "bytes": 250, "records": 0, "items": 0},
)


def shown() -> str:
    return coverage_table(
        scan_of(items({}), MEMBERS), TextStyle(80), lambda path: path.replace("diary of Jane", "*")
    )


def test_it_adds_up_to_all_of_the_export() -> None:
    assert "Total: 4 of 4 files (100.0 %), 2,000 of 2,000 bytes (100.0 %)" in shown()
    assert "Your content: 1 file, 1.0 kB (25.0 % of files, 50.0 % of bytes)" in shown()


def test_no_name_of_a_person_is_shown() -> None:
    assert "secret/*.json" in shown()
    assert "messages/inbox/*/message_1.json: encrypted" in shown()
    assert "jane" not in shown().lower()


def test_json_is_as_the_contract_has_it() -> None:
    document = json.loads(coverage_json(scan_of(items({}), MEMBERS)))
    assert list(document) == ["schema", "totals", "members"]
    assert document["schema"] == "exposure.coverage/1"
    assert [list(member) for member in document["members"]] == [list(COLUMNS)] * 4
    assert document["totals"]["members"] == sum(s["members"] for s in document["totals"]["states"].values())
    assert (
        document["totals"]["bytes"] == sum(s["bytes"] for s in document["totals"]["states"].values()) == 2000
    )


def test_a_reason_stands_below_the_reader_that_gave_it() -> None:
    members = coverage(
        {"reader": "facebook.posts", "reason": "not a record but int", "skipped": 1},
        {"reader": "messenger.threads"},
    )
    lines = coverage_table(scan_of(items({}), members), TextStyle(80), str).splitlines()
    at = next(n for n, line in enumerate(lines) if "not a record" in line)
    assert "facebook.posts" in lines[at - 1]


def test_a_zip_that_can_not_be_opened_is_named() -> None:
    members = coverage({}, {"state": "unreadable", "member": "", "reason": "cut off", "export": "part-2.zip"})
    assert "    part-2.zip: cut off" in coverage_table(scan_of(items({}), members), TextStyle(80), str)


def test_a_copy_is_said_to_be_one() -> None:
    assert "the same file is in another part: 1 file" in shown()
