"""`python -m benchmarks.html --posts 60000 --messages 200000`: pages of HTML beside the bare parser.

The same invented posts and messages as in the export of JSON, shown as Facebook's pages of 2025. Each page is
parsed by the bare parser, as a whole and to no end, and translated into what readers take; both by one core.
"""

import argparse
import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

from selectolax.lexbor import LexborHTMLParser

from benchmarks.generate import Size, documents
from scanner.builtin import rules_dir
from scanner.readers.html import document
from scanner.readers.html.dates import Clock, zone_named
from scanner.readers.locales import Locales
from tests.builders.html_facebook import LOOKS, ZONE, Pages

MB = 1_000_000
READERS = (("/posts/your_posts__", "facebook.posts"), ("/messages/inbox/", "messenger.threads"))
"""What is measured, by a part of its path, and the reader it is for."""


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
    for name, default in (("posts", 60_000), ("messages", 200_000), ("runs", 3)):
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N")
    chosen = parser.parse_args()
    size = Size(posts=chosen.posts, messages=chosen.messages, comments=0, album_photos=0, parts=1)
    labels = Locales(sorted((rules_dir() / "locales").glob("*/*.toml"))).of("facebook")
    clock = Clock.load(sorted((rules_dir() / "dates").glob("*.toml")), zone_named(ZONE))
    gc.disable()
    print(f"{'page':<20} {'MB':>7} {'bare, MB/s':>12} {'read, MB/s':>12} {'ratio':>7} {'peak, MB':>9}")
    for part, reader in READERS:
        page = joined(size, part)
        read = seconds(lambda: document(page, reader, labels, clock, "page.html"), chosen.runs)  # noqa: B023
        peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
        bare = seconds(lambda: LexborHTMLParser(page), chosen.runs)  # noqa: B023
        mb = len(page) / MB
        print(
            f"{reader:<20} {mb:>7.1f} {mb / bare:>12.1f} {mb / read:>12.1f} {read / bare:>7.2f} {peak:>9.0f}"
        )


if __name__ == "__main__":
    main()
