from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from scanner.readers.html import translate_page
from scanner.readers.html.page import UNKNOWN_BLOCK
from scanner.readers.meta_ai import NO_SENDER
from scanner.readers.record import Record
from tests.builders import CAMILLE, JANE, Story
from tests.builders.siblings import meta_ai, meta_ai_json
from tests.readers.html.convergence import comparable, scanned
from tests.readers.html.instagram_pages import block, caption, clock, read_page, settled, translated
from tests.readers.reading import labels, notes, read, records

NAME = "Conversation with Meta AI_04-17-2026_1776479869.txt"
SAID = "Conversation with Meta AI\n\n\nYou: Draw a pier\nMeta AI: Here it is:\nlow tide\nYou: Thanks\n"
TURNS = [("ai_prompt", "Draw a pier"), ("ai_reply", "Here it is:\nlow tide"), ("ai_prompt", "Thanks")]


def _section(*cells: tuple[str, str]) -> str:
    rows = "".join(
        f'<tr><td class="_a6_q">{left}</td><td class="_2piu _a6_r">{right}</td></tr>' for left, right in cells
    )
    return f'<section class="_3-95 _a6-g"><table>{rows}</table></section>'


def _turns(found: list[Record]) -> list[tuple[str, str | None]]:
    return [(record.kind, record.text) for record in found]


# the Meta AI app


@pytest.mark.parametrize(
    "html",
    [
        _section((NAME, SAID)),
        _section((NAME, SAID.replace("\n", "<br />"))),
        _section(("File", NAME), ("", SAID)),
        f'<section class="_a6-g"><table><tr><td>{NAME}</td></tr><tr><td>{SAID}</td></tr></table></section>',
    ],
    ids=["beside", "breaks", "rows", "cells"],
)
def test_a_conversation_of_the_app(html: str) -> None:
    found = records(read_page("meta_ai.app", html, "ai_conversations"))
    assert _turns(found) == TURNS
    assert {(record.at, record.precision, record.container) for record in found} == {
        (1776479869.0, "day", "Meta AI app")
    }


def test_a_conversation_without_a_name_has_no_time() -> None:
    html = (
        '<section class="_a6-g"><table><tr><td class="_2piu _a6_r">' + SAID + "</td></tr></table></section>"
    )
    found = records(read_page("meta_ai.app", html, "ai_conversations"))
    assert [record.at for record in found] == [None] * 3


def test_json_of_the_app_holds_the_same_texts() -> None:
    files = [{"label": NAME, "value": SAID}]
    groups = [{"label": "Conversation file", "dict": [{"label": "Conversation file", "dict": files}]}]
    found = records(read("meta_ai.app", {"label_values": groups}, "meta_ai", "ai_conversations"))
    assert _turns(found) == TURNS


@pytest.mark.parametrize("label", ["Device ID", "Ger\u00e4te-ID"])
def test_a_picture_given_to_the_ai_has_its_time_and_not_its_device(label: str) -> None:
    uri = "posts/media/your_posts/17900000000000271.jpg"
    html = _section((label, "2Q-SAMPLE-0001"), ("", f'<a href="{uri}">x</a>'), ("", "Jan 05, 2026 3:04 pm"))
    (record,) = records(read_page("meta_ai.app", html, "ai_conversations"))
    assert (record.kind, record.text, [file.uri for file in record.media]) == ("ai_upload", None, [uri])
    assert record.at == datetime(2026, 1, 5, 23, 4, tzinfo=UTC).timestamp()


@pytest.mark.parametrize("story", [JANE, CAMILLE], ids=lambda story: story.username)
def test_html_and_json_of_the_app_give_the_same_items(story: Story, tmp_path: Path) -> None:
    html, told = scanned(meta_ai, story, tmp_path / "1"), scanned(meta_ai_json, story, tmp_path / "2")
    assert_frame_equal(comparable(html), comparable(told))
    assert sorted(html.items["kind"].cast(str)) == ["ai_prompt", "ai_reply", "ai_upload", "photo"]


# conversations in Instagram's and Facebook's downloads


def _turn(sender: str, text: str, when: str) -> str:
    return (
        "<tr><td colspan='2'><div>"
        + _section(("Sender", sender), ("Message", text), ("", when))
        + "</div></td></tr>"
    )


@pytest.mark.parametrize("head", ["", "<h2 class='_a6-h'>Captions</h2>"], ids=["untitled", "titled"])
def test_a_conversation_in_nested_tables(head: str) -> None:
    said = _turn("jane.sample", "Draw a pier", "Aug 17, 2025 11:23 am") + _turn(
        "Meta AI", "Here", "Aug 17, 2025 11:24 am"
    )
    inner = f'<section class="_3-95 _a6-g">{head}<div><table>{said}</table></div></section>'
    html = (
        '<section class="_a6-g"><table><tr><td>Product</td><td>Instagram</td></tr>'
        f"<tr><td colspan='2'><div>{inner}</div></td></tr></table></section>"
    )
    path = "your_instagram_activity/messages/ai_conversations/thread_for_mailbox1_2.html"
    found = records(read_page("meta_ai.conversations", html, "ai_conversations", path))
    assert _turns(found) == [("ai_prompt", "Draw a pier"), ("ai_reply", "Here")]
    assert {(record.title, record.container) for record in found} == {
        ("Captions" if head else None, "Instagram")
    }


def test_a_page_that_only_links_to_conversations_holds_none() -> None:
    html = '<div class="pam _a6-g uiBoxWhite"><a href="x/thread_for_mailbox1_2.html">a thread</a></div>'
    assert translated("meta_ai.conversations", html).document == []


def test_a_block_without_tables_is_no_conversation_and_said_so() -> None:
    html = '<section class="_a6-g"><div>Dibuja un muelle</div><div>Aug 17, 2025 11:23 am</div></section>'
    for reader in ("meta_ai.app", "meta_ai.conversations"):
        page = translated(reader, html)
        assert (page.document, [skip.reason for skip in page.skips]) == ([], [UNKNOWN_BLOCK])
        assert all(skip.lost for skip in page.skips)


def test_who_spoke_in_a_conversation_of_other_labels_is_not_guessed() -> None:
    rows = [("Etiqueta", "Dibuja un muelle"), ("", "Aug 17, 2025 11:23 am")]
    inner = "<tr><td colspan='2'>" + _section(*rows) + "</td></tr>"
    html = f'<section class="_a6-g"><table>{inner}</table></section>'
    readings: Any = read_page("meta_ai.conversations", html, "ai_conversations")
    assert _turns(records(readings)) == [("ai_prompt", None)]
    assert [note.reason for note in notes(readings)] == [NO_SENDER]


def _message(sender: str, inner: str, minute: int) -> str:
    return block(
        caption(sender),
        f"<div class='_3-95 _a6-p'><div><div></div><div>{inner}</div></div></div>",
        f"<div class='_3-94 _a6-o'>Jan 07, 2026 3:{minute:02} pm</div>",
    )


def _page(title: str, *messages: str) -> bytes:
    head = f'<head><meta charset="utf-8"/></head><header><h1 class="_a70e">{title}</h1></header>'
    return f'<html>{head}<body><main role="main">{"".join(messages[::-1])}</main></body></html>'.encode()


def _read(reader_id: str, raw: bytes, section: str, path: str) -> list[Record]:
    platform = "instagram"
    told: Any = settled(translate_page(raw, reader_id, labels(platform), clock(), path)).document
    return records(read(reader_id, told, platform, section, path))


ALONE = (
    _message("Jane Sample", "How long does tea<br/>keep?", 4),
    _message("Meta AI", "Two years.<ul class='_a6-q'><li>👍Jane Sample</li></ul>", 4),
    _message("Jane Sample", "<a href='x/photos/1.jpg'><img src='x/photos/1.jpg'/></a>", 5),
)
GROUP = (
    _message("Max Sample", "their secret words", 1),
    _message("Max Sample", "&#064;Meta AI a question of Max's", 2),
    _message("Meta AI", "an answer to Max", 3),
    _message("Jane Sample", "&#064;Meta AI a question of Jane's", 4),
    _message("Meta AI", "an answer to Jane", 5),
)
AS_JSON = [
    ("ai_prompt", "How long does tea\nkeep?", "Jane Sample"),
    ("ai_reply", "Two years.", "Jane Sample"),
    ("ai_upload", None, "Jane Sample"),
]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("messages/inbox/metaai_1/message_1.html", "Meta AI"),
        ("messages/ai_conversations/tea_2/message_1.html", "Tea"),
    ],
)
def test_a_chat_with_the_ai_in_a_page_is_read_as_in_json(path: str, title: str) -> None:
    found = _read("messenger.threads", _page(title, *ALONE), "messages", path)
    assert [(one.kind, one.text, one.writer) for one in found] == AS_JSON
    assert {(one.platform, one.title) for one in found} == {("meta_ai", title)}


def test_of_a_group_chat_in_a_page_only_what_concerns_the_ai_is_read() -> None:
    found = _read("messenger.threads", _page("Chat", *GROUP), "messages", "messages/inbox/c_1/message_1.html")
    assert [(one.kind, one.text, one.writer) for one in found] == [
        ("ai_prompt", "@Meta AI a question of Max's", "Max Sample"),
        ("ai_reply", "an answer to Max", "Max Sample"),
        ("ai_prompt", "@Meta AI a question of Jane's", "Jane Sample"),
        ("ai_reply", "an answer to Jane", "Jane Sample"),
        ("message_thread", None, None),
    ]
    assert "secret" not in repr(found)


def test_the_page_of_conversations_may_hold_messages_itself() -> None:
    found = _read(
        "meta_ai.conversations",
        _page("AI conversations", *ALONE[:2]),
        "ai_conversations",
        "messages/ai_conversations.html",
    )
    assert sorted((one.kind, one.text, one.writer) for one in found) == [
        ("ai_prompt", "How long does tea\nkeep?", "Jane Sample"),
        ("ai_reply", "Two years.", None),
    ]
