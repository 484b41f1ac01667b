"""The invented accounts whose stories the builders tell."""

from dataclasses import replace

from tests.builders.story import Entry, File, Story, at

IP = "192.0.2.10"
"""An address from the range kept for documentation."""


def _pic(number: int, when: str, **more: object) -> File:
    """Give a file made at a moment, uploaded from the documentation's address."""
    return replace(File(number, at(when), ip=IP), **more)  # type: ignore[arg-type]


def _did(sort: str, when: str, text: str = "", **more: object) -> Entry:
    """Give an entry of a moment."""
    return replace(Entry(sort, at(when), text), **more)  # type: ignore[arg-type]


FACEBOOK_ENTRIES = (
    _did("post", "2011-03-04 18:20", "First café of the year ☕"),
    _did("post", "2013-07-19 09:15", "Off to the sea, back on Monday", tagged=("Ravi Example",)),
    _did("post", "2016-05-04 10:11", "Two from the pier", files=(
        _pic(101, "2016-05-04 10:11", caption="low tide", spot=(53.87, 8.69)),
        _pic(102, "2016-05-04 10:12"),
    )),
    _did("post", "2017-09-30 20:00", "Worth reading", link="https://example.org/article"),
    _did("post", "2018-02-11 12:30", "New number, please note: 555-0142"),
    _did("from_instagram", "2018-08-02 16:45", "Sunset again", files=(_pic(103, "2018-08-02 16:45"),)),
    _did("live", "2018-10-10 19:00", "Reading from the new book"),
    _did("to_group", "2018-11-05 08:05", "Who has seeds to swap?", container="Gardeners of Sampletown"),
    _did("wall", "2018-12-24 21:00", "Happy holidays!", container="Ravi Example"),
    _did("life_event", "2019-01-02 07:30", "New flat", name="Moved to Sampletown"),
    _did("note", "2012-04-01 11:00", "All I know about tomatoes, in ten lines.", name="On tomatoes"),
    _did("poll", "2019-02-14 10:00", "Which day suits you?", name="Which day?"),
    _did("event_post", "2019-03-03 10:30", "Come along", name="Spring fair"),
    _did("sale_post", "2019-03-20 17:10", "Hardly used", name="Bicycle", container="Marketplace"),
    _did("review_post", "2019-04-04 13:00", "Good bread, kind people", container="Sample Bakery"),
    _did("app", "2014-06-06 06:30", "Ran 5 km", container="Sample Runner"),
    _did("check_in", "2019-05-25 15:00", "Ice cream!", place="Sample Pier"),
    _did("elsewhere", "2019-06-01 10:20", "Congratulations on the shop", container="Sample Bakery"),
    _did("archived", "2015-10-10 22:22", "What a day that was"),
    _did("trashed", "2019-06-20 23:10", "Never mind this one"),
    _did("album", "2015-08-08 14:00", container="Holidays", files=(
        _pic(111, "2015-08-08 14:00", caption="harbour", spot=(54.32, 10.14)),
        _pic(112, "2015-08-08 14:05"),
        _pic(113, "2015-08-08 14:09", ending="png"),
    )),
    _did("profile_pictures", "2019-07-01 09:00", container="Profile pictures", files=(
        _pic(121, "2014-05-05 09:00"), _pic(122, "2019-07-01 09:00"),
    )),
    _did("cover_photos", "2018-01-15 09:30", container="Cover photos", files=(
        _pic(123, "2013-01-01 09:30"), _pic(124, "2018-01-15 09:30"),
    )),
    _did("loose", "2016-12-12 12:12", files=(_pic(131, "2016-12-12 12:12", caption="found again"),)),
    _did("video", "2017-06-17 17:00", files=(_pic(132, "2017-06-17 17:00", caption="waves", ending="mp4"),)),
    _did("reel", "2023-06-10 18:00", "A minute of rain", files=(
        _pic(133, "2023-06-10 18:00", ending="mp4"),
    )),
    _did("fb_story", "2019-05-26 08:40", files=(_pic(134, "2019-05-26 08:40"),)),
    _did("comment", "2018-03-03 10:05", "Lovely picture!", container="Ravi Example"),
    _did("own_comment", "2018-03-04 11:05", "It was the small pier, by the way"),
    _did("reply", "2018-03-05 12:05", "See you there", container="Mia Example"),
    _did("reaction", "2018-03-06 10:00", container="Ravi Example"),
    _did("reaction", "2018-03-07 10:00", container="Mia Example"),
    _did("group_post", "2018-04-01 08:00", "Compost is ready", container="Gardeners of Sampletown"),
    _did("group_comment", "2018-04-02 08:30", "Me too", container="Gardeners of Sampletown"),
    _did("pending", "2019-07-10 08:00", "May I offer plums?", container="Sampletown Flea Market"),
    _did("event", "2019-04-20 09:00", "Bring a cup", name="Garden party", place="Sample Garden"),
    _did("listing", "2019-05-01 16:00", "Oak, 80 cm, collected only", name="Small table"),
    _did("review", "2019-04-04 13:01", container="Sample Bakery"),
    _did("others", "2016-05-05 07:00", "Happy birthday!", container="Ravi Example"),
    _did("message", "2018-05-05 20:00", "Are you coming?", container="Ravi Example"),
    _did("message", "2018-05-05 20:01", "On my way", container="Ravi Example"),
    _did("message", "2018-06-05 20:01", "Plan for Sunday", container="Mia Example"),
    _did("ai_prompt", "2025-06-01 10:00", "What can I plant in October?", name="Autumn garden"),
    _did("ai_reply", "2025-06-01 10:01", "Garlic and winter lettuce do well.", name="Autumn garden"),
)  # fmt: skip

INSTAGRAM_ENTRIES = (
    _did("ig_post", "2016-06-15 18:42", "Low tide 🌊", files=(
        _pic(201, "2016-06-15 18:42", spot=(53.87, 8.69)),
    )),
    _did("ig_post", "2018-07-01 12:00", "Three from the café", files=(
        _pic(202, "2018-07-01 12:00"),
        _pic(203, "2018-07-01 12:00"),
        _pic(204, "2018-07-01 12:00", ending="mp4"),
    )),
    _did("ig_post", "2019-09-09 09:09", "Back to work", files=(_pic(205, "2019-09-09 09:09"),)),
    _did("ig_post", "2024-08-20 19:30", "For friends now", files=(_pic(206, "2024-08-20 19:30"),)),
    _did("ig_reel", "2023-03-03 15:00", "How to prune a rose", files=(
        _pic(211, "2023-03-03 15:00", ending="mp4"),
    )),
    _did("igtv", "2020-11-11 11:00", "The long version", files=(
        _pic(212, "2020-11-11 11:00", ending="mp4"),
    )),
    _did("ig_story", "2019-05-05 08:00", files=(_pic(221, "2019-05-05 08:00"),)),
    _did("ig_story", "2024-09-01 21:00", "Good night", files=(_pic(222, "2024-09-01 21:00", ending="mp4"),)),
    _did("ig_archived", "2017-04-04 17:00", "An older me", files=(_pic(231, "2017-04-04 17:00"),)),
    _did("ig_deleted", "2024-10-10 10:10", "Wrong one", files=(_pic(232, "2024-10-10 10:10"),)),
    _did("ig_profile", "2018-01-01 10:00", files=(
        _pic(241, "2018-01-01 10:00"),
        _pic(242, "2022-02-02 10:00"),
    )),
    _did("ig_other", "2021-12-12 12:00", "", files=(_pic(243, "2021-12-12 12:00"),)),
    _did("ig_draft", "2025-12-01 07:00", "Not finished", files=(_pic(244, "2025-12-01 07:00"),)),
    _did("repost", "2025-11-11 20:20", "So true", container="mia.example"),
    _did("ig_comment", "2019-02-03 20:00", "so calm", container="mia.example"),
    _did("ig_comment", "2022-03-29 20:00", "nice!", container="ravi.example"),
    _did("ig_comment", "2022-04-29 20:00", "thank you all ❤", container="(self)"),
    _did("reel_comment", "2023-04-01 10:00", "how did you do that?", container="mia.example"),
    _did("story_comment", "2024-01-05 09:00", "beautiful", container="ravi.example"),
    _did("like", "2022-05-01 10:00", container="ravi.example"),
    _did("like", "2022-05-02 10:00", container="mia.example"),
    _did("dm", "2022-05-05 20:00", "Did you see this?", container="ravi.example"),
    _did("dm", "2022-05-05 20:02", "I did!", container="ravi.example"),
    _did("request", "2023-01-01 01:01", "Hello, is this you?", container="unknown.example"),
    _did("broadcast", "2024-02-02 08:00", "News of the week", container="sample.channel"),
    _did("orphan", "2025-01-01 10:00", files=(_pic(251, "2025-01-01 10:00"),)),
    _did("ig_ai_upload", "2025-10-10 10:00", files=(_pic(252, "2025-10-10 10:00", ending="png"),)),
    _did("instant", "2026-02-02 22:00", files=(_pic(253, "2026-02-02 22:00"),)),
    _did("ig_ai_prompt", "2025-08-01 10:00", "Suggest a caption for a pier at dusk", name="Captions"),
    _did("ig_ai_reply", "2025-08-01 10:01", "The tide keeps its own time.", name="Captions"),
    _did("thread", "2024-03-01 08:00", "Trying this out"),
    _did("thread", "2024-06-15 12:00", "Two pictures", files=(
        _pic(261, "2024-06-15 12:00"), _pic(262, "2024-06-15 12:00"),
    )),
    _did("thread_reply", "2024-06-16 12:00", "Agreed, and thank you"),
    _did("thread_like", "2024-06-17 12:00", container="mia.example"),
    _did("app_prompt", "2026-01-05 15:04", "Draw me a lighthouse", name="Lighthouse"),
    _did("app_reply", "2026-01-05 15:05", "Here is a lighthouse at dusk.", name="Lighthouse"),
    _did("app_upload", "2026-01-05 15:04", files=(_pic(271, "2026-01-05 15:04"),)),
)  # fmt: skip

JANE = Story(
    name="Jane Sample",
    username="jane.sample",
    born="1990-05-04",
    joined=at("2010-02-03 12:00"),
    exported=at("2026-07-21 09:00"),
    country="United States",
    city="Portland",
    jurisdiction="United States",
    bio="Gardens, tides, bread",
    professional=False,
    default_audience="Friends",
    entries=FACEBOOK_ENTRIES + INSTAGRAM_ENTRIES,
)
"""An adult whose account has English labels, public, without a switch on record."""

GERMAN_TEXTS = {
    "First café of the year ☕": "Der erste Kaffee im neuen Jahr ☕",
    "Off to the sea, back on Monday": "Ab an die See, Montag zurück",
    "Two from the pier": "Zwei Bilder von der Seebrücke",
    "Worth reading": "Lesenswert",
    "New number, please note: 555-0142": "Neue Nummer, bitte notieren: 555-0142",
    "Sunset again": "Schon wieder Sonnenuntergang",
    "Reading from the new book": "Lesung aus dem neuen Buch",
    "Who has seeds to swap?": "Wer hat Samen zum Tauschen übrig?",
    "Happy holidays!": "Frohe Feiertage!",
    "New flat": "Neue Wohnung",
    "All I know about tomatoes, in ten lines.": "Alles, was ich über Tomaten weiß, in zehn Zeilen.",
    "Which day suits you?": "Welcher Tag passt euch?",
    "Come along": "Kommt vorbei",
    "Hardly used": "Kaum gefahren, Schloss dabei",
    "Good bread, kind people": "Gutes Brot, nette Leute",
    "Ran 5 km": "5 km gelaufen",
    "Ice cream!": "Eis essen!",
    "Congratulations on the shop": "Glückwunsch zum Laden",
    "What a day that was": "Was für ein Tag das war",
    "Never mind this one": "Vergesst diesen Beitrag",
    "A minute of rain": "Eine Minute Regen",
    "Lovely picture!": "Schönes Bild!",
    "It was the small pier, by the way": "Es war übrigens die kleine Brücke",
    "See you there": "Wir sehen uns dort",
    "Compost is ready": "Der Kompost ist fertig",
    "Me too": "Ich auch, für zwölf Töpfe",
    "May I offer plums?": "Darf ich Pflaumen anbieten?",
    "Bring a cup": "Bitte eine Tasse mitbringen",
    "Oak, 80 cm, collected only": "Eiche, 80 cm, nur Abholung",
    "Happy birthday!": "Alles Gute zum Geburtstag!",
    "Are you coming?": "Kommst du?",
    "On my way": "Bin unterwegs",
    "Plan for Sunday": "Plan für Sonntag",
    "What can I plant in October?": "Was kann ich im Oktober pflanzen?",
    "Garlic and winter lettuce do well.": "Knoblauch und Feldsalat gedeihen gut.",
    "Low tide 🌊": "Ebbe 🌊",
    "Three from the café": "Drei aus dem Café",
    "Back to work": "Zurück an die Arbeit",
    "For friends now": "Ab jetzt nur für Freunde",
    "How to prune a rose": "Wie man Rosen schneidet",
    "The long version": "Die lange Fassung",
    "Good night": "Gute Nacht",
    "An older me": "Ein früheres Ich",
    "Wrong one": "Das falsche Bild",
    "Not finished": "Noch nicht fertig",
    "So true": "So wahr",
    "nice!": "schön!",
    "thank you all ❤": "danke euch allen ❤",
    "how did you do that?": "wie hast du das gemacht?",
    "beautiful": "wunderschön",
    "Did you see this?": "Hast du das gesehen?",
    "I did!": "Ja, hab ich!",
}
"""The same story in German; what is not in here stays as it is."""


GERMAN_PLACES = {
    "Gardeners of Sampletown": "Gartenfreunde Müsterstadt",
    "Sampletown Flea Market": "Flohmarkt Müsterstadt",
    "Sample Bakery": "Bäckerei Muster",
    "Holidays": "Urlaub",
}
"""Groups, Pages and albums of the story in German."""


def in_german(entry: Entry) -> Entry:
    """Give an entry in German."""
    place = GERMAN_PLACES.get(entry.container, entry.container)
    return replace(entry, text=GERMAN_TEXTS.get(entry.text, entry.text), container=place)


JANA = replace(
    JANE,
    name="Jana Müster",
    username="jana.muster",
    born="1984-11-09",
    exported=at("2025-11-02 08:00"),
    country="Germany",
    city="Hamburg",
    jurisdiction="European Union",
    language="de",
    locale="de_DE",
    bio="Garten, Gezeiten, Brot",
    private=True,
    switches=((at("2024-06-01 10:00"), "private"),),
    close_friends_since=at("2021-05-01 10:00"),
    default_audience="Freunde",
    entries=tuple(in_german(entry) for entry in JANE.entries),
)
"""A German adult: German labels, Instagram switched to private on 1 June 2024."""

CAMILLE = replace(
    JANE,
    name="Camille Exemple",
    username="camille.exemple",
    born="2009-12-31",
    country="France",
    city="Échantillon-sur-Mer",
    jurisdiction="European Union",
    language="fr",
    locale="fr_FR",
    gender="NEUTER",
    bio="Marées et jardins",
    private=True,
    switches=(),
    default_audience="",
)
"""A French minor at the time of the export: French labels, private, no switch on record."""

_SWAPPED = {"Ravi Example": "Jane Sample", "ravi.example": "jane.sample"}


RAVI = replace(
    JANE,
    name="Ravi Example",
    username="ravi.example",
    born="1979-08-15",
    country="United Kingdom",
    city="Sampleford",
    jurisdiction="United Kingdom",
    language="en_GB",
    locale="en_GB",
    gender="MALE",
    bio="Shop news and pictures",
    professional=True,
    friend="Jane Sample",
    entries=tuple(
        replace(entry, container=_SWAPPED.get(entry.container, entry.container), tagged=())
        for entry in JANE.entries
    ),
)
"""A British adult with a professional, public account: sentence-case English labels."""
