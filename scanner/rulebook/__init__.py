"""The rule book: what Meta's words mean for an item, as data with sources, dates and examples.

`load()` reads and validates `rules/`; polars is imported only when a decision table is compiled.
"""

from scanner.resources import rules_dir
from scanner.rulebook.action import Action
from scanner.rulebook.book import RuleBook, load
from scanner.rulebook.rules import Example, Note, Region, Rule, RuleError, Source

__all__ = [
    "Action",
    "Example",
    "Note",
    "Region",
    "Rule",
    "RuleBook",
    "RuleError",
    "Source",
    "load",
    "rules_dir",
]
