"""Letters with an account's own numbers and no text of it, and the list of items to go through."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from scanner import schema
from scanner.output.records import csv
from scanner.output.safe import safe
from scanner.output.words import FAMILIES, PLATFORM_NAMES
from scanner.plan import Measure, Plan, Situation, situation, why_not
from scanner.result import Account, Export, Scan
from scanner.rulebook import Action
from scanner.rulebook.letters import LetterBook, Letters

LIST_NAME: Final = "items-to-go-through.csv"
FIRST_WORDS: Final = 80
"""Characters of an item's text that the list shows."""
_WIDTH: Final = 88
_OWN: Final = ("self", "ai")
_AI_REGIONS: Final = ("EU",)
"""Where an objection covers what one says to the AI."""
_EXPOSURE: Final = {"eligible": "in the pool", "likely": "likely in it", "unknown": "not known"}
_LEANS: Final = {"public": ", leans public", "private": ", leans not public", "none": ""}
_LISTED: Final = ("item_id", "created_at", "kind", "platform", "text", "title", "media_path", "link")
_UNSEEN: Final = (
    r"[\p{Cc}\p{Zl}\p{Zp}\u{ad}\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]"
)


@dataclass(frozen=True)
class File:
    """A file that is to be written."""

    name: str
    chunks: Sequence[bytes]


def letter_files(plan: Plan, scan: Scan, book: LetterBook) -> list[File]:
    """Give the letters for every action of a plan that has one, in the languages of where one lives."""
    whose = [(export, situation(scan, export)) for export in scan.newest_exports]
    tally = _tally(_as_known(scan.items))
    found: dict[str, File] = {}
    for measure in (*plan.measures, *plan.others):
        for number, export in enumerate(_fitting(measure.action, whose)):
            own = _own(measure.action, export, tally, alone=len(whose) == 1)
            for letters in book.for_country(export.person.region):
                if _is_written(measure.action, export, letters):
                    name = _name(measure.action, letters.language, number)
                    text = _letter(measure, export, own, plan.as_of, letters)
                    found[name] = File(name, [text.encode()])
    return list(found.values())


def items_file(scan: Scan) -> File:
    """Give the list of the items that are in the pool, or may be: the most exposed first, then the newest."""
    assumed = pl.col("assumed") if "assumed" in scan.items.columns else pl.lit(value=False).alias("assumed")
    open_ = scan.items.select(*_LISTED, "now", "lean", "parent_id", assumed).filter(
        (pl.col("now") != "not_eligible")
        & pl.col("kind").is_in(schema.CONTENT_KINDS + schema.MEDIA_KINDS)
        & (pl.col("kind").is_in(schema.CONTENT_KINDS) | pl.col("parent_id").is_null())
    )
    return File(LIST_NAME, list(csv(_listed(open_))))


def _as_known(items: pl.DataFrame) -> pl.DataFrame:
    """Take back what `--assume lean` assumed: a letter says what is known."""
    if "assumed" not in items.columns:
        return items
    known = pl.when("assumed").then(pl.lit("unknown")).otherwise(pl.col("visibility").cast(pl.String))
    return items.with_columns(known.alias("visibility"))


def _listed(items: pl.DataFrame) -> pl.DataFrame:
    """Give the columns of the list, sorted by exposure."""
    lean = pl.col("lean").cast(pl.Enum(["public", "none", "private"]))
    ordered = items.sort("now", lean, pl.col("created_at"), descending=[False, False, True], nulls_last=True)
    now = pl.col("now").cast(pl.String).replace_strict(_EXPOSURE)
    leaning = pl.col("lean").cast(pl.String).replace_strict(_LEANS)
    guessed = pl.when("assumed").then(pl.lit(", assumed")).otherwise(pl.lit(""))
    words = pl.coalesce("text", "title", "media_path")
    return ordered.select(
        "item_id",
        pl.col("created_at").dt.strftime("%Y-%m-%d").alias("date"),
        pl.col("kind").cast(pl.String),
        pl.col("platform").cast(pl.String),
        _one_line(words).str.slice(0, FIRST_WORDS).alias("first_words"),
        (now + leaning + guessed).alias("exposure"),
        _one_line(pl.col("link")).alias("link"),
    )


def _one_line(text: pl.Expr) -> pl.Expr:
    """Put a text into one line without what no one sees."""
    return text.str.replace_all(r"\s+", " ").str.replace_all(_UNSEEN, "").str.strip_chars()


def _fitting(action: Action, whose: Sequence[tuple[Export, Situation]]) -> list[Export]:
    """Give the downloads of those for whom an action is and who have a letter to write."""
    return [export for export, at in whose if action.letter is not None and why_not(action, at) is None]


def _is_written(action: Action, export: Export, letters: Letters) -> bool:
    """Tell whether a language has a letter for a region: an objection needs what it stands on."""
    return action.letter == "third-party" or export.person.region_group in letters.basis


def _name(action: Action, language: str, number: int) -> str:
    """Name the file of a letter."""
    again = f"-{number + 1}" if number else ""
    return f"{action.id}{again}.{language}.txt"


def _letter(measure: Measure, export: Export, own: pl.DataFrame, day: date, letters: Letters) -> str:
    """Give a letter as it can be sent: what it is for, its subject, its text."""
    action, group = measure.action, export.person.region_group
    account = _account(action, export)
    name = safe(account.name or account.username or "") if account else ""
    chosen = letters.text_of(str(action.letter))
    values: dict[str, Any] = {
        "date": day.isoformat(),
        "account": _account_line(account, letters),
        "made": letters.made.format(made=export.made) if export.made else "",
        "basis": letters.basis.get(group, ""),
        "scope": letters.scope.get(group, ""),
        "special": letters.special.get(group, ""),
        "numbers": "\n".join(_numbers(own, letters)),
        "name": name or letters.no_name,
    }
    forms = [letters.form.format(address=link.address) for link in measure.links]
    text = "\n\n".join(_paragraphs(chosen.text.strip().format(**values)))
    return "\n".join([*forms, "", chosen.subject, "", text, ""])


def _paragraphs(text: str) -> Iterator[str]:
    """Give the paragraphs of a letter, each in lines of one width; the greeting stays as it is."""
    blocks = text.split("\n\n")
    yield from (_filled(block) for block in blocks[:-1])
    yield blocks[-1]


def _filled(block: str) -> str:
    """Fill the lines of a paragraph; each item of a list begins a line."""
    lead, *points = f"\n{block}".split("\n- ")
    lines = [textwrap.fill(" ".join(lead.split()), _WIDTH)] if lead.strip() else []
    lines += [
        textwrap.fill(f"- {' '.join(point.split())}", _WIDTH, subsequent_indent="  ") for point in points
    ]
    return "\n".join(lines)


def _account(action: Action, export: Export) -> Account | None:
    """Give the account that an action is about."""
    fitting = [account for account in export.accounts if account.platform in action.platforms]
    return next(iter([*fitting, *export.accounts]), None)


def _account_line(account: Account | None, letters: Letters) -> str:
    """Name the account, as far as the download tells it."""
    if account is None:
        return letters.no_name
    names = [account.name or "", f"(@{account.username})" if account.username else ""]
    name = safe(" ".join(filter(None, names))) or letters.no_name
    return letters.account.format(platform=PLATFORM_NAMES[account.platform], name=name)


def _tally(items: pl.DataFrame) -> pl.DataFrame:
    """Count own content by where it is from, kind and visibility, with its first and last moment."""
    keys = ["export", "platform", "kind", "author", "visibility"]
    own = items.select(*keys, "count", "created_at").filter(
        pl.col("kind").is_in(schema.CONTENT_KINDS) & pl.col("author").is_in(_OWN)
    )
    return own.group_by(keys).agg(
        pl.col("count").sum(),
        pl.col("created_at").min().alias("first"),
        pl.col("created_at").max().alias("last"),
    )


def _own(action: Action, export: Export, tally: pl.DataFrame, *, alone: bool) -> pl.DataFrame:
    """Give the part of the tally that an objection speaks of; `alone`: there is no other download."""
    platforms = {*action.platforms, *(["messenger"] if "facebook" in action.platforms else [])}
    if export.person.region_group in _AI_REGIONS:
        platforms.add("meta_ai")
    mine = tally if alone else tally.filter(pl.col("export").is_in([*export.parts, export.name]))
    return mine.filter(pl.col("platform").is_in(sorted(platforms)))


def _numbers(own: pl.DataFrame, letters: Letters) -> Iterator[str]:
    """Give a line for each family of kinds, and how many are public."""
    if own.is_empty():
        yield letters.nothing
        return
    for family, kinds in FAMILIES.items():
        mine = own.filter(pl.col("kind").is_in(kinds))
        if family in letters.families and not mine.is_empty():
            yield _line(letters.families[family], mine, letters)
    seen = {
        word: int(own.filter(pl.col("visibility") == word)["count"].sum()) for word in schema.VISIBILITIES
    }
    yield ""
    yield letters.shares.format(
        public=_count(seen["public"], letters), unknown=_count(seen["unknown"], letters)
    )


def _line(family: str, items: pl.DataFrame, letters: Letters) -> str:
    """Count the items of a family, with the days of the first and the last."""
    count = _count(int(items["count"].sum()), letters)
    first, last = items.select(pl.col("first").min(), pl.col("last").max()).row(0)
    if first is None:
        return letters.line_undated.format(family=family, count=count)
    if f"{first:%Y-%m-%d}" == f"{last:%Y-%m-%d}":
        return f"{letters.line_undated.format(family=family, count=count)} ({first:%Y-%m-%d})"
    return letters.line.format(family=family, count=count, first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")


def _count(value: int, letters: Letters) -> str:
    """Write a number as the language does."""
    return f"{value:,}".replace(",", letters.thousands)
