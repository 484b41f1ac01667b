"""Threads of messages: their number and times, and on pages that name an AI also authors and texts.

The reader of threads uses only the messages to and from an AI; all others are counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from scanner.readers.html.elements import Element
from scanner.readers.html.links import REFERRING, linked_files
from scanner.readers.html.page import BROKEN_BLOCK, HtmlPage
from scanner.readers.html.tables import title_element
from scanner.readers.record import Skip, UnreadableError

Json = dict[str, Any]
MOST_MESSAGES: Final = 1_000_000
"""Of one page, whose messages are in memory at once. Since 2018 Meta starts a new page after 10,000."""
AI_FOLDER: Final = "/ai_conversations/"
REACTION_LISTS: Final = ("ul", "ol")
"""The elements of the reactions to a message."""
THREAD_INDEX: Final = "messages.htm"
"""The page that only lists the threads (2016 to 2018); until 2016 it contained them."""


def threads(page: HtmlPage) -> Any:
    """Return a thread, or the list of all threads that a page of 2014 has. Raises UnreadableError."""
    if page.family is None:
        if not page.path.casefold().endswith(THREAD_INDEX):
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
    """Return whether a page names an AI, so that some of its messages may be to or from one."""
    return any(name.encode() in page.raw for name in page.labels.ai_names)


def _ai_participant(title: str, page: HtmlPage) -> Json:
    """Return the AI as a participant where title or folder show that the page is a chat with it."""
    if page.labels.is_ai(title):
        return {"participants": [{"name": title}]}
    if AI_FOLDER in page.path.casefold() and page.labels.ai_names:
        return {"participants": [{"name": page.labels.ai_names[0]}]}
    return {}


def _messages_with_text(block: Element, page: HtmlPage) -> list[Json]:
    """Return the message of a block with its author, text and files."""
    messages = _messages(block, page)
    sender, body = block.cached_for_template(title_element), block.cached_for_template(_body)
    if len(messages) != 1 or sender is None or body is None:
        return messages
    files = [{"uri": file.uri} for file in linked_files(body)]
    is_text_in_links: bool = body.cached_for_template(_has_only_links)
    text = "" if files and is_text_in_links else message_text(body)
    return [
        messages[0] | {"sender_name": sender.text(), "content": text} | ({"photos": files} if files else {})
    ]


def _body(block: Element) -> Element | None:
    return block.first("body")


def _has_only_links(body: Element) -> bool:
    """Return whether all text of a body is in links, such as `Click for video`."""
    return not any(
        isinstance(child, str) or not _has_only_links(child)
        for child in body.children
        if isinstance(child, str) or child.name not in (*REFERRING, *REACTION_LISTS)
    )


def message_text(body: Element) -> str:
    """Return the text of a message without the reactions to it, which are a list."""
    return Element(body.name, "", {}, _without_lists(body)).text()


def _without_lists(tag: Element) -> list[Element | str]:
    return [
        child if isinstance(child, str) else Element(child.name, child.role, {}, _without_lists(child))
        for child in tag.children
        if isinstance(child, str) or child.name not in REACTION_LISTS
    ]


def _limited(messages: Iterable[Json], most: int) -> list[Json]:
    """Return the messages as a list. Raises UnreadableError where there are too many."""
    result = list(islice(messages, most + 1))
    if len(result) > most:
        raise UnreadableError(f"more messages than the limit of {MOST_MESSAGES:,}")
    return result


def _thread(title: str, messages: list[Json]) -> Json:
    return {"messages": messages} | ({"title": title} if title else {})


def _messages(block: Element, page: HtmlPage) -> list[Json]:
    """Return the messages of a block: one per time, and one for a text without a time.

    A block with neither lists the thread's participants (2018 to 2020; MSG).
    """
    return [_message(date, page) for date in block.cached_for_template(_times)]


def _times(block: Element) -> Sequence[Element | None]:
    """Return the elements of a block's times; None stands for a text without one."""
    return block.all("date") or block.all("foot") or ([None] if block.first("body") else [])


def _message(date: Element | None, page: HtmlPage) -> Json:
    """Return a message with its time in milliseconds."""
    at = page.time(date.text()) if date else None
    return {"timestamp_ms": at * 1000 if isinstance(at, float | int) else at}


def _thread_list(page: HtmlPage) -> list[Json]:
    """Return each thread of a page; the names of its participants come before its first message."""
    thread_list: list[Json] = []
    remaining = MOST_MESSAGES
    for number, (head, inner) in enumerate(page.iter_long_blocks()):
        messages = _limited(_inner_messages(number, inner, page), remaining)
        remaining -= len(messages)
        heading = head.first("heading")
        thread_list.append(_thread((heading or head).text(), messages))
    return thread_list


def _inner_messages(number: int, inner: Iterable[Element | None], page: HtmlPage) -> Iterator[Json]:
    """Yield the messages of one of a page's threads."""
    for tree in inner:
        if tree is None:
            page.skips.append(Skip(f"/{number}/messages", BROKEN_BLOCK, lost=True))
        else:
            yield _message(tree.first("date"), page)
