"""Names of members made safe to show, to compare and to look up."""

import re
import unicodedata
from typing import Final

_DRIVE: Final = re.compile(r"^(?:[A-Za-z]:)+")
_APOSTROPHES: Final = str.maketrans({"'": "_", "\u2019": "_"})


def spelled(name: str, longest: int) -> tuple[str, str, str | None]:
    """Return a name with `/` as its only separator, that path inside its folder, and what is wrong."""
    if len(name) <= longest and not _is_odd(name):
        return name, name, None if name else "no name"
    fault = _too_long(longest) if len(name) > longest else _trick(name.replace("\\", "/"))
    path = name[:longest].replace("\\", "/").replace("\0", "\ufffd") + "…" * (len(name) > longest)
    inner = inside(path)
    return path, inner, fault if fault or inner else "no name"


def _is_odd(name: str) -> bool:
    """Return whether a name needs a closer look; each `in` takes a fifth of what a pattern for all takes."""
    if "\\" in name or "\0" in name or name[1:2] == ":" or name[:1] in ("/", "."):
        return True
    return "//" in name or "./" in name or "/." in name


def _too_long(longest: int) -> str:
    return f"path longer than the limit of {longest:,} characters"


def _trick(path: str) -> str | None:
    """Return how a path tries to lead out of the export, or None."""
    if "\0" in path:
        return "a NUL in its name"
    if path.startswith("//"):
        return "a network path"
    if path.startswith("/"):
        return "an absolute path"
    if _DRIVE.match(path):
        return "a path with a drive"
    return "'..' in its path" if ".." in path.split("/") else None


def inside(path: str) -> str:
    """Return a path (with `/`) that can't lead out of the folder it is taken from."""
    steps = [step for step in _DRIVE.sub("", path).split("/") if step not in ("", ".", "..")]
    while steps and _DRIVE.match(steps[0]):
        steps[0] = _DRIVE.sub("", steps[0])
        steps = steps if steps[0] not in ("", ".", "..") else steps[1:]
    return "/".join(steps)


def same(path: str) -> str:
    """Return what two spellings of one path share: Drive writes `_` for `'`, macOS takes accents apart."""
    if "'" in path or "\u2019" in path:
        path = path.translate(_APOSTROPHES)
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def folded(segment: str) -> str:
    """Return a folder's or file's name as anchors spell it: casefolded, apostrophes as `_`."""
    return same(segment).casefold()


def readable(name: str) -> str:
    """Return a file's name as text, where the system's bytes are none."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return name
