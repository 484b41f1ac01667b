"""Which role each element of a page has, from `rules/markup`: the code itself names no class of Meta's."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import msgspec

from scanner.readers.locale_tables import plain
from scanner.resources import TomlError, decoded, rules_dir

LONGEST_TAG: Final = 2_000
"""In bytes: no start tag of a block is longer."""
SEARCHED_BYTES: Final = 4_000_000
"""In bytes: the first block of a page is among these."""
_CLASSES: Final = re.compile(rb"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


class MarkupError(Exception):
    """A table of markup can't be loaded; the message names the file and the place in it."""


class BlockSelector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Selects the element of one record."""

    tag: str
    classes: frozenset[str]
    """It has every one of these."""
    open: bool = False
    """The element is only the start of a record, which continues until the next one."""

    def matches(self, start_tag: bytes) -> bool:
        """Return whether a start tag, as bytes of the page, opens a block."""
        match = _CLASSES.search(start_tag)
        return match is not None and _has_classes(self.classes, match[1] or match[2] or match[3] or b"")


@lru_cache(maxsize=1024)
def _has_classes(classes: frozenset[str], attribute: bytes) -> bool:
    """Return whether the text of a class attribute has all of these."""
    return classes.issubset(attribute.decode("ascii", "replace").split())


class MarkupFamily(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One family of markup: how to select its blocks, and which role each element of a block has."""

    id: str
    form: str
    """How it is translated, where a product has pages of several forms."""
    block: BlockSelector
    seen: str
    source: str
    classes: Mapping[str, list[str]] = {}
    """By role, the classes of its elements."""
    tags: Mapping[str, list[str]] = {}
    """By role, the elements that have it without any class."""
    inner: BlockSelector | None = None
    """Where a block is a long list of records: selects one of them."""


class PageWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word that pages show and JSON exports do not, and how languages spell it."""

    means: str
    spellings: list[str]
    source: str


class PageFrame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every page has, whatever its family, and is no content."""

    tags: frozenset[str]
    """Elements of heading and navigation."""
    classes: frozenset[str]
    """Classes of heading and navigation; those of each family's headings are added."""
    files: tuple[str, ...]
    """Parts of the names of pictures that only decorate a page."""
    source: str


class ElementRoles:
    """The role of each element of a family, cached by the text of its class attribute."""

    def __init__(self, family: MarkupFamily, roles: list[str]) -> None:
        self._by_class = {name: role for role in reversed(roles) for name in family.classes.get(role, ())}
        self._by_tag = {name: role for role in reversed(roles) for name in family.tags.get(role, ())}
        self._rank = {role: rank for rank, role in enumerate(roles)}
        self._cache: dict[str, str] = {}

    def role_of(self, tag: str, classes: str | None) -> str:
        """Return the role of an element, an empty text where it has none."""
        if classes:
            role = self._cache.get(classes)
            if role is None:
                roles = [self._by_class[name] for name in classes.split() if name in self._by_class]
                role = self._cache[classes] = min(roles, key=self._rank.__getitem__, default="")
            if role:
                return role
        return self._by_tag.get(tag, "")


class _FamiliesFile(msgspec.Struct, forbid_unknown_fields=True):
    """The one TOML file of families, in the order they are tried."""

    parts: list[str]
    frame: PageFrame
    word: list[PageWord]
    family: list[MarkupFamily]


class Markup:
    """All families, in the order a page is tried for them."""

    def __init__(
        self, families: list[MarkupFamily], roles: list[str], page_words: list[PageWord], frame: PageFrame
    ) -> None:
        self.families: Final = families
        self._frame: Final = frame
        self._heads: Final = frame.classes.union(*(family.classes.get("heading", ()) for family in families))
        self._roles: Final = {family.id: ElementRoles(family, roles) for family in families}
        self._meanings: Final = {plain(text): word.means for word in page_words for text in word.spellings}
        self._spellings: Final = {word.means: word.spellings for word in page_words}

    def meaning(self, word: str) -> str | None:
        """Return the meaning of a word of a page, None where no table has it."""
        return self._meanings.get(plain(word))

    def spellings(self, means: str) -> list[str]:
        """Return every spelling of a word."""
        return self._spellings[means]

    def is_head(self, tag: str, classes: str | None) -> bool:
        """Return whether an element of any page is heading or navigation."""
        return tag in self._frame.tags or not self._heads.isdisjoint((classes or "").split())

    def is_decoration(self, path: str) -> bool:
        """Return whether a file that a page shows only decorates it."""
        name = path.rpartition("/")[2].casefold()
        return any(part in name for part in self._frame.files)

    def roles(self, family: MarkupFamily) -> ElementRoles:
        """Return the roles of a family's elements."""
        return self._roles[family.id]

    def family_of(self, raw: bytes) -> MarkupFamily | None:
        """Return the first family that the page has a block of, or None."""
        head = raw[:SEARCHED_BYTES]
        return next((family for family in self.families if _has_block(head, family.block)), None)


def _has_block(raw: bytes, selector: BlockSelector) -> bool:
    """Return whether a page has a block; its longest class is searched for first, as most pages lack it."""
    tag = b"<" + selector.tag.encode()
    rarest = max(selector.classes, key=len).encode()
    at = raw.find(rarest) if tag in raw else -1
    while at >= 0:
        start = max(raw.rfind(b"<", max(at - LONGEST_TAG, 0), at), 0)
        start_tag = raw[start : raw.find(b">", at, at + LONGEST_TAG) + 1]
        if start_tag.startswith(tag) and selector.matches(start_tag):
            return True
        at = raw.find(rarest, at + 1)
    return False


@cache
def markup(path: Path | None = None) -> Markup:
    """Return the built-in families, or those of another file. Raises MarkupError."""
    file = path or rules_dir() / "markup" / "families.toml"
    try:
        content = decoded(file, _FamiliesFile)
    except TomlError as error:
        raise MarkupError(f"{file.name}: {error}") from None
    return Markup(content.family, content.parts, content.word, content.frame)
