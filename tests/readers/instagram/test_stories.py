"""Stories, instants and profile pictures: media objects without anything around them."""

import pytest

from tests.readers.reading import read, records, skips

AT = 1718409600
STORY = {"uri": "media/stories/202406/17900000000000003.jpg", "creation_timestamp": AT, "title": "sunset"}


def test_a_story_is_a_media_object() -> None:
    (story,) = records(read("instagram.stories", {"ig_stories": [STORY]}, "instagram", "stories"))
    assert (story.kind, story.section, story.text, story.at) == ("story", "stories", "sunset", AT)
    assert [(file.uri, file.text) for file in story.media] == [(STORY["uri"], None)]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"creation_timestamp": AT, "title": "words alone"}, "words alone"),
        ({"creation_timestamp": AT, "title": ""}, None),
    ],
)
def test_a_story_without_a_file_is_a_story(record: object, text: str | None) -> None:
    (story,) = records(read("instagram.stories", {"ig_stories": [record]}, "instagram", "stories"))
    assert (story.at, story.text, story.media) == (AT, text, ())


def test_a_story_of_nothing_is_skipped() -> None:
    readings = read("instagram.stories", {"ig_stories": [{"title": "", "uri": ""}]}, "instagram", "stories")
    assert not records(readings)
    assert [skip.reason for skip in skips(readings)] == ["nothing in it"]


@pytest.mark.parametrize("document", [[STORY], {"instants": [STORY]}, {"media": [STORY]}])
def test_instants_of_any_shape(document: object) -> None:
    (instant,) = records(read("instagram.instants", document, "instagram", "instants"))
    assert (instant.kind, instant.section, instant.text) == ("story", "instants", "sunset")


def test_profile_pictures() -> None:
    document = {"ig_profile_picture": [{**STORY, "is_profile_picture": True}]}
    (picture,) = records(read("instagram.profile_photos", document, "instagram", "profile_picture"))
    assert (picture.kind, picture.section, len(picture.media)) == ("profile_picture", "profile_picture", 1)
