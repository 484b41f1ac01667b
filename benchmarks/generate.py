"""Large invented exports of Facebook, layout of 2025, as the zip parts of one download.

python -m benchmarks.generate large DIRECTORY

Records are put together from byte templates, so that a gigabyte of JSON takes seconds, not minutes, and are
written member by member, so that memory stays that of the largest one.
"""

import argparse
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from tests.builders.html_facebook import LOOKS, Pages

POSTS_A_FILE = 10_000
"""As Facebook splits its posts."""
MESSAGES_A_FILE = 10_000
"""As Facebook splits a chat."""
CHATS = ((0.6, 200_000), (0.3, 2_000), (0.1, 50))
"""Which share of the messages lies in chats of how many: a few long ones, and many of some words each."""
PHOTO_EVERY = 5
"""One post in so many carries a photo."""
PHOTOS_IN_ALBUM = 100
PHOTOS_IN_CHAT = 40
EMPTY = b"\xff\xd8\xff\xd9"
"""What each picture is."""
SECONDS_BETWEEN_MESSAGES = 400

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
    """How much an export holds, and in how many zips."""

    posts: int
    messages: int
    comments: int
    album_photos: int
    parts: int
    html: bool = False
    chat_photos: int = 0
    """Photos sent in messages: files that are listed, and nobody's content."""

    @property
    def photos(self) -> int:
        """Give the number of photos, those of posts and those in albums."""
        return -(-self.posts // PHOTO_EVERY) + self.album_photos


@dataclass(frozen=True)
class Weight:
    """What the zips of an export hold."""

    parts: int
    zipped: int
    documents: int
    unpacked: int
    """Bytes of the documents."""
    media: int


SIZES = {
    "small": Size(posts=250, messages=22_400, comments=250, album_photos=200, chat_photos=250, parts=1),
    "typical": Size(
        posts=10_000, messages=897_000, comments=10_000, album_photos=8_000, chat_photos=10_000, parts=3
    ),
    "large": Size(
        posts=100_000,
        messages=8_970_000,
        comments=100_000,
        album_photos=80_000,
        chat_photos=100_000,
        parts=10,
    ),
    "posts": Size(posts=200_000, messages=1_000_000, comments=50_000, album_photos=10_000, parts=3),
    "html-small": Size(posts=375, messages=11_100, comments=125, album_photos=175, parts=1, html=True),
    "html-typical": Size(
        posts=15_000, messages=444_000, comments=5_000, album_photos=7_000, parts=3, html=True
    ),
}
"""The exports by name. Small, typical and large have one mix, nearly all of it messages: the large one is of
somebody who has posted 16 times a day since 2009, and commented as often."""


class Texts:
    """Sentences as Meta writes them into JSON, from a pool, always in the same order."""

    def __init__(self, seed: str, pool: int = 8_000, words: int = 6_000) -> None:
        self._dice = Random(seed)
        rare = ["".join(self._dice.choices(SYLLABLES, k=self._dice.randint(1, 4))) for _ in range(words)]
        self._words = [*rare, *SPECIAL]
        self._weights = list(accumulate(1 / (place + 3) for place in range(len(self._words))))
        self._short = [self._words_of(1, 6) for _ in range(pool)]
        self._long = [self._words_of(4, 30) for _ in range(pool)]

    def _words_of(self, least: int, most: int) -> bytes:
        """Give half a sentence as JSON writes single bytes; some words are common, most are rare."""
        words = " ".join(
            self._dice.choices(self._words, cum_weights=self._weights, k=self._dice.randint(least, most))
        )
        return json.dumps(words.encode().decode("latin-1"))[1:-1].encode()

    def _told(self, halves: list[bytes], count: int) -> list[bytes]:
        """Give as many texts of two halves each: few of a million are alike."""
        begun, ended = self._dice.choices(halves, k=count), self._dice.choices(halves, k=count)
        return [b'"%b %b"' % text for text in zip(begun, ended, strict=True)]

    def short(self, count: int) -> list[bytes]:
        """Give as many messages or comments."""
        return self._told(self._short, count)

    def long(self, count: int) -> list[bytes]:
        """Give as many posts."""
        return self._told(self._long, count)


def posts(size: Size, texts: Texts) -> Iterator[Member]:
    """Give the posts files; some posts carry a photo."""
    step = (END - START) / max(size.posts, 1)
    for number, first in enumerate(range(0, size.posts, POSTS_A_FILE), 1):
        count = min(POSTS_A_FILE, size.posts - first)
        told = [
            POST
            % (START + int((first + i) * step), _attached(first + i) if i % PHOTO_EVERY == 0 else b"", text)
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
        held = b",\n".join(
            _media(10**8 + i) for i in range(first, min(first + PHOTOS_IN_ALBUM, size.album_photos))
        )
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
    """Give the files of all chats, the long ones first."""
    for number, count in enumerate(_chat_lengths(size.messages)):
        yield from _chat(f"chat_{1_000_000 + number}", count, texts)


def _chat_lengths(messages: int) -> Iterator[int]:
    """Give the number of messages of each chat; together they are as many as asked for."""
    begin, share = 0, 0.0
    for part, length in CHATS:
        share += part
        end = round(messages * share)
        yield from (min(length, end - first) for first in range(begin, end, length))
        begin = end


def _chat(name: str, count: int, texts: Texts) -> Iterator[Member]:
    """Give the files of one chat, newest message first."""
    for number, first in enumerate(range(0, count, MESSAGES_A_FILE), 1):
        said = [
            MESSAGE % (SENDERS[i % 2], (END - (first + i) * SECONDS_BETWEEN_MESSAGES) * 1000 + 123, text)
            for i, text in enumerate(texts.short(min(MESSAGES_A_FILE, count - first)))
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
    for number in (*range(0, size.posts, PHOTO_EVERY), *range(10**8, 10**8 + size.album_photos)):
        yield photo(number), EMPTY
    for number in range(size.chat_photos):
        yield f"{ROOT}/messages/inbox/chat_{1_000_000 + number // PHOTOS_IN_CHAT}/photos/{number}.jpg", EMPTY


def as_pages(told: Iterator[Member]) -> Iterator[Member]:
    """Show documents as Facebook's pages of 2025."""
    shown = Pages(LOOKS["facebook_v5"])
    for path, content in told:
        yield f"{path.removesuffix('.json')}.html", shown.page(json.loads(content)).encode()


def generate(directory: Path, size: Size) -> list[Path]:
    """Write the parts of one download into a directory; documents are dealt to all parts, as Meta does."""
    directory.mkdir(parents=True, exist_ok=True)
    paths = [directory / f"facebook-jane.sample-2025-10-09-Part{n:04}.zip" for n in range(size.parts)]
    parts = [zipfile.ZipFile(path, "w") for path in paths]
    told = documents(size)
    for number, (name, content) in enumerate(as_pages(told) if size.html else told):
        parts[number % size.parts].writestr(name, content, zipfile.ZIP_DEFLATED, 6)
    for number, (name, content) in enumerate(pictures(size)):
        parts[number % size.parts].writestr(name, content, zipfile.ZIP_STORED)
    for part in parts:
        part.close()
    return paths


def weighed(paths: Sequence[Path]) -> Weight:
    """Look up in the zips of an export how much they hold."""
    documents, media = [], 0
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith((".json", ".html")):
                    documents.append(entry.file_size)
                else:
                    media += 1
    zipped = sum(path.stat().st_size for path in paths)
    return Weight(len(paths), zipped, len(documents), sum(documents), media)


def main() -> None:
    """Write an export of a named size where the command line says, and say what it holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("directory", type=Path)
    options = parser.parse_args()
    print(json.dumps(asdict(weighed(generate(options.directory, SIZES[options.size])))))


if __name__ == "__main__":
    main()
