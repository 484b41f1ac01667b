"""Where Facebook's exports of each vintage keep what, and which files each has."""

from collections.abc import Callable, Iterable

from tests.builders import facebook_exports as tellers
from tests.builders.built import Built
from tests.builders.facebook_exports import Layout, Telling
from tests.builders.people import JANE
from tests.builders.story import Story, at
from tests.builders.write import clean

_V2 = Layout(
    media="photos_and_videos",
    wrap="",
    flat=True,
    paths={
        "posts": "posts/your_posts_{n}.json",
        "others": "posts/other_people's_posts_to_your_timeline.json",
        "albums": "photos_and_videos/album/{n}.json",
        "loose": "photos_and_videos/your_photos.json",
        "videos": "photos_and_videos/your_videos.json",
        "stories": "stories/archived_stories.json",
        "comments": "comments/comments.json",
        "reactions": "likes_and_reactions/posts_and_comments.json",
        "groups": "groups/your_posts_and_comments_in_groups.json",
        "membership": "groups/your_group_membership_activity.json",
        "events": "events/your_events.json",
        "event_responses": "events/your_event_responses.json",
        "reviews": "pages/pages_you've_recommended.json",
        "marketplace": "marketplace/items_sold.json",
        "app_posts": "apps_and_websites/posts_from_apps_and_websites.json",
        "messages": "messages/inbox/{thread}",
        "profile": "profile_information/profile_information.json",
        "friends": "friends/friends.json",
        "activity": "security_and_login_information/account_activity.json",
    },
)

_V3 = Layout(
    media="posts/media",
    wrap="_v2",
    flat=False,
    paths={
        "posts": "posts/your_posts_{n}.json",
        "albums": "posts/album/{n}.json",
        "loose": "posts/your_uncategorized_photos.json",
        "videos": "posts/your_videos.json",
        "stories": "stories/archived_stories.json",
        "comments": "comments_and_reactions/comments.json",
        "reactions": "comments_and_reactions/posts_and_comments.json",
        "group_posts": "groups/your_posts_in_groups.json",
        "group_comments": "groups/your_comments_in_groups.json",
        "pending": "groups/your_pending_posts_in_groups.json",
        "membership": "groups/your_group_membership_activity.json",
        "events": "events/your_events.json",
        "event_responses": "events/your_event_responses.json",
        "reviews": "pages/pages_you've_recommended.json",
        "marketplace": "facebook_marketplace/items_sold.json",
        "notes": "other_activity/notes.json",
        "app_posts": "apps_and_websites_off_of_facebook/posts_from_apps_and_websites.json",
        "messages": "messages/inbox/{thread}",
        "profile": "profile_information/profile_information.json",
        "friends": "friends_and_followers/friends.json",
        "home": "location/primary_public_location.json",
        "activity": "security_and_login_information/account_activity.json",
    },
)

_USER_MADE = {
    "posts": "posts/your_posts__check_ins__photos_and_videos_{n}.json",
    "albums": "posts/album/{n}.json",
    "loose": "posts/your_uncategorized_photos.json",
    "videos": "posts/your_videos.json",
    "archive": "posts/archive.json",
    "trash": "posts/trash.json",
    "check_ins": "posts/check-ins.json",
    "elsewhere": "posts/posts_on_other_pages_and_profiles.json",
    "edits": "posts/edits_you_made_to_posts.json",
    "stories": "stories/archived_stories.json",
    "comments": "comments_and_reactions/comments.json",
    "comment_edits": "comments_and_reactions/your_comment_edits.json",
    "reaction_list": "comments_and_reactions/likes_and_reactions_{n}.json",
    "group_posts": "groups/group_posts_and_comments.json",
    "group_comments": "groups/your_comments_in_groups.json",
    "pending": "groups/your_pending_posts_in_groups.json",
    "membership": "groups/your_group_membership_activity.json",
    "events": "events/your_events.json",
    "event_responses": "events/your_event_responses.json",
    "reviews": "pages/pages_and_profiles_you've_recommended.json",
    "marketplace": "facebook_marketplace/items_sold.json",
    "messages": "messages/inbox/{thread}",
    "ai": "messages/ai_conversations.json",
    "tagged": "activity_you're_tagged_in/photos_and_videos_you're_tagged_in.json",
    "request": "other_activity/your_information_download_requests.json",
}
"""Paths since 2023, below the folder of one's activity."""

_AROUND = {
    "app_posts": "apps_and_websites_off_of_facebook/posts_from_apps_and_websites.json",
    "profile": "personal_information/profile_information/profile_information.json",
    "friends": "connections/friends/your_friends.json",
    "home": "logged_information/location/primary_public_location.json",
    "jurisdiction": "logged_information/location/your_privacy_jurisdiction.json",
    "privacy": "preferences/preferences/privacy_settings.json",
    "activity": "security_and_login_information/account_activity.json",
    "linked": "personal_information/facebook_accounts_center/accounts_center.json",
}
"""Paths since 2023 beside that folder."""


def _since_2023(activity: str, reels: str) -> Layout:
    """Give the layout since 2023, with the name its activity folder had then."""
    below = {what: f"{activity}/{path}" for what, path in (_USER_MADE | {"reels": reels}).items()}
    return Layout(media=f"{activity}/posts/media", wrap="_v2", flat=False, paths=below | _AROUND)


_V4 = _since_2023("your_activity_across_facebook", "short_videos/your_reels.json")
_V5 = _since_2023("your_facebook_activity", "reels/your_reels.json")

_PAGE = Layout(
    media="this_profile's_activity_across_facebook/posts/media",
    wrap="_v2",
    flat=False,
    paths={
        "posts": "this_profile's_activity_across_facebook/posts/profile_posts_{n}.json",
        "hosted": "this_profile's_activity_across_facebook/events/events_you_hosted.json",
        "profile": "profile_information/profile_information.json",
        "friends": "connections/followers/followers.json",
        "activity": "security_and_login_information/account_activity.json",
    },
)

Teller = Callable[[Telling], None]

_ALWAYS: tuple[Teller, ...] = (
    tellers.timeline,
    tellers.albums,
    tellers.loose_media,
    tellers.stories,
    tellers.comments,
    tellers.reactions,
    tellers.groups,
    tellers.events_and_places,
    tellers.app_posts,
    tellers.chats,
    tellers.by_others,
    tellers.profile,
)
"""What every vintage of a person's export has."""

_NEWER: tuple[Teller, ...] = (
    tellers.hidden,
    tellers.check_ins,
    tellers.elsewhere,
    tellers.reels,
    tellers.ai_chat,
    tellers.request,
    tellers.home,
    tellers.accounts_center,
)
"""What came with 2023."""


def _told(story: Story, layout: Layout, steps: Iterable[Teller]) -> Built:
    """Tell a story in a layout, step by step."""
    tell = Telling(story, layout, Built())
    for step in steps:
        step(tell)
    return tell.built


def facebook_v2(story: Story = JANE) -> Built:
    """Facebook, May 2018 to 2020."""
    return _told(story.until(at("2019-12-01 08:00")), _V2, _ALWAYS)


def facebook_v3(story: Story = JANE) -> Built:
    """Facebook, 2021 and 2022: keys end in `_v2`, and empty folders say so."""
    told = story.until(at("2022-02-01 08:00"))
    steps = [step for step in (*_ALWAYS, tellers.home) if step is not tellers.by_others]
    built = _told(told.without("note"), _V3, steps)
    notes = _told(told.only("note"), _V3, [tellers.notes_file])
    built.empty("archive", "trash", "dating", "facebook_gaming")
    return built | notes


def facebook_v4(story: Story = JANE) -> Built:
    """Facebook, 2023 and early 2024: all one made lies below `your_activity_across_facebook`."""
    steps = (*_ALWAYS, *_NEWER, lambda tell: tellers.trash(tell, labels=False))
    return _told(story.until(at("2024-02-01 08:00")), _V4, steps)


def facebook_v5(story: Story = JANE) -> Built:
    """Facebook since 2024: the same below `your_facebook_activity`, and more files in label form."""
    return _told(story, _V5, (*_ALWAYS, *_NEWER, lambda tell: tellers.trash(tell, labels=True)))


def facebook_page(story: Story = JANE) -> Built:
    """The export of a Page or additional profile, 2022 to 2026."""
    steps = (lambda tell: tellers.page_posts(tell, "post", "live"), tellers.hosted_events, tellers.profile)
    return _told(story, _PAGE, steps)


def messenger_e2ee(story: Story = JANE) -> Built:
    """Messenger's own download of encrypted chats: flat files, real UTF-8, milliseconds."""
    built = Built()
    for number, (name, entries) in enumerate(story.by_container("message"), 1):
        photo = built.media(f"media/{17_900_000_000_000_000 + number}.jpg", belongs=False)
        messages = [
            {
                "senderName": name,
                "timestamp": entry.at * 1000,
                "text": entry.text,
                "type": "text",
                "isUnsent": False,
                "media": [{"uri": f"./{photo}"}],
                "reactions": [],
            }
            for entry in entries
        ]
        document = {
            "participants": [name, story.name],
            "threadName": f"{name}_{number}",
            "messages": messages,
        }
        built.raw(f"{name}_{number}.json", clean(document))
        built.expected["message_thread"] += 1
        built.counted["message_thread"] += len(messages)
    return built
