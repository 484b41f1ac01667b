"""Blocks of one build are parsed once: of the next one only its words and addresses are put in.

A page repeats a few builds of block over and over, as a program writes it. What can differ without changing
the tree (text, and the values of attributes that hold addresses or names) is cut out of a block; what is left
is its build. A build that the parser does not give back as it was is never used, so what is read is what the
parser reads. A build that comes often gets a mould: one pattern that fits its blocks alone and takes out what
differs in one go.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from html import unescape
from typing import Any, Final

from scanner.readers.html.elements import Element

MOST_TEMPLATES: Final = 4_000
"""So many builds are remembered at a time."""
LONGEST_TEMPLATE: Final = 40_000
"""A block of more bytes is seldom like another."""
MOST_CHARACTERS: Final = 4_000_000
"""Builds of so many characters are remembered at a time: a tree may take fifty times the memory."""
PATTERN_AFTER: Final = 12
"""A build met so often gets a mould: to make one takes as long as to cut some dozens of blocks."""
PATTERN_AGAIN_AFTER: Final = 300
"""A build whose mould gave way to others gets another one when it is met so often more."""
FREE_PATTERNS: Final = 40
BLOCKS_PER_PATTERN: Final = 50
"""So many moulds may be made, and one more for so many blocks that none fitted: they must pay."""
LONGEST_PATTERN: Final = 8_000
"""A mould is made of blocks up to so many characters."""
PATTERNS_TRIED: Final = 4
"""So many moulds are tried on a block."""
_SLOTS: Final = re.compile(
    r">(\s*[^<\s][^<]*(?:<br ?/?>[^<]*)*)"
    r'|( (?:href|src|id|title|alt|aria-labelledby)=")([^"<>]*)"'
)
_GROUPS: Final = 4
"""What each cut leaves: what stands before, and the three groups of the pattern."""
_TEXT_SLOT: Final = r">(\s*+[^<\s][^<]*+(?:<br ?/?>[^<]*+)*+)"
_VALUE_SLOT: Final = r'([^"<>]*+)"'
"""The same cuts in a mould, which takes as much as they would and gives none of it back."""
_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_BREAK: Final = re.compile(r"<br ?/?>(?:\s+(?=<br)|\n)?")
_ENTITIES: Final = (
    ("&#039;", "'"), ("&#064;", "@"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&#x27;", "'")
)  # fmt: skip
"""What Meta writes beside `&amp;`, which must be read last."""
_FILLED_ATTRIBUTES: Final = frozenset(("href", "src", "title"))
"""The attributes that are put in; the others are only cut out."""

Fill = Callable[[], Element]
"""Fills in the tree of a block and gives it."""
TemplateKey = tuple[tuple[str, ...], tuple[str | None, ...]]
Slot = tuple[Any, Any, int]
"""A list or a mapping of the tree, the place in it, and the number of what belongs there."""
Values = Sequence[Any]
"""What was cut out of a block, a text for each hole."""


class Template:
    """The tree of a build, with its holes."""

    __slots__ = ("_names", "_texts", "_tree", "fills")

    def __init__(self, tree: Element, texts: list[Slot], names: list[Slot]) -> None:
        self._tree = tree
        self._texts = texts
        self._names = names
        self.fills = 0
        """How often it was filled before it had a mould."""

    def fill(self, values: Values) -> Element:
        """Return the tree with what was cut out of a block put in; it is the same object every time."""
        for children, position, number in self._texts:
            text = values[number]
            children[position] = _as_parsed(text) if "&" in text or "<" in text else text
        for attributes, name, number in self._names:
            value = values[number]
            attributes[name] = _unescaped(value) if "&" in value else value
        return self._tree


BlockPattern = tuple[re.Pattern[str], Template]
"""The pattern of a build, and its template."""


class Templates:
    """The builds of one page's blocks that were met so far."""

    def __init__(self, parse: Callable[[bytes], Element | None]) -> None:
        """Take what gives the tree of one block by itself, or None."""
        self._parse = parse
        self._templates: dict[TemplateKey, Template | bool] = {}
        """True for a build that was met once, False for one of no use."""
        self._patterns: dict[int, list[BlockPattern]] = {}
        """By how many tags a block has, the last that fitted first."""
        self._characters = self._template_fills = self._pattern_count = 0

    def fill_for(self, block: bytes) -> Fill | None:
        """Return what fills in a block, or None where it must be parsed: its build is new, or of no use."""
        return self.fill_by_pattern(block) or (self._fill_by_template(block) if _is_fillable(block) else None)

    def fill_by_pattern(self, block: bytes) -> Fill | None:
        """Return what fills in a block that a mould fits; bytes that are more or less than a block fit none."""
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
        """Cut a block into its build and what differs, and give what fills it in."""
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
        """Return the template of a build, None where it is met for the first time or of no use."""
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
        """Forget all builds where they become too many: a page has few, but any number may be made up."""
        self._characters += length
        if len(self._templates) >= MOST_TEMPLATES or self._characters > MOST_CHARACTERS:
            self._templates.clear()
            self._patterns.clear()
            self._characters = length

    def _add_pattern(self, pattern: re.Pattern[str], template: Template, tag_count: int) -> None:
        """Keep a mould, in the place of the one that fitted longest ago where there are many."""
        patterns = self._patterns.setdefault(tag_count, [])
        patterns.insert(0, (pattern, template))
        del patterns[PATTERNS_TRIED:]
        template.fills = PATTERN_AFTER - PATTERN_AGAIN_AFTER
        self._pattern_count += 1

    def _may_add_pattern(self) -> bool:
        """Return whether moulds were few so far, for the blocks that were cut for want of one."""
        return self._pattern_count < FREE_PATTERNS + self._template_fills // BLOCKS_PER_PATTERN

    def _parse_template(self, parts: list[str]) -> Template | None:
        """Parse a block with a mark in each hole, and find every mark of a text again."""
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
    """Return whether a block can be filled in: it is short, without characters that the parser would change."""
    return len(block) <= LONGEST_TEMPLATE and b"\r" not in block and b"\0" not in block


def _count_tags(text: str) -> int:
    """Count the tags of a block but for line breaks, of which texts have more or fewer."""
    return text.count("<") - text.count("<br")


def _block_pattern(parts: list[str]) -> re.Pattern[str]:
    """Return the pattern that fits the blocks of a build, with a group for each hole."""
    fragments: list[str] = []
    for start in range(0, len(parts) - 1, _GROUPS):
        before, text, name, _ = parts[start : start + _GROUPS]
        fragments.append(re.escape(before))
        fragments.append(_TEXT_SLOT if text is not None else re.escape(name) + _VALUE_SLOT)
    return re.compile("".join((*fragments, re.escape(parts[-1]))))


def _slots(tree: Element) -> tuple[list[Slot], list[Slot]]:
    """Return where the marks stand, as texts and as values."""
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
    """Return a text as the parser would, its line breaks as such."""
    if "<" in text:
        text = _BREAK.sub("\n", text)
    return _unescaped(text) if "&" in text else text


def _unescaped(text: str) -> str:
    """Return a text without entities, and fast where it has none but those that Meta writes."""
    plain = text
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    if plain.count("&") == plain.count("&amp;"):
        return plain.replace("&amp;", "&")
    return unescape(text)
