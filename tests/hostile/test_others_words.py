"""The promise that must not break: no word of another person in anything that is kept, shown or written."""

import base64
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from scanner.pipeline import scan
from tests.builders import CAMILLE, JANA, JANE, VINTAGES, Built, Story, Tree, as_zip, mojibake
from tests.builders.html_facebook import LOOKS, Look, with_zone
from tests.builders.html_facebook import in_html as facebook_pages
from tests.builders.html_instagram import OF_2025, in_html
from tests.builders.others import MARK, block_of_others, thread_of_others, with_others
from tests.hostile.commands import FINE
from tests.hostile.every_command import every_said

CHAT: Final = "your_facebook_activity/messages/inbox/chat_77/message_1.json"
STORIES: Final = {"English": JANE, "German": JANA, "French": CAMILLE}
MARKS: Final = re.compile(rf"{MARK}\w*")


def marked(vintage: str, story: Story) -> Tree:
    """Give an export with someone else's words in every place, and a chat of others with an AI."""
    return with_others(VINTAGES[vintage](story).tree) | {CHAT: mojibake(thread_of_others())}


def facebook_html(vintage: str) -> Callable[[], Tree]:
    """Give the maker of Facebook's pages with a marked block inside every block."""
    look = LOOKS[vintage]

    def made() -> Tree:
        tree = facebook_pages(with_zone(VINTAGES[vintage](JANE).tree), vintage)
        return {path: _with_block(raw, look) for path, raw in tree.items()}

    return made


def instagram_html() -> Tree:
    """Give Instagram's pages with a marked block inside every block, and in every table of labels."""
    tree = with_others(VINTAGES["instagram_g5"](JANE).tree)
    for path, raw in list(tree.items()):
        if path.endswith(".json"):
            tree[path] = json.dumps(_for_pages(json.loads(raw))).encode()
    pages = in_html(Built(tree), OF_2025).tree
    look = Look("div", "pam _3-95 _2ph- _a6-g uiBoxWhite noborder", "_3-95 _2pim _a6-h _a6-i", "_3-95 _a6-p",
                "_3-94 _a6-o")  # fmt: skip
    return {path: _with_block(raw, look) for path, raw in pages.items()}


def _for_pages(node: Any) -> Any:
    """Take out what the builder of pages has no row for."""
    if isinstance(node, list):
        return [
            _for_pages(entry)
            for entry in node
            if not (isinstance(entry, dict) and {"data", "comment"} & entry.keys())
        ]
    if isinstance(node, dict):
        left_out = {"comments", "shared_post", *(("href",) if "label" in node else ())}
        return {key: _for_pages(inner) for key, inner in node.items() if key not in left_out}
    return node


def _with_block(raw: bytes, look: Look) -> bytes:
    """Put a marked block before the end of the body of every block of a page."""
    if b'role="main"' not in raw:
        return raw
    inner = block_of_others(look.block, look.classes, look.title, look.body).encode()
    body = f'<div class="{look.body}">'.encode()
    return raw.replace(body, body + inner)


TREES: Final[Mapping[str, Callable[[], Tree]]] = {
    **{
        f"{vintage} {language}": lambda vintage=vintage, story=story: marked(vintage, story)  # type: ignore[misc]
        for vintage in VINTAGES
        for language, story in STORIES.items()
    },
    **{f"{vintage} HTML": facebook_html(vintage) for vintage in LOOKS},
    "instagram_g5 HTML": instagram_html,
}


@pytest.mark.parametrize("name", TREES)
def test_no_item_of_any_export_holds_a_word_of_someone_else(name: str, tmp_path: Path) -> None:
    tree = TREES[name]()
    assert any(MARK.encode() in raw for raw in tree.values())
    assert_clean(tree, tmp_path)


@pytest.mark.parametrize("name", ["facebook_v5", "facebook_v2", "instagram_g5"])
def test_nor_where_the_owner_is_not_known(name: str, tmp_path: Path) -> None:
    tree = {path: raw for path, raw in marked(name, JANE).items() if "personal_info" not in path}
    tree = {path: raw for path, raw in tree.items() if "profile_information" not in path}
    assert_clean(tree, tmp_path)


def assert_clean(tree: Tree, directory: Path) -> None:
    """Scan a tree; neither its items nor its coverage hold a mark."""
    result = scan([as_zip(tree, directory / "export.zip")])
    assert result.items.height > 0
    kept = repr((result.items.to_dicts(), result.coverage.select("reason").to_dicts(), result.warnings))
    assert set(MARKS.findall(kept)) == set()


def everything() -> Tree:
    """Give one download of all products, marked."""
    trees = [marked(vintage, JANE) for vintage in ("facebook_v5", "instagram_g5", "threads", "meta_ai")]
    return {path: raw for tree in trees for path, raw in tree.items()}


@pytest.mark.slow
@pytest.mark.parametrize("made", [everything, facebook_html("facebook_v5")], ids=["JSON", "HTML"])
def test_no_command_shows_or_writes_one(made: Callable[[], Tree], tmp_path: Path) -> None:
    written = tmp_path / "written"
    written.mkdir()
    calls = every_said(as_zip(made(), tmp_path / "export.zip"), written)
    assert {call.call: call.code for call in calls if call.code not in FINE} == {}
    told = {call.call: MARKS.findall(call.out.decode(errors="replace") + call.err) for call in calls}
    assert {call: marks for call, marks in told.items() if marks} == {}
    files = [path for path in written.rglob("*") if path.is_file() and path != written / "people" / "one.zip"]
    assert {path.suffix for path in files} >= {".scan", ".parquet", ".csv", ".json"}
    assert {path.name: found for path in files if (found := MARKS.findall(_content(path)))} == {}


def _content(path: Path) -> str:
    """Give all text of a file; of a table, its values and what stands beside them."""
    raw = path.read_bytes()
    if not raw.startswith(b"PAR1"):
        return raw.decode(errors="replace")
    beside = pl.read_parquet_metadata(path)
    return repr((pl.read_parquet(path).to_dicts(), _frames(beside)))


def _frames(beside: Mapping[str, str]) -> list[Any]:
    """Give what a saved scan keeps beside its items: frames, and texts."""
    return [_frame_or_text(text) for text in beside.values()]


def _frame_or_text(text: str) -> Any:
    try:
        return pl.read_parquet(io.BytesIO(base64.b64decode(text, validate=True))).to_dicts()
    except (ValueError, pl.exceptions.PolarsError):
        return text


def test_the_owners_own_words_are_still_there(tmp_path: Path) -> None:
    story = replace(JANE)
    for vintage in ("facebook_v5", "instagram_g4"):
        plain = scan([as_zip(VINTAGES[vintage](story).tree, tmp_path / f"{vintage}.zip")]).items
        among = scan([as_zip(marked(vintage, story), tmp_path / f"{vintage}_marked.zip")]).items
        own = set(plain.filter(author="self")["text"].drop_nulls())
        kept = set(among["text"].drop_nulls())
        assert own - kept == set()
