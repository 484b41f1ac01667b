"""Saved scans: one parquet file whose rows are the items, with everything needed to judge them again.

The rows are the frame `Scan.items`. The rest is in the file's key-value metadata: the content without what
the items have already, the references to media files, the members and the coverage, each as parquet again;
the accounts, the facts and the versions as JSON.
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
from scanner.accounts.details import DownloadDetails
from scanner.accounts.subjects import Subjects
from scanner.corpus import Corpus, Records, StoredVerdicts
from scanner.facts import Facts
from scanner.items import STANDALONE_FILE
from scanner.result import Scan
from scanner.rulebook import RuleBook

MAGIC: Final = b"PAR1"
"""With these bytes a parquet file begins."""
FORMAT: Final = 1
"""The version of the file's format; it grows when an older program could not read a file any more."""
_HEADER: Final = "exposure.saved"
_FRAMES: Final = ("content", "alone", "places", "members", "coverage")
_IN_ITEMS: Final = (
    "item_id", "text", "title", "container", "place", "latitude", "longitude", "tagged", "link", "pointer",
)  # fmt: skip
"""Columns that content and items share word for word: stored once."""
_DAMAGE: Final = (PolarsError, PanicException)
"""What polars raises for a damaged file; a panic is no `Exception`."""
DIGEST: Final = "exposure.seal"
NO_DIGEST: Final = f"xxh3:{'0' * 32}"
"""In place of the digest while it is computed. Parquet itself notices no changed value."""


class SavedScanError(Exception):
    """A saved scan can't be used this way; the message says what to do."""


class NoSavedScanError(Exception):
    """A parquet file is not a saved scan, or it is damaged."""


class _Version(msgspec.Struct):
    """What is read first, in a file of any version."""

    format: int
    program: str


class _Header(msgspec.Struct):
    """What is stored beside the frames."""

    format: int
    program: str
    policy_date: date
    verdicts: str
    """See `verdict_key`."""
    facts: Facts
    downloads: tuple[DownloadDetails, ...] = msgspec.field(name="deliveries")


def is_parquet(path: Path) -> bool:
    """Return whether a file is a parquet file, as saved scans are and exports never."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def is_saved(path: Path) -> bool:
    """Return whether a file is a saved scan, of any version."""
    try:
        return is_parquet(path) and _HEADER in pl.read_parquet_metadata(path)
    except _DAMAGE:
        return False


def only_saved(paths: Sequence[Path]) -> Path | None:
    """Return the saved scan among the paths, None for exports. Raises SavedScanError for a mix."""
    saved = [path for path in paths if is_parquet(path)]
    if saved and len(paths) > 1:
        raise SavedScanError(
            f"{saved[0]} is a saved scan: give it alone, without downloads or other saved scans"
        )
    return saved[0] if saved else None


def verdict_key(subjects: Subjects, facts: Facts, book: RuleBook) -> str:
    """Return a digest of everything the verdicts depend on besides the corpus."""
    people = [
        [getattr(export.person, field.name) for field in fields(export.person) if field.name != "as_of"]
        for export in subjects.exports
    ]
    rules = [(rule.id, rule.table, rule.when, rule.then) for rule in book.rules.values()]
    depended_on = msgspec.json.encode([__version__, people, facts, rules], order="deterministic")
    return blake2b(depended_on, digest_size=16).hexdigest()


def to_bytes(scan: Scan, corpus: Corpus, facts: Facts, key: str) -> bytes:
    """Return the bytes of a saved scan: `found` as `scan` was judged from it, with `facts`."""
    header = _Header(FORMAT, __version__, scan.policy_date, key, facts, corpus.downloads)
    records = corpus.records()
    content = (records.content.drop(_IN_ITEMS), records.content.filter(STANDALONE_FILE))
    frames = zip(_FRAMES, (*content, records.places, records.members, scan.coverage), strict=True)
    metadata = {f"exposure.{name}": _as_text(frame) for name, frame in frames}
    file = io.BytesIO()
    metadata |= {_HEADER: msgspec.json.encode(header).decode(), DIGEST: NO_DIGEST}
    scan.items.write_parquet(file, metadata=metadata)
    return with_digest(file.getvalue())


def load(path: Path) -> Corpus:
    """Read a saved scan. Raises NoSavedScanError, SavedScanError."""
    try:
        metadata = pl.read_parquet_metadata(path)
        header = _header(metadata, path)
        _check_digest(path, metadata[DIGEST])
        coverage = _frame(metadata["exposure.coverage"])
    except (*_DAMAGE, msgspec.MsgspecError, KeyError, ValueError) as fault:
        raise _damage_error(path, fault) from None
    if "cut" not in coverage.columns:  # a scan saved before this column existed
        coverage = coverage.with_columns(cut=pl.lit(value=False))
    records = cache(lambda: _records(path, metadata))
    verdicts = StoredVerdicts(lambda columns: _items(path, columns), header.verdicts)
    return Corpus(records, coverage, header.downloads, header.facts, verdicts)


def _items(path: Path, columns: Collection[str] | None) -> pl.DataFrame:
    """Read the items of a saved scan, with these columns alone (None: all). Raises NoSavedScanError."""
    try:
        return pl.read_parquet(path, columns=None if columns is None else sorted(columns))
    except _DAMAGE as fault:
        raise _damage_error(path, fault) from None


def _records(path: Path, metadata: Mapping[str, str]) -> Records:
    """Unpack the records of a saved scan. Raises NoSavedScanError."""
    try:
        content, standalone, places, members = (_frame(metadata[f"exposure.{name}"]) for name in _FRAMES[:-1])
        items = _items(path, {"kind", *_IN_ITEMS})
        return _upgraded(_whole_content(content, standalone, items), places, members)
    except (*_DAMAGE, KeyError, ValueError) as fault:
        raise _damage_error(path, fault) from None


def _upgraded(content: pl.DataFrame, places: pl.DataFrame, members: pl.DataFrame) -> Records:
    """Return records in today's columns, also from a scan saved by an older version."""
    if "lies_in" in content.columns:
        content = content.rename({"lies_in": "section"})
    if "media_lies_in" in members.columns:
        members = members.rename({"media_lies_in": "media_section"})
    if "age" not in members.columns:
        members = members.rename({"older": "age"}).cast({"age": pl.UInt32})
    if "only_in_older" not in content.columns:
        content = content.with_columns(only_in_older=pl.lit(None, pl.Boolean))
    if "download" not in places.columns:
        places = places.with_columns(download=pl.lit(0, pl.UInt32))
    return Records(content, places, members)


def _damage_error(path: Path, fault: BaseException) -> NoSavedScanError:
    return NoSavedScanError(f"{path} is damaged, or not a saved scan ({type(fault).__name__})")


def _header(metadata: dict[str, str], path: Path) -> _Header:
    """Read the header. Raises NoSavedScanError, SavedScanError, MsgspecError."""
    if _HEADER not in metadata:
        raise NoSavedScanError(
            f"{path} is a parquet file, but not a saved scan. To make one: exposure scan PATH --save FILE"
        )
    version = msgspec.json.decode(metadata[_HEADER], type=_Version)
    if version.format > FORMAT:
        raise SavedScanError(
            f"{path} was saved by a newer version of this program, {version.program}; "
            f"this one, {__version__}, can't read it"
        )
    return msgspec.json.decode(metadata[_HEADER], type=_Header)


def with_digest(raw: bytes) -> bytes:
    """Return the bytes of a file with their digest in place of `NO_DIGEST`."""
    before, mark, after = raw.rpartition(NO_DIGEST.encode())
    return before + _digest(before, mark, after) + after


def _digest(*pieces: bytes | memoryview) -> bytes:
    """Return the digest of a file in pieces."""
    digest = xxh3_128()
    for piece in pieces:
        digest.update(piece)
    return f"xxh3:{digest.hexdigest()}".encode()


def _check_digest(path: Path, seal: str) -> None:
    """Raise ValueError where a file was changed since it was written."""
    mark = seal.encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        at = mapped.rfind(mark)
        with memoryview(mapped) as raw, raw[: max(at, 0)] as before, raw[at + len(mark) :] as after:
            if at < 0 or _digest(before, NO_DIGEST.encode(), after) != mark:
                raise ValueError("changed since it was written")


def _whole_content(content: pl.DataFrame, standalone: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Return the content with the columns that are stored with the items.

    Items that are no files are in its order; files that no record names are stored apart.
    """
    numbered = content.with_row_index("order")
    columns = items.filter(~STANDALONE_FILE).select(_IN_ITEMS)
    whole = numbered.filter(~STANDALONE_FILE).hstack(columns).select("order", *standalone.columns)
    numbered_alone = standalone.hstack(numbered.filter(STANDALONE_FILE).select("order")).select(whole.columns)
    return pl.concat([whole, numbered_alone]).sort("order").drop("order")


def _as_text(frame: pl.DataFrame) -> str:
    """Return a frame as text, as metadata takes nothing else."""
    file = io.BytesIO()
    frame.write_parquet(file)
    return base64.b64encode(file.getvalue()).decode()


def _frame(text: str) -> pl.DataFrame:
    """Return the frame that `_as_text` wrote."""
    return pl.read_parquet(io.BytesIO(base64.b64decode(text, validate=True)))
