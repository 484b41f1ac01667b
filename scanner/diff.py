"""What changed between two scans of one account: which items came, went, or are judged otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from scanner.dtypes import is_content
from scanner.platforms import PLATFORMS
from scanner.result import Account, Export, Scan
from scanner.values.names import folded_name

COMPARED: Final = ("visibility", "now", "past")
"""The columns whose change makes an item a changed one."""
NAMING: Final = ("item_id", "platform", "kind", "created_at", "title", "text", "container", "media_path")
"""What tells a person which item it is."""
IS_CONTENT: Final = ("old_is_content", "new_is_content")
"""The columns that say whether `frame.is_content` holds on that side."""
CHANGES: Final = ("went", "came", "changed", "same")
PRODUCTS: Final = {name: platform.download for name, platform in PLATFORMS.items() if platform.download}
"""The product whose download a platform's items are in; AI chats are in any."""
FEW: Final = 0.5
"""Where two scans with other names share fewer of their items than this, they are taken for two accounts."""


@dataclass(frozen=True)
class Diff:
    """Two scans side by side."""

    old: tuple[Export, ...]
    new: tuple[Export, ...]
    both: pl.DataFrame
    """One row an item of either: `change` (of `CHANGES`), what names it, `old_*` and `new_*` verdicts.

    `old_is_content` and `new_is_content` say whether the totals of that side count it; null: it is not there.
    """
    doubts: tuple[str, ...]
    """What makes the comparison doubtful, to be said first."""

    @property
    def changes(self) -> pl.DataFrame:
        """The items that came, went or changed, in the columns that are written."""
        return self.both.filter(pl.col("change") != "same").drop(IS_CONTENT)


def compare(old: Scan, new: Scan) -> Diff:
    """Put two scans side by side; products that only one of them holds are left out, and said."""
    shared = _products(old) & _products(new)
    alone = (_products(old) | _products(new)) - shared if shared else set()
    both = joined(_without(old.items, alone), _without(new.items, alone))
    doubts = [
        *_other_accounts(old, new, both),
        *_one_sided(old, new, alone),
        *_swapped(old, new),
        *_partial(old, new),
    ]
    return Diff(old.exports, new.exports, both, tuple(doubts))


def joined(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Give one row for each item of either frame, by its id, with the names that the newer one has."""
    sides = _side(old, "old").join(_side(new, "new"), on=["id", "nth"], how="full", coalesce=True)
    was, stands = pl.col("old_item_id").is_not_null(), pl.col("new_item_id").is_not_null()
    differs = pl.any_horizontal(pl.col(f"old_{name}") != pl.col(f"new_{name}") for name in COMPARED)
    change = (
        pl.when(~stands).then(pl.lit("went")).when(~was).then(pl.lit("came"))
        .when(differs).then(pl.lit("changed")).otherwise(pl.lit("same"))
    )  # fmt: skip
    return sides.select(
        change.cast(pl.Enum(CHANGES)).alias("change"),
        *(pl.coalesce(f"new_{name}", f"old_{name}").alias(name) for name in NAMING),
        *(f"{side}_{name}" for name in COMPARED for side in ("old", "new")),
        *IS_CONTENT,
    ).sort("created_at", "item_id", nulls_last=True)


def _side(items: pl.DataFrame, side: str) -> pl.DataFrame:
    """Give one side of the comparison; ids that two accounts share are told apart by their order."""
    nth = pl.int_range(pl.len()).over("item_id")
    named = [pl.col(name).alias(f"{side}_{name}") for name in (*NAMING, *COMPARED)]
    content = is_content().alias(f"{side}_is_content")
    return items.select(pl.col("item_id").alias("id"), nth.alias("nth"), *named, content)


def _products(scan: Scan) -> set[str]:
    """Give the products that a scan holds an account of."""
    return {account.platform for account in scan.accounts if account.platform in PRODUCTS.values()}


def _without(items: pl.DataFrame, products: set[str]) -> pl.DataFrame:
    """Leave out the items of some products."""
    product = pl.col("platform").cast(pl.String).replace_strict(PRODUCTS, default=None)
    return items.filter(~product.is_in(list(products)).fill_null(False)) if products else items


def _other_accounts(old: Scan, new: Scan, both: pl.DataFrame) -> Iterator[str]:
    """Say where the two scans seem to be of different accounts."""
    smaller = min(old.items.height, new.items.height)
    common = both.filter(~pl.col("change").is_in(["went", "came"])).height
    products = [_products(old), _products(new)]
    if not smaller or common >= FEW * smaller or (all(products) and products[0].isdisjoint(products[1])):
        return
    platforms = [a.platform for a in old.accounts for b in new.accounts if _differ(a, b)]
    if platforms or not common:
        what = (
            "are of different accounts" if platforms else "share no item: they may be of different accounts"
        )
        yield f"OLD and NEW {what}. What follows then compares two people, not before and after."


def _differ(one: Account, other: Account) -> bool:
    """Tell whether two accounts of one platform go by different names; where no name is told, they don't."""
    if one.platform != other.platform:
        return False
    pairs = [(one.username, other.username), (one.name, other.name)]
    told = [(folded_name(a), folded_name(b)) for a, b in pairs if a and b]
    return bool(told) and all(a != b for a, b in told)


def _one_sided(old: Scan, new: Scan, alone: set[str]) -> Iterator[str]:
    """Say which products only one of the two holds."""
    for side, scan in (("OLD", old), ("NEW", new)):
        only = sorted(_products(scan) & alone)
        if only:
            yield f"Only {side} holds {' and '.join(only)}: that is left out of the comparison."
    if not _products(old) & _products(new) and _products(old) and _products(new):
        yield (
            "OLD and NEW hold no product in common: all of OLD counts as gone and all of NEW as new, which "
            "says nothing of a clean-up."
        )


def _swapped(old: Scan, new: Scan) -> Iterator[str]:
    """Say where the older of the two was named last."""
    before, after = _made(old.exports), _made(new.exports)
    if before and after and max(before) > max(after):
        yield f"OLD was made on {max(before)}, after NEW, {max(after)}: are they the wrong way round?"


def _made(exports: Sequence[Export]) -> list[str]:
    return [export.made.isoformat() for export in exports if export.made]


def _partial(old: Scan, new: Scan) -> Iterator[str]:
    """Say where one of the two can't show all that was there."""
    for side, scan in (("OLD", old), ("NEW", new)):
        if any(export.covers_all_time is False for export in scan.exports):
            yield f"{side} was asked for less than all time: what it lacks need not be deleted."
        if scan.not_whole.height:
            yield f"Some of {side} could not be read: what it lacks need not be deleted."
