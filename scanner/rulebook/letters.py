"""Reads the texts of letters: one file a language, and which languages are written where."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from scanner import schema
from scanner.builtin import rules_dir
from scanner.rulebook.files import convert, parsed
from scanner.rulebook.rule import RuleError

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "form": ("address",),
    "account": ("platform", "name"),
    "made": ("made",),
    "line": ("family", "count", "first", "last"),
    "line_undated": ("family", "count"),
    "shares": ("public", "unknown"),
    "text": ("date", "account", "made", "basis", "scope", "special", "numbers", "name"),
}
"""What each text may hold in braces."""
ALWAYS: Final = "en"
_LANGUAGES: Final = "languages.toml"


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One letter."""

    subject: str
    text: str


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The letters of one language, and the words that go into them."""

    language: str
    """ISO 639-1."""
    thousands: str
    """What stands between groups of three digits."""
    form: str
    account: str
    no_name: str = msgspec.field(name="no_name")
    """Stands for a name that no download tells."""
    made: str
    line: str
    line_undated: str = msgspec.field(name="line_undated")
    shares: str
    nothing: str
    families: dict[str, str]
    """Families of kinds, as the tables name them."""
    basis: dict[str, str]
    """On what an objection stands, by region; without one there is no such letter."""
    scope: dict[str, str]
    special: dict[str, str]
    objection: Text
    child: Text
    third_party: Text

    def text_of(self, letter: str) -> Text:
        """Give the letter that an action names."""
        found: Text = getattr(self, letter.replace("-", "_"))
        return found


@dataclass(frozen=True)
class LetterBook:
    """Letters by language, and languages by country."""

    letters: Mapping[str, Letters]
    languages: Mapping[str, tuple[str, ...]]

    def for_country(self, country: str | None) -> list[Letters]:
        """Give the letters for someone who lives there: English, and what is spoken."""
        spoken = self.languages.get(country or "", ())
        return [self.letters[name] for name in (ALWAYS, *spoken)]


def read_letters(user_dir: Path | None = None) -> LetterBook:
    """Read the built-in letters, a user's own languages over them. Raises RuleError."""
    letters: dict[str, Letters] = {}
    languages: dict[str, tuple[str, ...]] = {}
    for folder in filter(None, (rules_dir(), user_dir)):
        for file in sorted((folder / "letters").glob("*.toml")):
            data = parsed(file)
            if file.name == _LANGUAGES:
                languages |= {code: tuple(names) for code, names in data.get("languages", {}).items()}
            else:
                found = convert(file, data, Letters)
                _check(file, found)
                letters[found.language] = found
    _check_languages(letters, languages)
    return LetterBook(letters, languages)


def _check(file: Path, letters: Letters) -> None:
    """Raise RuleError where a text asks for what there is not, or a region is none."""
    for name in ("basis", "scope", "special"):
        for group in sorted(getattr(letters, name).keys() - set(schema.REGION_GROUPS)):
            raise RuleError(file, "", f"{name}.{group}", f"is none of {', '.join(schema.REGION_GROUPS)}")
    for name, text in _texts(letters):
        try:
            asked = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        except ValueError as error:
            raise RuleError(file, "", name, f"braces: {error}") from error
        for field in asked - set(FIELDS[name]):
            raise RuleError(file, "", name, f"{{{field}}} is not known; there are {', '.join(FIELDS[name])}")


def _texts(letters: Letters) -> Iterator[tuple[str, str]]:
    for name in FIELDS:
        if name != "text":
            yield name, getattr(letters, name)
    for each in (letters.objection, letters.child, letters.third_party):
        yield "text", each.text


def _check_languages(letters: Mapping[str, Letters], languages: Mapping[str, tuple[str, ...]]) -> None:
    named = {ALWAYS, *(name for names in languages.values() for name in names)}
    for name in sorted(named - letters.keys()):
        raise RuleError(Path(_LANGUAGES), "", "languages", f'there are no letters in "{name}"')
