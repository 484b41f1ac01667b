"""Whose export it is, when it was made, and what it covers."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scanner.facts import Facts
from scanner.pipeline import scan
from tests.builders import JANA, JANE, VINTAGES, Tree, as_folder, as_parts, as_zip, at, mojibake
from tests.builders.facebook_exports import request_rows
from tests.builders.generic import labelled, string_map
from tests.builders.story import Story
from tests.scanning import TODAY, entry, facebook, ids, instagram, one, posted, scanned, without

POST = {"timestamp": at("2019-05-04 10:11"), "data": [{"post": "A"}]}
NEW_YEAR = date(2023, 1, 1)
REQUESTS = "your_facebook_activity/other_activity/your_information_download_requests.json"


def _requested(*records: Any) -> Tree:
    return posted(POST) | {REQUESTS: mojibake(list(records))}


def _request(day: str, start: int = -2_048_515_200) -> Any:
    return labelled(at(f"{day} 09:00"), request_rows(at(f"{day} 09:00"), start))


@pytest.mark.parametrize(
    ("tree", "name", "made", "how"),
    [
        (_requested(_request("2026-07-21")), "facebook-jane-2025-11-02", date(2026, 7, 21), "request record"),
        (posted(POST), "facebook-jane-2025-11-02-AbCdEfGh", date(2025, 11, 2), "file name"),
        (posted(POST), "meta-2026-Jul-21-10-00-00", date(2026, 7, 21), "file name"),
        (posted(POST), "facebook-jane-27.08.2025", date(2025, 8, 27), "file name"),
        (posted(POST), "facebook-jane-4-5-2025", date(2019, 5, 4), "newest record"),
        (posted(POST), "facebook-jane", date(2019, 5, 4), "newest record"),
        (facebook(), "facebook-jane-2025-11-02", date(2026, 7, 21), "request record"),
    ],
)  # fmt: skip
def test_the_day_of_an_export(tree: Tree, name: str, made: date, how: str, tmp_path: Path) -> None:
    export = scanned(tree, tmp_path, name=name).exports[0]
    assert (export.made, export.made_from) == (made, how)


def test_an_export_without_any_time_has_no_day(tmp_path: Path) -> None:
    export = scanned(posted({"data": [{"post": "A"}]}), tmp_path, name="facebook-jane").exports[0]
    assert (export.made, export.made_from) == (None, "unknown")


def test_a_day_that_lies_ahead_in_the_content_is_no_day_of_the_export(tmp_path: Path) -> None:
    ahead = int((datetime.now(UTC) + timedelta(days=400)).timestamp())
    export = scanned(posted(POST, {**POST, "timestamp": ahead}), tmp_path, name="facebook-jane").exports[0]
    assert export.made is not None
    assert export.made <= date.today()


@pytest.mark.parametrize(
    ("tree", "all_time", "since"),
    [
        (_requested(_request("2026-07-21")), True, None),
        (_requested(_request("2026-07-21", at("2025-07-21 09:00"))), False, date(2025, 7, 21)),
        (_requested(_request("2026-07-21"), _request("2024-07-21", at("2023-01-01 00:00"))), True, None),
        (_requested(_request("2024-07-21"), _request("2026-07-21", at("2023-01-01"))), False, NEW_YEAR),
        (posted(POST), None, None),
    ],
)  # fmt: skip
def test_what_an_export_covers_follows_its_own_request(
    tree: Tree, all_time: bool | None, since: date | None, tmp_path: Path
) -> None:
    export = scanned(tree, tmp_path).exports[0]
    assert (export.covers_all_time, export.covers_from) == (all_time, since)


def test_the_products_of_one_download_are_told_apart(tmp_path: Path) -> None:
    tree = facebook(entry("post", "2019-05-04 10:11", "FB")) | instagram(
        entry("ig_post", "2019-05-04 10:11", "IG", 1)
    )
    result = scanned(tree, tmp_path)
    assert {account.platform for account in result.accounts} >= {"facebook", "instagram", "threads"}
    assert {account.username for account in result.accounts} <= {"jane.sample", None}
    assert (
        one(result.items, text="FB")["platform"],
        one(result.items, text="IG", kind="post")["platform"],
    ) == (
        "facebook",
        "instagram",
    )


def test_two_accounts_in_one_call_are_told_apart(tmp_path: Path) -> None:
    paths = [
        as_zip(
            VINTAGES["instagram_g4"](story).tree,
            tmp_path / f"instagram-{story.username}-2025-11-02-AbCdEfG{n}.zip",
        )
        for n, story in enumerate((JANE, JANA))
    ]
    both = scan(paths, as_of=TODAY)
    alone = [scan([path], as_of=TODAY).items for path in paths]
    assert {export.accounts[0].username for export in both.exports} == {"jana.muster", "jane.sample"}
    assert ids(both.items) == sorted([*ids(alone[0]), *ids(alone[1])])
    states = both.items.filter(pl.col("kind") == "post", pl.col("fact_section") == "timeline")
    assert states.group_by("fact_account").len().height == 2


def test_verdicts_of_one_account_in_two_exports_go_by_the_newest(tmp_path: Path) -> None:
    post = entry("ig_post", "2019-05-04 10:11", "A", 1)
    older, newer = instagram(post), instagram(post, private=True)
    requests = "your_information_download_requests.json"
    paths = [
        as_zip(without(older, requests), tmp_path / "instagram-jane-2024-01-02-AbCdEfGh.zip"),
        as_zip(without(newer, requests), tmp_path / "instagram-jane-2025-11-02-HgFeDcBa.zip"),
    ]
    for given in (paths, paths[::-1]):
        result = scan(given, as_of=TODAY)
        assert one(result.items, text="A", kind="post")["visibility"] == "private"


NAMELESS = "your_instagram_activity/media/posts_1.json"


@pytest.mark.parametrize("owner", [JANE, JANA])
def test_a_download_of_the_posts_alone_is_of_the_account_that_has_them_too(
    owner: Story, tmp_path: Path
) -> None:
    whole, other = (VINTAGES["instagram_g4"](story).tree for story in (JANE, owner))
    asked_for = {path: raw for path, raw in other.items() if path == NAMELESS}
    paths = [
        as_zip(whole, tmp_path / "instagram-jane-2025-11-02-AbCdEfGh.zip"),
        as_zip(asked_for, tmp_path / "instagram-later-2026-01-02-AbCdEfGh.zip"),
    ]
    alone, both = scan(paths[:1], as_of=TODAY).items, scan(paths, as_of=TODAY).items
    if owner is JANE:
        assert ids(both) == ids(alone)
        assert one(both, kind="post", text="Low tide 🌊")["visibility"] == "public"
    else:
        assert both.height > alone.height
        assert set(ids(alone)) < set(ids(both))


def test_an_export_of_another_country_is_judged_by_its_own(tmp_path: Path) -> None:
    paths = [
        as_zip(VINTAGES["facebook_v5"](JANE).tree, tmp_path / "facebook-jane-2026-07-21-AbCdEfGh.zip"),
        as_zip(VINTAGES["facebook_v5"](JANA).tree, tmp_path / "facebook-jana-2025-11-02-HgFeDcBa.zip"),
    ]
    result = scan(paths, as_of=TODAY)
    groups = {export.accounts[0].username: export.person.region_group for export in result.exports}
    assert groups == {"jane.sample": "US", "jana.muster": "EU"}
    assert {*result.items["fact_region"].cast(pl.String)} == {"US", "EU"}


def test_the_parts_of_one_download_are_one_export(tmp_path: Path) -> None:
    paths = as_parts(VINTAGES["facebook_v5"](JANE).tree, tmp_path, "facebook-jane.sample-2026-07-21", 3)
    exports = scan(paths, as_of=TODAY).exports
    assert [(export.name, len(export.parts)) for export in exports] == [
        ("facebook-jane.sample-2026-07-21", 3)
    ]


def test_an_account_says_where_its_country_was_learnt(tmp_path: Path) -> None:
    account = scanned(facebook(country="Germany", jurisdiction="European Union"), tmp_path).accounts[0]
    assert account.country == "DE"
    assert account.country_from


HOME = "personal_information/information_about_you/profile_based_in.json"


def _based_in(city: str) -> Tree:
    """Give an account created in the USA that Meta takes to be at home in a city."""
    told = {"inferred_data_primary_location": [string_map({"City Name": city})]}
    return instagram(country="United States", city="Portland") | {HOME: mojibake(told)}


def test_where_meta_takes_one_to_live_comes_before_where_the_account_was_created(tmp_path: Path) -> None:
    result = scanned(_based_in("Hamburg, Germany"), tmp_path)
    person = result.exports[0].person
    assert (person.region, person.region_group, person.region_from) == ("DE", "EU", "export")
    (warning,) = result.warnings
    assert "Germany (the city Meta has for you), United States (where this account was created)" in warning
    assert "--region" in warning


@pytest.mark.parametrize(
    ("city", "facts", "learnt"),
    [("Portland, Oregon", None, "export"), ("Springfield", None, "signup"), ("Lyon, France", "FR", "told")],
)
def test_signals_that_agree_and_what_the_user_said_need_no_warning(
    city: str, facts: str | None, learnt: str, tmp_path: Path
) -> None:
    result = scanned(_based_in(city), tmp_path, Facts(region=facts))
    assert result.person.region_from == learnt
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (date(2025, 1, 1), ["These verdicts are for 2025-01-01", "was made on 2025-11-02, after 2025-01-01"]),
        (date(2026, 7, 22), ["These verdicts are for 2026-07-22"]),
        (date(2026, 7, 23), []),
    ],
)
def test_a_day_before_the_policy_or_the_download_is_said(
    as_of: date, words: list[str], tmp_path: Path
) -> None:
    warnings = scanned(instagram(), tmp_path, as_of=as_of).warnings
    assert len(warnings) == len(words)
    assert all(part in warning for part, warning in zip(words, warnings, strict=True))


@pytest.mark.parametrize(
    ("born", "told", "words"),
    [
        ("1990-05-04", None, None),
        ("2019-05-04", None, "Your age is treated as unknown: add --born DATE."),
        ("1990-05-04", date(2019, 5, 4), "It is used anyway."),
        ("2019-05-04", date(1990, 5, 4), None),
        ("1990-05-04", date(2026, 12, 24), "is later than 2026-08-01"),
    ],
)
def test_someone_younger_than_the_account_is_an_error_in_the_data(
    born: str, told: date | None, words: str | None, tmp_path: Path
) -> None:
    result = scanned(facebook(born=born), tmp_path, Facts(born=told))
    assert [
        warning for warning in result.warnings if "date of birth" in warning and (words or "") in warning
    ] == (list(result.warnings) if words else [])
    assert bool(words) is bool(result.warnings)


def test_a_folder_of_downloads_gives_each_its_own_export(tmp_path: Path) -> None:
    for name, story in (("facebook-jane-2026-07-21", JANE), ("facebook-jana-2025-11-02", JANA)):
        as_folder(VINTAGES["facebook_v5"](story).tree, tmp_path / "all" / name)
    assert len(scan([tmp_path / "all"], as_of=TODAY).exports) == 2
