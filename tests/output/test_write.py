import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.output.write import OutputError, deliver


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


@pytest.mark.parametrize("name", [".", "missing/out.json"])
def test_a_place_that_takes_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"folder|written"):
        deliver([b"x"], tmp_path / name)
    assert list(tmp_path.iterdir()) == []
