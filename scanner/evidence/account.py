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
    """Return the content with every `fact_*` column, from the columns of the readers and `account`."""
    return (
        content.with_columns(_record_facts())
        .with_columns(_by_account(accounts, _account_facts))
        .with_columns(_by_account(accounts, _person_facts))
        .with_columns(_by_account(accounts, lambda subject: _page_facts(subject, facts)))
        .with_columns(_by_account(accounts, _title_facts))
        .with_columns(_is_current().alias("fact_current"), _time(pl.col("at")).alias("created_at"))
        .pipe(with_user_facts, facts, rows_with_facts(accounts))
        .pipe(_with_absent_facts)
    )


def rows_with_facts(accounts: Mapping[int, Subject]) -> pl.Expr:
    """Return an expression: the rows of accounts that the user's facts are for."""
    if all(subject.takes_facts for subject in accounts.values()):
        return pl.lit(True)
    return pl.col("account").is_in([number for number, subject in accounts.items() if subject.takes_facts])


def _with_absent_facts(content: pl.DataFrame) -> pl.DataFrame:
    """Return the content with an empty column for each fact that no account has."""
    empty = [
        pl.lit(None, dtype).alias(fact) for fact, dtype in FACT_DTYPES.items() if fact not in content.columns
    ]
    return content.with_columns(empty)


def _record_facts() -> list[pl.Expr]:
    """Return the facts that records have in columns of their own."""
    columns = {
        "fact_section": "section", "fact_host": "host", "fact_field": "field",
        "fact_stated": "stated_audience", "fact_stated_label": "stated_label", "fact_published": "published",
        "fact_draft": "draft", "fact_on_grid": "on_grid", "fact_deleted": "deleted",
        "fact_own_page": "own_page", "fact_only_in_older": "only_in_older",
    }  # fmt: skip
    return [pl.col(column).cast(FACT_DTYPES[fact]).alias(fact) for fact, column in columns.items()]


def _by_account(accounts: Mapping[int, Subject], facts_of: FactsOf) -> list[pl.Expr]:
    """Return the facts as columns, each row with those of its account."""
    by_fact: dict[str, pl.Expr] = {}
    for number, subject in accounts.items():
        of_account = pl.col("account") == number
        for fact, value in facts_of(subject).items():
            dtype = FACT_DTYPES[fact]
            otherwise = by_fact.get(fact, pl.lit(None, dtype))
            by_fact[fact] = pl.when(of_account).then(value.cast(dtype)).otherwise(otherwise)
    return [value.alias(fact) for fact, value in by_fact.items()]


def _account_facts(subject: Subject) -> dict[str, pl.Expr]:
    """Return the facts of the account over time."""
    state = subject.state
    platform = state.account.platform
    facts = {
        "fact_found_in": pl.lit(platform if platform in PLATFORMS else None),
        "fact_default_audience": pl.lit(state.default_audience),
        "fact_joined_after_2014": pl.lit(None if state.joined is None else state.joined >= NEW_DEFAULT),
        "fact_recent": pl.col("at") >= state.exported_at - RECENT_SECONDS,
    }
    if platform in WITH_ACCOUNT_STATE:
        facts |= _exposure(state)
    return facts


def _exposure(state: AccountState) -> dict[str, pl.Expr]:
    """Return an item's exposure over time, by the spans in which a record shows its account public.

    What is in the export existed when that was made, also where its own time is missing or later.
    """
    story, hidden = pl.col("kind") == "story", pl.col("section").is_in(["archive", "trash"])
    existing = pl.col("at").fill_null(state.exported_at).clip(None, state.exported_at)
    at = pl.when(story | hidden).then("at").otherwise(existing)
    end = pl.when(story).then(at + STORY_SECONDS).when(hidden).then(at).otherwise(pl.lit(float("inf")))
    first: pl.Expr = pl.lit(None, pl.Float64)
    last: pl.Expr = pl.lit(None, pl.Float64)
    for since, until in reversed(state.privacy.public):
        overlaps = (at <= until) & (end >= since)
        first = pl.when(overlaps).then(pl.max_horizontal(at, pl.lit(since))).otherwise(first)
        last = pl.when(overlaps & last.is_null()).then(pl.min_horizontal(end, pl.lit(until))).otherwise(last)
    is_known = _is_state_known(state)
    return {
        "fact_account": pl.when(is_known).then(pl.lit(state.privacy.state)).otherwise(pl.lit("unknown")),
        "fact_professional": pl.lit(state.account.professional),
        "fact_account_history": pl.when(is_known)
        .then(pl.lit(state.privacy.history))
        .otherwise(pl.lit("none")),
        "fact_account_was_public": pl.when(is_known)
        .then(_was_public(state, first, hidden))
        .otherwise(pl.lit("unknown")),
        "fact_public_from": pl.when(is_known).then(_time(first)),
        "fact_public_until": pl.when(is_known).then(_time(last)),
        "fact_expired": pl.when(story).then(at + STORY_SECONDS < state.exported_at),
        "fact_close_friends": _close_friends(state).cast(pl.String),
    }


def _is_state_known(state: AccountState) -> pl.Expr:
    """Return whether a download that has the account's state is as new as an item."""
    return (pl.col("at") < state.state_until).fill_null(True)


def _was_public(state: AccountState, first: pl.Expr, hidden: pl.Expr) -> pl.Expr:
    """Return `yes no unknown`: whether the account was public at some moment of an item's life.

    `no` takes a record of all that life. When something was archived is not exported, so of what is hidden
    now and was posted to a private account `no` is only known where the account was never public afterwards.
    """
    privacy = state.privacy
    public_later = pl.lit(max((until for _, until in privacy.public), default=float("-inf"))) > pl.col("at")
    on_record = (pl.col("at") >= privacy.known_from) & ~(hidden & public_later)
    return (
        pl.when(first.is_not_null()).then(pl.lit("yes"))
        .when(on_record).then(pl.lit("no"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip


def _close_friends(state: AccountState) -> pl.Expr:
    """Return `yes no unknown`: whether a close-friends story had been posted by the time of an item."""
    since = state.close_friends_since
    if since is None:
        return pl.lit("unknown")
    if since == 0:
        return pl.lit("no")
    posted = pl.when(pl.col("at") >= since).then(pl.lit("yes"))
    return posted.when(pl.col("at") < since).then(pl.lit("no")).otherwise(pl.lit("unknown"))


def _time(seconds: pl.Expr) -> pl.Expr:
    """Return seconds since 1970 as a UTC time; null where they are not finite."""
    finite = pl.when(seconds.is_finite()).then(seconds)
    return (finite * 1_000_000).round().cast(pl.Int64).cast(pl.Datetime("us", "UTC"))


def _person_facts(subject: Subject) -> dict[str, pl.Expr]:
    """Return the facts of the person: region, age, objection."""
    person = subject.person
    filed = objection_date(person, subject.state.account.platform)
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
    """Return whether an item is newer than the day judged for; not for events: they have their start.

    The day is that of the person's own zone, so it is over everywhere a day later.
    """
    over = None if cut_off is None else _seconds(cut_off + timedelta(days=2))
    return pl.lit(False) if over is None else (pl.col("at") >= over) & (pl.col("kind") != "event")


def objection_date(person: Person, platform: str) -> date | None:
    """Return the date of the objection that covers a platform, the earliest of several."""
    product = objection_platform(platform)
    covering = [filed for covered, filed in person.objections if covered in ("all", product)]
    return min(covering, default=None)


def _age_then(person: Person) -> pl.Expr:
    """Return `minor adult unknown`: the person's age when an item was made."""
    if person.born is None:
        return pl.lit("unknown")
    adult_from = _seconds(birthday(person.born, ADULT_AT))
    return (
        pl.when(pl.col("at") < adult_from).then(pl.lit("minor"))
        .when(pl.col("at") >= adult_from).then(pl.lit("adult"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip


def _seconds(day: date | None) -> float | None:
    """Return the moment a day begins, in seconds since 1970 UTC."""
    return None if day is None else day_start(day).timestamp()


def _page_facts(subject: Subject, facts: Facts) -> dict[str, pl.Expr]:
    """Return whether the user's facts name this very profile a Page."""
    pages = {folded_name(page) for page in facts.facebook.pages} if subject.takes_facts else set()
    return {"fact_page_named": pl.col("own_page") & pl.lit(not pages.isdisjoint(subject.state.names))}


def _title_facts(subject: Subject) -> dict[str, pl.Expr]:
    """Return what the title line says; only the owner's name means the own timeline, in any language.

    HTML since 2018 and some records of JSON have it in place of a title that names a place.
    """
    unclear = pl.col("hint") == NOT_UNDERSTOOD
    # only these titles are folded: most are different from each other
    is_name = folded_names(pl.when(unclear).then(pl.col("title"))).is_in(sorted(subject.state.names))
    is_own = unclear & is_name
    return {
        "fact_hint": pl.when(is_own).then(pl.lit("own_timeline")).otherwise(pl.col("hint").cast(pl.String))
    }


def _is_current() -> pl.Expr:
    """Return whether a profile picture or cover photo is the newest of its account; null for other items."""
    picture = pl.col("kind").is_in(PICTURES)
    newest = pl.col("at").max().over("account", "platform", "kind")
    is_only = pl.len().over("account", "platform", "kind") == 1
    return pl.when(picture).then((pl.col("at") == newest).fill_null(is_only))
