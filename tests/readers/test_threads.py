"""Threads: posts, replies, and a profile with a flag of its own."""

from typing import Any

import pytest

from scanner.readers.record import AccountDetail
from tests.readers.reading import facts, mojibake, read, records, skips

AT = 1718409600


def entry(text: str, uri: str = "", **marks: object) -> dict[str, object]:
    return {
        "uri": uri,
        "creation_timestamp": AT,
        "title": text,
        "text_app_post": {"reply_control": "everyone", **marks},
    }


def test_a_text_is_a_media_object_without_an_address() -> None:
    document = {"text_post_app_text_posts": [{"media": [entry(mojibake("hellò threads"))]}]}
    (post,) = records(read("threads.posts", document, "instagram", "threads"))
    assert (post.platform, post.kind, post.section) == ("threads", "post", "threads")
    assert (post.text, post.at, post.media) == ("hellò threads", AT, ())


def test_several_files_stand_under_one_text() -> None:
    files = [
        entry("", "media/posts/202406/17900000000000006.jpg"),
        entry("", "media/posts/202406/17900000000000007.jpg"),
    ]
    document = [{"media": files, "title": "two views", "creation_timestamp": AT + 1}]
    (post,) = records(read("threads.posts", document, "instagram", "threads"))
    assert (post.text, post.at, len(post.media)) == ("two views", AT + 1, 2)


@pytest.mark.parametrize(
    ("marks", "kind"),
    [({"is_reply": True}, "reply"), ({"is_reply": False}, "post"), ({}, "post"), ({"is_reply": "?"}, "post")],
)
def test_a_reply_is_marked_as_one(marks: dict[str, Any], kind: str) -> None:
    (post,) = records(read("threads.posts", [{"media": [entry("me too", **marks)]}], "instagram", "threads"))
    assert (post.kind, post.section) == (kind, "threads")


def test_one_thread_bare_reads_like_a_list_of_one() -> None:
    thread = {"media": [entry("alone", is_reply=True)]}
    (bare,) = records(read("threads.posts", thread, "instagram", "threads"))
    (listed,) = records(read("threads.posts", {"text_post_app_text_posts": [thread]}, "instagram", "threads"))
    bare.pointer = listed.pointer
    assert bare == listed


def test_labelled_threads() -> None:
    document = [{"timestamp": AT, "label_values": [{"label": "Text", "value": "new shape"}]}]
    (post,) = records(read("threads.posts", document, "instagram", "threads"))
    assert (post.platform, post.text, post.at) == ("threads", "new shape", AT)


def test_junk_is_skipped() -> None:
    readings = read(
        "threads.posts", {"text_post_app_text_posts": [3, {"media": [{}]}]}, "instagram", "threads"
    )
    assert len(skips(readings)) == 2
    assert not records(readings)


def test_the_profile_is_its_own() -> None:
    told = {
        "Username": {"value": "jane_sample"},
        "Bio": {"value": "tides"},
        "Birthday": {"value": "1990-05-04"},
        "Private Account": {"value": "True"},
        "Links": {"value": "https://example.org"},
    }
    picture = {"uri": "media/other/17900000000000008.jpg", "creation_timestamp": AT, **entry("")}
    picture["uri"] = "media/other/17900000000000008.jpg"
    document = {
        "text_post_app_text_post_app_profile": [
            {"media_map_data": {"Profile Photo": picture}, "string_map_data": told}
        ]
    }
    readings = read("threads.profile", document, "instagram", "threads")
    assert AccountDetail("threads", "private", True) in readings
    assert facts(readings) == {"username": "jane_sample", "birth_date": "1990-05-04", "private": True}
    assert {record.platform for record in records(readings)} == {"threads"}
    assert [record.field or record.kind for record in records(readings)] == [
        "username",
        "bio",
        "birth_date",
        "website",
        "profile_picture",
    ]
