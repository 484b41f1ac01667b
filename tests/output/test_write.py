import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.output.files import OutputError, deliver


def failing() -> Iterator[bytes]:
    yield b"half"
    raise OSError(28, "No space left on device")


def test_a_file_is_whole_and_its_owners_only(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    target.chmod(0o644)
    deliver([b"a", b"b"], target)
    assert target.read_bytes() == b"ab"
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    with pytest.raises(OutputError, match="No space left"):
        deliver(failing(), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name != "posix", reason="named pipes of POSIX")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for target in (pipe, link):
        deliver([b"a", b"b"], target)
        assert os.read(reading, 9) == b"ab"
    os.close(reading)
    assert pipe.is_fifo()
    assert link.is_symlink()


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="no names of open files")
def test_a_stream_that_leads_to_a_file_is_written_to(tmp_path: Path) -> None:
    with (tmp_path / "out.json").open("wb") as file:
        deliver([b"ab"], Path(f"/dev/fd/{file.fileno()}"))
    assert (tmp_path / "out.json").read_bytes() == b"ab"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full")
def test_a_device_that_takes_nothing_is_said_and_stays_one(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(OutputError, match="full can't be written: No space left"):
        deliver([b"ab"], full)
    assert full.is_char_device()


@pytest.mark.parametrize("name", [".", "missing/out.json"])
def test_a_place_that_takes_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"folder|written"):
        deliver([b"x"], tmp_path / name)
    assert list(tmp_path.iterdir()) == []
