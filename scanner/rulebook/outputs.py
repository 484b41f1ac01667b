"""The outputs of each decision table, and the check of a rule's `then`."""

from collections.abc import Mapping
from typing import Final

from scanner import schema
from scanner.rulebook.conditions import check_value
from scanner.rulebook.rules import Rule

OUTPUTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "visibility": {
        "visibility": schema.VISIBILITIES,
        "audience": schema.AUDIENCES,
        "basis": schema.BASES,
        "confidence": schema.CONFIDENCES,
        "ever_public": (*schema.EVER_PUBLIC, "account"),
    },
    "lean": {"lean": schema.LEANS},
    "now": {"now": schema.ELIGIBILITIES},
    "past": {"past": schema.ELIGIBILITIES},
    "flags": {},
}
"""The outputs of each table and their words. `ever_public = "account"`: as the account's history has it."""

OPTIONAL: Final = ("audience",)
"""Outputs that a rule may leave out: the audience is then that of the fact that decided."""


def check_outputs(rule: Rule) -> None:
    """Raise RuleError if `then` (of a flag: `message`) is not what the rule's table decides."""
    outputs = OUTPUTS[rule.table]
    check_output_values(rule, "then", rule.then)
    for missing in sorted(outputs.keys() - rule.then.keys() - set(OPTIONAL)):
        raise rule.error("then", f"{missing} is missing")
    if bool(rule.message) == bool(outputs):
        raise rule.error("message", "is needed for flags, and only for them")
    if rule.table == "visibility":
        _check_visibility(rule, rule.then)


def check_output_values(rule: Rule, key: str, values: Mapping[str, str]) -> None:
    """Raise RuleError if an output does not belong to the rule's table or can't have that value."""
    outputs = OUTPUTS[rule.table]
    for output, word in values.items():
        if output not in outputs:
            allowed = ", ".join(outputs) or "nothing"
            raise rule.error(f"{key}.{output}", f"the table {rule.table} decides {allowed}")
        check_value(rule, f"{key}.{output}", outputs[output], word)


def _check_visibility(rule: Rule, then: Mapping[str, str]) -> None:
    is_decided = then["visibility"] != "unknown"
    weak = then["basis"] in ("inferred", "none")
    if is_decided and weak:
        raise rule.error("then.basis", f"{then['basis']} can't make anything {then['visibility']}")
    if weak and then["confidence"] != "low":
        raise rule.error("then.confidence", f"must be low if the basis is {then['basis']}")
    audience = then.get("audience")
    if audience and (audience == "public") != (then["visibility"] == "public"):
        raise rule.error("then.audience", "must be public if the visibility is public, and only then")
