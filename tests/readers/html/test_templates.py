"""Templates and block patterns: what is filled in is always what the parser would give."""

from collections.abc import Iterable
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.html import templates
from scanner.readers.html.blocks import block_spans, parse_blocks, parse_spans
from scanner.readers.html.elements import Element, parse_html
from scanner.readers.html.markup import BlockSelector, MarkupFamily, markup
from scanner.readers.html.templates import PATTERN_AFTER, Templates, _unescaped
from tests.readers.html.instagram_pages import at, block, body, caption, photo, table, wide
from tests.readers.html.test_blocks import TEXTS

MANY = PATTERN_AFTER + 8
"""Of so many blocks of one structure, the last ones are matched by a pattern."""


def _family() -> MarkupFamily:
    return next(family for family in markup().families if family.id == "boxes-2021")


BOX = _family().block
ROLES = markup().roles(_family())

Shape = list[tuple[str, str, str | None, str]]


def _shape(tree: Element) -> Shape:
    return [
        (tag.name, tag.role, tag.attributes.get("href") or tag.attributes.get("src"), tag.text())
        for tag in (tree, *tree.walk())
        if tag.name != "br"
    ]


def _filled(page: str) -> list[Shape | None]:
    return [_shape(tree) if tree else None for tree in parse_blocks(page.encode(), BOX, ROLES)]


def _parsed(page: str) -> list[Shape | None]:
    raw = page.encode()
    found = (parse_html(raw[start:end], ROLES).children for start, end in block_spans(raw, BOX))
    return [
        _shape(children[0]) if children and isinstance(children[0], Element) else None for children in found
    ]


def _post(number: int, text: str, files: int = 1) -> str:
    shown = "".join(photo(f"media/{number}_{file}.jpg") for file in range(files))
    return block(caption(text), body(shown, table(wide("Latitude", f"{number}.5"))), at())


@pytest.mark.parametrize("text", TEXTS)
def test_what_a_pattern_takes_out_is_what_the_parser_reads(text: str) -> None:
    page = "".join(_post(number, text) for number in range(MANY))
    assert _filled(page) == _parsed(page)


ODD = {
    "a carriage return": "a\r\nb",
    "a null": "a\0b",
    "an element": "<b>bold</b>",
    "a longer text than a block may have": "x" * 50_000,
    "an end tag": "</div>",
    "no-break space alone": "&nbsp;",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_block_that_no_pattern_may_match_is_parsed(text: str) -> None:
    page = "".join(_post(number, "words") for number in range(MANY)) + _post(1, text) + _post(2, "words")
    assert _filled(page)[:MANY] == _parsed(page)[:MANY]
    assert _filled(page)[-1] == _parsed(page)[-1]
    assert len(_filled(page)) == MANY + 2


def _various() -> Iterable[str]:
    """Give blocks of many builds with as many tags each, in turn."""
    for number in range(40 * MANY):
        yield block(*("<p>x</p>" if number % 40 == place else "<i>y</i>" for place in range(40)))


def test_more_structures_than_patterns_are_tried() -> None:
    page = "".join(_various())
    assert _filled(page) == _parsed(page)


@pytest.mark.parametrize(
    ("name", "kept"), [("MOST_CHARACTERS", 3_000), ("MOST_TEMPLATES", 3), ("LONGEST_PATTERN", 10)]
)
def test_what_is_remembered_is_bounded(name: str, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, name, kept)
    page = "".join(_post(number, "words", number % 5) for number in range(10 * MANY))
    assert _filled(page) == _parsed(page)


def test_templates_are_cleared_past_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "MOST_CHARACTERS", 10_000)
    held = Templates(lambda piece: parse_html(piece, ROLES))
    for number in range(300):
        held.fill_for(f"<div>{'<i></i>' * number}</div>".encode())
    assert len(held._templates) < 50


def test_blocks_are_the_same_with_all_ends_known_before() -> None:
    page = "".join(f"{_post(number, 'words')}\n" for number in range(MANY)) + block("<div>") + _post(1, "a")
    raw = page.encode()
    known_before = [
        _shape(tree) if tree else None for tree in parse_spans(raw, block_spans(raw, BOX), BOX, ROLES)
    ]
    assert _filled(page) == known_before


def test_runs_have_no_templates() -> None:
    run = BlockSelector("div", frozenset({"meta"}), open=True)
    raw = b'<div class="meta">1</div>one<div class="meta">2</div>two'
    assert [tree.text() for tree in parse_blocks(raw, run, ROLES) if tree] == ["1\none", "2\ntwo"]


PARTS = (
    *("&amp;", "&lt;", "&gt;", "&quot;", "&#039;", "&#064;", "&#x27;", "&nbsp;"),
    *("&", "amp;", "#039;", ";", "a", "&am", "p;"),
)


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_entities_are_read_as_html_has_them(text: str) -> None:
    assert _unescaped(text) == unescape(text)
