import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from msgspec.structs import replace

from scanner.output.letters import FIRST_WORDS, LIST_NAME, items_file, letter_files
from scanner.plan import make_plan
from scanner.result import Account, Person, Scan
from scanner.rulebook import RuleError, load
from scanner.rulebook.letters import read_letters
from tests.output.frames import AS_OF, facebook_export, instagram_export, items, scan_of

BOOK, LETTERS = load(), read_letters()
PRIVATE = "Nobody but me shall read this"
CHILD = "object-for-a-child-or-without-account.en"
REQUEST_PT = "third-party-request.pt"
WHERE = {
    "DE": ("EU", "de"), "AT": ("EU", "de"), "FR": ("EU", "fr"), "ES": ("EU", "es"), "IT": ("EU", "it"),
    "NL": ("EU", "nl"), "PT": ("EU", "pt"), "BR": ("BR", "pt"), "CH": ("CH", "fr"),
}  # fmt: skip


def person(country: str | None, group: str, **over: Any) -> Person:
    return Person(region=country, region_group=group, age="adult", as_of=AS_OF, **over)


def post(**over: Any) -> dict[str, Any]:
    """A post with a text of its own."""
    return {"kind": "post", "text": PRIVATE, "title": PRIVATE, "container": PRIVATE, "link": PRIVATE} | over


def janes(group: str, *more: dict[str, Any], country: str | None = "DE", name: str = "Jane Sample") -> Scan:
    """Give Jane's Facebook of 1,204 posts and one AI prompt."""
    facts = {"fact_region": group, "fact_objection": "none", "fact_age": "adult"}
    rows = [
        post(count=1_203, created_at=datetime(2009, 3, 1, 10, tzinfo=UTC)),
        post(visibility="public", now="eligible", created_at=datetime(2024, 5, 6, 10, tzinfo=UTC)),
        post(platform="meta_ai", kind="ai_prompt", visibility="private", now="eligible"),
        *more,
    ]
    whose = person(country, group)
    export = facebook_export(person=whose, accounts=(Account("facebook", name, "jane.sample"),))
    return scan_of(items(*[row | facts for row in rows]), exports=(export,), person=whose)


def letters(scan: Scan) -> dict[str, str]:
    files = letter_files(make_plan(scan, BOOK), scan, LETTERS)
    return {file.name: b"".join(file.chunks).decode() for file in files}


@pytest.mark.parametrize("country", WHERE)
def test_each_language_has_the_numbers_and_no_text(country: str) -> None:
    group, language = WHERE[country]
    told = letters(janes(group, country=country))
    text = told[f"object-facebook.{language}.txt"]
    separator = LETTERS.letters[language].thousands
    assert f"1{separator}204" in text
    assert all(
        word in text for word in ("2009-03-01", "2024-05-06", "2026-07-21", "Jane Sample (@jane.sample)")
    )
    assert "object-facebook.en.txt" in told
    assert all(PRIVATE not in each for each in told.values())
    assert all("{" not in each for each in told.values())


@pytest.mark.parametrize("language", sorted(LETTERS.letters))
def test_the_law_is_named_as_the_region_has_it(language: str) -> None:
    basis = LETTERS.letters[language].basis
    assert "21" in basis["EU"]
    assert all("21" not in words and "GDPR" not in words for group, words in basis.items() if group != "EU")
    assert set(LETTERS.letters[language].special) <= {"EU"}


def test_special_categories_are_asked_for_in_the_eu_alone() -> None:
    assert "Article 9 GDPR" in " ".join(letters(janes("EU"))["object-facebook.en.txt"].split())
    assert "Article" not in letters(janes("UK", country="GB"))["object-facebook.en.txt"]


@pytest.mark.parametrize(("group", "country", "named"), [("EU", "DE", True), ("UK", "GB", False)])
def test_ai_chats_are_named_where_an_objection_covers_them(group: str, country: str, named: bool) -> None:
    text = letters(janes(group, country=country))["object-facebook.en.txt"]
    assert ("interactions with AI" in text) == named
    assert ("Messages with Meta's AI: 1" in text) == named


@pytest.mark.parametrize(
    ("group", "country", "names"),
    [
        ("EU", "IE", ["object-facebook.en", CHILD, "third-party-request.en"]),
        ("EU", "EU", ["object-facebook.en", CHILD, "third-party-request.en"]),
        ("UK", "GB", ["object-facebook.en", "third-party-request.en"]),
        ("BR", "BR", ["object-facebook.en", "object-facebook.pt", "third-party-request.en", REQUEST_PT]),
        ("US", "US", ["third-party-request.en"]),
        ("ROW", None, ["third-party-request.en"]),
    ],
)  # fmt: skip
def test_only_what_applies_is_written(group: str, country: str | None, names: list[str]) -> None:
    assert sorted(letters(janes(group, country=country))) == [f"{name}.txt" for name in names]


def test_who_has_objected_gets_no_letter_for_it() -> None:
    whose = person("DE", "EU", objections=(("all", date(2025, 5, 1)),))
    scan = scan_of(items(post()), exports=(facebook_export(person=whose),), person=whose)
    assert not [name for name in letters(scan) if name.startswith("object-facebook")]


def test_two_products_get_a_letter_each_with_their_own_numbers() -> None:
    german = person("DE", "EU")
    facts = {"fact_region": "EU", "fact_objection": "none"}
    reel = {"platform": "instagram", "kind": "reel", "export": "instagram-jane.zip", "count": 7} | facts
    exports = (facebook_export(person=german), instagram_export(person=german))
    told = letters(scan_of(items(post(count=3) | facts, reel), exports=exports, person=german))
    assert "Reels: 7" in told["object-instagram.en.txt"]
    assert "Posts, notes" not in told["object-instagram.en.txt"]
    assert "Reels" not in told["object-facebook.en.txt"]
    assert "767264225370182" in told["object-instagram.en.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Jane\x1b[2J\u202e", "Jane\\x1b[2J\\u202e"),
        ("{basis} {name.__class__}", "{basis} {name.__class__}"),
        ('"""\n[objection]\ntext = "x"', '""" ⏎'),
        ("[red]Jane[/red]", "[red]Jane[/red]"),
    ],
)
def test_a_name_is_a_name_whatever_stands_in_it(name: str, shown: str) -> None:
    text = letters(janes("EU", name=name))["object-facebook.en.txt"]
    assert shown.partition(" ")[0] in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("Article 21") == 1


def listed(scan: Scan) -> list[dict[str, str]]:
    file = items_file(scan)
    assert file.name == LIST_NAME
    return list(csv.DictReader(io.StringIO(b"".join(file.chunks).decode())))


def test_the_list_is_sorted_by_exposure_and_leaves_out_what_is_not_in_it() -> None:
    rows = [
        post(now="not_eligible", visibility="private"),
        post(now="unknown", lean="private"),
        post(now="likely", created_at=datetime(2012, 1, 1, tzinfo=UTC)),
        post(now="unknown", lean="public"),
        post(now="eligible", created_at=datetime(2011, 1, 1, tzinfo=UTC)),
        post(now="eligible", created_at=datetime(2019, 1, 1, tzinfo=UTC)),
        post(now="unknown", lean="none", created_at=None),
        {"kind": "reaction", "now": "unknown"},
        {"kind": "photo", "now": "unknown", "parent_id": "0" * 16},
        {"kind": "photo", "now": "unknown", "lean": "none", "media_path": "album/1.jpg"},
    ]
    told = listed(scan_of(items(*rows)))
    assert [row["exposure"] for row in told] == [
        "in the pool", "in the pool", "likely in it", "not known, leans public", "not known", "not known",
        "not known, leans not public",
    ]  # fmt: skip
    assert [row["date"][:4] for row in told[:3]] == ["2019", "2011", "2012"]
    assert list(told[0]) == ["item_id", "date", "kind", "platform", "first_words", "exposure", "link"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("  =1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("a\x1b[2Jb\u202ec", "a[2Jbc"),
        ("ab,\"c\"", "ab,\"c\""),
        ("x" * 500, "x" * FIRST_WORDS),
        ("👩‍🌾" * 3, "👩‍🌾" * 3),
        ("", ""),
    ],
)  # fmt: skip
def test_a_cell_is_one_line_that_no_spreadsheet_runs(text: str, shown: str) -> None:
    (row,) = listed(scan_of(items(post(text=text, title=None, link=None))))
    assert row["first_words"] == shown


def test_an_empty_list_has_its_head() -> None:
    file = items_file(scan_of(items(post(now="not_eligible"))))
    assert b"".join(file.chunks) == b"item_id,date,kind,platform,first_words,exposure,link\n"


def test_a_link_that_is_a_formula_is_none() -> None:
    (row,) = listed(scan_of(items(post(link="=HYPERLINK(1)"))))
    assert row["link"] == "'=HYPERLINK(1)"


ENGLISH = (Path(__file__).parents[2] / "rules" / "letters" / "en.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("en.toml", "{account}\n", "{acount}\n", "{acount} is not known"),
        ("en.toml", "{account}\n", "{account\n", "braces"),
        ("en.toml", 'EU = "Under', 'EEA = "Under', "is none of"),
        ("en.toml", 'nothing = "', 'nothin = "', "nothin"),
        ("languages.toml", ENGLISH, '[languages]\nPL = ["pl"]\n', 'no letters in "pl"'),
        ("en.toml", "language =", "language", "is no TOML"),
    ],
)  # fmt: skip
def test_a_broken_letter_is_named(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    assert old in ENGLISH
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / name).write_text(ENGLISH.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_letters(tmp_path)
    assert message in str(caught.value)


def test_every_family_has_a_word_in_every_language() -> None:
    heads = {frozenset(each.families) for each in LETTERS.letters.values()}
    assert len(heads) == 1
    assert pl.Series(list(heads.pop())).n_unique() == 8


def test_what_is_assumed_is_no_fact_in_a_letter() -> None:
    scan = janes("EU")
    guessed = scan.items.with_columns(
        assumed=pl.col("visibility") == "unknown",
        visibility=pl.when(pl.col("visibility") == "unknown").then(pl.lit("public")).otherwise("visibility"),
    )
    told = letters(replace(scan, items=guessed))["object-facebook.en.txt"]
    assert told == letters(scan)["object-facebook.en.txt"]
    (row,) = listed(scan_of(items(post(now="eligible", lean="public")).with_columns(assumed=True)))
    assert row["exposure"] == "in the pool, leans public, assumed"


def test_what_is_of_one_day_names_it_once() -> None:
    text = letters(janes("EU", post(kind="reel", created_at=datetime(2023, 6, 10, tzinfo=UTC))))
    assert "- Reels: 1 (2023-06-10)\n" in text["object-facebook.en.txt"]
