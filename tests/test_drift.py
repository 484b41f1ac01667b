"""Exports as they drift: names that vary, folders beside, files that only look like Meta's."""

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.archive import Limits, WrongFolderError
from scanner.pipeline import NeverOpenedError, NothingToReadError, scan
from scanner.readers.json_documents import top_keys
from tests.builders import Tree, as_folder, as_zip, mojibake
from tests.builders.generic import labelled, value
from tests.builders.write import clean
from tests.scanning import TODAY, found, one, scanned

FB = "your_facebook_activity"
IG = "your_instagram_activity"
AT = 1_700_000_000
PROFILE = "personal_information/profile_information/profile_information.json"
FB_PROFILE: Tree = {PROFILE: mojibake({"profile_v2": {"name": {"full_name": "Jane Sample"}}})}
IG_POSTS: Tree = {
    f"{IG}/media/posts_1.json": mojibake(
        [{"media": [{"uri": "media/posts/202311/1.jpg", "creation_timestamp": AT, "title": "Low tide"}]}]
    )
}


def _thread(*texts: str, name: str = "Ada") -> Any:
    said = [{"sender_name": name, "timestamp_ms": (AT + n) * 1000, "content": t} for n, t in enumerate(texts)]
    return {"participants": [{"name": name}, {"name": "Jane Sample"}], "messages": said, "title": name}


def _encrypted(number: int) -> bytes:
    said = [{"senderName": "Ada", "timestamp": AT * 1000, "text": "hi", "type": "text"}] * number
    return clean({"participants": ["Ada", "Jane Sample"], "threadName": "Ada_3", "messages": said})


def _threads_posts(*texts: str) -> bytes:
    media = [{"media": [{"uri": "", "creation_timestamp": AT + n, "title": t}]} for n, t in enumerate(texts)]
    return mojibake({"text_post_app_text_posts": media})


def _states(result: Any) -> dict[str, str]:
    return dict(result.coverage.select("member", "state").cast(str).iter_rows())


# wrapper keys decide where names vary


@pytest.mark.parametrize(
    ("start", "keys"),
    [
        (b'{"a": [{"b": 1}], "c": "d:e", "f', {"a", "c"}),
        (b'\xef\xbb\xbf {"a\\"b": {"c": {}}}', {'a\\"b'}),
        (b'[{"a": 1}]', set()),
        (b"", set()),
        (b'{"a": "{\\"b\\": 1}", "c": 1}', {"a", "c"}),
    ],
)
def test_the_keys_at_the_top_of_the_first_bytes(start: bytes, keys: set[str]) -> None:
    assert top_keys(start) == keys


POST = {"media": [{"uri": "", "creation_timestamp": AT, "title": "x"}]}
STORY = {"uri": "media/stories/1.jpg", "creation_timestamp": AT, "title": "x"}
COMMENT = {"timestamp": AT, "data": [{"comment": {"timestamp": AT, "comment": "x"}}]}


@pytest.mark.parametrize(
    ("path", "document", "kind"),
    [
        (f"{IG}/threads/mes_fils_2.json", {"text_post_app_text_posts": [POST]}, "post"),
        (f"{IG}/media/historias.json", {"ig_stories": [STORY]}, "story"),
        (f"{FB}/posts/photos_of_mine.json", {"other_photos_v2": [STORY]}, "photo"),
        (f"{FB}/comments_and_reactions/kommentare_3.json", {"comments_v2": [COMMENT]}, "comment"),
        (f"{FB}/nachrichten/ada_1/teil.json", _thread("a", "b"), "message_thread"),
    ],
)
def test_a_file_of_unknown_name_is_placed_by_its_wrapper_key(
    path: str, document: Any, kind: str, tmp_path: Path
) -> None:
    for number, made in enumerate((as_zip, as_folder)):
        given = made({path: mojibake(document)}, tmp_path / f"export{number}.zip")
        result = scan([given], as_of=TODAY)
        assert one(result.coverage, member=path)["state"] == "content"
        assert len(found(result.items, kind=kind)) == 1


def test_a_file_with_other_keys_stays_unknown(tmp_path: Path) -> None:
    tree = FB_PROFILE | {f"{FB}/posts/odd.json": mojibake({"zork_v3": [{"timestamp": AT}]})}
    line = one(scanned(tree, tmp_path).coverage, member=f"{FB}/posts/odd.json")
    assert (line["state"], line["records"]) == ("unknown", 0)


def test_threads_in_parts_with_instagram_and_alone(tmp_path: Path) -> None:
    parts = {f"threads/threads_and_replies_{n}.json": _threads_posts(f"a{n}", f"b{n}") for n in (1, 2)}
    within = {f"{IG}/{path}": content for path, content in parts.items()}
    assert len(found(scanned(IG_POSTS | within, tmp_path, name="a").items, platform="threads")) == 4
    alone: tuple[Tree, ...] = (within, parts, {"threads_and_replies_1.json": _threads_posts("x")})
    for number, tree in enumerate(alone):
        result = scanned(tree, tmp_path, name=f"alone{number}")
        assert {each["platform"] for each in result.items.to_dicts()} == {"threads"}
        assert [account.platform for account in result.accounts] == ["threads"]


def test_the_lists_of_a_page_without_your_in_their_names(tmp_path: Path) -> None:
    top = "this_profile's_activity_across_facebook/posts"
    photo = {"uri": f"{top}/media/p/900000000000001.jpg", "creation_timestamp": AT, "description": "Low tide"}
    video = {"uri": f"{top}/media/v/900000000000002.mp4", "creation_timestamp": AT, "description": "Waves"}
    tree: Tree = {
        f"{top}/uncategorized_photos.json": mojibake({"other_photos_v2": [photo]}),
        f"{top}/videos.json": mojibake({"videos_v2": [video]}),
        str(photo["uri"]): b"x",
        str(video["uri"]): b"x",
    }
    items = scanned(tree, tmp_path).items
    assert [(each["kind"], each["text"]) for each in items.sort("kind").to_dicts()] == [
        ("photo", "Low tide"),
        ("video", "Waves"),
    ]


# messages beside the export


def test_encrypted_chats_in_a_folder_beside_the_export(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    as_folder(
        {"messages/Ada Berg_3.json": _encrypted(3), "messages/山田_1.json": _encrypted(2),
         "messages/media/1.jpg": b"x"}, folder
    )  # fmt: skip
    as_folder(FB_PROFILE, folder / "facebook-jane-2026-04-30-AbCdEfGh")
    result = scan([folder], as_of=TODAY)
    assert set(_states(result).values()) == {"content", "media"}
    assert sum(each["count"] for each in found(result.items, kind="message_thread")) == 5


@pytest.mark.parametrize("copy", ["messages 2", "messages (1)", "Messages 12"])
@pytest.mark.parametrize("top", ["", f"{FB}/"])
def test_a_copy_of_the_folder_of_messages_is_one(copy: str, top: str, tmp_path: Path) -> None:
    tree = FB_PROFILE | {
        f"{top}messages/inbox/ada_1/message_1.json": mojibake(_thread("a")),
        f"{top}{copy}/inbox/bo_2/message_1.json": mojibake(_thread("a", "b", name="Bo")),
        f"{top}{copy}/inbox/bo_2/photos/1.jpg": b"x",
    }
    result = scanned(tree, tmp_path)
    assert set(_states(result).values()) == {"content", "media"}
    assert sorted(each["count"] for each in found(result.items, kind="message_thread")) == [1, 2]
    assert found(result.items, kind="photo") == []


# accounts are those of which something was read


def _accounts(result: Any) -> list[list[str]]:
    return [[account.platform for account in export.accounts] for export in result.exports]


@pytest.mark.parametrize(
    "more",
    [
        {"logged_information/your_topics/your_topics.json": b'{"inferred_topics_v2": ["x"]}'},
        {"your_activity_across_facebook/messages/inbox/ada_1/photos/1.jpg": b"x"},
        {f"{FB}/posts/no-data.txt": b"You have no data in this section"},
    ],
)
def test_a_folder_of_another_product_makes_no_account(more: Tree, tmp_path: Path) -> None:
    result = scanned(IG_POSTS | more, tmp_path)
    assert _accounts(result) == [["instagram"]]
    assert result.coverage.height == 2


@pytest.mark.parametrize("made", [as_folder, as_zip])
def test_what_a_computer_leaves_makes_no_export(made: Any, tmp_path: Path) -> None:
    junk = ["__MACOSX/jane/media/._.DS_Store", "__MACOSX/jane/messages/._x", "jane/media/Thumbs.db",
            "other/messages/.DS_Store", "other/posts/._a.json", "jane/desktop.ini"]  # fmt: skip
    tree = {f"jane/{path}": content for path, content in IG_POSTS.items()} | dict.fromkeys(junk, b"x")
    result = scan([made(tree, tmp_path / "all.zip")], as_of=TODAY)
    assert _accounts(result) == [["instagram"]]
    left = result.coverage.filter(result.coverage["reason"] == "left by a computer, not by Meta")
    assert (left.height, result.coverage.height) == (len(junk), len(junk) + 1)


# files that only bear the names


FOREIGN = [{"timestamp": "2020-01-01 10:00", "post_title": "a", "keywords": ["x"], "information": "b"}] * 3


def test_files_that_only_bear_metas_names_are_no_export(tmp_path: Path) -> None:
    tree = {
        "posts/posts_0.json": mojibake(FOREIGN),
        "comments/comments.json": mojibake({"comment_information": [{"timestamp": "2020", "said": "x"}]}),
    }
    with pytest.raises(NothingToReadError, match="no record in them"):
        scanned(tree, tmp_path)


@pytest.mark.parametrize(
    ("path", "records"),
    [
        (f"{FB}/posts/your_posts_1.json", FOREIGN),
        (f"{FB}/comments_and_reactions/comments.json", {"x": FOREIGN}),
        (f"{FB}/posts/your_posts_1.json", {"a": {"b": "text"}}),
        (f"{IG}/media/posts_1.json", [{"title": "a", "when": "2020"}]),
        (f"{IG}/media/reposts.json", [{"words": "a"}]),
        (f"{FB}/other_activity/notes.json", [{"body": "a"}]),
    ],
)
def test_records_of_unknown_keys_are_reported_as_lost(path: str, records: Any, tmp_path: Path) -> None:
    result = scanned(FB_PROFILE | {path: mojibake(records)}, tmp_path)
    line = one(result.coverage, member=path)
    assert (line["state"], line["records"]) == ("unreadable", 0)
    assert "a record in an unknown format" in line["reason"]


def test_one_record_of_unknown_keys_costs_itself_alone(tmp_path: Path) -> None:
    path = f"{FB}/posts/your_posts_1.json"
    posts = [{"timestamp": AT, "data": [{"post": "Low tide"}]}, FOREIGN[0], {"timestamp": AT + 9}]
    line = one(scanned({path: mojibake(posts)}, tmp_path).coverage, member=path)
    assert (line["state"], line["records"], line["skipped"], line["cut"]) == ("content", 2, 1, True)


# reactions in two shapes


def test_reactions_that_two_shapes_of_a_list_hold_count_once(tmp_path: Path) -> None:
    top = f"{FB}/comments_and_reactions/likes_and_reactions"
    plain = [
        {"timestamp": AT + n, "data": [{"reaction": {"reaction": "LIKE", "actor": "J"}}]} for n in range(5)
    ]
    labels = [labelled(AT + n, [value("Reaction", "LIKE"), value("Name", "J")]) for n in range(5)]
    tree = {
        f"{top}.json": mojibake(labels),
        f"{top}_1.json": mojibake(plain[:3]),
        f"{top}_2.json": mojibake(plain[3:]),
        f"{FB}/stories/story_reactions.json": mojibake({"stories_feedback_v2": plain[:2]}),
    }
    assert one(scanned(tree, tmp_path).items, kind="reaction")["count"] == 7


# what can't be the download


def test_a_folder_of_other_things_is_refused_early(tmp_path: Path) -> None:
    folder = as_folder({f"work/{n}/{m}.txt": b"x" for n in range(5) for m in range(5)}, tmp_path / "home")
    as_folder(FB_PROFILE, folder / "z" / "facebook-jane-2026-04-30-AbCdEfGh")
    few = Limits(other_files=20)
    with pytest.raises(WrongFolderError, match="belong to no download from Meta") as fault:
        scan([folder], limits=few, as_of=TODAY)
    assert "home" in str(fault.value)
    photos = {f"{FB}/posts/media/a_1/{n}.jpg": b"x" for n in range(30)}
    for name in ("facebook-jane-2026-04-30-AbCdEfGh", "plain"):
        path = as_folder(FB_PROFILE | photos, tmp_path / "wrapper" / name)
        assert scan([path.parent], limits=few, as_of=TODAY).coverage.height >= 31


def test_media_files_alone_look_like_one_part_of_several(tmp_path: Path) -> None:
    photos = {f"{FB}/posts/media/a_1/90000000000000{n}.jpg": b"x" for n in range(3)}
    said = "looks like one part of a download"
    alone = scanned(photos, tmp_path, name="facebook-jane-2026-01-10-abCDefGH")
    assert sum(said in warning for warning in alone.warnings) == 1
    whole = scanned(photos | FB_PROFILE, tmp_path, name="facebook-jane-2026-01-11-abCDefGH")
    assert not any(said in warning for warning in whole.warnings)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("facebook-jane.7z", "no zip: unpack it"),
        ("facebook-jane.rar", "no zip: unpack it"),
        ("facebook-jane.zip.001", "join the pieces"),
        ("facebook-jane.zip.crdownload", "did not finish"),
        ("facebook-jane.zip.part", "did not finish"),
    ],
)
def test_what_is_never_opened_is_said_with_what_to_do(name: str, words: str, tmp_path: Path) -> None:
    folder = as_folder({name: b"x" * 9}, tmp_path / "folder")
    with pytest.raises(NeverOpenedError, match=words):
        scan([folder], as_of=TODAY)
    beside = scanned(FB_PROFILE | {name: b"x"}, tmp_path)
    line = one(beside.coverage, member=name)
    assert line["state"] == "unknown"
    assert words in line["reason"]


# one record that is too much


TEXT = "x" * 1_000_001
POSTED: Any = {"timestamp": AT, "data": [{"post": TEXT}]}
SAID: Any = {"timestamp": AT, "data": [{"comment": {"timestamp": AT, "comment": TEXT}}]}


@pytest.mark.parametrize(
    ("path", "wrapper", "record"),
    [
        (f"{FB}/posts/your_posts_1.json", "", POSTED),
        (f"{FB}/posts/your_posts_1.json", "", labelled(AT, [value("Text", TEXT)])),
        (f"{FB}/groups/group_posts_and_comments.json", "group_posts_v2", POSTED),
        (f"{FB}/comments_and_reactions/comments.json", "comments_v2", SAID),
        (
            f"{FB}/posts/album/0.json",
            "photos",
            {"uri": "1.jpg", "creation_timestamp": AT, "description": TEXT},
        ),
        (f"{IG}/media/posts_1.json", "", {"media": [{"uri": "1.jpg", "title": TEXT}]}),
        (f"{IG}/comments/post_comments_1.json", "", labelled(AT, [value("Comment", TEXT)])),
        (f"{IG}/threads/threads_and_replies.json", "text_post_app_text_posts", {"media": [{"title": TEXT}]}),
    ],
)
def test_a_text_over_the_limit_costs_its_record_alone(
    path: str, wrapper: str, record: Any, tmp_path: Path
) -> None:
    good = json.loads(json.dumps(record).replace(TEXT, "Low tide"))
    records = [good, record]
    line = one(
        scanned({path: mojibake({wrapper: records} if wrapper else records)}, tmp_path).coverage, member=path
    )
    assert (line["state"], line["records"], line["skipped"], line["cut"]) == ("content", 1, 1, True)
    assert "a text longer than the limit" in line["reason"]
