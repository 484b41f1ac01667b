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

from scanner.readers.html.elements import Tag

KEPT: Final = 4_000
"""So many builds are remembered at a time."""
LONGEST: Final = 40_000
"""A block of more bytes is seldom like another."""
CHARACTERS_KEPT: Final = 4_000_000
"""Builds of so many characters are remembered at a time: a tree may take fifty times the memory."""
OFTEN: Final = 12
"""A build met so often gets a mould: to make one takes as long as to cut some dozens of blocks."""
OFTEN_AGAIN: Final = 300
"""A build whose mould gave way to others gets another one when it is met so often more."""
MOULDS_AT_ONCE: Final = 40
CUTS_A_MOULD: Final = 50
"""So many moulds may be made, and one more for so many blocks that none fitted: they must pay."""
LONGEST_MOULD: Final = 8_000
"""A mould is made of blocks up to so many characters."""
MOULDS_TRIED: Final = 4
"""So many moulds are tried on a block."""
_SLOT: Final = re.compile(
    r">(\s*[^<\s][^<]*(?:<br ?/?>[^<]*)*)"
    r'|( (?:href|src|id|title|alt|aria-labelledby)=")([^"<>]*)"'
)
_GROUPS: Final = 4
"""What each cut leaves: what stands before, and the three groups of the pattern."""
_TEXT_HOLE: Final = r">(\s*+[^<\s][^<]*+(?:<br ?/?>[^<]*+)*+)"
_VALUE_HOLE: Final = r'([^"<>]*+)"'
"""The same cuts in a mould, which takes as much as they would and gives none of it back."""
_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_BREAK: Final = re.compile(r"<br ?/?>(?:\s+(?=<br)|\n)?")
_ENTITIES: Final = (
    ("&#039;", "'"), ("&#064;", "@"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&#x27;", "'")
)  # fmt: skip
"""What Meta writes beside `&amp;`, which must be read last."""
_USED: Final = frozenset(("href", "src", "title"))
"""The attributes that are put in; the others are only cut out."""

Fill = Callable[[], Tag]
"""Fills in the tree of a block and gives it."""
Build = tuple[tuple[str, ...], tuple[str | None, ...]]
Hole = tuple[Any, Any, int]
"""A list or a mapping of the tree, the place in it, and the number of what belongs there."""
Held = Sequence[Any]
"""What was cut out of a block, a text for each hole."""


class Template:
    """The tree of a build, with its holes."""

    __slots__ = ("_names", "_texts", "_tree", "met")

    def __init__(self, tree: Tag, texts: list[Hole], names: list[Hole]) -> None:
        self._tree = tree
        self._texts = texts
        self._names = names
        self.met = 0
        """How often it was filled before it had a mould."""

    def filled(self, held: Held) -> Tag:
        """Give the tree with what was cut out of a block put in; it is the same object every time."""
        for children, place, number in self._texts:
            text = held[number]
            children[place] = _read(text) if "&" in text or "<" in text else text
        for attributes, name, number in self._names:
            value = held[number]
            attributes[name] = _unescaped(value) if "&" in value else value
        return self._tree


Mould = tuple[re.Pattern[str], Template]
"""The pattern of a build, and its template."""


class Templates:
    """The builds of one page's blocks that were met so far."""

    def __init__(self, parse: Callable[[bytes], Tag | None]) -> None:
        """Take what gives the tree of one block by itself, or None."""
        self._parse = parse
        self._known: dict[Build, Template | bool] = {}
        """True for a build that was met once, False for one of no use."""
        self._moulds: dict[int, list[Mould]] = {}
        """By how many tags a block has, the last that fitted first."""
        self._characters = self._cuts = self._moulds_made = 0

    def of(self, block: bytes) -> Fill | None:
        """Give what fills in a block, or None where it must be parsed: its build is new, or of no use."""
        return self.moulded(block) or (self._cut(block) if _fit(block) else None)

    def moulded(self, block: bytes) -> Fill | None:
        """Give what fills in a block that a mould fits; bytes that are more or less than a block fit none."""
        if not _fit(block):
            return None
        text = block.decode("utf-8", "replace")
        moulds = self._moulds.get(_tags(text))
        for place, (mould, template) in enumerate(moulds or ()):
            if found := mould.fullmatch(text):
                if moulds and place:
                    moulds.insert(0, moulds.pop(place))
                return partial(template.filled, found.groups())
        return None

    def _cut(self, block: bytes) -> Fill | None:
        """Cut a block into its build and what differs, and give what fills it in."""
        text = block.decode("utf-8", "replace")
        parts = _SLOT.split(text)
        template = self._template(parts, len(text))
        if template is None:
            return None
        self._cuts += 1
        template.met += 1
        if template.met >= OFTEN and len(text) <= LONGEST_MOULD and self._may_mould():
            self._remember(_mould(parts), template, _tags(text))
        cut_out = zip(parts[1::_GROUPS], parts[3::_GROUPS], strict=True)
        return partial(template.filled, [value if words is None else words for words, value in cut_out])

    def _template(self, parts: list[str], length: int) -> Template | None:
        """Give the template of a build, None where it is met for the first time or of no use."""
        build = (tuple(parts[::_GROUPS]), tuple(parts[2::_GROUPS]))
        held = self._known.get(build)
        if held is None:
            self._make_room(length)
            self._known[build] = True
        elif held is True:
            self._make_room(length)
            held = self._known[build] = self._made(parts) or False
        return held if isinstance(held, Template) else None

    def _make_room(self, length: int) -> None:
        """Forget all builds where they become too many: a page has few, but any number may be made up."""
        self._characters += length
        if len(self._known) >= KEPT or self._characters > CHARACTERS_KEPT:
            self._known.clear()
            self._moulds.clear()
            self._characters = length

    def _remember(self, mould: re.Pattern[str], template: Template, tags: int) -> None:
        """Keep a mould, in the place of the one that fitted longest ago where there are many."""
        moulds = self._moulds.setdefault(tags, [])
        moulds.insert(0, (mould, template))
        del moulds[MOULDS_TRIED:]
        template.met = OFTEN - OFTEN_AGAIN
        self._moulds_made += 1

    def _may_mould(self) -> bool:
        """Tell whether moulds were few so far, for the blocks that were cut for want of one."""
        return self._moulds_made < MOULDS_AT_ONCE + self._cuts // CUTS_A_MOULD

    def _made(self, parts: list[str]) -> Template | None:
        """Parse a block with a mark in each hole, and find every mark of a text again."""
        pieces: list[str] = []
        for number, start in enumerate(range(0, len(parts) - 1, _GROUPS)):
            before, text, name, _ = parts[start : start + _GROUPS]
            mark = f"\ue000{number}\ue001"
            pieces += (before, ">", mark) if text is not None else (before, name, mark, '"')
        tree = self._parse("".join((*pieces, parts[-1])).encode())
        if tree is None:
            return None
        texts, names = _holes(tree)
        wanted = [number for number, text in enumerate(parts[1::_GROUPS]) if text is not None]
        if sorted(number for _, _, number in texts) != wanted:
            return None
        tree.remember()
        return Template(tree, texts, names)


def _fit(block: bytes) -> bool:
    """Tell whether a block can be filled in: it is short, without characters that the parser would change."""
    return len(block) <= LONGEST and b"\r" not in block and b"\0" not in block


def _tags(text: str) -> int:
    """Count the tags of a block but for line breaks, of which texts have more or fewer."""
    return text.count("<") - text.count("<br")


def _mould(parts: list[str]) -> re.Pattern[str]:
    """Give the pattern that fits the blocks of a build, with a group for each hole."""
    pieces: list[str] = []
    for start in range(0, len(parts) - 1, _GROUPS):
        before, text, name, _ = parts[start : start + _GROUPS]
        pieces.append(re.escape(before))
        pieces.append(_TEXT_HOLE if text is not None else re.escape(name) + _VALUE_HOLE)
    return re.compile("".join((*pieces, re.escape(parts[-1]))))


def _holes(tree: Tag) -> tuple[list[Hole], list[Hole]]:
    """Give where the marks stand, as texts and as values."""
    texts: list[Hole] = []
    names: list[Hole] = []
    for tag in (tree, *tree.walk()):
        tag.attributes = dict(tag.attributes)
        for name, value in tag.attributes.items():
            if name in _USED and value and (mark := _MARK.fullmatch(value)):
                names.append((tag.attributes, name, int(mark[1])))
        for place, child in enumerate(tag.children):
            if isinstance(child, str) and (mark := _MARK.fullmatch(child)):
                texts.append((tag.children, place, int(mark[1])))
    return texts, names


def _read(text: str) -> str:
    """Give a text as the parser would, its line breaks as such."""
    if "<" in text:
        text = _BREAK.sub("\n", text)
    return _unescaped(text) if "&" in text else text


def _unescaped(text: str) -> str:
    """Give a text without entities, and fast where it has none but those that Meta writes."""
    plain = text
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    if plain.count("&") == plain.count("&amp;"):
        return plain.replace("&amp;", "&")
    return unescape(text)
