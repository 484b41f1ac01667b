"""Tasks spread over processes of this machine."""

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import get_context
from typing import Final

from scanner.cohort.errors import reason
from scanner.cohort.task import Outcome, Task, failed, run
from scanner.reading.processes import no_interrupt

RECYCLED_AFTER: Final = 200
"""Tasks of one process, before a new one takes its place: what an allocator keeps is given back."""
TRIES: Final = 2
"""How often a task is begun whose process dies."""
DIED: Final = "its process was killed, twice; for want of memory, perhaps"

Work = Callable[[Task], Outcome]


class _Desk:
    """One process at a time: where it dies, no other task is lost with it."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._done = 0

    def begin(self, work: Work, task: Task) -> "Future[Outcome]":
        """Hand over a task, to a new process where the last one has died or done enough."""
        if self._done >= RECYCLED_AFTER:
            self.close()
        try:
            future = self._submit(work, task)
        except BrokenProcessPool:
            self.close()
            future = self._submit(work, task)
        self._done += 1
        return future

    def _submit(self, work: Work, task: Task) -> "Future[Outcome]":
        pool = self._open()
        with no_interrupt():
            return pool.submit(work, task)

    def _open(self) -> ProcessPoolExecutor:
        """Return the process, started if there is none."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=get_context("spawn"), initializer=_end_on_interrupt
            )
            self._done = 0
        return self._pool

    def close(self) -> None:
        """End the process, once its task has ended."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _end_on_interrupt() -> None:
    """Let Ctrl-C end a process at once and without a word; the one that started it does the talking.

    Until here it was held back, for a process that is just starting would say where it was.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def locally(tasks: Sequence[Task], workers: int, work: Work = run) -> Iterator[Outcome]:
    """Do the tasks in so many processes; gives outcomes as they come.

    A process that is killed costs only its task, which is begun once more.
    """
    waiting = deque((task, 1) for task in tasks)
    running: dict[Future[Outcome], tuple[_Desk, Task, int]] = {}
    with ExitStack() as opened:
        free = [_Desk() for _ in range(min(workers, len(tasks)))]
        for desk in free:
            opened.callback(desk.close)
        while waiting or running:
            while free and waiting:
                desk, (task, tries) = free.pop(), waiting.popleft()
                running[desk.begin(work, task)] = (desk, task, tries)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                desk, task, tries = running.pop(future)
                free.append(desk)
                outcome = _outcome(future, task)
                if outcome is None and tries < TRIES:
                    waiting.append((task, tries + 1))
                else:
                    yield outcome or failed(task, DIED)


def _outcome(future: "Future[Outcome]", task: Task) -> Outcome | None:
    """Return what came of a task; None where its process died."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
    except Exception as fault:  # noqa: BLE001 - what one process could not hand back must cost one person only
        return failed(task, reason(fault))
