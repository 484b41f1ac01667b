"""Countries by ISO 3166-1 alpha-2 code and name: English names for downloads, many more for what people type.

A text of a download may be a city or a state of the USA, so `code_of` takes only names that mean a country.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final
from unicodedata import combining, normalize

from scanner import resources

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

ENGLISH_ALIASES: Final = {
    "AX": ("Åland",),
    "BL": ("Saint Barthélemy",),
    "BS": ("The Bahamas",),
    "CD": ("Democratic Republic of the Congo",),
    "CG": ("Republic of the Congo",),
    "CI": ("Ivory Coast",),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic",),
    "GB": ("Great Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "GM": ("The Gambia",),
    "HK": ("Hong Kong",),
    "KN": ("Saint Kitts and Nevis",),
    "KR": ("Republic of Korea",),
    "LC": ("Saint Lucia",),
    "MF": ("Saint Martin",),
    "MM": ("Myanmar",),
    "MO": ("Macau", "Macao"),
    "NL": ("The Netherlands",),
    "PS": ("Palestine",),
    "TR": ("Turkey",),
    "US": ("United States of America",),
    "VA": ("Holy See",),
    "VC": ("Saint Vincent and the Grenadines",),
}
"""What English texts call a country and CLDR's English does not, by code: each means that country alone.

CLDR writes `St. Lucia`, `Hong Kong SAR China`, `Türkiye`. `tools/cldr_countries.py` adds these to its table.
"""

_STATES: Final = {
    "US": (
        "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia"
        "|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts"
        "|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico"
        "|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina"
        "|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
    ),
    "CA": (
        "Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|Nova Scotia|Ontario"
        "|Prince Edward Island|Quebec|Québec|Saskatchewan"
    ),
}
_COUNTRY_OF_STATE: Final = {
    name.casefold(): code for code, names in _STATES.items() for name in names.split("|")
}


def country_name(code: str) -> str:
    """Return a country's English name for its ISO 3166-1 alpha-2 code, or a code that ISO does not have."""
    return names_of(alpha2(code))[0]


def country_in_sentence(code: str) -> str:
    """Return the English name of a country as a sentence has it: `the United Kingdom`, `Germany`."""
    name = country_name(code)
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


_WITH_ARTICLE: Final = ("United ", "Netherlands", "Philippines", "Bahamas", "Maldives")


def is_country(code: str) -> bool:
    """Return whether this is a code of ISO 3166-1 alpha-2, in any case; `UK` is taken for `GB`."""
    return alpha2(code) in CODES


def alpha2(code: str) -> str:
    """Write a code as ISO does: capitals, `UK` as `GB`."""
    code = code.strip().upper()
    return _ALIASES.get(code, code)


def code_of(country: str) -> str | None:
    """Return the code of a country from its code in any case or its English name; None: not known.

    A name that may be a state's is not known: after a city, Georgia may be the state of the USA.
    """
    code = alpha2(country)
    return code if code in CODES else _codes_by_english_name().get(plain(country))


def country_of_state(state: str) -> str | None:
    """Return the code of the country that a state or province belongs to, by its English name.

    Instagram ends the name of a city in the USA with its state (`Portland, Oregon`), of others with the
    country. Source: the fixtures of `inferred_data_primary_location` in vana-com/vana-userdata-extractor.
    """
    return _COUNTRY_OF_STATE.get(state.strip().casefold())


def plain(name: str) -> str:
    """Return a name as typed names are compared: without case, accents and punctuation, `&` as `and`."""
    spelled = normalize("NFKD", name.casefold().replace("&", " and "))
    letters = (char for char in spelled if not combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


def codes_of_name(name: str) -> set[str]:
    """Return the codes that a typed name may mean: by code, or by name.

    Names are in seven languages and in the country's own.

    Empty: none is known. More than one: the name is a country's and another place's too.
    """
    code = alpha2(name)
    return {code} if code in CODES else set(_codes_by_name().get(plain(name), ()))


def names_of(code: str) -> tuple[str, ...]:
    """Return the names of a country, the English one first."""
    return _names().get(code, (code,))


def country_names() -> tuple[str, ...]:
    """Return every name that can be typed, in the form of `plain`."""
    return tuple(_codes_by_name())


_ALSO_A_STATE: Final = {"georgia": "US"}
"""Names of countries that people in the USA may mean their state by."""


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Read the names of all countries."""
    text = (resources.rules_dir() / "countries" / "cldr.toml").read_text(encoding="utf-8")
    return {code: tuple(names) for code, names in resources.loads(text).items()}


@cache
def _codes_by_name() -> Mapping[str, frozenset[str]]:
    """Return the codes for each name."""
    codes_by_name: dict[str, set[str]] = {}
    for code, names in _names().items():
        for name in names:
            codes_by_name.setdefault(plain(name), set()).add(code)
    for name, code in _ALSO_A_STATE.items():
        codes_by_name[name].add(code)
    return {name: frozenset(codes) for name, codes in codes_by_name.items()}


@cache
def _codes_by_english_name() -> Mapping[str, str]:
    """Return the code for each English name, in the form of `plain`, that is no state's too."""
    english = {code: (names[0], *ENGLISH_ALIASES.get(code, ())) for code, names in _names().items()}
    codes_by_name = {plain(name): code for code, names in english.items() for name in names}
    return {name: code for name, code in codes_by_name.items() if name not in _ALSO_A_STATE}
