"""Audiences from the Graph API, read from whatever its answers were kept in, and joined to the posts."""

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.evidence import graph_api
from scanner.facts import Facts, FactsError
from scanner.result import GraphReport, Scan
from tests.scanning import entry, facebook, one, scanned

WHEN = "2019-03-04 18:20"


def post(
    text: str | None = "Tea", when: str = f"{WHEN}:00", value: str | None = "EVERYONE", **more: Any
) -> Any:
    """Give a post as Graph answers it."""
    told: dict[str, Any] = {"created_time": f"{when.replace(' ', 'T')}+0000", "privacy": {"value": value}}
    return told | ({"message": text} if text else {}) | more


def page(*posts: Any) -> dict[str, Any]:
    """Give one page of posts."""
    return {"data": list(posts), "paging": {"next": "https://graph.example/next"}}


def kept(directory: Path, document: object) -> Path:
    """Write an answer into a file."""
    path = directory / "posts.json"
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    return path


def judged(directory: Path, document: object, *texts: tuple[str, str]) -> Scan:
    """Scan an export of posts of these times and texts with an answer of Graph's."""
    tree = facebook(*(entry("post", when, text) for when, text in texts or ((WHEN, "Tea"),)))
    return scanned(tree, directory, Facts(graph=graph_api.load_posts([kept(directory, document)])))


@pytest.mark.parametrize(
    ("value", "visibility", "audience"),
    [
        ("EVERYONE", "public", "public"),
        ("ALL_FRIENDS", "private", "friends"),
        ("FRIENDS_OF_FRIENDS", "private", "friends_of_friends"),
        ("SELF", "private", "only_me"),
        ("CUSTOM", "private", "custom"),
        ("", "unknown", "unknown"),
        (None, "unknown", "unknown"),
        ("SOMETHING_NEW", "unknown", "unknown"),
    ],
)
def test_the_value_of_privacy_is_the_audience_and_an_empty_one_says_nothing(
    value: str | None, visibility: str, audience: str, tmp_path: Path
) -> None:
    row = one(judged(tmp_path, page(post(value=value))).items, text="Tea")
    assert (row["visibility"], row["audience"]) == (visibility, audience)
    assert (row["basis"], row["confidence"]) == (
        ("stated", "high") if audience != "unknown" else ("none", "low")
    )


@pytest.mark.parametrize(
    "privacy", [{}, {"value": ""}, {"description": "Public"}, None, "EVERYONE", {"value": 1}]
)
def test_privacy_without_a_value_is_never_taken_for_public(privacy: object, tmp_path: Path) -> None:
    scan = judged(tmp_path, page(post(privacy=privacy)))
    assert one(scan.items, text="Tea")["visibility"] == "unknown"
    assert scan.graph == GraphReport(posts=1, matched=1, silent=1, ambiguous=0, unmatched=0)


@pytest.mark.parametrize(
    "document",
    [
        page(post()),
        [page(post()), page()],
        [page(), page(post())],
        {"data": [post()]},
        {"posts": page(post()), "id": "1"},
        [post()],
        [page(post(id="1_2")), page(post(id="1_2"))],
    ],
)
def test_a_page_pages_and_a_bare_list_are_the_same(document: object, tmp_path: Path) -> None:
    scan = judged(tmp_path, document)
    assert one(scan.items, text="Tea")["visibility"] == "public"
    assert scan.graph == GraphReport(posts=1, matched=1, silent=0, ambiguous=0, unmatched=0)


EVENING = "2019-03-04 20:00"
EARLIER, LATER = "2019-03-04 19:00:00", f"{EVENING}:00"
JOINS: list[tuple[str, list[Any], list[tuple[str, str]], tuple[int, int, int]]] = [
    ("same second and text", [post()], [(WHEN, "Tea")], (1, 0, 0)),
    ("other spaces", [post("Tea \n")], [(WHEN, "Tea")], (1, 0, 0)),
    ("within a day", [post(when="2019-03-05 10:00:00")], [(WHEN, "Tea")], (1, 0, 0)),
    ("after a day", [post(when="2019-03-06 10:00:00")], [(WHEN, "Tea")], (0, 0, 1)),
    ("other text", [post("Coffee")], [(WHEN, "Tea")], (0, 0, 1)),
    ("no text at the second", [post(None)], [(WHEN, "")], (1, 0, 0)),
    ("no text elsewhere", [post(None, "2019-03-04 18:21:00")], [(WHEN, "")], (0, 0, 1)),
    ("twice here", [post(when=EARLIER)], [(WHEN, "Tea"), (EVENING, "Tea")], (0, 1, 0)),
    ("twice there", [post(when=EARLIER), post(when=LATER)], [(WHEN, "Tea")], (0, 2, 0)),
    ("one to one", [post(), post(when=LATER)], [(WHEN, "Tea"), (EVENING, "Tea")], (2, 0, 0)),
    ("two words for one id", [post(id="1"), post(id="1", value="SELF")], [(WHEN, "Tea")], (1, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "posts", "texts", "counts"), JOINS, ids=[row[0] for row in JOINS])
def test_posts_are_joined_by_second_and_text_then_by_text_within_a_day(
    what: str, posts: list[Any], texts: list[tuple[str, str]], counts: tuple[int, int, int], tmp_path: Path
) -> None:
    report = judged(tmp_path, page(*posts), *texts).graph
    assert report is not None
    assert (report.matched, report.ambiguous, report.unmatched) == counts


def test_one_post_told_with_two_audiences_settles_nothing(tmp_path: Path) -> None:
    scan = judged(tmp_path, page(post(id="1"), post(id="1", value="SELF")))
    assert one(scan.items, text="Tea")["visibility"] == "unknown"


def test_two_posts_alike_need_one_audience(tmp_path: Path) -> None:
    texts = ((WHEN, "Tea"),)
    scan = judged(tmp_path, page(post(id="1"), post(id="2", value="SELF")), *texts)
    assert one(scan.items, text="Tea")["visibility"] == "unknown"
    assert scan.graph == GraphReport(posts=2, matched=0, silent=0, ambiguous=2, unmatched=0)


def test_a_comment_is_no_post(tmp_path: Path) -> None:
    tree = facebook(entry("comment", WHEN, "Tea"))
    found = scanned(tree, tmp_path, Facts(graph=graph_api.load_posts([kept(tmp_path, page(post()))])))
    assert found.graph is not None
    assert found.graph.matched == 0


def test_the_scan_says_what_was_found(tmp_path: Path) -> None:
    (line,) = judged(tmp_path, page(post(), post("Coffee"))).warnings
    assert line.startswith("Graph API: 2 posts in your file, 1 found in your download, 1 not found.")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            {"error": {"message": "secret", "type": "OAuthException", "code": 190}},
            "OAuthException 190. The token has expired",
        ),
        ([page(post()), {"error": {"message": "secret"}}], "answered with an error instead of posts"),
        ({"name": "Jane Sample"}, "not an answer of the Graph API"),
        ([{"timestamp": 1, "data": [{"post": "x"}]}], "not an answer of the Graph API"),
        ({"data": [{"name": "a Page"}]}, "not an answer of the Graph API"),
        ({"data": ["x"]}, "not an answer of the Graph API"),
        (5, "not an answer of the Graph API"),
        (b"<html>", "not JSON"),
        (b"", "not JSON"),
        ({"data": []}, "has no posts"),
    ],
)
def test_another_file_and_an_error_are_said_to_be_so(document: object, said: str, tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=r"posts\.json") as fault:
        graph_api.load_posts([kept(tmp_path, document)])
    assert said in str(fault.value)
    assert "secret" not in str(fault.value)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="No such file"):
        graph_api.load_posts([tmp_path / "none.json"])
