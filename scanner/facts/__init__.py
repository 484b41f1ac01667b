"""What the user knows and no export shows: `exposure.toml`, options, answers of the Graph API."""

from scanner.facts.load import FactsError, load, parse, read
from scanner.facts.model import (
    FACEBOOK_AUDIENCES,
    GROUP_AUDIENCES,
    OVERRIDE_AUDIENCES,
    AccountFacts,
    FacebookFacts,
    Facts,
    GraphPost,
    Objection,
    Override,
    Period,
    ProfileFacts,
)

__all__ = [
    "FACEBOOK_AUDIENCES",
    "GROUP_AUDIENCES",
    "OVERRIDE_AUDIENCES",
    "AccountFacts",
    "FacebookFacts",
    "Facts",
    "FactsError",
    "GraphPost",
    "Objection",
    "Override",
    "Period",
    "ProfileFacts",
    "load",
    "parse",
    "read",
]
