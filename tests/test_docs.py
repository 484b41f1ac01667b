"""The docs: blocks and pages are fresh, links lead somewhere, examples work."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from scanner import facts, schema
from scanner.readers import READERS
from scanner.rulebook import load, pages, rules_dir
from scanner.rulebook.action import Action, Change
from scanner.rulebook.examples import failures
from scanner.rulebook.files import rule_files
from scanner.rulebook.rules import Citation, Note, Rule
from scanner.rulebook.simulate import action_failures
from tests.doc_blocks import ROOT, blocks, documents, expected

DOCS: Final = ROOT / "docs"
USERS: Final = DOCS / "users"
ADVISERS: Final = DOCS / "advisers"
CONTRIBUTORS: Final = DOCS / "contributors"
RULE_PAGES: Final = sorted((DOCS / "rules").glob("*.md"))
BLOCKS: Final = [
    (page, what, body) for page in documents() if DOCS in page.parents for what, body in blocks(page)
]
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HEADING: Final = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)

NEVER_SAID: Final = (
    r"\bMeta('s AI)? (has |was |had )?trained (its (AI|models) )?on (this|it\b|your|you\b|these|them)",
    r"\b(was|were|has been|have been) used (to train|for training)\b",
    r"\btoo late\b",
    r"\b(deleted|removed|erased|gone) from (the |its |Meta's )?(AI|models?)\b",
    r"\b(unlearn|un-train)",
    r"\bmut(e|ing) (it |the AI |Meta AI )?(protects|helps)",
    r"\byou(r \w+)? (is|are) (now )?safe\b",
)
"""What nobody outside Meta can know, or what would lull."""


def own_words(page: Path) -> str:
    """Return a page without its quotes, the lines that begin with `>`."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return " ".join(line for line in lines if not line.lstrip().startswith(">"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """Return the names under which a page's headings can be linked to."""
    heads = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def wrong_links(page: Path) -> list[str]:
    """Return the links of a page that lead to no file or heading."""
    wrong = []
    for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        place, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / place).resolve() if place else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            wrong.append(target)
    return wrong


def toml_blocks(page: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(("page", "what", "body"), BLOCKS, ids=[f"{p.name}: {w}" for p, w, _ in BLOCKS])
def test_a_block_is_what_the_program_shows(page: Path, what: str, body: str) -> None:
    assert body == expected(what), "python -m tests.doc_blocks writes it anew"


def test_the_pages_of_the_rules_are_fresh() -> None:
    assert pages.stale(load(), DOCS / "rules") == []


@pytest.mark.parametrize("page", [*documents(), DOCS / "rules" / "README.md"], ids=relative)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    assert wrong_links(page) == []


@pytest.mark.parametrize("page", [*documents(), *RULE_PAGES], ids=relative)
def test_no_page_claims_what_nobody_knows(page: Path) -> None:
    text = own_words(page)
    assert [claim for pattern in NEVER_SAID for claim in re.findall(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Meta trained on this post.",
        "Meta has trained its AI on your pictures",
        "It is too late to object.",
        "The post is deleted from the AI.",
        "It was used to train Llama.",
        "Muting Meta AI protects you",
    ],
)
def test_such_a_claim_would_be_found(text: str) -> None:
    assert any(re.search(pattern, text, re.IGNORECASE) for pattern in NEVER_SAID)


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(DOCS).as_posix() for page in documents() if DOCS in page.parents]
    listed_elsewhere = ("README.md", "contributors/decisions/0")
    assert [
        page for page in pages if f"({page})" not in index and not page.startswith(listed_elsewhere)
    ] == []


def test_every_decision_is_in_its_index() -> None:
    index = (CONTRIBUTORS / "decisions" / "README.md").read_text(encoding="utf-8")
    notes = [page.name for page in (CONTRIBUTORS / "decisions").glob("0*.md")]
    assert notes
    assert [name for name in notes if name not in index] == []


def test_the_item_record_is_explained_column_by_column() -> None:
    text = (ADVISERS / "item-record.md").read_text(encoding="utf-8")
    columns = re.findall(r"^\| `(\w+)` \|", text.partition("## The words")[0], re.MULTILINE)
    assert columns == list(schema.RECORD)


def test_every_reader_is_named_among_the_layouts() -> None:
    text = (ADVISERS / "layouts.md").read_text(encoding="utf-8")
    assert [reader for reader in READERS if f"`{reader}`" not in text] == []


def test_every_audience_one_can_give_is_named() -> None:
    text = (USERS / "exposure-toml.md").read_text(encoding="utf-8")
    assert [word for word in facts.OVERRIDE_AUDIENCES if f"`{word}`" not in text] == []


def test_the_example_of_exposure_toml_can_be_read() -> None:
    (example,) = toml_blocks("docs/users/exposure-toml.md")
    read = facts.read(tomllib.loads(example))
    assert (read.region, len(read.facebook.audience), len(read.facebook.groups)) == ("DE", 2, 2)
    assert (read.facebook.pages, read.override[0].audience) == (("Jane's Sample Bakery",), "only_me")


def test_the_example_of_a_rule_loads_and_holds(tmp_path: Path) -> None:
    rule, source = toml_blocks("docs/contributors/writing-a-rule.md")
    (tmp_path / "now_10_mine.toml").write_text(rule, encoding="utf-8")
    (tmp_path / "sources.toml").write_text(source, encoding="utf-8")
    book = load(tmp_path)
    assert next(iter(book.rules_of("now"))).id == "my-old-check-ins-are-not-settled"
    assert failures(book) == []


def test_the_example_of_an_action_loads_and_holds(tmp_path: Path) -> None:
    (example,) = toml_blocks("docs/contributors/writing-an-action.md")
    (tmp_path / "actions").mkdir()
    (tmp_path / "actions" / "mine.toml").write_text(example, encoding="utf-8")
    book = load(tmp_path)
    assert "archive-old-reels" in book.actions
    assert action_failures(book) == []


def test_every_key_of_an_action_is_explained() -> None:
    text = (CONTRIBUTORS / "writing-an-action.md").read_text(encoding="utf-8")
    keys = {name.rstrip("_") for shape in (Action, Change) for name in shape.__annotations__} - {"path"}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


@pytest.mark.parametrize("shape", [Rule, Note, Citation])
def test_every_key_of_the_rule_book_is_explained(shape: type) -> None:
    text = (CONTRIBUTORS / "writing-a-rule.md").read_text(encoding="utf-8")
    keys = {name.rstrip("_") for name in shape.__annotations__} - {"table", "path"}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


def test_every_operator_is_explained() -> None:
    text = (CONTRIBUTORS / "writing-a-rule.md").read_text(encoding="utf-8")
    assert [
        word for word in ("not", "known", "from", "until", "match", "any", "empty") if f"{word} =" not in text
    ] == []


def test_the_rules_are_where_the_docs_say() -> None:
    assert rules_dir() == ROOT / "rules"
    assert {file.parent.name for file in rule_files(rules_dir())} == {"visibility", "eligibility"}
