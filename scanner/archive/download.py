"""One download: every part of it as a single read-only tree of members."""

import os
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, BinaryIO, Self

from scanner.archive.errors import MemberError
from scanner.archive.folder_reader import read_file, read_file_start
from scanner.archive.limits import Limits
from scanner.archive.members import Member, Part, ZipEntry
from scanner.archive.paths import same
from scanner.archive.zip_reader import read_entry, read_start


@dataclass
class Download:
    """What Meta delivered for one request, in one part or several.

    It may be pickled: files are opened when first read, one handle a part, in whatever process.
    """

    name: str
    """What its parts' names share."""
    containers: tuple[Part, ...]
    members: list[Member]
    """All, in order of parts: faulty ones and duplicates too."""
    limits: Limits = field(default_factory=Limits)
    beside: tuple[str, ...] = ()
    """Folders that are no part: files that lie beside the parts name them as their `part`."""
    _files: dict[str, BinaryIO] = field(default_factory=dict, init=False, repr=False, compare=False)
    _index: dict[str, Member] = field(default_factory=dict, init=False, repr=False, compare=False)
    _inflated: Counter[str] = field(default_factory=Counter, init=False, repr=False, compare=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its zips and folders."""
        return tuple(part.name for part in self.containers)

    @property
    def faults(self) -> dict[str, str]:
        """Why parts can't be read, or not as a whole: part to reason."""
        return {part.name: part.fault for part in self.containers if part.fault}

    def find(self, inner: str) -> Member | None:
        """Return the member of that path below the root (`'` and `_` alike), the first of several."""
        if not self._index:
            for member in self.members:
                if not member.duplicate and (member.fault is None or same(member.inner) not in self._index):
                    self._index[same(member.inner)] = member
        return self._index.get(same(inner))

    def differs(self, duplicate: Member) -> bool:
        """Return whether a duplicate is another file than the one of its path, as far as listings tell."""
        first = self.find(duplicate.inner)
        if first is None or first.size != duplicate.size:
            return first is not None
        one, other = first.source, duplicate.source
        if isinstance(one, str) or isinstance(other, str):
            return False
        return ZipEntry.of(one).crc != ZipEntry.of(other).crc

    def read(self, member: Member) -> bytes:
        """Return a member's bytes, checked and within the limits. Raises ArchiveError with the reason."""
        if member.fault is not None:
            raise MemberError(member.fault)
        if isinstance(member.source, str):
            return read_file(member.source, self.limits)
        file = self._file(member.part)
        self._count(member, file)
        try:
            return read_entry(file, ZipEntry.of(member.source), member.size, self.limits)
        except (OSError, OverflowError) as error:
            raise MemberError(f"the zip can't be read ({_why(error)})") from None

    def start_of(self, member: Member, length: int) -> bytes:
        """Return a member's first bytes, at most so many, unchecked. Raises ArchiveError with the reason."""
        if member.fault is not None:
            raise MemberError(member.fault)
        if isinstance(member.source, str):
            return read_file_start(member.source, length)
        try:
            return read_start(self._file(member.part), ZipEntry.of(member.source), length)
        except (OSError, OverflowError) as error:
            raise MemberError(f"the zip can't be read ({_why(error)})") from None

    def _count(self, member: Member, file: BinaryIO) -> None:
        """Stop where a part inflates to more than its own size explains, all its members together."""
        self._inflated[member.part] += member.size
        if self._inflated[member.part] > self.limits.inflated_of_part(os.fstat(file.fileno()).st_size):
            raise MemberError(f"its part inflates more than the limit of {self.limits.ratio:,} times")

    def _file(self, part: str) -> BinaryIO:
        """Open a zip once."""
        if part not in self._files:
            location = next(container.location for container in self.containers if container.name == part)
            try:
                self._files[part] = location.open("rb")
            except OSError as error:
                raise MemberError(f"the zip can't be opened ({_why(error)})") from None
        return self._files[part]

    def close(self) -> None:
        """Close every part; reading opens them again."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __getstate__(self) -> dict[str, Any]:
        """Leave open files and the index behind."""
        return {**self.__dict__, "_files": {}, "_index": {}}


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def mark_duplicates(members: list[Member]) -> None:
    """Mark each member whose path an earlier, readable one already has."""
    by_path: set[str] = set()
    for member in members:
        if member.fault is None:
            path = same(member.inner)
            member.duplicate = path in by_path
            by_path.add(path)
