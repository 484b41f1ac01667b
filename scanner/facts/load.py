"""Read facts from an `exposure.toml`; an error names the line, the key and what is allowed."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec

from scanner import resources, schema
from scanner.facts import lines
from scanner.facts.model import (
    FACEBOOK_AUDIENCES,
    GROUP_AUDIENCES,
    OVERRIDE_AUDIENCES,
    PRODUCTS,
    AccountFacts,
    FacebookFacts,
    Facts,
    Objection,
    Override,
    Period,
    ProfileFacts,
)
from scanner.filters import pattern_fault, suggestion
from scanner.rulebook.regions import codes_of_name, is_country

_STRUCTS: Final[dict[lines.KeyPath, type[msgspec.Struct]]] = {
    (): Facts,
    ("account",): AccountFacts,
    ("objection",): Objection,
    ("facebook",): FacebookFacts,
    ("facebook", "audience"): Period,
    ("facebook", "default"): Period,
    ("instagram",): ProfileFacts,
    ("threads",): ProfileFacts,
    ("override",): Override,
}
"""The struct with the keys of each table, by the table's path without indexes."""
_NOT_IN_FILES: Final = frozenset({"graph"})
_TYPES: Final = {
    "date": "a date without quotes, as in 2025-05-20",
    "bool": "true or false, without quotes",
    "str": 'text in quotes, as in "public"',
    "array": 'a list, as in [[objection]] or ["one", "two"]',
    "object": "a table of keys",
    "null": "nothing",
}
"""The types in msgspec's messages, in words."""
_MESSAGE: Final = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)
_STEP: Final = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")
_UNKNOWN_KEY: Final = re.compile(r"unknown field `(.*)`")
_LINE: Final = re.compile(r"line (\d+)")
_HOW_TO_WRITE: Final = (
    "put text in quotes, but not dates (1990-05-04), true and false; write each key only once"
)
"""How to write values, for someone who does not know TOML."""
_MISSING_KEY: Final = re.compile(r"missing required field `(.*)`")
_EXPECTED: Final = re.compile(r"Expected `(.*?)`")
_ITEM_ID: Final = re.compile(r"[0-9a-f]{16}")


class FactsError(Exception):
    """Something in `exposure.toml` or in an option can't be used; the message says what is allowed."""


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a key."""

    path: lines.KeyPath
    message: str


def load(path: Path) -> Facts:
    """Read an `exposure.toml`. Raises FactsError with the line, the key and what is allowed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise FactsError(f"{path}: {fault.strerror or 'it can not be read'}") from None
    except UnicodeDecodeError:
        raise FactsError(f"{path}: not a TOML file: it is not UTF-8 text") from None
    return parse(text, str(path))


def parse(text: str, where: str = "exposure.toml") -> Facts:
    """Read the text of an `exposure.toml`. Raises FactsError."""
    try:
        document = resources.loads(text)
    except resources.TOMLDecodeError as fault:
        raise FactsError(_syntax_message(str(fault), where, text)) from None
    except RecursionError:
        raise FactsError(f"{where}: nested too deeply to be read") from None
    return read(document, where, text)


def _syntax_message(message: str, where: str, text: str) -> str:
    """Return what is wrong with a text that is not TOML: the line, the key on it, and how to write values."""
    reason, _, position = message.partition(" (at ")
    numbered_keys = list(lines.keys(text))
    match = _LINE.match(position)
    number = int(match[1]) if match else max((number for number, _ in numbered_keys), default=1)
    key = next((f"{lines.path_text(path)}: " for line, path in numbered_keys if line == number), "")
    return f"{where}, line {number}: {key}not valid TOML: {reason}; {_HOW_TO_WRITE}"


def read(document: dict[str, Any], where: str = "exposure.toml", text: str = "") -> Facts:
    """Return the facts of a parsed `exposure.toml`; `text` lets errors name their line. Raises FactsError."""
    if hidden := next(iter(_NOT_IN_FILES & document.keys()), None):
        raise _error(_unknown_key((), hidden), where, text)
    try:
        facts = msgspec.convert(document, Facts)
    except msgspec.ValidationError as fault:
        raise _error(_problem_of_shape(str(fault)), where, text) from None
    if wrong := next(_problems(facts, text), None):
        raise _error(wrong, where, text)
    return facts


def _error(fault: Problem, where: str, text: str) -> FactsError:
    """Return the error for a problem, with its line and key."""
    line = lines.line_of(text, fault.path)
    place = f"{where}, line {line}" if line else where
    return FactsError(f"{place}: {lines.path_text(fault.path)}: {fault.message}")


def _problem_of_shape(message: str) -> Problem:
    """Return msgspec's message about a wrong key or type in plain words."""
    match = _MESSAGE.match(message)
    text, position = (match[1], match[2] or "") if match else (message, "")
    path: lines.KeyPath = tuple(int(place) if place else name for name, place in _STEP.findall(position))
    if unknown := _UNKNOWN_KEY.search(text):
        return _unknown_key(path, unknown[1])
    if missing := _MISSING_KEY.search(text):
        return Problem(path, f"{missing[1]} is missing")
    if "RFC3339" in text:
        return Problem(path, f"must be {_TYPES['date']}")
    if expected := _EXPECTED.search(text):
        kinds = [
            _TYPES.get(kind.strip(), kind.strip()) for kind in expected[1].split("|") if "null" not in kind
        ]
        return Problem(path, f"must be {' or '.join(kinds)}")
    return Problem(path, text)


def _unknown_key(path: lines.KeyPath, key: str) -> Problem:
    """Return the problem of a key that does not exist, with the nearest one and all that do."""
    shape = _STRUCTS.get(tuple(part for part in path if isinstance(part, str)))
    allowed = [name for name in shape.__struct_encode_fields__ if name not in _NOT_IN_FILES] if shape else []
    return Problem((*path, key), f"there is no such key; {_suggested(key, allowed)}")


def _suggested(word: str, allowed: Sequence[str]) -> str:
    """Return the nearest word as a suggestion, and what is allowed."""
    return f"{suggestion(word, allowed)}allowed are {', '.join(allowed)}"


def _problems(facts: Facts, text: str) -> Iterator[Problem]:
    """Yield what is wrong with the values."""
    if facts.account is not None and not facts.account.label:
        yield Problem(
            ("account",), "names nobody: write a name, a username or an id, as it is in the download"
        )
    if facts.region is not None and not is_country(facts.region):
        meant = (
            f": write {codes.pop()}"
            if len(codes := codes_of_name(facts.region)) == 1
            else ", as in DE, US, BR"
        )
        yield Problem(("region",), f"{facts.region!r} is not a two-letter country code{meant}")
    for place, objection in enumerate(facts.objection):
        yield from _check_word(("objection", place, "platform"), objection.platform, PRODUCTS)
    yield from _contradictions(
        "objection", [((o.platform, o.filed), o.accepted) for o in facts.objection], text
    )
    for group, word in facts.facebook.groups.items():
        yield from _check_word(("facebook", "groups", group), word, tuple(GROUP_AUDIENCES))
    for name in ("audience", "default"):
        yield from _check_periods(("facebook", name), getattr(facts.facebook, name), text)
    for place, override in enumerate(facts.override):
        yield from _check_override(("override", place), override)
    items = [((override.item,), override.audience) for override in facts.override]
    yield from _contradictions("override", items, text)


def _check_word(path: lines.KeyPath, word: str, allowed: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem if a word is not one of those allowed."""
    if word not in allowed:
        yield Problem(path, f"{word!r}: {_suggested(word, allowed)}")


def _contradictions(
    table: str, entries: Sequence[tuple[tuple[object, ...], object]], text: str
) -> Iterator[Problem]:
    """Yield a problem for two entries that give the same subject different values.

    A subject with a None in it is of no item, and contradicts nothing.
    """
    first_values: dict[tuple[object, ...], tuple[int, object]] = {}
    for place, (subject, value) in enumerate(entries):
        first, first_value = first_values.setdefault(subject, (place, value))
        if first_value != value and None not in subject:
            text_before, text_now = (
                _value_with_line(table, at, what, text) for at, what in ((first, first_value), (place, value))
            )
            what = ", ".join(str(part) for part in subject)
            yield Problem(
                (table, place),
                f"contradicts another on {what}: {text_before}, and {text_now}; keep one of them",
            )


def _value_with_line(table: str, place: int, word: object, text: str) -> str:
    """Return the value of an entry, and its line."""
    text_of_value = str(word).lower() if isinstance(word, bool) else str(word)
    line = lines.line_of(text, (table, place))
    return text_of_value + (f" (line {line})" if line else "")


def _check_periods(path: lines.KeyPath, periods: Sequence[Period], text: str) -> Iterator[Problem]:
    """Yield the problems of periods: a wrong word, no day at all, two periods with the same day."""
    for place, period in enumerate(periods):
        yield from _check_word((*path, place, "audience"), period.audience, FACEBOOK_AUDIENCES)
        yield from _check_span((*path, place), period)
    spans = sorted((p.since or date.min, p.until or date.max, place) for place, p in enumerate(periods))
    for (_, until, first), (since, _, second) in pairwise(spans):
        if since < until:
            first_text, second_text = (
                _period_with_line((*path, place), periods[place], text) for place in (first, second)
            )
            yield Problem(
                (*path, second),
                f"overlaps another: {first_text}, and {second_text}; a day can be in only one period",
            )


def _check_span(path: lines.KeyPath, period: Period | Override) -> Iterator[Problem]:
    """Yield a problem if a period ends before it begins."""
    if period.since and period.until and period.since >= period.until:
        end = "until is the day after the period"
        yield Problem(path, f"from {period.since} until {period.until} contains no day; {end}")


def _period_with_line(path: lines.KeyPath, period: Period, text: str) -> str:
    """Return a period by its days, its audience and its line."""
    days = f"from {period.since or 'the beginning'} until {period.until or 'today'}"
    line = lines.line_of(text, path)
    return f"{days} {period.audience}" + (f" (line {line})" if line else "")


def _check_override(path: lines.KeyPath, override: Override) -> Iterator[Problem]:
    """Yield the problems of an override: nothing selected, both an item and a filter, wrong words."""
    if not override.audience:
        yield Problem(path, f"audience is missing; allowed are {', '.join(OVERRIDE_AUDIENCES)}")
    yield from _check_word((*path, "audience"), override.audience, OVERRIDE_AUDIENCES)
    if (override.item is None) is not override.selects:
        filters = "kind, platform, container, from, until, match"
        yield Problem(path, f"must name either one item or a filter ({filters}), not both")
    if override.item is not None and not _ITEM_ID.fullmatch(override.item):
        yield Problem(
            (*path, "item"),
            f"{override.item!r} is not an item id: `exposure items` shows them, 16 of 0-9 and a-f",
        )
    for word in override.kinds:
        yield from _check_word((*path, "kind"), word, schema.KINDS)
    for word in override.platforms:
        yield from _check_word((*path, "platform"), word, schema.PLATFORMS)
    yield from _check_span(path, override)
    yield from _check_pattern((*path, "match"), override.match)


def _check_pattern(path: lines.KeyPath, pattern: str | None) -> Iterator[Problem]:
    """Yield a problem if this is not a regular expression that polars can use."""
    if pattern is not None and (fault := pattern_fault(pattern)):
        yield Problem(path, fault)
