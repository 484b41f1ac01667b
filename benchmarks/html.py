"""`python -m benchmarks.html --mb 30`: pages of HTML beside the bare parser.

Invented content, shown as Facebook's and Instagram's pages of 2025 and 2026, a page for each kind. Each is
parsed by the bare parser, as a whole and to no end, and translated into what readers take; both by one core.
"""

import argparse
import gc
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from benchmarks.cases import run
from benchmarks.generate import Size, documents
from benchmarks.instagram import Account
from scanner.readers.html import translate_page
from scanner.readers.html.dates import INSTAGRAM_ZONE, Clock, zone_named
from scanner.readers.locale_tables import Locales
from scanner.resources import rules_dir
from tests.builders.html_facebook import LOOKS, ZONE, Pages
from tests.builders.html_instagram import OF_2025, body_of, page
from tests.builders.write import mojibake
from tests.readers.html.instagram_pages import settled

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
    path: str
    """Where an export has it."""


def shown(size: Size, part: str) -> Iterator[tuple[str, bytes]]:
    """Give the pages of Facebook's with a part in their path, of the export of JSON."""
    look = Pages(LOOKS["facebook_v5"])
    for path, content in documents(size):
        if part in f"/{path}":
            yield str(Path(path).with_suffix(".html")), look.page(json.loads(content)).encode()


def pages(size: Size) -> Iterator[tuple[str, str, bytes]]:
    """Give each page with its path and its reader."""
    return ((path, reader, told) for part, reader in READERS for path, told in shown(size, part))


def joined(size: Size, part: str) -> bytes:
    """Give one page of all blocks of the pages of a kind: exports have pages of 100 MB."""
    return b"".join(told for _, told in shown(size, part))


def facebook(what: str, part: str, count: int) -> bytes:
    """Give a page of Facebook's with so many records of a field of `Size`."""
    nothing = Size(posts=0, messages=0, comments=0, album_photos=0, parts=1)
    return joined(Size(**(asdict(nothing) | {what: count})), part)


def in_labels(count: int) -> bytes:
    """Give a page of Facebook's of 2026, all in labels and values."""
    return Pages(LOOKS["facebook_v5"]).page(json.loads(mojibake(Account().reposts(count)))).encode()


def instagram(tell: Callable[[Account, int], Any], count: int) -> bytes:
    """Give a page of Instagram's with so many records."""
    return page("Your activity", body_of(tell(Account(), count), OF_2025), OF_2025, STYLE)


FACEBOOK, INSTAGRAM = "your_facebook_activity", "your_instagram_activity"


def of_facebook(name: str, reader: str, what: str, part: str, path: str) -> Kind:
    """Give a kind of page of Facebook's."""
    return Kind(f"Facebook {name}", reader, partial(facebook, what, part), f"{FACEBOOK}/{path}")


def of_instagram(name: str, reader: str, tell: Callable[[Account, int], Any], path: str) -> Kind:
    """Give a kind of page of Instagram's."""
    return Kind(name, reader, partial(instagram, tell), f"{INSTAGRAM}/{path}")


POSTS = "posts/your_posts__check_ins__photos_and_videos_1.html"
THREAD = "messages/inbox/raviexample_1/message_1.html"
KINDS = (
    of_facebook("posts", "facebook.posts", "posts", "/posts/your_posts", POSTS),
    of_facebook("albums", "facebook.albums", "album_photos", "/album/", "posts/album/1.html"),
    of_facebook(
        "comments", "facebook.comments", "comments", "/comments", "comments_and_reactions/comments.html"
    ),
    Kind("Facebook labels", "facebook.posts", in_labels, f"{FACEBOOK}/posts/check-ins.html"),
    of_facebook("messages", "messenger.threads", "messages", "/messages/inbox/", THREAD),
    of_instagram("Instagram posts", "instagram.posts", Account.posts, "media/posts_1.html"),
    of_instagram("Instagram reels", "instagram.reels", Account.reels, "media/reels.html"),
    of_instagram("Instagram stories", "instagram.stories", Account.stories, "media/stories.html"),
    of_instagram("Instagram index", "instagram.posts_index", Account.index, "media/posts.html"),
    of_instagram("Instagram reposts", "instagram.reposts", Account.reposts, "media/reposts.html"),
    of_instagram(
        "Instagram comments", "instagram.comments", Account.comments, "comments/post_comments_1.html"
    ),
    of_instagram("Instagram messages", "messenger.threads", Account.messages, THREAD),
    of_instagram("Threads posts", "threads.posts", Account.posts, "threads/threads_and_replies.html"),
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
    return lambda: settled(translate_page(shown, kind.reader, labels, clock, "page.html"))


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
    parser.add_argument("--scan", action="store_true", help="scan an export of these pages instead")
    chosen = parser.parse_args()
    kinds = [kind for kind in KINDS if chosen.only.casefold() in kind.name.casefold()]
    if chosen.scan:
        scanned(kinds, chosen.mb * MB, chosen.runs)
        return
    gc.disable()
    print(f"{'page':<20} {'MB':>7} {'bare, MB/s':>12} {'read, MB/s':>12} {'ratio':>7} {'peak, MB':>9}")
    for kind in kinds:
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


def scanned(kinds: Sequence[Kind], size: int, runs: int) -> None:
    """Print what a scan of each product's export takes, of a page of so many bytes for each kind."""
    print(f"{'export':<20} {'MB':>7} {'processor, s':>13} {'MB/s':>7} {'peak, MB':>9}")
    for product, folder in (("facebook", FACEBOOK), ("instagram", INSTAGRAM)):
        held = {kind.path: sized(kind, size) for kind in kinds if kind.path.startswith(folder)}
        with tempfile.TemporaryDirectory(prefix="exposure-benchmark-") as passing:
            path = Path(passing) / f"{product}-jane.sample-2025-10-09.zip"
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, told in held.items():
                    packed.writestr(name, told)
            scan = ("exposure", "scan", "--no-progress", path.name)
            took = [run(scan, path.parent, watched=True) for _ in range(runs)]
        mb, cpu = sum(map(len, held.values())) / MB, min(run.cpu for run in took)
        print(f"{product:<20} {mb:>7.1f} {cpu:>13.2f} {mb / cpu:>7.1f} {took[0].peak / MB:>9.0f}")


if __name__ == "__main__":
    main()
