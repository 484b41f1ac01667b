"""The item record: columns from records, repeats merged, media joined to content, stable ids."""

from scanner.items.assemble import STANDALONE_FILE, Assembly, Members, assemble, content_facts, finish
from scanner.items.columns import Columns, left_join_columns, stacked

__all__ = [
    "STANDALONE_FILE",
    "Assembly",
    "Columns",
    "Members",
    "assemble",
    "content_facts",
    "finish",
    "left_join_columns",
    "stacked",
]
