"""Blocks of one structure are parsed once; the texts and addresses of the next one are filled into that tree.

A program writes the pages, so they repeat the structure of a few blocks over and over. What can differ
without changing the tree (text, and the values of attributes with addresses or names) are the slots of a
block; the markup around them is the key of its template. A template is used only where the parser gives every
slot back unchanged, so the result is always what the parser would give. A template that is used often gets a
block pattern: one regular expression that matches only its blocks and takes out all slots at once.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from html import unescape
from typing import Any, Final

from scanner.readers.html.elements import Element

MOST_TEMPLATES: Final = 4_000
"""So many templates are cached."""
LONGEST_TEMPLATE: Final = 40_000
"""In bytes: a longer block seldom has the structure of another."""
MOST_CHARACTERS: Final = 4_000_000
"""Templates of so many characters are cached: a tree may take fifty times their memory."""
PATTERN_AFTER: Final = 12
"""Uses after which a template gets a pattern: to make one takes as long as to split some dozens of blocks."""
PATTERN_AGAIN_AFTER: Final = 300
"""Uses after which a template whose pattern was replaced by others gets one again."""
FREE_PATTERNS: Final = 40
BLOCKS_PER_PATTERN: Final = 50
"""`FREE_PATTERNS` may be made, and one more per so many blocks that no pattern matched: they must pay."""
LONGEST_PATTERN: Final = 8_000
"""In characters: a longer block gets no pattern."""
PATTERNS_TRIED: Final = 4
"""So many patterns are tried on a block."""
_SLOTS: Final = re.compile(
    r">(\s*[^<\s][^<]*(?:<br ?/?>[^<]*)*)"
    r'|( (?:href|src|id|title|alt|aria-labelledby)=")([^"<>]*)"'
)
_GROUPS: Final = 4
"""Splitting at `_SLOTS` gives so many parts per slot: the markup before it, and the three groups."""
_TEXT_SLOT: Final = r">(\s*+[^<\s][^<]*+(?:<br ?/?>[^<]*+)*+)"
_VALUE_SLOT: Final = r'([^"<>]*+)"'
"""The slots of `_SLOTS` in a block pattern, possessive: they match the same and never backtrack."""
_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_BREAK: Final = re.compile(r"<br ?/?>(?:\s+(?=<br)|\n)?")
_ENTITIES: Final = (
    ("&#039;", "'"), ("&#064;", "@"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&#x27;", "'")
)  # fmt: skip
"""The entities that Meta writes, except `&amp;`, which must be replaced last."""
_FILLED_ATTRIBUTES: Final = frozenset(("href", "src", "title"))
"""The attributes that are filled in; the others are left as in the first block."""

Fill = Callable[[], Element]
"""Fills the tree of a block's template and returns it."""
TemplateKey = tuple[tuple[str, ...], tuple[str | None, ...]]
"""The markup between a block's slots, and the attribute of each slot."""
Slot = tuple[Any, Any, int]
"""A list or mapping in the tree, the index or key in it, and the number of the value that belongs there."""
Values = Sequence[Any]
"""A text for each slot of a block."""


class Template:
    """The tree of a structure, with its slots."""

    __slots__ = ("_names", "_texts", "_tree", "fills")

    def __init__(self, tree: Element, texts: list[Slot], names: list[Slot]) -> None:
        self._tree = tree
        self._texts = texts
        self._names = names
        self.fills = 0
        """How often it was used without a pattern."""

    def fill(self, values: Values) -> Element:
        """Return the tree with these values filled in; it is the same object every time."""
        for children, position, number in self._texts:
            text = values[number]
            children[position] = _as_parsed(text) if "&" in text or "<" in text else text
        for attributes, name, number in self._names:
            value = values[number]
            attributes[name] = _unescaped(value) if "&" in value else value
        return self._tree


BlockPattern = tuple[re.Pattern[str], Template]
"""A pattern, and the template of the blocks it matches."""


class Templates:
    """The templates of the blocks of one page so far."""

    def __init__(self, parse: Callable[[bytes], Element | None]) -> None:
        """Create it with a function that returns the tree of one block, or None."""
        self._parse = parse
        self._templates: dict[TemplateKey, Template | bool] = {}
        """True for a key that occurred once, False for one whose template can't be used."""
        self._patterns: dict[int, list[BlockPattern]] = {}
        """By the number of a block's tags, the last that matched first."""
        self._characters = self._template_fills = self._pattern_count = 0

    def fill_for(self, block: bytes) -> Fill | None:
        """Return what fills in a block, None where it must be parsed, since it has no template."""
        return self.fill_by_pattern(block) or (self._fill_by_template(block) if _is_fillable(block) else None)

    def fill_by_pattern(self, block: bytes) -> Fill | None:
        """Return what fills in a block, None where no pattern matches it, as none does part of a block."""
        if not _is_fillable(block):
            return None
        text = block.decode("utf-8", "replace")
        patterns = self._patterns.get(_count_tags(text))
        for rank, (pattern, template) in enumerate(patterns or ()):
            if match := pattern.fullmatch(text):
                if patterns and rank:
                    patterns.insert(0, patterns.pop(rank))
                return partial(template.fill, match.groups())
        return None

    def _fill_by_template(self, block: bytes) -> Fill | None:
        """Return what fills in a block by the template of its structure, None where it has none yet."""
        text = block.decode("utf-8", "replace")
        parts = _SLOTS.split(text)
        template = self._template(parts, len(text))
        if template is None:
            return None
        self._template_fills += 1
        template.fills += 1
        if template.fills >= PATTERN_AFTER and len(text) <= LONGEST_PATTERN and self._may_add_pattern():
            self._add_pattern(_block_pattern(parts), template, _count_tags(text))
        slots = zip(parts[1::_GROUPS], parts[3::_GROUPS], strict=True)
        return partial(
            template.fill, [value if inner_text is None else inner_text for inner_text, value in slots]
        )

    def _template(self, parts: list[str], length: int) -> Template | None:
        """Return the template of a block, None where its key is new or can't be used."""
        key = (tuple(parts[::_GROUPS]), tuple(parts[2::_GROUPS]))
        template = self._templates.get(key)
        if template is None:
            self._make_room(length)
            self._templates[key] = True
        elif template is True:
            self._make_room(length)
            template = self._templates[key] = self._parse_template(parts) or False
        return template if isinstance(template, Template) else None

    def _make_room(self, length: int) -> None:
        """Clear the caches where they are full: Meta's pages have few structures, hostile ones any number."""
        self._characters += length
        if len(self._templates) >= MOST_TEMPLATES or self._characters > MOST_CHARACTERS:
            self._templates.clear()
            self._patterns.clear()
            self._characters = length

    def _add_pattern(self, pattern: re.Pattern[str], template: Template, tag_count: int) -> None:
        """Add a pattern; where there are many, it replaces the one whose last match is longest ago."""
        patterns = self._patterns.setdefault(tag_count, [])
        patterns.insert(0, (pattern, template))
        del patterns[PATTERNS_TRIED:]
        template.fills = PATTERN_AFTER - PATTERN_AGAIN_AFTER
        self._pattern_count += 1

    def _may_add_pattern(self) -> bool:
        """Return whether there are still few patterns for the number of blocks that no pattern matched."""
        return self._pattern_count < FREE_PATTERNS + self._template_fills // BLOCKS_PER_PATTERN

    def _parse_template(self, parts: list[str]) -> Template | None:
        """Return a block's template, None where the parser does not give the mark in each text back."""
        marked: list[str] = []
        for number, start in enumerate(range(0, len(parts) - 1, _GROUPS)):
            before, text, name, _ = parts[start : start + _GROUPS]
            mark = f"\ue000{number}\ue001"
            marked += (before, ">", mark) if text is not None else (before, name, mark, '"')
        tree = self._parse("".join((*marked, parts[-1])).encode())
        if tree is None:
            return None
        texts, names = _slots(tree)
        expected = [number for number, text in enumerate(parts[1::_GROUPS]) if text is not None]
        if sorted(number for _, _, number in texts) != expected:
            return None
        tree.cache_first()
        return Template(tree, texts, names)


def _is_fillable(block: bytes) -> bool:
    """Return whether a block may use a template: it is short and has no character that the parser changes."""
    return len(block) <= LONGEST_TEMPLATE and b"\r" not in block and b"\0" not in block


def _count_tags(text: str) -> int:
    """Return the number of a block's tags except line breaks, which are part of its texts."""
    return text.count("<") - text.count("<br")


def _block_pattern(parts: list[str]) -> re.Pattern[str]:
    """Return the pattern that matches all blocks of one structure, with a group for each slot."""
    fragments: list[str] = []
    for start in range(0, len(parts) - 1, _GROUPS):
        before, text, name, _ = parts[start : start + _GROUPS]
        fragments.append(re.escape(before))
        fragments.append(_TEXT_SLOT if text is not None else re.escape(name) + _VALUE_SLOT)
    return re.compile("".join((*fragments, re.escape(parts[-1]))))


def _slots(tree: Element) -> tuple[list[Slot], list[Slot]]:
    """Return the slots of a tree: those that are texts, and those that are values of attributes."""
    texts: list[Slot] = []
    names: list[Slot] = []
    for tag in (tree, *tree.walk()):
        tag.attributes = dict(tag.attributes)
        for name, value in tag.attributes.items():
            if name in _FILLED_ATTRIBUTES and value and (mark := _MARK.fullmatch(value)):
                names.append((tag.attributes, name, int(mark[1])))
        for position, child in enumerate(tag.children):
            if isinstance(child, str) and (mark := _MARK.fullmatch(child)):
                texts.append((tag.children, position, int(mark[1])))
    return texts, names


def _as_parsed(text: str) -> str:
    """Return a text as the parser would, with its line breaks."""
    if "<" in text:
        text = _BREAK.sub("\n", text)
    return _unescaped(text) if "&" in text else text


def _unescaped(text: str) -> str:
    """Return a text without entities; fast where it has only those that Meta writes."""
    plain = text
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    if plain.count("&") == plain.count("&amp;"):
        return plain.replace("&amp;", "&")
    return unescape(text)
