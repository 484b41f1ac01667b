r"""Values of JSON as Meta writes them: text in mojibake, times, coordinates.

Meta's mojibake: JSON strings hold the bytes of UTF-8 one by one as \u00XX escapes. Here it is undone.
"""

from datetime import UTC, datetime
from typing import Any, Final
from unicodedata import normalize

from scanner.readers.record import ReaderNote, TooMuchError

LATEST: Final = 4_102_444_800.0
"""2100-01-01: no export can hold anything later."""
MILLISECONDS_FROM: Final = 100_000_000_000
"""As seconds this is in the year 5138, as milliseconds in 1973: larger numbers are milliseconds."""
UNSET: Final = (None, 0, "", "0", -1)
"""What Meta writes where there is no time."""
FARTHEST: Final = (90, 180)
"""Degrees of latitude and longitude."""
NO_PLACE: Final = (None, None)
LONGEST: Final = 1_000_000
"""Characters of one text, as stored. Facebook allows a post 63,206; each is copied several times over."""


def repaired(value: str) -> str:
    """Return the text as it was written, in NFC.

    It is Latin-1, not cp1252, that maps each escape back to its byte. Text that is no such byte string (it
    has characters above U+00FF, or its bytes are no UTF-8) is left as it is. A lone surrogate becomes U+FFFD.
    Source: timelinize `FixString`, d3i `fix_latin1_string`, HPI `_decode`, on real exports of 2018 to 2026.
    """
    if value.isascii():
        return value
    try:
        return normalize("NFC", value.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return normalize("NFC", value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def text_of(value: object) -> str | None:
    """Return the repaired text of a JSON value, or None if it is no string or nothing but space.

    Raises TooMuchError past the limit of length.
    """
    if not isinstance(value, str) or not value:
        return None
    if len(value) > LONGEST:
        raise TooMuchError(f"a text longer than the limit of {LONGEST:,} characters")
    if value.isspace():
        return None
    return value if value.isascii() else repaired(value)


def list_of(value: object) -> list[Any]:
    """Return a list, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def is_number(value: object) -> bool:
    """Return whether a value is a number, as Meta writes every time in JSON."""
    return type(value) in (int, float)


def parse_time(value: object) -> float | None:
    """Return the seconds since 1970 UTC of a number (seconds or milliseconds), digits, or ISO 8601 text.

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
    """Return the seconds that digits or ISO 8601 text mean; a text without a zone is UTC."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def time_note(value: object, pointer: str) -> ReaderNote | None:
    """Return a note on a time that can't be read; None for a good or an unset one."""
    if parse_time(value) is not None or any(value is unset or value == unset for unset in UNSET):
        return None
    return ReaderNote(pointer, "a time that can't be read")


Place = tuple[float | None, float | None]
"""Latitude and longitude in degrees, or neither."""


def coordinates(latitude: object, longitude: object) -> Place:
    """Return both degrees, of numbers or text, or neither: half a pair, (0, 0), what is off the globe."""
    north, east = _degrees(latitude, FARTHEST[0]), _degrees(longitude, FARTHEST[1])
    if north is None or east is None or (north == 0 and east == 0):
        return NO_PLACE
    return north, east


def _degrees(value: object, farthest: int) -> float | None:
    """Return the degrees of a number or text, or None if they can't be any."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if -farthest <= degrees <= farthest else None
