"""The facts that rules look at, as columns: what the account, the calendar and the user say of each item."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

import polars as pl

from scanner.accounts.account import AccountState, Subject
from scanner.accounts.person import ADULT_AT, birthday
from scanner.dtypes import FACT_DTYPES
from scanner.evidence.user import with_user_facts
from scanner.facts import Facts
from scanner.platforms import WITH_ACCOUNT_STATE, objection_platform
from scanner.result import Person
from scanner.schema import NOT_UNDERSTOOD, PICTURES, PLATFORMS
from scanner.values.days import day_start
from scanner.values.names import folded_name, folded_names

STORY_SECONDS: Final = 24 * 3600
"""How long a story stays up."""
RECENT_SECONDS: Final = 365 * 24 * 3600
NEW_DEFAULT: Final = datetime(2014, 5, 22, tzinfo=UTC).timestamp()
"""From then on the first post of a new Facebook account was for friends. Source: FPF, 22 May 2014."""
EU_START: Final = date(2025, 5, 27)
"""The day on which Meta said it would start to train on public content in the EU. Source: DPC, 21 May
2025."""
AI_IN_FORM: Final = date(2025, 4, 14)
"""From the announcement of April 2025 on, an accepted objection covers AI interactions. Source: e-mail of
Meta."""


FactsOf = Callable[[Subject], dict[str, pl.Expr]]


def with_facts(content: pl.DataFrame, accounts: Mapping[int, Subject], facts: Facts) -> pl.DataFrame:
    """Add every `fact_*` column to the content. Reads what the readers gave, and `account`."""
    return (
        content.with_columns(_of_record())
        .with_columns(_each(accounts, _of_account))
        .with_columns(_each(accounts, _of_person))
        .with_columns(_each(accounts, lambda told: _of_page(told, facts if told.takes_facts else Facts())))
        .with_columns(_each(accounts, _of_title))
        .with_columns(_current().alias("fact_current"), _time(pl.col("at")).alias("created_at"))
        .pipe(with_user_facts, facts, rows_with_facts(accounts))
        .pipe(_with_the_rest)
    )


def rows_with_facts(accounts: Mapping[int, Subject]) -> pl.Expr:
    """Return an expression: the rows of accounts that the user's facts are for."""
    if all(told.takes_facts for told in accounts.values()):
        return pl.lit(True)
    return pl.col("account").is_in([number for number, told in accounts.items() if told.takes_facts])


def _with_the_rest(content: pl.DataFrame) -> pl.DataFrame:
    """Add, without a value, the facts that no account here tells."""
    absent = [
        pl.lit(None, dtype).alias(fact) for fact, dtype in FACT_DTYPES.items() if fact not in content.columns
    ]
    return content.with_columns(absent)


def _of_record() -> list[pl.Expr]:
    """Give the facts that a record carries itself."""
    carried = {
        "fact_section": "section", "fact_host": "host", "fact_field": "field",
        "fact_stated": "stated_audience", "fact_stated_label": "stated_label", "fact_published": "published",
        "fact_draft": "draft", "fact_on_grid": "on_grid", "fact_deleted": "deleted",
        "fact_own_page": "own_page", "fact_only_in_older": "only_in_older",
    }  # fmt: skip
    return [pl.col(column).cast(FACT_DTYPES[fact]).alias(fact) for fact, column in carried.items()]


def _each(accounts: Mapping[int, Subject], facts_of: FactsOf) -> list[pl.Expr]:
    """Choose for each row the facts of its own account."""
    by_fact: dict[str, pl.Expr] = {}
    for number, told in accounts.items():
        for fact, value in facts_of(told).items():
            mine = pl.col("account") == number
            dtype = FACT_DTYPES[fact]
            by_fact[fact] = (
                pl.when(mine).then(value.cast(dtype)).otherwise(by_fact.get(fact, pl.lit(None, dtype)))
            )
    return [value.alias(fact) for fact, value in by_fact.items()]


def _of_account(told: Subject) -> dict[str, pl.Expr]:
    """Give what the account says over time."""
    owner = told.state
    facts = {
        "fact_found_in": pl.lit(platform if (platform := owner.account.platform) in PLATFORMS else None),
        "fact_default_audience": pl.lit(owner.default_audience),
        "fact_joined_after_2014": pl.lit(None if owner.joined is None else owner.joined >= NEW_DEFAULT),
        "fact_recent": pl.col("at") >= owner.exported_at - RECENT_SECONDS,
    }
    if owner.account.platform in WITH_ACCOUNT_STATE:
        facts |= _exposure(owner)
    return facts


def _exposure(owner: AccountState) -> dict[str, pl.Expr]:
    """Return an item's exposure over time, by the spans in which a record shows its account public.

    What is in the export existed when that was made, also where its own time is missing or lies after that.
    """
    story, hidden = pl.col("kind") == "story", pl.col("section").is_in(["archive", "trash"])
    existing = pl.col("at").fill_null(owner.exported_at).clip(None, owner.exported_at)
    at = pl.when(story | hidden).then("at").otherwise(existing)
    end = pl.when(story).then(at + STORY_SECONDS).when(hidden).then(at).otherwise(pl.lit(float("inf")))
    first: pl.Expr = pl.lit(None, pl.Float64)
    last: pl.Expr = pl.lit(None, pl.Float64)
    for since, until in reversed(owner.privacy.public):
        overlaps = (at <= until) & (end >= since)
        first = pl.when(overlaps).then(pl.max_horizontal(at, pl.lit(since))).otherwise(first)
        last = pl.when(overlaps & last.is_null()).then(pl.min_horizontal(end, pl.lit(until))).otherwise(last)
    known = _has_known_state(owner)
    return {
        "fact_account": pl.when(known).then(pl.lit(owner.privacy.state)).otherwise(pl.lit("unknown")),
        "fact_professional": pl.lit(owner.account.professional),
        "fact_account_history": pl.when(known).then(pl.lit(owner.privacy.history)).otherwise(pl.lit("none")),
        "fact_account_was_public": pl.when(known)
        .then(_was_public(owner, first, hidden))
        .otherwise(pl.lit("unknown")),
        "fact_public_from": pl.when(known).then(_time(first)),
        "fact_public_until": pl.when(known).then(_time(last)),
        "fact_expired": pl.when(story).then(at + STORY_SECONDS < owner.exported_at),
        "fact_close_friends": _close_friends(owner).cast(pl.String),
    }


def _has_known_state(owner: AccountState) -> pl.Expr:
    """Tell which items a download that tells the account's state is as new as."""
    return (pl.col("at") < owner.state_until).fill_null(True)


def _was_public(owner: AccountState, first: pl.Expr, hidden: pl.Expr) -> pl.Expr:
    """Return `yes no unknown`: whether the account was public at some moment of an item's life.

    `no` takes a record of all that life. When something was archived is not exported, so of what is hidden
    now and was posted to a private account `no` is only known where the account was never public afterwards.
    """
    line = owner.privacy
    public_later = pl.lit(max((until for _, until in line.public), default=float("-inf"))) > pl.col("at")
    on_record = (pl.col("at") >= line.known_from) & ~(hidden & public_later)
    return (
        pl.when(first.is_not_null()).then(pl.lit("yes"))
        .when(on_record).then(pl.lit("no"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip


def _close_friends(owner: AccountState) -> pl.Expr:
    """Say whether a close-friends story had been posted by the time of an item."""
    since = owner.close_friends_since
    if since is None:
        return pl.lit("unknown")
    if since == 0:
        return pl.lit("no")
    posted = pl.when(pl.col("at") >= since).then(pl.lit("yes"))
    return posted.when(pl.col("at") < since).then(pl.lit("no")).otherwise(pl.lit("unknown"))


def _time(seconds: pl.Expr) -> pl.Expr:
    """Turn seconds since 1970 into a UTC time; what is not finite has none."""
    finite = pl.when(seconds.is_finite()).then(seconds)
    return (finite * 1_000_000).round().cast(pl.Int64).cast(pl.Datetime("us", "UTC"))


def _of_person(told: Subject) -> dict[str, pl.Expr]:
    """Give the facts of the person that a verdict asks for: region, age, objection."""
    person = told.person
    filed = objection_date(person, told.state.account.platform)
    counts = filed is not None and person.has_form
    since = person.form_covers_ai_from
    covers_ai = counts and filed is not None and since is not None and filed >= since
    return {
        "fact_region": pl.lit(person.region_group),
        "fact_region_known": pl.lit(person.region is not None),
        "fact_age": pl.lit(person.age),
        "fact_age_then": _age_then(person),
        "fact_objection": pl.lit(
            "none" if not counts or filed is None else "early" if filed < EU_START else "late"
        ),
        "fact_after_objection": pl.col("at") >= _seconds(filed) if counts and filed else pl.lit(False),
        "fact_objection_covers_ai": pl.lit(covers_ai),
        "fact_objection_before_2025": pl.lit(filed is not None and filed < AI_IN_FORM),
        "fact_started": pl.lit(person.started),
        "fact_not_yet_made": _not_yet_made(person.cut_off),
    }


def _not_yet_made(cut_off: date | None) -> pl.Expr:
    """Tell what was made after the day that is judged for; an event may only have the day on which it starts.

    The day is that of the person's own zone, so it is over everywhere a day later.
    """
    over = None if cut_off is None else _seconds(cut_off + timedelta(days=2))
    return pl.lit(False) if over is None else (pl.col("at") >= over) & (pl.col("kind") != "event")


def objection_date(person: Person, platform: str) -> date | None:
    """Give the date of the objection that covers a platform, the earliest of several."""
    product = objection_platform(platform)
    covering = [filed for of, filed in person.objections if of in ("all", product)]
    return min(covering, default=None)


def _age_then(person: Person) -> pl.Expr:
    """Say whether the person was a minor when an item was made."""
    if person.born is None:
        return pl.lit("unknown")
    turned = _seconds(birthday(person.born, ADULT_AT))
    return (
        pl.when(pl.col("at") < turned).then(pl.lit("minor"))
        .when(pl.col("at") >= turned).then(pl.lit("adult"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip


def _seconds(day: date | None) -> float | None:
    """Give the moment a day begins, in seconds since 1970 UTC."""
    return None if day is None else day_start(day).timestamp()


def _of_page(told: Subject, facts: Facts) -> dict[str, pl.Expr]:
    """Say whether the user named this very profile a Page."""
    named = {folded_name(page) for page in facts.facebook.pages} & told.state.names
    return {"fact_page_named": pl.col("own_page") & pl.lit(bool(named))}


def _of_title(told: Subject) -> dict[str, pl.Expr]:
    """Return what the title line says: the owner's bare name is understood in every language.

    HTML since 2018 and some records of JSON have it in place of a title that names a place.
    """
    unclear = pl.col("hint") == NOT_UNDERSTOOD
    # only these titles are folded: most are different from each other
    bare = folded_names(pl.when(unclear).then(pl.col("title"))).is_in(sorted(told.state.names))
    is_own = unclear & bare
    return {
        "fact_hint": pl.when(is_own).then(pl.lit("own_timeline")).otherwise(pl.col("hint").cast(pl.String))
    }


def _current() -> pl.Expr:
    """Say of profile pictures and cover photos whether they are the newest of their account."""
    picture = pl.col("kind").is_in(PICTURES)
    newest = pl.col("at").max().over("account", "platform", "kind")
    alone = pl.len().over("account", "platform", "kind") == 1
    return pl.when(picture).then((pl.col("at") == newest).fill_null(alone))
