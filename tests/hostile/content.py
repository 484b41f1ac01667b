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


ALBUM: Final = "your_facebook_activity/posts/album/0.html"
BESIDE: Final = POSTS.replace("_1", "_2")
THREAD: Final = "your_facebook_activity/messages/inbox/ravi_1/message_1.json"
PAGE_OF_POSTS: Final = "your_facebook_activity/posts/archive.html"
PAGE_OF_THREAD: Final = THREAD.replace(".json", ".html")
WALL: Final = "html/wall.html"
RECORD: Final = b'[{"timestamp": 1, "title": "'
_TABLE: Final = (
    b'<div class="_a6-g"><table><tr><td class="_a6_q">a</td><td class="_a6_r">b</td></tr></table></div>'
)
_MESSAGE: Final = (
    b'<div class="_a6-g"><div class="_a6-p">x</div>'
    b'<div class="_a6-o"><div class="_a72d">Oct 11, 2015 12:22:00 am</div></div></div>'
)
_PHOTO: Final = b'<div class="_a6-g"><div class="_a6-p"><a href="a.jpg"><img src="a.jpg"></a></div></div>'
_ENTRY: Final = (
    b'<div class="feedentry hentry"><span class="author vcard"></span><div class="comments hfeed">'
    + b'<div class="comment"></div>' * 10
    + b"</div></div>"
)
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
    "a page of 300,000 tables": (PAGE_OF_POSTS, lambda: page(_TABLE * 300_000)),
    "a page of 990,000 messages": (PAGE_OF_THREAD, lambda: page(_MESSAGE * 990_000)),
    "a page of 990,000 photos": (ALBUM, lambda: page(_PHOTO * 990_000)),
    "a page of 240,000 comments": (WALL, lambda: page(_ENTRY * 22_000)),
}
"""What stands in the second member, and where."""
PAST_A_LIMIT: Final = frozenset(LARGE) - {
    "8 MB of small messages", "a page of 300,000 tables",
    "a page of 990,000 messages", "a page of 240,000 comments",
}  # fmt: skip
"""Of these something is not read."""


def page(blocks: bytes) -> bytes:
    """Give a page of HTML with these blocks."""
    return b'<html><body><div role="main">' + blocks + b"</div></body></html>"


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
