"""Large exports read by several processes at once, which hand back columns, not objects.

This process reads too: the others take the pieces from the front, it takes them from the end.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from scanner.archive import Download
from scanner.crew import Crew, stop_if_left
from scanner.items import stacked
from scanner.readers.locales import Locales
from scanner.reading import MemberFate, Progress, Silent, Waiting, find_zones, read_members, with_content

WORTH_BYTES: Final = 48 * 1024 * 1024
"""Below so many bytes to read, starting processes takes longer than it saves (each loads polars anew)."""
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
    crew.leave()
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
    futures = [crew.submit(_work, piece, locales) for piece in pieces]
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


class _Watched(Silent):
    """Shows nothing, and ends the work of a process that was left."""

    def advance(self, done: int) -> None:
        """Go on. Raises InterruptedError."""
        stop_if_left()


def _work(piece: Piece, locales: Locales, progress: Progress | None = None) -> Read:
    """Read one piece, in whatever process."""
    content, media = read_members(piece.waiting, piece.downloads, locales, progress or _Watched())
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
