import json
import sys
import zipfile
from pathlib import Path

import pytest

from benchmarks.floor import read_all
from benchmarks.generate import Size, documents, generate
from benchmarks.measure import measured

SMALL = Size(posts=12_345, messages=1_001, comments=7, album_photos=200, parts=2)


def _records(member: str, content: bytes) -> int:
    told = json.loads(content)
    return len(
        told if isinstance(told, list) else told["messages"] if "/inbox/" in member else told["comments_v2"]
    )


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("/posts/your_posts__", SMALL.posts),
        ("/messages/inbox/", SMALL.messages),
        ("/comments.json", SMALL.comments),
    ],
)
def test_a_generated_export_holds_what_was_asked_for(where: str, count: int) -> None:
    assert sum(_records(name, content) for name, content in documents(SMALL) if where in name) == count


def test_every_photo_that_is_referred_to_lies_in_a_part(tmp_path: Path) -> None:
    paths = generate(tmp_path, SMALL)
    names = {name for path in paths for name in zipfile.ZipFile(path).namelist()}
    album = next(json.loads(content) for name, content in documents(SMALL) if "/album/0" in name)
    assert len(album["photos"]) == 100
    assert {photo["uri"] for photo in album["photos"]} <= names


def test_the_floor_reads_every_document_and_no_picture(tmp_path: Path) -> None:
    told = dict(documents(SMALL))
    assert read_all(map(str, generate(tmp_path, SMALL))) == (len(told), sum(map(len, told.values())))


def test_a_run_is_measured_and_a_failing_one_is_no_measure() -> None:
    run = measured([sys.executable, "-c", "held = bytearray(50_000_000)"])
    assert run.wall > 0
    assert run.peak > 50_000_000
    with pytest.raises(RuntimeError, match="ended with 3"):
        measured([sys.executable, "-c", "raise SystemExit(3)"])
