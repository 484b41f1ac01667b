"""The catalogue of rules/layouts: where each member of an export goes."""

import time
from pathlib import Path

import pytest

from scanner.layouts.catalogue import Catalogue
from scanner.layouts.rows import LayoutError

LAYOUTS = Path(__file__).parents[2] / "rules" / "layouts"
CATALOGUE = Catalogue.load(sorted(LAYOUTS.glob("*.toml")))

FB_2024 = "your_activity_across_facebook"
FB = "your_facebook_activity"
FB_PAGE = "this_profile's_activity_across_facebook"
IG = "your_instagram_activity"
CONTACTS_OF_IG = "connections/followers_and_following"


FACEBOOK_CONTENT = [
    # 2010 to 2018, pages
    ("html/wall.html", "facebook.wall", "timeline"),
    ("html/timeline.htm", "facebook.wall", "timeline"),
    ("html/photos.htm", "facebook.albums", "album"),
    ("html/Summer at the lake.html", "facebook.albums", "album"),
    ("html/videos.htm", "facebook.media_lists", "videos"),
    ("html/events.htm", "facebook.events", "events"),
    # 2018 to 2020
    ("posts/your_posts.json", "facebook.posts", "timeline"),
    ("posts/your_posts_12.json", "facebook.posts", "timeline"),
    ("photos_and_videos/album/0.json", "facebook.albums", "album"),
    ("photos_and_videos/your_videos.json", "facebook.media_lists", "videos"),
    ("comments/comments.json", "facebook.comments", "comments"),
    ("likes_and_reactions/posts_and_comments.json", "facebook.reactions", "reactions"),
    ("groups/your_posts_and_comments_in_groups.json", "facebook.posts", "group"),
    ("posts/other_people's_posts_to_your_timeline.json", "facebook.posts", "by_others"),
    ("apps_and_websites/posts_from_apps_and_websites.json", "facebook.posts", "app_posts"),
    ("marketplace/items_sold.json", "facebook.listings", "marketplace"),
    # 2021 and 2022
    ("posts/album/3.json", "facebook.albums", "album"),
    ("comments_and_reactions/comments.json", "facebook.comments", "comments"),
    ("groups/your_comments_in_groups.json", "facebook.comments", "group"),
    ("groups/your_pending_posts_in_groups.json", "facebook.posts", "pending"),
    ("other_activity/notes.json", "facebook.notes", "notes"),
    ("pages/pages_you've_recommended.json", "facebook.reviews", "reviews"),
    ("fundraisers/fundraisers_created.json", "facebook.fundraisers", "timeline"),
    ("profile_information/profile_information.json", "facebook.profile", "profile"),
    # 2023 to 2026
    (f"{FB_2024}/posts/your_posts__check_ins__photos_and_videos_1.json", "facebook.posts", "timeline"),
    (f"{FB}/posts/your_posts__check_ins__photos_and_videos_1.html", "facebook.posts", "timeline"),
    (f"{FB}/posts/archive.json", "facebook.posts", "archive"),
    (f"{FB}/posts/trash.json", "facebook.posts", "trash"),
    (f"{FB}/posts/check-ins.json", "facebook.check_ins", "check_ins"),
    (f"{FB}/posts/your_uncategorized_photos.json", "facebook.media_lists", "uncategorized"),
    (f"{FB}/posts/posts_on_other_pages_and_profiles.json", "facebook.posts", "other_timeline"),
    (f"{FB}/short_videos/your_reels.json", "facebook.posts", "reels"),
    (f"{FB}/reels/your_reels.json", "facebook.posts", "reels"),
    (f"{FB}/stories/archived_stories.json", "facebook.posts", "stories"),
    (f"{FB}/stories/story_reactions.json", "facebook.reactions", "reactions"),
    (f"{FB}/groups/group_posts_and_comments.json", "facebook.posts", "group"),
    (f"{FB}/comments_and_reactions/likes_and_reactions_2.json", "facebook.reactions", "reactions"),
    (f"{FB}/live_videos/live_videos.json", "facebook.posts", "videos"),
    (f"{FB}/events/events_you_hosted.json", "facebook.events", "events"),
    (f"{FB}/facebook_marketplace/your_marketplace_listing_history.json", "facebook.listings", "marketplace"),
    (
        f"{FB}/activity_you're_tagged_in/photos_and_videos_you're_tagged_in.json",
        "facebook.tagged",
        "by_others",
    ),
    (f"{FB}/pages/your_pages.json", "facebook.account", "profile"),
    (f"{FB_PAGE}/posts/profile_posts_1.json", "facebook.posts", "page"),
    (f"{FB_PAGE}/events/events.json", "facebook.events", "events"),
    ("logged_information/location/your_privacy_jurisdiction.json", "facebook.account", "profile"),
    ("preferences/preferences/privacy_settings.json", "facebook.account", "profile"),
    # some were unpacked flat, some have trees within trees
    ("your_posts__check_ins__photos_and_videos_1.json", "facebook.posts", "timeline"),
    ("comments.json", "facebook.comments", "comments"),
    (f"personal_information/profile_information/{FB}/posts/album/7.json", "facebook.albums", "album"),
]

INSTAGRAM_CONTENT = [
    # 2018 to 2021
    ("media.json", "instagram.media_2018", "timeline"),
    ("media_2.json", "instagram.media_2018", "timeline"),
    ("profile.json", "instagram.profile_2018", "profile"),
    ("comments.json", "instagram.comments_2018", "comments"),
    ("messages.json", "messenger.threads", "messages"),
    ("likes.json", "instagram.reactions", "reactions"),
    # 2021 to 2023
    ("content/posts_1.json", "instagram.posts", "timeline"),
    ("content/posts_1.html", "instagram.posts", "timeline"),
    ("content/archived_posts.json", "instagram.posts", "archive"),
    ("content/igtv_videos.json", "instagram.posts", "videos"),
    ("content/stories.json", "instagram.stories", "stories"),
    ("comments/post_comments.json", "instagram.comments", "comments"),
    ("account_information/personal_information.json", "instagram.profile", "profile"),
    ("personal_information/personal_information.json", "instagram.profile", "profile"),
    ("login_and_account_creation/account_privacy_changes.json", "instagram.account", "profile"),
    ("information_about_you/account_based_in.json", "instagram.account", "profile"),
    # 2024 to 2026
    (f"{IG}/content/posts_1.json", "instagram.posts", "timeline"),
    (f"{IG}/media/posts_2.json", "instagram.posts", "timeline"),
    (f"{IG}/media/posts.json", "instagram.posts_index", "posts_index"),
    (f"{IG}/media/reels.json", "instagram.reels", "reels"),
    (f"{IG}/media/recently_deleted_content.json", "instagram.posts", "trash"),
    (f"{IG}/media/other_content.json", "instagram.posts", "other_content"),
    (f"{IG}/media/profile_photos.json", "instagram.profile_photos", "profile_picture"),
    (f"{IG}/media/reposts.json", "instagram.reposts", "reposts"),
    ("personal_information/personal_information/reposts.json", "instagram.reposts", "reposts"),
    (f"{IG}/instants/your_instants.json", "instagram.instants", "instants"),
    (f"{IG}/comments/hype.json", "instagram.comments", "story_comments"),
    (f"{IG}/comments/reels_comments.json", "instagram.comments", "comments"),
    (f"{IG}/likes/liked_posts.json", "instagram.reactions", "reactions"),
    (f"{IG}/story_interactions/story_likes.json", "instagram.reactions", "reactions"),
    ("personal_information/personal_information/personal_information.json", "instagram.profile", "profile"),
    ("personal_information/personal_information/profile_changes.json", "instagram.account", "profile"),
    (f"{IG}/messages/inbox/jane_17900000000000001/message_1.json", "messenger.threads", "messages"),
    (f"{IG}/messages/broadcast/news_17900000000000002/message_1.json", "messenger.threads", "broadcast"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "reader", "section"), FACEBOOK_CONTENT)
def test_facebook_content_goes_to_its_reader(path: str, reader: str, section: str) -> None:
    placement = CATALOGUE.placement_of(path, "facebook")
    assert (placement.state, placement.reader, placement.section, placement.platform) == (
        "content", reader, section, "facebook",
    )  # fmt: skip


@pytest.mark.parametrize(("path", "reader", "section"), INSTAGRAM_CONTENT)
def test_instagram_content_goes_to_its_reader(path: str, reader: str, section: str) -> None:
    placement = CATALOGUE.placement_of(path, "instagram")
    assert (placement.state, placement.reader, placement.section, placement.platform) == (
        "content", reader, section, "instagram",
    )  # fmt: skip


CHATS = ("messenger", "messenger.threads", "messages")
AI_APP = ("meta_ai", "meta_ai.app", "ai_conversations")
AI_CHATS = ("meta_ai", "meta_ai.conversations", "ai_conversations")


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        (f"{FB}/messages/inbox/jane_10/message_1.json", "facebook", CHATS),
        ("messages/inbox/jane_10/message_12.html", "facebook", CHATS),
        (f"{FB}/messages/e2ee_cutover/jane_10/message_1.json", "facebook", CHATS),
        (f"{FB_2024}/messages/JaneSample_4.json", "facebook", CHATS),
        (f"{FB}/groups/your_group_messages/77.json", "facebook", CHATS),
        ("messages/14.html", "facebook", CHATS),
        ("html/messages.htm", "facebook", CHATS),
        ("JaneSample_4.json", "messenger", CHATS),
        (f"{FB}/messages/ai_conversations.json", "facebook", AI_CHATS),
        (f"{IG}/messages/ai_conversations.html", "instagram", AI_CHATS),
        (f"{IG}/messages/ai_conversations/thread_for_mailbox1.html", "instagram", AI_CHATS),
        ("meta_ai_profile/your_ai_conversations.html", "facebook", AI_APP),
        ("meta_ai_app/meta_ai_media.html", "facebook", AI_APP),
        (f"{IG}/threads/threads_and_replies.json", "instagram", ("threads", "threads.posts", "threads")),
        ("threads/threads_and_replies.html", "threads", ("threads", "threads.posts", "threads")),
        (f"{IG}/threads/personal_information.json", "instagram", ("threads", "threads.profile", "profile")),
    ],
)
def test_messages_ai_and_threads_have_their_own_platform(
    path: str, root: str, expected: tuple[str, str, str]
) -> None:
    placement = CATALOGUE.placement_of(path, root)
    assert (placement.platform, placement.reader, placement.section) == expected


@pytest.mark.parametrize(
    ("path", "root"),
    [
        (f"{FB}/posts/edits_you_made_to_posts.json", "facebook"),
        (f"{FB}/posts/birthday_media.json", "facebook"),
        (f"{FB}/posts/media_used_for_memories.json", "facebook"),
        (f"{FB}/polls/your_poll_votes.json", "facebook"),
        (f"{FB}/dating/your_dating_profile.json", "facebook"),
        (f"{FB}/messages/autofill_information.json", "facebook"),
        ("connections/friends/your_post_audiences.json", "facebook"),
        ("ads_information/a_file_nobody_saw_yet.json", "facebook"),
        ("data_logs/content/3/page_1.json", "facebook"),
        ("security_and_login_information/account_activity.html", "facebook"),
        ("html/security.htm", "facebook"),
        ("settings.json", "instagram"),
        ("logged_information/past_instagram_insights/posts.json", "instagram"),
        ("past_instagram_insights/posts.json", "instagram"),
        (f"{IG}/subscriptions/reels.json", "instagram"),
        ("threads/threads_viewed.json", "threads"),
        (f"{IG}/ai/interest_categories.json", "instagram"),
        (f"{IG}/saved/saved_posts.json", "instagram"),
        ("posts/no-data.txt", "facebook"),
        ("start_here.html", "instagram"),
        ("index.htm", "facebook"),
        ("__MACOSX/posts/._your_posts_1.json", "facebook"),
        ("posts/._your_posts_1.json", "facebook"),
        ("posts/.DS_Store", "facebook"),
        ("media/Thumbs.db", "instagram"),
        ("files/Instagram-Logo.png", "instagram"),
        ("media/reels/202406/17900000000000001.srt", "instagram"),
    ],
)
def test_known_and_not_content_comes_with_a_reason(path: str, root: str) -> None:
    placement = CATALOGUE.placement_of(path, root)
    assert (placement.state, placement.reader, placement.platform) == ("not_content", None, root)
    assert placement.reason
    assert placement.layout


@pytest.mark.parametrize(
    ("path", "root"),
    [
        (f"{FB}/posts/brand_new_posts_file.json", "facebook"),
        (f"{FB}/groups/brand_new_file.json", "facebook"),
        (f"{FB}/stories/brand_new_file.json", "facebook"),
        (f"{FB}/events/brand_new_file.json", "facebook"),
        (f"{FB}/other_activity/brand_new_file.json", "facebook"),
        (f"{FB}/brand_new_folder/brand_new_file.json", "facebook"),
        (f"{IG}/media/brand_new_file.json", "instagram"),
        (f"{IG}/threads/brand_new_file.json", "instagram"),
        (f"{IG}/messages/brand_new_file.json", "instagram"),
        ("somewhere/comments.json", "facebook"),
        ("posts/your_posts_1.csv", "facebook"),
    ],
)
def test_what_no_row_names_is_unknown(path: str, root: str) -> None:
    placement = CATALOGUE.placement_of(path, root)
    assert (placement.state, placement.reader, placement.platform) == ("unknown", None, root)


@pytest.mark.parametrize("mark", ["'", "’", "_", ""])
@pytest.mark.parametrize(
    ("path", "root", "layout"),
    [
        ("{FB}/pages/pages_you{}ve_recommended.json", "facebook", "facebook-reviews"),
        ("your_activity/photos_and_videos_you{}re_tagged_in.json", "facebook", "facebook-tagged-photos"),
        ("this_profile{}s_activity_across_facebook/posts/profile_posts_1.json", None, "facebook-page-posts"),
        ("connections/followers/who_you{}ve_followed.json", "facebook", "facebook-friends"),
        ("other_people{}s_posts_to_your_timeline.json", "facebook", "facebook-others-posts-on-timeline"),
    ],
)
def test_every_way_to_write_an_apostrophe_is_one(path: str, root: str | None, layout: str, mark: str) -> None:
    spelled = path.replace("{FB}", FB).replace("{}", mark)
    assert CATALOGUE.placement_of(spelled, root).layout == layout


@pytest.mark.parametrize(
    "path",
    ["Your_Facebook_Activity/POSTS/Album/3.JSON", f"{FB}\\posts\\album\\3.json", f"./{FB}/album/3.json"],
)
def test_case_and_separators_do_not_count(path: str) -> None:
    assert CATALOGUE.placement_of(path, "facebook").reader == "facebook.albums"


@pytest.mark.parametrize(
    ("path", "root", "media_class"),
    [
        (f"{FB}/posts/media/Summer_90000000001/1.jpg", "facebook", "orphan"),
        (f"{FB}/posts/media/Summer_90000000001/90000000002", "facebook", "orphan"),
        (f"{FB}/posts/media/videos/1.mp4", "facebook", "orphan"),
        (f"{FB}/groups/media/1.jpg", "facebook", "group"),
        (f"{FB}/messages/inbox/jane_10/photos/1.jpg", "facebook", "messages"),
        (f"{FB}/messages/inbox/media/stories/1.jpg", "facebook", "messages"),
        (f"{FB}/messages/inbox/jane_10/files/letter.pdf", "facebook", "messages"),
        (f"{FB}/messages/inbox/jane_10/files/data.json", "facebook", "messages"),
        (f"{FB}/messages/inbox/jane_10/audio/1.ogg", "facebook", "messages"),
        ("media/posts/202406/17900000000000001.webp", "instagram", "orphan"),
        ("media/stories/202406/17900000000000001.mp4", "instagram", "stories"),
        ("media/archived_posts/202406/17900000000000001.jpg", "instagram", "archive"),
        ("media/recently_deleted/202406/17900000000000001.jpg", "instagram", "trash"),
        ("media/profile/202406/17900000000000001.jpg", "instagram", "profile_picture"),
        (f"{IG}/posts/media/your_posts/17900000000000001.png", "instagram", "orphan"),
        ("posts/media/your_posts/17900000000000001.png", "meta_ai", "ai_conversations"),
        ("direct/201905/77.jpg", "instagram", "messages"),
        ("photos/201905/77.jpg", "instagram", "orphan"),
        ("media/photo.jpg", "messenger", "messages"),
        ("media/posts/202406/1.jpg", "threads", "threads"),
        (f"{FB}/posts/media/Summer_90000000001/1.jane sample", "facebook", "orphan"),
        ("nowhere/known/photo.jpg", "facebook", "orphan"),
    ],
)
def test_media_are_told_by_name_and_folder(path: str, root: str, media_class: str) -> None:
    placement = CATALOGUE.placement_of(path, root)
    assert (placement.state, placement.media_class) == ("media", media_class)
    assert (placement.reason == "belongs to messages") == (media_class == "messages")


@pytest.mark.parametrize(
    ("path", "platform"),
    [
        (f"{IG}/media/posts_1.json", "instagram"),
        (f"{FB}/posts/album/0.json", "facebook"),
        ("personal_information/personal_information/personal_information.json", "instagram"),
        ("personal_information/profile_information/profile_information.json", "facebook"),
        (f"{CONTACTS_OF_IG}/followers_1.json", "instagram"),
        ("connections/friends/your_friends.json", "facebook"),
        ("preferences/settings/consents.json", "instagram"),
        ("preferences/preferences/privacy_settings.json", "facebook"),
        (
            "security_and_login_information/login_and_profile_creation/profile_privacy_changes.json",
            "instagram",
        ),
        ("logged_information/location/timezone.json", "facebook"),
        ("apps_and_websites_off_of_instagram/apps_and_websites/expired_apps.json", "instagram"),
        ("media/posts/202406/17900000000000001.jpg", "instagram"),
        (f"{FB}/posts/media/your_posts/1.png", "facebook"),
    ],
)
@pytest.mark.parametrize("root", ["facebook", "instagram"])
def test_in_a_combined_download_each_member_has_its_own_platform(path: str, root: str, platform: str) -> None:
    assert CATALOGUE.placement_of(path, root).platform == platform


@pytest.mark.parametrize(
    ("root", "platform"), [("facebook", "messenger"), ("messenger", "messenger"), ("instagram", "instagram")]
)
def test_what_both_products_write_alike_follows_the_export(root: str, platform: str) -> None:
    assert CATALOGUE.placement_of("messages/inbox/jane_10/message_1.json", root).platform == platform


@pytest.mark.parametrize(
    ("paths", "name", "platform"),
    [
        ([f"{FB}/posts/album/0.json"], "", "facebook"),
        ([f"{FB_2024}/posts/brand_new.json"], "instagram-jane-2024-01-02-AbCdEfGh", "facebook"),
        ([f"{FB_PAGE.replace(chr(39), '_')}/posts/profile_posts_1.json"], "", "facebook"),
        (["posts/your_posts_1.json"], "", "facebook"),
        (["index.htm", "html/timeline.htm", "html/photos.htm", "messages/1.html"], "", "facebook"),
        (["html/wall.html", "html/photos.html"], "", "facebook"),
        ([f"{IG}/media/posts_1.json"], "", "instagram"),
        (["content/posts_1.json"], "", "instagram"),
        (["media.json", "profile.json", "photos/201905/1.jpg"], "", "instagram"),
        (["personal_information/personal_information/personal_information.json"], "", "instagram"),
        (["media/posts/202406/1.jpg", "media/stories/202406/2.jpg"], "", "instagram"),
        (["media/posts/202406/1.jpg"], "instagram-jane-2026-09-08-dOZmNfXV", "instagram"),
        (["threads/threads_and_replies.json", "threads/personal_information.json"], "", "threads"),
        (["threads_and_replies.json"], "", "threads"),
        (["threads/threads_and_replies.json", "media/posts/202406/1.jpg"], "", "threads"),
        ([f"{IG}/threads/threads_and_replies.json", "media/posts/202406/1.jpg"], "", "instagram"),
        (["messages/inbox/jane_10/message_1.json"], "instagram-jane-2026-09-08-dOZmNfXV", "instagram"),
        (["messages/inbox/jane_10/message_1.json"], "messenger-jane", "messenger"),
        (["JaneSample_4.json", "media/1.jpg"], "", "messenger"),
        (["meta_ai_profile/your_ai_conversations.html", "posts/media/your_posts/1.png"], "", "meta_ai"),
    ],
)
def test_the_product_of_an_export(paths: list[str], name: str, platform: str) -> None:
    assert CATALOGUE.root_platform(paths, name) == platform


@pytest.mark.parametrize(
    "paths",
    [
        ["Takeout/archive_browser.html", "Takeout/Mail/a.html", "Takeout/Profile/Profile.json"],
        ["archive_browser.html", "Google Photos/1.jpg", "Mail/All.mbox", "Profile/Profile.json"],
        ["Your archive.html", "data/tweets.js", "data/profile.js", "data/tweets_media/1.jpg"],
        ["index.html", "static/site.css", "photos/1.jpg", "2019/holiday.jpg"],
        ["letter.docx", "comments.json"],
        ["html/friends.html", "json/friends.json", "json/chat_history.json"],
        [],
    ],
)
def test_what_is_not_of_meta_has_no_product(paths: list[str]) -> None:
    assert CATALOGUE.root_platform(paths, "holiday") is None


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"{FB}/posts/brand_new_file.json", f"{FB}/posts/brand_new_file.json"),
        (f"{FB}/posts/brand_new_file_12.json", f"{FB}/posts/brand_new_file_<n>.json"),
        (f"{FB}/posts/album/7.json", f"{FB}/posts/album/<file>.json"),
        (
            f"{FB}/messages/inbox/janesample_10/message_1.json",
            f"{FB}/messages/inbox/<folder>/message_<n>.json",
        ),
        (f"{FB}/messages/inbox/posts/photos/me.jpg", f"{FB}/messages/inbox/<folder>/photos/<file>.jpg"),
        (f"{FB}/messages/jane_sample_1.json", f"{FB}/messages/<file>.json"),
        ("jane_sample.json", "<file>.json"),
        ("Jane Sample.json", "<file>.json"),
        ("html/summer_holiday.html", "html/<file>.html"),
        (f"{FB}/posts/media/Summer_90000000001/90000000002.jpg", f"{FB}/posts/media/<folder>/<file>.jpg"),
        (f"{IG}/media/jane/secret_plan.json", f"{IG}/media/<folder>/<file>.json"),
        ("media/posts/202406/1.jpg", "media/posts/<n>/<file>.jpg"),
        (f"{FB}/posts/call_me_0301234567.json", f"{FB}/posts/<file>.json"),
        (f"{FB}/posts/a.jane sample", f"{FB}/posts/<file>"),
    ],
)
def test_an_anonymous_path_shows_only_names_of_metas(path: str, shown: str) -> None:
    assert CATALOGUE.masked_path(path) == shown


@pytest.mark.parametrize("path", ["comments.json", "search/results.json", "posts/photo.jpg", "index.html"])
def test_where_nothing_is_of_meta_nothing_gets_a_platform(path: str) -> None:
    placement = CATALOGUE.placement_of(path, None)
    assert (placement.reader, placement.platform) == (None, None)


def test_anchors_are_plain_names() -> None:
    anchors = CATALOGUE.anchors
    assert {FB, FB_2024, IG, "this_profile_s_activity_across_facebook"} <= anchors.strong_folders
    assert {"posts", "media", "html"} <= anchors.weak_folders
    assert not anchors.strong_folders & anchors.weak_folders
    assert not anchors.strong_files & anchors.weak_files
    every = anchors.strong_folders | anchors.weak_folders | anchors.strong_files | anchors.weak_files
    assert all(name == name.casefold() and "'" not in name for name in every)


def test_every_row_says_where_it_was_seen() -> None:
    assert all(row.seen and row.source for row in CATALOGUE.rows.values())


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ('reader = "a.b"\nsection = "timeline"\nreason = "x"', "a reader or a reason"),
        ('reader = "a.b"\nsection = "cellar"', "schema.SECTIONS"),
        ('reader = "a.b"', "section"),
        ('reason = "x"\nfound_in = ["myspace"]', "schema.PLATFORMS"),
        ('reader = "a.b"\nsection = "timeline"\nclosed_folders = ["posts"]', "closed folder"),
        ('reason = "x"\nfolder = ["posts"]', "folder"),
    ],
)
def test_a_half_said_row_does_not_load(tmp_path: Path, row: str, fault: str) -> None:
    head = '[[layout]]\nid = "sample"\nplatform = "facebook"\nseen = "2020"\nsource = "S"\n'
    (tmp_path / "a.toml").write_text(head + row)
    with pytest.raises(LayoutError, match=fault):
        Catalogue.load(sorted(tmp_path.glob("*.toml")))


def test_ids_given_twice_do_not_load(tmp_path: Path) -> None:
    for name in ("packaging.toml", "copy.toml"):
        (tmp_path / name).write_bytes((LAYOUTS / "packaging.toml").read_bytes())
    with pytest.raises(LayoutError, match="given twice"):
        Catalogue.load(sorted(tmp_path.glob("*.toml")))


def test_no_open_folder_is_closed() -> None:
    rows = CATALOGUE.rows.values()
    closed = {folder for row in rows for folder in row.closed_folders}
    assert not closed & {
        "posts", "groups", "comments_and_reactions", "comments", "stories", "media", "content", "messages",
        "threads", "events", "personal_information", "other_activity", "reels",
    }  # fmt: skip


def test_two_hundred_thousand_members_take_seconds_at_most() -> None:
    paths = [f"{FB}/posts/media/Album_{i % 300}/{i}.jpg" for i in range(190_000)]
    paths += [f"{FB}/messages/inbox/jane_{i}/message_1.json" for i in range(10_000)]
    start = time.process_time()
    states = {CATALOGUE.placement_of(path, "facebook").state for path in paths}
    assert states == {"media", "content"}
    assert time.process_time() - start < 4
