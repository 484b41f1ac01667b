"""Zips that ask much of the machine."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.scanning import POSTS

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")


def archive_of(what: str, path: Path) -> Path:
    """Write one of the large zips, by its name."""
    if what == "100,000 members":
        path.write_bytes(of_many(100_000))
        return path
    place, make = LARGE[what]
    raw = make()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(POSTS, b"[]")
        archive.writestr(place, raw, compresslevel=9 if "inflates" in what else 1)
    return path


BESIDE: Final = POSTS.replace("_1", "_2")
THREAD: Final = "your_facebook_activity/messages/inbox/ravi_1/message_1.json"
RECORD: Final = b'[{"timestamp": 1, "title": "'
LARGE: Final[Mapping[str, tuple[str, Callable[[], bytes]]]] = {
    "one that inflates to 80 MB": (BESIDE, lambda: bytes(80_000_000)),
    "250 MB in one string": (BESIDE, lambda: RECORD + "😀".encode() + b"x" * 250_000_000 + b'"}]'),
    "20,000,000 objects": (BESIDE, lambda: b"[" + b"{}," * 20_000_000 + b"{}]"),
    "14,000,000 numbers": (BESIDE, lambda: b"[" + b"999," * 14_000_000 + b"999]"),
    "10,000,000 keys": (BESIDE, lambda: b"{" + b",".join(b'"%d":[]' % n for n in range(10_000_000)) + b"}"),
    "one record of 5,000,000 lists": (BESIDE, lambda: RECORD + b'", "x": [' + b"[]," * 5_000_000 + b"1]}]"),
    "14,000,000 messages": (THREAD, lambda: b'{"messages": [' + b'{"timestamp":999},' * 14_000_000 + b"{}]}"),
    "8 MB of small objects": (BESIDE, lambda: b"[" + b'{"":1},' * 1_190_000 + b"{}]"),
    "8 MB of small messages": (THREAD, lambda: b'{"messages": [' + b'{"":1},' * 1_190_000 + b"{}]}"),
}
"""What stands in the second member, and where."""


def of_many(members: int) -> bytes:
    """Give a zip of that many empty photos; `zipfile` would take seconds to write it."""
    local, central, at = [], [], 0
    for number in range(members):
        name = f"your_facebook_activity/posts/media/{number:017}.jpg".encode()
        local.append(_LOCAL.pack(b"PK\3\4", 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name)
        head = (b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, at)
        central.append(_CENTRAL.pack(*head) + name)
        at += len(local[-1])
    table = b"".join(central)
    end = _END.pack(b"PK\5\6", 0, 0, members & 0xFFFF, members & 0xFFFF, len(table), at, 0)
    return b"".join(local) + table + end
