"""The checks of the sources: each finds what it is for, and leaves what is right alone."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from scanner.rulebook import RuleError, load
from scanner.rulebook.letters import read_letters
from scanner.rulebook.rules import GRADE_NAMES
from scanner.rulebook.sources import CHECKS, Use, letter_id, source_faults, uses
from tests.rulebook.books import PUBLIC, SOURCES, THEN, folder_of, rule, toml, write_table

NO_LETTERS = dataclasses.replace(read_letters(), letters={})
COMMIT = "e4da78fa541e189d6c4a45f47e70d0abbb55a4bf"
ON_GITHUB = "https://github.com/OpenTermsArchive/pga-versions"
SOURCE: dict[str, Any] = {
    "id": "meta-2025",
    "title": "What Meta said",
    "address": "https://example.org/meta",
    "grade": "meta",
    "quote": "public content",
}
ACTION: dict[str, Any] = {
    "id": "object",
    "title": "Object",
    "platforms": ["facebook"],
    "steps": ["Write."],
    "effect": "Asks.",
    "caveats": [],
    "effort": 1,
    "sources": ["press-2025"],
}


def write_source(folder: Path, **parts: Any) -> None:
    """Add a source to the plain one of `folder_of`."""
    lines = [f"{key} = {toml(value)}" for key, value in (SOURCE | parts).items()]
    text = "\n".join([SOURCES, "[[source]]", *lines])
    (folder / "sources.toml").write_text(text, encoding="utf-8")


def faults(folder: Path, check: str, own: Path | None = None) -> list[tuple[str, str]]:
    """What one check finds in a folder of rules: id and key."""
    book = load(own, root=folder)
    found = source_faults(book, NO_LETTERS, own)
    return [(each.error.rule, each.error.key) for each in found if each.check == check]


@pytest.mark.parametrize(
    ("grade", "address"),
    [
        ("meta", "https://example.org/policy?edition=eu#rows"),
        ("meta", "http://example.org"),
        ("meta", f"{ON_GITHUB}/blob/{COMMIT}/Facebook/Privacy%20Policy.md"),
        ("meta", f"{ON_GITHUB}/commit/{COMMIT}"),
        ("meta", f"https://raw.githubusercontent.com/OpenTermsArchive/pga-versions/{COMMIT}/a.md"),
        ("secondary", "https://github.com/owner/name/issues/739"),
        ("code", "https://github.com/owner/name/blob/HEAD/parse.py"),
        ("inference", ""),
    ],
)
def test_an_address_that_opens_is_right(tmp_path: Path, grade: str, address: str) -> None:
    write_source(folder_of(tmp_path), grade=grade, address=address)
    assert faults(tmp_path, "address") == []


@pytest.mark.parametrize(
    ("grade", "address"),
    [
        ("meta", ""),
        ("code", ""),
        ("press", "example.org/news"),
        ("press", "ftp://example.org/news"),
        ("press", "https://example.org/…/news"),
        ("press", "https://example.org/news..."),
        ("press", "https://example.org/a; https://example.org/b"),
        ("press", "https://example"),
        ("inference", "this rule book"),
        ("meta", f"{ON_GITHUB}/blob/HEAD/Facebook/Privacy%20Policy.md"),
        ("meta", f"{ON_GITHUB}/blob/main/Facebook/Privacy%20Policy.md"),
        ("authority", f"{ON_GITHUB}/blob/{COMMIT[:7]}/a.md"),
        ("meta", f"{ON_GITHUB}/commit/{COMMIT[:12]}"),
        ("meta", "https://raw.githubusercontent.com/OpenTermsArchive/pga-versions/main/a.md"),
    ],
)
def test_an_address_that_does_not_open_or_moves_on_is_found(tmp_path: Path, grade: str, address: str) -> None:
    write_source(folder_of(tmp_path), grade=grade, address=address)
    assert faults(tmp_path, "address") == [("meta-2025", "address")]


def test_a_grade_is_one_of_those_that_have_words(tmp_path: Path) -> None:
    for grade in GRADE_NAMES:
        write_source(folder_of(tmp_path), grade=grade)
        assert load(root=tmp_path).sources["meta-2025"].grade == grade
    write_source(tmp_path, grade="hearsay")
    with pytest.raises(RuleError, match="Expected one of meta, authority"):
        load(root=tmp_path)


@pytest.mark.parametrize("kind", ["rule", "flag", "note", "action", "region", "regional"])
def test_a_source_that_anything_names_is_used(tmp_path: Path, kind: str) -> None:
    write_source(folder_of(tmp_path))
    assert faults(tmp_path, "use") == [("press-2025", "id"), ("meta-2025", "id")]
    cite(tmp_path, kind)
    assert ("meta-2025", "id") not in faults(tmp_path, "use")


def cite(folder: Path, kind: str) -> None:
    """Let one entry of that kind name the source."""
    names = ["meta-2025"]
    if kind in ("rule", "flag"):
        table = "now" if kind == "rule" else "flags"
        write_table(folder, table, rule("it", table, sources=names))
    elif kind == "note":
        head = ['table = "now"', "[[note]]", 'id = "it"', 'title = "A"', 'why = "B"']
        (folder / "10_note.toml").write_text("\n".join([*head, f"sources = {toml(names)}"]), "utf-8")
    elif kind == "region":
        path = folder / "regions.toml"
        path.write_text(path.read_text("utf-8") + f"sources = {toml(names)}\n", "utf-8")
    else:
        parts = {"sources": names} if kind == "action" else {"regional": {"EU": names}}
        lines = [f"{key} = {toml(value)}" for key, value in (ACTION | parts).items()]
        (folder / "actions").mkdir()
        (folder / "actions" / "10.toml").write_text("\n".join(["[[action]]", *lines, "date = 2026-11-23"]))


def test_what_rests_on_a_source_is_named_in_the_order_of_the_book(tmp_path: Path) -> None:
    write_table(folder_of(tmp_path), "now", rule("second"), rule("first"))
    write_table(tmp_path, "flags", rule("third", "flags"))
    cite(tmp_path, "regional")
    write_source(tmp_path)
    found = uses(load(root=tmp_path), NO_LETTERS)
    assert [str(use) for use in found["press-2025"]] == [
        "rule second", "rule first", "flag third", "action object",
    ]  # fmt: skip
    assert found["meta-2025"] == (Use("action", "object"),)


def test_a_letter_has_an_id_for_each_language() -> None:
    assert (
        letter_id("third-party", "pt-BR") == letter_id("third_party", "pt-br") == "letter-third-party-pt-br"
    )


def test_a_source_the_users_rules_leave_without_use_is_no_fault_of_theirs(tmp_path: Path) -> None:
    builtin = folder_of(tmp_path / "builtin", "now", rule("it"))
    own = tmp_path / "own"
    write_table(own, "now", rule("it", sources=["my-own"]), file="own.toml")
    mine = SOURCES.replace("press-2025", "my-own") + SOURCES.replace("press-2025", "my-other")
    (own / "sources.toml").write_text(mine, encoding="utf-8")
    assert faults(builtin, "use", own) == [("my-other", "id")]


SURE = PUBLIC | {"basis": "structural"}


@pytest.mark.parametrize(
    ("table", "parts"),
    [
        ("now", {}),
        ("past", {}),
        ("now", {"then": {"now": "not_eligible"}}),
        ("flags", {}),
        ("visibility", {"then": SURE}),
        ("visibility", {"then": SURE, "confidence": "medium"}),
        ("visibility", {"then": SURE | {"confidence": "medium"}}),
    ],
)
def test_confidence_is_high_only_with_a_quote(tmp_path: Path, table: str, parts: dict[str, Any]) -> None:
    when = {"when": {"fact_account": "public"}} if table == "visibility" else {}
    write_table(folder_of(tmp_path), table, rule("it", table, sources=["meta-2025"], **when, **parts))
    write_source(tmp_path, quote="")
    assert faults(tmp_path, "confidence") == [("it", "confidence")]
    write_source(tmp_path)
    assert faults(tmp_path, "confidence") == []


def test_one_quote_among_the_sources_carries_a_rule(tmp_path: Path) -> None:
    write_table(folder_of(tmp_path), "now", rule("it", sources=["meta-2025", "press-2025"]))
    write_source(tmp_path, quote="")
    assert faults(tmp_path, "confidence") == []


@pytest.mark.parametrize(
    ("table", "parts"),
    [
        ("now", {"confidence": "medium"}),
        ("now", {"then": {"now": "unknown"}}),
        ("lean", {}),
        ("visibility", {"then": THEN["visibility"]}),
        ("visibility", {"then": PUBLIC | {"basis": "user"}}),
        ("visibility", {"then": PUBLIC | {"basis": "stated"}}),
        ("visibility", {"then": SURE | {"confidence": "medium"}, "confidence": "medium"}),
    ],
)
def test_what_no_source_carries_needs_no_quote(tmp_path: Path, table: str, parts: dict[str, Any]) -> None:
    when = {"when": {"fact_account": "public"}} if table == "visibility" else {}
    write_table(folder_of(tmp_path), table, rule("it", table, sources=["meta-2025"], **when, **parts))
    write_source(tmp_path, quote="")
    assert faults(tmp_path, "confidence") == []


@pytest.mark.parametrize(
    ("grade", "table", "wrong"),
    [
        ("code", "visibility", False),
        ("inference", "visibility", True),
        ("meta", "visibility", True),
        ("code", "now", True),
        ("code", "flags", True),
    ],
)
def test_programs_need_no_quote_for_how_they_read_a_part_of_the_download(
    tmp_path: Path, grade: str, table: str, wrong: bool
) -> None:
    parts = {"when": {"fact_section": "archive"}, "then": SURE} if table == "visibility" else {}
    write_table(folder_of(tmp_path), table, rule("it", table, sources=["meta-2025"], **parts))
    write_source(tmp_path, quote="", grade=grade)
    assert faults(tmp_path, "confidence") == ([("it", "confidence")] if wrong else [])


@pytest.mark.parametrize(
    ("quote", "name", "wrong"),
    [
        ("words", "meta-policy-eu-2026-07-23", False),
        ("words", "a.b-c", False),
        ("", "meta-policy-eu-2026-07-23", True),
        ("words", "texts/meta.txt/", True),
        ("words", "../meta", True),
    ],
)
def test_found_in_names_a_text_beside_a_quote(tmp_path: Path, quote: str, name: str, wrong: bool) -> None:
    write_source(folder_of(tmp_path), quote=quote, found_in=name)
    assert faults(tmp_path, "found_in") == ([("meta-2025", "found_in")] if wrong else [])


@pytest.mark.parametrize("check", CHECKS)
def test_the_built_in_sources_hold(check: str) -> None:
    found = source_faults(load(), read_letters())
    assert [str(each.error) for each in found if each.check == check] == []
