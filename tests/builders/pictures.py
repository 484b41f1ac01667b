"""Little real media files, made without an imaging library."""

import struct
import zlib
from base64 import b64decode

_JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62r"
    "Z4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKT/wAARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAgP/xAAWEAADAAAAAAAAAAAAAAAAAAAAAQL/xAAVAQEBAAAA"
    "AAAAAAAAAAAAAAACA//EABYRAAMAAAAAAAAAAAAAAAAAAAACA//aAAwDAQACEQMRAD8ASgagooGoHRic3P/Z"
)
"""A blue gradient of 16 by 16 pixels."""

_SIDE = 16


def jpeg(name: str) -> bytes:
    """Give a valid JPEG; the name stands in its comment, so that no two are alike."""
    comment = name.encode()
    return _JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + _JPEG[2:]


def png(name: str) -> bytes:
    """Give a valid PNG of one colour, which follows from the name; any zlib writes it alike."""
    colour = zlib.crc32(name.encode()).to_bytes(4, "big")[:3]
    rows = (b"\0" + colour * _SIDE) * _SIDE
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(rows, 0))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Give one chunk of a PNG with its length and checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def mp4(name: str) -> bytes:
    """Give the boxes an MP4 file begins with: its type, and a free box that holds the name."""
    return _box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + _box(b"free", name.encode()) + _box(b"mdat", b"")


def _box(kind: bytes, content: bytes) -> bytes:
    """Give one box of an MP4 with its length."""
    return struct.pack(">I", len(content) + 8) + kind + content


def file_content(path: str) -> bytes:
    """Give the bytes of a media file after the ending of its path."""
    name = path.rsplit("/", 1)[-1]
    if name.endswith(".mp4"):
        return mp4(name)
    return png(name) if name.endswith(".png") else jpeg(name)
