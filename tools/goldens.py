"""Digests of what the commands print for every sample and every built vintage, to freeze them and to compare.

Before a change that is to alter no output: `python -m tools.goldens write FILE`; after it: `python -m
tools.goldens compare FILE`, which prints the changed outputs of each export and exits 1 if there are any.
`--keep DIR` keeps the outputs themselves, so that those of two runs can be compared line by line; `--only
WORDS` takes those exports alone whose name contains these words.

What would differ from run to run is kept out of the outputs, not edited in them:

- the day of the run: every verdict is for `AS_OF`;
- folders: each command runs in a temporary folder of its own and names the export by a relative path;
- the terminal: 80 columns, no colour, not a terminal, so no progress bar;
- the saved scan, which holds the program's version, has no digest: only what is read back from it has;
- the notes of saving, which name the size of the saved file, are left out.

The clock of this machine has a say in one thing alone, the day a download was made where neither a request
nor the file name gives one: that of the newest record not ahead of the clock. Each export has such a day,
and no record is from after July 2026.

All exports are small, so they are read by one process: several processes have tests of their own.
"""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from typer.testing import CliRunner

from sample_exports.build import BESIDE, SAMPLES
from scanner.cli.app import app
from tests.builders import CAMILLE, JANA, JANE, RAVI, VINTAGES, Story, as_zip

AS_OF: Final = "2026-11-30"
"""The day for which all is judged."""
TERMINAL: Final = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
DIGITS: Final = 12
"""Hexadecimal digits of a digest: enough to tell an output from the one before."""
OUTPUTS: Final = {
    "scan.json": ("scan", "-f", "json"),
    "plan.json": ("plan", "-f", "json"),
    "items.jsonl": ("items", "-f", "jsonl"),
    "scan.txt": ("scan",),
    "plan.txt": ("plan",),
}
"""What is printed about the export as a whole, by the name of the output."""
SAVED: Final = "kept.scan"
NOTES: Final = "notes.txt"
"""The output that holds what the commands say on standard error, so that data and words change apart."""

Outputs = Mapping[str, str]
"""What was printed, by the name of the output."""
Goldens = Mapping[str, Mapping[str, str]]
"""The digest of each output of each export."""


@dataclass(frozen=True)
class Export:
    """An export that can be built into a folder, and the options for those commands that judge it."""

    build: Callable[[Path], object]
    path: str
    """Its path below the folder."""
    options: tuple[str, ...] = ()


def exports() -> dict[str, Export]:
    """Return every export by its name: the samples, one with its owner's answers, each person's vintages."""
    samples = {name: Export(make, name) for name, make in SAMPLES.items()}
    vintages = {
        f"{vintage}-{story.username}": _vintage(vintage, story)
        for vintage in VINTAGES
        for story in (JANE, JANA, CAMILLE, RAVI)
    }
    return samples | {"facebook_2025_german-answered": _answered("facebook_2025_german")} | vintages


def _vintage(vintage: str, story: Story) -> Export:
    """Return one person's export of a vintage."""
    return Export(lambda folder: as_zip(VINTAGES[vintage](story).tree, folder / "export.zip"), "export.zip")


def _answered(sample: str) -> Export:
    """Return a sample with its owner's answers and the audiences that the Graph API knows."""
    answers, audiences = f"{sample}.toml", f"{sample}_graph.json"

    def build(folder: Path) -> None:
        SAMPLES[sample](folder)
        for name in (answers, audiences):
            (folder / name).write_text(BESIDE[name](), encoding="utf-8")

    return Export(build, sample, ("--facts", answers, "--audience", audiences))


def outputs(export: Export) -> Outputs:
    """Return what the commands print about an export; each output ends with its exit code."""
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        export.build(Path(folder))
        run = _Runs()
        judged = ("--as-of", AS_OF, *export.options)
        for name, (command, *options) in OUTPUTS.items():
            run(name, command, export.path, *judged, *options)
        run("coverage.json", "coverage", export.path, "-f", "json")
        for place, item in _three(run.printed["items.jsonl"]):
            run(f"explain-{place}.json", "explain", export.path, item, *judged, "-f", "json")
        _invoke("scan", export.path, *judged, "--save", SAVED, "-q")
        run("saved-scan.json", "scan", SAVED, "--as-of", AS_OF, "-f", "json")
        return run.printed | {NOTES: "".join(run.notes)}


class _Runs:
    """Runs commands, and collects what they print."""

    def __init__(self) -> None:
        self.printed: dict[str, str] = {}
        self.notes: list[str] = []

    def __call__(self, name: str, *arguments: str) -> None:
        """Run a command; its output goes by this name."""
        out, err = _invoke(*arguments)
        self.printed[name] = out
        if err:
            self.notes.append(f"{name}:\n{err}")


def _invoke(*arguments: str) -> tuple[str, str]:
    """Return what a command prints, with its exit code, and what it says on standard error.

    Raises what the command does not expect: a crash is no output.
    """
    result = CliRunner().invoke(app, list(arguments), prog_name="exposure", env=TERMINAL)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return f"{result.stdout}\nexit code {result.exit_code}\n", result.stderr


def _three(items: str) -> Iterator[tuple[str, str]]:
    """Yield the places and ids of the first, the middle and the last item, from the items as JSON lines."""
    ids = [json.loads(line)["item_id"] for line in items.splitlines() if line.startswith("{")]
    if ids:
        yield from (("first", ids[0]), ("middle", ids[len(ids) // 2]), ("last", ids[-1]))


def goldens(chosen: Mapping[str, Export], keep: Path | None = None) -> Goldens:
    """Return the digests of what is printed about each export; keep the outputs where a folder is named."""
    found = {}
    for name, export in chosen.items():
        printed = outputs(export)
        found[name] = {output: _digest(text) for output, text in printed.items()}
        if keep is not None:
            _keep(printed, keep / name)
    return found


def _digest(text: str) -> str:
    """Return the digest of an output."""
    return sha256(text.encode()).hexdigest()[:DIGITS]


def _keep(printed: Outputs, folder: Path) -> None:
    """Write each output into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for output, text in printed.items():
        (folder / output).write_text(text, encoding="utf-8")


def load(file: Path) -> Goldens:
    """Return the digests of a file."""
    read: Goldens = json.loads(file.read_text(encoding="utf-8"))
    return read


def changes(old: Goldens, new: Goldens) -> dict[str, list[str]]:
    """Return the names of the outputs that changed, came or went, for each export where any did."""
    changed = {export: _changed(old.get(export, {}), new.get(export, {})) for export in sorted({*old, *new})}
    return {export: names for export, names in changed.items() if names}


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return the names of one export's outputs that changed, came or went."""
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the digests, or compare with those of a file; return 1 where an output changed."""
    chosen = _options(arguments)
    wanted = {name: export for name, export in exports().items() if chosen.only in name}
    found = goldens(wanted, chosen.keep and chosen.keep.resolve())
    if chosen.action == "write":
        chosen.file.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    old = {name: digests for name, digests in load(chosen.file).items() if chosen.only in name}
    changed = changes(old, found)
    for export, names in changed.items():
        print(f"{export}: {', '.join(names)}")
    print(f"{len(changed)} of {len(found)} exports changed")
    return 1 if changed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.goldens",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", choices=("write", "compare"))
    parser.add_argument("file", type=Path, help="the file of digests")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the outputs themselves in this folder")
    parser.add_argument("--only", default="", metavar="WORDS", help="only exports whose name contains this")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
