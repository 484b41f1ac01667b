import os
import shutil
from pathlib import Path

import pytest

from scanner.archive import ArchiveError, NotAnArchiveError, PathNotFoundError
from tests.archive.build import FACEBOOK, INSTAGRAM, Files, inner, only, opened, unpacked, zipped

JANE = "facebook-jane-2026-07-21"
COMBINED = [FACEBOOK, INSTAGRAM, "meta_ai_app/x.json"]
MEDIA = "your_facebook_activity/posts/media/1.jpg"


@pytest.mark.parametrize(
    ("zips", "downloads"),
    [
        ({f"{JANE}-AbCdEfGh.zip": [FACEBOOK]}, {JANE: [FACEBOOK]}),
        ({f"{JANE}-AAAAAAaa.zip": [FACEBOOK], f"{JANE}-BBBBBBbb.zip": [MEDIA]}, {JANE: [FACEBOOK, MEDIA]}),
        (
            {"instagram-jane-2026-09-08-AbCdEfGh.zip": [INSTAGRAM], f"{JANE}-AbCdEfGh.zip": [FACEBOOK]},
            {JANE: [FACEBOOK], "instagram-jane-2026-09-08": [INSTAGRAM]},
        ),
        (
            {f"{JANE}-AbCdEfGh.zip": [FACEBOOK], "facebook-bob-2026-07-21-AbCdEfGh.zip": [FACEBOOK]},
            {"facebook-bob-2026-07-21": [FACEBOOK], JANE: [FACEBOOK]},
        ),
        ({f"{JANE}-AbCdEfGh.zip": COMBINED}, {JANE: COMBINED}),
        ({"part1.zip": [FACEBOOK], "part2.zip": [MEDIA]}, {"part": [FACEBOOK, MEDIA]}),
        ({"a.zip": [FACEBOOK], "b.zip": [MEDIA]}, {"a": [FACEBOOK], "b": [MEDIA]}),
        ({"x/part1.zip": [FACEBOOK], "y/part1.zip": [MEDIA]}, {"part": [FACEBOOK], "part [2]": [MEDIA]}),
        (
            {
                "d-20250214T091955Z-001.zip": [f"meta-2026-Jan-10-17-13-19/{JANE}-AAAAAAaa/{FACEBOOK}"],
                "d-20250214T091955Z-002.zip": [f"meta-2026-Jan-10-17-13-19/{JANE}-BBBBBBbb/{MEDIA}"],
            },
            {JANE: [FACEBOOK, MEDIA]},
        ),
        (
            {"all.zip": [f"jane/{FACEBOOK}", f"bob/{FACEBOOK}", ".DS_Store"]},
            {"bob": [FACEBOOK, ".DS_Store"], "jane": [FACEBOOK]},
        ),
        ({"photos.zip": ["holiday/1.jpg"]}, {"photos": ["holiday/1.jpg"]}),
    ],
)
@pytest.mark.parametrize("as_folder", [True, False])
def test_zips_of_one_download_are_one(
    tmp_path: Path, zips: dict[str, Files], downloads: dict[str, list[str]], as_folder: bool
) -> None:
    paths = [zipped(tmp_path / "given" / name, files) for name, files in zips.items()]
    found = opened(tmp_path / "given") if as_folder else opened(*paths)
    assert {download.name: inner(download) for download in found} == downloads
    assert [download.name for download in found] == sorted(downloads)


def test_exports_unpacked_side_by_side(tmp_path: Path) -> None:
    given = unpacked(
        tmp_path / "exports",
        [
            f"{JANE}-AAAAAAaa/{FACEBOOK}",
            f"{JANE}-BBBBBBbb/wrapper/{MEDIA}",
            f"instagram-jane-2026-01-09-AbCdEfGh/{INSTAGRAM}",
            "shopping.txt",
        ],
    )
    facebook, instagram = opened(given)
    assert facebook.parts == (f"{JANE}-AAAAAAaa", "wrapper")
    assert [(member.part, member.path) for member in facebook.members] == [
        (f"{JANE}-AAAAAAaa", FACEBOOK),
        ("wrapper", MEDIA),
        ("exports", "shopping.txt"),
    ]
    assert facebook.beside == ("exports",)
    assert instagram.parts == ("instagram-jane-2026-01-09-AbCdEfGh",)


def test_junk_beside_zips_is_listed_with_the_first(tmp_path: Path) -> None:
    unpacked(tmp_path / "given", [".DS_Store", "Thumbs.db"])
    zipped(tmp_path / f"given/{JANE}-AbCdEfGh.zip", [FACEBOOK, "__MACOSX/._x"])
    download = only(tmp_path / "given")
    assert inner(download) == [FACEBOOK, "__MACOSX/._x", ".DS_Store", "Thumbs.db"]
    assert download.parts == (f"{JANE}-AbCdEfGh.zip",)


def test_a_folder_and_a_zip_of_one_download(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / f"{JANE}-AAAAAAaa", [FACEBOOK])
    part = zipped(tmp_path / f"{JANE}-BBBBBBbb.zip", [MEDIA])
    assert only(folder, part).parts == (f"{JANE}-AAAAAAaa", f"{JANE}-BBBBBBbb.zip")


def test_a_copy_of_a_zip_is_all_duplicates(tmp_path: Path) -> None:
    first = zipped(tmp_path / f"{JANE}-AbCdEfGh.zip", [FACEBOOK, MEDIA])
    second = tmp_path / f"{JANE}-AbCdEfGh (1).zip"
    shutil.copy(first, second)
    assert [(member.part, member.duplicate) for member in only(first, second).members] == [
        (second.name, False),
        (second.name, False),
        (first.name, True),
        (first.name, True),
    ]


def test_a_zip_of_the_same_name_elsewhere_is_a_part_with_a_number(tmp_path: Path) -> None:
    paths = [zipped(tmp_path / place / f"{JANE}-AbCdEfGh.zip", [FACEBOOK]) for place in "ab"]
    download = only(*paths)
    assert download.parts == (f"{JANE}-AbCdEfGh.zip", f"{JANE}-AbCdEfGh.zip [2]")
    assert [member.duplicate for member in download.members] == [False, True]
    with download:
        assert download.read(download.members[1]) == b"[]"


def test_a_path_given_twice_counts_once(tmp_path: Path) -> None:
    path = zipped(tmp_path / f"given/{JANE}-AbCdEfGh.zip", [FACEBOOK])
    assert inner(only(path, path, tmp_path / "given")) == [FACEBOOK]


def test_apostrophes_are_one_path_in_two_spellings(tmp_path: Path) -> None:
    zipped(tmp_path / f"{JANE}-AAAAAAaa.zip", [FACEBOOK, "posts/who_you've_followed.json"])
    zipped(
        tmp_path / f"{JANE}-BBBBBBbb.zip",
        ["posts/who_you_ve_followed.json", "posts/Who_you_ve_followed.json"],
    )
    assert [member.duplicate for member in only(tmp_path).members] == [False, False, True, False]


def test_numbered_parts_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        zipped(tmp_path / f"part{number}.zip", [f"posts/{number}"])
    assert only(tmp_path).parts == ("part1.zip", "part9.zip", "part10.zip")


def test_a_broken_zip_leaves_the_others(tmp_path: Path) -> None:
    good = zipped(tmp_path / f"{JANE}-AAAAAAaa.zip", [FACEBOOK])
    cut = tmp_path / f"{JANE}-BBBBBBbb.zip"
    cut.write_bytes(good.read_bytes()[:60])
    (tmp_path / f"{JANE}-CCCCCCcc.zip").write_text("<html>Sorry, something went wrong</html>")
    for download in (only(tmp_path), only(*tmp_path.iterdir())):
        assert inner(download) == [FACEBOOK]
        assert download.faults == {
            f"{JANE}-BBBBBBbb.zip": "no table of contents: cut off or damaged; download it again",
            f"{JANE}-CCCCCCcc.zip": "not a zip file, though its name says so",
        }


def test_a_path_where_nothing_is(tmp_path: Path) -> None:
    good = zipped(tmp_path / "a.zip", [FACEBOOK])
    with pytest.raises(PathNotFoundError, match=r"gone\.zip: there is no such file or folder"):
        opened(good, tmp_path / "gone.zip")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("posts_1.json", b"[]", "one file of an export; give the whole folder or zip that it is from"),
        ("start_here.HTML", b"<p>", "one file of an export; give the whole folder or zip that it is from"),
        ("export.rar", b"Rar!", "no zip; give the zip or the folder that you downloaded"),
        ("export.zip", b"Rar!", "no zip; give the zip or the folder that you downloaded"),
    ],
)
def test_a_file_that_is_no_zip(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(NotAnArchiveError) as caught:
        opened(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {message}"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_zip(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    with pytest.raises(NotAnArchiveError, match="neither a folder nor a zip"):
        opened(tmp_path / "pipe.zip")


def test_a_part_knows_its_size_on_disk(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [FACEBOOK])
    assert [part.size for part in only(path).containers] == [path.stat().st_size]
    assert [part.size for part in only(unpacked(tmp_path / "x", [FACEBOOK])).containers] == [0]


def test_a_zip_needs_no_ending(tmp_path: Path) -> None:
    assert inner(only(zipped(tmp_path / "download", [FACEBOOK]))) == [FACEBOOK]


def test_all_faults_are_of_one_family() -> None:
    assert issubclass(PathNotFoundError, ArchiveError)
    assert issubclass(NotAnArchiveError, ArchiveError)


def test_no_path_no_download() -> None:
    assert opened() == []
