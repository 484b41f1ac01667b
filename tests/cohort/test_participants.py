import re
from pathlib import Path

import pytest

from scanner.archive import Anchors
from scanner.cohort import CohortError
from scanner.cohort.participants import participants

ANCHORS = Anchors(
    frozenset({"your_facebook_activity"}), frozenset({"posts"}), re.compile("^(facebook|instagram)-", re.I)
)


def people(directory: Path, *paths: str) -> dict[str, list[str]]:
    for path in paths:
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if path.endswith("/") else target.write_bytes(b"x")
    found = participants(directory, directory / "out", ANCHORS)
    return {person.name: [path.name for path in person.paths] for person in found}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["jane/a.zip", "jane/b.zip"], {"jane": ["jane"]}),
        (["p-1.zip", "p-2.zip"], {"p-1": ["p-1.zip"], "p-2": ["p-2.zip"]}),
        (["P01/", "P02/"], {"P01": ["P01"], "P02": ["P02"]}),
        (["jane.zip", "jane/a.zip"], {"jane": ["jane", "jane.zip"]}),
        (
            ["facebook-jane-2026-07-21-Ab1Cd2Ef.zip", "facebook-jane-2026-07-21-Zz9Yy8Xx.zip"],
            {
                "facebook-jane-2026-07-21": [
                    "facebook-jane-2026-07-21-Ab1Cd2Ef.zip",
                    "facebook-jane-2026-07-21-Zz9Yy8Xx.zip",
                ]
            },
        ),
        (
            ["facebook-jane-2026-07-21-Ab1Cd2Ef.zip", "instagram-jane-2026-07-21-Zz9Yy8Xx.zip"],
            {
                "facebook-jane-2026-07-21": ["facebook-jane-2026-07-21-Ab1Cd2Ef.zip"],
                "instagram-jane-2026-07-21": ["instagram-jane-2026-07-21-Zz9Yy8Xx.zip"],
            },
        ),
        (["wave-2026-01-01-person1.zip", "wave-2026-01-01-person2.zip"], {
            "wave-2026-01-01-person1": ["wave-2026-01-01-person1.zip"],
            "wave-2026-01-01-person2": ["wave-2026-01-01-person2.zip"],
        }),
        (["out/x.parquet", ".DS_Store", "__MACOSX/x", "notes.txt"], {}),
    ],
)  # fmt: skip
def test_who_is_one_person(tmp_path: Path, paths: list[str], expected: dict[str, list[str]]) -> None:
    assert people(tmp_path, *paths) == expected


def test_an_export_is_no_folder_of_people(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="itself an export"):
        people(tmp_path, "your_facebook_activity/posts/a.json")


@pytest.mark.parametrize("change", ["content", "new", "gone"])
def test_a_change_anywhere_in_a_folder_is_seen(tmp_path: Path, change: str) -> None:
    people(tmp_path, "jane/deep/a.json", "jane/b.json")
    (person,) = participants(tmp_path, tmp_path / "out", ANCHORS)
    before = person.inputs()
    target = tmp_path / "jane" / "deep" / ("new.json" if change == "new" else "a.json")
    target.unlink() if change == "gone" else target.write_bytes(b"other")
    assert person.inputs() != before


def test_what_the_person_said_lies_in_the_folder(tmp_path: Path) -> None:
    people(tmp_path, "jane/exposure.toml", "ravi/a.zip")
    jane, ravi = participants(tmp_path, tmp_path / "out", ANCHORS)
    assert jane.facts_file == tmp_path / "jane" / "exposure.toml"
    assert ravi.facts_file is None
