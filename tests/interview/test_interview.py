"""Questions are built from what an export leaves open; answers settle items, or say that they don't."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec.structs import replace

from scanner.facts import Facts, parse
from scanner.interview import as_template, open_questions, run_interview, topics
from scanner.interview.question import InvalidAnswerError
from scanner.pipeline import gather, judged
from scanner.result import Scan
from scanner.rulebook import RuleBook, load
from tests.builders import Tree, as_zip
from tests.scanning import TODAY, entry, facebook, instagram, posted, without

T = TypeVar("T")
POSTS = tuple(
    entry("post", f"{year}-06-0{day} 10:00", f"{year} {day}")
    for year in (2011, 2012, 2016, 2017)
    for day in (1, 2, 3)
)
GROUP = tuple(
    entry("group_post", f"2020-01-0{day} 10:00", f"g{day}", container="Sample Choir") for day in (1, 2, 3, 4)
)


class Answers:
    """Answers by the first words of what is asked; what nobody answers is skipped."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self.told = told
        self.heard: list[str] = []

    def say(self, text: str) -> None:
        self.heard.append(text.strip())

    def _answer(self, prompt: str) -> str | None:
        about = [*self.heard[-2:], prompt]
        return next((word for key, word in self.told.items() if any(key in line for line in about)), None)

    def text(self, prompt: str, read: Callable[[str], T]) -> T | None:
        told = self._answer(prompt)
        return None if told is None else read(told)

    def choice(
        self, prompt: str, words: Mapping[str, str], hints: Mapping[str, str] | None = None
    ) -> str | None:
        told = self._answer(prompt)
        assert told is None or told in words
        return told


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


def judge_of(tree: Tree, directory: Path, book: RuleBook) -> Callable[[Facts], Scan]:
    found = gather([as_zip(tree, directory / "export.zip")], book)
    return lambda facts: judged(found, facts, TODAY, book)


def asked(
    judge: Callable[[Facts], Scan], book: RuleBook, facts: Facts | None = None
) -> list[tuple[str, int]]:
    told = facts or Facts()
    return [(q.id, q.count) for q in open_questions(judge(told), told, topics(judge(told), told, book))]


def held(
    judge: Callable[[Facts], Scan], book: RuleBook, answers: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Hold an interview; gives each text that was kept, and what was said."""
    kept: list[str] = []
    asker = Answers(answers)
    assert run_interview("", Facts(), judge, book, asker, kept.append) == len(kept)
    return kept, asker.heard


def test_what_is_open_is_asked_biggest_share_first_with_its_count(tmp_path: Path, book: RuleBook) -> None:
    found = asked(judge_of(facebook(*POSTS, *GROUP), tmp_path, book), book)
    assert [count for _, count in found] == sorted((count for _, count in found), reverse=True)
    counts = dict(found)
    assert counts["group Sample Choir"] == 4
    assert sum(count for name, count in found if name.startswith("period")) == len(POSTS)


def test_one_item_is_not_called_several(tmp_path: Path, book: RuleBook) -> None:
    judge = judge_of(posted({"timestamp": 1_500_000_000, "data": [{"post": "x"}]}), tmp_path, book)
    _, heard = held(judge, book, {})
    assert any("apply to 1 item." in line for line in heard)


def test_region_and_birth_date_are_asked_only_where_the_export_says_nothing(
    tmp_path: Path, book: RuleBook
) -> None:
    whole, bare = (
        facebook(*POSTS),
        {path: told for path, told in facebook(*POSTS).items() if "posts/" in path},
    )
    known = {name for name, _ in asked(judge_of(whole, tmp_path, book), book)}
    unknown = {name for name, _ in asked(judge_of(bare, tmp_path, book), book)}
    assert {"region", "born"} & known == set()
    assert {"region", "born"} <= unknown


def test_an_answer_settles_the_period_it_speaks_of(tmp_path: Path, book: RuleBook) -> None:
    judge = judge_of(facebook(*POSTS), tmp_path, book)
    kept, heard = held(judge, book, {"2011 to 2012": "public", "2016 to 2017": "friends"})
    assert [period.audience for period in parse(kept[-1]).facebook.audience] in (
        ["public", "friends"],
        ["friends", "public"],
    )
    assert len([line for line in heard if line.startswith("-> 6 items settled")]) == 2
    assert not [name for name, _ in asked(judge, book, parse(kept[-1])) if name.startswith("period")]


@pytest.mark.parametrize("word", ["mixed", "unsure"])
def test_mixed_and_unsure_settle_nothing_and_a_default_only_leans(
    word: str, tmp_path: Path, book: RuleBook
) -> None:
    judge = judge_of(facebook(*POSTS), tmp_path, book)
    nothing, _ = held(judge, book, {"Who could see them": word})
    assert nothing == []
    kept, _ = held(judge, book, {"The proposed audience": "friends", "2016 to 2017": word})
    facts = parse(kept[-1])
    assert (facts.facebook.audience, len(facts.facebook.default)) == ((), 1)
    rows = judge(facts).items.filter(kind="post").sort("created_at")
    assert set(rows["visibility"]) == {"unknown"}
    assert rows["lean"].to_list()[-6:] == ["private"] * 6


def test_groups_and_objections_are_written_down(tmp_path: Path, book: RuleBook) -> None:
    judge = judge_of(facebook(*GROUP), tmp_path, book)
    answers = {
        "Sample Choir": "private",
        "The day you objected": "2025-05-20",
        "which product": "facebook",
        "accept": "yes",
    }
    facts = parse(held(judge, book, answers)[0][-1])
    assert facts.facebook.groups == {"Sample Choir": "private"}
    told = [(o.platform, str(o.filed), o.accepted) for o in facts.objection]
    assert told in ([], [("facebook", "2025-05-20", True)])


def test_an_account_whose_state_is_not_exported_is_asked_about(tmp_path: Path, book: RuleBook) -> None:
    tree = {
        p: t
        for p, t in instagram(entry("ig_post", "2020-01-01 10:00", "A", 1)).items()
        if "personal_information" not in p
    }
    judge = judge_of(tree, tmp_path, book)
    kept, _ = held(judge, book, {"on Instagram. Is the account": "private"})
    assert parse(kept[-1]).instagram.private is True
    rows = judge(parse(kept[-1])).items.filter(kind="post")
    assert set(zip(rows["visibility"], rows["basis"], rows["ever_public"], strict=True)) == {
        ("private", "user", "unknown")
    }


def test_a_word_that_is_no_country_is_refused(tmp_path: Path, book: RuleBook) -> None:
    tree = without(facebook(*POSTS), "profile_information.json")
    bare = {path: told for path, told in tree.items() if "posts/" in path}
    with pytest.raises(InvalidAnswerError, match="two letters"):
        held(judge_of(bare, tmp_path, book), book, {"Country": "Narnia"})


def test_the_outline_is_an_exposure_toml_that_says_nothing_until_filled_in(
    tmp_path: Path, book: RuleBook
) -> None:
    judge = judge_of(facebook(*POSTS, *GROUP), tmp_path, book)
    lines = list(as_template("", Facts(), judge, book))
    assert parse("\n".join(lines)) == Facts()
    filled = parse("\n".join(_uncommented(lines)))
    assert len(filled.facebook.audience) == 2
    assert filled.facebook.groups == {"Sample Choir": "public"}


def _uncommented(lines: list[str]) -> Iterator[str]:
    """Take the comment marks from what is TOML."""
    for line in lines:
        bare = line.removeprefix("# ")
        yield bare if bare.startswith(("[", '"')) or " = " in bare else line


def test_questions_are_numbered(tmp_path: Path, book: RuleBook) -> None:
    _, heard = held(judge_of(facebook(*POSTS, *GROUP), tmp_path, book), book, {})
    asked = [line.split(":")[0] for line in heard if line.startswith("Question ")]
    assert asked == [f"Question {at} of {len(asked)}" for at in range(1, len(asked) + 1)]


def test_the_change_of_the_default_is_asked_about_once_and_by_its_day(tmp_path: Path, book: RuleBook) -> None:
    posts = [entry("post", f"2014-{month:02}-03 10:00", f"m{month}") for month in (2, 3, 4, 6, 7, 8)]
    _, heard = held(judge_of(facebook(*posts, *POSTS), tmp_path, book), book, {})
    asked = " ".join(line for line in heard if "Were all of them" in line)
    assert "to 21 May 2014" in asked
    assert "from 22 May 2014" in asked


@pytest.mark.parametrize(
    ("words", "code", "echo"),
    [
        ("England", "GB", "United Kingdom (GB)"),
        ("Deutschland", "DE", "Germany (DE)"),
        ("br", "BR", "Brazil (BR)"),
    ],
)
def test_the_country_is_read_as_people_write_it_and_said_back(
    words: str, code: str, echo: str, tmp_path: Path, book: RuleBook
) -> None:
    bare = {path: told for path, told in facebook(*POSTS).items() if "posts/" in path}
    kept, heard = held(judge_of(bare, tmp_path, book), book, {"Country": words})
    assert parse(kept[-1]).region == code
    assert echo in heard


def test_no_is_no_country(tmp_path: Path, book: RuleBook) -> None:
    bare = {path: told for path, told in facebook(*POSTS).items() if "posts/" in path}
    with pytest.raises(InvalidAnswerError, match="Norway"):
        held(judge_of(bare, tmp_path, book), book, {"Country": "no"})


@pytest.mark.parametrize("word", ["no", "none", "nein", "Non"])
def test_there_may_have_been_no_objection(word: str, tmp_path: Path, book: RuleBook) -> None:
    tree = facebook(*POSTS, country="Germany", jurisdiction="Germany", city="Hamburg")
    kept, heard = held(judge_of(tree, tmp_path, book), book, {"The day you objected": word})
    assert kept == []
    assert any("Have you objected" in line for line in heard)


@pytest.mark.parametrize(
    ("word", "said"), [("yes", "Which day?"), ("04/05/2025", "4 May 2025 or 5 April 2025")]
)
def test_the_day_of_an_objection_is_never_guessed(
    word: str, said: str, tmp_path: Path, book: RuleBook
) -> None:
    tree = facebook(*POSTS, country="Germany", jurisdiction="Germany", city="Hamburg")
    with pytest.raises(InvalidAnswerError, match=said):
        held(judge_of(tree, tmp_path, book), book, {"The day you objected": word})


def test_where_the_account_was_made_is_said_and_asked_about(tmp_path: Path, book: RuleBook) -> None:
    judge = judge_of(facebook(*POSTS), tmp_path, book)

    def by_signup(facts: Facts) -> Scan:
        """Judge as if the country were only that of the account's creation."""
        scan = judge(facts)
        exports = tuple(
            replace(each, person=replace(each.person, region_from="signup")) if facts.region is None else each
            for each in scan.exports
        )
        return replace(scan, exports=exports, person=exports[0].person)

    kept, heard = held(by_signup, book, {"Country": "Österreich"})
    said = " ".join(heard)
    assert (
        "Your download says only that the account was created in the United States. Where do you live now?"
        in said
    )
    assert parse(kept[-1]).region == "AT"
    assert "region" not in dict(asked(by_signup, book, parse(kept[-1])))
