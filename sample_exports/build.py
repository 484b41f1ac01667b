"""Builds the samples beside this file: `python -m sample_exports.build`. Same code, same samples."""

import sys
from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path

from sample_exports import told
from sample_exports.years import FACEBOOK_MIX, INSTAGRAM_MIX, lived
from tests.builders import CAMILLE, JANA, JANE, RAVI, VINTAGES, Story, as_parts, as_zip, at, in_folder
from tests.builders.html_before_2018 import wall_of_2012
from tests.builders.html_facebook import in_html, with_zone
from tests.builders.html_instagram import instagram_html_2025, threads_html

HERE = Path(__file__).parent


def switched_private(directory: Path) -> None:
    """Instagram, layout of 2025, a German account that went private on 1 June 2024."""
    tree = VINTAGES["instagram_g4"](lived(JANA, INSTAGRAM_MIX, at("2017-01-01"), 90)).tree
    as_zip(tree, directory / "instagram_switched_private_2024.zip")


def professional(directory: Path) -> None:
    """Instagram, layout of 2026, a British account that is public and professional."""
    tree = VINTAGES["instagram_g5"](lived(RAVI, INSTAGRAM_MIX, at("2018-01-01"), 90)).tree
    as_zip(tree, directory / "instagram_public_professional_2026.zip")


def instagram_2019(directory: Path) -> None:
    """Instagram, layout of 2018 to 2020, below a wrapper folder."""
    tree = VINTAGES["instagram_g1"](
        lived(_as_of(JANE, "2019-12-01"), INSTAGRAM_MIX, at("2016-01-01"), 50)
    ).tree
    as_zip(tree, directory / "instagram_2019.zip", wrapper="jane.sample_20191201")


def french_teenager(directory: Path) -> None:
    """Instagram, layout of 2024, a private French account of a minor with French labels."""
    tree = VINTAGES["instagram_g3"](CAMILLE).tree
    as_zip(tree, directory / "instagram_french_teenager_2024.zip")


def instagram_pages(directory: Path) -> None:
    """Instagram as HTML, layout of 2025, a German account that went private on 1 June 2024."""
    tree = instagram_html_2025(lived(JANA, INSTAGRAM_MIX, at("2017-01-01"), 90)).tree
    as_zip(tree, directory / "instagram_html_2025.zip")


def threads_pages(directory: Path) -> None:
    """Threads alone, as HTML."""
    as_zip(threads_html(JANE).tree, directory / "threads_html_2026.zip")


def _german() -> Story:
    """Give the account of the German sample of Facebook."""
    return lived(JANA, FACEBOOK_MIX, at("2012-01-01"), 110)


def german_facebook(directory: Path) -> None:
    """Facebook, layout of 2025, a German account, in three parts."""
    tree = VINTAGES["facebook_v5"](_german()).tree
    as_parts(tree, directory / "facebook_2025_german", "facebook-jana.muster-2025-11-02", 3)


def facebook_2019(directory: Path) -> None:
    """Facebook, layout of 2018 to 2020, below a wrapper folder."""
    tree = VINTAGES["facebook_v2"](lived(_as_of(JANE, "2019-12-01"), FACEBOOK_MIX, at("2011-01-01"), 90)).tree
    as_zip(tree, directory / "facebook_2019.zip", wrapper="facebook-jane.sample")


def facebook_pages(directory: Path) -> None:
    """Facebook as HTML, layout of 2026, an American account whose zone the export names."""
    tree = with_zone(VINTAGES["facebook_v5"](lived(JANE, FACEBOOK_MIX, at("2012-01-01"), 60)).tree)
    as_zip(in_html(tree, "facebook_v5"), directory / "facebook_html_2026.zip")


def wall(directory: Path) -> None:
    """Facebook of 2012: the one vintage whose posts name their audience."""
    story = lived(_as_of(JANE, "2013-06-01"), FACEBOOK_MIX, at("2009-01-01"), 40)
    written = [entry.text for entry in story.of("post")]
    icons = ("Public", "Friends", "Friends of Friends", "Only Me", "Everyone", "Except: Acquaintances", "")
    tree = wall_of_2012(story, dict(zip(written, cycle(icons), strict=False))).tree
    as_zip(tree, directory / "facebook_wall_2012.zip", wrapper="jane.sample")


def combined(directory: Path) -> None:
    """Facebook, Instagram with Threads, and the Meta AI app in one download of 2026."""
    facebook = VINTAGES["facebook_v5"](lived(JANE, FACEBOOK_MIX, at("2012-01-01"), 60))
    instagram = VINTAGES["instagram_g5"](lived(JANE, INSTAGRAM_MIX, at("2017-01-01"), 40))
    side_by_side = facebook | instagram | VINTAGES["meta_ai"](JANE)
    as_zip(
        in_folder(side_by_side.tree, "meta-2026-Jul-21-09-00-00"),
        directory / "accounts_center_combined_2026.zip",
    )


def _as_of(story: Story, day: str) -> Story:
    """Give an account as it was on a day."""
    return story.until(at(day))


SAMPLES: Mapping[str, Callable[[Path], None]] = {
    "instagram_switched_private_2024.zip": switched_private,
    "instagram_public_professional_2026.zip": professional,
    "instagram_2019.zip": instagram_2019,
    "instagram_french_teenager_2024.zip": french_teenager,
    "instagram_html_2025.zip": instagram_pages,
    "threads_html_2026.zip": threads_pages,
    "facebook_2025_german": german_facebook,
    "facebook_2019.zip": facebook_2019,
    "facebook_html_2026.zip": facebook_pages,
    "facebook_wall_2012.zip": wall,
    "accounts_center_combined_2026.zip": combined,
}
"""Each sample's name, a zip or a folder of zips, and what builds it into a directory."""


BESIDE: Mapping[str, Callable[[], str]] = {
    "facebook_2025_german.toml": lambda: told.KNOWN,
    "facebook_2025_german_graph.json": lambda: told.graph(_german()),
}
"""What stands beside the samples, a file each, and what gives its text."""


def build(directory: Path = HERE) -> None:
    """Build every sample into a directory."""
    for make in SAMPLES.values():
        make(directory)
    for name, text in BESIDE.items():
        (directory / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
