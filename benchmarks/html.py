"""`python -m benchmarks.html --mb 30`: pages of HTML beside the bare parser.

Invented content, shown as Facebook's and Instagram's pages of 2025 and 2026, a page for each kind. Each is
parsed by the bare parser, as a whole and to no end, and translated into what readers take; both by one core.
"""

import argparse
import gc
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from benchmarks.generate import Size, documents
from benchmarks.instagram import Account
from scanner.builtin import rules_dir
from scanner.readers.html import document
from scanner.readers.html.dates import INSTAGRAM_ZONE, Clock, zone_named
from scanner.readers.locales import Locales
from tests.builders.html_facebook import LOOKS, ZONE, Pages
from tests.builders.html_instagram import OF_2025, body_of, page
from tests.builders.write import mojibake

MB = 1_000_000
READERS = (("/posts/your_posts__", "facebook.posts"), ("/messages/inbox/", "messenger.threads"))
"""What is shown of the export of JSON, by a part of its path, and the reader it is for."""
TRIED = 500
"""So many records tell how many there are in a MB."""
STYLE = "._a6-g{color:#1c1e21}" + "".join(
    f"._{n:x}{{margin:0 {n}px;padding:{n}px 12px;color:#1c1e21}}" for n in range(900)
)
"""Real pages begin with a style sheet of some 30 kB."""


class Kind(NamedTuple):
    """A kind of page that is measured."""

    name: str
    reader: str
    """The id of the reader that it is for."""
    show: Callable[[int], bytes]
    """Gives a page of so many records."""


def pages(size: Size) -> Iterator[tuple[str, str, bytes]]:
    """Give each page with its path and its reader."""
    shown = Pages(LOOKS["facebook_v5"])
    for path, content in documents(size):
        for part, reader in READERS:
            if part in f"/{path}":
                yield str(Path(path).with_suffix(".html")), reader, shown.page(json.loads(content)).encode()


def joined(size: Size, part: str) -> bytes:
    """Give one page of all blocks of the pages of a kind: exports have pages of 100 MB."""
    return b"".join(page for path, _, page in pages(size) if part in f"/{path}")


def facebook(size: Callable[[int], Size], part: str, count: int) -> bytes:
    """Give a page of Facebook's with so many records of the export of JSON."""
    shown = Pages(LOOKS["facebook_v5"])
    held = (json.loads(content) for path, content in documents(size(count)) if part in f"/{path}")
    return b"".join(shown.page(told).encode() for told in held)


def in_labels(count: int) -> bytes:
    """Give a page of Facebook's of 2026, all in labels and values."""
    return Pages(LOOKS["facebook_v5"]).page(json.loads(mojibake(Account().reposts(count)))).encode()


def instagram(tell: Callable[[Account, int], Any], count: int) -> bytes:
    """Give a page of Instagram's with so many records."""
    return page("Your activity", body_of(tell(Account(), count), OF_2025), OF_2025, STYLE)


def _size(name: str, count: int) -> Size:
    return Size(**{"posts": 0, "messages": 0, "comments": 0, "album_photos": 0, "parts": 1, name: count})


KINDS = (
    Kind("Facebook posts", "facebook.posts", partial(facebook, partial(_size, "posts"), "/posts/your_posts")),
    Kind("Facebook albums", "facebook.albums", partial(facebook, partial(_size, "album_photos"), "/album/")),
    Kind(
        "Facebook comments", "facebook.comments", partial(facebook, partial(_size, "comments"), "/comments")
    ),
    Kind("Facebook labels", "facebook.posts", in_labels),
    Kind("Facebook messages", "messenger.threads", partial(facebook, partial(_size, "messages"), "/inbox/")),
    Kind("Instagram posts", "instagram.posts", partial(instagram, Account.posts)),
    Kind("Instagram reels", "instagram.reels", partial(instagram, Account.reels)),
    Kind("Instagram stories", "instagram.stories", partial(instagram, Account.stories)),
    Kind("Instagram index", "instagram.posts_index", partial(instagram, Account.index)),
    Kind("Instagram reposts", "instagram.reposts", partial(instagram, Account.reposts)),
    Kind("Instagram comments", "instagram.comments", partial(instagram, Account.comments)),
    Kind("Instagram messages", "messenger.threads", partial(instagram, Account.messages)),
    Kind("Threads posts", "threads.posts", partial(instagram, Account.posts)),
)
"""What is measured."""


def sized(kind: Kind, size: int) -> bytes:
    """Give a page of a kind of about so many bytes."""
    each = (len(kind.show(2 * TRIED)) - len(kind.show(TRIED))) / TRIED
    return kind.show(max(int(size / each), 1))


def translation(kind: Kind, shown: bytes) -> Callable[[], object]:
    """Give what translates a page of a kind."""
    product = kind.reader.partition(".")[0]
    labels = Locales(sorted((rules_dir() / "locales").glob("*/*.toml"))).of(product)
    zone = zone_named(ZONE) if kind.name.startswith("Facebook") else INSTAGRAM_ZONE
    clock = Clock.load(sorted((rules_dir() / "dates").glob("*.toml")), zone)
    return lambda: document(shown, kind.reader, labels, clock, "page.html")


def seconds(work: Callable[[], object], runs: int) -> float:
    """Give the processor time of the fastest of some runs."""
    took = []
    for _ in range(runs):
        start = process_time()
        work()
        took.append(process_time() - start)
    return min(took)


def main() -> None:
    """Make the pages and print what each takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.html", description=__doc__)
    parser.add_argument("--mb", type=int, default=30, metavar="N", help="size of each page")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs of each; the fastest counts")
    parser.add_argument("--only", default="", metavar="WORDS", help="pages whose name has these words")
    chosen = parser.parse_args()
    gc.disable()
    print(f"{'page':<20} {'MB':>7} {'bare, MB/s':>12} {'read, MB/s':>12} {'ratio':>7} {'peak, MB':>9}")
    for kind in KINDS:
        if chosen.only.casefold() in kind.name.casefold():
            compare(kind, sized(kind, chosen.mb * MB), chosen.runs)


def compare(kind: Kind, shown: bytes, runs: int) -> None:
    """Print what the translation of a page takes beside the bare parser."""
    read = seconds(translation(kind, shown), runs)
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    bare = seconds(lambda: LexborHTMLParser(shown), runs)
    mb = len(shown) / MB
    print(
        f"{kind.name:<20} {mb:>7.1f} {mb / bare:>12.1f} {mb / read:>12.1f} {read / bare:>7.2f} {peak:>9.0f}"
    )


if __name__ == "__main__":
    main()
