"""Trees of bytes, and how they become what Meta delivers: a folder, a zip, several zips of one download."""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from string import ascii_letters, digits
from typing import Any

Tree = dict[str, bytes]
"""Path inside the export, with `/`, to content."""

Json = Any
"""What a JSON document may hold."""

STAMP = (2026, 1, 1, 0, 0, 0)
"""The date of every zip member, so that the same tree gives the same bytes."""


def mangled(thing: Json) -> Json:
    """Give strings, keys too, as Meta stores them: each UTF-8 byte a character of its own."""
    if isinstance(thing, str):
        return thing.encode().decode("latin-1")
    if isinstance(thing, dict):
        return {mangled(key): mangled(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [mangled(one) for one in thing]
    return thing


def mojibake(thing: Json) -> bytes:
    r"""Write JSON as Meta does: `é` becomes `\u00c3\u00a9`."""
    return json.dumps(mangled(thing), indent=2).encode()


def clean(thing: Json) -> bytes:
    """Write JSON as everybody else does (Messenger's encrypted chats)."""
    return json.dumps(thing, indent=2, ensure_ascii=False).encode()


def as_folder(tree: Tree, path: Path) -> Path:
    """Write the tree below a folder, which is made."""
    for name, content in tree.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return path


def as_zip(tree: Tree, path: Path, wrapper: str = "") -> Path:
    """Write the tree as a zip, below a wrapper folder if one is named; the same tree gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in tree.items():
            archive.writestr(_entry(f"{wrapper}/{name}" if wrapper else name), content, compresslevel=9)
    return path


def _entry(name: str) -> zipfile.ZipInfo:
    """Give a member's head that depends on nothing but its name."""
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


def as_parts(tree: Tree, directory: Path, name: str, parts: int) -> list[Path]:
    """Write the tree as the parts of one download, `name` and a random tail each.

    The first part holds the JSON, the others the media files; the tails follow from the name.
    """
    shares = _shared_out(tree, parts)
    return [
        as_zip(share, directory / f"{name}-{tail}.zip")
        for share, tail in zip(shares, tails(name), strict=False)
    ]


def tails(name: str) -> Iterable[str]:
    """Give random-looking tails of eight characters, always the same ones for a name."""
    dice = Random(name)  # noqa: S311
    while True:
        yield "".join(dice.choices(ascii_letters + digits, k=8))


def _shared_out(tree: Tree, parts: int) -> list[Tree]:
    """Put documents into the first part and deal media files to the rest in turn."""
    shares: list[Tree] = [{} for _ in range(parts)]
    media = 0
    for name, content in tree.items():
        if parts == 1 or name.endswith((".json", ".html", ".txt")):
            shares[0][name] = content
        else:
            shares[1 + media % (parts - 1)][name] = content
            media += 1
    return shares


def in_folder(tree: Tree, folder: str) -> Tree:
    """Put a tree below a wrapper folder."""
    return {f"{folder}/{name}": content for name, content in tree.items()}


def as_drive_writes(tree: Tree) -> Tree:
    """Rename the members as a transfer to Google Drive does: `_` for an apostrophe."""
    return {name.replace("'", "_"): content for name, content in tree.items()}
