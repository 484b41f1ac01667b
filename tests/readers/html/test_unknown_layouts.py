"""A page counts as read only where something of it was understood: Meta renames its classes unannounced."""

from pathlib import Path

import pytest

from tests.builders import JANE, Tree
from tests.builders.html_before_2018 import wall_of_2012
from tests.builders.html_facebook import LOOKS, Pages
from tests.scanning import found, one, scanned

FB = "your_facebook_activity"
POSTS = f"{FB}/posts/your_posts__check_ins__photos_and_videos_1.html"
MESSAGES = f"{FB}/messages/inbox/ada_1/message_1.html"
IG_POSTS = "your_instagram_activity/media/posts_1.html"
PATHS = [
    POSTS,
    MESSAGES,
    IG_POSTS,
    f"{FB}/comments_and_reactions/comments.html",
    f"{FB}/posts/album/0.html",
    f"{FB}/messages/ai_conversations.html",
    "personal_information/profile_information/profile_information.html",
    "your_instagram_activity/threads/threads_and_replies.html",
    "your_instagram_activity/likes/liked_posts.html",
    "html/wall.html",
    "html/timeline.htm",
]
DATE = "Mar 01, 2026 3:04:05 pm"


def _page(*blocks: str, heading: str = "<h1>Your posts</h1>") -> bytes:
    title = "<title>Your posts</title><style>._a6-g{color:red}</style>"
    return f"<html><head>{title}</head><body>{heading}<main>{''.join(blocks)}</main></body></html>".encode()


RECORDS = {
    "article": f'<article class="k1"><h3 class="k2">Ada wrote.</h3><p>Low tide</p><i>{DATE}</i></article>',
    "no-time": '<article class="k1"><p class="k2">Low tide</p></article>',
    "odd-time": '<div class="row"><span>Ada</span><span>2026-01-05T10:00</span><b>hello</b></div>',
    "thread": f'<div class="thread"><div class="k1"><b>Ada</b><p>Low tide</p><i>{DATE}</i></div></div>',
    "table": f"<table><tr><td>Zork</td><td>Low tide</td></tr><tr><td>Zonk</td><td>{DATE}</td></table>",
    "picture": '<figure><img src="your_facebook_activity/posts/media/a_1/900000000001.jpg"></figure>',
    "known-block": f'<section class="_a6-g"><p class="k1">Low tide</p><p class="k2">{DATE}</p></section>',
    "known-div": f'<div class="_a6-g"><div class="k1">Low tide</div><div class="k2">{DATE}</div></div>',
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("sort", RECORDS)
def test_a_page_of_unknown_layout_is_unreadable(path: str, sort: str, tmp_path: Path) -> None:
    if sort == "table" and "profile_information" in path:
        pytest.skip("a table is all that a profile's page is: its rows are fields of the profile")
    if sort.startswith("known") and path.endswith(("media/posts_1.html", "threads_and_replies.html")):
        pytest.skip("Instagram's posts are told by the places of their texts, without any class")
    result = scanned({path: _page(RECORDS[sort] * 3)}, tmp_path)
    line = one(result.coverage)
    assert (line["state"], line["records"], line["items"]) == ("unreadable", 0, 0)
    assert "layout" in line["reason"]
    assert result.items.is_empty()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [
        "",
        "<div><h1>Your posts</h1></div>",
        '<div class="_3b0c"><div class="_3b0d">Your posts</div><div>What you posted</div></div>',
        '<div class="_a70e">Your posts</div>',
        "<div><p>You have no data in this section.</p></div>",
        '<img src="files/Instagram-Logo.png"><a href="../index.html">Back</a>',
    ],
)
def test_a_page_with_only_its_head_is_empty(path: str, body: str, tmp_path: Path) -> None:
    result = scanned({path: _page(body)}, tmp_path)
    line = one(result.coverage)
    assert (line["state"], line["records"], line["reason"]) == ("content", 0, None)


@pytest.mark.parametrize("vintage", ["facebook_v2", "facebook_v4", "facebook_v5"])
@pytest.mark.parametrize("where", ["between", "behind", "block"])
def test_records_of_unknown_layout_among_known_ones_are_said(
    vintage: str, where: str, tmp_path: Path
) -> None:
    posts = [{"timestamp": 1_600_000_000 + n, "data": [{"post": f"Text {n}"}]} for n in range(40)]
    page = Pages(LOOKS[vintage]).page(posts)
    look = LOOKS[vintage]
    if where == "block":
        odd = f'<{look.block} class="{look.classes}"><p class="k1">Low tide</p><p>{DATE}</p></{look.block}>'
    else:
        odd = RECORDS["article"]
    start = f'<{look.block} class="{look.classes}"'
    middle = page.rindex("</div></body>") if where == "behind" else page.index(start, len(page) // 2)
    result = scanned({POSTS: (page[:middle] + odd + page[middle:]).encode()}, tmp_path)
    line = one(result.coverage)
    assert (line["state"], line["records"], line["skipped"], line["cut"]) == ("content", 40, 1, True)
    assert "Low tide" not in str(result.items["text"].to_list())


def test_what_stands_around_the_blocks_of_a_known_page_is_no_record(tmp_path: Path) -> None:
    posts = [{"timestamp": 1_600_000_000, "data": [{"post": "Text"}]}] * 2
    page = Pages(LOOKS["facebook_v5"]).page(posts)
    page = page.replace("</section><section", f"</section><h2>{'Some heading of a year ' * 5}</h2><section")
    page = page.replace("</body>", "<div>Generated by Jane Sample on March 1, 2026 at 3:04 pm</div></body>")
    line = one(scanned({POSTS: page.encode()}, tmp_path).coverage)
    assert (line["state"], line["reason"], line["cut"]) == ("content", None, False) or line["skipped"] == 1


@pytest.mark.parametrize("said", ["Participants: Ada, Bo and Jane", "Deltakere: Ada og Jane"])
def test_the_block_that_names_the_participants_is_no_message(said: str, tmp_path: Path) -> None:
    look = LOOKS["facebook_v2"]
    head = f'<div class="{look.classes}"><div class="{look.title}">{said}</div></div>'
    message = (
        f'<div class="{look.classes}"><div class="{look.title}">Ada</div>'
        f'<div class="{look.body}"><div>hi</div></div><div class="{look.foot}">29.07.2019, 16:09</div></div>'
    )
    untimed = f'<div class="{look.classes}"><div class="{look.body}">x</div></div>'
    result = scanned({MESSAGES: _page(head, message, untimed)}, tmp_path)
    assert one(result.items, kind="message_thread")["count"] == 2


def test_comments_of_others_under_ones_own_post_are_counted_as_skipped(tmp_path: Path) -> None:
    tree: Tree = dict(wall_of_2012(JANE).tree)
    page = tree["html/wall.html"].decode()
    comment = (
        '<div class="comment hentry"><span class="profile fn">{}</span>'
        '<span class="entry-title entry-content">{}</span>'
        '<abbr class="time published" title="2012-05-06T19:51:39+0000">x</abbr></div>'
    )
    under = comment.format("Bo Berg", "WORDS OF ANOTHER") + comment.format(JANE.name, "my answer")
    first = page.index('<div class="comments hfeed">') + len('<div class="comments hfeed">')
    before = one(scanned(tree, tmp_path, name="before").coverage, member="html/wall.html")
    tree["html/wall.html"] = (page[:first] + under + page[first:]).encode()
    result = scanned(tree, tmp_path)
    line = one(result.coverage, member="html/wall.html")
    assert (line["records"], line["skipped"]) == (before["records"] + 2, before["skipped"] + 1)
    assert [each["text"] for each in found(result.items, kind="comment")] == ["my answer"]
    assert "WORDS OF ANOTHER" not in str(result.items.to_dicts())
