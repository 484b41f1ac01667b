"""One account in several downloads: each item once, with the id that each download alone gives it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from sample_exports.build import HERE
from scanner.pipeline import scan
from scanner.result import Scan
from tests.builders import JANA, JANE, VINTAGES, Story, Tree, as_zip, at, html_instagram, mojibake
from tests.builders.facebook import media, post
from tests.builders.html_facebook import LOOKS, with_zone
from tests.builders.html_facebook import in_html as facebook_in_html
from tests.builders.story import File
from tests.readers.html.convergence import with_seconds
from tests.scanning import MEDIA, TODAY, entry, found, ids, instagram, one, posted

REQUESTS = "your_information_download_requests"
PROFILE = {
    "profile_information/profile_information.json": mojibake(
        {"profile_v2": {"name": {"full_name": "Jane Sample"}, "username": "jane.sample"}}
    )
}
WHEN = at("2019-05-04 10:11")
NAMELESS = {"facebook_page", "messenger_e2ee", "meta_ai"}
"""Vintages that don't tell whose they are; what they share tells."""
PAGES = {
    "instagram_g2": html_instagram.instagram_html_2022,
    "instagram_g3": html_instagram.instagram_html_2024,
    "instagram_g4": html_instagram.instagram_html_2025,
    "instagram_g5": html_instagram.instagram_html_2026,
}


def _of_day(tree: Tree, day: str, directory: Path, product: str = "facebook") -> Path:
    """Write a download of a day, which its name alone tells."""
    told = {path: content for path, content in tree.items() if REQUESTS not in path}
    return as_zip(told, directory / f"{product}-jane.sample-{day}-{day.replace('-', '')[:8]}.zip")


def _of_days(trees: Sequence[Tree], directory: Path, product: str = "facebook") -> list[Path]:
    """Write one download a year, the last one the newest."""
    return [_of_day(tree, f"20{20 + n}-08-01", directory, product) for n, tree in enumerate(trees)]


def _together(paths: Sequence[Path]) -> Scan:
    """Scan downloads in one call; their order on the command line doesn't matter."""
    given, turned = (scan(each, as_of=TODAY) for each in (paths, paths[::-1]))
    assert given.items.sort("item_id").equals(turned.items.sort("item_id"))
    assert given.items["item_id"].is_unique().all()
    return given


def _alone(paths: Sequence[Path]) -> set[str]:
    """Give the ids of each download scanned alone."""
    return {item for path in paths for item in scan([path], as_of=TODAY).items["item_id"]}


def _posts(*records: Any) -> Tree:
    return posted(*records) | PROFILE


# the same content in HTML and JSON


def test_the_samples_of_one_account_in_both_formats_are_one_account() -> None:
    names = ("instagram_switched_private_2024.zip", "instagram_html_2025.zip")
    paths = [HERE / name for name in names]
    told, shown = (scan([path], as_of=TODAY).items for path in paths)
    both = _together(paths)
    assert both.items.height == told.height == 196
    assert ids(both.items) == ids(told)
    assert len(ids(shown)) == 196
    assert both.items["fact_only_in_older"].sum() == 0
    verdicts = ["item_id", "kind", "created_at", "created_precision", "visibility", "now", "text"]
    content = ~pl.col("kind").is_in(["photo", "video"])
    expected = told.filter(content).select(verdicts).sort("item_id")
    assert both.items.filter(content).select(verdicts).sort("item_id").equals(expected)
    assert len(both.accounts) == 2


@pytest.mark.parametrize("newer", ["json", "html"])
@pytest.mark.parametrize("vintage", sorted(PAGES))
def test_instagram_in_both_formats_gives_the_items_of_json(vintage: str, newer: str, tmp_path: Path) -> None:
    story = with_seconds(JANE)
    trees = {"json": VINTAGES[vintage](story).tree, "html": PAGES[vintage](story).tree}
    older = "html" if newer == "json" else "json"
    paths = _of_days([trees[older], trees[newer]], tmp_path, "instagram")
    alone = scan([paths[newer == "json"]], as_of=TODAY).items
    both = _together(paths).items
    assert ids(both) == ids(alone)
    assert dict(both.select("item_id", "kind").iter_rows()) == dict(
        alone.select("item_id", "kind").iter_rows()
    )
    assert set(both["created_precision"]) <= {"second", "none"}


@pytest.mark.parametrize("zone", [True, False])
@pytest.mark.parametrize("vintage", sorted(LOOKS))
def test_facebook_in_both_formats_gives_the_items_of_json(vintage: str, zone: bool, tmp_path: Path) -> None:
    told = VINTAGES[vintage](with_seconds(JANE)).tree
    told = with_zone(told) if zone else told
    paths = _of_days([told, facebook_in_html(told, vintage)], tmp_path)
    both = _together(paths).items
    assert ids(both) == ids(scan(paths[:1], as_of=TODAY).items)
    assert both["fact_only_in_older"].sum() == 0
    assert found(both, created_precision="day") == []


def test_a_page_in_another_zone_is_matched_in_summer_and_winter(tmp_path: Path) -> None:
    days = [f"{year}-{month:02}-10 10:1{year % 10}" for year in range(2015, 2020) for month in range(1, 13)]
    told = _posts(*(post(at(day), f"What I saw on {day}") for day in days))
    shown = facebook_in_html(told, "facebook_v5")
    both = _together(_of_days([told, shown], tmp_path)).items
    assert len(found(both, kind="post")) == len(days)
    assert {row["created_precision"] for row in found(both, kind="post")} == {"second"}
    assert ids(both) == ids(scan(_of_days([told], tmp_path / "alone"), as_of=TODAY).items)


def test_a_page_that_is_right_on_the_whole_is_not_shifted_for_two_records_that_agree(tmp_path: Path) -> None:
    kept = [post(WHEN + 86_400 * n, f"The walk of day {n}") for n in range(9)]
    told = _posts(*kept, post(WHEN + 3600 * 5, "Many happy returns of the day"))
    shown = facebook_in_html(
        _posts(*kept, post(WHEN + 3600 * 7, "Many happy returns of the day")), "facebook_v5"
    )
    both = _together(_of_days([told, shown], tmp_path)).items
    assert len(found(both, kind="post", text="Many happy returns of the day")) == 2


def test_what_a_page_lacks_is_filled_from_the_older_json(tmp_path: Path) -> None:
    told = entry("post", "2022-05-04 10:11", "With Ravi", tagged=("Ravi Example",))
    story = replace(JANE, entries=(told,))
    tree = with_zone(VINTAGES["facebook_v5"](story).tree)
    both = _together(_of_days([tree, facebook_in_html(tree, "facebook_v5")], tmp_path)).items
    row = one(both, kind="post")
    assert row["tagged"] == ["Ravi Example"]
    assert row["member"].endswith(".html")


# downloads of several days


def _subset(story: Story, random: Random, share: float) -> Story:
    entries = tuple(each for each in story.entries if random.random() < share)
    return replace(story, entries=entries)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("vintage", sorted(set(VINTAGES) - NAMELESS))
def test_downloads_that_overlap_give_what_one_with_all_of_it_gives(
    vintage: str, seed: int, tmp_path: Path
) -> None:
    random = Random(f"{vintage} {seed}")  # noqa: S311 - nothing secret
    stories = [_subset(with_seconds(JANE), random, share) for share in (0.6, 0.5, 0.7)]
    merged = tuple(
        each for each in with_seconds(JANE).entries if any(each in some.entries for some in stories)
    )
    whole = VINTAGES[vintage](replace(JANE, entries=merged)).tree
    trees = [VINTAGES[vintage](story).tree for story in stories]
    both = _together(_of_days(trees, tmp_path, vintage.partition("_")[0])).items
    expected = scan([as_zip(whole, tmp_path / "whole" / "whole.zip")], as_of=TODAY).items
    assert _listed(both) == _listed(expected)


def _listed(frame: pl.DataFrame) -> list[Any]:
    counted = pl.col("kind").is_in(["reaction", "message_thread"])
    return sorted(
        frame.filter(~counted).select("item_id", pl.col("kind").cast(pl.String), "text").iter_rows(), key=str
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("vintage", ["facebook_v3", "facebook_v5", "instagram_g2", "instagram_g4"])
def test_halves_of_one_download_under_two_names_give_the_whole(
    vintage: str, seed: int, tmp_path: Path
) -> None:
    tree = VINTAGES[vintage](with_seconds(JANA)).tree
    random = Random(f"{vintage} {seed}")  # noqa: S311 - nothing secret
    identity = {
        path: content for path, content in tree.items() if "profile" in path or "personal_information" in path
    }
    halves: list[Tree] = [dict(identity), dict(identity)]
    for path, content in tree.items():
        halves[random.random() < 0.5][path] = content
    paths = _of_days(halves, tmp_path, vintage.partition("_")[0])
    both = _together(paths).items
    expected = scan([as_zip(tree, tmp_path / "whole" / "whole.zip")], as_of=TODAY).items
    assert _listed(both) == _listed(expected)
    files = pl.col("media_state").is_not_null()
    assert both.filter(files)["media_state"].cast(pl.String).to_list().count("missing") == 0


def test_what_the_newer_download_lacks_stays_and_is_marked(tmp_path: Path) -> None:
    older = _posts(post(WHEN, "Gone since"), post(WHEN + 60, "Still there"))
    newer = _posts(post(WHEN + 60, "Still there"), post(WHEN + 120, "New"))
    frame = _together(_of_days([older, newer], tmp_path)).items
    marks = {
        row["text"]: (row["fact_only_in_older"], "not-in-the-newer-download" in row["flags"])
        for row in found(frame, kind="post")
    }
    assert marks == {"Gone since": (True, True), "Still there": (False, False), "New": (False, False)}


@pytest.mark.parametrize("day", ["2025-11-02", "2026-05-01"])
def test_posts_of_one_minute_on_a_page_without_their_attached_words_stay_apart(
    day: str, tmp_path: Path
) -> None:
    poll = {"timestamp": WHEN, "attachments": [{"data": [{"poll": {"question": "Tea?", "options": []}}]}]}
    told = _posts(poll, post(WHEN + 7, "Words of mine, long enough"))
    page = facebook_in_html(told, "facebook_v5")
    paths = [_of_day(tree, each, tmp_path, "facebook") for tree, each in ((told, "2025-12-01"), (page, day))]
    alone = scan(paths[:1], as_of=TODAY).items
    assert ids(_together(paths).items) == ids(alone)


ACCOUNT = ("personal_information.json", "profile_privacy_changes.json")


def _of_instagram(days: dict[str, Tree], directory: Path) -> Scan:
    return _together([_of_day(tree, day, directory, "instagram") for day, tree in days.items()])


def test_an_older_download_shows_what_was_public_then(tmp_path: Path) -> None:
    old, late = (
        entry("ig_post", "2019-05-04 10:11", "Old", 1),
        entry("ig_post", "2023-05-04 10:11", "Late", 2),
    )
    days = {
        "2021-08-01": instagram(old, private=False),
        "2026-06-01": instagram(old, late, private=True),
    }
    frame = _of_instagram(days, tmp_path).items
    before, after = (one(frame, kind="post", text=text) for text in ("Old", "Late"))
    assert (before["visibility"], before["ever_public"]) == ("private", "yes")
    assert str(before["public_from"]).startswith("2021-08-01")
    assert before["public_from"] == before["public_until"]
    assert (after["visibility"], after["ever_public"]) == ("private", "unknown")


@pytest.mark.parametrize(("private", "state"), [(True, "private"), (False, "public")])
def test_of_what_is_newer_than_every_download_with_the_account_the_state_is_not_known(
    private: bool, state: str, tmp_path: Path
) -> None:
    old, late = (
        entry("ig_post", "2019-05-04 10:11", "Old", 1),
        entry("ig_post", "2025-05-04 10:11", "Late", 2),
    )
    posts_alone = {
        path: content
        for path, content in instagram(old, late).items()
        if "/media/" in f"/{path}" and "profile_photos" not in path
    }
    days = {"2024-01-01": instagram(old, private=private), "2026-06-01": posts_alone}
    scanned = _of_instagram(days, tmp_path)
    assert len([each for each in scanned.accounts if each.platform == "instagram"]) == 1
    before, after = (one(scanned.items, kind="post", text=text) for text in ("Old", "Late"))
    assert before["visibility"] == state
    assert (after["visibility"], after["ever_public"], after["public_from"]) == ("unknown", "unknown", None)


def test_downloads_of_one_day_tell_of_the_account_together(tmp_path: Path) -> None:
    old = entry("ig_post", "2019-05-04 10:11", "Old", 1)
    whole = instagram(old, private=True, switches=((WHEN + 86_400, "private"),))
    flag = {path: content for path, content in whole.items() if not path.endswith(ACCOUNT[1])}
    switches = {path: content for path, content in whole.items() if path not in flag or "posts" in path}
    paths = []
    for number, tree in enumerate((flag, switches)):
        path = _of_day(tree, "2025-11-02", tmp_path / str(number), "instagram")
        paths.append(path.rename(path.with_name(f"instagram-jane.sample-2025-11-02-AbCdEfG{number}.zip")))
    row = one(_together(paths).items, kind="post", text="Old")
    assert (row["visibility"], row["ever_public"], row["fact_account_history"]) == (
        "private",
        "yes",
        "recorded",
    )


def test_two_downloads_of_one_day_that_disagree_still_tell_a_state(tmp_path: Path) -> None:
    old = entry("ig_post", "2019-05-04 10:11", "Old", 1)
    trees = {"instagram-jane.sample-2025-11-02-AbCdEfGh.zip": False, "later.zip": True}
    paths = [as_zip(instagram(old, private=private), tmp_path / name) for name, private in trees.items()]
    states = {one(scan([path], as_of=TODAY).items, kind="post")["visibility"] for path in paths}
    assert states == {"public", "private"}
    row = one(_together(paths).items, kind="post", text="Old")
    assert row["visibility"] in states
    assert row["ever_public"] == "yes"


def test_downloads_of_one_day_are_none_newer_than_the_other(tmp_path: Path) -> None:
    trees = [_posts(post(WHEN, "A")), _posts(post(WHEN + 60, "B"))]
    paths = [_of_day(tree, "2025-11-02", tmp_path / str(n)) for n, tree in enumerate(trees)]
    paths = [
        path.rename(path.with_name(f"facebook-jane{n}-2025-11-02-AbCdEfG{n}.zip"))
        for n, path in enumerate(paths)
    ]
    frame = _together(paths).items
    assert {row["text"]: row["fact_only_in_older"] for row in found(frame, kind="post")} == {
        "A": False,
        "B": False,
    }


def test_one_download_alone_marks_nothing(tmp_path: Path) -> None:
    frame = scan(_of_days([_posts(post(WHEN, "A"))], tmp_path), as_of=TODAY).items
    assert frame["fact_only_in_older"].null_count() == frame.height


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize(
    ("older", "newer", "rows"),
    [
        ([5, 40], [5, 40], 2),
        ([5, 40], [40], 2),
        ([5, 40], [5], 2),
        ([5], [40], 2),
        ([5, 20, 40], [20, 50], 4),
    ],
)
def test_the_same_words_twice_within_a_minute(
    older: list[int], newer: list[int], rows: int, turn: int, tmp_path: Path
) -> None:
    trees = [_posts(*(post(WHEN + second, "Again") for second in seconds)) for seconds in (older, newer)]
    paths = _of_days(trees[::-1] if turn else trees, tmp_path)
    frame = _together(paths).items
    posts = found(frame, kind="post")
    assert sorted(row["created_at"].second for row in posts) == sorted({*older, *newer})
    assert len(posts) == rows
    assert _alone(paths) <= set(frame["item_id"])
    only = {row["created_at"].second for row in posts if row["fact_only_in_older"]}
    assert only == (set(newer) - set(older) if turn else set(older) - set(newer))


@pytest.mark.parametrize("told", [1, 2, 3])
def test_the_same_words_and_file_within_a_minute_are_one_on_a_page(told: int, tmp_path: Path) -> None:
    entries = [entry("ig_post", f"2022-05-04 10:11:{10 * n + 7:02}", "Again", 31) for n in range(told)]
    story = replace(JANE, entries=tuple(entries))
    trees = [VINTAGES["instagram_g4"](story).tree, html_instagram.instagram_html_2025(story).tree]
    paths = _of_days(trees, tmp_path, "instagram")
    frame = _together(paths).items
    assert len(found(frame, kind="post", text="Again")) == told
    assert _alone(paths) == set(frame["item_id"])


def test_three_downloads_are_one_and_the_newest_of_each_stands(tmp_path: Path) -> None:
    trees = [
        _posts(post(WHEN, "In all"), post(WHEN + 60, "In the first"), post(WHEN + 180, "In the first two")),
        _posts(post(WHEN, "In all"), post(WHEN + 120, "In the second"), post(WHEN + 180, "In the first two")),
        _posts(post(WHEN, "In all")),
    ]
    paths = _of_days(trees, tmp_path)
    frame = _together(paths).items
    homes = {row["text"]: row["export"] for row in found(frame, kind="post")}
    first, second, third = (path.name for path in paths)
    assert homes == {
        "In all": third,
        "In the first": first,
        "In the second": second,
        "In the first two": second,
    }
    assert _alone(paths) == set(frame["item_id"])


def test_a_file_that_only_the_older_download_holds_is_there(tmp_path: Path) -> None:
    place = f"{MEDIA}/17900000000000001.jpg"
    record = post(WHEN, "A", attachments=[{"media": media(File(1, WHEN), place)}])
    older, newer = _posts(record) | {place: b"12345"}, _posts(record)
    paths = _of_days([older, newer], tmp_path)
    row = one(_together(paths).items, kind="photo")
    assert (row["media_state"], row["media_path"], row["media_bytes"]) == ("present", place, 5)
    assert row["fact_only_in_older"] is False
    assert row["export"] == paths[1].name


def test_a_file_that_a_newer_download_has_without_its_record_hangs_on_the_older_record(
    tmp_path: Path,
) -> None:
    place = f"{MEDIA}/17900000000000001.jpg"
    record = post(WHEN, "A", attachments=[{"media": media(File(1, WHEN), place)}])
    paths = _of_days([_posts(record), _posts(post(WHEN + 60, "B")) | {place: b"12345"}], tmp_path)
    frame = _together(paths).items
    row = one(frame, kind="photo")
    assert row["parent_id"] == one(frame, text="A")["item_id"]
    assert (row["media_state"], row["fact_only_in_older"]) == ("present", False)


# which downloads are of one account


@pytest.mark.parametrize("newer", ["without the album", "page", "with a record of its own"])
def test_the_most_exposed_place_of_a_file_decides_whichever_download_has_it(
    newer: str, tmp_path: Path
) -> None:
    uri = f"{MEDIA}/17900000000000801.jpg"
    picture = {"uri": uri, "creation_timestamp": WHEN, "title": ""}
    changed = {
        "timestamp": WHEN,
        "title": "Jane Sample updated her profile picture.",
        "attachments": [{"data": [{"media": picture}]}],
        "data": [],
    }
    album = {"name": "Profile pictures", "photos": [picture]}
    posts = _posts(changed, post(WHEN + 60, "Words of mine, long enough"))
    has_album = posts | {f"{MEDIA.rsplit('/', 2)[0]}/album/0.json": mojibake(album)}
    downloads = {
        "without the album": (has_album, posts),
        "page": (posts, facebook_in_html(posts, "facebook_v5")),
        "with a record of its own": (posts, posts),
    }
    frame = _together(_of_days(downloads[newer], tmp_path)).items
    for kind in ("profile_picture", "photo"):
        assert one(frame, kind=kind)["visibility"] == "public", kind
    assert one(frame, kind="photo")["created_precision"] == "second"


@pytest.mark.parametrize("recorded", [True, False])
def test_a_changed_username_is_the_same_account_where_the_change_is_on_record(
    recorded: bool, tmp_path: Path
) -> None:
    shared = entry("ig_post", "2019-05-04 10:11", "A", 1)
    fields = {"Changed": {"value": "Username"}, "Previous Value": {"value": "jane.before", "timestamp": WHEN}}
    change = {"profile_profile_change": [{"title": "", "media_map_data": {}, "string_map_data": fields}]}
    newer = instagram(shared)
    if recorded:
        newer["personal_information/personal_information/profile_changes.json"] = mojibake(change)
    both = scan(
        _of_days([instagram(shared, username="jane.before"), newer], tmp_path, "instagram"), as_of=TODAY
    )
    assert len(found(both.items, kind="post", text="A")) == (1 if recorded else 2)


def test_chats_without_a_name_are_one_account_where_most_of_them_are_in_both(tmp_path: Path) -> None:
    tree = VINTAGES["meta_ai"](JANE).tree
    paths = _of_days([tree, tree], tmp_path, "meta-ai")
    assert ids(_together(paths).items) == ids(scan(paths[:1], as_of=TODAY).items)


def test_a_download_without_a_username_is_of_the_account_that_has_its_name(tmp_path: Path) -> None:
    named = {
        "profile_information/profile_information.json": mojibake(
            {"profile_v2": {"name": {"full_name": "Jane Sample"}}}
        )
    }
    paths = _of_days([posted(post(WHEN, "A")) | named, _posts(post(WHEN, "A"))], tmp_path)
    both = _together(paths)
    assert len(both.accounts) == 1
    assert both.accounts[0].username == "jane.sample"
    assert len(found(both.items, kind="post")) == 1


def test_two_people_of_one_name_are_not_one_account(tmp_path: Path) -> None:
    def profile(username: str) -> Tree:
        told = {"name": {"full_name": "Jane Sample"}, "username": username}
        return {next(iter(PROFILE)): mojibake({"profile_v2": told})}

    trees = [posted(post(WHEN, "A")) | profile(name) for name in ("jane.one", "jane.two")]
    both = scan(_of_days(trees, tmp_path), as_of=TODAY)
    assert len(both.accounts) == 2
    assert len(found(both.items, kind="post")) == 2


def test_what_one_download_tells_of_the_account_holds_for_both(tmp_path: Path) -> None:
    born = {
        "profile_v2": {
            "name": {"full_name": "Jane Sample"},
            "username": "jane.sample",
            "birthday": {"year": 1990, "month": 5, "day": 4},
        }
    }
    older = posted(post(WHEN, "A")) | {next(iter(PROFILE)): mojibake(born)}
    both = scan(_of_days([older, _posts(post(WHEN, "A"))], tmp_path), as_of=TODAY)
    assert {export.person.age for export in both.exports} == {"adult"}
    assert one(both.items, kind="post")["fact_age"] == "adult"


def test_an_account_in_several_downloads_is_spoken_of_once(tmp_path: Path) -> None:
    trees = [_posts(post(WHEN + 60 * n, "A")) for n in range(3)]
    paths = _of_days(trees, tmp_path)
    result = scan([*paths, _of_day(VINTAGES["instagram_g4"](JANE).tree, "2019-01-01", tmp_path, "instagram")])
    newest = [export.parts[0] for export in result.newest_exports]
    assert newest == [paths[-1].name, "instagram-jane.sample-2019-01-01-20190101.zip"]
