"""Saved scans: one parquet file whose rows are the items, with all that it takes to judge them anew.

The rows are the frame `Scan.items` as it is. What else was gathered stands in the file's key-value metadata:
the content without what the items have already, the places of media files, the members and the coverage, each
as parquet again; the accounts, the facts and the versions as JSON.
"""

import base64
import io
import mmap
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec
import polars as pl
from msgspec.structs import fields
from polars.exceptions import PanicException, PolarsError
from xxhash import xxh3_128

from scanner import __version__
from scanner.accounts.owners import DownloadDetails, Subjects
from scanner.corpus import Corpus, Records, StoredVerdicts
from scanner.facts import Facts
from scanner.items import ALONE
from scanner.result import Scan
from scanner.rulebook import RuleBook

MAGIC: Final = b"PAR1"
"""With these bytes a parquet file begins."""
FORMAT: Final = 1
"""The version of the file's format; it grows when an older program could not read a file any more."""
_HEAD: Final = "exposure.saved"
_FRAMES: Final = ("content", "alone", "places", "members", "coverage")
_IN_ITEMS: Final = (
    "item_id", "text", "title", "container", "place", "latitude", "longitude", "tagged", "link", "pointer",
)  # fmt: skip
"""Columns of the content that its items repeat word for word: kept once."""
_DAMAGE: Final = (PolarsError, PanicException)
"""What polars raises for a file that is none; a panic is no `Exception`."""
SEAL: Final = "exposure.seal"
UNSEALED: Final = f"xxh3:{'0' * 32}"
"""In the seal's place while the digest of the file is taken; parquet itself notices no changed value."""


class SavedScanError(Exception):
    """A saved scan can't be taken as it was given; the message says what can."""


class NoSavedScanError(Exception):
    """A parquet file is no saved scan, or a damaged one."""


class _Version(msgspec.Struct):
    """What is read first, of whatever version."""

    format: int
    program: str


class _Head(msgspec.Struct):
    """What stands beside the frames."""

    format: int
    program: str
    policy_date: date
    verdicts: str
    """By what the stored verdicts were given: see `verdict_key`."""
    facts: Facts
    deliveries: tuple[DownloadDetails, ...]


def is_parquet(path: Path) -> bool:
    """Tell whether a file is a parquet file, as saved scans are and exports never."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def is_saved(path: Path) -> bool:
    """Tell whether a file is a saved scan, of whatever version."""
    try:
        return is_parquet(path) and _HEAD in pl.read_parquet_metadata(path)
    except _DAMAGE:
        return False


def only_saved(paths: Sequence[Path]) -> Path | None:
    """Give the saved scan that was named, None where exports were. Raises SavedScanError for a mix."""
    saved = [path for path in paths if is_parquet(path)]
    if saved and len(paths) > 1:
        raise SavedScanError(
            f"{saved[0]} is a saved scan: it stands alone, without exports or other saved scans"
        )
    return saved[0] if saved else None


def verdict_key(owners: Subjects, facts: Facts, book: RuleBook) -> str:
    """Give a digest of what verdicts depend on beside what was gathered: equal ones give equal verdicts."""
    people = [
        [getattr(export.person, each.name) for each in fields(export.person) if each.name != "as_of"]
        for export in owners.exports
    ]
    rules = [(rule.id, rule.table, rule.when, rule.then) for rule in book.rules.values()]
    known = msgspec.json.encode([__version__, people, facts, rules], order="deterministic")
    return blake2b(known, digest_size=16).hexdigest()


def packed(scan: Scan, found: Corpus, facts: Facts, key: str) -> bytes:
    """Give the bytes of a saved scan: `found` as `scan` was judged from it, with `facts`."""
    head = _Head(FORMAT, __version__, scan.policy_date, key, facts, found.deliveries)
    records = found.records()
    content = (records.content.drop(_IN_ITEMS), records.content.filter(ALONE))
    frames = zip(_FRAMES, (*content, records.places, records.members, scan.coverage), strict=True)
    told = {f"exposure.{name}": _as_text(frame) for name, frame in frames}
    file = io.BytesIO()
    told |= {_HEAD: msgspec.json.encode(head).decode(), SEAL: UNSEALED}
    scan.items.write_parquet(file, metadata=told)
    return sealed(file.getvalue())


def load(path: Path) -> Corpus:
    """Read a saved scan. Raises NoSavedScanError, SavedScanError."""
    try:
        metadata = pl.read_parquet_metadata(path)
        head = _head(metadata, path)
        _check_seal(path, metadata[SEAL])
        coverage = _frame(metadata["exposure.coverage"])
    except (*_DAMAGE, msgspec.MsgspecError, KeyError, ValueError) as fault:
        raise _damaged(path, fault) from None
    if "cut" not in coverage.columns:  # a scan saved before it was told
        coverage = coverage.with_columns(cut=pl.lit(value=False))
    records = cache(lambda: _records(path, metadata))
    kept = StoredVerdicts(lambda columns: _items(path, columns), head.verdicts)
    return Corpus(records, coverage, head.deliveries, head.facts, kept)


def _items(path: Path, columns: Collection[str] | None) -> pl.DataFrame:
    """Read the items of a saved scan, with these columns alone (None: all). Raises NoSavedScanError."""
    try:
        return pl.read_parquet(path, columns=None if columns is None else sorted(columns))
    except _DAMAGE as fault:
        raise _damaged(path, fault) from None


def _records(path: Path, metadata: Mapping[str, str]) -> Records:
    """Unpack the records of a saved scan. Raises NoSavedScanError."""
    try:
        content, alone, places, members = (_frame(metadata[f"exposure.{name}"]) for name in _FRAMES[:-1])
        items = _items(path, {"kind", *_IN_ITEMS})
        return _brought_up(_with_what_items_have(content, alone, items), places, members)
    except (*_DAMAGE, KeyError, ValueError) as fault:
        raise _damaged(path, fault) from None


def _brought_up(content: pl.DataFrame, places: pl.DataFrame, members: pl.DataFrame) -> Records:
    """Return records as they are now, also where the scan was saved before some columns were known."""
    if "age" not in members.columns:
        members = members.rename({"older": "age"}).cast({"age": pl.UInt32})
    if "only_in_older" not in content.columns:
        content = content.with_columns(only_in_older=pl.lit(None, pl.Boolean))
    if "download" not in places.columns:
        places = places.with_columns(download=pl.lit(0, pl.UInt32))
    return Records(content, places, members)


def _damaged(path: Path, fault: BaseException) -> NoSavedScanError:
    return NoSavedScanError(f"{path} is damaged, or no saved scan ({type(fault).__name__})")


def _head(metadata: dict[str, str], path: Path) -> _Head:
    """Read what stands beside the frames. Raises NoSavedScanError, SavedScanError, MsgspecError."""
    if _HEAD not in metadata:
        raise NoSavedScanError(f"{path} is a parquet file, but no saved scan: --save FILE makes one")
    version = msgspec.json.decode(metadata[_HEAD], type=_Version)
    if version.format > FORMAT:
        raise SavedScanError(
            f"{path} was saved by a newer version of this program, {version.program}; "
            f"this one, {__version__}, can't read it"
        )
    return msgspec.json.decode(metadata[_HEAD], type=_Head)


def sealed(raw: bytes) -> bytes:
    """Give the bytes of a file with their digest in place of `UNSEALED`."""
    before, mark, after = raw.rpartition(UNSEALED.encode())
    return before + _seal(before, mark, after) + after


def _seal(*pieces: bytes | memoryview) -> bytes:
    """Give the digest of a file in pieces."""
    digest = xxh3_128()
    for piece in pieces:
        digest.update(piece)
    return f"xxh3:{digest.hexdigest()}".encode()


def _check_seal(path: Path, seal: str) -> None:
    """Raise ValueError where a file is not as it was written."""
    mark = seal.encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        at = held.rfind(mark)
        with memoryview(held) as raw, raw[: max(at, 0)] as before, raw[at + len(mark) :] as after:
            if at < 0 or _seal(before, UNSEALED.encode(), after) != mark:
                raise ValueError("changed since it was written")


def _with_what_items_have(content: pl.DataFrame, alone: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Give the whole content: the items that are no files stand in its order, what stands alone apart."""
    numbered = content.with_row_index("order")
    listed = items.filter(~ALONE).select(_IN_ITEMS)
    whole = numbered.filter(~ALONE).hstack(listed).select("order", *alone.columns)
    numbered_alone = alone.hstack(numbered.filter(ALONE).select("order")).select(whole.columns)
    return pl.concat([whole, numbered_alone]).sort("order").drop("order")


def _as_text(frame: pl.DataFrame) -> str:
    """Give a frame as text, for metadata holds nothing else."""
    file = io.BytesIO()
    frame.write_parquet(file)
    return base64.b64encode(file.getvalue()).decode()


def _frame(text: str) -> pl.DataFrame:
    """Give the frame that `_as_text` wrote."""
    return pl.read_parquet(io.BytesIO(base64.b64decode(text, validate=True)))
