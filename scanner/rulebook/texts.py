"""Texts of policies: the archived extracts in which quotes were found, and whole texts that a person has.

An extract is a file of `tests/rulebook/texts/`: lines `address:`, `commit:`, `date:`, `retrieved:`, an empty
line, then the needed sentences as the archive has them; a line `[...]` stands for what was left out.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from selectolax.lexbor import LexborHTMLParser

OMISSION: Final = "[...]"
"""The line of an extract where something was left out."""

SHORTEST_RULE: Final = 3
"""Characters of a line that only draws: three or more of one mark.

Source: https://spec.commonmark.org/0.31.2/#thematic-breaks."""

_LINK: Final = re.compile(
    r"!?\[(?P<text>(?:\\.|[^\[\]\\])*)\]"
    r"\((?:\\.|[^\s()\\]|\([^\s()]*\))*(?:\s+\"[^\"]*\")?\)"
)
_FOOTNOTE: Final = re.compile(r"\s*\\?\[\d+\\?\]")
"""The mark of a note in the text of a link: `Products\\[3\\]`."""
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")


class TextError(Exception):
    """A text that can't be read; the message says which and why."""


class Extract(msgspec.Struct, frozen=True):
    """The sentences of an archived text that quotes were taken from."""

    address: str
    """Where the archived text stands."""
    commit: str
    """The commit of the archive, 40 hex digits; empty where the archive has none."""
    date: datetime.date | None
    """The day the text took effect or was published."""
    retrieved: datetime.date | None
    """The day it was captured."""
    pieces: tuple[str, ...]
    """The sentences, each piece contiguous in the archive, whitespace and links folded."""

    def holds(self, quote: str) -> bool:
        """Return whether the quote stands in one piece, word for word."""
        normal = fold(quote)
        return bool(normal) and any(normal in piece for piece in self.pieces)


def read_extract(file: Path) -> Extract:
    """Read an extract. Raises TextError where its head or its sentences are missing."""
    head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(_head_line(file, line) for line in head.splitlines())
    pieces = tuple(filter(None, (fold(piece) for piece in _pieces(body))))
    if not fields.get("address") or not pieces:
        raise TextError(f"{file.name}: an extract needs an address, an empty line and at least one sentence")
    return Extract(
        address=fields["address"],
        commit=fields.get("commit", ""),
        date=_day(file, fields.get("date", "")),
        retrieved=_day(file, fields.get("retrieved", "")),
        pieces=pieces,
    )


def fold(text: str) -> str:
    r"""Return a text with each run of whitespace as one space, and each Markdown link as its words.

    `<br>` counts as whitespace, and the backslash of an escape and the number of a note belong to the link:
    `[Products\[3\]](#annotation-3)` is `Products`. Nothing else is changed.
    """
    text_of_links = _LINK.sub(lambda link: _FOOTNOTE.sub("", link["text"]), _BREAK.sub(" ", text))
    return _SPACE.sub(" ", _ESCAPE.sub(r"\1", text_of_links)).strip()


def _head_line(file: Path, line: str) -> tuple[str, str]:
    name, mark, value = line.partition(":")
    if not mark or name not in ("address", "commit", "date", "retrieved"):
        raise TextError(
            f"{file.name}: the head may have address, commit, date and retrieved, not {line[:40]!r}"
        )
    return name, value.strip()


def _day(file: Path, value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        raise TextError(f"{file.name}: {value[:40]!r} is not a date: write it as 2026-07-23") from None


def _pieces(body: str) -> Iterator[str]:
    """Yield what stands between the lines that say that something was left out."""
    piece: list[str] = []
    for line in [*body.splitlines(), OMISSION]:
        if line.strip() == OMISSION:
            yield "\n".join(piece)
            piece = []
        else:
            piece.append(line)


# What a person has: a page saved from the browser, a Markdown file of an archive, or plain text

_HTML: Final = re.compile(
    r"\s*(?:<\?xml|<!--|<!doctype html|<html|<head|<body|<div|<main|<article)", re.IGNORECASE
)
_HTML_NAMES: Final = (".html", ".htm", ".xhtml")
_INVISIBLE: Final = "script, style, template, noscript, head"
_BLOCKS: Final = (
    "address, article, aside, blockquote, br, dd, div, dt, figcaption, footer, h1, h2, h3, h4, h5, h6, "
    "header, hr, li, main, nav, ol, p, pre, section, summary, table, td, th, tr, ul"
)
_MARKER: Final = re.compile(r"\A(?:#{1,6}|>|[*+•-]|\d{1,3}[.)])(?:\s+|$)")
"""What begins a heading, a quotation or an entry of a list."""
_EMPHASIS: Final = re.compile(r"\*+|`|(?<!\w)_+|_+(?!\w)")
_INVISIBLE_CHARACTERS: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_STANDARD_MARKS: Final = str.maketrans(
    {"’": "'", "‘": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-"}
)
_SENTENCE_END: Final = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"')\]]))\s+(?=[^\sa-z])")


class PolicyText(msgspec.Struct, frozen=True):
    """A text of a policy, made comparable: one form of quotation marks and spaces, no markup."""

    whole: str
    """The text in one line."""
    sentences: tuple[str, ...]
    """Its sentences; a heading, an entry of a list and a cell of a table are at least one each."""

    def holds(self, quote: str) -> bool:
        """Return whether the quote stands in the text."""
        normal = comparable(quote)
        return bool(normal) and normal in self.whole


def read_policy(file: Path) -> PolicyText:
    """Read a policy's text from HTML, Markdown or plain text. Raises TextError and OSError."""
    text = _decoded(file)
    is_html = file.suffix.lower() in _HTML_NAMES or _HTML.match(text)
    policy = policy_text(_html_blocks(text) if is_html else _markdown_blocks(text))
    if not policy.whole:
        raise TextError(f"{file} has no text in it")
    return policy


def policy_text(blocks: Iterable[str]) -> PolicyText:
    """Return the text of these paragraphs, headings and entries, made comparable."""
    plain = [block for block in map(comparable, blocks) if block]
    sentences = tuple(sentence for block in plain for sentence in split_sentences(block))
    return PolicyText(" ".join(plain), sentences)


def comparable(text: str) -> str:
    """Return a text as texts are compared: links and whitespace folded, one form of marks, no emphasis."""
    plain = unicodedata.normalize("NFC", _EMPHASIS.sub("", fold(text)))
    return _SPACE.sub(" ", plain.translate(_INVISIBLE_CHARACTERS).translate(_STANDARD_MARKS)).strip()


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a comparable text."""
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def _decoded(file: Path) -> str:
    """Read a file of text in UTF-8, or in UTF-16 where its first bytes say so."""
    raw = file.read_bytes()
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise TextError(
            f"{file} is not a text file: save the policy as HTML, Markdown or plain text, in UTF-8"
        )
    return text


def _html_blocks(text: str) -> Iterator[str]:
    """Yield the paragraphs, headings and entries of a page, without what a reader does not see."""
    tree = LexborHTMLParser(text)
    for node in tree.css(_INVISIBLE):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\x00")
        node.insert_after("\x00")
    body = tree.body
    yield from (body.text(deep=True) if body else "").split("\x00")


def _markdown_blocks(text: str) -> Iterator[str]:
    """Yield the paragraphs, headings, entries and cells of Markdown or of plain text, lines joined."""
    block: list[str] = []
    for line in _BREAK.sub("\n", text).splitlines():
        bare = line.strip()
        draws = _is_ruled_line(bare)
        if block and (not bare or draws or _MARKER.match(bare) or bare.startswith("|")):
            yield " ".join(block)
            block = []
        if not draws:
            cells = bare.split(" | ") if bare.startswith("|") or bare.endswith("|") else [bare]
            *whole, last = (_MARKER.sub("", cell.strip("| ")) for cell in cells)
            yield from whole
            block.append(last)
    yield " ".join(block)


def _is_ruled_line(line: str) -> bool:
    """Return whether a line of Markdown is a rule: below a heading, between paragraphs, in a table."""
    marks = set(line)
    in_a_table = marks <= set("|:- ") and "--" in line
    return in_a_table or (len(marks) == 1 and len(line) >= SHORTEST_RULE and line[0] in "=*_")
