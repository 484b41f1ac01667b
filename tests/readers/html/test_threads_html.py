from datetime import UTC, datetime
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from tests.builders import CAMILLE, JANA, JANE, RAVI, Story
from tests.builders.html_instagram import threads_html
from tests.builders.instagram_vintages import threads
from tests.readers.html.convergence import comparable, scanned
from tests.readers.html.instagram_pages import at, block, body, caption, photo, read_page, table, wide
from tests.readers.reading import facts, records

MORNING = datetime(2025, 8, 17, 19, 23, tzinfo=UTC).timestamp()
URI = "media/posts/202508/17900000000000001.jpg"


@pytest.mark.parametrize(
    ("html", "text", "files"),
    [
        (
            block(caption("Trying this"), body(table(wide("Has Camera Metadata", "False"))), at()),
            "Trying this",
            0,
        ),
        (block(caption("one\n\ntwo"), body(), at()), "one\n\ntwo", 0),
        (block(caption("Two pictures"), body(photo(URI), photo(f"x{URI}")), at()), "Two pictures", 2),
        (block(body(photo(URI)), at()), None, 1),
        (block("<p>no class</p>", "<p>Aug 17, 2025 11:23 am</p>"), "no class", 0),
    ],
    ids=["text", "lines", "pictures", "no text", "unknown classes"],
)
def test_a_thread(html: str, text: str | None, files: int) -> None:
    (record,) = records(read_page("threads.posts", html, "threads"))
    assert (record.platform, record.kind, record.section) == ("threads", "post", "threads")
    assert (record.text, record.at, len(record.media)) == (text, MORNING, files)


def test_the_profile_of_threads_has_its_own_private_flag() -> None:
    rows = (wide("Username", "jane.sample"), wide("Birthday", "1990-05-04"), wide("Private Account", "True"))
    readings = read_page("threads.profile", block(body(table(*rows))), "profile")
    assert facts(readings) == {"username": "jane.sample", "birth_date": "1990-05-04", "private": True}
    assert {record.platform for record in records(readings)} == {"threads"}


@pytest.mark.parametrize("story", [JANE, JANA, CAMILLE, RAVI], ids=lambda story: story.username)
def test_html_and_json_give_the_same_items_but_for_replies(story: Story, tmp_path: Path) -> None:
    story = story.without("thread_reply")
    html, told = scanned(threads_html, story, tmp_path / "1"), scanned(threads, story, tmp_path / "2")
    assert_frame_equal(comparable(html), comparable(told))


def test_a_reply_is_a_post_in_html_since_no_page_marks_it(tmp_path: Path) -> None:
    story = JANE.only("thread_reply")
    kinds = [
        sorted(scanned(make, story, tmp_path / make.__name__).items["kind"].cast(str).to_list())
        for make in (threads_html, threads)
    ]
    assert [set(found) - {"profile_field"} for found in kinds] == [{"post"}, {"reply"}]
