"""Paths in, downloads out: opens folders and zips, finds the roots, groups the parts."""

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

SPLIT_ZIP: Final = (
    "the last piece of a zip that was split up: join the pieces (zip -s 0), or download the zip again"
)
_NUMBERS: Final = re.compile(r"(\d+)")


class _Key(msgspec.Struct, frozen=True):
    """What the parts of one download share."""

    name: str
    beside: str = ""
    """The folder that numbered parts must share; empty where the name alone tells."""


class _Tree(msgspec.Struct):
    """The members below one root of one container."""

    key: _Key
    part: Part
    members: list[Member]
    stray: bool = False
    """Whether it is below no root."""


class _Opening(msgspec.Struct):
    """One call: its limits, and the members it may still list."""

    limits: Limits
    anchors: Anchors
    members_left: int

    def path(self, path: Path) -> list[_Tree]:
        """Open a folder or a zip."""
        return self.folder(path) if path.is_dir() else self.zip(path)

    def zip(self, path: Path) -> list[_Tree]:
        """Open one zip; a broken one gives a tree without members."""
        members, fault = self._listed(path)
        self.members_left -= len(members)
        fault = SPLIT_ZIP if fault and _is_last_piece(path) else fault
        fault = fault or (None if members else "empty: no file in it")
        part = Part(path.name, path, True, fault, path.stat().st_size)
        roots, astray = by_root(members, self.anchors)
        if not roots:
            return [_Tree(self._key(part, (), part.name), part, astray)]
        trees = [
            _Tree(self._key(part, root, root[-1] if root and len(roots) > 1 else part.name), part, listing)
            for root, listing in roots.items()
        ]
        for root, tree in zip(roots, trees, strict=True):
            _cut_prefix(root, tree.members)
        trees[0].members += astray
        return trees

    def _listed(self, path: Path) -> tuple[list[Member], str | None]:
        """Return the members of a zip, and why it can't be listed, if so."""
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size == 0:
                    return [], "empty: 0 bytes"
                if not is_zip(file):
                    return [], "not a zip file, though its name says so"
                return list_zip(file, path.name, self.limits, self.members_left)
        except OSError as error:
            return [], f"can't be opened ({error.strerror or type(error).__name__})"

    def folder(self, path: Path) -> list[_Tree]:
        """Open a folder: the exports unpacked in it, the zips in it, and the files beside them."""
        base, start = (
            (path.parent, path.name) if self.anchors.strength_of(path.name) == "strong" else (path, "")
        )
        listing = list_folder(base, start, self.limits, self.anchors, self.members_left)
        self.members_left -= len(listing.members)
        roots, astray = by_root(listing.members, self.anchors)
        trees = [self._unpacked_tree(base, root, members, listing.fault) for root, members in roots.items()]
        unpacked = len(trees)
        for zipped in listing.zips:
            trees += self.zip(zipped)
        if astray or not trees:
            trees.append(self._stray_tree(base, astray, trees, unpacked, listing.fault))
        return trees

    def _unpacked_tree(self, base: Path, root: Prefix, members: list[Member], fault: str | None) -> _Tree:
        """Return the export unpacked at one root of a folder: that folder is the part."""
        part = Part(root[-1] if root else _name(base), base.joinpath(*root), fault=fault)
        tree = _Tree(self._key(part, root, part.name), part, _cut_prefix(root, members))
        above = "".join(f"{step}/" for step in root)
        for member in tree.members:
            member.path = member.path.removeprefix(above)
        return tree

    def _stray_tree(
        self, base: Path, members: list[Member], trees: list[_Tree], unpacked: int, fault: str | None
    ) -> _Tree:
        """Return files below no root as part of the first export in the same folder, else as their own."""
        part = Part(_name(base), base, fault=fault or (None if members else "empty: no file in it"))
        first = trees[0] if unpacked else min(trees, key=lambda tree: tree.key.name, default=None)
        if first is None:
            return _Tree(self._key(part, (), part.name), part, members)
        return _Tree(first.key, part, members, stray=True)

    def _key(self, part: Part, root: Prefix, default: str) -> _Key:
        """Return the key of a tree: the innermost folder named like an export, else its part or `default`."""
        for name in (*reversed(root), part.name):
            if self.anchors.names_export(name):
                return _Key(download_key(name))
        return _Key(plain_key(default) or default, str(part.location.parent))


def open_exports(paths: Sequence[Path], limits: Limits, anchors: Anchors) -> list[Download]:
    """Open folders, zips and folders of zips as downloads, sorted by name.

    A broken zip becomes a part with a `fault`. Raises PathNotFoundError, and NotAnArchiveError for any other
    file.
    """
    paths_to_open = _distinct(paths)
    for path in paths_to_open:
        _check(path, only_path=len(paths_to_open) == 1)
    opening = _Opening(limits, anchors, limits.members)
    trees = [tree for path in paths_to_open for tree in opening.path(path)]
    return _downloads(trees, limits)


def _distinct(paths: Iterable[Path]) -> list[Path]:
    """Return the resolved paths without those inside a folder that is among them."""
    resolved = list(dict.fromkeys(_resolved(path) for path in paths))
    return [path for path in resolved if not any(folder_given in path.parents for folder_given in resolved)]


def _resolved(path: Path) -> Path:
    """Return the real path of an argument. Raises PathNotFoundError."""
    try:
        return path.expanduser().resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise PathNotFoundError(f"{path}: there is no such file or folder") from None


def _check(path: Path, *, only_path: bool) -> None:
    """Raise NotAnArchiveError for what is neither a folder nor a zip (one of several zips may be broken)."""
    if path.is_dir():
        return
    if not path.is_file():
        raise NotAnArchiveError(f"{path}: neither a folder nor a zip")
    zip_name = path.suffix.casefold() == ".zip"
    if zip_name and (not only_path or not path.stat().st_size):
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


def _cut_prefix(root: Prefix, members: list[Member]) -> list[Member]:
    """Return the members with the wrapper folders cut off their inner paths."""
    cut = sum(len(step) + 1 for step in root)
    if cut:
        for member in members:
            member.inner = member.inner[cut:]
    return members


def _name(folder: Path) -> str:
    return folder.name or str(folder)


def _downloads(trees: list[_Tree], limits: Limits) -> list[Download]:
    """Return the downloads that trees belong to."""
    groups: dict[_Key, list[_Tree]] = {}
    for tree in trees:
        groups.setdefault(tree.key, []).append(tree)
    keys = sorted(groups, key=lambda key: (_natural(key.name), key.beside))
    used_names: set[str] = set()
    return [_download(_free_name(key.name, used_names), groups[key], limits) for key in keys]


def _download(name: str, trees: list[_Tree], limits: Limits) -> Download:
    """Return one download from its trees, the parts in order of their names."""
    trees = sorted(trees, key=lambda tree: (tree.stray, _natural(tree.part.name), str(tree.part.location)))
    parts = _parts_with_names(tree.part for tree in trees if not tree.stray)
    beside = tuple(tree.part.name for tree in trees if tree.stray)
    members = [member for tree in trees for member in tree.members]
    for tree in trees:
        for member in () if tree.stray else tree.members:
            member.part = parts[tree.part.location].name
    mark_duplicates(members)
    return Download(name, tuple(parts.values()), members, limits, beside)


def _parts_with_names(parts: Iterable[Part]) -> dict[Path, Part]:
    """Return parts by location with unique names; two roots of one zip are one part."""
    parts_by_location: dict[Path, Part] = {}
    used_names: set[str] = set()
    for part in parts:
        if part.location not in parts_by_location:
            parts_by_location[part.location] = replace(part, name=_free_name(part.name, used_names))
    return parts_by_location


def _free_name(name: str, used_names: set[str]) -> str:
    """Return the name, numbered where it is taken already."""
    free, number = name, 1
    while free in used_names:
        number += 1
        free = f"{name} [{number}]"
    used_names.add(free)
    return free


def _natural(name: str) -> list[Any]:
    """Sort `part2` before `part10`."""
    return [int(piece) if piece.isdecimal() else piece for piece in _NUMBERS.split(name)]


def packed_size(paths: Iterable[Path]) -> int:
    """Return the bytes of the zips among the paths and in their folders, before anything is listed."""
    zips = [zipped for path in paths for zipped in (path.glob("*.zip") if path.is_dir() else [path])]
    return sum(zipped.stat().st_size for zipped in zips if _begins_as_zip(zipped))


def _is_last_piece(path: Path) -> bool:
    """Return whether a zip is the last piece of one that was split up: its first piece is beside it."""
    return path.with_suffix(".z01").is_file()


def _begins_as_zip(path: Path) -> bool:
    """Return whether a file starts like a zip; one that can't be opened is reported later."""
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        return False
