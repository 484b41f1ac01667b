"""The page of a report: all its figures come from the report."""

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from benchmarks.peers import LIMIT
from benchmarks.report import MB, Beside, Compared, Machine, Report, Runs, Short, Target

HEAD = """\
# Benchmarks: time and memory

This command writes this page. All figures come from one run of it, on the machine described below:

```sh
{command}
```

Times are medians of at least {runs} runs, with the shortest and the longest in brackets. Memory comes
from one more run, in which it was measured twenty times a second. It is the highest sum over all
processes of a command, with each process counted by its proportional share (PSS), and at least the peak
of the largest single process.

The **floor** is the minimum work needed to read an export with the usual tools: unpack every document
with `zipfile` and parse it with `orjson.loads` (HTML pages with selectolax), in one process, and
discard the result.
"""
TARGETS = "## Targets\n\n"
MACHINE = "## The machine\n\n"
EXPORTS = """\
## The exports

They are invented, in Facebook's layout of 2025. Each run builds them again, always the same. Large
exports mostly consist of messages, so these do too: `small`, `typical` and `large` have the same mix in
three sizes, with about 28 messages for each post, six in ten of them in long chats. `posts` is an older
benchmark, for someone who posts a lot. The two HTML exports contain the mix as pages. To build one
where the commands below find it, run `python -m benchmarks.generate large large`. Before anything is
measured, a scan of each export has to count exactly what was put in.
"""
COMPARED = """\
## A scan compared with the floor

The commands run alternately, each in its own process, with the files in the system's cache.
"""
MEMORY = """\
## Memory

`{command}` alone takes {peak:,.0f} MB. A scan takes this much more:
"""
SHORT = """\
## Commands that should answer immediately

The saved scan comes from `exposure scan NAME --save NAME.scan`.
"""
BESIDE = """\
## Compared with other programs

Each program runs on the part that it can do, on unpacked files, as it expects them; then a scan runs on
the same files. None of the other programs says who could see what, and a scan keeps no text of
messages, so the jobs only overlap. Each program was installed as its users would do it, in its own
environment, and run by the script shown below as `python -c`. A run is stopped after {limit} seconds.
"""
LIMITS = """\
## What these figures don't show

Media files are listed, but empty, because no program reads them. Real texts vary more than invented
ones, and real exports contain many more kinds of documents, most of them small. On another machine all
times differ, but the ratios differ less. The brackets show the effect of other programs that ran at the
same time.

How to run all of it, or a part: [benchmarks](../../benchmarks/README.md). `python -m benchmarks.guard`
shows, from the ratio of processor times alone and on any machine, whether a scan has become slower than
allowed.
"""


ROOTED = re.compile(r"(?<![\w.])(?:[A-Za-z]:)?[/\\](?:[\w.+~-]+[/\\])+")
ADDRESS = re.compile(r"\b\w+://\S+")
EXPORT_HEADS = (
    "export", "posts", "comments", "messages", "media listed", "documents", "MB of them", "MB zipped", "zips",
)  # fmt: skip
COMPARED_HEADS = (
    "export", "command", "wall, s", "x the floor", "processor, s", "x the floor", "peak, MB", "s for 100 MB",
)  # fmt: skip
SHORT_HEADS = ("", "command", "wall, s", "processor, s", "peak, MB")
BESIDE_HEADS = ("program", "on", "wall, s", "processor, s", "peak, MB", "result")


def page(report: Report, command: str) -> str:
    """Give the page, in Markdown."""
    sections = (
        HEAD.format(command=command, runs=report.runs),
        TARGETS + table(("", "target", "measured", ""), map(_target, report.targets())),
        MACHINE + table(("", ""), _machine(report.machine)),
        f"{EXPORTS}\n{table(EXPORT_HEADS, map(_export, report.exports))}",
        f"{COMPARED}\n{table(COMPARED_HEADS, (row for one in report.exports for row in _compared(one)))}",
        *_growth(report.exports),
        _memory(report),
        f"{SHORT}\n{table(SHORT_HEADS, map(_short, report.short))}",
        *_beside(report.beside),
        LIMITS,
    )
    return anywhere("\n".join(sections))


def anywhere(text: str) -> str:
    """Leave out addresses, and the folders of paths that begin at a root: they tell of one machine only."""
    return ROOTED.sub("", ADDRESS.sub("...", text))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay rows out as a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def seconds(took: Sequence[float]) -> str:
    """Give the median of some times, and how far they lie apart."""
    digits = 1 if median(took) >= 10 else 2
    return f"{median(took):.{digits}f} ({min(took):.{digits}f} to {max(took):.{digits}f})"


def _target(target: Target) -> tuple[str, ...]:
    return (
        target.what,
        f"at most {target.most:,g} {target.unit}",
        f"{target.came:,.{0 if target.unit == 'MB' else 2}f} {target.unit}",
        "met" if target.met else "**not met**",
    )


def _machine(machine: Machine) -> Iterator[tuple[str, str]]:
    yield "processor", f"{machine.processor}, {machine.cores} cores"
    yield "memory", f"{machine.memory / 2**30:.0f} GiB"
    yield "system", machine.system
    yield "load at the start", f"{machine.load:.1f}"
    yield "versions", ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    yield "date", machine.date


def _export(one: Compared) -> tuple[str, ...]:
    size, weight = one.size, one.weight
    return (
        one.name,
        *(f"{count:,}" for count in (size.posts, size.comments, size.messages, weight.media)),
        f"{weight.documents:,}",
        f"{weight.unpacked / MB:,.0f}",
        f"{weight.zipped / MB:,.1f}",
        str(weight.parts),
    )


def _compared(one: Compared) -> Iterator[tuple[str, ...]]:
    floor, scan = one.floor, one.scan
    yield one.name, f"`{floor.command}`", *_took(floor, None), ""
    yield "", f"`{scan.command}`", *_took(scan, floor), f"{one.pace:.2f}"


def _took(runs: Runs, floor: Runs | None) -> tuple[str, ...]:
    return (
        seconds([run.wall for run in runs.runs]),
        f"{runs.wall / floor.wall:.2f}" if floor else "",
        f"{runs.cpu:.2f}",
        f"{runs.cpu / floor.cpu:.2f}" if floor else "",
        f"{runs.peak:,.0f}",
    )


def _growth(exports: Sequence[Compared]) -> Iterator[str]:
    by_name = {one.name: one for one in exports}
    for lesser, greater in (("small", "large"), ("typical", "large"), ("html-small", "html-typical")):
        if lesser in by_name and greater in by_name:
            before, after = by_name[lesser], by_name[greater]
            larger = after.weight.unpacked / before.weight.unpacked
            longer = after.scan.wall / before.scan.wall
            yield (
                f"From `{lesser}` to `{greater}`: {larger:,.1f} times the bytes, "
                f"{longer:,.1f} times the time, {after.scan.peak / before.scan.peak:,.1f} times the memory.\n"
            )


def _memory(report: Report) -> str:
    rows = ((one.name, f"{report.above(one):,.0f}") for one in report.exports)
    alone = MEMORY.format(command=report.polars.command, peak=report.polars.peak)
    return f"{alone}\n{table(('export', 'more, MB'), rows)}"


def _short(one: Short) -> tuple[str, ...]:
    runs = one.runs
    took = seconds([run.wall for run in runs.runs])
    return one.what, f"`{runs.command}`", took, f"{runs.cpu:.2f}", f"{runs.peak:,.0f}"


def _beside(others: Sequence[Beside]) -> Iterator[str]:
    if not others:
        return
    yield BESIDE.format(limit=LIMIT)
    yield table(BESIDE_HEADS, (row for one in others for row in _other(one)))
    for script in dict.fromkeys(one.script for one in others):
        by = [one for one in others if one.script == script]
        jobs = "; ".join(f"`pip install {one.name}`: {one.job}" for one in by)
        yield f"{jobs}.\n\n```python\n{script}\n```\n"
    for one in others:
        if complaints := _complaints(one):
            yield f"Errors that `{one.versions}` reported:\n\n```text\n{complaints}\n```\n"


def _other(one: Beside) -> Iterator[tuple[str, ...]]:
    runs = one.outcome
    if isinstance(runs, str):
        yield one.versions or one.name, one.part, "", "", "", f"nothing: {runs}"
    else:
        took = seconds([run.wall for run in runs.runs])
        came = runs.watched.said.strip().splitlines()[-1].rstrip(", ")
        yield one.versions, one.part, took, f"{runs.cpu:.2f}", f"{runs.peak:,.0f}", came
    scan = one.scan
    took = seconds([run.wall for run in scan.runs])
    yield f"`{scan.command}`", "the same files", took, f"{scan.cpu:.2f}", f"{scan.peak:,.0f}", one.found


def _complaints(one: Beside) -> str:
    if isinstance(one.outcome, str):
        return ""
    return "\n".join(line for line in one.outcome.watched.said.splitlines() if "fail to" in line)
