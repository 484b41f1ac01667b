"""Localised words: labels, audiences, title lines."""

import msgspec
import pytest

from scanner.readers.locale_tables import LabelRow, Labels, Locale, Title, TitleRow, plain
from scanner.schema import AUDIENCES, TITLE_HINTS
from tests.readers.reading import LOCALES, labels, mojibake

TABLES = {
    f"{path.parent.name}/{path.stem}": msgspec.toml.decode(path.read_bytes(), type=Locale)
    for path in sorted(LOCALES.rglob("*.toml"))
}
TITLES = [row for table in TABLES.values() for row in table.title]


@pytest.mark.parametrize("name", TABLES)
def test_table_speaks_the_words_of_the_schema(name: str) -> None:
    table = TABLES[name]
    assert table.language == name.partition("/")[2]
    assert {row.audience for row in table.audience} <= set(AUDIENCES)
    assert {row.hint for row in table.title} <= set(TITLE_HINTS)
    assert all(row.source for row in table.label)
    assert all(row.source for row in table.audience)
    assert all(row.source for row in table.title)


def test_no_two_tables_give_one_label_two_meanings() -> None:
    meanings: dict[str, set[str]] = {}
    for table in TABLES.values():
        for row in table.label:
            for spelling in row.spellings:
                meanings.setdefault(plain(spelling), set()).add(row.concept)
    assert {label: found for label, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("row", TITLES, ids=lambda row: row.pattern)
def test_title_pattern_gives_its_hint_for_its_examples(row: TitleRow) -> None:
    assert row.examples
    for example in row.examples:
        said = labels().title(example)
        assert said is not None
        assert said.hint == row.hint


@pytest.mark.parametrize(
    ("line", "hint", "container"),
    [
        ("Jane Sample shared a link to the group: Gardeners.", "group", "Gardeners"),
        ("Jane Sample posted in St. Sample's Choir.", "group", "St. Sample's Choir"),
        ("Jane Sample wrote on Max Sample's timeline.", "other_timeline", "Max Sample"),
        ("Jane Sample wrote on Max Sample’s profile.", "other_timeline", "Max Sample"),
        ("Jane Sample added a new photo to Max Sample's timeline.", "other_timeline", "Max Sample"),
        ("Jane Sample doesn't recommend Sample Bakery.", "review", "Sample Bakery"),
        ("Jane Sample was at Sample Cafe.", "check_in", "Sample Cafe"),
        ("Jane Sample added a life event from 4 May 2019: Sang in Max's profile.", "life_event", None),
    ],
)
def test_title_names_what_it_stands_in(line: str, hint: str, container: str | None) -> None:
    said = labels().title(line)
    assert said is not None
    assert (said.hint, said.container) == (hint, container)


@pytest.mark.parametrize(
    "line",
    [
        None,
        "",
        "Jane Sample updated Max Sample's status.",
        "Jane Sample shared a link with the group Gardeners.",
        "Jane Sample added a new photo in Gardeners.",
        "Jane Sample hat etwas in der Gruppe: Gardeners gepostet.",
        "Max Sample",
    ],
)
def test_title_without_a_known_meaning_has_none(line: str | None) -> None:
    assert labels().title(line) is None


@pytest.mark.parametrize(
    ("value", "audience"),
    [
        ("Public", "public"),
        ("public", "public"),
        ("Everyone", "public"),
        ("Friends", "friends"),
        ("Friends Only", "friends"),
        ("Friends of friends", "friends_of_friends"),
        ("Only me", "only_me"),
        ("Custom", "custom"),
        ("EVERYONE", "public"),
        ("ALL_FRIENDS", None),
        ("Amigos", None),
        (None, None),
    ],
)
def test_audience_is_read_only_where_listed(value: str | None, audience: str | None) -> None:
    assert labels().audience(value) == audience


def test_label_is_known_in_any_case_accent_and_mojibake() -> None:
    table = Labels([Locale(language="xx", label=[LabelRow("name", ["Prénom d’usage"], "test")])])
    for spelling in ("Prénom d’usage", "PRENOM D'USAGE", " prenom  d'usage", mojibake("Prénom d’usage")):
        assert table.concept(spelling) == "name"


def test_a_spelling_of_two_meanings_has_none() -> None:
    rows = [LabelRow("name", ["Titre"], "test"), LabelRow("text", ["titre"], "test")]
    assert Labels([Locale(language="xx", label=rows)]).concept("Titre") is None


def test_titles_are_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.readers.locale_tables.TITLE_CACHE_SIZE", 3)
    table = Labels([Locale(language="en", title=[TitleRow("live", r" was live\.$", "test", [])])])
    said = [table.title(f"Person {number} was live.") for number in range(10)]
    assert {title.hint for title in said if title} == {"live"}
    assert len(table._title_cache) <= 3


def test_a_slow_pattern_of_ones_own_is_cut_off() -> None:
    slow = TitleRow("live", r"^(a|aa)+$", "one's own", ["aaaa"])
    quick = TitleRow("review", "b$", "one's own", ["ab"])
    assert Labels([Locale("en", title=[slow, quick])]).title("a" * 60 + "b") == Title("review")
