"""The rows of the files of `rules/`: rules, examples, sources, regions. No logic."""

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from scanner import schema

TABLE_TITLES: Final[Mapping[str, str]] = {
    "visibility": "Who could see it",
    "lean": "Best guess for unknown items",
    "now": "In the pool today",
    "past": "In the pool before",
    "flags": "Worth knowing",
}
"""The title of each decision table, in the order in which they are applied."""
TABLES: Final = tuple(TABLE_TITLES)

GRADE_NAMES: Final[Mapping[str, str]] = {
    "meta": "Meta's own words",
    "authority": "an authority",
    "court": "a court, as others summarize it",
    "consumer": "a consumer body",
    "press": "press",
    "secondary": "second-hand",
    "code": "program code",
    "inference": "our own inference",
}
"""Each grade of a source as every output writes it, the weightiest first."""


def choices(values: Iterable[str]) -> msgspec.Meta:
    """Return the constraint of a field that holds one of these words."""
    return msgspec.Meta(pattern=f"^({'|'.join(values)})$")


Table = Annotated[str, choices(TABLES)]
Grade = Annotated[str, choices(GRADE_NAMES)]
Confidence = Annotated[str, choices(schema.CONFIDENCES)]


class RuleError(Exception):
    """What is wrong in a file of the rule book: where, and what would be right."""

    def __init__(self, path: Path, rule: str, key: str, message: str) -> None:
        super().__init__(path, rule, key, message)
        self.path = path
        self.rule = rule
        self.key = key
        self.message = message

    def __str__(self) -> str:
        where = [str(self.path), f"rule {self.rule}" if self.rule else "", self.key]
        return ": ".join([part for part in where if part] + [self.message])


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tiny item, and the verdict expected of the whole table."""

    item: dict[str, Any]
    """Columns of the item frame and their values; what isn't named is null or the column's usual value."""
    expect: dict[str, str] = {}
    """Outputs of the table and their values; empty in the table of flags, which has no outputs."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of a decision table."""

    id: str
    """A slug that explains itself."""
    title: str
    """One line, plain words."""
    when: dict[str, Any]
    """Columns and the values they must have, all of them."""
    why: str
    """Two or three plain sentences."""
    sources: list[str]
    """Ids of sources, at least one."""
    examples: list[Example]
    """Items that this rule decides, at least one."""
    counterexamples: list[Example]
    """Items close by that this rule does not decide, at least one."""
    confidence: Confidence
    """How sure the rule itself is."""
    then: dict[str, str] = {}
    """The table's outputs; none in the table of flags."""
    message: str = ""
    """Of a flag: what is said to the user, in plain words."""
    ref: str = ""
    """The number in the reference it was drawn from (N26, P02, R12, F07)."""
    change: str = ""
    """What would change the verdict, in plain words."""
    regions: list[str] = []
    """The regions it speaks of; informative, the condition itself stands in `when`."""
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    """The first day it holds; informative."""
    until: datetime.date | None = None
    """The first day it no longer holds; informative."""
    table: Table
    """The table it belongs to, from the head of its file."""
    path: Path
    """The file it stands in."""

    def error(self, key: str, message: str) -> RuleError:
        """Return the error that names this rule and its file."""
        return RuleError(self.path, self.id, key, message)


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule for which no export holds evidence: it is told in the rule book and decides nothing."""

    id: str
    """A slug that explains itself."""
    title: str
    """One line, plain words."""
    why: str
    """What is known, and why no export can show it."""
    sources: list[str]
    """Ids of sources, at least one."""
    ref: str = ""
    """The number in the reference it was drawn from."""
    table: Table
    """The table it would belong to, from the head of its file."""
    path: Path
    """The file it stands in."""

    def error(self, key: str, message: str) -> RuleError:
        """Return the error that names this note and its file."""
        return RuleError(self.path, self.id, key, message)


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One place where something is said, with the exact words or with none."""

    id: str
    """A slug with the publisher and the date."""
    title: str
    """As the publisher calls it."""
    grade: Grade
    """Who speaks: one of `GRADE_NAMES`."""
    address: str = ""
    """One address that opens as it stands, an archived text at its commit; empty for our own inference."""
    path: Path
    """The file it stands in."""
    ref: str = ""
    """The number in the reference; several rows with a quote each may share it."""
    date: datetime.date | None = None
    """The day it was published or took effect; None: undated."""
    retrieved: datetime.date | None = None
    """The day the text was seen."""
    quote: str = ""
    """The exact words, or nothing."""
    quote_note: str = ""
    """What has to be known of the quote: its language, whom it quotes."""
    found_in: str = ""
    """The archived text in which the quote was found word for word: a file of `tests/rulebook/texts/`."""

    @property
    def unquoted(self) -> str:
        """Return what every output writes in place of the quote that this source lacks."""
        if self.grade == "inference":
            return "an inference of our own; there is nothing to quote"
        return "paraphrased; no direct quote available"

    def error(self, key: str, message: str) -> RuleError:
        """Return the error that names this source and its file."""
        return RuleError(self.path, self.id, key, message)


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a person can open."""

    title: str
    """What is there, plain words."""
    address: str
    """The address, with its scheme."""


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Countries in which Meta's statements are the same."""

    group: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2,3}$")]
    """Two or three capital letters; `ROW` is what no other region names."""
    name: str
    """Plain words."""
    form: bool
    """Whether a form exists to object to the use of one's own content."""
    countries: list[str] = []
    """ISO 3166-1 alpha-2; empty for the rest of the world."""
    open_countries: list[str] = []
    """Countries judged by this row although no source says to which one Meta counts them."""
    open_note: str = ""
    """What is open about those, plain words."""
    form_from: datetime.date | None = None
    """The first day that form could be filed."""
    form_covers_ai_from: datetime.date | None = None
    """The day from which an accepted objection covers what one says to an AI; None: it never does."""
    start: datetime.date | None = None
    """The day from which Meta said it would use public content there."""
    minors: str = ""
    """What is said of accounts of people under 18."""
    notes: str = ""
    """Anything else, plain words."""
    sources: list[str] = []
    """Ids of sources."""
    links: list[Link] = []
    """Where to object, or to read more."""
