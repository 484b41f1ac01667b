import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.archive.paths import folded, inside, readable, same, spelled

TRICKY = st.lists(
    st.sampled_from(["..", ".", "/", "\\", "//", "C:", "c:", "\0", "posts", "a b", "…", ":", "~"])
    | st.text(max_size=4)
).map("".join)


@pytest.mark.parametrize(
    ("name", "path", "kept", "fault"),
    [
        ("posts/a.json", "posts/a.json", "posts/a.json", None),
        ("posts\\a.json", "posts/a.json", "posts/a.json", None),
        ("./posts//a.json", "./posts//a.json", "posts/a.json", None),
        ("a..b/.c/d...json", "a..b/.c/d...json", "a..b/.c/d...json", None),
        ("AB: c/x.json", "AB: c/x.json", "AB: c/x.json", None),
        ("", "", "", "no name"),
        (".", ".", "", "no name"),
        (".//.", ".//.", "", "no name"),
        ("../../etc/passwd", "../../etc/passwd", "etc/passwd", "'..' in its path"),
        ("posts\\..\\a", "posts/../a", "posts/a", "'..' in its path"),
        ("..", "..", "", "'..' in its path"),
        ("/etc/passwd", "/etc/passwd", "etc/passwd", "an absolute path"),
        ("C:\\Windows\\x", "C:/Windows/x", "Windows/x", "a path with a drive"),
        ("C:x", "C:x", "x", "a path with a drive"),
        ("\\\\host\\share\\x", "//host/share/x", "host/share/x", "a network path"),
        ("a\0.json", "a\ufffd.json", "a\ufffd.json", "a NUL in its name"),
        ("p" * 31, "p" * 30 + "…", "p" * 30 + "…", "path longer than the limit of 30 characters"),
    ],
)
def test_spelling(name: str, path: str, kept: str, fault: str | None) -> None:
    assert spelled(name, 30) == (path, kept, fault)


@given(TRICKY)
def test_no_name_leads_out_of_the_root(name: str) -> None:
    path, kept, fault = spelled(name, 60)
    assert not kept.startswith("/")
    assert not re.match(r"[A-Za-z]:", kept)
    assert not {"..", "."} & set(kept.split("/"))
    assert "\\" not in kept
    assert "\0" not in path
    assert fault is not None or ".." not in name.replace("\\", "/").split("/")


@given(TRICKY)
def test_what_is_inside_stays_as_it_is(name: str) -> None:
    kept = spelled(name, 60)[1].rstrip("/")
    assert inside(kept) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who_you've_followed.json", "who_you_ve_followed.json"),
        ("who_you\u2019ve_followed.json", "who_you_ve_followed.json"),
        ("u\u0308ber.json", "\u00fcber.json"),
    ],
)
def test_two_spellings_of_one_path(one: str, other: str) -> None:
    assert same(one) == same(other)


def test_case_tells_paths_apart_but_not_anchors() -> None:
    assert same("Posts") != same("posts")
    assert folded("Who_You've_Followed.JSON") == "who_you_ve_followed.json"


def test_a_name_that_is_no_text_is_made_readable() -> None:
    assert readable(b"caf\xe9".decode("utf-8", "surrogateescape")) == "caf\ufffd"
