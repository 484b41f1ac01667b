"""Posts, reels, IGTV, archived and deleted posts, in every shape they came in since 2021."""

import pytest

from scanner.readers.record import MediaReference, ReaderNote, Skip
from tests.readers.reading import mojibake, notes, read, records, skips

AT = 1718409600
PHOTO = {"uri": "media/posts/202406/17900000000000001.jpg", "creation_timestamp": AT, "title": ""}
VIDEO = {"uri": "media/posts/202406/17900000000000002.mp4", "creation_timestamp": AT + 5, "title": "second"}
POST = {"media": [PHOTO, VIDEO], "title": "low tide", "creation_timestamp": AT + 9}

INDEXED = {
    "timestamp": AT + 1,
    "fbid": "17900000000000009",
    "media": [],
    "label_values": [
        {"label": "Caption", "value": "low tide"},
        {"label": "Creation time", "timestamp_value": AT},
        {"label": "Published", "value": "True"},
        {"label": "Draft", "value": "False"},
        {"label": "Latitude", "value": "48.1"},
        {"label": "Longitude", "value": "-1.6"},
        {"label": "Media", "media": [PHOTO]},
        {"dict": [{"dict": [{"label": "Media", "media": [VIDEO]}], "title": ""}], "title": "Carousel"},
    ],
}


@pytest.mark.parametrize(
    ("reader", "wrapper", "kind", "section"),
    [
        ("posts", None, "post", "timeline"),
        ("posts", "ig_archived_post_media", "post", "archive"),
        ("posts", "ig_recently_deleted_media", "post", "trash"),
        ("posts", "ig_igtv_media", "post", "videos"),
        ("posts", "ig_other_media", "post", "other_content"),
        ("posts", "ig_reels_media", "reel", "reels"),
        ("posts_index", None, "post", "posts_index"),
        ("reels", "ig_reels_media", "reel", "reels"),
        ("reels", None, "reel", "reels"),
        ("instants", None, "story", "instants"),
    ],
)
def test_the_wrapper_says_what_it_is_and_where_it_lies(
    reader: str, wrapper: str | None, kind: str, section: str
) -> None:
    document = {wrapper: [POST]} if wrapper else [POST]
    (post,) = records(read(f"instagram.{reader}", document, "instagram", "timeline"))
    assert (post.platform, post.kind, post.section) == ("instagram", kind, section)
    assert (post.text, post.at, len(post.media)) == ("low tide", AT + 9, 2)
    assert post.pointer == (f"/{wrapper}/0" if wrapper else "/0")


@pytest.mark.parametrize("section", ["timeline", "archive", "trash", "videos", "other_content"])
def test_without_a_wrapper_the_layout_says_where_it_lies(section: str) -> None:
    (post,) = records(read("instagram.posts", [POST], "instagram", section))
    assert (post.kind, post.section) == ("post", section)


@pytest.mark.parametrize("document", [POST, INDEXED], ids=["plain", "label_values"])
@pytest.mark.parametrize("reader", ["posts", "posts_index", "reels", "stories"])
def test_one_record_bare_reads_like_a_list_of_one(reader: str, document: object) -> None:
    (bare,) = records(read(f"instagram.{reader}", document, "instagram"))
    (listed,) = records(read(f"instagram.{reader}", [document], "instagram"))
    assert (bare.pointer, listed.pointer) == ("", "/0")
    bare.pointer = listed.pointer
    assert bare == listed


@pytest.mark.parametrize(
    ("record", "text", "at"),
    [
        ({"media": [PHOTO], "title": "outer", "creation_timestamp": AT + 9}, "outer", AT + 9),
        ({"media": [{**PHOTO, "title": "on the photo"}]}, "on the photo", AT),
        ({"media": [{**PHOTO, "title": "on the photo"}], "title": ""}, "on the photo", AT),
        ({"media": [VIDEO, PHOTO]}, "second", AT),
        ({"media": [], "title": "no file left", "creation_timestamp": AT}, "no file left", AT),
        (PHOTO, None, AT),
    ],
)
def test_caption_and_time_stand_outside_or_on_the_first_file(
    record: object, text: str | None, at: int
) -> None:
    (post,) = records(read("instagram.posts", [record], "instagram"))
    assert (post.text, post.at) == (text, at)


def test_a_file_keeps_only_a_caption_of_its_own() -> None:
    (post,) = records(
        read("instagram.posts", [{"media": [{**PHOTO, "title": "low tide"}, VIDEO, PHOTO]}], "instagram")
    )
    assert [file.text for file in post.media] == [None, "second"]


def test_caption_is_repaired() -> None:
    (post,) = records(read("instagram.posts", [{**POST, "title": mojibake("café 🌊")}], "instagram"))
    assert post.text == "café 🌊"


def test_index_of_posts_tells_flags_place_and_the_whole_carousel() -> None:
    (post,) = records(read("instagram.posts_index", [INDEXED], "instagram"))
    assert (post.text, post.at, post.published, post.draft) == ("low tide", AT, True, False)
    assert (post.latitude, post.longitude) == (48.1, -1.6)
    assert [file.uri for file in post.media] == [PHOTO["uri"], VIDEO["uri"]]


@pytest.mark.parametrize(
    ("value", "published"),
    [("True", True), ("false", False), ("Oui", True), ("Nein", False), ("perhaps", None), ("", None)],
)
def test_published_is_only_what_a_table_knows(value: str, published: bool | None) -> None:
    record = {"timestamp": AT, "label_values": [{"label": "Published", "value": value}]}
    (post,) = records(read("instagram.posts_index", [record], "instagram"))
    assert post.published is published


def test_insights_are_no_posts() -> None:
    record = {"media_map_data": {"Media Thumbnail": PHOTO}, "string_map_data": {"Likes": {"value": "3"}}}
    (skip,) = read("instagram.posts_index", {"organic_insights_posts": [record]}, "instagram")
    assert skip == Skip("/organic_insights_posts/0", "insights into a post, no content")


@pytest.mark.parametrize("raw", [-5, 99_999_999_999_999, "soon", [1]])
def test_an_odd_time_is_none_with_a_note(raw: object) -> None:
    readings = read("instagram.posts", [{"media": [], "title": "x", "creation_timestamp": raw}], "instagram")
    assert [post.at for post in records(readings)] == [None]
    assert notes(readings) == [ReaderNote("/0", "a time that can't be read")]


def test_an_odd_time_under_a_label_is_noted_once() -> None:
    record = {"timestamp": -1000, "label_values": [{"label": "Creation time", "timestamp_value": -7}]}
    readings = read("instagram.posts", [{**record, "media": [{"uri": "a.jpg"}]}], "instagram")
    assert [post.at for post in records(readings)] == [None]
    assert notes(readings) == [ReaderNote("/0", "a time that can't be read")]


@pytest.mark.parametrize("raw", [0, None, ""])
def test_an_unset_time_is_none_without_a_note(raw: object) -> None:
    readings = read("instagram.posts", [{"media": [], "title": "x", "creation_timestamp": raw}], "instagram")
    assert [post.at for post in records(readings)] == [None]
    assert not notes(readings)


def test_junk_is_skipped_and_counted() -> None:
    readings = read("instagram.posts", [None, 42, {}, {"media": []}, {"media": "x"}, POST], "instagram")
    assert len(records(readings)) == 1
    assert [skip.pointer for skip in skips(readings)] == ["/0", "/1", "/2", "/3", "/4"]


def test_a_label_in_a_language_nobody_listed_is_reported() -> None:
    record = {"timestamp": AT, "label_values": [{"label": "Kuvateksti", "value": "secret words"}]}
    readings = read("instagram.posts_index", [record], "instagram")
    assert [post.text for post in records(readings)] == [None]
    assert len(notes(readings)) == 1
    assert "secret" not in notes(readings)[0].reason


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({}, (None, None, None)),
        ({"camera_metadata": {}}, (None, None, None)),
        ({"photo_metadata": {}}, ("photo", None, None)),
        ({"photo_metadata": {"exif_data": [{"latitude": 48.1, "longitude": 2.5}]}}, ("photo", 48.1, 2.5)),
        ({"photo_metadata": {"exif_data": {"latitude": 48.1, "longitude": 2.5}}}, ("photo", 48.1, 2.5)),
        (
            {"photo_metadata": {"exif_data": [{"iso": 100}, {"latitude": 1, "longitude": 2}]}},
            ("photo", 1.0, 2.0),
        ),
        ({"video_metadata": {"exif_data": [{"latitude": 0.0, "longitude": 0.0}]}}, ("video", None, None)),
        ({"video_metadata": {"exif_data": [{"latitude": 95, "longitude": 0.5}]}}, ("video", None, None)),
        ({"video_metadata": {"exif_data": [{"latitude": True, "longitude": "x"}]}}, ("video", None, None)),
        ("junk", (None, None, None)),
    ],
)
def test_metadata_tells_kind_and_place(metadata: object, expected: tuple[object, ...]) -> None:
    (post,) = records(
        read("instagram.posts", [{"media": [{**PHOTO, "media_metadata": metadata}]}], "instagram")
    )
    (file,) = post.media
    assert (file.kind, file.latitude, file.longitude) == expected


def test_subtitles_backups_and_text_alone_are_no_media() -> None:
    entries = [
        {**PHOTO, "backup_uri": "https://example.org/backup.jpg", "cross_post_source": {"source_app": "FB"}},
        {"uri": "media/posts/202406/17900000000000002.srt"},
        {"uri": ""},
        {"uri": 7},
        None,
    ]
    (post,) = records(read("instagram.posts", [{"media": entries}], "instagram"))
    assert post.media == (MediaReference(uri=str(PHOTO["uri"]), at=AT),)
