"""Pages that break off: that they do, and what of them is whole."""

from typing import Final

from scanner.readers.html.markup import Block, Family, markup
from scanner.readers.html.pieces import spans
from scanner.readers.source import UnreadableError

BREAKS_OFF: Final = "the page breaks off: its end is missing"
_HEAD_BYTES: Final = 1_000
"""Among these a page opens."""
_BLOCKS: Final = (b"div", b"section")
"""The elements that blocks are."""


def breaks_off(raw: bytes) -> bool:
    """Tell whether the end of a page is missing: every page of Meta's closes what it opened.

    A piece of a page, which opens no page, closes at least its blocks.
    """
    if max(raw.rfind(b"</html"), raw.rfind(b"</HTML")) >= 0:
        return False
    is_piece = b"<html" not in raw[:_HEAD_BYTES].lower() and raw.rstrip().endswith(b">")
    return not is_piece or any(raw.count(b"<" + tag) > raw.count(b"</" + tag) for tag in _BLOCKS)


def whole_part(raw: bytes) -> bytes:
    """Give a page that breaks off up to the block, or the row of a table, in which it does.

    Half a record is left out: its words would be others, and its time is mostly what is missing.
    Raises UnreadableError where nothing is whole.
    """
    family = markup().of(raw)
    end = _end_of_blocks(raw, family) if family else raw.rfind(b"</tr")
    if end <= 0:
        raise UnreadableError(BREAKS_OFF)
    return raw[:end]


def _end_of_blocks(raw: bytes, family: Family) -> int:
    """Give where the last whole block ends, or the last whole part of a long one; 0 where none is."""
    blocks = spans(raw, family.block)
    if not blocks:
        return 0
    *before, last = blocks
    if not _is_open(raw, last, family.block):
        return last[1]
    start, end = last
    inner = spans(raw[start:end], family.inner) if family.inner else []
    if len(inner) > 1:
        return start + inner[-1][0]
    return start if before else 0


def _is_open(raw: bytes, span: tuple[int, int], block: Block) -> bool:
    """Tell whether a page's last block may go on behind its end."""
    start, end = span
    opening, closing = b"<" + block.tag.encode(), b"</" + block.tag.encode()
    return end == len(raw) and (block.open or raw.count(opening, start) > raw.count(closing, start))
