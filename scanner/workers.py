"""Large exports read by several processes at once, which hand back columns, not objects."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
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
PIECES_A_WORKER: Final = 4
"""More pieces than workers, so that none waits long for the other at the end."""

Frames = tuple[pl.DataFrame, pl.DataFrame]


@dataclass(frozen=True)
class Piece:
    """Some members for one worker, with no more of their downloads than reading them needs."""

    waiting: Waiting
    downloads: Mapping[int, Download]


class Crew:
    """Worker processes that wait for work; none is started before it is asked for."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Start the processes, which load what they need while the export is still being listed."""
        for _ in range(self.workers if self.workers > 1 else 0):
            self.pool.submit(_ready)

    @property
    def pool(self) -> ProcessPoolExecutor:
        """The processes, started with the first work handed to them."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _ready() -> None:
    """Do nothing: that a worker can run this means that it has loaded everything."""


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
    """Read in pieces, and put the pieces together; a piece whose worker died is read here."""
    bare = {number: replace(download, members=[]) for number, download in enumerate(downloads)}
    pieces = [Piece(part, bare) for part in _parted(waiting, crew.workers * PIECES_A_WORKER)]
    frames: list[Frames] = []
    for piece, future in zip(pieces, _submitted(crew.pool, pieces, locales), strict=True):
        read = _result(future)
        content, media, told = read if read else _work(piece, locales)
        for (number, _), fate in zip(piece.waiting, told, strict=True):
            fates[number] = fate
        frames.append((content, media))
        progress.advance(sum(fate.member.size for _, fate in piece.waiting))
    return stacked(frames)


Read = tuple[pl.DataFrame, pl.DataFrame, list[MemberFate]]


def _submitted(
    pool: ProcessPoolExecutor, pieces: Sequence[Piece], locales: Locales
) -> list[Future[Read] | None]:
    """Hand the pieces over; where the pool is broken already, None."""
    futures: list[Future[Read] | None] = []
    for piece in pieces:
        future = None
        with suppress(BrokenProcessPool):
            future = pool.submit(_work, piece, locales)
        futures.append(future)
    return futures


def _result(future: Future[Read] | None) -> Read | None:
    """Wait for a piece; None where its worker died, for want of memory say."""
    if future is None:
        return None
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _work(piece: Piece, locales: Locales) -> Read:
    """Read one piece, in whatever process."""
    content, media = read_members(piece.waiting, piece.downloads, locales, Silent())
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
