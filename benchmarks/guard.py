"""`python -m benchmarks.guard`: exit 1 where a scan takes far more of the processor than the floor does.

Scan and floor run in turn on the same machine, and the least of several runs of each counts: so the ratio
hardly depends on the machine, nor on what else it does.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import compared
from benchmarks.report import Compared

LIMITS = {"typical": 3.5, "html-typical": 6.0}
"""How many floors of processor time a scan may take: some half as much again as it does."""


def ratio(one: Compared) -> float:
    """Give the processor time of a scan in floors, by the least of the runs of each."""
    return min(run.cpu for run in one.scan.runs) / min(run.cpu for run in one.floor.runs)


def past(ratios: dict[str, float]) -> list[str]:
    """Say which ratios are past their limit."""
    return [
        f"{name}: {came:.2f} x the floor, {LIMITS[name]:.2f} allowed"
        for name, came in ratios.items()
        if came > LIMITS[name]
    ]


def measure(runs: int) -> dict[str, float]:
    """Measure each export that has a limit."""
    ratios = {}
    for name, limit in LIMITS.items():
        with tempfile.TemporaryDirectory(prefix="exposure-guard-") as work:
            ratios[name] = ratio(compared(name, Path(work), runs))
        print(f"{name}: {ratios[name]:.2f} x the floor's processor time, {limit:.2f} allowed", flush=True)
    return ratios


def main() -> None:
    """Measure, and say no where a limit is passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs of each, in turn")
    if wrong := past(measure(parser.parse_args().runs)):
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
