"""What goes wrong in real exports: junk among the records, times that can't be, files that are no JSON."""

from tests.builders.built import Built
from tests.builders.facebook import post
from tests.builders.write import Json, mojibake

JUNK: tuple[Json, ...] = (42, None, {})
"""Records that are none."""

ABSURD_TIMES: tuple[Json, ...] = (
    0,
    -62_169_958_800,
    1_710_000_000_000,
    "1710000000",
    "yesterday",
    99_999_999_999_999,
    None,
    True,
)
"""Zero, negative, milliseconds, text, beyond all calendars, nothing."""

OBJECT_OBJECT = b"[object Object]"
"""What Meta wrote in place of a file of stories: fifteen bytes."""

POSTS = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_9.json"
STORIES = "your_facebook_activity/stories/archived_stories.json"


def with_junk_posts(built: Built) -> Built:
    """Add a posts file of junk, and of posts with absurd times; each of the latter is a post all the same."""
    odd = [{**post(0, f"odd time {number}"), "timestamp": time} for number, time in enumerate(ABSURD_TIMES)]
    tree = {**built.tree, POSTS: mojibake([*JUNK, *odd])}
    return Built(tree, built.expected + type(built.expected)(post=len(odd)), built.counted)


def with_broken_stories(built: Built) -> Built:
    """Put `[object Object]` in place of the stories."""
    expected = built.expected.copy()
    expected["story"] = 0
    return Built({**built.tree, STORIES: OBJECT_OBJECT}, expected, built.counted)


def with_packing_dust(built: Built) -> Built:
    """Add what packers leave: resource forks, folder settings."""
    dust = {
        "__MACOSX/posts/._album": b"\0\5\x16\7",
        ".DS_Store": b"\0\0\0\1Bud1",
        "posts/._x.json": b"\0\5\x16\7",
    }
    return Built({**built.tree, **dust}, built.expected, built.counted)
