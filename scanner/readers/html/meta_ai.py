"""Pages of conversations with Meta AI, in Facebook's and Instagram's downloads and in the app's own."""

from collections.abc import Iterator
from typing import Any

from scanner.readers.html.elements import Tag
from scanner.readers.html.instagram import labelled, records
from scanner.readers.html.messages import message_text
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, titled
from scanner.readers.transcript import is_name, is_transcript

Record = dict[str, Any]


def conversations(sheet: HtmlPage) -> Any:
    """Return a page of conversations. Raises UnreadableError."""
    return records(sheet, lambda block, sheet: _conversation(_message(block, sheet)))


def app(sheet: HtmlPage) -> Any:
    """Return a page of the app's own download. Raises UnreadableError."""
    return records(sheet, lambda block, sheet: _of_app(labelled(block, sheet)))


def _message(block: Tag, sheet: HtmlPage) -> dict[str, Any]:
    """Return a block of labels and values, or the message that a block without them is."""
    record = labelled(block, sheet)
    title, body = block.of_build(titled), block.first("body")
    if record.get("label_values") != [] or title is None or body is None or "timestamp" not in record:
        return record
    return {"sender_name": title.text(), "text": message_text(body), "timestamp": record["timestamp"]}


def _conversation(record: Record) -> Iterator[Record]:
    """Yield the conversation that a block is; one that only links to the pages of each has none."""
    if record.get("label_values") != []:
        yield record


def _of_app(record: Record) -> Iterator[Record]:
    """Yield the app's conversation, a file by its name, or the media given to it with their times."""
    found = list(_flat(record.get("label_values", [])))
    if any("media" in entry for entry in found):
        # What else stands there is the device it was taken with, in the words of some language.
        kept = [entry for entry in found if "media" in entry or "timestamp_value" in entry]
        yield {"label_values": kept}
    elif files := list(_files(found)):
        yield {"label_values": [{"label": "Conversation file", "dict": files}]}
    else:
        yield record


def _flat(entries: list[Entry]) -> Iterator[Entry]:
    """Give every labelled value, also of nested groups."""
    for entry in entries:
        if "dict" in entry:
            yield from _flat(entry["dict"])
        else:
            yield entry


def _files(entries: list[Entry]) -> Iterator[Entry]:
    """Give each transcript under the name of its file, which stands beside it or before it."""
    name = ""
    for entry in entries:
        label, value = entry.get("label", ""), entry.get("value", "")
        name = next((text for text in (label, value) if is_name(text)), name)
        for text in (value, label):
            if is_transcript(text):
                yield {"label": name, "value": text}
                name = ""
                break
