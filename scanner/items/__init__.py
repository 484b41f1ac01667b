"""The item record: columns from records, repeats merged, media joined to content, stable ids."""

from scanner.items.assemble import ALONE, Assembly, Members, assemble, content_facts, finish
from scanner.items.columns import Columns, looked_up, stacked

__all__ = [
    "ALONE",
    "Assembly",
    "Columns",
    "Members",
    "assemble",
    "content_facts",
    "finish",
    "looked_up",
    "stacked",
]
