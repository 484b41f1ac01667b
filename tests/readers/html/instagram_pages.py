"""Read an invented page of Instagram, Threads or Meta AI with one reader, as a test does it."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from scanner.readers.html import TranslatedPage, translate_page
from scanner.readers.html.dates import INSTAGRAM_ZONE, Clock
from scanner.readers.record import Reading
from scanner.readers.source import Lazy
from tests.builders.html_instagram import OF_2025, page
from tests.readers.reading import labels, read

DATES = Path(__file__).parents[3] / "rules" / "dates"
BLOCK = "pam _3-95 _2ph- _a6-g uiBoxWhite noborder"


@cache
def clock() -> Clock:
    """Give the clock that Instagram's pages are read with."""
    return Clock.load(sorted(DATES.rglob("*.toml")), INSTAGRAM_ZONE)


def translated(reader_id: str, body: str, path: str = "page.html") -> TranslatedPage:
    """Give what a page with this body is translated into, to its end."""
    platform = reader_id.partition(".")[0]
    return settled(translate_page(page("A page", body, OF_2025), reader_id, labels(platform), clock(), path))


def settled(told: TranslatedPage) -> TranslatedPage:
    """Give a page with all of its records made."""
    return replace(told, document=list(told.document)) if isinstance(told.document, Lazy) else told


def read_page(reader_id: str, body: str, section: str = "timeline", path: str = "page.html") -> list[Reading]:
    """Give all that a reader tells of a page with this body."""
    told: Any = translated(reader_id, body, path).document
    return read(reader_id, told, reader_id.partition(".")[0], section, path)


def block(*inside: str) -> str:
    """Give a block with this in it."""
    return f'<div class="{BLOCK}">{"".join(inside)}</div>'


def caption(text: str, tag: str = "h2") -> str:
    """Give a caption."""
    return f'<{tag} class="_3-95 _2pim _a6-h _a6-i">{text}</{tag}>'


def body(*inside: str) -> str:
    """Give what stands between caption and time."""
    return f'<div class="_3-95 _a6-p">{"".join(inside)}</div>'


def at(text: str = "Aug 17, 2025 11:23 am") -> str:
    """Give the time of a block."""
    return f'<div class="_3-94 _a6-o">{text}</div>'


def photo(uri: str) -> str:
    """Give a photo."""
    return f'<div><a target="_blank" href="{uri}"><img src="{uri}" class="_a6_o _3-96" /></a></div>'


def wide(label: str, value: str) -> str:
    """Give a row whose value stands below its label."""
    return f'<tr><td colspan="2" class="_2pin _a6_q">{label}<div><div>{value}</div></div></td></tr>'


def pair(label: str, value: str) -> str:
    """Give a row whose value stands beside its label."""
    return f'<tr><td class="_2pin _a6_q">{label}</td><td class="_2pin _2piu _a6_r">{value}</td></tr>'


def table(*rows: str) -> str:
    """Give a table."""
    return f'<table style="table-layout: fixed;">{"".join(rows)}</table>'
