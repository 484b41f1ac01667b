"""Pages of conversations with Meta AI, in Facebook's and Instagram's downloads and in the app's own."""

from collections.abc import Iterator
from typing import Any

from scanner.readers.html.elements import Element
from scanner.readers.html.instagram import labelled, records
from scanner.readers.html.messages import message_text
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, title_element
from scanner.readers.transcript import is_name, is_transcript

Record = dict[str, Any]


def conversations(page: HtmlPage) -> Any:
    """Return a page of conversations. Raises UnreadableError."""
    return records(page, lambda block, page: _conversation(_message(block, page)))


def app(page: HtmlPage) -> Any:
    """Return a page of the app's own download. Raises UnreadableError."""
    return records(page, lambda block, page: _app_records(labelled(block, page)))


def _message(block: Element, page: HtmlPage) -> dict[str, Any]:
    """Return a block of labels and values, or the message that a block without them is."""
    record = labelled(block, page)
    title, body = block.cached_for_template(title_element), block.first("body")
    if record.get("label_values") != [] or title is None or body is None or "timestamp" not in record:
        return record
    return {"sender_name": title.text(), "text": message_text(body), "timestamp": record["timestamp"]}


def _conversation(record: Record) -> Iterator[Record]:
    """Yield the conversation that a block is; one that only links to the pages of each has none."""
    if record.get("label_values") != []:
        yield record


def _app_records(record: Record) -> Iterator[Record]:
    """Yield the app's conversation, a file by its name, or the media given to it with their times."""
    values = list(_flat(record.get("label_values", [])))
    if any("media" in entry for entry in values):
        # What else stands there is the device it was taken with, in the words of some language.
        media_values = [entry for entry in values if "media" in entry or "timestamp_value" in entry]
        yield {"label_values": media_values}
    elif files := list(_files(values)):
        yield {"label_values": [{"label": "Conversation file", "dict": files}]}
    else:
        yield record


def _flat(entries: list[Entry]) -> Iterator[Entry]:
    """Return every labelled value, also of nested groups."""
    for entry in entries:
        if "dict" in entry:
            yield from _flat(entry["dict"])
        else:
            yield entry


def _files(entries: list[Entry]) -> Iterator[Entry]:
    """Return each transcript under the name of its file, which stands beside it or before it."""
    name = ""
    for entry in entries:
        label, value = entry.get("label", ""), entry.get("value", "")
        name = next((text for text in (label, value) if is_name(text)), name)
        for text in (value, label):
            if is_transcript(text):
                yield {"label": name, "value": text}
                name = ""
                break
