"""The one place that turns what went wrong into words, a tip where the cause is known, and an exit code."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer

DONE: Final = 0
FAIL_ON_REACHED: Final = 1
"""`--fail-on` was reached."""
USAGE: Final = 2
"""Usage, configuration or rule error."""
NOTHING: Final = 3
"""Nothing there that is a Meta export."""
PARTLY_READ: Final = 4
"""Done, but some of the export could not be read."""
INTERNAL: Final = 70
"""A fault of the program itself (EX_SOFTWARE of sysexits.h)."""
STOPPED: Final = 130
"""Stopped by Ctrl-C."""

LONGEST: Final = 1_000
"""Characters of a message: some quote what the user wrote, however long that is."""

HOW_TO_ASK: Final = (
    "To get one: Accounts Center > Your information and permissions > Export your information; choose the "
    "profile, export to device, all time, format JSON or HTML. Meta sends a link within hours or days."
)
_TAKEOUT: Final = "That is a download of Google's. " + HOW_TO_ASK


class UsageError(Exception):
    """Something that was asked for can't be done; the message says what can."""


@contextmanager
def report_errors() -> Iterator[None]:
    """Run a command; write what goes wrong to standard error, and exit with its code."""
    try:
        yield
    except KeyboardInterrupt:
        print_err("Stopped.")
        raise typer.Exit(STOPPED) from None
    except Exception as fault:
        code = _code(fault)
        if code is None:
            raise
        _report(fault, code)
        raise typer.Exit(code) from None


def print_err(text: str) -> None:
    """Write one line to standard error, fit for a terminal."""
    from scanner.output.terminal_safe import safe_lines

    typer.echo(safe_lines(text), err=True)


def _code(fault: Exception) -> int | None:
    """Return the exit code of a fault; None: typer deals with it."""
    if _is_typers(fault):
        return None
    from scanner import archive
    from scanner.facts import FactsError
    from scanner.filters import FilterError
    from scanner.layouts.rows import LayoutError
    from scanner.output.files import OutputError
    from scanner.pipeline import NothingToReadError
    from scanner.readers.locale_tables import LocaleError
    from scanner.rulebook import RuleError
    from scanner.saved_scan import NoSavedScanError, SavedScanError

    usage = (
        UsageError, FactsError, FilterError, RuleError, LayoutError, LocaleError, OutputError, SavedScanError,
        archive.PathNotFoundError, OSError,
    )  # fmt: skip
    if isinstance(fault, usage):
        return USAGE
    nothing = (archive.ArchiveError, NothingToReadError, NoSavedScanError)
    return NOTHING if isinstance(fault, nothing) else INTERNAL


def _is_typers(fault: Exception) -> bool:
    """Return whether typer (or click below it) shows this itself."""
    return type(fault).__module__.split(".")[0] in {"typer", "click"}


def _report(fault: Exception, code: int) -> None:
    """Write to standard error what went wrong, and what to do about it."""
    if code == INTERNAL:
        _report_internal(fault)
        return
    print_err(f"Error: {_message(fault)}")
    if code == NOTHING and (tip := _tip(fault)):
        print_err(tip)


def _tip(fault: Exception) -> str:
    """Return how to get an export, empty where the message itself says what to do."""
    from scanner.archive import WrongFolderError
    from scanner.pipeline import NeverOpenedError

    if isinstance(fault, WrongFolderError | NeverOpenedError):
        return ""
    return _TAKEOUT if "takeout" in str(fault).lower() else HOW_TO_ASK


def _message(fault: Exception) -> str:
    """Return the message of a fault; of the system's own, the path and the reason."""
    if isinstance(fault, OSError) and fault.strerror:
        where = f"{fault.filename}: " if fault.filename else ""
        return f"{where}{fault.strerror}"
    message = str(fault)
    return message if len(message) <= LONGEST else f"{message[:LONGEST]}…"


def _report_internal(fault: Exception) -> None:
    """Write where the program failed; never the message, which might hold content of the export."""
    from scanner.values.failures import failure_place

    print_err(f"Error: a fault of this program ({failure_place(fault)}). Please report it with this line.")
    if os.environ.get("EXPOSURE_TRACEBACK"):
        sys.excepthook(type(fault), fault, fault.__traceback__)
