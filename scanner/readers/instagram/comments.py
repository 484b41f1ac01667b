"""Comments on posts, reels and stories."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from scanner.readers.instagram.content import EMPTY, labelled_entries, odd_time_note, wrapper_key
from scanner.readers.instagram.media import media_references
from scanner.readers.labelled_values import LabelledValue, LabelledValues, UnknownLabels, labelled_records
from scanner.readers.locale_tables import Labels
from scanner.readers.record import Reading, Record, Skip
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of

SECTION_BY_WRAPPER: Final = {
    "comments_media_comments": "comments",
    "comments_reels_comments": "comments",
    "comments_story_comments": "story_comments",
}
"""The section of a comment by its wrapper key (VANA, WIH); `hype.json` holds those on stories."""
TEXT_CONCEPTS: Final = ("comment", "text")
"""What the labels of a comment's own words mean."""


def comments(source: Source) -> Iterator[Reading]:
    """Read comments: an export never names the post of one, but often its owner."""
    return labelled_records(source, partial(_record, source.labels, source.section))


def _record(
    labels: Labels, section: str, pointer: str, record: dict[str, Any], unlisted: UnknownLabels
) -> Iterator[Reading]:
    """Return what one record says, in either shape; `section` holds for those whose wrapper names none."""
    section = SECTION_BY_WRAPPER.get(wrapper_key(pointer), section)
    if isinstance(record.get("string_list_data"), list):
        return _listed(pointer, record, section)
    fields = LabelledValues(record, labels)
    unlisted.add(fields)
    return _labelled(pointer, record, section, fields, labels)


def _listed(pointer: str, record: Mapping[str, Any], section: str) -> Iterator[Reading]:
    """Read the shape of 2021: the owner as title, the comment in a list (RLEAPP `instagramPostcom.py`)."""
    owner = text_of(record.get("title"))
    for index, entry in enumerate(record["string_list_data"]):
        entry_pointer = f"{pointer}/string_list_data/{index}"
        if not isinstance(entry, dict):
            yield Skip(entry_pointer, EMPTY)
            continue
        text, at = text_of(entry.get("value")), parse_time(entry.get("timestamp"))
        yield from odd_time_note(entry_pointer, entry) if at is None else ()
        if text is None and at is None:
            yield Skip(entry_pointer, EMPTY)
        else:
            yield _comment(entry_pointer, section, text=text, at=at, host_name=owner)


def _labelled(
    pointer: str, record: Mapping[str, Any], section: str, fields: LabelledValues, labels: Labels
) -> Iterator[Reading]:
    """Read the shapes since 2022: `string_map_data` with or without `media_list_data`, or `label_values`."""
    owner = fields.text("media_owner") or text_of(record.get("title"))
    text = fields.text(*TEXT_CONCEPTS) or _sole_text(fields, record, labels)
    at = fields.time("time", "comment_time", "creation_time") or _sole_time(fields, record)
    media = media_references(fields.media, text)
    yield from odd_time_note(pointer, record) if at is None else ()
    if text is None and at is None and not media:
        yield Skip(pointer, EMPTY)
        return
    deleted = labels.flag(fields.text("deletion_status"))
    yield _comment(pointer, section, text=text, at=at, host_name=owner, deleted=deleted, media=media)


def _comment(pointer: str, section: str, **values: Any) -> Record:
    """Return the record of a comment."""
    return Record(platform="instagram", kind="comment", section=section, pointer=pointer, **values)


def _sole_text(fields: LabelledValues, record: Mapping[str, Any], labels: Labels) -> str | None:
    """Return the text under an unlisted label, where no other text could be the comment.

    Where a listed label of the comment is there but empty, the unlisted one holds something else.
    """
    if any(
        labels.concept(text_of(entry.get("label"))) in TEXT_CONCEPTS for entry in labelled_entries(record)
    ):
        return None
    unknown = [value for value in fields.direct if value.text and value.label and value.concept is None]
    return unknown[0].text if len(unknown) == 1 and fields.text("media_owner") else None


def _sole_time(fields: LabelledValues, record: Mapping[str, Any]) -> float | None:
    """Return the time under an unlisted label, where there is but one, else the record's own."""
    timed: list[LabelledValue] = [value for value in fields.direct if value.at]
    return timed[0].at if len(timed) == 1 else parse_time(record.get("timestamp"))
