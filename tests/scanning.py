"""Scans small invented exports, and finds rows of what comes out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from scanner.facts import Facts
from scanner.pipeline import scan
from scanner.result import Scan
from tests.builders import JANE, VINTAGES, Entry, File, Tree, as_zip, at, mojibake

TODAY = date(2026, 8, 1)
"""The day for which the tests judge."""
POSTS = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json"
"""A posts file of Facebook since 2024."""
MEDIA = "your_facebook_activity/posts/media/your_posts"
"""Where its media files lie."""


def scanned(
    tree: Tree, directory: Path, facts: Facts | None = None, *, name: str = "export", as_of: date = TODAY
) -> Scan:
    """Scan a tree as one zip."""
    return scan([as_zip(tree, directory / f"{name}.zip")], facts, as_of=as_of)


def items(tree: Tree, directory: Path, facts: Facts | None = None, *, as_of: date = TODAY) -> pl.DataFrame:
    """Give the items of a tree."""
    return scanned(tree, directory, facts, as_of=as_of).items


def instagram(*entries: Entry, vintage: str = "instagram_g4", **account: Any) -> Tree:
    """Give the tree of an Instagram account of Jane's with these entries; `account` are fields of a story."""
    return VINTAGES[vintage](replace(JANE, entries=entries, **account)).tree


def facebook(*entries: Entry, vintage: str = "facebook_v5", **account: Any) -> Tree:
    """Give the tree of a Facebook account of Jane's with these entries; `account` are fields of a story."""
    return VINTAGES[vintage](replace(JANE, entries=entries, **account)).tree


def posted(*records: Any, path: str = POSTS) -> Tree:
    """Give a Facebook tree of one posts file with these records."""
    return {path: mojibake(list(records))}


def entry(sort: str, when: str, text: str = "", *files: int, ending: str = "jpg", **more: Any) -> Entry:
    """Give an entry of a moment with files by their numbers."""
    moment = at(when)
    return Entry(sort, moment, text, files=tuple(File(n, moment, ending=ending) for n in files), **more)


def without(tree: Tree, ending: str) -> Tree:
    """Give the tree without the members whose path has this ending."""
    left = {path: content for path, content in tree.items() if not path.endswith(ending)}
    assert len(left) < len(tree), ending
    return left


def one(frame: pl.DataFrame, **wanted: Any) -> dict[str, Any]:
    """Give the only row with these values."""
    rows = found(frame, **wanted)
    assert len(rows) == 1, [(row["kind"], row["text"]) for row in rows]
    return rows[0]


def found(frame: pl.DataFrame, **wanted: Any) -> list[dict[str, Any]]:
    """Give every row with these values."""
    for column, value in wanted.items():
        text = pl.col(column).cast(pl.String) if isinstance(value, str) else pl.col(column)
        frame = frame.filter(text == value if value is not None else text.is_null())
    return frame.to_dicts()


def verdict(row: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    """Give some columns of a row."""
    return tuple(row[column] for column in columns)


def ids(frame: pl.DataFrame) -> Sequence[str]:
    """Give all ids, sorted."""
    return sorted(frame["item_id"].to_list())
