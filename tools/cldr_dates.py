"""Writes `rules/dates/cldr.toml`: months, halves of the day and words of dates, from CLDR by way of Babel.

Run it after an update of Babel: `python -m tools.cldr_dates`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from babel import localedata
from babel.dates import tokenize_pattern

TARGET: Final = Path(__file__).parent.parent / "rules" / "dates" / "cldr.toml"
LANGUAGES: Final = {
    "en": ("en", "en_GB", "en_AU"),
    "de": ("de", "de_AT"),
    "fr": ("fr", "fr_CA"),
    "es": ("es", "es_MX"),
    "pt": ("pt", "pt_PT"),
    "it": ("it",),
    "nl": ("nl",),
    "pl": ("pl",),
    "cs": ("cs",),
    "tr": ("tr",),
    "vi": ("vi",),
    "ko": ("ko",),
    "ja": ("ja",),
    "id": ("id",),
    "hi": ("hi",),
    "da": ("da",),
    "fi": ("fi",),
    "hu": ("hu",),
    "nb": ("nb", "no"),
    "ro": ("ro",),
    "ru": ("ru",),
    "sv": ("sv",),
    "ar": ("ar", "ar_LB", "ar_MA", "ar_DZ", "ar_TN"),
    "zh": ("zh", "zh_Hant"),
    "bg": ("bg",),
    "bn": ("bn",),
    "ta": ("ta",),
}
"""The languages of Meta's main markets, each with the countries that spell months another way."""
WIDTHS: Final = ("wide", "abbreviated")
HEAD: Final = """\
# Names of months, halves of the day and the words around dates, as CLDR spells them.
# Written by tools/cldr_dates.py: change that, not this. What was seen in exports stands in seen.toml.
"""
SOURCE: Final = "CLDR via babel"
NUMBERS: Final = ("y", "d")
"""The fields of a date pattern that always are numbers."""
LETTERS: Final = re.compile(r"[^\W\d_]+")
OTHER_HALVES: Final = (
    ("hi", "am", "पूर्वाह्न", "CLDR of earlier years, in tables made from it"),
    ("hi", "pm", "अपराह्न", "CLDR of earlier years, in tables made from it"),
    ("ta", "am", "முற்பகல்", "CLDR of earlier years, in Qt tst_qlocale.cpp (ta_LK)"),
    ("ta", "pm", "பிற்பகல்", "CLDR of earlier years, in Qt tst_qlocale.cpp (ta_LK)"),
    ("ar", "am", "صباحاً", "the word of CLDR, with its mark on the last letter"),
    ("zh", "am", "凌晨 清晨 早上", "CLDR dayPeriods night1 (0 to 5) and morning1 (5 to 8)"),
)
"""Words for am and pm that stand elsewhere than in CLDR's am and pm of today.

Of the other parts of the day none is taken that may stand on both sides of noon or midnight, as 中午
and 晚上: a time that can't be read is better than one twelve hours off.
"""
AT_TIME: Final = {
    "de": "Uhr",
    "fr": "à",
    "vi": "lúc",
    "id": "pukul",
    "hi": "को बजे",
    "ar": "في الساعة",
}
"""What stands around a time and was not seen in an export: CLDR's `atTime` patterns, which Babel lacks."""
AT_TIME_SOURCE: Final = "CLDR dateTimeFormat-type-atTime, and skeleton H"


def table() -> str:
    """Give the whole file."""
    return "\n".join([HEAD, *(line for language in LANGUAGES for line in _rows(language))])


def write() -> None:
    """Write the file into the rules."""
    TARGET.write_text(table(), encoding="utf-8")


def _rows(language: str) -> Iterator[str]:
    """Give the rows of one language; Babel's resolving mixes languages, so each file is read by itself."""
    data = [localedata.load(name, merge_inherited=False) for name in LANGUAGES[language]]
    yield f"# {language} " + "-" * 20 + "\n"
    for number in range(1, 13):
        yield _row("month", language, _names(data, "months", number), f"month = {number}")
    for half in ("am", "pm"):
        if spellings := _names(data, "day_periods", half):
            yield _row("half", language, spellings, f'half = "{half}"')
    for of, which, words_of_half, source in OTHER_HALVES:
        if of == language:
            yield _row("half", language, words_of_half.split(), f'half = "{which}"', source)
    days = [name for day in range(7) for name in _names(data, "days", day)]
    words, marks = _literals(data)
    yield _row("word", language, [*days, *words])
    if language in AT_TIME:
        yield _row("word", language, AT_TIME[language].split(), source=AT_TIME_SOURCE)
    if marks:
        yield _row("mark", language, marks)


def _row(
    kind: str, language: str, spellings: Iterable[str], field: str | None = None, source: str = SOURCE
) -> str:
    quoted = ", ".join(f'"{spelling}"' for spelling in dict.fromkeys(spellings))
    lines = [
        f"[[{kind}]]",
        f'language = "{language}"',
        field,
        f"spellings = [{quoted}]",
        f'source = "{source}"',
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _names(data: Sequence[Mapping[str, Any]], kind: str, key: int | str) -> list[str]:
    """Give every spelling of one month, half or weekday, in sentences and alone, short and long."""
    held = [each.get(kind, {}).get(context, {}) for each in data for context in ("format", "stand-alone")]
    tables = [widths[width] for widths in held for width in WIDTHS if isinstance(widths.get(width), dict)]
    return list(dict.fromkeys(names[key] for names in tables if key in names))


def _literals(data: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Give the words of date patterns: those standing free, and the marks right behind a number."""
    words: list[str] = []
    marks: list[str] = []
    formats = [each.get("date_formats", {}) for each in data]
    patterns = [
        held[width].pattern for held in formats for width in ("full", "long", "medium") if width in held
    ]
    for before, literal in (found for pattern in patterns for found in _between(pattern)):
        if before != "M" and (found := LETTERS.findall(literal)):
            (marks if before in NUMBERS and LETTERS.match(literal) else words).extend(found)
    return list(dict.fromkeys(words)), list(dict.fromkeys(marks))


def _between(pattern: str) -> Iterator[tuple[str, str]]:
    """Give each literal of a date pattern with the letter of the field before it."""
    field = ""
    for kind, value in tokenize_pattern(pattern):
        if kind == "field":
            field = value[0]
        else:
            yield field, str(value)
            field = ""


if __name__ == "__main__":
    write()
