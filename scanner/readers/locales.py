"""The locale tables of rules/locales, one set of look-ups for each product."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import regex

from scanner.platforms import PLATFORMS
from scanner.readers.labels import Labels, Locale
from scanner.resources import TomlError, decoded
from scanner.schema import AUDIENCES, NOT_UNDERSTOOD, TITLE_HINTS

PRODUCTS: Final = tuple(dict.fromkeys(platform.labels for platform in PLATFORMS.values()))
"""The products that have locale tables of their own."""


class LocaleError(Exception):
    """A locale table can't be loaded; the message names the file and the place in it."""


class Locales:
    """Labels by product: Facebook's `Comment` is a message, Instagram's is a comment's text."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Read the tables; a folder's name is the product. Raises LocaleError."""
        locales = [(path.parent.name, _decoded(path)) for path in paths]
        self._by_product = {
            product: Labels(_shared(locale) if of != product else locale for of, locale in locales)
            for product in PRODUCTS
        }

    def of(self, platform: str) -> Labels:
        """Return the look-ups for a platform's members."""
        return self._by_product[PLATFORMS[platform].labels]


def _shared(locale: Locale) -> Locale:
    """Return what another product's table says of audiences, yes and no: these are the same everywhere."""
    return msgspec.structs.replace(locale, label=[], ent=[], title=[])


def _decoded(path: Path) -> Locale:
    """Read one table. Raises LocaleError."""
    try:
        locale = decoded(path, Locale)
        _check(locale)
    except (TomlError, ValueError) as fault:
        raise LocaleError(f"{path.parent.name}/{path.name}: {fault}") from None
    return locale


def _check(locale: Locale) -> None:
    """Raise ValueError where a word means what there is not, or a pattern is none."""
    for audience in (row.audience for row in locale.audience):
        if audience not in AUDIENCES:
            raise ValueError(f"the audience {audience!r} is not one of {', '.join(AUDIENCES)}")
    hints = tuple(hint for hint in TITLE_HINTS if hint != NOT_UNDERSTOOD)
    for row in locale.title:
        if row.hint not in hints:
            raise ValueError(f"the hint {row.hint!r} is not one of {', '.join(hints)}")
        try:
            regex.compile(row.pattern)
        except regex.error as fault:
            raise ValueError(f"the pattern {row.pattern!r} is no regular expression: {fault}") from None
