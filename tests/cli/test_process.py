"""The command as a process of its own: streams, pipes, signals, start-up."""

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from scanner.cli import main; main()"]


def run(*args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"} | (env or {})
    return subprocess.run(
        [*COMMAND, *args],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small Facebook download of Jane Sample."""
    path = tmp_path_factory.mktemp("export") / "facebook-janesample-2026-07-21-Ab1Cd2Ef.zip"
    posts = ",".join(
        f'{{"timestamp": {1_500_000_000 + at * 1000}, "data": [{{"post": "Post {at} of mine"}}]}}'
        for at in range(3000)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json", f"[{posts}]"
        )
    return path


def test_a_real_scan_from_end_to_end(export: Path) -> None:
    result = run("scan", str(export), "--region", "DE")
    assert result.returncode == 0, result.stderr
    assert "3,000" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_a_closed_pipe_ends_quietly(export: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "items", str(export), "-f", "jsonl"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10) == b'{"item_id"'
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(120) == 0


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_take_nothing_and_change_nothing(closed: str, export: Path) -> None:
    line = f'"$0" -c "from scanner.cli import main; main()" scan "$1" {closed}'
    result = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable, export], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert bool(result.stdout) is (closed == "2>&-")


SLOW_SCAN = """
import signal, sys, time
from scanner import pipeline
from scanner.cli import main
# a shell may start its jobs with the signal switched off, which children inherit
signal.signal(signal.SIGINT, signal.default_int_handler)
def gather(*_, **__):
    print("scanning", file=sys.stderr, flush=True)
    while True:
        time.sleep(0.05)
pipeline.gather = gather
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_exits_with_130() -> None:
    command = [sys.executable, "-c", SLOW_SCAN, "scan", "x"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"scanning\n"
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=120)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (130, b"", b"Stopped.\n")


def test_help_is_there_at_once_and_without_polars() -> None:
    code = "import sys; from scanner.cli.app import app\ntry: app(['--help'])\nexcept SystemExit: pass\n"
    code += "print([name for name in ('polars', 'rich', 'orjson', 'msgspec', 'tqdm') if name in sys.modules])"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert shown.splitlines()[-1] == "[]"
    for command in ("scan", "items", "explain", "coverage", "rules"):
        assert f"  {command} " in shown


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("missing.zip", None, 2, "missing.zip"),
        ("empty.zip", b"", 3, "empty"),
        ("notes.txt", b"hello", 3, "notes.txt"),
        ("broken.zip", b"PK\x03\x04 and nothing more", 3, "broken.zip"),
    ],
)
def test_what_is_no_export_gets_one_clear_message(
    tmp_path: Path, name: str, content: bytes | None, code: int, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = run("scan", str(path))
    assert (result.returncode, result.stdout) == (code, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("exposure 0.")
