"""A broken `exposure.toml` is refused, and the message names the line, the key and what is allowed."""

from datetime import date

import pytest

from scanner.facts import Facts, FactsError, Override, Period, parse

ITEM = "3f2a9c0011223344"
AUDIENCES = "public, friends, friends_of_friends, custom, only_me"
BROKEN: list[tuple[str, str, str]] = [
    ("no date", "region = 'DE'\nborn = 5", "line 2: born: must be a date"),
    ("a moment", "born = 1990-05-04T10:00:00", "line 1: born: must be a date"),
    ("no country", "\nregion = 'XX'", "line 2: region: 'XX' is not a two-letter country code"),
    ("a key nearly right", "regoin = 'DE'", "line 1: regoin: there is no such key; did you mean region?"),
    ("the posts of Graph", "graph = []", "line 1: graph: there is no such key"),
    ("no table", "objection = 5", "line 1: objection: must be a list"),
    (
        "a wrong key",
        "[[objection]]\nfiled = 2025-05-20\nwhen = 1",
        "line 3: [[objection]] 1: when: there is no",
    ),
    ("allowed keys", "[[objection]]\nwhen = 1", "allowed are filed, platform, accepted"),
    ("a key too few", "\n[[objection]]\naccepted = true", "line 2: [[objection]] 1: filed is missing"),
    (
        "the second of two",
        "[[objection]]\nfiled = 2025-01-01\n[[objection]]\nfiled = 2025-05-20\nplatform = 'facebok'",
        "line 5: [[objection]] 2: platform: 'facebok': did you mean facebook? allowed are",
    ),
    ("no list of pages", "[facebook]\npages = 'A'", "line 2: facebook.pages: must be a list"),
    (
        "a word of groups",
        "[facebook.groups]\n'A b' = 'publik'",
        "line 2: facebook.groups.A b: 'publik': did you",
    ),
    ("an account", "[instagram]\nprivate = 'yes'", "line 2: instagram.private: must be true or false"),
    (
        "an audience",
        "[[facebook.audience]]\naudience = 'all'",
        f"line 2: [[facebook.audience]] 1: audience: 'all': allowed are {AUDIENCES}",
    ),
    ("an audience elsewhere", "[[facebook.default]]\naudience = 'followers'", f"allowed are {AUDIENCES}"),
    (
        "an empty period",
        "[[facebook.audience]]\naudience = 'public'\nfrom = 2014-01-01\nuntil = 2014-01-01",
        "contains no day",
    ),
    (
        "an id",
        "[[override]]\nitem = 'x'\naudience = 'public'",
        "line 2: [[override]] 1: item: 'x' is not an item id",
    ),
    (
        "nothing selected",
        "[[override]]\naudience = 'public'",
        "must name either one item or a filter",
    ),
    (
        "item and filter",
        f"[[override]]\nitem = '{ITEM}'\nkind = 'post'\naudience = 'public'",
        "either one item or",
    ),
    ("no audience", "[[override]]\nkind = 'post'", "audience is missing; allowed are public"),
    (
        "a kind",
        "[[override]]\nkind = ['post', 'fotos']\naudience = 'public'",
        "line 2: [[override]] 1: kind: 'fotos': did you mean photo?",
    ),
    (
        "a platform",
        "[[override]]\nplatform = 'x'\naudience = 'public'",
        "allowed are facebook, instagram, threads",
    ),
    (
        "a pattern",
        "[[override]]\nmatch = '('\naudience = 'public'",
        "line 2: [[override]] 1: match: '(' is not a valid regular",
    ),
    ("no date in quotes", "born = 'long ago'", "line 1: born: must be a date without quotes, as in"),
    ("no such day", "region = 'DE'\nborn = 1990-13-04", "line 2: born: not valid TOML: Expected"),
    ("how it is written", "born = 4 May 1990", "put text in quotes, but not dates (1990-05-04)"),
    (
        "told twice",
        "region = 'DE'\nregion = 'US'",
        "line 2: region: not valid TOML: Cannot overwrite a value;",
    ),
    ("a quote left open", "[instagram]\nprivate = 'yes", "line 2: instagram.private: not valid TOML"),
    ("no TOML", "region = 'DE'\nx = ", "not valid TOML: Invalid value"),
]


@pytest.mark.parametrize(("what", "text", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_fault_names_its_line_its_key_and_what_is_allowed(what: str, text: str, said: str) -> None:
    with pytest.raises(FactsError) as fault:
        parse(text, "mine.toml")
    assert str(fault.value).startswith("mine.toml")
    assert said in str(fault.value)


@pytest.mark.parametrize("table", ["audience", "default"])
def test_periods_that_overlap_are_both_named(table: str) -> None:
    text = f"""
[[facebook.{table}]]
until = 2014-01-01
audience = "public"
[[facebook.{table}]]
from = 2013-12-31
audience = "friends"
"""
    with pytest.raises(FactsError) as fault:
        parse(text)
    said = str(fault.value)
    assert "until 2014-01-01 public (line 2)" in said
    assert "from 2013-12-31 until today friends (line 5)" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"[[override]]\nitem = '{ITEM}'\naudience = 'public'\n"
            f"[[override]]\nitem = '{ITEM}'\naudience = 'friends'",
            f"line 4: [[override]] 2: contradicts another on {ITEM}: public (line 1), and friends (line 4)",
        ),
        (
            "[[objection]]\nfiled = 2025-05-20\n[[objection]]\nfiled = 2025-05-20\naccepted = false",
            "contradicts another on all, 2025-05-20: true (line 1), and false (line 3); keep one of them",
        ),
    ],
)
def test_two_that_contradict_each_other_are_both_named(text: str, said: str) -> None:
    with pytest.raises(FactsError) as fault:
        parse(text)
    assert said in str(fault.value)


def test_what_is_told_twice_alike_is_no_contradiction() -> None:
    same = f"[[override]]\nitem = '{ITEM}'\naudience = 'public'\n"
    filters = (
        "[[override]]\nkind = 'post'\naudience = 'public'\n[[override]]\nkind = 'post'\naudience = 'friends'"
    )
    assert len(parse(same * 2 + filters).override) == 4


def test_periods_that_touch_do_not_overlap() -> None:
    text = "[[facebook.audience]]\nuntil = 2014-01-01\naudience = 'public'\n"
    text += "[[facebook.audience]]\nfrom = 2014-01-01\naudience = 'friends'"
    assert [period.audience for period in parse(text).facebook.audience] == ["public", "friends"]


def test_a_whole_file_is_read() -> None:
    told = parse(f"""
region = "UK"
[[facebook.default]]
from = 2010-01-01
audience = "friends"
[threads]
private = true
[[override]]
kind = ["post", "photo"]
until = 2012-01-02
container = "Holidays"
audience = "friends"
[[override]]
item = "{ITEM}"
audience = "only_me"
""")
    assert told.region == "UK"
    assert told.facebook.default == (Period("friends", date(2010, 1, 1)),)
    assert told.threads.private is True
    assert told.override[0].kinds == ("post", "photo")
    assert told.override[1] == Override(ITEM, "only_me")
    assert parse("") == Facts()


@pytest.mark.parametrize("body", ["", "name = ' '", "name = []", 'username = ""'])
def test_an_account_that_names_nobody_is_refused(body: str) -> None:
    with pytest.raises(FactsError, match=r"line 1: account.*names nobody: write a name, a username or an id"):
        parse(f"[account]\n{body}\n")


def test_a_country_by_name_is_refused_with_its_code() -> None:
    with pytest.raises(FactsError, match="'Deutschland' is not a two-letter country code: write DE"):
        parse("region = 'Deutschland'\n")
