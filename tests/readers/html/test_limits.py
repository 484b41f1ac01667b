"""What a page may ask for: past it the page is unreadable, with the limit named."""

from typing import Any

import pytest

from scanner.readers.html import messages, page, translate_page
from scanner.readers.record import UnreadableError
from scanner.readers.source import Lazy
from tests.readers.html.instagram_pages import clock
from tests.readers.reading import labels

PHOTO = '<div class="_a6-g"><div class="_a6-p"><a href="a.jpg"><img src="a.jpg"></a></div></div>'
ENTRY = (
    '<div class="feedentry hentry"><span class="author vcard">Jane</span><div class="comments hfeed">'
    '<div class="comment">Low tide</div></div></div>'
)
MESSAGE = (
    '<div class="_a6-g"><div class="_a6-o"><div class="_a72d">Oct 11, 2015 12:22:00 am</div></div></div>'
)


def told(blocks: str, reader: str) -> Any:
    """Give the document of a page with these blocks."""
    raw = f'<html><body><div role="main">{blocks}</div></body></html>'
    return translate_page(raw.encode(), reader, labels(), clock(), "page.html").document


@pytest.mark.parametrize(
    ("reader", "block", "each"),
    [("facebook.albums", PHOTO, 1), ("facebook.wall", ENTRY, 2), ("facebook.account", PHOTO, 1)],
)
def test_what_is_held_at_once_has_a_limit(
    reader: str, block: str, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_RECORDS", 6)
    assert told(block * (6 // each), reader)
    with pytest.raises(UnreadableError, match="more records in one page than the limit of 6"):
        told(block * (6 // each + 1), reader)


def test_messages_of_one_page_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MOST_MESSAGES", 6)
    assert len(told(MESSAGE * 6, "messenger.threads")["messages"]) == 6
    with pytest.raises(UnreadableError, match="more messages than the limit of 6"):
        told(MESSAGE * 7, "messenger.threads")


def test_of_a_list_of_records_few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_RECORDS", 6)
    records = told(PHOTO * 7, "facebook.posts")
    assert isinstance(records, Lazy)
    assert len(list(records)) == len(list(records)) == 7
