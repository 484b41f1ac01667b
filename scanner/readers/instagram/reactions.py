"""Likes of any kind: counted, never listed."""

from collections.abc import Iterator
from typing import Final

from scanner.readers.faults import TooMuchError
from scanner.readers.json_documents import JsonSlice
from scanner.readers.lazy import Lazy
from scanner.readers.record import Reading, Record
from scanner.readers.shapes import DEEPEST, RECORD_KEYS
from scanner.readers.source import Source

NO_DATA: Final = "You have no data in this section"
"""What stands in an empty section of 2018 to 2020, as the only entry of a list."""


def reactions(source: Source) -> Iterator[Reading]:
    """Give one record for all likes of a member, with their number; none where there are none."""
    count = _entries(source.entries, 0)
    if count:
        yield Record(
            platform=source.platform,
            kind="reaction",
            lies_in="reactions",
            pointer="",
            count=count,
            precision="none",
        )


def _entries(document: object, depth: int) -> int:
    """Count the entries of every list of a member (an entry of 2018 is itself a list), or one bare record."""
    if isinstance(document, JsonSlice):
        document = document.members() if document.opening == b"{" else document
    if isinstance(document, list | Lazy) or (isinstance(document, JsonSlice) and document.is_list):
        return sum(1 for entry in document if isinstance(entry, dict | list | TooMuchError) and entry)
    if not isinstance(document, dict) or depth > DEEPEST:
        return 0
    if not RECORD_KEYS.isdisjoint(document):
        return 1
    return sum(_entries(inner, depth + 1) for inner in document.values())
