"""The plain words of the tables: families of kinds, names of products, countries, states, times."""

from datetime import date
from typing import Final

from scanner.kinds import CONTENT, KINDS, TABLE_ROWS
from scanner.platforms import PLATFORMS
from scanner.rulebook.regions import country_name

FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    row: tuple(name for name, kind in CONTENT.items() if kind.table_row == row) for row in TABLE_ROWS
}
"""The rows of the scan table, in their order, with the kinds that each counts."""

FAMILY_OF: Final = {name: kind.table_row or "" for name, kind in CONTENT.items()}

PLATFORM_NAMES: Final = {name: platform.title for name, platform in PLATFORMS.items()}

COUNTED_NAMES: Final = {name: kind.words for name, kind in KINDS.items() if kind.words}

DETAIL_NAMES: Final = {
    "email": "email",
    "phone": "phone number",
    "birth_date": "date of birth",
    "gender": "gender",
}
"""Account details, as they are listed apart."""

UNIT_STEP: Final = 1000
"""How many of a unit make one of the next: bytes, kB, MB, GB."""
WHOLE_FROM: Final = 100
"""A size of this much of its unit, or more, is shown without a decimal."""

VISIBILITY_WORDS: Final = {"public": "public", "private": "not public", "unknown": "?"}

NOW_WORDS: Final = {
    "eligible": "in the pool",
    "likely": "likely in it",
    "unknown": "?",
    "not_eligible": "not in it",
}
"""`now`: the pool that Meta names today."""

PAST_WORDS: Final = {
    "eligible": "in the pool then",
    "likely": "likely in it then",
    "unknown": "?",
    "not_eligible": "not in it",
}

BASIS_WORDS: Final = {
    "stated": "the download says so for this item",
    "user": "you said so",
    "structural": "where it is in the download",
    "policy": "Meta says this kind is always so",
    "account": "the account's own setting or its history",
    "inferred": "a guess from defaults of the time; it settles nothing",
    "none": "no evidence",
}

STATE_WORDS: Final = {
    "content": "read: your content",
    "media": "listed: media files",
    "not_content": "known, not content",
    "unknown": "unknown kind",
    "unreadable": "could not be read",
    "duplicate": "copy of another part",
}

_DAYS_A_MONTH: Final = 30.44
_DAYS_A_YEAR: Final = 365.25
_MONTHS_SHOWN: Final = 24
_DAYS_SHOWN: Final = 60


def country(code: str) -> str:
    """Give a country's name for its ISO 3166-1 alpha-2 code, or the code."""
    return country_name(code)


def time_ago(then: date, now: date) -> str:
    """Say how long before `now` the day `then` was."""
    days = (now - then).days
    if days <= 0:
        return "today" if days >= -1 else "after the day these verdicts are for"
    if days < _DAYS_SHOWN:
        return f"{count_words(days, 'day', 'days')} ago"
    months = int(days / _DAYS_A_MONTH)
    if months < _MONTHS_SHOWN:
        return f"{count_words(months, 'month', 'months')} ago"
    return f"{int(days / _DAYS_A_YEAR)} years ago"


def count_words(count: int, one: str, many: str) -> str:
    """Give a count with its word: `1 photo`, `1,234 photos`."""
    return f"{count:,} {one if count == 1 else many}"


def partly_read(count: int) -> str:
    """Say how many files have something in them that can't be read: `1 file read in part`."""
    return count_words(count, "file read in part", "files read in part")


def size(count: int) -> str:
    """Give a number of bytes in the unit people read it in."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < UNIT_STEP or unit == "GB":
            break
        amount /= UNIT_STEP
    return f"{int(amount):,} {unit}" if unit == "B" or amount >= WHOLE_FROM else f"{amount:.1f} {unit}"


def sentence(words: str) -> str:
    """Return words as a sentence begins: the first letter a capital, the others as they are."""
    return words[:1].upper() + words[1:]


def join_words(words: list[str]) -> str:
    """Join words as a sentence does: `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
