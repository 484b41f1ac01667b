"""The questions that an export leaves open; what an answer would settle, the rules say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import polars as pl

from scanner.dtypes import FACT_DTYPES, is_content
from scanner.facts import Facts, Objection, Period
from scanner.facts import edit as toml
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

GROUPS_ASKED: Final = 12
GROUP_POSTS: Final = 3
"""A group with fewer posts and comments of one's own is not asked about."""
AUDIENCES: Final = {
    "public": "all of them public",
    "friends": "all of them for friends",
    "only_me": "all of them for me alone",
    "friends_of_friends": "all of them for friends and their friends",
    "custom": "all of them for some friends, or for a list",
    "mixed": "not all for the same people; they stay unknown",
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
    """What stays the same while questions are asked: the periods, and the rules that judge."""

    spans: tuple[Span, ...]
    book: RuleBook
    end: date | None
    """The day after the last one that answers about Facebook cover; None: not known."""


def topics(scan: Scan, facts: Facts, book: RuleBook) -> Topics:
    """Say, before the first question, which periods to ask about."""
    dated = scan.items.filter(_settled_by(scan.items, book, "fact_period", "public"))["created_at"]
    end = _end(scan)
    return Topics(
        tuple(periods_to_ask(dated.drop_nulls().dt.date(), facts.facebook.audience, end)), book, end
    )


def _end(scan: Scan) -> date | None:
    """Return the day of the newest Facebook download: answers do not cover posts from then on.

    If the day is known only from its newest record, answers still cover that record.
    """
    made = [
        export.made + timedelta(days=export.made_from == "newest record")
        for export in scan.exports
        if export.made and any(account.platform == "facebook" for account in export.accounts)
    ]
    return max(made, default=None)


def open_questions(scan: Scan, facts: Facts, about: Topics) -> list[Question]:
    """Give what is open, the biggest share first."""
    found = [*_of_person(scan, facts), *_of_facebook(scan, facts, about), *_of_profiles(scan, about)]
    return sorted(found, key=lambda question: -question.count)


def _of_facebook(scan: Scan, facts: Facts, about: Topics) -> Iterator[Question]:
    yield from _of_periods(scan, facts, about)
    yield from _of_groups(scan, about)
    yield from _of_page(scan, facts, about)


def _settled_by(items: pl.DataFrame, book: RuleBook, fact: str, word: str | bool) -> pl.Series:
    """Tell which unknown items the rules would settle, were this fact told of them."""
    asked = items.with_columns(pl.lit(word).cast(FACT_DTYPES[fact]).alias(fact))
    would = book.table("visibility").decide(asked)["visibility"].cast(pl.String)
    return (items["visibility"] == "unknown") & (would != "unknown") & items[fact].is_null()


def _of_person(scan: Scan, facts: Facts) -> Iterator[Question]:
    """Ask where the person lives, when born, and for an objection, as far as that matters."""
    touched = scan.items.filter(pl.col("now") != "not_eligible", is_content()).height
    if not touched:
        return
    # ask if any download lacks the answer, even if another one of the same person has it
    people = [export.person for export in scan.exports] or [scan.person]
    nowhere = next((person for person in people if not person.is_region_known), None)
    if nowhere is not None:
        items = f"{touched:,} item{'s' * (touched != 1)}"
        about = f"Where do you live now? It decides which of Meta's statements apply to {items}."
        about = f"{_known_of_region(nowhere)}{about}"
        yield Question("region", touched, about, _ask_region, [toml.region_entry("DE", _LIVE)])
    if any(person.age == "unknown" for person in people):
        about = (
            "When were you born? In some regions Meta says that it leaves out the content of people under 18."
        )
        yield Question("born", touched, about, _ask_born, [toml.born_entry(date(1990, 5, 4), _BORN)])
    if any(person.has_form for person in people) and not facts.objection:
        about = (
            "Have you objected to the use of your content for AI? "
            "Where you live there is a form for it, or one is reported."
        )
        example = toml.objection_entry(Objection(date(2025, 5, 20)), _OBJECTED)
        yield Question("objection", touched, about, _ask_objection, [example])


def _known_of_region(person: Person) -> str:
    """Return what the download says about the region if that is weak evidence, else nothing."""
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
    return [toml.region_entry(code, _LIVE)]


def _country(words: str) -> str:
    """Return the code of a country; a "no" may be Norway. Raises InvalidAnswerError."""
    if words.strip().casefold() == "no":
        raise InvalidAnswerError(
            "'no' is also the code for Norway: write Norway, or press Enter to skip the question"
        )
    with _unfit():
        return read_country(words)


@contextmanager
def _unfit() -> Iterator[None]:
    """Turn a TypedError into the InvalidAnswerError that the user sees."""
    try:
        yield
    except TypedError as fault:
        raise InvalidAnswerError(str(fault)) from None


def _ask_born(asker: Prompter) -> list[Entry]:
    day = asker.text("Date of birth, as in 1990-05-04 or 4 May 1990", _day)
    if day is None:
        return []
    asker.say(f"  {day_name(day)}")
    return [toml.born_entry(day, _BORN)]


def _day(words: str) -> date:
    """Return a date that is not in the future. Raises InvalidAnswerError."""
    with _unfit():
        day = read_day(words)
    if day > date.today():
        raise InvalidAnswerError(f"{day} is still to come")
    return day


def _filed(words: str) -> date | Literal[False]:
    """Return the day of an objection; False where there was none. Raises InvalidAnswerError."""
    said = read_yes_no(words)
    if said is None:
        return _day(words)
    if said:
        raise InvalidAnswerError("Which day? Meta's email to you has it. Press Enter if you don't know")
    return False


def _ask_objection(asker: Prompter) -> list[Entry]:
    filed = asker.text(
        "The day you objected, as in 2025-05-20 (no: you didn't; Enter: you don't know)", _filed
    )
    if not filed:
        return []
    asker.say(f"  {day_name(filed)}")
    product = asker.choice("For which product?", PRODUCTS) or "all"
    accepted = asker.choice("Did Meta accept it?", YES_NO)
    if accepted is None:
        asker.say("An objection counts once Meta has accepted it, so this one is not written down.")
        return []
    return [toml.objection_entry(Objection(filed, product, accepted == "yes"), _OBJECTED)]


def _of_periods(scan: Scan, facts: Facts, about: Topics) -> Iterator[Question]:
    """Ask who could see what was posted, period by period."""
    open_ = scan.items.filter(_settled_by(scan.items, about.book, "fact_period", "public"))
    for span in about.spans:
        mine = open_.filter(span.inside)
        if not mine.is_empty():
            yield _of_period(span, mine, facts, about.end)


def _of_period(span: Span, mine: pl.DataFrame, facts: Facts, end: date | None) -> Question:
    what = f"{counted(mine)}{_when(mine, span, end)}"
    known = any(span.overlaps(period) for period in facts.facebook.default)

    def ask(asker: Prompter) -> list[Entry]:
        audience = asker.choice("Who could see them?", AUDIENCES, NO_AUDIENCE)
        if audience in ("mixed", "unsure"):
            return [] if known else _ask_default(asker, span, what)
        return [_told(span, audience, "facebook.audience", f"who could see them: {what}")] if audience else []

    example = _told(span, "friends", "facebook.audience", f"who could see them: {what}")
    about = f"{what} on Facebook. Were all of them public, all for friends, or mixed?"
    return Question(f"period {span.since} {span.until}", mine.height, about, ask, [example])


def _ask_default(asker: Prompter, span: Span, what: str) -> list[Entry]:
    """Ask for the default of the time, which only sets where the items lean."""
    asker.say("Do you remember what Facebook proposed to you then? It settles nothing and is kept as a hint.")
    audience = asker.choice("The proposed audience was", DEFAULTS)
    note = f"proposed then, a hint only: {what}"
    return [_told(span, audience, "facebook.default", note)] if audience else []


def _told(span: Span, audience: str, table: str, note: str) -> Entry:
    return toml.period_entry(Period(audience, span.since, span.until), table, note)


def _of_groups(scan: Scan, about: Topics) -> Iterator[Question]:
    """Ask of each group with many posts whether it is public."""
    settled = _settled_by(scan.items, about.book, "fact_group_audience", "public")
    mine = scan.items.filter(settled, pl.col("fact_host") == "group", pl.col("container").is_not_null())
    counts = (
        mine.group_by("container", maintain_order=True)
        .len()
        .sort("len", descending=True, maintain_order=True)
    )
    for name, count in counts.filter(pl.col("len") >= GROUP_POSTS).head(GROUPS_ASKED).iter_rows():
        yield _of_group(name, count)


def _of_group(name: str, count: int) -> Question:
    def ask(asker: Prompter) -> list[Entry]:
        word = asker.choice("The group is", PUBLIC_PRIVATE)
        return [toml.group_entry(name, word)] if word else []

    shown = " ".join(name.split())
    about = f'{count:,} posts and comments in the group "{shown}". Is that group public or private?'
    return Question(f"group {name}", count, about, ask, [toml.group_entry(name, "public")])


def _of_page(scan: Scan, facts: Facts, about: Topics) -> Iterator[Question]:
    """Ask whether a profile beside the main one is a Page."""
    unnamed = scan.items.with_columns(fact_page_named=None)
    settled = _settled_by(unnamed, about.book, "fact_page_named", True)
    count = scan.items.filter(settled, pl.col("fact_own_page").fill_null(False)).height
    names = [account.name for account in scan.accounts if account.platform == "facebook" and account.name]
    open_names = [name for name in names if name not in facts.facebook.pages]
    if not count or not open_names:
        return

    def ask(asker: Prompter) -> list[Entry]:
        page = asker.choice(f'Is "{open_names[0]}" a Page?', YES_NO) == "yes"
        return (
            [toml.pages_entry([*facts.facebook.pages, open_names[0]], "profiles that are Pages")]
            if page
            else []
        )

    text = f"{count:,} posts of a Page or an additional profile. What a Page posts is public."
    yield Question("page", count, text, ask, [toml.pages_entry([open_names[0]], "profiles that are Pages")])


def _of_profiles(scan: Scan, about: Topics) -> Iterator[Question]:
    """Ask whether an account of Instagram or Threads is private, where the export doesn't say."""
    settled = scan.items.filter(_settled_by(scan.items, about.book, "fact_account_told", "private"))
    for platform, name in ((name, PLATFORMS[name].title) for name in WITH_ACCOUNT_STATE):
        mine = settled.filter(pl.col("platform") == platform)
        if not mine.is_empty():
            yield _of_profile(platform, name, mine)


def _of_profile(platform: str, name: str, mine: pl.DataFrame) -> Question:
    note = f"whether the {name} account is private; the download does not say"

    def ask(asker: Prompter) -> list[Entry]:
        word = asker.choice("The account is", PUBLIC_PRIVATE)
        return [toml.profile_entry(platform, private=word == "private", note=note)] if word else []

    about = f"{counted(mine)}{_when(mine)} on {name}. Is the account public or private today?"
    return Question(
        platform, mine.height, about, ask, [toml.profile_entry(platform, private=True, note=note)]
    )


def counted(mine: pl.DataFrame) -> str:
    """Return how many items there are: `11,204 posts and 31 photos and videos`."""
    content = mine.filter(is_content()).height
    files = mine.height - content
    parts = [f"{content:,} post{'s' * (content != 1)}"] if content else []
    parts += ["1 photo or video" if files == 1 else f"{files:,} photos and videos"] if files else []
    return " and ".join(parts)


def _when(mine: pl.DataFrame, span: Span = EVER, end: date | None = None) -> str:
    """Return the years or days of a period's items after a space; empty if none has a date."""
    first, last = mine.select(
        pl.col("created_at").min().alias("a"), pl.col("created_at").max().alias("b")
    ).row(0)
    return "" if first is None else f" {span.described(first.year, last.year, end)}"
