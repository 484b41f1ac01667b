"""Answers are added to the text of an `exposure.toml`, and no line of it is lost."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.facts import AccountFacts, FactsError, Objection, Override, Period, parse
from scanner.facts import edit as toml
from scanner.facts.edit import Entry, with_entry
from scanner.output.terminal_safe import safe

ENTRIES = (
    toml.region_entry("DE", "where"),
    toml.born_entry(date(1990, 5, 4)),
    toml.period_entry(Period("public", until=date(2014, 1, 1)), "facebook.audience", "3 posts"),
    toml.group_entry('Gardeners of "Sampletown"', "public"),
    toml.profile_entry("instagram", private=True),
)
BY_HAND = """\
# mine, and only mine

[facebook.groups]
"Choir" = "private"   # since 2011
# what follows is about one post

[[override]]
item = "3f2a9c0011223344"   # the one of the sea
audience = "public"
"""


@pytest.mark.parametrize("order", list(permutations(ENTRIES)))
def test_the_order_of_answers_does_not_matter(order: tuple[Entry, ...]) -> None:
    text = ""
    for entry in order:
        text = with_entry(text, entry)
    told = parse(text)
    assert (told.region, told.born, told.instagram.private) == ("DE", date(1990, 5, 4), True)
    assert told.facebook.audience == (Period("public", until=date(2014, 1, 1)),)
    assert told.facebook.groups == {'Gardeners of "Sampletown"': "public"}


@pytest.mark.parametrize(
    "entry", [*ENTRIES, toml.pages_entry(["A"]), toml.objection_entry(Objection(date(2025, 5, 5)))]
)
def test_every_line_written_by_hand_stays(entry: Entry) -> None:
    text = with_entry(BY_HAND, entry)
    assert [line for line in BY_HAND.splitlines() if line not in text.splitlines()] == []
    assert parse(text).override == parse(BY_HAND).override
    assert parse(text).facebook.groups["Choir"] == "private"
    assert with_entry(text, toml.group_entry("New", "public")).count("[facebook.groups]") == 1


def test_another_page_joins_the_list_and_its_comment_stays() -> None:
    text = with_entry('[facebook]\npages = ["A"]  # mine\n', toml.pages_entry(["A", "B"]))
    assert text == '[facebook]\npages = ["A", "B"]  # mine\n'


@pytest.mark.parametrize(
    "text", ["facebook = { pages = ['A'] }", "[[facebook.audience]]\naudience = 'public'", "objection = []"]
)
def test_what_does_not_fit_is_refused(text: str) -> None:
    entries = {
        "f": toml.group_entry("B", "public"),
        "[": toml.period_entry(Period("friends"), "facebook.audience"),
        "o": toml.objection_entry(Objection(date(2025, 1, 1))),
    }
    with pytest.raises(FactsError, match="can't be added"):
        with_entry(text, entries[text[0]])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_of_a_group_can_be_written(name: str) -> None:
    assert parse(with_entry("", toml.group_entry(name, "public"))).facebook.groups == {name: "public"}


def test_a_filter_is_one_table() -> None:
    told = Override(
        None, "friends", ("post",), ("facebook",), None, date(2010, 1, 1), date(2012, 1, 2), 'a"b'
    )
    assert parse(with_entry("", toml.override_entry(told))).override[0].kinds == ("post",)
    assert parse(with_entry("", toml.override_entry(told))).override[0].match == 'a"b'


def test_what_a_new_file_begins_with_says_whose_it_is_and_takes_every_answer() -> None:
    text = with_entry("", toml.account_entry(AccountFacts(("Jane Sample", "Jané"), ("jane.sample",))))
    for entry in (
        toml.region_entry("DE"),
        toml.born_entry(date(1990, 5, 4)),
        toml.group_entry("Choir", "public"),
    ):
        text = with_entry(text, entry)
    facts = parse(text)
    assert facts.account == AccountFacts(("Jane Sample", "Jané"), "jane.sample")
    assert (facts.region, facts.born, facts.facebook.groups) == ("DE", date(1990, 5, 4), {"Choir": "public"})


def test_whose_answers_they_are_can_be_added_to_a_file_that_did_not_say() -> None:
    old = "region = 'DE'  # mine\n\n[[facebook.audience]]\naudience = 'public'\n"
    text = with_entry(old, toml.account_entry(AccountFacts(username=("jane.sample",))))
    assert text.startswith(old)
    assert parse(text).account == AccountFacts(username="jane.sample")


@pytest.mark.parametrize(
    "name", ["Ja\u202ene", "J\u034fane", "J\x1b[2Jane\x7f", "Jane\U000e0041", 'Ja"ne\\', "Zoë 🌊"]
)
def test_a_name_is_written_so_that_all_of_it_is_seen_and_read_again(name: str) -> None:
    text = with_entry("", toml.account_entry(AccountFacts(name=(name,))))
    assert parse(text).account == AccountFacts(name=name)
    assert [line for line in text.splitlines() if safe(line) != line] == []
