"""Which elements of a page hold what, from `rules/markup`: no name of a class stands in code."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import msgspec

from scanner.readers.locale_tables import plain
from scanner.resources import TomlError, decoded, rules_dir

LONGEST_TAG: Final = 2_000
"""No start tag of a block has more bytes."""
LOOKED_AT: Final = 4_000_000
"""Among so many bytes a page shows its first block."""
_CLASSES: Final = re.compile(rb"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


class MarkupError(Exception):
    """A table of markup can't be loaded; the message names the file and the place in it."""


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The element that holds one record."""

    tag: str
    classes: frozenset[str]
    """It has every one of these."""
    open: bool = False
    """It is only the start of a record, which runs until the next one."""

    def opens(self, token: bytes) -> bool:
        """Tell whether a start tag, as it stands in the page, opens a block."""
        found = _CLASSES.search(token)
        return found is not None and _has(self.classes, found[1] or found[2] or found[3] or b"")


@lru_cache(maxsize=1024)
def _has(classes: frozenset[str], held: bytes) -> bool:
    """Tell whether the text of a class attribute has all of these."""
    return classes.issubset(held.decode("ascii", "replace").split())


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One family of markup: what its blocks are, and which part of one each element is."""

    id: str
    form: str
    """The module that translates it, where there is more than one for a product."""
    block: Block
    seen: str
    source: str
    classes: Mapping[str, list[str]] = {}
    """By part, the classes that tell it."""
    tags: Mapping[str, list[str]] = {}
    """By part, the elements that are it without any class."""
    inner: Block | None = None
    """What a block is a long list of."""


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word that pages show and JSON exports do not, and how languages spell it."""

    means: str
    spellings: list[str]
    source: str


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on every page, whatever its family, and is no content."""

    tags: frozenset[str]
    """Elements of heading and navigation."""
    classes: frozenset[str]
    """Classes of the same; those of each family's headings count too."""
    files: tuple[str, ...]
    """Parts of the names of pictures that belong to a page's look."""
    source: str


class Roles:
    """What part each element of a family is, remembered by the text of its class attribute."""

    def __init__(self, family: Family, parts: list[str]) -> None:
        self._by_class = {name: part for part in reversed(parts) for name in family.classes.get(part, ())}
        self._by_tag = {name: part for part in reversed(parts) for name in family.tags.get(part, ())}
        self._rank = {part: rank for rank, part in enumerate(parts)}
        self._known: dict[str, str] = {}

    def of(self, tag: str, classes: str | None) -> str:
        """Give the part an element is, or an empty text."""
        if classes:
            part = self._known.get(classes)
            if part is None:
                held = [self._by_class[name] for name in classes.split() if name in self._by_class]
                part = self._known[classes] = min(held, key=self._rank.__getitem__, default="")
            if part:
                return part
        return self._by_tag.get(tag, "")


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The one TOML file of families, in the order they are tried."""

    parts: list[str]
    frame: Frame
    word: list[Word]
    family: list[Family]


class Markup:
    """All families, in the order a page is tried for them."""

    def __init__(self, families: list[Family], parts: list[str], words: list[Word], frame: Frame) -> None:
        self.families: Final = families
        self._frame: Final = frame
        self._heads: Final = frame.classes.union(*(family.classes.get("heading", ()) for family in families))
        self._roles: Final = {family.id: Roles(family, parts) for family in families}
        self._words: Final = {plain(text): word.means for word in words for text in word.spellings}
        self._spellings: Final = {word.means: word.spellings for word in words}

    def meaning(self, word: str) -> str | None:
        """Give what a word of a page means."""
        return self._words.get(plain(word))

    def spellings(self, means: str) -> list[str]:
        """Give every way a word is spelt."""
        return self._spellings[means]

    def is_head(self, tag: str, classes: str | None) -> bool:
        """Return whether an element of any page is heading or navigation."""
        return tag in self._frame.tags or not self._heads.isdisjoint((classes or "").split())

    def is_furniture(self, path: str) -> bool:
        """Return whether a file that a page shows is part of its look."""
        name = path.rpartition("/")[2].casefold()
        return any(part in name for part in self._frame.files)

    def roles(self, family: Family) -> Roles:
        """Give what part each element of a family is."""
        return self._roles[family.id]

    def of(self, raw: bytes) -> Family | None:
        """Give the first family whose blocks a page shows, or None."""
        head = raw[:LOOKED_AT]
        return next((family for family in self.families if _shows(head, family.block)), None)


def _shows(raw: bytes, block: Block) -> bool:
    """Tell whether a page has a block: its rarest class is looked for first, as most pages lack it."""
    tag = b"<" + block.tag.encode()
    rarest = max(block.classes, key=len).encode()
    at = raw.find(rarest) if tag in raw else -1
    while at >= 0:
        start = max(raw.rfind(b"<", max(at - LONGEST_TAG, 0), at), 0)
        token = raw[start : raw.find(b">", at, at + LONGEST_TAG) + 1]
        if token.startswith(tag) and block.opens(token):
            return True
        at = raw.find(rarest, at + 1)
    return False


@cache
def markup(path: Path | None = None) -> Markup:
    """Give the built-in families, or those of another file. Raises MarkupError."""
    where = path or rules_dir() / "markup" / "families.toml"
    try:
        held = decoded(where, _File)
    except TomlError as fault:
        raise MarkupError(f"{where.name}: {fault}") from None
    return Markup(held.family, held.parts, held.word, held.frame)
