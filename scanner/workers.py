"""Large exports read by several processes at once, which hand back columns, not objects.

This process reads too: the others take the pieces from the front, it takes them from the end.
"""

import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from typing import Final, Self

import polars as pl

from scanner.archive import Download
from scanner.items import stacked
from scanner.readers.locales import Locales
from scanner.reading import MemberFate, Progress, Silent, Waiting, find_zones, read_members, with_content

WORTH_BYTES: Final = 48 * 1024 * 1024
"""Below so many bytes to read, starting processes takes longer than it saves (each loads polars anew)."""
WORTH_PACKED: Final = 24 * 1024 * 1024
"""Zips of so many bytes likely hold enough, so that processes may be started before they are listed."""
PIECES_A_PROCESS: Final = 8
"""More pieces than processes, so that none waits long for the other at the end."""

Frames = tuple[pl.DataFrame, pl.DataFrame]
Read = tuple[pl.DataFrame, pl.DataFrame, list[MemberFate]]


@dataclass(frozen=True)
class Piece:
    """Some members for one process, with no more of their downloads than reading them needs."""

    waiting: Waiting
    downloads: Mapping[int, Download]

    @property
    def size(self) -> int:
        """The bytes of its members."""
        return sum(fate.member.size for _, fate in self.waiting)


class Crew:
    """Processes that read beside this one; none is started before it is asked for."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        """How many processes read, this one among them."""
        self._pool: ProcessPoolExecutor | None = None
        self._left: Event | None = None

    def start(self) -> None:
        """Start the processes, which load what they need while the export is still being listed."""
        for _ in range(self.workers - 1):
            pool = self._opened()
            with no_interrupt():
                pool.submit(_ready)

    def submit(self, piece: Piece, locales: Locales) -> Future[Read] | None:
        """Hand a piece over; None where the processes are gone."""
        pool = self._opened()
        with no_interrupt(), suppress(BrokenProcessPool):
            return pool.submit(_work, piece, locales)
        return None

    def _opened(self) -> ProcessPoolExecutor:
        """Give the pool. Making it starts Python's tracker of semaphores, which lets Ctrl-C through again."""
        if self._pool is None:
            context = get_context("spawn")
            self._left = context.Event()
            self._pool = ProcessPoolExecutor(
                self.workers - 1, mp_context=context, initializer=_begin, initargs=(self._left,)
            )
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None and self._left is not None:
            self._left.set()
            self._pool.shutdown(cancel_futures=True)


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


class _Watched(Silent):
    """In a process of the crew: ends its work once nobody waits for it any more."""

    left: Event | None = None

    def advance(self, done: int) -> None:
        """Go on, unless the crew was left. Raises InterruptedError."""
        if self.left is not None and self.left.is_set():
            raise InterruptedError


_watched: Final = _Watched()


def _begin(left: Event) -> None:
    """Set up a process of the crew."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _watched.left = left


def _ready() -> None:
    """Do nothing: that a process can run this means that it has loaded everything."""


def read_all(
    fates: list[MemberFate], downloads: Sequence[Download], locales: Locales, progress: Progress, crew: Crew
) -> Frames:
    """Read every member that has content.

    Gives content and references to media, in the order of the members.
    """
    find_zones(fates, downloads, locales)
    waiting = with_content(fates)
    total = sum(fate.member.size for _, fate in waiting)
    progress.start(total)
    if crew.workers > 1 and total >= WORTH_BYTES:
        frames = _by_processes(waiting, fates, downloads, locales, progress, crew)
    else:
        frames = read_members(waiting, dict(enumerate(downloads)), locales, progress)
    progress.done()
    return frames


def _by_processes(
    waiting: Waiting,
    fates: list[MemberFate],
    downloads: Sequence[Download],
    locales: Locales,
    progress: Progress,
    crew: Crew,
) -> Frames:
    """Read in pieces, and put the pieces together in their order."""
    bare = {number: replace(download, members=[]) for number, download in enumerate(downloads)}
    pieces = [Piece(part, bare) for part in _parted(waiting, crew.workers * PIECES_A_PROCESS)]
    frames: list[Frames] = []
    for piece, (content, media, told) in zip(pieces, _shared(pieces, locales, progress, crew), strict=True):
        for (number, _), fate in zip(piece.waiting, told, strict=True):
            fates[number] = fate
        frames.append((content, media))
    return stacked(frames)


def _shared(pieces: Sequence[Piece], locales: Locales, progress: Progress, crew: Crew) -> list[Read]:
    """Read pieces together with the crew; one whose process died, for want of memory say, is read here."""
    futures = [crew.submit(piece, locales) for piece in pieces]
    here: dict[int, Read] = {}
    for number in range(len(pieces) - 1, -1, -1):
        future = futures[number]
        if future is not None and not future.cancel():
            break
        here[number] = _work(pieces[number], locales, progress)
    read = []
    for number, (piece, future) in enumerate(zip(pieces, futures, strict=True)):
        if number not in here:
            here[number] = _result(future) or _work(piece, locales, Silent())
            progress.advance(piece.size)
        read.append(here.pop(number))
    return read


def _result(future: Future[Read] | None) -> Read | None:
    """Wait for a piece; None where its process died."""
    if future is None:
        return None
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _work(piece: Piece, locales: Locales, progress: Progress = _watched) -> Read:
    """Read one piece, in whatever process."""
    content, media = read_members(piece.waiting, piece.downloads, locales, progress)
    for download in piece.downloads.values():
        download.close()
    return content, media, [fate for _, fate in piece.waiting]


def _parted(waiting: Waiting, parts: int) -> Iterator[Waiting]:
    """Part the members, in their order, into runs of about the same number of bytes."""
    enough = sum(fate.member.size for _, fate in waiting) / parts
    run: Waiting = []
    held = 0
    for number, fate in waiting:
        run.append((number, fate))
        held += fate.member.size
        if held >= enough:
            yield run
            run, held = [], 0
    if run:
        yield run
