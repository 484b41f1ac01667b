"""A large document is split: the same entries as parsed whole, and what is too much is left alone."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scanner.readers.json_documents import (
    COUNTED_FROM,
    MOST_VALUES,
    SPLIT_AT_ONCE,
    TOP_LEVEL_BYTES,
    JsonSlice,
    parse,
)
from scanner.readers.record import TooMuchError, UnreadableError
from tests.readers.reading import JSON

SPACED = (",", " , ", ",\n  ")


@pytest.fixture(params=[SPLIT_AT_ONCE, -1], ids=["split by msgspec", "scanned"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test once with lists that are split in one call, once with lists that are scanned."""
    monkeypatch.setattr("scanner.readers.json_documents.SPLIT_AT_ONCE", request.param)


@pytest.mark.usefixtures("both_ways")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON)
@pytest.mark.parametrize("between", SPACED)
def test_entries_and_members_are_those_of_the_whole(between: str, document: Any) -> None:
    raw = json.dumps(document, separators=(between, " : ")).encode()
    json_slice, document = JsonSlice.of(raw), parse(raw)
    assert json_slice.is_container is isinstance(document, dict | list)
    if isinstance(document, list):
        assert repr(list(json_slice)) == repr(document)
    if isinstance(document, dict):
        members = json_slice.members()
        assert repr({key: value.parse() for key, value in members.items()}) == repr(document)


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("levels", [30, 31, 32, 33, 500])
def test_entries_of_any_depth_are_those_of_the_whole(levels: int) -> None:
    entry = b'{"a": [1, "]\\"}"], "b": ' * levels + b"1" + b"}" * levels
    raw = b'{"x": [[], ' + entry + b" ,{}, " + entry + b"]}"
    assert list(JsonSlice.of(raw).members()["x"]) == json.loads(raw)["x"]


@pytest.mark.usefixtures("both_ways")
def test_a_list_is_read_up_to_the_limit_of_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"[" + b"[0,1]," * 5 + b"2]"
    monkeypatch.setattr("scanner.readers.json_documents.MOST_ENTRIES", 6)
    assert list(JsonSlice.of(raw)) == [[0, 1]] * 5 + [2]
    monkeypatch.setattr("scanner.readers.json_documents.MOST_ENTRIES", 5)
    with pytest.raises(TooMuchError, match="more records than the limit of 5"):
        list(JsonSlice.of(raw))


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    assert JsonSlice.of(b'{"a": 1, "b": 2, "a": 3}').top_level() == {"a": 3, "b": 2}


@pytest.mark.parametrize(
    "entry",
    [b"NaN", b"-Infinity", b'{"a": [NaN, "' + b"x" * 70_000 + b'"]}', rb'"\ud83d"', rb'"\ud83d\u00e9"'],
)
def test_what_meta_writes_wrong_is_found_the_end_of(entry: bytes) -> None:
    found = list(JsonSlice.of(b"[1, " + entry + b' , {"b": 2}]'))
    assert (len(found), found[0], found[2]) == (3, 1, {"b": 2})
    assert repr(found[1]) == repr(json.loads(entry))


@pytest.mark.parametrize("wrong", [b"NaN", rb'"\ud83d"'])
def test_what_meta_writes_wrong_is_forgiven_in_a_large_wrapper(wrong: bytes) -> None:
    filled = b'{"a": "' + b"x" * 5_000_000 + b'"}, {"b": ' + wrong + b"}"
    members = JsonSlice.of(b'{"x": {"y": [' + filled + b'] }, "z": 1}').members()
    assert members["z"].parse() == 1
    assert [list(entry) for entry in members["x"].members()["y"]] == [["a"], ["b"]]


BROKEN = {
    "cut in an entry": (b'\xef\xbb\xbf[1, {"a": 2', r"no valid JSON (byte 14 of 14)"),
    "cut behind one": (b"[1, 2", "no valid JSON (byte 5 of 5)"),
    "cut in a NaN": (b"[1, NaN", "no valid JSON (byte 7 of 7)"),
    "nothing between": (b"[1 2]", "no valid JSON (byte 3 of 5)"),
    "more behind it": (b"[1, 2] 3", "no valid JSON (byte 5 of 8)"),
    "nothing behind a comma": (b"[1, ]", "no valid JSON (byte 4 of 5)"),
    "a wrong end": (b"[1, 2}", "no valid JSON (byte 5 of 6)"),
    "too deep": (b"[" * 100_000, "JSON nested deeper than the limit of 1,024"),
    "too deep behind a NaN": (b"[[NaN," + b"[" * 100_000, "JSON nested deeper than the limit of 1,024"),
    "no list further in": (
        b'[{"a": [NaN, "' + b"x" * 5_000_000 + b'" 1]}]',
        "a record in it is no valid JSON",
    ),
    "no UTF-8": (b'["\xff"]', "a record in it is no valid JSON"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_it_says_where_a_list_stops_being_json(what: str) -> None:
    raw, reason = BROKEN[what]
    with pytest.raises(UnreadableError, match=f"^{re.escape(reason)}$"):
        list(JsonSlice.of(raw))


@pytest.mark.parametrize("raw", [b'{"a" 1}', b"{1: 2}", b'{"a": 1,}', b'{"a": 1', b'{"a": }', b"{}1"])
def test_an_object_that_is_none_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        JsonSlice.of(raw).members()


def test_a_fault_further_in_is_told_by_its_place_in_the_whole() -> None:
    inner = JsonSlice.of(b'{"a": [1, x]}').members()["a"]
    with pytest.raises(UnreadableError, match=r"byte 10 of 13"):
        list(inner)


def test_an_entry_that_is_too_much_is_given_as_why() -> None:
    much = b"[" + b"1," * MOST_VALUES + b"1" + b" " * COUNTED_FROM + b"]"
    first, second, third = JsonSlice.of(b"[1," + much + b",3]")
    assert (first, third) == (1, 3)
    assert isinstance(second, TooMuchError)


def test_small_values_are_parsed_beside_the_large_ones() -> None:
    raw = b'{"a": 1, "b": ["' + b"x" * TOP_LEVEL_BYTES + b'"], "c": [2]}'
    opened = JsonSlice.of(raw).top_level()
    assert (opened["a"], opened["c"]) == (1, [2])
    assert opened["b"].is_list
    assert JsonSlice.of(b"[1]").top_level().is_list
    assert JsonSlice.of(b" 1").top_level() == 1


@pytest.mark.parametrize(("levels", "fits"), [(3, True), (2, False)])
def test_a_lower_limit_of_nesting_counts_from_the_outside(levels: int, fits: bool) -> None:
    json_slice = JsonSlice.of(b"[[[1]]]", levels)
    if fits:
        assert list(json_slice) == [[[1]]]
    else:
        with pytest.raises(UnreadableError):
            list(json_slice)
