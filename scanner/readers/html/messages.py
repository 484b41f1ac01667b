"""Threads of messages: how many there are and when, and on pages that name an AI also who wrote what.

The reader of threads keeps what was said to an AI and by it, and nothing else of these pages.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from scanner.readers.html.elements import Tag
from scanner.readers.html.files import REFERRING, linked_files
from scanner.readers.html.page import BROKEN, HtmlPage
from scanner.readers.html.tables import titled
from scanner.readers.record import Skip
from scanner.readers.source import UnreadableError

Json = dict[str, Any]
MOST_MESSAGES: Final = 1_000_000
"""Of one page: each is held with its time. Meta begins a new page after 10,000; until 2018 it did not."""
AI_FOLDER: Final = "/ai_conversations/"
LISTS: Final = ("ul", "ol")
"""The elements of the reactions to a message."""
INDEX: Final = "messages.htm"
"""The page of 2016 to 2018 that only lists the threads; until 2016 it held them all."""


def translate(sheet: HtmlPage) -> Any:
    """Give one thread, or the list of them that a page of 2014 has. Raises UnreadableError."""
    if sheet.family is None:
        if sheet.path.casefold().endswith(INDEX):
            return []
        sheet.require_bare()
        return []
    if sheet.family.inner is not None:
        return _several(sheet)
    read = _spoken if _names_ai(sheet) else _messages
    every = (message for block in sheet.blocks() for message in read(block, sheet))
    messages = _limited(every, MOST_MESSAGES)
    heading = sheet.head().first("heading")
    title = heading.text() if heading else ""
    return _thread(title, messages) | _taking_part(title, sheet)


def _names_ai(sheet: HtmlPage) -> bool:
    """Return whether a page names an AI, so that something on it may have been said to one."""
    return any(name.encode() in sheet.raw for name in sheet.labels.ai_names)


def _taking_part(title: str, sheet: HtmlPage) -> Json:
    """Return the AI as one who takes part, where title or folder say that the page is of a chat with it."""
    if sheet.labels.is_ai(title):
        return {"participants": [{"name": title}]}
    if AI_FOLDER in sheet.path.casefold() and sheet.labels.ai_names:
        return {"participants": [{"name": sheet.labels.ai_names[0]}]}
    return {}


def _spoken(block: Tag, sheet: HtmlPage) -> list[Json]:
    """Return the message of a block with its writer, its words and its files."""
    told = _messages(block, sheet)
    sender, body = block.of_build(titled), block.of_build(_body)
    if len(told) != 1 or sender is None or body is None:
        return told
    files = [{"uri": file.uri} for file in linked_files(body)]
    wordless: bool = bool(files) and body.of_build(_shows_links_alone)
    text = "" if wordless else message_text(body)
    return [told[0] | {"sender_name": sender.text(), "content": text} | ({"photos": files} if files else {})]


def _body(block: Tag) -> Tag | None:
    return block.first("body")


def _shows_links_alone(body: Tag) -> bool:
    """Return whether all text of a body stands in links, say `Click for video`."""
    return not any(
        isinstance(child, str) or not _shows_links_alone(child)
        for child in body.children
        if isinstance(child, str) or child.name not in (*REFERRING, *LISTS)
    )


def message_text(body: Tag) -> str:
    """Return the words of a message without the reactions to it, which are a list."""
    return Tag(body.name, "", {}, _without_lists(body)).text()


def _without_lists(tag: Tag) -> list[Tag | str]:
    return [
        child if isinstance(child, str) else Tag(child.name, child.part, {}, _without_lists(child))
        for child in tag.children
        if isinstance(child, str) or child.name not in LISTS
    ]


def _limited(messages: Iterable[Json], most: int) -> list[Json]:
    """Give the messages. Raises UnreadableError where they are too many."""
    found = list(islice(messages, most + 1))
    if len(found) > most:
        raise UnreadableError(f"more messages than the limit of {MOST_MESSAGES:,}")
    return found


def _thread(title: str, messages: list[Json]) -> Json:
    return {"messages": messages} | ({"title": title} if title else {})


def _messages(block: Tag, sheet: HtmlPage) -> list[Json]:
    """Return the messages of a block: as many as it shows times, and one where it has words without a time.

    A block with neither names the thread's participants (2018 to 2020; MSG).
    """
    return [_message(date, sheet) for date in block.of_build(_times)]


def _times(block: Tag) -> Sequence[Tag | None]:
    """Return the elements of a block that show times."""
    return block.all("date") or block.all("foot") or ([None] if block.first("body") else [])


def _message(date: Tag | None, sheet: HtmlPage) -> Json:
    """Give one message by its time, in milliseconds."""
    at = sheet.time(date.text()) if date else None
    return {"timestamp_ms": at * 1000 if isinstance(at, float | int) else at}


def _several(sheet: HtmlPage) -> list[Json]:
    """Give each thread of a page; its people's names stand bare before its first message."""
    found: list[Json] = []
    left = MOST_MESSAGES
    for number, (head, inner) in enumerate(sheet.parts_of_blocks()):
        messages = _limited(_in_thread(number, inner, sheet), left)
        left -= len(messages)
        heading = head.first("heading")
        found.append(_thread((heading or head).text(), messages))
    return found


def _in_thread(number: int, inner: Iterable[Tag | None], sheet: HtmlPage) -> Iterator[Json]:
    """Give the messages of one thread of several."""
    for tree in inner:
        if tree is None:
            sheet.skips.append(Skip(f"/{number}/messages", BROKEN, lost=True))
        else:
            yield _message(tree.first("date"), sheet)
