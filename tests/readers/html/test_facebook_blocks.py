"""What stands where in a block of Facebook's."""

from typing import Any

import pytest

from scanner.readers.html import translate_page
from scanner.readers.html.dates import Clock, zone_named
from scanner.readers.html.links import external_address
from scanner.readers.locale_tables import Locales
from scanner.resources import rules_dir

LABELS = Locales(sorted((rules_dir() / "locales").glob("*/*.toml"))).of("facebook")
CLOCK = Clock.load(sorted((rules_dir() / "dates").glob("*.toml")), zone_named("Europe/Berlin"))


def _part(inner: str) -> str:
    return f'<div class="_2pin"><div>{inner}</div></div>'


def _deep(inner: str) -> str:
    return _part(f"<div><div>{inner}</div></div>")


def _post(*parts: str, reader: str = "facebook.posts") -> Any:
    body = f'<div class="_2ph_ _a6-p"><div>{"".join(parts)}</div></div>'
    page = f'<section class="_a6-g"><h2 class="_a6-h">Jane Sample did it.</h2>{body}</section>'
    return next(
        iter(translate_page(page.encode(), reader, LABELS, CLOCK, "posts/your_posts_1.html").document)
    )


def _said(record: Any) -> list[str]:
    return [entry["post"] for entry in record["data"]]


def _attached(record: Any) -> list[Any]:
    return [entry for group in record.get("attachments", ()) for entry in group["data"]]


OWN = [
    ("Hello", ["Hello"]),
    ("one<br />\ntwo", ["one\ntwo"]),
    ("see <a href='https://example.org/'>https://example.org/</a> there", ["see https://example.org/ there"]),
    ("Updated Jan 02, 2025 3:04:05 pm", []),
    ("C\u1eadp nh\u1eadt Th\u00e1ng 5 03, 2025 10:16:09 ch", []),
    ("Jan 02, 2025 3:04:05 pm", []),
    ("We meet on Jan 02, 2025", ["We meet on Jan 02, 2025"]),
    ("Place: home", ["Place: home"]),
    ("<script>alert(1)</script>Hello", ["Hello"]),
]


@pytest.mark.parametrize(("inner", "wanted"), OWN, ids=[inner[:20] for inner, _ in OWN])
def test_words_near_the_top_of_a_part_are_the_persons_own(inner: str, wanted: list[str]) -> None:
    mangled = [text.encode().decode("latin-1") for text in wanted]
    assert _said(_post(_part(inner))) == mangled


HUNG: list[tuple[str, list[Any]]] = [
    ("<div>Which day?</div><div>Saturday</div>", [{"text": "Which day?"}, {"text": "Saturday"}]),
    (
        "<div>A page</div><a href='https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa&amp;h=x'>go</a>",
        [{"external_context": {"url": "https://example.org/a"}}],
    ),
    ("<div>Place: Sample Pier</div><div>Address: Pier 1</div>", [{"place": {"name": "Sample Pier"}}]),
    (
        "<div>Place: Pier</div><div>(53.5, 10.0)</div>",
        [{"place": {"name": "Pier", "coordinate": {"latitude": 53.5, "longitude": 10.0}}}],
    ),
    (
        "<a href='a/1.jpg'><img src='a/1.jpg'/></a><div>Album</div>",
        [{"media": {"uri": "a/1.jpg", "title": "Album"}}],
    ),
    (
        "<a href='a/1.jpg'><img src='a/1.jpg'/></a><div></div><div class='_3-95'>words</div>",
        [{"media": {"uri": "a/1.jpg", "description": "words"}}],
    ),
    (
        "<video src='a/1.mp4'><a href='a/1.mp4'><div>Click for video:</div></a></video>",
        [{"media": {"uri": "a/1.mp4", "media_metadata": {"video_metadata": {}}}}],
    ),
    (
        "<img src='a/1.jpg'/><table><tr><td>Upload IP address</td><td>192.0.2.1</td></tr>"
        "<tr><td>Latitude</td><td>53.5</td></tr>"
        "<tr><td colspan='2'>Longitude<div>10.0</div></td></tr></table>",
        [{"media": {"uri": "a/1.jpg", "media_metadata": {"photo_metadata": {"exif_data": [
            {"upload_ip": "192.0.2.1", "latitude": 53.5, "longitude": 10.0}]}}}}],
    ),
    ("<a href='javascript:alert(1)'>x</a>", [{"text": "x"}]),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "wanted"), HUNG, ids=[inner[:20] for inner, _ in HUNG])
def test_what_is_further_in_hangs_on_the_post(inner: str, wanted: list[Any]) -> None:
    record = _post(_deep(inner))
    assert _attached(record) == wanted
    assert _said(record) == []


def test_a_block_of_nothing_but_a_table_is_a_record_of_labels() -> None:
    rows = "<tr><td class='_a6_q'>Message</td><td class='_a6_r'>Hi</td></tr>"
    record = _post(f"<table>{rows}</table>")
    assert record["label_values"] == [{"label": "Message", "value": "Hi"}]
    assert "data" not in record


ADDRESSES = [
    ("https://example.org/a?b=c", "https://example.org/a?b=c"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F%3Fa%3Db&h=AT0", "https://example.org/?a=b"),
    ("https://lm.facebook.com/l.php?u=http%3A%2F%2Fexample.org", "http://example.org"),
    ("https://l.instagram.com/?u=https%3A%2F%2Fexample.org&e=AT0", "https://example.org"),
    ("https://www.facebook.com/dyi/l/?l=https%3A%2F%2Fexample.org%2Fp&s=1", "https://example.org/p"),
    ("https://www.facebook.com/dyi/l/?l=AYCopaque&s=518", None),
    ("https://www.facebook.com/l.php?u=javascript%3Aalert(1)", None),
    ("https://l.facebook.com.example.org/l.php?u=https%3A%2F%2Fexample.com", "https://l.facebook.com.example.org/l.php?u=https%3A%2F%2Fexample.com"),
    ("https://www.facebook.com/900000000000003", "https://www.facebook.com/900000000000003"),
    ("javascript:alert(1)", None),
    ("posts/media/1.jpg", None),
    ("https://[", None),
    (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("address", "wanted"), ADDRESSES)
def test_redirects_are_read_where_they_hold_an_address(address: str | None, wanted: str | None) -> None:
    assert external_address(address) == wanted
