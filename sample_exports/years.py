"""Years of an ordinary account: posts, stories, comments and chats between the ones the builders tell."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random

from tests.builders import Entry, File, Story
from tests.builders.people import in_german

WEEK = 7 * 86_400

THINGS = {
    "en": (
        "the garden",
        "the pier",
        "my bike",
        "the café",
        "the new book",
        "our street",
        "the old boat",
        "bread",
    ),
    "de": (
        "der Garten",
        "die Seebrücke",
        "mein Rad",
        "das Café",
        "das neue Buch",
        "unsere Straße",
        "das Brot",
    ),
}
MOODS = {
    "en": ("Today: {}", "Once more {} 🌿", "{}, finally", "Nothing but {} this week", "Who else loves {}?"),
    "de": ("Heute: {}", "Wieder einmal {} 🌿", "{}, endlich", "Diese Woche nur {}", "Für alle: {} ☀️"),
}

FACEBOOK_MIX = ("post",) * 6 + (
    "group_post",
    "comment",
    "comment",
    "fb_story",
    "group_comment",
    "to_group",
    "wall",
)
INSTAGRAM_MIX = ("ig_post",) * 6 + ("ig_story",) * 3 + ("ig_comment", "ig_comment", "dm", "like", "ig_reel")

PICTURED = {"ig_post", "ig_story", "fb_story", "ig_reel"}
PLACES = {
    "group_post": "Gardeners of Sampletown",
    "group_comment": "Gardeners of Sampletown",
    "to_group": "Sampletown Flea Market",
    "comment": "Mia Example",
    "wall": "Mia Example",
    "ig_comment": "mia.example",
    "dm": "mia.example",
    "like": "noor.example",
}


def lived(story: Story, mix: tuple[str, ...], since: int, entries: int) -> Story:
    """Give the account with more entries, in even steps from a moment to the export; always the same ones."""
    dice = Random(f"{story.username} {entries}")
    step = (story.exported - since - WEEK) // entries
    numbers = count(1_000 if mix is FACEBOOK_MIX else 5_000)
    more = (
        _entry(story, dice, numbers, mix, since + step * i + dice.randrange(step)) for i in range(entries)
    )
    return replace(story, entries=story.entries + tuple(more))


def _entry(story: Story, dice: Random, numbers: Iterator[int], mix: tuple[str, ...], moment: int) -> Entry:
    """Give one entry of some sort at a moment."""
    sort = dice.choice(mix)
    language = story.language if story.language in THINGS else "en"
    text = dice.choice(MOODS[language]).format(dice.choice(THINGS[language]))
    pictured = sort in PICTURED or (sort == "post" and dice.random() < 0.3)
    ending = "mp4" if sort == "ig_reel" else "jpg"
    files = (File(next(numbers), moment, ending=ending),) if pictured else ()
    wordless = sort in ("ig_story", "fb_story", "like")
    told = Entry(sort, moment, "" if wordless else text, files, container=PLACES.get(sort, ""))
    return in_german(told) if language == "de" else told
