"""Programs run by an interpreter of their own."""

import subprocess
import sys

from tests.doc_blocks import ROOT


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in the project's folder, and keep what it says."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
