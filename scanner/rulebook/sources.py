"""What uses each source, and what a source must hold: an address that opens, a use, a quote behind it.

`exposure rules check` runs these checks, the tests too; they are not part of loading, so that a book in the
making can be looked at.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from scanner.rulebook.book import RuleBook
from scanner.rulebook.letters import LetterBook, cited_sources
from scanner.rulebook.rules import Citation, Rule, RuleError

_WHOLE_ADDRESS: Final = re.compile(r"https?://[^\s…]+")
_CUT: Final = ("...", "…")
_ON_GITHUB: Final = ("github.com", "www.github.com", "raw.githubusercontent.com")
_REVISION: Final = re.compile(r"/(?:blob|tree|raw|blame|commits?)/([^/]+)")
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
REVISION_AT: Final = 3
"""The place of the revision in the path of a raw file on GitHub: /OWNER/NAME/REVISION/PATH."""
_TEXT_NAME: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_USER_OR_EXPORT: Final = ("user", "stated")
"""Bases on which no source carries the verdict: the person said it, or the download says it of the item."""


class Use(msgspec.Struct, frozen=True, order=True):
    """One entry of the rule book that rests on a source."""

    kind: str
    """`rule flag note action region letter`."""
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


Uses = Mapping[str, tuple[Use, ...]]
"""By the source's id: what rests on it, in the order of the book; a source without use is there too."""


def uses(book: RuleBook, letters: LetterBook) -> Uses:
    """Return for each source what names it: rules, flags, notes, actions, regions and letters."""
    uses_of: dict[str, dict[Use, None]] = {name: {} for name in book.sources}
    for use, cited in _cited(book, letters):
        for name in cited:
            uses_of.setdefault(name, {})[use] = None
    return {name: tuple(used) for name, used in uses_of.items()}


def letter_id(kind: str, language: str) -> str:
    """Return the id of one letter in one language: `letter-objection-de`."""
    return f"letter-{kind.replace('_', '-')}-{language.lower()}"


def _cited(book: RuleBook, letters: LetterBook) -> Iterator[tuple[Use, set[str]]]:
    """Yield every entry of the book with the ids of the sources it names."""
    for rule in book.rules.values():
        yield Use("flag" if rule.table == "flags" else "rule", rule.id), set(rule.sources)
    for note in book.notes.values():
        yield Use("note", note.id), set(note.sources)
    for action in book.actions.values():
        # sources of one region alone stand under other keys than those of all
        yield Use("action", action.id), _cited_ids(msgspec.to_builtins(action, enc_hook=str), book.sources)
    for region in book.regions.values():
        yield Use("region", region.group), set(region.sources)
    yield from _cited_in_letters(letters, book.sources)


def _cited_in_letters(letters: LetterBook, sources: Mapping[str, Citation]) -> Iterator[tuple[Use, set[str]]]:
    """Yield every letter with the ids of the sources it names, then what all letters share."""
    for language, texts in letters.letters.items():
        for part, value in msgspec.to_builtins(texts, enc_hook=str).items():
            yield Use("letter", letter_id(part, language)), _cited_ids(value, sources)
    for field in fields(letters):
        if field.name != "letters":
            yield (
                Use("letter", field.name),
                _cited_ids(msgspec.to_builtins(getattr(letters, field.name)), sources),
            )


def _cited_ids(value: Any, sources: Mapping[str, Citation]) -> set[str]:
    """Return the ids of sources that stand in a list anywhere in a tree of TOML values."""
    if isinstance(value, dict):
        return {name for entry in value.values() for name in _cited_ids(entry, sources)}
    if isinstance(value, list):
        inner = {name for entry in value for name in _cited_ids(entry, sources)}
        return inner | {entry for entry in value if isinstance(entry, str) and entry in sources}
    return set()


class SourceFault(msgspec.Struct, frozen=True):
    """One thing that a check of the sources found."""

    check: str
    """The name of the check, one of `CHECKS`."""
    error: RuleError
    """Where, and what would be right."""


def source_faults(book: RuleBook, letters: LetterBook, user_dir: Path | None = None) -> list[SourceFault]:
    """Return what the checks find wrong, in the order of `CHECKS`.

    `own` is the folder of the user's rules, where they lie over the built-in ones: a built-in source that
    nothing uses any more, since a rule of the user's took the place of another, is no fault of theirs.
    """
    return [
        SourceFault(name, error) for name, check in CHECKS.items() for error in check(book, letters, user_dir)
    ]


def _addresses(book: RuleBook, letters: LetterBook, user_dir: Path | None) -> Iterator[RuleError]:
    """Yield an error for each address that can't be opened as it stands."""
    for source in book.sources.values():
        if wrong := _wrong_address(source):
            yield source.error("address", wrong)


def _wrong_address(source: Citation) -> str:
    """Return what keeps an address from being opened; empty: nothing does."""
    if not source.address:
        return "" if source.grade == "inference" else "is empty; only an inference may have none"
    if any(mark in source.address for mark in _CUT):
        return "is cut short: write it whole"
    if not _WHOLE_ADDRESS.fullmatch(source.address):
        return "is not one address that begins with http:// or https://"
    parts = urlsplit(source.address)
    if "." not in (parts.hostname or ""):
        return "names no host"
    if source.grade != "code" and parts.hostname in _ON_GITHUB and _moves(parts.path, parts.hostname):
        return "must name an archived text on GitHub by its commit (40 hex digits): a branch or HEAD moves on"
    return ""


def _moves(path: str, host: str) -> bool:
    """Return whether a path on GitHub names a revision by anything but its whole commit."""
    # raw.githubusercontent.com/OWNER/NAME/REVISION/PATH has no word before the revision
    raw = host.startswith("raw.") and len(path.split("/")) > REVISION_AT
    revision = path.split("/")[REVISION_AT] if raw else ""
    if match := _REVISION.search(path):
        revision = revision or match[1]
    return bool(revision) and not _COMMIT.fullmatch(revision)


def _unused(book: RuleBook, letters: LetterBook, user_dir: Path | None) -> Iterator[RuleError]:
    """Yield an error for each source that nothing rests on."""
    for name, used in uses(book, letters).items():
        source = book.sources.get(name)
        if source and not used and (user_dir is None or source.path.is_relative_to(user_dir)):
            yield source.error("id", "no rule, flag, note, action, region or letter uses it")


def _unquoted(book: RuleBook, letters: LetterBook, user_dir: Path | None) -> Iterator[RuleError]:
    """Yield an error for each verdict of confidence high that no quote carries."""
    for rule in book.rules.values():
        sources = [book.sources[name] for name in rule.sources]
        if (
            _is_sure(rule)
            and not _by_the_download(rule, sources)
            and not any(source.quote for source in sources)
        ):
            yield rule.error("confidence", "can be high only if at least one of the sources has a quote")


def _is_sure(rule: Rule) -> bool:
    """Return whether a rule gives a verdict, or as a flag says something, with confidence high."""
    if rule.table == "visibility":
        return rule.then["visibility"] != "unknown" and "high" in (rule.confidence, rule.then["confidence"])
    gives = rule.then.get(rule.table)
    return rule.confidence == "high" and rule.table != "lean" and gives != "unknown"


def _by_the_download(rule: Rule, sources: Sequence[Citation]) -> bool:
    """Return whether the download or the person carries the verdict, and no source does.

    Where it is a part of the download that does, as a folder of drafts, the sources may only say how programs
    read that part: an inference of our own, or anybody's word on who can see it, is a statement again.
    """
    basis = rule.then.get("basis")
    return basis in _USER_OR_EXPORT or (
        basis == "structural" and {source.grade for source in sources} == {"code"}
    )


def _archived_texts(book: RuleBook, letters: LetterBook, user_dir: Path | None) -> Iterator[RuleError]:
    """Yield an error for each `found_in` that can't be the name of a text, or stands beside no quote."""
    for source in book.sources.values():
        if source.found_in and not source.quote:
            yield source.error("found_in", "the source has no quote that could have been found")
        elif source.found_in and not _TEXT_NAME.fullmatch(source.found_in):
            yield source.error("found_in", "must be the name of a text, without folder or extension")


def _unknown(book: RuleBook, letters: LetterBook, user_dir: Path | None) -> Iterator[RuleError]:
    """Yield an error for each source that a letter or an addressee names and that there is not."""
    for file, place, names in cited_sources(letters):
        for name in names:
            if name not in book.sources:
                yield RuleError(
                    Path("letters") / file, "", f"{place}.sources", f'there is no source "{name}"'
                )


CHECKS: Final[Mapping[str, Callable[[RuleBook, LetterBook, Path | None], Iterator[RuleError]]]] = {
    "address": _addresses,
    "use": _unused,
    "confidence": _unquoted,
    "found_in": _archived_texts,
    "letters": _unknown,
}
"""Every check of the sources by its name."""
