"""`scan` as a table: a block for each product of each export, then what was read and what to do first.

Above each table: whose download it is, which parts it has, how old it is, for whom it is judged.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner.output.first_steps import Step, steps
from scanner.output.number_grid import Columns, count_text, number_grid
from scanner.output.person import judged_for
from scanner.output.scan_numbers import Section, coverage_totals, sections, whole_parts
from scanner.output.terminal_safe import safe
from scanner.output.text import (
    ELIGIBLE,
    UNKNOWN,
    TextStyle,
    dimmed,
    hanging_indent,
    heading,
    rendered,
    unbroken_line,
)
from scanner.output.wording import (
    ASSUMED_SENTENCE,
    COUNTED_NAMES,
    DETAIL_NAMES,
    PLATFORM_NAMES,
    join_list,
    partly_read,
    policy_sentence,
    quantity,
    time_ago,
)
from scanner.platforms import PLATFORMS, WITH_ACCOUNT_STATE
from scanner.result import Export, Person, Scan
from scanner.rulebook import Action

NEEDED: Final = ("platform", "fact_account_told", "fact_stated")
"""The columns of the items that the notes above a table need, besides those of the numbers."""
OLD_DAYS: Final = 90
"""From this age on, the table warns that the download is old."""
ROOMY: Final = 100
"""Only a table wider than this has the widest gaps."""

_COLORS: Final = ("", "", "", UNKNOWN, ELIGIBLE, UNKNOWN, ELIGIBLE, UNKNOWN)
_COLUMNS: Final = Columns(
    ("all", "public", "not pub.", "?", "in it", "?", "maybe", "?"),
    ((1, ""), (3, "who could see it"), (2, "pool today"), (2, "used before")),
    _COLORS,
)
_WIDE_COLUMNS: Final = Columns(
    ("all", "public", "not public", "?", "in it", "?", "maybe", "?"),
    ((1, ""), (3, "who could see it"), (2, "in the pool Meta names today"), (2, "maybe used before")),
    _COLORS,
)
_TOTAL: Final = "Total"
_FILES: Final = ("photo", "video", "audio", "file")
_GUESS_LEAD: Final = 'Guess for "?": '
_NO_CONTENT: Final = "No content of your own was found."
_NO_CONTENT_YET: Final = (
    "No content of your own was found in the files that could be read. The other files may contain some."
)
_NO_MATCH: Final = "No content matches the filters."
_REASON_LIMIT: Final = 3
"""How many reasons for a guess are named; the rest is summed up."""
_LEGEND: Final = (
    '"In it": in the pool that Meta says it uses for its AI, or probably in it. "Maybe": in it, or probably, '
    'at a time when Meta says it trained its AI. "-": none.'
)
_NEWER_OF: Final = 2
"""Of this many downloads the latest is the "newer" one; of more, the "newest"."""


def scan_table(
    scan: Scan,
    style: TextStyle,
    actions: Mapping[str, Action],
    *,
    filters: str = "",
    titles: Mapping[str, str] | None = None,
    assumed: bool = False,
) -> str:
    """Return the whole table as text.

    `filters` is the sentence that names the filters, `titles` the rules' titles by their ids.
    """
    return rendered(_parts(scan, style, actions, filters, titles or {}, assumed=assumed), style)


def _parts(
    scan: Scan,
    style: TextStyle,
    actions: Mapping[str, Action],
    filters: str,
    titles: Mapping[str, str],
    *,
    assumed: bool,
) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    blocks = sections(scan)
    unreadable = scan.coverage["state"].is_in(["unreadable"]).any()
    no_content = _NO_MATCH if filters else _NO_CONTENT_YET if unreadable else _NO_CONTENT
    judged: Person | None = None
    for index, block in enumerate(blocks):
        if index:
            yield Text()
        yield from _head(scan, block)
        if block.export.person != judged:
            judged = block.export.person
            yield from judged_for(judged)
        if not index:
            yield from _conditions(filters, assumed=assumed)
        yield from _notes(scan, block, assumed=assumed)
        yield from _numbers(block, style, titles, no_content, assumed=assumed)
    yield Text()
    yield from (hanging_indent("Note: ", safe(warning)) for warning in scan.warnings)
    yield hanging_indent("Read: ", _read_line(scan))
    yield from _first_steps(steps(scan, actions), style)
    legend = f"{_LEGEND} " if any(block.total.all for block in blocks) else ""
    yield Text(legend + policy_sentence(scan.policy_date))
    yield unbroken_line(f"List the items: exposure items {style.paths}")
    yield unbroken_line(f"Reasons for one item: exposure explain {style.paths} ITEM")
    yield unbroken_line(f"List the files: exposure coverage {style.paths}")


def _head(scan: Scan, block: Section) -> Iterator[Any]:
    """Yield the lines that name a download, its age, and what it covers."""
    yield heading(_title(scan, block))
    yield from (Text(line) for line in _combined(block))
    yield from (Text(line) for line in _age_warnings(block.export, scan.person.as_of))


def _title(scan: Scan, block: Section) -> str:
    """Return the product, its owner, the parts, the day and the time range, between dots."""
    parts = [
        PLATFORM_NAMES[block.platform],
        _owner(block),
        _part_count(scan, block.exports),
        _export_day(block.export, scan.person.as_of),
        _time_range(block.export),
    ]
    return " · ".join(part for part in parts if part)


def _owner(block: Section) -> str:
    """Return the owner's name and username, as far as the download has them."""
    account = block.account
    if account is None:
        return "owner unknown"
    username = f"@{account.username}" if account.username else None
    names = [account.name] if account.name else []
    if username and (block.platform != "facebook" or not names):
        names.append(username)
    return safe(" ".join(names)) if names else "owner unknown"


def _part_count(scan: Scan, exports: Sequence[Export]) -> str:
    """Return how many parts there are, and what of them could not be read."""
    names = {name for export in exports for name in (*export.parts, export.name)}
    coverage = scan.coverage.filter(pl.col("export").is_in(sorted(names)))
    unreadable, whole = int((coverage["state"] == "unreadable").sum()), whole_parts(coverage)
    missing = [quantity(whole, "part", "parts")] if whole else []
    missing += [quantity(unreadable - whole, "file", "files")] if unreadable > whole else []
    problems = [f"{join_list(missing)} unreadable"] if missing else []
    problems += [partly_read(partial)] if (partial := int(coverage["cut"].sum())) else []
    count = sum(len(export.parts) or 1 for export in exports)
    return ", ".join([quantity(count, "part", "parts"), *(problems or ["all read"])])


def _combined(block: Section) -> Iterator[str]:
    """Yield lines that say an account is in several downloads, and what the newest one lacks."""
    if len(block.exports) == 1:
        return
    days = join_list([str(export.made or "on an unknown day") for export in block.exports])
    yield f"{len(block.exports)} downloads of this account were combined, made {days}."
    if block.only_in_older:
        newer = "newer" if len(block.exports) == _NEWER_OF else "newest"
        items = quantity(block.only_in_older, "item is", "items are")
        yield f"{items} missing from the {newer} one: deleted since, or that download is incomplete."


def _export_day(export: Export, as_of: date) -> str:
    """Return when the download was made, and how that is known where it is no record."""
    if export.made is None:
        return "date unknown"
    origin = "" if export.made_from == "request record" else f" (from the {export.made_from})"
    return f"made {export.made}, {time_ago(export.made, as_of)}{origin}"


def _time_range(export: Export) -> str:
    """Return the time range that was asked for."""
    if export.covers_all_time is None:
        return "time range unknown"
    if export.covers_all_time:
        return "all time"
    ends = [f"from {export.covers_from}" if export.covers_from else ""]
    ends.append(f"to {export.covers_until}" if export.covers_until else "")
    return "only " + (" ".join(end for end in ends if end) or "part of the time")


def _age_warnings(export: Export, as_of: date) -> Iterator[str]:
    """Yield what an old or partial download can't show."""
    if export.made is not None and (as_of - export.made).days > OLD_DAYS:
        age = time_ago(export.made, as_of).removesuffix(" ago")
        yield f"This download is {age} old. Anything you have changed since is not reflected here."
    if export.covers_all_time is False:
        yield "You asked for only part of the time. Anything outside that time range is missing here."


def _conditions(filters: str, *, assumed: bool) -> Iterator[Any]:
    """Yield the filters and the assumptions under which the numbers hold."""
    if filters:
        yield hanging_indent("Only: ", safe(filters))
    if assumed:
        yield hanging_indent("Assumed: ", ASSUMED_SENTENCE)


def _notes(scan: Scan, block: Section, *, assumed: bool) -> Iterator[Any]:
    """Yield what this product's download doesn't say about who could see its content."""
    if not block.total.all:
        return
    if block.platform == "facebook" and block.total.unknown and not _states_audiences(scan):
        if assumed:
            yield Text("Facebook downloads no longer say who could see a post.")
        else:
            yield Text(
                "Facebook downloads no longer say who could see a post, so most posts are shown as "
                '"?" (unknown).'
            )
    if block.platform in WITH_ACCOUNT_STATE:
        yield Text(_account_note(block, _state_by_user(scan, block.platform)))


def _states_audiences(scan: Scan) -> bool:
    """Return whether a Facebook download says who could see its posts, as those of 2010 to 2013 do."""
    stated = scan.items.select(NEEDED).filter(platform="facebook")["fact_stated"]
    return stated.null_count() < stated.len()


def _state_by_user(scan: Scan, platform: str) -> str | None:
    """Return what the user said about the account's own setting."""
    states = scan.items.select(NEEDED).filter(platform=platform).to_series(1).drop_nulls()
    return None if states.is_empty() else str(states[0])


def _account_note(block: Section, user_state: str | None) -> str:
    """Return what is known about the account's own setting."""
    noun = PLATFORMS[block.platform].account_word
    account = block.account if block.account and block.account.platform == block.platform else None
    if account is None or account.state == "unknown":
        if user_state:
            return f"The {noun} is {user_state}: you said so. The download does not say."
        return (
            f"The download does not say whether the {noun} is private. "
            'What depends on it is shown as "?" (unknown).'
        )
    kind = f" It is a professional {noun}." if account.professional else ""
    if account.state_since:
        since = account.state_since.date()
        return f"The {noun} has been {account.state} since {since}, according to the download.{kind}"
    return (
        f"The {noun} is {account.state}, according to the download, "
        f"which has no record of earlier settings.{kind}"
    )


def _numbers(
    block: Section, style: TextStyle, titles: Mapping[str, str], no_content: str, *, assumed: bool
) -> Iterator[Any]:
    """Yield the table and the lines below it; `no_content` is the sentence for an empty table."""
    if block.total.all:
        rows = [
            (label, [count_text(count) for count in counts.cells])
            for label, counts in (*block.families, (_TOTAL, block.total))
        ]
        columns = _WIDE_COLUMNS if style.is_wide else _COLUMNS
        gaps = (3, 2, 1) if style.width > ROOMY else (2, 1)
        yield from number_grid(rows, columns, style.width, gaps=gaps, bold=(_TOTAL,))
    else:
        yield Text(no_content)
    yield from _content_of_products(block)
    yield from _counted(block)
    if block.total.unknown and not assumed:
        yield hanging_indent(_GUESS_LEAD, _guesses(block))
        yield from _guess_reasons(block, titles)


def _content_of_products(block: Section) -> Iterator[Any]:
    """Yield a line for content of another product, such as Meta AI chats, that this table counts."""
    for platform, count in block.elsewhere.items():
        name = PLATFORM_NAMES[platform]
        items, them = ("1 item is", "it") if count == 1 else (f"{count:,} items are", "them")
        yield Text(
            f"{name}: {items} counted here, where you used it. "
            f"--platform {platform} shows {them}, --platform {block.platform} leaves {them} out."
        )


def _counted(block: Section) -> Iterator[Any]:
    """Yield the lines of what is counted besides the content: files, chats, reactions, account details."""
    files = [quantity(count, *COUNTED_NAMES[kind]) for kind in _FILES if (count := block.of_kind(kind)[0])]
    messages, threads = block.of_kind("message_thread")
    counts = (
        [f"{quantity(threads, 'chat', 'chats')} ({quantity(messages, 'message', 'messages')})"]
        if threads
        else []
    )
    reactions = block.of_kind("reaction")[0]
    counts += [quantity(reactions, *COUNTED_NAMES["reaction"])] if reactions else []
    details = block.details
    if details:
        names = ", ".join(DETAIL_NAMES[field] for field in details)
        counts += [f"{quantity(sum(details.values()), 'account detail', 'account details')} ({names})"]
    if files:
        yield hanging_indent("Files: ", ", ".join(files))
    if counts:
        yield hanging_indent("Counted separately: ", ", ".join(counts))


def _guesses(block: Section) -> str:
    """Return how many unknown items are probably public, probably not, or neither."""
    leans = block.leans
    return (
        f"{leans['public']:,} probably public · {leans['private']:,} probably not · {leans['none']:,} no clue"
    )


def _guess_reasons(block: Section, titles: Mapping[str, str]) -> Iterator[Any]:
    """Yield the rules behind the guesses, the most frequent first."""
    reasons = [prior for prior in block.priors if prior.rule in titles]
    for prior in reasons[:_REASON_LIMIT]:
        yield hanging_indent("", dimmed(f"{titles[prior.rule]}: {prior.count:,}"), len(_GUESS_LEAD))
    if count := sum(prior.count for prior in reasons[_REASON_LIMIT:]):
        yield hanging_indent("", dimmed(f"for other reasons: {count:,}"), len(_GUESS_LEAD))


def _read_line(scan: Scan) -> str:
    """Return how many files were read, and what was not."""
    totals = coverage_totals(scan.coverage)
    states = {state: numbers["members"] for state, numbers in totals["states"].items()}
    unknown, unreadable = states.get("unknown", 0), states.get("unreadable", 0)
    read = totals["members"] - unknown - unreadable
    counts = [f"{read:,} of {quantity(totals['members'], 'file', 'files')}"]
    counts += [f"{unknown:,} of an unknown kind"] if unknown else []
    whole = whole_parts(scan.coverage)
    zips = f" ({quantity(whole, 'whole zip', 'whole zips')} among them)" if whole else ""
    counts += [f"{unreadable:,} unreadable{zips}"] if unreadable else []
    counts += [partly_read(totals["cut"])] if totals["cut"] else []
    counts += [quantity(totals["skipped"], "record skipped", "records skipped")] if totals["skipped"] else []
    return ", ".join(counts)


def _first_steps(chosen: Sequence[Step], style: TextStyle) -> Iterator[Any]:
    """Yield what to do first: each step with its effect and where to do it."""
    if not chosen:
        return
    yield heading("Do first:")
    for number, step in enumerate(chosen, start=1):
        yield hanging_indent(f" {number} ", Text(step.title))
        yield hanging_indent("   ", step.note)
        yield from (hanging_indent("   ", f"{title}: {address}") for title, address in step.links)
    yield unbroken_line(f"   All steps and their effects: exposure plan {style.paths}")
