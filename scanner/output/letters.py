"""Letters with the numbers of an account but none of its texts, and the list of items to go through."""

import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from scanner import schema
from scanner.dtypes import is_content
from scanner.output.rows import csv
from scanner.output.terminal_safe import safe
from scanner.output.wording import FAMILIES, PLATFORM_NAMES
from scanner.plan.plan import Plan, Situation, inapplicable_reason, situation_of
from scanner.platforms import PLATFORMS, account_platform
from scanner.result import Account, Export, Scan
from scanner.rulebook import Action
from scanner.rulebook.letters import LetterBook, Letters, Text

ALWAYS_WRITTEN: Final = "objection"
"""The letter that is written without an option."""
LIST_NAME: Final = "items-to-go-through.csv"
EXCERPT_LENGTH: Final = 80
"""How many characters of an item's text the list shows."""
_WIDTH: Final = 88
_RULE: Final = "-" * _WIDTH
"""The line between the note to the sender and the letter."""
_BREAKABLE: Final = re.compile(r"[ \t\n]+")
_UNBROKEN: Final = re.compile(r" (?=[\d–]|\.\.\.)|(?<=\d) (?=[^\W\d])")
"""Spaces where no line may end: between a number and its unit (`Art. 21`, `30 days`), before dots."""
_GLUE: Final = "\x1f"
"""Replaces such a space until lines are wrapped; no name contains it, since `safe` escapes it."""
_AUTHORS: Final = ("self", "ai")
_EXPOSURE_LABELS: Final = {"eligible": "in the pool", "likely": "likely in the pool", "unknown": "unknown"}
_LEAN_LABELS: Final = {"public": ", probably public", "private": ", probably not public", "none": ""}
_LISTED: Final = (
    "item_id", "created_at", "kind", "platform", "text", "title", "media_path", "link", "member",
)  # fmt: skip
_INVISIBLE: Final = (
    r"[\p{Cc}\p{Zl}\p{Zp}\u{ad}\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]"
)


@dataclass(frozen=True)
class File:
    """A file to be written."""

    name: str
    chunks: Sequence[bytes]
    letter: str = ""
    """Which letter it is: `objection`, `child`, `third-party`; empty for the list."""


def letter_files(
    plan: Plan, scan: Scan, book: LetterBook, *, also: Collection[str] = (), with_unknown: bool = False
) -> list[File]:
    """Return the letters for the actions of a plan, in the languages of where each person lives.

    Objections are always written, the letters named in `also` (`child`, `third-party`) only on request.
    `with_unknown` adds how many items are public, and for how many this is unknown.
    """
    situations = [(export, situation_of(scan, export)) for export in scan.newest_exports]
    tally = _tally(_without_assumptions(scan.items))
    files: dict[str, File] = {}
    for measure in (*plan.actions, *plan.without_effect):
        if measure.action.letter is None or measure.action.letter not in (ALWAYS_WRITTEN, *also):
            continue
        for number, export in enumerate(_fitting(measure.action, situations)):
            counts = _items_of_account(measure.action, export, tally, only_download=len(situations) == 1)
            for letters in book.for_country(export.person.region):
                text = letters.text_of(measure.action.letter, export.person.region_group)
                if text is not None:
                    name = _name(measure.action, letters.language, number)
                    sent = _Sent(measure.action, export, plan.as_of, letters, text)
                    letter = _letter(sent, book, counts, with_unknown=with_unknown)
                    files[name] = File(name, [letter.encode()], measure.action.letter)
    return list(files.values())


def items_file(scan: Scan) -> File:
    """Return the list of items that are in the pool, or may be: the most exposed and newest first."""
    assumed = pl.col("assumed") if "assumed" in scan.items.columns else pl.lit(value=False).alias("assumed")
    standalone = pl.col("kind").is_in(schema.MEDIA_KINDS) & pl.col("parent_id").is_null()
    listed = scan.items.filter((pl.col("now") != "not_eligible") & (is_content() | standalone))
    open_ = listed.select(*_LISTED, "now", "lean", "parent_id", assumed)
    return File(LIST_NAME, list(csv(_listed(open_))))


def _without_assumptions(items: pl.DataFrame) -> pl.DataFrame:
    """Return the items as they were before `--assume lean`: a letter says only what is known."""
    if "assumed" not in items.columns:
        return items
    visibility = pl.when("assumed").then(pl.lit("unknown")).otherwise(pl.col("visibility").cast(pl.String))
    return items.with_columns(visibility.alias("visibility"))


def _listed(items: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of the list, sorted by exposure."""
    lean = pl.col("lean").cast(pl.Enum(["public", "none", "private"]))
    ordered = items.sort("now", lean, pl.col("created_at"), descending=[False, False, True], nulls_last=True)
    now = pl.col("now").cast(pl.String).replace_strict(_EXPOSURE_LABELS)
    leaning = pl.col("lean").cast(pl.String).replace_strict(_LEAN_LABELS)
    guessed = pl.when("assumed").then(pl.lit(", assumed")).otherwise(pl.lit(""))
    excerpt = pl.coalesce("text", "title", "media_path")
    return ordered.select(
        "item_id",
        pl.col("created_at").dt.strftime("%Y-%m-%d").alias("date"),
        pl.col("kind").cast(pl.String),
        pl.col("platform").cast(pl.String),
        _single_line(excerpt).str.slice(0, EXCERPT_LENGTH).alias("first_words"),
        (now + leaning + guessed).alias("exposure"),
        _single_line(pl.col("member")).alias("file"),
        _single_line(pl.col("link")).alias("link"),
    )


def _single_line(text: pl.Expr) -> pl.Expr:
    """Return an expression of the text in one line, without invisible characters."""
    return text.str.replace_all(r"\s+", " ").str.replace_all(_INVISIBLE, "").str.strip_chars()


def _fitting(action: Action, situations: Sequence[tuple[Export, Situation]]) -> list[Export]:
    """Return the downloads of the people for whom an action is."""
    return [export for export, state in situations if inapplicable_reason(action, state) is None]


def _name(action: Action, language: str, number: int) -> str:
    """Return the name of a letter's file, as `object-2.de.txt`."""
    again = f"-{number + 1}" if number else ""
    return f"{action.id}{again}.{language}.txt"


@dataclass(frozen=True)
class _Sent:
    """A letter to be written: its purpose, sender, day and language."""

    action: Action
    export: Export
    day: date
    letters: Letters
    text: Text


def _letter(sent: _Sent, book: LetterBook, counts: pl.DataFrame, *, with_unknown: bool) -> str:
    """Return a letter as it can be sent: a note to the sender, the head, the text."""
    letters, group = sent.letters, sent.export.person.region_group
    account = _account(sent.action, sent.export)
    name = safe(account.name) if account and account.name else letters.no_name
    content = _content(sent, counts, with_unknown=with_unknown)
    addresses = ", ".join(link.address for link in sent.action.links_in(group))
    head = [
        [name, letters.postal_address],
        book.addressee(group, letters),
        [letters.dated.format(day=letters.day(sent.day, sent.export.person.region))],
        [_filled(sent.text.subject)],
    ]
    if sent.action.letter != "child":
        head.append([_account_line(sent.action, account, letters), letters.email])
    body = (
        part
        for block in sent.text.text.strip().split("\n\n")
        for part in _parts(block, content=content, name=name)
    )
    note = _filled(letters.note.format(address=addresses))
    return "\n\n".join([note, _RULE, *("\n".join(lines) for lines in head), *body]) + "\n"


def _parts(block: str, *, content: str, name: str) -> Iterator[str]:
    """Yield a paragraph with its placeholders filled; nothing for an empty list of content."""
    if block.strip() != "{content}":
        yield _filled(block.format(content=content, name=name))
    elif content:
        yield content


def _filled(block: str) -> str:
    """Return a paragraph in lines of the letter's width; each item of a list begins a line."""
    lead, *points = f"\n{block}".split("\n- ")
    lines = [_wrapped(lead)] if lead.strip() else []
    lines += [_wrapped(f"- {point}", indent="  ") for point in points]
    return "\n".join(lines)


def _wrapped(text: str, indent: str = "") -> str:
    """Return a text wrapped at spaces, except those that `_UNBROKEN` matches."""
    spaced = _BREAKABLE.sub(" ", text).strip(" ")
    lines = textwrap.fill(
        _UNBROKEN.sub(_GLUE, spaced),
        _WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace(_GLUE, " ")


def _account(action: Action, export: Export) -> Account | None:
    """Return the account that an action is about."""
    fitting = [account for account in export.accounts if account.platform in action.platforms]
    return next(iter([*fitting, *export.accounts]), None)


def _account_line(action: Action, account: Account | None, letters: Letters) -> str:
    """Return the line that names the account; a placeholder where the download has no name."""
    platform = account.platform if account else action.platforms[0]
    name = safe(_account_name(account)) if account else ""
    return letters.account.format(platform=PLATFORM_NAMES[platform], name=name or letters.no_account)


def _account_name(account: Account) -> str:
    """Return an account's name and username, as in `Jane Sample (@jane.sample)`; empty where it has none."""
    if not account.username:
        return account.name or ""
    return f"{account.name} (@{account.username})" if account.name else f"@{account.username}"


def _tally(items: pl.DataFrame) -> pl.DataFrame:
    """Return own content counted by export, platform, kind, author and visibility.

    Columns besides these: `count`, `first` and `last` (the times of the first and the last item).
    """
    keys = ["export", "platform", "kind", "author", "visibility"]
    items_of_user = items.filter(is_content() & pl.col("author").is_in(_AUTHORS)).select(
        *keys, "count", "created_at"
    )
    return items_of_user.group_by(keys).agg(
        pl.col("count").sum(),
        pl.col("created_at").min().alias("first"),
        pl.col("created_at").max().alias("last"),
    )


def _items_of_account(
    action: Action, export: Export, tally: pl.DataFrame, *, only_download: bool
) -> pl.DataFrame:
    """Return the rows of the tally that an action is about; `only_download` skips the choice of export."""
    platforms = {name for name in PLATFORMS if {name, account_platform(name)} & set(action.platforms)}
    if export.person.form_covers_ai_from is not None:
        platforms.add("meta_ai")
    of_export = tally if only_download else tally.filter(pl.col("export").is_in([*export.parts, export.name]))
    return of_export.filter(pl.col("platform").is_in(sorted(platforms)))


def _content(sent: _Sent, counts: pl.DataFrame, *, with_unknown: bool) -> str:
    """Return what the account contains, a line for each family of kinds; empty where it has nothing."""
    letters, day = sent.letters, sent.export.made
    lines = list(_lines(counts, sent))
    if not lines:
        return ""
    lead = letters.copy.format(day=_day(day, sent)) if day else letters.copy_undated
    blocks = [_filled(lead), _filled("\n".join(lines))]
    if with_unknown:
        blocks += filter(None, [_shares(counts, sent)])
    return "\n\n".join(blocks)


def _lines(counts: pl.DataFrame, sent: _Sent) -> Iterator[str]:
    """Yield a line for each family of kinds."""
    for family, kinds in FAMILIES.items():
        items = counts.filter(pl.col("kind").is_in(kinds))
        if family in sent.letters.families and not items.is_empty():
            yield _line(sent.letters.families[family], items, sent)


def _line(family: str, items: pl.DataFrame, sent: _Sent) -> str:
    """Return how many items a family has, with the days of the first and the last."""
    letters = sent.letters
    count = letters.number(int(items["count"].sum()), sent.export.person.region)
    first, last = items.select(pl.col("first").min(), pl.col("last").max()).row(0)
    if first is None:
        return letters.line_undated.format(family=family, count=count)
    if first.date() == last.date():
        return letters.line_day.format(family=family, count=count, first=_day(first, sent))
    return letters.line.format(family=family, count=count, first=_day(first, sent), last=_day(last, sent))


def _day(day: date, sent: _Sent) -> str:
    """Return a day in the letter's language, which is not split over two lines."""
    return sent.letters.day(day, sent.export.person.region).replace(" ", _GLUE)


def _shares(counts: pl.DataFrame, sent: _Sent) -> str:
    """Return how many items are public and how many are unknown; a count of 0 is left out."""
    sentences = []
    for word, counted in (("public", sent.letters.public), ("unknown", sent.letters.unknown)):
        count = int(counts.filter(pl.col("visibility") == word)["count"].sum())
        form = counted.one if count == 1 else counted.other
        if count:
            sentences.append(form.format(count=sent.letters.number(count, sent.export.person.region)))
    return _filled(" ".join(sentences))
