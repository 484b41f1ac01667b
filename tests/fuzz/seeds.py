"""What a fuzz run starts from: whole invented exports, their pages one by one, and small zips."""

import zipfile
from functools import cache
from io import BytesIO
from typing import NamedTuple

from scanner.layouts.catalogue import Catalogue
from scanner.layouts.rows import Placement
from scanner.readers import READERS
from scanner.resources import rules_dir
from tests.builders import JANE, VINTAGES, Tree
from tests.builders.html_before_2018 import timeline_of_2016, wall_of_2012
from tests.builders.html_facebook import LOOKS, in_html
from tests.builders.html_instagram import HTML_VINTAGES

FOLDERS = ("your_facebook_activity/posts", "personal_information", "messages/inbox", "media", "comments")
NAMES = ("your_posts_1.json", "posts_1.json", "profile_information.json", "ai_conversations.json")
"""Folders and a file's names for readers of which no invented export has a page."""


class Page(NamedTuple):
    """One page of an export, and how it is read."""

    reader: str
    platform: str
    section: str
    path: str
    raw: bytes


@cache
def catalogue() -> Catalogue:
    """Give the built-in catalogue."""
    return Catalogue.load(sorted((rules_dir() / "layouts").glob("*.toml")))


@cache
def trees() -> dict[str, Tree]:
    """Give an invented export of every vintage, JSON first, then HTML."""
    json = {name: build(JANE).tree for name, build in VINTAGES.items()}
    facebook = {f"{name}_html": in_html(json[name], name) for name in LOOKS}
    instagram = {name: build(JANE).tree for name, (build, _) in HTML_VINTAGES.items()}
    old = {"wall_2012": wall_of_2012(JANE).tree, "timeline_2016": timeline_of_2016(JANE).tree}
    return json | facebook | instagram | old


@cache
def pages(written: str) -> tuple[Page, ...]:
    """Give one page for each reader and layout of a format (`json` or `html`), and one for each reader left.

    The order stays what it is: the first byte of an input is the number of a page.
    """
    found: dict[tuple[str, str], Page] = {}
    for tree in trees().values():
        root = catalogue().root_platform(tree, "")
        for path, raw in tree.items():
            placed = catalogue().placement_of(path, root)
            if placed.format == written and (page := _page(placed, path, raw)):
                found.setdefault((page.reader, placed.layout or ""), page)
    unseen = READERS.keys() - {reader for reader, _ in found}
    return (*found.values(), *(_bare(reader, written) for reader in sorted(unseen)))


def _page(placed: Placement, path: str, raw: bytes) -> Page | None:
    if placed.reader is None or placed.platform is None or placed.section is None:
        return None
    return Page(placed.reader, placed.platform, placed.section, path, raw)


def _bare(reader: str, written: str) -> Page:
    """Give an empty page for a reader of which no invented export has one."""
    row = next(row for row in catalogue().rows.values() if row.reader == reader)
    name = row.paths[0].strip("/").replace("<n>", "1").replace("<any>", "jane")
    platform = row.platform or row.products[0]
    return Page(reader, platform, row.section or "", f"{name}.{written}", b"[]" if written == "json" else b"")


def zips() -> dict[str, bytes]:
    """Give small zips: packed in each way, in a wrapper, with zip64, with a name twice, cut off."""
    posts = "your_facebook_activity/posts/your_posts_1.json"
    tree = {posts: b"[]" * 40, "personal_information/profile.json": b"{}", "no-data.txt": b""}
    ways = {
        "stored": _zipped(tree, zipfile.ZIP_STORED),
        "deflated": _zipped(tree, zipfile.ZIP_DEFLATED),
        "bzip2": _zipped(tree, zipfile.ZIP_BZIP2),
        "lzma": _zipped(tree, zipfile.ZIP_LZMA),
        "wrapped": _zipped({f"a/b/{name}": raw for name, raw in tree.items()}),
        "odd_names": _zipped({"../x.json": b"{}", "/y": b"1", "a\\b": b"2", "\u202eé/z": b"3", posts: b"[]"}),
        "zip64": _zip64(posts),
        "descriptor": _streamed(tree),
    }
    return ways | {"cut": ways["deflated"][:-30], "twice": ways["stored"] + ways["deflated"]}


def _zipped(tree: Tree, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, raw in tree.items():
            archive.writestr(zipfile.ZipInfo(name), raw, method)
    return packed.getvalue()


def _zip64(name: str) -> bytes:
    """Give a zip whose member has its sizes in the zip64 extra."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, archive.open(name, "w", force_zip64=True) as member:
        member.write(b"[1]")
    return packed.getvalue()


class _Pipe(BytesIO):
    """A file that can't be wound back, so that sizes follow the bytes."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def _streamed(tree: Tree) -> bytes:
    packed = _Pipe()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in tree.items():
            archive.writestr(zipfile.ZipInfo(name), raw)
    return packed.getvalue()
