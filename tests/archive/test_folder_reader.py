import os
from pathlib import Path

import pytest

from scanner.archive import Limits, MemberError
from tests.archive.build import FACEBOOK, INSTAGRAM, faults, inner, only, opened, unpacked, zipped

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")


def test_files_are_listed_in_a_fixed_order_with_their_size(tmp_path: Path) -> None:
    unpacked(tmp_path / "x", {"posts/b": b"12", "posts/a/z": b"1", "posts/c": b"", FACEBOOK: b"[]"})
    members = only(tmp_path / "x").members
    assert [(member.path, member.size) for member in members] == [
        ("posts/b", 2),
        ("posts/c", 0),
        ("posts/a/z", 1),
        (FACEBOOK, 2),
    ]


@needs_links
def test_no_link_is_followed(tmp_path: Path) -> None:
    outside = unpacked(tmp_path / "outside", {"secret.txt": b"secret"})
    folder = unpacked(tmp_path / "x", [FACEBOOK])
    (folder / "posts").mkdir()
    (folder / "posts/file").symlink_to(outside / "secret.txt")
    (folder / "posts/folder").symlink_to(outside)
    (folder / "posts/loop").symlink_to(folder)
    (folder / "posts/nowhere").symlink_to(folder / "gone")
    (folder / "zip.zip").symlink_to(zipped(tmp_path / "real.zip", [INSTAGRAM]))
    link = "a link, not followed"
    assert faults(only(folder)) == {
        FACEBOOK: None,
        "posts/file": link,
        "posts/folder": link,
        "posts/loop": link,
        "posts/nowhere": link,
        "zip.zip": link,
    }


@needs_links
def test_a_file_that_became_a_link_is_not_read(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "x", [FACEBOOK])
    download = only(folder)
    (folder / FACEBOOK).unlink()
    (folder / FACEBOOK).symlink_to(unpacked(tmp_path / "y", ["a"]) / "a")
    with pytest.raises(MemberError, match="a link, not followed"):
        download.read(download.members[0])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_locked_files_are_faulty(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "x", [FACEBOOK, "posts/locked"])
    os.mkfifo(folder / "posts/pipe")
    (folder / "posts/locked").chmod(0)
    assert faults(only(folder)) == {
        FACEBOOK: None,
        "posts/locked": "no permission to read it",
        "posts/pipe": "no regular file",
    }


@needs_links
def test_names_of_another_system(tmp_path: Path) -> None:
    folder = unpacked(
        tmp_path / "x", {"your_facebook_activity\\posts\\a.json": b"[1]", "posts\\..\\b": b"[2]"}
    )
    download = only(folder)
    assert faults(download) == {
        "your_facebook_activity/posts/a.json": None,
        "posts/../b": "'..' in its path",
    }
    assert download.read(next(member for member in download.members if not member.fault)) == b"[1]"


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are text here")
def test_a_name_that_is_no_text_is_still_read(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "x", [])
    (folder / "posts").mkdir()
    (Path(os.fsdecode(bytes(folder) + b"/posts/caf\xe9"))).write_bytes(b"[]")
    download = only(folder)
    assert inner(download) == ["posts/caf\ufffd"]
    assert download.read(download.members[0]) == b"[]"


def test_a_file_over_the_limit_is_listed_but_not_read(tmp_path: Path) -> None:
    download = only(unpacked(tmp_path / "x", {FACEBOOK: bytes(11)}), limits=Limits(member_bytes=10))
    assert download.members[0].fault is None
    with pytest.raises(MemberError, match="larger than the limit of 10 bytes"):
        download.read(download.members[0])


def test_a_file_that_is_gone_by_now_is_a_fault(tmp_path: Path) -> None:
    download = only(unpacked(tmp_path / "x", [FACEBOOK]))
    (tmp_path / "x" / FACEBOOK).unlink()
    with pytest.raises(MemberError, match="can't be read"):
        download.read(download.members[0])


def test_folders_too_deep_are_reported_not_entered(tmp_path: Path) -> None:
    unpacked(tmp_path / "x", ["posts/a.json", f"posts/{'d' * 30}/{'e' * 30}/f.json"])
    assert faults(only(tmp_path / "x", limits=Limits(path_length=40))) == {
        "posts/a.json": None,
        f"posts/{'d' * 30}/{'e' * 3}…": "path longer than the limit of 40 characters",
    }


def test_past_the_limit_of_members_the_rest_is_not_listed(tmp_path: Path) -> None:
    download = only(unpacked(tmp_path / "x", ["posts/a", "posts/b"]), limits=Limits(members=1))
    assert inner(download) == ["posts/a"]
    assert download.faults == {"x": "more members than the limit of 1; the rest is not listed"}


@pytest.mark.parametrize(
    "sent", ["your_facebook_activity/messages/inbox/bob/files/sent.zip", "messages/inbox/bob/files/sent.zip"]
)
def test_a_zip_that_someone_sent_is_a_member(tmp_path: Path, sent: str) -> None:
    folder = unpacked(tmp_path / "x", [])
    zipped(folder / sent, [INSTAGRAM])
    assert inner(only(folder)) == [sent]


def test_a_zip_in_a_plain_folder_is_opened(tmp_path: Path) -> None:
    zipped(tmp_path / "x/deep/er/instagram-jane-2026-01-09-AbCdEfGh.zip", [INSTAGRAM])
    assert inner(only(tmp_path / "x")) == [INSTAGRAM]


def test_a_zip_in_a_zip_is_a_member(tmp_path: Path) -> None:
    within = zipped(tmp_path / "in.zip", [INSTAGRAM]).read_bytes()
    path = zipped(tmp_path / "out.zip", {"facebook-jane-2026-07-21-AbCdEfGh.zip": within})
    assert inner(only(path)) == ["facebook-jane-2026-07-21-AbCdEfGh.zip"]


def test_the_activity_folder_itself_may_be_given(tmp_path: Path) -> None:
    unpacked(tmp_path / "facebook-jane", [FACEBOOK, "posts/other"])
    download = only(tmp_path / "facebook-jane/your_facebook_activity")
    assert (download.name, inner(download)) == ("facebook-jane", [FACEBOOK])


def test_an_empty_folder_is_a_part_with_a_fault(tmp_path: Path) -> None:
    (download,) = opened(unpacked(tmp_path / "x", []))
    assert download.faults == {"x": "empty: no file in it"}
