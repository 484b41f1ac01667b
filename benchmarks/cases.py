"""The cases: which commands are run on which exports, and that a scan finds all that was put there."""

import json
import shlex
import sys
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from benchmarks.floor import PARSE
from benchmarks.generate import SIZES, Size, generate
from benchmarks.measure import ROOT, Measured, measured
from benchmarks.report import Compared, Runs, Short, Weight

COMMANDS = {
    "exposure": (sys.executable, "-c", "from scanner.cli import main; main()"),
    "python": (sys.executable,),
}
"""What stands for the first word of a command as it is typed: this checkout, this interpreter."""


def run(typed: Sequence[str], where: Path) -> Measured:
    """Run a command as it is typed, in a directory."""
    return measured([*COMMANDS[typed[0]], *typed[1:]], where)


def repeated(typed: Sequence[str], where: Path, times: int) -> Runs:
    """Run a command several times."""
    return Runs(shlex.join(typed), tuple(run(typed, where) for _ in range(times)))


def in_turn(commands: Sequence[Sequence[str]], where: Path, times: int) -> list[Runs]:
    """Run several commands in turn, so that what else the machine does meets all alike."""
    rounds = [[run(typed, where) for typed in commands] for _ in range(times)]
    return [
        Runs(shlex.join(typed), runs) for typed, runs in zip(commands, zip(*rounds, strict=True), strict=True)
    ]


def compared(name: str, work: Path, times: int) -> Compared:
    """Make an export in a directory, check that a scan finds all of it, and measure it beside the floor."""
    size = SIZES[name]
    weight = weighed(generate(work / name, size))
    check(name, size, work)
    floor, scan = in_turn(
        [["python", "-m", "benchmarks.floor", name], ["exposure", "scan", name]], work, times
    )
    return Compared(name, size, weight, floor, scan)


def weighed(paths: Sequence[Path]) -> Weight:
    """Look up in the zips of an export how much they hold."""
    documents, media = [], 0
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if PurePosixPath(entry.filename).suffix in PARSE:
                    documents.append(entry.file_size)
                else:
                    media += 1
    zipped = sum(path.stat().st_size for path in paths)
    return Weight(len(paths), zipped, len(documents), sum(documents), media)


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


def short(saved: str | None, work: Path, times: int) -> tuple[Short, ...]:
    """Measure the commands that are to answer at once, those on a saved scan with that of a checked export."""
    sample = smallest_sample()
    wanted: list[tuple[str, list[str], Path, float | None]] = [
        ("`--help`", ["exposure", "--help"], ROOT, 0.15),
        ("smallest sample", ["exposure", "scan", f"sample_exports/{sample}"], ROOT, 0.6),
    ]
    if saved:
        wanted += [
            ("saved scan", ["exposure", "scan", f"{saved}.scan"], work, 0.5),
            ("items of a saved scan", ["exposure", "items", f"{saved}.scan", "--now", "likely"], work, 0.5),
            (
                "every item of a saved scan",
                ["exposure", "items", f"{saved}.scan", "--format", "jsonl"],
                work,
                None,
            ),
        ]
    return tuple(Short(what, repeated(typed, where, times), most) for what, typed, where, most in wanted)


def smallest_sample() -> str:
    """Give the name of the smallest zip among the sample exports."""
    return min((ROOT / "sample_exports").glob("*.zip"), key=lambda path: path.stat().st_size).name
