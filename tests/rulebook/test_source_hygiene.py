"""What the built-in sources say beside what `exposure rules check` looks at."""

import re
from pathlib import Path
from typing import Final

from scanner.rulebook import load

ROOT: Final = Path(__file__).parents[2]
UNSAID: Final = ("quote", "title", "#")
FOREIGN = re.compile(r"[äöüßéàèìòùãõçê\u3130-\ud7a3]|\b(che|può|será|não|deve|dati)\b")


def test_a_foreign_quote_is_explained() -> None:
    sources = load().sources.values()
    assert [each.id for each in sources if FOREIGN.search(each.quote) and not each.quote_note] == []


def test_consumer_bodies_and_a_court_in_summary_have_their_own_grades() -> None:
    grades = {each.id: each.grade for each in load().sources.values()}
    assert {grade for name, grade in grades.items() if name.startswith("verbraucherzentrale")} == {"consumer"}
    assert {grade for name, grade in grades.items() if name.startswith("olg-")} == {"court"}


OVERCLAIMED: Final = re.compile(
    r"nobody disputes|nothing takes it back|no one promise[sd]|stays in the model|too late"
    r"|most people's|mostly public|most are public",
    re.IGNORECASE,
)
"""Words that say more than any source of the rule book can: nothing was ever looked for in full."""


def test_no_sentence_says_more_than_a_source_can() -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "rules").rglob("*.toml"))]
    texts += [path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")]
    said = [line for text in texts for line in text.splitlines() if not line.startswith(UNSAID)]
    assert [line for line in said if OVERCLAIMED.search(line)] == []
