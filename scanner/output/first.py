"""The two or three things to do first, chosen by the data from `rules/actions/first.toml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from scanner.output.summary import Block, Group
from scanner.output.words import REGION_NAMES, country
from scanner.result import Person
from scanner.rulebook import Region, rules_dir

SHOWN: Final = 3
"""More than this is no longer "first"."""


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom an action is; None: no matter."""

    region: tuple[str, ...] | None = None
    """Groups of `regions.toml`."""
    region_known: bool | None = None
    objected: bool | None = None
    """Whether an accepted objection is known."""
    platform: str | None = None
    account: tuple[str, ...] | None = None
    """States of the account: `public private unknown`."""


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step that protects, as `first.toml` has it."""

    id: str
    title: str
    """One line; may hold {count} and {region}."""
    note: str
    """What it does and does not do, and where to click; may hold {count} and {region}."""
    sources: tuple[str, ...]
    """Numbers of the sources in `sources.toml`."""
    when: When = When()
    items: dict[str, tuple[str, ...]] = {}
    """Columns that some content must have for the action to be shown."""
    region_links: bool = False
    """Whether the region's links to forms are shown with it."""


@dataclass(frozen=True)
class Step:
    """An action as it is shown to this person."""

    id: str
    title: str
    note: str
    count: int
    """How many items it is about."""
    links: tuple[tuple[str, str], ...]
    """(title, address) of what to open."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The file's outermost level."""

    action: tuple[Action, ...]


def actions(path: Path | None = None) -> tuple[Action, ...]:
    """Read the actions, in order of rank."""
    raw = (path or rules_dir() / "actions" / "first.toml").read_bytes()
    return msgspec.toml.decode(raw, type=_File).action


def steps(blocks: Sequence[Block], regions: Mapping[str, Region]) -> list[Step]:
    """Choose what to do first; of several people's exports, each action once."""
    chosen = [_step(action, [b for b in blocks if _fits(action.when, b)], regions) for action in actions()]
    return [step for step in chosen if step is not None][:SHOWN]


def _fits(when: When, block: Block) -> bool:
    """Tell whether an action is for this person and this account."""
    person = block.export.person
    return (
        (when.region is None or (person.region is not None and person.region_group in when.region))
        and (when.region_known is None or when.region_known == (person.region is not None))
        and (when.objected is None or when.objected == bool(person.objections))
        and (when.platform is None or when.platform == block.platform)
        and (when.account is None or _state(block) in when.account)
    )


def _state(block: Block) -> str:
    """Give the state of the account that the block is of."""
    account = block.account
    return account.state if account is not None and account.platform == block.platform else "unknown"


def _step(action: Action, blocks: Sequence[Block], regions: Mapping[str, Region]) -> Step | None:
    """Fill an action in with the numbers of these blocks; None where it is about nothing."""
    content = [group for block in blocks for group in block.content]
    count = sum(group.count for group in content if _wanted(group, action.items))
    if not count:
        return None
    person = blocks[0].export.person
    words = {"count": f"{count:,}", "region": region_name(person)}
    region = regions.get(person.region_group) if action.region_links else None
    links = tuple((link.title, link.address) for link in region.links) if region else ()
    return Step(action.id, action.title.format(**words), action.note.format(**words), count, links)


def _wanted(group: Group, items: dict[str, tuple[str, ...]]) -> bool:
    """Tell whether an action is about the items of this group."""
    return all(getattr(group, column) in values for column, values in items.items())


def region_name(person: Person) -> str:
    """Give the name of where the person lives, as far as it is known."""
    if person.region is None:
        return REGION_NAMES["ROW"]
    return country(person.region)
