"""What was said to Meta AI in threads of messages, and nothing else of them."""

from pathlib import Path
from typing import Any

import pytest

from tests.builders import Tree, mojibake
from tests.readers.reading import read, records
from tests.scanning import facebook, found, items

AT = 1_710_000_000
PATH = "your_facebook_activity/messages/inbox/chat_9/message_1.json"
PRIVATE = "their secret words"


def message(number: int, sender: str, text: str | None = None, **more: Any) -> dict[str, Any]:
    """Give a message, later ones with higher numbers."""
    told = {"sender_name": sender, "timestamp_ms": (AT + number * 60) * 1000}
    return told | ({"content": text} if text else {}) | more


def thread(people: list[str], *messages: object, **more: Any) -> dict[str, Any]:
    """Give a thread, newest message first."""
    told = [{"name": name} for name in people]
    return {"participants": told, "messages": list(messages)[::-1], "title": "A chat"} | more


def told(document: object) -> list[tuple[str, int, str | None, str | None]]:
    """Give kind, count, text and writer of each record."""
    readings = read("messenger.threads", document, platform="messenger", section="messages", path=PATH)
    return [(one.kind, one.count, one.text, one.writer) for one in records(readings)]


ALONE = thread(
    ["Jane Sample", "Meta AI"],
    message(1, "Jane Sample", "How long does tea keep?"),
    message(2, "Meta AI", "About two years."),
    message(3, "Jane Sample", photos=[{"uri": "messages/photos/1.jpg"}]),
)
GROUP = thread(
    ["Jane Sample", "Max Sample", "Zoë Sample"],
    message(1, "Max Sample", PRIVATE),
    message(2, "Max Sample", "@Meta AI a question of Max's"),
    message(3, "Meta AI", "an answer to Max"),
    message(4, "Jane Sample", "@Meta AI a question of Jane's"),
    message(5, "Meta AI", "an answer to Jane"),
    message(6, "Jane Sample", "that was it"),
)


def test_in_a_chat_with_the_ai_alone_all_is_said_to_it_or_by_it() -> None:
    assert told(ALONE) == [
        ("ai_prompt", 1, "How long does tea keep?", "Jane Sample"),
        ("ai_reply", 1, "About two years.", "Jane Sample"),
        ("ai_upload", 1, None, "Jane Sample"),
    ]


def test_in_a_chat_with_people_only_what_calls_the_ai_and_its_replies_are_taken() -> None:
    assert told(GROUP) == [
        ("ai_prompt", 1, "@Meta AI a question of Max's", "Max Sample"),
        ("ai_reply", 1, "an answer to Max", "Max Sample"),
        ("ai_prompt", 1, "@Meta AI a question of Jane's", "Jane Sample"),
        ("ai_reply", 1, "an answer to Jane", "Jane Sample"),
        ("message_thread", 2, None, None),
    ]


@pytest.mark.parametrize(
    "text", ["I asked Meta AI about it", "@Meta about it, AI", "me@Meta AI", "@Meta AIming", "@meta ai"]
)
def test_talk_about_the_ai_is_not_talk_to_it(text: str) -> None:
    document = thread(["Jane Sample", "Max Sample"], message(1, "Jane Sample", text))
    assert told(document) == [("message_thread", 1, None, None)]


def test_an_answer_to_a_question_that_is_not_there_is_counted_without_its_words() -> None:
    people = ["Jane Sample", "Max Sample", "Meta AI"]
    document = thread(people, message(1, "Meta AI", "an answer"), message(2, "Max Sample", PRIVATE))
    assert told(document) == [("ai_reply", 1, None, None), ("message_thread", 1, None, None)]


def test_who_left_a_chat_is_not_alone_with_the_ai() -> None:
    people = ["Max Sample", "Meta AI"]
    document = thread(people, message(1, "Max Sample", PRIVATE), is_still_participant=False)
    assert told(document) == [("message_thread", 1, None, None)]


def in_messages(document: object) -> Tree:
    """Give an export of Jane's with this thread."""
    return facebook() | {PATH: mojibake(document)}


def ai_texts(tree: Tree, directory: Path) -> list[tuple[str, str | None]]:
    """Give kind and text of every item of an AI."""
    rows = found(items(tree, directory), platform="meta_ai")
    return [(row["kind"], row["text"]) for row in rows]


def test_only_the_owners_side_of_a_chat_becomes_items(tmp_path: Path) -> None:
    frame = items(in_messages(GROUP), tmp_path)
    mine = found(frame, platform="meta_ai")
    assert [(row["kind"], row["text"]) for row in mine] == [
        ("ai_prompt", "@Meta AI a question of Jane's"),
        ("ai_reply", "an answer to Jane"),
    ]
    assert {row["visibility"] for row in mine} == {"private"}
    assert {row["container"] for row in mine} == {"Messenger"}
    assert [row["now"] for row in mine] == ["eligible", "eligible"]
    assert PRIVATE not in repr(frame.to_dicts())
    assert "of Max" not in repr(frame.to_dicts())


@pytest.mark.parametrize(("document", "kept"), [(ALONE, 3), (GROUP, 0)])
def test_without_the_owners_name_only_a_chat_with_the_ai_alone_is_kept(
    document: object, kept: int, tmp_path: Path
) -> None:
    frame = items({PATH: mojibake(document)}, tmp_path)
    assert len([row for row in found(frame, platform="meta_ai") if row["kind"] != "photo"]) == kept


def test_a_chat_with_the_ai_leaves_no_thread_of_messages(tmp_path: Path) -> None:
    rows = items(in_messages(ALONE), tmp_path)
    assert found(rows, kind="message_thread", container="A chat") == []
    assert [row["title"] for row in found(rows, kind="ai_prompt")] == ["A chat"]


def test_an_answer_that_may_be_to_either_of_two_is_kept_without_its_words() -> None:
    document = thread(
        ["Jane Sample", "Max Sample", "Meta AI"],
        message(1, "Max Sample", "@Meta AI a question of Max's"),
        message(2, "Jane Sample", "@Meta AI a question of Jane's"),
        message(3, "Meta AI", "an answer to Max"),
        message(4, "Meta AI", "an answer to Jane"),
        message(5, "Jane Sample", "@Meta AI one more"),
        message(6, "Meta AI", "an answer to Jane alone"),
    )
    replies = [(text, writer) for kind, _, text, writer in told(document) if kind == "ai_reply"]
    assert replies == [(None, None), (None, None), ("an answer to Jane alone", "Jane Sample")]
