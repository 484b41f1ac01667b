"""A page cut into its blocks before it is parsed: memory stays small, and a broken block harms no other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from scanner.readers.html.cuts import Span, Tags, paired, spans, starts
from scanner.readers.html.elements import Tag, grown
from scanner.readers.html.markup import Block, Roles
from scanner.readers.html.templates import LONGEST, Fill, Templates

__all__ = ("CHUNK", "LARGEST", "blocks", "spans", "trees")

CHUNK: Final = 32_000
"""So many bytes of blocks are parsed at a time: the parser's start costs as much as a block or two."""

LARGEST: Final = 4_000_000
"""A block of more bytes is none of Meta's: it is left out, so that what cannot be cut up is never parsed."""

SHORTEST_GAP: Final = 40
"""Fewer bytes between two blocks are the ends and starts of what is around them."""
GAPS_KEPT: Final = 2_000_000
"""So many bytes of what stands between and behind blocks are looked into."""

Piece = tuple[bytes, Fill | None]
"""A block, and what fills in its tree where its build is known."""


def blocks(raw: bytes, block: Block, roles: Roles, gaps: list[bytes] | None = None) -> Iterator[Tag | None]:
    """Return the tree of each outermost block of a page, as `trees` does, without finding all of them first.

    What stands between the blocks and behind the last one is added to `gaps`, where it is more than tags.
    """
    if block.open:
        return trees(raw, spans(raw, block), block, roles)
    pieces = _pieces(raw, block, _templates(block, roles), _Gaps(raw, [] if gaps is None else gaps))
    return _grown(pieces, block, roles)


class _Gaps:
    """Gathers what stands between the blocks of a page."""

    __slots__ = ("_end", "_found", "_left", "_raw")

    def __init__(self, raw: bytes, found: list[bytes]) -> None:
        self._raw = raw
        self._found = found
        self._end = -1
        self._left = GAPS_KEPT

    def add(self, start: int, end: int) -> None:
        """Note where a block lies; what stands before the first one is no gap."""
        if 0 <= self._end < start - SHORTEST_GAP and self._left > 0:
            self._found.append(self._raw[self._end : start][: self._left])
            self._left -= start - self._end
        self._end = end

    def finish(self) -> None:
        """Note that no block follows."""
        self.add(len(self._raw), len(self._raw))


def trees(raw: bytes, found: Iterable[Span], block: Block, roles: Roles) -> Iterator[Tag | None]:
    """Give the tree of each block; None where its markup is too broken to give one.

    A tree is good until the next one is asked for.
    """
    pieces = (raw[start:end] for start, end in found)
    if block.open:
        return _grown(((piece, None) for piece in pieces), block, roles)
    templates = _templates(block, roles)
    return _grown(((piece, templates.of(piece)) for piece in pieces), block, roles)


def _templates(block: Block, roles: Roles) -> Templates:
    return Templates(lambda piece: _alone(piece, block, roles))


def _pieces(raw: bytes, block: Block, templates: Templates, gaps: _Gaps) -> Iterator[Piece]:
    """Cut a page into its outermost blocks; where a mould fits, it tells the end of the block too."""
    tags = Tags(block.tag.encode())
    end = 0
    for start, following in pairwise(chain(starts(raw, block), (len(raw),))):
        if start < end:
            continue
        piece = raw[start:following].rstrip() if following - start <= LONGEST else b""
        fill = templates.moulded(piece)
        if fill is None:
            end = tags.end(raw, start, following)
            if end < 0:
                yield from ((raw[a:b], templates.of(raw[a:b])) for a, b in paired(raw, block, start))
                return
            piece = raw[start:end]
            fill = templates.of(piece)
        gaps.add(start, start + len(piece))
        yield piece, fill
    gaps.finish()


def _grown(pieces: Iterable[Piece], block: Block, roles: Roles) -> Iterator[Tag | None]:
    """Give the tree of each piece, filled in or parsed."""
    for group in _grouped(pieces):
        parsed = iter(_parsed([piece for piece, fill in group if not fill], block, roles))
        for _, fill in group:
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


def _grouped(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Give neighbouring blocks together, up to the size that is parsed at a time."""
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        size += len(piece[0])
        if size > CHUNK and group:
            yield group
            group, size = [], len(piece[0])
        group.append(piece)
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
