"""Comments of every generation."""

import pytest

from tests.readers.reading import mojibake, notes, read, records, skips

AT = 1648587682
OF_2021 = {"title": "gardener_joe", "string_list_data": [{"href": "", "value": "nice", "timestamp": AT}]}
OF_2022 = {
    "title": "gardener_joe",
    "media_map_data": {},
    "string_map_data": {
        "Comment": {"value": "nice"},
        "Comment creation time": {"timestamp": AT},
        "Deletion status": {"value": "False"},
        "Media owner": {"value": "gardener_joe"},
    },
}
OF_2023 = {
    "media_list_data": [{"uri": ""}],
    "string_map_data": {
        "Comment": {"value": "nice"},
        "Media Owner": {"value": "gardener_joe"},
        "Time": {"timestamp": AT},
    },
}
OF_2026 = {
    "timestamp": AT,
    "media": [],
    "label_values": [
        {"label": "Comment", "value": "nice"},
        {"label": "Media Owner", "value": "gardener_joe"},
        {"label": "Time", "timestamp_value": AT},
    ],
}
IN_GERMAN = {
    "string_map_data": {
        "Kommentar": {"value": "nice"},
        "Medieninhaber": {"value": "gardener_joe"},
        "Zeit": {"timestamp": AT},
    },
}
IN_FRENCH = {
    "string_map_data": {
        mojibake("Commentaire"): {"value": "nice"},
        mojibake("Propriétaire du média"): {"value": "gardener_joe"},
        mojibake("Heure"): {"timestamp": AT},
    },
}
GENERATIONS = [OF_2021, OF_2022, OF_2023, OF_2026, IN_GERMAN, IN_FRENCH]


@pytest.mark.parametrize("record", GENERATIONS, ids=["2021", "2022", "2023", "2026", "de", "fr"])
@pytest.mark.parametrize(
    ("wrapper", "section"),
    [
        (None, "comments"),
        ("comments_media_comments", "comments"),
        ("comments_reels_comments", "comments"),
        ("comments_story_comments", "story_comments"),
    ],
)
def test_each_generation_tells_the_same(record: object, wrapper: str | None, section: str) -> None:
    readings = read(
        "instagram.comments", {wrapper: [record]} if wrapper else [record], "instagram", "comments"
    )
    (comment,) = records(readings)
    assert (comment.kind, comment.section) == ("comment", section)
    assert (comment.text, comment.at, comment.host_name) == ("nice", AT, "gardener_joe")
    assert not notes(readings)
    assert not comment.media


@pytest.mark.parametrize("record", GENERATIONS)
def test_one_comment_bare_reads_like_a_list_of_one(record: object) -> None:
    (bare,) = records(read("instagram.comments", record, "instagram", "comments"))
    (listed,) = records(read("instagram.comments", [record], "instagram", "comments"))
    assert "/0" + bare.pointer == listed.pointer
    bare.pointer = listed.pointer
    assert bare == listed


@pytest.mark.parametrize(("status", "deleted"), [("True", True), ("False", False), ("Hm", None)])
def test_deletion_status(status: str, deleted: bool | None) -> None:
    told = {"Comment": {"value": "nice"}, "Deletion status": {"value": status}}
    (comment,) = records(read("instagram.comments", [{"string_map_data": told}], "instagram", "comments"))
    assert comment.deleted is deleted


def test_a_sticker_is_a_comment_without_words() -> None:
    told = {"Media Owner": {"value": "gardener_joe"}, "Time": {"timestamp": AT}}
    (comment,) = records(read("instagram.comments", [{"string_map_data": told}], "instagram", "comments"))
    assert (comment.text, comment.host_name) == (None, "gardener_joe")


@pytest.mark.parametrize(
    ("told", "text", "owner"),
    [
        ({"Kommentti": {"value": "hei"}, "Media Owner": {"value": "joe"}}, "hei", "joe"),
        ({"Kommentti": {"value": "hei"}, "Omistaja": {"value": "joe"}}, None, None),
    ],
)
def test_an_unlisted_label_is_read_only_where_nothing_else_could_be_meant(
    told: dict[str, object], text: str | None, owner: str | None
) -> None:
    record = {"string_map_data": {**told, "Aika": {"timestamp": AT}}}
    readings = read("instagram.comments", [record], "instagram", "comments")
    (comment,) = records(readings)
    assert (comment.text, comment.host_name, comment.at) == (text, owner, AT)
    assert len(notes(readings)) == 1


def test_junk_is_skipped() -> None:
    document: list[object] = [None, {"string_map_data": 3}, {"string_list_data": [None, {}]}, OF_2023]
    readings = read("instagram.comments", document, "instagram", "comments")
    assert len(records(readings)) == 1
    assert len(skips(readings)) == 4


MEDIA = {
    "title": "Media",
    "dict": [
        {
            "title": "",
            "dict": [
                {"label": "Caption", "value": "theirs"},
                {"label": "Comment", "value": "theirs"},
                {"label": "Title", "value": "theirs"},
                {
                    "title": "Owner",
                    "dict": [{"title": "", "dict": [{"label": "Media Owner", "value": "theirs"}]}],
                },
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ([{"label": "Comment", "value": "mine"}], "mine"),
        ([{"label": "Comment", "value": ""}], None),
        ([{"label": "Comment", "value": ""}, {"label": "Unlisted", "value": "theirs"}], None),
        ([{"label": "Коментар", "value": "моє"}, {"label": "Media Owner", "value": "joe"}], "моє"),
        ([{"label": "Caption", "value": "theirs"}], None),
    ],
)
def test_the_post_that_a_comment_stands_under_is_someone_elses(own: list[object], text: str | None) -> None:
    document = [{"timestamp": 1_718_409_600, "media": [], "label_values": [*own, MEDIA]}]
    (found,) = records(read("instagram.comments", document, "instagram", "comments"))
    assert found.text == text
    assert "theirs" not in repr(found)
