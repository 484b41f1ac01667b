"""Posts of every generation, and all that has a post's shape."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.facebook.posts import UNCLAIMED
from scanner.readers.record import ReaderNote, Record
from tests.readers.reading import JSON, mojibake, notes, read, records, skips

AT = 1_710_000_000
POST: dict[str, Any] = {
    "timestamp": AT,
    "title": "Jane Sample added 2 new photos.",
    "data": [{"post": mojibake("café today")}, {"update_timestamp": AT + 900}],
    "tags": [{"name": mojibake("Zoë Sample")}, "Max Sample"],
    "attachments": [
        {
            "data": [
                {
                    "media": {
                        "uri": "posts/media/SampleAlbum_9/900000000000002.jpg",
                        "creation_timestamp": AT + 1,
                        "title": mojibake("Café album"),
                        "description": "the first",
                        "media_metadata": {
                            "photo_metadata": {
                                "exif_data": [{"upload_ip": "192.0.2.1", "latitude": 10.5, "longitude": 20.5}]
                            }
                        },
                    }
                },
                {"media": {"uri": "posts/media/videos/3.mp4", "description": mojibake("café today")}},
                {
                    "place": {
                        "name": "Sample Cafe",
                        "coordinate": {"latitude": 1.5, "longitude": 2.5},
                    }
                },
                {"external_context": {"name": "Sample article", "url": "https://example.org/a"}},
            ]
        }
    ],
}


def one(document: object, section: str = "timeline", reader: str = "facebook.posts") -> Record:
    """Give the only record of a document."""
    (found,) = records(read(reader, document, section=section))
    return found


def with_attachment(**attachment: Any) -> dict[str, Any]:
    """Give a post with one thing attached."""
    return {"timestamp": AT, "attachments": [{"data": [attachment]}]}


def labelled(*values: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Give a record of labelled values."""
    return {"timestamp": AT, "media": [], "label_values": list(values), "fbid": "900000000000004", **keys}


def test_a_post_is_read_whole() -> None:
    found = one([POST])
    assert (found.kind, found.section, found.pointer, found.at) == ("post", "timeline", "/0", AT)
    assert (found.text, found.title) == ("café today", "Jane Sample added 2 new photos.")
    assert found.tagged == ("Zoë Sample", "Max Sample")
    assert (found.place, found.latitude, found.longitude) == ("Sample Cafe", 1.5, 2.5)
    assert found.link == "https://example.org/a"
    assert (found.host, found.container, found.hint, found.stated_audience) == (
        None,
        None,
        "own_timeline",
        None,
    )


def test_files_keep_their_own_caption_album_and_place_and_no_address() -> None:
    photo, video = one([POST]).media
    assert (photo.text, photo.container, photo.at, photo.kind) == ("the first", "Café album", AT + 1, "photo")
    assert (photo.latitude, photo.longitude, photo.has_ip) == (10.5, 20.5, True)
    assert "192.0.2" not in repr(photo)
    assert (video.text, video.kind, video.has_ip) == (None, None, False)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda entry: [entry],
        lambda entry: entry,
        lambda entry: {"status_updates": [entry]},
        lambda entry: {"group_posts": {"activity_log_data": [entry]}},
        lambda entry: {"group_posts_v2": [entry]},
        lambda entry: {"lasso_videos_v2": [entry]},
        lambda entry: {"archived_stories_v2": [entry]},
        lambda entry: {"trash_v2": [entry]},
        lambda entry: {"pending_posts_v2": [entry]},
        lambda entry: {"app_posts_v2": [entry]},
        lambda entry: {"a_name_of_tomorrow": {"deeper": [entry]}},
    ],
)
def test_no_wrapper_changes_a_post(wrap: Any) -> None:
    found = one(wrap(POST))
    found.pointer = "/0"
    assert found == one([POST])


@pytest.mark.parametrize(
    ("section", "kind", "host", "own_page"),
    [
        ("timeline", "post", None, None),
        ("archive", "post", None, None),
        ("trash", "post", None, None),
        ("app_posts", "post", None, None),
        ("page", "post", "page", True),
        ("other_timeline", "post", "other", None),
        ("group", "group_post", "group", None),
        ("pending", "group_post", "group", None),
        ("reels", "reel", None, None),
        ("stories", "story", None, None),
        ("check_ins", "check_in", None, None),
    ],
)
@pytest.mark.parametrize("shape", [POST, labelled({"label": "Message", "value": "hello"})])
def test_place_gives_kind_and_host(
    shape: dict[str, Any], section: str, kind: str, host: str | None, own_page: bool | None
) -> None:
    found = one([shape], section)
    assert (found.kind, found.host, found.own_page) == (kind, host, own_page)


@pytest.mark.parametrize("shape", [POST, labelled({"label": "Message", "value": "their words"})])
@pytest.mark.parametrize("reader", ["facebook.posts", "facebook.tagged", "facebook.comments"])
def test_what_others_posted_is_counted_not_carried(reader: str, shape: dict[str, Any]) -> None:
    found = one({"wall_posts_sent_to_you": {"activity_log_data": [shape]}}, "by_others", reader)
    assert (found.kind, found.author, found.at, found.count) == ("other_post", "other", AT, 1)
    assert (found.text, found.title, found.tagged, found.place) == (None, None, (), None)
    assert (found.link, found.media, found.container, found.writer) == (None, (), None, None)


@pytest.mark.parametrize(
    ("title", "kind", "host", "container", "hint"),
    [
        ("Jane Sample shared a link to the group: Gardeners.", "group_post", "group", "Gardeners", "group"),
        ("Jane Sample wrote on Max Sample's timeline.", "post", "other", "Max Sample", "other_timeline"),
        ("Jane Sample recommends Sample Bakery.", "review", None, "Sample Bakery", "review"),
        ("Jane Sample was live.", "post", None, None, "live"),
        ("Shared from Instagram", "post", None, None, "from_instagram"),
        ("Jane Sample updated her profile picture.", "post", None, None, "profile_picture"),
        ("Jane Sample hat ihren Status aktualisiert.", "post", None, None, "own_timeline"),
        ("Jane Sample shared a memory.", "post", None, None, "own_timeline"),
        ("José actualizó su estado.", "post", None, None, "own_timeline"),
        ("Jane Sample hat in der Chronik von Max geschrieben.", "post", "other", "Max", "other_timeline"),
        (
            "Jane Sample hat einen Link in der Gruppe geteilt: Garten.",
            "group_post",
            "group",
            "Garten",
            "group",
        ),
        ("Jane Sample päivitti tilansa.", "post", None, None, "not_understood"),
    ],
)
def test_title_of_a_timeline_post(
    title: str, kind: str, host: str | None, container: str | None, hint: str | None
) -> None:
    found = one([{"timestamp": AT, "title": title, "data": []}])
    assert (found.kind, found.host, found.container, found.hint) == (kind, host, container, hint)
    assert found.title == title


def test_wall_post_names_its_host() -> None:
    assert one([{"title": "Jane Sample wrote on Max Sample's profile."}]).host_name == "Max Sample"


@pytest.mark.parametrize("picture", ["profile picture", "cover photo"])
def test_post_of_a_new_profile_picture_stays_a_post(picture: str) -> None:
    entry = with_attachment(media={"uri": "a/1.jpg"}) | {"title": f"Jane Sample updated her {picture}."}
    assert (one([entry]).kind, one([entry]).hint) == ("post", picture.replace(" ", "_"))


def test_check_in_title_names_the_place() -> None:
    found = one([{"timestamp": AT, "title": "Jane Sample was at Sample Cafe."}])
    assert (found.kind, found.place, found.hint) == ("post", "Sample Cafe", "check_in")


@pytest.mark.parametrize(
    ("attachment", "kind", "text"),
    [
        (
            {"life_event": {"title": "Moved", "start_date": {"year": 2019}, "photos": []}},
            "life_event",
            "Moved",
        ),
        ({"note": {"title": "On moss", "text": "It grows."}}, "note", "On moss\n\nIt grows."),
        (
            {"event": {"name": "Fair", "description": "Come all", "start_timestamp": 1}},
            "event",
            None,
        ),
        ({"for_sale_item": {"title": "Lamp", "description": "Works"}}, "listing", "Lamp\n\nWorks"),
        ({"poll": {"question": "Tea?", "options": [{"option": "Yes"}, 5]}}, "poll", "Tea?"),
        ({"fun_fact": {"question": "Their question", "answer": "My answer"}}, "post", "My answer"),
        ({"fundraiser": {"title": "For the choir"}}, "post", None),
        ({"text": "quoted"}, "post", None),
        ({"name": "Some collection"}, "post", None),
    ],
)
def test_attachment_gives_kind_and_text(attachment: dict[str, Any], kind: str, text: str | None) -> None:
    found = one([with_attachment(**attachment)])
    assert (found.kind, found.text) == (kind, text)


def test_an_event_of_a_post_has_its_place_and_the_time_of_the_post() -> None:
    place = {"name": "Sample Hall", "coordinate": {"latitude": 10.5, "longitude": 20.5}}
    found = one([with_attachment(event={"name": "Fair", "start_timestamp": AT + 86_400, "place": place})])
    assert (found.text, found.at, found.place, found.latitude) == (None, AT, "Sample Hall", 10.5)


def test_texts_are_joined_each_once_and_the_post_comes_first() -> None:
    note = {"title": "mine", "text": "more"}
    entry = {"data": [{"post": "mine"}], "attachments": [{"data": [{"note": note}]}]}
    assert one([entry]).text == "mine\n\nmore"


@pytest.mark.parametrize(
    "attachment",
    [
        {"text": "theirs"},
        {"event": {"name": "theirs", "description": "theirs"}},
        {"fundraiser": {"title": "theirs"}},
        {"poll": {"question": "mine", "options": [{"option": "theirs"}]}},
    ],
)
def test_words_that_may_be_someone_elses_are_not_kept_and_that_is_said(attachment: dict[str, Any]) -> None:
    entry = {"timestamp": AT, "data": [{"post": "mine"}], "attachments": [{"data": [attachment]}]}
    readings = read("facebook.posts", [entry])
    assert [found.text for found in records(readings)] == ["mine"]
    assert [note.reason for note in notes(readings)] == [UNCLAIMED]


def test_words_that_only_repeat_the_post_are_no_loss() -> None:
    entry = {"data": [{"post": "mine"}], "attachments": [{"data": [{"text": "mine"}]}]}
    assert notes(read("facebook.posts", [entry])) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Jane Sample posted in Sampletown Gardeners.", "Lamp"),
        ("Max Sample posted in Sampletown Gardeners.", None),
        (None, "Lamp"),
    ],
)
def test_an_offer_of_another_seller_is_shared(title: str | None, text: str | None) -> None:
    offer = {"for_sale_item": {"title": "Lamp", "seller": "Jane Sample"}}
    assert one([with_attachment(**offer) | ({"title": title} if title else {})]).text == text


@pytest.mark.parametrize(
    ("marketplace", "container", "host"),
    [
        ("Marketplace", None, None),
        (None, None, None),
        ("Sampletown Flea Market", "Sampletown Flea Market", "group"),
    ],
)
def test_listing_in_a_post_stands_in_its_group(
    marketplace: str | None, container: str | None, host: str | None
) -> None:
    found = one([with_attachment(for_sale_item={"title": "Lamp", "marketplace": marketplace})])
    assert (found.kind, found.container, found.host) == ("listing", container, host)


@pytest.mark.parametrize("kind", ["life_event", "note", "event", "fundraiser", "for_sale_item", "poll"])
@pytest.mark.parametrize("key", ["media", "photos", "cover_photo"])
def test_files_of_what_is_attached_are_files_of_the_post(kind: str, key: str) -> None:
    files: Any = {"uri": "a/1.jpg"} if key == "cover_photo" else [{"uri": "a/1.jpg"}, {"uri": "a/2.jpg"}]
    record = with_attachment(**{kind: {"title": "Moved", key: files}, "media": {"uri": "a/1.jpg"}})
    uris = [file.uri for file in one([record]).media]
    assert uris == (["a/1.jpg"] if key == "cover_photo" else ["a/1.jpg", "a/2.jpg"])


@pytest.mark.parametrize(
    "coordinate",
    [
        {"latitude": 0, "longitude": 0},
        {"latitude": 10},
        {"latitude": 91, "longitude": 5},
        {"latitude": "x"},
        [],
        None,
    ],
)
def test_no_place_is_made_of_half_or_absurd_coordinates(coordinate: object) -> None:
    found = one([with_attachment(place={"name": "Sample Cafe", "coordinate": coordinate})])
    assert (found.place, found.latitude, found.longitude) == ("Sample Cafe", None, None)


def test_camera_data_of_2018_stands_one_level_higher() -> None:
    metadata = {"photo_metadata": {"upload_ip": "192.0.2.1", "latitude": 10.5, "longitude": 20.5}}
    (photo,) = one([with_attachment(media={"uri": "a/1.jpg", "media_metadata": metadata})]).media
    assert (photo.latitude, photo.longitude, photo.has_ip, photo.kind) == (10.5, 20.5, True, "photo")


def test_empty_link_is_none() -> None:
    assert one([with_attachment(external_context={"url": ""})]).link is None


def test_combined_group_file_holds_comments_too() -> None:
    comment = {
        "timestamp": AT,
        "data": [{"comment": {"comment": "nice", "author": "Jane Sample", "group": "G"}}],
    }
    found = records(
        read("facebook.posts", {"group_posts": {"activity_log_data": [POST, comment]}}, section="group")
    )
    assert [(one.kind, one.host) for one in found] == [("group_post", "group"), ("group_comment", "group")]
    assert (found[1].text, found[1].writer, found[1].container) == ("nice", "Jane Sample", "G")


def test_labelled_post_is_read_whole() -> None:
    media = {"uri": "posts/media/a/1.jpg", "creation_timestamp": AT}
    entry = labelled(
        {"label": "Message", "value": mojibake("né")},
        {"label": "URL", "value": "https://example.org/a", "href": "https://example.org/a"},
        {"title": "Media", "dict": [{"title": "", "dict": [{"label": "Media", "media": [media]}]}]},
        {"label": "Target", "value": "Max Sample"},
        title="Jane Sample wrote on Max Sample's timeline.",
    )
    found = one([entry], "other_timeline")
    assert (found.text, found.link, found.container) == ("né", "https://example.org/a", "Max Sample")
    assert (found.host, found.host_name, found.hint) == ("other", "Max Sample", "other_timeline")
    assert [file.uri for file in found.media] == ["posts/media/a/1.jpg"]
    assert one(entry, "other_timeline").text == found.text


@pytest.mark.parametrize("bare", [True, False])
def test_check_in_is_read_in_a_list_and_bare(bare: bool) -> None:
    entry = labelled(
        {"label": "Message", "value": "good cake"},
        {
            "label": "Place tags",
            "dict": [
                {"label": "Coordinates", "value": "(10.5 , 20.5)"},
                {"label": "Address", "value": "1 Sample Street"},
                {"label": "Name", "value": "Sample Cafe"},
            ],
        },
        {"label": "Photos", "media": [{"uri": "a/1.jpg"}]},
    )
    found = one(entry if bare else [entry], "check_ins", "facebook.check_ins")
    assert (found.kind, found.text, found.place) == ("check_in", "good cake", "Sample Cafe")
    assert (found.latitude, found.longitude, len(found.media)) == (10.5, 20.5, 1)
    assert found.title is None


@pytest.mark.parametrize(
    ("value", "audience", "label"),
    [
        ("Friends", "friends", "Friends"),
        ("Public", "public", "Public"),
        ("Only me", "only_me", "Only me"),
        ("Amigos", "unknown", "Amigos"),
        (None, None, None),
    ],
)
def test_stated_audience_is_carried_and_new_words_are_unknown(
    value: str | None, audience: str | None, label: str | None
) -> None:
    by_label = one([labelled({"label": "Audience", "value": value})])
    by_key = one([{"timestamp": AT, "privacy": value}])
    assert (by_label.stated_audience, by_label.stated_label) == (audience, label)
    assert (by_key.stated_audience, by_key.stated_label) == (audience, label)


def test_two_audiences_at_once_are_unknown() -> None:
    entry = labelled({"label": "Audience", "vec": [{"value": "Friends"}, {"value": "Public"}]})
    assert one([entry]).stated_audience == "unknown"


def test_labels_of_no_table_leave_the_text_unread_and_are_noted_once() -> None:
    readings = read("facebook.posts", [labelled({"label": "Bericht", "value": "hallo"})] * 3)
    assert [found.text for found in records(readings)] == [None] * 3
    assert len(notes(readings)) == 1


def test_junk_is_skipped_and_counted() -> None:
    readings = read("facebook.posts", [POST, None, 42, "x", {}, [], {"unheard_of": 1}])
    assert [skip.pointer for skip in skips(readings)] == ["/1", "/2", "/3", "/4", "/5", "/6"]
    assert len(records(readings)) == 1


@pytest.mark.parametrize("at", [-62_169_958_800, 10**17, "tomorrow", {}, True])
def test_a_time_that_can_not_be_is_none_and_noted(at: object) -> None:
    readings = read("facebook.posts", [POST | {"timestamp": at}])
    assert records(readings)[0].at is None
    assert notes(readings) == [ReaderNote("/0", "a time that can't be read")]


@pytest.mark.parametrize(("at", "seconds"), [(0, None), (None, None), (AT * 1000, AT), (str(AT), AT)])
def test_times_unset_in_milliseconds_or_text(at: object, seconds: float | None) -> None:
    readings = read("facebook.posts", [POST | {"timestamp": at}])
    assert (records(readings)[0].at, notes(readings)) == (seconds, [])


def test_key_in_mojibake_is_a_wrapper_like_any_other() -> None:
    assert one({mojibake("Café"): [POST]}).pointer == "/Café/0"


@given(
    st.dictionaries(st.sampled_from(["timestamp", "title", "data", "tags", "attachments", "privacy"]), JSON),
    st.sampled_from(["timeline", "group", "by_others", "page", "other_timeline"]),
)
def test_wrong_types_anywhere_never_fail(entry: dict[str, Any], section: str) -> None:
    hung = {"attachments": [{"data": [{"media": entry, "poll": entry, "place": entry, "event": entry}]}]}
    read("facebook.posts", [entry, hung], section=section)
