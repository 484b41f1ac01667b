"""The pages follow from the rules, and a page that doesn't is found."""

from pathlib import Path
from typing import Any

import pytest

from scanner.rulebook import load
from scanner.rulebook.pages import main, pages
from tests.rulebook.books import SOURCES, book_of, folder_of, rule

PARTS: dict[str, Any] = {
    "when": {"kind": ["post", "reel"], "fact_host": {"not": ["self"]}},
    "change": "Narrow it.",
    "ref": "N44",
}


@pytest.mark.parametrize(
    "line",
    [
        "# Title of it",
        "Rule `it` · table *in the pool today* · reference N44 · confidence high",
        "- `kind` is `post` or `reel`",
        "- `fact_host` is not `self`",
        "- now: **eligible**",
        "Narrow it.",
        "- **What Meta said** (2025-05-27) · press  ",
        "  https://example.org/meta  ",
        "  > public content shared by adults",
        "- `kind = reaction`",
    ],
)
def test_a_page_tells_the_rule(tmp_path: Path, line: str) -> None:
    assert line in pages(book_of(tmp_path, "now", rule("it", **PARTS)))["it.md"].splitlines()


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ('grade = "court"', "- **What Meta said** (2025-05-27) · a court, as others summarize it  "),
        ('grade = "consumer"', "- **What Meta said** (2025-05-27) · a consumer body  "),
        ('grade = "press"', "  Paraphrased; no direct quote available."),
        ('grade = "inference"', "  An inference of our own; there is nothing to quote."),
        (
            'grade = "meta"\nquote = "public"\nfound_in = "policy-2026"',
            "  Found word for word in the archived text `policy-2026`.",
        ),
    ],
)
def test_a_page_tells_what_a_source_is(tmp_path: Path, parts: str, line: str) -> None:
    folder = folder_of(tmp_path, "now", rule("it"))
    text = SOURCES.replace('quote = "public content shared by adults"\n', "")
    (folder / "sources.toml").write_text(text.replace('grade = "press"', parts), "utf-8")
    assert line in pages(load(root=folder))["it.md"].splitlines()


def test_the_index_links_every_rule(tmp_path: Path) -> None:
    index = pages(book_of(tmp_path, "now", rule("a"), rule("b")))["README.md"]
    assert index.index("[Title of a](a.md)") < index.index("[Title of b](b.md)")


def test_check_fails_when_pages_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = folder_of(tmp_path / "rules", "now", rule("a"), rule("b"))
    docs = tmp_path / "docs"
    ask = [str(docs), "--rules", str(rules)]
    assert main([*ask, "--check"]) == 1
    assert main(ask) == main([*ask, "--check"]) == 0
    capsys.readouterr()
    (docs / "a.md").write_text("edited", encoding="utf-8")
    assert main([*ask, "--check"]) == 1
    assert capsys.readouterr().err == f"{docs / 'a.md'} differs from the rules\n"


def test_pages_of_rules_that_are_gone_go_and_others_stay(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    main([str(docs), "--rules", str(folder_of(tmp_path / "rules", "now", rule("a"), rule("b")))])
    (docs / "by_hand.md").write_text("# Kept\n", encoding="utf-8")
    ask = [str(docs), "--rules", str(folder_of(tmp_path / "rules", "now", rule("a")))]
    assert main([*ask, "--check"]) == 1
    assert main(ask) == main([*ask, "--check"]) == 0
    assert sorted(file.name for file in docs.iterdir()) == ["README.md", "a.md", "by_hand.md"]
