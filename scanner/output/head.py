"""What stands above a table: whose export, which parts, how old, for whom it is judged, what is not known."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import polars as pl
from rich.text import Text

from scanner.output.scan_numbers import Section, whole_parts
from scanner.output.terminal_safe import safe
from scanner.output.text import hanging_indent, heading
from scanner.output.wording import (
    PLATFORM_NAMES,
    count_words,
    country,
    join_words,
    partly_read,
    time_ago,
)
from scanner.platforms import PLATFORMS, WITH_ACCOUNT_STATE
from scanner.result import Export, Person, Scan

OLD_DAYS: Final = 90
"""Past this age an export is said to be old."""

NEEDED: Final = ("platform", "fact_account_told", "fact_stated")
"""The columns of the items that the head looks at."""

PAIR: Final = 2
"""Of so many downloads one is the newer; of more, the newest."""

_LEARNT: Final = {"told": "you said so", "export": "from the download", "signup": "see below"}


def head(scan: Scan, block: Section) -> Iterator[object]:
    """Give the lines that name an export, its age, and what it covers."""
    yield heading(_title(scan, block))
    yield from (Text(line) for line in _combined(block))
    yield from (Text(line) for line in _warn_of_age(block.export, scan.person.as_of))


def _title(scan: Scan, block: Section) -> str:
    """Name the product, its owner, the parts, the day and what it covers."""
    export = block.export
    words = [
        PLATFORM_NAMES[block.platform],
        _owner(block),
        _parts(scan, block.exports),
        _made(export, scan.person.as_of),
    ]
    return " · ".join(word for word in [*words, _covers(export)] if word)


def _owner(block: Section) -> str:
    """Give the owner's name, as far as the export tells it."""
    account = block.account
    if account is None:
        return "owner not known"
    username = f"@{account.username}" if account.username else None
    names = [account.name] if account.name else []
    if username and (block.platform != "facebook" or not names):
        names.append(username)
    return safe(" ".join(names)) if names else "owner not known"


def _parts(scan: Scan, exports: Sequence[Export]) -> str:
    """Count the parts, and say whether they could be read."""
    names = {name for export in exports for name in (*export.parts, export.name)}
    mine = scan.coverage.filter(pl.col("export").is_in(sorted(names)))
    bad, whole = int((mine["state"] == "unreadable").sum()), whole_parts(mine)
    said = [count_words(whole, "part", "parts")] if whole else []
    said += [count_words(bad - whole, "file", "files")] if bad > whole else []
    read = [f"{join_words(said)} unreadable"] if said else []
    read += [partly_read(cut)] if (cut := int(mine["cut"].sum())) else []
    parts = sum(len(export.parts) or 1 for export in exports)
    return ", ".join([count_words(parts, "part", "parts"), *(read or ["all read"])])


def _combined(block: Section) -> Iterator[str]:
    """Yield lines that say an account is in several downloads, and what the newest one lacks."""
    if len(block.exports) == 1:
        return
    days = join_words([str(export.made or "on an unknown day") for export in block.exports])
    yield f"{len(block.exports)} downloads of this account were combined, made {days}."
    if block.only_in_older:
        newer = "newer" if len(block.exports) == PAIR else "newest"
        items = count_words(block.only_in_older, "item is", "items are")
        yield f"{items} not in the {newer} one: deleted since, or that download is incomplete."


def _made(export: Export, as_of: date) -> str:
    """Say when the export was made, and how that is known."""
    if export.made is None:
        return "day it was made: not known"
    doubt = "" if export.made_from == "request record" else f" (by {export.made_from})"
    return f"made {export.made}, {time_ago(export.made, as_of)}{doubt}"


def _covers(export: Export) -> str:
    """Say what span the download was asked for."""
    if export.covers_all_time is None:
        return "time span asked for: not known"
    if export.covers_all_time:
        return "all time"
    ends = [f"from {export.covers_from}" if export.covers_from else ""]
    ends.append(f"to {export.covers_until}" if export.covers_until else "")
    return "only " + (" ".join(end for end in ends if end) or "part of the time")


def _warn_of_age(export: Export, as_of: date) -> Iterator[str]:
    """Say what an old or partial export can't show."""
    if export.made is not None and (as_of - export.made).days > OLD_DAYS:
        age = time_ago(export.made, as_of).removesuffix(" ago")
        yield f"This download is {age} old: what changed since is not in it."
    if export.covers_all_time is False:
        yield "You asked for less than all time: what is outside that span is not in it, and not counted."


def judged_for(person: Person) -> Iterator[object]:
    """Say for whom the verdicts are, and where each fact was learnt."""
    facts = [_region(person), _age(person), _objection(person)]
    yield hanging_indent("Judged for: ", " · ".join(facts))
    if person.region_from == "signup" and person.region:
        yield Text(
            f"{country(person.region)} is where this account was created. "
            "If you live elsewhere, add --region COUNTRY."
        )
    if person.region and person.region_note:
        yield Text(f"{country(person.region)}: {person.region_note}")
    if person.region is None:
        yield Text(
            'Where you live is not known: the row for the "rest of the world" is used. To set it: --region DE'
        )
    if person.age == "unknown":
        yield Text("Your age is not known. To set it: --born 1990-05-04")


def _region(person: Person) -> str:
    """Name the region and where it was learnt."""
    if person.region is None:
        return "region not known"
    name = country(person.region)
    shown = name if name == person.region_name else f"{name}, {person.region_name}"
    return f"{shown} ({_LEARNT.get(person.region_from, person.region_from)})"


def _age(person: Person) -> str:
    """Say adult or minor and where it was learnt."""
    if person.age == "unknown":
        return "age not known"
    return f"{person.age} ({_LEARNT.get(person.age_from, person.age_from)})"


def _objection(person: Person) -> str:
    """Say which objections are known."""
    void = "" if person.has_form else "; it counts only where Meta has a form"
    told = [(person.objections, void), (person.objections_to_come, "; filed later, so it does not count yet")]
    said = [
        f"{join_words([_filed(*each) for each in filed])} (you said so{why})" for filed, why in told if filed
    ]
    return f"objection: {', '.join(said) or 'none known'}"


def _filed(platform: str, day: date) -> str:
    """Name an objection by its day and product."""
    return f"{day} for {'all products' if platform == 'all' else PLATFORM_NAMES.get(platform, platform)}"


def notes(scan: Scan, block: Section, *, assumed: bool = False) -> Iterator[object]:
    """Say what this product's export does not tell."""
    if not block.total.all:
        return
    if block.platform == "facebook" and block.total.unknown and not _states_audiences(scan):
        guess = "" if assumed else ' We don\'t guess: it is "?".'
        yield Text(f"Facebook downloads since 2014 do not say who could see a post.{guess}")
    if block.platform in WITH_ACCOUNT_STATE:
        yield Text(_account_note(block, _told_of_account(scan, block.platform)))


def _states_audiences(scan: Scan) -> bool:
    """Tell whether a Facebook download says who could see its posts, as those of 2010 to 2013 do."""
    stated = scan.items.select(NEEDED).filter(platform="facebook")["fact_stated"]
    return stated.null_count() < stated.len()


def _told_of_account(scan: Scan, platform: str) -> str | None:
    """Give what the user said of the account's own setting."""
    told = scan.items.select(NEEDED).filter(platform=platform).to_series(1).drop_nulls()
    return None if told.is_empty() else str(told[0])


def _account_note(block: Section, told: str | None) -> str:
    """Say what is known of the account's own setting."""
    what = PLATFORMS[block.platform].account_word
    account = block.account if block.account and block.account.platform == block.platform else None
    if (account is None or account.state == "unknown") and told:
        return f"The {what} is {told} (you said so; this download does not say it)."
    if account is None or account.state == "unknown":
        return f'This download does not say whether the {what} is private. We don\'t guess: that is "?".'
    since = f" since {account.state_since.date()}" if account.state_since else ""
    work = ", professional" if account.professional else ""
    earlier = "" if account.state_since else "; earlier states are not on record"
    return f"The {what} is {account.state}{since}{work} (from the download){earlier}."
