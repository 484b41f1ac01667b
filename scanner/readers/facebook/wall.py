"""The wall of 2010 to 2013 and the timeline of 2014 to 2018, which only HTML exports have."""

from collections.abc import Iterator
from typing import Final

from scanner.readers.facebook.fields import other_post
from scanner.readers.facebook.posts import post
from scanner.readers.record import AccountDetail, Reading, Skip
from scanner.readers.records import records
from scanner.readers.source import Source
from scanner.readers.values import text_of

BY_OTHERS: Final = "/by_others/"
"""Where the translated page has what others wrote."""


def read(source: Source) -> Iterator[Reading]:
    """Read the posts, the owner's comments under them, and count what others wrote on the wall."""
    document = source.document
    if isinstance(document, dict) and (owner := text_of(document.get("owner"))):
        yield AccountDetail(source.platform, "name", owner)
    for match in records(document):
        if isinstance(match, Skip):
            yield match
        elif match[0].startswith(BY_OTHERS):
            yield other_post(source, *match)
        else:
            yield from post(source, *match)
