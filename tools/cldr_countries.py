"""Writes `rules/countries/cldr.toml`: names of countries, from CLDR by way of Babel.

Each in seven languages and in the official languages of the country itself.

Run it after an update of Babel: `python -m tools.cldr_countries`.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from scanner.rulebook.regions import CODES, ENGLISH_ALIASES, plain

TARGET: Final = Path(__file__).parent.parent / "rules" / "countries" / "cldr.toml"
LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "pt_PT", "nl")
HEAD: Final = """\
# Names of countries, the English one first, as CLDR spells them, and other names that people use.
# Written by tools/cldr_countries.py: change that, not this. A name that two countries share is left out.
"""
OTHER_NAMES: Final = {
    "BO": ("Bolivia",),
    "BN": ("Brunei",),
    "CD": ("DR Congo",),
    "CI": ("Elfenbeinküste", "Costa de Marfil", "Costa do Marfim", "Ivoorkust"),
    "CN": ("PR China", "People's Republic of China", "Volksrepublik China"),
    "CV": ("Cape Verde",),
    "CZ": ("Tschechische Republik", "République tchèque", "República Checa"),
    "FM": ("Micronesia",),
    "GB": (
        "Britain", "Großbritannien", "Schottland", "Nordirland",
        "Grande-Bretagne", "Angleterre", "Écosse", "Pays de Galles", "Irlande du Nord",
        "Gran Bretaña", "Inglaterra", "Escocia", "Gales", "Irlanda del Norte",
        "Gran Bretagna", "Inghilterra", "Scozia", "Galles", "Irlanda del Nord",
        "Grã-Bretanha", "Escócia", "País de Gales", "Irlanda do Norte",
        "Groot-Brittannië", "Engeland", "Schotland", "Noord-Ierland",
    ),
    "HK": ("Hongkong",),
    "IR": ("Islamic Republic of Iran",),
    "KP": ("Democratic People's Republic of Korea",),
    "KR": ("Korea", "Südkorea", "Corée du Sud", "Corea del Sur", "Zuid-Korea"),
    "LA": ("Lao",),
    "MD": ("Republic of Moldova",),
    "MK": ("Macedonia",),
    "NL": ("Holland", "Hollande", "Holanda", "Olanda"),
    "PS": ("Palästina", "Palestina"),
    "RU": ("Russian Federation", "Russische Föderation"),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TR": ("Türkei", "Turquie", "Turquía", "Turchia", "Turquia", "Turkije"),
    "TZ": ("United Republic of Tanzania",),
    "US": (
        "USA", "U.S.", "U.S.A.", "America", "The United States", "Amerika",
        "Vereinigte Staaten von Amerika", "États-Unis d'Amérique", "Estados Unidos de América", "EE. UU.",
        "EEUU",
        "Stati Uniti d'America", "Estados Unidos da América", "EUA", "Verenigde Staten van Amerika", "VS",
    ),
    "VA": ("Vatican", "Vatikan", "Vaticano"),
    "VN": ("Viet Nam",),
}  # fmt: skip
"""What people type besides: names in other languages, and English ones too loose for a download's text."""
NOT_MEANT: Final = frozenset({"granada"})
"""Names that for most who write them are something else: a city in Spain, not Grenada."""


def table() -> str:
    """Return the whole file."""
    locales = [Locale.parse(name) for name in LANGUAGES]
    names = {
        code: [
            *(str(locale.territories[code]) for locale in locales),
            *ENGLISH_ALIASES.get(code, ()),
            *OTHER_NAMES.get(code, ()),
            *_own_names(code),
        ]
        for code in sorted(CODES)
    }
    owners = Counter(key for spellings in names.values() for key in {plain(name) for name in spellings})
    lines = [
        f"{code} = {json.dumps(_kept(spellings, owners), ensure_ascii=False)}"
        for code, spellings in names.items()
    ]
    return "\n".join([HEAD, *lines, ""])


def _own_names(code: str) -> list[str]:
    """Return what a country is called in its official languages, as far as CLDR has the name."""
    names = []
    for language in get_official_languages(code, regional=True, de_facto=True):
        try:
            name = Locale.parse(language).territories.get(code)
        except UnknownLocaleError:
            continue
        if name and plain(name) and name != code:
            names.append(str(name))
    return names


def _kept(spellings: list[str], owners: Counter[str]) -> list[str]:
    """Return the spellings that name no other country, each once; the first, the English name, stays."""
    first, *others = dict.fromkeys(spellings)
    return [first, *(name for name in others if owners[plain(name)] == 1 and plain(name) not in NOT_MEANT)]


def write() -> None:
    """Write the file into the rules."""
    TARGET.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    write()
