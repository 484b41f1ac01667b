"""Labelled values: the same in every shape, and which of them are the record's own."""

from typing import Any

import pytest
from hypothesis import given

from scanner.readers.labelled_values import LabelledValues, UnknownLabels, labelled_values
from tests.readers.reading import JSON, labels, mojibake


@given(JSON)
def test_nothing_makes_fields_fail(values: object) -> None:
    fields = LabelledValues({"label_values": values, "string_map_data": values, "media": values}, labels())
    assert all(isinstance(one, dict) for one in fields.media)
    assert all(isinstance(cell.label, str) for cell in fields.looks_like_audience())


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
