"""One person's scan: what it takes, how it is done in whatever process, and what became of it."""

import io
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final, Literal

import msgspec
import polars as pl
from polars.exceptions import PolarsError

from scanner import facts as told
from scanner.archive import Limits
from scanner.cohort.columns import stored_columns
from scanner.cohort.errors import reason
from scanner.facts import Facts
from scanner.output.files import deliver
from scanner.pipeline import gather, judged
from scanner.result import Scan
from scanner.rulebook import RuleBook, load

State = Literal["done", "unchanged", "failed"]
_NOTE: Final = "exposure.cohort"
_SERIAL: Final = Lock()
"""A worker of a cluster may have several threads; reading takes a process for itself."""


@dataclass(frozen=True)
class Settings:
    """What holds for everyone."""

    facts: Facts
    """Of whoever has no `exposure.toml`."""
    as_of: date
    rules: Path | None = None
    rules_digest: str = ""
    """Of all rules, the built-in ones too."""
    limits: Limits = field(default_factory=Limits)
    extra: tuple[str, ...] = ()
    """Hidden columns that are kept all the same."""


@dataclass(frozen=True, repr=False)
class Task:
    """One person's scan. Its text names the person by the keyed name alone, for it may end up in a log."""

    person: str
    """The keyed name."""
    paths: tuple[Path, ...]
    facts_file: Path | None
    target: Path
    stamp: str
    """A digest of all that the file is made from: an equal one means that nothing has changed."""
    id_key: bytes
    settings: Settings

    def __repr__(self) -> str:
        return f"Task({self.person})"


@dataclass(frozen=True)
class Outcome:
    """What became of one person's scan."""

    person: str
    state: State
    items: int = 0
    unreadable: int = 0
    """Files of the export that could not be read."""
    reason: str = ""
    """Why it failed, without content."""


class _Note(msgspec.Struct):
    """What stands in a person's file beside the items."""

    stamp: str
    items: int
    unreadable: int
    as_of: date
    policy_date: date


def run(task: Task) -> Outcome:
    """Scan one person and write the file, whole or not at all; whatever goes wrong becomes the outcome."""
    try:
        with _SERIAL:
            return _scanned(task)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # noqa: BLE001 - a panic of polars is no Exception, and must cost one person only
        return failed(task, reason(fault))


def failed(task: Task, why: str) -> Outcome:
    """Return the outcome of a scan that failed; a file of what was there before is taken away."""
    task.target.unlink(missing_ok=True)
    return Outcome(task.person, "failed", reason=why)


def unchanged(task: Task) -> Outcome | None:
    """Return the outcome of an earlier run, where its file is whole and made from the same; else None."""
    try:
        note = msgspec.json.decode(pl.read_parquet_metadata(task.target)[_NOTE], type=_Note)
    except (OSError, KeyError, PolarsError, msgspec.MsgspecError):
        return None
    if note.stamp != task.stamp:
        return None
    return Outcome(task.person, "unchanged", note.items, note.unreadable)


def _scanned(task: Task) -> Outcome:
    """Scan one person and write the file. Raises what scanning raises."""
    settings = task.settings
    facts = told.load(task.facts_file) if task.facts_file else settings.facts
    book = _book(settings.rules, settings.rules_digest)
    scan = judged(gather(task.paths, book, limits=settings.limits), facts, settings.as_of, book)
    unreadable = scan.not_whole.height
    deliver([_packed(task, scan, unreadable)], task.target)
    return Outcome(task.person, "done", scan.items.height, unreadable)


@lru_cache(maxsize=1)
def _book(rules: Path | None, digest: str) -> RuleBook:
    """Return the rule book, read once a process and digest."""
    return load(rules)


def _packed(task: Task, scan: Scan, unreadable: int) -> bytes:
    """Return the bytes of a person's file."""
    settings = task.settings
    note = _Note(task.stamp, scan.items.height, unreadable, settings.as_of, scan.policy_date)
    file = io.BytesIO()
    frame = stored_columns(scan.items, task.person, settings.extra, task.id_key)
    frame.write_parquet(file, metadata={_NOTE: msgspec.json.encode(note).decode()})
    return file.getvalue()
