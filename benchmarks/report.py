"""What a run of the benchmarks found: measurements by name, and how they stand to what is aimed at."""

from dataclasses import dataclass
from statistics import median

from benchmarks.generate import Size, Weight
from benchmarks.measure import Measured

MB = 1_000_000


@dataclass(frozen=True)
class Runs:
    """A command as it is typed, what each of its runs took, and one more in which memory was watched."""

    command: str
    runs: tuple[Measured, ...]
    watched: Measured

    @property
    def wall(self) -> float:
        """Give the median of the seconds that passed."""
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Give the median of the seconds of processor time."""
        return median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        """Give the megabytes at the peak."""
        return self.watched.peak / MB


@dataclass(frozen=True)
class Compared:
    """A scan of an export beside the floor."""

    name: str
    size: Size
    weight: Weight
    floor: Runs
    scan: Runs

    @property
    def pace(self) -> float:
        """Give the seconds of a scan for each 100 MB of documents."""
        return self.scan.wall / self.weight.unpacked * 100 * MB


@dataclass(frozen=True)
class Short:
    """A command that is to answer at once, and the seconds it may take; None where nothing is aimed at."""

    what: str
    runs: Runs
    most: float | None


@dataclass(frozen=True)
class Beside:
    """Another program on its part of an export, and a scan of the very same files."""

    name: str
    """As it is installed."""
    versions: str
    job: str
    part: str
    script: str
    outcome: Runs | str
    """What it took, or why it did not get there."""
    scan: Runs
    found: str
    """By the scan."""


@dataclass(frozen=True)
class Machine:
    """Where it was measured, with which versions, and when."""

    processor: str
    cores: int
    memory: int
    system: str
    load: float
    """Processes that wanted a core before the first run."""
    versions: dict[str, str]
    date: str


@dataclass(frozen=True)
class Target:
    """What is aimed at, and what came out."""

    what: str
    most: float
    came: float
    unit: str

    @property
    def met(self) -> bool:
        """Say whether it is met."""
        return self.came <= self.most


@dataclass(frozen=True)
class Report:
    """All that was measured."""

    machine: Machine
    runs: int
    exports: tuple[Compared, ...]
    polars: Runs
    short: tuple[Short, ...]
    beside: tuple[Beside, ...] = ()

    def above(self, compared: Compared) -> float:
        """Give the megabytes that a scan takes above the interpreter with polars."""
        return compared.scan.peak - self.polars.peak

    def targets(self) -> list[Target]:
        """Give what is aimed at, as far as it was measured."""
        by_name = {one.name: one for one in self.exports}
        aims = []
        if large := by_name.get("large"):
            aims.append(
                Target(
                    f"`large`: wall time of a scan on {self.machine.cores} cores",
                    1.0,
                    _floors(large),
                    "x the floor",
                )
            )
            aims.append(
                Target("`large`: peak above the interpreter with polars", 400, self.above(large), "MB")
            )
        if posts := by_name.get("posts"):
            aims.append(Target("`posts`: wall time of a scan", 1.5, _floors(posts), "x the floor"))
            aims.append(Target("`posts`: peak", 600, posts.scan.peak, "MB"))
        aims += [
            Target(f"{one.what}: wall time", one.most, one.runs.wall, "s") for one in self.short if one.most
        ]
        return aims


def _floors(compared: Compared) -> float:
    """Give the wall time of a scan in floors."""
    return compared.scan.wall / compared.floor.wall
