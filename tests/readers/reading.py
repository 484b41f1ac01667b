"""Read one invented member with one reader, as a test does it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from scanner.readers import resolve
from scanner.readers.locale_tables import Labels, Locales
from scanner.readers.record import AccountDetail, ReaderNote, Reading, Record, Skip
from scanner.readers.source import Source

LOCALES = Path(__file__).parents[2] / "rules" / "locales"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=6) | st.sampled_from(["label_values", "dict", "vec", "label", "value", "media"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)
"""Any JSON, with the keys of labelled values among others."""


@cache
def locales() -> Locales:
    """Give the locale tables of the project."""
    return Locales(sorted(LOCALES.rglob("*.toml")))


def labels(platform: str = "facebook") -> Labels:
    """Give the look-ups that a platform's members are read with."""
    return locales().of(platform)


def read(
    reader_id: str,
    document: object,
    platform: str = "facebook",
    section: str = "timeline",
    path: str = "member.json",
) -> list[Reading]:
    """Give all that a reader tells of a document, which is bytes as they are or anything JSON can hold."""
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(resolve(reader_id)(Source(platform, path, raw, labels(platform), section)))


def take_all_as_large(monkeypatch: pytest.MonkeyPatch, most_bytes: int) -> None:
    """Have each member be read as a large one, and no more than so many bytes be parsed at once."""
    monkeypatch.setattr("scanner.readers.source.LARGE", 0)
    monkeypatch.setattr("scanner.readers.json_documents.TOP_LEVEL_BYTES", most_bytes // 2)
    monkeypatch.setattr("scanner.readers.json_documents.COUNTED_FROM", 0)
    monkeypatch.setattr("scanner.readers.json_documents.MOST_BYTES", most_bytes)


def records(readings: list[Reading]) -> list[Record]:
    """Give the records alone."""
    return [reading for reading in readings if isinstance(reading, Record)]


def skips(readings: list[Reading]) -> list[Skip]:
    """Give the skips alone."""
    return [reading for reading in readings if isinstance(reading, Skip)]


def notes(readings: list[Reading]) -> list[ReaderNote]:
    """Give the notes alone."""
    return [reading for reading in readings if isinstance(reading, ReaderNote)]


def facts(readings: list[Reading]) -> dict[str, Any]:
    """Give the facts of the account by name; of several of one name the last."""
    return {reading.name: reading.value for reading in readings if isinstance(reading, AccountDetail)}


def mojibake(text: str) -> str:
    """Write text as Meta's JSON does: each byte of its UTF-8 as a character of its own."""
    return text.encode().decode("latin-1")
