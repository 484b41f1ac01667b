"""Conversations with Meta AI: prompts, replies, what was given to it."""

from typing import Any

import pytest

from scanner.readers.record import Note, Skip
from tests.readers.reading import mojibake, notes, read, records, skips

AT = 1745000000
PICTURE = {"uri": "posts/media/your_posts/17900000000000010.png", "creation_timestamp": AT}


def message(text: str | None, sender: str | None, at: int = AT, **more: Any) -> dict[str, Any]:
    """Give a message as a nested `dict`: labels for the sender and the text, a time without a label."""
    rows: list[dict[str, Any]] = [{"timestamp_value": at}]
    if sender is not None:
        rows.insert(0, {"label": "Sender", "value": sender})
    if text is not None:
        rows.insert(0, {"label": "Message", "value": text, **more})
    return {"title": "", "dict": rows}


def chat(*messages: dict[str, Any], title: str = "Tides") -> dict[str, Any]:
    """Give a conversation as an export has it: a head, and a titled group of messages."""
    head = [{"label": "Conversation", "value": "1"}, {"label": "Members", "vec": [{"value": "Jane Sample"}]}]
    return {
        "timestamp": AT,
        "fbid": "1",
        "media": [],
        "label_values": [*head, {"title": title, "dict": list(messages)}],
    }


EXCHANGE = (message(mojibake("quand est la marée ?"), "Jane Sample"), message("At six.", "Meta AI", AT + 9))


@pytest.mark.parametrize(
    ("reader", "platform", "tree", "container"),
    [
        ("conversations", "instagram", "", "Instagram"),
        ("conversations", "meta_ai", "your_facebook_activity/", "Facebook"),
        ("conversations", "meta_ai", "your_instagram_activity/", "Instagram"),
        ("conversations", "meta_ai", "", "Meta AI"),
        ("app", "meta_ai", "meta_ai_profile/", "Meta AI app"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "list"])
def test_prompts_and_replies(reader: str, platform: str, tree: str, container: str, wrapped: bool) -> None:
    document = [chat(*EXCHANGE)] if wrapped else chat(*EXCHANGE)
    readings = read(
        f"meta_ai.{reader}", document, platform, "ai_conversations", f"{tree}messages/ai_conversations.json"
    )
    told = [(one.kind, one.author, one.text, one.at) for one in records(readings)]
    assert told == [
        ("ai_prompt", "self", "quand est la marée ?", AT),
        ("ai_reply", "ai", "At six.", AT + 9),
    ]
    places = {(one.platform, one.lies_in, one.container, one.title) for one in records(readings)}
    assert places == {("meta_ai", "ai_conversations", container, "Tides")}
    assert not notes(readings)
    assert not skips(readings)


def test_pointers_lead_to_the_message() -> None:
    document = [chat(*EXCHANGE)]
    pointers = [one.pointer for one in records(read("meta_ai.conversations", document, "meta_ai"))]
    assert pointers == [f"/0/label_values/2/dict/{index}" for index in range(2)]


def test_conversations_within_one_record() -> None:
    record = {
        "timestamp": AT,
        "label_values": [
            {
                "title": "Chats",
                "dict": [
                    {"title": name, "dict": [message("hi", "Jane Sample")]} for name in ("Tides", "Bread")
                ],
            }
        ],
    }
    assert [one.title for one in records(read("meta_ai.conversations", record, "meta_ai"))] == [
        "Tides",
        "Bread",
    ]


def test_where_the_sender_is_not_told_a_note_says_so() -> None:
    readings = read("meta_ai.conversations", chat(message("hi", None)), "meta_ai")
    assert [(one.kind, one.author) for one in records(readings)] == [("ai_prompt", "self")]
    assert notes(readings) == [Note("/label_values/2/dict/0", "sender not told")]


@pytest.mark.parametrize(
    ("rows", "kind", "text"),
    [
        ([{"label": "Teksti", "value": "hei"}, {"timestamp_value": AT}], "ai_prompt", "hei"),
        (
            [
                {"label": "Kuka", "value": "Meta AI"},
                {"label": "Teksti", "value": "hei"},
                {"timestamp_value": AT},
            ],
            "ai_reply",
            "hei",
        ),
        ([{"value": "hei"}, {"label": "", "timestamp_value": AT}], "ai_prompt", "hei"),
    ],
)
def test_labels_nobody_listed_still_give_messages(rows: list[object], kind: str, text: str) -> None:
    readings = read("meta_ai.conversations", chat({"title": "", "dict": rows}), "meta_ai")
    assert [(one.kind, one.text, one.at) for one in records(readings)] == [(kind, text, AT)]


def test_a_file_given_to_it_is_an_upload() -> None:
    document = chat(
        {"dict": [*message("what is this?", "Jane Sample")["dict"], {"label": "Media", "media": [PICTURE]}]}
    )
    prompt, upload = records(read("meta_ai.conversations", document, "instagram"))
    assert (prompt.kind, prompt.text, prompt.media) == ("ai_prompt", "what is this?", ())
    assert (upload.kind, upload.text, [file.uri for file in upload.media]) == (
        "ai_upload",
        None,
        [PICTURE["uri"]],
    )


def test_a_picture_it_made_belongs_to_its_reply() -> None:
    document = chat({"dict": [*message("here", "Meta AI")["dict"], {"label": "Media", "media": [PICTURE]}]})
    (reply,) = records(read("meta_ai.conversations", document, "instagram"))
    assert (reply.kind, reply.author, len(reply.media)) == ("ai_reply", "ai", 1)


def test_media_of_the_app() -> None:
    record = {
        "timestamp": AT,
        "label_values": [{"label": "Device ID", "value": "x1"}, {"label": "File", "href": PICTURE["uri"]}],
    }
    (upload,) = records(read("meta_ai.app", [record], "meta_ai"))
    assert (upload.kind, upload.at, [file.uri for file in upload.media]) == (
        "ai_upload",
        AT,
        [PICTURE["uri"]],
    )


@pytest.mark.parametrize("stamp", [{"timestamp_ms": AT * 1000}, {"timestamp": AT}])
def test_plain_keys_are_read_as_well(stamp: dict[str, int]) -> None:
    messages = [
        {"sender_name": "Jane Sample", "text": "hi", **stamp},
        {"sender_name": "Meta AI", "text": "hello", **stamp},
    ]
    thread = {"title": "Tides", "messages": messages}
    for document in ({"threads": [thread]}, [thread]):
        told = [
            (one.kind, one.text, one.at, one.title)
            for one in records(read("meta_ai.app", document, "meta_ai"))
        ]
        assert told == [("ai_prompt", "hi", AT, "Tides"), ("ai_reply", "hello", AT, "Tides")]


def test_what_holds_no_message_is_skipped() -> None:
    document = [chat(), {"timestamp": AT, "label_values": [{"label": "Conversation", "value": "1"}]}, None]
    readings = read("meta_ai.conversations", document, "meta_ai")
    assert not records(readings)
    assert skips(readings) == [
        Skip("/0", "no message found in it"),
        Skip("/1", "no message found in it"),
        Skip("/2", "not a record but nothing"),
    ]


def test_words_beside_messages_are_not_dropped_in_silence() -> None:
    silent = {"title": "", "dict": [{"label": "Unknown", "value": "something"}]}
    readings = read("meta_ai.conversations", chat(EXCHANGE[0], silent), "meta_ai")
    assert len(records(readings)) == 1
    assert skips(readings) == [Skip("/label_values/2/dict/1", "no message found in it")]


def test_an_odd_time_is_none_with_a_note() -> None:
    readings = read("meta_ai.conversations", chat(message("hi", "Jane Sample", -7)), "meta_ai")
    assert [one.at for one in records(readings)] == [None]
    assert [note.reason for note in notes(readings)] == ["a time that can't be read"]
