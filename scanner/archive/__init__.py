"""An export as one read-only tree of members, however it is packed.

The only part of the program that opens a file of the export. Nothing is extracted, no link is followed.
"""

from scanner.archive.anchors import Anchors
from scanner.archive.download import Download
from scanner.archive.errors import (
    ArchiveError,
    BrokenZipError,
    MemberError,
    NotAnArchiveError,
    PathNotFoundError,
    WrongFolderError,
)
from scanner.archive.exports import open_exports, packed_size
from scanner.archive.keys import dated_key
from scanner.archive.limits import Limits
from scanner.archive.members import Member, Part
from scanner.archive.paths import folded

__all__ = [
    "Anchors",
    "ArchiveError",
    "BrokenZipError",
    "Download",
    "Limits",
    "Member",
    "MemberError",
    "NotAnArchiveError",
    "Part",
    "PathNotFoundError",
    "WrongFolderError",
    "dated_key",
    "folded",
    "open_exports",
    "packed_size",
]
