"""Members to records: the registry of readers, by the ids that `rules/layouts` names."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NamedTuple, cast

from scanner.readers.source import Reader


class ReaderPaths(NamedTuple):
    """The two functions of a reader, as `module:function` in this package; each is imported when needed."""

    json: str
    """Reads a document: `Callable[[Source], Iterator[Reading]]`."""
    html: str
    """Translates a page into the document of the same content in JSON: `Callable[[HtmlPage], Any]`."""


READERS: Final[Mapping[str, ReaderPaths]] = MappingProxyType(
    {
        "facebook.posts": ReaderPaths("facebook.posts:read", "html.facebook:posts"),
        "facebook.albums": ReaderPaths("facebook.albums:read", "html.facebook:albums"),
        "facebook.media_lists": ReaderPaths("facebook.albums:media_lists", "html.facebook:media_lists"),
        "facebook.check_ins": ReaderPaths("facebook.simple_records:check_ins", "html.facebook:posts"),
        "facebook.comments": ReaderPaths("facebook.comments:read", "html.facebook:comments"),
        "facebook.notes": ReaderPaths("facebook.simple_records:notes", "html.facebook:named_things"),
        "facebook.polls": ReaderPaths("facebook.simple_records:polls", "html.facebook:posts"),
        "facebook.events": ReaderPaths("facebook.simple_records:events", "html.facebook:named_things"),
        "facebook.reviews": ReaderPaths("facebook.simple_records:reviews", "html.facebook:named_things"),
        "facebook.listings": ReaderPaths("facebook.simple_records:listings", "html.facebook:named_things"),
        "facebook.profile": ReaderPaths("facebook.profile:read", "html.facebook:profile"),
        "facebook.reactions": ReaderPaths("counted:facebook_reactions", "html.facebook:reactions"),
        "facebook.tagged": ReaderPaths("facebook.simple_records:tagged", "html.facebook:posts"),
        "facebook.fundraisers": ReaderPaths(
            "facebook.simple_records:fundraisers", "html.facebook:named_things"
        ),
        "facebook.wall": ReaderPaths("facebook.wall:read", "html.facebook:posts"),
        "facebook.account": ReaderPaths("facebook.account:read", "html.facebook:account"),
        "messenger.threads": ReaderPaths("messages:threads", "html.messages:threads"),
        "meta_ai.conversations": ReaderPaths("meta_ai:conversations", "html.meta_ai:conversations"),
        "meta_ai.app": ReaderPaths("meta_ai:app", "html.meta_ai:app"),
        "instagram.reactions": ReaderPaths("counted:instagram_reactions", "html.instagram:reactions"),
        "instagram.posts": ReaderPaths("instagram.content:posts", "html.instagram:posts"),
        "instagram.posts_index": ReaderPaths("instagram.content:posts_index", "html.instagram:posts"),
        "instagram.reels": ReaderPaths("instagram.content:reels", "html.instagram:posts"),
        "instagram.stories": ReaderPaths("instagram.content:stories", "html.instagram:posts"),
        "instagram.instants": ReaderPaths("instagram.content:instants", "html.instagram:posts"),
        "instagram.profile_photos": ReaderPaths("instagram.profile:profile_photos", "html.instagram:posts"),
        "instagram.profile": ReaderPaths("instagram.profile:profile", "html.instagram:labelled_values"),
        "instagram.comments": ReaderPaths("instagram.comments:comments", "html.instagram:labelled_values"),
        "instagram.reposts": ReaderPaths("instagram.content:reposts", "html.instagram:labelled_values"),
        "instagram.account": ReaderPaths("instagram.account:account", "html.instagram:labelled_values"),
        "instagram.media_2018": ReaderPaths("instagram.layout_2018:media", "html.instagram:labelled_values"),
        "instagram.profile_2018": ReaderPaths(
            "instagram.layout_2018:profile", "html.instagram:labelled_values"
        ),
        "instagram.comments_2018": ReaderPaths(
            "instagram.layout_2018:comments", "html.instagram:labelled_values"
        ),
        "threads.posts": ReaderPaths("threads:posts", "html.instagram:posts"),
        "threads.profile": ReaderPaths("threads:profile", "html.instagram:labelled_values"),
    }
)
"""Each reader by its id."""


def resolve(reader_id: str) -> Reader:
    """Return the function that reads JSON for an id, imported now. Raises KeyError for an unknown id."""
    return cast(Reader, _function(READERS[reader_id].json))


def resolve_html(reader_id: str) -> Callable[[Any], Any]:
    """Return what translates pages for an id, imported here. Raises KeyError for an unknown id."""
    return cast(Callable[[Any], Any], _function(READERS[reader_id].html))


def _function(path: str) -> object:
    """Return the function at `module:function` in this package."""
    module, _, name = path.partition(":")
    return getattr(import_module(f"{__name__}.{module}"), name)
