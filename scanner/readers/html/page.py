"""One page while it is translated: its blocks, its times, and what of it can't be read."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from scanner.readers.html.bare import has_content, is_empty, is_known_layout, iter_contents
from scanner.readers.html.blocks import block_spans, block_starts, parse_blocks, parse_spans
from scanner.readers.html.dates import Clock, Moment
from scanner.readers.html.elements import DEPTH_CHECKED_FROM, Element, parse_html
from scanner.readers.html.markup import ElementRoles, MarkupFamily, markup
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Skip, UnreadableError
from scanner.readers.source import Lazy
from scanner.schema import PRECISIONS

BROKEN_BLOCK: Final = "a block with broken markup"
UNKNOWN_LAYOUT: Final = "its HTML layout is not known"
UNKNOWN_BLOCK: Final = "a block with an unknown layout"
OUTSIDE_BLOCKS: Final = "something with a time, outside the known blocks"
MOST_RECORDS: Final = 250_000
"""Records of one page, with the comments in them, that are in memory at once: each may take two kilobytes."""
SAMPLED_BLOCKS: Final = 20
"""Of the blocks that are only counted, so many are parsed to see whether their layout is known."""
LARGEST_TREE: Final = 2_000_000
"""In bytes: the part of a page outside its blocks is parsed up to this size."""


Json = dict[str, Any]


@dataclass
class HtmlPage:
    """A page, what it takes to read it, and what reading it has shown so far."""

    raw: bytes
    labels: Labels
    clock: Clock
    path: str
    """From the export's root."""
    skips: list[Skip] = field(default_factory=list)
    precision: str = "second"
    """That of the least exact time read so far, one of `schema.PRECISIONS`."""
    understood: int = 0
    """How many of its blocks and tables have a known layout."""
    is_positional: bool = False
    """Whether the texts of a block can be recognised by their position alone, without any class."""

    @cached_property
    def family(self) -> MarkupFamily | None:
        """The markup of the page, None where it is unknown."""
        return markup().family_of(self.raw)

    def count_blocks(self) -> int:
        """Return the number of blocks, for content that is only counted; 0 where their layout is unknown."""
        if self.family is None:
            return 0
        spans = block_spans(self.raw, self.family.block)
        sample = parse_spans(self.raw, spans[:SAMPLED_BLOCKS], self.family.block, self.roles)
        if any(tree is not None and is_known_layout(tree) for tree in sample):
            self.understood += len(spans)
        return self.understood

    def require_understood(self) -> None:
        """Raise UnreadableError where no block was understood although the page has content."""
        if not self.understood and has_content(self.raw):
            raise UnreadableError(UNKNOWN_LAYOUT)

    @property
    def roles(self) -> ElementRoles:
        """The role of each element in the page's markup."""
        return markup().roles(self.family or markup().families[0])

    def blocks(self) -> Iterator[Element]:
        """Yield each block that can be read, in the order of the page; the others become skips."""
        if self.family is None:
            return
        gaps: list[bytes] = []
        for number, tree in enumerate(parse_blocks(self.raw, self.family.block, self.roles, gaps)):
            if tree is None:
                self.skips.append(Skip(f"/{number}", BROKEN_BLOCK, lost=True))
            elif tree.cached_for_template(is_known_layout) or is_empty(tree) or self._ends_with_time(tree):
                self.understood += 1
                yield tree
            else:
                self.skips.append(Skip(f"/{number}", UNKNOWN_BLOCK, lost=True))
        self._add_skips_of_gaps(gaps)

    def _ends_with_time(self, block: Element) -> bool:
        """Return whether a block can be read by the position of its texts: the last one is a time."""
        last = deque(iter_contents(block), maxlen=1) if self.is_positional else ()
        return any(self.clock.read(text) is not None for text in last)

    def _add_skips_of_gaps(self, gaps: Iterable[bytes]) -> None:
        """Add a skip that counts the times between and after the blocks: records in unknown markup."""
        texts = (text for gap in gaps for text in iter_contents(parse_html(gap, self.roles)))
        if count := sum(self.clock.read(text) is not None for text in texts):
            self.skips.append(Skip("", OUTSIDE_BLOCKS, count, lost=True))

    def list_records(self, translate_block: Callable[[Element, "HtmlPage"], Iterable[Json]]) -> list[Json]:
        """Return the records of all blocks at once. Raises UnreadableError where there are too many."""
        records: list[Json] = []
        remaining = MOST_RECORDS
        for record in self.iter_records(translate_block):
            remaining -= 1 + len(record.get("comments", ()))
            if remaining < 0:
                raise UnreadableError(f"more records in one page than the limit of {MOST_RECORDS:,}")
            records.append(record)
        return records

    def iter_records(self, translate_block: Callable[[Element, "HtmlPage"], Iterable[Any]]) -> Lazy:
        """Return the records of all blocks, each made when the iteration reaches it."""
        return Lazy(lambda: (record for block in self.blocks() for record in translate_block(block, self)))

    def iter_long_blocks(self) -> Iterator[tuple[Element, Iterator[Element | None]]]:
        """Yield of each block the tree before its first inner block, and an iterator of its inner blocks.

        Such a block may be most of a page of 100 MB, so it is never parsed as a whole.
        """
        if self.family is None or self.family.inner is None:
            return
        for start, end in block_spans(self.raw, self.family.block):
            block = self.raw[start:end]
            inner = block_spans(block, self.family.inner)
            first = inner[0][0] if inner else len(block)
            self.understood += len(inner)
            yield (
                parse_html(block[:first], self.roles),
                parse_spans(block, inner, self.family.inner, self.roles),
            )

    def heading(self) -> str | None:
        """Return the heading above the first block, None where the page has none."""
        first = next(block_starts(self.raw, self.family.block), None) if self.family else None
        end = len(self.raw) if first is None else first
        heading = parse_html(self.raw[max(end - LARGEST_TREE, 0) : end], self.roles).first("heading")
        return heading.text() if heading else None

    def whole(self) -> Element:
        """Return the whole page as one tree. Raises UnreadableError where it is too large for that."""
        if len(self.raw) > LARGEST_TREE:
            raise UnreadableError(UNKNOWN_LAYOUT)
        tree = parse_html(self.raw, self.roles)
        if len(self.raw) > DEPTH_CHECKED_FROM and not tree.children:
            raise UnreadableError(UNKNOWN_LAYOUT)
        return tree

    def time(self, text: str) -> float | str:
        """Return a text's time in seconds since 1970 UTC, or the text itself, which readers note as odd."""
        moment = self.clock.read(text)
        return text if moment is None else self.at(moment)

    def at(self, moment: Moment) -> float:
        """Return a time in seconds since 1970 UTC, and lower the page's precision to that of the time."""
        precision = "day" if self._zone_is_guessed else moment.precision
        if precision != self.precision and PRECISIONS.index(precision) > PRECISIONS.index(self.precision):
            self.precision = precision
        return moment.at

    @cached_property
    def _zone_is_guessed(self) -> bool:
        """Whether times may be some hours off; pages before 2018 mostly name their zone."""
        return not self.clock.knows_zone and (self.family is None or self.family.form == "boxes")
