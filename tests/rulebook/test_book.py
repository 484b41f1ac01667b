"""Loading: what is refused and how it is said, the user's own rules, regions, speed of the start."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scanner.accounts.person import person_of
from scanner.facts import Facts
from scanner.rulebook import RuleError, load
from tests.rulebook.books import PUBLIC, SOURCES, THEN, book_of, folder_of, rule, write_table

UNKNOWN = THEN["visibility"]


@pytest.mark.parametrize(
    ("parts", "key", "message"),
    [
        ({"sources": []}, "sources", "a rule needs at least one"),
        ({"sources": ["nobody"]}, "sources", 'there is no source "nobody"'),
        ({"examples": []}, "examples", "a rule needs at least one"),
        ({"counterexamples": []}, "counterexamples", "a rule needs at least one"),
        ({"id": "Not A Slug"}, "id", "is not a slug"),
        ({"then": {}}, "then", "now is missing"),
        ({"then": {"now": "maybe"}}, "then.now", "one of eligible, likely, unknown, not_eligible"),
        ({"then": {"now": "likely", "past": "likely"}}, "then.past", "the table now decides now"),
        ({"message": "Hello"}, "message", "is needed for flags"),
        ({"confidence": "sure"}, "confidence", "Expected one of high, medium, low"),
        ({"titel": "x"}, "", "unknown field `titel`"),
        ({"title": 3}, "title", "Expected `str`, got `int`"),
        ({"path": "past"}, "path", "can't be set in a single row"),
        ({"regions": ["Europe"]}, "regions", '"Europe" is not one of EU, UK, ROW'),
        ({"examples": [{"item": {"kind": "x"}}]}, "examples[0].item.kind", '"x" is not allowed'),
        ({"examples": [{"item": {"kid": "x"}}]}, "examples[0].item.kid", "there is no such column"),
        ({"examples": [{"item": {"tagged": [1]}}]}, "examples[0].item.tagged", "1 is not allowed"),
        (
            {"counterexamples": [{"item": {}, "expect": {"lean": "none"}}]},
            "counterexamples[0].expect.lean",
            "the table now decides now",
        ),
    ],
)
def test_a_faulty_rule_does_not_load(tmp_path: Path, parts: dict[str, Any], key: str, message: str) -> None:
    with pytest.raises(RuleError) as error:
        book_of(tmp_path, "now", rule("it", **parts))
    assert error.value.key == key
    assert message in error.value.message
    assert error.value.path == tmp_path / "eligibility" / "10_now.toml"


@pytest.mark.parametrize("missing", ["id", "title", "when", "why", "sources", "confidence", "examples"])
def test_a_rule_without_a_field_does_not_load(tmp_path: Path, missing: str) -> None:
    parts = {key: value for key, value in rule("it").items() if key != missing}
    with pytest.raises(RuleError, match=f"missing required field `{missing}`"):
        book_of(tmp_path, "now", parts)


@pytest.mark.parametrize(
    ("when", "then", "message"),
    [
        ({"platform": "instagram"}, PUBLIC, "evidence"),
        ({"fact_account": {"known": False}}, PUBLIC, "evidence"),
        ({"fact_account": {"not": ["private"]}}, PUBLIC, "evidence"),
        ({"fact_account": "public"}, PUBLIC, None),
        ({"fact_account": {"known": True}}, PUBLIC, None),
        ({"platform": "instagram"}, UNKNOWN, None),
        ({"fact_account": "public"}, PUBLIC | {"basis": "inferred"}, "inferred can't make anything public"),
        ({"fact_account": "public"}, PUBLIC | {"audience": "friends"}, "must be public if"),
        ({}, UNKNOWN | {"confidence": "high"}, "must be low if the basis is none"),
        ({}, UNKNOWN | {"ever_public": "account"}, None),
    ],
)
def test_visibility_needs_evidence(
    tmp_path: Path, when: dict[str, Any], then: dict[str, str], message: str | None
) -> None:
    it = rule("it", "visibility", when=when, then=then)
    if message is None:
        assert list(book_of(tmp_path, "visibility", it).rules) == ["it"]
    else:
        with pytest.raises(RuleError, match=message):
            book_of(tmp_path, "visibility", it)


def test_a_flag_has_a_message_and_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="needed for flags"):
        book_of(tmp_path, "flags", rule("it", "flags", message=""))
    with pytest.raises(RuleError, match="the table flags decides nothing"):
        book_of(tmp_path, "flags", rule("it", "flags", then={"now": "likely"}))


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("[[rule]]\n", "table", "one of visibility, lean, now, past, flags"),
        ('table = "then"\n', "table", "one of visibility"),
        ('table = "now"\n[[rules]]\n', "rules", "is not allowed here"),
        ('table = "now"\n[rule]\n', "rule", "each one starts with [[rule]]"),
        ("table = now\n", "", "is not valid TOML"),
    ],
)
def test_a_faulty_file_does_not_load(tmp_path: Path, text: str, key: str, message: str) -> None:
    (folder_of(tmp_path) / "20_more.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load(root=tmp_path)
    assert error.value.key == key
    assert message in error.value.message


def test_an_id_stands_once_in_the_whole_book(tmp_path: Path) -> None:
    write_table(folder_of(tmp_path, "now", rule("twin")), "past", rule("twin", "past"))
    with pytest.raises(RuleError, match="rule twin: id: occurs twice"):
        load(root=tmp_path)


def test_files_apply_by_their_number(tmp_path: Path) -> None:
    folder_of(tmp_path)
    for file, name in [("100_last", "last"), ("9_first", "first"), ("now_20", "second"), ("own", "end")]:
        write_table(tmp_path, "now", rule(name), file=f"eligibility/{file}.toml")
    write_table(tmp_path, "visibility", rule("seen", "visibility"), file="visibility/50_seen.toml")
    assert list(load(root=tmp_path).rules) == ["seen", "first", "second", "last", "end"]


def test_notes_are_told_and_decide_nothing(tmp_path: Path) -> None:
    path = write_table(folder_of(tmp_path), "now", rule("it"))
    note = '[[note]]\nid = "glasses"\nref = "N10"\ntitle = "Glasses"\nwhy = "No export."\n'
    path.write_text(path.read_text("utf-8") + f"\n{note}" + 'sources = ["press-2025"]\n', "utf-8")
    book = load(root=tmp_path)
    assert (list(book.rules), book.notes["glasses"].ref) == (["it"], "N10")


def test_the_users_rules_come_first_or_take_the_place(tmp_path: Path) -> None:
    builtin = folder_of(tmp_path / "builtin", "now", rule("a"), rule("b"), rule("c"))
    own = tmp_path / "own"
    write_table(own, "now", rule("mine"), rule("b", title="My own b"), file="own.toml")
    book = load(own, root=builtin)
    assert list(book.rules) == ["mine", "a", "b", "c"]
    assert book.rules["b"].title == "My own b"


def test_the_user_brings_sources(tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_table(own, "now", rule("mine", sources=["my-letter"]), file="own.toml")
    (own / "sources.toml").write_text(SOURCES.replace("press-2025", "my-letter"), encoding="utf-8")
    book = load(own, root=folder_of(tmp_path / "builtin"))
    assert sorted(book.sources) == ["my-letter", "press-2025"]


def test_a_rule_stays_in_its_table(tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_table(own, "past", rule("a", "past"), file="own.toml")
    with pytest.raises(RuleError, match="the rule it replaces is in the table now"):
        load(own, root=folder_of(tmp_path / "builtin", "now", rule("a")))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no such folder of rules"):
        load(tmp_path / "nowhere", root=folder_of(tmp_path))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"DE"', '"XX"', '"XX" is not an ISO 3166-1 alpha-2 code'),
        ("policy_date = 2026-07-23", "", "policy_date: is missing"),
        ("policy_date = 2026-07-23", 'policy_date = "2026"', "must be a date, without quotes"),
        ('group = "UK"', 'group = "EU"', "rule EU: id: occurs twice"),
        ("form = false", 'form = false\nsources = ["nobody"]', 'there is no source "nobody"'),
        ('group = "UK"', 'group = "Xy"', "group: Expected `str` matching"),
    ],
)
def test_faulty_regions(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = folder_of(tmp_path) / "regions.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(RuleError) as error:
        load(root=tmp_path)
    assert message in str(error.value)


def test_a_new_region_is_a_row(tmp_path: Path) -> None:
    root = folder_of(tmp_path / "builtin")
    own = tmp_path / "own"
    own.mkdir()
    row = '[[region]]\ngroup = "NZ"\nname = "New Zealand"\nform = true\ncountries = ["NZ"]\n'
    (own / "regions.toml").write_text(row, "utf-8")
    book = load(own, root=root)
    whose = person_of([], Facts(region="NZ"), date(2026, 11, 1), book)
    assert (whose.region_group, whose.region_name, whose.has_form) == ("NZ", "New Zealand", True)


def test_a_rule_names_regions_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"when\.fact_region"):
        book_of(tmp_path, "now", rule("of-nowhere", when={"fact_region": "XY"}))


@pytest.mark.parametrize(
    ("country", "group"),
    [("DE", "EU"), ("no", "EU"), ("GB", "UK"), ("UK", "UK"), ("FR", "ROW"), ("??", "ROW"), (None, "ROW")],
)
def test_region_of_a_country(tmp_path: Path, country: str | None, group: str) -> None:
    assert book_of(tmp_path).group_of(country) == group


def test_loading_does_not_import_polars(tmp_path: Path) -> None:
    folder_of(tmp_path, "now", rule("it"))
    code = (
        "import sys, pathlib; from scanner.rulebook import load; "
        "load(root=pathlib.Path(sys.argv[1])); sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0
