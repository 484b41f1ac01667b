"""`python -m benchmarks --posts 200000 --messages 1000000 --runs 3`: a scan beside its floor."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.generate import generate, size_of, sized
from benchmarks.measure import Measured, measured

COMMAND = (sys.executable, "-c", "from scanner.cli import main; main()")
"""The command `exposure` of this checkout."""


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = sized(argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__))
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs of each, in turn")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the export here and keep it")
    return parser.parse_args()


def compare(zips: Sequence[Path], runs: int) -> None:
    """Run the floor and the scan in turn, and print their medians side by side."""
    paths = [str(path) for path in zips]
    floor, scan = [], []
    for _ in range(runs):
        floor.append(measured([sys.executable, "-m", "benchmarks.floor", *paths]))
        scan.append(measured([*COMMAND, "scan", "--no-progress", *paths]))
    helped = median(measured([*COMMAND, "--help"]).wall for _ in range(max(runs, 5)))
    print(f"median of {runs}      {'floor':>10} {'scan':>10} {'ratio':>8}")
    row("wall, s", floor, scan, lambda run: run.wall)
    row("processor, s", floor, scan, lambda run: run.cpu)
    row("peak memory, MB", floor, scan, lambda run: run.peak / 1e6)
    print(f"exposure --help  {helped * 1000:>10.0f} ms")


def row(name: str, floor: list[Measured], scan: list[Measured], value: Callable[[Measured], float]) -> None:
    """Print one line of the comparison."""
    least, took = median(map(value, floor)), median(map(value, scan))
    print(f"{name:<16} {least:>10.2f} {took:>10.2f} {took / least:>8.2f}")


def main() -> None:
    """Make the export, here or in a directory that is thrown away, and compare."""
    chosen = options()
    with tempfile.TemporaryDirectory(prefix="exposure-benchmark-") as passing:
        zips = generate(chosen.keep or Path(passing), size_of(chosen))
        size = sum(path.stat().st_size for path in zips)
        print(
            f"{chosen.posts:,} posts, {chosen.messages:,} messages, {len(zips)} zips of {size / 1e6:,.0f} MB"
        )
        compare(zips, chosen.runs)


if __name__ == "__main__":
    main()
