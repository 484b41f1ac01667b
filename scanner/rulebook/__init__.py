"""The rule book: what Meta's words mean for an item, as data with sources, dates and examples.

`load()` reads and validates `rules/`; polars is imported only when a decision table is compiled.
"""

from scanner.resources import rules_dir
from scanner.rulebook.action import Action
from scanner.rulebook.book import RuleBook, load
from scanner.rulebook.rules import Citation, Example, Note, Region, Rule, RuleError

__all__ = [
    "Action",
    "Citation",
    "Example",
    "Note",
    "Region",
    "Rule",
    "RuleBook",
    "RuleError",
    "load",
    "rules_dir",
]
