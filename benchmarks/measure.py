"""Time and memory of a command, its worker processes included. Linux and macOS."""

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
"""This checkout, whose modules the commands find from wherever they are run."""
SAMPLING = 0.05
"""Seconds between two looks at memory."""


@dataclass(frozen=True)
class Measured:
    """What one run took: seconds, seconds of processor time, bytes at the peak; and the end of its output."""

    wall: float
    cpu: float
    peak: int
    said: str = ""


def measured(
    command: Sequence[str], where: Path = ROOT, limit: float | None = None, watched: bool = True
) -> Measured:
    """Run a command in a directory; unwatched, its peak is that of its largest process.

    To look up the memory of a large process takes time, also of the process.
    Raises RuntimeError where it ends as it should not, TimeoutError where it takes longer than the limit.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaint:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=where, env=_environment(), stdout=out, stderr=complaint, start_new_session=True
        )
        watch, alarm = Watch(process.pid), Alarm(process.pid, limit)
        if watched:
            watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall, summed, late = time.perf_counter() - begin, watch.stop(), alarm.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if late:
            raise TimeoutError(f"not done after {limit:,.0f} s")
        if process.returncode:
            raise RuntimeError(f"{command[:3]} ended with {process.returncode}: {_end(complaint)}")
        said = _end(out)
    largest = used.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
    return Measured(wall, used.ru_utime + used.ru_stime, max(largest, summed), said)


def _environment() -> dict[str, str]:
    """Give the environment in which the modules of this checkout are found."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _end(output: IO[bytes]) -> str:
    """Give the last 2,000 bytes of an output."""
    size = output.seek(0, os.SEEK_END)
    output.seek(max(size - 2000, 0))
    return output.read().decode(errors="replace")


class Alarm:
    """Ends the processes of a session once they take longer than allowed."""

    def __init__(self, session: int, limit: float | None) -> None:
        self._rang = False
        self._session = session
        self._timer = threading.Timer(limit, self._ring) if limit else None
        if self._timer:
            self._timer.daemon = True
            self._timer.start()

    def _ring(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._session, signal.SIGKILL)
            self._rang = True

    def stop(self) -> bool:
        """Wait no longer; says whether it rang."""
        if self._timer:
            self._timer.cancel()
        return self._rang


class Watch(threading.Thread):
    """Adds up the memory of a session's processes from time to time (Linux); shared pages count once."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._done = threading.Event()
        self._peak = 0

    def run(self) -> None:
        """Look until told to stop."""
        while not self._done.wait(SAMPLING):
            self._peak = max(self._peak, sum(map(_memory, _processes(self._session))))

    def stop(self) -> int:
        """Stop looking; gives the highest sum in bytes, 0 where there was no look or is no `/proc`."""
        self._done.set()
        if self.is_alive():
            self.join()
        return self._peak


def _processes(session: int) -> list[Path]:
    """Give the processes of a session."""
    return [path for path in Path("/proc").glob("[0-9]*") if _session(path) == session]


def _session(process: Path) -> int | None:
    """Give the session a process belongs to; None once it is gone."""
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[3])
    except (OSError, IndexError):
        return None


def _memory(process: Path) -> int:
    """Give the memory of a process in bytes, its share of what it shares; 0 once it is gone."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
