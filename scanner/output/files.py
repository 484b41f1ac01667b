"""Writing results to standard output or to files; a file is written completely or not at all."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Final

_STREAMS: Final = frozenset(map(Path, ("/dev", "/dev/fd", "/proc/self/fd")))
"""The folders where streams have names; some of those names lead to regular files."""


class OutputError(Exception):
    """A result can't be written; the message says why."""


def deliver(chunks: Iterable[bytes], target: Path | None) -> None:
    """Write the chunks to the file, or to standard output for None; raise OutputError where that fails."""
    if target is None:
        _to_stdout(chunks)
    elif _is_stream(target):
        _to_stream(chunks, target)
    else:
        _to_file(chunks, target)


def deliver_all(files: Mapping[str, Iterable[bytes]], folder: Path, *, force: bool) -> None:
    """Write several files into a folder, which is created if needed.

    Raise OutputError before anything is written where a file exists already; `force` replaces it.
    """
    existing = [name for name in files if os.path.lexists(folder / name)]
    if existing and not force:
        raise OutputError(
            f"{folder / existing[0]} already exists; nothing was written (--force overwrites it)"
        )
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"can't write to the folder {folder}: {fault.strerror}") from None
    for name, chunks in files.items():
        deliver(chunks, folder / name)


def encoded(text: str, target: Path | None) -> bytes:
    """Return text in the terminal's encoding, unknown characters replaced; in UTF-8 for files."""
    encoding = "utf-8" if target is not None else (sys.stdout.encoding or "utf-8")
    return text.encode(encoding, errors="replace")


def _to_stdout(chunks: Iterable[bytes]) -> None:
    """Write to standard output; a reader may close it early."""
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
    except BrokenPipeError:
        _silence_stdout()


def _silence_stdout() -> None:
    """Redirect standard output to nowhere, so that the flush at exit does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_stream(target: Path) -> bool:
    """Return whether the target is a pipe, a device or a named stream such as `/dev/stdout`."""
    if not target.exists() or target.is_dir():
        return False
    return not target.is_file() or target.parent in _STREAMS


def _to_stream(chunks: Iterable[bytes], target: Path) -> None:
    """Write to a stream, which must not be replaced; a reader may close it early."""
    try:
        with target.open("wb") as stream:
            stream.writelines(chunks)
    except BrokenPipeError:
        return
    except OSError as fault:
        raise OutputError(f"{target} can't be written: {fault.strerror}") from None


def _to_file(chunks: Iterable[bytes], target: Path) -> None:
    """Write to a temporary file, readable by its owner only, then move it to the target."""
    if target.is_dir():
        raise OutputError(f"{target} is a folder; give the name of a file")
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
    """Write all chunks, and wait until they are on the disk."""
    stream.writelines(chunks)
    stream.flush()
    os.fsync(stream.fileno())
