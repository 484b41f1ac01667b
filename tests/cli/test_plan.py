"""`exposure plan`: what goes where, what is written, and never twice."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scanner.cli.app import app
from tests.builders import JANE, RAVI, VINTAGES, as_zip

SAMPLE = str(Path(__file__).parents[2] / "sample_exports" / "facebook_2025_german")
WRITTEN = ["items-to-go-through.csv", "object-facebook.de.txt", "object-facebook.en.txt"]


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["plan", SAMPLE, "--region", "DE", "--as-of", "2026-11-23", *args])


def test_the_plan_goes_to_standard_output_and_nothing_else() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith("What you can do, and what it would change\n")
    assert "Wrote" not in result.stderr


def test_json_can_be_read_back() -> None:
    document = json.loads(run("-f", "json").stdout)
    assert document["schema"] == "exposure.plan/1"
    assert document["facts"]["region"] == "DE"
    assert document["actions"][0]["id"] == "limit-past-posts"


def test_letters_and_the_list_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    result = run("--write", str(folder))
    assert result.exit_code == 0
    assert sorted(file.name for file in folder.iterdir()) == WRITTEN
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert result.stderr.count("Wrote ") == len(WRITTEN)


def test_other_letters_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    result = run("--write", str(tmp_path), "--letter", "child", "--letter", "third-party")
    assert result.exit_code == 0
    asked = [
        "object-for-a-child-or-without-account.de.txt", "object-for-a-child-or-without-account.en.txt",
        "third-party-request.de.txt", "third-party-request.en.txt",
    ]  # fmt: skip
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([*WRITTEN, *asked])


def test_a_letter_that_is_not_for_where_one_lives_is_named(tmp_path: Path) -> None:
    result = run("--write", str(tmp_path), "--letter", "child", "--region", "US")
    assert result.exit_code == 0
    assert 'No letter "child" was written' in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["items-to-go-through.csv"]


@pytest.mark.parametrize("args", [("--letter", "child"), ("--with-unknown",)])
def test_what_belongs_to_letters_needs_a_folder(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "need --write DIR" in result.stderr


def test_letters_say_what_is_unknown_only_where_asked(tmp_path: Path) -> None:
    run("--write", str(tmp_path / "a"))
    run("--write", str(tmp_path / "b"), "--with-unknown")
    without, told = (
        (tmp_path / name / "object-facebook.en.txt").read_text(encoding="utf-8") for name in ("a", "b")
    )
    assert "the copy does not show" not in without
    assert "the copy does not show" in " ".join(told.split())


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "object-facebook.de.txt").write_text("mine", encoding="utf-8")
    result = run("--write", str(tmp_path))
    assert result.exit_code == 2
    assert "already exists; nothing was written (--force overwrites it)" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["object-facebook.de.txt"]
    assert (tmp_path / "object-facebook.de.txt").read_text(encoding="utf-8") == "mine"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "items-to-go-through.csv").symlink_to(tmp_path / "elsewhere")
    assert run("--write", str(tmp_path)).exit_code == 2
    assert run("--write", str(tmp_path), "--force").exit_code == 0
    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "items-to-go-through.csv").is_symlink()


def test_written_twice_it_is_the_same_and_asks_for_force(tmp_path: Path) -> None:
    assert run("--write", str(tmp_path)).exit_code == 0
    first = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert run("--write", str(tmp_path)).exit_code == 2
    assert run("--write", str(tmp_path), "--force").exit_code == 0
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == first


def test_a_folder_in_no_folder_is_refused(tmp_path: Path) -> None:
    result = run("--write", str(tmp_path / "no" / "such"))
    assert result.exit_code == 2
    assert f"there is no folder {tmp_path / 'no'}. To make it: mkdir -p {tmp_path / 'no'}" in result.stderr


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("--write", str(tmp_path / "file")).exit_code == 2


def test_quiet_says_nothing_beside(tmp_path: Path) -> None:
    assert run("--write", str(tmp_path), "-q").stderr == ""


@pytest.mark.parametrize(
    ("args", "words"),
    [(["--region", "XX"], "is not a country"), (["--facts", "nowhere.toml"], "nowhere.toml")],
)
def test_what_cannot_be_taken_is_said(args: list[str], words: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr


def test_what_is_no_export_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    assert CliRunner().invoke(app, ["plan", str(tmp_path)]).exit_code == 3


def test_an_assumed_plan_is_marked() -> None:
    assert "--assume lean" in run("--assume", "lean").stdout


@pytest.fixture
def two_people(tmp_path: Path) -> list[str]:
    """Jane's Facebook from Germany and Ravi's Instagram from the United Kingdom."""
    stories = (
        (
            "facebook_v5",
            replace(
                JANE, name="Jané Sample / Smith", country="Germany", city="Hamburg", jurisdiction="Germany"
            ),
        ),
        ("instagram_g4", RAVI),
    )
    return [
        str(as_zip(VINTAGES[name](story).tree, tmp_path / f"{story.username}.zip")) for name, story in stories
    ]


def planned(*args: str) -> Result:
    return CliRunner().invoke(app, ["plan", *args, "--as-of", "2026-11-23"], env={"COLUMNS": "100"})


def test_each_person_has_a_plan_by_their_own_region(two_people: list[str]) -> None:
    text = planned(*two_people).stdout
    assert text.startswith("These downloads belong to 2 people. Each of them has a separate plan.")
    headings = [
        line for line in text.splitlines() if line.endswith(": what you can do, and what it would change")
    ]
    assert len(headings) == 2
    whole = {
        line.partition(": what")[0]: part for line, part in zip(headings, _parts(text, headings), strict=True)
    }
    for label, country, form, other in (
        ("Jané Sample / Smith", "Germany", "help/contact/712876720715583", "help/contact/767264225370182"),
        ("Ravi Example", "United Kingdom", "facebook.com/privacy/center", "help/contact/712876720715583"),
    ):
        assert country in whole[label]
        assert form in whole[label]
        assert other not in whole[label]


def _parts(text: str, headings: list[str]) -> list[str]:
    """Cut a text before each of its headings."""
    starts = sorted(text.index(line) for line in headings)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def test_the_actions_of_several_people_name_their_person(two_people: list[str]) -> None:
    together = json.loads(planned(*two_people, "-f", "json").stdout)
    people = {each["name"]: each for each in together["people"]}
    assert {each["facts"]["region"] for each in people.values()} == {"DE", "GB"}
    for path in two_people:
        alone = json.loads(planned(path, "-f", "json").stdout)
        (person,) = alone["people"]
        number = people[person["name"]]["person"]
        for key in ("actions", "without_effect_here"):
            mine = [each | {"person": 1} for each in together[key] if each["person"] == number]
            assert mine == alone[key]
        assert people[person["name"]]["together"] == alone["together"]["to"]
    assert together["before"]["items"] == sum(each["before"]["items"] for each in people.values())


def test_the_letters_of_several_people_lie_apart(two_people: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    assert planned(*two_people, "--write", str(folder)).exit_code == 0
    names = sorted(file.name for file in folder.iterdir())
    stems = {name.partition("-")[0]: name for name in names}
    assert len(stems) == 2
    janes = {name for name in names if "jane-sample-smith" in name}
    assert {name.split("jane-sample-smith-")[1] for name in janes} >= {
        "object-facebook.de.txt", "object-facebook.en.txt", "items-to-go-through.csv"
    }  # fmt: skip
    assert not [name for name in janes if "instagram" in name]
    for name in set(names) - janes:
        assert "Jane" not in (folder / name).read_text(encoding="utf-8")


def test_scan_says_whose_each_first_step_is(two_people: list[str]) -> None:
    result = CliRunner().invoke(app, ["scan", *two_people, "--as-of", "2026-11-23"], env={"COLUMNS": "120"})
    steps = [
        line.strip() for line in result.stdout.splitlines() if " · " in line and line[:3].strip().isdigit()
    ]
    assert any("Jané Sample / Smith · Facebook: object" in step and "Germany" in step for step in steps)
    assert any("Ravi Example · Instagram: object" in step and "the United Kingdom" in step for step in steps)


def test_scan_as_json_keeps_people_apart(two_people: list[str]) -> None:
    together = json.loads(CliRunner().invoke(app, ["scan", *two_people, "-f", "json"]).stdout)
    for path in two_people:
        alone = json.loads(CliRunner().invoke(app, ["scan", path, "-f", "json"]).stdout)
        (person,) = alone["people"]
        mine = next(each for each in together["people"] if each["name"] == person["name"])
        assert mine["groups"] == alone["groups"] == person["groups"]
        assert mine["exports"] == [Path(path).stem]
