"""The item record: columns from records, repeats merged, media joined to content, stable ids."""

from scanner.items.assemble import STANDALONE_FILE, Assembly, Members, assemble, content_facts, finish_items
from scanner.items.columns import Columns, concat_renumbered, join_columns

__all__ = [
    "STANDALONE_FILE",
    "Assembly",
    "Columns",
    "Members",
    "assemble",
    "concat_renumbered",
    "content_facts",
    "finish_items",
    "join_columns",
]
