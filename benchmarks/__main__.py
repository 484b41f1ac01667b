"""Every case, and the page: `python -m benchmarks --peers --output docs/contributors/benchmarks.md`.

Without --output the page goes to standard output. What is being measured is said on standard error.
"""

import argparse
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from benchmarks.cases import compared, repeated, short
from benchmarks.generate import SIZES
from benchmarks.machine import this_machine
from benchmarks.page import page
from benchmarks.peers import PEERS, beside
from benchmarks.report import Beside, Compared, Report


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", nargs="+", choices=SIZES, default=[*SIZES], metavar="NAME", help=f"of {', '.join(SIZES)}"
    )
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs of each command")
    parser.add_argument("--peers", action="store_true", help="other programs too; they are installed for it")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the exports here and keep them")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the page to this file")
    return parser.parse_args()


@contextmanager
def workplace(kept: Path | None) -> Iterator[Path]:
    """Give the directory in which exports are made: one to keep, or one that is thrown away."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="exposure-benchmark-") as passing:
            yield Path(passing)


def report(chosen: argparse.Namespace, work: Path) -> Report:
    """Measure all that was chosen."""
    machine = this_machine()
    polars = repeated(["python", "-c", "import polars"], work, chosen.runs)
    exports = tuple(measure(name, chosen, work) for name in chosen.sizes)
    told("commands that answer at once")
    return Report(
        machine=machine,
        runs=chosen.runs,
        exports=exports,
        polars=polars,
        short=short("large" if "large" in chosen.sizes else chosen.sizes[0], work, max(chosen.runs, 5)),
        beside=others(chosen, work) if chosen.peers else (),
    )


def measure(name: str, chosen: argparse.Namespace, work: Path) -> Compared:
    """Measure one export, and throw it away unless it is to be kept."""
    told(name)
    try:
        return compared(name, work, chosen.runs)
    finally:
        if not chosen.keep:
            rmtree(work / name, ignore_errors=True)


def others(chosen: argparse.Namespace, work: Path) -> tuple[Beside, ...]:
    """Measure other programs."""
    found = []
    for peer in PEERS:
        told(" ".join(peer.install))
        found.append(beside(peer, work, chosen.runs))
    return tuple(found)


def told(what: str) -> None:
    """Say what is being measured."""
    print(f"{what} ...", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, and write the page."""
    chosen = options()
    with workplace(chosen.keep) as work:
        text = page(report(chosen, work), shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]]))
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
