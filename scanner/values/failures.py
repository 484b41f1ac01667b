"""Failures of the program itself, described without content."""

import traceback
from pathlib import Path


def failure_place(fault: BaseException) -> str:
    """Return where the program failed; never the message, which might hold content of the export."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return type(fault).__name__ + place
