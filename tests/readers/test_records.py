"""The same records, however they are wrapped."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.json_documents import JsonSlice, parse
from scanner.readers.record import Skip, UnreadableError
from scanner.readers.records import DEEPEST, records
from tests.readers.reading import JSON, mojibake

RECORD = st.fixed_dictionaries({"timestamp": st.integers()}, optional={"title": st.text(max_size=5)})
KEY = st.text(min_size=1, max_size=8).map(lambda key: "x" + key)


def alone(document: object) -> list[dict[str, Any]]:
    """Give the records of a document without pointers and skips."""
    return [found[1] for found in records(document) if not isinstance(found, Skip)]


@given(st.lists(RECORD), st.lists(KEY, max_size=5))
def test_wrapping_changes_no_record(entries: list[dict[str, Any]], keys: list[str]) -> None:
    wrapped: object = entries
    for key in keys:
        wrapped = {key: wrapped}
    assert alone(wrapped) == entries


@given(RECORD, st.lists(KEY, max_size=5))
def test_a_bare_record_is_the_list_of_one(entry: dict[str, Any], keys: list[str]) -> None:
    bare: object = entry
    for key in keys:
        bare = {key: bare}
    assert alone(bare) == alone([entry])


@given(JSON)
def test_nothing_makes_records_fail(document: object) -> None:
    for found in records(document):
        assert isinstance(found, Skip) or isinstance(found[1], dict)


@given(JSON | st.dictionaries(KEY, st.lists(RECORD | JSON, max_size=4), max_size=3))
def test_a_large_document_parsed_record_by_record_gives_the_same(document: object) -> None:
    raw = json.dumps(document).encode()
    assert list(records(JsonSlice.of(raw))) == list(records(parse(raw)))


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbf[{}]", b'[{"timestamp": NaN}]', b'[{"title": "\\ud83d"}]'])
def test_a_large_document_is_forgiven_what_a_small_one_is(raw: bytes) -> None:
    assert repr(list(records(JsonSlice.of(raw)))) == repr(list(records(parse(raw))))


@pytest.mark.parametrize("raw", [b"[{}, {]", b'[{"a": "\xff"}]', b"", b"[object Object]", b"[" * 5000])
def test_a_large_document_that_is_no_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        list(records(JsonSlice.of(raw)))


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (None, "not a record but nothing"),
        (42, "not a record but int"),
        ("text", "not a record but str"),
        ([], "not a record but list"),
        ({}, "empty record"),
    ],
)
def test_junk_among_records_is_skipped_with_its_place(entry: object, reason: str) -> None:
    assert list(records({"posts": [{"timestamp": 1}, entry]}))[1] == Skip("/posts/1", reason)


def test_pointer_escapes_keys_and_repairs_them() -> None:
    document = {mojibake("a/b~é"): [{"timestamp": 1}]}
    assert [found[0] for found in records(document) if not isinstance(found, Skip)] == ["/a~1b~0é/0"]


def test_an_object_of_values_alone_is_a_record() -> None:
    assert alone({"name": "Sample Fair", "end": 0}) == [{"name": "Sample Fair", "end": 0}]
    assert alone({"version": 2, "events": [{"name": "Sample Fair"}]}) == [{"name": "Sample Fair"}]


def test_wrappers_past_the_limit_are_reported() -> None:
    document: object = [{"timestamp": 1}]
    for _ in range(DEEPEST + 2):
        document = {"inner": document}
    (found,) = records(document)
    assert isinstance(found, Skip)
    assert found.reason == "nested too deep"
