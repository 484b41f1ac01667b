"""What the owner of the German sample knows and fetched: an `exposure.toml`, and an answer of Graph's."""

import json
from datetime import UTC, datetime
from typing import Final

from tests.builders import Story, at

KNOWN: Final = """\
# What Jana Muster knows and her download does not say. Use it with:
# exposure scan sample_exports/facebook_2025_german --facts sample_exports/facebook_2025_german.toml

[[objection]]                      # she objected on Facebook, and Meta did not accept it: it changes nothing
platform = "facebook"
filed = 2025-05-20
accepted = false

[[facebook.audience]]              # as a student she posted for everyone
until = 2014-05-22
audience = "public"

[[facebook.default]]               # what was proposed later, as far as she remembers: a hint only
from = 2014-05-22
until = 2016-01-01
audience = "friends"

[facebook.groups]
"Gartenfreunde Müsterstadt" = "public"

[[override]]                       # all that names the garden was for friends
kind = "post"
from = 2014-05-22
match = "(?i)garten"
audience = "friends"
"""
VALUES: Final = ("EVERYONE", "ALL_FRIENDS", "FRIENDS_OF_FRIENDS", "CUSTOM", "SELF", "")
"""What Graph may answer; the last one, empty, says nothing."""


def graph(story: Story) -> str:
    """Give what the Graph API would answer of the account's posts since 2016, on two pages."""
    recent = [entry for entry in story.of("post") if entry.at >= at("2016-01-01")]
    posts = [_post(number, entry.at, entry.text) for number, entry in enumerate(recent)]
    half = len(posts) // 2
    return json.dumps([_page(posts[half:]), _page(posts[:half])], ensure_ascii=False, indent=1) + "\n"


def _page(posts: list[dict[str, object]]) -> dict[str, object]:
    """Give one page, the newest post first."""
    return {"data": posts[::-1], "paging": {"cursors": {"before": "QVFI", "after": "QVFJ"}}}


def _post(number: int, moment: int, text: str) -> dict[str, object]:
    """Give one post."""
    value = VALUES[number % len(VALUES)]
    told: dict[str, object] = {
        "id": f"100000000000001_{9_000_000 + number}",
        "created_time": f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%S+0000}",
        "privacy": {"allow": "", "deny": "100000000000002" if value == "CUSTOM" else "", "value": value},
    }
    return told | ({"message": text} if text else {"story": "Jana Muster hat ein Foto hinzugefügt."})
