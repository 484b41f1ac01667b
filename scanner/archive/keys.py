"""Which zips and folders are parts of one download, by their names.

Meta names each part `<product>-<user>-<date>-<random>`: the parts of one request share all but the random
tail, and the date follows the locale of the account.
"""

import re
from typing import Final

from scanner.archive.anchors import stem

_COPY: Final = re.compile(
    r"(?:\s*\(\d{1,3}\)|\s-\s(?:copy|kopie|copie|copia)(?:\s\(\d+\))?|\scopy(?:\s\d+)?|(?<!\sof)\s\d{1,2})$",
    re.IGNORECASE,
)
_DRIVE: Final = re.compile(r"-\d{8}T\d{6}Z(?:-\d+){1,2}$")
_DATE: Final = (
    r"(?:\d{4}[-._]\d{1,2}[-._]\d{1,2}|\d{1,2}[-._]\d{1,2}[-._]\d{4}|\d{8}"
    r"|\d{4}-[A-Za-z]{3}-\d{1,2}(?:-\d{1,2}){0,3})"
)
_DATED_TAIL: Final = re.compile(rf"^(.*(?<!\d){_DATE})-(?=\d*[A-Za-z])[A-Za-z0-9]{{6,12}}$")
_UNDATED_TAIL: Final = re.compile(r"^([^-]+-.+)-(?=[^-]*[a-z])(?=[^-]*[A-Z])[A-Za-z0-9]{8}$")
_PART_MARK: Final = re.compile(r"[\s_.-]*\(?(?<!\d)\d{1,3}(?:\s?of\s?\d{1,3})?\)?$", re.IGNORECASE)


def bare(name: str) -> str:
    """Return a name without what browsers, file managers and Drive append."""
    name = stem(name)
    while (shorter := _DRIVE.sub("", _COPY.sub("", name))) != name and shorter:
        name = shorter
    return name


def download_key(name: str) -> str:
    """Return what the parts of one download share, given the name of a download."""
    name = bare(name)
    tail = _DATED_TAIL.match(name) or _UNDATED_TAIL.match(name)
    return tail[1] if tail else name


def dated_key(name: str) -> str | None:
    """Return what a download's parts share, of a name that ends in a date and a random tail; else None."""
    tail = _DATED_TAIL.match(bare(name))
    return tail[1] if tail else None


def plain_key(name: str) -> str:
    """Return what numbered parts share (`part1`, `part2`; `export`, `export (2)`), of any other name."""
    return _PART_MARK.sub("", bare(name))
