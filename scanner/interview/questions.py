"""The questions about what an export leaves unknown; the rules say which items an answer would decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import polars as pl

from scanner.dtypes import FACT_DTYPES, is_content
from scanner.facts import Facts, Objection, Period, edit
from scanner.facts.edit import Entry
from scanner.facts.typed_values import (
    TypedError,
    day_name,
    read_country,
    read_day,
    read_yes_no,
)
from scanner.interview.periods import EVER, Span, periods_to_ask
from scanner.interview.question import InvalidAnswerError, Prompter, Question
from scanner.platforms import PLATFORMS, WITH_ACCOUNT_STATE
from scanner.result import Person, Scan
from scanner.rulebook import RuleBook
from scanner.rulebook.regions import country_in_sentence, country_name

GROUP_LIMIT: Final = 12
SMALLEST_GROUP: Final = 3
"""There is no question about a group with fewer posts and comments of the user."""
AUDIENCES: Final = {
    "public": "all of them public",
    "friends": "all of them for friends",
    "only_me": "all of them for me alone",
    "friends_of_friends": "all of them for friends and their friends",
    "custom": "all of them for some friends, or for a list",
    "mixed": "not all of them for the same people; they stay unknown",
    "unsure": "I am not sure; they stay unknown",
}
DEFAULTS: Final = {"public": "public, everyone", "friends": "friends", "only_me": "only me"}
NO_AUDIENCE: Final = dict.fromkeys(
    ("private", "privat", "privé", "privado", "privato", "not public"),
    "does not say who could see them: answer friends, only_me, friends_of_friends or custom if all of them "
    "were for the same people, otherwise mixed",
)
"""Other words for posts that are not public, each with the answers to give instead."""
YES_NO: Final = {"yes": "", "no": ""}
PUBLIC_PRIVATE: Final = {"public": "anyone can see what is posted", "private": "members or followers only"}
PRODUCTS: Final = {
    "all": "for all products",
    "facebook": "for Facebook",
    "instagram": "for Instagram and Threads",
}


@dataclass(frozen=True)
class Topics:
    """What stays the same through the interview: the periods and the rules."""

    spans: tuple[Span, ...]
    book: RuleBook
    end: date | None
    """The day after the last one that answers about Facebook cover; None: unknown."""


def topics(scan: Scan, facts: Facts, book: RuleBook) -> Topics:
    """Return the topics of an interview, with the periods to ask about."""
    dated = scan.items.filter(_settled_if(scan.items, book, "fact_period", "public"))["created_at"]
    end = _end(scan)
    return Topics(
        tuple(periods_to_ask(dated.drop_nulls().dt.date(), facts.facebook.audience, end)), book, end
    )


def _end(scan: Scan) -> date | None:
    """Return the day of the newest Facebook download: answers do not cover later posts.

    If the day is known only from its newest record, answers still cover that record.
    """
    days = [
        export.made + timedelta(days=export.made_from == "newest record")
        for export in scan.exports
        if export.made and any(account.platform == "facebook" for account in export.accounts)
    ]
    return max(days, default=None)


def open_questions(scan: Scan, facts: Facts, about: Topics) -> list[Question]:
    """Return the open questions, those about the most items first."""
    questions = [
        *_person_questions(scan, facts),
        *_facebook_questions(scan, facts, about),
        *_profile_questions(scan, about),
    ]
    return sorted(questions, key=lambda question: -question.count)


def _facebook_questions(scan: Scan, facts: Facts, about: Topics) -> Iterator[Question]:
    yield from _period_questions(scan, facts, about)
    yield from _group_questions(scan, about)
    yield from _page_questions(scan, facts, about)


def _settled_if(items: pl.DataFrame, book: RuleBook, fact: str, value: str | bool) -> pl.Series:
    """Return which unknown items the rules would decide if this fact had this value."""
    assumed = items.with_columns(pl.lit(value).cast(FACT_DTYPES[fact]).alias(fact))
    visibilities = book.table("visibility").decide(assumed)["visibility"].cast(pl.String)
    return (items["visibility"] == "unknown") & (visibilities != "unknown") & items[fact].is_null()


def _person_questions(scan: Scan, facts: Facts) -> Iterator[Question]:
    """Yield the questions about the person: country, date of birth, objection, where an answer matters."""
    affected = scan.items.filter(pl.col("now") != "not_eligible", is_content()).height
    if not affected:
        return
    # ask if any download lacks the answer, even if another one of the same person has it
    people = [export.person for export in scan.exports] or [scan.person]
    without_region = next((person for person in people if not person.is_region_known), None)
    if without_region is not None:
        items = f"{affected:,} item{'s' * (affected != 1)}"
        about = f"Where do you live now? It decides which of Meta's statements apply to {items}."
        about = f"{_region_hint(without_region)}{about}"
        yield Question("region", affected, about, _ask_region, [edit.region_entry("DE", _LIVE)])
    if any(person.age == "unknown" for person in people):
        about = (
            "When were you born? In some regions Meta says that it leaves out the content of people under 18."
        )
        yield Question("born", affected, about, _ask_born, [edit.born_entry(date(1990, 5, 4), _BORN)])
    if any(person.has_form for person in people) and not facts.objection:
        about = (
            "Have you objected to the use of your content for AI? "
            "Where you live there is a form for it, or one is reported."
        )
        example = edit.objection_entry(Objection(date(2025, 5, 20)), _OBJECTED)
        yield Question("objection", affected, about, _ask_objection, [example])


def _region_hint(person: Person) -> str:
    """Return what the download says about the region if that is weak evidence, else an empty text."""
    if person.region is None:
        return ""
    return f"Your download says only that the account was created in {country_in_sentence(person.region)}. "


_LIVE: Final = "the country you live in now, by its two-letter code"
_BORN: Final = "your date of birth"
_OBJECTED: Final = "an objection to the use of your content for AI"


def _ask_region(asker: Prompter) -> list[Entry]:
    code = asker.text("Country, by its name or two-letter code", _country)
    if code is None:
        return []
    asker.say(f"  {country_name(code)} ({code})")
    return [edit.region_entry(code, _LIVE)]


def _country(text: str) -> str:
    """Return the code of a country; a "no" may be Norway. Raises InvalidAnswerError."""
    if text.strip().casefold() == "no":
        raise InvalidAnswerError(
            "'no' is also the code for Norway: write Norway, or press Enter to skip the question"
        )
    with _as_invalid_answer():
        return read_country(text)


@contextmanager
def _as_invalid_answer() -> Iterator[None]:
    """Turn a TypedError into an InvalidAnswerError, which the prompter shows."""
    try:
        yield
    except TypedError as fault:
        raise InvalidAnswerError(str(fault)) from None


def _ask_born(asker: Prompter) -> list[Entry]:
    day = asker.text("Date of birth, as in 1990-05-04 or 4 May 1990", _day)
    if day is None:
        return []
    asker.say(f"  {day_name(day)}")
    return [edit.born_entry(day, _BORN)]


def _day(text: str) -> date:
    """Return a date that is not in the future. Raises InvalidAnswerError."""
    with _as_invalid_answer():
        day = read_day(text)
    if day > date.today():
        raise InvalidAnswerError(f"{day} is in the future")
    return day


def _objection_day(text: str) -> date | Literal[False]:
    """Return the day of an objection; False if there was none. Raises InvalidAnswerError."""
    answer = read_yes_no(text)
    if answer is None:
        return _day(text)
    if answer:
        raise InvalidAnswerError("Which day? Meta's email to you has it. Press Enter if you don't know")
    return False


def _ask_objection(asker: Prompter) -> list[Entry]:
    filed = asker.text(
        "The day you objected, as in 2025-05-20 (no: you didn't; Enter: you don't know)", _objection_day
    )
    if not filed:
        return []
    asker.say(f"  {day_name(filed)}")
    product = asker.choice("For which product?", PRODUCTS) or "all"
    accepted = asker.choice("Did Meta accept it?", YES_NO)
    if accepted is None:
        asker.say("An objection counts once Meta has accepted it, so this one is not written down.")
        return []
    return [edit.objection_entry(Objection(filed, product, accepted == "yes"), _OBJECTED)]


def _period_questions(scan: Scan, facts: Facts, about: Topics) -> Iterator[Question]:
    """Yield a question for each period: who could see what was posted."""
    unsettled = scan.items.filter(_settled_if(scan.items, about.book, "fact_period", "public"))
    for span in about.spans:
        inside = unsettled.filter(span.inside)
        if not inside.is_empty():
            yield _period_question(span, inside, facts, about.end)


def _period_question(span: Span, items: pl.DataFrame, facts: Facts, end: date | None) -> Question:
    description = f"{count_items(items)}{_years_of(items, span, end)}"
    note = f"who could see them: {description}"
    has_default = any(span.overlaps(period) for period in facts.facebook.default)

    def ask(asker: Prompter) -> list[Entry]:
        audience = asker.choice("Who could see them?", AUDIENCES, NO_AUDIENCE)
        if audience in ("mixed", "unsure"):
            return [] if has_default else _ask_default(asker, span, description)
        return [_period_entry(span, audience, "facebook.audience", note)] if audience else []

    example = _period_entry(span, "friends", "facebook.audience", note)
    about = f"{description} on Facebook. Were all of them public, all for friends, or mixed?"
    return Question(f"period {span.since} {span.until}", items.height, about, ask, [example])


def _ask_default(asker: Prompter, span: Span, description: str) -> list[Entry]:
    """Ask for the default of that time, which only sets the `lean` of the items."""
    asker.say("Do you remember what Facebook proposed to you then? It decides nothing and is kept as a hint.")
    audience = asker.choice("The proposed audience was", DEFAULTS)
    note = f"proposed then, a hint only: {description}"
    return [_period_entry(span, audience, "facebook.default", note)] if audience else []


def _period_entry(span: Span, audience: str, table: str, note: str) -> Entry:
    return edit.period_entry(Period(audience, span.since, span.until), table, note)


def _group_questions(scan: Scan, about: Topics) -> Iterator[Question]:
    """Yield a question about each group with many posts."""
    settled = _settled_if(scan.items, about.book, "fact_group_audience", "public")
    posts = scan.items.filter(settled, pl.col("fact_host") == "group", pl.col("container").is_not_null())
    counts = (
        posts.group_by("container", maintain_order=True)
        .len()
        .sort("len", descending=True, maintain_order=True)
    )
    for name, count in counts.filter(pl.col("len") >= SMALLEST_GROUP).head(GROUP_LIMIT).iter_rows():
        yield _group_question(name, count)


def _group_question(name: str, count: int) -> Question:
    def ask(asker: Prompter) -> list[Entry]:
        answer = asker.choice("The group is", PUBLIC_PRIVATE)
        return [edit.group_entry(name, answer)] if answer else []

    label = " ".join(name.split())
    about = f'{count:,} posts and comments in the group "{label}". Is that group public or private?'
    return Question(f"group {name}", count, about, ask, [edit.group_entry(name, "public")])


def _page_questions(scan: Scan, facts: Facts, about: Topics) -> Iterator[Question]:
    """Yield the question whether a profile beside the main one is a Page."""
    unnamed = scan.items.with_columns(fact_page_named=None)
    settled = _settled_if(unnamed, about.book, "fact_page_named", True)
    count = scan.items.filter(settled, pl.col("fact_own_page").fill_null(False)).height
    names = [account.name for account in scan.accounts if account.platform == "facebook" and account.name]
    open_names = [name for name in names if name not in facts.facebook.pages]
    if not count or not open_names:
        return

    def ask(asker: Prompter) -> list[Entry]:
        page = asker.choice(f'Is "{open_names[0]}" a Page?', YES_NO) == "yes"
        names = [*facts.facebook.pages, open_names[0]]
        return [edit.pages_entry(names, "profiles that are Pages")] if page else []

    example = edit.pages_entry([open_names[0]], "profiles that are Pages")
    about_page = f"{count:,} posts of a Page or an additional profile. What a Page posts is public."
    yield Question("page", count, about_page, ask, [example])


def _profile_questions(scan: Scan, about: Topics) -> Iterator[Question]:
    """Yield a question for each account of Instagram or Threads whose export doesn't say if it is private."""
    settled = scan.items.filter(_settled_if(scan.items, about.book, "fact_account_told", "private"))
    for platform in WITH_ACCOUNT_STATE:
        items = settled.filter(pl.col("platform") == platform)
        if not items.is_empty():
            yield _profile_question(platform, PLATFORMS[platform].title, items)


def _profile_question(platform: str, title: str, items: pl.DataFrame) -> Question:
    note = f"whether the {title} account is private; the download does not say"

    def ask(asker: Prompter) -> list[Entry]:
        answer = asker.choice("The account is", PUBLIC_PRIVATE)
        return [edit.profile_entry(platform, private=answer == "private", note=note)] if answer else []

    about = f"{count_items(items)}{_years_of(items)} on {title}. Is the account public or private today?"
    return Question(
        platform, items.height, about, ask, [edit.profile_entry(platform, private=True, note=note)]
    )


def count_items(items: pl.DataFrame) -> str:
    """Return the number of items in words: `11,204 posts and 31 photos and videos`."""
    content = items.filter(is_content()).height
    files = items.height - content
    parts = [f"{content:,} post{'s' * (content != 1)}"] if content else []
    parts += ["1 photo or video" if files == 1 else f"{files:,} photos and videos"] if files else []
    return " and ".join(parts)


def _years_of(items: pl.DataFrame, span: Span = EVER, end: date | None = None) -> str:
    """Return the years or days of the items after a space; empty if none has a date."""
    first, last = items.select(
        pl.col("created_at").min().alias("a"), pl.col("created_at").max().alias("b")
    ).row(0)
    return "" if first is None else f" {span.as_text(first.year, last.year, end)}"
