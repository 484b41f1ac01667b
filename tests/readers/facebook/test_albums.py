"""Albums, and lists of photos and videos."""

from typing import Any

import pytest
from hypothesis import given

from tests.readers.reading import JSON, mojibake, notes, read, records, skips

AT = 1_710_000_000


def photo(name: str, **keys: Any) -> dict[str, Any]:
    """Give a photo as albums hold it."""
    return {"uri": f"posts/media/album_9/{name}", "creation_timestamp": AT, "title": "Sample Album"} | keys


def album(name: str | None = "Sample Album", **keys: Any) -> dict[str, Any]:
    """Give an album with two photos."""
    photos = [photo("1.jpg", description=mojibake("café")), photo("2.mp4")]
    return {"name": name, "photos": photos, "cover_photo": photo("1.jpg"), "description": ""} | keys


def test_each_photo_of_an_album_stands_alone_in_it() -> None:
    found = records(read("facebook.albums", album(), section="album"))
    assert [(one.kind, one.pointer) for one in found] == [("photo", "/photos/0"), ("video", "/photos/1")]
    for one in found:
        assert (one.section, one.container, one.at, one.text) == ("album", "Sample Album", AT, None)
    assert [file.text for one in found for file in one.media] == ["café", None]


def test_cover_that_is_none_of_the_photos_is_noted() -> None:
    readings = read("facebook.albums", album(cover_photo=photo("3.jpg")), section="album")
    assert [one.pointer for one in records(readings)] == ["/photos/0", "/photos/1"]
    assert [note.pointer for note in notes(readings)] == ["/cover_photo"]


def test_cover_of_an_album_without_photos_is_read() -> None:
    (found,) = records(read("facebook.albums", album(photos=[]), section="album"))
    assert (found.pointer, found.container) == ("/cover_photo", "Sample Album")


@pytest.mark.parametrize(
    ("name", "kind", "section"),
    [
        ("Profile pictures", "profile_picture", "profile_picture"),
        ("Profile Pictures", "profile_picture", "profile_picture"),
        ("Cover photos", "cover_photo", "cover_photo"),
        ("Timeline photos", "photo", "album"),
        ("Profilbilder", "photo", "album"),
        (None, "photo", "album"),
    ],
)
def test_albums_of_pictures_are_known_by_name(name: str | None, kind: str, section: str) -> None:
    found = records(read("facebook.albums", album(name), section="album"))[0]
    assert (found.kind, found.section, len(found.media)) == (kind, section, 1)


def test_caption_of_a_profile_picture_is_its_text() -> None:
    found = records(read("facebook.albums", album("Profile pictures"), section="album"))[0]
    assert (found.text, found.media[0].text) == ("café", None)


def test_comments_under_a_photo_have_their_writers() -> None:
    under = [{"timestamp": AT, "comment": "lovely", "author": "Max Sample"}, 5]
    readings = read("facebook.albums", album(photos=[photo("1.jpg", comments=under)]), section="album")
    found = records(readings)[1]
    assert (found.kind, found.writer, found.host, found.section) == (
        "comment",
        "Max Sample",
        "self",
        "comments",
    )
    assert (found.pointer, found.text) == ("/photos/0/comments/0", "lovely")


@pytest.mark.parametrize(
    "document",
    [
        album(photos=[photo("1.jpg")], cover_photo=None),
        [album(photos=[photo("1.jpg")], cover_photo=None)],
        album(photos=photo("1.jpg"), cover_photo=None),
        {"title": "Sample Album", "label_values": [{"label": "Photos", "media": [photo("1.jpg")]}]},
    ],
)
def test_no_shape_changes_an_album(document: object) -> None:
    (found,) = records(read("facebook.albums", document, section="album"))
    assert (found.kind, found.container, found.media[0].uri) == (
        "photo",
        "Sample Album",
        "posts/media/album_9/1.jpg",
    )


def test_junk_among_photos_is_skipped() -> None:
    readings = read(
        "facebook.albums", album(photos=[None, 4, {}, {"description": "no file"}]), section="album"
    )
    assert [skip.pointer for skip in skips(readings)] == [f"/photos/{index}" for index in range(4)]


def test_photo_with_a_time_that_can_not_be_is_noted() -> None:
    readings = read(
        "facebook.albums", album(photos=[photo("1.jpg", creation_timestamp="soon")]), section="album"
    )
    assert records(readings)[0].at is None
    assert [note.pointer for note in notes(readings)] == ["/photos/0"]


@pytest.mark.parametrize(
    ("document", "section", "kind"),
    [
        ({"other_photos_v2": [photo("900000000000001")]}, "uncategorized", "photo"),
        ({"videos_v2": [photo("1.mp4")]}, "videos", "video"),
        ({"videos": [photo("1", media_metadata={"video_metadata": {"exif_data": []}})]}, "videos", "video"),
        ([photo("1.jpg")], "uncategorized", "photo"),
        (photo("1.jpg"), "uncategorized", "photo"),
        ([{"label_values": [{"label": "Photos", "media": [photo("1.jpg")]}]}], "uncategorized", "photo"),
    ],
)
def test_lists_of_files(document: object, section: str, kind: str) -> None:
    (found,) = records(read("facebook.media_lists", document, section=section))
    assert (found.kind, found.section, found.container) == (kind, section, "Sample Album")
    assert (found.at, len(found.media)) == (AT, 1)


@given(JSON)
def test_wrong_types_anywhere_never_fail(value: object) -> None:
    read(
        "facebook.albums",
        {"name": value, "photos": [value, {"uri": "a", "comments": value}], "cover_photo": value},
    )
    read("facebook.media_lists", {"videos_v2": [value, {"uri": "a", "media_metadata": value}]})


def test_a_comment_under_a_photo_that_names_no_writer_is_skipped_with_a_reason() -> None:
    entry = photo("1.jpg", comments=[{"timestamp": 1_710_000_000, "comment": "whose?"}])
    readings = read("facebook.albums", album(photos=[entry]), section="album")
    assert [skip.reason for skip in skips(readings)] == [
        "a comment under a photo that does not say who wrote it"
    ]
    assert "whose?" not in repr(records(readings))
