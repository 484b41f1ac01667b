"""Pages of conversations with Meta AI, in Facebook's and Instagram's downloads and in the app's own."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from scanner.readers.html.tables import Entry
from scanner.readers.transcript import is_name, is_transcript

Record = dict[str, Any]


def conversations(records: list[Record]) -> list[Record]:
    """Give the conversations of a page; one that only links to the pages of each holds none."""
    return [record for record in records if record.get("label_values") != []]


def app(records: list[Record]) -> list[Record]:
    """Give the app's conversations, each a file by its name, and the media given to it with their times."""
    return [told for record in records for told in _told(record)]


def _told(record: Record) -> Iterator[Record]:
    """Give what one block of the app's pages tells."""
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


DOCUMENTS: Final[Mapping[str, Callable[[list[Record]], list[Record]]]] = {
    "meta_ai.conversations": conversations,
    "meta_ai.app": app,
}
"""What becomes of the records of a page, by the reader they are for."""
