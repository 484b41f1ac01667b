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

_MORE: Final = (
    "AD Andorra|AL Albania|DZ Algeria|AO Angola|AM Armenia|AW Aruba|AX Åland|AX Åland Islands|AZ Azerbaijan"
    "|BS Bahamas|BS The Bahamas|BH Bahrain|BB Barbados|BY Belarus|BZ Belize|BJ Benin|BM Bermuda|BT Bhutan"
    "|BO Bolivia|BA Bosnia and Herzegovina|BW Botswana|BN Brunei|BF Burkina Faso|BI Burundi|KH Cambodia"
    "|CM Cameroon|CV Cape Verde|CV Cabo Verde|KY Cayman Islands|CF Central African Republic|TD Chad"
    "|KM Comoros|CD Democratic Republic of the Congo|CG Republic of the Congo|CR Costa Rica"
    "|CI Côte d'Ivoire|CI Ivory Coast|CU Cuba|CW Curaçao|DJ Djibouti|DM Dominica|DO Dominican Republic"
    "|EC Ecuador|SV El Salvador|GQ Equatorial Guinea|ER Eritrea|SZ Eswatini|ET Ethiopia|FO Faroe Islands"
    "|FJ Fiji|GF French Guiana|PF French Polynesia|GA Gabon|GM Gambia|GM The Gambia|GH Ghana|GI Gibraltar"
    "|GL Greenland|GD Grenada|GP Guadeloupe|GU Guam|GT Guatemala|GG Guernsey|GN Guinea|GW Guinea-Bissau"
    "|GY Guyana|HT Haiti|VA Holy See|VA Vatican City|HN Honduras|IR Iran|IQ Iraq|IM Isle of Man|JM Jamaica"
    "|JE Jersey|JO Jordan|KZ Kazakhstan|KW Kuwait|KG Kyrgyzstan|LA Laos|LB Lebanon|LS Lesotho|LR Liberia"
    "|LY Libya|MO Macau|MO Macao|MG Madagascar|MW Malawi|MV Maldives|ML Mali|MQ Martinique|MR Mauritania"
    "|MU Mauritius|YT Mayotte|MD Moldova|MC Monaco|MN Mongolia|ME Montenegro|MZ Mozambique|MM Myanmar"
    "|NA Namibia|NP Nepal|NC New Caledonia|NI Nicaragua|NE Niger|MK North Macedonia|OM Oman|PS Palestine"
    "|PA Panama|PG Papua New Guinea|PY Paraguay|PR Puerto Rico|QA Qatar|RE Réunion|RE Reunion|RW Rwanda"
    "|BL Saint Barthélemy|KN Saint Kitts and Nevis|LC Saint Lucia|MF Saint Martin"
    "|VC Saint Vincent and the Grenadines|WS Samoa|SM San Marino|ST São Tomé and Príncipe|SN Senegal"
    "|SC Seychelles|SL Sierra Leone|SB Solomon Islands|SO Somalia|SS South Sudan|LK Sri Lanka|SD Sudan"
    "|SR Suriname|SY Syria|TJ Tajikistan|TZ Tanzania|TH Thailand|TL Timor-Leste|TG Togo|TO Tonga"
    "|TT Trinidad and Tobago|TN Tunisia|TM Turkmenistan|UG Uganda|UY Uruguay|UZ Uzbekistan|VU Vanuatu"
    "|VE Venezuela|VI U.S. Virgin Islands|YE Yemen|ZM Zambia|ZW Zimbabwe|AF Afghanistan|AR Argentina"
    "|CO Colombia"
)
_MORE_NAMES: Final = {
    name.casefold(): code for code, name in (entry.split(" ", 1) for entry in _MORE.split("|"))
}
"""Countries and territories as the end of a city's name may have them. Georgia is left out: after a city it
may be the state of the USA."""

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

_COUNTRIES: Final = (
    "AT Austria|BE Belgium|BG Bulgaria|HR Croatia|CY Cyprus|CZ Czechia|DK Denmark|EE Estonia|FI Finland"
    "|FR France|DE Germany|GR Greece|HU Hungary|IS Iceland|IE Ireland|IT Italy|LV Latvia|LI Liechtenstein"
    "|LT Lithuania|LU Luxembourg|MT Malta|NL Netherlands|NO Norway|PL Poland|PT Portugal|RO Romania"
    "|SK Slovakia|SI Slovenia|ES Spain|SE Sweden|GB United Kingdom|CH Switzerland|BR Brazil"
    "|US United States|CA Canada|AU Australia|KR South Korea|JP Japan|IN India"
    "|AX Åland|GF French Guiana|GP Guadeloupe|MF Saint Martin|MQ Martinique|RE Réunion|YT Mayotte"
    "|AD Andorra|BL Saint Barthélemy|GG Guernsey|GI Gibraltar|IM Isle of Man|JE Jersey|MC Monaco"
    "|SM San Marino|VA Vatican City"
)
COUNTRY_NAMES: Final = dict(entry.split(" ", 1) for entry in _COUNTRIES.split("|"))
"""The countries that a rule speaks of; any other is shown by its code."""


def shown_name(code: str) -> str:
    """Return a country's English name for its ISO 3166-1 alpha-2 code, or the code if no rule names it."""
    return COUNTRY_NAMES.get(code, code)


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
    name = country.strip().casefold()
    return code if code in CODES else _NAMES.get(name) or _MORE_NAMES.get(name)


def country_of_state(state: str) -> str | None:
    """Return the code of the country that a state or province belongs to, by its English name.

    Instagram ends the name of a city in the USA with its state (`Portland, Oregon`), of others with the
    country. Source: the fixtures of `inferred_data_primary_location` in vana-com/vana-userdata-extractor.
    """
    return _COUNTRY_OF_STATE.get(state.strip().casefold())


def plain(name: str) -> str:
    """Return a name as typed names are compared: without case, accents and punctuation."""
    letters = (char for char in normalize("NFKD", name.casefold()) if not combining(char))
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
