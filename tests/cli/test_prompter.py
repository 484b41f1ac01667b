"""Answers in a terminal: words, numbers, and what people say in their own language."""

import pytest

from scanner.cli.prompter import _one_of
from scanner.interview.question import InvalidAnswerError
from scanner.interview.questions import AUDIENCES, NO_AUDIENCE, YES_NO


@pytest.mark.parametrize(
    ("allowed", "answer", "word"),
    [
        (YES_NO, "Ja", "yes"), (YES_NO, "não", "no"), (YES_NO, "1", "yes"), (YES_NO, "ye", "yes"),
        (AUDIENCES, "pub", "public"), (AUDIENCES, "4", "friends_of_friends"),
        (AUDIENCES, "friends", "friends"),
    ],
)  # fmt: skip
def test_a_word_is_chosen_by_number_by_first_letters_or_in_another_language(
    allowed: dict[str, str], answer: str, word: str
) -> None:
    assert _one_of(list(allowed), {}, answer) == word


@pytest.mark.parametrize("answer", ["private", "Privat", "privé", "not public"])
def test_private_is_no_audience_and_what_fits_is_said(answer: str) -> None:
    with pytest.raises(InvalidAnswerError, match="does not say who could see them: answer friends, only_me"):
        _one_of(list(AUDIENCES), NO_AUDIENCE, answer)
