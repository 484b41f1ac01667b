import pytest

from benchmarks.generate import Size
from benchmarks.html import KINDS, READERS, Kind, joined, pages, seconds, sized, translation
from scanner.readers.html import TranslatedPage
from scanner.readers.html.blocks import block_spans
from scanner.readers.html.markup import markup

SMALL = Size(posts=25, messages=40, comments=0, album_photos=0, parts=1)


def test_the_pages_hold_what_was_asked_for() -> None:
    block = markup().families[0].block
    held = {reader: 0 for _, reader in READERS}
    for _, reader, page in pages(SMALL):
        held[reader] += len(block_spans(page, block))
    assert held == {"facebook.posts": SMALL.posts, "messenger.threads": SMALL.messages}


def test_pages_of_a_kind_are_joined() -> None:
    assert joined(SMALL, "/posts/").count(b"<!DOCTYPE") == 1


def test_the_fastest_run_counts() -> None:
    runs: list[int] = []
    assert seconds(lambda: runs.append(sum(range(10_000 if runs else 400_000))), 3) < 0.01
    assert len(runs) == 3


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_page_is_translated_whole(kind: Kind) -> None:
    told = translation(kind, kind.show(30))()
    assert isinstance(told, TranslatedPage)
    document = told.document
    records = document if isinstance(document, list) else document.get("messages", document.get("photos"))
    assert len(records) == 30
    assert not told.skips


def test_a_page_has_the_size_that_was_asked_for() -> None:
    assert len(sized(KINDS[0], 800_000)) == pytest.approx(800_000, rel=0.05)
