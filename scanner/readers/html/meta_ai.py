"""Pages of conversations with Meta AI, in Facebook's and Instagram's downloads and in the app's own."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from scanner.readers.html.tables import Entry
from scanner.readers.transcript import is_name, is_transcript

Record = dict[str, Any]


def conversation(record: Record) -> Iterator[Record]:
    """Give the conversation that a block is; one that only links to the pages of each holds none."""
    if record.get("label_values") != []:
        yield record


def app(record: Record) -> Iterator[Record]:
    """Give the app's conversation, a file by its name, or the media given to it with their times."""
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


SHOWN: Final[Mapping[str, Callable[[Record], Iterator[Record]]]] = {
    "meta_ai.conversations": conversation,
    "meta_ai.app": app,
}
"""What the block of a page shows, by the reader it is for."""
"""What becomes of the records of a page, by the reader they are for."""
