"""Finished scans made up for the tests of what is shown: invented people, contract columns."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from scanner.dtypes import DTYPES
from scanner.result import Account, Export, Person, Scan
from scanner.rulebook import Region, load
from scanner.rulebook.rules import Link

AS_OF = date(2026, 11, 23)

USUAL: dict[str, Any] = {
    "platform": "facebook", "kind": "post", "author": "self", "count": 1, "created_precision": "second",
    "created_at": datetime(2015, 6, 1, 12, 30, 5, tzinfo=UTC), "tagged": [], "audience": "unknown",
    "visibility": "unknown", "basis": "none", "confidence": "low", "lean": "none", "ever_public": "unknown",
    "now": "unknown", "past": "unknown", "flags": [], "findings": [], "severity": "none",
    "export": "facebook-jane.zip", "member": "posts/your_posts_1.json", "pointer": "/0",
}  # fmt: skip

COVERAGE = {
    "export": pl.String, "member": pl.String, "state": pl.String, "reader": pl.String, "records": pl.Int64,
    "items": pl.Int64, "skipped": pl.Int64, "bytes": pl.Int64, "reason": pl.String,
    "cut": pl.Boolean,
}  # fmt: skip

MEMBER: dict[str, Any] = {
    "export": "facebook-jane.zip", "member": "posts/your_posts_1.json", "state": "content",
    "reader": "facebook.posts", "records": 3, "items": 3, "skipped": 0, "bytes": 1000, "reason": None,
    "cut": False,
}  # fmt: skip


def person_of(**fields: Any) -> Person:
    """Return a person, with what the built-in rules say of their region group."""
    row = load().regions[fields.get("region_group", "ROW")]
    about: dict[str, Any] = {
        "region_name": row.name,
        "has_form": row.form,
        "form_covers_ai_from": row.form_covers_ai_from,
    }
    return Person(**about | fields)


GERMAN = person_of(
    region="DE", region_group="EU", region_from="export", age="adult", age_from="export", as_of=AS_OF
)
NOBODY = Person(as_of=AS_OF)
"""Someone of whom nothing is known."""

EU = Region(
    group="EU",
    name="EU/EEA",
    form=True,
    countries=["DE"],
    links=[Link(title="Form for Facebook", address="https://www.facebook.com/help/contact/712876720715583")],
)


def items(*rows: dict[str, Any]) -> pl.DataFrame:
    """Give an item frame: each row names only what differs from the usual; ids are numbered."""
    full = [{"item_id": f"{at:016x}"} | USUAL | row for at, row in enumerate(rows)]
    return pl.DataFrame([{name: row.get(name) for name in DTYPES} for row in full], schema=DTYPES)


def coverage(*rows: dict[str, Any]) -> pl.DataFrame:
    """Give a coverage frame: each row names only what differs from the usual."""
    return pl.DataFrame([MEMBER | row for row in rows], schema=COVERAGE)


def scan_of(frame: pl.DataFrame, members: pl.DataFrame | None = None, **over: Any) -> Scan:
    """Give a finished scan of Jane Sample's Facebook, in parts changed by `over`."""
    usual: dict[str, Any] = {
        "exports": (facebook_export(),),
        "person": GERMAN,
        "warnings": (),
        "policy_date": date(2026, 7, 23),
    }
    return Scan(items=frame, coverage=coverage({}) if members is None else members, **(usual | over))


def facebook_export(**over: Any) -> Export:
    """Give Jane Sample's Facebook download of July 2026."""
    usual: dict[str, Any] = {
        "name": "facebook-jane",
        "accounts": (Account("facebook", name="Jane Sample"),),
        "parts": ("facebook-jane.zip",),
        "made": date(2026, 7, 21),
        "made_from": "request record",
        "covers_all_time": True,
        "person": GERMAN,
    }
    return Export(**(usual | over))


def instagram_export(**over: Any) -> Export:
    """Give Jane Sample's Instagram download, of a private account."""
    account = Account(
        "instagram",
        "Jane Sample",
        "jane.sample",
        "private",
        datetime(2024, 3, 1, tzinfo=UTC),
        professional=False,
    )
    usual: dict[str, Any] = {
        "name": "instagram-jane",
        "accounts": (account,),
        "parts": ("instagram-jane.zip",),
        "made": date(2026, 11, 20),
        "made_from": "file name",
        "person": GERMAN,
    }
    return Export(**(usual | over))


def big_facebook() -> Scan:
    """Give a scan whose numbers are as large as a heavy user's."""
    rows = [
        {"kind": "post", "count": 20_098, "lean": "public"},
        {
            "kind": "post",
            "count": 312,
            "visibility": "private",
            "now": "not_eligible",
            "past": "not_eligible",
        },
        {"kind": "group_post", "count": 1_870},
        {"kind": "comment", "count": 1_209_204, "lean": "private"},
        {"kind": "profile_field", "count": 4, "visibility": "public", "now": "eligible", "past": "likely"},
        {"kind": "ai_prompt", "platform": "meta_ai", "count": 86, "visibility": "private", "now": "eligible"},
        {"kind": "photo", "count": 11_241},
        {"kind": "video", "count": 518},
        {"kind": "message_thread", "platform": "messenger", "count": 9_000, "visibility": "private"},
        {"kind": "reaction", "count": 3_120},
    ]
    german = [{"fact_region": "EU", "fact_objection": "none"} | row for row in rows]
    return scan_of(items(*german), coverage(*[{"member": f"posts/{at}.json"} for at in range(410)]))


def combined() -> Scan:
    """Give a scan of Facebook and Instagram downloads together, of someone whose region is not known."""
    instagram = {"platform": "instagram", "export": "instagram-jane.zip", "member": "posts_1.json"}
    frame = items(
        {"kind": "post"},
        instagram | {"kind": "post", "visibility": "public", "now": "eligible", "past": "likely"},
        instagram | {"kind": "story", "visibility": "private", "now": "not_eligible", "past": "unknown"},
    )
    exports = (facebook_export(person=NOBODY), instagram_export(person=NOBODY))
    return scan_of(frame, exports=exports, person=NOBODY)
