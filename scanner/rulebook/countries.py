"""Countries by ISO 3166-1 alpha-2 code and name: few English names for downloads, many for what people type.

A text of a download may be a city or a state of the USA, so `code_of` takes only names that mean a country.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final
from unicodedata import combining, normalize

from scanner import builtin, toml

_CODES: Final = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT "
    "BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
    "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
    "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI "
    "NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG "
    "SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG "
    "UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
)
CODES: Final = frozenset(_CODES.split())
"""The 249 codes of ISO 3166-1 alpha-2."""

_ALIASES: Final = {"UK": "GB", "EL": "GR"}

_NAMES: Final = {
    "argentina": "AR", "australia": "AU", "austria": "AT", "bangladesh": "BD", "belgium": "BE",
    "brazil": "BR", "bulgaria": "BG", "canada": "CA", "chile": "CL", "china": "CN", "colombia": "CO",
    "croatia": "HR", "cyprus": "CY", "czech republic": "CZ", "czechia": "CZ", "denmark": "DK",
    "egypt": "EG", "england": "GB", "estonia": "EE", "finland": "FI", "france": "FR", "germany": "DE",
    "great britain": "GB", "greece": "GR", "hong kong": "HK", "hungary": "HU", "iceland": "IS",
    "india": "IN", "indonesia": "ID", "ireland": "IE", "israel": "IL", "italy": "IT", "japan": "JP",
    "kenya": "KE", "latvia": "LV", "liechtenstein": "LI", "lithuania": "LT", "luxembourg": "LU",
    "malaysia": "MY", "malta": "MT", "mexico": "MX", "morocco": "MA", "netherlands": "NL",
    "new zealand": "NZ", "nigeria": "NG", "northern ireland": "GB", "norway": "NO", "pakistan": "PK",
    "peru": "PE", "philippines": "PH", "poland": "PL", "portugal": "PT", "republic of korea": "KR",
    "romania": "RO", "russia": "RU", "saudi arabia": "SA", "scotland": "GB", "serbia": "RS",
    "singapore": "SG", "slovakia": "SK", "slovenia": "SI", "south africa": "ZA", "south korea": "KR",
    "spain": "ES", "sweden": "SE", "switzerland": "CH", "taiwan": "TW", "thailand": "TH",
    "the netherlands": "NL", "turkey": "TR", "türkiye": "TR", "ukraine": "UA",
    "united arab emirates": "AE", "united kingdom": "GB", "united states": "US",
    "united states of america": "US", "vietnam": "VN", "wales": "GB",
}  # fmt: skip


def is_country(code: str) -> bool:
    """Tell whether this is a code of ISO 3166-1 alpha-2, in any case; `UK` is taken for `GB`."""
    return alpha2(code) in CODES


def alpha2(code: str) -> str:
    """Write a code as ISO does: capitals, `UK` as `GB`."""
    code = code.strip().upper()
    return _ALIASES.get(code, code)


def code_of(country: str) -> str | None:
    """Give the code of a country from its code in any case or its English name; None: not known."""
    code = alpha2(country)
    return code if code in CODES else _NAMES.get(country.strip().casefold())


def plain(name: str) -> str:
    """Return a name as typed names are compared: without case, accents and punctuation."""
    letters = (char for char in normalize("NFKD", name.casefold()) if not combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


def codes_of_name(name: str) -> set[str]:
    """Return the codes that a typed name may mean: by code, or by name in one of seven languages.

    Empty: none is known. More than one: the name is a country's and another place's too.
    """
    code = alpha2(name)
    return {code} if code in CODES else set(_codes_by_name().get(plain(name), ()))


def names_of(code: str) -> tuple[str, ...]:
    """Return the names of a country, the English one first."""
    return _names().get(code, (code,))


def known_names() -> tuple[str, ...]:
    """Return every name that can be typed, in the form of `plain`."""
    return tuple(_codes_by_name())


_ALSO_A_STATE: Final = {"georgia": "US"}
"""Names of countries that people in the USA may mean their state by."""


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Read the names of all countries."""
    text = (builtin.rules_dir() / "countries" / "cldr.toml").read_text(encoding="utf-8")
    return {code: tuple(names) for code, names in toml.loads(text).items()}


@cache
def _codes_by_name() -> Mapping[str, frozenset[str]]:
    """Return the codes for each name."""
    found: dict[str, set[str]] = {}
    for code, names in _names().items():
        for name in names:
            found.setdefault(plain(name), set()).add(code)
    for name, code in _ALSO_A_STATE.items():
        found[name].add(code)
    return {name: frozenset(codes) for name, codes in found.items()}
