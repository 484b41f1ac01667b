"""Worker processes, started while this one still imports: nothing large is imported here."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from scanner.archive import packed_size

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.synchronize import Event

WORTH_PACKED: Final = 24 * 1024 * 1024
"""Zips of this many bytes are likely worth processes, started before the zips are listed."""
PRELOADED: Final = "scanner.reading.workers"
"""The module that the processes import first."""
T = TypeVar("T")


class WorkerPool:
    """Processes that read beside this one; started when first needed."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        """How many processes read, including this one."""
        self._pool: ProcessPoolExecutor | None = None
        self._abandoned: Event | None = None

    def start_for(self, paths: Sequence[Path]) -> None:
        """Start the processes where it pays, so that they import while this one does."""
        if packed_size(paths) >= WORTH_PACKED:
            for _ in range(self.workers - 1):
                self.submit(import_module, PRELOADED)

    def submit(self, work: Callable[..., T], *arguments: Any) -> Future[T] | None:
        """Submit work; return None where the processes have died."""
        pool = self._opened()
        with no_interrupt(), suppress(BrokenExecutor):
            return pool.submit(work, *arguments)
        return None

    def stop(self) -> None:
        """Stop the processes, even in the middle of their work."""
        if self._pool is not None and self._abandoned is not None:
            self._abandoned.set()
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _opened(self) -> "ProcessPoolExecutor":
        """Return the pool. Creating it starts Python's semaphore tracker, which lets Ctrl-C through again."""
        if self._pool is None:
            # most exports are read by one process: importing this would cost time for nothing
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
            from multiprocessing import get_context  # noqa: PLC0415

            context = get_context("spawn")
            self._abandoned = context.Event()
            self._pool = ProcessPoolExecutor(
                self.workers - 1, mp_context=context, initializer=_begin, initargs=(self._abandoned,)
            )
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def no_interrupt() -> Iterator[None]:
    """Keep Ctrl-C from processes started meanwhile: only this one answers it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_abandoned: "Event | None" = None
"""In a worker process: set once nobody waits for its work any more."""


def _begin(abandoned: "Event") -> None:
    """Set up a worker process."""
    global _abandoned  # noqa: PLW0603 - what a process is given at its start has no other place
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _abandoned = abandoned


def stop_if_abandoned() -> None:
    """Raise InterruptedError in a worker process that was abandoned."""
    if _abandoned is not None and _abandoned.is_set():
        raise InterruptedError
