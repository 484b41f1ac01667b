import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import JANA, JANE, VINTAGES, Story, as_folder, as_parts, as_zip, in_folder, mojibake
from tests.builders.pictures import file_content, jpeg, png
from tests.builders.write import Json


@pytest.mark.parametrize("vintage", VINTAGES)
@pytest.mark.parametrize("story", [JANE, JANA], ids=lambda story: story.name)
def test_every_json_member_parses_and_every_reference_is_there(vintage: str, story: Story) -> None:
    tree = VINTAGES[vintage](story).tree
    for name, content in tree.items():
        if name.endswith(".json"):
            for uri in _uris(json.loads(content)):
                assert uri.removeprefix("./") in tree, name


def _uris(thing: Json) -> Iterator[str]:
    if isinstance(thing, dict):
        if thing.get("uri"):
            yield thing["uri"]
        for held in thing.values():
            yield from _uris(held)
    elif isinstance(thing, list):
        for held in thing:
            yield from _uris(held)


@pytest.mark.parametrize("vintage", VINTAGES)
def test_a_story_is_always_told_alike(vintage: str) -> None:
    assert VINTAGES[vintage](JANE).tree == VINTAGES[vintage](JANE).tree


def test_two_generations_tell_the_same_posts() -> None:
    texts = [
        {text for name, content in VINTAGES[vintage](JANE).tree.items() for text in _posts(name, content)}
        for vintage in ("facebook_v4", "facebook_v5")
    ]
    assert texts[0] == texts[1] != set()


def _posts(name: str, content: bytes) -> Iterator[str]:
    if "your_posts__" in name:
        yield from (json.dumps(record["data"]) for record in json.loads(content))


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("é", b'"\\u00c3\\u00a9"'),
        ("☕", b'"\\u00e2\\u0098\\u0095"'),
        ("plain", b'"plain"'),
        ({"Privé": 1}, b'{\n  "Priv\\u00c3\\u00a9": 1\n}'),
    ],
)
def test_mojibake_writes_each_byte_as_a_character(given: object, written: bytes) -> None:
    assert mojibake(given) == written


def test_a_zip_depends_on_nothing_but_the_tree(tmp_path: Path) -> None:
    tree = {"a/b.json": b"[]", "a/c.jpg": jpeg("c.jpg")}
    first, second = as_zip(tree, tmp_path / "1.zip"), as_zip(tree, tmp_path / "2.zip")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == tree


def test_parts_hold_the_tree_once_with_the_json_in_the_first(tmp_path: Path) -> None:
    tree = VINTAGES["facebook_v5"](JANE).tree
    parts = as_parts(tree, tmp_path, "facebook-jane.sample-2026-07-21", 3)
    names = [zipfile.ZipFile(part).namelist() for part in parts]
    assert Counter(name for part in names for name in part) == Counter(list(tree))
    assert not [name for part in names[1:] for name in part if name.endswith(".json")]
    assert len({part.stem.rsplit("-", 1)[1] for part in parts}) == 3


def test_a_folder_holds_what_the_tree_holds(tmp_path: Path) -> None:
    as_folder(in_folder({"x/y.json": b"{}"}, "wrapper"), tmp_path)
    assert (tmp_path / "wrapper/x/y.json").read_bytes() == b"{}"


def test_pictures_are_whole() -> None:
    assert jpeg("a.jpg").startswith(b"\xff\xd8\xff\xfe")
    assert jpeg("a.jpg").endswith(b"\xff\xd9")
    picture = png("a.png")
    start = picture.index(b"IDAT") + 4
    assert len(zlib.decompress(picture[start:-16])) == 16 * (1 + 16 * 3)
    assert file_content("x/a.mp4")[4:8] == b"ftyp"
    assert file_content("x/a.jpg") != file_content("x/b.jpg")
