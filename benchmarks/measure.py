"""Time and memory of a command, its worker processes included. Linux and macOS."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLING = 0.05
"""Seconds between two looks at memory."""


@dataclass(frozen=True)
class Measured:
    """What one run took: seconds, seconds of processor time, bytes at the peak."""

    wall: float
    cpu: float
    peak: int


def measured(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Measured:
    """Run a command with its output thrown away. Raises RuntimeError where it ends as it should not."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as complaint:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=complaint, start_new_session=True
        )
        watch = Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall, summed = time.perf_counter() - begin, watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            complaint.seek(0)
            said = complaint.read()[-2000:].decode(errors="replace")
            raise RuntimeError(f"{command[:3]} ended with {process.returncode}: {said}")
    largest = used.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
    return Measured(wall, used.ru_utime + used.ru_stime, max(largest, summed))


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
        """Stop looking; gives the highest sum in bytes, 0 where the system has no `/proc`."""
        self._done.set()
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
