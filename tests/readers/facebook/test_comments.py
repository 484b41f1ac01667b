"""Comments, replies and comments in groups."""

from typing import Any

import pytest

from tests.readers.reading import mojibake, notes, read, records, skips

AT = 1_710_000_000


def comment(**keys: Any) -> dict[str, Any]:
    """Give a comment as Meta writes it; keys go inside."""
    said = {"timestamp": AT, "comment": mojibake("très bien"), "author": mojibake("Zoë Sample")} | keys
    return {
        "timestamp": AT,
        "title": "Zoë Sample commented on Max Sample's post.",
        "data": [{"comment": said}],
    }


@pytest.mark.parametrize("wrapper", ["comments", "comments_v2"])
def test_comment_is_read_with_its_writer(wrapper: str) -> None:
    (found,) = records(read("facebook.comments", {wrapper: [comment()]}, section="comments"))
    assert (found.kind, found.text, found.writer, found.at) == ("comment", "très bien", "Zoë Sample", AT)
    assert (found.host, found.container, found.pointer) == (None, None, f"/{wrapper}/0")


@pytest.mark.parametrize(
    ("title", "kind", "host", "hint"),
    [
        ("Jane Sample commented on her own post.", "comment", "self", "own_post_comment"),
        ("Max Sample commented on his own photo.", "comment", "self", "own_post_comment"),
        ("Jane Sample replied to Max Sample's comment.", "reply", None, "replied"),
        ("Jane Sample commented on Max Sample's link.", "comment", None, None),
        ("Jane Sample hat einen Beitrag kommentiert.", "comment", None, None),
    ],
)
def test_title_tells_reply_and_own_post(title: str, kind: str, host: str | None, hint: str | None) -> None:
    (found,) = records(read("facebook.comments", [comment() | {"title": title}], section="comments"))
    assert (found.kind, found.host, found.hint) == (kind, host, hint)


@pytest.mark.parametrize("section", ["comments", "group"])
def test_comment_in_a_group_stands_in_it_reply_or_not(section: str) -> None:
    entries = [
        comment(group="Gardeners"),
        comment(group="Gardeners") | {"title": "A replied to B's comment."},
    ]
    for found in records(read("facebook.comments", {"group_comments_v2": entries}, section=section)):
        assert (found.kind, found.host, found.container) == ("group_comment", "group", "Gardeners")


def test_comment_keeps_file_and_link() -> None:
    data = [{"media": {"uri": "a/1.jpg"}}, {"external_context": {"url": "https://example.org/"}}]
    (found,) = records(read("facebook.comments", [comment() | {"attachments": [{"data": data}]}]))
    assert ([file.uri for file in found.media], found.link) == (["a/1.jpg"], "https://example.org/")


def test_comment_without_time_of_its_record_has_the_one_inside() -> None:
    (found,) = records(read("facebook.comments", [comment() | {"timestamp": 0}]))
    assert found.at == AT


def test_comment_of_a_sticker_alone_is_a_comment() -> None:
    readings = read(
        "facebook.comments",
        {"comments_v2": [{"timestamp": AT, "title": "x", "data": []}]},
        section="comments",
    )
    assert [(found.kind, found.text) for found in records(readings)] == [("comment", None)]


def test_labelled_comment_is_read() -> None:
    entry = {
        "timestamp": AT,
        "label_values": [{"label": "Comment", "value": "nice"}, {"label": "Author", "value": "Jane Sample"}],
    }
    (found,) = records(read("facebook.comments", entry, section="comments"))
    assert (found.kind, found.text, found.writer) == ("comment", "nice", "Jane Sample")


def test_junk_is_skipped_and_odd_times_are_noted() -> None:
    odd = {"timestamp": -5, "data": [{"comment": {"comment": "x"}}]}
    readings = read("facebook.comments", {"comments_v2": [odd, None, {}, {"unheard_of": 1}]})
    assert [skip.pointer for skip in skips(readings)] == [
        "/comments_v2/1",
        "/comments_v2/2",
        "/comments_v2/3",
    ]
    assert [note.pointer for note in notes(readings)] == ["/comments_v2/0"]


def test_comments_of_several_writers_in_one_record_are_told_apart() -> None:
    said = [
        {"comment": {"comment": text, "author": name}} for text, name in (("mine", "Jane"), ("theirs", "Max"))
    ]
    found = records(read("facebook.comments", [{"timestamp": AT, "data": said}], section="comments"))
    assert [(one.text, one.writer) for one in found] == [("mine", "Jane"), ("theirs", "Max")]


def test_what_hangs_on_a_comment_gives_it_no_words() -> None:
    attached = [{"data": [{"text": "theirs"}, {"note": {"title": "theirs", "text": "theirs"}}]}]
    entry = comment() | {"attachments": attached}
    (found,) = records(read("facebook.comments", [entry], section="comments"))
    assert "theirs" not in repr(found)


NESTED_LABELS = ("Message", "Comment", "Text", "Caption", "Group", "Author", "URL", "Place name", "Location",
                 "Name", "Target", "Audience")  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "section"),
    [
        ("facebook.comments", "comments"),
        ("facebook.posts", "other_timeline"),
        ("facebook.posts", "group"),
        ("facebook.events", "events"),
    ],
)
@pytest.mark.parametrize(("own", "text"), [([{"label": "Message", "value": "mine"}], "mine"), ([], None)])
def test_the_words_nested_in_a_labelled_record_are_someone_elses(
    reader: str, section: str, own: list[object], text: str | None
) -> None:
    rows = [{"label": label, "value": "theirs"} for label in NESTED_LABELS]
    media = {"title": "Media", "dict": [{"title": "", "dict": rows}]}
    entry = {"timestamp": AT, "label_values": [*own, media]}
    (found,) = records(read(reader, [entry], section=section))
    assert (found.text, found.stated_audience) == (text, None)
    assert "theirs" not in repr(found)
