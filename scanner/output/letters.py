"""Letters with an account's own numbers and no text of it, and the list of items to go through."""

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
"""The letter that is written without being asked for."""
LIST_NAME: Final = "items-to-go-through.csv"
FIRST_WORDS: Final = 80
"""Characters of an item's text that the list shows."""
_WIDTH: Final = 88
_RULE: Final = "-" * _WIDTH
"""What separates the note to the sender from the letter."""
_BREAKABLE: Final = re.compile(r"[ \t\n]+")
_UNBROKEN: Final = re.compile(r" (?=[\d–]|\.\.\.)|(?<=\d) (?=[^\W\d])")
"""A number stays in a line with what it belongs to (`Art. 21`, `30 days`), dots with their words."""
_GLUE: Final = "\x1f"
"""Stands for a space that is no end of a line; a name can't hold it, `safe` shows control characters."""
_OWN: Final = ("self", "ai")
_EXPOSURE: Final = {"eligible": "in the pool", "likely": "likely in it", "unknown": "not known"}
_LEANS: Final = {"public": ", leans public", "private": ", leans not public", "none": ""}
_LISTED: Final = (
    "item_id", "created_at", "kind", "platform", "text", "title", "media_path", "link", "member",
)  # fmt: skip
_UNSEEN: Final = (
    r"[\p{Cc}\p{Zl}\p{Zp}\u{ad}\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]"
)


@dataclass(frozen=True)
class File:
    """A file that is to be written."""

    name: str
    chunks: Sequence[bytes]
    letter: str = ""
    """Which letter it is: `objection`, `child`, `third-party`; empty for the list."""


def letter_files(
    plan: Plan, scan: Scan, book: LetterBook, *, also: Collection[str] = (), with_unknown: bool = False
) -> list[File]:
    """Return the letters for the actions of a plan, in the languages of where each person lives.

    Objections are always written; the letters named in `also` (`child`, `third-party`) only when they are
    asked for. `with_unknown` adds how many items are public, and of how many it is not known.
    """
    situations = [(export, situation_of(scan, export)) for export in scan.newest_exports]
    tally = _tally(_as_known(scan.items))
    found: dict[str, File] = {}
    for measure in (*plan.actions, *plan.without_effect):
        if measure.action.letter is None or measure.action.letter not in (ALWAYS_WRITTEN, *also):
            continue
        for number, export in enumerate(_fitting(measure.action, situations)):
            own = _own(measure.action, export, tally, alone=len(situations) == 1)
            for letters in book.for_country(export.person.region):
                text = letters.text_of(measure.action.letter, export.person.region_group)
                if text is not None:
                    name = _name(measure.action, letters.language, number)
                    sent = _Sent(measure.action, export, plan.as_of, letters, text)
                    letter = _letter(sent, book, own, with_unknown=with_unknown)
                    found[name] = File(name, [letter.encode()], measure.action.letter)
    return list(found.values())


def items_file(scan: Scan) -> File:
    """Give the list of the items that are in the pool, or may be: the most exposed first, then the newest."""
    assumed = pl.col("assumed") if "assumed" in scan.items.columns else pl.lit(value=False).alias("assumed")
    alone = pl.col("kind").is_in(schema.MEDIA_KINDS) & pl.col("parent_id").is_null()
    listed = scan.items.filter((pl.col("now") != "not_eligible") & (is_content() | alone))
    open_ = listed.select(*_LISTED, "now", "lean", "parent_id", assumed)
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
        _one_line(pl.col("member")).alias("file"),
        _one_line(pl.col("link")).alias("link"),
    )


def _one_line(text: pl.Expr) -> pl.Expr:
    """Put a text into one line without what no one sees."""
    return text.str.replace_all(r"\s+", " ").str.replace_all(_UNSEEN, "").str.strip_chars()


def _fitting(action: Action, situations: Sequence[tuple[Export, Situation]]) -> list[Export]:
    """Return the downloads of those for whom an action is."""
    return [export for export, at in situations if inapplicable_reason(action, at) is None]


def _name(action: Action, language: str, number: int) -> str:
    """Name the file of a letter."""
    again = f"-{number + 1}" if number else ""
    return f"{action.id}{again}.{language}.txt"


@dataclass(frozen=True)
class _Sent:
    """A letter to be written: what for, from whom, on which day, in which language."""

    action: Action
    export: Export
    day: date
    letters: Letters
    text: Text


def _letter(sent: _Sent, book: LetterBook, own: pl.DataFrame, *, with_unknown: bool) -> str:
    """Return a letter as it can be sent: a note to the sender, the head, the text."""
    letters, group = sent.letters, sent.export.person.region_group
    account = _account(sent.action, sent.export)
    name = safe(account.name) if account and account.name else letters.no_name
    content = _content(sent, own, with_unknown=with_unknown)
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
    """Yield what a paragraph of a letter becomes; nothing where it is for content and there is none."""
    if block.strip() != "{content}":
        yield _filled(block.format(content=content, name=name))
    elif content:
        yield content


def _filled(block: str) -> str:
    """Fill the lines of a paragraph; each item of a list begins a line."""
    lead, *points = f"\n{block}".split("\n- ")
    lines = [_wrapped(lead)] if lead.strip() else []
    lines += [_wrapped(f"- {point}", indent="  ") for point in points]
    return "\n".join(lines)


def _wrapped(text: str, indent: str = "") -> str:
    """Return a text wrapped at plain spaces, but not where `_UNBROKEN` keeps a number in its line."""
    words = _BREAKABLE.sub(" ", text).strip(" ")
    lines = textwrap.fill(
        _UNBROKEN.sub(_GLUE, words),
        _WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace(_GLUE, " ")


def _account(action: Action, export: Export) -> Account | None:
    """Give the account that an action is about."""
    fitting = [account for account in export.accounts if account.platform in action.platforms]
    return next(iter([*fitting, *export.accounts]), None)


def _account_line(action: Action, account: Account | None, letters: Letters) -> str:
    """Return the line that names the account, as far as the download does."""
    platform = account.platform if account else action.platforms[0]
    name = safe(_account_name(account)) if account else ""
    return letters.account.format(platform=PLATFORM_NAMES[platform], name=name or letters.no_account)


def _account_name(account: Account) -> str:
    """Return an account's name and username, as in `Jane Sample (@jane.sample)`; empty where it has none."""
    if not account.username:
        return account.name or ""
    return f"{account.name} (@{account.username})" if account.name else f"@{account.username}"


def _tally(items: pl.DataFrame) -> pl.DataFrame:
    """Count own content by where it is from, kind and visibility, with its first and last moment."""
    keys = ["export", "platform", "kind", "author", "visibility"]
    own = items.filter(is_content() & pl.col("author").is_in(_OWN)).select(*keys, "count", "created_at")
    return own.group_by(keys).agg(
        pl.col("count").sum(),
        pl.col("created_at").min().alias("first"),
        pl.col("created_at").max().alias("last"),
    )


def _own(action: Action, export: Export, tally: pl.DataFrame, *, alone: bool) -> pl.DataFrame:
    """Give the part of the tally that an objection speaks of; `alone`: there is no other download."""
    platforms = {name for name in PLATFORMS if {name, account_platform(name)} & set(action.platforms)}
    if export.person.form_covers_ai_from is not None:
        platforms.add("meta_ai")
    mine = tally if alone else tally.filter(pl.col("export").is_in([*export.parts, export.name]))
    return mine.filter(pl.col("platform").is_in(sorted(platforms)))


def _content(sent: _Sent, own: pl.DataFrame, *, with_unknown: bool) -> str:
    """Return what the account holds, a line for each family of kinds; nothing where it is empty."""
    letters, made = sent.letters, sent.export.made
    lines = list(_lines(own, sent))
    if not lines:
        return ""
    lead = letters.copy.format(day=_day(made, sent)) if made else letters.copy_undated
    blocks = [_filled(lead), _filled("\n".join(lines))]
    if with_unknown:
        blocks += filter(None, [_shares(own, sent)])
    return "\n\n".join(blocks)


def _lines(own: pl.DataFrame, sent: _Sent) -> Iterator[str]:
    """Yield a line for each family of kinds."""
    for family, kinds in FAMILIES.items():
        items = own.filter(pl.col("kind").is_in(kinds))
        if family in sent.letters.families and not items.is_empty():
            yield _line(sent.letters.families[family], items, sent)


def _line(family: str, items: pl.DataFrame, sent: _Sent) -> str:
    """Count the items of a family, with the days of the first and the last."""
    letters = sent.letters
    count = letters.number(int(items["count"].sum()), sent.export.person.region)
    first, last = items.select(pl.col("first").min(), pl.col("last").max()).row(0)
    if first is None:
        return letters.line_undated.format(family=family, count=count)
    if first.date() == last.date():
        return letters.line_day.format(family=family, count=count, first=_day(first, sent))
    return letters.line.format(family=family, count=count, first=_day(first, sent), last=_day(last, sent))


def _day(day: date, sent: _Sent) -> str:
    """Return a day as the letter writes it, in a form that is never broken over two lines."""
    return sent.letters.day(day, sent.export.person.region).replace(" ", _GLUE)


def _shares(own: pl.DataFrame, sent: _Sent) -> str:
    """Return how many items are public and how many are unknown, leaving out a count of none."""
    sentences = []
    for word, counted in (("public", sent.letters.public), ("unknown", sent.letters.unknown)):
        count = int(own.filter(pl.col("visibility") == word)["count"].sum())
        form = counted.one if count == 1 else counted.other
        if count:
            sentences.append(form.format(count=sent.letters.number(count, sent.export.person.region)))
    return _filled(" ".join(sentences))
