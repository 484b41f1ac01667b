"""One file inside an export, and the zip or folder it lies in."""

from pathlib import Path
from typing import NamedTuple

import msgspec


class ZipEntry(NamedTuple):
    """Where a member's bytes stand in its zip, as the table of contents says."""

    offset: int
    packed: int
    crc: int
    method: int


class Member(msgspec.Struct):
    """One file inside an export, known by its listing alone."""

    part: str
    """The name of the zip or folder it is in."""
    path: str
    """As in the part, with `/`."""
    inner: str
    """Below the export's root, in the export's own spelling; never leads out of it."""
    size: int
    """Bytes, as declared."""
    fault: str | None = None
    """Why it can't be read, where the listing already says so."""
    duplicate: bool = False
    """The same inner path was already seen in this download."""
    source: ZipEntry | str = ""
    """Where its bytes are: an entry of the part's zip, or a file's path on disk."""


class Part(msgspec.Struct, frozen=True):
    """One zip or folder of a download."""

    name: str
    location: Path
    zipped: bool = False
    fault: str | None = None
    """Why it can't be read, or not as a whole."""
    size: int = 0
    """Bytes of a zip on disk; a folder has none of its own."""
