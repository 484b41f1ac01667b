"""One account as HTML and as JSON: what a scan of each gives, side by side."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl

from scanner.pipeline import scan
from scanner.result import Scan
from tests.builders import Built, Story, as_zip

ITSELF = ("created_precision", "export", "member", "pointer")
"""Where an item was read from and how exactly: these differ by nature."""
NAME = "instagram-jane.sample-2026-07-21-AbCdEfGh.zip"
REQUEST = "your_information_download_requests"
"""HTML has no record of the request, so neither side is given one."""


def scanned(make: Callable[[Story], Built], story: Story, directory: Path) -> Scan:
    """Scan an export of an account."""
    tree = {path: content for path, content in make(story).tree.items() if REQUEST not in path}
    return scan([as_zip(tree, directory / NAME)])


def with_seconds(story: Story, seconds: int = 37) -> Story:
    """Give an account whose every moment lies so many seconds after the full minute."""
    return replace(
        story,
        entries=tuple(
            replace(
                entry,
                at=entry.at + seconds,
                files=tuple(replace(file, at=file.at + seconds) for file in entry.files),
            )
            for entry in story.entries
        ),
    )


def comparable(result: Scan, *lost: str) -> pl.DataFrame:
    """Give the items by id without the columns that differ by nature, nor those that HTML lost."""
    record = [name for name in result.items.columns if not name.startswith("fact_")]
    return result.items.select(record).drop(*ITSELF, *lost).sort("item_id")
