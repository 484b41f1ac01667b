import pickle
from pathlib import Path

import pytest

from scanner.archive import MemberError
from tests.archive.build import FACEBOOK, only, unpacked, with_raw_name, zipped

JANE = "facebook-jane-2026-07-21"


def test_a_member_is_found_by_either_spelling(tmp_path: Path) -> None:
    download = only(zipped(tmp_path / "a.zip", [f"w/{FACEBOOK}", "w/x/who_you've_followed.json"]))
    assert download.find(FACEBOOK) is download.members[0]
    assert download.find("x/who_you_ve_followed.json") is download.members[1]
    assert download.find("x/who_you\u2019ve_followed.json") is download.members[1]
    assert download.find(f"w/{FACEBOOK}") is None


def test_the_first_of_several_is_found(tmp_path: Path) -> None:
    zipped(tmp_path / f"{JANE}-AAAAAAaa.zip", {FACEBOOK: b"[1]"})
    zipped(tmp_path / f"{JANE}-BBBBBBbb.zip", {FACEBOOK: b"[2]"})
    with only(tmp_path) as download:
        found = download.find(FACEBOOK)
        assert found is not None
        assert download.read(found) == b"[1]"
        assert [download.read(member) for member in download.members] == [b"[1]", b"[2]"]


def test_a_readable_copy_counts_before_a_faulty_one(tmp_path: Path) -> None:
    with_raw_name(tmp_path / f"{JANE}-AAAAAAaa.zip", FACEBOOK.encode(), flags=1)
    zipped(tmp_path / f"{JANE}-BBBBBBbb.zip", [FACEBOOK])
    download = only(tmp_path)
    assert [(member.fault, member.duplicate) for member in download.members] == [
        ("encrypted", False),
        (None, False),
    ]
    assert download.find(FACEBOOK) is download.members[1]


def test_a_faulty_member_is_never_opened(tmp_path: Path) -> None:
    download = only(with_raw_name(tmp_path / "a.zip", b"../posts/x"))
    (tmp_path / "a.zip").unlink()
    with pytest.raises(MemberError, match=r"'\.\.' in its path"):
        download.read(download.members[0])


def test_a_download_travels_to_another_process(tmp_path: Path) -> None:
    zipped(tmp_path / f"{JANE}-AAAAAAaa.zip", {FACEBOOK: b"[1]"})
    unpacked(tmp_path / f"{JANE}-BBBBBBbb", {"your_facebook_activity/x": b"[2]"})
    with only(tmp_path) as download:
        before = [download.read(member) for member in download.members]
        with pickle.loads(pickle.dumps(download)) as copy:  # noqa: S301
            assert copy == download
            assert [copy.read(member) for member in copy.members] == before


def test_a_closed_download_opens_again(tmp_path: Path) -> None:
    with only(zipped(tmp_path / "a.zip", {FACEBOOK: b"[1]"})) as download:
        download.read(download.members[0])
        download.close()
        assert download.read(download.members[0]) == b"[1]"


def test_a_zip_that_is_gone_by_now_is_a_fault(tmp_path: Path) -> None:
    download = only(zipped(tmp_path / "a.zip", [FACEBOOK]))
    (tmp_path / "a.zip").unlink()
    with pytest.raises(MemberError, match="the zip can't be opened"):
        download.read(download.members[0])


def test_reading_changes_nothing_on_disk(tmp_path: Path) -> None:
    path = zipped(tmp_path / "given/a.zip", [FACEBOOK, "posts/1.jpg"])
    before = path.read_bytes(), path.stat().st_mtime_ns
    with only(tmp_path / "given") as download:
        download.read(download.members[0])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.rglob("*")) == [tmp_path / "given", path]
