"""Large exports read by several processes at once, which hand back columns, not objects.

This process reads too: the others take the pieces from the front, it takes them from the end.
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
from scanner.items import stacked
from scanner.memory import trim_memory
from scanner.readers.locale_tables import Locales
from scanner.reading.placement import (
    MemberOutcome,
    MemberPlacer,
    Progress,
    Silent,
    Waiting,
    find_zones,
    read_members,
    with_content,
)
from scanner.reading.processes import WorkerPool, stop_if_left

WORTH_BYTES: Final = 48 * 1024 * 1024
"""Below so many bytes to read, starting processes takes longer than it saves (each loads polars anew)."""
PIECE_BYTES: Final = 8 * 1024 * 1024
"""A piece is as much work as messages of so many bytes: none is to wait long for the last one of another."""
MOST_PIECES: Final = 128
"""More would take longer to put together than they save."""
AHEAD: Final = 2
"""Pieces that each process of the crew has: one that it reads, and one that it need not wait for."""
SWITCHING: Final = 0.00005
"""Seconds after which this process turns from reading to what another hands back; that comes in hundreds of
small pieces, and the other would wait the usual 5 ms for each."""
COUNTED: Final = "messenger.threads"
WORK_OF_OTHERS: Final = 5
"""How many times longer a byte takes to read that is not of messages, which are counted only."""

Frames = tuple[pl.DataFrame, pl.DataFrame]
Read = tuple[pl.DataFrame, pl.DataFrame, list[MemberOutcome]]


class WorkUnit(msgspec.Struct, frozen=True):
    """Some members for one process, with no more of their downloads than reading them needs."""

    waiting: Waiting
    downloads: Mapping[int, Download]

    @property
    def size(self) -> int:
        """The bytes of its members."""
        return sum(fate.member.size for _, fate in self.waiting)


def read_all(
    placing: MemberPlacer,
    downloads: Sequence[Download],
    locales: Locales,
    progress: Progress,
    crew: WorkerPool,
) -> Frames:
    """Read every member that has content, and finish placing all others meanwhile.

    Gives content and references to media, in the order of the members.
    """
    find_zones(placing.fates, downloads, locales)
    waiting = with_content(placing.fates)
    total = sum(fate.member.size for _, fate in waiting)
    progress.start(total)
    if crew.workers > 1 and total >= WORTH_BYTES:
        frames = _by_processes(waiting, placing, downloads, locales, progress, crew)
    else:
        placing.finish()
        crew.leave()
        frames = read_members(waiting, dict(enumerate(downloads)), locales, progress)
    progress.done()
    return frames


def _by_processes(
    waiting: Waiting,
    placing: MemberPlacer,
    downloads: Sequence[Download],
    locales: Locales,
    progress: Progress,
    crew: WorkerPool,
) -> Frames:
    """Read in pieces, and put the pieces together in their order."""
    bare = {number: replace(download, members=[]) for number, download in enumerate(downloads)}
    pieces = [WorkUnit(part, bare) for part in _parted(waiting)]
    frames: list[Frames] = []
    for piece, (content, media, told) in zip(
        pieces, _shared(pieces, locales, progress, crew, placing.finish), strict=True
    ):
        for (number, _), fate in zip(piece.waiting, told, strict=True):
            placing.fates[number] = fate
        frames.append((content, media))
    crew.leave()
    trim_memory()
    return stacked(frames)


class _Pieces:
    """Pieces that wait: the crew is given them from the front, this process takes them from the end."""

    def __init__(self, pieces: Sequence[WorkUnit], locales: Locales, crew: WorkerPool) -> None:
        self._waiting = deque(enumerate(pieces))
        self._locales = locales
        self._crew = crew
        self._turn = Lock()
        self.given: dict[int, Future[Read]] = {}
        """What the crew was given, by the numbers of the pieces; whole once nothing waits any more."""

    def give(self, done: Future[Read] | None = None) -> None:
        """Give the crew its next piece, and one more when that is done; none to processes that died."""
        if done is not None and (done.cancelled() or done.exception() is not None):
            return
        with self._turn:
            if not self._waiting:
                return
            number, piece = self._waiting.popleft()
            future = self._crew.submit(_work, piece, self._locales)
            if future is None:
                return
            self.given[number] = future
        future.add_done_callback(self.give)

    def take(self) -> tuple[int, WorkUnit] | None:
        """Give the last piece that waits."""
        with self._turn:
            return self._waiting.pop() if self._waiting else None

    def drop(self) -> None:
        """Let no more be taken."""
        with self._turn:
            self._waiting.clear()


def _shared(
    pieces: Sequence[WorkUnit],
    locales: Locales,
    progress: Progress,
    crew: WorkerPool,
    first: Callable[[], None],
) -> list[Read]:
    """Read pieces together with the crew, which begins while something else is done here `first`.

    A piece whose process died, for want of memory say, is read here.
    """
    shared, read = _Pieces(pieces, locales, crew), dict[int, Read]()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCHING)
    try:
        for _ in range(AHEAD * (crew.workers - 1)):
            shared.give()
        first()
        while (mine := shared.take()) is not None:
            read[mine[0]] = _work(mine[1], locales, progress)
        for number in list(shared.given):
            # taken out: a future that calls back who holds it stays, with its frames, until cycles are sought
            if (told := _result(shared.given.pop(number))) is not None:
                read[number] = told
                progress.advance(pieces[number].size)
    finally:
        sys.setswitchinterval(usual)
        shared.drop()
    return [
        read.pop(number) if number in read else _work(piece, locales, progress)
        for number, piece in enumerate(pieces)
    ]


def _result(future: Future[Read]) -> Read | None:
    """Wait for a piece; None where its process died."""
    try:
        return future.result()
    except BrokenExecutor:
        return None


class _Watched(Silent):
    """Shows nothing, and ends the work of a process that was left."""

    def advance(self, done: int) -> None:
        """Go on. Raises InterruptedError."""
        stop_if_left()


def _work(piece: WorkUnit, locales: Locales, progress: Progress | None = None) -> Read:
    """Read one piece, in whatever process."""
    content, media = read_members(piece.waiting, piece.downloads, locales, progress or _Watched())
    for download in piece.downloads.values():
        download.close()
    return content, media, [fate for _, fate in piece.waiting]


def _parted(waiting: Waiting) -> Iterator[Waiting]:
    """Part the members, in their order, into runs of about as much work."""
    enough = max(PIECE_BYTES, sum(_work_on(fate) for _, fate in waiting) / MOST_PIECES)
    run: Waiting = []
    held = 0
    for number, fate in waiting:
        run.append((number, fate))
        held += _work_on(fate)
        if held >= enough:
            yield run
            run, held = [], 0
    if run:
        yield run


def _work_on(fate: MemberOutcome) -> int:
    """Give about how much work a member is, in bytes of messages."""
    return fate.member.size * (1 if fate.reader == COUNTED else WORK_OF_OTHERS)
