"""Where Instagram's exports of each generation keep what, and which files each has."""

from datetime import UTC, datetime

from tests.builders import instagram_exports as tellers
from tests.builders.built import Built
from tests.builders.instagram_exports import Layout, Telling, month
from tests.builders.people import JANE
from tests.builders.story import Entry, Story, at
from tests.builders.write import Json

_G2 = Layout(
    content="content",
    comments="comments",
    messages="messages",
    profile="account_information",
    logins="login_and_account_creation/account_privacy_changes.json",
    place="information_about_you/account_based_in.json",
    insights="account_information/account_information.json",
)

_G3 = Layout(
    content="your_instagram_activity/content",
    comments="your_instagram_activity/comments",
    messages="your_instagram_activity/messages",
    profile="personal_information/personal_information",
    logins="security_and_login_information/login_and_account_creation/account_privacy_changes.json",
    place="personal_information/information_about_you/account_based_in.json",
    insights="personal_information/personal_information/instagram_profile_information.json",
    request="your_instagram_activity/other_activity/your_information_download_requests.json",
    threads="your_instagram_activity/threads",
)

_G4 = Layout(
    content="your_instagram_activity/media",
    comments="your_instagram_activity/comments",
    messages="your_instagram_activity/messages",
    profile="personal_information/personal_information",
    logins="security_and_login_information/login_and_profile_creation/profile_privacy_changes.json",
    place="personal_information/information_about_you/profile_based_in.json",
    insights="personal_information/personal_information/instagram_profile_information.json",
    request="your_instagram_activity/other_activity/your_information_download_requests.json",
    threads="your_instagram_activity/threads",
)


def instagram_g1(story: Story = JANE) -> Built:
    """Instagram, 2018 to 2020: flat files, times as text, the private flag a boolean."""
    told, built = story.until(at("2019-12-01 08:00")), Built()
    _media_of_2019(told, built)
    _profile_of_2019(told, built)
    remarks = [[_iso(entry.at), entry.text, entry.container] for entry in told.of("ig_comment")]
    built.json("comments.json", {"media_comments": remarks}, comment=len(remarks))
    built.json("connections.json", {"followers": {"ravi.example": _iso(told.joined)}, "following": {}})
    likes = [[_iso(entry.at), entry.container] for entry in told.of("like")]
    built.json("likes.json", {"media_likes": likes})
    built.react(len(likes))
    built.json("searches.json", ["You have no data in this section"])
    built.json("account_history.json", {"login_history": []})
    built.json("settings.json", {"allow_comments_from": "Everyone"})
    return built


def _media_of_2019(story: Story, built: Built) -> None:
    """Write `media.json`, which holds each file by itself, and a file of a direct message."""
    grid = [told for entry in story.of("ig_post") for told in _files_of_2019(built, entry, "photos")]
    stories = [told for entry in story.of("ig_story") for told in _files_of_2019(built, entry, "stories")]
    profile = [told for entry in story.of("ig_profile") for told in _files_of_2019(built, entry, "profile")]
    direct = built.media("direct/201905/17900000000000777.jpg", belongs=False)
    document = {
        "photos": [told for told in grid if told["path"].endswith(".jpg")],
        "videos": [told for told in grid if told["path"].endswith(".mp4")],
        "stories": stories,
        "profile": profile,
        "direct": [{"taken_at": "2019-05-06T08:00:00+00:00", "path": direct}],
    }
    built.json("media.json", document, post=len(grid), story=len(stories), profile_picture=len(profile))


def _files_of_2019(built: Built, entry: Entry, folder: str) -> list[Json]:
    """Give an entry's files as `media.json` lists them."""
    return [
        {
            "caption": entry.text,
            "taken_at": _iso(file.at),
            "path": built.media(
                f"{'videos' if file.video and folder == 'photos' else folder}/{month(file.at)}/{file.name}"
            ),
            **({"location": "Sample Pier"} if file.spot else {}),
        }
        for file in entry.files
    ]


def _profile_of_2019(story: Story, built: Built) -> None:
    """Write the profile: plain keys, a boolean for private."""
    told = {
        "username": story.username,
        "name": story.name,
        "biography": story.bio,
        "email": f"{story.username}@example.org",
        "gender": story.gender.lower(),
        "date_of_birth": story.born,
        "date_joined": _iso(story.joined),
        "private_account": story.private,
    }
    built.json("profile.json", told, profile_field=6)
    built.json("information_about_you.json", {"city_name": f"{story.city}, {story.country}"})


def _iso(seconds: int) -> str:
    """Give a time as text with its offset."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _base(tell: Telling, *, labels: bool = False) -> Telling:
    """Write what every generation since 2021 has."""
    for step in (
        tellers.posts,
        tellers.wrapped_media,
        tellers.stories,
        tellers.profile_photos,
        tellers.account,
    ):
        step(tell)
    tellers.insights(tell, labels=labels)
    tellers.home(tell, labels=labels)
    return tell


def instagram_g2(story: Story = JANE) -> Built:
    """Instagram, 2021 to 2023: folders by topic."""
    tell = _base(Telling(story.until(at("2022-12-01 08:00")), _G2, Built()))
    tellers.comments_2022(tell)
    tellers.likes(tell, "likes/liked_posts.json")
    tellers.chats(tell, {"dm": "inbox"})
    tell.built.empty("guides", "events", "fundraisers", "saved")
    return tell.built


_CHATS = {"dm": "inbox", "request": "message_requests", "broadcast": "broadcast"}


def _grouped(tell: Telling, *, labels: bool = False) -> Telling:
    """Write what every generation since 2023 has."""
    _base(tell, labels=labels)
    tellers.comments(tell)
    tellers.likes(tell)
    tellers.chats(tell, _CHATS)
    tellers.request(tell)
    tellers.threads(tell)
    return tell


def instagram_g3(story: Story = JANE) -> Built:
    """Instagram, 2023 to early 2025: all below `your_instagram_activity`, posts in `content`."""
    return _grouped(Telling(story.until(at("2024-11-15 08:00")), _G3, Built())).built


def instagram_g4(story: Story = JANE) -> Built:
    """Instagram of 2025: posts in `media`, profiles in place of accounts."""
    return _grouped(Telling(story.until(at("2025-11-02 08:00")), _G4, Built())).built


def instagram_g5(story: Story = JANE) -> Built:
    """Instagram of 2026: `posts.json` beside `posts_1.json`, reposts, instants, AI, more labels."""
    tell = _grouped(Telling(story, _G4, Built()), labels=True)
    for step in (tellers.posts_index, tellers.reposts, tellers.newest, tellers.ai_chat):
        step(tell)
    return tell.built


def threads(story: Story = JANE) -> Built:
    """Threads alone: its folder at the root."""
    alone = Layout("", "", "", "", "", "", "", threads="threads")
    tell = Telling(story, alone, Built())
    tellers.threads(tell)
    return tell.built
