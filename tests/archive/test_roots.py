import pytest

from scanner.archive.members import Member
from scanner.archive.roots import Prefix, by_root
from tests.archive.build import ANCHORS, FACEBOOK, INSTAGRAM

JANE = "instagram-jane-2026-01-09-AbCdEfGh"
FREAK = "personal_information/profile_information/your_facebook_activity/x.jpg"


@pytest.mark.parametrize(
    ("paths", "roots", "astray"),
    [
        ([FACEBOOK], {(): 1}, 0),
        ([f"wrapper/{FACEBOOK}"], {("wrapper",): 1}, 0),
        ([f"a/b/c/{FACEBOOK}", "a/b/c/other/x.json"], {("a", "b", "c"): 2}, 0),
        ([f"Meta-2026-Jan-10/{JANE}/{INSTAGRAM}"], {("Meta-2026-Jan-10", JANE): 1}, 0),
        ([f"{JANE}/unheard_of/x.json"], {(JANE,): 1}, 0),
        ([f"meta-2026-Jan-10/{JANE}/unheard_of/x.json"], {("meta-2026-Jan-10", JANE): 1}, 0),
        (["START_HERE.html", "unheard_of/x.json"], {(): 2}, 0),
        (["w/start_here.html", "w/unheard_of/x.json"], {("w",): 2}, 0),
        (["posts/your_posts_1.json"], {(): 1}, 0),
        (["w/your_posts_1.json", "w/media.json"], {("w",): 2}, 0),
        (["w/media.json", "w/your_posts_1.json"], {("w",): 2}, 0),
        (["w/media.json", "w/photos/2019/x.jpg"], {("w",): 2}, 0),
        (["w/who_you\u2019ve_followed.json", "w/x"], {("w",): 2}, 0),
        (["media/posts/202401/x.jpg"], {(): 1}, 0),
        (["w/media/posts/202401/x.jpg"], {("w",): 1}, 0),
        (["your_facebook_activity/posts/media/x.jpg"], {(): 1}, 0),
        ([FACEBOOK, INSTAGRAM, "meta_ai_app/x.json"], {(): 3}, 0),
        ([FACEBOOK, FREAK], {(): 2}, 0),
        ([f"w/{FACEBOOK}", f"w/{FREAK}"], {("w",): 2}, 0),
        (["posts/a.json", "posts/media/b/your_facebook_activity/x.jpg"], {(): 2}, 0),
        (["messages/w/" + FACEBOOK, "messages/w/posts/x.jpg"], {("messages", "w"): 2}, 0),
        ([f"one/{FACEBOOK}", f"two/{FACEBOOK}", "note.txt"], {("one",): 1, ("two",): 1}, 1),
        ([FACEBOOK, f"{JANE}/{INSTAGRAM}"], {(): 1, (JANE,): 1}, 0),
        (["__MACOSX/w/._x", f"w/{FACEBOOK}"], {("w",): 1}, 1),
        (["holiday/x.jpg"], {}, 1),
        ([], {}, 0),
    ],
)
def test_where_an_export_begins(paths: list[str], roots: dict[Prefix, int], astray: int) -> None:
    found, lost = by_root([Member("p", path, path, 1) for path in paths], ANCHORS)
    assert {root: len(members) for root, members in found.items()} == roots
    assert len(lost) == astray


def test_the_shallowest_root_comes_first() -> None:
    paths = [f"b/c/{FACEBOOK}", f"z/{FACEBOOK}", f"a/b/{FACEBOOK}"]
    found, _ = by_root([Member("p", path, path, 1) for path in paths], ANCHORS)
    assert list(found) == [("z",), ("a", "b"), ("b", "c")]
