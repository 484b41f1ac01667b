"""Facebook's profile page: its labels by what they mean, as the keys of `profile_v2`."""

from typing import Any, Final

from scanner.readers.html.markup import markup
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.tables import Entry, entries

Json = dict[str, Any]
NAMED: Final = {"current_city": "name", "hometown": "name", "name": "full_name"}
"""Keys whose value is an object, and the key of its words."""
LISTED: Final = {"emails": "emails"}
"""Keys whose value is an object with a list."""


def translate(sheet: HtmlPage) -> list[Json]:
    """Give the profile: the fields that are known, and all others as labelled values."""
    rows = _rows(sheet)
    known: Json = {}
    others: list[Entry] = []
    for row in rows:
        means = (markup().meaning(row.get("label") or "") or "").removeprefix("profile_")
        text = str(row.get("value") or "")
        if means in KEYS and (value := _value(means, row, text, sheet)) is not None:
            known.setdefault(means, value)
        elif text or "dict" in row:
            others.append(row)
    found: list[Json] = [{"profile_v2": known}] if known else []
    return found + ([{"label_values": others}] if others else [])


def _rows(sheet: HtmlPage) -> list[Entry]:
    """Return every labelled value of the page; nested groups stay groups, as they may be of someone else."""
    if sheet.family and sheet.family.form == "boxes":
        return [row for tree in sheet.blocks() for row in entries(tree, sheet)]
    found = entries(sheet.whole(), sheet)
    sheet.taken += len(found)
    return found


def _value(key: str, row: Entry, text: str, sheet: HtmlPage) -> object:
    """Give a field's value in the shape that JSON has; None where it can't be read."""
    if key == "registration_timestamp":
        return row.get("timestamp_value") or sheet.time(text)
    if not text:
        return None
    if key == "birthday":
        day = sheet.clock.day(text)
        return {"year": day.year, "month": day.month, "day": day.day} if day else None
    if key == "gender":
        return {"gender_option": text}
    if key in LISTED:
        return {LISTED[key]: text.splitlines()}
    return {NAMED[key]: text} if key in NAMED else text


KEYS: Final = frozenset(
    ("name", "username", "emails", "birthday", "gender", "current_city", "hometown", "about_me",
     "profile_uri", "registration_timestamp")
)  # fmt: skip
"""The keys of `profile_v2` that a page has a label for."""
