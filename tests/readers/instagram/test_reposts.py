"""Reposts, and the likes that are only counted."""

import pytest

from tests.readers.reading import mojibake, read, records

AT = 1718409600
OF_2025 = {
    "profile_media_reposts": [
        {
            "title": "gardener_joe",
            "string_map_data": {"Time of repost": {"timestamp": AT}, "Text": {"value": "so true"}},
        }
    ]
}
OF_2026 = [
    {
        "timestamp": AT,
        "media": [{"uri": "media/other/17900000000000004.jpg"}],
        "label_values": [{"label": "Text", "value": "so true"}],
    }
]


@pytest.mark.parametrize("document", [OF_2025, OF_2026, OF_2026[0]], ids=["2025", "2026", "2026 bare"])
def test_a_repost_carries_the_users_words_alone(document: object) -> None:
    (repost,) = records(read("instagram.reposts", document, "instagram", "reposts"))
    assert (repost.kind, repost.section, repost.text, repost.at) == ("repost", "reposts", "so true", AT)
    assert (repost.media, repost.title) == ((), None)


def of_someone(*own: object) -> list[object]:
    """Give a repost of 2026 with the post of someone else nested in it."""
    owner = {
        "title": "Owner",
        "dict": [{"title": "", "dict": [{"label": "Username", "value": "gardener_joe"}]}],
    }
    theirs = [{"label": label, "value": "theirs"} for label in ("URL", "Caption", "Title", "Text", "Message")]
    return [
        {
            "timestamp": AT,
            "media": [],
            "label_values": [*own, {"title": "Media", "dict": [{"title": "", "dict": [*theirs, owner]}]}],
        }
    ]


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ([{"label": "Text", "value": "so true"}], "so true"),
        ([{"label": "Text", "value": ""}], None),
        ([{"label": "Text"}], None),
        ([], None),
        ([{"label": "Текст", "value": "правда"}], None),
        ([{"label": "Caption", "value": "theirs"}], None),
    ],
)
def test_the_post_that_was_reposted_is_someone_elses(own: list[object], text: str | None) -> None:
    (repost,) = records(read("instagram.reposts", of_someone(*own), "instagram", "reposts"))
    assert repost.text == text
    assert "theirs" not in repr(repost)
    assert "joe" not in repr(repost)


def test_a_repost_without_words() -> None:
    document = [{"string_map_data": {mojibake("Heure"): {"timestamp": AT}}}]
    (repost,) = records(read("instagram.reposts", document, "instagram", "reposts"))
    assert (repost.text, repost.at) == (None, AT)


@pytest.mark.parametrize(
    ("document", "count"),
    [
        (
            {
                "likes_media_likes": [
                    {"title": "a", "string_list_data": [{}]},
                    {"title": "b", "string_list_data": []},
                ]
            },
            2,
        ),
        (
            {
                "media_likes": [["2019-05-04T10:11:12", "joe"]],
                "comment_likes": [["2019-05-04T10:11:12", "joe"]],
            },
            2,
        ),
        ([{"timestamp": AT, "label_values": []}, None, {}], 1),
        ({"timestamp": AT, "label_values": []}, 1),
    ],
)
def test_likes_are_one_record_with_their_number(document: object, count: int) -> None:
    (likes,) = records(read("instagram.reactions", document, "instagram", "reactions"))
    assert (likes.kind, likes.section, likes.count, likes.text) == ("reaction", "reactions", count, None)


@pytest.mark.parametrize(
    "document", [[], {}, ["You have no data in this section"], 3, {"likes_media_likes": []}]
)
def test_no_likes_no_record(document: object) -> None:
    assert read("instagram.reactions", document, "instagram", "reactions") == []
