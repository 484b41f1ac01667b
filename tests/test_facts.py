"""What the user says: what can be told, and what is refused with words."""

from datetime import date
from pathlib import Path

import pytest

from scanner.facts import FacebookFacts, Facts, FactsError, Objection, Override, Period, load

CONTRACT = """
region = "DE"
born = 1990-05-04

[[objection]]
platform = "facebook"
filed = 2025-05-20
accepted = true

[[facebook.audience]]
until = 2014-06-01
audience = "public"

[[facebook.audience]]
from = 2014-06-01
audience = "friends"

[facebook.groups]
"Gardeners of Sampletown" = "public"

[[override]]
item = "3f2a9c0011223344"
audience = "only_me"
"""


def _load(text: str, directory: Path) -> Facts:
    path = directory / "exposure.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_file_of_the_contract_is_read(tmp_path: Path) -> None:
    assert _load(CONTRACT, tmp_path) == Facts(
        region="DE",
        born=date(1990, 5, 4),
        objection=(Objection(date(2025, 5, 20), "facebook", accepted=True),),
        facebook=FacebookFacts(
            audience=(
                Period("public", until=date(2014, 6, 1)),
                Period("friends", since=date(2014, 6, 1)),
            ),
            groups={"Gardeners of Sampletown": "public"},
        ),
        override=(Override("3f2a9c0011223344", "only_me"),),
    )


def test_nothing_need_be_told(tmp_path: Path) -> None:
    assert _load("", tmp_path) == Facts()


def test_an_objection_is_for_all_and_accepted_unless_said(tmp_path: Path) -> None:
    told = _load("[[objection]]\nfiled = 2025-05-20", tmp_path).objection[0]
    assert (told.platform, told.accepted) == ("all", True)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("regoin = 'DE'", "regoin"),
        ("region = 7", "region"),
        ("born = 'long ago'", "born"),
        ("born = ", "TOML|toml|line"),
        ("[[objection]]\nplatform = 'facebook'", "filed"),
        ("[[objection]]\nplatform = 'myspace'\nfiled = 2025-05-20", "facebook"),
        ("[[facebook.audience]]\naudience = 'everybody'", "friends"),
        ("[[facebook.audience]]\naudience = 'unknown'", "friends"),
        ("[[facebook.audience]]\naudience = 'public'\nfrom = 2015-01-01\nuntil = 2014-01-01", "2014"),
        ("[[facebook.audience]]\naudience = 'public'\nfrom = 2015-01-01\nuntil = 2015-01-01", "2015"),
        (
            "[[facebook.audience]]\naudience = 'public'\nuntil = 2015-01-01\n"
            "[[facebook.audience]]\naudience = 'friends'\nfrom = 2014-12-31",
            "2014-12-31|overlap",
        ),
        (
            "[[facebook.audience]]\naudience = 'public'\n[[facebook.audience]]\naudience = 'friends'",
            "overlap|both",
        ),
        ("[facebook.groups]\n'Gardeners' = 'secret'", "private"),
        ("[[override]]\nitem = '3f2a9c0011223344'", "audience"),
        ("[[override]]\nitem = '3f2a9c0011223344'\naudience = 'nobody'", "only_me"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_and_what_can_is_named(text: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=word):
        _load(text, tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match=r"exposure\.toml"):
        load(tmp_path / "exposure.toml")


def test_periods_that_meet_do_not_overlap(tmp_path: Path) -> None:
    assert len(_load(CONTRACT, tmp_path).facebook.audience) == 2
