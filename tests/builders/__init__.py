"""Invented exports of every vintage: stories, the records they become, the trees Meta would deliver."""

from tests.builders.built import Built
from tests.builders.people import CAMILLE, JANA, JANE, RAVI
from tests.builders.story import Entry, File, Story, at
from tests.builders.vintages import VINTAGES
from tests.builders.write import (
    Tree,
    as_drive_writes,
    as_folder,
    as_parts,
    as_zip,
    clean,
    in_folder,
    mojibake,
)

__all__ = [
    "CAMILLE",
    "JANA",
    "JANE",
    "RAVI",
    "VINTAGES",
    "Built",
    "Entry",
    "File",
    "Story",
    "Tree",
    "as_drive_writes",
    "as_folder",
    "as_parts",
    "as_zip",
    "at",
    "clean",
    "in_folder",
    "mojibake",
]
