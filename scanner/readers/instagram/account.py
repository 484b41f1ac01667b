"""What the files around the content say of the account: its switches, its country, the download asked for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from scanner.readers.instagram.content import wrapper_key
from scanner.readers.labelled_values import LabelledValue, LabelledValues, UnknownLabels, labelled_records
from scanner.readers.locale_tables import Labels
from scanner.readers.record import AccountDetail, ReaderNote, Reading, Skip
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of, time_note

SWITCHES: Final = {"switched_to_private": "private", "switched_to_public": "public"}
"""The concepts that a switch's title may mean. Only "Switched to Private" was seen in an export (VANA)."""
ALL_TIME: Final = -1.0
"""Any start before 1970: "all time" is written as a moment around 1905 (rmaatougui `report.js`)."""


class AccountRecord(NamedTuple):
    """One record of an account file, and the words to read it with."""

    pointer: str
    raw: Mapping[str, Any]
    fields: LabelledValues
    labels: Labels

    @property
    def at(self) -> float | None:
        """The record's time: under its label, else the only one there is."""
        if labelled_time := self.fields.time("time", "change_date"):
            return labelled_time
        times = {value.at for value in self.fields.values if value.at}
        return times.pop() if len(times) == 1 else parse_time(self.raw.get("timestamp"))

    def value(self, concept: str) -> LabelledValue | None:
        """Return the value under a label, also where its time means something by being none."""
        return next((value for value in self.fields.values if value.concept == concept), None)


ReadDetails = Callable[[AccountRecord], Iterator[Reading]]


def account(source: Source) -> Iterator[Reading]:
    """Read any file of the account's own data; a record without a known detail yields nothing."""
    name = PurePosixPath(source.path).stem.casefold()
    return labelled_records(source, partial(_record, source.labels, name))


def _record(
    labels: Labels, name: str, pointer: str, record: dict[str, Any], _unlisted: UnknownLabels
) -> Iterator[Reading]:
    """Return what one record says of the account; labels that no table lists are not noted."""
    reader = READER_BY_WRAPPER.get(wrapper_key(pointer)) or READER_BY_FILE.get(name) or _by_labels
    return reader(AccountRecord(pointer, record, LabelledValues(record, labels), labels))


def _by_labels(record: AccountRecord) -> Iterator[Reading]:
    """Yield what each reader finds that knows a record by its labels alone."""
    for reader in (_insights, _request, _change, _activity):
        yield from reader(record)
    if _direction(record) != "unknown":
        yield from _switch(record)


def _insights(record: AccountRecord) -> Iterator[Reading]:
    """Yield the country of the sign-up and of today, and when close-friends stories began, 0 for never."""
    if country := record.fields.text_anywhere("first_country"):
        yield _detail("signup_country", country)
    if country := record.fields.text_anywhere("country"):
        yield _detail("country", country)
    if value := record.value("first_close_friends_story"):
        yield from _close_friends(record.pointer, value)


def _residence(record: AccountRecord) -> Iterator[Reading]:
    """Yield where Meta takes the owner to live: a country under its label, or a city with its country.

    The city's label follows the language, so any text that names a place after a comma is taken.
    """
    yield from _insights(record)
    cities = (value.text for value in record.fields.values if value.concept != "country")
    for city in (*cities, text_of(record.raw.get("city_name"))):
        if city and "," in city:
            yield _detail("city", city)


def _close_friends(pointer: str, value: LabelledValue) -> Iterator[Reading]:
    """Yield the time of the first close-friends story; a time that is there and zero says there was none."""
    if value.at is not None or value.stamp == 0:
        yield _detail("close_friends_since", value.at or 0.0)
    elif note := time_note(value.stamp, pointer):
        yield note


def _switch(record: AccountRecord) -> Iterator[Reading]:
    """Yield a switch of the account between private and public; one without a time is skipped."""
    if record.at is None:
        yield Skip(record.pointer, "a switch of the account's privacy without a time")
        return
    direction = _direction(record)
    if direction == "unknown":
        yield ReaderNote(record.pointer, "a switch of the account's privacy that no locale table lists")
    yield _detail("switched", direction, record.at)


def _direction(record: AccountRecord) -> str:
    """Return what a switch led to, by its title or, in `label_values`, by a value."""
    texts = (text_of(record.raw.get("title")), *(value.text for value in record.fields.values))
    return next((SWITCHES[c] for text in texts if (c := record.labels.concept(text)) in SWITCHES), "unknown")


def _business(record: AccountRecord) -> Iterator[Reading]:
    """Yield that the account is or was a professional one: only then is the record filled (VANA, WIH)."""
    if any(value.text for value in record.fields.values):
        yield _detail("professional", True)


def _signup(record: AccountRecord) -> Iterator[Reading]:
    """Yield when the account was made, and the username it was made with."""
    if record.at is not None:
        yield _detail("joined", record.at)
    if username := record.fields.text("username"):
        yield _detail("username", username, record.at)


def _change(record: AccountRecord) -> Iterator[Reading]:
    """Yield an earlier username, from the change that ended it."""
    previous = record.fields.text("previous_value")
    if previous and record.labels.concept(record.fields.text("changed")) == "username":
        yield _detail("username", previous, record.at)


def _linked(record: AccountRecord) -> Iterator[Reading]:
    """Yield the accounts of the same Accounts Center: all of a record's values, whatever their labels say.

    They are its type, username and identifier (VANA, WIH); a comparison of names finds its own.
    """
    for value in record.fields.values:
        if value.text:
            yield _detail("linked", value.text)


def _activity(record: AccountRecord) -> Iterator[Reading]:
    """Yield a switch from the log of 2026, which doesn't say into what."""
    if (
        record.labels.concept(record.fields.text("type")) == "account_privacy_changed"
        and record.at is not None
    ):
        yield _detail("switched", "unknown", record.at)


def _request(record: AccountRecord) -> Iterator[Reading]:
    """Yield a request for a download; each of its details has the time of the request."""
    requested_at = record.fields.time("request_completed")
    start, end = record.value("request_start"), record.value("request_end")
    if requested_at is None and start is None and end is None:
        return
    requested_at = requested_at or parse_time(record.raw.get("timestamp"))
    if requested_at is not None:
        yield _detail("requested_at", requested_at, requested_at)
    if start and (since := _start(start)) is not None:
        yield _detail("covers_from", since, requested_at)
    if end and end.at is not None:
        yield _detail("covers_until", end.at, requested_at)


def _start(value: LabelledValue) -> float | None:
    """Return the first moment asked for, or `ALL_TIME` where it is before 1970."""
    return ALL_TIME if value.stamp is not None and value.stamp < 0 else value.at


def _detail(name: str, value: str | bool | float, at: float | None = None) -> AccountDetail:
    """Return a detail of the Instagram account."""
    return AccountDetail("instagram", name, value, at)


READER_BY_WRAPPER: Final[Mapping[str, ReadDetails]] = {
    "account_history_account_privacy_history": _switch,
    "profile_account_insights": _insights,
    "inferred_data_primary_location": _residence,
    "profile_business": _business,
    "account_history_registration_info": _signup,
    "profile_profile_change": _change,
    "profile_linked_meta_accounts": _linked,
}
"""The reader of a record by its wrapper key, which is English in every language."""
READER_BY_FILE: Final[Mapping[str, ReadDetails]] = {
    "profile_privacy_changes": _switch,
    "account_privacy_changes": _switch,
    "professional_information": _business,
    "signup_details": _signup,
    "instagram_signup_details": _signup,
    "signup_information": _signup,
    "account_based_in": _residence,
    "profile_based_in": _residence,
    "information_about_you": _residence,
    "linked_meta_accounts": _linked,
}
"""The reader of a record without a wrapper, by the file's name, where its labels do not suffice."""
