"""Media: one row a file, whatever refers to it and however."""

import unicodedata
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import pytest

from scanner.facts import FacebookFacts, Facts, Override, Period
from scanner.items.media import kind_of
from scanner.pipeline import scan
from tests.builders import Tree, as_zip, at, mojibake
from tests.builders.facebook import album, comment, media, post
from tests.builders.story import File
from tests.scanning import MEDIA, TODAY, entry, facebook, found, instagram, items, one, posted, verdict

WHEN = at("2019-05-04 10:11")
NAME = "17900000000000001.jpg"
PLACE = f"{MEDIA}/{NAME}"
ALBUM = "your_facebook_activity/posts/album/0.json"
FILES = ("your_facebook_activity/posts/your_uncategorized_photos.json", "other_photos_v2")


def _media(uri: str = PLACE, when: int = WHEN, text: str = "", title: str = "") -> Any:
    return media(File(1, when, caption=text), uri, title)


def _post(*uris: str, text: str = "A", when: int = WHEN) -> Any:
    return post(when, text, attachments=[{"media": _media(uri)} for uri in uris])


def test_content_and_each_of_its_files_have_a_row(tmp_path: Path) -> None:
    tree = posted(_post(PLACE, PLACE.replace("1.jpg", "2.png"))) | {PLACE: b"123", f"{MEDIA}/x": b""}
    frame = items(tree, tmp_path)
    parent = one(frame, kind="post")
    photos = {row["media_state"]: row for row in found(frame, kind="photo", parent_id=parent["item_id"])}
    assert set(photos) == {"present", "missing"}
    assert verdict(photos["present"], "media_path", "media_bytes", "member") == (PLACE, 3, parent["member"])
    assert verdict(photos["missing"], "media_path", "media_bytes") == (None, None)
    assert verdict(parent, "media_path", "media_state", "media_bytes") == (None, None, None)


@pytest.mark.parametrize("ending", ["heic", "png", "JPG", "webp", ""])
def test_pictures(ending: str) -> None:
    assert _kind(f"a/b.{ending}" if ending else "a.b/c") == "photo"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp4", "video"),
        ("a.MOV", "video"),
        ("a.m4a", "audio"),
        ("a.pdf", "file"),
        ("a.dng", "photo"),
        ("a.flv", "video"),
        ("a", "photo"),
        ("a.jpg.exe", "file"),
    ],
)
def test_a_file_is_what_its_ending_says(name: str, kind: str) -> None:
    assert _kind(name) == kind


def _kind(path: str) -> str:
    return str(pl.DataFrame({"path": [path]}).select(kind_of("path")).item())


@pytest.mark.parametrize(
    "uri",
    [
        PLACE,
        f"./{PLACE}",
        PLACE.upper(),
        PLACE.replace("/", "\\"),
        PLACE.replace("your_facebook_activity", "your_activity_across_facebook"),
        PLACE.removeprefix("your_facebook_activity/"),
        f"some/where/else/{PLACE}",
        f"your_posts/{NAME}",
        NAME,
    ],
)
def test_wrong_top_folders_are_forgiven(uri: str, tmp_path: Path) -> None:
    row = one(items(posted(_post(uri)) | {PLACE: b"1"}, tmp_path), kind="photo")
    assert verdict(row, "media_state", "media_path") == ("present", PLACE)


def test_an_apostrophe_may_be_an_underscore(tmp_path: Path) -> None:
    written = "your_facebook_activity/posts/media/jane_s_album_1/17900000000000001.jpg"
    tree = posted(_post(written.replace("e_s", "e's"))) | {written: b"1"}
    assert one(items(tree, tmp_path), kind="photo")["media_path"] == written


def test_two_files_of_one_tail_are_not_guessed_between(tmp_path: Path) -> None:
    tree = posted(_post(f"elsewhere/your_posts/{NAME}"))
    tree |= {f"your_facebook_activity/posts/media/{x}/your_posts/{NAME}": b"1" for x in ("a", "b")}
    row = one(items(tree, tmp_path), kind="photo", fact_section="timeline")
    assert verdict(row, "media_state", "media_path") == ("missing", None)


@pytest.mark.parametrize(
    "uri", ["https://example.org/a.jpg", "http://example.org/a.jpg", "HTTPS://example.org/x/a.jpg"]
)
def test_an_address_on_the_net_is_remote(uri: str, tmp_path: Path) -> None:
    row = one(items(posted(_post(uri)), tmp_path), kind="photo")
    assert verdict(row, "media_state", "media_path", "media_bytes") == ("remote", None, None)


@pytest.mark.parametrize(
    "uri",
    [
        f"../{PLACE}",
        f"/{PLACE}",
        f"your_facebook_activity/../{PLACE}",
        f"C:\\{PLACE}",
        f"..\\{PLACE}",
        "\\\\server\\share\\" + NAME,
        f"/etc/{NAME}",
        "x" * 5000,
        "a/" * 2000 + NAME,
    ],
)
def test_a_hostile_path_is_missing(uri: str, tmp_path: Path) -> None:
    frame = items(posted(_post(uri)) | {PLACE.replace("your_posts", "elsewhere"): b"1"}, tmp_path)
    row = one(frame, kind="photo", fact_section="timeline")
    assert verdict(row, "media_state", "media_path") == ("missing", None)


def test_a_file_may_lie_in_another_part(tmp_path: Path) -> None:
    name = "facebook-jane.sample-2025-11-02"
    paths = [
        as_zip(posted(_post(PLACE)), tmp_path / f"{name}-AbCdEfGh.zip"),
        as_zip({PLACE: b"1"}, tmp_path / f"{name}-HgFeDcBa.zip"),
    ]
    row = one(scan(paths, as_of=TODAY).items, kind="photo")
    assert verdict(row, "media_state", "export", "media_path") == ("present", paths[0].name, PLACE)


def test_a_file_in_several_places_has_one_row(tmp_path: Path) -> None:
    again = _media(when=WHEN + 999, text="harbour", title="Holidays")
    tree = posted(_post(PLACE), _post(PLACE, text="B", when=WHEN + 60))
    tree |= {ALBUM: mojibake(album("Holidays", [again], WHEN)), FILES[0]: mojibake({FILES[1]: [_media()]})}
    frame = items(tree | {PLACE: b"1"}, tmp_path)
    photo = one(frame, kind="photo")
    assert photo["parent_id"] == one(frame, text="A", kind="post")["item_id"]
    assert verdict(photo, "text", "created_at") == ("harbour", one(frame, text="A")["created_at"])


def test_one_reference_to_a_missing_file_and_another_are_one_row(tmp_path: Path) -> None:
    frame = items(posted(_post(PLACE), _post(PLACE, text="B")), tmp_path)
    assert one(frame, kind="photo")["media_state"] == "missing"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Public", "Only me"), "public"),
        (("Only me", "Public"), "public"),
        (("", "Only me"), "unknown"),
        (("Only me", ""), "unknown"),
        (("Public", ""), "public"),
        (("Only me", "Friends"), "private"),
    ],
)
def test_the_most_exposed_place_decides(labels: tuple[str, str], expected: str, tmp_path: Path) -> None:
    records = [
        _post(PLACE, text=f"Text {n}", when=WHEN + 60 * n) | ({"privacy": label} if label else {})
        for n, label in enumerate(labels)
    ]
    frame = items(posted(*records) | {PLACE: b"1"}, tmp_path)
    photo = one(frame, kind="photo")
    assert photo["visibility"] == expected
    parent = one(frame, item_id=photo["parent_id"])
    same = ("visibility", "audience", "basis", "confidence", "ever_public", "now", "past", "visibility_rule")
    assert verdict(photo, *same) == verdict(parent, *same)


def test_a_file_in_no_post_stands_alone_with_its_album(tmp_path: Path) -> None:
    tree = facebook(entry("album", "2015-08-08 14:00", "", 11, container="Holidays"))
    photo = one(items(tree, tmp_path), kind="photo")
    assert verdict(photo, "parent_id", "container", "visibility") == (None, "Holidays", "unknown")


def test_profile_pictures_have_a_content_row_and_a_file(tmp_path: Path) -> None:
    told = entry("profile_pictures", "2019-07-01 09:00", "", 21, 22, container="Profile pictures")
    frame = items(facebook(told), tmp_path)
    parents = {row["item_id"] for row in found(frame, kind="profile_picture")}
    assert len(parents) == 2
    assert {row["parent_id"] for row in found(frame, kind="photo")} == parents


def test_a_file_takes_its_own_time_else_its_parents(tmp_path: Path) -> None:
    own, none = _media(PLACE, WHEN + 5), _media(PLACE.replace("1.jpg", "2.jpg"), 0)
    frame = items(posted(post(WHEN, "A", attachments=[{"media": own}, {"media": none}])), tmp_path)
    times = [row["created_at"].timestamp() for row in found(frame.sort("created_at"), kind="photo")]
    assert times == [WHEN, WHEN + 5]


def test_a_photo_in_a_comment_hangs_on_it(tmp_path: Path) -> None:
    told = comment(WHEN, "Look", "Jane Sample", title="", attachments=[{"media": _media()}])
    tree = {"your_facebook_activity/comments_and_reactions/comments.json": mojibake({"comments_v2": [told]})}
    frame = items(tree | {PLACE: b"1"}, tmp_path)
    assert one(frame, kind="photo")["parent_id"] == one(frame, kind="comment")["item_id"]


def test_a_file_in_a_download_of_no_product_is_no_item(tmp_path: Path) -> None:
    photo = {"posts/media/your_posts/17900000000000271.jpg": b"jpg"}
    known = as_zip(posted(post(WHEN, "A")), tmp_path / "facebook-jane-2026-01-01-AbCdEfGh.zip")
    stray = as_zip(photo, tmp_path / "holiday.zip")
    result = scan([known, stray], as_of=TODAY)
    assert verdict(one(result.coverage, member=next(iter(photo))), "state", "items") == ("media", 0)
    assert result.items["platform"].null_count() == 0


def test_an_orphan_is_an_item_and_coverage_says_so(tmp_path: Path) -> None:
    tree = posted(_post(PLACE)) | {PLACE: b"1", f"{MEDIA}/17900000000000009.jpg": b"22"}
    result = scan([as_zip(tree, tmp_path / "x.zip")], as_of=TODAY)
    orphan = one(result.items, kind="photo", parent_id=None)
    assert verdict(orphan, "media_state", "media_bytes", "created_at", "created_precision", "visibility") == (
        "present", 2, None, "none", "unknown",
    )  # fmt: skip
    row = one(result.coverage, member=orphan["media_path"])
    assert verdict(row, "state", "items", "reason") == ("media", 1, "no record of the export names it")


def test_pictures_in_messages_have_no_row_and_are_covered(tmp_path: Path) -> None:
    tree = facebook(entry("message", "2018-05-05 20:00", "Hi", container="Ravi Example"))
    path = as_zip(tree, tmp_path / "x.zip")
    result = scan([path], as_of=TODAY)
    assert found(result.items, kind="photo") == []
    covered = result.coverage.filter(pl.col("member").str.contains("/photos/"))
    assert covered["state"].to_list() == ["media"]


def _overridden(tree: Tree, directory: Path, audience: str, **wanted: Any) -> pl.DataFrame:
    item = one(items(tree, directory), **wanted)["item_id"]
    return items(tree, directory, Facts(override=(Override(item, audience),)))


@pytest.mark.parametrize(("audience", "visibility"), [("public", "public"), ("only_me", "private")])
def test_an_override_on_a_post_reaches_its_photo_and_one_on_the_photo_reaches_it_alone(
    audience: str, visibility: str, tmp_path: Path
) -> None:
    tree = posted(_post(PLACE)) | {PLACE: b"1"}
    expected = (visibility, audience, "user", "high", "none")
    same = ("visibility", "audience", "basis", "confidence", "lean")
    by_post = _overridden(tree, tmp_path, audience, kind="post")
    assert verdict(one(by_post, kind="post"), *same) == expected
    assert verdict(one(by_post, kind="photo"), *same) == expected
    by_photo = _overridden(tree, tmp_path, audience, kind="photo")
    assert verdict(one(by_photo, kind="photo"), *same) == expected
    assert one(by_photo, kind="post")["visibility"] == "unknown"
    assert by_photo.height == by_post.height == 2


def test_an_override_of_a_photo_beats_the_period(tmp_path: Path) -> None:
    tree = posted(_post(PLACE)) | {PLACE: b"1"}
    photo = one(items(tree, tmp_path), kind="photo")["item_id"]
    told = Facts(facebook=FacebookFacts(audience=(Period("public"),)), override=(Override(photo, "friends"),))
    frame = items(tree, tmp_path, told)
    assert one(frame, kind="post")["visibility"] == "public"
    assert verdict(one(frame, kind="photo"), "visibility", "audience") == ("private", "friends")


def test_media_of_instagram_take_the_verdict_of_their_post(tmp_path: Path) -> None:
    frame = items(instagram(entry("ig_post", "2024-05-04 10:11", "A", 1, 2)), tmp_path)
    assert {row["visibility"] for row in found(frame, kind="photo")} == {"public"}
    assert {row["now"] for row in found(frame, kind="photo")} == {"eligible"}


@pytest.mark.parametrize("named", ["NFC", "NFD"])
@pytest.mark.parametrize("lying", ["NFC", "NFD"])
def test_a_name_may_be_in_either_unicode_form(named: str, lying: str, tmp_path: Path) -> None:
    place = f"your_facebook_activity/posts/media/Sommerfotos für Mémé_1/{NAME}"
    uri, path = (unicodedata.normalize(form, place) for form in (named, lying))  # type: ignore[arg-type]
    row = one(items(posted(_post(uri)) | {path: b"1"}, tmp_path), kind="photo")
    assert verdict(row, "media_state", "media_path") == ("present", path)


class _Named(zipfile.ZipInfo):
    """A member whose name is written in these very bytes, without saying in which code page."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name.hex())
        self.raw = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name is zipfile's
        return self.raw, 0


@pytest.mark.parametrize("page", ["cp1252", "cp437", "cp850", "cp1251", "mac_roman"])
def test_a_name_may_be_in_any_code_page(page: str, tmp_path: Path) -> None:
    album = "Фото" if page == "cp1251" else "Fotosálbum"
    place = f"your_facebook_activity/posts/media/{album}_1/a picture.jpg"
    other = place.replace("a picture", "another picture")
    tree = posted(_post(place), _post(other, text="B"))
    with zipfile.ZipFile(as_zip(tree, tmp_path / "named.zip"), "a") as archive:
        for path in (place, other):
            archive.writestr(_Named(path.encode(page)), path.encode())
    frame = scan([tmp_path / "named.zip"], as_of=TODAY).items
    assert [row["media_state"] for row in found(frame, kind="photo")] == ["present"] * 2
    assert {row["media_bytes"] for row in found(frame, kind="photo")} == {
        len(place.encode()),
        len(other.encode()),
    }


def test_names_that_agree_in_plain_letters_are_not_guessed_between(tmp_path: Path) -> None:
    folder = "your_facebook_activity/posts/media"
    tree = posted(_post(f"{folder}/Fotosálbum_1/a.jpg"))
    tree |= {f"{folder}/Fotos{letter}lbum_1/a.jpg": b"1" for letter in "\u00df\u2211"}
    row = one(items(tree, tmp_path), kind="photo", fact_section="timeline")
    assert row["media_state"] == "missing"


@pytest.mark.parametrize(("files", "state"), [(1, "present"), (2, "missing")])
def test_a_folder_that_cannot_be_read_is_forgiven_where_the_file_has_an_id(
    files: int, state: str, tmp_path: Path
) -> None:
    tree = posted(_post(f"your_facebook_activity/posts/media/Fotosálbum_1/{NAME}"))
    tree |= {f"your_facebook_activity/posts/media/Fotos_lbum_{n}/{NAME}": b"1" for n in range(files)}
    row = one(items(tree, tmp_path), kind="photo", fact_section="timeline")
    assert row["media_state"] == state


ADDRESS = "https://interncache-atn.example/v/t1.0-9/67527760_10211331010189670_6207711348978089984_o.jpg"
LOCAL = "photos_and_videos/Mobileuploads_WR5/67527760_10211331010189670_6207711348978089984_o"


@pytest.mark.parametrize("query", ["", "?_nc_cat=1&oh=abc&oe=5F", "#x"])
@pytest.mark.parametrize("tail", [".jpg", "_10211331010149670.jpg"])
def test_an_address_that_holds_the_name_of_a_file_is_that_file(query: str, tail: str, tmp_path: Path) -> None:
    frame = items(posted(_post(ADDRESS + query)) | {LOCAL + tail: b"12"}, tmp_path)
    row = one(frame, kind="photo")
    assert verdict(row, "media_state", "media_path", "media_bytes") == ("present", LOCAL + tail, 2)
    assert row["parent_id"] == one(frame, kind="post")["item_id"]


def test_an_address_takes_no_file_that_a_path_names_nor_one_of_two(tmp_path: Path) -> None:
    named = LOCAL + ".jpg"
    frame = items(posted(_post(named), _post(ADDRESS, text="B")) | {named: b"1"}, tmp_path)
    assert sorted(row["media_state"] for row in found(frame, kind="photo")) == ["present", "remote"]
    tree = posted(_post(ADDRESS)) | {
        f"photos_and_videos/{n}/{PurePosixPath(LOCAL).name}.jpg": b"1" for n in range(2)
    }
    assert one(items(tree, tmp_path), kind="photo", fact_section="timeline")["media_state"] == "remote"


def test_files_inside_notes_and_life_events_are_media_rows(tmp_path: Path) -> None:
    held = {"title": "Moved", "photos": [_media(PLACE), _media(PLACE.replace("1.jpg", "2.jpg"))]}
    tree = posted(post(WHEN, "A", attachments=[{"life_event": held}])) | {PLACE: b"1"}
    frame = items(tree, tmp_path)
    parent = one(frame, kind="life_event")
    photos = found(frame, kind="photo")
    assert sorted(row["media_state"] for row in photos) == ["missing", "present"]
    assert {verdict(row, "parent_id", "visibility", "now") for row in photos} == {
        verdict(parent, "item_id", "visibility", "now")
    }


@pytest.mark.parametrize(
    "path", ["posts/media/stickers_used/1_used.png", "files/notes.docx", "messages/stickers_used/2.png"]
)
@pytest.mark.parametrize("root", ["", "your_facebook_activity/"])
def test_stickers_and_attachments_of_messages_have_no_row(root: str, path: str, tmp_path: Path) -> None:
    tree = facebook(entry("message", "2018-05-05 20:00", "Hi", container="Ravi Example")) | {
        root + path: b"1"
    }
    result = scan([as_zip(tree, tmp_path / "x.zip")], as_of=TODAY)
    assert found(result.items, author="self", kind="photo") + found(result.items, kind="file") == []
    row = one(result.coverage, member=root + path)
    assert verdict(row, "state", "items", "reason") == ("media", 0, "belongs to messages")
