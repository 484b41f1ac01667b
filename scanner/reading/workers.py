"""Large exports read by several processes at once, which return columns, not objects.

This process reads too: the others take work units from the front, this one from the end.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from threading import Lock
from typing import Final

import msgspec
import polars as pl

from scanner.archive import Download
from scanner.items import concat_renumbered
from scanner.memory import trim_memory
from scanner.readers.locale_tables import Locales
from scanner.reading.placement import (
    MemberOutcome,
    MemberPlacer,
    Progress,
    Silent,
    Waiting,
    find_zones,
    members_to_read,
    read_members,
)
from scanner.reading.processes import WorkerPool, stop_if_abandoned

WORTH_BYTES: Final = 48 * 1024 * 1024
"""With fewer bytes to read, starting processes takes longer than it saves (each loads polars)."""
UNIT_BYTES: Final = 8 * 1024 * 1024
"""The work of one unit, in bytes of messages: small enough that no process waits long for the last unit."""
MOST_UNITS: Final = 128
"""More units would take longer to put together than they save."""
AHEAD: Final = 2
"""Units handed to each process: one that it reads and one that waits."""
SWITCHING: Final = 0.00005
"""Seconds between thread switches. Results arrive in hundreds of small pieces, and the sender would wait the
usual 5 ms for each."""
COUNTED_READER: Final = "messenger.threads"
WORK_FACTOR: Final = 5
"""How many times longer a byte takes to read than a byte of messages, which are only counted."""

Frames = tuple[pl.DataFrame, pl.DataFrame]
Read = tuple[pl.DataFrame, pl.DataFrame, list[MemberOutcome]]


class WorkUnit(msgspec.Struct, frozen=True):
    """Some members for one process, with the parts of their downloads that reading needs."""

    waiting: Waiting
    downloads: Mapping[int, Download]

    @property
    def size(self) -> int:
        """The bytes of its members."""
        return sum(outcome.member.size for _, outcome in self.waiting)


def read_all(
    placer: MemberPlacer,
    downloads: Sequence[Download],
    locales: Locales,
    progress: Progress,
    pool: WorkerPool,
) -> Frames:
    """Read every member that has content, and finish placing all others meanwhile.

    Return content and references to media, in the order of the members.
    """
    find_zones(placer.outcomes, downloads, locales)
    waiting = members_to_read(placer.outcomes)
    total = sum(outcome.member.size for _, outcome in waiting)
    progress.start(total)
    if pool.workers > 1 and total >= WORTH_BYTES:
        frames = _by_processes(waiting, placer, downloads, locales, progress, pool)
    else:
        placer.finish()
        pool.stop()
        frames = read_members(waiting, dict(enumerate(downloads)), locales, progress)
    progress.done()
    return frames


def _by_processes(
    waiting: Waiting,
    placer: MemberPlacer,
    downloads: Sequence[Download],
    locales: Locales,
    progress: Progress,
    pool: WorkerPool,
) -> Frames:
    """Read in units, and put these together in their order."""
    bare = {number: replace(download, members=[]) for number, download in enumerate(downloads)}
    units = [WorkUnit(part, bare) for part in _units(waiting)]
    frames: list[Frames] = []
    for unit, (content, media, read_outcomes) in zip(
        units, _read_together(units, locales, progress, pool, placer.finish), strict=True
    ):
        for (number, _), outcome in zip(unit.waiting, read_outcomes, strict=True):
            placer.outcomes[number] = outcome
        frames.append((content, media))
    pool.stop()
    trim_memory()
    return concat_renumbered(frames)


class _WorkQueue:
    """Waiting units: the pool gets them from the front, this process takes them from the end."""

    def __init__(self, units: Sequence[WorkUnit], locales: Locales, pool: WorkerPool) -> None:
        self._waiting = deque(enumerate(units))
        self._locales = locales
        self._crew = pool
        self._turn = Lock()
        self.handed_out: dict[int, Future[Read]] = {}
        """Futures by the number of the unit; complete once nothing waits."""

    def hand_out(self, done: Future[Read] | None = None) -> None:
        """Hand the next unit to the pool, and another when that is done; none to processes that died."""
        if done is not None and (done.cancelled() or done.exception() is not None):
            return
        with self._turn:
            if not self._waiting:
                return
            number, unit = self._waiting.popleft()
            future = self._crew.submit(_work, unit, self._locales)
            if future is None:
                return
            self.handed_out[number] = future
        future.add_done_callback(self.hand_out)

    def take_last(self) -> tuple[int, WorkUnit] | None:
        """Return the last waiting unit, None where none waits."""
        with self._turn:
            return self._waiting.pop() if self._waiting else None

    def drop(self) -> None:
        """Drop all waiting units."""
        with self._turn:
            self._waiting.clear()


def _read_together(
    units: Sequence[WorkUnit],
    locales: Locales,
    progress: Progress,
    pool: WorkerPool,
    first: Callable[[], None],
) -> list[Read]:
    """Return the units read, together with the pool, which starts while `first` runs here.

    A unit whose process died (out of memory, say) is read here.
    """
    shared, read = _WorkQueue(units, locales, pool), dict[int, Read]()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCHING)
    try:
        for _ in range(AHEAD * (pool.workers - 1)):
            shared.hand_out()
        first()
        while (mine := shared.take_last()) is not None:
            read[mine[0]] = _work(mine[1], locales, progress)
        for number in list(shared.handed_out):
            # popped: a future whose callback refers to its owner is a cycle, which keeps its frames in memory
            if (read_outcomes := _result(shared.handed_out.pop(number))) is not None:
                read[number] = read_outcomes
                progress.advance(units[number].size)
    finally:
        sys.setswitchinterval(usual)
        shared.drop()
    return [
        read.pop(number) if number in read else _work(unit, locales, progress)
        for number, unit in enumerate(units)
    ]


def _result(future: Future[Read]) -> Read | None:
    """Return the result of a unit; None where its process died."""
    try:
        return future.result()
    except BrokenExecutor:
        return None


class _Watched(Silent):
    """Shows nothing, and ends the work of an abandoned process."""

    def advance(self, done: int) -> None:
        """Go on. Raises InterruptedError."""
        stop_if_abandoned()


def _work(unit: WorkUnit, locales: Locales, progress: Progress | None = None) -> Read:
    """Return one unit read, in any process."""
    content, media = read_members(unit.waiting, unit.downloads, locales, progress or _Watched())
    for download in unit.downloads.values():
        download.close()
    return content, media, [outcome for _, outcome in unit.waiting]


def _units(waiting: Waiting) -> Iterator[Waiting]:
    """Yield runs of the members, in their order, of about equal work."""
    enough = max(UNIT_BYTES, sum(_work_of(outcome) for _, outcome in waiting) / MOST_UNITS)
    run: Waiting = []
    work = 0
    for number, outcome in waiting:
        run.append((number, outcome))
        work += _work_of(outcome)
        if work >= enough:
            yield run
            run, work = [], 0
    if run:
        yield run


def _work_of(outcome: MemberOutcome) -> int:
    """Return roughly how much work a member is, in bytes of messages."""
    return outcome.member.size * (1 if outcome.reader == COUNTED_READER else WORK_FACTOR)
