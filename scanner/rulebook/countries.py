"""Countries by ISO 3166-1 alpha-2 code and, for the commonest, by their English name."""

from typing import Final

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
