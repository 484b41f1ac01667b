"""The registry of readers."""

import tomllib
from pathlib import Path

import pytest

from scanner.readers import READERS, resolve, resolve_html

LAYOUTS = Path(__file__).parents[2] / "rules" / "layouts"


@pytest.mark.parametrize("reader_id", READERS)
def test_every_reader_can_be_had(reader_id: str) -> None:
    reader = resolve(reader_id)
    assert reader.__doc__


@pytest.mark.parametrize("reader_id", READERS)
def test_every_reader_has_pages_translated(reader_id: str) -> None:
    assert resolve_html(reader_id).__doc__


def test_unknown_reader_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        resolve("facebook.tea_leaves")


def test_every_reader_is_some_layouts() -> None:
    layouts = (tomllib.loads(path.read_text(encoding="utf-8")) for path in LAYOUTS.glob("*.toml"))
    named = {
        row.get("reader")
        for layout in layouts
        for rows in layout.values()
        if isinstance(rows, list)
        for row in rows
    }
    assert set(READERS) <= named
