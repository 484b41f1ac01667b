"""Every member and every byte is accounted for."""

import zipfile
from pathlib import Path

import polars as pl
import pytest

from scanner import schema
from scanner.archive import Limits
from scanner.coverage import SCHEMA
from scanner.pipeline import scan
from tests.builders import JANE, VINTAGES, Tree, as_folder, as_parts, as_zip, at, mojibake
from tests.builders.facebook import comment, media, post
from tests.builders.story import File
from tests.scanning import MEDIA, POSTS, TODAY, facebook, found, one, posted, scanned, verdict

WHEN = at("2019-05-04 10:11")
SECOND = POSTS.replace("_1.json", "_2.json")


@pytest.mark.parametrize(
    ("path", "content", "state"),
    [
        (POSTS, mojibake([post(WHEN, "A")]), "content"),
        (f"{MEDIA}/17900000000000001.jpg", b"jpg", "media"),
        ("security_and_login_information/account_activity.json", b"{}", "not_content"),
        ("your_facebook_activity/posts/never_seen_before.json", b"[]", "unknown"),
        ("never/seen.bin", b"?", "unknown"),
        (SECOND, b"[object Object]", "unreadable"),
        (SECOND, b"", "unreadable"),
        (SECOND, b"{", "unreadable"),
        (SECOND, b"\xff\xfe", "unreadable"),
        (SECOND, b"[" * 5000, "unreadable"),
        (SECOND, b"[]", "content"),
        (SECOND, b"null", "content"),
        ("../x.json", b"[]", "unreadable"),
    ],
)
def test_states(path: str, content: bytes, state: str, tmp_path: Path) -> None:
    tree = posted(post(WHEN, "A"), path=POSTS.replace("_1.", "_3.")) | {path: content}
    row = one(scanned(tree, tmp_path).coverage, member=path)
    assert verdict(row, "state", "bytes") == (state, len(content))
    assert (row["reason"] is not None) or state != "unreadable"


def test_the_columns_and_their_words(tmp_path: Path) -> None:
    coverage = scanned(VINTAGES["facebook_v5"](JANE).tree, tmp_path).coverage
    assert list(coverage.schema.items()) == list(SCHEMA.items())
    assert coverage.schema["state"] == pl.Enum(schema.MEMBER_STATES)
    assert coverage.drop("reader", "reason").null_count().sum_horizontal().item() == 0


def test_records_items_and_skips_of_a_member(tmp_path: Path) -> None:
    photo = {"media": media(File(1, WHEN), f"{MEDIA}/17900000000000001.jpg")}
    records = [post(WHEN, "A", attachments=[photo]), post(WHEN, "A", attachments=[photo]), 42, None, {}]
    result = scanned(posted(*records), tmp_path)
    row = one(result.coverage, member=POSTS)
    assert verdict(row, "records", "items", "skipped") == (2, 2, 4)
    assert row["reason"].count(";") == 3
    assert row["reader"] == "facebook.posts"


def test_what_can_not_be_read_is_not_half_taken(tmp_path: Path) -> None:
    whole = mojibake([post(WHEN, "A"), post(WHEN, "B")])
    result = scanned(posted(post(WHEN, "C")) | {SECOND: whole[:-3]}, tmp_path)
    row = one(result.coverage, member=SECOND)
    assert verdict(row, "state", "records", "items", "skipped") == ("unreadable", 0, 0, 0)
    assert {item["text"] for item in found(result.items)} == {"C"}


def test_no_reason_carries_words_of_the_export(tmp_path: Path) -> None:
    private_word = "Zanzibar"
    tree = facebook() | {
        POSTS: mojibake(
            [private_word, {private_word: private_word}, {"timestamp": private_word, "data": [{"post": "A"}]}]
        ),
        SECOND: f'["{private_word}", '.encode(),
        "your_facebook_activity/comments_and_reactions/comments.json": mojibake(
            {"comments_v2": [comment(WHEN, private_word, private_word, title=private_word)]}
        ),
    }
    result = scanned(tree, tmp_path)
    said = [reason for reason in result.coverage["reason"] if reason]
    assert said
    assert not [reason for reason in said if private_word in reason]
    assert not [warning for warning in result.warnings if private_word in warning]


def test_a_member_in_two_parts_is_two_rows_the_second_a_duplicate(tmp_path: Path) -> None:
    tree, name = posted(post(WHEN, "A")), "facebook-jane.sample-2025-11-02"
    paths = [as_zip(tree, tmp_path / f"{name}-{tail}.zip") for tail in ("AbCdEfGh", "HgFeDcBa")]
    result = scan(paths, as_of=TODAY)
    assert result.coverage["state"].cast(pl.String).to_list() == ["content", "duplicate"]
    assert result.coverage["items"].to_list() == [1, 0]
    assert result.coverage["bytes"].sum() == 2 * len(tree[POSTS])
    assert len(found(result.items)) == 1


def test_a_duplicate_that_is_another_file_is_told(tmp_path: Path) -> None:
    name = "facebook-jane.sample-2025-11-02"
    parts = {"AbCdEfGh": ["A", "B"], "BbCdEfGh": ["A", "C"], "CbCdEfGh": ["A", "B", "D"]}
    paths = [
        as_zip(posted(*(post(WHEN, text) for text in texts)), tmp_path / f"{name}-{tail}.zip")
        for tail, texts in (parts | {"DbCdEfGh": ["A", "B"]}).items()
    ]
    coverage = scan(paths, as_of=TODAY).coverage
    assert coverage["state"].cast(pl.String).to_list() == ["content", *["duplicate"] * 3]
    assert coverage["reason"].to_list() == [
        None,
        *["not the same as the file of that name that is read"] * 2,
        None,
    ]


@pytest.mark.parametrize("vintage", VINTAGES)
def test_a_folder_and_parts_cover_the_same(vintage: str, tmp_path: Path) -> None:
    tree: Tree = VINTAGES[vintage](JANE).tree
    folder = scan([as_folder(tree, tmp_path / "facebook-jane-2026-07-21")], as_of=TODAY).coverage
    parts = scan(as_parts(tree, tmp_path / "p", "facebook-jane-2026-07-21", 4), as_of=TODAY).coverage
    alike = ["member", "state", "reader", "records", "skipped", "bytes"]
    listed = parts.filter(pl.col("member") != "")
    assert folder.select(alike).sort("member").equals(listed.select(alike).sort("member"))
    assert folder["items"].sum() == parts["items"].sum()


def test_a_broken_part_has_a_line(tmp_path: Path) -> None:
    good = as_zip(posted(post(WHEN, "A")), tmp_path / "facebook-jane-2025-11-02-AbCdEfGh.zip")
    bad = tmp_path / "facebook-jane-2025-11-02-HgFeDcBa.zip"
    bad.write_bytes(good.read_bytes()[:-40])
    result = scan([good, bad], as_of=TODAY)
    row = one(result.coverage, export=bad.name)
    assert verdict(row, "state", "bytes") == ("unreadable", bad.stat().st_size)
    assert row["reason"]


def test_a_member_past_a_limit_is_unreadable_with_the_limit_named(tmp_path: Path) -> None:
    tree = posted(post(WHEN, "A" * 5000)) | {SECOND: mojibake([post(WHEN, "B")])}
    result = scan([as_zip(tree, tmp_path / "x.zip")], as_of=TODAY, limits=Limits(member_bytes=2000))
    row = one(result.coverage, member=POSTS)
    assert row["state"] == "unreadable"
    assert "2" in row["reason"]
    assert one(result.items)["text"] == "B"


def test_a_bad_checksum_makes_one_member_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(POSTS, mojibake([post(WHEN, "UNIQUE")]))
        archive.writestr(SECOND, mojibake([post(WHEN, "B")]))
    path.write_bytes(path.read_bytes().replace(b"UNIQUE", b"UNIQXE"))
    result = scan([path], as_of=TODAY)
    assert one(result.coverage, member=POSTS)["state"] == "unreadable"
    assert one(result.items)["text"] == "B"
