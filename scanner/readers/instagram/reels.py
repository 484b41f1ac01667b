"""Reels: `reels.json`."""

from collections.abc import Iterator

from scanner.readers.instagram.content import Shelf, content
from scanner.readers.record import Reading
from scanner.readers.source import Source


def reels(source: Source) -> Iterator[Reading]:
    """Read reels."""
    return content(source, Shelf("reel", "reels"))
