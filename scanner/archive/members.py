"""One file inside an export, and the zip or folder it lies in."""

import struct
from pathlib import Path
from typing import Final, NamedTuple, Self

import msgspec

_ENTRY: Final = struct.Struct("<2QLH")


class ZipEntry(NamedTuple):
    """Where a member's bytes stand in its zip, as the table of contents says."""

    offset: int
    packed: int
    crc: int
    method: int

    def as_bytes(self) -> bytes:
        """Return it in a third of the memory: a listing has hundreds of thousands, most of them media."""
        return _ENTRY.pack(*self)

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """Return the entry that `as_bytes` wrote."""
        return cls._make(_ENTRY.unpack(raw))


class Member(msgspec.Struct, gc=False):
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
    source: bytes | str = ""
    """Where its bytes are: an entry of the part's zip, by `ZipEntry.as_bytes`, or a file's path on disk."""


class Part(msgspec.Struct, frozen=True):
    """One zip or folder of a download."""

    name: str
    location: Path
    zipped: bool = False
    fault: str | None = None
    """Why it can't be read, or not as a whole."""
    size: int = 0
    """Bytes of a zip on disk; a folder has none of its own."""
