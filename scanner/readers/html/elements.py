"""A page as a light tree of what matters: elements with their part, and their text."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar, Union

from selectolax.lexbor import LexborHTMLParser

from scanner.readers.html.markup import ElementRoles

DEEPEST: Final = 200
"""Elements nested further in than this are left out; Meta's pages go some 30 deep."""
MOST_OPEN: Final = 3_000
"""Elements open at once, past which nothing is parsed."""
DEPTH_CHECKED_FROM: Final = 32_000
"""Shorter pieces can't be nested deep enough to matter, in bytes."""
_START_OR_END: Final = re.compile(rb"<(/?)(?!br|img|hr|wbr|meta|link|input|source|!)[a-zA-Z]", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    ("script", "style", "noscript", "template", "-comment", "head", "iframe", "object", "svg")
)
"""What is never read nor passed on."""
_LINE_ELEMENTS: Final = frozenset(
    ("div", "p", "tr", "td", "li", "ul", "ol", "table", "section", "footer", "main", "h1", "h2", "h3", "h4")
)
"""Elements whose text stands on lines of its own."""
Result = TypeVar("Result")
_LINE_BREAK: Final = "\n"
_NONE: Final[dict[str, Any]] = {}


class Element:
    """One element. `part` is what it holds, by the family's table; attributes are as the page has them."""

    __slots__ = ("_cache", "_first_by_role", "attributes", "children", "name", "role")

    def __init__(
        self, name: str, role: str, attributes: dict[str, Any], children: list[Union["Element", str]]
    ) -> None:
        self.name = name
        self.role = role
        self._first_by_role: dict[str, Element | None] | None = None
        self._cache: dict[Any, Any] | None = None
        self.attributes = attributes
        self.children = children

    def cache_first(self) -> None:
        """Look each part up only once: the tree will keep its build."""
        self._first_by_role = {}

    def cached_for_template(self, compute: Callable[["Element"], Result]) -> Result:
        """Return what a function works out of the build alone: once, however often the tree is filled in."""
        cache = self._cache
        if cache is None:
            cache = self._cache = {}
        if compute not in cache:
            cache[compute] = compute(self)
        return cache[compute]  # type: ignore[no-any-return]

    def walk(self) -> Iterator["Element"]:
        """Return every element below this one, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, role: str) -> list["Element"]:
        """Return every outermost element below that is this part."""
        matches: list[Element] = []
        for child in self.children:
            if isinstance(child, str):
                continue
            if child.role == role:
                matches.append(child)
            else:
                matches.extend(child.all(role))
        return matches

    def first(self, role: str) -> "Element | None":
        """Return the first element below that is this part."""
        if self._first_by_role is None:
            return self._look(role)
        if role not in self._first_by_role:
            self._first_by_role[role] = self._look(role)
        return self._first_by_role[role]

    def _look(self, role: str) -> "Element | None":
        for child in self.children:
            if isinstance(child, Element):
                if child.role == role:
                    return child
                if (match := child._look(role)) is not None:
                    return match
        return None

    def text(self) -> str:
        """Return the text below, without space around it; what stands apart is on lines of its own."""
        children = self.children
        if len(children) == 1 and isinstance(only := children[0], str):
            return only.strip()
        texts: list[str] = []
        _collect_text(self, texts)
        return "".join(texts).strip()

    def lines(self) -> list[str]:
        """Return the text of each element apart, in order."""
        pieces: list[str] = []
        found: list[str] = []
        for child in self.children:
            if isinstance(child, Element) and child.name in _LINE_ELEMENTS:
                found.append("".join(pieces).strip())
                pieces = []
                found.extend(child.lines())
            elif isinstance(child, Element):
                _collect_inline(child, pieces)
            else:
                pieces.append(child)
        found.append("".join(pieces).strip())
        return [line for line in found if line]


def _collect_text(tag: Element, texts: list[str]) -> None:
    for child in tag.children:
        if isinstance(child, str):
            # A line break is written `<br />` and a new line: one of the two counts.
            texts.append(child.removeprefix("\n") if texts and texts[-1] is _LINE_BREAK else child)
        elif child.name in _LINE_ELEMENTS:
            if texts and texts[-1] is not _LINE_BREAK:
                texts.append(_LINE_BREAK)
            before = len(texts)
            _collect_text(child, texts)
            if len(texts) > before and texts[-1] is not _LINE_BREAK:
                texts.append(_LINE_BREAK)
        else:
            _collect_inline(child, texts)


def _collect_inline(tag: Element, texts: list[str]) -> None:
    if tag.name == "br":
        texts.append(_LINE_BREAK)
    else:
        _collect_text(tag, texts)


def parse_html(raw: bytes, roles: ElementRoles) -> Element:
    """Parse a page or a piece of one; scripts, styles and comments are left out.

    What is nested too deep gives an empty tree: a parser takes time by the square of it.
    """
    tree = Element("body", "", _NONE, [])
    if len(raw) > DEPTH_CHECKED_FROM and _is_too_deep(raw):
        return tree
    body = LexborHTMLParser(raw).body
    if body is not None:
        _copy_children(body, tree.children, roles.role_of, 0)
    return tree


def _is_too_deep(raw: bytes) -> bool:
    """Return whether elements may be nested deeper than any page of Meta's has them."""
    depth = 0
    for tag in _START_OR_END.finditer(raw):
        depth += -1 if tag[1] else 1
        if depth > MOST_OPEN:
            return True
    return False


def _copy_children(node: Any, into: list[Element | str], role_of: Any, depth: int) -> None:
    """Copy what lies below a node of the parser."""
    child = node.first_child
    while child is not None:
        name = child.tag
        if name == "-text":
            text = child.text_content
            if text and not text.isspace():
                into.append(text)
        elif name not in _SKIPPED:
            attributes = child.attributes
            inner: list[Element | str] = []
            into.append(Element(name, role_of(name, attributes.get("class")), attributes, inner))
            if depth < DEEPEST:
                _copy_children(child, inner, role_of, depth + 1)
        child = child.next
