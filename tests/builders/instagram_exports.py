"""Instagram's JSON exports of each generation, from one story; Threads, which lies inside them or alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.builders import instagram as ig
from tests.builders.built import Built
from tests.builders.facebook import message, thread
from tests.builders.facebook_exports import request_rows
from tests.builders.generic import group, labelled, moment, pictures, string_list, string_map, value
from tests.builders.story import Entry, File, Story
from tests.builders.words import WORDS, Words
from tests.builders.write import Json


@dataclass(frozen=True)
class Layout:
    """Where a generation keeps what."""

    content: str
    """Folder of posts, reels, stories."""
    comments: str
    messages: str
    profile: str
    logins: str
    """Path of the switches between private and public."""
    place: str
    insights: str
    request: str = ""
    threads: str = ""


@dataclass
class Telling:
    """One story being told in one generation."""

    story: Story
    layout: Layout
    built: Built

    @property
    def words(self) -> Words:
        """The labels of the account's language."""
        return WORDS[self.story.language]

    def owner(self, entry: Entry) -> str:
        """Give whose media a comment stands under."""
        return self.story.username if entry.container == "(self)" else entry.container

    def media(self, file: File, folder: str, text: str = "") -> Json:
        """Add a media file to the folder of its month and give the object that refers to it."""
        return ig.media(file, self.built.media(f"media/{folder}/{month(file.at)}/{file.name}"), text)

    def files(self, entry: Entry, folder: str) -> list[Json]:
        """Give all files of an entry."""
        return [self.media(file, folder) for file in entry.files]


def month(seconds: int) -> str:
    """Give the folder name of a month."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y%m}"


def posts(tell: Telling, *, bare: bool = False) -> None:
    """Write the grid; a single post stands `bare`, without a list."""
    entries = tell.story.of("ig_post")
    told = [ig.post(tell.files(entry, "posts"), entry.text, entry.at) for entry in entries]
    tell.built.json(
        f"{tell.layout.content}/posts_1.json", told[0] if bare and len(told) == 1 else told, post=len(told)
    )


def wrapped_media(tell: Telling) -> None:
    """Write reels, IGTV, archived, deleted and other content: posts under a key of their own."""
    for sort, (name, key, folder, kind) in _WRAPPED.items():
        entries = tell.story.of(sort)
        told = [ig.post(tell.files(entry, folder), entry.text) for entry in entries]
        tell.built.json(f"{tell.layout.content}/{name}.json", {key: told}, **{kind: len(told)})


_WRAPPED = {
    "ig_reel": ("reels", "ig_reels_media", "reels", "reel"),
    "igtv": ("igtv_videos", "ig_igtv_media", "igtv", "post"),
    "ig_archived": ("archived_posts", "ig_archived_post_media", "archived_posts", "post"),
    "ig_deleted": ("recently_deleted_content", "ig_recently_deleted_media", "recently_deleted", "post"),
    "ig_other": ("other_content", "ig_other_media", "other", "post"),
}
"""File, wrapper key, media folder and kind of each sort."""


def stories(tell: Telling) -> None:
    """Write the stories: media objects without a post around them."""
    told = [
        tell.media(file, "stories", entry.text) for entry in tell.story.of("ig_story") for file in entry.files
    ]
    tell.built.json(f"{tell.layout.content}/stories.json", {"ig_stories": told}, story=len(told))


def profile_photos(tell: Telling) -> None:
    """Write the profile pictures, old and new."""
    told = [
        {**tell.media(file, "other"), "is_profile_picture": True}
        for entry in tell.story.of("ig_profile")
        for file in entry.files
    ]
    tell.built.json(
        f"{tell.layout.content}/profile_photos.json", {"ig_profile_picture": told}, profile_picture=len(told)
    )


def comments(tell: Telling) -> None:
    """Write the comments on posts, reels and stories, as since 2023."""
    told = {sort: _comments(tell, sort) for sort in ("ig_comment", "reel_comment", "story_comment")}
    folder = tell.layout.comments
    tell.built.json(f"{folder}/post_comments_1.json", told["ig_comment"])
    tell.built.json(f"{folder}/reels_comments.json", {"comments_reels_comments": told["reel_comment"]})
    tell.built.json(f"{folder}/hype.json", {"comments_story_comments": told["story_comment"]})
    tell.built.expected["comment"] += sum(map(len, told.values()))


def _comments(tell: Telling, sort: str) -> list[Json]:
    """Give the comments of one sort."""
    return [ig.comment(entry.at, entry.text, tell.owner(entry), tell.words) for entry in tell.story.of(sort)]


def comments_2022(tell: Telling) -> None:
    """Write the comments as in 2022: under a key, with their deletion status."""
    told = [ig.comment_2022(entry.at, entry.text, tell.owner(entry)) for entry in tell.story.of("ig_comment")]
    path = f"{tell.layout.comments}/post_comments.json"
    tell.built.json(path, {"comments_media_comments": told}, comment=len(told))


def likes(tell: Telling, path: str = "your_instagram_activity/likes/liked_posts.json") -> None:
    """Write the likes, which are counted."""
    told = [
        string_list(entry.container, [("👍", entry.at)], href="https://example.org/p")
        for entry in tell.story.of("like")
    ]
    tell.built.json(path, {"likes_media_likes": told})
    tell.built.react(len(told))


def chats(tell: Telling, sorts: Mapping[str, str]) -> None:
    """Write chats, requests and channels, each in its folder."""
    for sort, folder in sorts.items():
        for name, entries in tell.story.by_container(sort):
            slug = f"{name.replace('.', '')}_{2_000_000 + len(name)}"
            said = [message(entry.at, name, entry.text) for entry in entries]
            document = thread(f"{folder}/{slug}", name, [name, tell.story.username], said[::-1])
            path = f"{tell.layout.messages}/{folder}/{slug}/message_1.json"
            tell.built.json(path, document, message_thread=1)
            tell.built.counted["message_thread"] += len(said)


def account(tell: Telling) -> None:
    """Write the profile with its private flag, the switches, the insights, where the account is at home."""
    _profile(tell)
    _switches(tell)
    business = {"Business Objectives": "Shop", "Email": "shop@example.org"} if tell.story.professional else {}
    path = f"{tell.layout.profile}/professional_information.json"
    tell.built.json(path, {"profile_business": [string_map(dict(business), title="Business Information")]})


def _profile(tell: Telling) -> None:
    """Write the profile; name, username, biography and the rest are an item each."""
    story, words = tell.story, tell.words
    told: dict[str, str | int] = {
        words.email: f"{story.username}@example.org",
        words.username: story.username,
        words.name: story.name,
        "Bio": story.bio,
        words.gender: story.gender.lower(),
        words.birth: story.born,
        words.private: words.yes if story.private else words.no,
    }
    document = {"profile_user": [string_map(told, title="User Information")]}
    tell.built.json(f"{tell.layout.profile}/personal_information.json", document, profile_field=6)


def _switches(tell: Telling) -> None:
    """Write when the account went private or public, if it ever did."""
    words = tell.words
    titles = {"private": words.switched_private, "public": words.switched_public}
    told = [string_map({words.time: when}, title=titles[to]) for when, to in tell.story.switches]
    if told:
        tell.built.json(tell.layout.logins, {"account_history_account_privacy_history": told})


def insights(tell: Telling, *, labels: bool) -> None:
    """Write country of sign-up and first close-friends story, as a string map or as labels (2026)."""
    code = {"Germany": "DE", "France": "FR", "United Kingdom": "GB"}.get(tell.story.country, "US")
    first = tell.story.close_friends_since
    told: Json = [string_map({"First Country Code": code, "First Close Friends Story Time": first})]
    if labels:
        told = labelled(
            None, [value("First Country Code", code), moment("First Close Friends Story Time", first)]
        )
        return tell.built.json(tell.layout.insights, told)
    return tell.built.json(tell.layout.insights, {"profile_account_insights": told})


def home(tell: Telling, *, labels: bool) -> None:
    """Write where the account is taken to be at home: a city, and since 2026 its country."""
    story = tell.story
    if labels:
        rows = [value("Country", story.country), value("Region", ""), value("City", story.city)]
        return tell.built.json(tell.layout.place, labelled(None, [{"label": "Location", "dict": rows}]))
    told = [string_map({"City Name": f"{story.city}, {story.country}"})]
    return tell.built.json(tell.layout.place, {"inferred_data_primary_location": told})


def request(tell: Telling) -> None:
    """Write when the download was asked for."""
    tell.built.json(tell.layout.request, [labelled(tell.story.exported, request_rows(tell.story.exported))])


def posts_index(tell: Telling) -> None:
    """Write `posts.json` of 2026: the grid once more, with archived posts and drafts mixed in."""
    entries = tell.story.of("ig_post", "ig_archived", "ig_draft")
    tell.built.json(f"{tell.layout.content}/posts.json", [_indexed(tell, entry) for entry in entries])
    tell.built.expected["post"] += len(tell.story.of("ig_draft"))


def _indexed(tell: Telling, entry: Entry) -> Json:
    """Give one entry of the index; the second and later files stand in nested groups."""
    draft = entry.sort == "ig_draft"
    first, *rest = tell.files(entry, "archived_posts" if entry.sort == "ig_archived" else "posts")
    spot = entry.files[0].spot
    rows = [
        value("Caption", entry.text),
        moment("Creation time", entry.at),
        value("Published", str(not draft)),
        value("Draft", str(draft)),
        *([value("Latitude", str(spot[0])), value("Longitude", str(spot[1]))] if spot else []),
        pictures("Media", [first]),
        *([group("Carousel", [group("", [pictures("Media", [one])]) for one in rest])] if rest else []),
    ]
    return labelled(entry.at, rows, fbid=entry.files[0].number)


def reposts(tell: Telling) -> None:
    """Write the reposts of 2026; the text is the person's own."""
    told = [
        labelled(entry.at, [value("Text", entry.text), moment("Time of repost", entry.at)])
        for entry in tell.story.of("repost")
    ]
    tell.built.json(f"{tell.layout.content}/reposts.json", told, repost=len(told))


def newest(tell: Telling) -> None:
    """Write what only 2026 has: insights, interests, instants, media without a record, uploads to the AI."""
    thumbnail = tell.media(tell.story.of("ig_post")[0].files[0], "posts")
    told = [string_map({"Likes": "12"}, media={"Media Thumbnail": thumbnail})]
    tell.built.json("logged_information/past_instagram_insights/posts.json", {"organic_insights_posts": told})
    interest = labelled(tell.story.exported, [value("Interest", "The user might be interested in gardens")])
    tell.built.json("your_instagram_activity/ai/interest_categories.json", [interest])
    _instants(tell)
    for file in _files(tell, "orphan"):
        tell.built.media(f"media/posts/{month(file.at)}/{file.name}")
    for file in _files(tell, "ig_ai_upload"):
        tell.built.media(f"your_instagram_activity/posts/media/your_posts/{file.name}")
        tell.built.expected["ai_upload"] += 1


def _instants(tell: Telling) -> None:
    """Write the instants, whose shape nobody published: labels, as most files of 2026."""
    entries = tell.story.of("instant")
    told = [labelled(entry.at, [pictures("Media", tell.files(entry, "other"))]) for entry in entries]
    tell.built.json("your_instagram_activity/instants/your_instants.json", told, story=len(told))


def _files(tell: Telling, sort: str) -> Iterable[File]:
    """Give the files of all entries of a sort."""
    return [file for entry in tell.story.of(sort) for file in entry.files]


def ai_chat(tell: Telling) -> None:
    """Write the conversations with Meta AI, in the shape of Facebook's."""
    entries = tell.story.of("ig_ai_prompt", "ig_ai_reply")
    turns = [
        group("", [
            value("Sender", "Meta AI" if entry.sort.endswith("reply") else tell.story.username),
            value("Message", entry.text),
            {"timestamp_value": entry.at},
        ])
        for entry in entries
    ]  # fmt: skip
    document = labelled(
        tell.story.exported, [value("Product", "Instagram"), group("Captions", turns)], fbid=2
    )
    tell.built.json(f"{tell.layout.messages}/ai_conversations.json", document)
    tell.built.expected.update(
        "ai_reply" if entry.sort.endswith("reply") else "ai_prompt" for entry in entries
    )


def threads(tell: Telling) -> None:
    """Write Threads: posts and replies, its own profile with its own private flag, likes."""
    entries = tell.story.of("thread", "thread_reply")
    told = [_thread(tell, entry) for entry in entries]
    folder = tell.layout.threads
    tell.built.json(f"{folder}/threads_and_replies.json", {"text_post_app_text_posts": told})
    tell.built.expected.update("reply" if entry.sort == "thread_reply" else "post" for entry in entries)
    _threads_profile(tell)
    likes_given = [string_list(entry.container, [("", entry.at)]) for entry in tell.story.of("thread_like")]
    tell.built.json(f"{folder}/liked_threads.json", {"text_post_app_media_likes": likes_given})
    tell.built.react(len(likes_given))


def _threads_profile(tell: Telling) -> None:
    """Write the profile of Threads; the account is public whatever Instagram's is."""
    story, words = tell.story, tell.words
    told: dict[str, str | int] = {words.username: story.username, words.name: story.name, "Bio": story.bio}
    told |= {words.private: words.no}
    document = {"text_post_app_text_post_app_profile": [string_map(told)]}
    tell.built.json(f"{tell.layout.threads}/personal_information.json", document, profile_field=3)


def _thread(tell: Telling, entry: Entry) -> Json:
    """Give a thread; one without pictures has a media object without an address, whose title is the text."""
    mark = {"text_app_post": {"reply_control": "everyone", "is_reply": entry.sort == "thread_reply"}}
    if entry.files:
        return {"media": tell.files(entry, "posts"), "title": entry.text, "creation_timestamp": entry.at}
    empty = {
        "uri": "",
        "creation_timestamp": entry.at,
        "title": entry.text,
        "cross_post_source": {"source_app": "FB"},
    }
    return {"media": [empty | mark]}
