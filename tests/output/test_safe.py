import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from scanner.output.terminal_safe import cut, masked_path, safe, safe_json, safe_lines

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, grüß dich 👩‍👧", "plain, grüß dich 👩‍👧"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("a\nb\r\nc", "a⏎b⏎c"),
        ("bell\a tab\t", "bell\\x07 tab\\x09"),
        ("\x9b31m", "\\x9b31m"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud83d", "\\ud83d"),
    ],
)
def test_what_would_steer_a_terminal_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text(st.characters(codec=None)))
def test_no_control_or_bidi_character_passes(text: str) -> None:
    for character in safe(text):
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(character) not in BIDI
    safe(text).encode()


@given(st.text())
def test_line_breaks_stay_where_they_are_wanted(text: str) -> None:
    assert safe_lines(text).count("\n") == text.count("\n")


@given(st.text())
def test_json_means_the_same_and_holds_nothing_raw(text: str) -> None:
    made = safe_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(made) == text
    assert "\x9b" not in made
    assert "\u202e" not in made


@given(st.text(), st.integers(8, 40))
def test_cut_text_fits(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("messages/inbox/janesample_12ab/message_1.json", "messages/inbox/*/message_1.json"),
        ("a/messages/e2ee_cutover/jane_1/photos/1.jpg", "a/messages/e2ee_cutover/*/photos/1.jpg"),
        ("messages/Jane Sample_12.json", "messages/*_12.json"),
        ("posts/your_posts_1.json", "posts/your_posts_1.json"),
    ],
)
def test_names_of_threads_are_masked(path: str, shown: str) -> None:
    assert masked_path(path) == shown
