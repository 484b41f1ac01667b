"""Conversations with Meta AI: prompts, replies, what was given to it."""

from pathlib import Path
from typing import Any

import pytest

from scanner.readers.meta_ai import MEDIA_BY_ADDRESS, NO_SENDER, NOTICE
from scanner.readers.record import ReaderNote, Skip
from tests.builders import mojibake as mojibake_bytes
from tests.readers.reading import mojibake, notes, read, records, skips
from tests.scanning import facebook, found, items

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
    places = {(one.platform, one.section, one.container, one.title) for one in records(readings)}
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


def kinds(readings: list[Any]) -> list[tuple[str, str, str | None, str | None]]:
    """Give kind, author, text and writer of each record."""
    return [(one.kind, one.author, one.text, one.writer) for one in records(readings)]


def test_messages_of_nobody_are_one_prompt_without_text_and_a_note_each() -> None:
    readings = read(
        "meta_ai.conversations", chat(message("hi", None, AT + 9), message("ho", None)), "meta_ai"
    )
    assert kinds(readings) == [("ai_prompt", "self", None, None)]
    assert [(one.pointer, one.at) for one in records(readings)] == [("/label_values/2/dict/1", AT)]
    assert notes(readings) == [ReaderNote(f"/label_values/2/dict/{index}", NO_SENDER) for index in (0, 1)]


def of_labels(sender: str | None, text: str, at: int, who: str = "Kuka") -> dict[str, Any]:
    """Give a message whose labels no table lists, the sender behind the text."""
    rows: list[dict[str, Any]] = [{"label": "Teksti", "value": text}]
    rows += [{"label": who, "value": sender}] if sender else []
    return {"title": "", "dict": [*rows, {"timestamp_value": at}]}


@pytest.mark.parametrize("who", ["Kuka", "Хто", "Name"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_labels_nobody_listed_tell_who_spoke_where_an_ai_answers(who: str, newest_first: bool) -> None:
    said = [("Jane Sample", "hei"), ("Meta AI", "moi"), ("Jane Sample", "kiitos"), ("Meta AI", "ole hyvä")]
    messages = [of_labels(sender, text, AT + number, who) for number, (sender, text) in enumerate(said)]
    readings = read("meta_ai.conversations", chat(*messages[:: -1 if newest_first else 1]), "meta_ai")
    assert sorted(kinds(readings)) == [
        ("ai_prompt", "self", "hei", "Jane Sample"),
        ("ai_prompt", "self", "kiitos", "Jane Sample"),
        ("ai_reply", "ai", "moi", None),
        ("ai_reply", "ai", "ole hyvä", None),
    ]
    assert not notes(readings)


@pytest.mark.parametrize("name", ["Jane Sample", "🌸", None])
@pytest.mark.parametrize("who", ["Kuka", "Name"])
def test_prompts_and_replies_of_one_name_are_not_all_the_owners(who: str, name: str | None) -> None:
    messages = [
        of_labels("Meta AI", "Hi, I am Meta AI", AT, who),
        of_labels(name, "two and two?", AT + 1, who),
        of_labels(name, "four", AT + 1, who),
    ]
    readings = read("meta_ai.conversations", chat(*messages[::-1]), "meta_ai")
    assert kinds(readings) == [
        ("ai_reply", "ai", "Hi, I am Meta AI", None),
        ("ai_prompt", "self", None, None),
    ]
    assert [note.reason for note in notes(readings)] == [NO_SENDER] * 2


def test_a_name_is_never_left_in_the_text() -> None:
    for people in (["Jane Sample"], ["Jane Sample", "Jane Sample"], ["Jane Sample", "Meta AI"]):
        messages = [of_labels(sender, "hei", AT + number) for number, sender in enumerate(people)]
        assert "Jane" not in repr([text for _, _, text, _ in kinds(
            read("meta_ai.conversations", chat(*messages), "meta_ai"))])  # fmt: skip


INSTAGRAM_HEAD: list[dict[str, Any]] = [
    {"label": "Pinned messages", "vec": []},
    {"label": "Summary", "value": ""},
    {
        "label": "Join link",
        "dict": [{"label": "Link", "value": ""}, {"label": "Privacy", "value": "Private"}],
    },
    {"title": "Former participants", "dict": []},
]


def of_instagram(text: str, name: str, at: int, notice: str = "") -> dict[str, Any]:
    """Give a message of Instagram's file of 2026, in which the label `Message` stands twice."""
    rows: list[dict[str, Any]] = [
        {"label": "Message"} | ({"value": notice} if notice else {}),
        {"label": "IP address"},
        {"label": "Message", "value": text},
        {"label": "Reactions", "vec": []},
        {"title": "Attachment", "dict": []},
        {"label": "Name", "value": name},
        {"timestamp_value": at},
    ]
    return {"title": "", "dict": rows}


def test_instagrams_file_of_2026() -> None:
    messages = [
        of_instagram("At six.", "Meta AI", AT + 3),
        of_instagram("When is high tide?", "Jane Sample", AT + 2),
        of_instagram("", "Meta AI", AT + 1, notice="Messages are generated by AI."),
    ]
    record = {
        "title": "thread for mailbox1",
        "timestamp": AT,
        "media": [],
        "label_values": [*INSTAGRAM_HEAD, {"title": "Messages", "dict": messages}],
    }
    readings = read("meta_ai.conversations", [record], "instagram")
    assert sorted(kinds(readings)) == [
        ("ai_prompt", "self", "When is high tide?", "Jane Sample"),
        ("ai_reply", "ai", "At six.", None),
    ]
    assert {one.title for one in records(readings)} == {"thread for mailbox1"}
    assert skips(readings) == [Skip("/0/label_values/4/dict/2", NOTICE)]


def test_someone_elses_prompt_is_not_the_owners(tmp_path: Path) -> None:
    told = chat(message("mine", "Jane Sample"), message("theirs", "Max Sample"), message("both", "Meta AI"))
    path = "your_facebook_activity/messages/ai_conversations.json"
    frame = items(facebook() | {path: mojibake_bytes(told)}, tmp_path)
    assert [row["text"] for row in found(frame, kind="ai_prompt")] == ["mine"]
    alone = items({path: mojibake_bytes(told)}, tmp_path)
    assert found(alone, kind="ai_prompt") == []


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


def test_a_picture_of_the_apps_conversations_is_skipped_with_a_reason() -> None:
    name = "Conversation with Meta AI_04-1{}-2026_177647986{}.txt"
    said = "Conversation with Meta AI\n\n\nYou: draw a cat\nMeta AI: Here is a cat"
    rows = [
        {"label": name.format(7, 9), "value": said},
        {"label": name.format(8, 8), "value": "https://example.org/v/t1.jpg?oe=1"},
    ]
    for entries in (rows, rows[1:]):
        groups = [{"label": "Conversation file", "dict": [{"label": "Conversation file", "dict": entries}]}]
        readings = read("meta_ai.app", {"label_values": groups}, "meta_ai")
        assert [skip.reason for skip in skips(readings)] == [MEDIA_BY_ADDRESS]
        assert len(records(readings)) == (2 if entries is rows else 0)
