"""Stories, and instants, which are gone once seen."""

from collections.abc import Iterator

from scanner.readers.instagram.content import Shelf, content
from scanner.readers.record import Reading
from scanner.readers.source import Source


def stories(source: Source) -> Iterator[Reading]:
    """Read stories; one whose file is gone is a story still."""
    return content(source, Shelf("story", "stories"))


def instants(source: Source) -> Iterator[Reading]:
    """Read `your_instants.json` and `quicksnaps/` in every known shape; no public source shows theirs."""
    return content(source, Shelf("story", "instants"))
