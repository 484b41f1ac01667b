"""JSON as this program writes it: indented, UTF-8, times in ISO 8601 with `Z`."""

from typing import Any

import orjson

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def json_text(document: Any) -> str:
    """Give a document as JSON text with a line break at its end."""
    return orjson.dumps(document, option=_OPTIONS).decode() + "\n"
