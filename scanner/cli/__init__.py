"""The command `exposure`: the only place that knows typer, terminals and exit codes."""

import gc
import os
import sys
from pathlib import Path
from typing import Final

from scanner.memory import AT_ONCE

OBJECTS: Final = 200_000
"""Made before Python looks for cycles among them, not 700: a small scan makes half as many, few in cycles."""


def main() -> None:
    """Run the command; ends the process with its exit code."""
    os.environ.setdefault(*AT_ONCE)
    gc.set_threshold(OBJECTS)
    from scanner.cli.app import app
    from scanner.cli.errors import USAGE, print_err

    _open_what_is_closed()
    try:
        app(prog_name="exposure")
    except OSError as fault:
        # --help and --version are printed before any command runs: where they can't be, no command says so
        print_err(f"Error: {fault.strerror}")
        raise SystemExit(USAGE) from None
    finally:
        # at its end Python would look for cycles among all that is left, which goes with the process anyway
        gc.freeze()


def _open_what_is_closed() -> None:
    """Point each standard stream that was closed (`>&-`) at nothing: Python has none in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - to the end
