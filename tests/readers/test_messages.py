"""Threads of messages: counted, never read."""

import json
from typing import Any

import pytest
from hypothesis import given

from scanner.readers.messages import thread_key
from scanner.readers.record import UnreadableError
from tests.readers.reading import JSON, mojibake, notes, read, records, skips, take_all_as_large

AT = 1_710_000_000
PATH = "your_facebook_activity/messages/inbox/maxsample_9/message_1.json"


def message(number: int = 0, **keys: Any) -> dict[str, Any]:
    """Give a message as Messenger writes it, later ones with higher numbers."""
    return {
        "sender_name": "Max Sample",
        "timestamp_ms": (AT + number) * 1000,
        "content": "their secret words",
        "reactions": [{"reaction": "x", "actor": "Jane Sample"}],
        "photos": [{"uri": "../../etc/passwd"}],
    } | keys


def thread(*messages: object, **keys: Any) -> dict[str, Any]:
    """Give a thread as Messenger writes it, newest message first."""
    return {
        "participants": [{"name": "Max Sample"}],
        "messages": list(messages),
        "title": mojibake("Zoë Sample"),
        "thread_path": "inbox/maxsample_9",
        "magic_words": [],
    } | keys


ENCRYPTED = {
    "participants": ["Jane Sample", "Max Sample"],
    "threadName": "Max Sample",
    "messages": [
        {"senderName": "Max Sample", "timestamp": AT * 1000, "text": "x", "media": [], "isUnsent": False}
    ],
}
OLD_INSTAGRAM = [
    {
        "participants": ["a", "b"],
        "conversation": [{"sender": "a", "created_at": "2024-03-09T16:00:00+00:00", "text": "x"}],
    }
]


def test_a_large_thread_in_a_large_list_is_read_message_by_message(monkeypatch: pytest.MonkeyPatch) -> None:
    take_all_as_large(monkeypatch, 800)
    readings = read("messenger.threads", [thread(*map(message, range(9))), 5, *OLD_INSTAGRAM], "instagram")
    assert [(record.pointer, record.count) for record in records(readings)] == [("/0", 9), ("/2", 1)]
    assert [skip.pointer for skip in skips(readings)] == ["/1"]


@pytest.mark.parametrize(
    ("document", "count", "name"),
    [
        (thread(message(2), message(1), message()), 3, "Zoë Sample"),
        (thread(message(2), None, 42, {}, message()), 2, "Zoë Sample"),
        (thread(message(), title=5), 1, None),
        (thread(message(), participants="nobody"), 1, "Zoë Sample"),
        (thread(message(timestamp_ms="x"), message()), 2, "Zoë Sample"),
        (thread(message(timestamp_ms=0), message()), 2, "Zoë Sample"),
        ({"thread_name": "Choir", "messages": [message()]}, 1, "Choir"),
        (ENCRYPTED, 1, "Max Sample"),
        (OLD_INSTAGRAM, 1, None),
    ],
)
def test_thread_is_counted_with_the_time_of_its_first_message(
    document: object, count: int, name: str | None
) -> None:
    (found,) = records(read("messenger.threads", document, section="messages", path=PATH))
    assert (found.kind, found.count, found.at, found.container) == ("message_thread", count, AT, name)
    assert (found.text, found.title, found.media, found.tagged, found.writer) == (None, None, (), (), None)


def test_no_word_of_a_message_is_carried() -> None:
    readings = repr(read("messenger.threads", thread(message(), None), path=PATH))
    assert "secret" not in readings
    assert "Max" not in readings
    assert "passwd" not in readings


def test_junk_among_messages_is_skipped_with_its_place() -> None:
    readings = read("messenger.threads", thread(message(), None, 42, {}), path=PATH)
    assert [skip.pointer for skip in skips(readings)] == ["/messages/1", "/messages/2", "/messages/3"]


@pytest.mark.parametrize(
    ("platform", "given_as"),
    [("facebook", "messenger"), ("instagram", "instagram"), ("messenger", "messenger")],
)
def test_platform_is_whose_messages_they_are(platform: str, given_as: str) -> None:
    (found,) = records(read("messenger.threads", thread(message()), platform=platform, path=PATH))
    assert found.platform == given_as


def test_parts_of_a_thread_share_its_key() -> None:
    paths = [PATH.replace("message_1", f"message_{number}") for number in (1, 2, 10)]
    keys = {
        found.host_name
        for path in paths
        for found in records(read("messenger.threads", thread(message()), path=path))
    }
    assert keys == {"inbox/maxsample_9"}


@pytest.mark.parametrize(
    ("path", "thread_path", "key"),
    [
        ("messages/inbox/b_9/message_1.json", None, "inbox/b_9"),
        ("messages/inbox/b_9/message_1.html", None, "inbox/b_9"),
        ("your_instagram_activity/messages/broadcast/b_9/replies_1.json", None, "broadcast/b_9"),
        ("messages/alice_1.json", None, "messages/alice_1"),
        ("messages/group_2.json", "inbox/group_2", "inbox/group_2"),
        ("groups/your_group_messages/77.json", None, "your_group_messages/77"),
        ("message_1.json", None, "message_1"),
    ],
)
def test_thread_key(path: str, thread_path: str | None, key: str) -> None:
    assert thread_key(path, thread_path) == key


def test_threads_of_one_file_have_keys_of_their_own() -> None:
    found = records(read("messenger.threads", OLD_INSTAGRAM * 2, platform="instagram", path="messages.json"))
    assert [one.host_name for one in found] == ["messages/0", "messages/1"]


@pytest.mark.parametrize("document", [thread(), {"messages": "x"}, {"participants": []}, [], 5, None])
def test_no_messages_are_no_record(document: object) -> None:
    assert records(read("messenger.threads", document, path=PATH)) == []


def test_thread_without_any_time_is_noted() -> None:
    readings = read("messenger.threads", thread(message(timestamp_ms=-5)), path=PATH)
    assert [found.at for found in records(readings)] == [None]
    assert len(notes(readings)) == 1


def test_lone_surrogates_and_nan_are_no_hindrance() -> None:
    raw = json.dumps(thread(message(content="\ud83d", ip=float("nan")), title="\ud83d")).encode()
    (found,) = records(read("messenger.threads", raw, path=PATH))
    assert (found.count, found.container) == (1, "\ufffd")


@pytest.mark.parametrize(
    "raw", [b"", b"{this is not json", b'{"messages": [{"timestamp_ms": 1}', b"[object Object]"]
)
def test_what_is_no_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        read("messenger.threads", raw, path=PATH)


@given(JSON)
def test_no_json_makes_it_fail(document: object) -> None:
    for shape in (document, {"messages": document}, [thread(document, title=document, thread_path=document)]):
        read("messenger.threads", shape, path=PATH)


def test_replies_in_a_broadcast_channel_are_messages_of_its_thread() -> None:
    document = {
        "participants": [{"name": "Star"}],
        "replies": [
            {"reply_content": "great!", "original_message_sender": "Star", "timestamp_ms": AT * 1000}
        ],
        "title": "Club",
        "thread_path": "broadcast/club_123",
    }
    path = "your_instagram_activity/messages/broadcast/club_123/replies_1.json"
    readings = read("messenger.threads", document, platform="instagram", section="broadcast", path=path)
    told = [(one.kind, one.count, one.container, one.at, one.text) for one in records(readings)]
    assert told == [("message_thread", 1, "Club", AT, None)]
    assert not skips(readings)
