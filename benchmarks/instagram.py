"""Documents of a large invented Instagram account, as its JSON has them, but with plain text."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.generate import END, START, Texts
from tests.builders import instagram as ig
from tests.builders.generic import labelled, moment, pictures, value
from tests.builders.html_instagram import clean
from tests.builders.story import File
from tests.builders.words import WORDS

Document = Any
PEOPLE = ("ravi.example", "mina_sample", "jonas.example", "_lea.sample_", "the.sample.garden", "kai__example")
TAGS = ("#garden #gardening #allotment", "#sea #lowtide #northsea #walk", "#bread #baking")
SPOTS = (53.8667, 8.6934), (52.5186, 13.3763), (48.8584, 2.2945)


class Account:
    """What one account did, always the same."""

    def __init__(self, seed: str = "instagram") -> None:
        self._dice = Random(seed)
        self._texts = Texts(seed)

    def posts(self, count: int) -> Document:
        """Give posts: most have one photo, some a video, some up to ten files; one in five says where."""
        captions = self._captions(count)
        return [
            ig.post(list(self._files(at, "posts")), caption, at)
            for at, caption in zip(_moments(count), captions, strict=True)
        ]

    def reels(self, count: int) -> Document:
        """Give reels: one video and a caption."""
        told = zip(_moments(count), self._captions(count), strict=True)
        return {"ig_reels_media": [ig.post([self._video(at, "reels")], caption, at) for at, caption in told]}

    def stories(self, count: int) -> Document:
        """Give stories: one file each, seldom with words."""
        told = zip(_moments(count), self._captions(count), strict=True)
        return {
            "ig_stories": [
                self._photo(at, "stories", caption if number % 10 == 0 else "")
                for number, (at, caption) in enumerate(told)
            ]
        }

    def comments(self, count: int) -> Document:
        """Give comments."""
        told = zip(_moments(count), self._said(count), strict=True)
        return [ig.comment(at, text, self._dice.choice(PEOPLE), WORDS["en"]) for at, text in told]

    def reposts(self, count: int) -> Document:
        """Give what newer pages have: blocks of labels and values."""
        told = zip(_moments(count), self._captions(count), strict=True)
        return [labelled(at, [value("Text", text), moment("Time of repost", at)]) for at, text in told]

    def index(self, count: int) -> Document:
        """Give the index of posts that exports of 2026 have beside the posts."""
        told = zip(_moments(count), self._captions(count), strict=True)
        return [
            labelled(at, [
                value("Caption", text), moment("Creation time", at), value("Published", "True"),
                value("Draft", "False"), pictures("Media", list(self._files(at, "posts"))),
            ])
            for at, text in told
        ]  # fmt: skip

    def messages(self, count: int) -> Document:
        """Give one chat."""
        told = zip(_moments(count), self._said(count), strict=True)
        said = [
            {"sender_name": PEOPLE[number % 2], "timestamp_ms": at * 1000, "content": text}
            for number, (at, text) in enumerate(told)
        ]
        return {"participants": [{"name": name} for name in PEOPLE[:2]], "messages": said[::-1]}

    def _said(self, count: int) -> Iterator[str]:
        return (_plain(text) for text in self._texts.short(count))

    def _captions(self, count: int) -> Iterator[str]:
        """Give captions; one in three has lines, and ends with tags and a name."""
        for number, text in enumerate(self._texts.long(count)):
            said = _plain(text)
            if number % 3 == 0:
                said = f"{said}\n\n{said[:40]} & more\n.\n{self._dice.choice(TAGS)} @{PEOPLE[number % 5]}"
            yield said

    def _files(self, at: int, folder: str) -> Iterator[Document]:
        drawn = self._dice.random()
        if drawn < 0.1:
            yield self._video(at, folder)
            return
        spot = self._spot()
        for number in range(1 if drawn < 0.8 else self._dice.randint(2, 10)):
            yield _media(File(at + number, at + number, spot=spot), folder)

    def _photo(self, at: int, folder: str, text: str = "") -> Document:
        return _media(File(at, at, spot=self._spot()), folder, text)

    def _spot(self) -> tuple[float, float] | None:
        return self._dice.choice(SPOTS) if self._dice.random() < 0.2 else None

    def _video(self, at: int, folder: str) -> Document:
        return _media(File(at, at, ending="mp4"), folder)


def _media(file: File, folder: str, text: str = "") -> Document:
    """Give the object of a file, named as those of real exports."""
    name = f"{file.number % 900_000_000}_{file.number * 7919 % 10**15:015}_{file.name}"
    return ig.media(file, f"media/{folder}/{2009 + (file.at - START) // 31_557_600}05/{name}", text)


def _moments(count: int) -> Iterator[int]:
    """Give so many moments, the newest first."""
    step = (END - START) / max(count, 1)
    return (END - int(number * step) for number in range(count))


def _plain(text: bytes) -> str:
    """Give a text as it was before it was written as JSON."""
    return str(clean(json.loads(text)))
