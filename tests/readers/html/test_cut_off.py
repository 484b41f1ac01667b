"""A page that is cut off: recognised as such, and read up to the block in which it ends."""

import zipfile
from collections.abc import Callable, Iterator

import pytest

from sample_exports.build import HERE
from scanner.readers.html.blocks import complete_part, is_cut_off
from scanner.readers.record import UnreadableError
from tests.builders import JANE, VINTAGES, Tree
from tests.builders.html_before_2018 import timeline_of_2016, wall_of_2012
from tests.builders.html_facebook import LOOKS, in_html
from tests.builders.html_instagram import (
    instagram_html_2022,
    instagram_html_2024,
    instagram_html_2025,
    instagram_html_2026,
    threads_html,
)

OLD = (wall_of_2012, timeline_of_2016)
INSTAGRAM = (instagram_html_2022, instagram_html_2024, instagram_html_2025, instagram_html_2026, threads_html)


def trees() -> Iterator[Tree]:
    """Give an export of every vintage in HTML, and the samples."""
    yield from (build(JANE).tree for build in (*OLD, *INSTAGRAM))
    yield from (in_html(VINTAGES[vintage](JANE).tree, vintage) for vintage in LOOKS)
    for sample in HERE.glob("*html*.zip"):
        with zipfile.ZipFile(sample) as archive:
            yield {name: archive.read(name) for name in archive.namelist()}


def test_no_whole_page_of_any_vintage_breaks_off() -> None:
    pages = [raw for tree in trees() for path, raw in tree.items() if path.endswith((".html", ".htm"))]
    assert len(pages) > 100
    assert [raw[-80:] for raw in pages if is_cut_off(raw)] == []
    assert [raw[:80] for raw in pages if not is_cut_off(raw[: raw.lower().rindex(b"</html")])] == []


@pytest.mark.parametrize(
    ("page", "cut"),
    [
        (b"<html><body>x</body></html>\n", False),
        (b"<HTML><BODY>x</BODY></HTML>", False),
        (b"<html><body>x</body></html>" + b" " * 5_000, False),
        (b'<section class="_a6-g"><h2>a</h2></section>', False),
        (b'<section class="_a6-g"><h2>a', True),
        (b'<section class="_a6-g"><h2>a</h2>', True),
        (b"<!doctype html><HTML lang=de><body><p>x</p>", True),
        (b"<html><body>of &lt;/html&gt; I know", True),
        (b"", True),
        (bytes(99), True),
    ],
)
def test_a_page_breaks_off_where_it_does_not_close_what_it_opened(page: bytes, cut: bool) -> None:
    assert is_cut_off(page) is cut


def section(words: str) -> str:
    return f'<section class="_a6-g"><h2>{words}</h2><div class="_a6-p"><div>{words}</div></div></section>'


def div(words: str) -> str:
    return f'<div class="_a6-g"><h2>{words}</h2><div class="_a6-p"><div>{words}</div></div></div>'


def meta(words: str) -> str:
    return f'<div class="meta">{words}</div>{words}'


@pytest.mark.parametrize("block", [section, div, meta])
def test_half_a_block_is_none(block: Callable[[str], str]) -> None:
    before = "<html><body><main>" + block("a") + block("b")
    page = before + block("c")
    for end in range(len(before) + block("").index(">") + 1, len(page) - 1):
        assert complete_part(page[:end].encode()) == before.encode()


@pytest.mark.parametrize("block", [section, div])
def test_blocks_that_are_closed_stay(block: Callable[[str], str]) -> None:
    page = "<html><body><main>" + block("a") + block("b")
    assert complete_part(page.encode()) == page.encode()
    assert complete_part(f"{page}</main></bo".encode()) == page.encode()


def test_a_long_block_is_read_up_to_the_part_it_breaks_off_in() -> None:
    part = '<div class="message"><span class="meta">1</span></div><p>x</p>'
    head = f'<html><body><div class="thread">Ravi{part}{part}'
    assert complete_part(f"{head}{part}".encode()) == head.encode()


def test_of_a_page_without_blocks_whole_rows_are_read() -> None:
    head = "<html><body><table><tr><td>Name<td>Jane</tr>"
    assert complete_part(f"{head}<tr><td>City<td>Sam".encode()) == head.removesuffix("</tr>").encode()


@pytest.mark.parametrize("page", [b"", b"<html><bo", b"<html><body><section class='_a6-g'><h2>a", bytes(99)])
def test_where_nothing_is_whole_nothing_is_read(page: bytes) -> None:
    with pytest.raises(UnreadableError, match="the page is cut off"):
        complete_part(page)


def test_a_page_that_only_seems_to_have_blocks_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="cut off"):
        complete_part(b'<div class="_a6-g"<>')
