"""Texts of policies: what is folded, and that HTML, Markdown and plain text come out alike."""

from pathlib import Path

import pytest

from scanner.rulebook.texts import TextError, comparable, fold, read_extract, read_policy, split_sentences

HEAD = "address: https://example.org/policy\ncommit: abc\ndate: 2026-07-23\nretrieved: 2026-08-22\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one\n  two\t three ", "one two three"),
        ("[Public content](https://example.org/a?b=c#d) you share", "Public content you share"),
        (r"our [Products\[3\]](#annotation-3), too", "our Products, too"),
        ("see [this](https://example.org/a_(b)) and ![that](x.png)", "see this and that"),
        ('a [title](https://example.org "of it") here', "a title here"),
        ("one<br>two<br />three", "one two three"),
        (r"5 \* 3 \[of it\]", "5 * 3 [of it]"),
        ("**kept** _as_ it’s [written]", "**kept** _as_ it’s [written]"),
    ],
)
def test_whitespace_and_links_are_folded_and_nothing_else(text: str, words: str) -> None:
    assert fold(text) == words


def test_an_extract_is_read_with_its_head(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{HEAD}\nThe first\nsentence.\n\n[...]\nThe [last](x) one.\n", "utf-8")
    extract = read_extract(file)
    assert (extract.address, extract.commit) == ("https://example.org/policy", "abc")
    assert (str(extract.date), str(extract.retrieved)) == ("2026-07-23", "2026-08-22")
    assert extract.pieces == ("The first sentence.", "The last one.")


@pytest.mark.parametrize(
    ("quote", "held"),
    [
        ("The first sentence.", True),
        ("first\nsentence", True),
        ("last one.", True),
        ("sentence. The last", False),
        ("The first", True),
        ("the first", False),
        ("The first sentences", False),
        ("The … sentence", False),
        ("", False),
    ],
)
def test_a_quote_stands_in_one_piece_word_for_word(tmp_path: Path, quote: str, held: bool) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{HEAD}\nThe first\nsentence.\n[...]\nThe [last](x) one.\n", "utf-8")
    assert read_extract(file).holds(quote) is held


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("commit: abc\n\nWords.\n", "an extract needs an address"),
        (f"{HEAD}\n[...]\n", "at least one sentence"),
        (HEAD, "at least one sentence"),
        ("address: x\nseen: 2026-01-01\n\nWords.\n", "the head may have address"),
        ("address: x\ndate: in July\n\nWords.\n", "'in July' is not a date"),
    ],
)
def test_a_faulty_extract_is_not_read(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(TextError, match=fault):
        read_extract(file)


MARKDOWN = r"""
Privacy Policy
==============

We use [public\[3\]](#annotation-3) content you
share. It’s **yours**.

* Posts, *comments* or audio
* Messages

| Why | What |
| --- | --- |
| To build AI at Meta | * Chats<br>* Pictures |
"""
PLAIN = """Privacy Policy

We use public content you
share. It's yours.

- Posts, comments or audio
- Messages

Why
What
To build AI at Meta

Chats

Pictures
"""
HTML = """<!DOCTYPE html><html><head><title>Not shown</title><style>p { color: red }</style></head><body>
<script>var gone = "We use";</script><h1>Privacy Policy</h1>
<p>We use <a href="#">public</a> content you
share. It&rsquo;s <b>yours</b>.</p><ul><li>Posts, <i>comments</i> or audio<li>Messages</ul>
<table><tr><td>Why</td><td>What</td></tr><tr><td>To build AI&nbsp;at Meta</td><td>Chats<br>Pictures</td></tr>
</table></body></html>"""
SENTENCES = ["We use public content you share.", "It's yours.", "Posts, comments or audio", "Messages"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.md", MARKDOWN), ("a.txt", PLAIN), ("a.html", HTML), ("saved", HTML), ("a.htm", f"\ufeff{HTML}")],
)
def test_html_markdown_and_plain_text_come_out_alike(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    found = read_policy(file)
    assert [each for each in found.sentences if each in SENTENCES] == SENTENCES
    for quote in ("We use public content you share. It’s yours.", "To build AI at Meta", "Privacy Policy"):
        assert found.holds(quote)
    assert not found.holds("Not shown")
    assert not found.holds("var gone")
    assert not found.holds("")


def test_cells_of_a_table_are_parted(tmp_path: Path) -> None:
    for name, text in (("a.md", MARKDOWN), ("a.html", HTML)):
        (tmp_path / name).write_text(text, "utf-8")
        sentences = read_policy(tmp_path / name).sentences
        assert sentences[-4:] == ("What", "To build AI at Meta", "Chats", "Pictures")


def test_a_sentence_ends_behind_its_last_mark() -> None:
    text = 'He said "no." (We did not.) For example, e.g. this. 120 days? Yes'
    assert split_sentences(text) == [
        'He said "no."', "(We did not.)", "For example, e.g. this.", "120 days?", "Yes",
    ]  # fmt: skip


def test_what_is_not_seen_is_no_difference() -> None:
    assert comparable("AI\u00a0at\u200b “Meta’s” non\u2011stop") == comparable('AI at "Meta\'s" non-stop')


def test_utf_16_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Public content.", "utf-16")
    assert read_policy(tmp_path / "a.txt").holds("Public content")


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7\x00\x01", b"caf\xe9", b"", b" \n\n", b"<html><body></body></html>"]
)
def test_what_is_no_text_is_not_compared(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    with pytest.raises(TextError, match=r"is not a text file|has no text in it"):
        read_policy(tmp_path / "a.txt")
