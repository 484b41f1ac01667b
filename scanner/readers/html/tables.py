"""Tables of labels and values, as `label_values` of JSON: the same in every product's pages since 2021.

A row is `LABEL | VALUE`, or one cell with the value below its label, or one cell with blocks and tables of
their own (a group). Which element is which is told by where it stands, since the names of classes change.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from scanner.readers.html.elements import Tag
from scanner.readers.html.files import linked_files
from scanner.readers.html.links import target
from scanner.readers.html.page import HtmlPage
from scanner.schema import PRECISIONS

Entry = dict[str, Any]
"""One entry of `label_values`."""
Place = tuple[Sequence[Tag | str], int]
"""Where a text stands: the children of an element, and which of them."""

WORDS: Final = frozenset(
    ("comment", "text", "caption", "message", "name", "username", "bio", "website", "birth_date",
     "previous_value", "new_value", "media_owner", "sender")
)  # fmt: skip
"""What a person wrote: never a time, even where it reads like one."""
TELLS_A_TIME: Final = PRECISIONS[:2]
"""A value to the second or the minute is a moment; a day alone may be a birth date, and stays text."""
SHORTEST_TIME: Final = 8
"""No day with a time of day is written in fewer characters."""
PAIR: Final = 2
"""A row is a label and its value: two cells, or two pieces of the only cell."""
_CELLS: Final = ("td", "th")
_PLAIN: Final = frozenset(("td", "th", "div", "span"))


def entries(tag: Tag, sheet: HtmlPage) -> list[Entry]:
    """Return the labelled values of every table of a block, from the top; a block in it is a group."""
    found: list[Entry] = []
    for held in tag.of_build(rows):
        found.extend(row(held, sheet) if held.name == "tr" else _groups(_part_of(held, [held]), sheet))
    return found


def flat(found: Sequence[Entry]) -> Iterator[Entry]:
    """Return every labelled value, those of nested groups too, without the groups themselves."""
    for entry in found:
        if "dict" in entry:
            yield from flat(entry["dict"])
        else:
            yield entry


def tables(tag: Tag) -> list[Tag]:
    """Return the outermost tables below an element."""
    below = _tags(tag.children)
    return [table for child in below for table in ((child,) if child.name == "table" else tables(child))]


def rows(tag: Tag) -> list[Tag]:
    """Return the outermost rows below an element, and the outermost blocks with a title of their own."""
    below = _tags(tag.children)
    return [
        held for child in below for held in ((child,) if child.name == "tr" or titled(child) else rows(child))
    ]


def titled(tag: Tag) -> Tag | None:
    """Return the title that stands right in an element, which makes it a block."""
    return next((child for child in _tags(tag.children) if child.part == "title"), None)


def row(tr: Tag, sheet: HtmlPage) -> list[Entry]:
    """Give what one row tells: a labelled value, or the groups that stand in its cell."""
    cells, plain = tr.of_build(_cells)
    if plain is not None:
        (label, first), (value, second) = plain
        return [_told(label[first].strip(), value[second].strip(), sheet)]  # type: ignore[union-attr]
    if len(cells) > 1:
        if inner := _groups(cells[1], sheet):
            return [{"label": cells[0].text(), "dict": inner}]
        return _valued(cells[0].text(), cells[1], sheet)
    if cells and (inner := _groups(cells[0], sheet)):
        label = _directly(cells[0])
        return [{"label": label, "dict": inner}] if label else inner
    return _valued(*_label_and_rest(cells[0]), sheet) if cells else []


def _cells(tr: Tag) -> tuple[list[Tag], tuple[Place, Place] | None]:
    """Give the cells of a row, and where label and value stand where each is nothing but one text."""
    cells = [cell for cell in _tags(tr.children) if cell.name in _CELLS]
    pair: Sequence[Tag | str] = cells if len(cells) > 1 else cells[0].children if cells else ()
    if len(pair) < PAIR or (len(cells) == 1 and len(pair) > PAIR):
        return cells, None
    label, value = _sole_text(pair, 0), _sole_text(pair, 1)
    return cells, None if label is None or value is None else (label, value)


def _sole_text(children: Sequence[Tag | str], place: int) -> Place | None:
    """Give where the text of an element stands that holds nothing but one, however deep."""
    while not isinstance(held := children[place], str):
        if len(held.children) != 1 or held.name not in _PLAIN:
            return None
        children, place = held.children, 0
    return children, place


def _tags(children: Sequence[Tag | str]) -> list[Tag]:
    return [child for child in children if isinstance(child, Tag)]


def _directly(cell: Tag) -> str:
    """Give the text that stands in a cell itself, not in an element below it."""
    return " ".join(child.strip() for child in cell.children if isinstance(child, str)).strip()


def _label_and_rest(cell: Tag) -> tuple[str, Tag]:
    """Cut a cell into its label, which is its own text or else its first element's, and what is left."""
    below, after_first = cell.of_build(_below)
    if below.children and (label := _directly(cell)):
        return label, below
    if after_first.children:
        return below.children[0].text(), after_first  # type: ignore[union-attr]
    return "", cell


def _below(cell: Tag) -> tuple[Tag, Tag]:
    """Give a cell without its own text, and one without its first element too."""
    below: list[Tag | str] = [child for child in _tags(cell.children) if child.name != "br"]
    return _part_of(cell, below), _part_of(cell, below[1:])


def _part_of(cell: Tag, children: list[Tag | str]) -> Tag:
    return Tag(cell.name, cell.part, cell.attributes, children)


def _groups(tag: Tag, sheet: HtmlPage) -> list[Entry]:
    """Give the blocks below a cell as nested groups, each with its title, and a bare table as one without."""
    return [
        {"title": title.text(), "dict": _inside(held, sheet)}
        if title is not None
        else {"title": "", "dict": entries(held, sheet)}
        for title, held in tag.of_build(_grouped)
    ]


def _grouped(tag: Tag) -> list[tuple[Tag | None, Tag]]:
    """Give each outermost block below an element with its title, and each bare table without one."""
    found: list[tuple[Tag | None, Tag]] = []
    for child in _tags(tag.children):
        title = titled(child)
        if title is not None or child.name == "table":
            found.append((title, child))
        else:
            found.extend(_grouped(child))
    return found


def _inside(block: Tag, sheet: HtmlPage) -> list[Entry]:
    """Give what a titled block holds: the rows of its one table, or its groups."""
    inner = _groups(block, sheet)
    return inner[0]["dict"] if len(inner) == 1 and not inner[0]["title"] else inner


def _valued(label: str, held: Tag, sheet: HtmlPage) -> list[Entry]:
    """Give a label with what stands beside or below it: files, an address, a moment, or text."""
    if files := linked_files(held):
        return [{"label": label, "media": [{"uri": file.uri} for file in files]}]
    text = held.text()
    links = (target(tag.attributes["href"]) for tag in held.of_build(_linking))
    if link := next(filter(None, links), None):
        return [{"label": label, "value": text, "href": link}]
    return [_told(label, text, sheet)] if text else []


def _linking(tag: Tag) -> list[Tag]:
    """Give the elements below one that have an address."""
    return [each for each in tag.walk() if "href" in each.attributes]


def _told(label: str, text: str, sheet: HtmlPage) -> Entry:
    """Give a label with text, or with the moment that the text is."""
    if len(text) >= SHORTEST_TIME and sheet.labels.concept(label) not in WORDS:
        moment = sheet.clock.read(text)
        if moment is not None and moment.precision in TELLS_A_TIME:
            return {"label": label, "timestamp_value": sheet.at(moment)}
    return {"label": label, "value": text}
