"""Posts: `posts_N.json`, archived, recently deleted, IGTV and other content; and `posts.json` of 2026."""

from collections.abc import Iterator

from scanner.readers.instagram.content import Shelf, content
from scanner.readers.record import Reading
from scanner.readers.source import Source


def posts(source: Source) -> Iterator[Reading]:
    """Read posts; those of a file without a wrapper lie where the file's layout says."""
    return content(source, Shelf("post", source.lies_in))


def posts_index(source: Source) -> Iterator[Reading]:
    """Read `posts.json`: the grid once more, with archived posts and drafts mixed in.

    It was found to hold 307 posts where `posts_1.json` held 286 (blog.sh `docs/importing.md`), so a post that
    stands here alone is not known to be on the grid.
    """
    return content(source, Shelf("post", "posts_index"))
