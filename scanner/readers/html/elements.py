"""A page as a light tree of what matters: elements with their part, and their text."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar, Union

from selectolax.lexbor import LexborHTMLParser

from scanner.readers.html.markup import Roles

DEEPEST: Final = 200
"""Elements nested further in than this are left out; Meta's pages go some 30 deep."""
TOO_DEEP: Final = 3_000
"""Elements open at once, past which nothing is parsed."""
LOOKED_AT_FROM: Final = 32_000
"""Shorter pieces can't be nested deep enough to matter, in bytes."""
_START_OR_END: Final = re.compile(rb"<(/?)(?!br|img|hr|wbr|meta|link|input|source|!)[a-zA-Z]", re.IGNORECASE)
_UNREAD: Final = frozenset(
    ("script", "style", "noscript", "template", "-comment", "head", "iframe", "object", "svg")
)
"""What is never read nor passed on."""
_APART: Final = frozenset(
    ("div", "p", "tr", "td", "li", "ul", "ol", "table", "section", "footer", "main", "h1", "h2", "h3", "h4")
)
"""Elements whose text stands on lines of its own."""
Worked = TypeVar("Worked")
_BREAK: Final = "\n"
_NONE: Final[dict[str, Any]] = {}


class Tag:
    """One element. `part` is what it holds, by the family's table; attributes are as the page has them."""

    __slots__ = ("_found", "_worked", "attributes", "children", "name", "part")

    def __init__(
        self, name: str, part: str, attributes: dict[str, Any], children: list[Union["Tag", str]]
    ) -> None:
        self.name = name
        self.part = part
        self._found: dict[str, Tag | None] | None = None
        self._worked: dict[Any, Any] | None = None
        self.attributes = attributes
        self.children = children

    def remember(self) -> None:
        """Look each part up only once: the tree will keep its build."""
        self._found = {}

    def of_build(self, work: Callable[["Tag"], Worked]) -> Worked:
        """Give what a function works out of the build alone: once, however often the tree is filled in."""
        held = self._worked
        if held is None:
            held = self._worked = {}
        if work not in held:
            held[work] = work(self)
        return held[work]  # type: ignore[no-any-return]

    def walk(self) -> Iterator["Tag"]:
        """Give every element below this one, in the order of the page."""
        for child in self.children:
            if isinstance(child, Tag):
                yield child
                yield from child.walk()

    def all(self, part: str) -> list["Tag"]:
        """Give every outermost element below that is this part."""
        found: list[Tag] = []
        for child in self.children:
            if isinstance(child, str):
                continue
            if child.part == part:
                found.append(child)
            else:
                found.extend(child.all(part))
        return found

    def first(self, part: str) -> "Tag | None":
        """Give the first element below that is this part."""
        if self._found is None:
            return self._look(part)
        if part not in self._found:
            self._found[part] = self._look(part)
        return self._found[part]

    def _look(self, part: str) -> "Tag | None":
        for child in self.children:
            if isinstance(child, Tag):
                if child.part == part:
                    return child
                if (found := child._look(part)) is not None:
                    return found
        return None

    def text(self) -> str:
        """Give the text below, without space around it; what stands apart is on lines of its own."""
        children = self.children
        if len(children) == 1 and isinstance(only := children[0], str):
            return only.strip()
        pieces: list[str] = []
        _gather(self, pieces)
        return "".join(pieces).strip()

    def lines(self) -> list[str]:
        """Give the text of each element apart, in order."""
        pieces: list[str] = []
        found: list[str] = []
        for child in self.children:
            if isinstance(child, Tag) and child.name in _APART:
                found.append("".join(pieces).strip())
                pieces = []
                found.extend(child.lines())
            elif isinstance(child, Tag):
                _gather_one(child, pieces)
            else:
                pieces.append(child)
        found.append("".join(pieces).strip())
        return [line for line in found if line]


def _gather(tag: Tag, pieces: list[str]) -> None:
    for child in tag.children:
        if isinstance(child, str):
            # A line break is written `<br />` and a new line: one of the two counts.
            pieces.append(child.removeprefix("\n") if pieces and pieces[-1] is _BREAK else child)
        elif child.name in _APART:
            if pieces and pieces[-1] is not _BREAK:
                pieces.append(_BREAK)
            before = len(pieces)
            _gather(child, pieces)
            if len(pieces) > before and pieces[-1] is not _BREAK:
                pieces.append(_BREAK)
        else:
            _gather_one(child, pieces)


def _gather_one(tag: Tag, pieces: list[str]) -> None:
    if tag.name == "br":
        pieces.append(_BREAK)
    else:
        _gather(tag, pieces)


def grown(raw: bytes, roles: Roles) -> Tag:
    """Parse a page or a piece of one; scripts, styles and comments are left out.

    What is nested too deep gives an empty tree: a parser takes time by the square of it.
    """
    tree = Tag("body", "", _NONE, [])
    if len(raw) > LOOKED_AT_FROM and _too_deep(raw):
        return tree
    body = LexborHTMLParser(raw).body
    if body is not None:
        _grow(body, tree.children, roles.of, 0)
    return tree


def _too_deep(raw: bytes) -> bool:
    """Tell whether elements may be nested deeper than any page of Meta's has them."""
    depth = 0
    for found in _START_OR_END.finditer(raw):
        depth += -1 if found[1] else 1
        if depth > TOO_DEEP:
            return True
    return False


def _grow(node: Any, into: list[Tag | str], part_of: Any, depth: int) -> None:
    """Copy what lies below a node of the parser."""
    child = node.first_child
    while child is not None:
        name = child.tag
        if name == "-text":
            text = child.text_content
            if text and not text.isspace():
                into.append(text)
        elif name not in _UNREAD:
            attributes = child.attributes
            inner: list[Tag | str] = []
            into.append(Tag(name, part_of(name, attributes.get("class")), attributes, inner))
            if depth < DEEPEST:
                _grow(child, inner, part_of, depth + 1)
        child = child.next
