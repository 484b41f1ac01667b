"""The flat files of 2018 to 2021."""

import pytest

from scanner.readers.record import Skip
from tests.readers.reading import facts, mojibake, notes, read, records, skips, take_all_as_large

AT = 1556964672.0
ENTRY = {
    "caption": mojibake("low tidé"),
    "taken_at": "2019-05-04T10:11:12+00:00",
    "location": "Old Pier",
    "path": "photos/201905/0a1b.jpg",
}


@pytest.mark.parametrize(
    ("key", "kind", "section", "file"),
    [
        ("photos", "post", "timeline", "photo"),
        ("videos", "post", "timeline", "video"),
        ("stories", "story", "stories", None),
        ("profile", "profile_picture", "profile_picture", "photo"),
    ],
)
@pytest.mark.parametrize("taken_at", ["2019-05-04T10:11:12+00:00", "2019-05-04T10:11:12"])
def test_media_of_each_section(key: str, kind: str, section: str, file: str | None, taken_at: str) -> None:
    document = {key: [{**ENTRY, "taken_at": taken_at}]}
    (record,) = records(read("instagram.media_2018", document, "instagram"))
    assert (record.kind, record.section, record.pointer) == (kind, section, f"/{key}/0")
    assert (record.text, record.at, record.place) == ("low tidé", AT, "Old Pier")
    assert [(one.uri, one.kind) for one in record.media] == [("photos/201905/0a1b.jpg", file)]


def test_large_files_are_read_entry_by_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    take_all_as_large(monkeypatch, 800)
    media = {"photos": [ENTRY] * 9, "direct": [ENTRY] * 9, "loops": [ENTRY] * 9, "stories": []}
    readings = read("instagram.media_2018", media, "instagram")
    assert [record.pointer for record in records(readings)] == [f"/photos/{index}" for index in range(9)]
    assert [(skip.pointer, skip.count) for skip in skips(readings)] == [("/direct", 9), ("/loops", 9)]
    comments = {"media_comments": [["2019-05-04T10:11:12+00:00", "x" * 100, "max"]] * 9 + [["y" * 900]]}
    readings = read("instagram.comments_2018", comments, "instagram")
    assert len(records(readings)) == 9
    assert [(skip.pointer, skip.lost) for skip in skips(readings)] == [("/media_comments/9", True)]


def test_pictures_in_messages_are_only_counted() -> None:
    readings = read("instagram.media_2018", {"direct": [ENTRY, ENTRY]}, "instagram")
    assert readings == [Skip("/direct", "a picture in messages", 2)]


def test_a_section_nobody_saw_is_reported() -> None:
    (skip,) = read("instagram.media_2018", {"holograms": [ENTRY]}, "instagram")
    assert isinstance(skip, Skip)
    assert skip.count == 1


def test_junk_among_media() -> None:
    readings = read(
        "instagram.media_2018",
        {"photos": [None, {}, {"caption": ""}, {**ENTRY, "taken_at": "soon"}]},
        "instagram",
    )
    assert len(skips(readings)) == 3
    assert [record.at for record in records(readings)] == [None]
    assert len(notes(readings)) == 1


@pytest.mark.parametrize("reader", ["media_2018", "comments_2018", "profile_2018"])
@pytest.mark.parametrize("document", [["You have no data in this key"], {"photos": []}, [], {}])
def test_empty_sections_hold_nothing(reader: str, document: object) -> None:
    readings = read(f"instagram.{reader}", document, "instagram")
    assert not records(readings)
    assert not skips(readings)


PROFILE = {
    "username": "jane_sample",
    "name": "Jane Sample",
    "biography": "tides",
    "private_account": False,
    "date_joined": "2014-01-02T03:04:05+00:00",
    "date_of_birth": "1990-05-04",
    "profile_pic_url": "https://example.org/p.jpg",
}


def test_profile() -> None:
    readings = read("instagram.profile_2018", PROFILE, "instagram")
    assert facts(readings) == {
        "username": "jane_sample",
        "name": "Jane Sample",
        "birth_date": "1990-05-04",
        "private": False,
        "joined": 1388631845.0,
    }
    fields = {record.field: record.text for record in records(readings)}
    assert fields == {
        "username": "jane_sample",
        "name": "Jane Sample",
        "bio": "tides",
        "birth_date": "1990-05-04",
    }


@pytest.mark.parametrize(
    ("value", "private"), [(True, True), (False, False), ("true", True), (None, None), (1, None)]
)
def test_private_account_is_a_boolean(value: object, private: bool | None) -> None:
    readings = read("instagram.profile_2018", {**PROFILE, "private_account": value}, "instagram")
    assert facts(readings).get("private") is private
    assert bool(notes(readings)) is (private is None)


@pytest.mark.parametrize(
    ("key", "section"),
    [("media_comments", "comments"), ("live_comments", "comments"), ("story_comments", "story_comments")],
)
def test_comments(key: str, section: str) -> None:
    document = {
        key: [["2019-05-04T10:11:12+00:00", "nice", "gardener_joe"], ["2019-05-04T10:11:12", "bare"], 4]
    }
    readings = read("instagram.comments_2018", document, "instagram", "comments")
    told = [(one.kind, one.section, one.text, one.at, one.host_name) for one in records(readings)]
    assert told == [
        ("comment", section, "nice", AT, "gardener_joe"),
        ("comment", section, "bare", AT, None),
    ]
    assert len(skips(readings)) == 1
