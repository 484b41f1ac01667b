"""One page on its way from markup to the document that the JSON of the same content has."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Protocol

from scanner.readers.html.cuts import spans, starts
from scanner.readers.html.markup import Family, Roles, markup
from scanner.readers.html.pieces import blocks, trees
from scanner.readers.html.tree import LOOKED_AT_FROM, Tag, grown
from scanner.readers.labels import Labels
from scanner.readers.lazy import Lazy
from scanner.readers.record import Skip
from scanner.readers.source import UnreadableError
from scanner.schema import PRECISIONS

BROKEN: Final = "a block whose markup is broken"
UNKNOWN: Final = "HTML without any markup that is known"
MOST_HELD: Final = 250_000
"""Records of one page, and comments in them, that are held together: each may take two kilobytes."""
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
class Sheet:
    """A page, how to read it, and what was met on the way."""

    raw: bytes
    reader: str
    """The id of the reader that its content is for."""
    labels: Labels
    clock: Clock
    path: str
    """Below the export's root."""
    skips: list[Skip] = field(default_factory=list)
    precision: str = "second"
    """The coarsest of the moments read so far."""

    @cached_property
    def family(self) -> Family | None:
        """What markup the page shows, None where none that is known."""
        return markup().of(self.raw)

    @property
    def number(self) -> int:
        """How many blocks the page has, for what is only counted."""
        return len(spans(self.raw, self.family.block)) if self.family else 0

    @property
    def roles(self) -> Roles:
        """What part each element is."""
        return markup().roles(self.family or markup().families[0])

    def blocks(self) -> Iterator[Tag]:
        """Give each block that can be read, in the order of the page; the others become skips."""
        if self.family is None:
            return
        for number, tree in enumerate(blocks(self.raw, self.family.block, self.roles)):
            if tree is None:
                self.skips.append(Skip(f"/{number}", BROKEN, lost=True))
            else:
                yield tree

    def held(self, tell: Callable[[Tag, "Sheet"], Iterable[Json]]) -> list[Json]:
        """Give the records of all blocks, where all are needed. Raises UnreadableError for too many."""
        found: list[Json] = []
        left = MOST_HELD
        for record in self.one_by_one(tell):
            left -= 1 + len(record.get("comments", ()))
            if left < 0:
                raise UnreadableError(f"more records to be held at once than the limit of {MOST_HELD:,}")
            found.append(record)
        return found

    def one_by_one(self, tell: Callable[[Tag, "Sheet"], Iterable[Any]]) -> Lazy:
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


Translator = Callable[[Sheet], Any]
"""Gives the document that the JSON of a page's content would have. Raises UnreadableError."""
