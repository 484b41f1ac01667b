r"""Meta's mojibake, undone: JSON strings hold the bytes of UTF-8 one by one as \u00XX escapes."""

from typing import Final
from unicodedata import normalize

from scanner.readers.faults import TooMuchError

LONGEST: Final = 1_000_000
"""Characters of one text, as stored. Facebook takes 63,206 of a post; each is held several times over."""


def repaired(value: str) -> str:
    """Give the text as it was written, in NFC.

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


def words(value: object) -> str | None:
    """Give the repaired text of a JSON value, or None where it is no string or has nothing but space.

    Raises TooMuchError past the limit of length.
    """
    if not isinstance(value, str) or not value:
        return None
    if len(value) > LONGEST:
        raise TooMuchError(f"a text longer than the limit of {LONGEST:,} characters")
    if value.isspace():
        return None
    return value if value.isascii() else repaired(value)
