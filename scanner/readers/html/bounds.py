"""How many blocks and tags a page may have: what they become takes more than their bytes."""

from typing import Final

from scanner.readers.html.markup import markup
from scanner.readers.source import UnreadableError

MOST_BLOCKS: Final = 1_000_000
"""Of one page. Meta's blocks take 300 bytes and more, so a page of the largest size has fewer."""
MOST_TAGS: Final = 17_000_000
"""Of one page, those that open and those that close. Meta's pages have one in 17 bytes at the most."""
COUNTED_FROM: Final = 16 * 1024 * 1024
"""In fewer bytes there is no room for more blocks than memory has."""


def check_blocks(raw: bytes) -> None:
    """Raise UnreadableError where a page has more blocks or tags than the limit."""
    if len(raw) < COUNTED_FROM:
        return
    if raw.count(b"<") > MOST_TAGS:
        raise UnreadableError(f"more tags than the limit of {MOST_TAGS:,}")
    family = markup().of(raw)
    for block in (family.block, family.inner) if family else ():
        if block and raw.count(max(block.classes, key=len).encode()) > MOST_BLOCKS:
            raise UnreadableError(f"more blocks than the limit of {MOST_BLOCKS:,}")
