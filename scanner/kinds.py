"""The kinds of items, a row each. A leaf."""

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """One kind of item."""

    id_family: str
    """Part of the item's id: a post that a newer layout calls a reel keeps the id it had."""
    table_row: str | None = None
    """The row of the scan table that counts it; None: the totals don't count it."""
    posted: bool = True
    """Whether the owner posted it: what a user says of their posts' audience is about it."""
    words: tuple[str, str] | None = None
    """What outputs call one of them, and several; None: the kind's own name."""


CONTENT: Final[dict[str, Kind]] = {
    "post": Kind("post", "Posts"),
    "reel": Kind("post", "Reels"),
    "story": Kind("story", "Stories"),
    "comment": Kind("comment", "Comments"),
    "reply": Kind("comment", "Comments"),
    "group_post": Kind("post", "In groups"),
    "group_comment": Kind("comment", "In groups"),
    "check_in": Kind("post", "Posts"),
    "life_event": Kind("post", "Posts"),
    "note": Kind("post", "Posts"),
    "event": Kind("post", "Posts"),
    "listing": Kind("post", "Sales, reviews"),
    "review": Kind("post", "Sales, reviews"),
    "poll": Kind("post", "Posts"),
    "repost": Kind("post", "Posts"),
    "profile_picture": Kind("profile", "Profile"),
    "cover_photo": Kind("profile", "Profile"),
    "profile_field": Kind("profile", "Profile", posted=False),
    "ai_prompt": Kind("ai", "AI chats", posted=False),
    "ai_reply": Kind("ai", "AI chats", posted=False),
    "ai_upload": Kind("ai", "AI chats", posted=False),
    "other_post": Kind("post", "By others", posted=False),
}
"""What the totals count."""

MEDIA: Final[dict[str, Kind]] = {
    "photo": Kind("media", words=("photo", "photos")),
    "video": Kind("media", words=("video", "videos")),
    "audio": Kind("media", words=("audio file", "audio files")),
    "file": Kind("media", words=("other file", "other files")),
}
"""Files, listed beside the content they belong to."""

COUNTED: Final[dict[str, Kind]] = {
    "message_thread": Kind("thread", posted=False, words=("message", "messages")),
    "reaction": Kind("reaction", posted=False, words=("reaction", "reactions")),
}
"""What is counted and never listed one by one."""

KINDS: Final[dict[str, Kind]] = CONTENT | MEDIA | COUNTED

TABLE_ROWS: Final = (
    "Posts", "Reels", "Stories", "In groups", "Comments", "Profile", "Sales, reviews", "AI chats",
    "By others",
)  # fmt: skip
"""The rows of the scan table, in their order."""
