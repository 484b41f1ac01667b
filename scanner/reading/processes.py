"""Processes beside this one, started while it still loads what it needs: nothing large is imported here."""

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
"""Zips of so many bytes likely hold enough, so that processes may be started before they are listed."""
LOADED: Final = "scanner.reading.workers"
"""What the processes load at once."""
T = TypeVar("T")


class WorkerPool:
    """Processes that read beside this one; none is started before it is asked for."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        """How many processes read, this one among them."""
        self._pool: ProcessPoolExecutor | None = None
        self._left: Event | None = None

    def start_for(self, paths: Sequence[Path]) -> None:
        """Start the processes where that is worth it: they load what they need while this one does."""
        if packed_size(paths) >= WORTH_PACKED:
            for _ in range(self.workers - 1):
                self.submit(import_module, LOADED)

    def submit(self, work: Callable[..., T], *given: Any) -> Future[T] | None:
        """Hand work over; None where the processes are gone."""
        pool = self._opened()
        with no_interrupt(), suppress(BrokenExecutor):
            return pool.submit(work, *given)
        return None

    def leave(self) -> None:
        """End the processes, whatever they are at."""
        if self._pool is not None and self._left is not None:
            self._left.set()
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _opened(self) -> "ProcessPoolExecutor":
        """Give the pool. Making it starts Python's tracker of semaphores, which lets Ctrl-C through again."""
        if self._pool is None:
            # most exports are read alone: what starts processes would be loaded for nothing
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
            from multiprocessing import get_context  # noqa: PLC0415

            context = get_context("spawn")
            self._left = context.Event()
            self._pool = ProcessPoolExecutor(
                self.workers - 1, mp_context=context, initializer=_begin, initargs=(self._left,)
            )
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


@contextmanager
def no_interrupt() -> Iterator[None]:
    """Keep Ctrl-C away from processes started meanwhile: this one alone answers it, and once they run."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_left: "Event | None" = None
"""In a process of the crew: whether anybody still waits for what it does."""


def _begin(left: "Event") -> None:
    """Set up a process of the crew."""
    global _left  # noqa: PLW0603 - what a process is given at its start has no other place
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _left = left


def stop_if_left() -> None:
    """End the work of a process of the crew that was left. Raises InterruptedError."""
    if _left is not None and _left.is_set():
        raise InterruptedError
