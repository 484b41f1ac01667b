"""One page on its way from markup to the document that the JSON of the same content has."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Protocol

from scanner.readers.html.bare import holds_more_than_head, is_empty, is_known_layout, iter_contents
from scanner.readers.html.blocks import block_spans, block_starts, parse_blocks, parse_spans
from scanner.readers.html.elements import DEPTH_CHECKED_FROM, Element, parse_html
from scanner.readers.html.markup import ElementRoles, MarkupFamily, markup
from scanner.readers.labels import Labels
from scanner.readers.lazy import Lazy
from scanner.readers.record import Skip
from scanner.readers.source import UnreadableError
from scanner.schema import PRECISIONS

BROKEN_BLOCK: Final = "a block whose markup is broken"
UNKNOWN_LAYOUT: Final = "its HTML layout is not known"
UNKNOWN_BLOCK: Final = "a block with an unknown layout"
OUTSIDE_BLOCKS: Final = "something with a time, outside the known blocks"
MOST_RECORDS: Final = 250_000
"""Records of one page, and comments in them, that are held together: each may take two kilobytes."""
SAMPLED_BLOCKS: Final = 20
"""So many of the blocks that are only counted are looked into."""
LARGEST_TREE: Final = 2_000_000
"""What stands outside blocks is looked at up to this size, in bytes."""


Json = dict[str, Any]


class Moment(Protocol):
    """A moment that a page tells in words."""

    @property
    def at(self) -> float:
        """Seconds since 1970 UTC."""

    @property
    def precision(self) -> str:
        """How exactly it is told, one of `schema.PRECISIONS`."""


class Clock(Protocol):
    """Reads the dates of a page, in whatever language and in the account's own zone."""

    @property
    def sure(self) -> bool:
        """Whether the zone is known."""

    def read(self, text: str) -> Moment | None:
        """Return the moment a text tells, or None where it tells none."""

    def day(self, text: str) -> date | None:
        """Return the day a text names, of any year, or None."""


@dataclass
class HtmlPage:
    """A page, how to read it, and what was met on the way."""

    raw: bytes
    labels: Labels
    clock: Clock
    path: str
    """Below the export's root."""
    skips: list[Skip] = field(default_factory=list)
    precision: str = "second"
    """The coarsest of the moments read so far."""
    understood: int = 0
    """How many of its blocks and tables have a build that is known."""
    is_positional: bool = False
    """Whether the texts of a block are told apart by where they stand, without any class."""

    @cached_property
    def family(self) -> MarkupFamily | None:
        """What markup the page shows, None where none that is known."""
        return markup().family_of(self.raw)

    @property
    def number(self) -> int:
        """How many blocks the page has, for what is only counted; none where their build is unknown."""
        if self.family is None:
            return 0
        block_ranges = block_spans(self.raw, self.family.block)
        sample = parse_spans(self.raw, block_ranges[:SAMPLED_BLOCKS], self.family.block, self.roles)
        if any(tree is not None and is_known_layout(tree) for tree in sample):
            self.understood += len(block_ranges)
        return self.understood

    def require_bare(self) -> None:
        """Raise UnreadableError where nothing was understood of a page that holds more than its head."""
        if not self.understood and holds_more_than_head(self.raw):
            raise UnreadableError(UNKNOWN_LAYOUT)

    @property
    def roles(self) -> ElementRoles:
        """What part each element is."""
        return markup().roles(self.family or markup().families[0])

    def blocks(self) -> Iterator[Element]:
        """Return each block that can be read, in the order of the page; the others become skips."""
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
        self._look_into(gaps)

    def _ends_with_time(self, block: Element) -> bool:
        """Return whether a block is told by the places of its texts alone: its last one is a time."""
        last = deque(iter_contents(block), maxlen=1) if self.is_positional else ()
        return any(self.clock.read(text) is not None for text in last)

    def _look_into(self, gaps: Iterable[bytes]) -> None:
        """Note how many times stand between and behind the blocks: records in other markup."""
        texts = (text for gap in gaps for text in iter_contents(parse_html(gap, self.roles)))
        if number := sum(self.clock.read(text) is not None for text in texts):
            self.skips.append(Skip("", OUTSIDE_BLOCKS, number, lost=True))

    def list_records(self, translate_block: Callable[[Element, "HtmlPage"], Iterable[Json]]) -> list[Json]:
        """Return the records of all blocks, where all are needed. Raises UnreadableError for too many."""
        records: list[Json] = []
        remaining = MOST_RECORDS
        for record in self.iter_records(translate_block):
            remaining -= 1 + len(record.get("comments", ()))
            if remaining < 0:
                raise UnreadableError(f"more records to be held at once than the limit of {MOST_RECORDS:,}")
            records.append(record)
        return records

    def iter_records(self, translate_block: Callable[[Element, "HtmlPage"], Iterable[Any]]) -> Lazy:
        """Return the records that each block tells, made as they are asked for."""
        return Lazy(lambda: (record for block in self.blocks() for record in translate_block(block, self)))

    def iter_long_blocks(self) -> Iterator[tuple[Element, Iterator[Element | None]]]:
        """Return of each block what stands before its inner ones, and those one by one: a block may be huge."""
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

    def head(self) -> Element:
        """Return what stands before the first block, or the whole page where it has none."""
        first = next(block_starts(self.raw, self.family.block), None) if self.family else None
        end = len(self.raw) if first is None else first
        return parse_html(self.raw[max(end - LARGEST_TREE, 0) : end], self.roles)

    def whole(self) -> Element:
        """Return the whole page as one tree. Raises UnreadableError where it is too large for that."""
        if len(self.raw) > LARGEST_TREE:
            raise UnreadableError(UNKNOWN_LAYOUT)
        tree = parse_html(self.raw, self.roles)
        if len(self.raw) > DEPTH_CHECKED_FROM and not tree.children:
            raise UnreadableError(UNKNOWN_LAYOUT)
        return tree

    def time(self, text: str) -> float | str:
        """Return the seconds since 1970 UTC that a text tells, or the text itself, which readers then count."""
        moment = self.clock.read(text)
        return text if moment is None else self.at(moment)

    def at(self, moment: Moment) -> float:
        """Return the seconds since 1970 UTC of a moment that the page tells, and note how exactly it does."""
        precision = "day" if self._zone_is_guessed else moment.precision
        if precision != self.precision and PRECISIONS.index(precision) > PRECISIONS.index(self.precision):
            self.precision = precision
        return moment.at

    @cached_property
    def _zone_is_guessed(self) -> bool:
        """Whether times may be off by the hours of a zone: pages before 2018 mostly name theirs."""
        return not self.clock.sure and (self.family is None or self.family.form == "boxes")
