from datetime import UTC, date, datetime

import pytest

from scanner.cli.errors import UsageError
from scanner.cli.filters import filters
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
        ({"past": ["likely"]}, [2]),
        ({"since": date(2020, 1, 2)}, [1]),
        ({"until": date(2020, 1, 1)}, [0]),
        ({"until": date(2020, 1, 2)}, [0, 1]),
        ({"match": "(?i)berlin"}, [0, 2]),
        ({"match": "^In"}, [0]),
    ],
)
def test_what_is_asked_for_is_found(options: dict[str, object], found: list[int]) -> None:
    ids = filters(**options).apply(FRAME)["item_id"]  # type: ignore[arg-type]
    assert [int(item, 16) for item in ids] == found


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": ["posts"]}, r"--kind 'posts': did you mean post\? allowed are post, "),
        ({"now": ["not-eligible"]}, r"did you mean not_eligible\?"),
        ({"visibility": ["xyzzy"]}, "allowed are public, private, unknown"),
        ({"kind": ["post,"]}, "--kind ''"),
        ({"since": date(2021, 1, 1), "until": date(2020, 1, 1)}, "lies after"),
        ({"match": "("}, r"no regular expression: unclosed group"),
    ],
)
def test_what_can_not_be_asked_for_is_explained(options: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        filters(**options).apply(FRAME)  # type: ignore[arg-type]


def test_what_is_counted_as_it_leans_is_still_found_by_its_lean() -> None:
    assumed = items({"visibility": "public", "lean": "public"}, {"visibility": "public"})
    assert filters(lean=["public"]).apply(assumed).height == 1
    assert filters(lean=["none"]).apply(assumed).is_empty()


def test_it_tells_in_words_what_is_shown() -> None:
    told = filters(kind=["post", "comment"], since=date(2020, 1, 1), match="x").told()
    assert told == "kind post or comment; since 2020-01-01; text matching x"
    assert filters().told() == ""
