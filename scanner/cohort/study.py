"""A folder of people and a folder for their files: what is to be done, what stands already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import astuple

from scanner import __version__
from scanner.cohort import columns
from scanner.cohort.errors import CohortError
from scanner.cohort.keys import KEY_FILE, keyed, keyed_name, new_key, read_key
from scanner.cohort.participants import Participant, participants
from scanner.cohort.task import Outcome, Settings, Task, unchanged
from scanner.layouts.catalogue import Catalogue
from scanner.output.files import deliver
from scanner.pipeline import NothingToReadError, anchors
from scanner.resources import rules_dir
from scanner.rulebook import load

NOTES: Final = "cohort.json"
"""In the folder written to: what holds for all files in it."""
_FORMAT: Final = 1


class _Notes(msgspec.Struct):
    """What the first run wrote down."""

    format: int
    as_of: date
    key: str
    """The key's own keyed digest: tells whether a key is the same, and nothing of the key."""


@dataclass(frozen=True)
class Study:
    """A cohort, ready to be scanned."""

    out: Path
    settings: Settings
    tasks: tuple[Task, ...]
    """What is to be scanned, the largest first, so that no worker waits long for another at the end."""
    standing: tuple[Outcome, ...]
    """Those whose file is whole and made from what is there now."""
    names: dict[str, str]
    """Keyed name to the name in the folder."""

    @property
    def files(self) -> list[Path]:
        """Every person's file, also of people who are no longer in the folder."""
        return sorted(self.out.glob("*.parquet"))

    @property
    def gone(self) -> int:
        """How many files are of people who are not in the folder."""
        return sum(path.stem not in self.names for path in self.files)


def open_study(
    directory: Path,
    out: Path,
    settings: Settings,
    *,
    key_file: Path | None = None,
    as_of: date | None = None,
    again: bool = False,
) -> Study:
    """Look at who is there and what was done before.

    All are judged as of `as_of`, else the day of the first run, so that a cohort is of one day however long
    it takes. Raises CohortError, NothingToReadError, RuleError, OutputError.
    """
    extra = columns.checked(settings.extra)
    directory, out = directory.expanduser().resolve(), out.expanduser().resolve()
    book = load(settings.rules)
    people = participants(directory, out, anchors(Catalogue.load(book.layouts)))
    if not people:
        raise NothingToReadError(f"{directory}: no folder and no zip in it")
    _check_out(out, people)
    key, day = _begun(out, key_file, as_of)
    rules = settings.rules.resolve() if settings.rules else None
    settings = replace(settings, as_of=day, rules=rules, rules_digest=_rules_digest(rules), extra=extra)
    sized = [_task(person, out, key, settings) for person in people]
    standing = {} if again else {task.person: scans for _, task in sized if (scans := unchanged(task))}
    waiting = sorted((pair for pair in sized if pair[1].person not in standing), key=lambda pair: -pair[0])
    names = {task.person: person.name for person, (_, task) in zip(people, sized, strict=True)}
    return Study(out, settings, tuple(task for _, task in waiting), tuple(standing.values()), names)


def _check_out(out: Path, people: Iterable[Participant]) -> None:
    """Make the folder to write to. Raises CohortError where it lies in someone's export, or can't be made."""
    if any(path.resolve() in out.parents for person in people for path in person.paths):
        raise CohortError(f"--out {out}: lies inside what is to be scanned; name another folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for unfinished in out.glob(".*.parquet.*"):
            unfinished.unlink(missing_ok=True)
    except OSError as fault:
        raise CohortError(f"--out {out}: {fault.strerror}") from None


def _begun(out: Path, key_file: Path | None, as_of: date | None) -> tuple[bytes, date]:
    """Return the key and the day, those of the first run unless told otherwise. Raises CohortError."""
    notes = _notes(out / NOTES)
    user_facts = out / KEY_FILE
    if key_file is None and notes and not user_facts.exists():
        raise CohortError(f"{out} was begun with a key that is not in it: name it with --key FILE")
    key = (
        new_key(user_facts)
        if key_file is None and not user_facts.exists()
        else read_key(key_file or user_facts)
    )
    print_ = keyed(key, "key", b"").hex()
    if notes and notes.key != print_:
        raise CohortError(f"{out} was begun with another key: give that one, or another --out")
    day = as_of or (notes.as_of if notes else date.today())
    deliver([msgspec.json.encode(_Notes(_FORMAT, day, print_))], out / NOTES)
    return key, day


def _notes(path: Path) -> _Notes | None:
    """Read what the first run wrote down. Raises CohortError."""
    if not path.exists():
        return None
    try:
        notes = msgspec.json.decode(path.read_bytes(), type=_Notes)
    except (OSError, msgspec.MsgspecError):
        raise CohortError(f"{path} can't be read; name another folder with --out") from None
    if notes.format > _FORMAT:
        raise CohortError(f"{path.parent} was begun by a newer version of this program")
    return notes


def _task(person: Participant, out: Path, key: bytes, settings: Settings) -> tuple[int, Task]:
    """Return a person's task, and how many bytes there are."""
    name = keyed_name(key, person.name)
    inputs = person.inputs()
    made_from = [
        __version__, settings.rules_digest, settings.facts, settings.as_of, settings.extra,
        astuple(settings.limits), inputs,
    ]  # fmt: skip
    # keyed, for a digest of names and sizes alone could be guessed by trying names
    stamp = keyed(key, "stamp", msgspec.json.encode(made_from, order="deterministic")).hex()
    id_key = keyed(key, "items", name.encode())
    task = Task(name, person.paths, person.facts_file, out / f"{name}.parquet", stamp, id_key, settings)
    return sum(size for _, size, _ in inputs), task


def _rules_digest(user_facts: Path | None) -> str:
    """Return a digest of every file of rules."""
    digest = blake2b(digest_size=16)
    for folder in (rules_dir(), *([user_facts] if user_facts else [])):
        for file in sorted(folder.rglob("*.toml")):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
