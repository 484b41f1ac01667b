"""What the files around the content say of the account: its switches, its country, the download asked for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from scanner.readers.instagram.content import top
from scanner.readers.labels import Labels
from scanner.readers.record import AccountDetail, ReaderNote, Reading, Skip
from scanner.readers.shapes import LabelledValue, LabelledValues, UnknownLabels, labelled_records
from scanner.readers.source import Source
from scanner.readers.values import parse_time, text_of, time_note

SWITCHES: Final = {"switched_to_private": "private", "switched_to_public": "public"}
"""The concepts that a switch's title may mean. Only "Switched to Private" was seen in an export (VANA)."""
ALL_TIME: Final = -1.0
"""Any start before 1970: "all time" is written as a moment around 1905 (rmaatougui `report.js`)."""


class Told(NamedTuple):
    """One record of an account file, and the words to read it with."""

    pointer: str
    record: Mapping[str, Any]
    fields: LabelledValues
    labels: Labels

    @property
    def at(self) -> float | None:
        """The record's time: under its label, else the only one there is."""
        if named := self.fields.time("time", "change_date"):
            return named
        times = {cell.at for cell in self.fields.cells if cell.at}
        return times.pop() if len(times) == 1 else parse_time(self.record.get("timestamp"))

    def cell(self, concept: str) -> LabelledValue | None:
        """Give the value under a label, also where its time means something by being none."""
        return next((cell for cell in self.fields.cells if cell.concept == concept), None)


Teller = Callable[[Told], Iterator[Reading]]


def account(source: Source) -> Iterator[Reading]:
    """Read any file of the account's own data; a record that tells nothing of the account gives nothing."""
    name = PurePosixPath(source.path).stem.casefold()
    return labelled_records(source, partial(_record, source.labels, name))


def _record(
    labels: Labels, name: str, pointer: str, record: dict[str, Any], _unlisted: UnknownLabels
) -> Iterator[Reading]:
    """Return what one record says of the account; labels that no table lists are not noted."""
    teller = WRAPPERS.get(top(pointer)) or NAMES.get(name) or _by_labels
    return teller(Told(pointer, record, LabelledValues(record, labels), labels))


def _by_labels(told: Told) -> Iterator[Reading]:
    """Ask everyone who knows a record by its labels alone."""
    for teller in (_insights, _request, _change, _activity):
        yield from teller(told)
    if _direction(told) != "unknown":
        yield from _switch(told)


def _insights(told: Told) -> Iterator[Reading]:
    """Give the country of the sign-up and of today, and when close-friends stories began, 0 for never."""
    if country := told.fields.text_anywhere("first_country"):
        yield _fact("signup_country", country)
    if country := told.fields.text_anywhere("country"):
        yield _fact("country", country)
    if cell := told.cell("first_close_friends_story"):
        yield from _close_friends(told.pointer, cell)


def _home(told: Told) -> Iterator[Reading]:
    """Yield where Meta takes the owner to live: a country under its label, or a city with its country.

    The city's label follows the language, so any text that names a place after a comma is taken.
    """
    yield from _insights(told)
    cities = (cell.text for cell in told.fields.cells if cell.concept != "country")
    for city in (*cities, text_of(told.record.get("city_name"))):
        if city and "," in city:
            yield _fact("city", city)


def _close_friends(pointer: str, cell: LabelledValue) -> Iterator[Reading]:
    """Give the time of the first close-friends story; a time that is there and zero says there was none."""
    if cell.at is not None or cell.stamp == 0:
        yield _fact("close_friends_since", cell.at or 0.0)
    elif note := time_note(cell.stamp, pointer):
        yield note


def _switch(told: Told) -> Iterator[Reading]:
    """Give a switch of the account between private and public; one without a time helps nobody."""
    if told.at is None:
        yield Skip(told.pointer, "a switch of the account's privacy without a time")
        return
    direction = _direction(told)
    if direction == "unknown":
        yield ReaderNote(told.pointer, "a switch of the account's privacy that no locale table lists")
    yield _fact("switched", direction, told.at)


def _direction(told: Told) -> str:
    """Say what a switch led to, by its title or, in `label_values`, by a value."""
    said = (text_of(told.record.get("title")), *(cell.text for cell in told.fields.cells))
    return next((SWITCHES[c] for text in said if (c := told.labels.concept(text)) in SWITCHES), "unknown")


def _business(told: Told) -> Iterator[Reading]:
    """Give that the account is or was a professional one: only then is the record filled (VANA, WIH)."""
    if any(cell.text for cell in told.fields.cells):
        yield _fact("professional", True)


def _signup(told: Told) -> Iterator[Reading]:
    """Give when the account was made, and the username it was made with."""
    if told.at is not None:
        yield _fact("joined", told.at)
    if username := told.fields.text("username"):
        yield _fact("username", username, told.at)


def _change(told: Told) -> Iterator[Reading]:
    """Give an earlier username, from the change that ended it."""
    previous = told.fields.text("previous_value")
    if previous and told.labels.concept(told.fields.text("changed")) == "username":
        yield _fact("username", previous, told.at)


def _linked(told: Told) -> Iterator[Reading]:
    """Return the accounts of the same Accounts Center: all of a record's values, whatever their labels say.

    They are its type, username and identifier (VANA, WIH); whoever compares names knows them by themselves.
    """
    for cell in told.fields.cells:
        if cell.text:
            yield _fact("linked", cell.text)


def _activity(told: Told) -> Iterator[Reading]:
    """Give a switch from the log of 2026, which doesn't say into what."""
    if told.labels.concept(told.fields.text("type")) == "account_privacy_changed" and told.at is not None:
        yield _fact("switched", "unknown", told.at)


def _request(told: Told) -> Iterator[Reading]:
    """Give a request for a download; the time of the request stands at each of its facts."""
    asked = told.fields.time("request_completed")
    start, end = told.cell("request_start"), told.cell("request_end")
    if asked is None and start is None and end is None:
        return
    asked = asked or parse_time(told.record.get("timestamp"))
    if asked is not None:
        yield _fact("requested_at", asked, asked)
    if start and (since := _start(start)) is not None:
        yield _fact("covers_from", since, asked)
    if end and end.at is not None:
        yield _fact("covers_until", end.at, asked)


def _start(cell: LabelledValue) -> float | None:
    """Give the first moment asked for, or `ALL_TIME` where it lies before 1970."""
    return ALL_TIME if cell.stamp is not None and cell.stamp < 0 else cell.at


def _fact(name: str, value: str | bool | float, at: float | None = None) -> AccountDetail:
    """Give a fact of the Instagram account."""
    return AccountDetail("instagram", name, value, at)


WRAPPERS: Final[Mapping[str, Teller]] = {
    "account_history_account_privacy_history": _switch,
    "profile_account_insights": _insights,
    "inferred_data_primary_location": _home,
    "profile_business": _business,
    "account_history_registration_info": _signup,
    "profile_profile_change": _change,
    "profile_linked_meta_accounts": _linked,
}
"""Who reads a record by its wrapper key, which is English in every language."""
NAMES: Final[Mapping[str, Teller]] = {
    "profile_privacy_changes": _switch,
    "account_privacy_changes": _switch,
    "professional_information": _business,
    "signup_details": _signup,
    "instagram_signup_details": _signup,
    "signup_information": _signup,
    "account_based_in": _home,
    "profile_based_in": _home,
    "information_about_you": _home,
    "linked_meta_accounts": _linked,
}
"""Who reads a record without a wrapper, by the file's name, where its labels alone would not tell."""
