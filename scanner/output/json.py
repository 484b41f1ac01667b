"""A scan as JSON: groups of items with the same platform, kind and verdicts, and their count.

Every JSON document of the program is written by `json_text`.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson
import polars as pl
from msgspec.structs import asdict

from scanner.accounts.people import Individual, individuals, scan_of
from scanner.output.scan_numbers import coverage_totals, lean_reasons, tally
from scanner.result import GROUPS, Account, Export, Person, Scan

SCHEMA: Final = "exposure.scan/1"
_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
"""Indented, UTF-8, times in ISO 8601 with `Z`."""


def json_text(document: Any) -> str:
    """Return a document as JSON text with a line break at its end."""
    return orjson.dumps(document, option=_OPTIONS).decode() + "\n"


def groups(scan: Scan, *, assumed: bool = False) -> pl.DataFrame:
    """Return the groups with the sum of `count`; with `assumed`, also the column of that name."""
    if not assumed:
        return scan.summary()
    keys = [*GROUPS, "assumed"]
    return (
        scan.items.select(*keys, "count")
        .group_by(keys)
        .agg(pl.col("count").sum())
        .sort(keys)
        .select(*GROUPS, "count", "assumed")
    )


def scan_json(scan: Scan, titles: Mapping[str, str], *, assumed: bool = False) -> str:
    """Return the scan as the JSON document of the contract; `titles` has the titles of the lean rules."""
    accounts = [_account(account) | _export_names(scan, account) for account in scan.accounts]
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "exports": [_export(export) for export in scan.exports],
        "account": accounts[0] if accounts else None,
        "accounts": accounts,
        "people": [
            individual_data(individual)
            | {"groups": groups(scan_of(scan, individual), assumed=assumed).to_dicts()}
            for individual in individuals(scan.exports)
        ],
        "facts": person_data(scan.person),
        "policy_date": scan.policy_date,
        "groups": groups(scan, assumed=assumed).to_dicts(),
        "leans": _leans(scan, titles),
        "coverage": coverage_totals(scan.coverage),
        "warnings": list(scan.warnings),
    }
    if scan.graph:
        document["graph"] = asdict(scan.graph)
    if assumed:
        document["assumed"] = "lean"
    return json_text(document)


def _leans(scan: Scan, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rules behind the leans of content of unknown visibility, each with its count."""
    return [
        {"lean": prior.lean, "rule": prior.rule, "title": titles.get(prior.rule), "count": prior.count}
        for prior in lean_reasons(tally(scan.items))
    ]


def individual_data(individual: Individual) -> dict[str, Any]:
    """Return one of several people as data: their number, label, downloads and facts."""
    return {
        "person": individual.number,
        "name": individual.label,
        "exports": [export.name for export in individual.exports],
        "facts": person_data(individual.exports[0].person),
    }


def _export(export: Export) -> dict[str, Any]:
    """Return one download as data."""
    return {
        "name": export.name,
        "parts": list(export.parts),
        "made": export.made,
        "made_from": export.made_from,
        "covers_all_time": export.covers_all_time,
        "covers_from": export.covers_from,
        "covers_until": export.covers_until,
        "accounts": [_account(account) for account in export.accounts],
        "facts": person_data(export.person),
    }


def _export_names(scan: Scan, account: Account) -> dict[str, Any]:
    """Return the names of the downloads that an account is in."""
    return {"exports": [export.name for export in scan.exports if account in export.accounts]}


def _account(account: Account) -> dict[str, Any]:
    """Return one account as data."""
    return {
        "platform": account.platform,
        "name": account.name,
        "username": account.username,
        "state": account.state,
        "state_since": account.state_since,
        "professional": account.professional,
        "birth_date": account.birth_date,
        "country": account.country,
        "country_from": account.country_from,
        "country_signal": account.country_signal,
        "other_countries": [
            {"country": country, "country_from": source} for country, source in account.other_countries
        ],
    }


def person_data(person: Person) -> dict[str, Any]:
    """Return the person the verdicts are for, with the origin of each fact."""
    return {
        "region": person.region,
        "region_group": person.region_group,
        "region_from": person.region_from,
        "born": person.born,
        "age": person.age,
        "age_from": person.age_from,
        "objections": [{"platform": platform, "filed": filed} for platform, filed in person.objections],
        "as_of": person.as_of,
    }
