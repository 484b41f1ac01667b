"""A page as a light tree: elements with their role and their text."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar, Union

from selectolax.lexbor import LexborHTMLParser

from scanner.readers.html.markup import ElementRoles

DEEPEST: Final = 200
"""Elements nested deeper than this are left out; Meta's pages have some 30 levels."""
MOST_OPEN: Final = 3_000
"""A page with more elements open at once is never parsed."""
DEPTH_CHECKED_FROM: Final = 32_000
"""In bytes: shorter markup can't be nested deep enough to matter."""
_START_OR_END: Final = re.compile(rb"<(/?)(?!br|img|hr|wbr|meta|link|input|source|!)[a-zA-Z]", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    ("script", "style", "noscript", "template", "-comment", "head", "iframe", "object", "svg")
)
"""Nodes of the parser that are left out."""
_LINE_ELEMENTS: Final = frozenset(
    ("div", "p", "tr", "td", "li", "ul", "ol", "table", "section", "footer", "main", "h1", "h2", "h3", "h4")
)
"""Elements whose text is on lines of its own."""
Result = TypeVar("Result")
_LINE_BREAK: Final = "\n"
_NO_ATTRIBUTES: Final[dict[str, Any]] = {}


class Element:
    """One element. `role` is its role in the markup family; attributes are as the page has them."""

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
        """Cache what `first` finds: the tree of a template keeps its structure."""
        self._first_by_role = {}

    def cached_for_template(self, compute: Callable[["Element"], Result]) -> Result:
        """Return what a function computes from the structure alone, once for all blocks of a template."""
        cache = self._cache
        if cache is None:
            cache = self._cache = {}
        if compute not in cache:
            cache[compute] = compute(self)
        return cache[compute]  # type: ignore[no-any-return]

    def walk(self) -> Iterator["Element"]:
        """Yield every element below this one, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, role: str) -> list["Element"]:
        """Return every outermost element below that has a role."""
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
        """Return the first element below that has a role, or None."""
        if self._first_by_role is None:
            return self._find_first(role)
        if role not in self._first_by_role:
            self._first_by_role[role] = self._find_first(role)
        return self._first_by_role[role]

    def _find_first(self, role: str) -> "Element | None":
        for child in self.children:
            if isinstance(child, Element):
                if child.role == role:
                    return child
                if (match := child._find_first(role)) is not None:
                    return match
        return None

    def text(self) -> str:
        """Return the text below, without space around it; block elements are on lines of their own."""
        children = self.children
        if len(children) == 1 and isinstance(only := children[0], str):
            return only.strip()
        texts: list[str] = []
        _collect_text(self, texts)
        return "".join(texts).strip()


def _collect_text(tag: Element, texts: list[str]) -> None:
    for child in tag.children:
        if isinstance(child, str):
            # Meta writes a line break as `<br />` and a newline: only one of the two counts.
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
    """Return the tree of a page or a part of one, without scripts, styles and comments.

    Markup that is nested too deep gives an empty tree: the parser's time grows by the square of the depth.
    """
    tree = Element("body", "", _NO_ATTRIBUTES, [])
    if len(raw) > DEPTH_CHECKED_FROM and _is_too_deep(raw):
        return tree
    body = LexborHTMLParser(raw).body
    if body is not None:
        _copy_children(body, tree.children, roles.role_of, 0)
    return tree


def _is_too_deep(raw: bytes) -> bool:
    """Return whether elements may be nested deeper than in any page of Meta's."""
    depth = 0
    for tag in _START_OR_END.finditer(raw):
        depth += -1 if tag[1] else 1
        if depth > MOST_OPEN:
            return True
    return False


def _copy_children(node: Any, into: list[Element | str], role_of: Any, depth: int) -> None:
    """Append the children of a parser's node to a list, as elements and texts."""
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
