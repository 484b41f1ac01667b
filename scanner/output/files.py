"""Where what is written goes: standard output, or a file that appears whole or not at all."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Final

_STREAMS: Final = frozenset(map(Path, ("/dev", "/dev/fd", "/proc/self/fd")))
"""Where streams have names, also those that lead to a file."""


class OutputError(Exception):
    """The place to write to can't be written; the message says why."""


def deliver(chunks: Iterable[bytes], target: Path | None) -> None:
    """Write the chunks to the file, or to standard output where there is none. Raises OutputError."""
    if target is None:
        _to_stdout(chunks)
    elif _is_stream(target):
        _to_stream(chunks, target)
    else:
        _to_file(chunks, target)


def deliver_all(files: Mapping[str, Iterable[bytes]], folder: Path, *, force: bool) -> None:
    """Write several files into a folder, which is made where there is none; nothing is written over.

    With `force` files that are there are replaced. Raises OutputError before anything is written.
    """
    there = [name for name in files if os.path.lexists(folder / name)]
    if there and not force:
        raise OutputError(
            f"{folder / there[0]} is there already: nothing was written (--force writes over it)"
        )
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{folder} is no folder to write to: {fault.strerror}") from None
    for name, chunks in files.items():
        deliver(chunks, folder / name)


def encoded(text: str, target: Path | None) -> bytes:
    """Encode text for people: as the terminal takes it, a character it has not replaced; UTF-8 in files."""
    encoding = "utf-8" if target is not None else (sys.stdout.encoding or "utf-8")
    return text.encode(encoding, errors="replace")


def _to_stdout(chunks: Iterable[bytes]) -> None:
    """Write to standard output; whoever closed it has read enough."""
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
    except BrokenPipeError:
        _silence_stdout()


def _silence_stdout() -> None:
    """Point standard output at nothing, so that the flush at exit does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_stream(target: Path) -> bool:
    """Tell whether bytes run through what is there: a pipe, a device, `/dev/stdout`."""
    if not target.exists() or target.is_dir():
        return False
    return not target.is_file() or target.parent in _STREAMS


def _to_stream(chunks: Iterable[bytes], target: Path) -> None:
    """Write to what is no file: nothing may be put in its place. Whoever closed it has read enough."""
    try:
        with target.open("wb") as stream:
            stream.writelines(chunks)
    except BrokenPipeError:
        return
    except OSError as fault:
        raise OutputError(f"{target} can't be written: {fault.strerror}") from None


def _to_file(chunks: Iterable[bytes], target: Path) -> None:
    """Write beside the target, readable by its owner only, then put it in its place."""
    if target.is_dir():
        raise OutputError(f"{target} is a folder: name a file to write to")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as fault:
        raise OutputError(f"{target} can't be written: {fault.strerror}") from None
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            _fill(stream, chunks)
        unfinished.replace(target)
    except OSError as fault:
        raise OutputError(f"{target} can't be written: {fault.strerror}") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _fill(stream: IO[bytes], chunks: Iterable[bytes]) -> None:
    """Write all chunks and see them on the disk."""
    stream.writelines(chunks)
    stream.flush()
    os.fsync(stream.fileno())
