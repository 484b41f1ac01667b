"""Text of an export made safe for a terminal: control characters are shown as escapes."""

import re
from typing import Final

from rich.cells import cell_len, set_cell_size

from scanner.schema import THREAD_FOLDERS

LAST_OF_TWO_DIGITS: Final = 0xFF
"""The last character whose escape has two hex digits, as `\\x1b`."""
LAST_OF_FOUR_DIGITS: Final = 0xFFFF
"""The last character whose escape has four hex digits, as `\\u202e`."""

_STEERING: Final = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, ANSI escapes among them
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f"  # bidi marks and invisible characters
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff"  # halves of a pair, which no encoding can write
    "\U000e0000-\U000e007f"  # tags: invisible text
    "]"
)
_BREAKS: Final = re.compile("\r\n|[\n\r\u2028\u2029]")
_UNWRITTEN_IN_JSON: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_THREAD: Final = re.compile(
    rf"((?:^|/)messages/(?:(?:{'|'.join(THREAD_FOLDERS)}|secret\w*|broadcast\w*)/)?)"
    rf"(?!(?:{'|'.join(THREAD_FOLDERS)}|photos|stickers_used)/)([^/]+?)(?=/|_\d+\.(?:json|html)$)",
    re.IGNORECASE,
)


def safe(text: str) -> str:
    """Return `text` in one line, with control, bidi and invisible characters as escapes."""
    return _STEERING.sub(_escape, _BREAKS.sub("⏎", text))


def safe_lines(text: str) -> str:
    """Return `text` with its line breaks, and everything else as in `safe`."""
    return "\n".join(safe(line) for line in text.split("\n"))


def safe_json(text: str) -> str:
    """Return a JSON text with control characters that JSON allows escaped; it parses to the same."""
    return _UNWRITTEN_IN_JSON.sub(lambda hit: f"\\u{ord(hit[0]):04x}", text)


def cut(text: str, width: int) -> str:
    """Return `text` safe and cut to `width` terminal cells, with an ellipsis where something is missing."""
    escaped = safe(text[: width * 2])
    if len(text) <= width * 2 and cell_len(escaped) <= width:
        return escaped
    return set_cell_size(escaped, width - 1).rstrip() + "…"


def masked_path(path: str) -> str:
    """Return a member's path with the name of a message thread masked: it contains people's names."""
    return safe(_THREAD.sub(r"\1*", path))


def _escape(hit: re.Match[str]) -> str:
    """Return the escape of one character."""
    code = ord(hit[0])
    if code <= LAST_OF_TWO_DIGITS:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"
