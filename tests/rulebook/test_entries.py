"""How things of the rule book are found: by id, by number, by the start of an id."""

import dataclasses
from pathlib import Path

import pytest

from scanner.rulebook import RuleBook, load
from scanner.rulebook.entries import Entry, beginning, entries, find
from scanner.rulebook.letters import read_letters
from tests.rulebook.books import SOURCES, folder_of, rule, write_table

NO_LETTERS = dataclasses.replace(read_letters(), letters={})


@pytest.fixture
def known(tmp_path: Path) -> list[Entry]:
    folder = folder_of(
        tmp_path,
        "now",
        rule("public-post", ref="N40"),
        rule("public-photo", ref="N41, R12"),
        rule("reactions", ref="N04"),
        rule("twin", ref="P40"),
    )
    write_table(folder, "flags", rule("shows-others", "flags", ref="F03"))
    sources = SOURCES + SOURCES.replace("press-2025", "twin").replace("grade =", 'ref = "A1"\ngrade =')
    (folder / "sources.toml").write_text(sources, "utf-8")
    return entries(load(root=folder), NO_LETTERS)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("reactions", ["rule reactions"]),
        ("shows-others", ["flag shows-others"]),
        ("press-2025", ["source press-2025"]),
        ("twin", ["rule twin", "source twin"]),
        ("N40", ["rule public-post"]),
        ("n40", ["rule public-post"]),
        ("R12", ["rule public-photo"]),
        ("A1", ["source twin"]),
        ("public-ph", ["rule public-photo"]),
        ("public-p", []),
        ("N4", []),
        ("F0", []),
        ("nothing", []),
        ("", []),
    ],
)
def test_an_entry_is_found_by_id_or_number_or_the_start_of_one_id(
    known: list[Entry], wanted: str, found: list[str]
) -> None:
    assert [f"{each.kind} {each.id}" for each in find(known, wanted)] == found


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("N4", ["reactions", "public-post", "public-photo"]),
        ("n", ["reactions", "public-post", "public-photo"]),
        ("F3", ["shows-others"]),
        ("F0", ["shows-others"]),
        ("public", ["public-post", "public-photo"]),
        ("p4", ["twin"]),
        ("p", ["twin", "public-post", "public-photo", "press-2025"]),
        ("zz", []),
        ("", []),
    ],
)
def test_what_begins_so_is_offered(known: list[Entry], wanted: str, offered: list[str]) -> None:
    assert [each.id for each in beginning(known, wanted)] == offered


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


def test_everything_built_in_is_found_by_its_id(book: RuleBook) -> None:
    known = entries(book, read_letters())
    kinds = {each.kind for each in known}
    assert kinds == {"rule", "flag", "note", "action", "source", "letter"}
    assert all(each in find(known, each.id) for each in known)


def test_each_letter_is_there_in_each_language(book: RuleBook) -> None:
    letters = read_letters()
    named = {each.id for each in entries(book, letters) if each.kind == "letter"}
    wanted = {f"letter-{kind}-en" for kind in ("objection", "child", "third-party")}
    assert wanted <= named
    assert {name.removeprefix("letter-objection-") for name in named if "objection" in name} == {
        language.lower() for language in letters.letters
    }
