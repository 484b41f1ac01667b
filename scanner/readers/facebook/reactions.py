"""Likes and other reactions: counted, never listed."""

from collections.abc import Iterator

from scanner.readers.record import Reading, Record, Skip
from scanner.readers.shapes import records
from scanner.readers.source import Source


def read(source: Source) -> Iterator[Reading]:
    """Count the reactions of a file (`reactions`, `reactions_v2`, numbered lists, labelled values)."""
    count = 0
    for found in records(source.entries):
        if isinstance(found, Skip):
            yield found
        else:
            count += 1
    if count:
        yield Record(
            platform=source.platform,
            kind="reaction",
            lies_in=source.lies_in,
            pointer="",
            precision="none",
            count=count,
        )
