"""Moments as exports write them, as seconds since 1970 UTC."""

from datetime import UTC, datetime
from typing import Final

from scanner.readers.record import Note

LATEST: Final = 4_102_444_800.0
"""2100-01-01: no export can tell of anything later."""
MILLISECONDS_FROM: Final = 100_000_000_000
"""As seconds this lies in the year 5138, as milliseconds in 1973: larger numbers are milliseconds."""
UNSET: Final = (None, 0, "", "0", -1)
"""What Meta writes where it knows no time."""


def is_number(value: object) -> bool:
    """Return whether a value is a number, as Meta writes every time in JSON."""
    return type(value) in (int, float)


def moment(value: object) -> float | None:
    """Give the seconds since 1970 UTC of a number (seconds or milliseconds), digits, or ISO 8601 text.

    None where it is no time: unset, negative, not finite, past 2100, or of another type.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = _number(value)
    if not isinstance(value, int | float) or not 0 < value < LATEST * 1000:
        return None
    seconds = value / 1000 if value >= MILLISECONDS_FROM else float(value)
    return seconds if seconds < LATEST else None


def _number(text: str) -> float | None:
    """Give the seconds that digits or ISO 8601 text mean; a text without a zone is UTC."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def odd_time(value: object, pointer: str) -> Note | None:
    """Give a note where a value stands for a time but can't be one; None for a good or an unset one."""
    if moment(value) is not None or any(value is unset or value == unset for unset in UNSET):
        return None
    return Note(pointer, "a time that can't be read")
