"""Tables of labels and values, as `label_values` of JSON: the same in the pages of all products since 2021.

A row is `LABEL | VALUE`, or one cell with the value below its label, or one cell with blocks and tables of
their own (a group). Elements are recognised by their position, since the names of classes change.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from scanner.readers.html.elements import Element
from scanner.readers.html.links import external_address, linked_files
from scanner.readers.html.page import HtmlPage
from scanner.schema import PRECISIONS

Entry = dict[str, Any]
"""One entry of `label_values`."""
TextPosition = tuple[Sequence[Element | str], int]
"""The position of a text: the children of an element, and the index of the text in them."""

NEVER_TIMES: Final = frozenset(
    ("comment", "text", "caption", "message", "name", "username", "bio", "website", "birth_date",
     "previous_value", "new_value", "media_owner", "sender")
)  # fmt: skip
"""Fields that a person writes: never a time, even where they read like one."""
TIME_PRECISIONS: Final = PRECISIONS[:2]
"""A value exact to the second or minute is a time; a day alone may be a birth date, so it stays text."""
SHORTEST_TIME: Final = 8
"""In characters: no day with a time of day is shorter."""
CELLS_IN_PAIR: Final = 2
"""A row is a label and its value: two cells, or two children of its only cell."""
_CELLS: Final = ("td", "th")
_PLAIN: Final = frozenset(("td", "th", "div", "span"))


def entries(tag: Element, page: HtmlPage) -> list[Entry]:
    """Return the labelled values of every table of a block, in order; a block inside it is a group."""
    values: list[Entry] = []
    for element in tag.cached_for_template(row_elements):
        values.extend(
            row_entries(element, page)
            if element.name == "tr"
            else _groups(_with_children(element, [element]), page)
        )
    return values


def flatten(values: Sequence[Entry]) -> Iterator[Entry]:
    """Yield every labelled value, those of nested groups too, without the groups themselves."""
    for entry in values:
        if "dict" in entry:
            yield from flatten(entry["dict"])
        else:
            yield entry


def table_elements(tag: Element) -> list[Element]:
    """Return the outermost tables below an element."""
    below = _elements(tag.children)
    return [
        table for child in below for table in ((child,) if child.name == "table" else table_elements(child))
    ]


def row_elements(tag: Element) -> list[Element]:
    """Return the outermost rows below an element, and the outermost blocks with a title of their own."""
    below = _elements(tag.children)
    return [
        element
        for child in below
        for element in ((child,) if child.name == "tr" or title_element(child) else row_elements(child))
    ]


def title_element(tag: Element) -> Element | None:
    """Return the title that is a direct child of an element, which makes it a block; else None."""
    return next((child for child in _elements(tag.children) if child.role == "title"), None)


def row_entries(tr: Element, page: HtmlPage) -> list[Entry]:
    """Return the entries of a row: a labelled value, or the groups in its cell."""
    cells, plain = tr.cached_for_template(_cells)
    if plain is not None:
        (label, first), (value, second) = plain
        return [_text_or_time(label[first].strip(), value[second].strip(), page)]  # type: ignore[union-attr]
    if len(cells) > 1:
        if inner := _groups(cells[1], page):
            return [{"label": cells[0].text(), "dict": inner}]
        return _labelled_value(cells[0].text(), cells[1], page)
    if cells and (inner := _groups(cells[0], page)):
        label = _direct_text(cells[0])
        return [{"label": label, "dict": inner}] if label else inner
    return _labelled_value(*_split_label(cells[0]), page) if cells else []


def _cells(tr: Element) -> tuple[list[Element], tuple[TextPosition, TextPosition] | None]:
    """Return the cells of a row, and the positions of label and value where each is a single text."""
    cells = [cell for cell in _elements(tr.children) if cell.name in _CELLS]
    pair: Sequence[Element | str] = cells if len(cells) > 1 else cells[0].children if cells else ()
    if len(pair) < CELLS_IN_PAIR or (len(cells) == 1 and len(pair) > CELLS_IN_PAIR):
        return cells, None
    label, value = _sole_text(pair, 0), _sole_text(pair, 1)
    return cells, None if label is None or value is None else (label, value)


def _sole_text(children: Sequence[Element | str], position: int) -> TextPosition | None:
    """Return the position of the only text of an element, however deep; None where it has more than that."""
    while not isinstance(child := children[position], str):
        if len(child.children) != 1 or child.name not in _PLAIN:
            return None
        children, position = child.children, 0
    return children, position


def _elements(children: Sequence[Element | str]) -> list[Element]:
    return [child for child in children if isinstance(child, Element)]


def _direct_text(cell: Element) -> str:
    """Return the text of a cell itself, without that of its elements."""
    return " ".join(child.strip() for child in cell.children if isinstance(child, str)).strip()


def _split_label(cell: Element) -> tuple[str, Element]:
    """Return the label of a cell, its own text or else that of its first element, and the remainder."""
    below, after_first = cell.cached_for_template(_split_cell)
    if below.children and (label := _direct_text(cell)):
        return label, below
    if after_first.children:
        return below.children[0].text(), after_first  # type: ignore[union-attr]
    return "", cell


def _split_cell(cell: Element) -> tuple[Element, Element]:
    """Return a cell without its own text, and the same without its first element."""
    below: list[Element | str] = [child for child in _elements(cell.children) if child.name != "br"]
    return _with_children(cell, below), _with_children(cell, below[1:])


def _with_children(cell: Element, children: list[Element | str]) -> Element:
    return Element(cell.name, cell.role, cell.attributes, children)


def _groups(tag: Element, page: HtmlPage) -> list[Entry]:
    """Return the blocks below a cell as groups with their titles; a bare table is a group without one."""
    return [
        {"title": title.text(), "dict": _block_entries(element, page)}
        if title is not None
        else {"title": "", "dict": entries(element, page)}
        for title, element in tag.cached_for_template(_titled_blocks)
    ]


def _titled_blocks(tag: Element) -> list[tuple[Element | None, Element]]:
    """Return each outermost block below an element with its title, and each bare table without one."""
    blocks: list[tuple[Element | None, Element]] = []
    for child in _elements(tag.children):
        title = title_element(child)
        if title is not None or child.name == "table":
            blocks.append((title, child))
        else:
            blocks.extend(_titled_blocks(child))
    return blocks


def _block_entries(block: Element, page: HtmlPage) -> list[Entry]:
    """Return the content of a titled block: the rows of its one table, or its groups."""
    inner = _groups(block, page)
    return inner[0]["dict"] if len(inner) == 1 and not inner[0]["title"] else inner


def _labelled_value(label: str, cell: Element, page: HtmlPage) -> list[Entry]:
    """Return a label with its value: files, an address, a time, or text; nothing for an empty cell."""
    if files := linked_files(cell):
        return [{"label": label, "media": [{"uri": file.uri} for file in files]}]
    text = cell.text()
    links = (
        external_address(tag.attributes["href"]) for tag in cell.cached_for_template(_elements_with_address)
    )
    if link := next(filter(None, links), None):
        return [{"label": label, "value": text, "href": link}]
    return [_text_or_time(label, text, page)] if text else []


def _elements_with_address(tag: Element) -> list[Element]:
    """Return the elements below that have an address."""
    return [element for element in tag.walk() if "href" in element.attributes]


def _text_or_time(label: str, text: str, page: HtmlPage) -> Entry:
    """Return a label with a text, or with the time that the text is."""
    if len(text) >= SHORTEST_TIME and page.labels.concept(label) not in NEVER_TIMES:
        moment = page.clock.read(text)
        if moment is not None and moment.precision in TIME_PRECISIONS:
            return {"label": label, "timestamp_value": page.at(moment)}
    return {"label": label, "value": text}
