"""The words every part shares: closed sets of values, and the columns of the item frame.

It imports nothing but the tables of platforms and kinds, so that readers, the rule book and the verdicts
agree on the same words without knowing each other. The public columns are the item record, version 1.
"""

from typing import Final

from scanner import kinds, platforms

PLATFORMS: Final = tuple(platforms.PLATFORMS)

CONTENT_KINDS: Final = tuple(kinds.CONTENT)
MEDIA_KINDS: Final = tuple(kinds.MEDIA)
COUNTED_KINDS: Final = tuple(kinds.COUNTED)
KINDS: Final = CONTENT_KINDS + MEDIA_KINDS + COUNTED_KINDS
PICTURES: Final = ("profile_picture", "cover_photo")
"""Pictures of which the newest is the one shown today."""

AUTHORS: Final = ("self", "other", "ai")
PRECISIONS: Final = ("second", "minute", "day", "none")
MEDIA_STATES: Final = ("present", "missing", "remote")

AUDIENCES: Final = (
    "public", "friends", "friends_of_friends", "custom", "only_me", "followers", "close_friends",
    "group_members", "participants", "unknown",
)  # fmt: skip
VISIBILITIES: Final = ("public", "private", "unknown")
BASES: Final = ("stated", "user", "structural", "policy", "account", "inferred", "none")
CONFIDENCES: Final = ("high", "medium", "low")
LEANS: Final = ("public", "private", "none")
EVER_PUBLIC: Final = ("yes", "no", "unknown")
ELIGIBILITIES: Final = ("eligible", "likely", "unknown", "not_eligible")
IN_POOL: Final = ("eligible", "likely")
"""The verdicts that count as inside what Meta says it uses."""
SEVERITIES: Final = ("none", "low", "medium", "high", "critical")

SECTIONS: Final = (
    "timeline", "album", "uncategorized", "videos", "reels", "stories", "check_ins", "archive", "trash",
    "pending", "drafts", "group", "other_timeline", "page", "marketplace", "comments", "story_comments",
    "messages", "broadcast", "ai_conversations", "profile", "profile_picture", "cover_photo", "notes",
    "polls", "events", "reviews", "app_posts", "posts_index", "threads", "instants", "reposts",
    "other_content", "orphan", "by_others", "reactions",
)  # fmt: skip
"""Where in the export an item lies: the structural fact a reader writes down. `posts_index` is Instagram's
`posts.json`, the grid with archived posts and drafts mixed in; `orphan` a media file no JSON names."""

HOSTS: Final = ("self", "other", "group", "page", "unknown")
"""On whose place a comment, reply or wall post stands."""

PROFILE_FIELDS: Final = (
    "name", "username", "bio", "gender", "user_id", "birth_date", "email", "phone", "city", "hometown",
    "work", "education", "relationship", "family", "religion", "politics", "website", "other",
)  # fmt: skip

ACCOUNT_DETAILS: Final = ("email", "phone", "birth_date", "gender")
"""Profile fields that say how to reach someone or who they are, each with an audience of its own: where that
is not known they are listed apart, not counted as content."""

TITLE_HINTS: Final = (
    "group", "other_timeline", "profile_picture", "cover_photo", "live", "review", "from_instagram",
    "check_in", "life_event", "own_post_comment", "replied", "app", "story_archived", "poll", "own_timeline",
    "not_understood",
)  # fmt: skip
"""What an export's own title line says of an item, once a locale table recognised it: `own_timeline` where it
names no other place. `not_understood`: there is a title line, and no table knows its words."""
NOT_UNDERSTOOD: Final = "not_understood"

THREAD_FOLDERS: Final = (
    "inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover",
)  # fmt: skip
"""Folders of messages whose folders and files carry the names of people: outputs mask them."""

ACCOUNT_STATES: Final = ("public", "private", "unknown")
AGES: Final = ("adult", "minor", "unknown")
OBJECTIONS: Final = ("none", "early", "late")
"""An accepted objection: `early` up to 2025-05-26, the eve of Meta's announced start in the EU, or `late`."""

MEMBER_STATES: Final = ("content", "media", "not_content", "unknown", "unreadable", "duplicate")

FACTS: Final[dict[str, tuple[str, ...] | str]] = {
    # what the readers saw of the item
    "fact_section": SECTIONS,
    # the product whose account it belongs to; of a chat with Meta AI, the product it was had in
    "fact_found_in": PLATFORMS,
    "fact_host": HOSTS,
    "fact_hint": TITLE_HINTS,
    "fact_field": PROFILE_FIELDS,
    "fact_stated": AUDIENCES,
    "fact_stated_label": "text",
    "fact_published": "bool",
    "fact_draft": "bool",
    "fact_on_grid": "bool",
    "fact_deleted": "bool",
    "fact_own_page": "bool",
    "fact_current": "bool",
    "fact_recent": "bool",
    # whether the account's newest download lacks it; null where the account has only one download
    "fact_only_in_older": "bool",
    "fact_has_location": "bool",
    "fact_has_ip": "bool",
    "fact_has_people": "bool",
    # what the account says, over time
    "fact_account": ACCOUNT_STATES,
    "fact_account_history": ("recorded", "none", "only", "contradiction"),
    "fact_account_was_public": EVER_PUBLIC,
    "fact_public_from": "time",
    "fact_public_until": "time",
    "fact_expired": "bool",
    "fact_close_friends": EVER_PUBLIC,
    "fact_default_audience": AUDIENCES,
    "fact_joined_after_2014": "bool",
    "fact_professional": "bool",
    # what the user says
    "fact_override": AUDIENCES,
    "fact_graph": AUDIENCES,
    "fact_told": AUDIENCES,
    "fact_period": AUDIENCES,
    "fact_remembered_default": AUDIENCES,
    "fact_group_audience": ("public", "group_members"),
    "fact_page_named": "bool",
    "fact_account_told": ("public", "private"),
    # who is asked for
    # one of the groups of `rules/regions.toml`
    "fact_region": "region",
    "fact_region_known": "bool",
    "fact_age": AGES,
    "fact_age_then": AGES,
    "fact_objection": OBJECTIONS,
    "fact_after_objection": "bool",
    "fact_objection_covers_ai": "bool",
    "fact_objection_before_2025": "bool",
    "fact_started": "bool",
    "fact_not_yet_made": "bool",
}
"""The facts that rules look at, each null where nothing is known. `fact_on_grid`: the same media stands among
Instagram's published posts. `fact_current`: the newest of its album. `fact_account_history`: switches are on
record beside the account's flag, none are, there is only the record of switches, or it contradicts the flag.
`fact_account_was_public`: a record shows the account public at some moment of the item's life up to the
export (`no`: it shows the account private all along), `fact_public_from` and `fact_public_until` the first
and last of them. `fact_expired`: a story more than a day old at the export. `fact_close_friends`: whether a
close-friends story had been posted by then. `fact_recent`: made in the year before the export.
`fact_joined_after_2014`: the account was made on or after 2014-05-22. `fact_professional`: the account is or
was a professional one. `fact_page_named`: the user said that this profile is a Page. `fact_told`: what the
user said of all that a filter selects.
`fact_remembered_default`: the audience that the user remembers as proposed then.
`fact_account_told`: what the user said of an account of Instagram or Threads. `fact_after_objection`: made
after the date of the accepted objection. `fact_started`: Meta's start in the region lies on or before the day
that is judged for. `fact_not_yet_made`: made after that day, where it lies before the export."""

RECORD: Final[dict[str, tuple[str, ...] | str]] = {
    "item_id": "text",
    "parent_id": "text",
    "platform": PLATFORMS,
    "kind": KINDS,
    "author": AUTHORS,
    "count": "int",
    "created_at": "time",
    "created_precision": PRECISIONS,
    "text": "text",
    "title": "text",
    "container": "text",
    "media_path": "text",
    "media_state": MEDIA_STATES,
    "media_bytes": "int",
    "place": "text",
    "latitude": "float",
    "longitude": "float",
    "tagged": "list",
    "link": "text",
    "audience": AUDIENCES,
    "visibility": VISIBILITIES,
    "basis": BASES,
    "confidence": CONFIDENCES,
    "lean": LEANS,
    "ever_public": EVER_PUBLIC,
    "public_from": "time",
    "public_until": "time",
    "now": ELIGIBILITIES,
    "past": ELIGIBILITIES,
    "visibility_rule": "text",
    "lean_rule": "text",
    "now_rule": "text",
    "past_rule": "text",
    "flags": "list",
    "findings": "findings",
    "severity": SEVERITIES,
    "export": "text",
    "member": "text",
    "pointer": "text",
}
"""The item record's columns in their order: a closed set of words, or the type of what the column holds."""
