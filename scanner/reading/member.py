"""Pages of HTML among the members: which repeat JSON, in which zone their times are, what each tells."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scanner.platforms import PLATFORMS
from scanner.readers.locale_tables import Labels
from scanner.readers.record import AccountDetail, Skip
from scanner.readers.source import Source
from scanner.resources import rules_dir

if TYPE_CHECKING:
    from scanner.readers.html import Page
    from scanner.readers.html.dates import Clock

FORMAT: Final = "html"
FIXED_BELOW: Final = "your_instagram_activity/"
"""The folder of Instagram's download: chats with Meta AI in it are pages of Instagram's too."""
_THREADS: Final = re.compile(r"(?<=/ai_conversations)/.*")
"""HTML has a page for each conversation with Meta AI, in a folder; JSON has one file (memoria)."""
_RUNNING: Final = re.compile(r"_\d+$")
"""What tells the files of one content apart, which each format cuts at places of its own."""


def name_without_format(inner: str) -> str:
    """Give what JSON and HTML of the same content have in common: the path without number and ending."""
    stem, _, _ = inner.rpartition(".")
    return _RUNNING.sub("", _THREADS.sub("", stem.casefold()))


def told_by_page(
    raw: bytes, reader: str, platform: str, labels: Labels, path: str, zone: str | None
) -> "Page":
    """Translate a page; of one that breaks off, what is whole. Raises UnreadableError."""
    from scanner.readers.html import document  # noqa: PLC0415 - brings the parser, for exports in HTML alone
    from scanner.readers.html.bounds import check_blocks  # noqa: PLC0415 - as above
    from scanner.readers.html.broken import BREAKS_OFF, breaks_off, whole_part  # noqa: PLC0415 - as above

    check_blocks(raw)
    fixed = PLATFORMS[platform].fixed_html_zone or FIXED_BELOW in path.casefold()
    cut = breaks_off(raw)
    page = document(whole_part(raw) if cut else raw, reader, labels, _clock(fixed, zone), path)
    if cut:
        page.skips.append(Skip("", BREAKS_OFF))
    return replace(page, cut=cut)


@lru_cache(maxsize=64)
def _clock(fixed: bool, zone: str | None) -> "Clock":
    from scanner.readers.html.dates import INSTAGRAM_ZONE, Clock, zone_named  # noqa: PLC0415 - as above

    held: tzinfo | None = INSTAGRAM_ZONE if fixed else zone_named(zone)
    return Clock.load(sorted((rules_dir() / "dates").glob("*.toml")), held)


def zone_in(facts: Iterable[object]) -> str | None:
    """Give the zone that facts of an account name."""
    zones = (fact.value for fact in facts if isinstance(fact, AccountDetail) and fact.name == "timezone")
    return next((zone for zone in zones if isinstance(zone, str)), None)


def as_source(page: "Page", source: Source) -> Source:
    """Give the source of a page, with what it tells in the place of JSON."""
    return Source(source.platform, source.path, b"", source.labels, source.section, page.document)
