"""What the user says, which an export can't tell: `exposure.toml` and options."""

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec

from scanner.schema import AUDIENCES

TOLD_AUDIENCES: Final = tuple(audience for audience in AUDIENCES if audience != "unknown")
GROUP_WORDS: Final = {"public": "public", "private": "group_members"}
"""What can be said of a group, and the audience that follows."""


class FactsError(Exception):
    """Something in `exposure.toml` or in an option can't be taken.

    The message says what and what is allowed.
    """


class Objection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An objection to the use of one's own content for AI."""

    filed: date
    platform: str = "all"
    """`facebook`, `instagram` (which covers Threads), or `all`."""
    accepted: bool = True
    """False takes it out: an objection that was refused changes nothing."""


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """Who could see all that was posted on the own Facebook timeline in a period.

    `until` is the day after it.
    """

    audience: str
    since: date | None = None
    until: date | None = None


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who can see one item."""

    item: str
    audience: str


class FacebookFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be said of Facebook."""

    audience: tuple[Period, ...] = ()
    groups: dict[str, str] = {}
    """Name of a group to `public` or `private`."""
    pages: tuple[str, ...] = ()
    """Names of profiles that are Pages."""


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the user knows; each beats what the export suggests."""

    region: str | None = None
    """Where the person lives now, ISO 3166-1 alpha-2; `UK` is taken for `GB`."""
    born: date | None = None
    objection: tuple[Objection, ...] = ()
    facebook: FacebookFacts = FacebookFacts()
    override: tuple[Override, ...] = ()


def load(path: Path) -> Facts:
    """Read an `exposure.toml`. Raises FactsError with the key and what is allowed."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise FactsError(f"{path}: {fault.strerror or 'can not be read'}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise FactsError(f"{path}: no valid TOML: {fault}") from None
    return read(document, str(path))


def read(document: dict[str, Any], where: str = "exposure.toml") -> Facts:
    """Give the facts of a parsed `exposure.toml`. Raises FactsError."""
    try:
        facts = msgspec.convert(document, Facts)
    except msgspec.ValidationError as fault:
        raise FactsError(f"{where}: {fault}") from None
    _check(facts, where)
    return facts


def _check(facts: Facts, where: str) -> None:
    """Refuse values outside the closed sets, and periods that overlap. Raises FactsError."""
    for audience in [period.audience for period in facts.facebook.audience] + [
        o.audience for o in facts.override
    ]:
        if audience not in TOLD_AUDIENCES:
            raise FactsError(f"{where}: audience = {audience!r}: allowed are {', '.join(TOLD_AUDIENCES)}")
    for word in facts.facebook.groups.values():
        if word not in GROUP_WORDS:
            raise FactsError(f"{where}: [facebook.groups]: {word!r}: allowed are {', '.join(GROUP_WORDS)}")
    for objection in facts.objection:
        if objection.platform not in ("facebook", "instagram", "all"):
            raise FactsError(f"{where}: objection.platform: allowed are facebook, instagram, all")
    _check_periods(facts.facebook.audience, where)


def _check_periods(periods: tuple[Period, ...], where: str) -> None:
    """Refuse two periods that speak of one day. Raises FactsError naming both."""
    spans = sorted((p.since or date.min, p.until or date.max) for p in periods)
    for since, until in spans:
        if since >= until:
            raise FactsError(f"{where}: [[facebook.audience]] from {since} until {until} is empty")
    for (since, until), (next_since, next_until) in pairwise(spans):
        if next_since < until:
            raise FactsError(
                f"{where}: two [[facebook.audience]] overlap: "
                f"{since} to {until} and {next_since} to {next_until}"
            )
