"""Check-ins."""

from collections.abc import Iterator

from scanner.readers.facebook.labelled import each
from scanner.readers.facebook.posts import post
from scanner.readers.record import Reading
from scanner.readers.source import Source


def read(source: Source) -> Iterator[Reading]:
    """Read the check-ins: a list of labelled values or one bare (TL, both forms of one file), or posts."""
    return each(source, post)
