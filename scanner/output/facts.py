"""The evidence of an item in plain words: one sentence for each `fact_*` column."""

from datetime import datetime
from typing import Any, Final

from scanner.output.terminal_safe import safe

_WORDS: Final = {
    "fact_section": "found in the part of the download for: {}",
    "fact_host": "posted in a place that belongs to: {}",
    "fact_hint": "its title line points to: {}",
    "fact_field": "is the profile field: {}",
    "fact_stated": "the download names its audience: {}",
    "fact_stated_label": "the download's words for that: {}",
    "fact_published": "marked as published: {}",
    "fact_draft": "marked as a draft: {}",
    "fact_on_grid": "its file is among the published posts: {}",
    "fact_deleted": "marked as deleted: {}",
    "fact_found_in": "belongs to your account on: {}",
    "fact_only_in_older": "is in an older download and not in the newer one: {}",
    "fact_own_page": "comes from a Page or an additional profile: {}",
    "fact_current": "is the newest of its album: {}",
    "fact_recent": "made in the year before the download: {}",
    "fact_has_location": "carries a place or coordinates: {}",
    "fact_has_ip": "the download has the internet address it was uploaded from: {}",
    "fact_has_people": "names or tags other people: {}",
    "fact_account": "the account at the time of the download: {}",
    "fact_account_history": "switches between public and private on record: {}",
    "fact_account_was_public": "a record shows the account public at some time after this was posted: {}",
    "fact_public_from": "the first moment when a record shows the account public with this item in it: {}",
    "fact_public_until": "the last moment when a record shows the account public with this item in it: {}",
    "fact_expired": "a story older than a day: {}",
    "fact_close_friends": "a close-friends story had been posted by then: {}",
    "fact_default_audience": "the setting for future posts at the time of the download: {}",
    "fact_joined_after_2014": "the account was created on or after 2014-05-22: {}",
    "fact_professional": "the account is or was professional: {}",
    "fact_override": "you said of this very item: {}",
    "fact_graph": "Facebook's Graph API names its audience: {}",
    "fact_told": "you said of all that a filter of yours selects: {}",
    "fact_period": "you said of what was posted then: {}",
    "fact_remembered_default": "the audience that you remember as proposed then: {}",
    "fact_group_audience": "you said of its group: {}",
    "fact_page_named": "you named this profile a Page: {}",
    "fact_account_told": "you said of the account: {}",
    "fact_region": "the verdicts are for the region: {}",
    "fact_region_known": "where you live is known: {}",
    "fact_age": "your age today: {}",
    "fact_age_then": "your age when it was made: {}",
    "fact_objection": "accepted objection: {}",
    "fact_after_objection": "made after the objection: {}",
    "fact_objection_covers_ai": "the objection covers what you said to an AI: {}",
    "fact_objection_before_2025": "the objection was filed before 14 April 2025: {}",
    "fact_started": "Meta had started in your region by the day these verdicts are for: {}",
    "fact_not_yet_made": "made after the day these verdicts are for: {}",
}


def fact_words(name: str, value: Any) -> str:
    """Give one fact as a sentence; a fact without a sentence of its own is shown by its name."""
    sentence = _WORDS.get(name, name.removeprefix("fact_").replace("_", " ") + ": {}")
    return sentence.format(_value(value))


def _value(value: Any) -> str:
    """Write the value of a fact as people do."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S UTC}"
    return safe(str(value)).replace("_", " ")
