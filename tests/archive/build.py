"""Small exports, built where a test needs them."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scanner.archive import Anchors, Download, Limits, open_exports

ANCHORS = Anchors(
    strong=frozenset(
        {"your_facebook_activity", "your_instagram_activity", "start_here.html", "your_posts_1.json"}
    ),
    weak=frozenset({"media", "posts", "messages", "media.json", "who_you_ve_followed.json"}),
    export_name=re.compile(r"(?:facebook|instagram|meta)[-_]", re.IGNORECASE),
)

FACEBOOK = "your_facebook_activity/posts/your_posts_1.json"
INSTAGRAM = "your_instagram_activity/media/posts_1.json"

Files = Mapping[str, bytes] | Sequence[str]


def contents(files: Files) -> Mapping[str, bytes]:
    return files if isinstance(files, Mapping) else dict.fromkeys(files, b"[]")


def zipped(path: Path, files: Files, method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in contents(files).items():
            archive.writestr(name, data)
    return path


def unpacked(path: Path, files: Files) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, data in contents(files).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def opened(*paths: Path, limits: Limits | None = None) -> list[Download]:
    return open_exports(paths, limits or Limits(), ANCHORS)


def only(*paths: Path, limits: Limits | None = None) -> Download:
    (download,) = opened(*paths, limits=limits)
    return download


def inner(download: Download) -> list[str]:
    return [member.inner for member in download.members]


def faults(download: Download) -> dict[str, str | None]:
    return {member.path: member.fault for member in download.members}


def tampered(path: Path, change: Callable[[bytearray, int, int], None]) -> Path:
    """Change a zip's bytes, given where its last member's local header and central entry begin."""
    data = bytearray(path.read_bytes())
    change(data, data.rfind(b"PK\3\4"), data.rfind(b"PK\1\2"))
    path.write_bytes(data)
    return path


def with_raw_name(path: Path, name: bytes, flags: int = 0, size: int = 0) -> Path:
    """Write a zip whose one member has just these bytes for a name."""
    data = b"x" * size
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, 0, 0, 0, _crc(data), size, size, len(name), 0)
    central = struct.pack(
        "<4s6H3L5H2L",
        *(b"PK\1\2", 20, 20, flags, 0, 0, 0, _crc(data), size, size, len(name), 0, 0, 0, 0, 0, 0),
    )
    start = len(local) + len(name) + size
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(name), start, 0)
    path.write_bytes(local + name + data + central + name + end)
    return path


def _crc(data: bytes) -> int:
    return zlib.crc32(data)
