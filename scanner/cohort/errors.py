"""What can go wrong: with the whole cohort, as an exception; with one person, as words without content."""

import traceback
from pathlib import Path

from scanner.archive import ArchiveError, NotAnArchiveError
from scanner.facts import FactsError
from scanner.pipeline import NothingReadableError, NothingToReadError


class CohortError(Exception):
    """A cohort can't be begun or gone on with as it was asked for; the message says what can."""


def reason(fault: BaseException) -> str:
    """Return why a person's export gave nothing, in words that name no person, path or content."""
    if isinstance(fault, NothingReadableError):
        return "; ".join(sorted(set(fault.faults.values())))
    if isinstance(fault, OSError):
        return fault.strerror or type(fault).__name__
    for kind, words in _MESSAGES.items():
        if isinstance(fault, kind):
            return words
    return f"a fault of this program ({failure_place(fault)})"


def failure_place(fault: BaseException) -> str:
    """Return where the program failed; never the message, which might hold content of the export."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return type(fault).__name__ + place


_MESSAGES = {
    NothingToReadError: "nothing in it looks like part of a download from Meta",
    FactsError: "its exposure.toml has a fault (`exposure scan` with --facts says which)",
    NotAnArchiveError: "no zip that can be opened",
    ArchiveError: "it can't be opened as an export",
    MemoryError: "not enough memory",
}
