"""The whole job: what it gives, what it refuses, and that it changes nothing."""

import hashlib
import socket
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import scanner
from sample_exports.build import HERE, SAMPLES
from scanner.archive import ArchiveError
from scanner.pipeline import NothingToReadError, scan
from scanner.readers import source
from tests.builders import JANE, VINTAGES, as_folder, as_zip
from tests.scanning import TODAY, entry, facebook, items, one


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_whole(name: str) -> None:
    result = scan([HERE / name], as_of=TODAY)
    assert result.items.height > 0
    lost = result.coverage.filter(pl.col("state").is_in(["unknown", "unreadable"]))
    assert lost.filter(~pl.col("member").str.ends_with(".html"))["member"].to_list() == []


def test_the_package_gives_scan_and_facts(tmp_path: Path) -> None:
    path = as_zip(facebook(entry("post", "2019-05-04 10:11", "A")), tmp_path / "x.zip")
    result = scanner.scan([str(path)], facts=scanner.Facts(region="DE"), as_of=TODAY)
    assert result.person.region_group == "EU"
    assert result.accounts == tuple(a for export in result.exports for a in export.accounts)
    assert isinstance(result.policy_date, date)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"a.txt": b"hello", "b/c.bin": b"x"}, "no file in it looks like part of a download"),
        ({"Takeout/Google Photos/a.jpg": b"x"}, "Takeout"),
    ],
)
def test_what_is_no_export_is_refused_with_what_was_found(
    content: dict[str, bytes], words: str, tmp_path: Path
) -> None:
    with pytest.raises(NothingToReadError, match=words):
        scan([as_zip(content, tmp_path / "x.zip")])
    with pytest.raises(NothingToReadError, match=words):
        scan([as_folder(content, tmp_path / "x")])


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04broken"])
def test_what_is_no_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises((NothingToReadError, ArchiveError), match=r"x\.zip"):
        scan([path])


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        scan([tmp_path / "nowhere.zip"])


def test_an_export_without_any_content_gives_an_empty_frame(tmp_path: Path) -> None:
    frame = items({"your_facebook_activity/posts/no-data.txt": b"You have no data"}, tmp_path)
    assert frame.height == 0


def test_the_same_export_gives_the_same_frame(tmp_path: Path) -> None:
    path = as_zip(VINTAGES["facebook_v5"](JANE).tree, tmp_path / "x.zip")
    first, second = scan([path], as_of=TODAY), scan([path], as_of=TODAY)
    assert first.items.equals(second.items)
    assert first.coverage.equals(second.coverage)


def test_nothing_in_the_export_is_changed_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    folder = as_folder(VINTAGES["instagram_g5"](JANE).tree, tmp_path / "instagram-jane-2026-07-21")
    before = _hashes(tmp_path)
    scan([folder], as_of=TODAY)
    assert _hashes(tmp_path) == before


def _hashes(directory: Path) -> dict[str, tuple[str, int]]:
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {str(p): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in files}


def test_no_network_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a network call")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    path = as_zip(VINTAGES["facebook_v5"](JANE).tree, tmp_path / "x.zip")
    assert scan([path], as_of=TODAY).items.height > 0


def test_progress_is_told_all_bytes_of_content(tmp_path: Path) -> None:
    class Counting:
        total = advanced = ended = 0

        def start(self, total: int) -> None:
            self.total = total

        def advance(self, done: int) -> None:
            self.advanced += done

        def done(self) -> None:
            self.ended += 1

    counting = Counting()
    path = as_zip(VINTAGES["facebook_v5"](JANE).tree, tmp_path / "x.zip")
    scan([path], as_of=TODAY, progress=counting)
    assert counting.total == counting.advanced > 0
    assert counting.ended == 1


def test_a_time_is_utc_and_to_the_second(tmp_path: Path) -> None:
    tree = facebook(entry("post", "2019-05-04 10:11", "A"))
    row = one(items(tree, tmp_path), text="A")
    assert (row["created_precision"], row["created_at"].isoformat()) == (
        "second",
        "2019-05-04T10:11:00+00:00",
    )


@pytest.mark.parametrize("vintage", [name for name in VINTAGES if "html" not in name])
def test_large_documents_are_read_as_small_ones(
    vintage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = as_zip(VINTAGES[vintage](JANE).tree, tmp_path / "export.zip")
    whole = scan([export], as_of=TODAY)
    monkeypatch.setattr(source, "LARGE", 0)
    piecewise = scan([export], as_of=TODAY)
    assert_frame_equal(piecewise.items, whole.items)
    assert_frame_equal(piecewise.coverage, whole.coverage)
