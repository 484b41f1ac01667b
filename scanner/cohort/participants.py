"""Who is in the folder: each sub-folder one person, each download that lies in it directly another."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.archive import Anchors, dated_key
from scanner.cohort.errors import CohortError

Input = tuple[bytes, int, int]
"""A file's path, its size and when it was last changed, in nanoseconds."""


@dataclass(frozen=True)
class Participant:
    """One person's exports, by the name that stands in the folder."""

    name: str
    paths: tuple[Path, ...]

    def inputs(self) -> list[Input]:
        """List every file, to tell later whether one has changed."""
        return [known_paths for path in self.paths for known_paths in _files(path)]

    @property
    def facts_file(self) -> Path | None:
        """An `exposure.toml` in the person's folder."""
        details = (path / "exposure.toml" for path in self.paths)
        return next((file for file in details if file.is_file() and not file.is_symlink()), None)


def participants(directory: Path, out: Path, anchors: Anchors) -> list[Participant]:
    """List the people in a folder by name. Raises CohortError.

    `out`, hidden files and what is neither folder nor zip are no one. Parts of one download share its name,
    if they are named as Meta names them; an unpacked copy beside its zip is the same person.
    """
    people: dict[str, list[Path]] = {}
    for entry in _entries(directory):
        if _is_person(entry) and Path(entry.path).resolve() != out.resolve():
            _check(entry, anchors)
            people.setdefault(_name(entry, anchors), []).append(Path(entry.path))
    return [Participant(name, tuple(paths)) for name, paths in sorted(people.items())]


def _entries(directory: Path) -> list["os.DirEntry[str]"]:
    """List a folder. Raises CohortError."""
    try:
        with os.scandir(directory) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as fault:
        raise CohortError(f"{directory}: {fault.strerror}") from None


def _is_person(entry: "os.DirEntry[str]") -> bool:
    """Tell a folder or zip from what merely lies beside them."""
    if entry.name.startswith((".", "__MACOSX")):
        return False
    return entry.is_dir() or entry.name.casefold().endswith(".zip")


def _check(entry: "os.DirEntry[str]", anchors: Anchors) -> None:
    """Raise CohortError where the folder is itself an export, whose folders are no people."""
    if entry.is_dir() and anchors.strength_of(entry.name) == "strong":
        raise CohortError(
            f"this folder is itself an export ({entry.name} lies in it): name the folder it lies in"
        )


def _name(entry: "os.DirEntry[str]", anchors: Anchors) -> str:
    """Name a person: what the parts of a download share, else the folder's or zip's own name."""
    shared = dated_key(entry.name) if anchors.names_export(entry.name) else None
    if shared or entry.is_dir():
        return shared or entry.name
    return Path(entry.name).stem


def _files(path: Path) -> Iterator[Input]:
    """Return a file, or all below a folder, where no further link is followed."""
    if path.is_dir():
        yield from _below(path, b"")
    elif path.exists():
        status = path.stat()
        yield os.fsencode(path.name), status.st_size, status.st_mtime_ns


def _below(folder: Path, above: bytes) -> Iterator[Input]:
    """Return all files below a folder, sorted; a folder that can't be listed counts as empty."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in listed:
        name = above + b"/" + os.fsencode(entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), name)
        else:
            status = entry.stat(follow_symlinks=False)
            yield name, status.st_size, status.st_mtime_ns
