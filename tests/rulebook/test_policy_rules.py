"""The rules on eligibility: what they give for the cases of the contract, and that nothing is left out."""

import re
from datetime import date
from itertools import product
from typing import Any

import pytest

from scanner import schema
from scanner.rulebook import RuleBook, load
from scanner.rulebook.examples import item_frame

WITH_A_FORM = ("EU", "UK", "BR", "CH")
REGIONS = tuple(load().regions)
EARLY = {"fact_objection": "early", "fact_objection_covers_ai": True}
OLDER = {"fact_objection": "early", "fact_objection_covers_ai": False}
LATE = {"fact_objection": "late", "fact_objection_covers_ai": True}
MINOR = {"fact_age": "minor"}
AFTER = {"fact_after_objection": True}
BEFORE = {"fact_after_objection": False}
PUBLIC = {"visibility": "public", "ever_public": "yes", "public_from": date(2015, 3, 1)}
STILL_PUBLIC = PUBLIC | {"public_until": date(2026, 8, 1)}
PRIVATE_SINCE = PUBLIC | {"visibility": "private", "public_until": date(2025, 5, 26)}
FORBIDDEN = re.compile(r"meta (has )?trained|too late|deleted from (the )?ai|untrain", re.IGNORECASE)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


def verdict(book: RuleBook, name: str, item: dict[str, Any]) -> str:
    table = book.table(name)
    usual = {"fact_region": "ROW", "fact_age": "adult", "fact_age_then": "adult", "fact_objection": "none"}
    return str(table.decide(item_frame([usual | item], table.columns))[name].item())


@pytest.mark.parametrize(
    ("item", "now"),
    [
        ({"visibility": "public"}, "eligible"),
        ({"visibility": "public", "fact_age": "unknown"}, "eligible"),
        ({"visibility": "public", "fact_region": "CH"}, "likely"),
        ({"visibility": "public", "fact_region": "EU"} | EARLY | BEFORE, "not_eligible"),
        ({"visibility": "unknown", "fact_region": "EU"} | EARLY | BEFORE, "not_eligible"),
        ({"visibility": "public", "fact_region": "EU"} | LATE | AFTER, "not_eligible"),
        ({"visibility": "unknown", "fact_region": "EU"} | LATE | AFTER, "not_eligible"),
        ({"visibility": "public", "fact_region": "EU"} | LATE | BEFORE, "unknown"),
        ({"visibility": "public", "fact_region": "EU"} | LATE, "unknown"),
        ({"visibility": "public", "fact_region": "UK"} | LATE | BEFORE, "not_eligible"),
        ({"visibility": "public", "platform": "threads", "fact_region": "UK"} | LATE | BEFORE, "unknown"),
        ({"visibility": "public", "platform": "threads", "fact_region": "UK"} | LATE | AFTER, "unknown"),
        ({"visibility": "public", "platform": "threads", "fact_region": "EU"} | LATE | AFTER, "not_eligible"),
        ({"visibility": "public", "platform": "threads"}, "likely"),
        ({"visibility": "public", "fact_region": "BR"} | LATE | BEFORE, "unknown"),
        ({"visibility": "unknown", "fact_region": "BR"} | EARLY | BEFORE, "unknown"),
        ({"visibility": "unknown", "fact_region": "BR"} | LATE | AFTER, "not_eligible"),
        ({"visibility": "public", "fact_region": "CH"} | EARLY | BEFORE, "not_eligible"),
        ({"visibility": "public", "fact_region": "CH"} | LATE | BEFORE, "unknown"),
        ({"visibility": "unknown", "fact_region": "CH"} | LATE | AFTER, "not_eligible"),
        ({"visibility": "private", "kind": "video"}, "not_eligible"),
        ({"visibility": "public", "fact_age": "minor", "fact_region": "AU"}, "not_eligible"),
        ({"visibility": "unknown", "fact_age": "minor", "fact_region": "EU"}, "not_eligible"),
        ({"visibility": "public", "fact_age": "minor", "fact_region": "CH"}, "unknown"),
        ({"visibility": "public", "fact_age_then": "minor"}, "unknown"),
        ({"visibility": "private", "fact_age": "minor", "fact_region": "US"}, "not_eligible"),
        ({"platform": "meta_ai", "kind": "ai_prompt", "visibility": "private"}, "eligible"),
        ({"platform": "meta_ai", "kind": "photo", "visibility": "private"}, "eligible"),
        ({"platform": "meta_ai", "kind": "ai_prompt", "fact_age": "minor"}, "likely"),
        ({"platform": "meta_ai", "kind": "ai_prompt", "fact_region": "EU"} | EARLY, "not_eligible"),
        ({"platform": "meta_ai", "kind": "ai_prompt", "fact_region": "EU"} | LATE | BEFORE, "unknown"),
        ({"platform": "meta_ai", "kind": "ai_prompt", "fact_region": "EU"} | OLDER | AFTER, "eligible"),
        ({"platform": "meta_ai", "kind": "ai_prompt", "fact_region": "EU"} | OLDER | MINOR, "likely"),
        ({"kind": "message_thread", "fact_section": "messages", "visibility": "private"}, "not_eligible"),
        ({"kind": "message_thread", "fact_section": "broadcast", "visibility": "unknown"}, "unknown"),
        ({"kind": "reaction", "fact_section": "reactions"}, "unknown"),
        ({"kind": "other_post", "author": "other", "visibility": "public", "fact_region": "EU"}, "eligible"),
        ({"kind": "other_post", "author": "other", "fact_region": "EU"} | EARLY, "unknown"),
        ({"kind": "story", "visibility": "public"}, "likely"),
        ({"kind": "listing", "visibility": "public", "fact_section": "marketplace"}, "likely"),
    ],
)
def test_now(book: RuleBook, item: dict[str, Any], now: str) -> None:
    assert verdict(book, "now", item) == now


@pytest.mark.parametrize(
    ("item", "past"),
    [
        (STILL_PUBLIC, "likely"),
        (STILL_PUBLIC | {"fact_region": "JP"}, "likely"),
        (PUBLIC | {"public_until": date(2025, 5, 26), "fact_region": "EU"}, "unknown"),
        (PUBLIC | {"public_until": date(2025, 5, 27), "fact_region": "EU"}, "likely"),
        (STILL_PUBLIC | {"fact_region": "EU"} | EARLY | BEFORE, "unknown"),
        (STILL_PUBLIC | {"fact_region": "EU"} | EARLY | AFTER, "not_eligible"),
        (STILL_PUBLIC | {"fact_region": "EU"} | LATE | BEFORE, "likely"),
        (STILL_PUBLIC | {"fact_region": "UK"} | LATE | AFTER, "not_eligible"),
        (STILL_PUBLIC | {"fact_region": "UK"} | LATE | BEFORE, "likely"),
        (STILL_PUBLIC | {"fact_region": "EU", "fact_age": "minor"}, "unknown"),
        (PRIVATE_SINCE | {"fact_region": "CH"}, "unknown"),
        (PRIVATE_SINCE | {"fact_region": "CH", "fact_section": "archive"}, "unknown"),
        (PUBLIC | {"public_until": date(2025, 5, 26), "fact_region": "CH"}, "unknown"),
        (PUBLIC | {"public_until": date(2024, 5, 31), "fact_region": "KR"}, "likely"),
        (STILL_PUBLIC | {"fact_region": "UK", "platform": "threads"} | LATE | AFTER, "unknown"),
        (STILL_PUBLIC | {"fact_region": "CH"} | LATE | AFTER, "not_eligible"),
        (STILL_PUBLIC | {"fact_region": "BR"} | LATE | BEFORE, "likely"),
        ({"ever_public": "no", "visibility": "private", "kind": "reel"}, "not_eligible"),
        ({"ever_public": "unknown"}, "unknown"),
        ({"ever_public": "unknown", "visibility": "private"}, "unknown"),
        ({"ever_public": "no", "visibility": "private"}, "not_eligible"),
        ({"ever_public": "no", "platform": "meta_ai", "kind": "ai_prompt"}, "likely"),
        ({"ever_public": "no", "kind": "message_thread", "fact_section": "messages"}, "not_eligible"),
    ],
)
def test_past(book: RuleBook, item: dict[str, Any], past: str) -> None:
    assert verdict(book, "past", item) == past


@pytest.mark.parametrize("region", WITH_A_FORM)
@pytest.mark.parametrize("objection", [EARLY | BEFORE, LATE | AFTER, LATE | BEFORE])
def test_no_objection_covers_a_page(book: RuleBook, region: str, objection: dict[str, Any]) -> None:
    page = STILL_PUBLIC | {"fact_region": region, "fact_section": "page", "fact_own_page": True}
    for name in ("now", "past"):
        assert verdict(book, name, page | objection) == verdict(book, name, page)


@pytest.mark.parametrize("when", [EARLY | BEFORE, LATE | BEFORE, LATE | AFTER])
@pytest.mark.parametrize("region", ["CH", "BR"])
def test_an_analogy_gives_no_more_than_its_model(book: RuleBook, region: str, when: dict[str, Any]) -> None:
    item = {"visibility": "public"} | when
    there, model = (verdict(book, "now", item | {"fact_region": name}) for name in (region, "EU"))
    assert there in (model, "unknown")


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("US", date(2026, 2, 1)),
        ("CH", date(2025, 12, 16)),
        ("BR", date(2026, 2, 1)),
        (None, date(2026, 2, 1)),
    ],
)
def test_chats_with_the_ai_may_choose_ads(book: RuleBook, region: str | None, said: date) -> None:
    assert "ai-chats-for-ads" in flags(book, region, said)


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("EU", date(2026, 2, 1)),
        ("UK", date(2026, 2, 1)),
        ("KR", date(2026, 2, 1)),
        ("US", date(2025, 12, 15)),
    ],
)
def test_no_word_of_ads_where_or_when_it_does_not_hold(book: RuleBook, region: str, said: date) -> None:
    assert "ai-chats-for-ads" not in flags(book, region, said)


def flags(book: RuleBook, region: str | None, said: date) -> list[str]:
    chat = {"platform": "meta_ai", "kind": "ai_prompt", "visibility": "private"}
    table = book.table("flags")
    frame = item_frame([chat | {"created_at": said, "fact_region": region}], table.columns)
    return list(table.flags(frame).item())


def test_confidence_goes_by_what_a_source_says_of_the_country(book: RuleBook) -> None:
    for region, confidence in {
        "AU": "medium",
        "US": "medium",
        "CA": "medium",
        "KR": "low",
        "ROW": "low",
    }.items():
        table = book.table("past")
        item = STILL_PUBLIC | {"fact_region": region, "fact_age": "adult", "fact_age_then": "adult"}
        rule = table.decide(item_frame([item | {"fact_objection": "none"}], table.columns))["rule"].item()
        assert book.rules[rule].confidence == confidence, region


@pytest.mark.parametrize("name", ["now", "past"])
def test_every_item_gets_a_verdict(book: RuleBook, name: str) -> None:
    table = book.table(name)
    columns = {
        "platform": schema.PLATFORMS,
        "kind": schema.KINDS,
        "visibility": schema.VISIBILITIES,
        "ever_public": schema.EVER_PUBLIC,
        "fact_region": (None, *REGIONS),
        "fact_age": (None, "minor"),
    }
    items = [dict(zip(columns, values, strict=True)) for values in product(*columns.values())]
    assert table.decide(item_frame(items, table.columns))[name].null_count() == 0


@pytest.mark.parametrize("region", [each for each in REGIONS if each not in WITH_A_FORM])
@pytest.mark.parametrize("name", ["now", "past"])
def test_an_objection_counts_only_where_there_is_a_form(book: RuleBook, name: str, region: str) -> None:
    item = STILL_PUBLIC | {"fact_region": region}
    assert verdict(book, name, item | EARLY | AFTER) == verdict(book, name, item)


@pytest.mark.parametrize("lean", schema.LEANS)
def test_a_lean_never_decides(book: RuleBook, lean: str) -> None:
    assert verdict(book, "now", {"visibility": "unknown", "lean": lean}) == "unknown"


def test_the_whole_reference_is_there(book: RuleBook) -> None:
    told = {rule.ref for rule in book.rules.values()} | {note.ref for note in book.notes.values()}
    wanted = {f"N{number:02}" for number in range(1, 60)} | {f"P{number:02}" for number in range(1, 15)}
    # these four need a look into the text
    wanted |= {f"F{number:02}" for number in range(1, 14)} - {"F01", "F02", "F05", "F06"}
    assert wanted - told == set()


def test_quotes_are_whole_pieces(book: RuleBook) -> None:
    broken = [each.id for each in book.sources.values() if "…" in each.quote or "*" in each.quote]
    assert broken == []


def test_no_rule_says_more_than_is_known(book: RuleBook) -> None:
    texts = {
        each.id: " ".join((each.title, each.why, each.change, each.message)) for each in book.rules.values()
    }
    assert [name for name, text in texts.items() if FORBIDDEN.search(text)] == []


ROWS_ON_AI = {
    "meta-policy-eu-public-content",
    "meta-policy-global-public-content",
    "meta-policy-ai-interactions",
    "meta-policy-global-ai-interactions",
}
"""The rows of Meta's policy that say what is used to develop and improve AI at Meta."""


def test_what_is_used_for_ai_rests_on_the_row_that_says_so(book: RuleBook) -> None:
    used = [rule for rule in book.rules.values() if rule.then.get("now") in ("eligible", "likely")]
    assert used
    assert [rule.id for rule in used if not ROWS_ON_AI & set(rule.sources)] == []


def test_the_surest_rules_quote_each_of_their_sources(book: RuleBook) -> None:
    sure = [rule for rule in book.rules.values() if "now" in rule.then and rule.confidence == "high"]
    assert sure
    unquoted = {rule.id: [each for each in rule.sources if not book.sources[each].quote] for rule in sure}
    assert {name: sources for name, sources in unquoted.items() if sources} == {}


def test_regions_have_a_form_exactly_where_objections_count(book: RuleBook) -> None:
    assert {group for group, region in book.regions.items() if region.form} == set(WITH_A_FORM)


def test_a_country_stands_in_one_region(book: RuleBook) -> None:
    countries = [code for region in book.regions.values() for code in region.countries]
    in_the_eu, eea, outermost_and_aland = 27, 3, 7
    assert len(countries) == len(set(countries))
    assert len(book.regions["EU"].countries) == in_the_eu + eea + outermost_and_aland
    undecided = [code for region in book.regions.values() for code in region.open_countries]
    assert not set(undecided) & set(countries)
    assert book.policy_date == date(2026, 7, 23)


def test_region_sources_exist(book: RuleBook) -> None:
    named = {source for region in book.regions.values() for source in region.sources}
    assert named - set(book.sources) == set()
