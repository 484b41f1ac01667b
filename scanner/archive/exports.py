"""Paths in, downloads out: opens what is given, finds the roots, groups the parts."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from scanner.archive.anchors import Anchors
from scanner.archive.download import Download, mark_duplicates
from scanner.archive.errors import NotAnArchiveError, PathNotFoundError
from scanner.archive.folder_reader import list_folder
from scanner.archive.keys import download_key, plain_key
from scanner.archive.limits import Limits
from scanner.archive.members import Member, Part
from scanner.archive.roots import Prefix, by_root
from scanner.archive.zip_reader import is_zip, list_zip

SPLIT: Final = (
    "the last piece of a zip that was split up: join the pieces (zip -s 0), or download the zip again"
)
_NUMBERS: Final = re.compile(r"(\d+)")


class _Key(msgspec.Struct, frozen=True):
    """What the parts of one download share."""

    name: str
    beside: str = ""
    """The folder that numbered parts must share; empty where the name alone tells."""


class _Tree(msgspec.Struct):
    """What lies below one root of one container."""

    key: _Key
    part: Part
    members: list[Member]
    stray: bool = False
    """It lies below no root."""


class _Opening(msgspec.Struct):
    """One call: its limits, and the members it may still list."""

    limits: Limits
    anchors: Anchors
    left: int

    def path(self, path: Path) -> list[_Tree]:
        """Open what was given."""
        return self.folder(path) if path.is_dir() else self.zip(path)

    def zip(self, path: Path) -> list[_Tree]:
        """Open one zip; a broken one gives a tree without members."""
        members, fault = self._listed(path)
        self.left -= len(members)
        fault = SPLIT if fault and _is_last_piece(path) else fault
        fault = fault or (None if members else "empty: no file in it")
        part = Part(path.name, path, True, fault, path.stat().st_size)
        roots, astray = by_root(members, self.anchors)
        if not roots:
            return [_Tree(self._key(part, (), part.name), part, astray)]
        trees = [
            _Tree(self._key(part, root, root[-1] if root and len(roots) > 1 else part.name), part, found)
            for root, found in roots.items()
        ]
        for root, tree in zip(roots, trees, strict=True):
            _below(root, tree.members)
        trees[0].members += astray
        return trees

    def _listed(self, path: Path) -> tuple[list[Member], str | None]:
        """List a zip, or say why it can't be."""
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size == 0:
                    return [], "empty: 0 bytes"
                if not is_zip(file):
                    return [], "no zip, whatever its name says"
                return list_zip(file, path.name, self.limits, self.left)
        except OSError as error:
            return [], f"can't be opened ({error.strerror or type(error).__name__})"

    def folder(self, path: Path) -> list[_Tree]:
        """Open a folder: the exports unpacked in it, the zips in it, and what lies beside them."""
        base, start = (path.parent, path.name) if self.anchors.hold(path.name) == "strong" else (path, "")
        found = list_folder(base, start, self.limits, self.anchors, self.left)
        self.left -= len(found.members)
        roots, astray = by_root(found.members, self.anchors)
        trees = [self._unpacked(base, root, members, found.fault) for root, members in roots.items()]
        unpacked = len(trees)
        for zipped in found.zips:
            trees += self.zip(zipped)
        if astray or not trees:
            trees.append(self._astray(base, astray, trees, unpacked, found.fault))
        return trees

    def _unpacked(self, base: Path, root: Prefix, members: list[Member], fault: str | None) -> _Tree:
        """Return the export that lies unpacked at one root of a folder: that folder is the part."""
        part = Part(root[-1] if root else _name(base), base.joinpath(*root), fault=fault)
        tree = _Tree(self._key(part, root, part.name), part, _below(root, members))
        above = "".join(f"{step}/" for step in root)
        for member in tree.members:
            member.path = member.path.removeprefix(above)
        return tree

    def _astray(
        self, base: Path, members: list[Member], trees: list[_Tree], unpacked: int, fault: str | None
    ) -> _Tree:
        """Return what lies below no root to the first export in the same folder, or let it stand alone."""
        part = Part(_name(base), base, fault=fault or (None if members else "empty: no file in it"))
        first = trees[0] if unpacked else min(trees, key=lambda tree: tree.key.name, default=None)
        if first is None:
            return _Tree(self._key(part, (), part.name), part, members)
        return _Tree(first.key, part, members, stray=True)

    def _key(self, part: Part, root: Prefix, otherwise: str) -> _Key:
        """Name a tree: by the innermost folder named like an export, else by its part, else as told."""
        for name in (*reversed(root), part.name):
            if self.anchors.names_export(name):
                return _Key(download_key(name))
        return _Key(plain_key(otherwise) or otherwise, str(part.location.parent))


def open_exports(paths: Sequence[Path], limits: Limits, anchors: Anchors) -> list[Download]:
    """Open folders, zips and folders of zips as downloads, sorted by name.

    A zip that is broken becomes a part with a `fault`. Raises PathNotFoundError or NotAnArchiveError for a
    path that is nothing of the kind.
    """
    given = _distinct(paths)
    for path in given:
        _check(path, alone=len(given) == 1)
    opening = _Opening(limits, anchors, limits.members)
    trees = [tree for path in given for tree in opening.path(path)]
    return _downloads(trees, limits)


def _distinct(paths: Iterable[Path]) -> list[Path]:
    """Resolve what was given, and leave out what lies in a folder that is given too."""
    resolved = list(dict.fromkeys(_resolved(path) for path in paths))
    return [path for path in resolved if not any(other in path.parents for other in resolved)]


def _resolved(path: Path) -> Path:
    """Return the real path of what the user named. Raises PathNotFoundError."""
    try:
        return path.expanduser().resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise PathNotFoundError(f"{path}: there is no such file or folder") from None


def _check(path: Path, *, alone: bool) -> None:
    """Raise NotAnArchiveError for what is neither a folder nor a zip (one of several zips may be broken)."""
    if path.is_dir():
        return
    if not path.is_file():
        raise NotAnArchiveError(f"{path}: neither a folder nor a zip")
    zip_name = path.suffix.casefold() == ".zip"
    if zip_name and (not alone or not path.stat().st_size):
        return
    if path.suffix.casefold() in (".json", ".html", ".htm"):
        raise NotAnArchiveError(
            f"{path}: one file of an export; give the whole folder or zip that it is from"
        )
    try:
        with path.open("rb") as file:
            if is_zip(file):
                return
    except OSError as error:
        raise NotAnArchiveError(f"{path}: can't be opened ({error.strerror})") from None
    raise NotAnArchiveError(f"{path}: no zip; give the zip or the folder that you downloaded")


def _below(root: Prefix, members: list[Member]) -> list[Member]:
    """Cut the wrapper folders off the members' inner paths."""
    cut = sum(len(step) + 1 for step in root)
    if cut:
        for member in members:
            member.inner = member.inner[cut:]
    return members


def _name(folder: Path) -> str:
    return folder.name or str(folder)


def _downloads(trees: list[_Tree], limits: Limits) -> list[Download]:
    """Group trees into downloads."""
    groups: dict[_Key, list[_Tree]] = {}
    for tree in trees:
        groups.setdefault(tree.key, []).append(tree)
    keys = sorted(groups, key=lambda key: (_natural(key.name), key.beside))
    taken: set[str] = set()
    return [_download(_free(key.name, taken), groups[key], limits) for key in keys]


def _download(name: str, trees: list[_Tree], limits: Limits) -> Download:
    """Make one download of its trees, the parts in order of their names."""
    trees = sorted(trees, key=lambda tree: (tree.stray, _natural(tree.part.name), str(tree.part.location)))
    parts = _named(tree.part for tree in trees if not tree.stray)
    beside = tuple(tree.part.name for tree in trees if tree.stray)
    members = [member for tree in trees for member in tree.members]
    for tree in trees:
        for member in () if tree.stray else tree.members:
            member.part = parts[tree.part.location].name
    mark_duplicates(members)
    return Download(name, tuple(parts.values()), members, limits, beside)


def _named(parts: Iterable[Part]) -> dict[Path, Part]:
    """Return each part a name of its own within the download; two roots of one zip are one part."""
    named: dict[Path, Part] = {}
    taken: set[str] = set()
    for part in parts:
        if part.location not in named:
            named[part.location] = replace(part, name=_free(part.name, taken))
    return named


def _free(name: str, taken: set[str]) -> str:
    """Return the name, numbered where it is taken already."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} [{number}]"
    taken.add(free)
    return free


def _natural(name: str) -> list[Any]:
    """Sort `part2` before `part10`."""
    return [int(piece) if piece.isdecimal() else piece for piece in _NUMBERS.split(name)]


def packed_size(paths: Iterable[Path]) -> int:
    """Return the bytes of the zips given or lying in the folders given, before anything is listed."""
    zips = [zipped for path in paths for zipped in (path.glob("*.zip") if path.is_dir() else [path])]
    return sum(zipped.stat().st_size for zipped in zips if _begins_as_zip(zipped))


def _is_last_piece(path: Path) -> bool:
    """Return whether a zip is the last piece of one that was split up: its first piece lies beside it."""
    return path.with_suffix(".z01").is_file()


def _begins_as_zip(path: Path) -> bool:
    """Tell by its first bytes whether a file is a zip; what can't be opened is told of later."""
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return False
