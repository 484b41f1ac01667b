"""From an `exposure.toml` to facts; a fault names the line, the key, and what is allowed."""

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

_SHAPES: Final[dict[lines.Path, type[msgspec.Struct]]] = {
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
"""Which keys a table may have, by its path without places in lists."""
_NOT_IN_FILES: Final = frozenset({"graph"})
_TYPES: Final = {
    "date": "a date without quotes, as in 2025-05-20",
    "bool": "true or false, without quotes",
    "str": 'text in quotes, as in "public"',
    "array": 'a list, as in [[objection]] or ["one", "two"]',
    "object": "a table of keys",
    "null": "nothing",
}
"""What the types of msgspec's messages are in words."""
_AT: Final = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)
_STEP: Final = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]")
_UNKNOWN_KEY: Final = re.compile(r"unknown field `(.*)`")
_LINE: Final = re.compile(r"line (\d+)")
_WRITTEN: Final = (
    "text stands in quotes; dates, true and false without, as in 1990-05-04; each key stands once"
)
"""How values are written, for someone who does not know TOML."""
_MISSING_KEY: Final = re.compile(r"missing required field `(.*)`")
_EXPECTED: Final = re.compile(r"Expected `(.*?)`")
_ITEM_ID: Final = re.compile(r"[0-9a-f]{16}")


class FactsError(Exception):
    """Something in `exposure.toml` or in an option can't be taken.

    The message says what and what is allowed.
    """


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a key."""

    path: lines.Path
    what: str


def load(path: Path) -> Facts:
    """Read an `exposure.toml`. Raises FactsError with the line, the key and what is allowed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise FactsError(f"{path}: {fault.strerror or 'can not be read'}") from None
    except UnicodeDecodeError:
        raise FactsError(f"{path}: no TOML: it is not UTF-8 text") from None
    return parse(text, str(path))


def parse(text: str, where: str = "exposure.toml") -> Facts:
    """Read the text of an `exposure.toml`. Raises FactsError."""
    try:
        document = resources.loads(text)
    except resources.TOMLDecodeError as fault:
        raise FactsError(_no_toml(str(fault), where, text)) from None
    except RecursionError:
        raise FactsError(f"{where}: nested too deep to be read") from None
    return read(document, where, text)


def _no_toml(said: str, where: str, text: str) -> str:
    """Say where the text breaks off being TOML: the line, the key on it, and how values are written."""
    reason, _, at = said.partition(" (at ")
    told = list(lines.keys(text))
    numbered = _LINE.match(at)
    number = int(numbered[1]) if numbered else max((number for number, _ in told), default=1)
    key = next((f"{lines.words(path)}: " for line, path in told if line == number), "")
    return f"{where}, line {number}: {key}no valid TOML: {reason}; {_WRITTEN}"


def read(document: dict[str, Any], where: str = "exposure.toml", text: str = "") -> Facts:
    """Give the facts of a parsed `exposure.toml`; its text lets faults name their line. Raises FactsError."""
    if hidden := next(iter(_NOT_IN_FILES & document.keys()), None):
        raise _error(_unknown_key((), hidden), where, text)
    try:
        facts = msgspec.convert(document, Facts)
    except msgspec.ValidationError as fault:
        raise _error(_of_shape(str(fault)), where, text) from None
    if wrong := next(_faults(facts, text), None):
        raise _error(wrong, where, text)
    return facts


def _error(fault: Fault, where: str, text: str) -> FactsError:
    """Say where a fault is and what it is."""
    line = lines.line_of(text, fault.path)
    place = f"{where}, line {line}" if line else where
    return FactsError(f"{place}: {lines.words(fault.path)}: {fault.what}")


def _of_shape(message: str) -> Fault:
    """Put what msgspec says of a wrong key or type into plain words."""
    found = _AT.match(message)
    said, at = (found[1], found[2] or "") if found else (message, "")
    path: lines.Path = tuple(int(place) if place else name for name, place in _STEP.findall(at))
    if unknown := _UNKNOWN_KEY.search(said):
        return _unknown_key(path, unknown[1])
    if missing := _MISSING_KEY.search(said):
        return Fault(path, f"{missing[1]} is missing")
    if "RFC3339" in said:
        return Fault(path, f"has to be {_TYPES['date']}")
    if expected := _EXPECTED.search(said):
        kinds = [
            _TYPES.get(kind.strip(), kind.strip()) for kind in expected[1].split("|") if "null" not in kind
        ]
        return Fault(path, f"has to be {' or '.join(kinds)}")
    return Fault(path, said)


def _unknown_key(path: lines.Path, key: str) -> Fault:
    """Say that there is no such key, which one may be meant, and which ones there are."""
    shape = _SHAPES.get(tuple(part for part in path if isinstance(part, str)))
    allowed = [name for name in shape.__struct_encode_fields__ if name not in _NOT_IN_FILES] if shape else []
    return Fault((*path, key), f"there is no such key; {_meant(key, allowed)}")


def _meant(word: str, allowed: Sequence[str]) -> str:
    """Guess what was meant, and say what is allowed."""
    return f"{suggestion(word, allowed)}allowed are {', '.join(allowed)}"


def _faults(facts: Facts, text: str) -> Iterator[Fault]:
    """Give what is wrong with the values."""
    if facts.account is not None and not facts.account.label:
        yield Fault(("account",), "names nobody: give a name, a username or an id, as the download has it")
    if facts.region is not None and not is_country(facts.region):
        meant = (
            f": write {codes.pop()}"
            if len(codes := codes_of_name(facts.region)) == 1
            else ", as in DE, US, BR"
        )
        yield Fault(("region",), f"{facts.region!r} is not a two-letter country code{meant}")
    for place, objection in enumerate(facts.objection):
        yield from _word(("objection", place, "platform"), objection.platform, PRODUCTS)
    yield from _told_twice("objection", [((o.platform, o.filed), o.accepted) for o in facts.objection], text)
    for group, word in facts.facebook.groups.items():
        yield from _word(("facebook", "groups", group), word, tuple(GROUP_AUDIENCES))
    for name in ("audience", "default"):
        yield from _of_periods(("facebook", name), getattr(facts.facebook, name), text)
    for place, override in enumerate(facts.override):
        yield from _of_override(("override", place), override)
    items = [((override.item,), override.audience) for override in facts.override]
    yield from _told_twice("override", items, text)


def _word(path: lines.Path, word: str, allowed: Sequence[str]) -> Iterator[Fault]:
    """Refuse a word outside its closed set."""
    if word not in allowed:
        yield Fault(path, f"{word!r}: {_meant(word, allowed)}")


def _told_twice(table: str, told: Sequence[tuple[tuple[object, ...], object]], text: str) -> Iterator[Fault]:
    """Refuse two entries that say different things of the same; what names nothing is of nothing."""
    said: dict[tuple[object, ...], tuple[int, object]] = {}
    for place, (of, word) in enumerate(told):
        first, earlier = said.setdefault(of, (place, word))
        if earlier != word and None not in of:
            one, other = (_said(table, at, what, text) for at, what in ((first, earlier), (place, word)))
            what = ", ".join(str(part) for part in of)
            yield Fault(
                (table, place), f"contradicts another on {what}: {one}, and {other}; keep one of them"
            )


def _said(table: str, place: int, word: object, text: str) -> str:
    """Name what an entry says, and its line."""
    shown = str(word).lower() if isinstance(word, bool) else str(word)
    line = lines.line_of(text, (table, place))
    return shown + (f" (line {line})" if line else "")


def _of_periods(path: lines.Path, periods: Sequence[Period], text: str) -> Iterator[Fault]:
    """Refuse periods with a wrong word, without a day, or two that speak of one day."""
    for place, period in enumerate(periods):
        yield from _word((*path, place, "audience"), period.audience, FACEBOOK_AUDIENCES)
        yield from _empty((*path, place), period)
    spans = sorted((p.since or date.min, p.until or date.max, place) for place, p in enumerate(periods))
    for (_, until, first), (since, _, second) in pairwise(spans):
        if since < until:
            one, other = (_told((*path, place), periods[place], text) for place in (first, second))
            yield Fault((*path, second), f"overlaps another: {one}, and {other}; no day may stand in two")


def _empty(path: lines.Path, period: Period | Override) -> Iterator[Fault]:
    """Refuse a period that ends before it begins."""
    if period.since and period.until and period.since >= period.until:
        end = "until is the day after the period"
        yield Fault(path, f"from {period.since} until {period.until} holds no day; {end}")


def _told(path: lines.Path, period: Period, text: str) -> str:
    """Name a period by its days, its audience and its line."""
    days = f"from {period.since or 'the beginning'} until {period.until or 'today'}"
    line = lines.line_of(text, path)
    return f"{days} {period.audience}" + (f" (line {line})" if line else "")


def _of_override(path: lines.Path, override: Override) -> Iterator[Fault]:
    """Refuse an override that names nothing, or both an item and a filter, or wrong words."""
    if not override.audience:
        yield Fault(path, f"audience is missing; allowed are {', '.join(OVERRIDE_AUDIENCES)}")
    yield from _word((*path, "audience"), override.audience, OVERRIDE_AUDIENCES)
    if (override.item is None) is not override.selects:
        filters = "kind, platform, container, from, until, match"
        yield Fault(path, f"names either one item or what a filter selects ({filters})")
    if override.item is not None and not _ITEM_ID.fullmatch(override.item):
        yield Fault(
            (*path, "item"), f"{override.item!r} is no item's id: sixteen of 0-9 a-f, from `exposure items`"
        )
    for word in override.kinds:
        yield from _word((*path, "kind"), word, schema.KINDS)
    for word in override.platforms:
        yield from _word((*path, "platform"), word, schema.PLATFORMS)
    yield from _empty(path, override)
    yield from _of_pattern((*path, "match"), override.match)


def _of_pattern(path: lines.Path, pattern: str | None) -> Iterator[Fault]:
    """Refuse what is no regular expression of polars'."""
    if pattern is not None and (fault := pattern_fault(pattern)):
        yield Fault(path, fault)
