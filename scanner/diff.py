"""What changed between two scans of one account: which items are new, gone, or judged differently."""

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
DESCRIBING: Final = ("item_id", "platform", "kind", "created_at", "title", "text", "container", "media_path")
"""The columns by which a person recognises an item."""
IS_CONTENT: Final = ("old_is_content", "new_is_content")
"""The columns that say whether `dtypes.is_content` holds on that side."""
CHANGES: Final = ("went", "came", "changed", "same")
PRODUCTS: Final = {name: platform.download for name, platform in PLATFORMS.items() if platform.download}
"""The product whose download a platform's items are in; AI chats are in any."""
SAME_ACCOUNT_SHARE: Final = 0.5
"""Two scans under other names that share fewer of their items than this are taken for two accounts."""


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
    """Warnings about the comparison, to be shown first."""

    @property
    def changes(self) -> pl.DataFrame:
        """The items that came, went or changed, in the columns that are written."""
        return self.both.filter(pl.col("change") != "same").drop(IS_CONTENT)


def compare(old: Scan, new: Scan) -> Diff:
    """Return two scans side by side. Products that only one of them has are left out, with a warning."""
    shared = _products(old) & _products(new)
    missing = (_products(old) | _products(new)) - shared if shared else set()
    both = joined(_without(old.items, missing), _without(new.items, missing))
    doubts = [
        *_different_account_warnings(old, new, both),
        *_missing_product_warnings(old, new, missing),
        *_order_warnings(old, new),
        *_incomplete_warnings(old, new),
    ]
    return Diff(old.exports, new.exports, both, tuple(doubts))


def joined(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each item of either frame, by its id, described as in the newer one."""
    sides = _side(old, "old").join(_side(new, "new"), on=["id", "nth"], how="full", coalesce=True)
    was, stands = pl.col("old_item_id").is_not_null(), pl.col("new_item_id").is_not_null()
    differs = pl.any_horizontal(pl.col(f"old_{name}") != pl.col(f"new_{name}") for name in COMPARED)
    change = (
        pl.when(~stands).then(pl.lit("went")).when(~was).then(pl.lit("came"))
        .when(differs).then(pl.lit("changed")).otherwise(pl.lit("same"))
    )  # fmt: skip
    return sides.select(
        change.cast(pl.Enum(CHANGES)).alias("change"),
        *(pl.coalesce(f"new_{name}", f"old_{name}").alias(name) for name in DESCRIBING),
        *(f"{side}_{name}" for name in COMPARED for side in ("old", "new")),
        *IS_CONTENT,
    ).sort("created_at", "item_id", nulls_last=True)


def _side(items: pl.DataFrame, side: str) -> pl.DataFrame:
    """Return one side of the comparison; equal ids are numbered in their order."""
    nth = pl.int_range(pl.len()).over("item_id")
    columns = [pl.col(name).alias(f"{side}_{name}") for name in (*DESCRIBING, *COMPARED)]
    content = is_content().alias(f"{side}_is_content")
    return items.select(pl.col("item_id").alias("id"), nth.alias("nth"), *columns, content)


def _products(scan: Scan) -> set[str]:
    """Return the products that a scan has an account of."""
    return {account.platform for account in scan.accounts if account.platform in PRODUCTS.values()}


def _without(items: pl.DataFrame, products: set[str]) -> pl.DataFrame:
    """Leave out the items of some products."""
    product = pl.col("platform").cast(pl.String).replace_strict(PRODUCTS, default=None)
    return items.filter(~product.is_in(list(products)).fill_null(False)) if products else items


def _different_account_warnings(old: Scan, new: Scan, both: pl.DataFrame) -> Iterator[str]:
    """Yield a warning where the two scans seem to be of different accounts."""
    smaller = min(old.items.height, new.items.height)
    common = both.filter(~pl.col("change").is_in(["went", "came"])).height
    products = [_products(old), _products(new)]
    if (
        not smaller
        or common >= SAME_ACCOUNT_SHARE * smaller
        or (all(products) and products[0].isdisjoint(products[1]))
    ):
        return
    platforms = [a.platform for a in old.accounts for b in new.accounts if _differ(a, b)]
    if platforms or not common:
        what = (
            "are of different accounts" if platforms else "share no item: they may be of different accounts"
        )
        yield f"OLD and NEW {what}. What follows then compares two people, not before and after."


def _differ(first: Account, second: Account) -> bool:
    """Return whether two accounts of one platform have different names; accounts without names do not."""
    if first.platform != second.platform:
        return False
    pairs = [(first.username, second.username), (first.name, second.name)]
    pairs_of_names = [(folded_name(a), folded_name(b)) for a, b in pairs if a and b]
    return bool(pairs_of_names) and all(a != b for a, b in pairs_of_names)


def _missing_product_warnings(old: Scan, new: Scan, missing: set[str]) -> Iterator[str]:
    """Yield a warning for products that only one of the two has."""
    for side, scan in (("OLD", old), ("NEW", new)):
        only = sorted(_products(scan) & missing)
        if only:
            yield f"Only {side} has {' and '.join(only)}: it is left out of the comparison."
    if not _products(old) & _products(new) and _products(old) and _products(new):
        yield (
            "OLD and NEW have no product in common: all of OLD counts as gone and all of NEW as new, which "
            "says nothing about a clean-up."
        )


def _order_warnings(old: Scan, new: Scan) -> Iterator[str]:
    """Yield a warning where NEW is older than OLD."""
    before, after = _export_days(old.exports), _export_days(new.exports)
    if before and after and max(before) > max(after):
        yield f"OLD was made on {max(before)}, after NEW, {max(after)}: are they the wrong way round?"


def _export_days(exports: Sequence[Export]) -> list[str]:
    return [export.made.isoformat() for export in exports if export.made]


def _incomplete_warnings(old: Scan, new: Scan) -> Iterator[str]:
    """Yield a warning where one of the two is incomplete."""
    for side, scan in (("OLD", old), ("NEW", new)):
        if any(export.covers_all_time is False for export in scan.exports):
            yield f"{side} does not cover all time: an item missing from it may not be deleted."
        if scan.not_whole.height:
            yield f"Some of {side} could not be read: an item missing from it may not be deleted."
