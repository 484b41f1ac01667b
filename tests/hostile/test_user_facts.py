"""Files that the user names beside the export: told facts, saved scans, answers of the Graph API, rules."""

from pathlib import Path
from random import Random
from typing import Final

import pytest

from scanner.readers.json_documents import PARSER_DEPTH
from tests.builders import as_zip
from tests.hostile.commands import said
from tests.hostile.test_injection import STEERING
from tests.scanning import entry, facebook


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = facebook(entry("post", "2020-01-01 10:00", "x"))
    return as_zip(tree, tmp_path_factory.mktemp("export") / "export.zip")


TOLD: Final = {
    "lists in lists": b"a = " + b"[" * 100_000,
    "keys of keys": b".".join([b"a"] * 3_000) + b" = 1",
    "an escape as a key": b'"\\u001b[31m" = 1',
    "an escape as a value": b'region = "\\u001b[31m\\u202e"',
    "a value of 10 MB": b'region = "' + b"x" * 10_000_000 + b'"',
    "no text": b"\xff\xfe\0",
    "a NUL": b'region = "\0"',
    "a pattern that grows": b"[[override]]\nmatch = '(?:a{1000}){1000}'\naudience = 'public'\n",
    "a number beyond all": b"region = 1e400",
    "a day that ends before it begins": b"[[facebook.audience]]\nfrom = 9999-12-31\nuntil = 0001-01-01\n"
    b"audience = 'public'",
}


@pytest.mark.parametrize("what", TOLD)
def test_an_exposure_toml_that_is_none_is_named_and_nothing_is_scanned(
    what: str, export: Path, tmp_path: Path
) -> None:
    file = tmp_path / "exposure.toml"
    file.write_bytes(TOLD[what])
    result = said(("scan", str(export), "--facts", str(file)), tmp_path)
    assert (result.code, result.out) == (2, b"")
    assert result.err.startswith(f"Error: {file}")
    assert len(result.err) < 2_000
    assert STEERING.search(result.err) is None


@pytest.mark.parametrize(
    "raw", [b"a = " + b"[" * 100_000, b"\xff", b"rule = 7", b"[[rule]]\nid = '\\u001b[31m'"]
)
def test_rules_that_are_none_are_named(raw: bytes, export: Path, tmp_path: Path) -> None:
    (tmp_path / "now_10_mine.toml").write_bytes(raw)
    result = said(("scan", str(export), "--rules", str(tmp_path)), tmp_path)
    assert (result.code, result.out) == (2, b"")
    assert "now_10_mine.toml" in result.err
    assert STEERING.search(result.err) is None


def _title(hint: bytes, pattern: bytes) -> bytes:
    """Give a table with one title line."""
    told = b"language = 'xx'\n[[title]]\nhint = %b\npattern = %b\nsource = 'a page'\nexamples = []\n"
    return told % (hint, pattern)


LOCALES: Final = {
    "no table": b"language = 7",
    "a pattern that is none": _title(b"'group'", b"'(\\u001b[31m'"),
    "a hint of nothing": _title(b'"a \\u001b[31m guess"', b"'in a group'"),
    "an audience that is none": b"""language = 'xx'
        [[audience]]
        audience = 'worldwide'
        spellings = ['Everyone']
        source = 'a page'
    """,
}


@pytest.mark.parametrize("what", LOCALES)
def test_words_of_a_language_that_are_none_are_named(what: str, export: Path, tmp_path: Path) -> None:
    file = tmp_path / "locales" / "facebook" / "xx.toml"
    file.parent.mkdir(parents=True)
    file.write_bytes(LOCALES[what])
    result = said(("scan", str(export), "--rules", str(tmp_path)), tmp_path)
    assert (result.code, result.out) == (2, b"")
    assert result.err.startswith("Error: facebook/xx.toml: ")
    assert STEERING.search(result.err) is None


GRAPH: Final = {
    "too deep": b"[" * (PARSER_DEPTH + 1),
    "empty": b"",
    "a bare null": b"null",
    "an error with words in it": b'{"error": {"type": "\\u001b[31m secret words", "code": {"a": "secret"}}}',
    "a number beyond all": b'{"data": [{"created_time": 1e400}]}',
}


@pytest.mark.parametrize("what", GRAPH)
def test_an_answer_of_graphs_that_is_none_is_named(what: str, export: Path, tmp_path: Path) -> None:
    file = tmp_path / "posts.json"
    file.write_bytes(GRAPH[what])
    result = said(("scan", str(export), "--audience", str(file)), tmp_path)
    assert (result.code, result.out) == (2, b"")
    assert "secret" not in result.err
    assert STEERING.search(result.err) is None


ODD: Final = (
    b"{}",
    b"[]",
    b"7",
    b"null",
    b'"\\u001b[31m"',
    b"1e300",
    b'"99999-01-01T00:00:00+0000"',
    b'{"value": {}}',
)


@pytest.mark.parametrize("key", ["id", "created_time", "message", "privacy", "story"])
def test_posts_of_the_wrong_type_settle_nothing(key: str, export: Path, tmp_path: Path) -> None:
    file = tmp_path / "posts.json"
    posts = b",".join(b'{"created_time": 1, "%s": %s}' % (key.encode(), odd) for odd in ODD)
    file.write_bytes(b'{"data": [%s]}' % posts)
    result = said(("scan", str(export), "--audience", str(file)), tmp_path)
    assert result.code in (0, 2), result.err


def test_a_saved_scan_that_was_changed_is_refused(export: Path, tmp_path: Path) -> None:
    kept, dice = tmp_path / "kept.scan", Random(7)  # noqa: S311
    assert said(("scan", str(export), "--save", str(kept)), tmp_path).code == 0
    whole = kept.read_bytes()
    before = said(("scan", str(kept)), tmp_path).out
    cut = [whole[:4], whole[:1000], whole[:-1], whole[: len(whole) // 2], whole + b"x"]
    for raw in [*cut, *(_changed(whole, dice) for _ in range(20))]:
        kept.write_bytes(raw)
        result = said(("scan", str(kept)), tmp_path)
        assert result.code == 3 or (result.code, result.out) == (0, before), result.err
        assert "Traceback" not in result.err


def _changed(raw: bytes, dice: Random) -> bytes:
    """Change a few bytes, half of them near the end, where the file says what it holds."""
    data = bytearray(raw)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data)) if dice.random() < 0.5 else len(data) - 1 - dice.randrange(3_000)
        data[at] = dice.randrange(256)
    return bytes(data)
