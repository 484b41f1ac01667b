"""Folders: every file below them, in a fixed order, no link followed."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from scanner.archive.anchors import Anchors, Strength
from scanner.archive.errors import MemberError, WrongFolderError
from scanner.archive.limits import Limits
from scanner.archive.members import Member
from scanner.archive.paths import readable, spelled

_JUNCTION: Final = 0xA0000003
_UNREADABLE_MODE: Final = 0o444
_OPEN: Final = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
)


class Findings(msgspec.Struct):
    """What lies in a folder: its members, and the zips that are containers themselves."""

    members: list[Member] = msgspec.field(default_factory=list)
    zips: list[Path] = msgspec.field(default_factory=list)
    fault: str | None = None


def list_folder(base: Path, start: str, limits: Limits, anchors: Anchors, budget: int) -> Findings:
    """Return at most `budget` files below `base/start`; their paths are relative to `base`.

    Raises WrongFolderError where too many of them lie in no folder that exports have.
    """
    listing = Findings()
    folder, is_foreign, foreign_files = None, False, 0
    for path, entry, hold in _walk(base, start, listing, limits, anchors):
        if (current := path.rpartition("/")[0]) != folder:
            folder = current
            is_foreign = not hold and not any(map(anchors.names_export, current.split("/")))
        foreign_files += is_foreign
        if foreign_files > limits.other_files:
            raise WrongFolderError(_too_much_else(base, limits))
        if _is_container(entry, hold, anchors):
            listing.zips.append(Path(entry.path))
        elif len(listing.members) >= budget:
            listing.fault = f"more members than the limit of {limits.members:,}; the rest is not listed"
            break
        else:
            listing.members.append(_member(base.name, path, entry, limits))
    return listing


def _too_much_else(folder: Path, limits: Limits) -> str:
    """Return what to say of a folder that holds too much that is no part of an export."""
    return (
        f"{folder}: this folder contains more than {limits.other_files:,} files that belong to no download "
        "from Meta, so the search was stopped. Give the zip, or the folder you unpacked it into"
    )


def _walk(
    base: Path, start: str, listing: Findings, limits: Limits, anchors: Anchors
) -> Iterator[tuple[str, "os.DirEntry[str]", Strength]]:
    """Go through all that is no folder, sorted: of each folder its files first, then its folders."""
    folders = [(f"{start}/" if start else "", anchors.strength_of(start))]
    while folders:
        path, hold = folders.pop()
        entries = _entries(base, path, listing, limits)
        inner = [entry for entry in entries if _is_folder(entry)]
        folders += [
            (f"{path}{entry.name}/", _strongest(hold, anchors.strength_of(entry.name)))
            for entry in reversed(inner)
        ]
        for entry in entries:
            if not _is_folder(entry):
                yield path + entry.name, entry, hold


def _strongest(above: Strength, current: Strength) -> Strength:
    """Return the stronger of two holds."""
    return "strong" if "strong" in (above, current) else above or current


def _entries(base: Path, path: str, listing: Findings, limits: Limits) -> list["os.DirEntry[str]"]:
    """List one folder, sorted; one that can't be listed becomes a faulty member."""
    name, inner, fault = spelled(path, limits.path_length)
    if not (fault and len(path) > limits.path_length):
        try:
            with os.scandir(base / path) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            fault = f"a folder that can't be listed ({_why(error)})"
    listing.members.append(
        Member(base.name, readable(name), readable(inner), 0, fault, False, str(base / path))
    )
    return []


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    return entry.is_dir(follow_symlinks=False) and not _is_link(entry)


def _is_link(entry: "os.DirEntry[str]") -> bool:
    """Return whether an entry is a symbolic link, or a junction of Windows."""
    if entry.is_symlink():
        return True
    return os.name == "nt" and entry.stat(follow_symlinks=False).st_reparse_tag == _JUNCTION  # type: ignore[attr-defined,unused-ignore]


def _is_container(entry: "os.DirEntry[str]", hold: Strength, anchors: Anchors) -> bool:
    """Return whether a file is a zip with an export in it, not one that somebody sent in a message."""
    if not entry.name.casefold().endswith(".zip") or entry.name.startswith("._"):
        return False
    if _is_link(entry) or not entry.is_file(follow_symlinks=False):
        return False
    return not hold or (hold == "weak" and anchors.names_export(entry.name))


def _member(part: str, path: str, entry: "os.DirEntry[str]", limits: Limits) -> Member:
    """Make a member of one file."""
    name, inner, fault = spelled(readable(path), limits.path_length)
    size, unreadable = _looked_at(entry)
    return Member(part, name, inner, size, fault or unreadable, False, entry.path)


def _looked_at(entry: "os.DirEntry[str]") -> tuple[int, str | None]:
    """Return a file's size, and why it can't be read, or None."""
    if _is_link(entry):
        return 0, "a link, not followed"
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return 0, f"can't be looked at ({_why(error)})"
    if not stat.S_ISREG(status.st_mode):
        return 0, "no regular file"
    return status.st_size, None if status.st_mode & _UNREADABLE_MODE else "no permission to read it"


def read_file_start(path: str, length: int) -> bytes:
    """Return the first bytes of one file, at most so many. Raises MemberError."""
    try:
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            return file.read(length) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except OSError as error:
        raise MemberError(f"can't be read ({_why(error)})") from None


def read_file(path: str, limits: Limits) -> bytes:
    """Read one file, within the limits. Raises MemberError."""
    try:
        with os.fdopen(os.open(path, _OPEN), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise MemberError("no regular file")
            data = file.read(limits.member_bytes + 1) if status.st_size <= limits.member_bytes else None
    except OSError as error:
        why = "a link, not followed" if error.errno == errno.ELOOP else f"can't be read ({_why(error)})"
        raise MemberError(why) from None
    if data is None or len(data) > limits.member_bytes:
        raise MemberError(f"larger than the limit of {limits.member_bytes:,} bytes")
    return data


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
