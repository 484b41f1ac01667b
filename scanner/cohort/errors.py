"""What can go wrong: with the whole cohort, as an exception; with one person, as words without content."""

from scanner.archive import ArchiveError, NotAnArchiveError
from scanner.facts import FactsError
from scanner.pipeline import NothingReadableError, NothingToReadError
from scanner.values.failures import failure_place


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


_MESSAGES = {
    NothingToReadError: "nothing in it looks like part of a download from Meta",
    FactsError: "its exposure.toml has a fault (`exposure scan` with --facts says which)",
    NotAnArchiveError: "no zip that can be opened",
    ArchiveError: "it can't be opened as an export",
    MemoryError: "not enough memory",
}
