"""Plain text for codes and numbers: kinds, products, countries, verdicts, facts, times, sizes."""

from datetime import date, datetime
from typing import Any, Final

from scanner.kinds import CONTENT, KINDS, TABLE_ROWS
from scanner.output.terminal_safe import safe
from scanner.platforms import PLATFORMS

FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    row: tuple(name for name, kind in CONTENT.items() if kind.table_row == row) for row in TABLE_ROWS
}
"""The rows of the scan table in their order, each with the kinds that it counts."""

FAMILY_OF: Final = {name: kind.table_row or "" for name, kind in CONTENT.items()}

PLATFORM_NAMES: Final = {name: platform.title for name, platform in PLATFORMS.items()}

COUNTED_NAMES: Final = {name: kind.words for name, kind in KINDS.items() if kind.words}

DETAIL_NAMES: Final = {
    "email": "email",
    "phone": "phone number",
    "birth_date": "date of birth",
    "gender": "gender",
}
"""Account details, which are counted separately."""

UNIT_STEP: Final = 1000
"""How many of a unit make one of the next larger one: bytes, kB, MB, GB."""
WHOLE_FROM: Final = 100
"""From this number on, a size is shown without a decimal."""

VISIBILITY_LABELS: Final = {"public": "public", "private": "not public", "unknown": "?"}

POOL_LABELS: Final = {"eligible": "yes", "likely": "likely", "unknown": "?", "not_eligible": "no"}
"""`now` and `past`: whether an item is or was in the pool that Meta says it uses for its AI."""

BASIS_LABELS: Final = {
    "stated": "the download says so for this item",
    "user": "you said so",
    "structural": "its place in the download shows it",
    "policy": "Meta says so for all items of this kind",
    "account": "the account's own setting or its history",
    "inferred": "a guess from the default settings of that time",
    "none": "no evidence",
}

STATE_LABELS: Final = {
    "content": "Your content",
    "media": "Media files",
    "not_content": "Known files without your content",
    "unknown": "Unknown files",
    "unreadable": "Unreadable files",
    "duplicate": "Copies of files in another part",
}

ASSUMED_SENTENCE: Final = "unknown items are counted by their best guess (--assume lean). It may be wrong."

_DAYS_A_MONTH: Final = 30.44
_DAYS_A_YEAR: Final = 365.25
_MAX_MONTHS: Final = 24
_MAX_DAYS: Final = 60

_FACT_SENTENCES: Final = {
    "fact_section": "found in the part of the download for: {}",
    "fact_host": "posted in a place owned by: {}",
    "fact_hint": "its title line points to: {}",
    "fact_field": "is the profile field: {}",
    "fact_stated": "the download names its audience: {}",
    "fact_stated_label": "the download's words for that: {}",
    "fact_published": "marked as published: {}",
    "fact_draft": "marked as a draft: {}",
    "fact_on_grid": "its file is among the published posts: {}",
    "fact_deleted": "marked as deleted: {}",
    "fact_found_in": "belongs to your account on: {}",
    "fact_only_in_older": "is in an older download but not in the newer one: {}",
    "fact_own_page": "comes from a Page or an additional profile: {}",
    "fact_current": "is the newest of its album: {}",
    "fact_recent": "created in the year before the download: {}",
    "fact_has_location": "contains a place or coordinates: {}",
    "fact_has_ip": "the download contains the IP address it was uploaded from: {}",
    "fact_has_people": "names or tags other people: {}",
    "fact_account": "the account at the time of the download: {}",
    "fact_account_history": "history of switches between public and private: {}",
    "fact_account_was_public": "a record shows the account public at some time after this was posted: {}",
    "fact_public_from": "the first moment when a record shows the account public with this item in it: {}",
    "fact_public_until": "the last moment when a record shows the account public with this item in it: {}",
    "fact_expired": "a story older than a day: {}",
    "fact_close_friends": "a close-friends story had been posted by then: {}",
    "fact_default_audience": "the setting for future posts at the time of the download: {}",
    "fact_joined_after_2014": "the account was created on or after 2014-05-22: {}",
    "fact_professional": "the account is or was professional: {}",
    "fact_override": "you said about this item: {}",
    "fact_graph": "Facebook's Graph API names its audience: {}",
    "fact_told": "you said about all items that one of your filters selects: {}",
    "fact_period": "you said about everything posted in that period: {}",
    "fact_remembered_default": "the default audience you remember from that time: {}",
    "fact_group_audience": "you said about its group: {}",
    "fact_page_named": "you said that this profile is a Page: {}",
    "fact_account_told": "you said about the account: {}",
    "fact_region": "region the verdicts are for: {}",
    "fact_region_known": "your country is known: {}",
    "fact_age": "your age today: {}",
    "fact_age_then": "your age when it was created: {}",
    "fact_objection": "accepted objection: {}",
    "fact_after_objection": "created after the objection: {}",
    "fact_objection_covers_ai": "the objection covers what you said to an AI: {}",
    "fact_objection_before_2025": "the objection was filed before 14 April 2025: {}",
    "fact_started": "Meta had started in your region by the day these verdicts are for: {}",
    "fact_not_yet_made": "created after the day these verdicts are for: {}",
}


def time_ago(then: date, now: date) -> str:
    """Return how long before `now` the day `then` was: `3 months ago`."""
    days = (now - then).days
    if days <= 0:
        return "today" if days >= -1 else "after the day these verdicts are for"
    if days < _MAX_DAYS:
        return f"{quantity(days, 'day', 'days')} ago"
    months = int(days / _DAYS_A_MONTH)
    if months < _MAX_MONTHS:
        return f"{quantity(months, 'month', 'months')} ago"
    return f"{int(days / _DAYS_A_YEAR)} years ago"


def quantity(count: int, singular: str, plural: str) -> str:
    """Return a count with its word: `1 photo`, `1,234 photos`."""
    return f"{count:,} {singular if count == 1 else plural}"


def partly_read(count: int) -> str:
    """Return how many files could be read only in part: `1 file read in part`."""
    return quantity(count, "file read in part", "files read in part")


def size(count: int) -> str:
    """Return a number of bytes in the unit people read it in."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < UNIT_STEP or unit == "GB":
            break
        amount /= UNIT_STEP
    return f"{int(amount):,} {unit}" if unit == "B" or amount >= WHOLE_FROM else f"{amount:.1f} {unit}"


def policy_sentence(policy_date: date) -> str:
    """Return the sentence that names the day up to which Meta's statements are known."""
    return f"Based on Meta's statements as of {policy_date}."


def sentence(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def join_list(parts: list[str]) -> str:
    """Return the parts joined as in a sentence: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def fact_sentence(name: str, value: Any) -> str:
    """Return one fact as a sentence; a fact without a sentence of its own is shown by its name."""
    sentence = _FACT_SENTENCES.get(name, name.removeprefix("fact_").replace("_", " ") + ": {}")
    return sentence.format(_value(value))


def _value(value: Any) -> str:
    """Return the value of a fact as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S UTC}"
    return safe(str(value)).replace("_", " ")
