"""What the built-in sources say beside what `exposure rules check` looks at."""

import re

from scanner.rulebook import load

FOREIGN = re.compile(r"[äöüßéàèìòùãõçê\u3130-\ud7a3]|\b(che|può|será|não|deve|dati)\b")


def test_a_foreign_quote_is_explained() -> None:
    sources = load().sources.values()
    assert [each.id for each in sources if FOREIGN.search(each.quote) and not each.quote_note] == []


def test_consumer_bodies_and_a_court_in_summary_have_their_own_grades() -> None:
    grades = {each.id: each.grade for each in load().sources.values()}
    assert {grade for name, grade in grades.items() if name.startswith("verbraucherzentrale")} == {"consumer"}
    assert {grade for name, grade in grades.items() if name.startswith("olg-")} == {"court"}
