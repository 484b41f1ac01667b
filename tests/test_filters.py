from datetime import UTC, date, datetime

import pytest

from scanner.evidence.user import selected
from scanner.facts import Override
from scanner.filters import FilterError, parse_filters
from tests.output.frames import items

FRAME = items(
    {"kind": "post", "visibility": "public", "now": "eligible", "text": "In Berlin",
     "created_at": datetime(2020, 1, 1, tzinfo=UTC)},
    {"kind": "comment", "lean": "public", "created_at": datetime(2020, 1, 2, 23, 59, tzinfo=UTC)},
    {"kind": "ai_prompt", "platform": "meta_ai", "past": "likely", "text": "berlin?", "created_at": None},
)  # fmt: skip


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, [0, 1, 2]),
        ({"kind": ["post,comment"]}, [0, 1]),
        ({"kind": ["post", "ai_prompt"]}, [0, 2]),
        ({"kind": [" Post , COMMENT"]}, [0, 1]),
        ({"visibility": ["unknown"], "platform": ["facebook"]}, [1]),
        ({"lean": ["public"]}, [1]),
        ({"lean": ["none"]}, [2]),
        ({"lean": ["none", "public"]}, [1, 2]),
        ({"now": ["eligible"]}, [0]),
        ({"now": ["yes"]}, [0]),
        ({"now": ["?"]}, [1, 2]),
        ({"past": ["no"]}, []),
        ({"past": ["not eligible", "yes"]}, [2]),
        ({"kind": ["Posts,AI prompts"]}, [0, 2]),
        ({"platform": ["Meta AI"]}, [2]),
        ({"past": ["likely"]}, [2]),
        ({"since": date(2020, 1, 2)}, [1]),
        ({"until": date(2020, 1, 1)}, [0]),
        ({"until": date(2020, 1, 2)}, [0, 1]),
        ({"match": "(?i)berlin"}, [0, 2]),
        ({"match": "^In"}, [0]),
    ],
)
def test_what_is_asked_for_is_found(options: dict[str, object], found: list[int]) -> None:
    ids = parse_filters(**options).apply(FRAME)["item_id"]  # type: ignore[arg-type]
    assert [int(item, 16) for item in ids] == found


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": ["posst"]}, r"--kind 'posst': did you mean post\? allowed are post, "),
        ({"now": ["not-eligble"]}, r"did you mean not_eligible\?"),
        ({"ever_public": ["maybe"]}, "--ever-public 'maybe': allowed are yes, no, unknown"),
        ({"visibility": ["xyzzy"]}, "allowed are public, private, unknown"),
        ({"kind": ["post,"]}, "--kind ''"),
        ({"since": date(2021, 1, 1), "until": date(2020, 1, 1)}, "is after"),
        ({"match": "("}, r"not a valid regular expression: unclosed group"),
    ],
)
def test_what_can_not_be_asked_for_is_explained(options: dict[str, object], words: str) -> None:
    with pytest.raises(FilterError, match=words):
        parse_filters(**options).apply(FRAME)  # type: ignore[arg-type]


def test_what_is_counted_as_it_leans_is_still_found_by_its_lean() -> None:
    assumed = items({"visibility": "public", "lean": "public"}, {"visibility": "public"})
    assert parse_filters(lean=["public"]).apply(assumed).height == 1
    assert parse_filters(lean=["none"]).apply(assumed).is_empty()


def test_it_tells_in_words_what_is_shown() -> None:
    words = parse_filters(kind=["post", "comment"], since=date(2020, 1, 1), match="x").describe()
    assert words == "kind post or comment; since 2020-01-01; text matching x"
    assert parse_filters().describe() == ""


@pytest.mark.parametrize("word", ["not public", "not-public", "NOT_PUBLIC"])
def test_not_public_means_private_as_on_the_screen(word: str) -> None:
    assert parse_filters(visibility=[word]).values == {"visibility": ("private",)}


@pytest.mark.parametrize("word", ["non public", "notpublic", "never-public"])
def test_what_is_not_public_is_never_taken_for_public(word: str) -> None:
    with pytest.raises(FilterError, match="for all the rest, write private,unknown") as raised:
        parse_filters(visibility=[word])
    assert "did you mean" not in str(raised.value)


def test_an_override_selects_as_the_options_do() -> None:
    by_option = parse_filters(kind=["post"], until=date(2020, 1, 1), match="Berlin").expression()
    override = Override(None, "public", "post", until=date(2020, 1, 2), match="Berlin")
    assert FRAME.select(by_option).to_series().to_list() == [True, False, False]
    assert FRAME.select(selected(override)).to_series().to_list() == [True, False, False]
