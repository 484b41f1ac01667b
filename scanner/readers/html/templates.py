"""Blocks of one build are parsed once: of the next one only its words and addresses are put in.

A page repeats a few builds of block over and over, as a program writes it. What can differ without changing
the tree (text, and the values of attributes that hold addresses or names) is cut out of a block; what is left
is its build. A build that the parser does not give back as it was is never used, so what is read is what the
parser reads.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any, Final

from scanner.readers.html.tree import Tag

KEPT: Final = 4_000
"""So many builds are remembered at a time."""
LONGEST: Final = 40_000
"""A block of more bytes is seldom like another."""
_SLOT: Final = re.compile(
    r">(\s*[^<\s][^<]*(?:<br ?/?>[^<]*)*)"
    r'|( (?:href|src|id|title|alt|aria-labelledby)=")([^"<>]*)"'
)
_GROUPS: Final = 4
"""What each cut leaves: what stands before, and the three groups of the pattern."""
_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_BREAK: Final = re.compile(r"<br ?/?>(?:\s+(?=<br)|\n)?")
_USED: Final = frozenset(("href", "src", "title"))
"""The attributes that are put in; the others are only cut out."""

Build = tuple[tuple[str, ...], tuple[str | None, ...]]
Hole = tuple[Any, Any, int]
"""A list or a mapping of the tree, the place in it, and the number of what belongs there."""


class Template:
    """The tree of a build, with its holes."""

    __slots__ = ("_names", "_texts", "_tree")

    def __init__(self, tree: Tag, texts: list[Hole], names: list[Hole]) -> None:
        self._tree = tree
        self._texts = texts
        self._names = names

    def filled(self, texts: list[str], values: list[str]) -> Tag:
        """Give the tree with these texts and values; it is the same object every time."""
        for children, place, number in self._texts:
            children[place] = _read(texts[number])
        for attributes, name, number in self._names:
            value = values[number]
            attributes[name] = unescape(value) if "&" in value else value
        return self._tree


class Templates:
    """The builds of one page's blocks that were met so far."""

    def __init__(self, parse: Callable[[bytes], Tag | None]) -> None:
        """Take what gives the tree of one block by itself, or None."""
        self._parse = parse
        self._known: dict[Build, Template | bool] = {}

    def of(self, block: bytes) -> Callable[[], Tag] | None:
        """Give what fills in a block, or None where it must be parsed: its build is new, or of no use."""
        if len(block) > LONGEST or b"\r" in block or b"\0" in block:
            return None
        parts = _SLOT.split(block.decode("utf-8", "replace"))
        build = (tuple(parts[::_GROUPS]), tuple(parts[2::_GROUPS]))
        held = self._known.get(build)
        if held is None:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[build] = True
            return None
        if held is True:
            held = self._known[build] = self._made(parts) or False
        if held is False:
            return None
        return lambda: held.filled(parts[1::_GROUPS], parts[3::_GROUPS])  # type: ignore[union-attr]

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
    if "<br" in text:
        text = _BREAK.sub("\n", text)
    return unescape(text) if "&" in text else text
