"""What an action would change: for whom it is, how many items, in which order, and no item twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scanner import schema
from scanner.dtypes import is_content
from scanner.facts import Facts, Objection
from scanner.output.first_steps import steps
from scanner.pipeline import scan
from scanner.plan.plan import Effect, Plan, make_plan, make_plans
from scanner.result import Scan
from scanner.rulebook import load
from scanner.rulebook.simulate import affected, simulate, simulation_columns
from tests.builders import JANE, RAVI, VINTAGES, Entry, as_zip
from tests.scanning import TODAY, entry

BOOK = load()
LATE = date(2026, 8, 1)
EARLY = date(2025, 5, 26)
HIDDEN_BY_ALL = {"US": "US", "GB": "UK", "BR": "BR", "CH": "CH", "DE": "EU"}


@pytest.fixture(scope="module")
def zips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Jane's whole Facebook and Instagram."""
    folder = tmp_path_factory.mktemp("zips")
    return {
        name: as_zip(VINTAGES[vintage](replace(JANE, private=False)).tree, folder / f"{name}.zip")
        for name, vintage in (("facebook", "facebook_v5"), ("instagram", "instagram_g4"))
    }


def of(
    zips: dict[str, Path], *names: str, as_of: date = TODAY, region: str | None = "US", **facts: Any
) -> Scan:
    """Scan some of Jane's exports for someone of a region."""
    return scan([zips[name] for name in names], Facts(region=region, **facts), as_of=as_of)


def small(folder: Path, *entries: Entry, vintage: str, region: str = "US", as_of: date = TODAY) -> Plan:
    """Plan for an export of these entries."""
    tree = VINTAGES[vintage](replace(JANE, entries=entries, private=False)).tree
    return make_plan(scan([as_zip(tree, folder / "x.zip")], Facts(region=region), as_of=as_of), BOOK)


def test_an_objection_of_one_person_moves_nothing_of_another(tmp_path: Path) -> None:
    """Jane's form of Facebook speaks of her AI chats wherever she had them, not of Ravi's on Instagram."""
    janes, ravis = (
        as_zip(VINTAGES[vintage](person).tree, tmp_path / f"{vintage}.zip")
        for person, vintage in ((JANE, "facebook_v5"), (RAVI, "instagram_g5"))
    )
    both = scan([janes, ravis], Facts(region="DE"), as_of=TODAY)
    platforms = both.items.group_by("export").agg(pl.col("platform").cast(pl.String).unique())
    assert all("meta_ai" in held for held in platforms["platform"])
    alone = scan([janes], Facts(region="DE"), as_of=TODAY)
    mine, whole = (make_plans(one, BOOK) for one in (alone, both))
    assert [each.individual.label for each in whole] == ["Jane Sample", "Ravi Example"]
    assert mine[0].plan == whole[0].plan
    assert "object-instagram" in order(whole[1].plan)
    first = [[step for step in steps(one, BOOK.actions) if "object" in step.id] for one in (alone, both)]
    assert [step.count for step in first[0]] == [first[1][0].count] != [0]
    assert [step.for_whom for step in first[1]] == ["Jane Sample", "Ravi Example"]
    assert first[1][1].title.startswith("Ravi Example · Instagram: object")


def measured(plan: Plan, name: str) -> Effect:
    """What an action does alone."""
    return next(m.by_itself for m in (*plan.actions, *plan.without_effect) if m.action.id == name)


def order(plan: Plan) -> list[str]:
    return [measure.action.id for measure in plan.actions]


def reasons(plan: Plan) -> dict[str, str]:
    return {refusal.action.id: refusal.reason for refusal in plan.inapplicable}


def filed(day: date, platform: str = "all", accepted: bool = True) -> dict[str, Any]:
    return {"objection": (Objection(filed=day, platform=platform, accepted=accepted),)}


@pytest.mark.parametrize(
    ("region", "facebook", "child", "camera"),
    [
        ("DE", None, None, None), ("NO", None, None, None), ("GB", None, "region", None),
        ("CH", None, "region", "region"), ("BR", None, "region", "region"), ("US", "region", "region", None),
        ("CA", "region", "region", None), ("AU", "region", "region", "region"),
        ("JP", "region", "region", "region"), ("KE", "region", "region", "region"),
    ],
)  # fmt: skip
def test_which_actions_apply_where(
    zips: dict[str, Path], region: str, facebook: str | None, child: str | None, camera: str | None
) -> None:
    told = reasons(make_plan(of(zips, "facebook", region=region), BOOK))
    assert told.get("object-facebook") == facebook
    assert told.get("object-for-a-child-or-without-account") == child
    assert told.get("camera-roll-off") == camera
    assert told["instagram-private"] == "platform"


def test_where_one_lives_is_asked_for_where_it_is_not_known(tmp_path: Path) -> None:
    story = replace(
        JANE, country="", jurisdiction="", city="", entries=(entry("post", "2015-01-01 10:00", "a"),)
    )
    path = as_zip(VINTAGES["facebook_v5"](story).tree, tmp_path / "x.zip")
    plan = make_plan(scan([path], Facts(), as_of=TODAY), BOOK)
    assert reasons(plan)["object-facebook"] == "region_unknown"
    assert "object-if-region" in [m.action.id for m in (*plan.actions, *plan.without_effect)]


@pytest.mark.parametrize(
    ("facts", "facebook", "instagram"),
    [
        ({}, None, None),
        (filed(LATE), "objected", "objected"),
        (filed(LATE, "facebook"), "objected", None),
        (filed(LATE, "instagram"), None, "objected"),
        (filed(LATE, accepted=False), None, None),
    ],
)
def test_who_has_objected_need_not_object(
    zips: dict[str, Path], facts: dict[str, Any], facebook: str | None, instagram: str | None
) -> None:
    told = reasons(make_plan(of(zips, "facebook", "instagram", region="DE", **facts), BOOK))
    assert (told.get("object-facebook"), told.get("object-instagram")) == (facebook, instagram)


@pytest.mark.parametrize(
    ("action", "vintage", "entries", "region", "as_of", "effect"),
    [
        # (out, settled, disputed)
        ("limit-past-posts", "facebook_v5", ["post", "post", "check_in"], "US", TODAY, (0, 3, 0)),
        ("limit-past-posts", "facebook_v5", ["comment", "to_group", "wall"], "US", TODAY, (0, 0, 0)),
        ("instagram-private", "instagram_g4", ["ig_post", "ig_reel"], "US", TODAY, (2, 0, 0)),
        ("instagram-private", "instagram_g4", ["ig_story"], "US", TODAY, (0, 1, 0)),
        ("instagram-private", "instagram_g4", ["ig_profile"], "US", TODAY, (0, 0, 0)),
        ("object-instagram", "instagram_g4", ["ig_post", "ig_reel"], "DE", LATE, (0, 0, 2)),
        ("object-instagram", "instagram_g4", ["ig_post", "ig_reel"], "DE", EARLY, (0, 2, 0)),
        ("object-instagram", "instagram_g4", ["ig_post", "ig_reel"], "GB", LATE, (2, 0, 0)),
        ("object-instagram", "instagram_g4", ["ig_post", "ig_reel"], "BR", LATE, (0, 0, 2)),
        ("object-instagram", "instagram_g4", ["ig_post", "ig_reel"], "CH", LATE, (0, 0, 2)),
        ("object-facebook", "facebook_v5", ["post", "post"], "GB", LATE, (0, 2, 0)),
        ("object-facebook", "facebook_v5", ["post", "post"], "DE", LATE, (0, 0, 0)),
        ("object-facebook", "facebook_v5", ["post", "post"], "DE", EARLY, (0, 2, 0)),
        ("archive-or-delete-facebook-posts", "facebook_v5", ["post", "wall"], "US", TODAY, (0, 2, 0)),
        ("mute-facebook", "facebook_v5", ["post"], "US", TODAY, (0, 0, 0)),
        ("mute-instagram", "instagram_g4", ["ig_post"], "US", TODAY, (0, 0, 0)),
    ],
)  # fmt: skip
def test_what_an_action_takes_out(
    tmp_path: Path, action: str, vintage: str, entries: Sequence[str], region: str, as_of: date,
    effect: tuple[int, int, int],
) -> None:  # fmt: skip
    posted = [
        entry(sort, f"2016-05-0{at} 10:00", f"number {at}", 500 + at, container="Somewhere", place="Pier")
        for at, sort in enumerate(entries, start=1)
    ]
    with_it = small(tmp_path, *posted, vintage=vintage, region=region, as_of=as_of)
    (tmp_path / "x.zip").unlink()
    without = small(tmp_path, vintage=vintage, region=region, as_of=as_of)
    assert with_it.before.all - without.before.all >= len(entries)
    got, profile = measured(with_it, action), measured(without, action)
    assert tuple(
        getattr(got, name) - getattr(profile, name) for name in ("out", "settled", "disputed")
    ) == effect  # fmt: skip


@pytest.mark.parametrize("region", sorted(HIDDEN_BY_ALL))
@pytest.mark.parametrize("names", [("facebook",), ("instagram",), ("facebook", "instagram")])
def test_no_item_is_counted_twice(zips: dict[str, Path], region: str, names: tuple[str, ...]) -> None:
    plan = make_plan(of(zips, *names, region=region), BOOK)
    left = plan.before
    for measure in plan.actions:
        assert measure.then is not None
        added = measure.added
        assert measure.then.in_pool == left.in_pool - added.out - added.disputed
        assert measure.then.unknown == left.unknown - added.settled + added.disputed
        left = measure.then
    assert plan.together == left
    assert sum(m.added.out for m in plan.actions) <= plan.before.in_pool


def test_two_that_reach_the_same_items_add_up_to_one(zips: dict[str, Path]) -> None:
    plan = make_plan(of(zips, "facebook"), BOOK)
    limit = next(m for m in plan.actions if m.action.id == "limit-past-posts")
    archive = next(m for m in plan.actions if m.action.id == "archive-or-delete-facebook-posts")
    assert archive.by_itself.settled >= limit.added.settled > 0
    assert archive.added.settled == archive.by_itself.settled - limit.added.settled


@pytest.mark.parametrize("region", sorted(HIDDEN_BY_ALL))
def test_what_loses_nothing_comes_first_and_what_does_most_before_the_rest(
    zips: dict[str, Path], region: str
) -> None:
    measures = make_plan(of(zips, "facebook", "instagram", region=region), BOOK).actions
    costs = [["nothing", "content", "account"].index(m.action.cost) for m in measures]
    assert costs == sorted(costs)
    for first, second in pairwise(measures):
        if first.action.cost == second.action.cost:
            assert first.added.out + first.added.settled >= second.added.out + second.added.settled


def test_the_past_stays_as_it_is(zips: dict[str, Path]) -> None:
    found = of(zips, "facebook", "instagram")
    content = found.items.filter(is_content())
    past = make_plan(found, BOOK).past
    assert past.in_pool == content.filter(pl.col("past").is_in(["eligible", "likely"]))["count"].sum()
    assert past.unknown == content.filter(pl.col("past") == "unknown")["count"].sum()
    assert past.in_pool > 0


@pytest.mark.parametrize("region", sorted(HIDDEN_BY_ALL))
def test_no_action_puts_anything_into_the_pool(zips: dict[str, Path], region: str) -> None:
    frame = of(zips, "facebook", "instagram", region=region).items.select(simulation_columns(BOOK))
    for action in BOOK.actions.values():
        then = simulate(frame, action, BOOK, TODAY)
        raised = then["now"].to_physical() < frame["now"].to_physical()
        assert raised.sum() == 0, action.id
        untouched = ~frame.select(affected(action, TODAY)).to_series()
        assert then["now"].filter(untouched).equals(frame["now"].filter(untouched)), action.id


def test_counts_are_those_of_the_items_one_by_one(zips: dict[str, Path]) -> None:
    found = of(zips, "facebook", "instagram", region="DE")
    content = found.items.filter(pl.col("kind").is_in(schema.CONTENT_KINDS))
    plan = make_plan(found, BOOK)
    for measure in plan.actions:
        then = simulate(content.select(simulation_columns(BOOK)), measure.action, BOOK, TODAY)["now"]
        was_in = content["now"].is_in(["eligible", "likely"])
        assert measure.by_itself.out == content.filter(was_in & (then == "not_eligible"))["count"].sum()
        assert measure.by_itself.disputed == content.filter(was_in & (then == "unknown"))["count"].sum()


def test_a_private_instagram_is_judged_as_the_rules_of_visibility_judge_it(zips: dict[str, Path]) -> None:
    """Content alone: the account's state told to the table of visibility gives what the action says."""
    content = of(zips, "instagram").items.filter(pl.col("kind").is_in(schema.CONTENT_KINDS))
    states = {"fact_account": "private", "fact_account_history": "recorded"}
    switched = content.with_columns(
        pl.when(pl.col("platform") == "instagram").then(pl.lit(value)).otherwise(pl.col(name).cast(pl.String))
        .cast(content.schema[name]).alias(name)
        for name, value in states.items()
    )  # fmt: skip
    decided = BOOK.table("visibility").decide(switched)["visibility"]
    hidden = (decided == "private") & (content["visibility"] != "private")
    hit = content.select(affected(BOOK.actions["instagram-private"], TODAY)).to_series()
    assert sorted(content.filter(hit)["item_id"]) == sorted(content.filter(hidden)["item_id"])
    assert hit.sum() > 5


def test_an_export_with_nothing_open_has_nothing_to_take_out(tmp_path: Path) -> None:
    plan = small(
        tmp_path, entry("ig_archived", "2017-04-04 17:00", "old", 1), vintage="instagram_g4", region="GB"
    )
    assert "limit-past-posts" not in order(plan)
    assert plan.together.in_pool <= plan.before.in_pool
