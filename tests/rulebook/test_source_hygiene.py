"""What each source of the built-in rule book has: an address, a use, a quote where much rests on it."""

import re
from pathlib import Path

import pytest

from scanner.rulebook import RuleBook, load

TEXTS = Path(__file__).parent / "texts"
ADDRESS = re.compile(r"https://[^\s;…]+")
COMMIT = re.compile(r"/blob/[0-9a-f]{40}/")
FOUND_BY_PROGRAMS = {"code", "inference"}
"""Grades of what programs found in downloads, of what the user said and of what follows: nothing to quote."""


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


def uses(book: RuleBook) -> set[str]:
    """Return the ids of the sources that a rule, note, region or action names."""
    rows = [each.sources for each in book.rules.values()]
    rows += [each.sources for each in book.notes.values()]
    rows += [each.sources for each in book.regions.values()]
    rows += [each.sources for each in book.actions.values()]
    rows += [names for each in book.actions.values() for names in each.regional.values()]
    return {name for row in rows for name in row}


def test_every_address_opens_as_it_is(book: RuleBook) -> None:
    sources = book.sources.values()
    wrong = [each.id for each in sources if each.grade != "inference" and not ADDRESS.fullmatch(each.address)]
    assert wrong == []
    assert [each.id for each in sources if each.grade == "inference" and each.address] == []


def test_archived_texts_have_a_commit(book: RuleBook) -> None:
    archived = [each for each in book.sources.values() if "OpenTermsArchive" in each.address or each.found_in]
    assert archived
    assert [each.id for each in archived if not COMMIT.search(each.address)] == []


def test_every_source_is_used(book: RuleBook) -> None:
    assert book.sources.keys() - uses(book) == set()


def test_high_confidence_rests_on_a_quote(book: RuleBook) -> None:
    bare = []
    for rule in book.rules.values():
        sources = [book.sources[name] for name in rule.sources]
        quoted = any(each.quote for each in sources)
        if (
            rule.confidence == "high"
            and not quoted
            and not {each.grade for each in sources} <= FOUND_BY_PROGRAMS
        ):
            bare.append(rule.id)
    assert bare == []


def test_a_foreign_quote_is_explained(book: RuleBook) -> None:
    other = re.compile(r"[äöüßéàèìòùãõçê\u3130-\ud7a3]|\b(che|può|será|não|deve|dati)\b")
    unexplained = [
        each.id for each in book.sources.values() if other.search(each.quote) and not each.quote_note
    ]
    assert unexplained == []


def test_consumer_bodies_and_a_court_in_summary_have_their_own_grades(book: RuleBook) -> None:
    grades = {each.id: each.grade for each in book.sources.values()}
    assert {grade for name, grade in grades.items() if name.startswith("verbraucherzentrale")} == {"consumer"}
    assert {grade for name, grade in grades.items() if name.startswith("olg-")} == {"court"}


def test_every_text_is_named_by_a_source(book: RuleBook) -> None:
    named = {each.found_in for each in book.sources.values()} - {""}
    assert named == {file.stem for file in TEXTS.glob("*.txt")}
