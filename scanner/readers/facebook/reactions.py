"""Likes and other reactions: counted, never listed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from scanner.readers.facebook.labelled import LABELLED
from scanner.readers.record import Reading, Record, Skip
from scanner.readers.shapes import records
from scanner.readers.source import Source

_NUMBER: Final = re.compile(r"_\d+$")
"""What tells the files of one list apart."""


def read(source: Source) -> Iterator[Reading]:
    """Count the reactions of a file (`reactions`, `reactions_v2`, numbered lists, labelled values).

    A download since 2024 has all of them twice: as labelled values in `likes_and_reactions.json`, and
    plainly in `likes_and_reactions_1.json` and further ones (WIF, D3I, NIK). So each record names its list
    and its shape.
    """
    counts: Counter[str] = Counter()
    for found in records(source.entries):
        if isinstance(found, Skip):
            yield found
        else:
            counts["plain" if LABELLED.isdisjoint(found[1]) else "labelled"] += 1
    for shape, count in counts.items():
        yield Record(
            platform=source.platform,
            kind="reaction",
            lies_in=source.lies_in,
            pointer="",
            precision="none",
            count=count,
            host_name=f"{_list_of(source.path)}/{shape}",
        )


def _list_of(path: str) -> str:
    """Return what the files of one list have in common: the folder, and the name without number."""
    where = PurePosixPath(path)
    return f"{where.parent.name}/{_NUMBER.sub('', where.stem)}".casefold()
