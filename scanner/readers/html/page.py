"""One page on its way from markup to the document that the JSON of the same content has."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Protocol

from scanner.readers.html.bare import contents, holds_more_than_head, is_bare, is_of_known_build
from scanner.readers.html.cuts import spans, starts
from scanner.readers.html.elements import LOOKED_AT_FROM, Tag, grown
from scanner.readers.html.markup import Family, Roles, markup
from scanner.readers.html.pieces import blocks, trees
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Skip
from scanner.readers.source import Lazy, UnreadableError
from scanner.schema import PRECISIONS

BROKEN: Final = "a block whose markup is broken"
UNKNOWN: Final = "its HTML layout is not known"
UNKNOWN_BLOCK: Final = "a block with an unknown layout"
OUTSIDE: Final = "something with a time, outside the known blocks"
MOST_HELD: Final = 250_000
"""Records of one page, and comments in them, that are held together: each may take two kilobytes."""
LOOKED_AT: Final = 20
"""So many of the blocks that are only counted are looked into."""
SMALL: Final = 2_000_000
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
        """Give the moment a text tells, or None where it tells none."""

    def day(self, text: str) -> date | None:
        """Give the day a text names, of any year, or None."""


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
    taken: int = 0
    """How many of its blocks and tables have a build that is known."""
    is_told_by_place: bool = False
    """Whether the texts of a block are told apart by where they stand, without any class."""

    @cached_property
    def family(self) -> Family | None:
        """What markup the page shows, None where none that is known."""
        return markup().of(self.raw)

    @property
    def number(self) -> int:
        """How many blocks the page has, for what is only counted; none where their build is unknown."""
        if self.family is None:
            return 0
        found = spans(self.raw, self.family.block)
        first = trees(self.raw, found[:LOOKED_AT], self.family.block, self.roles)
        if any(tree is not None and is_of_known_build(tree) for tree in first):
            self.taken += len(found)
        return self.taken

    def require_bare(self) -> None:
        """Raise UnreadableError where nothing was understood of a page that holds more than its head."""
        if not self.taken and holds_more_than_head(self.raw):
            raise UnreadableError(UNKNOWN)

    @property
    def roles(self) -> Roles:
        """What part each element is."""
        return markup().roles(self.family or markup().families[0])

    def blocks(self) -> Iterator[Tag]:
        """Give each block that can be read, in the order of the page; the others become skips."""
        if self.family is None:
            return
        gaps: list[bytes] = []
        for number, tree in enumerate(blocks(self.raw, self.family.block, self.roles, gaps)):
            if tree is None:
                self.skips.append(Skip(f"/{number}", BROKEN, lost=True))
            elif tree.of_build(is_of_known_build) or is_bare(tree) or self._ends_with_time(tree):
                self.taken += 1
                yield tree
            else:
                self.skips.append(Skip(f"/{number}", UNKNOWN_BLOCK, lost=True))
        self._look_into(gaps)

    def _ends_with_time(self, block: Tag) -> bool:
        """Return whether a block is told by the places of its texts alone: its last one is a time."""
        last = deque(contents(block), maxlen=1) if self.is_told_by_place else ()
        return any(self.clock.read(text) is not None for text in last)

    def _look_into(self, gaps: Iterable[bytes]) -> None:
        """Say how many times stand between and behind the blocks: records in other markup."""
        texts = (text for gap in gaps for text in contents(grown(gap, self.roles)))
        if number := sum(self.clock.read(text) is not None for text in texts):
            self.skips.append(Skip("", OUTSIDE, number, lost=True))

    def held(self, tell: Callable[[Tag, "HtmlPage"], Iterable[Json]]) -> list[Json]:
        """Give the records of all blocks, where all are needed. Raises UnreadableError for too many."""
        found: list[Json] = []
        left = MOST_HELD
        for record in self.one_by_one(tell):
            left -= 1 + len(record.get("comments", ()))
            if left < 0:
                raise UnreadableError(f"more records to be held at once than the limit of {MOST_HELD:,}")
            found.append(record)
        return found

    def one_by_one(self, tell: Callable[[Tag, "HtmlPage"], Iterable[Any]]) -> Lazy:
        """Give the records that each block tells, made as they are asked for."""
        return Lazy(lambda: (record for block in self.blocks() for record in tell(block, self)))

    def parts_of_blocks(self) -> Iterator[tuple[Tag, Iterator[Tag | None]]]:
        """Give of each block what stands before its inner ones, and those one by one: a block may be huge."""
        if self.family is None or self.family.inner is None:
            return
        for start, end in spans(self.raw, self.family.block):
            block = self.raw[start:end]
            inner = spans(block, self.family.inner)
            first = inner[0][0] if inner else len(block)
            self.taken += len(inner)
            yield grown(block[:first], self.roles), trees(block, inner, self.family.inner, self.roles)

    def head(self) -> Tag:
        """Give what stands before the first block, or the whole page where it has none."""
        first = next(starts(self.raw, self.family.block), None) if self.family else None
        end = len(self.raw) if first is None else first
        return grown(self.raw[max(end - SMALL, 0) : end], self.roles)

    def whole(self) -> Tag:
        """Give the whole page as one tree. Raises UnreadableError where it is too large for that."""
        if len(self.raw) > SMALL:
            raise UnreadableError(UNKNOWN)
        tree = grown(self.raw, self.roles)
        if len(self.raw) > LOOKED_AT_FROM and not tree.children:
            raise UnreadableError(UNKNOWN)
        return tree

    def time(self, text: str) -> float | str:
        """Give the seconds since 1970 UTC that a text tells, or the text itself, which readers then count."""
        moment = self.clock.read(text)
        return text if moment is None else self.at(moment)

    def at(self, moment: Moment) -> float:
        """Give the seconds since 1970 UTC of a moment that the page tells, and note how exactly it does."""
        precision = "day" if self._zone_is_guessed else moment.precision
        if precision != self.precision and PRECISIONS.index(precision) > PRECISIONS.index(self.precision):
            self.precision = precision
        return moment.at

    @cached_property
    def _zone_is_guessed(self) -> bool:
        """Whether times may be off by the hours of a zone: pages before 2018 mostly name theirs."""
        return not self.clock.sure and (self.family is None or self.family.form == "boxes")
