import contextlib
import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.archive import Limits, MemberError
from scanner.archive.exports import SPLIT_ZIP
from scanner.archive.members import ZipEntry
from scanner.archive.zip_reader import list_zip, read_entry
from tests.archive.build import FACEBOOK, faults, inner, only, tampered, with_raw_name, zipped

SOUND = {FACEBOOK: b'{"title": "Hello"}' * 20}


def _small() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts/a", b"[1]" * 30)
        with archive.open("posts/b", "w", force_zip64=True) as member:
            member.write(b"[2]")
    return file.getvalue()


SMALL = _small()


def reason(path: Path, limits: Limits | None = None) -> str:
    """Why the last member of a zip can't be read."""
    with only(path, limits=limits) as download, pytest.raises(MemberError) as caught:
        download.read(download.members[-1])
    return str(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("data", [b"", b"x", b"[1, 2]" * 1000, bytes(range(256)) * 300])
def test_bytes_come_back_as_they_went_in(tmp_path: Path, method: int, data: bytes) -> None:
    with only(zipped(tmp_path / "a.zip", {"posts/x": data}, method)) as download:
        assert download.read(download.members[0]) == data
        assert download.members[0].size == len(data)


def test_a_listing_equals_that_of_zipfile(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [f"posts/é{n}/{n}.json" for n in range(300)])
    with zipfile.ZipFile(path) as archive:
        expected = [(info.filename, info.file_size, info.header_offset) for info in archive.infolist()]
    listed = [
        (member.path, member.size, ZipEntry.of(member.source).offset)
        for member in only(path).members
        if isinstance(member.source, bytes)
    ]
    assert listed == expected


def test_a_zip64_with_bytes_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, archive.open("posts/x.json", "w", force_zip64=True) as file:
        file.write(b"[]")
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())
    with only(path) as download:
        assert download.read(download.members[0]) == b"[]"


def test_sizes_beyond_32_bits_are_taken_from_the_zip64_field(tmp_path: Path) -> None:
    def widen(data: bytearray, _: int, central: int) -> None:
        name_size = struct.unpack_from("<H", data, central + 28)[0]
        struct.pack_into("<L", data, central + 24, 0xFFFFFFFF)
        struct.pack_into("<H", data, central + 30, 12)
        at = central + 46 + name_size
        data[at:at] = struct.pack("<HHQ", 1, 8, 5_000_000_000)
        end = data.rfind(b"PK\5\6")
        struct.pack_into("<L", data, end + 12, end - central)

    path = tampered(zipped(tmp_path / "a.zip", SOUND), widen)
    assert only(path).members[0].size == 5_000_000_000


def test_more_than_65535_members_without_zip64_are_all_listed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", SOUND)
    data = path.read_bytes()
    central = data.rfind(b"PK\1\2")
    end = data.rfind(b"PK\5\6")
    many = data[:central] + data[central:end] * 65_537
    record = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, (end - central) * 65_537, central, 0)
    members, fault = list_zip(io.BytesIO(many + record), "a.zip", Limits(), 10**6)
    assert len(members) == 65_537
    assert fault is None


def test_folders_are_no_members_unless_they_hold_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("posts")
        archive.writestr("posts/a.json", "[]")
        archive.writestr("posts/odd/", "bytes")
    assert faults(only(path)) == {"posts/a.json": None, "posts/odd/": "a folder that holds bytes"}


@pytest.mark.parametrize(
    ("raw", "flags", "path", "fault"),
    [
        ("posts/ü.json".encode(), 0, "posts/ü.json", None),
        ("posts/ü.json".encode(), 0x800, "posts/ü.json", None),
        ("posts/ü.json".encode("cp437"), 0, "posts/ü.json", None),
        (b"posts/\xff.json", 0x800, "posts/\u00a0.json", "a name in no known encoding"),
        (b"posts\\a.json", 0, "posts/a.json", None),
        (b"posts/a\0b", 0, "posts/a\ufffdb", "a NUL in its name"),
        (b"../posts/a", 0, "../posts/a", "'..' in its path"),
        (b"C:\\posts\\a", 0, "C:/posts/a", "a path with a drive"),
        (b"\\\\host\\posts\\a", 0, "//host/posts/a", "a network path"),
        (b"/posts/a", 0, "/posts/a", "an absolute path"),
        (b"", 0, "", "no name"),
        (b"posts/a", 0x1, "posts/a", "encrypted"),
        (b"posts/a", 0x20, "posts/a", "packed with method 0, which is not supported"),
    ],
)
def test_names_and_flags(tmp_path: Path, raw: bytes, flags: int, path: str, fault: str | None) -> None:
    assert faults(only(with_raw_name(tmp_path / "a.zip", raw, flags))) == {path: fault}


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        (stat.S_IFREG | 0o644, None),
        (stat.S_IFLNK | 0o777, "a link, not followed"),
        (stat.S_IFIFO | 0o644, "no regular file"),
        (0o644, None),
    ],
)
def test_links_in_a_zip_are_not_followed(tmp_path: Path, mode: int, fault: str | None) -> None:
    info = zipfile.ZipInfo("posts/a")
    info.create_system = 3
    info.external_attr = mode << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert faults(only(tmp_path / "a.zip")) == {"posts/a": fault}


def _put(kind: str, at: int, value: int) -> Callable[[bytearray, int, int], None]:
    """Overwrite a field of the last central entry."""
    return lambda data, _, central: struct.pack_into(kind, data, central + at, value)


def _flip_a_byte(data: bytearray, local: int, central: int) -> None:
    data[central - 1] ^= 0xFF


def _move(data: bytearray, local: int, central: int) -> None:
    data[local : local + 4] = b"PK??"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_put("<L", 16, 1), "damaged: its checksum is wrong"),
        (_put("<L", 24, 10), "its size is not what the zip says (10 bytes)"),
        (_put("<L", 24, 5000), "its size is not what the zip says (5,000 bytes)"),
        (_put("<L", 20, 4), "damaged: it breaks off"),
        (_put("<L", 20, 10**6), "overlaps with another member"),
        (_put("<H", 10, 99), "packed with method 99, which is not supported"),
        (_put("<H", 10, 12), "damaged: it can't be inflated"),
        (_put("<H", 8, 1), "encrypted"),
        (_move, "damaged: it does not stand where the zip says"),
    ],
)
def test_a_member_that_lies_is_not_read(
    tmp_path: Path, change: Callable[[bytearray, int, int], None], why: str
) -> None:
    assert reason(tampered(zipped(tmp_path / "a.zip", SOUND), change)) == why


def test_one_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    path = tampered(zipped(tmp_path / "a.zip", {"posts/a": b"[1]", "posts/b": b"[2]"}), _put("<L", 16, 1))
    with only(path) as download:
        assert download.read(download.members[0]) == b"[1]"


ZEROS = {"posts/a": bytes(3_000_000)}


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(member_bytes=1_000), "larger than the limit of 1,000 bytes"),
        (Limits(ratio=100, ratio_from=1_000), "inflates more than the limit of 100 times"),
        (Limits(ratio=100, part_ratio_from=1_000), "its part inflates more than the limit of 100 times"),
    ],
)
def test_bombs_run_into_a_limit(tmp_path: Path, limits: Limits, why: str) -> None:
    assert reason(zipped(tmp_path / "a.zip", ZEROS), limits) == why


def test_small_repetitive_members_are_no_bombs(tmp_path: Path) -> None:
    with only(zipped(tmp_path / "a.zip", ZEROS)) as download:
        assert download.read(download.members[0]) == ZEROS["posts/a"]


def test_a_large_video_is_listed_without_fault(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"media/a.mp4": bytes(2_000)})
    assert only(path, limits=Limits(member_bytes=1_000)).members[0].fault is None


def test_members_that_share_their_bytes_are_bombs(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"posts/a": b"[1]", "posts/b": b"[2]"})
    tampered(path, _put("<L", 42, 0))
    assert faults(only(path)) == {"posts/a": None, "posts/b": "overlaps with another member"}


def test_an_impossible_size_is_no_size(tmp_path: Path) -> None:
    def inflate(data: bytearray, _: int, central: int) -> None:
        struct.pack_into("<L", data, central + 24, 0xFFFFFFFF)
        name_size = struct.unpack_from("<H", data, central + 28)[0]
        struct.pack_into("<H", data, central + 30, 12)
        data[central + 46 + name_size : central + 46 + name_size] = struct.pack("<HHQ", 1, 8, 2**63)
        struct.pack_into("<L", data, data.rfind(b"PK\5\6") + 12, data.rfind(b"PK\5\6") - central)

    (member,) = only(tampered(zipped(tmp_path / "a.zip", SOUND), inflate)).members
    assert (member.size, member.fault) == (0, "its size is beyond belief")


def test_a_name_twice_in_one_zip_is_listed_twice(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"posts/a": b"[1]", "posts/b": b"[2]"})
    path.write_bytes(path.read_bytes().replace(b"posts/b", b"posts/a"))
    download = only(path)
    assert [(member.path, member.duplicate) for member in download.members] == [
        ("posts/a", False),
        ("posts/a", True),
    ]


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _split(data: bytes) -> bytes:
    end = data.rfind(b"PK\5\6")
    return data[: end + 4] + b"\2\0" + data[end + 6 :]


def _too_long(data: bytes) -> bytes:
    end = data.rfind(b"PK\5\6")
    return data[: end + 12] + struct.pack("<L", 10**6) + data[end + 16 :]


def _second_entry_gone(data: bytes) -> bytes:
    at = data.rfind(b"PK\1\2")
    return data[:at] + b"PK??" + data[at + 4 :]


def _miscounted(data: bytes) -> bytes:
    end = data.rfind(b"PK\5\6")
    return data[: end + 10] + struct.pack("<H", 7) + data[end + 12 :]


@pytest.mark.parametrize(
    ("damage", "fault", "listed"),
    [
        (_cut, "no table of contents: cut off or damaged; download it again", []),
        (_split, "one volume of a split zip; join the volumes first", []),
        (_too_long, "its table of contents is damaged; download it again", []),
        (_second_entry_gone, "its table of contents is cut off; the files before that are read", ["posts/a"]),
        (_miscounted, "its table of contents claims 7 members and lists 2", ["posts/a", "posts/b"]),
        (lambda _: b"", "empty: 0 bytes", []),
    ],
)
def test_a_broken_zip_is_a_part_with_a_fault(
    tmp_path: Path, damage: Callable[[bytes], bytes], fault: str, listed: list[str]
) -> None:
    path = zipped(tmp_path / "a.zip", ["posts/a", "posts/b"])
    path.write_bytes(damage(path.read_bytes()))
    download = only(path)
    assert download.faults == {"a.zip": fault}
    assert inner(download) == listed


def test_the_last_piece_of_a_split_zip_says_that_the_pieces_belong_together(tmp_path: Path) -> None:
    data = zipped(tmp_path / "a.zip", ["posts/a", "posts/b"]).read_bytes()
    (tmp_path / "a.z01").write_bytes(data[: len(data) // 2])
    (tmp_path / "a.zip").write_bytes(data[len(data) // 2 :])
    assert only(tmp_path / "a.zip").faults == {"a.zip": SPLIT_ZIP}


def test_an_empty_zip_is_a_part_with_a_fault(tmp_path: Path) -> None:
    assert only(zipped(tmp_path / "a.zip", [])).faults == {"a.zip": "empty: no file in it"}


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_damage_ends_in_anything_but_a_reason(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SMALL)
    for at, value in changes:
        data[at % len(data)] = value
    file = io.BytesIO(data)
    members, _ = list_zip(file, "a.zip", Limits(), 100)
    for member in members:
        if member.fault is None and isinstance(member.source, bytes):
            with contextlib.suppress(MemberError):
                assert len(read_entry(file, ZipEntry.of(member.source), member.size, Limits())) == member.size


def test_past_the_limit_of_members_the_rest_is_not_listed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ["posts/a", "posts/b", "posts/c"])
    download = only(path, limits=Limits(members=2))
    assert inner(download) == ["posts/a", "posts/b"]
    assert download.faults == {"a.zip": "more members than the limit of 2; the rest is not listed"}
