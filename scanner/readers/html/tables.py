"""Tables of labels and values, as `label_values` of JSON: the same in every product's pages since 2021.

A row is `LABEL | VALUE`, or one cell with the value below its label, or one cell with blocks and tables of
their own (a group). Which element is which is told by where it stands, since the names of classes change.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from scanner.readers.html.elements import Element
from scanner.readers.html.links import external_address, linked_files
from scanner.readers.html.page import HtmlPage
from scanner.schema import PRECISIONS

Entry = dict[str, Any]
"""One entry of `label_values`."""
Place = tuple[Sequence[Element | str], int]
"""Where a text stands: the children of an element, and which of them."""

NEVER_TIMES: Final = frozenset(
    ("comment", "text", "caption", "message", "name", "username", "bio", "website", "birth_date",
     "previous_value", "new_value", "media_owner", "sender")
)  # fmt: skip
"""What a person wrote: never a time, even where it reads like one."""
TIME_PRECISIONS: Final = PRECISIONS[:2]
"""A value to the second or the minute is a moment; a day alone may be a birth date, and stays text."""
SHORTEST_TIME: Final = 8
"""No day with a time of day is written in fewer characters."""
CELLS_IN_PAIR: Final = 2
"""A row is a label and its value: two cells, or two pieces of the only cell."""
_CELLS: Final = ("td", "th")
_PLAIN: Final = frozenset(("td", "th", "div", "span"))


def entries(tag: Element, page: HtmlPage) -> list[Entry]:
    """Return the labelled values of every table of a block, from the top; a block in it is a group."""
    values: list[Entry] = []
    for element in tag.cached_for_template(row_elements):
        values.extend(
            row_entries(element, page)
            if element.name == "tr"
            else _groups(_with_children(element, [element]), page)
        )
    return values


def flatten(values: Sequence[Entry]) -> Iterator[Entry]:
    """Return every labelled value, those of nested groups too, without the groups themselves."""
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
    """Return the title that stands right in an element, which makes it a block."""
    return next((child for child in _elements(tag.children) if child.role == "title"), None)


def row_entries(tr: Element, page: HtmlPage) -> list[Entry]:
    """Return what one row tells: a labelled value, or the groups that stand in its cell."""
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
    return _labelled_value(*_label_and_rest(cells[0]), page) if cells else []


def _cells(tr: Element) -> tuple[list[Element], tuple[Place, Place] | None]:
    """Return the cells of a row, and where label and value stand where each is nothing but one text."""
    cells = [cell for cell in _elements(tr.children) if cell.name in _CELLS]
    pair: Sequence[Element | str] = cells if len(cells) > 1 else cells[0].children if cells else ()
    if len(pair) < CELLS_IN_PAIR or (len(cells) == 1 and len(pair) > CELLS_IN_PAIR):
        return cells, None
    label, value = _sole_text(pair, 0), _sole_text(pair, 1)
    return cells, None if label is None or value is None else (label, value)


def _sole_text(children: Sequence[Element | str], position: int) -> Place | None:
    """Return where the text of an element stands that holds nothing but one, however deep."""
    while not isinstance(child := children[position], str):
        if len(child.children) != 1 or child.name not in _PLAIN:
            return None
        children, position = child.children, 0
    return children, position


def _elements(children: Sequence[Element | str]) -> list[Element]:
    return [child for child in children if isinstance(child, Element)]


def _direct_text(cell: Element) -> str:
    """Return the text that stands in a cell itself, not in an element below it."""
    return " ".join(child.strip() for child in cell.children if isinstance(child, str)).strip()


def _label_and_rest(cell: Element) -> tuple[str, Element]:
    """Cut a cell into its label, which is its own text or else its first element's, and what is left."""
    below, after_first = cell.cached_for_template(_below)
    if below.children and (label := _direct_text(cell)):
        return label, below
    if after_first.children:
        return below.children[0].text(), after_first  # type: ignore[union-attr]
    return "", cell


def _below(cell: Element) -> tuple[Element, Element]:
    """Return a cell without its own text, and one without its first element too."""
    below: list[Element | str] = [child for child in _elements(cell.children) if child.name != "br"]
    return _with_children(cell, below), _with_children(cell, below[1:])


def _with_children(cell: Element, children: list[Element | str]) -> Element:
    return Element(cell.name, cell.role, cell.attributes, children)


def _groups(tag: Element, page: HtmlPage) -> list[Entry]:
    """Return the blocks below a cell as nested groups, each with its title, and a bare table as one without."""
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
    """Return what a titled block holds: the rows of its one table, or its groups."""
    inner = _groups(block, page)
    return inner[0]["dict"] if len(inner) == 1 and not inner[0]["title"] else inner


def _labelled_value(label: str, cell: Element, page: HtmlPage) -> list[Entry]:
    """Return a label with what stands beside or below it: files, an address, a moment, or text."""
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
    """Return the elements below one that have an address."""
    return [element for element in tag.walk() if "href" in element.attributes]


def _text_or_time(label: str, text: str, page: HtmlPage) -> Entry:
    """Return a label with text, or with the moment that the text is."""
    if len(text) >= SHORTEST_TIME and page.labels.concept(label) not in NEVER_TIMES:
        moment = page.clock.read(text)
        if moment is not None and moment.precision in TIME_PRECISIONS:
            return {"label": label, "timestamp_value": page.at(moment)}
    return {"label": label, "value": text}
