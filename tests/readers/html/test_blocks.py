"""Pages are cut at their blocks; a broken one harms no other; what is filled in is what would be parsed."""

from collections.abc import Iterator
from time import process_time

import pytest

from scanner.readers.html.blocks import CHUNK, block_spans, parse_spans
from scanner.readers.html.elements import Element, parse_html
from scanner.readers.html.markup import BlockSelector, MarkupFamily, markup

SECTION = BlockSelector("section", frozenset({"_a6-g"}))
RUN = BlockSelector("div", frozenset({"meta"}), open=True)


def _block(words: str, inner: str = "") -> str:
    return f'<section class="_a6-g"><h2 class="_a6-h">{words}</h2><div class="_2pin">{inner}</div></section>'


def _family(name: str) -> MarkupFamily:
    return next(family for family in markup().families if family.id == name)


def _titles(page: str) -> list[str | None]:
    raw, roles = page.encode(), markup().roles(_family("sections"))
    return [
        title.text() if tree and (title := tree.first("title")) else None
        for tree in parse_spans(raw, block_spans(raw, SECTION), SECTION, roles)
    ]


BROKEN = [
    ("never closed", '<section class="_a6-g"><h2>b</h2><div>', ["a", "b", "c"]),
    ("closed twice", _block("b") + "</section></div>", ["a", "b", "c"]),
    ("a comment without end", '<section class="_a6-g"><h2>b</h2><!-- ', ["a", "b", "c"]),
    ("a script without end", '<section class="_a6-g"><h2>b</h2><script>', ["a", "b", "c"]),
    ("a table without end", _block("b", "<table><tr><td>"), ["a", "b", "c"]),
    ("a quote without end", '<section class="_a6-g"><h2 id="x>b</h2></section>', ["a", None, "c"]),
    ("a block in a block", _block("b", _block("inner")), ["a", "b", "c"]),
    ("another section around it", f'<section class="x">{_block("b")}</section>', ["a", "b", "c"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("middle", "wanted"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_block_harms_no_other(middle: str, wanted: list[str | None]) -> None:
    found = _titles(f"<body><main>{_block('a')}{middle}{_block('c')}</main></body>")
    assert found[0] == wanted[0]
    assert found[-1] == wanted[-1]
    assert wanted[1] is None or wanted[1] in found


def test_runs_end_where_the_next_begins() -> None:
    page = b'<div class="nav"></div><div class="meta">1</div>one<div class="meta">2</div>two<p>more</p></div>'
    found = list(parse_spans(page, block_spans(page, RUN), RUN, markup().roles(_family("timeline-of-2014"))))
    assert [tree.text() if tree else None for tree in found] == ["1\none", "2\ntwo\nmore"]


TEXTS = [
    "plain",
    "caf\u00e9 \u2615",
    "a &amp; b &lt;b&gt; &#039;c&#039; &nbsp;d",
    "one<br />\ntwo<br/><br />three",
    "one <br /> <br /> two",
    " space around ",
    "a > b",
    "with <b>bold</b> words",
    'say "hi" href="x"',
    "\ue0001\ue001",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_filled_in_is_what_the_parser_reads(text: str) -> None:
    page = "".join(
        _block(text, f'<a href="a{n}.jpg"><img src="a{n}.jpg"/></a><div>{text}</div>') for n in range(5)
    )
    raw, roles = page.encode(), markup().roles(_family("sections"))
    shown = [_shape(tree) for tree in parse_spans(raw, block_spans(raw, SECTION), SECTION, roles) if tree]
    parsed = [_shape(_only(parse_html(raw[start:end], roles))) for start, end in block_spans(raw, SECTION)]
    assert shown == parsed
    assert len(shown) == 5


def _only(tree: Element) -> Element:
    child = tree.children[0]
    assert isinstance(child, Element)
    return child


def _shape(tree: Element) -> list[tuple[str, str, str | None, str]]:
    return [
        (tag.name, tag.role, tag.attributes.get("href") or tag.attributes.get("src"), tag.text())
        for tag in (tree, *tree.walk())
        if tag.name != "br"
    ]


def test_scripts_and_styles_are_never_part_of_a_tree() -> None:
    page = '<div onclick="steal()">text<script>steal()</script><style>p{}</style><!-- note --></div>'
    tree = parse_html(page.encode(), markup().roles(_family("sections")))
    assert tree.text() == "text"
    assert [tag.name for tag in tree.walk()] == ["div"]


def test_a_long_page_is_parsed_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def noted(raw: bytes, roles: object) -> Element:
        sizes.append(len(raw))
        return parse_html(raw, roles)  # type: ignore[arg-type]

    monkeypatch.setattr("scanner.readers.html.blocks.parse_html", noted)
    page = "".join(_various(5_000))
    assert len(_titles(page)) == 5_000
    assert max(sizes) <= CHUNK < len(page)


def _various(count: int) -> Iterator[str]:
    """Give blocks no two of which are of one build."""
    return (
        _block(str(number), "<p></p>" * (number % 50) + "<i></i>" * (number // 50)) for number in range(count)
    )


HOSTILE = {
    "words of a class without a tag": b"uiBoxWhite " * 400_000,
    "start tags never closed": b'<section class="_a6-g" ' * 200_000,
    "blocks never closed": b'<section class="_a6-g">' * 20_000,
    "blocks in blocks": b'<section class="_a6-g">' * 20_000 + b"</section>" * 20_000,
    "one block of all": b'<section class="_a6-g">' + b"<b><i><a>" * 600_000 + b"</section>",
    "elements never closed": b'<section class="_a6-g">' + b"<div>" * 600_000 + b"</section>",
    "texts without an end": (b'<section class="_a6-g"><p>' + b">" * 20_000) * 20,
    "space without an end": (b'<section class="_a6-g"><p>' + b" " * 20_000) * 20,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_no_longer_than_others(name: str) -> None:
    raw = HOSTILE[name]
    start = process_time()
    family = markup().family_of(raw)
    roles = markup().roles(_family("sections"))
    found = sum(1 for _ in parse_spans(raw, block_spans(raw, SECTION), SECTION, roles)) if family else 0
    assert found <= raw.count(b"<section")
    assert process_time() - start < 5
