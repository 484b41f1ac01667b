"""Notes, polls, events, reviews, listings, fundraisers, tags and reactions: each of its shapes."""

from typing import Any

import pytest
from hypothesis import given

from scanner.readers import READERS
from tests.readers.reading import JSON, mojibake, notes, read, records, skips

AT = 1_710_000_000
MESSAGE = {"label": "Message", "value": "in labels"}
PLACE = {"name": "Sample Hall", "coordinate": {"latitude": 10.5, "longitude": 20.5}}

CASES: list[tuple[str, str, object, dict[str, Any]]] = [
    (
        "facebook.notes",
        "notes",
        {"notes_v2": [{"title": "On moss", "text": mojibake("Il pousse là"), "created_timestamp": AT}]},
        {"kind": "note", "title": "On moss", "text": "Il pousse là", "at": AT},
    ),
    (
        "facebook.notes",
        "notes",
        [{"timestamp": AT, "attachments": [{"data": [{"note": {"title": "On moss", "text": "It grows"}}]}]}],
        {"kind": "note", "text": "On moss\n\nIt grows", "at": AT},
    ),
    (
        "facebook.notes",
        "notes",
        {"timestamp": AT, "label_values": [MESSAGE]},
        {"kind": "note", "text": "in labels"},
    ),
    (
        "facebook.polls",
        "polls",
        {
            "poll_votes_v2": [
                {
                    "timestamp": AT,
                    "title": "Jane Sample voted on a poll.",
                    "attachments": [{"data": [{"poll": {"question": "their words", "options": []}}]}],
                }
            ]
        },
        {"kind": "poll", "at": AT, "text": None, "title": "Jane Sample voted on a poll."},
    ),
    (
        "facebook.polls",
        "polls",
        {"fbid": "1", "label_values": [{"label": "Name", "value": "their words"}]},
        {"kind": "poll", "text": None, "title": None},
    ),
    (
        "facebook.events",
        "events",
        {
            "your_events_v2": [
                {"name": "Fair", "start_timestamp": AT + 9, "create_timestamp": AT, "place": PLACE}
            ]
        },
        {"kind": "event", "title": "Fair", "at": AT, "place": "Sample Hall", "latitude": 10.5},
    ),
    (
        "facebook.events",
        "events",
        {"your_events": [{"name": "Fair", "description": "Come all", "start_timestamp": AT}]},
        {"kind": "event", "text": "Come all", "at": AT, "place": None},
    ),
    (
        "facebook.events",
        "events",
        [{"title": "Fair", "timestamp": AT, "fbid": "1", "label_values": []}],
        {"kind": "event", "title": "Fair", "at": AT},
    ),
    (
        "facebook.events",
        "events",
        [{"timestamp": AT, "attachments": [{"data": [{"event": {"description": "Come all"}}]}]}],
        {"kind": "event", "text": None, "at": AT},
    ),
    (
        "facebook.listings",
        "marketplace",
        [
            {
                "timestamp": AT,
                "attachments": [{"data": [{"for_sale_item": {"title": "Lamp", "location": PLACE}}]}],
            }
        ],
        {"kind": "listing", "text": "Lamp", "latitude": 10.5, "longitude": 20.5},
    ),
    (
        "facebook.reviews",
        "reviews",
        {"recommended_pages_v2": [{"name": "Sample Bakery", "timestamp": AT, "url": "https://example.org/"}]},
        {
            "kind": "review",
            "container": "Sample Bakery",
            "at": AT,
            "link": "https://example.org/",
            "text": None,
        },
    ),
    (
        "facebook.reviews",
        "reviews",
        [{"timestamp": AT, "title": "Jane Sample recommends Sample Bakery.", "data": [{"post": "good rye"}]}],
        {"kind": "review", "container": "Sample Bakery", "text": "good rye"},
    ),
    (
        "facebook.listings",
        "marketplace",
        {
            "items_selling_v2": [
                {
                    "title": "Lamp",
                    "description": "Works",
                    "price": "5",
                    "created_timestamp": AT,
                    "marketplace": "Marketplace",
                    "location": PLACE,
                }
            ]
        },
        {"kind": "listing", "title": "Lamp", "text": "Works", "at": AT, "container": None, "longitude": 20.5},
    ),
    (
        "facebook.listings",
        "marketplace",
        {"items_selling_v2": [{"title": "Lamp", "marketplace": "Sampletown Flea Market"}]},
        {"kind": "listing", "container": "Sampletown Flea Market", "host": "group"},
    ),
    ("facebook.listings", "marketplace", [{"fbid": "1", "label_values": [MESSAGE]}], {"kind": "listing"}),
    (
        "facebook.fundraisers",
        "timeline",
        {"fundraisers_created_v2": [{"title": "For the choir", "description": "Robes", "timestamp": AT}]},
        {"kind": "post", "title": "For the choir", "text": "Robes", "at": AT},
    ),
    (
        "facebook.fundraisers",
        "timeline",
        [{"timestamp": AT, "attachments": [{"data": [{"fundraiser": {"title": "For the choir"}}]}]}],
        {"kind": "post", "text": None},
    ),
    (
        "facebook.tagged",
        "by_others",
        {
            "label_values": [
                {"label": "Visit time", "timestamp_value": AT},
                {"label": "Place name", "value": "x"},
            ]
        },
        {"kind": "other_post", "author": "other", "at": AT, "text": None, "place": None, "tagged": ()},
    ),
    (
        "facebook.reactions",
        "reactions",
        {"reactions_v2": [{"timestamp": AT, "data": [{"reaction": {"reaction": "LIKE"}}]}] * 3},
        {"kind": "reaction", "count": 3, "at": None, "text": None, "title": None},
    ),
    (
        "facebook.reactions",
        "reactions",
        [{"timestamp": AT, "label_values": [{"label": "Reaction", "value": "Like"}]}] * 2,
        {"kind": "reaction", "count": 2},
    ),
]


@pytest.mark.parametrize(("reader", "section", "document", "expected"), CASES)
def test_record_of_each_shape(reader: str, section: str, document: object, expected: dict[str, Any]) -> None:
    (found,) = records(read(reader, document, section=section))
    assert {key: getattr(found, key) for key in expected} == expected
    assert found.section == section


READING_RECORDS = [
    name
    for name in READERS
    if name.startswith("facebook.")
    and name not in ("facebook.profile", "facebook.account", "facebook.albums")
]


@pytest.mark.parametrize("reader", READING_RECORDS)
def test_junk_is_skipped_and_counted(reader: str) -> None:
    readings = read(reader, {"wrapper": [None, 7, "x", {}, []]})
    assert [skip.pointer for skip in skips(readings)] == [f"/wrapper/{index}" for index in range(5)]
    assert records(readings) == []


@pytest.mark.parametrize(
    "reader",
    sorted(
        set(READING_RECORDS)
        - {"facebook.reactions", "facebook.tagged", "facebook.polls", "facebook.media_lists"}
    ),
)
def test_record_of_no_known_shape_is_skipped(reader: str) -> None:
    (found,) = read(reader, [{"unheard_of": 1}], section="timeline")
    assert found in skips([found])


@pytest.mark.parametrize(
    "reader",
    ["facebook.notes", "facebook.events", "facebook.reviews", "facebook.listings", "facebook.fundraisers"],
)
def test_odd_time_is_noted(reader: str) -> None:
    readings = read(reader, [{"name": "x", "title": "x", "timestamp": "soon"}])
    assert [note.pointer for note in notes(readings)] == ["/0"]


def test_no_reaction_is_no_record() -> None:
    assert read("facebook.reactions", {"reactions_v2": []}) == []


@pytest.mark.parametrize("reader", [name for name in READERS if name.startswith("facebook.")])
@given(document=JSON)
def test_no_json_makes_a_reader_fail(reader: str, document: object) -> None:
    for section in ("timeline", "by_others"):
        read(reader, document, section=section)
        read(
            reader,
            [{"timestamp": document, "title": document, "name": document, "place": document}],
            section=section,
        )


@pytest.mark.parametrize(
    ("reader", "record"),
    [
        ("facebook.notes", {"title": "On moss", "text": "It grows"}),
        ("facebook.listings", {"title": "Lamp", "description": "Blue"}),
        ("facebook.events", {"name": "Fair", "start_timestamp": AT}),
        ("facebook.fundraisers", {"title": "Run", "description": "For the shelter"}),
    ],
)
@pytest.mark.parametrize("key", ["media", "photos", "cover_photo"])
def test_files_of_a_record_of_its_own_hang_on_it(reader: str, record: dict[str, Any], key: str) -> None:
    files: Any = (
        {"uri": "a/1.jpg"} if key == "cover_photo" else [{"uri": "a/1.jpg", "creation_timestamp": AT}]
    )
    made = records(read(reader, [record | {key: files}]))[0]
    assert [file.uri for file in made.media] == ["a/1.jpg"]
