from datetime import UTC, datetime

import pytest

from scanner.readers.transcript import conversation_time, is_name, is_transcript, turns

NAME = "Conversation with Meta AI_04-17-2026_1776479869.txt"
SAID = "Conversation with Meta AI\n\n\nYou: Draw a pier\nMeta AI: Here it is:\nlow tide\nYou: Thanks\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SAID, [("You", "Draw a pier"), ("Meta AI", "Here it is:\nlow tide"), ("You", "Thanks")]),
        ("Conversation with Meta AI You: Hi Meta AI: Hello", [("You", "Hi"), ("Meta AI", "Hello")]),
        ("Conversation with Meta AI\nYou: write You: twice", [("You", "write You: twice")]),
        ("Conversation with Meta AI\nYou:\nMeta AI: Hello", [("Meta AI", "Hello")]),
        ("Conversation with Meta AI\n", []),
    ],
    ids=["lines", "one line", "a mark within a line", "an empty turn", "empty"],
)
def test_turns(text: str, said: list[tuple[str, str]]) -> None:
    assert list(turns(text)) == said


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        (NAME, datetime(2026, 4, 18, 2, 37, 49, tzinfo=UTC)),
        ("Conversation with Meta AI_04-17-2026_1.txt", datetime(2026, 4, 17, tzinfo=UTC)),
        ("Conversation with Meta AI_04-17-2026.txt", datetime(2026, 4, 17, tzinfo=UTC)),
        ("Conversation with Meta AI_17-04-2026_1776479869.txt", None),
        ("Conversation with Meta AI", None),
    ],
)
def test_the_name_of_a_file_tells_its_day_month_first(name: str, moment: datetime | None) -> None:
    assert conversation_time(name) == (moment.timestamp() if moment else None)


@pytest.mark.parametrize(
    ("text", "name", "transcript"),
    [
        (NAME, True, False),
        (SAID, False, True),
        ("Conversation with Meta AI", False, False),
        ("", False, False),
    ],
)
def test_a_name_and_a_transcript_are_told_apart(text: str, name: bool, transcript: bool) -> None:
    assert (is_name(text), is_transcript(text)) == (name, transcript)
