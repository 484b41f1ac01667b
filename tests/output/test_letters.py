import csv
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from msgspec.structs import replace

from scanner.output.letters import EXCERPT_LENGTH, LIST_NAME, items_file, letter_files
from scanner.plan.plan import make_plan
from scanner.result import Account, Person, Scan
from scanner.rulebook import RuleError, load
from scanner.rulebook.letters import cited_sources, read_letters
from scanner.rulebook.sources import source_faults
from tests.output.frames import AS_OF, facebook_export, instagram_export, items, person_of, scan_of

BOOK, LETTERS = load(), read_letters()
PRIVATE = "Nobody but me shall read this"
CHILD = "object-for-a-child-or-without-account"
REQUEST_BR = "third-party-request.pt-BR"
ASKED = ("child", "third-party")
IRELAND = "Meta Platforms Ireland Limited\nATTN: Privacy Operations\nMerrion Road\nDublin 4\nD04 X2K5\n"
INC = "Meta Platforms, Inc.\nATTN: Privacy Operations\n1 Meta Way\nMenlo Park, CA 94025\n"
GAP = "Meta\n["
GROUPS = {"GB": "UK", "CH": "CH", "BR": "BR", "US": "US"}
DE_ARTICLES = (
    "Art. 21 Abs. 1|Art. 18 Abs. 1 lit. d|Art. 17 Abs. 1 lit. c|Art. 19|Art. 9 Abs. 1|Art. 12 Abs. 3 und 4"
)

FR_ARTICLES = (
    "article 21, paragraphe 1|article 18, paragraphe 1, point d)|article 17, paragraphe 1, point c)"
    "|article 19|article 9, paragraphe 1|article 12, paragraphes 3 et 4"
)
NL_ARTICLES = (
    "artikel 21, lid 1|artikel 18, lid 1, onder d)|artikel 17, lid 1, onder c)|artikel 19|artikel 9, lid 1"
    "|artikel 12, leden 3 en 4"
)
PT_ARTICLES = (
    "artigo 21.º, n.º 1|artigo 18.º, n.º 1, alínea d)|artigo 17.º, n.º 1, alínea c)|artigo 19.º"
    "|artigo 9.º, n.º 1|artigo 12.º, n.ºs 3 e 4"
)
ES_ARTICLES = (
    "artículo 21, apartado 1|artículo 18, apartado 1, letra d)|artículo 17, apartado 1, letra c)|artículo 19"
    "|artículo 9, apartado 1|artículo 12, apartados 3 y 4"
)
IT_ARTICLES = (
    "art. 21, par. 1|art. 18, par. 1, lett. d)|art. 17, par. 1, lett. c)|art. 19|art. 9, par. 1"
    "|art. 12, parr. 3 e 4"
)
UK_ARTICLES = (
    "Article 21(1) UK GDPR|Article 18(1)(d) UK GDPR|Article 17(1)(c) UK GDPR|Article 19 UK GDPR"
    "|Article 9(1) UK GDPR|Article 12(3) and (4) and Article 12A UK GDPR"
)
IE_ARTICLES = (
    "Article 21(1) GDPR|Article 18(1)(d) GDPR|Article 17(1)(c) GDPR|Article 19 GDPR|Article 9(1) GDPR"
    "|Article 12(3) and (4) GDPR"
)
CH_ARTICLES = {
    "de": "Art. 30 Abs. 2 lit. b und Abs. 3|Art. 32 Abs. 2 DSG|Art. 31 DSG",
    "fr": "art. 30, al. 2, let. b, et al. 3|art. 32, al. 2, LPD|art. 31 LPD",
    "it": "art. 30 cpv. 2 lett. b e cpv. 3|art. 32 cpv. 2 LPD|art. 31 LPD",
    "en": "Article 30(2)(b) and (3)|Article 32(2) FADP|Article 31 FADP",
}
BR_ARTICLES = {
    "pt": "art. 18, § 2º|art. 18, IV|art. 18, VII|art. 18, § 4º, II|art. 18, § 1º|Lei nº 13.709/2018",
    "en": "Article 18, paragraph 2|Article 18, IV|Article 18, VII|Article 18, paragraph 4, II"
    "|Article 18, paragraph 1|Law No. 13,709/2018",
}
GDPR_REFERENCES = {
    "de": r"Art\. (\d+)(?: Abs\. (\d)(?: und (\d))?)?(?: lit\. ([a-z]))?",
    "en": r"Article (\d+A?)(?:\((\d)\)(?: and \((\d)\))?)?(?:\(([a-z])\))?",
    "es": r"artículo (\d+)(?:, apartados? (\d)(?: y (\d))?)?(?:, letra ([a-z])\))?",
    "fr": r"article (\d+)(?:, paragraphes? (\d)(?: et (\d))?)?(?:, point ([a-z])\))?",
    "it": r"art\. (\d+)(?:, parr?\. (\d)(?: e (\d))?)?(?:, lett\. ([a-z])\))?",
    "nl": r"artikel (\d+)(?:, (?:lid|leden) (\d)(?: en (\d))?)?(?:, onder ([a-z])\))?",
    "pt-PT": r"artigo (\d+)\.º(?:, n\.ºs? (\d)(?: e (\d))?)?(?:, alínea ([a-z])\))?",
}
"""By language how an article of the GDPR is cited: article, one or two paragraphs, letter."""
OTHER_LAWS = {
    ("CH", "de"): CH_ARTICLES["de"] + "|Art. 30 Abs. 2 lit. b DSG|Art. 30 DSG",
    ("CH", "fr"): CH_ARTICLES["fr"] + "|art. 30, al. 2, let. b, LPD|art. 30 LPD",
    ("CH", "it"): CH_ARTICLES["it"] + "|art. 30 cpv. 2 lett. b LPD|art. 30 LPD",
    ("CH", "en"): CH_ARTICLES["en"] + "|Article 30(2)(b) FADP|Article 30 of the Swiss",
    ("BR", "pt-BR"): BR_ARTICLES["pt"],
    ("BR", "en"): BR_ARTICLES["en"],
}
"""By group of regions and language every way in which a letter may cite the law."""
ANY_REFERENCE = re.compile(r"\b(?:[Aa]rt\.|Article|Abs\.|al\.|cpv\.|lett?\.|lit\.|paragraph\b)|§|nº|No\. ")
CASES = {
    ("DE", "de"): (IRELAND + "Irland", "21.07.2026", "01.03.2009", "1.204", DE_ARTICLES),
    ("AT", "de"): (IRELAND + "Irland", "21.07.2026", "01.03.2009", "1.204", DE_ARTICLES),
    ("FR", "fr"): (IRELAND + "Irlande", "21 juillet 2026", "1er mars 2009", "1\u202f204", FR_ARTICLES),
    ("RE", "fr"): (IRELAND + "Irlande", "21 juillet 2026", "1er mars 2009", "1\u202f204", FR_ARTICLES),
    ("ES", "es"): (IRELAND + "Irlanda", "21 de julio de 2026", "1 de marzo de 2009", "1204", ES_ARTICLES),
    ("IT", "it"): (IRELAND + "Irlanda", "21 luglio 2026", "1º marzo 2009", "1.204", IT_ARTICLES),
    ("NL", "nl"): (IRELAND + "Ierland", "21 juli 2026", "1 maart 2009", "1.204", NL_ARTICLES),
    ("PT", "pt-PT"): (IRELAND + "Irlanda", "21 de julho de 2026", "1 de março de 2009", "1204", PT_ARTICLES),
    ("IE", "en"): (IRELAND + "Ireland", "21 July 2026", "1 March 2009", "1,204", IE_ARTICLES),
    ("GB", "en"): (INC + "United States of America", "21 July 2026", "1 March 2009", "1,204", UK_ARTICLES),
    ("BR", "pt-BR"): (
        f"{INC}Estados Unidos da América", "21 de julho de 2026", "1º de março de 2009", "1.204",
        BR_ARTICLES["pt"],
    ),
    ("CH", "de"): (GAP, "21.07.2026", "01.03.2009", "1’204", CH_ARTICLES["de"]),
    ("CH", "fr"): (GAP, "21 juillet 2026", "1er mars 2009", "1\u202f204", CH_ARTICLES["fr"]),
    ("CH", "it"): (GAP, "21 luglio 2026", "1º marzo 2009", "1’204", CH_ARTICLES["it"]),
    ("CH", "en"): (GAP, "21 July 2026", "1 March 2009", "1,204", CH_ARTICLES["en"]),
    ("BR", "en"): (INC, "21 July 2026", "1 March 2009", "1,204", BR_ARTICLES["en"]),
}  # fmt: skip
"""By country and language: addressee, day of the download, first day, number, articles of the law."""
LETTERS_DIR = Path(__file__).parents[2] / "rules" / "letters"
CONTROLLER = """[[controller]]
groups = ["EU"]
lines = ["Meta Example Ltd"]
country = "IE"
sources = ["norton-2025"]
"""
UNKNOWN = ("1203", "1,203", "1.203", "1’203", "1\u202f203", "1\u00a0203")
"""How many items nothing is known of, as each language writes it."""
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def person(country: str | None, group: str, **over: Any) -> Person:
    return person_of(region=country, region_group=group, age="adult", as_of=AS_OF, **over)


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


def letters(scan: Scan, *also: str, with_unknown: bool = False) -> dict[str, str]:
    """Return the text of each letter by the name of its file."""
    files = letter_files(make_plan(scan, BOOK), scan, LETTERS, also=also, with_unknown=with_unknown)
    return {file.name: b"".join(file.chunks).decode() for file in files}


def of_country(country: str, *also: str) -> dict[str, str]:
    return letters(janes(GROUPS.get(country, "EU"), country=country), *also)


def plain(text: str) -> str:
    """Return a text in one line, its no-break spaces kept."""
    return re.sub(r"[ \n]+", " ", text)


@pytest.mark.parametrize(("country", "language"), CASES)
def test_an_objection_is_written_as_the_country_writes_it(country: str, language: str) -> None:
    text = of_country(country)[f"object-facebook.{language}.txt"]
    addressee, made, first, count, articles = CASES[country, language]
    assert f"\n\n{addressee}" in text
    assert all(words in plain(text) for words in (made, f"{count} ({first} – ", *articles.split("|")))
    assert text.endswith("\n\nJane Sample\n")
    assert "Jane Sample (@jane.sample)" in text


@pytest.mark.parametrize("country", sorted({country for country, _ in CASES} | {"US"}))
def test_no_letter_has_texts_iso_days_open_braces_or_what_is_unknown(country: str) -> None:
    found = of_country(country, *ASKED)
    assert found
    for text in found.values():
        assert PRIVATE not in text
        assert not ISO_DAY.search(text)
        assert "{" not in text
        assert "}" not in text
        assert max(len(line) for line in text.splitlines()) <= 90
        assert not re.search(r"(?:Art\.|art\.|rticle|artigo|artikel|artículo|Abs\.|§)\n", text)
        assert not re.search(r"^\s*–", text, re.MULTILINE)
        assert not [number for number in UNKNOWN if number in text]


@pytest.mark.parametrize("letter", ["objection", "child", "third-party"])
def test_the_law_of_one_region_is_in_no_letter_of_another(letter: str) -> None:
    other = {
        "EU": "UK GDPR|FADP|DSG |LPD|LGPD",
        "UK": "FADP|LGPD",
        "CH": "GDPR|DSGVO|RGPD|LGPD",
        "BR": "GDPR|FADP",
    }
    for each in LETTERS.letters.values():
        for group, foreign in other.items():
            if text := each.text_of(letter, group):
                words = f"{text.subject} {text.text}"
                assert not [law for law in foreign.split("|") if law in words], (each.language, group)


@pytest.mark.parametrize("language", sorted(LETTERS.letters))
def test_each_article_that_a_letter_names_has_a_source(language: str) -> None:
    for letter in ("objection", "child", "third-party"):
        for group in ("EU", "UK", "CH", "BR", "US"):
            text = LETTERS.letters[language].text_of(letter, group)
            if text is None:
                continue
            named = set(re.findall(r"[Aa]rt(?:\.|icle|ículo|ikel|igo)\s(\d+)", f"{text.subject} {text.text}"))
            sourced = {found[1] for name in text.sources if (found := re.search(r"-art-(\d+)", name))}
            assert named == sourced, (letter, group)


@pytest.mark.parametrize("letter", ["objection", "child"])
@pytest.mark.parametrize("language", sorted(GDPR_REFERENCES))
def test_each_paragraph_that_a_letter_names_has_a_source(language: str, letter: str) -> None:
    for group in ("EU", "UK"):
        if text := LETTERS.letters[language].text_of(letter, group):
            named = set()
            for found in re.findall(GDPR_REFERENCES[language], plain(f"{text.subject} {text.text}")):
                article, first, second, point = found
                named |= {
                    "-".join(filter(None, (article.lower(), number, point)))
                    for number in (first, second or first)
                }
            sourced = {name.partition("-art-")[2] for name in text.sources if "gdpr-art-" in name}
            assert named == sourced, group


@pytest.mark.parametrize(("group", "language"), OTHER_LAWS)
def test_no_other_article_is_cited(group: str, language: str) -> None:
    text = LETTERS.letters[language].text_of("objection", group)
    assert text is not None
    rest = plain(f"{text.subject} {text.text}")
    for citation in sorted(OTHER_LAWS[group, language].split("|"), key=len, reverse=True):
        assert citation in rest
        rest = re.sub(rf"{re.escape(citation)}(?![\w])", "", rest)
    assert not ANY_REFERENCE.search(rest), rest


def test_a_letter_in_the_united_states_is_written_as_there() -> None:
    text = of_country("US", "third-party")["third-party-request.en.txt"]
    assert f"\n\n{AS_OF:%B} {AS_OF.day}, {AS_OF.year}\n\n" in text
    assert "\n\nTo Whom It May Concern:\n" in text
    assert text.endswith("\n\nSincerely,\n\nJane Sample\n")
    british = of_country("GB", "third-party")["third-party-request.en.txt"]
    assert f"\n\n{AS_OF.day} {AS_OF:%B} {AS_OF.year}\n\n" in british


def test_a_french_letter_is_dated_with_an_article() -> None:
    assert re.search(r"\n\nLe \d{1,2}(?:er)? \w+ \d{4}\n\n", of_country("FR")["object-facebook.fr.txt"])


@pytest.mark.parametrize("language", sorted(LETTERS.letters))
def test_a_letter_speaks_to_meta_not_of_it(language: str) -> None:
    each = LETTERS.letters[language]
    assert "Meta" not in each.copy + each.copy_undated


@pytest.mark.parametrize("country", sorted({country for country, _ in CASES}))
def test_a_number_stays_in_the_line_of_what_it_counts(country: str) -> None:
    for text in of_country(country, *ASKED).values():
        letter = text.partition("\n---")[2].partition("\n\n")[2]
        body = letter.partition("@jane.sample")[2]
        assert not re.search(r"\d\n +?[^\W\d]|\b\d{1,3}\n[^\W\d-]", body)
        assert not re.search(r"\b\d{1,2} de\n|\bde\n *\d|^ *\.\.\.", body, re.MULTILINE)


def test_the_sources_of_letters_and_addressees_exist() -> None:
    used = {name for _, _, names in cited_sources(LETTERS) for name in names}
    assert {"gdpr-art-21-1", "fadp-art-30", "lgpd-art-18-2", "meta-policy-eu-controller"} <= used
    assert all(BOOK.sources[name].address.startswith("https://") for name in used - {"anpd-2024"})


@pytest.mark.parametrize("name", ["de.toml", "controllers.toml"])
def test_a_source_that_there_is_not_is_named(tmp_path: Path, name: str) -> None:
    text = (LETTERS_DIR / name).read_text(encoding="utf-8")
    (tmp_path / "letters").mkdir()
    changed = re.sub(r'sources = \["[a-z0-9-]+"', 'sources = ["law-of-nowhere"', text, count=1)
    (tmp_path / "letters" / name).write_text(changed, encoding="utf-8")
    faults = [
        str(each.error) for each in source_faults(BOOK, read_letters(tmp_path)) if each.check == "letters"
    ]
    assert len(faults) == 1
    assert name in faults[0]
    assert 'there is no source "law-of-nowhere"' in faults[0]


def test_german_for_switzerland_is_written_as_there() -> None:
    found = of_country("CH", *ASKED)
    german = [text for name, text in found.items() if name.endswith(".de.txt")]
    assert len(german) == 2
    assert all("ß" not in text and "verarbeit" not in text.lower() for text in german)
    assert all("Damen und Herren\n" in text for text in german)


def test_french_keeps_its_marks_in_the_line() -> None:
    for country in ("FR", "CH"):
        for name, text in of_country(country, *ASKED).items():
            if name.endswith(".fr.txt"):
                assert not re.search(r"[ \n][:;!?»]|«[ \n]", text)


def test_portuguese_is_that_of_the_country() -> None:
    brazil = of_country("BR", "third-party")
    portugal = of_country("PT", "third-party")
    assert "Capturas de tela" in brazil["third-party-request.pt-BR.txt"]
    assert "Central de Contas" in brazil["object-facebook.pt-BR.txt"]
    assert "Capturas de ecrã" in portugal["third-party-request.pt-PT.txt"]
    assert "Centro de Contas" in portugal["object-facebook.pt-PT.txt"]


def test_a_child_is_spoken_for_by_who_holds_responsibility() -> None:
    text = plain(letters(janes("EU"), "child")[f"{CHILD}.en.txt"])
    assert "As the holder of parental responsibility I object on behalf of my child" in text
    assert "Article 6(1)(f) GDPR" in text
    assert "Account: " not in text
    assert "without an account" not in text


@pytest.mark.parametrize("language", sorted(LETTERS.letters))
def test_posts_and_account_are_not_to_be_deleted(language: str) -> None:
    kept = {
        "en": "I am not asking you to delete", "de": "verlange ich mit diesem Schreiben nicht",
        "fr": "je ne demande pas la suppression", "es": "no solicito que eliminen",
        "it": "non chiedo la cancellazione", "nl": "vraag ik u niet",
        "pt-PT": "não solicito a eliminação", "pt-BR": "não requeiro a exclusão",
    }  # fmt: skip
    texts = LETTERS.letters[language].objection.values()
    assert all(kept[language] in plain(text.text) for text in texts)


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "Of these, 1 is public. For 1,203 of them the copy does not show who can see them."),
        (2, "Of these, 2 are public. For 1,203 of them the copy does not show who can see them."),
    ],
)
def test_what_is_unknown_is_told_where_it_is_asked_for(count: int, sentence: str) -> None:
    more = [post(visibility="public", kind="comment")] * (count - 1)
    scan = janes("EU", *more)
    assert sentence in plain(letters(scan, with_unknown=True)["object-facebook.en.txt"])
    assert "public." not in plain(letters(scan)["object-facebook.en.txt"]).partition("Optional")[0]


@pytest.mark.parametrize("language", sorted(LETTERS.letters))
def test_one_and_many_are_two_sentences(language: str) -> None:
    of = LETTERS.letters[language]
    assert of.public.one != of.public.other
    assert of.unknown.one != of.unknown.other


def test_an_account_without_content_has_no_list() -> None:
    scan = janes("EU")
    text = letters(replace(scan, items=scan.items.clear()))["object-facebook.en.txt"]
    assert "copy of my data" not in text
    assert "\n\n\n" not in text


def test_who_has_no_name_signs_in_a_gap() -> None:
    text = letters(janes("EU", name=""))["object-facebook.en.txt"]
    assert text.endswith("\n[your full name]\n")
    assert "Account: Facebook, @jane.sample\n" in text


@pytest.mark.parametrize(("group", "country", "named"), [("EU", "DE", True), ("UK", "GB", False)])
def test_ai_chats_are_named_where_an_objection_covers_them(group: str, country: str, named: bool) -> None:
    text = letters(janes(group, country=country))["object-facebook.en.txt"]
    assert ("interactions with AI" in text) == named
    assert ("Messages in chats with AI at Meta: 1" in text) == named


@pytest.mark.parametrize(
    ("group", "country", "names"),
    [
        ("EU", "IE", ["object-facebook.en", f"{CHILD}.en", "third-party-request.en"]),
        ("EU", "EU", ["object-facebook.en", f"{CHILD}.en", "third-party-request.en"]),
        ("UK", "GB", ["object-facebook.en", "third-party-request.en"]),
        ("BR", "BR", ["object-facebook.en", "object-facebook.pt-BR", "third-party-request.en", REQUEST_BR]),
        ("US", "US", ["third-party-request.en"]),
        ("ROW", None, ["third-party-request.en"]),
    ],
)  # fmt: skip
def test_only_what_applies_and_is_asked_for_is_written(
    group: str, country: str | None, names: list[str]
) -> None:
    scan = janes(group, country=country)
    assert sorted(letters(scan, *ASKED)) == [f"{name}.txt" for name in names]
    assert sorted(letters(scan)) == [f"{name}.txt" for name in names if name.startswith("object-facebook")]


def test_where_the_controller_is_not_verified_the_address_is_a_gap() -> None:
    for group, country in (("ROW", "AR"), ("ROW", None), ("JP", "JP"), ("CH", "CH")):
        text = letters(janes(group, country=country), "third-party")["third-party-request.en.txt"]
        assert "\n\nMeta\n[company and postal address" in text


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
    assert text.count("Article 21(1)") == 3


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
        "in the pool", "in the pool", "likely in the pool", "unknown, probably public", "unknown", "unknown",
        "unknown, probably not public",
    ]  # fmt: skip
    assert [row["date"][:4] for row in told[:3]] == ["2019", "2011", "2012"]
    assert list(told[0]) == ["item_id", "date", "kind", "platform", "first_words", "exposure", "file", "link"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("  =1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("a\x1b[2Jb\u202ec", "a[2Jbc"),
        ("ab,\"c\"", "ab,\"c\""),
        ("x" * 500, "x" * EXCERPT_LENGTH),
        ("👩‍🌾" * 3, "👩‍🌾" * 3),
        ("", ""),
    ],
)  # fmt: skip
def test_a_cell_is_one_line_that_no_spreadsheet_runs(text: str, shown: str) -> None:
    (row,) = listed(scan_of(items(post(text=text, title=None, link=None))))
    assert row["first_words"] == shown


def test_an_empty_list_has_its_head() -> None:
    file = items_file(scan_of(items(post(now="not_eligible"))))
    assert b"".join(file.chunks) == b"item_id,date,kind,platform,first_words,exposure,file,link\n"


def test_a_link_that_is_a_formula_is_none() -> None:
    (row,) = listed(scan_of(items(post(link="=HYPERLINK(1)"))))
    assert row["link"] == "'=HYPERLINK(1)"


ENGLISH = (LETTERS_DIR / "en.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("en.toml", "\n{content}\n", "\n{contents}\n", "{contents} is unknown"),
        ("en.toml", "\n{name}\n", "\n{name\n", "braces"),
        ("en.toml", "[objection.EU]", "[objection.EEA]", "is not one of"),
        ("en.toml", "email = ", "e-mail = ", "mail"),
        ("en.toml", '"December",', "", "there are 11, not 12"),
        ("en.toml", "{day} {month}", "{day:%d} {month}", "does not make a date"),
        ("en.toml", "{month} {day},", "{month} {day:%d},", "does not make a date"),
        ("en.toml", "{month} {day},", "{month} {date},", "{date} is unknown"),
        ("en.toml", "{ any = ", "{ DE = ", "needs an entry for any"),
        ("en.toml", 'IE = "Ireland", ', "", "has no name for IE"),
        ("languages.toml", ENGLISH, '[languages]\nPL = ["pl"]\n', 'no letters in "pl"'),
        ("controllers.toml", ENGLISH, CONTROLLER.replace("EU", "EEA"), '"EEA" is not one of'),
        ("controllers.toml", ENGLISH, CONTROLLER.replace("IE", "FI"), "has no name for FI"),
        ("controllers.toml", ENGLISH, CONTROLLER.replace("sources", "source"), "source"),
        ("en.toml", "language =", "language", "is not valid TOML"),
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
    assert row["exposure"] == "in the pool, probably public, assumed"


def test_what_is_of_one_day_names_it_once() -> None:
    text = letters(janes("EU", post(kind="reel", created_at=datetime(2023, 6, 10, tzinfo=UTC))))
    assert "- Reels: 1 (10 June 2023)\n" in text["object-facebook.en.txt"]
