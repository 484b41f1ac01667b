"""Threads of messages: who wrote what is not taken, only how many there are and when."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from scanner.readers.html.sheet import BROKEN, Sheet
from scanner.readers.html.tree import Tag
from scanner.readers.record import Skip
from scanner.readers.source import UnreadableError

Json = dict[str, Any]
MOST_MESSAGES: Final = 1_000_000
"""Of one page: each is held with its time. Meta begins a new page after 10,000; until 2018 it did not."""
INDEX: Final = "messages.htm"
"""The page of 2016 to 2018 that only lists the threads; until 2016 it held them all."""


def translate(sheet: Sheet) -> Any:
    """Give one thread, or the list of them that a page of 2014 has. Raises UnreadableError."""
    if sheet.family is None:
        if sheet.path.casefold().endswith(INDEX):
            return []
        sheet.require_bare()
        return []
    if sheet.family.inner is not None:
        return _several(sheet)
    every = (message for block in sheet.blocks() for message in _messages(block, sheet))
    messages = _limited(every, MOST_MESSAGES)
    heading = sheet.head().first("heading")
    return _thread(heading.text() if heading else "", messages)


def _limited(messages: Iterable[Json], most: int) -> list[Json]:
    """Give the messages. Raises UnreadableError where they are too many."""
    found = list(islice(messages, most + 1))
    if len(found) > most:
        raise UnreadableError(f"more messages than the limit of {MOST_MESSAGES:,}")
    return found


def _thread(title: str, messages: list[Json]) -> Json:
    return {"messages": messages} | ({"title": title} if title else {})


def _messages(block: Tag, sheet: Sheet) -> list[Json]:
    """Return the messages of a block: as many as it shows times, and one where it has words without a time.

    A block with neither names the thread's participants (2018 to 2020; MSG).
    """
    return [_message(date, sheet) for date in block.of_build(_times)]


def _times(block: Tag) -> Sequence[Tag | None]:
    """Return the elements of a block that show times."""
    return block.all("date") or block.all("foot") or ([None] if block.first("body") else [])


def _message(date: Tag | None, sheet: Sheet) -> Json:
    """Give one message by its time, in milliseconds."""
    at = sheet.time(date.text()) if date else None
    return {"timestamp_ms": at * 1000 if isinstance(at, float | int) else at}


def _several(sheet: Sheet) -> list[Json]:
    """Give each thread of a page; its people's names stand bare before its first message."""
    found: list[Json] = []
    left = MOST_MESSAGES
    for number, (head, inner) in enumerate(sheet.parts_of_blocks()):
        messages = _limited(_in_thread(number, inner, sheet), left)
        left -= len(messages)
        heading = head.first("heading")
        found.append(_thread((heading or head).text(), messages))
    return found


def _in_thread(number: int, inner: Iterable[Tag | None], sheet: Sheet) -> Iterator[Json]:
    """Give the messages of one thread of several."""
    for tree in inner:
        if tree is None:
            sheet.skips.append(Skip(f"/{number}/messages", BROKEN, lost=True))
        else:
            yield _message(tree.first("date"), sheet)
