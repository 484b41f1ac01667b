"""Large invented exports of Facebook, layout of 2025, as the zip parts of one download.

python -m benchmarks.generate DIRECTORY --posts 200000 --messages 1000000

Records are put together from byte templates, so that a gigabyte of JSON takes seconds, not minutes.
"""

import argparse
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

POSTS_A_FILE = 10_000
"""As Facebook splits its posts."""
MESSAGES_A_FILE = 20_000
MESSAGES_IN_SMALL_CHAT = 200
SHARE_IN_LONG_CHATS = 0.6
PHOTOS_IN_ALBUM = 100

ROOT = "your_facebook_activity"
START, END = 1_230_768_000, 1_760_000_000
"""2009 to autumn 2025."""

SYLLABLES = (
    *(
        "an",
        "ber",
        "ca",
        "dé",
        "el",
        "fo",
        "gar",
        "hü",
        "in",
        "jo",
        "ka",
        "li",
        "mo",
        "né",
        "or",
        "pi",
        "qua",
    ),
    *(
        "ru",
        "sa",
        "ti",
        "ún",
        "vo",
        "wa",
        "xi",
        "ye",
        "zo",
        "sch",
        "ght",
        "ing",
        "tion",
        "er",
        "en",
        "ß",
        "ña",
    ),
)
SPECIAL = ("☕", "🌿", "夜", "❤️", "café", "https://example.org/article", "jane@example.org", "555-0142")

Member = tuple[str, bytes]
"""Path and content."""


def template(record: object) -> bytes:
    """Give a record as Meta indents it, with a place for each `%d` (a number) and `%b` (JSON) in it."""
    return json.dumps(record, indent=2).replace('"%d"', "%d").replace('"%b"', "%b").encode()


EXIF = {"upload_ip": "192.0.2.10", "latitude": 53.87, "longitude": 8.69}
MEDIA = template(
    {
        "uri": "%b",
        "creation_timestamp": "%d",
        "media_metadata": {"photo_metadata": {"exif_data": [EXIF]}},
        "title": "Holidays",
        "description": "low tide",
    }
)
POST = template(
    {
        "timestamp": "%d",
        "attachments": ["%b"],
        "data": [{"post": "%b"}],
        "title": "Jane Sample updated her status.",
    }
)
ATTACHED = template({"data": [{"media": "%b"}]})
COMMENT = template(
    {
        "timestamp": "%d",
        "data": [{"comment": {"timestamp": "%d", "comment": "%b", "author": "Jane Sample"}}],
        "title": "Jane Sample commented on Ravi Example's post.",
    }
)
MESSAGE = template(
    {"sender_name": "%b", "timestamp_ms": "%d", "content": "%b", "is_geoblocked_for_viewer": False}
)
CHAT = template(
    {
        "participants": [{"name": "Ravi Example"}, {"name": "Jane Sample"}],
        "messages": ["%b"],
        "title": "Ravi Example",
        "is_still_participant": True,
        "thread_path": "%b",
        "magic_words": [],
    }
)
SENDERS = (b'"Ravi Example"', b'"Jane Sample"')
PROFILE = template(
    {
        "profile_v2": {
            "name": {"full_name": "Jane Sample"},
            "username": "jane.sample",
            "birthday": {"year": 1990, "month": 5, "day": 4},
            "registration_timestamp": START,
        }
    }
)


@dataclass(frozen=True)
class Size:
    """How much an export holds."""

    posts: int = 200_000
    messages: int = 1_000_000
    comments: int = 50_000
    album_photos: int = 10_000
    parts: int = 3


class Texts:
    """Sentences as Meta writes them into JSON, from a pool, always in the same order."""

    def __init__(self, seed: str, pool: int = 8_000, words: int = 6_000) -> None:
        self._dice = Random(seed)
        rare = ["".join(self._dice.choices(SYLLABLES, k=self._dice.randint(1, 4))) for _ in range(words)]
        self._words = [*rare, *SPECIAL]
        self._weights = list(accumulate(1 / (place + 3) for place in range(len(self._words))))
        self._short = [self._sentence(2, 12) for _ in range(pool)]
        self._long = [self._sentence(8, 60) for _ in range(pool)]

    def _sentence(self, least: int, most: int) -> bytes:
        """Give one sentence as a JSON string of single bytes; some words are common, most are rare."""
        words = " ".join(
            self._dice.choices(self._words, cum_weights=self._weights, k=self._dice.randint(least, most))
        )
        return json.dumps(words.encode().decode("latin-1")).encode()

    def short(self, count: int) -> list[bytes]:
        """Give as many messages or comments."""
        return self._dice.choices(self._short, k=count)

    def long(self, count: int) -> list[bytes]:
        """Give as many posts."""
        return self._dice.choices(self._long, k=count)


def posts(size: Size, texts: Texts) -> Iterator[Member]:
    """Give the posts files; one post in five carries a photo."""
    step = (END - START) / max(size.posts, 1)
    for number, first in enumerate(range(0, size.posts, POSTS_A_FILE), 1):
        count = min(POSTS_A_FILE, size.posts - first)
        told = [
            POST % (START + int((first + i) * step), _attached(first + i) if i % 5 == 0 else b"", text)
            for i, text in enumerate(texts.long(count))
        ]
        yield f"{ROOT}/posts/your_posts__check_ins__photos_and_videos_{number}.json", _listed(told)


def photo(number: int) -> str:
    """Give the path of a photo."""
    return f"{ROOT}/posts/media/Holidays_900000000000001/{10**15 + number}.jpg"


def _attached(number: int) -> bytes:
    """Give the attachment of a post with a photo."""
    return ATTACHED % _media(number)


def _media(number: int) -> bytes:
    """Give the object that refers to a photo."""
    return MEDIA % (json.dumps(photo(number)).encode(), START + number % 10**8)


def _listed(records: list[bytes]) -> bytes:
    """Give a list of records."""
    return b"[\n" + b",\n".join(records) + b"\n]"


def albums(size: Size) -> Iterator[Member]:
    """Give the albums; their photos are others than those of the posts."""
    for number, first in enumerate(range(0, size.album_photos, PHOTOS_IN_ALBUM)):
        held = b",\n".join(_media(10**8 + i) for i in range(first, first + PHOTOS_IN_ALBUM))
        yield (
            f"{ROOT}/posts/album/{number}.json",
            b'{"name": "Album %d", "photos": [\n%b\n]}' % (number, held),
        )


def comments(size: Size, texts: Texts) -> Iterator[Member]:
    """Give the comments, all in one file."""
    step = (END - START) / max(size.comments, 1)
    told = [
        COMMENT % (START + int(i * step), START + int(i * step), text)
        for i, text in enumerate(texts.short(size.comments))
    ]
    yield f"{ROOT}/comments_and_reactions/comments.json", b'{\n  "comments_v2": ' + _listed(told) + b"\n}"


def chats(size: Size, texts: Texts) -> Iterator[Member]:
    """Give a long chat in large files, and small chats of one file each."""
    long = int(size.messages * SHARE_IN_LONG_CHATS)
    yield from _chat("longchat_1000000", long, MESSAGES_A_FILE, texts)
    for number, first in enumerate(range(long, size.messages, MESSAGES_IN_SMALL_CHAT)):
        count = min(MESSAGES_IN_SMALL_CHAT, size.messages - first)
        yield from _chat(f"chat_{2_000_000 + number}", count, MESSAGES_IN_SMALL_CHAT, texts)


def _chat(name: str, count: int, a_file: int, texts: Texts) -> Iterator[Member]:
    """Give the files of one chat, newest message first."""
    for number, first in enumerate(range(0, count, a_file), 1):
        said = [
            MESSAGE % (SENDERS[i % 2], (END - (first + i) * 400) * 1000 + 123, text)
            for i, text in enumerate(texts.short(min(a_file, count - first)))
        ]
        yield (
            f"{ROOT}/messages/inbox/{name}/message_{number}.json",
            CHAT % (b",\n".join(said), json.dumps(f"inbox/{name}").encode()),
        )


def documents(size: Size) -> Iterator[Member]:
    """Give every JSON member of the export."""
    texts = Texts("benchmark")
    yield "personal_information/profile_information/profile_information.json", PROFILE
    yield from posts(size, texts)
    yield from albums(size)
    yield from comments(size, texts)
    yield from chats(size, texts)


def pictures(size: Size) -> Iterator[Member]:
    """Give the media files, empty shells: nobody reads them."""
    for number in (*range(0, size.posts, 5), *range(10**8, 10**8 + size.album_photos)):
        yield photo(number), b"\xff\xd8\xff\xd9"


def generate(directory: Path, size: Size) -> list[Path]:
    """Write the parts of one download into a directory; JSON is dealt to all parts, as Meta does."""
    directory.mkdir(parents=True, exist_ok=True)
    paths = [directory / f"facebook-jane.sample-2025-10-09-Part{n:04}.zip" for n in range(size.parts)]
    parts = [zipfile.ZipFile(path, "w") for path in paths]
    for number, (name, content) in enumerate(documents(size)):
        parts[number % size.parts].writestr(name, content, zipfile.ZIP_DEFLATED, 6)
    for number, (name, content) in enumerate(pictures(size)):
        parts[number % size.parts].writestr(name, content, zipfile.ZIP_STORED)
    for part in parts:
        part.close()
    return paths


def sized(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give a parser the options of a size."""
    for name, default in vars(Size()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default, metavar="N")
    return parser


def size_of(options: argparse.Namespace) -> Size:
    """Give the size that was asked for."""
    return Size(**{name: getattr(options, name) for name in vars(Size())})


def main() -> None:
    """Write an export where the command line says."""
    parser = sized(argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__))
    parser.add_argument("directory", type=Path)
    options = parser.parse_args()
    for path in generate(options.directory, size_of(options)):
        print(f"{path} {path.stat().st_size / 1e6:,.1f} MB")


if __name__ == "__main__":
    main()
