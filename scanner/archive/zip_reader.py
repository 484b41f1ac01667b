"""Zips, read in place: the table of contents, and one member's bytes.

The standard library's `zipfile` gives a whole zip up for one odd name, and keeps some 700 bytes a member;
this reads the same format (PKWARE APPNOTE 6.3.10) entry by entry, within the limits.
"""

import bz2
import os
import stat
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NamedTuple

from scanner.archive.errors import BrokenZipError, MemberError
from scanner.archive.inflate import ERRORS, crc32, inflater
from scanner.archive.limits import Limits
from scanner.archive.members import Member, ZipEntry
from scanner.archive.paths import spelled

_END: Final = struct.Struct("<4s4H2LH")
_END64_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_CENTRAL: Final = struct.Struct("<4sH2x2H4x3L3H4x2L")
"""Of an entry: mark, system it was made on, flags, method, checksum, packed and whole size, lengths of name,
extra fields and comment, file attributes, offset."""
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT: Final = 0xFFFF
_IN_ZIP64: Final = 0xFFFFFFFF
_ZIP64_EXTRA: Final = 1
_MANY: Final = 0xFFFF
_LARGEST: Final = 2**40

_ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
_PATCH: Final = 0x0020
_UTF8: Final = 0x0800
_STORED, _DEFLATED, _BZIP2 = 0, 8, 12
_METHODS: Final = (_STORED, _DEFLATED, _BZIP2)
_UNIX: Final = (3, 19)
_PLAIN_FILES: Final = (0, stat.S_IFREG, stat.S_IFDIR)


class Contents(NamedTuple):
    """Where a zip's table of contents stands, and how many members it claims."""

    start: int
    end: int
    claimed: int
    shift: int
    """Bytes that stand before the zip proper (a self-extractor's)."""


class _Listed(NamedTuple):
    """A member with the stretch of the zip that it claims."""

    start: int
    end: int
    member: Member


def is_zip(file: BinaryIO) -> bool:
    """Return whether a file is a zip, be it a broken one."""
    file.seek(0)
    if file.read(4)[:2] == b"PK":
        return True
    return _find_end(file)[0] >= 0


def list_zip(file: BinaryIO, part: str, limits: Limits, budget: int) -> tuple[list[Member], str | None]:
    """List at most `budget` members, and say what is wrong with the zip as a whole, if anything."""
    try:
        contents = locate(file)
    except BrokenZipError as fault:
        return [], str(fault)
    listed: list[_Listed] = []
    trouble: str | None = None
    try:
        for entry in _entries(file, contents, part, limits):
            if len(listed) >= budget:
                trouble = f"more members than the limit of {limits.members:,}; the rest is not listed"
                break
            listed.append(entry)
    except BrokenZipError as fault:
        trouble = str(fault)
    _mark_overlaps(listed, contents.start)
    return [entry.member for entry in listed if not _is_folder(entry.member)], trouble or _miscount(
        len(listed), contents
    )


def locate(file: BinaryIO) -> Contents:
    """Find the table of contents. Raises BrokenZipError."""
    position, tail = _find_end(file)
    if position < 0:
        raise BrokenZipError("no table of contents: cut off or damaged; download it again")
    _, disk, _, _, count, size, offset, _ = _END.unpack_from(tail)
    end = position
    if (wide := _end64(file, position)) is not None:
        end, disk, count, size, offset = wide
    if disk not in (0, _MANY):
        raise BrokenZipError("one volume of a split zip; join the volumes first")
    start = end - size
    if start < 0 or start < offset:
        raise BrokenZipError("its table of contents is damaged; download it again")
    return Contents(start, end, count, start - offset)


def _find_end(file: BinaryIO) -> tuple[int, bytes]:
    """Return the position of the end record and the bytes from there on, or (-1, b"")."""
    length = file.seek(0, os.SEEK_END)
    first = max(0, length - _END.size - _LONGEST_COMMENT)
    file.seek(first)
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    while at >= 0 and len(tail) - at < _END.size:
        at = tail.rfind(b"PK\5\6", 0, at)
    return (first + at, tail[at:]) if at >= 0 else (-1, b"")


def _end64(file: BinaryIO, position: int) -> tuple[int, int, int, int, int] | None:
    """Return the zip64 end record (position, disk, count, size and offset of the contents), or None."""
    if position < _END64_LOCATOR.size + _END64.size:
        return None
    file.seek(position - _END64_LOCATOR.size)
    mark, _, claimed, _ = _END64_LOCATOR.unpack(file.read(_END64_LOCATOR.size))
    if mark != b"PK\6\7":
        return None
    for at in (claimed, position - _END64_LOCATOR.size - _END64.size):
        if at > position - _END64.size:
            continue
        file.seek(at)
        mark, _, _, _, disk, _, _, count, size, offset = _END64.unpack(file.read(_END64.size))
        if mark == b"PK\6\6":
            return at, disk, count, size, offset
    raise BrokenZipError("its table of contents is damaged; download it again")


def _entries(file: BinaryIO, contents: Contents, part: str, limits: Limits) -> Iterator[_Listed]:
    """Read the table of contents, entry by entry. Raises BrokenZipError where it breaks."""
    file.seek(contents.start)
    at = contents.start
    read, unpack, size, end = file.read, _CENTRAL.unpack, _CENTRAL.size, contents.end
    while at + size <= end:
        head = unpack(read(size))
        remaining = head[7] + head[8] + head[9]
        at += size + remaining
        if head[0] != b"PK\1\2" or at > end:
            raise BrokenZipError("its table of contents is cut off; the files before that are read")
        yield _entry(head, read(remaining), contents.shift, part, limits)


def _entry(head: tuple[Any, ...], remaining: bytes, shift: int, part: str, limits: Limits) -> _Listed:
    """Make a member of one entry of the table of contents."""
    _, system, flags, method, crc, packed, size, name_size, extra_size, _, rights, offset = head
    if _IN_ZIP64 in (size, packed, offset):
        size, packed, offset = _wide(remaining[name_size : name_size + extra_size], size, packed, offset)
    name, fault = _name(remaining[:name_size], flags)
    path, inner, trick = spelled(name, limits.path_length)
    fault = trick or fault or _unreadable(flags, method, system, rights)
    if size > _LARGEST:
        fault, size = fault or "its size is beyond belief", 0
    if size and path.endswith("/"):
        fault = fault or "a folder that holds bytes"
    offset += shift
    member = Member(part, path, inner, size, fault, False, ZipEntry(offset, packed, crc, method).as_bytes())
    return _Listed(offset, offset + _LOCAL.size + name_size + packed, member)


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Take from the zip64 field what did not fit in 32 bits."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _ZIP64_EXTRA:
            wide = [
                number for (number,) in struct.iter_unpack("<Q", extra[at + 4 : at + 4 + length // 8 * 8])
            ]
            values = [wide.pop(0) if n == _IN_ZIP64 and wide else n for n in (size, packed, offset)]
            return values[0], values[1], values[2]
        at += 4 + length
    return size, packed, offset


def _name(raw: bytes, flags: int) -> tuple[str, str | None]:
    """Decode a name. Many tools write UTF-8 without saying so; else it is cp437, the format's first."""
    try:
        return raw.decode(), None
    except UnicodeDecodeError:
        return raw.decode("cp437"), "a name in no known encoding" if flags & _UTF8 else None


def _unreadable(flags: int, method: int, made_by: int, attributes: int) -> str | None:
    """Return why an entry can't be read, or None."""
    if flags & _ENCRYPTED:
        return "encrypted"
    if made_by >> 8 in _UNIX:
        kind = stat.S_IFMT(attributes >> 16)
        if kind not in _PLAIN_FILES:
            return "a link, not followed" if kind == stat.S_IFLNK else "no regular file"
    if method not in _METHODS or flags & _PATCH:
        return f"packed with method {method}, which is not supported"
    return None


def _is_folder(member: Member) -> bool:
    return member.path.endswith("/") and not member.size


def _miscount(listed: int, contents: Contents) -> str | None:
    """Return the fault of a zip that lists another number of members than it claims, or None.

    Some writers keep 16 bits of the number only.
    """
    if (listed - contents.claimed) % 0x10000 == 0:
        return None
    return f"its table of contents claims {contents.claimed:,} members and lists {listed:,}"


def _mark_overlaps(listed: list[_Listed], end: int) -> None:
    """Mark the members whose bytes run into another's: a way to build bombs (Fifield, 2019)."""
    for entry in sorted(listed, key=lambda entry: entry.start, reverse=True):
        if entry.end > end:
            entry.member.fault = entry.member.fault or "overlaps with another member"
        end = entry.start


def read_entry(file: BinaryIO, entry: ZipEntry, size: int, limits: Limits) -> bytes:
    """Inflate one member, within the limits, and check it. Raises MemberError."""
    if entry.packed > limits.member_bytes:
        raise MemberError(_over(limits.member_bytes))
    allowed = limits.inflated(entry.packed)
    if size > allowed:
        raise MemberError(_over_which(allowed, limits))
    data = _inflate(_packed(file, entry, entry.packed), entry.method, size)
    if len(data) != size:
        raise MemberError(f"its size is not what the zip says ({size:,} bytes)")
    if crc32(data) != entry.crc:
        raise MemberError("damaged: its checksum is wrong")
    return data


def read_start(file: BinaryIO, entry: ZipEntry, length: int) -> bytes:
    """Return the first bytes of one member, at most so many, unchecked. Raises MemberError."""
    raw = _packed(file, entry, min(entry.packed, length))
    if entry.method == _STORED:
        return raw
    packed = inflater() if entry.method == _DEFLATED else bz2.BZ2Decompressor()
    try:
        return bytes(packed.decompress(raw, length))
    except ERRORS:
        raise MemberError("damaged: it can't be inflated") from None


def _packed(file: BinaryIO, entry: ZipEntry, length: int) -> bytes:
    """Return the first bytes of a member as they stand in the zip. Raises MemberError."""
    file.seek(entry.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
        raise MemberError("damaged: it does not stand where the zip says")
    *_, name_size, extra_size = _LOCAL.unpack(head)
    file.seek(name_size + extra_size, os.SEEK_CUR)
    raw = file.read(length)
    if len(raw) < length:
        raise MemberError("damaged: the zip is cut off")
    return raw


def _inflate(raw: bytes, method: int, size: int) -> bytes:
    """Return at most one byte more than the size declared. Raises MemberError."""
    if method == _STORED:
        return raw
    packed = inflater() if method == _DEFLATED else bz2.BZ2Decompressor()
    try:
        data: bytes = packed.decompress(raw, size + 1)
    except ERRORS:
        raise MemberError("damaged: it can't be inflated") from None
    if not packed.eof and len(data) <= size:
        raise MemberError("damaged: it breaks off")
    return data


def _over_which(allowed: int, limits: Limits) -> str:
    if allowed == limits.member_bytes:
        return _over(allowed)
    return f"inflates more than the limit of {limits.ratio:,} times"


def _over(limit: int) -> str:
    return f"larger than the limit of {limit:,} bytes"
