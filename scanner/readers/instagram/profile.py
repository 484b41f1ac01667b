"""Profile pictures, the fields of a profile, and details of the account."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, Final

from scanner.readers.instagram.content import Section, content
from scanner.readers.instagram.media import media_references
from scanner.readers.labelled_values import LabelledValues, UnknownLabels, labelled_records
from scanner.readers.locale_tables import Labels
from scanner.readers.record import AccountDetail, ReaderNote, Reading, Record
from scanner.readers.source import Source

FIELDS: Final = ("name", "username", "bio", "gender", "birth_date", "email", "phone", "website")
"""The profile's fields in the export's own order; each is a concept of the locale tables too."""
ACCOUNT_FIELDS: Final = ("name", "username")
"""The fields that identify the account."""
PLACEHOLDERS: Final = ("1919-01-01",)
"""Birth dates that Meta writes where there is none (timelinize `datasources/instagram/instagram.go`)."""
PLACEHOLDER: Final = "a birth date that stands for none"


def profile_photos(source: Source) -> Iterator[Reading]:
    """Read `profile_photos.json`: the pictures of the profile, now and before."""
    return content(source, Section("profile_picture", "profile_picture"))


def profile(source: Source) -> Iterator[Reading]:
    """Read `personal_information.json`: a record for each field, the picture, and the account's facts."""
    return read_profile(source, "instagram")


def read_profile(source: Source, platform: str) -> Iterator[Reading]:
    """Read a profile of Instagram or Threads; both have `string_map_data`, or might have `label_values`."""
    return labelled_records(source, partial(_profile, source.labels, platform))


def _profile(
    labels: Labels, platform: str, pointer: str, record: dict[str, Any], unlisted: UnknownLabels
) -> Iterator[Reading]:
    """Yield what one record of a profile says."""
    fields = LabelledValues(record, labels)
    unlisted.add(fields)
    yield from _fields(pointer, fields, platform)
    yield from _picture(pointer, fields, platform)
    yield from _private(pointer, fields, labels, platform)


def _fields(pointer: str, fields: LabelledValues, platform: str) -> Iterator[Reading]:
    """Yield each field that is filled in."""
    for field in FIELDS:
        if value := fields.text(field) or fields.href(field):
            yield from profile_field(pointer, platform, field, value)


def profile_field(pointer: str, platform: str, field: str, value: str) -> Iterator[Reading]:
    """Yield one field of a profile, and what it says of the account."""
    if field == "birth_date":
        if value[:10] in PLACEHOLDERS:
            yield ReaderNote(pointer, PLACEHOLDER)
            return
        yield birth_date(pointer, platform, value)
    elif field in ACCOUNT_FIELDS:
        yield AccountDetail(platform, field, value)
    yield field_record(pointer, platform, field, value)


def field_record(pointer: str, platform: str, field: str, value: str) -> Record:
    """Return the record of one field of a profile."""
    return Record(
        platform=platform,
        kind="profile_field",
        section="profile",
        pointer=pointer,
        precision="none",
        text=value,
        title=field.replace("_", " "),
        field=field,
    )


def birth_date(pointer: str, platform: str, value: str) -> AccountDetail | ReaderNote:
    """Return a birth date in ISO form, without a time of day after it, or say it can't be read."""
    try:
        born = date.fromisoformat(value[:10])
    except ValueError:
        return ReaderNote(pointer, "a birth date that can't be read")
    return AccountDetail(platform, "birth_date", born.isoformat())


def _picture(pointer: str, fields: LabelledValues, platform: str) -> Iterator[Record]:
    """Yield the profile's picture."""
    for file in media_references(fields.media, None):
        text, file.text = file.text, None
        yield Record(
            platform=platform,
            kind="profile_picture",
            section="profile_picture",
            pointer=pointer,
            at=file.at,
            text=text,
            media=(file,),
        )


def _private(
    pointer: str, fields: LabelledValues, labels: Labels, platform: str
) -> Iterator[AccountDetail | ReaderNote]:
    """Yield the account's private flag.

    Where no table lists its label nothing is guessed from the order of the labels: a wrong guess would call
    private posts public.
    """
    value = fields.text("private_account")
    flag = labels.flag(value)
    if flag is not None:
        yield AccountDetail(platform, "private", flag)
    elif value is None:
        yield ReaderNote(pointer, "no label is known to be the account's private flag")
    else:
        yield ReaderNote(pointer, "the private flag is neither a known yes nor a known no")
