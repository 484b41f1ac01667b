"""One way to read every shape: the same records, however they are wrapped."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.json_documents import JsonSlice, parse
from scanner.readers.record import Skip
from scanner.readers.shapes import DEEPEST, LabelledValues, UnknownLabels, labelled_values, records
from scanner.readers.source import UnreadableError
from tests.readers.reading import labels, mojibake

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=6) | st.sampled_from(["label_values", "dict", "vec", "label", "value", "media"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)
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


@given(JSON)
def test_nothing_makes_fields_fail(values: object) -> None:
    fields = LabelledValues({"label_values": values, "string_map_data": values, "media": values}, labels())
    assert all(isinstance(one, dict) for one in fields.media)
    assert all(isinstance(cell.label, str) for cell in fields.looks_like_audience())


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


def test_the_same_value_is_found_in_every_shape() -> None:
    entry = {"label": "Message", "value": mojibake("né")}
    shapes: list[dict[str, Any]] = [
        {"label_values": [entry]},
        {"label_values": [{"label": "Message", "vec": [{"value": mojibake("né")}]}]},
        {"string_map_data": {"Message": {"value": mojibake("né"), "href": "", "timestamp": 0}}},
    ]
    assert [LabelledValues(shape, labels()).text("message") for shape in shapes] == ["né"] * 3


@pytest.mark.parametrize("title", ["Media", "", "Medien", "Message"])
@pytest.mark.parametrize("key", ["dict", "vec"])
def test_what_is_nested_is_not_the_records_own(title: str, key: str) -> None:
    inner = [
        {
            "label": "Message",
            "value": "theirs",
            "href": "https://example.org/",
            "timestamp_value": 1_700_000_000,
        },
        {"label": "Media", "media": [{"uri": "a/1.jpg", "title": "theirs", "description": "theirs"}]},
    ]
    for nested in ({"title": title, key: inner}, {"title": title, key: [{"title": "", "dict": inner}]}):
        fields = LabelledValues({"label_values": [nested]}, labels())
        found = (
            fields.text("message"),
            fields.texts("message"),
            fields.href("message"),
            fields.time("message"),
        )
        assert found == (None, (), None, None)
        assert list(fields.media) == [{"uri": "a/1.jpg"}]
        assert fields.text_anywhere("message") == "theirs"


def test_cells_keep_time_as_it_stands() -> None:
    (cell,) = labelled_values(
        {"label_values": [{"label": "Start date", "timestamp_value": -2048515200}]}, labels()
    )
    assert (cell.concept, cell.at, cell.stamp) == ("request_start", None, -2048515200.0)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"label": "Audience", "value": "Friends"}, ["Friends"]),
        ({"label": "Who can see this post?", "value": "Public"}, ["Public"]),
        ({"label": "Privacy", "vec": [{"value": "Only me"}]}, ["Only me"]),
        ({"title": "Group", "dict": [{"label": "Privacy", "value": "Public"}]}, []),
        ({"label": "Message", "value": "Public"}, []),
    ],
)
def test_labels_that_speak_of_an_audience(entry: dict[str, Any], found: list[str]) -> None:
    fields = LabelledValues({"label_values": [entry]}, labels())
    assert [cell.text for cell in fields.looks_like_audience()] == found


def test_unlisted_labels_make_one_note_without_their_words() -> None:
    unlisted = UnknownLabels()
    for label in ("Secret Name", "Other Name", "Secret Name"):
        unlisted.add(LabelledValues({"label_values": [{"label": label, "value": "x"}]}, labels()))
    (note,) = unlisted.notes()
    assert note.reason.startswith("2 labels in 3 records")
    assert "Secret" not in note.reason


def test_one_unlisted_label_is_not_called_several() -> None:
    unlisted = UnknownLabels()
    unlisted.add(LabelledValues({"label_values": [{"label": "Some Name", "value": "x"}]}, labels()))
    (note,) = unlisted.notes()
    assert note.reason.startswith("1 label in 1 record is in no locale table")
