"""Members to records: one small file for each kind of content, found by the id that `rules/layouts` names."""

from importlib import import_module
from types import MappingProxyType
from typing import Final, cast

from scanner.readers.source import Reader

_INSTAGRAM: Final = {
    "posts": "content:posts",
    "posts_index": "content:posts_index",
    "reels": "content:reels",
    "stories": "content:stories",
    "instants": "content:instants",
    "profile_photos": "profile:profile_photos",
    "profile": "profile:profile",
    "comments": "comments:comments",
    "reposts": "content:reposts",
    "account": "account:account",
    "media_2018": "vintage_2018:media",
    "profile_2018": "vintage_2018:profile",
    "comments_2018": "vintage_2018:comments",
}

READERS: Final = MappingProxyType(
    {
        "facebook.posts": "scanner.readers.facebook.posts:read",
        "facebook.albums": "scanner.readers.facebook.albums:read",
        "facebook.media_lists": "scanner.readers.facebook.media_lists:read",
        "facebook.check_ins": "scanner.readers.facebook.simple_records:check_ins",
        "facebook.comments": "scanner.readers.facebook.comments:read",
        "facebook.notes": "scanner.readers.facebook.simple_records:notes",
        "facebook.polls": "scanner.readers.facebook.simple_records:polls",
        "facebook.events": "scanner.readers.facebook.simple_records:events",
        "facebook.reviews": "scanner.readers.facebook.simple_records:reviews",
        "facebook.listings": "scanner.readers.facebook.simple_records:listings",
        "facebook.profile": "scanner.readers.facebook.profile:read",
        "facebook.reactions": "scanner.readers.counted:facebook_reactions",
        "facebook.tagged": "scanner.readers.facebook.simple_records:tagged",
        "facebook.fundraisers": "scanner.readers.facebook.simple_records:fundraisers",
        "facebook.wall": "scanner.readers.facebook.wall:read",
        "facebook.account": "scanner.readers.facebook.account:read",
        "messenger.threads": "scanner.readers.messenger:threads",
        "meta_ai.conversations": "scanner.readers.meta_ai:conversations",
        "meta_ai.app": "scanner.readers.meta_ai:app",
        "instagram.reactions": "scanner.readers.counted:instagram_reactions",
        **{f"instagram.{name}": f"scanner.readers.instagram.{place}" for name, place in _INSTAGRAM.items()},
        "threads.posts": "scanner.readers.threads:posts",
        "threads.profile": "scanner.readers.threads:profile",
    }
)
"""Each reader's id, as `rules/layouts` names it, and where it stands: `module:function`."""


def resolve(reader_id: str) -> Reader:
    """Import and give the reader of an id. Raises KeyError where there is none of that id."""
    module, _, function = READERS[reader_id].partition(":")
    return cast(Reader, getattr(import_module(module), function))
