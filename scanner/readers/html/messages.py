"""Threads of messages: how many there are and when, and on pages that name an AI also who wrote what.

The reader of threads keeps what was said to an AI and by it, and nothing else of these pages.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from scanner.readers.html.elements import Element
from scanner.readers.html.links import REFERRING, linked_files
from scanner.readers.html.page import BROKEN_BLOCK, HtmlPage
from scanner.readers.html.tables import title_element
from scanner.readers.record import Skip
from scanner.readers.source import UnreadableError

Json = dict[str, Any]
MOST_MESSAGES: Final = 1_000_000
"""Of one page: each is held with its time. Meta begins a new page after 10,000; until 2018 it did not."""
AI_FOLDER: Final = "/ai_conversations/"
REACTION_LISTS: Final = ("ul", "ol")
"""The elements of the reactions to a message."""
THREAD_INDEX: Final = "messages.htm"
"""The page of 2016 to 2018 that only lists the threads; until 2016 it held them all."""


def threads(page: HtmlPage) -> Any:
    """Return one thread, or the list of them that a page of 2014 has. Raises UnreadableError."""
    if page.family is None:
        if page.path.casefold().endswith(THREAD_INDEX):
            return []
        page.require_understood()
        return []
    if page.family.inner is not None:
        return _thread_list(page)
    read_block = _messages_with_text if _names_ai(page) else _messages
    all_messages = (message for block in page.blocks() for message in read_block(block, page))
    messages = _limited(all_messages, MOST_MESSAGES)
    title = page.heading() or ""
    return _thread(title, messages) | _ai_participant(title, page)


def _names_ai(page: HtmlPage) -> bool:
    """Return whether a page names an AI, so that something on it may have been said to one."""
    return any(name.encode() in page.raw for name in page.labels.ai_names)


def _ai_participant(title: str, page: HtmlPage) -> Json:
    """Return the AI as one who takes part, where title or folder say that the page is of a chat with it."""
    if page.labels.is_ai(title):
        return {"participants": [{"name": title}]}
    if AI_FOLDER in page.path.casefold() and page.labels.ai_names:
        return {"participants": [{"name": page.labels.ai_names[0]}]}
    return {}


def _messages_with_text(block: Element, page: HtmlPage) -> list[Json]:
    """Return the message of a block with its writer, its words and its files."""
    messages = _messages(block, page)
    sender, body = block.cached_for_template(title_element), block.cached_for_template(_body)
    if len(messages) != 1 or sender is None or body is None:
        return messages
    files = [{"uri": file.uri} for file in linked_files(body)]
    wordless: bool = bool(files) and body.cached_for_template(_shows_links_alone)
    text = "" if wordless else message_text(body)
    return [
        messages[0] | {"sender_name": sender.text(), "content": text} | ({"photos": files} if files else {})
    ]


def _body(block: Element) -> Element | None:
    return block.first("body")


def _shows_links_alone(body: Element) -> bool:
    """Return whether all text of a body stands in links, say `Click for video`."""
    return not any(
        isinstance(child, str) or not _shows_links_alone(child)
        for child in body.children
        if isinstance(child, str) or child.name not in (*REFERRING, *REACTION_LISTS)
    )


def message_text(body: Element) -> str:
    """Return the words of a message without the reactions to it, which are a list."""
    return Element(body.name, "", {}, _without_lists(body)).text()


def _without_lists(tag: Element) -> list[Element | str]:
    return [
        child if isinstance(child, str) else Element(child.name, child.role, {}, _without_lists(child))
        for child in tag.children
        if isinstance(child, str) or child.name not in REACTION_LISTS
    ]


def _limited(messages: Iterable[Json], most: int) -> list[Json]:
    """Return the messages. Raises UnreadableError where they are too many."""
    result = list(islice(messages, most + 1))
    if len(result) > most:
        raise UnreadableError(f"more messages than the limit of {MOST_MESSAGES:,}")
    return result


def _thread(title: str, messages: list[Json]) -> Json:
    return {"messages": messages} | ({"title": title} if title else {})


def _messages(block: Element, page: HtmlPage) -> list[Json]:
    """Return the messages of a block: as many as it shows times, and one where it has words without a time.

    A block with neither names the thread's participants (2018 to 2020; MSG).
    """
    return [_message(date, page) for date in block.cached_for_template(_times)]


def _times(block: Element) -> Sequence[Element | None]:
    """Return the elements of a block that show times."""
    return block.all("date") or block.all("foot") or ([None] if block.first("body") else [])


def _message(date: Element | None, page: HtmlPage) -> Json:
    """Return one message by its time, in milliseconds."""
    at = page.time(date.text()) if date else None
    return {"timestamp_ms": at * 1000 if isinstance(at, float | int) else at}


def _thread_list(page: HtmlPage) -> list[Json]:
    """Return each thread of a page; its people's names stand bare before its first message."""
    thread_list: list[Json] = []
    remaining = MOST_MESSAGES
    for number, (head, inner) in enumerate(page.iter_long_blocks()):
        messages = _limited(_inner_messages(number, inner, page), remaining)
        remaining -= len(messages)
        heading = head.first("heading")
        thread_list.append(_thread((heading or head).text(), messages))
    return thread_list


def _inner_messages(number: int, inner: Iterable[Element | None], page: HtmlPage) -> Iterator[Json]:
    """Return the messages of one thread of several."""
    for tree in inner:
        if tree is None:
            page.skips.append(Skip(f"/{number}/messages", BROKEN_BLOCK, lost=True))
        else:
            yield _message(tree.first("date"), page)
