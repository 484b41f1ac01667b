"""Check a rule before it loads: known words, evidence, sources, examples."""

import re
from collections.abc import Mapping
from typing import Final

from scanner.rulebook.conditions import check_column, check_value, conditions
from scanner.rulebook.outputs import check_output_values, check_outputs
from scanner.rulebook.rules import Citation, Example, Note, Rule

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What an id looks like."""


def check_rule(rule: Rule, sources: Mapping[str, Citation]) -> None:
    """Raise RuleError for the first thing that keeps a rule from loading."""
    check_head(rule, sources)
    check_outputs(rule)
    _check_evidence(rule)
    for kind in ("examples", "counterexamples"):
        examples: list[Example] = getattr(rule, kind)
        if not examples:
            raise rule.error(kind, "a rule needs at least one")
        for index, example in enumerate(examples):
            _check_example(rule, f"{kind}[{index}]", example)


def check_head(row: Rule | Note, sources: Mapping[str, Citation]) -> None:
    """Raise RuleError if the id of a rule or note is not a slug, or it has no source that exists."""
    if not SLUG.fullmatch(row.id):
        raise row.error("id", "is not a slug: use small letters and digits, separated by single hyphens")
    if not row.sources:
        raise row.error("sources", "a rule needs at least one")
    for source in row.sources:
        if source not in sources:
            raise row.error("sources", f'there is no source "{source}"')


def _check_evidence(rule: Rule) -> None:
    """Raise RuleError if a rule could make something public or private without evidence."""
    rule_conditions = conditions(rule)
    decides = rule.table == "visibility" and rule.then["visibility"] != "unknown"
    if decides and not any(
        condition.demands and condition.column.startswith("fact_") for condition in rule_conditions
    ):
        raise rule.error(
            "when",
            f"evidence: only a `fact_` column with a value can make an item {rule.then['visibility']}",
        )


def _check_example(rule: Rule, key: str, example: Example) -> None:
    check_output_values(rule, f"{key}.expect", example.expect)
    for column, value in example.item.items():
        place = f"{key}.item.{column}"
        kind = check_column(rule, place, column)
        for entry in value if kind == "list" and isinstance(value, list) else [value]:
            check_value(rule, place, kind, entry)
