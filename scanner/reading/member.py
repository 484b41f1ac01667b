"""HTML pages among the members: which repeat JSON, their time zone, and their translation."""

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
    from scanner.readers.html import TranslatedPage
    from scanner.readers.html.dates import Clock

FORMAT: Final = "html"
FIXED_BELOW: Final = "your_instagram_activity/"
"""The folder of Instagram's download: chats with Meta AI in it are pages of Instagram's too."""
_THREADS: Final = re.compile(r"(?<=/ai_conversations)/.*")
"""HTML has a page for each conversation with Meta AI, in a folder; JSON has one file (memoria)."""
_RUNNING: Final = re.compile(r"_\d+$")
"""The number of a file where content is split over several, which each format does differently."""


def name_without_format(inner: str) -> str:
    """Return the path without number and ending, which JSON and HTML of the same content share."""
    stem, _, _ = inner.rpartition(".")
    return _RUNNING.sub("", _THREADS.sub("", stem.casefold()))


def translated_page(
    raw: bytes, reader: str, platform: str, labels: Labels, path: str, zone: str | None
) -> "TranslatedPage":
    """Return a page translated, up to where it breaks off. Raises UnreadableError."""
    from scanner.readers.html import translate_page  # noqa: PLC0415 - brings the parser, for HTML alone
    from scanner.readers.html.blocks import (  # noqa: PLC0415 - brings the parser, for HTML alone
        CUT_OFF,
        check_blocks,
        complete_part,
        is_cut_off,
    )

    check_blocks(raw)
    fixed = PLATFORMS[platform].fixed_html_zone or FIXED_BELOW in path.casefold()
    cut = is_cut_off(raw)
    page = translate_page(complete_part(raw) if cut else raw, reader, labels, _clock(fixed, zone), path)
    if cut:
        page.skips.append(Skip("", CUT_OFF))
    return replace(page, cut=cut)


@lru_cache(maxsize=64)
def _clock(fixed: bool, zone: str | None) -> "Clock":
    from scanner.readers.html.dates import INSTAGRAM_ZONE, Clock, zone_named  # noqa: PLC0415 - as above

    zone_info: tzinfo | None = INSTAGRAM_ZONE if fixed else zone_named(zone)
    return Clock.load(sorted((rules_dir() / "dates").glob("*.toml")), zone_info)


def zone_in(facts: Iterable[object]) -> str | None:
    """Return the time zone among the details of an account."""
    zones = (fact.value for fact in facts if isinstance(fact, AccountDetail) and fact.name == "timezone")
    return next((zone for zone in zones if isinstance(zone, str)), None)


def as_source(page: "TranslatedPage", source: Source) -> Source:
    """Return the source of a page, with its translation in place of JSON."""
    return Source(source.platform, source.path, b"", source.labels, source.section, page.document)
