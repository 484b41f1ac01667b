"""The machine and the versions that a measurement stands for; no name of it, no path."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.report import Machine

PACKAGES = ("exposure-scanner", "polars", "orjson", "isal", "msgspec", "selectolax")


def this_machine() -> Machine:
    """Describe the machine that runs this."""
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        system=_system(),
        load=os.getloadavg()[0],
        versions={"Python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        date=f"{datetime.now(UTC):%Y-%m-%d}",
    )


def _processor() -> str:
    """Give the model of the processor, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _system() -> str:
    """Give the system's name and version."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"
