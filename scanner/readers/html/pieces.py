"""A page cut into its blocks before it is parsed: memory stays small, and a broken block harms no other."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

from scanner.readers.html.markup import Block, Roles
from scanner.readers.html.templates import Templates
from scanner.readers.html.tree import Tag, grown

CHUNK: Final = 32_000
"""So many bytes of blocks are parsed at a time: the parser's start costs as much as a block or two."""

LARGEST: Final = 4_000_000
"""A block of more bytes is none of Meta's: it is left out, so that what cannot be cut up is never parsed."""

ORDERS_KEPT: Final = 4_000
"""So many orders of tags are remembered at a time."""

Span = tuple[int, int]
"""Where a piece begins and ends, in bytes."""


def spans(raw: bytes, block: Block) -> list[Span]:
    """Give where each outermost block lies.

    Blocks may hold blocks; one that is never closed holds none, and ends where the next begins.
    """
    opened = _opened(raw, block)
    if block.open:
        return _ended((), [(start, -1) for start in opened], len(raw))
    closed = _closed(raw, block, opened)
    return closed if closed is not None else _paired(raw, block)


def _opened(raw: bytes, block: Block) -> list[int]:
    """Give where each start tag of a block stands: its rarest class is looked for, then the tag around it."""
    token = re.compile(rb"<%s\b[^<>]*>" % block.tag.encode(), re.IGNORECASE)
    rarest = max(block.classes, key=len).encode()
    found: list[int] = []
    known = b"\n"
    before, at = 0, raw.find(rarest)
    while at >= 0:
        start = max(raw.rfind(b"<", before, at), before)
        if raw.startswith(known, start):
            found.append(start)
            before, at = at, raw.find(rarest, start + len(known))
            continue
        tag = token.match(raw, start)
        if tag and block.opens(tag[0]):
            found.append(start)
            known = tag[0]
        before, at = at, raw.find(rarest, max(at + 1, tag.end() if tag else 0))
    return found


def _closed(raw: bytes, block: Block, opened: Sequence[int]) -> list[Span] | None:
    """Give where each outermost block lies, None where one is never closed."""
    tags = _Tags(block.tag.encode())
    found: list[Span] = []
    end = 0
    for start, following in pairwise((*opened, len(raw))):
        if start >= end:
            end = tags.end(raw, start, following)
            if end < 0:
                return None
            found.append((start, end))
    return found


class _Tags:
    """Finds the end of an element among the start and end tags of its name."""

    def __init__(self, name: bytes) -> None:
        self._token = re.compile(rb"<(?:%s\b[^<>]*|(/)%s\s*)>" % (name, name), re.IGNORECASE)
        self._last = b"</" + name
        self._ends: dict[bytes, bool] = {}
        """By the order of tags up to the next block, whether the last one ends the element."""

    def end(self, raw: bytes, start: int, following: int) -> int:
        """Give the end of the element that starts there, -1 where it has none; `following` is the next block."""
        tags = b",".join(self._token.findall(raw, start, following))
        ends = self._ends.get(tags)
        if ends is None:
            if len(self._ends) >= ORDERS_KEPT:
                self._ends.clear()
            ends = self._ends[tags] = _ends_last(tags)
        last = raw.rfind(self._last, start, following) if ends else -1
        tag = self._token.match(raw, last) if last >= 0 else None
        return tag.end() if tag else self._counted(raw, start)

    def _counted(self, raw: bytes, start: int) -> int:
        depth = 0
        for tag in self._token.finditer(raw, start):
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.end()
        return -1


def _ends_last(tags: bytes) -> bool:
    """Tell whether the last of some tags, and no other, ends what the first one began."""
    depths = list(accumulate(-1 if tag else 1 for tag in tags.split(b",")))
    return depths.index(0) == len(depths) - 1 if 0 in depths else False


def _paired(raw: bytes, block: Block) -> list[Span]:
    """Give where each outermost block lies, by every start and end tag of the page."""
    token = re.compile(rb"<%s\b[^<>]*>|</%s\s*>" % ((block.tag.encode(),) * 2), re.IGNORECASE)
    opened: list[tuple[int, bool]] = []
    closed: list[Span] = []
    for found in token.finditer(raw):
        if not found[0].startswith(b"</"):
            opened.append((found.start(), block.opens(found[0])))
        elif opened:
            start, is_block = opened.pop()
            if is_block:
                closed.append((start, found.end()))
    unclosed = [(start, -1) for start, is_block in opened if is_block]
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


def trees(raw: bytes, found: Sequence[Span], block: Block, roles: Roles) -> Iterator[Tag | None]:
    """Give the tree of each block; None where its markup is too broken to give one.

    A tree is good until the next one is asked for.
    """
    if block.open:
        for group in _grouped(found):
            yield from _parsed([raw[start:end] for start, end in group], block, roles)
        return
    templates = Templates(lambda piece: _alone(piece, block, roles))
    for group in _grouped(found):
        pieces = [raw[start:end] for start, end in group]
        filling = [templates.of(piece) for piece in pieces]
        parsed = iter(_parsed([p for p, fill in zip(pieces, filling, strict=True) if not fill], block, roles))
        for fill in filling:
            yield fill() if fill else next(parsed)


def _parsed(pieces: Sequence[bytes], block: Block, roles: Roles) -> Sequence[Tag | None]:
    """Parse several blocks at once, or each by itself where one of them spoils the others."""
    if not pieces:
        return ()
    if sum(map(len, pieces)) <= LARGEST:
        together = _blocks(grown(b"".join(pieces), roles), block)
        if len(together) == len(pieces):
            return together
    return [_alone(piece, block, roles) for piece in pieces]


def _grouped(found: Sequence[Span]) -> Iterator[list[Span]]:
    """Give neighbouring blocks together, up to the size that is parsed at a time."""
    group: list[Span] = []
    size = 0
    for span in found:
        if group and size + span[1] - span[0] > CHUNK:
            yield group
            group, size = [], 0
        group.append(span)
        size += span[1] - span[0]
    if group:
        yield group


def _alone(raw: bytes, block: Block, roles: Roles) -> Tag | None:
    """Parse one block by itself."""
    if len(raw) > LARGEST:
        return None
    return next(iter(_blocks(grown(raw, roles), block)), None)


def _blocks(body: Tag, block: Block) -> list[Tag]:
    """Give the blocks of a parsed piece, none where anything but blocks stands in it."""
    if block.open:
        return _runs(body, block)
    held = [child for child in body.children if _is_block(child, block)]
    return held if len(held) == len(body.children) else held[:1]  # type: ignore[return-value]


def _runs(body: Tag, block: Block) -> list[Tag]:
    """Give each start of a record, together with all that follows until the next, as one element."""
    found: list[Tag] = []
    for child in body.children:
        if _is_block(child, block):
            found.append(Tag("div", "", {}, []))
        if found:
            found[-1].children.append(child)
    return found


def _is_block(given: Tag | str, block: Block) -> bool:
    """Tell whether this is the element of a block."""
    if not isinstance(given, Tag) or given.name != block.tag:
        return False
    return block.classes.issubset((given.attributes.get("class") or "").split())
