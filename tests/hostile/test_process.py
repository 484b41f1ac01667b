"""The command where the machine says no: a full disk, a closed place, Ctrl-C, a clock far off."""

import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.builders import as_zip
from tests.hostile.commands import said
from tests.hostile.content import BESIDE, LARGE, PAST_A_LIMIT, RECORD, archive_of
from tests.scanning import POSTS, entry, facebook

ROOT: Final = Path(__file__).parents[2]
START: Final = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""A shell may start its jobs with the signal switched off, which children inherit."""
MAIN: Final = "from scanner.cli import main; main()"
MIB: Final = 1024 * 1024
MOST_MIB: Final = 620
"""What the largest of these may take at most, Python, polars and all."""
MEASURING: Final = """
import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(started.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
"""
"""A small process between: what is measured of a child begins with the peak of who started it."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and signals of POSIX")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    entries = [entry("post", f"2020-01-01 10:{minute:02}", "of mine " * 200) for minute in range(40)]
    return as_zip(facebook(*entries), tmp_path / "export.zip")


def run(
    *args: object, code: str = MAIN, stdout: int | None = None, before: Callable[[], None] | None = None
) -> tuple[int, str]:
    """Run the command as a process of its own; give its exit code and what it said."""
    command = [sys.executable, "-c", START + code, *map(str, args)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=stdout or subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=before,  # noqa: PLW1509 - no thread is running
    ) as process:  # fmt: skip
        assert process.stderr is not None
        err = process.stderr.read()
    return process.returncode, err


def measured(*args: object) -> tuple[int, float]:
    """Run the command as a process of its own; give its exit code and its peak in MiB."""
    command = [sys.executable, "-c", MEASURING, sys.executable, "-c", MAIN, *map(str, args)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    code, kibibytes = said.split()
    return int(code), int(kibibytes) / 1024


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full")
@pytest.mark.parametrize("args", [["scan", "EXPORT"], ["items", "EXPORT", "-f", "jsonl"], ["--help"]])
def test_a_full_disk_behind_standard_output_is_said(args: list[str], export: Path) -> None:
    with Path("/dev/full").open("w") as full:
        code, err = run(*(arg.replace("EXPORT", str(export)) for arg in args), stdout=full.fileno())
    assert (code, err) == (2, "Error: No space left on device\n")


@pytest.mark.parametrize(
    "args",
    [
        ["items", "EXPORT", "-f", "json", "-o", "FOLDER/out"],
        ["scan", "EXPORT", "-q", "--save", "FOLDER/out"],
        ["facts", "EXPORT", "--set", "audience=public", "--kind", "post", "-o", "FOLDER/out"],
    ],
)
def test_a_disk_that_fills_up_leaves_no_half_of_a_file(args: list[str], export: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    named = [arg.replace("EXPORT", str(export)).replace("FOLDER", str(folder)) for arg in args]
    code, err = run(*named, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)))
    assert (code, list(folder.iterdir())) == (2, [])
    assert "File too large" in err
    assert "Traceback" not in err


HALF: Final = """
import os, signal, time
from scanner.output import files
def half(stream, chunks):
    stream.write(next(iter(chunks))[:100])
    stream.flush()
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(20)
files._fill = half
"""
WHILE_READING: Final = """
import os, signal
from scanner.reading import processes, workers
os.cpu_count = lambda: 3
workers.WORTH_BYTES = 0
submit = processes.WorkerPool.submit
def then_stop(*args):
    future = submit(*args)
    os.killpg(0, signal.SIGINT)
    return future
processes.WorkerPool.submit = then_stop
"""
"""The other processes are just starting when Ctrl-C comes: nobody but the one that was called answers it."""


@pytest.mark.parametrize("code", [HALF, WHILE_READING], ids=["while writing", "while several processes read"])
def test_ctrl_c_leaves_what_was_there_and_nothing_half(code: str, export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "folder" / "items.json"
    kept.parent.mkdir()
    kept.write_text("of yesterday", encoding="utf-8")
    ended, err = run("items", export, "-f", "json", "-o", kept, code=f"{code}\n{MAIN}")
    assert (ended, err) == (130, "Stopped.\n")
    assert [path.name for path in kept.parent.iterdir()] == ["items.json"]
    assert kept.read_text(encoding="utf-8") == "of yesterday"


@pytest.mark.parametrize("option", ["-o", "--save"])
def test_a_folder_that_takes_no_file_is_named(option: str, export: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    folder = closed if os.geteuid() else Path("/proc")
    result = said(("scan", str(export), option, str(folder / "out")), tmp_path)
    assert result.code == 2
    assert f"{folder / 'out'} can't be written" in result.err


def test_an_export_in_a_folder_that_is_read_only_is_read(export: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    export.rename(closed / "export.zip")
    closed.chmod(0o500)
    assert said(("scan", str(closed / "export.zip")), tmp_path).code == 0


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "2038-01-20", "9999-12-31"])
@pytest.mark.parametrize("command", ["scan", "items", "plan", "facts"])
def test_a_clock_far_off_stops_nothing(command: str, day: str, export: Path, tmp_path: Path) -> None:
    more = ("--print", "-o", str(tmp_path / "no.toml")) if command == "facts" else ("--region", "DE")
    result = said((command, str(export), "--as-of", day, *more), tmp_path)
    assert (result.code, _but_notes(result.err)) == (0, [])


def _but_notes(err: str) -> list[str]:
    """Give the lines that are no note on what a day can't be judged by."""
    return [line for line in err.splitlines() if not line.startswith("Note: ")]


@pytest.mark.parametrize("option", ["--since", "--until", "--born", "--objected"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_both_ends_of_time_can_be_told(option: str, day: str, export: Path, tmp_path: Path) -> None:
    result = said(("items", str(export), option, day, "--region", "DE"), tmp_path)
    assert (result.code, _but_notes(result.err)) == (0, [])


@pytest.mark.parametrize("year", [1980, 2107])
def test_a_zip_of_another_time_is_read(year: int, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in facebook(entry("post", "2020-01-01 10:00", "x")).items():
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), raw)
    assert said(("scan", str(path)), tmp_path).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("what", ["100,000 members", *LARGE])
def test_memory_stays_bounded(what: str, tmp_path: Path) -> None:
    code, peak = measured("coverage", archive_of(what, tmp_path / "export.zip"), "-f", "json")
    assert code == (4 if what in PAST_A_LIMIT else 0)
    assert peak < MOST_MIB


def test_a_gigabyte_in_one_string_is_refused_unread(tmp_path: Path) -> None:
    posts = tmp_path / "export" / POSTS
    posts.parent.mkdir(parents=True)
    posts.write_bytes(b"[]")
    with (posts.parent / Path(BESIDE).name).open("wb") as file:
        file.write(RECORD)
        file.seek(1024 * MIB)
        file.write(b'"}]')
    code, peak = measured("coverage", tmp_path / "export", "-f", "json")
    assert code == 4
    assert peak < MOST_MIB / 4
