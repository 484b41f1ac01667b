"""`scan` as a table: a block for each product of each export, then what was read and what to do first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.text import Text

from scanner.output.first_steps import Step, steps
from scanner.output.grid import grid
from scanner.output.head import head, judged_for, notes
from scanner.output.scan_numbers import Section, coverage_totals, sections, whole_parts
from scanner.output.terminal_safe import safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, hint, rendered
from scanner.output.wording import COUNTED_NAMES, DETAIL_NAMES, PLATFORM_NAMES, count_words, partly_read
from scanner.result import Person, Scan
from scanner.rulebook import Action

_FILES: Final = ("photo", "video", "audio", "file")
_LEANS: Final = '"?" leans: '
_NOTHING: Final = "No content of your own was found in what was read."
_NOTHING_YET: Final = (
    "No content of your own was found in what could be read. Files that could not be read may hold some."
)
_NOTHING_FITS: Final = "No content fits the filters."
_PRIORS_SHOWN: Final = 3
"""Reasons for leaning that are named; the rest is summed up."""
_LEGEND: Final = (
    '"In it": inside the pool Meta says it uses for its AI, as the item stands. "Maybe": was inside it at a '
    'time Meta says it trained. A "-" is none.'
)


def scan_table(
    scan: Scan,
    look: TextStyle,
    actions: Mapping[str, Action],
    *,
    filters: str = "",
    titles: Mapping[str, str] | None = None,
    assumed: bool = False,
) -> str:
    """Give the whole table as text. `filters` says in words what was left out, `titles` what a rule's is."""
    return rendered(_parts(scan, look, actions, filters, titles or {}, assumed=assumed), look)


def _parts(
    scan: Scan,
    look: TextStyle,
    actions: Mapping[str, Action],
    filters: str,
    titles: Mapping[str, str],
    *,
    assumed: bool,
) -> Iterator[Any]:
    """Give the parts from top to bottom."""
    found = sections(scan)
    unread = scan.coverage["state"].is_in(["unreadable"]).any()
    nothing = _NOTHING_FITS if filters else _NOTHING_YET if unread else _NOTHING
    judged: Person | None = None
    for at, block in enumerate(found):
        if at:
            yield Text()
        yield from head(scan, block)
        if block.export.person != judged:
            judged = block.export.person
            yield from judged_for(judged)
        if not at:
            yield from _conditions(filters, assumed=assumed)
        yield from notes(scan, block, assumed=assumed)
        yield from _numbers(block, look, titles, nothing, assumed=assumed)
    yield Text()
    yield from (hanging_indent("Note: ", safe(warning)) for warning in scan.warnings)
    yield hanging_indent("Read: ", _read_line(scan))
    yield from _first(steps(scan, actions), look)
    legend = f"{_LEGEND} " if any(block.total.all for block in found) else ""
    yield Text(f"{legend}Based on Meta's statements as of {scan.policy_date}.")
    yield hint(f"All items: exposure items {look.paths}")
    yield hint(f"Why one item: exposure explain {look.paths} ITEM")
    yield hint(f"Each file: exposure coverage {look.paths}")


def _conditions(filters: str, *, assumed: bool) -> Iterator[Any]:
    """Say under which conditions the numbers hold."""
    if filters:
        yield hanging_indent("Only: ", safe(filters))
    if assumed:
        yield hanging_indent(
            "Assumed: ", 'what is "?" is counted as what it leans to (--assume lean). That is a guess.'
        )


def _numbers(
    block: Section, look: TextStyle, titles: Mapping[str, str], nothing: str, *, assumed: bool
) -> Iterator[Any]:
    """Return the grid and the lines below it; `nothing` is what to say where there is no content."""
    if block.total.all:
        yield from grid(block.families, block.total, look)
    else:
        yield Text(nothing)
    yield from _counted_here(block)
    yield from _counted(block)
    if block.total.unknown and not assumed:
        yield hanging_indent(_LEANS, _leans(block))
        yield from _priors(block, titles)


def _counted_here(block: Section) -> Iterator[Any]:
    """Yield a line for content of another product, such as Meta AI chats, that this table counts."""
    for platform, count in block.elsewhere.items():
        name = PLATFORM_NAMES[platform]
        items, them = ("1 item is", "it") if count == 1 else (f"{count:,} items are", "them")
        yield Text(
            f"{name}: {items} counted here, where you used it. "
            f"--platform {platform} shows {them}, --platform {block.platform} leaves {them} out."
        )


def _counted(block: Section) -> Iterator[Any]:
    """Give the line of what is counted apart from the content."""
    files = [count_words(count, *COUNTED_NAMES[kind]) for kind in _FILES if (count := block.of_kind(kind)[0])]
    messages, threads = block.of_kind("message_thread")
    apart = (
        [f"{count_words(threads, 'chat', 'chats')} ({count_words(messages, 'message', 'messages')})"]
        if threads
        else []
    )
    reactions = block.of_kind("reaction")[0]
    apart += [count_words(reactions, *COUNTED_NAMES["reaction"])] if reactions else []
    details = block.details
    if details:
        names = ", ".join(DETAIL_NAMES[field] for field in details)
        apart += [f"{count_words(sum(details.values()), 'account detail', 'account details')} ({names})"]
    if files:
        yield hanging_indent("Files: ", ", ".join(files))
    if apart:
        yield hanging_indent("Apart: ", ", ".join(apart))


def _leans(block: Section) -> str:
    """Say where the unknown ones point; it settles nothing."""
    leans = block.leans
    return f"public {leans['public']:,} · not public {leans['private']:,} · no hint {leans['none']:,}"


def _priors(block: Section, titles: Mapping[str, str]) -> Iterator[Any]:
    """Lay open the rules behind the leaning, the most frequent first."""
    told = [prior for prior in block.priors if prior.rule in titles]
    for prior in told[:_PRIORS_SHOWN]:
        yield hanging_indent("", dimmed(f"{titles[prior.rule]}: {prior.count:,}"), len(_LEANS))
    if rest := sum(prior.count for prior in told[_PRIORS_SHOWN:]):
        yield hanging_indent("", dimmed(f"for other reasons: {rest:,}"), len(_LEANS))


def _read_line(scan: Scan) -> str:
    """Say how many files were read, and what was not."""
    totals = coverage_totals(scan.coverage)
    states = {state: numbers["members"] for state, numbers in totals["states"].items()}
    unknown, unreadable = states.get("unknown", 0), states.get("unreadable", 0)
    read = totals["members"] - unknown - unreadable
    words = [f"{read:,} of {count_words(totals['members'], 'file', 'files')}"]
    words += [f"{unknown:,} of a kind not known yet"] if unknown else []
    whole = whole_parts(scan.coverage)
    among = f", of these {count_words(whole, 'whole zip', 'whole zips')}" if whole else ""
    words += [f"{unreadable:,} could not be read{among}"] if unreadable else []
    words += [partly_read(totals["cut"])] if totals["cut"] else []
    words += (
        [count_words(totals["skipped"], "record skipped", "records skipped")] if totals["skipped"] else []
    )
    return ", ".join(words)


def _first(chosen: Sequence[Step], look: TextStyle) -> Iterator[Any]:
    """Give the things to do first, each with what it does and where."""
    if not chosen:
        return
    yield heading("Do first:")
    for at, step in enumerate(chosen, start=1):
        yield hanging_indent(f" {at} ", Text(step.title))
        yield hanging_indent("   ", step.note)
        yield from (hanging_indent("   ", f"{title}: {address}") for title, address in step.links)
    yield hint(f"   Steps, and what each takes out: exposure plan {look.paths}")
