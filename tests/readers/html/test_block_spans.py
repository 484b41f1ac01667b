"""Where blocks end is told by the order of their tags: the same as by pairing every tag of the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.html import blocks
from scanner.readers.html.blocks import block_spans, block_starts, paired_spans
from scanner.readers.html.markup import BlockSelector
from tests.readers.html.instagram_pages import at, block, body, caption

BOX = BlockSelector("div", frozenset({"_a6-g"}))
WHOLE = block(caption("a"), body("<div>b</div>"), at())

PAGES = {
    "one after the other": WHOLE * 3,
    "lines between them": f"{WHOLE}\n{WHOLE}\n",
    "other elements between them": f"{WHOLE}<div>x</div>{WHOLE}<p>y</p>{WHOLE}",
    "a block in a block": block(WHOLE, WHOLE) + WHOLE,
    "end tags in capitals": block("<div></div>").removesuffix("</div>") + "</DIV >" + WHOLE,
    "an end tag too many": f"{WHOLE}</div>{WHOLE}",
    "one never closed": WHOLE + block("<p>").removesuffix("</div>") + WHOLE,
    "one never closed with another in it": block(WHOLE).removesuffix("</div>") + WHOLE,
    "the last one never closed": WHOLE + block("x").removesuffix("</div>"),
    "elements never closed in it": block("<div><div>") + WHOLE,
    "a tag cut off": WHOLE + '<div class="_a6-g"',
    "the class twice in a tag": '<div class="_a6-g _a6-g" id="_a6-g">x</div>',
    "the class in another tag": f'<span class="_a6-g">x</span>{WHOLE}',
    "the class in the text": f"_a6-g {WHOLE} _a6-g",
    "another class that begins so": f'<div class="_a6-gh">x</div>{WHOLE}',
    "the class before any tag": "\n_a6-g",
    "nothing": "",
}


@pytest.mark.parametrize("name", PAGES)
def test_blocks_end_where_their_tags_pair(name: str) -> None:
    raw = PAGES[name].encode()
    assert block_spans(raw, BOX) == paired_spans(raw, BOX)


PARTS = (
    "<div>",
    "</div>",
    "</DIV>",
    "</div x>",
    "<div",
    '<div class="_a6-g">',
    "_a6-g",
    ">",
    "<p>",
    " ",
    "x",
    WHOLE,
)


@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_blocks_end_where_their_tags_pair_in_any_page(parts: list[str]) -> None:
    raw = "".join(parts).encode()
    assert block_spans(raw, BOX) == paired_spans(raw, BOX)


def test_the_first_start_is_where_the_first_block_begins() -> None:
    raw = f"<head><style>._a6-g{{}}</style></head><div>{WHOLE}{WHOLE}".encode()
    assert next(block_starts(raw, BOX)) == block_spans(raw, BOX)[0][0]


def test_more_orders_of_tags_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_TAG_ORDERS", 2)
    raw = "".join(block("<div></div>" * (number % 7)) for number in range(40)).encode()
    assert block_spans(raw, BOX) == paired_spans(raw, BOX)
