"""Every quote that was found in an archived text stands in it, word for word."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest

from scanner.rulebook import Citation, load
from scanner.rulebook.texts import Extract, fold, read_extract

TEXTS: Final = Path(__file__).parent / "texts"
EXTRACTS: Final = {file.stem: read_extract(file) for file in sorted(TEXTS.glob("*.txt"))}
QUOTED: Final = [source for source in load().sources.values() if source.found_in]
COMMIT: Final = re.compile(r"/([0-9a-f]{40})(?:/|$)")
ADDRESS: Final = "https://github.com/OpenTermsArchive/pga-versions/blob/" + "ab" * 20 + "/Policy.md"
EXTRACT: Final = Extract(ADDRESS, "ab" * 20, None, None, ("Some of your content is always public.",))
SOURCE: Final = Citation(
    id="it",
    title="It",
    grade="meta",
    address=ADDRESS,
    quote="content is always public",
    found_in="text",
    path=Path("sources.toml"),
)


def faults(source: Citation, extracts: dict[str, Extract]) -> Iterator[str]:
    """What is wrong between a source and the archived text it names."""
    extract = extracts.get(source.found_in)
    if extract is None:
        yield "there is no such text"
        return
    if extract.address != source.address:
        yield "the text is of another address"
    commits = COMMIT.findall(source.address)
    if [extract.commit] != (commits or [""]):
        yield "the text is of another commit"
    if not extract.holds(source.quote):
        yield "the quote is not in the text"


@pytest.mark.parametrize("source", QUOTED, ids=[source.id for source in QUOTED])
def test_a_quote_stands_in_its_text(source: Citation) -> None:
    assert list(faults(source, EXTRACTS)) == []


@pytest.mark.parametrize("source", QUOTED, ids=[source.id for source in QUOTED])
def test_a_quote_that_was_altered_or_cut_is_found(source: Citation) -> None:
    words = fold(source.quote).split()
    altered = [
        " ".join([*words[:-1], "nevertheless"]),
        " ".join(["Nevertheless", *words[1:]]),
        " ".join([*words, "nevertheless"]),
    ]
    if len(words) > 4:
        altered += [" ".join(words[:2] + words[-2:]), " ".join([*words[:2], "…", *words[-2:]])]
    for quote in altered:
        assert list(faults(msgspec.structs.replace(source, quote=quote), EXTRACTS))


def test_every_text_is_used() -> None:
    named = {source.found_in for source in QUOTED}
    assert [name for name in EXTRACTS if name not in named] == []


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({}, None),
        ({"quote": "content is\n always  [public](https://example.org)"}, None),
        ({"quote": "content is often public"}, "the quote is not in the text"),
        ({"quote": "your public"}, "the quote is not in the text"),
        ({"quote": "content is public"}, "the quote is not in the text"),
        ({"quote": "Content is always public"}, "the quote is not in the text"),
        ({"quote": ""}, "the quote is not in the text"),
        ({"found_in": "other"}, "there is no such text"),
        ({"address": ADDRESS.replace("pga", "us")}, "the text is of another address"),
        ({"address": ADDRESS.replace("ab", "cd")}, "the text is of another commit"),
    ],
)
def test_what_does_not_agree_is_found(parts: dict[str, str], fault: str | None) -> None:
    found = list(faults(msgspec.structs.replace(SOURCE, **parts), {"text": EXTRACT}))
    assert fault in found if fault else not found
