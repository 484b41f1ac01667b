"""A conversation with Meta AI as one text, in the files of the Meta AI app's download.

`Conversation with Meta AI_04-17-2026_1776479869.txt` holds `Conversation with Meta AI`, then `You: ...` and
`Meta AI: ...` in turn: month before day, then the second it was made (public parser of the JSON export;
Meta-AI-Parser `meta_ai.py` of the HTML one).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from scanner.readers.values import parse_time

HEAD: Final = "Conversation with Meta AI"
_NAME: Final = re.compile(r"_(\d\d)-(\d\d)-(\d{4})(?:_(\d+))?\.txt\b")
_ON_LINES: Final = re.compile(r"^[ \t]*(You|Meta AI):[ \t]*", re.MULTILINE)
_IN_ONE_LINE: Final = re.compile(r"(?:(?<=\s)|^)(You|Meta AI):\s*")
A_DAY: Final = 86_400


class Turn(NamedTuple):
    """What the owner or the AI said, without a break."""

    speaker: str
    """`You` or `Meta AI`."""
    text: str


def is_name(text: str) -> bool:
    """Return whether a text is the name of such a file."""
    return text.startswith(HEAD) and _NAME.search(text) is not None


def is_transcript(text: str) -> bool:
    """Return whether a text is a conversation, not only the name of one."""
    return text.lstrip().startswith(HEAD) and _IN_ONE_LINE.search(text) is not None


def turns(text: str) -> Iterator[Turn]:
    """Yield what was said, turn by turn; each begins a line, unless the page has all of them on one."""
    body = text.strip().removeprefix(HEAD)
    marks = list((_ON_LINES if "\n" in body else _IN_ONE_LINE).finditer(body))
    ends = [*(mark.start() for mark in marks[1:]), len(body)]
    for mark, end in zip(marks, ends, strict=False):
        if text_of_turn := body[mark.end() : end].strip():
            yield Turn(mark[1], text_of_turn)


def conversation_time(name: str) -> float | None:
    """Return the time in a file's name, as a timestamp: its second if that fits its day, else the day."""
    match = _NAME.search(name)
    if match is None:
        return None
    try:
        day = datetime(int(match[3]), int(match[1]), int(match[2]), tzinfo=UTC).timestamp()
    except ValueError:
        return None
    second = parse_time(match[4])
    return second if second is not None and abs(second - day) < 2 * A_DAY else day
