"""Where the blocks of a page begin and end, found without parsing it."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Final

from scanner.readers.html.markup import Block

LONGEST: Final = 40_000
"""In more bytes than these the order of tags is seldom one met before."""
ORDERS_KEPT: Final = 1_000
"""So many orders of tags are remembered at a time."""

Span = tuple[int, int]
"""Where a piece begins and ends, in bytes."""


def spans(raw: bytes, block: Block) -> list[Span]:
    """Give where each outermost block lies.

    Blocks may hold blocks; one that is never closed holds none, and ends where the next begins.
    """
    if block.open:
        return _ended((), [(start, -1) for start in starts(raw, block)], len(raw))
    closed = _closed(raw, block)
    return closed if closed is not None else paired(raw, block)


def starts(raw: bytes, block: Block) -> Iterator[int]:
    """Give where each start tag of a block stands: its rarest class is looked for, then the tag around it."""
    token = re.compile(rb"<%s\b[^<>]*>" % block.tag.encode(), re.IGNORECASE)
    rarest = max(block.classes, key=len).encode()
    known = b""
    before, at = 0, raw.find(rarest)
    while at >= 0:
        start = max(raw.rfind(b"<", before, at), before)
        if known and raw.startswith(known, start):
            yield start
            before, at = at, raw.find(rarest, start + len(known))
            continue
        tag = token.match(raw, start)
        if tag and block.opens(tag[0]):
            yield start
            known = tag[0]
        before, at = at, raw.find(rarest, max(at + 1, tag.end() if tag else 0))


def _closed(raw: bytes, block: Block) -> list[Span] | None:
    """Give where each outermost block lies, None where one is never closed."""
    tags = Tags(block.tag.encode())
    found: list[Span] = []
    end = 0
    for start, following in pairwise(chain(starts(raw, block), (len(raw),))):
        if start >= end:
            end = tags.end(raw, start, following)
            if end < 0:
                return None
            found.append((start, end))
    return found


class Tags:
    """Finds the end of an element among the start and end tags of its name."""

    def __init__(self, name: bytes) -> None:
        self._token = re.compile(rb"<(?:%s\b[^<>]*|(/)%s\s*)>" % (name, name), re.IGNORECASE)
        self._last = b"</" + name
        self._ends: dict[bytes, bool] = {}
        """By the order of tags up to the next block, whether the last one ends the element."""

    def end(self, raw: bytes, start: int, following: int) -> int:
        """Give the end of the element that starts there, -1 where it has none; `following` is the next."""
        if following - start <= LONGEST and self._last_ends(raw, start, following):
            last = self._token.match(raw, raw.rfind(self._last, start, following))
            if last and not self._token.search(raw, last.end(), following):
                return last.end()
        return self._counted(raw, start)

    def _last_ends(self, raw: bytes, start: int, following: int) -> bool:
        """Tell whether the last tag before the next element, and no other, ends this one."""
        tags = b",".join(self._token.findall(raw, start, following))
        ends = self._ends.get(tags)
        if ends is None:
            if len(self._ends) >= ORDERS_KEPT:
                self._ends.clear()
            ends = self._ends[tags] = _ends_last(tags)
        return ends

    def _counted(self, raw: bytes, start: int) -> int:
        """Give the end of the element by counting tags, however far it is."""
        depth = 0
        for tag in self._token.finditer(raw, start):
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.end()
        return -1


def _ends_last(tags: bytes) -> bool:
    """Tell whether the last of some tags, and no other, ends what the first one began."""
    depths = list(accumulate(-1 if tag else 1 for tag in tags.split(b",")))
    return not depths[-1] and 0 not in depths[:-1]


def paired(raw: bytes, block: Block, first: int = 0) -> list[Span]:
    """Give where each outermost block lies, by every start and end tag of the page from some place on."""
    token = re.compile(rb"<%s\b[^<>]*>|</%s\s*>" % ((block.tag.encode(),) * 2), re.IGNORECASE)
    open_now: list[tuple[int, bool]] = []
    closed: list[Span] = []
    for found in token.finditer(raw, first):
        if not found[0].startswith(b"</"):
            open_now.append((found.start(), block.opens(found[0])))
        elif open_now:
            start, is_block = open_now.pop()
            if is_block:
                closed.append((start, found.end()))
    unclosed = [(start, -1) for start, is_block in open_now if is_block]
    return _ended(_outermost(closed), unclosed, len(raw))


def _outermost(closed: Sequence[Span]) -> list[Span]:
    """Leave out the spans inside others."""
    outer: list[Span] = []
    for span in sorted(closed):
        if not outer or span[0] >= outer[-1][1]:
            outer.append(span)
    return outer


def _ended(closed: Sequence[Span], unclosed: Sequence[Span], length: int) -> list[Span]:
    """End each block that is never closed where the next begins."""
    if not unclosed:
        return list(closed)
    every = sorted((*closed, *unclosed))
    following = [start for start, _ in every[1:]] + [length]
    return [(start, end if end >= 0 else after) for (start, end), after in zip(every, following, strict=True)]
