"""Which quotes of the rule book a new text of a policy keeps, changes or drops."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, get_args

import msgspec

from scanner.rulebook.rules import Citation
from scanner.rulebook.texts import PolicyText, comparable, split_sentences

State = Literal["changed", "gone", "new", "both", "neither"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""What can have become of a quote, what needs work first."""

CHANGED_FROM: Final = 0.6
"""How alike (0 to 1) a passage of the new text has to be to a quote to be taken for its new wording."""
_MOST_COMPARED: Final = 24
"""Passages that are compared word by word: those that share the most words with the quote."""
_WORD: Final = re.compile(r"\w+(?:'\w+)*")


class Drift(msgspec.Struct, frozen=True):
    """One quote of the rule book beside two texts of a policy."""

    source: Citation
    state: State
    """`changed` and `gone`: only the old text has it; `new`: only the new one; `both`; `neither`."""
    closest: str = ""
    """Of a changed quote, the passage of the new text that is most like it."""
    likeness: float | None = None
    """How alike the two are, 0 to 1."""


def drift(sources: Iterable[Citation], old: PolicyText, new: PolicyText) -> list[Drift]:
    """Return for each source with a quote what became of it, ordered by `STATES`, then as the sources are."""
    passages = _Passages(new)
    drifts = [_quote_drift(source, old, new, passages) for source in sources if source.quote]
    return sorted(drifts, key=lambda item: STATES.index(item.state))


def _quote_drift(source: Citation, old: PolicyText, new: PolicyText, passages: "_Passages") -> Drift:
    """Return what became of one quote, by comparing it with both texts."""
    before, after = old.holds(source.quote), new.holds(source.quote)
    if after:
        return Drift(source, "both" if before else "new")
    if not before:
        return Drift(source, "neither")
    passage, likeness = passages.closest(source.quote)
    if likeness < CHANGED_FROM:
        return Drift(source, "gone")
    return Drift(source, "changed", passage, round(likeness, 2))


class _Passages:
    """The sentences of a text, and of each the words, for finding the one most like a quote."""

    def __init__(self, text: PolicyText) -> None:
        self._sentences = text.sentences
        self._words = [_split_words(sentence) for sentence in text.sentences]

    def closest(self, quote: str) -> tuple[str, float]:
        """Return the passage most like a quote, with as many sentences as the quote has, and how alike."""
        plain = comparable(quote)
        quoted = _split_words(plain)
        span = max(1, len(split_sentences(plain)))
        starts = self._most_shared(set(quoted), span)
        best = max(starts, key=lambda start: self._likeness(quoted, start, span), default=None)
        if best is None:
            return "", 0.0
        return " ".join(self._sentences[best : best + span]), self._likeness(quoted, best, span)

    def _most_shared(self, quoted: set[str], span: int) -> list[int]:
        """Return where the passages begin that share the most words with a quote."""
        last = max(0, len(self._words) - span)
        candidates = [(len(quoted & set(self._joined(start, span))), start) for start in range(last + 1)]
        # of passages that share as many, the one that comes first in the text
        ranked = sorted(
            (candidate for candidate in candidates if candidate[0]),
            key=lambda candidate: (-candidate[0], candidate[1]),
        )
        return [start for _, start in ranked[:_MOST_COMPARED]]

    def _likeness(self, quoted: Sequence[str], start: int, span: int) -> float:
        """Return how alike a quote and the part of a passage are that lies where they agree longest."""
        passage = self._joined(start, span)
        agreed = SequenceMatcher(None, quoted, passage, autojunk=False).find_longest_match()
        slack = 2 + len(quoted) // 4
        begin = agreed.b - agreed.a
        part = passage[max(0, begin - slack) : begin + len(quoted) + slack]
        blocks = SequenceMatcher(None, quoted, part, autojunk=False).get_matching_blocks()
        # the last block is empty by difflib's definition
        matched = sum(block.size for block in blocks)
        if not matched:
            return 0.0
        length = blocks[-2].b + blocks[-2].size - blocks[0].b
        return 2 * matched / (len(quoted) + length)

    def _joined(self, start: int, span: int) -> list[str]:
        """Return the words of a passage."""
        return [word for words in self._words[start : start + span] for word in words]


def _split_words(text: str) -> list[str]:
    """Return the words of a comparable text in small letters."""
    return _WORD.findall(text.casefold())
