"""What Meta's localised words mean: labels, audiences, yes and no, title lines, from `rules/locales`.

A word that no table lists means None, which becomes `unknown`, never a guess.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar
from unicodedata import combining, normalize

import msgspec
import regex

from scanner.platforms import PLATFORMS
from scanner.readers.values import repaired
from scanner.resources import TomlError, decoded
from scanner.schema import AUDIENCES, NOT_UNDERSTOOD, TITLE_HINTS

TITLE_SECONDS: Final = 0.25
"""How long one pattern may take over one title line; those that come with the program take microseconds."""
TITLE_LENGTH: Final = 2_000
"""Characters of a title line that are matched."""
TITLE_CACHE_SIZE: Final = 20_000
"""How many different title lines are remembered, since an export repeats a few of them over and over."""

Meaning = TypeVar("Meaning")


class LabelRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of an export and how a language spells it."""

    concept: str
    spellings: list[str]
    source: str
    """Where the spelling was seen: a repository and path, or `inferred`."""


class AudienceRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One audience, of `schema.AUDIENCES`, and how a language spells it."""

    audience: str
    spellings: list[str]
    source: str


class FlagRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Yes or no in a language."""

    value: bool
    spellings: list[str]
    source: str


class TitleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a title line of Facebook's says; the pattern may have a group `container`, as in `Title`."""

    hint: str
    pattern: str
    source: str
    examples: list[str]


class EntRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field by its `ent_field_name`, Meta's own name of it, which is the same in every language."""

    concept: str
    names: list[str]
    source: str


class AiRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names under which Meta's AI takes part in chats."""

    names: list[str]
    source: str


class Locale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `rules/locales`."""

    language: str
    label: list[LabelRow] = []
    audience: list[AudienceRow] = []
    flag: list[FlagRow] = []
    title: list[TitleRow] = []
    ent: list[EntRow] = []
    ai: list[AiRow] = []


class Title(msgspec.Struct, frozen=True):
    """What a title line says: the hint, and what contains the item (a group, a timeline's owner)."""

    hint: str
    container: str | None = None


@lru_cache(maxsize=65536)
def plain(label: str) -> str:
    """Return a label in the one form that tables compare: repaired, no accents, no case, single spaces."""
    decomposed = normalize("NFKD", repaired(label).replace("\u2019", "'").casefold())
    return " ".join("".join(char for char in decomposed if not combining(char)).split())


class Labels:
    """All locale tables at once: an export's language is seldom known and its labels are often mixed."""

    def __init__(self, locales: Iterable[Locale]) -> None:
        """Build the look-ups once; where two languages spell one label for two concepts, neither is taken."""
        locales = tuple(locales)
        concepts = ((s, row.concept) for loc in locales for row in loc.label for s in row.spellings)
        self._concepts = _unambiguous(concepts)
        self._ents = _unambiguous((s, row.concept) for loc in locales for row in loc.ent for s in row.names)
        audiences = ((s, row.audience) for loc in locales for row in loc.audience for s in row.spellings)
        self._audiences = _unambiguous(audiences)
        self._flags = _unambiguous(
            (s, row.value) for loc in locales for row in loc.flag for s in row.spellings
        )
        self._titles = [(regex.compile(row.pattern), row.hint) for loc in locales for row in loc.title]
        self._title_cache: dict[str, Title | None] = {}
        self.ai_names: Final = tuple(dict.fromkeys(s for loc in locales for row in loc.ai for s in row.names))
        """The names of Meta's AI, as exports write them."""
        self._ai = frozenset(plain(name) for name in self.ai_names)
        any_name = "|".join(regex.escape(name) for name in self.ai_names) or r"(?!)"
        self._call: Final = regex.compile(rf"(?<!\w)@(?:{any_name})(?!\w)")

    def is_ai(self, name: str) -> bool:
        """Return whether a name is that of Meta's AI."""
        return plain(name) in self._ai

    def calls_ai(self, text: str) -> bool:
        """Return whether a message calls Meta's AI by its name."""
        return self._call.search(text) is not None

    def concept(self, label: str | None, ent_name: str | None = None) -> str | None:
        """Return the field that a label means; Meta's own `ent_field_name` comes first."""
        if ent_name and (match := self._ents.get(plain(ent_name))):
            return match
        return self._concepts.get(plain(label)) if label else None

    def audience(self, value: str | None) -> str | None:
        """Return the audience of `schema.AUDIENCES` that a value names."""
        return self._audiences.get(plain(value)) if value else None

    def flag(self, value: object) -> bool | None:
        """Return yes or no."""
        if isinstance(value, bool):
            return value
        return self._flags.get(plain(value)) if isinstance(value, str) else None

    def title(self, line: str | None) -> Title | None:
        """Return what a title line says, or None where no pattern matches."""
        if not line:
            return None
        if line in self._title_cache:
            return self._title_cache[line]
        if len(self._title_cache) >= TITLE_CACHE_SIZE:
            self._title_cache.clear()
        meaning = self._title_cache[line] = self._title(line[:TITLE_LENGTH])
        return meaning

    def _title(self, line: str) -> Title | None:
        """Return what the first pattern that matches says; each starts with letters, so most fail at once."""
        for pattern, hint in self._titles:
            if match := _search(pattern, line):
                return Title(hint, match.groupdict().get("container"))
        return None


def _search(pattern: "regex.Pattern[str]", line: str) -> "regex.Match[str] | None":
    """Return the match of a pattern, which may be a user's own; None also where it takes too long."""
    try:
        return pattern.search(line, timeout=TITLE_SECONDS)
    except TimeoutError:
        return None


def _unambiguous(rows: Iterable[tuple[str, Meaning]]) -> Mapping[str, Meaning]:
    """Return each spelling with its meaning, without those that mean two things."""
    table: dict[str, Meaning] = {}
    ambiguous: set[str] = set()
    for spelling, meaning in rows:
        key = plain(spelling)
        if table.setdefault(key, meaning) != meaning:
            ambiguous.add(key)
    return {key: meaning for key, meaning in table.items() if key not in ambiguous}


PRODUCTS: Final = tuple(dict.fromkeys(platform.labels for platform in PLATFORMS.values()))
"""The products that have locale tables of their own."""


class LocaleError(Exception):
    """A locale table can't be loaded; the message names the file and the place in it."""


class Locales:
    """Labels by product: Facebook's `Comment` is a message, Instagram's is a comment's text."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Read the tables; a folder's name is the product. Raises LocaleError."""
        locales = [(path.parent.name, _decoded(path)) for path in paths]
        self._by_product = {
            product: Labels(_shared(locale) if of != product else locale for of, locale in locales)
            for product in PRODUCTS
        }

    def of(self, platform: str) -> Labels:
        """Return the look-ups for a platform's members."""
        return self._by_product[PLATFORMS[platform].labels]


def _shared(locale: Locale) -> Locale:
    """Return the part of a table that holds for every product: audiences, yes and no, the AI's names."""
    return msgspec.structs.replace(locale, label=[], ent=[], title=[])


def _decoded(path: Path) -> Locale:
    """Return one table. Raises LocaleError."""
    try:
        locale = decoded(path, Locale)
        _check(locale)
    except (TomlError, ValueError) as fault:
        raise LocaleError(f"{path.parent.name}/{path.name}: {fault}") from None
    return locale


def _check(locale: Locale) -> None:
    """Raise ValueError where an audience or hint does not exist, or a pattern is no regular expression."""
    for audience in (row.audience for row in locale.audience):
        if audience not in AUDIENCES:
            raise ValueError(f"the audience {audience!r} is not one of {', '.join(AUDIENCES)}")
    hints = tuple(hint for hint in TITLE_HINTS if hint != NOT_UNDERSTOOD)
    for row in locale.title:
        if row.hint not in hints:
            raise ValueError(f"the hint {row.hint!r} is not one of {', '.join(hints)}")
        try:
            regex.compile(row.pattern)
        except regex.error as fault:
            raise ValueError(f"the pattern {row.pattern!r} is no regular expression: {fault}") from None
