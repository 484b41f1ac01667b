"""Read the texts of letters: a file for each language, the addressees, the languages of each country."""

import datetime
import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from scanner.resources import rules_dir
from scanner.rulebook.action import LETTERS
from scanner.rulebook.files import convert, read_any_toml, read_regions
from scanner.rulebook.rules import RuleError

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "note": ("address",),
    "date": ("day", "month", "year"),
    "dated": ("day",),
    "account": ("platform", "name"),
    "copy": ("day",),
    "line": ("family", "count", "first", "last"),
    "line-day": ("family", "count", "first"),
    "line-undated": ("family", "count"),
    "public": ("count",),
    "unknown": ("count",),
    "text": ("content", "name"),
}
"""The names that each text may have in braces."""
ALWAYS: Final = "en"
"""The language in which each letter is also written: Meta's companies work in English."""
ANY: Final = "any"
"""Stands for every region, or every country, that has no entry of its own."""
_LANGUAGES: Final = "languages.toml"
_CONTROLLERS: Final = "controllers.toml"
_MONTHS: Final = 12


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One letter as it is sent from one region."""

    subject: str
    text: str
    sources: list[str]
    """Ids of sources of the law that it names; an empty list where it names none."""


class Counted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence about a number of items."""

    one: str
    other: str


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The letters of one language, and the words that go into them."""

    language: str
    """A language tag (BCP 47): `de`, or `pt-BR` where the same language differs by country."""
    thousands: dict[str, str]
    """What separates groups of three digits, by country, `any` for all others."""
    date: str
    months: list[str]
    note: str
    """What the file tells the person who sends the letter."""
    no_name: str
    """The gap for a name that the download does not give."""
    postal_address: str
    account: str
    no_account: str
    email: str
    unknown_controller: str
    """The addressee where it is not verified which company is the controller."""
    countries: dict[str, str]
    """Names of the countries where the controllers are."""
    copy: str
    copy_undated: str
    line: str
    line_day: str
    line_undated: str
    public: Counted
    unknown: Counted
    families: dict[str, str]
    """Families of kinds, as the tables name them."""
    objection: dict[str, Text]
    """By region; where there is none, no such letter is written."""
    third_party: dict[str, Text]
    child: dict[str, Text] = {}
    date_by_country: dict[str, str] = {}
    """How a country writes a date, where it differs from `date`: `{month} {day}, {year}` in the US."""
    dated: str = "{day}"
    """The line of the head that says on which day the letter was written: `Le {day}`."""
    first_day: str = ""
    """The first of a month, where the language writes it otherwise than as a number: `1er`."""
    grouped_from: int = 1000
    """The smallest number whose digits are separated."""

    def text_of(self, letter: str, group: str) -> Text | None:
        """Return the letter that an action names, for a group of regions; None where there is none."""
        texts: dict[str, Text] = getattr(self, letter.replace("-", "_"))
        return texts.get(group) or texts.get(ANY)

    def day(self, day: datetime.date, country: str | None) -> str:
        """Return a day as the language writes it in a country (ISO 3166-1 alpha-2)."""
        number: int | str = self.first_day if self.first_day and day.day == 1 else day.day
        date = self.date_by_country.get(country or ANY, self.date)
        return date.format(day=number, month=self.months[day.month - 1], year=day.year)

    def number(self, value: int, country: str | None) -> str:
        """Return a number as the language writes it in a country (ISO 3166-1 alpha-2)."""
        if value < self.grouped_from:
            return str(value)
        return f"{value:,}".replace(",", self.thousands.get(country or ANY, self.thousands[ANY]))


class Controller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The company to which the letters of some regions go."""

    groups: list[str]
    lines: list[str]
    """Name and address, without the country."""
    country: str
    """ISO 3166-1 alpha-2."""
    sources: list[str]


@dataclass(frozen=True)
class LetterBook:
    """Letters by language, languages by country, and controllers by group of regions."""

    letters: Mapping[str, Letters]
    languages: Mapping[str, tuple[str, ...]]
    controllers: Mapping[str, Controller]

    def for_country(self, country: str | None) -> list[Letters]:
        """Return the letters for someone who lives there: English, and what is spoken."""
        spoken = self.languages.get(country or "", ())
        return [self.letters[name] for name in (ALWAYS, *spoken)]

    def addressee(self, group: str, letters: Letters) -> list[str]:
        """Return the lines of the addressee for a group of regions: a gap where it is not verified."""
        controller = self.controllers.get(group)
        if controller is None:
            return letters.unknown_controller.splitlines()
        return [*controller.lines, letters.countries[controller.country]]


def read_letters(user_dir: Path | None = None) -> LetterBook:
    """Read the built-in letters, a user's own languages over them. Raises RuleError."""
    letters: dict[str, Letters] = {}
    languages: dict[str, tuple[str, ...]] = {}
    controllers: dict[str, Controller] = {}
    folders = [rules_dir(), *([user_dir] if user_dir else [])]
    regions = {group: None for folder in folders for group in read_regions(folder / "regions.toml")[0]}
    for folder in folders:
        for file in sorted((folder / "letters").glob("*.toml")):
            data = read_any_toml(file)
            if file.name == _LANGUAGES:
                languages |= {code: tuple(names) for code, names in data.get("languages", {}).items()}
            elif file.name == _CONTROLLERS:
                controllers |= _controllers(file, data, regions)
            else:
                language_letters = convert(file, data, Letters)
                _check(file, language_letters, regions)
                letters[language_letters.language] = language_letters
    _check_languages(letters, languages)
    _check_countries(letters, controllers)
    return LetterBook(letters, languages, controllers)


def cited_sources(book: LetterBook) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield file, place in it, and the ids of the sources named there."""
    for letters in book.letters.values():
        for place, text in _letter_texts(letters):
            yield f"{letters.language}.toml", place, text.sources
    for group, controller in book.controllers.items():
        yield _CONTROLLERS, group, controller.sources


def _controllers(file: Path, data: Mapping[str, Any], regions: Collection[str]) -> dict[str, Controller]:
    """Return the controllers of a file by group of regions. Raises RuleError."""
    rows = [convert(file, row, Controller) for row in data.get("controller", [])]
    for row in rows:
        for group in set(row.groups) - set(regions):
            raise RuleError(file, "", "groups", f'"{group}" is not one of {", ".join(regions)}')
    return {group: row for row in rows for group in row.groups}


def _check(file: Path, letters: Letters, regions: Collection[str]) -> None:
    """Raise RuleError if a text has an unknown name in braces, or if there is no such region."""
    for place, _ in _letter_texts(letters):
        group = place.rpartition(".")[2]
        if group not in (*regions, ANY):
            raise RuleError(file, "", place, f"is not one of {', '.join(regions)}, {ANY}")
    for name, field, text in _texts(letters):
        _check_fields(file, name, FIELDS[field], text)
    if len(letters.months) != _MONTHS:
        raise RuleError(file, "", "months", f"there are {len(letters.months)}, not {_MONTHS}")
    if ANY not in letters.thousands:
        raise RuleError(file, "", "thousands", f"needs an entry for {ANY}")
    try:
        countries = (ANY, *letters.date_by_country)
        _ = [letters.day(datetime.date(2024, 1, day), country) for day in (1, 2) for country in countries]
    except ValueError as error:
        raise RuleError(file, "", "date", f"does not make a date: {error}") from error


def _check_fields(file: Path, name: str, allowed: Sequence[str], text: str) -> None:
    """Raise RuleError where a text has braces that are not filled."""
    try:
        fields = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise RuleError(file, "", name, f"braces: {error}") from error
    for field in fields - set(allowed):
        raise RuleError(file, "", name, f"{{{field}}} is unknown; allowed are {', '.join(allowed)}")


def _letter_texts(letters: Letters) -> Iterator[tuple[str, Text]]:
    """Yield each letter with its place in the file, as in `objection.EU`."""
    for letter in LETTERS:
        texts: dict[str, Text] = getattr(letters, letter.replace("-", "_"))
        yield from ((f"{letter}.{group}", text) for group, text in texts.items())


def _texts(letters: Letters) -> Iterator[tuple[str, str, str]]:
    """Yield each text that is filled: its place in the file, its name in `FIELDS`, itself."""
    for country, date in letters.date_by_country.items():
        yield f"date-by-country.{country}", "date", date
    for field in ("note", "date", "dated", "account", "copy", "line", "line-day", "line-undated"):
        yield field, field, getattr(letters, field.replace("-", "_"))
    for field, counted in (("public", letters.public), ("unknown", letters.unknown)):
        yield f"{field}.one", field, counted.one
        yield f"{field}.other", field, counted.other
    for place, text in _letter_texts(letters):
        yield f"{place}.text", "text", text.text


def _check_languages(letters: Mapping[str, Letters], languages: Mapping[str, tuple[str, ...]]) -> None:
    languages_used = {ALWAYS, *(name for names in languages.values() for name in names)}
    for name in sorted(languages_used - letters.keys()):
        raise RuleError(Path(_LANGUAGES), "", "languages", f'there are no letters in "{name}"')


def _check_countries(letters: Mapping[str, Letters], controllers: Mapping[str, Controller]) -> None:
    """Raise RuleError where a language has no name for the country of a controller."""
    needed = {controller.country for controller in controllers.values()}
    for texts in letters.values():
        for country in sorted(needed - texts.countries.keys()):
            raise RuleError(Path(f"{texts.language}.toml"), "", "countries", f"has no name for {country}")
