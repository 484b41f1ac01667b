"""Likes and other reactions: counted, never listed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from scanner.readers.facebook.labelled import LABELLED
from scanner.readers.json_documents import JsonSlice
from scanner.readers.record import Reading, Record, Skip, TooMuchError
from scanner.readers.records import DEEPEST, RECORD_KEYS, records
from scanner.readers.source import Lazy, Source

_NUMBER: Final = re.compile(r"_\d+$")
"""The number by which the names of the files of one list differ."""


def facebook_reactions(source: Source) -> Iterator[Reading]:
    """Yield the number of reactions of a file (`reactions`, `reactions_v2`, numbered lists, labelled values).

    A download since 2024 has all of them twice: as labelled values in `likes_and_reactions.json`, and
    plainly in `likes_and_reactions_1.json` and further ones (WIF, D3I, NIK). So each record names its list
    and its shape.
    """
    counts: Counter[str] = Counter()
    for match in records(source.entries):
        if isinstance(match, Skip):
            yield match
        else:
            counts["plain" if LABELLED.isdisjoint(match[1]) else "labelled"] += 1
    for shape, count in counts.items():
        yield _counted(source, source.section, count, f"{_list_name(source.path)}/{shape}")


def instagram_reactions(source: Source) -> Iterator[Reading]:
    """Yield one record for all likes of a member, with their number; none if there are none."""
    if count := _count(source.entries, 0):
        yield _counted(source, "reactions", count)


def _counted(source: Source, section: str, count: int, host_name: str | None = None) -> Record:
    """Return the record of so many reactions."""
    return Record(
        platform=source.platform,
        kind="reaction",
        section=section,
        pointer="",
        precision="none",
        count=count,
        host_name=host_name,
    )


def _list_name(path: str) -> str:
    """Return the name that the files of one list share: the folder, and the name without number."""
    parts = PurePosixPath(path)
    return f"{parts.parent.name}/{_NUMBER.sub('', parts.stem)}".casefold()


def _count(document: object, depth: int) -> int:
    """Return how many entries all lists have (an entry of 2018 is itself a list), or 1 for a bare record."""
    if isinstance(document, JsonSlice):
        document = document.members() if document.opening == b"{" else document
    if isinstance(document, list | Lazy) or (isinstance(document, JsonSlice) and document.is_list):
        return sum(1 for entry in document if isinstance(entry, dict | list | TooMuchError) and entry)
    if not isinstance(document, dict) or depth > DEEPEST:
        return 0
    if not RECORD_KEYS.isdisjoint(document):
        return 1
    return sum(_count(value, depth + 1) for value in document.values())
