"""The blocks of a page: where each begins and ends, its tree, and what is complete of a page that is cut off.

A page is split into its blocks before it is parsed: memory stays small, and a broken block harms no other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Final

from scanner.readers.html.elements import Element, parse_html
from scanner.readers.html.markup import BlockSelector, ElementRoles, MarkupFamily, markup
from scanner.readers.html.templates import LONGEST_TEMPLATE, Fill, Templates
from scanner.readers.record import UnreadableError

MOST_BLOCKS: Final = 1_000_000
"""Of one page. Meta's blocks have 300 bytes or more, so a page of the largest size has fewer."""
MOST_TAGS: Final = 17_000_000
"""Start and end tags of one page. Meta's pages have at most one in 17 bytes."""
COUNTED_FROM: Final = 16 * 1024 * 1024
"""In bytes: the blocks of a smaller page always fit into memory."""
LONGEST_CACHED: Final = 40_000
"""In bytes: the order of tags in a longer block is seldom that of another."""
MOST_TAG_ORDERS: Final = 1_000
"""So many orders of tags are cached."""

Span = tuple[int, int]
"""Where a block begins and ends, in bytes of the page."""
CHUNK: Final = 32_000
"""Bytes of blocks that are parsed at a time: to start the parser costs as much as a block or two."""
LARGEST_BLOCK: Final = 4_000_000
"""In bytes: no block of Meta's is larger. A larger one is skipped, so that no page is parsed as one block."""
SHORTEST_GAP: Final = 40
"""In bytes: less than this between two blocks is only the tags around them."""
MOST_GAP_BYTES: Final = 2_000_000
"""In bytes: so much between and after the blocks of a page is searched for times."""
BlockSource = tuple[bytes, Fill | None]
"""The bytes of a block, and what fills in its template where there is one."""
CUT_OFF: Final = "the page is cut off: its end is missing"
_HEAD_BYTES: Final = 1_000
"""The start tag of a page is among these first bytes."""
_BLOCK_TAGS: Final = (b"div", b"section")


def check_blocks(raw: bytes) -> None:
    """Raise UnreadableError where a page has more blocks or tags than the limit."""
    if len(raw) < COUNTED_FROM:
        return
    if raw.count(b"<") > MOST_TAGS:
        raise UnreadableError(f"more tags than the limit of {MOST_TAGS:,}")
    family = markup().family_of(raw)
    for selector in (family.block, family.inner) if family else ():
        if selector and raw.count(max(selector.classes, key=len).encode()) > MOST_BLOCKS:
            raise UnreadableError(f"more blocks than the limit of {MOST_BLOCKS:,}")


def block_spans(raw: bytes, selector: BlockSelector) -> list[Span]:
    """Return the span of each outermost block.

    Blocks may contain blocks; one that is never closed contains none and ends where the next begins.
    """
    if selector.open:
        return _with_ends((), [(start, -1) for start in block_starts(raw, selector)], len(raw))
    closed = _closed_spans(raw, selector)
    return closed if closed is not None else paired_spans(raw, selector)


def block_starts(raw: bytes, selector: BlockSelector) -> Iterator[int]:
    """Yield the offset of each start tag of a block.

    The longest class name is searched for, then the tag around it: far faster than to look at every tag.
    """
    tag_pattern = re.compile(rb"<%s\b[^<>]*>" % selector.tag.encode(), re.IGNORECASE)
    rarest = max(selector.classes, key=len).encode()
    opening = b""
    before, at = 0, raw.find(rarest)
    while at >= 0:
        start = max(raw.rfind(b"<", before, at), before)
        if opening and raw.startswith(opening, start):  # most start tags of a page are alike
            yield start
            before, at = at, raw.find(rarest, start + len(opening))
            continue
        tag = tag_pattern.match(raw, start)
        if tag and selector.matches(tag[0]):
            yield start
            opening = tag[0]
        before, at = at, raw.find(rarest, max(at + 1, tag.end() if tag else 0))


def _closed_spans(raw: bytes, selector: BlockSelector) -> list[Span] | None:
    """Return the span of each outermost block, None where one is never closed."""
    end_finder = EndFinder(selector.tag.encode())
    closed: list[Span] = []
    end = 0
    for start, following in pairwise(chain(block_starts(raw, selector), (len(raw),))):
        if start >= end:
            end = end_finder.end(raw, start, following)
            if end < 0:
                return None
            closed.append((start, end))
    return closed


class EndFinder:
    """Finds the end of an element among the start and end tags of its name."""

    def __init__(self, name: bytes) -> None:
        self._tag_pattern = re.compile(rb"<(?:%s\b[^<>]*|(/)%s\s*)>" % (name, name), re.IGNORECASE)
        self._end_tag = b"</" + name
        self._ends: dict[bytes, bool] = {}
        """By the order of tags up to the next block, whether the last of them ends the element."""

    def end(self, raw: bytes, start: int, following: int) -> int:
        """Return the end of the element that starts there, -1 for none; `following` is the next start."""
        if following - start <= LONGEST_CACHED and self._last_ends(raw, start, following):
            last = self._tag_pattern.match(raw, raw.rfind(self._end_tag, start, following))
            if last and not self._tag_pattern.search(raw, last.end(), following):
                return last.end()
        return self._end_by_depth(raw, start)

    def _last_ends(self, raw: bytes, start: int, following: int) -> bool:
        """Return whether the last tag before the next element, and no other, ends this one."""
        tags = b",".join(self._tag_pattern.findall(raw, start, following))
        ends = self._ends.get(tags)
        if ends is None:
            if len(self._ends) >= MOST_TAG_ORDERS:
                self._ends.clear()
            ends = self._ends[tags] = _ends_last(tags)
        return ends

    def _end_by_depth(self, raw: bytes, start: int) -> int:
        """Return the end of the element, found by counting start and end tags; -1 where it has none."""
        depth = 0
        for tag in self._tag_pattern.finditer(raw, start):
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.end()
        return -1


def _ends_last(tags: bytes) -> bool:
    """Return whether the last of some tags, and no other, ends what the first one began."""
    depths = list(accumulate(-1 if tag else 1 for tag in tags.split(b",")))
    return not depths[-1] and 0 not in depths[:-1]


def paired_spans(raw: bytes, selector: BlockSelector, offset: int = 0) -> list[Span]:
    """Return the span of each outermost block from an offset on, by pairing every start and end tag."""
    tag_pattern = re.compile(rb"<%s\b[^<>]*>|</%s\s*>" % ((selector.tag.encode(),) * 2), re.IGNORECASE)
    unclosed_tags: list[tuple[int, bool]] = []
    closed: list[Span] = []
    for tag in tag_pattern.finditer(raw, offset):
        if not tag[0].startswith(b"</"):
            unclosed_tags.append((tag.start(), selector.matches(tag[0])))
        elif unclosed_tags:
            start, is_block = unclosed_tags.pop()
            if is_block:
                closed.append((start, tag.end()))
    unclosed = [(start, -1) for start, is_block in unclosed_tags if is_block]
    return _with_ends(_outermost(closed), unclosed, len(raw))


def _outermost(closed: Sequence[Span]) -> list[Span]:
    """Return the spans that are inside no other."""
    outer: list[Span] = []
    for span in sorted(closed):
        if not outer or span[0] >= outer[-1][1]:
            outer.append(span)
    return outer


def _with_ends(closed: Sequence[Span], unclosed: Sequence[Span], length: int) -> list[Span]:
    """Return all spans in order; a block that is never closed ends where the next begins."""
    if not unclosed:
        return list(closed)
    ordered = sorted((*closed, *unclosed))
    following = [start for start, _ in ordered[1:]] + [length]
    return [
        (start, end if end >= 0 else after) for (start, end), after in zip(ordered, following, strict=True)
    ]


def parse_blocks(
    raw: bytes, selector: BlockSelector, roles: ElementRoles, gaps: list[bytes] | None = None
) -> Iterator[Element | None]:
    """Yield the tree of each outermost block of a page, like `parse_spans`, without finding all spans first.

    The bytes between the blocks and after the last one are added to `gaps` where they are more than tags.
    """
    if selector.open:
        return parse_spans(raw, block_spans(raw, selector), selector, roles)
    sources = _split(raw, selector, _templates(selector, roles), _Gaps(raw, [] if gaps is None else gaps))
    return _fill_or_parse(sources, selector, roles)


class _Gaps:
    """Collects the bytes between the blocks of a page."""

    __slots__ = ("_end", "_gaps", "_raw", "_remaining")

    def __init__(self, raw: bytes, gaps: list[bytes]) -> None:
        self._raw = raw
        self._gaps = gaps
        self._end = -1
        self._remaining = MOST_GAP_BYTES

    def add(self, start: int, end: int) -> None:
        """Add the gap before a block; there is none before the first block."""
        if 0 <= self._end < start - SHORTEST_GAP and self._remaining > 0:
            self._gaps.append(self._raw[self._end : start][: self._remaining])
            self._remaining -= start - self._end
        self._end = end

    def finish(self) -> None:
        """Add the gap after the last block."""
        self.add(len(self._raw), len(self._raw))


def parse_spans(
    raw: bytes, spans: Iterable[Span], selector: BlockSelector, roles: ElementRoles
) -> Iterator[Element | None]:
    """Yield the tree of each block; None where its markup is too broken for one.

    A tree is valid until the next one is requested: blocks of one template share one tree.
    """
    sources = (raw[start:end] for start, end in spans)
    if selector.open:
        return _fill_or_parse(((raw_block, None) for raw_block in sources), selector, roles)
    templates = _templates(selector, roles)
    return _fill_or_parse(
        ((raw_block, templates.fill_for(raw_block)) for raw_block in sources), selector, roles
    )


def _templates(selector: BlockSelector, roles: ElementRoles) -> Templates:
    return Templates(lambda raw_block: _parse_one(raw_block, selector, roles))


def _split(raw: bytes, selector: BlockSelector, templates: Templates, gaps: _Gaps) -> Iterator[BlockSource]:
    """Yield the outermost blocks of a page; a pattern that matches a block finds its end too."""
    end_finder = EndFinder(selector.tag.encode())
    end = 0
    for start, following in pairwise(chain(block_starts(raw, selector), (len(raw),))):
        if start < end:
            continue
        raw_block = raw[start:following].rstrip() if following - start <= LONGEST_TEMPLATE else b""
        fill = templates.fill_by_pattern(raw_block)
        if fill is None:
            end = end_finder.end(raw, start, following)
            if end < 0:
                yield from (
                    (raw[a:b], templates.fill_for(raw[a:b])) for a, b in paired_spans(raw, selector, start)
                )
                return
            raw_block = raw[start:end]
            fill = templates.fill_for(raw_block)
        gaps.add(start, start + len(raw_block))
        yield raw_block, fill
    gaps.finish()


def _fill_or_parse(
    sources: Iterable[BlockSource], selector: BlockSelector, roles: ElementRoles
) -> Iterator[Element | None]:
    """Yield the tree of each block, filled in or parsed."""
    for group in _batches(sources):
        parsed = iter(_parse_together([raw_block for raw_block, fill in group if not fill], selector, roles))
        for _, fill in group:
            yield fill() if fill else next(parsed)


def _parse_together(
    sources: Sequence[bytes], selector: BlockSelector, roles: ElementRoles
) -> Sequence[Element | None]:
    """Parse several blocks at once, or each by itself where a broken one changes the others."""
    if not sources:
        return ()
    if sum(map(len, sources)) <= LARGEST_BLOCK:
        together = _block_elements(parse_html(b"".join(sources), roles), selector)
        if len(together) == len(sources):
            return together
    return [_parse_one(raw_block, selector, roles) for raw_block in sources]


def _batches(sources: Iterable[BlockSource]) -> Iterator[list[BlockSource]]:
    """Yield neighbouring blocks together, up to the size that is parsed at a time."""
    group: list[BlockSource] = []
    size = 0
    for source in sources:
        size += len(source[0])
        if size > CHUNK and group:
            yield group
            group, size = [], len(source[0])
        group.append(source)
    if group:
        yield group


def _parse_one(raw: bytes, selector: BlockSelector, roles: ElementRoles) -> Element | None:
    """Return the tree of one block, None where there is none or the block is too large."""
    if len(raw) > LARGEST_BLOCK:
        return None
    return next(iter(_block_elements(parse_html(raw, roles), selector)), None)


def _block_elements(body: Element, selector: BlockSelector) -> list[Element]:
    """Return the blocks of a tree; only the first where it contains anything but blocks."""
    if selector.open:
        return _open_blocks(body, selector)
    elements = [child for child in body.children if _is_block(child, selector)]
    return elements if len(elements) == len(body.children) else elements[:1]  # type: ignore[return-value]


def _open_blocks(body: Element, selector: BlockSelector) -> list[Element]:
    """Return each start of a record and all that follows until the next as one element."""
    blocks: list[Element] = []
    for child in body.children:
        if _is_block(child, selector):
            blocks.append(Element("div", "", {}, []))
        if blocks:
            blocks[-1].children.append(child)
    return blocks


def _is_block(node: Element | str, selector: BlockSelector) -> bool:
    """Return whether a node is the element of a block."""
    if not isinstance(node, Element) or node.name != selector.tag:
        return False
    return selector.classes.issubset((node.attributes.get("class") or "").split())


def is_cut_off(raw: bytes) -> bool:
    """Return whether the end of a page is missing: every page of Meta's closes its `html` element.

    A fragment, which never opens one, must close at least its blocks.
    """
    if max(raw.rfind(b"</html"), raw.rfind(b"</HTML")) >= 0:
        return False
    is_fragment = b"<html" not in raw[:_HEAD_BYTES].lower() and raw.rstrip().endswith(b">")
    return not is_fragment or any(raw.count(b"<" + tag) > raw.count(b"</" + tag) for tag in _BLOCK_TAGS)


def complete_part(raw: bytes) -> bytes:
    """Return a page that is cut off up to the block, or the row of a table, in which it ends.

    Half a record is left out: its text would be incomplete, and its time mostly comes last.
    Raises UnreadableError where no block or row is complete.
    """
    family = markup().family_of(raw)
    end = _end_of_blocks(raw, family) if family else raw.rfind(b"</tr")
    if end <= 0:
        raise UnreadableError(CUT_OFF)
    return raw[:end]


def _end_of_blocks(raw: bytes, family: MarkupFamily) -> int:
    """Return where the last complete block ends, or the last complete part of a long one; 0 where none is."""
    blocks = block_spans(raw, family.block)
    if not blocks:
        return 0
    *before, last = blocks
    if not _is_open(raw, last, family.block):
        return last[1]
    start, end = last
    inner = block_spans(raw[start:end], family.inner) if family.inner else []
    if len(inner) > 1:
        return start + inner[-1][0]
    return start if before else 0


def _is_open(raw: bytes, span: Span, selector: BlockSelector) -> bool:
    """Return whether a page's last block may continue after the end of the bytes."""
    start, end = span
    opening, closing = b"<" + selector.tag.encode(), b"</" + selector.tag.encode()
    return end == len(raw) and (selector.open or raw.count(opening, start) > raw.count(closing, start))
