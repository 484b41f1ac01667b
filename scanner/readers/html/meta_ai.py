"""Pages of conversations with Meta AI, in downloads of Facebook, of Instagram and of the Meta AI app."""

from collections.abc import Iterator
from typing import Any

from scanner.readers.html.elements import Element
from scanner.readers.html.instagram import labelled, records
from scanner.readers.html.messages import message_text
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, flatten, title_element
from scanner.readers.transcript import is_name, is_transcript

Record = dict[str, Any]


def conversations(page: HtmlPage) -> Any:
    """Return the document of a page of conversations. Raises UnreadableError."""
    return records(page, lambda block, page: _conversation(_message(block, page)))


def app(page: HtmlPage) -> Any:
    """Return the document of a page of the app's download. Raises UnreadableError."""
    return records(page, lambda block, page: _app_records(labelled(block, page)))


def _message(block: Element, page: HtmlPage) -> dict[str, Any]:
    """Return a block of labels and values as such, and one without them as a message."""
    record = labelled(block, page)
    title, body = block.cached_for_template(title_element), block.first("body")
    if record.get("label_values") != [] or title is None or body is None or "timestamp" not in record:
        return record
    return {"sender_name": title.text(), "text": message_text(body), "timestamp": record["timestamp"]}


def _conversation(record: Record) -> Iterator[Record]:
    """Yield a block's conversation; the block of a page that only links to conversations has none."""
    if record.get("label_values") != []:
        yield record


def _app_records(record: Record) -> Iterator[Record]:
    """Yield the app's conversation, its transcripts by file name, or the uploaded media with their times."""
    values = list(flatten(record.get("label_values", [])))
    if any("media" in entry for entry in values):
        # The other values describe the device that took it, under labels in any language.
        media_values = [entry for entry in values if "media" in entry or "timestamp_value" in entry]
        yield {"label_values": media_values}
    elif files := list(_files(values)):
        yield {"label_values": [{"label": "Conversation file", "dict": files}]}
    else:
        yield record


def _files(entries: list[Entry]) -> Iterator[Entry]:
    """Yield each transcript under the name of its file, which is beside it or before it."""
    name = ""
    for entry in entries:
        label, value = entry.get("label", ""), entry.get("value", "")
        name = next((text for text in (label, value) if is_name(text)), name)
        for text in (value, label):
            if is_transcript(text):
                yield {"label": name, "value": text}
                name = ""
                break
