"""Names that mark the root of an export; the caller takes them from the rules."""

import re
from typing import Final, Literal

import msgspec

from scanner.archive.paths import folded

Strength = Literal["strong", "weak", ""]

_ZIP: Final = re.compile(r"\.zip$", re.IGNORECASE)


class Anchors(msgspec.Struct, frozen=True):
    """Names at the root of an export, and names of exports."""

    strong: frozenset[str]
    """Folders and files (as `folded` spells them) that are only at an export's root."""
    weak: frozenset[str]
    """Folders and files at an export's root, and elsewhere too."""
    export_name: re.Pattern[str]
    """Matches from the start the name, without `.zip`, of a folder or zip that names a download."""

    def strength_of(self, segment: str) -> Strength:
        """Return whether a folder's or file's name is an anchor, and how strong."""
        name = folded(segment)
        if name in self.strong:
            return "strong"
        return "weak" if name in self.weak else ""

    def names_export(self, name: str) -> bool:
        """Return whether a zip's or folder's name names a download."""
        return self.export_name.match(stem(name)) is not None


def stem(name: str) -> str:
    """Return a name without `.zip`."""
    return _ZIP.sub("", name)
