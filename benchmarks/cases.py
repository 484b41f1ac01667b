"""The cases: which commands are run on which exports, and that a scan finds all that was put there."""

import json
import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.generate import SIZES, Size, Weight
from benchmarks.measure import ROOT, Measured, measured
from benchmarks.report import Compared, Runs, Short

COMMANDS = {
    "exposure": (sys.executable, "-c", "from scanner.cli import main; main()"),
    "python": (sys.executable,),
}
"""What stands for the first word of a command as it is typed: this checkout, this interpreter."""


def run(typed: Sequence[str], where: Path, watched: bool = False) -> Measured:
    """Run a command as it is typed, in a directory."""
    return measured([*COMMANDS[typed[0]], *typed[1:]], where, watched=watched)


def in_turn(commands: Sequence[Sequence[str]], where: Path, times: int) -> list[Runs]:
    """Run several commands in turn, so that what else the machine does meets all alike."""
    rounds = [[run(typed, where) for typed in commands] for _ in range(times)]
    return [
        Runs(shlex.join(typed), runs, run(typed, where, watched=True))
        for typed, runs in zip(commands, zip(*rounds, strict=True), strict=True)
    ]


def repeated(typed: Sequence[str], where: Path, times: int) -> Runs:
    """Run a command several times."""
    return in_turn([typed], where, times)[0]


def made(name: str, work: Path) -> Weight:
    """Make an export, by a process of its own: a command's peak is never below that of what starts it."""
    return Weight(**json.loads(run(["python", "-m", "benchmarks.generate", name, name], work).said))


def compared(name: str, work: Path, times: int) -> Compared:
    """Make an export in a directory, check that a scan finds all of it, and measure it beside the floor."""
    weight = made(name, work)
    check(name, SIZES[name], work)
    floor, scan = in_turn(
        [["python", "-m", "benchmarks.floor", name], ["exposure", "scan", name]], work, times
    )
    return Compared(name, SIZES[name], weight, floor, scan)


def check(name: str, size: Size, work: Path) -> None:
    """Compare what a scan of an export counts with its size. Raises ValueError where they differ."""
    counts = counted(name, work)
    wanted = {
        "post": size.posts,
        "comment": size.comments,
        "photo": size.photos,
        "message_thread": size.messages,
    }
    if wrong := {kind: counts[kind] for kind, count in wanted.items() if counts[kind] != count}:
        raise ValueError(f"{name}: {wrong} were found of {wanted}")


def counted(name: str, work: Path) -> Counter[str]:
    """Scan an export, keep the scan, and give its counts by kind."""
    run(["exposure", "scan", name, "--save", f"{name}.scan"], work)
    run(["exposure", "scan", f"{name}.scan", "--format", "json", "--output", f"{name}.json"], work)
    counts: Counter[str] = Counter()
    for group in json.loads((work / f"{name}.json").read_bytes())["groups"]:
        counts[group["kind"]] += group["count"]
    return counts


def short(saved: str, work: Path, times: int) -> tuple[Short, ...]:
    """Measure the commands that are to answer at once, some on the saved scan of an export."""
    scan, sample = f"{saved}.scan", f"sample_exports/{smallest_sample()}"
    wanted: list[tuple[str, list[str], Path, float | None]] = [
        ("`--help`", ["--help"], ROOT, 0.15),
        ("smallest sample", ["scan", sample], ROOT, 0.6),
        ("saved scan", ["scan", scan], work, 0.5),
        ("items of a saved scan", ["items", scan, "--now", "likely"], work, 0.5),
        ("every item of a saved scan", ["items", scan, "--format", "jsonl"], work, None),
    ]
    return tuple(
        Short(what, repeated(["exposure", *typed], where, times), most) for what, typed, where, most in wanted
    )


def smallest_sample() -> str:
    """Give the name of the smallest zip among the sample exports."""
    return min((ROOT / "sample_exports").glob("*.zip"), key=lambda path: path.stat().st_size).name
