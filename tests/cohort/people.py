"""A folder of invented people's exports, as a study would have it."""

from dataclasses import replace
from pathlib import Path

from tests.builders import CAMILLE, JANA, JANE, RAVI, VINTAGES, Story, as_folder, as_zip

STORIES = (JANE, JANA, CAMILLE, RAVI)
LAYOUTS = ("facebook_v5", "instagram_g4", "instagram_g3")
PEOPLE = 12
SECRET = "Rosalind Nobody-Else"  # noqa: S105
"""Written into every text of everyone's posts, and in their names."""


def told(number: int) -> Story:
    """Give the story of one person, whose name and every text is unmistakable."""
    story = STORIES[number % len(STORIES)]
    entries = tuple(
        replace(
            entry, text=f"{entry.text} {SECRET}", container=entry.container and f"{SECRET} {entry.container}"
        )
        for entry in story.entries
    )
    return replace(story, name=SECRET, friend=f"{SECRET} the friend", entries=entries)


def cohort(directory: Path, people: int = PEOPLE) -> Path:
    """Write the exports of so many people: folders and zips in turn, their name in each name."""
    for number in range(people):
        tree = VINTAGES[LAYOUTS[number % len(LAYOUTS)]](told(number)).tree
        name = f"{SECRET} {number:02}"
        if number % 2:
            as_zip(tree, directory / f"{name}.zip")
        else:
            as_folder(tree, directory / name / f"instagram-{name}-2026-07-21")
    return directory
