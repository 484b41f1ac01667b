"""Facebook's JSON exports of each vintage, from one story."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.builders import facebook as fb
from tests.builders.built import Built
from tests.builders.generic import address, group, labelled, listed, moment, pictures, value
from tests.builders.people import IP
from tests.builders.story import Entry, File, Story
from tests.builders.words import WORDS
from tests.builders.write import Json

TIMELINE = (
    "post",
    "from_instagram",
    "live",
    "to_group",
    "wall",
    "life_event",
    "note",
    "poll",
    "event_post",
    "sale_post",
    "review_post",
)
"""Sorts that stand in the posts file."""

POST_KINDS = {
    "to_group": "group_post",
    "life_event": "life_event",
    "note": "note",
    "poll": "poll",
    "event_post": "event",
    "sale_post": "listing",
    "review_post": "review",
}
"""What a record of the posts file is, where it is no plain post."""

TOLD_BY_TITLE = {"to_group": "post", "review_post": "post", "reply": "comment"}
"""What is taken for something plainer where nobody has listed the language's title lines."""
READ_TITLES = {"de": {"to_group"}}
"""The title lines of another language than English that are read."""

PICTURE_KINDS = {"profile_pictures": "profile_picture", "cover_photos": "cover_photo"}
"""Albums whose photos are each an item of their own kind."""


@dataclass(frozen=True)
class Layout:
    """Where a vintage keeps what: `{n}` is a running number, `{thread}` a chat's folder."""

    paths: Mapping[str, str]
    media: str
    """Folder of the media files of posts and albums."""
    wrap: str
    """What the wrapper keys end in."""
    flat: bool
    """Camera facts lie right under `photo_metadata`."""


@dataclass
class Telling:
    """One story being told in one layout."""

    story: Story
    layout: Layout
    built: Built

    def path(self, what: str, **parts: object) -> str:
        """Give the path of a file."""
        return self.layout.paths[what].format(**parts)

    def has(self, what: str) -> bool:
        """Whether the vintage knows such a file."""
        return what in self.layout.paths

    def wrapped(self, what: str, key: str, records: list[Json], **kinds: int) -> None:
        """Add a file with its records under a key that ends as the vintage has it."""
        self.built.json(self.path(what), {key + self.layout.wrap: records}, **kinds)

    def title(self, sort: str, other: str = "") -> str:
        """Give the title line of a record."""
        return WORDS[self.story.language].titles[sort].format(me=self.story.name, x=other)

    def kind(self, sort: str, kind: str) -> str:
        """Give the kind a reader must find, given the languages whose title lines are known."""
        language = self.story.language
        read = language.startswith("en") or sort in READ_TITLES.get(language, ())
        return kind if read else TOLD_BY_TITLE.get(sort, kind)

    def label(self, name: str) -> str:
        """Give a label in the account's language."""
        return WORDS[self.story.language].labels[name]

    def media(self, file: File, album: str = "", *, folder: str = "your_posts", belongs: bool = True) -> Json:
        """Add a media file and give the object that refers to it."""
        place = f"{album.replace(' ', '')}_{900_000_000_000_000 + len(album)}" if album else folder
        uri = self.built.media(f"{self.layout.media}/{place}/{file.name}", belongs=belongs)
        return fb.media(file, uri, album, flat=self.layout.flat)

    def attached(self, entry: Entry) -> list[Json]:
        """Give an entry's files as attachments."""
        return [{"media": self.media(file)} for file in entry.files]


def timeline(tell: Telling) -> None:
    """Write the posts file; before 2023 check-ins stand in it, and app posts have a file of their own."""
    sorts = TIMELINE if tell.has("check_ins") else (*TIMELINE, "check_in")
    entries = tell.story.of(*sorts)
    for entry in entries:
        tell.built.expected[tell.kind(entry.sort, POST_KINDS.get(entry.sort, "post"))] += 1
    tell.built.json(tell.path("posts", n=1), [timeline_post(tell, entry) for entry in entries])


def timeline_post(tell: Telling, entry: Entry) -> Json:
    """Give one record of the posts file."""
    note = entry.sort in ("note", "poll")
    return fb.post(
        entry.at,
        "" if note else entry.text,
        title=_title(tell, entry),
        attachments=[*tell.attached(entry), *_special(entry)],
        tags=entry.tagged,
        edited=entry.at + 600 if entry.link else 0,
    )


def _title(tell: Telling, entry: Entry) -> str:
    """Give the title line of a timeline post; a plain one with neither file nor link has none."""
    if entry.sort == "post":
        return tell.title(
            "photos" if len(entry.files) > 1 else "link" if entry.link else "post", str(len(entry.files))
        )
    sort = {"sale_post": "listing", "review_post": "review", "live": "live", "to_group": "to_group"}.get(
        entry.sort
    )
    if sort or entry.sort in ("wall", "life_event", "from_instagram", "app"):
        return tell.title(sort or entry.sort, entry.container or entry.name)
    return ""


def _special(entry: Entry) -> list[Json]:
    """Give the attachment that makes a post something else."""
    made: Mapping[str, Callable[[], Json]] = {
        "life_event": lambda: fb.life_event(entry.name, 2019),
        "note": lambda: fb.note(entry.name, entry.text),
        "poll": lambda: fb.poll(entry.text, ("Saturday", "Sunday")),
        "event_post": lambda: fb.event(entry.name, entry.at + 86_400),
        "sale_post": lambda: fb.for_sale(entry),
        "check_in": lambda: fb.place(entry.place),
    }
    found = [made[entry.sort]()] if entry.sort in made else []
    return found + ([fb.external(entry.link, "An article")] if entry.link else [])


def albums(tell: Telling) -> None:
    """Write a file for each album."""
    for number, entry in enumerate(tell.story.of("album", "profile_pictures", "cover_photos")):
        photos = [tell.media(file, entry.container) for file in entry.files]
        tell.built.json(tell.path("albums", n=number), fb.album(entry.container, photos, entry.at))
        if kind := PICTURE_KINDS.get(entry.sort):
            tell.built.expected[kind] += len(photos)


def loose_media(tell: Telling) -> None:
    """Write the photos of no album, and the videos."""
    loose = [tell.media(file) for entry in tell.story.of("loose") for file in entry.files]
    tell.wrapped("loose", "other_photos", loose)
    videos = [tell.media(file, folder="videos") for entry in tell.story.of("video") for file in entry.files]
    tell.wrapped("videos", "videos", videos)


def reels(tell: Telling) -> None:
    """Write the reels; most stand in no other file."""
    entries = tell.story.of("reel")
    tell.wrapped("reels", "lasso_videos", [_posted(tell, entry) for entry in entries], reel=len(entries))


def stories(tell: Telling) -> None:
    """Write the archived stories."""
    entries = tell.story.of("fb_story")
    tell.wrapped(
        "stories", "archived_stories", [_posted(tell, entry) for entry in entries], story=len(entries)
    )


def _posted(tell: Telling, entry: Entry, title: str = "") -> Json:
    """Give an entry in the shape of a post."""
    return fb.post(entry.at, entry.text, title=title, attachments=tell.attached(entry))


def comments(tell: Telling) -> None:
    """Write the comments, on others' posts and on the own ones, and the replies."""
    entries = tell.story.of("comment", "own_comment", "reply")
    told = [
        fb.comment(entry.at, entry.text, tell.story.name, title=tell.title(entry.sort, entry.container))
        for entry in entries
    ]
    tell.wrapped("comments", "comments", told)
    kinds = {"reply": "reply"}
    tell.built.expected.update(tell.kind(entry.sort, kinds.get(entry.sort, "comment")) for entry in entries)


def reactions(tell: Telling) -> None:
    """Write the reactions: wrapped up to 2022, then a bare list."""
    entries = tell.story.of("reaction")
    told = [
        fb.reaction(entry.at, tell.story.name, tell.title("reaction", entry.container)) for entry in entries
    ]
    tell.built.react(len(told))
    if tell.has("reactions"):
        return tell.wrapped("reactions", "reactions", told)
    return tell.built.json(tell.path("reaction_list", n=1), told)


def groups(tell: Telling) -> None:
    """Write posts and comments in groups, and what waits for approval."""
    posts = [_in_group(tell, entry) for entry in tell.story.of("group_post")]
    remarks = [_group_comment(tell, entry) for entry in tell.story.of("group_comment")]
    tell.built.expected.update(group_post=len(posts), group_comment=len(remarks))
    if tell.has("groups"):
        both = {"group_posts": {"activity_log_data": posts + remarks}}
        tell.built.json(tell.path("groups"), both)
    else:
        tell.wrapped("group_posts", "group_posts", posts)
        tell.wrapped("group_comments", "group_comments", remarks)
    if tell.has("pending"):
        pending = [_in_group(tell, entry) for entry in tell.story.of("pending")]
        tell.wrapped("pending", "pending_posts", pending, group_post=len(pending))
    tell.wrapped("membership", "groups_joined", _memberships(tell))


def _in_group(tell: Telling, entry: Entry) -> Json:
    """Give a post in a group, named in its title alone."""
    return _posted(tell, entry, tell.title("group_post", entry.container))


def _group_comment(tell: Telling, entry: Entry) -> Json:
    """Give a comment in a group."""
    title = tell.title("group_comment", entry.container)
    return fb.comment(entry.at, entry.text, tell.story.name, title=title, group=entry.container)


def _memberships(tell: Telling) -> list[Json]:
    """Give when which group was joined."""
    return [
        {"timestamp": entries[0].at - 86_400, "title": tell.title("member", name), "data": [{"name": name}]}
        for name, entries in tell.story.by_container("group_post", "pending")
    ]


def events_and_places(tell: Telling) -> None:
    """Write the events made, the reviews, the offers, the Pages."""
    events = [fb.made_event(entry) for entry in tell.story.of("event")]
    tell.wrapped("events", "your_events", events, event=len(events))
    answers = {
        "events_joined": [{"name": "Street party", "start_timestamp": tell.story.joined, "end_timestamp": 0}]
    }
    tell.built.json(tell.path("event_responses"), {"event_responses" + tell.layout.wrap: answers})
    reviews = [
        {"name": entry.container, "timestamp": entry.at, "url": "https://example.org/bakery"}
        for entry in tell.story.of("review")
    ]
    tell.wrapped("reviews", "recommended_pages", reviews, review=len(reviews))
    offers = [fb.listing(entry) for entry in tell.story.of("listing")]
    tell.wrapped("marketplace", "items_selling", offers, listing=len(offers))


def app_posts(tell: Telling) -> None:
    """Write what apps posted in the person's name."""
    entries = tell.story.of("app")
    told = [_posted(tell, entry, tell.title("app", entry.container)) for entry in entries]
    tell.wrapped("app_posts", "app_posts", told, post=len(told))


def chats(tell: Telling) -> None:
    """Write a folder for each chat, with one picture that belongs to no content."""
    for name, entries in tell.story.by_container("message"):
        slug = f"{name.lower().replace(' ', '')}_{1_000_000 + len(name)}"
        folder = tell.path("messages", thread=slug)
        photo = File(900 + len(name), entries[0].at)
        uri = tell.built.media(f"{folder}/photos/{photo.name}", belongs=False)
        told = [
            fb.message(entry.at, name if i % 2 else tell.story.name, entry.text)
            for i, entry in enumerate(entries)
        ]
        told[0]["photos"] = [{"uri": uri, "creation_timestamp": photo.at}]
        document = fb.thread(f"inbox/{slug}", name, [name, tell.story.name], told[::-1])
        tell.built.json(f"{folder}/message_1.json", document, message_thread=1)
        tell.built.counted["message_thread"] += len(told)


def profile(tell: Telling) -> None:
    """Write the profile, each field of which is an item, and what says where the account is at home."""
    story = tell.story
    year, month, day = (int(part) for part in story.born.split("-"))
    told: Json = {
        "name": {
            "full_name": story.name,
            "first_name": story.name.split()[0],
            "last_name": story.name.split()[-1],
        },
        "emails": {"emails": [f"{story.username}@example.org"], "previous_emails": []},
        "birthday": {"year": year, "month": month, "day": day},
        "gender": {"gender_option": story.gender, "pronoun": story.gender},
        "current_city": {"name": f"{story.city}, {story.country}", "timestamp": 0},
        "username": story.username,
        "about_me": story.bio,
        "registration_timestamp": story.joined,
        "profile_uri": f"https://www.facebook.com/{story.username}",
    }
    tell.wrapped("profile", "profile", told, profile_field=8)
    tell.built.json(
        tell.path("friends"),
        {"friends" + tell.layout.wrap: [{"name": story.friend, "timestamp": story.joined}]},
    )
    logins = {
        "action": "Login",
        "timestamp": story.exported - 3600,
        "ip_address": IP,
        "country": story.country,
    }
    tell.wrapped("activity", "account_activity", [logins])


def home(tell: Telling) -> None:
    """Write jurisdiction, likely home and time zone, since 2021 or 2023."""
    story = tell.story
    where = {"city": story.city, "region": "", "country": story.country}
    tell.built.json(tell.path("home"), {"primary_public_location_v2": where})
    if tell.has("jurisdiction"):
        rows = [value("Privacy jurisdiction", story.jurisdiction), listed("Countries", [story.country])]
        tell.built.json(tell.path("jurisdiction"), labelled(None, rows))
        settings = group("", [value(tell.label("future_posts"), story.default_audience)])
        tell.built.json(tell.path("privacy"), labelled(None, [settings] if story.default_audience else []))


def hidden(tell: Telling) -> None:
    """Write archive and trash in label form, and the edits, which are no items."""
    kept = [_labelled_post(tell, entry) for entry in tell.story.of("archived")]
    tell.built.json(tell.path("archive"), kept, post=len(kept))
    edits = [
        labelled(entry.at + 600, [value(tell.label("message"), entry.text)])
        for entry in tell.story.of("post")[:1]
    ]
    tell.built.json(tell.path("edits"), edits)
    tell.built.json(tell.path("comment_edits"), edits)


def _labelled_post(tell: Telling, entry: Entry, *more: Json) -> Json:
    """Give a post as labels and values."""
    rows = [
        value(tell.label("message"), entry.text),
        address(tell.label("url"), f"https://example.org/p/{entry.at}"),
    ]
    return labelled(
        entry.at, [*rows, *more], media=[tell.media(file) for file in entry.files], fbid=entry.at % 10**9
    )


def trash(tell: Telling, *, labels: bool) -> None:
    """Write the trash: in the shape of posts at first, in label form in 2026."""
    entries = tell.story.of("trashed")
    tell.built.expected["post"] += len(entries)
    if labels:
        return tell.built.json(tell.path("trash"), [_labelled_post(tell, entry) for entry in entries])
    return tell.built.json(tell.path("trash"), {"trash_v2": [_posted(tell, entry) for entry in entries]})


def check_ins(tell: Telling) -> None:
    """Write the check-ins; a single one stands bare, without a list."""
    entries = tell.story.of("check_in")
    told = [
        labelled(entry.at, [
            value(tell.label("message"), entry.text),
            value(tell.label("location"), "(53.55 , 10.0)"),
            listed(tell.label("place_tags"), [entry.place]),
            pictures(tell.label("photos"), [tell.media(file) for file in entry.files]),
        ])
        for entry in entries
    ]  # fmt: skip
    tell.built.json(tell.path("check_ins"), told[0] if len(told) == 1 else told, check_in=len(told))


def elsewhere(tell: Telling) -> None:
    """Write the posts on other Pages and profiles."""
    told = [
        labelled(
            entry.at, [value(tell.label("message"), entry.text), value(tell.label("target"), entry.container)]
        )
        for entry in tell.story.of("elsewhere")
    ]
    tell.built.json(tell.path("elsewhere"), told, post=len(told))


def by_others(tell: Telling) -> None:
    """Write what others wrote on the timeline (up to 2020) or where they tagged the person (since)."""
    entries = tell.story.of("others")
    if tell.has("others"):
        posts = [_posted(tell, entry, tell.title("others", entry.container)) for entry in entries]
        document = {"wall_posts_sent_to_you": {"activity_log_data": posts}}
        return tell.built.json(tell.path("others"), document, other_post=len(posts))
    rows = [
        labelled(
            entry.at,
            [address(tell.label("url"), "https://example.org/t"), value(tell.label("name"), entry.container)],
        )
        for entry in entries
    ]
    return tell.built.json(tell.path("tagged"), rows, other_post=len(rows))


def ai_chat(tell: Telling) -> None:
    """Write the conversations with Meta AI: one object, whose groups hold the turns."""
    turns = tell.story.of("ai_prompt", "ai_reply")
    told = [group("", _turn(entry, tell.story.name)) for entry in turns]
    rows = [value("Product", "Facebook"), listed("Participants", ["Meta AI"]), group("Autumn garden", told)]
    tell.built.json(tell.path("ai"), labelled(tell.story.exported, rows, title="AI conversations", fbid=1))
    tell.built.expected.update(
        ai_prompt=len(tell.story.of("ai_prompt")), ai_reply=len(tell.story.of("ai_reply"))
    )


def _turn(entry: Entry, name: str) -> list[Json]:
    """Give one turn of a conversation: who, what, and a time that has no label."""
    sender = "Meta AI" if entry.sort.endswith("reply") else name
    return [value("Sender", sender), value("Message", entry.text), {"timestamp_value": entry.at}]


def request(tell: Telling) -> None:
    """Write when the download was asked for, all of the time there is."""
    tell.built.json(tell.path("request"), labelled(tell.story.exported, request_rows(tell.story.exported)))


def request_rows(exported: int, start: int = -2_048_515_200) -> list[Json]:
    """Give the labels of a download's record; the start of all time is a moment of 1905."""
    return [
        moment("Request completion time", exported),
        moment("Start date", start),
        moment("End date", exported),
        listed("Types of information", ["All"]),
        value("Output format", "JSON"),
    ]


def notes_file(tell: Telling) -> None:
    """Write the notes in their own file, as in 2021 and 2022."""
    told = [
        {
            "created_timestamp": entry.at,
            "updated_timestamp": entry.at,
            "title": entry.name,
            "text": entry.text,
            "tags": [],
        }
        for entry in tell.story.of("note")
    ]
    tell.wrapped("notes", "notes", told, note=len(told))


def page_posts(tell: Telling, *sorts: str) -> None:
    """Write the posts of a Page or additional profile."""
    told = [_posted(tell, entry) for entry in tell.story.of(*sorts)]
    tell.built.json(tell.path("posts", n=1), told, post=len(told))


def hosted_events(tell: Telling) -> None:
    """Write the events hosted, in label form."""
    told = [
        labelled(
            entry.at,
            [value("Name", entry.name), moment("Start time", entry.at + 86_400)],
            title=entry.name,
            fbid=7,
        )
        for entry in tell.story.of("event")
    ]
    tell.built.json(tell.path("hosted"), told, event=len(told))


def accounts_center(tell: Telling) -> None:
    """Write which accounts are linked; it is no content."""
    tell.built.json(
        tell.path("linked"), labelled(None, [group("Instagram", [value("Username", tell.story.username)])])
    )
